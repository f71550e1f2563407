"""How much of each block of a page stands in the page's label: what the classifier learns."""

from __future__ import annotations

from typing import Any

from scores import words

_SHORT = 5
_CLOSE = 0.8


def shares_in_label(texts: list[str], body: str) -> list[float]:
    """Return for each block the share of it that the label holds.

    A block of five words and more is in the label whole, or by the share of its words that stand in runs of three;
    a shorter one only if it stands between the places of the blocks before and behind it.
    """
    return _Aligner(words(body)).align([words(text) for text in texts])


class _Aligner:
    def __init__(self, label: list[str]) -> None:
        self.text = " " + " ".join(label) + " "
        self.starts: list[int] = []
        place = 1
        for word in label:
            self.starts.append(place)
            place += len(word) + 1
        self.runs: dict[tuple[str, ...], int] = {}
        for at in range(len(label) - 2):
            self.runs.setdefault(tuple(label[at : at + 3]), at)

    def align(self, blocks: list[list[str]]) -> list[float]:
        shares, spans = [0.0] * len(blocks), [None] * len(blocks)
        for at, block in enumerate(blocks):
            if len(block) >= _SHORT:
                shares[at], spans[at] = self.long(block)
        self.short(blocks, shares, spans)
        return shares

    def long(self, block: list[str]) -> tuple[float, Any]:
        joined = " " + " ".join(block) + " "
        place = self.text.find(joined)
        if place >= 0:
            return 1.0, (place, place + len(joined) - 2)
        hits = [False] * len(block)
        found = []
        for at in range(len(block) - 2):
            run = self.runs.get(tuple(block[at : at + 3]))
            if run is not None:
                hits[at] = hits[at + 1] = hits[at + 2] = True
                found.append(self.starts[run])
        share = sum(hits) / len(block)
        return share, (found[0], found[-1]) if share >= _CLOSE else None

    def short(self, blocks: list[list[str]], shares: list[float], spans: list[Any]) -> None:
        behind = [len(self.text)] * len(blocks)
        end = len(self.text)
        for at in range(len(blocks) - 1, -1, -1):
            behind[at] = end
            if spans[at]:
                end = spans[at][0]
        start = 0
        for at, block in enumerate(blocks):
            if spans[at]:
                start = spans[at][1]
            elif 0 < len(block) < _SHORT and 0 < behind[at] - start < 6000:
                window = self.text[max(0, start - 60) : behind[at] + 60]
                shares[at] = float(" " + " ".join(block) + " " in window)
