import pytest

from spacecrawl.errors import UsageError
from spacecrawl.spiders.articles import with_contact


def test_the_contact_closes_the_user_agent():
    assert with_contact("spacecrawl/1 (news)", "me@x.example") == "spacecrawl/1 (news; contact: me@x.example)"


@pytest.mark.parametrize("contact", ["me\r\nX-Evil: 1", "(me)", "jörg@x.example"])
def test_a_contact_that_no_header_can_hold(contact):
    with pytest.raises(UsageError, match="as in you@"):
        with_contact("spacecrawl/1 (news)", contact)
