import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from conftest import Page, SiteServer, article, catalogue, environment, listing, records

from spacecrawl.commands import cli
from spacecrawl.errors import FolderError, FolderLocked, UsageError
from spacecrawl.storage import DataFolder

STORIES = {
    name: f"{name} on the fjord, seen from the ferry, and no words too many." for name in ("Fog", "Hail", "Snow")
}

PARSERS = """
from spacecrawl.parsers.space_media.parser import SpaceMediaParser

class Louder(SpaceMediaParser):
    def parse(self, page):
        article = super().parse(page)
        if article.title == "Fog":
            article.title = "FOG"
            article.body += "\\n\\nAnd a paragraph that was overlooked."
        if article.title == "Snow":
            article.tags = ["weather"]
        return article

class Blinder(SpaceMediaParser):
    def parse(self, page):
        article = super().parse(page)
        article.title = "" if article.title == "Fog" else article.title
        return article

class Finder(SpaceMediaParser):
    def parse(self, page):
        article = super().parse(page)
        if "Nothing here yet" in page.html:
            article.title, article.body = "Sleet", "Nothing here yet, but sleet. " * 12
        return article

class Ender(SpaceMediaParser):
    def parse(self, page):
        import os
        article = super().parse(page)
        if article.title == "Fog":
            os.kill(os.getpid(), 9)
        return article
"""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A folder with three articles and a page that holds none, kept as they came, and parsers of tomorrow."""
    folder, server = tmp_path_factory.mktemp("crawled"), SiteServer()
    server.start()
    server.pages = {f"/reports/{name}.html": Page(article(name, words)) for name, words in STORIES.items()}
    server.pages["/reports/Sleet.html"] = Page("<h1>Sleet</h1>Nothing here yet")
    server.pages["/"] = Page(listing(*server.pages))
    sites = catalogue(server, folder)
    command = [sys.executable, "-m", "spacecrawl", "crawl", "test-site", "--sites", str(sites), "--archive", "--quiet"]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    server.stop()
    assert done.returncode == 3, done.stderr  # a page was rejected
    (folder / "tomorrow.py").write_text(PARSERS)
    for name in ("Louder", "Blinder", "Finder", "Ender"):
        text = sites.read_text().replace('"space_media"', f'"tomorrow:{name}"')
        (folder / f"{name}.toml").write_text(text)
    return folder


@pytest.fixture
def folder(crawled, tmp_path, monkeypatch):
    monkeypatch.chdir(shutil.copytree(crawled, tmp_path / "copy"))
    monkeypatch.syspath_prepend(tmp_path / "copy")
    return tmp_path / "copy" / "output"


def reparse(parser, *arguments):
    """Run the command in this process; return status and summary."""
    return cli.main(["reparse", "--sites", f"{parser}.toml", "--workers", "1", *arguments], standalone_mode=False)


@pytest.fixture
def summary(folder, capsys):
    def run(parser, *arguments, status=0):
        assert reparse(parser, "--json", *arguments) == status
        return json.loads(capsys.readouterr().out)

    return run


def test_the_same_parser_changes_nothing(summary, folder):
    before = (folder / "articles.jsonl").read_bytes()
    found = summary("test-site")
    assert (found["pages"], found["unchanged"], found["changed"], found["unread"]) == (4, 3, 0, 0)
    assert summary("test-site", "--apply")["applied"] == 0
    assert (folder / "articles.jsonl").read_bytes() == before


def test_what_a_changed_parser_changes_is_told_and_nothing_else(summary, folder):
    before = (folder / "articles.jsonl").read_bytes()
    found = summary("Louder")
    assert found["fields"] == {"title": 1, "body": 1, "tags": 1}
    assert (found["changed"], found["revised"], found["unchanged"]) == (2, 1, 1)
    first, second = found["largest"]
    assert first["url"].endswith("/reports/Fog.html")
    assert first["fields"]["title"] == {"stored": "Fog", "again": "FOG"}
    assert first["fields"]["body"]["again"].startswith(first["fields"]["body"]["stored"])
    assert second["fields"] == {"tags": {"stored": [], "again": ["weather"]}}
    assert first["characters"] > second["characters"] > 0
    assert (folder / "articles.jsonl").read_bytes() == before


def test_it_is_applied_once(summary, folder):
    before = {record["title"]: record for record in records(folder)}
    assert summary("Louder", "--apply")["applied"] == 2
    *_, fog, snow = records(folder)
    assert (fog["title"], fog["version"], fog["revised_by"]) == ("FOG", 2, "parser")
    assert fog["body"].endswith("And a paragraph that was overlooked.")
    assert (snow["title"], snow["version"], snow["revised_by"], snow["tags"]) == ("Snow", 1, None, ["weather"])
    assert (fog["source"], fog["id"]) == (before["Fog"]["source"], before["Fog"]["id"])
    after = (folder / "articles.jsonl").read_bytes()
    again = summary("Louder", "--apply")
    assert (again["applied"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert (folder / "articles.jsonl").read_bytes() == after
    assert summary("test-site", "--apply")["applied"] == 2  # back, as a version of its own
    assert [record["version"] for record in records(folder)[-2:]] == [3, 1]


def test_other_commands_see_what_was_applied(summary, folder):
    summary("Louder", "--apply")
    ran = subprocess.run(
        [sys.executable, "-m", "spacecrawl", "status", "--json"], capture_output=True, text=True, check=True
    )
    runs = json.loads(ran.stdout)["runs"]
    assert (runs[0]["command"], runs[0]["articles_revised"], runs[0]["status"]) == ("reparse", 2, 0)
    assert cli.main(["export", "-o", "all.jsonl"], standalone_mode=False) in (0, None)
    exported = [json.loads(line) for line in (folder.parent / "all.jsonl").read_text("utf-8").splitlines()]
    assert sorted(record["title"] for record in exported) == ["FOG", "Hail", "Snow"]


def test_side_by_side(folder, capsys):
    assert reparse("Louder") == 0
    told = capsys.readouterr().out
    assert "nothing: --apply stores what differs" in told
    assert "And a paragraph that was overlooked." in told
    assert ["title", "Fog", "FOG"] in [line.split() for line in told.splitlines()]


def test_an_article_that_is_not_found_any_more_stays(summary, folder):
    found = summary("Blinder", "--apply")
    assert (found["lost"], found["applied"]) == (1, 0)
    assert found["named"][0]["reason"].startswith("no article any more")
    assert len(records(folder)) == 3


def test_a_page_that_held_no_article_may_hold_one_today(summary, folder):
    assert summary("Finder")["found"] == 1
    assert summary("Finder", "--apply")["applied"] == 1
    record = records(folder)[-1]
    assert (record["title"], record["version"], record["revised_by"]) == ("Sleet", 1, None)
    assert record["source"]["file"].startswith("archive/")
    again = summary("Finder", "--apply")
    assert (again["found"], again["unchanged"], again["applied"]) == (0, 4, 0)


def test_a_page_on_which_the_parser_ends_costs_itself_alone(summary):
    found = summary("Ender", status=3)
    assert (found["unread"], found["unchanged"]) == (1, 2)
    assert "ended its process" in found["named"][0]["reason"]


def test_a_file_that_was_moved_away_is_named(summary, folder):
    (path,) = (folder / "archive").glob("*.warc.gz")
    path.unlink()
    found = summary("test-site", status=3)
    assert found["unread"] == 4
    assert "Put it back" in found["named"][0]["reason"]


def test_a_newer_version_that_was_not_kept_is_left_as_it_is(summary, folder):
    """Its page in the archive is an older one: what it says was changed by the site."""
    lines = records(folder)
    newer = {**lines[0], "version": 2, "revised_by": "site", "title": "Newer"}
    newer["source"] = {**newer["source"], "fetched_at": "2099-01-01T00:00:00+00:00", "file": None, "offset": None}
    with (folder / "articles.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(newer, ensure_ascii=False) + "\n")
    found = summary("Louder", "--apply")
    assert found["left_out"] == {"their newest versions came without --archive": 1}
    assert "title" not in found["fields"]


def test_sites_can_be_chosen(summary):
    assert summary("test-site", "test-site")["pages"] == 4
    assert summary("test-site", "spacedaily")["pages"] == 0


def test_a_folder_that_keeps_no_pages(folder, tmp_path):
    shutil.rmtree(folder / "archive")
    for name in ("spacecrawl.db", "spacecrawl.db-wal", "spacecrawl.db-shm"):
        (folder / name).unlink(missing_ok=True)
    assert cli.main(["repair"], standalone_mode=False) == 0
    with pytest.raises(UsageError, match="Crawl with --archive"):
        reparse("test-site")
    with pytest.raises(FolderError, match="not there"):
        reparse("test-site", "--folder", str(tmp_path / "none"), "--apply")
    assert not (tmp_path / "none").exists()


def test_it_waits_for_no_other_run(folder):
    lock = DataFolder(folder).lock()
    with pytest.raises(FolderLocked):
        reparse("test-site", "--apply")
    lock.release()
    assert reparse("test-site", "--quiet", "--apply") == 0


def test_applying_that_is_killed_is_done_by_the_next(summary, folder, monkeypatch):
    monkeypatch.setattr("spacecrawl.storage.ledger.SECONDS_A_COMMIT", 1e9)
    child = os.fork()
    if not child:
        import spacecrawl.commands.reparse as command

        revise = command.revise

        def killed(*given):
            done = revise(*given)
            if done:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        command.revise = killed
        reparse("Louder", "--apply", "--quiet")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert len(records(folder)) == 4
    assert summary("Louder", "--apply")["applied"] == 1
    assert sorted((record["title"], record["version"]) for record in records(folder)) == [
        ("FOG", 2), ("Fog", 1), ("Hail", 1), ("Snow", 1), ("Snow", 1)
    ]  # fmt: skip
