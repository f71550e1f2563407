"""The files of docs/cron: their commands exist, and the tools that they are written for take them."""

import configparser
import shlex
import shutil
import subprocess
import sys

import pytest
from doc_pages import ROOT

from spacecrawl.commands import cli
from spacecrawl.sites import builtin_catalogue

FOLDER = ROOT / "docs" / "cron"
UNITS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".service", ".timer"))
PROGRAM = "/opt/spacecrawl/bin/spacecrawl"


def commands():
    """Yield the arguments of each call of spacecrawl in the files."""
    for path in sorted(FOLDER.iterdir()):
        for line in path.read_text().splitlines():
            if PROGRAM in line and not line.startswith("#"):
                yield pytest.param(shlex.split(line.partition(PROGRAM)[2]), id=f"{path.name}: {line[-60:]}")


@pytest.mark.parametrize("arguments", list(commands()))
def test_the_commands_exist_with_their_options(arguments):
    name, *rest = ["space-media" if argument == "%i" else argument for argument in arguments]
    command = cli.get_command(None, name)
    context = command.make_context(name, rest)
    assert builtin_catalogue().select(context.params["sites"])
    assert context.params["quiet"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_have_sections_and_describe_themselves(unit):
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(unit.read_text())
    assert parser["Unit"]["Description"]
    assert {"Service", "Timer"} & set(parser.sections())


def test_the_crontab_has_five_times_and_a_command_a_line():
    lines = [line for line in (FOLDER / "crontab").read_text().splitlines() if PROGRAM in line]
    assert lines
    for line in lines:
        assert all(set(field) <= set("0123456789*/,-") for field in line.split()[:5]), line
        assert line.split()[5] == PROGRAM


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path):
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace(PROGRAM, sys.executable))
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    ours = [line for line in done.stderr.splitlines() if "spacecrawl" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.skipif(not shutil.which("crontab"), reason="cron is not installed")
def test_cron_takes_the_crontab():
    done = subprocess.run(["crontab", "-n", str(FOLDER / "crontab")], capture_output=True, text=True, check=False)
    if "invalid option" in done.stderr or "unrecognized option" in done.stderr:
        pytest.skip("this crontab can't check a file")
    assert done.returncode == 0, done.stderr
