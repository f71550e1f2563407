"""The imports are held to the drawing in docs/architecture.md."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "spacecrawl"
CONFIG = str(ROOT / "pyproject.toml")

PURE = ("parsers", "text", "record", "extraction.py")
CLOCK = {"now", "utcnow", "today", "monotonic", "perf_counter"}


def test_contracts_hold():
    status, out = linted(ROOT)
    assert status == 0, out
    assert " 0 broken" in out


def test_every_module_is_seen_by_the_contracts():
    """A folder without ``__init__.py`` would be in no import graph, and so under no contract."""
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


VIOLATIONS = [
    ("parsers/page.py", "import scrapy", "needs neither Scrapy nor a network"),
    ("parsers/page.py", "import time", "know no clock"),
    ("text/months.py", "from spacecrawl.storage import load", "know no clock"),
    ("text/months.py", "from spacecrawl.record import schema", "Data flows one way"),
    ("parsers/space_media/parser.py", "from spacecrawl.discovery import frontier", "Data flows one way"),
    ("record/article.py", "from spacecrawl.text import months", "Data flows one way"),
    ("storage/articles.py", "from spacecrawl.discovery import teaser", "Data flows one way"),
    ("pipelines/store.py", "from spacecrawl.spiders import news", "Data flows one way"),
    ("spiders/news.py", "from spacecrawl.commands import running", "Data flows one way"),
    ("replica/story.py", "from spacecrawl.text import byline", "The replica's truth"),
]


@pytest.mark.parametrize(("module", "line", "broken"), VIOLATIONS, ids=[f"{m}: {line}" for m, line, _ in VIOLATIONS])
def test_a_violation_is_caught(tmp_path, module, line, broken):
    copy = copied_package(tmp_path)
    with (copy / module).open("a") as file:
        file.write(f"\n{line}\n")
    status, out = linted(tmp_path)
    assert status == 1, out
    assert any(broken in told and "BROKEN" in told for told in out.splitlines()), out


def test_a_new_folder_must_find_its_layer(tmp_path):
    folder = copied_package(tmp_path) / "helpers"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    status, out = linted(tmp_path)
    assert status == 1
    assert "spacecrawl.helpers" in out


def copied_package(folder: Path) -> Path:
    return Path(shutil.copytree(PACKAGE, folder / "spacecrawl", ignore=shutil.ignore_patterns("__pycache__", "data")))


def linted(folder: Path) -> tuple[int, str]:
    """Run the project's contracts over the package in a folder, in a process that Twisted's modules can't disturb."""
    code = f"import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports({CONFIG!r}, no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def pure_modules() -> list[Path]:
    return [
        path for name in PURE for path in sorted([PACKAGE / name, *(PACKAGE / name).rglob("*.py")]) if path.is_file()
    ]


@pytest.mark.parametrize("path", pure_modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_parsers_and_text_ask_no_clock_and_no_network(path):
    """What import-linter can't tell apart: ``urllib.request`` from ``urllib.parse``, a date from today's date."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert not [
                alias.name for alias in node.names if alias.name.startswith("urllib.") and alias.name != "urllib.parse"
            ]
        elif isinstance(node, ast.ImportFrom):
            assert node.module not in ("urllib.request", "urllib.robotparser")
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in CLOCK | {"open", "write_text", "write_bytes", "print"}, (
                f"line {node.lineno}: {called}()"
            )


PAGE = "<h1>A story</h1><p>by Staff Writers<p>Oslo, Norway (SPX) Mar 04, 2024<p>" + "It says a little. " * 20
WITHOUT_SCRAPY = [
    "",
    f"spacecrawl.extract({PAGE!r}, url='https://www.spacedaily.com/reports/A_story_999.html')",
    "spacecrawl.parse_dateline('Sydney, Australia (SPX) Apr 30, 2025')",
    "spacecrawl.parse_byline('By W.G. Dunlop, Sara HUSSEIN')",
    "spacecrawl.load",
    "spacecrawl.Article().to_dict()",
]


@pytest.mark.parametrize("use", WITHOUT_SCRAPY)
def test_use_without_scrapy(use):
    code = f"import json, sys, spacecrawl\n{use}\nprint(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert loaded & {"scrapy", "twisted", "parsel", "itemadapter", "dateparser"} == set()


def test_import_is_quick():
    """The contract's 0.3 s; the best of three, since a busy machine only adds."""
    code = "import time; start = time.perf_counter(); import spacecrawl; print(time.perf_counter() - start)"
    times = [float(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)) for _ in range(3)]
    assert min(times) < 0.3
