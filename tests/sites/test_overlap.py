import pytest

from spacecrawl.errors import CatalogueError
from spacecrawl.sites import builtin_catalogue, load_catalogue
from spacecrawl.sites.overlap import examples, overlaps

HOST = "https://news.harbour.example/"


def entry(name, *patterns, page=HOST, **keys):
    lines = [f"[sites.{name}]", f'front_pages = ["{page}"]', f"article_patterns = [{', '.join(map(repr, patterns))}]"]
    return "\n".join((*lines, *(f'{key} = "{value}"' for key, value in keys.items()), ""))


@pytest.fixture
def load(tmp_path):
    def load(*texts):
        paths = [tmp_path / f"{number}.toml" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text.replace("\\\\", "\\"))
        return load_catalogue(paths)

    return load


CONTESTED = [
    (r"/story/\d+", r"/story/\d+", "/story/0"),
    (r"/news/.*", r"/news/sport/[a-z0-9-]+\.html", "/news/sport/a.html"),
    (r"/[^/]+/[^/]+\.html", r"/afp/\d+\.\w+\.html", "/afp/0.a.html"),
    (r"/(?:tech|sport)/\w+", r"/(?:home|sport)/.+", "/sport/a"),
    (r"/\d{4}/\d{2}/[a-z-]+", r"/[0-9]{4}/[0-9]{2}/.+?", "/0000/00/a"),
    (r"/(?P<year>\d{4})/(?:x(?=y))?.*", r"/\d+/.*", "/0000/xa"),
    (r"/a(\d)\1", r"/a(\d)\1", r"/a(\d)\1"),
]


@pytest.mark.parametrize(("one", "other", "path"), CONTESTED)
def test_a_contested_address_is_told_with_both_entries(load, one, other, path):
    with pytest.raises(CatalogueError) as caught:
        load(entry("harbour", one) + entry("harbour-sport", other))
    assert f"0.toml: [sites.harbour-sport]: takes https://news.harbour.example{path} for an article" in str(
        caught.value
    )
    assert "as [sites.harbour] does. Narrow the article_patterns of one" in str(caught.value)


def test_entries_of_two_files_are_told_with_both(load, tmp_path):
    with pytest.raises(CatalogueError) as caught:
        load(entry("one", "/.*"), entry("other", r"/story/\d+"))
    assert str(caught.value).startswith(f"{tmp_path}/1.toml: [sites.other]: takes ")
    assert f"as [sites.one] in {tmp_path}/0.toml does" in str(caught.value)


@pytest.mark.parametrize(
    "texts",
    [
        (entry("tech", r"/tech/.*") + entry("sport", r"/sport/.*"),),
        (entry("all", r"/(?!sport/)[a-z]+/.*") + entry("sport", r"/sport/.*"),),
        (entry("one", "/.*", page="http://127.0.0.1:81/") + entry("other", "/.*", page="http://127.0.0.1:82/"),),
        (entry("one", "/.*", network="net") + entry("other", "/.*", network="net"),),
        (entry("one", "/.*"), entry("one", "/story/.*")),
        (entry("mine", "/reports/.*", page="https://www.spacedaily.com/"),),
    ],
    ids=["sections of a host", "all but", "ports", "network", "overridden", "over a built-in one"],
)
def test_what_is_told_apart_passes(load, texts):
    load(*texts)


def test_the_built_in_entries_contest_nothing():
    assert list(overlaps(builtin_catalogue())) == []


def test_an_address_taken_by_a_built_in_entry_too_is_the_files(load):
    catalogue = load(entry("mine", "/reports/.*", page="https://www.spacedaily.com/"))
    assert catalogue.site_of("https://www.spacedaily.com/reports/Words_999.html").entry == "mine"
    assert catalogue.site_of("https://www.spacedaily.com/news/mars-mers-04zzzzx.html").entry == "spacedaily"


@pytest.mark.parametrize("pattern", [p for site in builtin_catalogue() for p in site.article_patterns][:3])
def test_examples_are_matched_whole(pattern):
    assert examples(pattern)


def test_alternatives_without_end_are_cut():
    assert 0 < len(examples("/" + "(?:a|b|c)" * 40)) <= 32
