"""The process of a run: Scrapy's, with the project's settings and a log, which knows the signal that stopped it."""

from __future__ import annotations

import contextlib
import logging
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

import spacecrawl.settings

TOLD = ("scrapy", "twisted", "parsel", "lxml", "selectolax", "filelock")
"""Packages whose versions ``run.json`` names beside Python's and the project's own."""


class StoppableProcess(CrawlerProcess):
    """Scrapy's process, which remembers the signal that stopped it."""

    stopped_by: int | None = None

    def _signal_shutdown(self, signum: int, _: Any) -> None:
        self.stopped_by = signum
        super()._signal_shutdown(signum, _)


def settings_of_run(given: dict[str, Any]) -> Settings:
    """Return the project's settings with those given over them."""
    settings = Settings()
    settings.setmodule(spacecrawl.settings, priority="project")
    settings.update({"LOG_INSTALL_ROOT_HANDLER": False, "LOG_LEVEL": "INFO", **given}, priority="cmdline")
    return settings


@contextlib.contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """Write the log to a file for as long as the ``with`` block lasts."""
    handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setLevel(logging.INFO)  # Scrapy sets the root logger to let everything pass
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.raiseExceptions = False  # a log that can't be written must not fill stderr
    root = logging.getLogger()
    logging.getLogger("scrapy.core.scraper").setLevel(logging.INFO)  # else it makes a message of every item, for nobody
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()


def versions() -> dict[str, str]:
    """Return the versions of what a run is made of."""
    return {"python": platform.python_version(), **{name: version(name) for name in TOLD}}
