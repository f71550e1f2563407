import datetime as dt
import json

import pytest

from spacecrawl.record import Article, Source
from spacecrawl.record.identity import identify
from spacecrawl.storage import Addresses, ArticleStore, DataFolder, Ledger

URL = "https://harbour.example/herring"
OLD = "The herring came back.\n\nThere were forty of them."
NEW = "The herring came back.\n\nThere were fifty of them.\n\nCorrection: they were fifty,\x1b[31m not forty."


def version(number: int, body: str, **keys: object) -> Article:
    fetched = Source(URL, dt.datetime(2026, 3, number, 4, 5, 6, tzinfo=dt.UTC))
    made = Article(url=URL, title="Herring return", body=body, version=number, source=fetched, **keys)
    return identify(made)


@pytest.fixture
def folder(tmp_path):
    store = ArticleStore(DataFolder(tmp_path / "output"))
    store.append(version(1, OLD, also_at=["https://m.harbour.example/herring"]))
    store.append(identify(Article(url="https://harbour.example/other", title="Other", body="Words.")))
    store.append(version(2, NEW, revised_by="site"))
    store.close()
    return tmp_path / "output"


@pytest.mark.parametrize("url", [URL, f"{URL}?utm_source=a#top", "https://m.harbour.example/herring"])
def test_versions_and_what_changed(spacecrawl, folder, url):
    ran = spacecrawl("history", url, "--json")
    first, second = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert (first["version"], first["changed"], first["revised_by"]) == (1, [], None)
    assert (second["version"], second["changed"], second["revised_by"]) == (2, ["body"], "site")
    assert second["fetched_at"] == "2026-03-02T04:05:06+00:00"
    assert second["corrections"] == [NEW.split("\n\n")[2]]
    assert second["differences"]["body"][0] == "There were [-forty-] {+fifty+} of them."


def test_shown_as_text_without_control_characters(spacecrawl, folder):
    ran = spacecrawl("history", URL)
    assert ran.status == 0
    assert "version 1, fetched 2026-03-01T04:05:06+00:00\n" in ran.out
    assert "version 2, fetched 2026-03-02T04:05:06+00:00, revised by site\n" in ran.out
    assert "  body: There were [-forty-] {+fifty+} of them." in ran.out
    assert "  correction: {+Correction: they were fifty,\\x1b[31m not forty.+}" in ran.out
    assert "\x1b" not in ran.out


def test_when_the_article_was_gone(spacecrawl, folder):
    with Ledger(folder / "spacecrawl.db") as ledger:
        Addresses(ledger).note(URL, "gone")
        Addresses(ledger).note(URL, "article")
    _, second = json.loads(spacecrawl("history", URL, "--json").out)
    assert len(second["gone"]) == len(second["back"]) == 1
    assert f"  gone, seen {second['gone'][0]}" in spacecrawl("history", URL).out


def test_a_notice_that_was_there_from_the_first(spacecrawl, tmp_path):
    store = ArticleStore(DataFolder(tmp_path / "output"))
    store.append(version(1, f"{OLD}\n\nBerichtigung: Es waren vierzig."))
    store.close()
    (only,) = json.loads(spacecrawl("history", URL, "--json").out)
    assert (only["changed"], only["corrections"]) == ([], ["Berichtigung: Es waren vierzig."])


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["https://harbour.example/unknown"], 2, "no article"),
        (["herring"], 2, "no http or https address"),
        ([URL, "--folder", "nowhere"], 5, "nowhere"),
    ],
)
def test_what_can_not_be_shown_is_told(spacecrawl, folder, arguments, status, told):
    ran = spacecrawl("history", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert told in ran.err


def test_a_ledger_that_does_not_fit_its_file(spacecrawl, folder):
    path = folder / "articles.jsonl"
    path.write_bytes(b"X" * path.stat().st_size)
    ran = spacecrawl("history", URL)
    assert ran.status == 5
    assert "spacecrawl repair" in ran.err
