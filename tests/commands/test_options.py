import click
import pytest

from spacecrawl.commands.options import DurationType


@pytest.mark.parametrize(("text", "seconds"), [("90", 90), ("50m", 3000), ("1.5h", 5400), (" 2D ", 172800)])
def test_time_spans(text, seconds):
    assert DurationType(positive=True).convert(text, None, None) == seconds


@pytest.mark.parametrize("text", ["soon", "-5", "5 weeks", ""])
def test_what_is_no_time_span(text):
    with pytest.raises(click.BadParameter, match="no time span"):
        DurationType().convert(text, None, None)


def test_no_time_to_wait_is_a_span_and_no_time_to_run_is_none():
    assert DurationType().convert("0", None, None) == 0
    with pytest.raises(click.BadParameter, match="leave the option out for no limit"):
        DurationType(positive=True).convert("0m", None, None)


def test_a_run_without_time_is_refused(spacecrawl, tmp_path):
    ran = spacecrawl("crawl", "spacedaily", "--max-time", "0", "--folder", "data")
    assert ran.status == 2
    assert "'--max-time': '0' leaves no time" in ran.err
    assert not (tmp_path / "data").exists()
