"""The pipelines in another Scrapy project, and the project's own ``scrapy crawl``."""

import json
import subprocess
import sys

from conftest import REPLICA_SITES, environment, records

from spacecrawl.storage import DataFolder

OTHER_PROJECT = """
import scrapy
from scrapy.crawler import CrawlerProcess
from spacecrawl import Article

class Other(scrapy.Spider):
    name = "other"
    async def start(self):
        for item in (
            Article(url="https://x.example/1", title="One &amp; only", body="Some  words."),
            Article(url="https://x.example/2", title="", body="No title."),
            {"kind": "of another kind"},
        ):
            yield item

process = CrawlerProcess({"ADDONS": {"spacecrawl.Addon": 100}, "SPACECRAWL_FOLDER": "kept", "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
process.crawl(Other)
process.start()
"""


def test_another_project_gets_the_pipelines(tmp_path):
    subprocess.run([sys.executable, "-c", OTHER_PROJECT], cwd=tmp_path, env=environment(), check=True, timeout=60)
    (record,) = records(tmp_path / "kept")
    assert (record["title"], record["body"], record["version"]) == ("One & only", "Some words.", 1)
    (rejected,) = (tmp_path / "kept/runs").glob("*/rejected.jsonl")
    assert "no headline" in rejected.read_text()


def test_scrapy_crawl_in_the_repository(replica, tmp_path, pytestconfig):
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "news",
        "-a",
        "site=marsdaily-replica",
        "-s",
        f"SPACECRAWL_FOLDER={tmp_path}",
    ]
    command += ["-s", f"SPACECRAWL_SITES={REPLICA_SITES}", "-s", "LOG_LEVEL=ERROR"]
    subprocess.run(command, cwd=pytestconfig.rootpath, env=environment(http_proxy=replica.url), check=True, timeout=60)
    assert len(records(tmp_path)) == 14
    (told,) = (tmp_path / "runs").glob("*/run.json")
    assert json.loads(told.read_text())["articles_new"] == 14


def test_another_project_keeps_off_a_folder_that_a_run_holds(tmp_path):
    held = DataFolder(tmp_path / "kept").lock()
    subprocess.run([sys.executable, "-c", OTHER_PROJECT], cwd=tmp_path, env=environment(), check=False, timeout=60)
    held.release()
    assert not (tmp_path / "kept/articles.jsonl").exists()
    subprocess.run([sys.executable, "-c", OTHER_PROJECT], cwd=tmp_path, env=environment(), check=True, timeout=60)
    assert len(records(tmp_path / "kept")) == 1
