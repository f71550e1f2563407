"""Colours that can be told from what is behind them, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from importlib.resources import files

import pytest

from spacecrawl.styling import stylesheet

COLOURS = dict(
    re.findall(
        r"--([\w-]+): light-dark\((.+?)\)", files("spacecrawl.styling").joinpath("palette.css").read_text("utf-8")
    )
)
GROUNDS = ("paper", "panel", "raised")
TEXTS = ("ink", "muted", "accent", "good", "warn", "bad")
ON = [("on-accent", "accent"), ("ink", "mark"), ("ink", "accent-soft"), ("accent", "accent-soft")]
ON += [(name, f"{name}-soft") for name in ("good", "warn", "bad")]


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def in_both(one, other):
    pairs = zip(COLOURS[one].split(", "), COLOURS[other].split(", "), strict=True)
    return min(contrast(*pair) for pair in pairs)


@pytest.mark.parametrize(("text", "ground"), [(text, ground) for text in TEXTS for ground in GROUNDS] + ON)
def test_texts_are_readable(text, ground):
    assert in_both(text, ground) >= 4.5


@pytest.mark.parametrize("name", [f"series-{number}" for number in range(1, 9)] + ["edge"])
def test_lines_of_charts_and_fields_are_seen(name):
    assert min(in_both(name, "paper"), in_both(name, "panel")) >= 3


def test_scale_rises_step_by_step():
    """From none to most each step is further from the paper than the one before, in light and in dark."""
    for mode in (0, 1):
        paper = COLOURS["paper"].split(", ")[mode]
        steps = [contrast(COLOURS[f"scale-{step}"].split(", ")[mode], paper) for step in range(6)]
        assert steps == sorted(steps)


def test_nothing_is_fetched():
    assert not re.search(r"url\(|@import|@font-face", stylesheet())
