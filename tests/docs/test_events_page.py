import re

from doc_pages import ROOT, table

from spacecrawl.watching.events import KINDS


def test_every_event_is_told_with_its_keys():
    told = {row[0].strip("`"): row[2] for row in table(ROOT / "docs" / "events.md", "Events")}
    assert list(told) == list(KINDS)
    for kind, keys in KINDS.items():
        assert set(keys) <= set(re.findall(r"`(\w+)`", told[kind])), kind
