import pytest
from faults import ALLOW, crawl, listing, story
from faulty_server import FaultyServer, hang, page

URL = "http://www.test.example"
KEYS = {"front_pages": f'["{URL}/"]'}
QUICK = {"SPACECRAWL_RETRY_PAUSES": [0.0], "RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 1}


@pytest.mark.parametrize("proxy", ["http://user:secret@127.0.0.1:9", "http://no-such-proxy.invalid:3128"])
def test_a_dead_proxy_is_named_and_not_the_robots_txt(tmp_path, proxy):
    with FaultyServer() as server:
        ran = crawl(tmp_path, server, KEYS, QUICK, http_proxy=proxy)
    assert ran.status == 1
    (failure,) = ran.summary["failures"]
    shown = proxy.replace("user:secret@", "")
    assert f"www.test.example can't be asked: the proxy {shown} can't be reached" in failure["reason"]
    assert "correct or unset http_proxy" in failure["reason"]
    assert "robots" not in failure["reason"]
    assert "secret" not in ran.err + failure["reason"]
    assert ran.summary["unreached_sites"] == ["test-site"]


def test_a_page_that_does_not_come_through_a_proxy_names_it(tmp_path):
    with FaultyServer() as proxy:
        good, bad = f"{URL}/reports/good.html", f"{URL}/reports/bad.html"
        proxy.answers = {f"{URL}/robots.txt": ALLOW, f"{URL}/": page(listing(good, bad)), bad: hang}
        proxy.answers[good] = page(story("Good", "Fog over the fjord."))
        address = proxy.url("")
        ran = crawl(tmp_path, proxy, KEYS, QUICK, http_proxy=address)
        assert proxy.requests[bad] == 2
    assert (ran.status, ran.titles) == (3, ["Good"])
    (failure,) = ran.summary["failures"]
    assert f"no whole answer came through the proxy {address} (" in failure["reason"]
