"""What a visitor's browser may keep of a public page, and what a process keeps of the numbers."""

from __future__ import annotations

import re

import pytest

from marketplace.kernel.edition import new_edition
from marketplace.moderation import actions as moderation
from marketplace.web import caching
from marketplace.web.caching import once_an_edition
from tests.make import make_booth, make_person, make_staff
from tests.peers.visitor import from_outside


def test_a_word_about_what_was_done_is_said_once_even_where_the_page_is_held(app, client):
    tag = client.get("/en/about", expect=200).headers["ETag"]
    client.sign_in(make_person())
    client.post("/en/account/sign-out", expect=302)
    answer = client.get("/en/about", headers={"If-None-Match": tag}, expect=200)
    assert "You are signed out." in answer.text
    assert "ETag" not in answer.headers
    client.get("/en/about", headers={"If-None-Match": tag}, expect=304)


def test_numbers_are_read_once_an_edition(app):
    reads = []
    count = once_an_edition(lambda: reads.append("read") or len(reads))

    def ask_as_a_visitor() -> int:
        with app.test_request_context("/en/"):
            return count()

    app.config["TESTING"] = False
    assert [from_outside(ask_as_a_visitor) for _turn in range(2)] == [1, 1]
    new_edition()
    assert [from_outside(ask_as_a_visitor) for _turn in range(2)] == [2, 2]


@pytest.fixture
def keeping(app, monkeypatch):
    """Pages are kept, as outside of tests."""
    app.config["TESTING"] = False
    kept = {}
    monkeypatch.setattr(caching, "_kept", kept)
    return kept


def test_a_page_is_drawn_once_an_edition_for_all_strangers(app, keeping, count_queries):
    booth = make_booth()
    address, pages = f"/en/booths/{booth.slug}", []
    for _turn in range(2):
        with count_queries() as queries:
            pages.append(app.test_client().get(address, expect=200))
    assert len(queries) == 1  # for the edition
    assert pages[0].data == pages[1].data
    assert {name: pages[0].headers[name] for name in ("ETag", "Content-Type", "Cache-Control")} == {
        name: pages[1].headers[name] for name in ("ETag", "Content-Type", "Cache-Control")
    }
    moderation.suspend(booth, by=make_staff(), reason="other")
    app.test_client().get(address, expect=404)


def test_nobody_gets_a_page_that_was_drawn_for_somebody_else(app, client, keeping):
    person = make_person("Bounmy")
    client.sign_in(person)
    assert "Bounmy" in client.get("/en/about", expect=200).text
    client.post("/en/account/sign-out", expect=302)
    assert "You are signed out." in client.get("/en/about", expect=200).text
    assert not keeping
    page = app.test_client().get("/en/about", expect=200).text
    assert "Bounmy" not in page
    assert "You are signed out." not in page
    assert len(keeping) == 1


def test_a_page_names_the_site_it_was_asked_of(app, client, keeping):
    for host in ("one.example", "two.example"):
        assert (
            f"http://{host}/static/img/social.png" in client.get("/en/about", base_url=f"http://{host}").text
        )


def test_the_oldest_pages_make_room(app, client, keeping, monkeypatch):
    monkeypatch.setattr(caching, "KEPT_PAGES", 2)
    for slug in ("privacy", "cookies", "privacy", "disputes"):
        client.get(f"/en/pages/{slug}", expect=200)
    titles = [re.search(rb"<h1>(.+?)</h1>", page)[1] for page in keeping.values()]
    assert titles == [b"Cookies", b"Settling disputes"]
