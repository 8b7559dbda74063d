"""Signing in and out, and what a cookie is worth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.accounts import passwords
from marketplace.accounts.models import SignIn
from marketplace.accounts.queries import find_person, list_sign_ins
from marketplace.accounts.states import StaffRole
from marketplace.kernel import clock
from marketplace.kernel.db import db
from tests.accounts.people import PASSWORD, add_person, letters_to

ADDRESS = "/en/account/sign-in"


def sign_in(client, email="hoa@example.com", password=PASSWORD, address=ADDRESS, expect=302, **more):
    return client.post(address, data={"email": email, "password": password}, expect=expect, **more)


def test_the_right_password_opens_the_door(client):
    add_person()
    assert sign_in(client, email=" HOA@example.com ").location == "/en/"
    client.get("/en/account/settings", expect=200)


def test_staff_are_led_to_their_queue(client):
    add_person(staff_role=StaffRole.OFFICER.value)
    assert sign_in(client).location.startswith("/en/backoffice")


def test_a_wrong_password_and_an_unknown_address_look_the_same(app, client):
    add_person()
    wrong = sign_in(client, password="not this one", expect=422).text
    unknown = sign_in(app.test_client(), email="who@example.com", password="not this one", expect=422).text
    assert wrong.replace("hoa@example.com", "X") == unknown.replace("who@example.com", "X")


def test_a_wrong_password_and_an_unknown_address_cost_the_same(client, monkeypatch):
    """The shape of the time: one digest is compared in both cases, with the same settings."""
    add_person()
    seen, original = [], passwords._hasher.__class__.verify
    monkeypatch.setattr(
        passwords._hasher.__class__,
        "verify",
        lambda self, known, typed: (
            seen.append(known.rpartition("$")[0].rpartition("$")[0]) or original(self, known, typed)
        ),
    )
    sign_in(client, password="not this one", expect=422)
    sign_in(client, email="who@example.com", password="not this one", expect=422)
    assert len(seen) == 2
    assert seen[0] == seen[1]


def test_an_unconfirmed_person_gets_another_letter_instead(client):
    add_person(email_verified_at=None)
    assert sign_in(client).location == "/en/account/mailbox"
    client.get("/en/account/settings", expect=302)
    assert "/account/verify/" in letters_to("hoa@example.com")[-1].body


def test_a_closed_account_opens_no_door(client):
    person = add_person()
    client.sign_in(person)
    client.get("/en/account/settings", expect=200)
    find_person(person.email).deactivated_at = clock.now()
    client.get("/en/account/settings", expect=302)
    assert "closed" in sign_in(client, expect=422).text


@pytest.mark.parametrize("page", ["/vi/messages/3", "/lo/search?q=ca%20phe"])
def test_next_leads_on(client, page):
    add_person()
    assert sign_in(client, address=f"{ADDRESS}?next={page.replace('%', '%25')}").location == page


@pytest.mark.parametrize(
    "trap",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_next_never_leads_away(client, trap):
    add_person()
    assert sign_in(client, address=f"{ADDRESS}?next={trap}").location == "/en/"


def test_ten_wrong_passwords_close_the_account_to_strangers_for_five_minutes(app):
    add_person()
    start = clock.now().replace(minute=0, second=0)
    with clock.frozen(start):
        for number in range(10):
            from_address(app, number, password="not this one", expect=422)
        refused = from_address(app, 11, expect=429)
        assert int(refused.headers["Retry-After"]) == 300
        from_address(app, 12, email="who@example.com", password="not this one", expect=422)
    with clock.frozen(start + timedelta(minutes=5)):
        from_address(app, 11, expect=302)


def test_ten_wrong_passwords_close_the_door_to_one_visitor(app, client):
    add_person()
    with clock.frozen(clock.now().replace(minute=0, second=0)):
        for number in range(10):
            sign_in(client, email=f"guess{number}@example.com", password="not this one", expect=422)
        sign_in(client, expect=429)
        from_address(app, 5, expect=302)


def test_strangers_cannot_lock_the_owner_out(app):
    """The owner's own browser has a count of its own."""
    add_person()
    own = app.test_client()
    sign_in(own, environ_base={"REMOTE_ADDR": "10.0.1.1"})
    own.post("/en/account/sign-out", expect=302)
    with clock.frozen(clock.now().replace(minute=0, second=0)):
        for number in range(10):
            from_address(app, number, password="not this one", expect=422)
        from_address(app, 11, expect=429)
        sign_in(own, environ_base={"REMOTE_ADDR": "10.0.1.1"}, expect=302)


def test_right_passwords_are_not_counted(app):
    add_person()
    for _time in range(12):
        from_address(app, 1, expect=302)


def from_address(app, number: int, **about):
    return sign_in(app.test_client(), environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}, **about)


# --- the cookie ---------------------------------------------------------------------------------------


def cookie_of(client) -> str:
    return f"session={client.get_cookie('session').value}"


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app, client):
    client.sign_in(add_person())
    copied = {"Cookie": cookie_of(client)}
    thief = app.test_client(use_cookies=False)
    thief.get("/en/account/settings", headers=copied, expect=200)

    out = client.post("/en/account/sign-out", expect=302)
    assert '"storage"' in out.headers["Clear-Site-Data"]
    thief.get("/en/account/settings", headers=copied, expect=302)


def test_signing_in_gives_a_new_session_and_ends_the_old_one(app, client):
    """A cookie planted before the sign-in, or left from another one, does not follow into it."""
    person = add_person()
    client.sign_in(person)
    planted = {"Cookie": cookie_of(client)}
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"
    sign_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session
    app.test_client(use_cookies=False).get("/en/account/settings", headers=planted, expect=302)
    assert len(list_sign_ins(person)) == 1


def test_a_forged_token_is_nobody(client):
    with client.session_transaction() as session:
        session["sign_in"] = "invented"
    client.get("/en/account/settings", expect=302)


def test_the_database_keeps_no_token(client):
    client.sign_in(add_person())
    with client.session_transaction() as session:
        token = session["sign_in"]
    assert token not in {row.token_hash for row in db.session.query(SignIn)}


@pytest.mark.parametrize(
    ("role", "idle"), [(StaffRole.NONE, timedelta(days=14)), (StaffRole.OFFICER, timedelta(hours=12))]
)
def test_who_does_nothing_is_signed_out(client, role, idle):
    client.sign_in(add_person(staff_role=role.value))
    with clock.frozen(clock.now() + idle + timedelta(minutes=1)):
        client.get("/en/account/settings", expect=302)


def test_who_only_reads_is_not_idle(client):
    """Looking may write nothing, and still it is activity."""
    client.sign_in(add_person(staff_role=StaffRole.OFFICER.value))
    start = clock.now()
    for hour in (5, 10, 15, 20):
        with clock.frozen(start + timedelta(hours=hour)):
            client.get("/en/account/settings", expect=200)


def test_nobody_stays_signed_in_for_ever(client):
    client.sign_in(add_person())
    start = clock.now()
    for day in range(7, 90, 7):
        with clock.frozen(start + timedelta(days=day)):
            client.get("/en/account/settings", expect=200)
    with clock.frozen(start + timedelta(days=90)):
        client.get("/en/account/settings", expect=302)


def test_noting_activity_does_not_stand_in_the_way_of_the_throttle(client):
    """Both write in one request, each in a transaction of its own; SQLite lets only one at a time."""
    person = add_person()
    client.sign_in(person)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        client.post(
            "/en/account/email",
            data={"email": "new@example.com", "current_password": "not this one"},
            expect=422,
        )


def test_sending_something_in_moves_last_seen(client):
    person = add_person()
    client.sign_in(person)
    later = clock.now() + timedelta(hours=1)
    with clock.frozen(later):
        client.post("/en/account/settings", data={"name": "Hoa", "lang": "en"}, expect=302)
    assert list_sign_ins(person)[0].last_seen_at == later


def test_the_device_is_named_as_people_name_it(client):
    person = add_person()
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
    sign_in(client, headers={"User-Agent": phone})
    assert list_sign_ins(person)[0].device == "Chrome, Android"


def test_signing_out_is_harmless_for_strangers_and_needs_a_post(client):
    client.post("/en/account/sign-out", expect=302)
    client.get("/en/account/sign-out", expect=405)
