import datetime as dt
import gzip
import itertools

import pytest

from spacecrawl.archives.exchange import Exchange, head_of, members_of, warcinfo
from spacecrawl.errors import FolderError
from spacecrawl.record import Article, Source
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.identity import identify
from spacecrawl.storage import ArticleStore, DataFolder, Ledger, RunFolder
from spacecrawl.storage.captures import Capture, Captures
from spacecrawl.storage.own_archive import LARGEST_FILE, OwnArchive
from spacecrawl.storage.repair import repair

TIME = dt.datetime(2026, 11, 25, 4, 5, 6, tzinfo=dt.UTC)
RUN = "2026-11-25T040506Z"


class Keeping:
    """A data folder that is written to as a run does, and left as a kill leaves it unless it is closed."""

    def __init__(self, path, run=RUN, largest=LARGEST_FILE):
        self.folder, self.run = DataFolder(path), RunFolder(path / "runs" / run)
        self.run.path.mkdir(parents=True, exist_ok=True)
        self.store = ArticleStore(self.folder, self.run)
        opening = lambda name: warcinfo(name, TIME, {"software": "a test"})  # noqa: E731
        self.archive = OwnArchive(self.folder, run, self.store.ledger, opening, largest)

    def keep(self, name, text=None):
        url = f"http://harbour.example/{name}"
        page = Exchange(url, TIME, b"GET / HTTP/1.1\r\n\r\n", head_of("HTTP/1.1 200 OK", ()), (text or name).encode())
        capture = Capture(0, 0, 0, url, int(TIME.timestamp()), 200, None, page.digest)
        return self.archive.keep(*members_of(page), capture)

    def store_article(self, name):
        placed = self.keep(name)
        article = identify(Article(url=placed.url, title=name, body="It says little."))
        page = (self.archive.place(placed), placed.offset)
        article.source = Source(placed.url, TIME, *page)
        self.store.append(article, fetched=Fetched(page=page))
        return placed

    def close(self):
        self.archive.close()
        self.store.close()

    def killed(self):
        """End as a kill does: nothing more is committed."""
        self.store.ledger.give_up()
        self.store._file.close()
        self.archive._file.close()


def files(path):
    return sorted((path / "archive").glob("*.warc.gz"))


def urls(path):
    """Return what the ledger knows, after it has been found where it says."""
    found = []
    with Ledger.reading(path) as ledger:
        captures = Captures(ledger)
        assert captures.open_files() == {}
        for name, number in captures.names().items():
            content = (path / "archive" / name).read_bytes()
            for capture in captures.in_file(number):
                member = gzip.decompress(content[capture.offset : capture.offset + capture.length])
                assert f"WARC-Target-URI: {capture.url}\r\n".encode() in member
                found.append(capture.url.rpartition("/")[2])
    return found


def opened_again(path):
    keeping = Keeping(path, "2026-11-25T050000Z")
    keeping.close()
    return keeping


def test_what_is_kept_is_known_with_its_place(tmp_path):
    keeping = Keeping(tmp_path)
    placed = [keeping.keep(name) for name in ("fog", "snow")]
    assert [keeping.archive.place(capture) for capture in placed] == [f"archive/{RUN}-00001.warc.gz"] * 2
    keeping.close()
    assert urls(tmp_path) == ["fog", "snow"]
    assert [path.name for path in sorted((tmp_path / "archive").iterdir())] == [
        f"{RUN}-00001.cdxj",
        f"{RUN}-00001.warc.gz",
    ]


def test_a_run_that_keeps_nothing_leaves_nothing(tmp_path):
    Keeping(tmp_path).close()
    assert not (tmp_path / "archive").exists()


def test_a_file_that_would_grow_too_large_is_followed_by_another(tmp_path):
    keeping = Keeping(tmp_path, largest=2500)
    names = [f"page-{number}" for number in range(9)]
    placed = [keeping.keep(name) for name in names]
    keeping.close()
    assert urls(tmp_path) == names
    assert len(files(tmp_path)) > 2
    assert all(
        file.stat().st_size <= 2500 and b"warcinfo" in gzip.decompress(file.read_bytes()) for file in files(tmp_path)
    )
    assert len({capture.file for capture in placed}) == len(files(tmp_path))
    assert len(list((tmp_path / "archive").glob("*.cdxj"))) == len(files(tmp_path))


def test_whole_records_that_a_killed_run_wrote_are_known_and_a_torn_one_is_cut(tmp_path):
    keeping = Keeping(tmp_path)
    keeping.keep("fog")
    keeping.store.commit()
    keeping.keep("snow")
    whole = files(tmp_path)[0].stat().st_size
    keeping.keep("hail")
    keeping.killed()
    content = files(tmp_path)[0].read_bytes()
    for end in (*range(whole, len(content), 61), len(content) - 1):
        files(tmp_path)[0].write_bytes(content[:end])
        copy = tmp_path / f"cut-{end}"
        for name in ("archive", "runs"):
            (copy / name).mkdir(parents=True)
        (copy / "archive" / files(tmp_path)[0].name).write_bytes(content[:end])
        for name in ("articles.jsonl", "spacecrawl.db", "spacecrawl.db-wal"):
            if (tmp_path / name).exists():
                (copy / name).write_bytes((tmp_path / name).read_bytes())
        run = opened_again(copy).run
        assert urls(copy) == ["fog", "snow"], end
        assert files(copy)[0].read_bytes() == content[:whole]
        kept = list(run.path.glob("torn-*"))
        assert [path.read_bytes() for path in kept] == ([content[whole:end]] if end > whole else [])


def test_a_file_of_which_nothing_is_whole_is_taken_away(tmp_path):
    keeping = Keeping(tmp_path)
    keeping.keep("fog")
    keeping.killed()
    path = files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:100])
    run = opened_again(tmp_path).run
    assert (files(tmp_path), urls(tmp_path)) == ([], [])
    assert (run.path / f"torn-{path.name}").stat().st_size == 100


def test_a_line_whose_page_a_power_cut_took_is_cut_and_one_whose_page_is_there_is_kept(tmp_path):
    keeping = Keeping(tmp_path)
    keeping.store_article("fog")
    keeping.store.commit()
    keeping.store_article("snow")
    known = files(tmp_path)[0].stat().st_size
    keeping.store_article("hail")
    keeping.killed()
    path = files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:known])  # of the pages less came to the disk than of the lines
    run = opened_again(tmp_path).run
    assert urls(tmp_path) == ["fog", "snow"]
    assert (tmp_path / "articles.jsonl").read_bytes().count(b"\n") == 2
    assert b"hail" in (run.path / "torn-line.txt").read_bytes()


def test_each_article_is_known_by_its_page(tmp_path):
    keeping = Keeping(tmp_path)
    places = [keeping.store_article(name) for name in ("fog", "snow")]
    keeping.close()
    again = ArticleStore(DataFolder(tmp_path))
    found = [again.rows.captures.newest_of(again.known(identify(Article(url=place.url)).id).number) for place in places]
    assert [(capture.offset, capture.url) for capture in found] == [(place.offset, place.url) for place in places]
    again.close()


@pytest.mark.parametrize("lost", [1, 700])
def test_a_file_that_lost_known_pages_is_read_as_far_as_it_goes(tmp_path, lost):
    keeping = Keeping(tmp_path)
    for name in ("fog", "snow", "hail"):
        keeping.keep(name)
    keeping.store.commit()
    keeping.killed()
    path = files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-lost])
    opened_again(tmp_path)
    assert urls(tmp_path) in (["fog", "snow"], ["fog"])


def test_a_new_ledger_learns_all_pages_and_which_articles_they_are(tmp_path):
    for number, name in enumerate(("fog", "snow")):
        keeping = Keeping(tmp_path, f"2026-11-25T04050{number}Z")
        keeping.store_article(name)
        keeping.close()
    (tmp_path / "archive" / "foreign.warc.gz").write_bytes(b"left alone")
    with Ledger.reading(tmp_path) as ledger:
        before = [list(Captures(ledger).in_file(number)) for number in (1, 2)]
    run = RunFolder(tmp_path / "runs" / "repair")
    run.path.mkdir()
    repair(DataFolder(tmp_path), run)
    with Ledger.reading(tmp_path) as ledger:
        assert [list(Captures(ledger).in_file(number)) for number in (1, 2)] == before
    assert (tmp_path / "archive" / "foreign.warc.gz").read_bytes() == b"left alone"


def test_files_that_were_moved_away_are_no_trouble(tmp_path):
    for number, ended in enumerate((True, False)):
        keeping = Keeping(tmp_path, f"2026-11-25T04050{number}Z")
        keeping.keep("fog")
        keeping.store.commit()
        (keeping.close if ended else keeping.killed)()
    for file in files(tmp_path):
        file.unlink()
    keeping = Keeping(tmp_path, "2026-11-25T050000Z")
    keeping.keep("snow")
    keeping.close()
    assert len(files(tmp_path)) == 1


def test_an_archive_that_can_t_be_written_names_the_remedy(tmp_path):
    keeping = Keeping(tmp_path)
    (tmp_path / "archive").write_bytes(b"a file")
    with pytest.raises(FolderError, match="Correct its permissions"):
        keeping.keep("fog")
    keeping.close()


def test_what_repeats_a_payload_leads_to_it(tmp_path):
    keeping = Keeping(tmp_path)
    first = keeping.keep("fog", "the same")
    captures = keeping.archive.captures
    assert captures.with_payload(first.digest) == first
    captures.note(
        Capture(first.file, 10_000, 1, "http://other.example/", 1, 200, None, first.digest, (1, first.offset))
    )
    assert captures.payload_of(captures.page_at("http://other.example/")) == first
    assert captures.with_payload(first.digest) == first
    keeping.close()


def test_many_captures_of_a_file_are_listed_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("spacecrawl.storage.captures._AT_ONCE", 4)
    keeping = Keeping(tmp_path)
    offsets = [keeping.keep(f"page-{number}").offset for number in range(9)]
    found = [capture.offset for capture in keeping.archive.captures.in_file(1)]
    assert found == offsets
    assert all(earlier < later for earlier, later in itertools.pairwise(found))
    keeping.close()
