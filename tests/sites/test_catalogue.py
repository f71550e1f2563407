import pytest

from spacecrawl.errors import CatalogueError, UnknownSite
from spacecrawl.sites import builtin_catalogue, load_catalogue

HOSTS = (
    "spacedaily spacewar terradaily sinodaily energy-daily marsdaily moondaily saturndaily "
    "space-travel spacemart gpsdaily robodaily seeddaily solardaily winddaily nuclearpowerdaily "
    "biofueldaily skynightly radardaily russodaily indodaily interndaily"
).split()

ENTRY = """
[sites.harbour]
name = "Harbour News"
front_pages = ["https://news.harbour.example/"]
article_patterns = ['/story/\\d+']
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "my.toml"
        path.write_text(text)
        return path

    return write


def test_the_whole_network_is_built_in():
    sites = {site.entry: site for site in builtin_catalogue()}
    assert list(sites) == HOSTS
    for entry, site in sites.items():
        assert site.hosts == (f"www.{entry}.com", f"{entry}.com")
        assert (site.network, site.parser) == ("space-media", "space_media")


@pytest.mark.parametrize(
    ("path", "is_article"),
    [
        ("/reports/Taiwan_renews_bid_to_buy_subs_F-16s_from_US_999.html", True),
        ("/reports/Words_Of_A_Headline_999point.html", True),
        ("/reports/Old_Words.html", True),
        ("/m/reports/Words_999.html", True),
        ("/afp/080222103158.ab12cd34.html", True),
        ("/news/mars-mers-04zzzzx.html", True),
        ("/reports/Words_999.html?utm_source=x", False),
        ("/dragonspace.html", False),
        ("/pageone/sinodaily-2023-05-08.html", False),
        ("/reports/", False),
    ],
)
def test_address_forms(path, is_article):
    assert builtin_catalogue().get("sinodaily").is_article(f"https://www.sinodaily.com{path}") is is_article


def test_canonical_addresses():
    site = builtin_catalogue().get("spacedaily")
    for url in (
        "http://spacedaily.com/reports/A_999.html",
        "https://WWW.SPACEDAILY.COM:443/reports/A_999.html#top",
        "https://spacedaily.com/m/reports/A_999.html?utm_medium=email&fbclid=1",
    ):
        assert site.canonical_url(url) == "https://www.spacedaily.com/reports/A_999.html"


def test_one_story_over_the_network():
    sites = builtin_catalogue()
    one = sites.get("interndaily").story_key("https://www.interndaily.com/reports/Taiwan_999.html")
    two = sites.get("solardaily").story_key("http://solardaily.com/m/reports/Taiwan_999.html")
    assert one == two


def test_a_network_name_selects_all_its_sites():
    assert len(builtin_catalogue().select(["space-media"])) == len(HOSTS)
    assert [site.entry for site in builtin_catalogue().select(["marsdaily", "spacewar", "marsdaily"])] == [
        "marsdaily",
        "spacewar",
    ]


def test_unknown_site_names_the_nearest():
    with pytest.raises(UnknownSite, match="Did you mean spacedaily"):
        builtin_catalogue().get("spacedialy")


def test_a_file_adds_and_overrides(written):
    own = ENTRY.replace("harbour]", "spacedaily]").replace("news.harbour", "space.harbour")
    sites = load_catalogue([written(ENTRY + own)])
    assert sites.get("harbour").hosts == ("news.harbour.example",)
    assert sites.get("spacedaily").name == "Harbour News"
    assert sites.site_of("https://www.spacedaily.com/reports/A_999.html") is None
    assert builtin_catalogue().get("spacedaily").name == "Space Daily"


def test_defaults(written):
    site = load_catalogue([written(ENTRY)]).get("harbour")
    assert (site.delay, site.parser, site.network, site.group) == (1.0, "generic", None, "harbour")
    assert site.is_article("https://news.harbour.example/story/12")
    assert not site.is_article("https://news.harbour.example/story/12/comments")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sites.x\n", r"my\.toml: not valid TOML.*line 1"),
        ("", r"my\.toml: holds no site"),
        ("[site.x]\n", r"unknown table \[site\]"),
        (ENTRY.replace("sites.harbour", 'sites."a/b"'), r"\[sites\.a/b\]: the entry's name"),
        (ENTRY.replace("sites.harbour", "sites.My_Site"), r"\[sites\.My_Site\]: the entry's name"),
        (ENTRY + "delays = 2\n", r"\[sites\.harbour\]: unknown key 'delays'. Did you mean 'delay'"),
        (ENTRY + "delay = -1\n", r"delay must be seconds"),
        (ENTRY + 'delay = "fast"\n', r"delay must be seconds"),
        (ENTRY + 'timezone = "Mars/Olympus"\n', r"timezone 'Mars/Olympus' is unknown"),
        (ENTRY + 'parser = "best"\n', r"parser 'best' is unknown. Use space_media, generic"),
        (ENTRY + 'parser = "no_such_module:Parser"\n', r"no module 'no_such_module'"),
        (ENTRY + 'hosts = ["https://news.harbour.example"]\n', r"Give the bare host name"),
        (ENTRY + 'hosts = ["other.example"]\n', r"Add 'news\.harbour\.example' to hosts"),
        (ENTRY + 'back_issues = "https://news.harbour.example/{day}"\n', r"back_issues must hold \{date\}"),
        (ENTRY + 'feeds = ["feed.xml"]\n', r"feeds holds 'feed.xml'"),
        (ENTRY + "feeds = 'https://news.harbour.example/feed'\n", r"feeds must be a list"),
        (
            ENTRY.replace("article_patterns = ['/story/\\d+']", "article_patterns = ['/story/(']"),
            r"no regular expression",
        ),
        (ENTRY.replace("article_patterns = ['/story/\\d+']", ""), r"needs article_patterns"),
        (
            ENTRY.replace('front_pages = ["https://news.harbour.example/"]', 'hosts = ["a.example"]'),
            r"no page to start from",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_entry_and_remedy(written, text, message):
    with pytest.raises(CatalogueError, match=message):
        load_catalogue([written(text)])


def test_two_entries_on_one_host_are_told_apart_by_port(written):
    one = '[sites.one]\nfront_pages=["http://127.0.0.1:8001/"]\narticle_patterns=["/a"]\n'
    two = '[sites.two]\nfront_pages=["http://127.0.0.1:8002/"]\narticle_patterns=["/a"]\n'
    sites = load_catalogue([written(one + two)])
    assert sites.site_of("http://127.0.0.1:8001/a").entry == "one"
    assert sites.site_of("http://127.0.0.1:8002/a").entry == "two"
    assert sites.get("two").canonical_url("http://127.0.0.1:8002/a") == "http://127.0.0.1:8002/a"


def test_a_parser_class_that_is_not_there(written):
    with pytest.raises(CatalogueError, match="module 'json' has no class 'Nope'"):
        load_catalogue([written(ENTRY + 'parser = "json:Nope"\n')])


def test_a_folder_is_no_catalogue(tmp_path):
    with pytest.raises(CatalogueError, match=r"can't be read \(Is a directory\)\. Give a TOML file"):
        load_catalogue([tmp_path])
