import importlib
import re
import sys
import tomllib
from dataclasses import fields

import doc_fixtures
import pytest
from conftest import records
from doc_fixtures import BODY, HERRING, HERRING_PAGE
from doc_pages import ROOT, blocks, code, table

from spacecrawl.errors import CatalogueError
from spacecrawl.extraction import read_page
from spacecrawl.parsers.page import Page
from spacecrawl.sites import Catalogue, Site
from spacecrawl.sites.catalogue import read_text

PAGE = ROOT / "docs" / "sites.md"
demo_folder = doc_fixtures.demo_folder
kept_folder = doc_fixtures.kept_folder
gazette = doc_fixtures.gazette
exported_files = doc_fixtures.exported_files
reader_folder = doc_fixtures.reader_folder

EXAMPLE, WHOLE = (block.text for block in blocks(PAGE, "toml"))


def without_delay(path):
    path.write_text(path.read_text("utf-8").replace("delay = 1.0", "delay = 0"), "utf-8")


def test_new_site_tells_and_writes_what_is_shown(spacecrawl, gazette, reader_folder):
    (reader_folder / "harbour.toml").unlink()
    line = next(line for block in blocks(PAGE, "sh") for line in block.text.splitlines() if "new-site http" in line)
    ran = spacecrawl(*line.split()[1:], "--delay", "0", proxy=gazette.url())
    told, entry = (block.text for block in blocks(PAGE, "text")[:2])
    assert ran.status == 0, ran.err
    assert ran.err.startswith(told)
    assert (reader_folder / "harbour.toml").read_text().replace("delay = 0.0", "delay = 1.0") == entry
    assert sorted(path.name for path in (reader_folder / "tests/sites/harbour-gazette").iterdir()) == sorted(
        [
            "site.toml",
            *(f"{name}.{end}" for name in ("front-page", "article-1", "article-2") for end in ("html", "json")),
        ]
    )


def test_the_example_is_crawled_with_no_code(spacecrawl, gazette, reader_folder):
    without_delay(reader_folder / "harbour.toml")
    ran = spacecrawl("crawl", "harbour-gazette", "--sites", "harbour.toml", "--folder", "news", proxy=gazette.url())
    assert ran.status == 0, ran.err
    found = {record["url"]: record for record in records(reader_folder / "news")}
    assert len(found) == 2
    herring = found[HERRING]
    assert herring["title"] == "Herring return, and bring the gulls"
    assert herring["body"].startswith("\n\n".join(BODY))
    assert herring["dateline"]["city"] == "Lerwick"
    assert [author["name"] for author in herring["authors"]] == ["Magnus Inkster"]
    assert not any("about.html" in path or "/blog/" in path for path in gazette.requests)


def test_the_example_is_crawled_with_the_parser_of_the_page(spacecrawl, gazette, reader_folder):
    without_delay(reader_folder / "harbour.toml")
    with (reader_folder / "harbour.toml").open("a") as file:
        file.write('parser = "harbour:HarbourParser"\n')
    ran = spacecrawl("crawl", "harbour-gazette", "--sites", "harbour.toml", "--folder", "news", proxy=gazette.url())
    assert ran.status == 0, ran.err
    found = records(reader_folder / "news")
    assert {record["extractor"]["name"] for record in found} == {"harbour"}
    assert next(record for record in found if record["url"] == HERRING)["body"] == "\n\n".join(BODY)


def test_the_parser_reads_a_page_and_stands_a_page_without_an_article(reader_folder, monkeypatch):
    monkeypatch.syspath_prepend(reader_folder)
    monkeypatch.delitem(sys.modules, "harbour", raising=False)
    parser = importlib.import_module("harbour").HarbourParser()
    article = read_page(Page.read(HERRING_PAGE), parser="harbour:HarbourParser")
    assert (article.url, article.body) == (HERRING, "\n\n".join(BODY))
    assert str(article.date_published) == "2026-03-04"
    assert parser.parse(Page.read("<p>Nothing here")).body == ""


def test_every_key_is_told():
    keys = {field.name for field in fields(Site)} - {"entry"}
    assert {code(row[0]) for row in table(PAGE, "Every key")} == keys
    assert set(tomllib.loads(WHOLE)["sites"]["lighthouse-post"]) == keys


def test_the_entry_with_every_key_reads():
    (site,) = read_text(WHOLE, "whole.toml")
    assert site.is_article("https://www.lighthouse-post.example/story?id=12")
    assert site.is_article("https://www.lighthouse-post.example/boats/ferry-late-again-4711.html")
    assert site.is_section("https://www.lighthouse-post.example/boats/")


@pytest.mark.parametrize("row", table(PAGE, "Patterns"), ids=lambda row: row[0])
def test_patterns_match_as_told(row):
    (site,) = read_text(EXAMPLE, "harbour.toml")
    url, path, verdict = code(row[0]), code(row[1]), row[2]
    from spacecrawl.sites.address import clean_url

    assert site.desktop_path(clean_url(url)) == path
    assert site.is_article(clean_url(url)) == verdict.startswith("yes")


def changed(line: str) -> str:
    key = line.partition(" = ")[0]
    kept = [old for old in EXAMPLE.splitlines() if not old.startswith(f"{key} = ")]
    return "\n".join([*kept, line, ""])


@pytest.mark.parametrize("row", table(PAGE, "What errors look like"), ids=lambda row: row[0])
def test_errors_read_as_told(row):
    with pytest.raises(CatalogueError, match=re.escape(code(row[1]))) as caught:
        read_text(changed(code(row[0])), "harbour.toml")
    assert str(caught.value) == code(row[1])


def test_an_unknown_name_gets_the_nearest():
    from spacecrawl.errors import UnknownSite

    with pytest.raises(UnknownSite, match="Did you mean harbour-gazette\\?"):
        Catalogue(read_text(EXAMPLE, "harbour.toml")).get("harbor-gazette")
