from conftest import REPLICA_SITES, Page, article, catalogue, records

from spacecrawl.replica.site import home_address
from spacecrawl.replica.story import stories


def test_fetches_the_articles_at_addresses(spacecrawl, replica, tmp_path):
    chosen = stories()[:3]
    mobile = home_address(chosen[0]).replace(".example/", ".example/m/")
    listed = "\n".join(home_address(story) for story in chosen[1:])
    ran = spacecrawl("fetch", mobile, "-", "--sites", REPLICA_SITES, proxy=replica.url, stdin=listed.encode())
    assert ran.status == 0, ran.err
    assert {record["title"] for record in records(tmp_path / "output")} == {story.title for story in chosen}
    assert not any("/m/" in record["url"] for record in records(tmp_path / "output"))


def test_fetching_again_adds_a_line_only_when_it_changed(spacecrawl, site, tmp_path):
    site.pages = {"/reports/a.html": Page(article("One", "Fog over the fjord."))}
    arguments = ("fetch", site.url("/reports/a.html"), "--sites", catalogue(site, tmp_path))
    spacecrawl(*arguments)
    spacecrawl(*arguments)
    assert len(records(tmp_path / "output")) == 1
    site.pages = {"/reports/a.html": Page(article("One", "The fog has lifted."))}
    spacecrawl(*arguments)
    assert [(record["version"], record["revised_by"]) for record in records(tmp_path / "output")] == [
        (1, None),
        (2, "site"),
    ]


def test_an_address_of_no_known_site(spacecrawl, site, tmp_path):
    site.pages = {"/story": Page(article("One", "Fog over the fjord."))}
    ran = spacecrawl("fetch", site.url("/story"))
    assert ran.status == 0, ran.err
    (record,) = records(tmp_path / "output")
    assert (record["site"], record["url"]) == (None, site.url("/story"))


def test_bad_addresses(spacecrawl):
    assert spacecrawl("fetch", "ftp://files.example/a").status == 2
    assert spacecrawl("fetch", "-", stdin=b"").status == 2
    assert spacecrawl("fetch", "-", stdin=b"\xff\xfe").status == 2


def test_a_damaged_folder_is_told_before_anything_is_fetched(spacecrawl, site, tmp_path):
    (tmp_path / "output").mkdir()
    (tmp_path / "output/articles.jsonl").write_text("[]\n")
    ran = spacecrawl("fetch", site.url("/story"), "--json")
    assert (ran.status, ran.out, dict(site.requests)) == (5, "", {})
    assert "line 1" in ran.err
    assert "Traceback" not in ran.err


def test_options_that_are_no_utf8_break_no_summary(spacecrawl, site):
    ran = spacecrawl("fetch", site.url("/gone"), "--folder", b"f\xff".decode("utf-8", "surrogateescape"), "--json")
    assert (ran.status, ran.summary["gone"]) == (0, 1)
