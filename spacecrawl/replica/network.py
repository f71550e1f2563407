"""The replica's hosts and addresses."""

from __future__ import annotations

import re

HOSTS = {
    name: f"www.{name}.example"
    for name in ("spacedaily", "marsdaily", "sinodaily", "spacewar", "terradaily", "gpsdaily")
}
"""Canonical host by short name."""

MASTHEADS = {
    "spacedaily": "24/7 Space News",
    "marsdaily": "Mars News",
    "sinodaily": "China News",
    "spacewar": "Military Space News",
    "terradaily": "Earth Science News",
    "gpsdaily": "GPS News",
}


def absolute(host: str, path: str) -> str:
    """Return the address of a path on a host given by its short name."""
    return f"http://{HOSTS[host]}{path}"


def short_name(host: str) -> str | None:
    """Return the short name of a host name with or without ``www.``; None for a stranger."""
    name = host.lower().removeprefix("www.").removesuffix(".example")
    return name if name in HOSTS else None


def slug(text: str) -> str:
    """Return lower-case words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))
