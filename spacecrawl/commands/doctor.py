"""``spacecrawl doctor``: whether a site can be crawled from here, before a cron line is installed."""

from __future__ import annotations

import json
import logging
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacecrawl.commands.options import contact_option, folder_option, sites_option
from spacecrawl.commands.printing import messages, printable, results, table
from spacecrawl.errors import FolderError, FolderLocked, SpacecrawlError
from spacecrawl.sites import load_catalogue

if TYPE_CHECKING:
    from spacecrawl.spiders.doctor import Check

ROOM_NEEDED = 100_000_000
"""Bytes that must be free on the data folder's disk; 10,000 articles take about 60 MB."""


@click.command()
@click.argument("site", metavar="SITE")
@click.option("--json", "as_json", is_flag=True, help="Write what was seen as JSON to stdout.")
@contact_option
@sites_option
@folder_option
def doctor(site: str, as_json: bool, contact: str | None, catalogues: tuple[str, ...], folder: str) -> int:
    """Look at all that a crawl of SITE hangs on: its pages, three articles, the data folder, disk and clock.

    Asks for at most 12 index pages and stores nothing. Ends with 3 where something is wrong.

    Example: spacecrawl doctor spacedaily
    """
    chosen = ",".join(entry.entry for entry in load_catalogue(catalogues).select([site]))
    checks, stopped_by = _visit(chosen, {"SPACECRAWL_SITES": list(catalogues), "SPACECRAWL_CONTACT": contact or ""})
    checks += [_folder(Path(folder)), _disk(Path(folder)), _contact(contact)]
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=2, default=str))
    else:
        _show(checks)
    if stopped_by:
        return 128 + stopped_by
    return 3 if any(check.verdict == "fault" for check in checks) else 0


def _visit(sites: str, settings: dict[str, Any]) -> tuple[list[Check], int | None]:
    """Run the spider that looks at the sites; return what it saw, and the signal that stopped it."""
    from spacecrawl.commands.process import StoppableProcess, settings_of_run
    from spacecrawl.spiders.doctor import DoctorSpider

    logging.getLogger().addHandler(logging.NullHandler())  # what matters of it is in the checks
    process = StoppableProcess(settings_of_run({"ADDONS": {}, **settings}))
    crawler = process.create_crawler(DoctorSpider)
    errors: list[Any] = []
    process.crawl(crawler, site=sites).addErrback(errors.append)
    process.start()
    if errors:
        error = errors[0].value
        raise error if isinstance(error, SpacecrawlError) else SpacecrawlError(f"The check failed: {error}")
    spider = crawler.spider
    assert isinstance(spider, DoctorSpider)
    return spider.checks, process.stopped_by


def _folder(path: Path) -> Check:
    """Say whether the data folder can be written to and is free; a folder that is not there yet is not made."""
    from spacecrawl.spiders.doctor import FAULT, OK, WARNING, Check
    from spacecrawl.storage import DataFolder, Ledger

    if not path.exists():
        above = next(parent for parent in path.absolute().parents if parent.exists())
        can = os.access(above, os.W_OK | os.X_OK)
        return Check("folder", str(path), OK if can else FAULT, "will be made" if can else f"{above} can't be written")
    try:
        folder = DataFolder(path)
        folder.lock().release()
        if folder.ledger.exists():
            Ledger.reading(path).close()
    except FolderLocked as error:
        return Check("folder", str(path), WARNING, str(error))
    except FolderError as error:
        return Check("folder", str(path), FAULT, str(error))
    return Check("folder", str(path), OK, "can be written, and no run holds it")


def _disk(path: Path) -> Check:
    from spacecrawl.spiders.doctor import FAULT, OK, Check

    above = next(parent for parent in (path.absolute(), *path.absolute().parents) if parent.exists())
    free = shutil.disk_usage(above).free
    return Check("disk", str(above), OK if free >= ROOM_NEEDED else FAULT, f"{free / 1e9:.1f} GB free")


def _contact(contact: str | None) -> Check:
    from spacecrawl.spiders.doctor import OK, WARNING, Check

    if contact:
        return Check("contact", contact, OK, "is named in the user agent")
    return Check("contact", "not set", WARNING, "set SPACECRAWL_CONTACT, so that the sites know whom to write to")


def _show(checks: list[Check]) -> None:
    results.print(
        table(("", "what", "", "seen"), [(check.verdict, check.what, check.subject, check.seen) for check in checks])
    )
    for check in checks:
        if provenance := check.details.get("provenance"):
            results.print(f"\n{printable(check.subject)}")
            record = check.details["record"]
            results.print(
                table(("field", "from", "is"), [(*pair, _short(record, pair[0])) for pair in provenance.items()])
            )
    faults = sum(check.verdict == "fault" for check in checks)
    messages.print(
        f"\n{faults} of {len(checks)} checks found a fault." if faults else f"\n{len(checks)} checks, no fault."
    )


def _short(record: dict[str, Any], key: str) -> str:
    value: Any = record
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:79]}…"
