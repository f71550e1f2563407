import json

from conftest import Page, article, catalogue, listing

URL = "/reports/fog.html"


def test_a_job_downstream_follows_run_by_run(spacecrawl, site, tmp_path):
    site.pages = {
        "/": Page(listing(URL, "/reports/tide.html")),
        URL: Page(article("Fog", "Fog over the fjord.")),
        "/reports/tide.html": Page(article("Tide", "A high tide came in.")),
    }
    crawl = ("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--quiet")
    assert spacecrawl(*crawl).status == 0
    first = spacecrawl("changes")
    lines = [json.loads(line) for line in first.out.splitlines()]
    assert [(line["change"], line["article"]["title"], line["changed"]) for line in lines] == [
        ("new", "Fog", []),
        ("new", "Tide", []),
    ]
    cursor = lines[-1]["cursor"]
    assert f"2 changes. The next: spacecrawl changes --since {cursor}\n" == first.err

    site.pages[URL] = Page(article("Fog", "Fog over the fjord, said the pilot."))
    site.pages["/reports/tide.html"] = Page("", 410)
    spacecrawl(*crawl, "--full")
    second = spacecrawl("changes", "--since", cursor, "--quiet")
    told = {line["change"]: line for line in map(json.loads, second.out.splitlines())}
    assert sorted(told) == ["gone", "revised"]
    assert told["revised"]["changed"] == ["body"]
    assert told["revised"]["before"] == {"body": lines[0]["article"]["body"]}
    assert told["revised"]["article"]["version"] == 2
    assert told["gone"]["article"] == lines[1]["article"]
    assert told["gone"]["url"] == site.url("/reports/tide.html")
    assert second.err == ""
    last = json.loads(second.out.splitlines()[-1])["cursor"]
    nothing = spacecrawl("changes", "--since", last)
    assert (nothing.status, nothing.out) == (0, "")
    assert last in nothing.err


def test_what_can_not_be_told(spacecrawl, tmp_path):
    for arguments, status, message in (
        (("--folder", "nowhere"), 5, "nowhere"),
        (("--since", "yesteryear"), 2, "no run of this folder"),
    ):
        spacecrawl("fetch", "--quiet", "http://127.0.0.1:9/nothing.html")
        ran = spacecrawl("changes", *arguments)
        assert (ran.status, ran.out) == (status, "")
        assert message in ran.err
