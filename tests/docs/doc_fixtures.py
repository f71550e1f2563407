"""What the examples of the pages need: the demo's records, a saved page, the made-up Harbour Gazette."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import REPLICA_SITES, Page, SiteServer, environment, records
from doc_pages import ROOT, blocks
from warc_files import three

from spacecrawl.exporting import export_to_file, format_of
from spacecrawl.replica.network import HOSTS
from spacecrawl.replica.server import ReplicaServer
from spacecrawl.replica.site import ReplicaSite
from spacecrawl.storage import newest_records

GAZETTE = "http://www.harbour-gazette.example"
HERRING = f"{GAZETTE}/2026/03/herring-return.html"
BODY = """\
The herring came back to the inner harbour on Tuesday night, eleven days early and in numbers not seen since 1987.
By morning so had the gulls. The harbour master asked that cars be left in the upper car park, and the fish alone.
"They will stay until the water warms," said Ailsa Rendall of the hatchery. "Then they will go, and nobody is asked."
""".splitlines()
TIDE = """\
A spring tide carried the bandstand across the harbour on Thursday and set it down, level, outside the library.
The council will leave it there. The new place, said the clerk, is out of the wind and has a roof that people know.
""".splitlines()


def gazette_page(title: str, byline: str, dateline: str, paragraphs: list[str], url: str) -> str:
    """Return an article of the Harbour Gazette, with classes as the parser of docs/sites.md expects them."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title} - Harbour Gazette</title>'
        f'<link rel="canonical" href="{url}"></head><body>'
        f'<nav><a href="/">Home</a> <a href="/section/tides/">Tides</a></nav><article><h1>{title}</h1>'
        f'<p class="byline">{byline}</p><p class="dateline">{dateline}</p><div class="text">{body}</div></article>'
        "<footer><p>Printed on the quay</p></footer></body></html>"
    )


HERRING_PAGE = gazette_page(
    "Herring return, and bring the gulls", "by Magnus Inkster", "Lerwick, Scotland (HGZ) Mar 04, 2026", BODY, HERRING
)
TIDE_PAGE = gazette_page(
    "Spring tide takes the bandstand",
    "by Staff Writers",
    "Lerwick, Scotland (HGZ) Feb 19, 2026",
    TIDE,
    f"{GAZETTE}/2026/02/spring-tide.html",
)


FRONT_PAGE = (
    "<title>Harbour Gazette</title><h1>Harbour Gazette</h1>"
    '<a href="/section/tides/">Tides</a> <a href="/section/boats/">Boats</a> <a href="/about.html">About us</a>'
    '<p><a href="/2026/03/herring-return.html#comments">Herring return</a>'
)


@pytest.fixture
def gazette(site: SiteServer) -> SiteServer:
    """Serve the Harbour Gazette, as a proxy."""
    site.pages |= {
        f"{GAZETTE}/": Page(FRONT_PAGE),
        f"{GAZETTE}/section/tides/": Page(
            '<p><a href="/2026/02/spring-tide.html?utm_source=front">Spring tide takes the bandstand</a>'
            '<p><a href="/blog/2026/02/spring-tide.html">Not an article</a>'
        ),
        f"{GAZETTE}/section/boats/": Page(
            '<p><a href="/2026/03/herring-return.html">Boats stay in while the herring return</a>'
            '<p><a href="/2026/02/spring-tide.html">Spring tide takes the bandstand</a>'
        ),
        HERRING: Page(HERRING_PAGE),
        f"{GAZETTE}/2026/02/spring-tide.html": Page(TIDE_PAGE),
    }
    return site


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "output" / "demo"
    command = [sys.executable, "-m", "spacecrawl", "demo", "--quiet", "--folder", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment(), timeout=120)
    return folder


@pytest.fixture(scope="session")
def kept_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the pages of its articles, as they came."""
    folder = tmp_path_factory.mktemp("kept") / "output"
    command = [sys.executable, "-m", "spacecrawl", "crawl", "replica", "--sites", REPLICA_SITES, "--archive", "--quiet"]
    with ReplicaServer() as server:
        run = [*command, "--folder", str(folder)]
        subprocess.run(run, check=True, cwd=ROOT, env=environment(http_proxy=server.url), timeout=120)
    return folder


@pytest.fixture(scope="session")
def demo_records(demo_folder: Path) -> list[dict]:
    return records(demo_folder)


@pytest.fixture(scope="session")
def exported_files(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files that docs/analysis.md exports before it reads them."""
    folder = tmp_path_factory.mktemp("exported")
    files = [folder / f"articles.{ending}" for ending in ("csv", "db", "parquet")]
    for path in files:
        export_to_file(newest_records([demo_folder]), format_of(None, path.name), path)
    return files


@pytest.fixture
def reader_folder(
    tmp_path: Path,
    demo_folder: Path,
    kept_folder: Path,
    exported_files: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A working folder as a reader of the pages has it by then: the demo was run, pages and files were saved."""
    for path in exported_files:
        (tmp_path / path.name).symlink_to(path)
    shutil.copytree(kept_folder, tmp_path / "output")
    (tmp_path / "output" / "demo").symlink_to(demo_folder, target_is_directory=True)
    (tmp_path / "harbour.toml").write_text(blocks(ROOT / "docs" / "sites.md", "toml")[0].text, "utf-8")
    (tmp_path / "harbour.py").write_text(blocks(ROOT / "docs" / "sites.md", "python")[0].text, "utf-8")
    (tmp_path / "saved.html").write_text(HERRING_PAGE, "utf-8")
    (tmp_path / "front-page.html").write_text(FRONT_PAGE, "utf-8")
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "herring.html").write_text(HERRING_PAGE, "utf-8")
    archive = three().content
    (tmp_path / "news.warc.gz").write_bytes(archive)
    (tmp_path / "crawls").mkdir()
    (tmp_path / "crawls" / "march.warc.gz").write_bytes(archive)
    with zipfile.ZipFile(tmp_path / "collection.wacz", "w") as package:
        package.writestr("archive/data.warc.gz", archive)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def replica_page() -> bytes:
    """A page of the replica: what ``html`` stands for in the examples."""
    site = ReplicaSite()
    story = next(story for story in site.stories if story.hosts[0] == "spacedaily")
    return site.answer(HOSTS["spacedaily"], story.path).body
