"""Standard streams that are closed or full, as a job's can be."""

import subprocess
import sys

import pytest
from conftest import Page, article, catalogue, environment, listing, records


def in_shell(tmp_path, command, redirection):
    return subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m spacecrawl {command} {redirection}'],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_a_run_whose_streams_are_closed(site, tmp_path, closed):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog."))}
    ran = in_shell(tmp_path, f"crawl test-site --sites {catalogue(site, tmp_path)}", closed)
    assert ran.returncode == 0
    assert [record["title"] for record in records(tmp_path / "output")] == ["A"]


@pytest.mark.parametrize("command", ["sites", "extract page.html"])
def test_stdout_that_takes_nothing_more(tmp_path, command):
    (tmp_path / "page.html").write_text(article("A", "Fog."))
    ran = in_shell(tmp_path, command, "> /dev/full")
    assert (ran.returncode, ran.stderr) == (
        5,
        b"spacecrawl: stdout: No space left on device. Make room, then try again.\n",
    )
