"""Lines that are furniture whatever stands around them: what the classifier let in and no article says.

Of 900 short lines inside labelled bodies that open so, 25 are in their labels.
"""

from __future__ import annotations

from spacecrawl.parsers.generic.blocks import Block
from spacecrawl.parsers.generic.phrases import ADVERT, COMMENT, RELATED, RIGHTS, SHARE, SIGNUP, speech_of

_LONGEST = 280
"""Characters of a line that can be furniture."""
_WHOLE = 0.8
"""Share of a line from which on the phrase is all it says."""
_MOST = 0.5
_KINDS = RELATED | SIGNUP | SHARE | COMMENT
_INBOX = frozenset(
    "newsletter newsletters inbox subscribe abonnieren abonnez-vous suscríbete assine iscriviti подпишитесь".split()
)
_ASKS = frozenset(
    (
        "sign join get subscribe receive delivered free our jetzt anmelden inscrivez-vous recevez recibe receba ricevi"
    ).split()
)


def without_furniture(blocks: list[Block]) -> list[Block]:
    """Drop the lines that point to other stories, sell newsletters, or list tags; headings of the text stay."""
    return [block for block in blocks if block.chars > _LONGEST or not is_furniture(block)]


def is_furniture(block: Block) -> bool:
    """Tell whether a short block is furniture by its own words."""
    kind, share, words = speech_of(block)
    linked = block.linked > _MOST * block.chars
    if kind & _KINDS:
        if kind in (RELATED, SIGNUP) and share > _WHOLE:
            return True
        if linked and share > _MOST:
            return True
        if kind in (RELATED, COMMENT) and _names_what_follows(block.text, share):
            return True
    if kind in (ADVERT, RIGHTS) and linked and share > _MOST:
        return True
    return bool(words & SIGNUP) and _sells_newsletter(block.text)


def _names_what_follows(text: str, share: float) -> bool:
    """Tell whether a colon stands right behind the phrase: ``Read more: Ferry late again``."""
    colon = max(text.find(":"), text.find("："))
    return 0 < colon <= share * len(text) + 3 and colon < len(text) - 1


def _sells_newsletter(text: str) -> bool:
    words = {word.strip(".,:;!?()") for word in text.lower().split()}
    return not words.isdisjoint(_INBOX) and not words.isdisjoint(_ASKS) and len(words) <= 40
