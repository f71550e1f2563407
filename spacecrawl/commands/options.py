"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class DateType(click.ParamType[dt.date]):
    """A day: ``2025-04-01``, ``yesterday``, ``7 days ago``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day; fail with examples."""
        if isinstance(value, dt.date):
            return value
        day = read_day(value, dt.datetime.now(dt.UTC).astimezone().date())
        if day is None:
            self.fail(f"{value!r} is no date. Write 2025-04-01, yesterday, or '7 days ago'.", param, ctx)
        return day


def read_day(text: str, today: dt.date) -> dt.date | None:
    """Return the day that a text names, seen from ``today``; None where it names none."""
    text = text.strip().lower()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    if re.fullmatch(r"[\d/.\s-]+", text):
        return None
    import dateparser

    base = dt.datetime.combine(today, dt.time(12))
    found = dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
    return found.date() if found else None


class DurationType(click.ParamType[float]):
    """A time span in seconds, or with a unit: ``90``, ``50m``, ``2h``; ``positive`` leaves none of 0 pass."""

    name = "duration"

    def __init__(self, *, positive: bool = False) -> None:
        self.positive = positive

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return seconds; fail with examples."""
        if isinstance(value, int | float):
            return float(value)
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd]?)", value.strip().lower())
        if not match:
            self.fail(f"{value!r} is no time span. Write 90 (seconds), 50m or 2h.", param, ctx)
        seconds = float(match[1]) * _UNITS[match[2] or "s"]
        if self.positive and not seconds:
            self.fail(f"{value!r} leaves no time. Write 50m or 2h, or leave the option out for no limit.", param, ctx)
        return seconds


def folder_option(function: Function) -> Function:
    """Add ``--folder``."""
    return click.option(
        "--folder",
        envvar="SPACECRAWL_FOLDER",
        default="output",
        show_default="$SPACECRAWL_FOLDER, else output",
        help="Data folder.",
        type=click.Path(),
    )(function)


def contact_option(function: Function) -> Function:
    """Add ``--contact``."""
    return click.option(
        "--contact",
        envvar="SPACECRAWL_CONTACT",
        show_default="$SPACECRAWL_CONTACT",
        help="Whom the sites may write to: named in the user agent.",
    )(function)


def sites_option(function: Function) -> Function:
    """Add ``--sites``."""
    return click.option(
        "--sites",
        "catalogues",
        multiple=True,
        metavar="FILE",
        help="Catalogue of sites to add to the built-in one.",
    )(function)


def wait_option(function: Function) -> Function:
    """Add ``--wait``."""
    return click.option(
        "--wait", type=DurationType(), default=0.0, help="Seconds to wait while another run holds the folder."
    )(function)


def archive_option(function: Function) -> Function:
    """Add ``--archive``."""
    return click.option(
        "--archive", is_flag=True, help="Keep every request and answer as it came, as WARC files in the folder."
    )(function)


def run_options(function: Function) -> Function:
    """Add the options of commands that fetch into a data folder."""
    for option in (
        click.option("--quiet", is_flag=True, help="Write nothing unless the status is not 0."),
        click.option("--json", "as_json", is_flag=True, help="Write the summary as JSON to stdout."),
        click.option("--events", type=click.Path(), metavar="FILE", help="Append what happens to FILE, as JSON Lines."),
        click.option(
            "--tell-every",
            type=DurationType(),
            default=60.0,
            show_default="60s",
            help="Time between lines of progress where stderr is no terminal; 0: none.",
        ),
        wait_option,
        click.option(
            "--keep-runs",
            type=click.IntRange(1),
            default=30,
            show_default=True,
            help="Folders of runs to keep; older ones are removed.",
        ),
        click.option("--max-time", type=DurationType(positive=True), help="Stop in order after this time, as in 50m."),
        click.option("--max-failures", type=click.IntRange(0), help="Fail the run with more failed pages than this."),
    ):
        function = option(function)
    return folder_option(sites_option(contact_option(function)))
