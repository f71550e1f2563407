import socket
import subprocess
import sys

import pytest
from conftest import Page, article, catalogue, environment, listing

from spacecrawl.middlewares.private_networks import is_public, may_be_private

NAMED = frozenset({"news.example.com", "127.0.0.1", "localhost", "wire.internal", "newsroom"})


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "nonsense"),
    ],
)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("wire.internal", True),
        ("newsroom", True),
        ("news.example.com", False),
        ("10.0.0.1", False),
        ("other.internal", False),
    ],
)
def test_private_is_what_is_named_and_meant(name, may):
    assert may_be_private(name, "10.0.0.1" if name != "127.0.0.1" else name, NAMED) is may


def test_naming_the_address_says_that_it_is_meant():
    assert may_be_private("news.example.com", "10.0.0.7", NAMED | {"10.0.0.7"})


REBINDING = """
import socket, sys
answer = socket.gethostbyname
socket.gethostbyname = lambda name: "127.0.0.1" if name == "www.rebound.com" else answer(name)
sys.argv = ["spacecrawl", *sys.argv[1:]]
from spacecrawl.commands import main
main()
"""


def test_a_public_name_that_leads_into_a_private_network_is_refused(site, tmp_path):
    """The name server is the one part that is not real: no other answer can be had on loopback."""
    site.pages = {"/": Page(listing("/reports/a.html")), "/reports/a.html": Page(article("One", "Fog."))}
    sites = catalogue(site, tmp_path, front_pages=f'["{site.url("/", "www.rebound.com")}"]')
    command = [sys.executable, "-c", REBINDING, "crawl", "test-site", "--sites", str(sites)]
    ran = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert b"www.rebound.com resolves to 127.0.0.1" in ran.stderr
    assert not site.requests


def test_a_redirect_to_a_private_address_is_refused(spacecrawl, site, tmp_path):
    local = socket.gethostbyname("localhost")
    assert local == "127.0.0.1"
    site.pages = {
        "/": Page(listing("/reports/a.html", "/reports/b.html")),
        "/reports/a.html": Page("", 302, {"Location": site.url("/reports/secret.html", "localhost")}),
        "/reports/b.html": Page(article("Two", "Fog over the fjord.")),
        "/reports/secret.html": Page(article("Secret", "Not for you.")),
    }
    ran = spacecrawl("crawl", "test-site", "--sites", catalogue(site, tmp_path), "--json")
    assert (ran.status, ran.summary["articles_new"]) == (0, 1)
    assert ran.summary["skipped"] == {"off the run's hosts": 1}
    assert not site.requests["/reports/secret.html"]


def test_an_address_given_by_hand_is_meant(spacecrawl, site):
    site.pages = {"/story": Page(article("One", "Fog over the fjord."))}
    assert spacecrawl("fetch", site.url("/story")).status == 0
    assert spacecrawl("fetch", site.url("/story", "localhost")).status == 0
