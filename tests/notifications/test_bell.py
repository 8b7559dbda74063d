"""The bell: told in one's own language, counted on every page, read when one says so."""

from __future__ import annotations

import pytest

from marketplace.accounts.models import Person
from marketplace.kernel.db import db
from marketplace.kernel.mail import Letter
from marketplace.notifications.actions import tell
from marketplace.notifications.models import Notice
from marketplace.notifications.queries import count_unread
from tests.make import make_person

BELL = "/en/notices"


@pytest.fixture
def person(app):
    return make_person()


def ring(person: Person, **how) -> None:
    tell(person, "account_opened_again", path="/{lang}/account/settings", **how)


def test_one_telling_rings_the_bell_and_writes_a_letter(person):
    ring(person)
    notice, letter = db.session.query(Notice).one(), db.session.query(Letter).one()
    assert (notice.person_id, notice.lang, notice.url) == (person.id, "vi", "/vi/account/settings")
    assert letter.subject == notice.text
    assert letter.to_address == person.email


@pytest.mark.parametrize(("how", "notices", "letters"), [({"letter": False}, 1, 0), ({"bell": False}, 0, 1)])
def test_one_way_of_telling_is_enough(person, how, notices, letters):
    ring(person, **how)
    assert (db.session.query(Notice).count(), db.session.query(Letter).count()) == (notices, letters)


def test_the_bell_is_for_its_owner(client, person):
    client.get(f"{BELL}/", expect=302)
    client.post(f"{BELL}/read", expect=401)
    ring(person)
    client.sign_in(make_person())
    assert "/open" not in client.get(f"{BELL}/", expect=200).text
    client.post(f"{BELL}/{db.session.query(Notice).one().id}/open", expect=404)
    client.post(f"{BELL}/read", expect=302)
    assert count_unread(person) == 1


def test_opening_a_notice_marks_it_and_leads_on(client, person):
    ring(person)
    ring(person)
    client.sign_in(person)
    client.get(f"{BELL}/", expect=200)
    assert count_unread(person) == 2, "looking marks nothing"
    newest = db.session.query(Notice).order_by(Notice.id.desc()).first()
    assert client.post(f"{BELL}/{newest.id}/open", expect=302).location == "/vi/account/settings"
    assert count_unread(person) == 1
    client.post(f"{BELL}/read", expect=302)
    assert count_unread(person) == 0


def test_the_list_has_pages(client, person):
    for _time in range(31):
        ring(person, letter=False)
    client.sign_in(person)
    assert client.get(f"{BELL}/?page=2", expect=200).text.count("/open") == 1


def test_strangers_cost_no_question_and_the_signed_in_one(client, person, count_queries):
    ring(person)
    page = "/en/account/forgot"
    client.get(page)
    with count_queries() as of_strangers:
        client.get(page, expect=200)
    client.sign_in(person)
    with count_queries() as of_persons:
        text = client.get(page, expect=200).text
    assert "badge" in text
    assert not any("FROM notice" in one for one in of_strangers.statements)
    assert sum("FROM notice" in one for one in of_persons.statements) == 1
