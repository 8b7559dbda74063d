"""What staff see they may do: no backoffice page shows a form or a link that its reader may not use."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.house.town import LINES, PEOPLE

pytestmark = pytest.mark.database

STAFF = ("editor", "officer", "administrator")
PAGES = [line for line in LINES if line.method == "GET" and "backoffice" in line.endpoint]


class Ways(HTMLParser):
    """Where a page's forms are sent and where its links lead, inside the back office."""

    def __init__(self, page: str, address: str):
        super().__init__()
        self.address = address
        self.posts: set[str] = set()
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if tag == "form" and about.get("method", "get").lower() == "post":
            self.posts.add(about.get("action") or self.address)
        elif tag == "a" and re.match(r"/en/backoffice(?!.*[?#])", about.get("href") or ""):
            self.links.add(about["href"])


@pytest.mark.parametrize("role", STAFF)
def test_staff_may_use_whatever_they_are_shown(house, town, role):
    with house.app.app_context():
        _walk(town, role)


def _walk(town, role: str) -> None:
    posts, links = {}, {}
    for line in PAGES:
        if line.answers[PEOPLE.index(role)] != "200":
            continue
        address = town.path(line)
        ways = Ways(town.visitor(role).get(address, expect=200).get_data(as_text=True), address)
        posts |= dict.fromkeys(ways.posts, address)
        links |= dict.fromkeys(ways.links, address)
    assert any("backoffice" in address for address in posts) and links
    for address, shown_on in links.items():
        answer = town.visitor(role).get(address)
        assert answer.status_code == 200, (
            f"{shown_on} shows {role} the way to {address}: {answer.status_code}"
        )
    for address, shown_on in posts.items():
        answer = town.visitor(role).post(address, data={})
        if answer.status_code < 400:
            town.go_back()
        assert answer.status_code != 403, f"{shown_on} shows {role} a form for {address}"
