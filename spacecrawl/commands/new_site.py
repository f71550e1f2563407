"""``spacecrawl new-site``: a catalogue entry for a site that nobody knows yet."""

from __future__ import annotations

import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from spacecrawl.commands.options import contact_option
from spacecrawl.commands.printing import messages, printable
from spacecrawl.errors import SpacecrawlError, UsageError
from spacecrawl.sites.address import clean_url, is_web_address
from spacecrawl.sites.entry import ENTRY_NAME

if TYPE_CHECKING:
    from spacecrawl.discovery.proposal import Proposal
    from spacecrawl.spiders.doctor import Check
    from spacecrawl.spiders.new_site import Look, Seen


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="URL | FILE...")
@click.option("--url", help="Address of a saved front page; default: the one that it states itself.")
@click.option("--name", help="Name of the entry; default: of the host.")
@click.option(
    "--articles", "number", type=click.IntRange(0, 20), default=3, show_default=True, help="Articles to read."
)
@click.option(
    "--delay", type=click.FloatRange(0, 3600), default=1.0, show_default=True, help="Seconds between requests."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File for the entry; default: stdout.")
@click.option("--record", type=click.Path(file_okay=False), help="Keep the pages and what is read on them, for pytest.")
@contact_option
def new_site(
    pages: tuple[str, ...],
    url: str | None,
    name: str | None,
    number: int,
    delay: float,
    output: str | None,
    record: str | None,
    contact: str | None,
) -> int:
    """Propose a catalogue entry for a site by its front page, and show some of its articles as they would be read.

    Asks for robots.txt, which it obeys, the front page, what may be sections, feeds and sitemaps, and some articles.
    Given a saved front page, and saved articles after it, it asks for nothing. The entry goes to stdout, the rest to
    stderr.

    Example: spacecrawl new-site https://www.harbour-gazette.example/ -o harbour.toml --record tests/sites
    """
    if output and Path(output).exists():
        raise UsageError(f"-o {output}: is there already. Name another file, and join the entries by hand.")
    if name is not None and not ENTRY_NAME.fullmatch(name):
        raise UsageError(f"--name {name!r}: an entry's name may hold only a-z, 0-9 and '-'.")
    if is_web_address(pages[0]):
        look, checks, stopped_by = visit(pages, name, number, delay, contact)
    else:
        look, checks, stopped_by = saved(pages, url, name, delay), [], None
    show(look, checks)
    if stopped_by:
        return 128 + stopped_by
    if look.proposal is None:
        messages.print("\nNo entry can be proposed: see above.")
        return 3
    write(look.proposal, output)
    if record:
        keep(look, Path(record) / look.proposal.entry)
    read = [seen for seen in look.articles if seen.reading is not None and seen.reading.fault is None]
    return 0 if len(read) == len(look.articles) and (read or number == 0 or not checks) else 3


def visit(
    pages: tuple[str, ...], name: str | None, number: int, delay: float, contact: str | None
) -> tuple[Look, list[Check], int | None]:
    """Look at a live site; return what was seen, what was made of it, and the signal that stopped it."""
    from spacecrawl.commands.process import StoppableProcess, settings_of_run
    from spacecrawl.discovery.proposal import Proposal, twin_hosts
    from spacecrawl.spiders.new_site import NewSiteSpider

    if len(pages) > 1:
        raise UsageError("Give one address of a live site, or saved pages, the front page first.")
    front_page = clean_url(pages[0])
    unknown = Proposal("new-site", "new-site", list(twin_hosts(front_page)), [front_page], ["(?!)"], delay=delay)
    logging.getLogger().addHandler(logging.NullHandler())  # what matters of it is in the checks
    with TemporaryDirectory(prefix="spacecrawl-new-site-") as beside:
        catalogue = Path(beside) / "unknown.toml"
        catalogue.write_text(unknown.toml(), "utf-8")
        given = {"ADDONS": {}, "SPACECRAWL_SITES": [str(catalogue)], "SPACECRAWL_CONTACT": contact or ""}
        process = StoppableProcess(settings_of_run(given))
        crawler = process.create_crawler(NewSiteSpider)
        errors: list[Any] = []
        process.crawl(crawler, site=unknown.entry, entry=name, articles=number).addErrback(errors.append)
        process.start()
    if errors:
        error = errors[0].value
        raise error if isinstance(error, SpacecrawlError) else SpacecrawlError(f"The look at the site failed: {error}")
    spider = crawler.spider
    assert isinstance(spider, NewSiteSpider)
    return spider.look, spider.checks, process.stopped_by


def saved(pages: tuple[str, ...], url: str | None, name: str | None, delay: float) -> Look:
    """Look at saved pages, the front page first; what only further questions could tell is left out."""
    from spacecrawl.discovery.proposal import Study, propose, with_sections
    from spacecrawl.parsers.page import Page
    from spacecrawl.reading import PageTask
    from spacecrawl.sites import Catalogue
    from spacecrawl.spiders.new_site import Look, Seen, site_of

    bodies = [read_file(path) for path in pages]
    front_page = Page.read(bodies[0], url)
    front_page.url = address_of(front_page, pages[0])
    study = Study(front_page)
    if not study.groups:
        messages.print(printable(f"{pages[0]}: no link has an address as articles have it."), soft_wrap=True)
        return Look()
    proposal = with_sections(propose(study, name), study.sections())
    proposal.delay, proposal.feeds = delay, study.feeds()
    proposal.remarks["sections"] = proposal.remarks["section_patterns"] = "by the texts of their links; not looked at"
    proposal.remarks["feeds"] = "not looked at"
    proposal.choose_parser(bodies)
    catalogue = Catalogue([site_of(proposal)])
    look = Look(proposal, Seen(study.url, "", bodies[0]))
    for path, body in zip(pages[1:], bodies[1:], strict=True):
        own = address_of(Page.read(body), path)
        look.articles.append(Seen(own, "", body, reading=PageTask(body, own).run(catalogue)))
    return look


def read_file(path: str) -> bytes:
    """Return a saved page; raise UsageError where there is none."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        what = "no address and no file that can be read"
        raise UsageError(f"{path}: {what} ({error.strerror}). Give it whole, as https://www.example.com/") from error


def address_of(page: Any, path: str) -> str:
    """Return the address given for a page, else the one that it states; raise UsageError where there is neither."""
    own = page.url or page.canonical_link
    if not own or not is_web_address(own):
        raise UsageError(f"{path}: states no address of its own. Give that of the front page with --url.")
    return clean_url(own)


def show(look: Look, checks: list[Check]) -> None:
    """Print what was looked at, then the articles as they are read, to stderr."""
    for check in checks:
        line = f"{check.verdict:8} {check.what:10} {check.subject}: {check.seen}"
        messages.print(printable(line), soft_wrap=True)
    for seen in look.articles:
        messages.print()
        for line in as_lines(seen):
            messages.print(printable(line), soft_wrap=True)
    messages.print()


def as_lines(seen: Seen) -> list[str]:
    """Return the lines by which an article is shown."""
    if seen.reading is None or seen.reading.fault is not None:
        return [seen.url, f"  rejected: {seen.reading.fault if seen.reading else 'not read'}"]
    record = seen.reading.article.to_dict()
    paragraphs = record["body"].split("\n\n")
    told = {
        "title": record["title"],
        "byline": record["byline"],
        "dateline": (record["dateline"] or {}).get("text"),
        "published": record["date_published"],
        "section": record["section"],
        "begins": _short(paragraphs[0]),
        "ends": _short(paragraphs[-1]) if len(paragraphs) > 1 else None,
        "body": f"{len(record['body'].split())} words in {len(paragraphs)} paragraphs",
        "read by": f"{record['extractor']['name']}, confidence {record['extractor']['confidence']}",
    }
    return [seen.url, *(f"  {key:9} {value or 'none'}" for key, value in told.items())]


def write(proposal: Proposal, output: str | None) -> None:
    """Write the entry to a file, or to stdout."""
    if output is None:
        click.echo(proposal.toml(), nl=False)
        return
    try:
        Path(output).write_text(proposal.toml(), "utf-8")
    except OSError as error:
        raise UsageError(f"-o {output}: can't be written ({error.strerror}). Name another file.") from error
    messages.print(printable(f"Try it: spacecrawl crawl {proposal.entry} --sites {output} --limit 3"), soft_wrap=True)


def keep(look: Look, folder: Path) -> None:
    """Keep the pages and what is read on them as a fixture."""
    from spacecrawl.fixtures import RecordedPage, record_site
    from spacecrawl.spiders.new_site import site_of

    assert look.proposal
    assert look.front_page
    front = look.front_page
    pages = [("front-page", RecordedPage(front.url, front.content_type, front.body))]
    for number, seen in enumerate(look.articles, 1):
        if seen.reading is not None and seen.reading.fault is None:
            record = seen.reading.article.to_dict()
            pages.append((f"article-{number}", RecordedPage(seen.url, seen.content_type, seen.body, record)))
    record_site(folder, look.proposal.toml(), site_of(look.proposal), pages)
    told = f"{len(pages)} pages kept in {folder}: correct what their .json files expect, where it is wrong."
    messages.print(printable(told), soft_wrap=True)


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"
