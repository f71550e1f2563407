"""The longer measurements of ``benchmarks/kill.py``, in short."""

import subprocess
import sys
from pathlib import Path

import pytest

KILL = Path(__file__).parents[2] / "benchmarks" / "kill.py"


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (("random", "--runs", "3"), "     3  same end as undisturbed"),
        (("writes", "--step", "9"), "    56  same end as undisturbed"),
        (("full", "--runs", "10"), "     2  same end as undisturbed"),
        (("random", "--runs", "1", "--archive"), "     1  same end as undisturbed"),
        (("writes", "--step", "19", "--archive"), "    44  same end as undisturbed"),
    ],
    ids=lambda mode: f"{mode[0]} {mode[-1]}",
)
def test_the_end_is_that_of_an_undisturbed_run(mode, told):
    done = subprocess.run([sys.executable, KILL, *mode], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert told in done.stdout.splitlines()
