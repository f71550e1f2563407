"""``spacecrawl history``: what a site changed in an article, and when."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from typing import Any

import click
from rich.text import Text

from spacecrawl.commands.options import folder_option, sites_option
from spacecrawl.commands.printing import printable, results
from spacecrawl.errors import UsageError
from spacecrawl.sites import load_catalogue
from spacecrawl.sites.address import is_web_address
from spacecrawl.text.corrections import new_notices
from spacecrawl.text.differences import Piece, paragraph_differences

COMPARED = ("section", "title", "byline", "dateline", "date_published", "date_modified", "summary", "body")
"""What is compared of two versions; of a dateline its text."""

STYLES = {"kept": "", "gone": "red strike", "new": "green"}
MARKS = {"kept": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


@click.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON to stdout.")
@folder_option
@sites_option
def history(url: str, as_json: bool, folder: str, catalogues: tuple[str, ...]) -> None:
    """Show the versions of an article that were stored, and what changed from one to the next, word by word.

    Words that went are marked [-so-], words that came {+so+}. Paragraphs by which a site owns up to a correction are
    named, and when the page was gone. URL may be any known address of the article.

    Example: spacecrawl history http://www.spacedaily.example/reports/A_story_999.html --folder output/demo
    """
    from spacecrawl.storage.history import absences_of, versions_of

    if not is_web_address(url):
        raise UsageError(f"{url!r} is no http or https address. Give it whole, as https://www.example.com/story.html")
    catalogue = load_catalogue(catalogues)
    records = versions_of(folder, url, catalogue)
    if not records:
        raise UsageError(f"{url}: no article of {folder} is known at this address. Check it, or fetch it first.")
    changes = [_notices({"body": ""}, records[0]), *(changed(old, new) for old, new in pairwise(records))]
    told = [as_told(record, change) for record, change in zip(records, changes, strict=True)]
    note_absences(told, absences_of(folder, url, catalogue))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    results.print(printable(f"{records[-1]['title']}\n{records[-1]['url']}"))
    for version, change in zip(told, changes, strict=True):
        show(version, change)


def note_absences(versions: list[dict[str, Any]], absences: list[tuple[bool, int]]) -> None:
    """Put the times at which an article was gone or back to the version that had been fetched last by then."""
    for gone, seconds in absences:
        at = dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()
        before = [version for version in versions if (version["fetched_at"] or "") <= at]
        (before or versions)[-1 if before else 0]["gone" if gone else "back"].append(at)


def changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[list[Piece]]]:
    """Return the paragraphs that differ, by key."""
    found = {key: list(paragraph_differences(text_of(old, key), text_of(new, key))) for key in COMPARED}
    return {key: paragraphs for key, paragraphs in found.items() if paragraphs} | _notices(old, new)


def _notices(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[list[Piece]]]:
    notices = new_notices(old["body"], new["body"])
    return {"correction": [[Piece("new", text)] for text in notices]} if notices else {}


def text_of(record: dict[str, Any], key: str) -> str:
    """Return what is compared of a key."""
    value = (record["dateline"] or {}).get("text") if key == "dateline" else record[key]
    return value or ""


def as_told(record: dict[str, Any], change: dict[str, list[list[Piece]]]) -> dict[str, Any]:
    """Return a version as JSON has it: its differences as marked text, a paragraph an entry."""
    return {
        "version": record["version"],
        "fetched_at": record["source"]["fetched_at"],
        "revised_by": record["revised_by"],
        "changed": [key for key in change if key in COMPARED],
        "corrections": [pieces[0].text for pieces in change.get("correction", [])],
        "differences": {
            key: [" ".join(MARKS[piece.kind].format(piece.text) for piece in pieces) for pieces in paragraphs]
            for key, paragraphs in change.items()
            if key in COMPARED
        },
        "gone": [],
        "back": [],
    }


def show(version: dict[str, Any], change: dict[str, list[list[Piece]]]) -> None:
    """Print a version: when and by whom, then what differs."""
    by = f", revised by {version['revised_by']}" if version["revised_by"] else ""
    results.print(f"\nversion {version['version']}, fetched {version['fetched_at'] or 'at no known time'}{by}")
    for key, paragraphs in change.items():
        for pieces in paragraphs:
            line = Text(f"  {key}: ")
            for piece in pieces:
                line.append(printable(MARKS[piece.kind].format(piece.text)), STYLES[piece.kind]).append(" ")
            results.print(line)
    for at, what in sorted([*((at, "gone") for at in version["gone"]), *((at, "back") for at in version["back"])]):
        results.print(f"  {what}, seen {at}")
