"""Signing up, and confirming the address."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from marketplace.accounts import passwords
from marketplace.accounts.queries import find_person
from marketplace.kernel import clock
from tests.accounts.people import PASSWORD, add_person, letters_to, link_in

NEWCOMER = {"name": "Somchai", "email": "Somchai@Example.com", "password": PASSWORD, "lang": "lo"}


def sign_up(client, expect=302, address="/lo/account/sign-up", **changes):
    return client.post(address, data=NEWCOMER | changes, expect=expect)


def test_a_newcomer_confirms_by_the_button_and_is_signed_in(client):
    assert sign_up(client).location == "/lo/account/mailbox"
    assert "somchai@example.com" in client.get("/lo/account/mailbox", expect=200).text
    assert not find_person("somchai@example.com").is_verified
    (letter,) = letters_to("somchai@example.com")
    assert letter.lang == "lo"

    client.get(link_in(letter), expect=200)
    assert not find_person("somchai@example.com").is_verified, "looking at the link is not confirming"

    assert client.post(link_in(letter), expect=302).location.startswith("/lo/register")
    assert find_person("somchai@example.com").is_verified
    client.get("/lo/account/settings", expect=200)


def test_a_pass_works_once(client):
    sign_up(client)
    link = link_in(letters_to("somchai@example.com")[0])
    client.post(link, expect=302)
    client.get(link, expect=410)
    client.post(link, expect=410)


def test_a_pass_expires_after_a_day(client):
    sign_up(client)
    link = link_in(letters_to("somchai@example.com")[0])
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        client.get(link, expect=410)


def test_nobody_has_a_pass_that_was_never_given(client):
    client.get("/en/account/verify/invented", expect=410)
    client.post("/en/account/verify/invented", expect=410)


def test_the_next_page_survives_the_letter(client):
    sign_up(client, address="/lo/account/sign-up?next=/lo/products/7-cafe")
    assert client.post(link_in(letters_to("somchai@example.com")[0])).location == "/lo/products/7-cafe"


def test_another_browser_needs_the_password_of_the_sign_up(app, client):
    """Whoever owns the mailbox must not be led into an account with a stranger's password."""
    sign_up(client, name="Stranger", password="ba con voi xanh")
    link = link_in(letters_to("somchai@example.com")[0])
    owner = app.test_client()
    owner.post(link, expect=422)
    owner.post(link, data={"password": PASSWORD}, expect=422)
    assert not find_person("somchai@example.com").is_verified
    owner.post(link, data={"password": "ba con voi xanh"}, expect=302)
    assert find_person("somchai@example.com").is_verified


def test_each_letter_brings_what_was_typed_with_it(app, client):
    stranger = app.test_client()
    sign_up(stranger, name="Stranger", password="ba con voi xanh")
    sign_up(client)
    first, second = letters_to("somchai@example.com")
    client.post(link_in(second), expect=302)
    person = find_person("somchai@example.com")
    assert person.name == "Somchai"
    assert passwords.is_right(person.password_hash, PASSWORD)
    stranger.post(link_in(first), expect=410)


def test_a_known_address_gets_the_same_answer_and_its_owner_a_letter(app, client):
    owner = add_person("hoa@example.com")
    asker = app.test_client()
    known = sign_up(asker, email="hoa@example.com")
    unknown = sign_up(client, email="new@example.com")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    page_of_known = asker.get("/lo/account/mailbox").text.replace("hoa@example.com", "X")
    assert page_of_known == client.get("/lo/account/mailbox").text.replace("new@example.com", "X")
    (letter,) = letters_to("hoa@example.com")
    assert letter.lang == owner.lang
    assert "sign-in" in link_in(letter)
    assert passwords.is_right(find_person("hoa@example.com").password_hash, PASSWORD)


def test_known_and_unknown_addresses_cost_one_digest_each(client, monkeypatch):
    """The shape of the time: the one slow step is taken once, whatever is known of the address."""
    made = count_calls(monkeypatch, "hash_password")
    add_person("hoa@example.com")
    made.clear()
    sign_up(client, email="hoa@example.com")
    assert len(made) == 1
    sign_up(client, email="new@example.com")
    assert len(made) == 2


def count_calls(monkeypatch, name: str) -> list:
    calls, original = [], getattr(passwords, name)
    monkeypatch.setattr(passwords, name, lambda *given: calls.append(given) or original(*given))
    return calls


def test_a_digest_is_the_slow_step():
    began = time.perf_counter()
    passwords.hash_password(PASSWORD)
    assert time.perf_counter() - began > 0.005


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"email": "somchai"},
        {"email": "somchai@nowhere"},
        {"password": "k7#vPq2"},
        {"password": "k7#" * 43},
        {"password": "P@ssw0rd2024"},
        {"password": "Somchai1990"},
        {"lang": "fr"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, wrong):
    page = sign_up(client, expect=422, **wrong).text
    assert "error-summary" in page
    assert "somchai@example.com" in page or "email" in wrong
    assert PASSWORD not in page
    assert find_person("somchai@example.com") is None


def test_one_address_is_not_flooded_with_letters(client):
    for _time in range(5):
        sign_up(client)
    answer = sign_up(client, expect=429)
    assert int(answer.headers["Retry-After"]) > 0
    sign_up(client, email="other@example.com")


def test_one_visitor_cannot_sign_up_the_world(client):
    with clock.frozen(clock.now()):
        for number in range(30):
            sign_up(client, email=f"person{number}@example.com")
        sign_up(client, expect=429, email="one.too.many@example.com")


def test_somebody_signed_in_has_no_use_for_the_form(client):
    client.sign_in(add_person())
    assert client.get("/vi/account/sign-up", expect=302).location == "/vi/"
