"""Reading processes: order, pages that raise, hang or kill, and processes that somebody else kills."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest
import uvloop

import spacecrawl
from spacecrawl.errors import PageUnreadable
from spacecrawl.reading import PageTask, PreparedArticle, ReadingPool
from spacecrawl.reading.frames import FrameBuffer, packed
from spacecrawl.record import Source
from spacecrawl.replica.site import ReplicaSite
from spacecrawl.sites import Catalogue, builtin_catalogue

PARSER = """
import os, signal, time
from spacecrawl.parsers.space_media.parser import SpaceMediaParser

class Moody(SpaceMediaParser):
    def parse(self, page):
        if "raises" in page.html:
            raise KeyError("nothing here")
        if "hangs" in page.html:
            time.sleep(3600)
        if "kills" in page.html:
            os.kill(os.getpid(), signal.SIGKILL)
        print("this must go nowhere")
        return super().parse(page)
"""


@pytest.fixture
def moody(tmp_path, monkeypatch) -> str:
    (tmp_path / "moody_parser.py").write_text(PARSER)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "moody_parser:Moody"


def pages(number: int) -> Iterator[tuple[str, bytes]]:
    site = ReplicaSite()
    for story in site.stories[:number]:
        yield f"http://{story.hosts[0]}{story.path}", site.answer(story.hosts[0], story.path).body


def read_all(tasks: list[PageTask], processes: int = 1, **more) -> list:
    async def run() -> list:
        pool = ReadingPool(Catalogue(builtin_catalogue()), processes, **more)
        try:
            return await asyncio.gather(*(pool.run(task) for task in tasks), return_exceptions=True)
        finally:
            pool.close()

    return asyncio.run(run())


@pytest.mark.parametrize("processes", [1, 3])
def test_readings_are_what_extract_gives(processes):
    given = list(pages(12))
    readings = read_all([PageTask(html, url) for url, html in given], processes)
    for (url, html), reading in zip(given, readings, strict=True):
        assert reading.fault is None
        assert reading.article.to_dict() == spacecrawl.extract(html, url).to_dict()


def test_what_a_record_says_of_its_page_is_handed_through():
    ((url, html),) = pages(1)
    source = Source(url=url, file="pages.warc.gz", offset=17)
    (reading,) = read_all([PageTask(html, url, source=source, also_at=(url, "http://other.example/a"))])
    assert isinstance(reading.article, PreparedArticle)
    assert reading.article.source == source
    assert reading.article.also_at == ["http://other.example/a"]
    assert reading.article.signature is not None


def test_a_page_without_an_address_may_not_be_stored():
    ((_, html),) = pages(1)
    html = html.replace(b"og:url", b"og:nothing").replace(b"canonical", b"nothing")
    (reading,) = read_all([PageTask(html)])
    assert reading.fault == "no address known"
    assert reading.article.title


def test_a_page_that_holds_no_article_is_told():
    (reading,) = read_all([PageTask("<p>Nothing here</p>", "http://www.spacedaily.example/")])
    assert reading.fault == "no article text found on the page"


def test_a_parser_that_raises_is_named_with_its_traceback(moody):
    ((url, html),) = pages(1)
    broken, good = read_all([PageTask(html + b"raises", url, parser=moody), PageTask(html, url, parser=moody)])
    assert str(broken) == "the parser failed: KeyError: 'nothing here'"
    assert "moody_parser.py" in broken.details
    assert good.article.title


def test_a_page_that_kills_its_process_twice_is_given_up_and_the_others_are_read(moody):
    given = list(pages(6))
    tasks = [PageTask(html, url, parser=moody) for url, html in given]
    tasks.insert(2, PageTask(b"this page kills", parser=moody))
    readings = read_all(tasks, processes=2)
    died = readings.pop(2)
    assert isinstance(died, PageUnreadable)
    assert str(died) == "reading it ended its process, twice (signal 9)"
    assert [reading.article.url for reading in readings] == [url for url, _ in given]


def test_a_page_that_takes_too_long_is_given_up_and_the_others_are_read(moody):
    ((url, html),) = pages(1)
    tasks = [PageTask(b"this page hangs", parser=moody), PageTask(html, url, parser=moody)]
    slow, good = read_all(tasks, seconds_a_page=5)
    assert str(slow) == "the parser took over 5 s"
    assert good.article.title


def test_all_answers_come_in_the_order_of_their_tasks_and_few_are_under_way(moody):
    given = list(pages(30))
    asked = []

    def tasks() -> Iterator[PageTask]:
        for number, (url, html) in enumerate(given):
            asked.append(url)
            yield PageTask(html + (b"raises" if number == 7 else b""), url, parser=moody)

    async def run() -> list:
        pool = ReadingPool(Catalogue(builtin_catalogue()), processes=2)
        ahead = []
        try:
            answers = []
            async for answer in pool.run_all(tasks()):
                answers.append(answer)
                ahead.append(len(asked) - len(answers))
            return [answers, max(ahead)]
        finally:
            pool.close()

    answers, most_ahead = asyncio.run(run())
    assert isinstance(answers.pop(7), PageUnreadable)
    assert [reading.article.url for reading in answers] == [url for url, _ in given if url != given[7][0]]
    assert most_ahead <= 9


def test_a_process_that_somebody_else_kills_costs_no_page():
    given = list(pages(40))

    async def run() -> list:
        pool = ReadingPool(Catalogue(builtin_catalogue()))
        try:
            first = await pool.run(PageTask(given[0][1], given[0][0]))
            rest = [asyncio.ensure_future(pool.run(PageTask(html, url))) for url, html in given[1:]]
            await asyncio.sleep(0)
            os.kill(pool._readers[0].process.pid, signal.SIGKILL)
            return [first, *await asyncio.gather(*rest)]
        finally:
            pool.close()

    assert [reading.article.url for reading in asyncio.run(run())] == [url for url, _ in given]


def test_signals_that_stop_a_run_are_left_to_the_process_that_asked():
    ((url, html),) = pages(1)

    async def run() -> list:
        pool = ReadingPool(Catalogue(builtin_catalogue()))
        try:
            await pool.run(PageTask(html, url))
            process = pool._readers[0].process
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
            await pool.run(PageTask(html, url))
            return [process.poll(), process is pool._readers[0].process]
        finally:
            pool.close()

    assert asyncio.run(run()) == [None, True]


def test_a_closed_pool_leaves_no_process_and_answers_who_waits():
    async def run() -> tuple[BaseException, int | None]:
        pool = ReadingPool(Catalogue(builtin_catalogue()))
        waiting = asyncio.ensure_future(pool.run(PageTask(b"<p>words")))
        await asyncio.sleep(0)
        process = pool._readers[0].process
        pool.close()
        (error,) = await asyncio.gather(waiting, return_exceptions=True)
        return error, process.poll()

    error, status = asyncio.run(run())
    assert isinstance(error, PageUnreadable)
    assert status is not None


def test_another_event_loop_serves_as_well():
    ((url, html),) = pages(1)

    async def run() -> PreparedArticle:
        pool = ReadingPool(Catalogue(builtin_catalogue()))
        try:
            return (await pool.run(PageTask(html, url))).article
        finally:
            pool.close()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(run()).title == spacecrawl.extract(html, url).title


def test_frames_that_arrive_in_pieces():
    stream = packed("a" * 10) + packed(["b"]) + packed(None)
    for size in (1, 3, 7, len(stream)):
        buffer = FrameBuffer()
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert [message for piece in pieces for message in buffer.feed(piece)] == ["a" * 10, ["b"], None]
