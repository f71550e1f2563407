import pytest

from spacecrawl.discovery.address_forms import article_groups, form_of, is_of
from spacecrawl.discovery.teaser import Teaser

SITE = "https://www.harbour.example"
HEADLINE = "Ferry runs aground near the old lighthouse"


def listed(*paths: str, text: str = HEADLINE) -> list[Teaser]:
    return [Teaser(SITE + path, text) for path in paths]


SHAPES = {
    "dated folders": (
        ("/2026/03/ferry-runs-aground/", "/2026/02/the-old-pier-burns/", "/2025/12/herring/"),
        [r"/\d{4}/\d\d?/[^/?]+/"],
        ("/2024/11/a-new-story-of-boats/",),
        ("/2026/03/", "/category/tides/", "/2026/03/ferry-runs-aground/page/2/"),
    ),
    "dated folders with short names": (
        ("/2026/03/herring-return.html", "/2026/02/tide.html"),
        [r"/\d{4}/\d\d?/[^/?]+\.html"],
        ("/2025/12/gulls.html",),
        ("/2026/03/", "/tides.html"),
    ),
    "a whole day in one part": (
        ("/news/2026-03-04/ferry-aground", "/news/2026-03-05/pier-burns-down-again"),
        [r"/news/\d{4}-\d\d-\d\d/[^/?]+"],
        ("/news/2024-01-31/quay",),
        ("/news/", "/news/today/quay"),
    ),
    "named months": (
        ("/2026/mar/04/ferry-runs-aground-again", "/2026/feb/28/old-pier-burns-down-again"),
        [r"/\d{4}/[A-Za-z]{3,4}/\d\d?/[^/?]+"],
        ("/2025/sept/1/all-quiet-in-the-harbour",),
        ("/2025/sept/1",),
    ),
    "numbers behind slugs, below sections": (
        ("/news/ferry-runs-aground-4711234", "/sport/cup-comes-home-4711235", "/culture/a-play-of-the-sea-4711299"),
        [r"/[A-Za-z0-9_-]+/[^/?]+-\d+"],
        ("/weather/gales-all-week-4711300",),
        ("/news", "/news/ferry-runs-aground"),
    ),
    "a letter before the number": (
        ("/politik/faehre-laeuft-auf-grund-a-1234567.html", "/sport/pokal-geht-in-die-stadt-a-1234568.html"),
        [r"/(?:politik|sport)/[^/?]+-\d+\.html"],
        ("/sport/noch-ein-spiel-a-1234999.html",),
        ("/sport/", "/kultur/ein-stueck-a-1234570.html"),
    ),
    "numbers before slugs": (
        ("/471123-ferry-runs-aground", "/471124-old-pier-burns-down"),
        [r"/\d+-[^/?]+"],
        ("/480000-all-is-well",),
        ("/about-us",),
    ),
    "slugs alone": (
        ("/ferry-runs-aground-near-lighthouse/", "/herring-come-back-to-the-harbour/"),
        [r"/(?:[^/?_-]+[_-]){3,}[^/?]+/"],
        ("/gulls-take-over-the-fish-market/",),
        ("/local-news/", "/terms-and-conditions/", "/"),
    ),
    "underscores and an ending": (
        ("/reports/Ferry_Runs_Aground_Again_999.html", "/reports/Old_Pier_Burns_999point.html"),
        [r"/reports/[^/?]+\.html"],
        ("/reports/Any_Other_999.html",),
        ("/tides.html", "/reports/Ferry_Runs_Aground_Again_999.html?print=1"),
    ),
    "numbers alone": (
        ("/article/4711234", "/article/4711235"),
        [r"/article/\d+"],
        ("/article/1",),
        ("/article/", "/gallery/4711234"),
    ),
    "a query": (
        ("/story?id=4711", "/story?id=4712"),
        [r"/story\?id=\d+"],
        ("/story?id=9",),
        ("/story", "/story?id=x"),
    ),
    "codes": (
        ("/wire/260303142210.q7d2mx9c.html", "/wire/260304142210.a1b2c3d4.html"),
        [r"/wire/[\w.-]+\.html"],
        ("/wire/250303142210.zzzz9999.html",),
        ("/wire/",),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_patterns_learned_from_links(shape):
    seen, patterns, also, not_these = SHAPES[shape]
    groups = article_groups([*listed(*seen), *listed("/tides/", "/about/", text="Tides")])
    assert [group.pattern for group in groups] == patterns
    assert all(is_of(groups, SITE + path) for path in (*seen, *also))
    assert not any(is_of(groups, SITE + path) for path in not_these)


def test_words_that_lead_elsewhere_are_left_out_of_any_word():
    seen = listed(*(f"/{word}/ferry-runs-aground-again" for word in ("news", "sport", "boats", "author", "tag")))
    (group,) = article_groups(seen)
    assert group.pattern == "/(?!(?:author|tag)/)[A-Za-z0-9_-]+/[^/?]+"
    assert not is_of([group], f"{SITE}/author/magnus-of-inkster-town")
    assert is_of([group], f"{SITE}/weather/gales-all-week-long")


def test_pages_that_are_no_articles_give_no_pattern():
    links = [
        *listed("/tides/", "/boats/", "/harbour-news/", text="Tides"),
        *listed("/about/our-long-history-since-1871", "/tag/ferry-runs-aground", "/login?next=/tides/"),
        *listed("/plan-of-the-harbour.pdf", "/ferry-runs-aground-again.jpg", "/rss.xml"),
    ]
    assert article_groups(links) == []


def test_a_front_page_and_files_have_no_form():
    assert form_of(f"{SITE}/") is None
    assert form_of(f"{SITE}/plan.pdf") is None
    assert form_of(f"{SITE}/a/b.html").kinds == ("word", "word")


def test_every_pattern_matches_what_it_was_learned_from():
    odd = ["/a+b/Ferry's_run_(again)_aground.html", "/%C3%A9t%C3%A9/la-mer-est-belle-aujourd-hui", "/x.y/z-1-2-3-45678"]
    for path in odd:
        groups = article_groups(listed(path, path.replace("a", "e")))
        assert all(is_of(groups, SITE + path) for _ in groups)
        assert groups, path
