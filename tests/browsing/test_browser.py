"""Browse as a reader sees it: in headless Chromium, which nothing but loopback answers.

Looked for besides: what axe-core calls a serious or critical fault, on every kind of page, in light on a desk and in
dark on a phone.
"""

import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsed import HARMFUL, STORY, record, records, served, written
from playwright.sync_api import expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; install it: apt-get install chromium")

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
KINDS = {
    "search": "/?q=lamp",
    "article": f"/article/{STORY}",
    "map": "/map",
    "wire": "/wire",
    "table": "/browse/filings",
}
OTHERS = {
    "nothing found": "/?q=nothing+like+it&site=harbour",
    "harm": f"/article/{HARMFUL}",
    "data": "/browse",
    "query": "/browse/agencies",
    "own query": "/browse?sql=select+1",
    "row": "/browse/articles/1",
    "error": "/article/ffffffffffffffff",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(written(tmp_path_factory.mktemp("browser") / "a", records())) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    """A page on a desk that fails its test where a script speaks, or anything is asked of another host."""
    context = browser.new_context(viewport=DESK, base_url=address)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.foreign, page.said = [], []
    page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: _note(page.foreign, request.url))
    yield page
    context.close()
    assert not page.foreign
    assert not page.said


def _note(foreign, url):
    if urlsplit(url).hostname != "127.0.0.1":
        foreign.append(url)


def test_search_and_facet(page):
    page.goto("/")
    page.get_by_role("searchbox").fill("gulls")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("61 articles")
    expect(page.locator(".snippet mark").first).to_have_text("gulls")
    page.locator("#facets").get_by_role("link", name="France 15").click()
    expect(page.get_by_role("status")).to_contain_text("15 articles")
    expect(page.get_by_label("Narrowed down by")).to_contain_text("France")
    assert page.locator(".hits .where").first.inner_text().startswith("Paris")
    page.get_by_role("link", name="Country France").click()
    expect(page.get_by_role("status")).to_contain_text("61 articles")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("status")).to_contain_text("page 2 of 4")
    page.locator(".timeline a").first.click()
    assert "month=2020-01" in page.url


def test_article_and_its_versions(page):
    page.goto("/?q=title:hardly+fjord")
    page.get_by_role("link", name="Lamp that hardly sleeps").first.click()
    assert page.url.endswith(f"/article/{STORY}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lamp that hardly sleeps")
    expect(page.locator(".story header .dateline")).to_have_text("Ålesund, Norway (SPX) Mar 04, 2021")
    expect(page.locator(".story > p").first).to_contain_text("ninety-one steps above the herring")
    expect(page.locator("figcaption")).to_contain_text("The lamp at noon, bored.")
    expect(page.locator(".sidebar")).to_contain_text("They like the lamp.")
    versions = page.locator("#versions")
    assert versions.locator("del").all_inner_texts()[:2] == ["never", "ninety"]
    assert versions.locator("ins").all_inner_texts()[:2] == ["hardly", "ninety-one"]
    expect(versions).to_contain_text("Correction.")
    expect(page.locator(".provenance")).to_contain_text("meta")
    assert page.locator("img").count() == 0
    page.get_by_role("link", name="Keeper number 2").click()
    assert page.url.endswith(record(2)["id"])


def test_map(page):
    page.goto("/map")
    assert page.locator(".map path").count() > 170
    norway = page.locator(".map a", has=page.locator("title", has_text="Norway"))
    assert norway.locator("title").text_content() == "Norway: 33 articles"
    shades = page.evaluate(
        "[...document.querySelectorAll('.map .s0, .map a path')].map(one => getComputedStyle(one).fill)"
    )
    assert len(set(shades)) > 1
    assert page.locator(".map circle").count() == 1
    page.locator(".map a", has=page.locator("circle")).click()
    expect(page.get_by_role("status")).to_contain_text("15 articles")
    expect(page.get_by_label("Narrowed down by")).to_contain_text("Singapore")


def test_by_keyboard_alone(page):
    page.goto("/?q=lamp")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    order = []
    for _ in range(40):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.closest('.search, .results, .facets')?.className"))
    assert [place for place, before in zip(order, [None, *order], strict=False) if place != before][:3] == [
        "search",
        "results",
        "facets",
    ]


@pytest.mark.parametrize(
    "path", [f"/article/{HARMFUL}", "/?q=squidlike", "/browse/articles?_search=squidlike", "/wire"]
)
def test_what_is_crawled_can_do_nothing(page, path):
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert "hit" not in page.title().split()
    assert page.locator("main script, main img, main style").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('main')).display") != "none"
    hrefs = page.eval_on_selector_all("a", "links => links.map(link => link.protocol)")
    assert set(hrefs) <= {"http:", "https:"}


@pytest.mark.parametrize(
    ("scheme", "size", "kinds"),
    [("light", DESK, KINDS), ("dark", PHONE, KINDS), ("light", PHONE, OTHERS)],
    ids=["desk", "phone", "others"],
)
def test_nobody_is_kept_out(browser, address, scheme, size, kinds):
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=address, reduced_motion="reduce")
    page = context.new_page()
    found = []
    for kind, path in kinds.items():
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{kind} is {wide} pixels wider than the screen"
        for fault in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
            nodes = [node["html"][:120] for node in fault["nodes"][:3]]
            found.append((kind, fault["impact"], fault["id"], nodes))
    context.close()
    assert not [fault for fault in found if fault[1] in ("serious", "critical")], found
