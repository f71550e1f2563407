"""Make the pictures of the README from the demo's articles, by headless Chromium.

pip install -e ".[test]" && python docs/pictures/make.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-m", "spacecrawl"]
PAGES = {"browse.png": "/?q=squid+OR+whale"}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = str(Path(scratch) / "demo")
        subprocess.run([*COMMAND, "demo", "--quiet", "--folder", folder], check=True)
        browse = [*COMMAND, "browse", "--folder", folder, "--port", "0"]
        with subprocess.Popen(browse, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr
            match = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
            assert match
            try:
                take(match[0])
            finally:
                server.terminate()


def take(address: str) -> None:
    """Write each picture, 1,440 pixels wide."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        for name, path in PAGES.items():
            page.goto(address + path)
            page.screenshot(path=HERE / name)
        browser.close()


if __name__ == "__main__":
    main()
