"""What a visitor's browser may keep of a public page, and what a process keeps of the numbers."""

from __future__ import annotations

from marketplace.kernel.edition import new_edition
from marketplace.web.caching import once_an_edition
from tests.make import make_person
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
