import datetime as dt
import hashlib
import io

import pytest
from exchanges import TIME, URL, exchange
from warcio.archiveiterator import ArchiveIterator

from spacecrawl.archives.exchange import Earlier, members_of, warcinfo


def read(*members):
    """Return the records as warcio reads them, digests checked, each with its whole block."""
    records = ArchiveIterator(io.BytesIO(b"".join(members)), check_digests="raise")
    return [(record, record.content_stream().read()) for record in records]


def test_a_request_and_its_answer():
    (request, _), (answer, body) = read(*members_of(exchange(address="192.0.2.7")))
    assert (request.rec_type, answer.rec_type, body) == ("request", "response", b"<p>Fog.")
    fields = dict(answer.rec_headers.headers)
    assert fields["WARC-Target-URI"] == request.rec_headers["WARC-Target-URI"] == URL
    assert fields["WARC-Date"] == "2026-11-25T04:05:06Z"
    assert fields["WARC-Concurrent-To"] == request.rec_headers["WARC-Record-ID"]
    assert fields["WARC-IP-Address"] == "192.0.2.7"
    assert fields["WARC-Payload-Digest"].startswith("sha1:")
    assert answer.rec_headers.protocol == "WARC/1.1"
    assert answer.http_headers.get_statuscode() == "200"
    assert request.http_headers["Host"] == "harbour.example"


@pytest.mark.parametrize(
    ("payload", "profile"), [(b"<p>Fog.", "identical-payload-digest"), (b"", "server-not-modified")]
)
def test_a_payload_that_was_there_before_is_named_instead(payload, profile):
    digest = hashlib.sha1(b"<p>Fog.").digest()
    earlier = Earlier("http://harbour.example/fog", TIME - dt.timedelta(days=1), digest)
    _, (revisit, body) = read(*members_of(exchange(payload), earlier))
    assert (revisit.rec_type, body) == ("revisit", b"")
    assert revisit.rec_headers["WARC-Profile"] == f"http://netpreserve.org/warc/1.1/revisit/{profile}"
    assert revisit.rec_headers["WARC-Refers-To-Target-URI"] == "http://harbour.example/fog"
    assert revisit.rec_headers["WARC-Refers-To-Date"] == "2026-11-24T04:05:06Z"
    whole = read(*members_of(exchange()))[1][0]
    assert revisit.rec_headers["WARC-Payload-Digest"] == whole.rec_headers["WARC-Payload-Digest"]
    assert revisit.http_headers.get_statuscode() == "200"


def test_a_file_begins_with_what_wrote_it():
    ((record, block),) = read(warcinfo("a.warc.gz", TIME, {"software": "spacecrawl/1", "robots": "obey"}))
    assert (record.rec_type, record.rec_headers["WARC-Filename"]) == ("warcinfo", "a.warc.gz")
    assert block == b"software: spacecrawl/1\r\nrobots: obey\r\n"
