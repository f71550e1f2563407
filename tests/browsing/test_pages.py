"""Pages as a client gets them from the server, and what is refused."""

import csv
import http.client
import io
import json
import re
import time
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import pytest
from browsed import HARMFUL, STORY, record, records, served, written

from spacecrawl.browsing.questions import QUESTIONS


class Client:
    def __init__(self, address):
        self.address = address

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def page(self, path):
        status, _, text = self.get(path)
        assert status == 200, (path, text)
        return text

    def ask(self, sql):
        return self.get("/browse.json?" + urlencode({"sql": sql, "_shape": "array"}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(tmp_path_factory.mktemp("pages") / "a", records())


@pytest.fixture(scope="module")
def client(folder):
    with served(folder) as address:
        yield Client(address)


PAGES = [
    *("/", "/?q=gulls&site=harbour", "/?q=nothing+like+it", "/?q=-gulls", "/map", "/map?q=gulls", "/wire"),
    *(f"/article/{STORY}", f"/article/{HARMFUL}", "/browse", "/browse/filings", "/browse/articles?_search=gulls"),
    *("/browse/articles/1", "/browse?sql=select+1", "/browse/versions", "/browse/filings?_sort=country"),
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_may_run_or_fetch_anything(client, path):
    status, headers, text = client.get(path)
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; img-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"
    tags = tags_of(text)
    assert not {name for name, _ in tags} & {"script", "style", "iframe", "object", "embed", "base", "frame"}
    for name, attributes in tags:
        assert not [key for key in attributes if key.startswith("on") or key in ("style", "srcset", "srcdoc")]
        for key in {"href", "src", "action", "xlink:href"} & attributes.keys():
            assert re.match(r"/(?!/)|#|\?" if name != "a" else r"/(?!/)|#|\?|https?://", attributes[key])


def tags_of(text):
    """Return the tags of a page with their attributes, as a parser reads them."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda name, attributes: found.append((name, {k: v or "" for k, v in attributes}))
    parser.feed(text)
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_canned_queries_answer(client, question):
    text = client.page(f"/browse/{question}")
    assert 'role="alert"' not in text
    assert json.loads(client.page(f"/browse/{question}.json?_shape=array"))


def test_search_page(client):
    text = client.page("/?q=fjord")
    assert re.search(r"<strong>1 article</strong>", text)
    assert "<mark>fjord</mark>" in text
    assert f'href="/article/{STORY}"' in text


def test_article_page(client):
    text = client.page(f"/article/{STORY}")
    for told in (
        "<h1>Lamp that hardly sleeps</h1>",
        "Ålesund, Norway (SPX) Mar 04, 2021",
        "The lamp at noon, bored.",
        "Herring by night",
        "They like the lamp.",
        '<a href="http://hatchery.example/" rel="noreferrer noopener external">Hatchery of Ålesund</a>',
        f'<a href="/article/{record(2)["id"]}">Keeper number 2</a>',
        "<del>ninety</del> <ins>ninety-one</ins>",
        "<strong>Correction.</strong>",
    ):
        assert told in text
    assert 'href="javascript' not in text
    assert 'src="http' not in text


def test_what_is_crawled_is_text(client):
    for path in (f"/article/{HARMFUL}", "/?q=squidlike", "/browse/articles?_search=squidlike", "/wire", "/map"):
        text = client.page(path)
        assert not [name for name, attributes in tags_of(text) if "onerror" in attributes or name == "script"]
        assert "&lt;script&gt;" in text or path == "/map"
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]", text)
    status, headers, _ = client.get("/browse/articles.json?_search=squidlike")
    assert (status, headers["content-type"]) == (200, "application/json; charset=utf-8")


def test_csv_is_no_formula(client):
    for path in (
        "/browse/articles.csv?_search=squidlike",
        "/browse/authors.csv?_sort=author",
        "/browse/articles.csv?_dl=1",
    ):
        rows = list(csv.reader(io.StringIO(client.page(path), newline="")))
        assert len(rows) > 1
        assert not [cell for row in rows for cell in row if re.match(r"\s*[=+\-@\t]", cell)]
    assert client.page("/browse/filings.json?_nl=on&_shape=array").startswith("{")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:8001"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Host": "localhost:1"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}, 200),
    ],
)
def test_who_may_ask(client, headers, status):
    assert client.get("/", **headers)[0] == status


def test_nothing_is_written(client):
    assert client.get("/browse/articles", method="POST")[0] == 405
    for sql in ("delete from articles", "attach 'x.db' as x", "pragma journal_mode = delete", "vacuum"):
        assert client.ask(sql)[0] == 400
    assert client.ask("select count(*) as n from articles")[2] == '[{"n": 63}]'


def test_a_question_may_not_take_for_ever(client):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    status, _, text = client.ask(endless)
    assert status == 400
    assert "stopped" in text
    assert client.ask("select length(zeroblob(900000000))")[0] == 400
    assert client.get("/")[0] == 200


def test_what_is_not_there(client):
    status, _, text = client.get("/article/ffffffffffffffff")
    assert status == 404
    assert "No article" in text
    assert client.get("/nothing")[0] == 404


def test_it_follows_the_folder(tmp_path):
    folder = written(tmp_path / "a", records())
    with served(folder) as address:
        client = Client(address)
        assert "<strong>63 articles</strong>" in client.page("/")
        with (folder / "articles.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record(200, title="Gull elected")) + "\n")
        _until(lambda: "<strong>64 articles</strong>" in client.page("/"))
        assert "Gull <mark>elected</mark>" in client.page("/?q=elected")
        written(folder, [*records()[:5], ["no record"]])
        _until(lambda: "Not current" in client.page("/"))
        written(folder, records()[:5])
        _until(lambda: "<strong>5 articles</strong>" in client.page("/"))


def _until(true, tries=200):
    for _ in range(tries):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to that")
