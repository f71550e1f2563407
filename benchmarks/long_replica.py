"""The replica made long: every story at many addresses, and a server that takes little of the cores measured."""

from __future__ import annotations

import asyncio
import dataclasses
import random
import re
import statistics
import sys
from email.utils import format_datetime
from functools import cached_property
from http import HTTPStatus
from urllib.parse import urlsplit

from spacecrawl.replica.network import absolute
from spacecrawl.replica.site import ReplicaSite
from spacecrawl.replica.story import Story


class LongReplica(ReplicaSite):
    """The replica with every story listed several times, each copy at an address of its own.

    A copy has the words of each paragraph in another order: as long as the story, and no near-duplicate of it, so
    that as many different signatures are kept as pages are read.
    """

    def __init__(self, copies: int, padding: int = 0) -> None:
        super().__init__(padding=padding)
        self.copies = copies

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """The replica's stories, then their copies."""
        originals = ReplicaSite().stories
        return originals + tuple(_copy(story, number) for number in range(1, self.copies) for story in originals)


def _copy(story: Story, number: int) -> Story:
    folder, _, name = story.path.rpartition("/")
    name = re.sub(r"^(\d*)", rf"\g<1>{number}", name) if folder == "/afp" else f"Copy_{number}_of_{name}"
    mixed = random.Random(f"{number} {story.path}")
    paragraphs = [paragraph.split() for paragraph in story.paragraphs]
    for words in paragraphs:
        mixed.shuffle(words)
    return dataclasses.replace(
        story, path=f"{folder}/{name}", body="\n\n".join(" ".join(words) for words in paragraphs)
    )


def padding_for(mean: int) -> int:
    """Return the rows of furniture with which article pages have about this many bytes on average."""
    plain, ten = (mean_size(ReplicaSite(padding=rows)) for rows in (0, 10))
    return max(0, round((mean - plain) / (ten - plain) * 10))


def mean_size(site: ReplicaSite) -> float:
    return statistics.mean(len(site.answer(story.hosts[0], story.path).body) for story in site.stories)


class PageServer(asyncio.Protocol):
    """An HTTP proxy that answers with ready bytes, so that it takes little of the cores that are measured."""

    def __init__(self, site: ReplicaSite, ready: dict[bytes, bytes]) -> None:
        self.site, self.ready = site, ready
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request whose head is whole; none has a body."""
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            url = head.split(b" ", 2)[1]
            if url not in self.ready:
                self.ready[url] = self.response(url)
            self.transport.write(self.ready[url])

    def response(self, url: bytes) -> bytes:
        """Return the replica's answer as it goes over the wire."""
        parts = urlsplit(url.decode())
        answer = self.site.answer(parts.netloc, parts.path or "/")
        head = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        head += [f"Content-Type: {answer.content_type}", f"Content-Length: {len(answer.body)}"]
        if answer.status == 200:
            head += [f"ETag: {answer.etag}", f"Last-Modified: {format_datetime(answer.modified, usegmt=True)}"]
        if answer.location:
            head.append(f"Location: {answer.location}")
        return "\r\n".join(head).encode() + b"\r\n\r\n" + answer.body


def serve(copies: int, padding: int) -> None:
    """Build all articles, serve them, print the proxy's address, and end with standard input."""
    asyncio.run(_serve(LongReplica(copies, padding)))


async def _serve(site: ReplicaSite) -> None:
    ready: dict[bytes, bytes] = {}
    builder = PageServer(site, ready)
    for story in site.stories:
        url = absolute(story.hosts[0], story.path).encode()
        ready[url] = builder.response(url)
    server = await asyncio.get_running_loop().create_server(lambda: PageServer(site, ready), "127.0.0.1", 0)
    async with server:
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await asyncio.to_thread(sys.stdin.read)
