from conftest import Page, article, catalogue, listing


def test_a_damaged_ledger_ends_a_run_with_5_and_repair_mends_it(spacecrawl, site, tmp_path):
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("A", "Fog over the fjord."))}
    crawl = ("crawl", "test-site", "--sites", catalogue(site, tmp_path))
    spacecrawl(*crawl)
    before = (tmp_path / "output/articles.jsonl").read_bytes()
    (tmp_path / "output/spacecrawl.db").write_bytes(b"\xa5" * 90_000)
    ran = spacecrawl(*crawl)
    assert ran.status == 5
    assert "spacecrawl repair --folder output" in ran.err
    mended = spacecrawl("repair")
    assert (mended.status, mended.out) == (0, "")
    assert "1 articles in 1 lines" in mended.err
    site.requests.clear()
    assert spacecrawl(*crawl).status == 0
    assert site.requests["/reports/a.html"] == 0
    assert (tmp_path / "output/articles.jsonl").read_bytes() == before


def test_repair_waits_for_nobody_and_needs_a_folder(spacecrawl, tmp_path):
    ran = spacecrawl("repair", "--folder", "nowhere")
    assert ran.status == 5
    assert "not there" in ran.err
