"""A new password by letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.accounts import passwords
from marketplace.accounts.queries import find_person, list_sign_ins
from marketplace.kernel import clock
from marketplace.kernel.history import list_history
from tests.accounts.people import add_person, letters_to, link_in

NEW = "hai con cua do"


def ask(client, email="hoa@example.com", expect=302):
    return client.post("/en/account/forgot", data={"email": email}, expect=expect)


def test_a_letter_leads_to_a_new_password(app, client):
    person = add_person(lang="en")
    elsewhere = app.test_client().sign_in(person)
    ask(client)
    link = link_in(letters_to(person.email)[-1])
    client.get(link, expect=200)
    assert client.post(link, data={"password": NEW}, expect=302).location == "/en/account/sign-in"

    assert passwords.is_right(find_person(person.email).password_hash, NEW)
    assert list_sign_ins(person) == []
    elsewhere.get("/en/account/settings", expect=302)
    assert letters_to(person.email)[-1].subject == "Your password has been changed"
    assert list_history(person)[0].verb == "reset_password"


def test_the_letter_works_once_and_takes_older_ones_with_it(client):
    add_person()
    ask(client)
    ask(client)
    first, second = (link_in(letter) for letter in letters_to("hoa@example.com"))
    client.post(first, data={"password": NEW}, expect=302)
    for link in (first, second):
        client.get(link, expect=410)
        client.post(link, data={"password": "ba con tom do"}, expect=410)
    assert passwords.is_right(find_person("hoa@example.com").password_hash, NEW)


def test_the_letter_holds_for_an_hour(client):
    add_person()
    ask(client)
    link = link_in(letters_to("hoa@example.com")[0])
    with clock.frozen(clock.now() + timedelta(minutes=59)):
        client.get(link, expect=200)
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        client.get(link, expect=410)


def test_known_and_unknown_addresses_get_the_same_answer_and_one_letter_each(client):
    add_person()
    known, unknown = ask(client), ask(client, "who@example.com")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert len(letters_to("hoa@example.com")) == len(letters_to("who@example.com")) == 1
    assert "/reset/" not in letters_to("who@example.com")[0].body


def test_a_closed_account_gets_no_pass(client):
    add_person(deactivated_at=clock.now())
    ask(client)
    assert "/reset/" not in letters_to("hoa@example.com")[0].body


def test_a_letter_sent_before_the_account_was_closed_is_dead(client):
    person = add_person()
    ask(client)
    find_person(person.email).deactivated_at = clock.now()
    client.get(link_in(letters_to(person.email)[0]), expect=410)


def test_resetting_confirms_the_address(client):
    add_person(email_verified_at=None)
    ask(client)
    client.post(link_in(letters_to("hoa@example.com")[0]), data={"password": NEW}, expect=302)
    assert find_person("hoa@example.com").is_verified


@pytest.mark.parametrize("weak", ["", "short", "matkhau123", "hoa@example.com"])
def test_a_weak_password_is_refused_and_the_letter_stays_good(client, weak):
    add_person()
    ask(client)
    link = link_in(letters_to("hoa@example.com")[0])
    client.post(link, data={"password": weak}, expect=422)
    client.post(link, data={"password": NEW}, expect=302)


def test_a_mailbox_is_not_flooded(client):
    for _time in range(5):
        ask(client, "who@example.com")
    ask(client, "who@example.com", expect=429)


def test_one_visitor_cannot_write_to_the_world(client):
    with clock.frozen(clock.now()):
        for number in range(20):
            ask(client, f"who{number}@example.com")
        ask(client, "one.too.many@example.com", expect=429)


def test_the_link_is_told_to_no_other_site(client):
    add_person()
    ask(client)
    page = client.get(link_in(letters_to("hoa@example.com")[0]), expect=200)
    assert page.headers["Referrer-Policy"] == "same-origin"
