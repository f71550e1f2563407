import ast
import contextlib
import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import doc_fixtures
import pytest
from conftest import environment
from doc_pages import PAGES, ROOT, Block, anchors, blocks, links, text_of

from spacecrawl.commands import COMMANDS, cli

PAGE_IDS = [page.name for page in PAGES]

demo_folder = doc_fixtures.demo_folder
kept_folder = doc_fixtures.kept_folder
exported_files = doc_fixtures.exported_files
reader_folder = doc_fixtures.reader_folder
replica_page = doc_fixtures.replica_page


# links ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_every_relative_link_and_anchor_exists(page):
    for link in links(page):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}; there are {sorted(anchors(target))}"


def test_the_readme_leads_to_every_page():
    assert {f"docs/{page.name}" for page in PAGES[1:]} <= {link.partition("#")[0] for link in links(PAGES[0])}


# what must be told ------------------------------------------------------------------------------------


def test_the_set_up_commands_stand_alone():
    shell = [block.text.strip() for block in blocks(PAGES[0], "sh")]
    assert "pip install -e . && spacecrawl demo" in shell
    assert 'pip install -e ".[test]" && pytest' in shell


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told(command):
    assert any(f"spacecrawl {command}" in text_of(page) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=PAGE_IDS)
def test_lines_of_prose_keep_to_the_margin(page):
    fenced = False
    for number, line in enumerate(text_of(page).splitlines(), 1):
        fenced ^= line.startswith("```")
        assert fenced or line.startswith(("|", "```")) or len(line) <= 130, (
            f"{page.name}:{number} has {len(line)} characters"
        )


# python -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in ("datelines.md", "sites.md")], ids=str)
def test_python_examples_run(page, reader_folder, replica_page):
    """Blocks of a page run one after another; ``expression  # value`` must give that value."""
    names = {"html": replica_page}
    for block, line in OFFLINE:
        if block.page == page and line.endswith("-o dataset"):
            in_shell(line, reader_folder)
    for block in blocks(page, "python"):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            for statement in ast.parse(block.text).body:
                run(statement, block, names)
        assert ("print(" not in block.text) or out.getvalue(), f"{block} prints nothing"


def run(statement: ast.stmt, block: Block, names: dict) -> None:
    source = ast.get_source_segment(block.text, statement)
    if not isinstance(statement, ast.Expr):
        exec(compile(source, str(block), "exec"), names)
        return
    value = eval(compile(source, str(block), "eval"), names)
    _, comment, told = block.text.splitlines()[statement.end_lineno - 1].partition("  # ")
    if comment:
        assert repr(value) == told, f"{block}: {source}"


# shell ------------------------------------------------------------------------------------------------


def commands(block: Block) -> list[str]:
    return [line.partition("  #")[0].strip() for line in block.text.splitlines() if line.strip()]


SHELL = [(block, line) for page in PAGES for block in blocks(page, "sh") for line in commands(block)]
ONLINE_ONLY = [
    f"spacecrawl {rest}" for rest in ("crawl", "fetch", "doctor", "new-site http", "extract https:", "extract s3:")
]
ONE_NEEDS = (*ONLINE_ONLY, "spacecrawl extract --cluster tcp:")
NEEDS_NETWORK = (*ONE_NEEDS, "pip install", "dask ", "kubectl ", "sbatch ")
SERVES = "spacecrawl browse"
SERVING = [(block, line) for block, line in SHELL if line.startswith(SERVES)]
OFFLINE = [(block, line) for block, line in SHELL if not line.startswith((*NEEDS_NETWORK, SERVES))]
ONLINE = [(block, line) for block, line in SHELL if line.startswith(ONE_NEEDS)]


@pytest.mark.parametrize(("block", "line"), OFFLINE, ids=[f"{block} {line[:50]}" for block, line in OFFLINE])
def test_shell_examples_run(block, line, reader_folder):
    if "jq" in line and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    done = in_shell(line, reader_folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "-o " in line


def in_shell(line: str, reader_folder: Path) -> subprocess.CompletedProcess[str]:
    programs = reader_folder / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "spacecrawl").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m spacecrawl "$@"\n')
    (programs / "spacecrawl").chmod(0o755)
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        ["/bin/sh", "-c", line.replace("PYTHONPATH=.", f"PYTHONPATH=.:{':'.join(filter(None, paths))}")],
        cwd=reader_folder,
        env=environment(PATH=f"{programs}:{os.environ['PATH']}", PYTHONPATH=":".join(filter(None, paths))),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("block", "line"), SERVING, ids=[f"{block} {line[:50]}" for block, line in SERVING])
def test_shell_examples_that_serve_begin_to(block, line, reader_folder):
    """What runs until it is stopped says where it serves; at a free port, and in no browser."""
    arguments = [part for part in shlex.split(line)[1:] if part != "--open"]
    command = [sys.executable, "-m", "spacecrawl", *arguments, "--port", "0"]
    with subprocess.Popen(command, cwd=reader_folder, env=environment(), stderr=subprocess.PIPE, text=True) as run:
        told = run.stderr.readline()
        run.terminate()
        run.communicate(timeout=30)
    assert "at http://127.0.0.1:" in told


@pytest.mark.parametrize(("block", "line"), ONLINE, ids=[f"{block} {line[:50]}" for block, line in ONLINE])
def test_shell_examples_that_need_a_network_parse(block, line, reader_folder):
    _, name, *arguments = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)
    context = command.make_context(name, arguments)
    for entry in context.params.get("sites") or ():
        from spacecrawl.sites import load_catalogue

        assert load_catalogue(context.params["catalogues"]).select([entry])
