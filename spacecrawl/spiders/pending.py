"""Requests under way that somebody waits for."""

from __future__ import annotations

import asyncio


class Pending:
    """Counts what has begun and not ended, and lets one wait until nothing is under way."""

    def __init__(self) -> None:
        self._open = 0
        self._nothing = asyncio.Event()

    def begin(self) -> None:
        """Note that one more is under way."""
        self._open += 1

    def end(self) -> None:
        """Note that one has come to its end, whatever that was."""
        self._open -= 1
        if self._open <= 0:
            self._nothing.set()

    async def wait(self) -> None:
        """Wait until every one has ended."""
        if self._open > 0:
            self._nothing.clear()
            await self._nothing.wait()

    def give_up(self) -> None:
        """Wait for nothing any more: the run is being stopped, or nothing is left that could end."""
        self._open = 0
        self._nothing.set()
