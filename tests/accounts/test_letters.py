"""Every letter of this room, in every language, and what the night forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.accounts import notices
from marketplace.accounts.jobs import forget_old_secrets
from marketplace.accounts.letters import compose
from marketplace.accounts.models import Pass, Person, SignIn
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.mail import Letter
from marketplace.kernel.translated import LANGUAGES
from tests.accounts.people import add_person, letters_to

DAY = timedelta(hours=24)
LETTERS = {
    "verify_email": lambda person: notices.verify_email(person.email, person.lang, "secret", DAY),
    "welcome_known_address": notices.address_known,
    "reset_password": lambda person: notices.reset_password(person, "secret", DAY),
    "reset_unknown_address": lambda person: notices.no_account_to_reset(person.email, person.lang),
    "password_changed": notices.password_changed,
    "change_email": lambda person: notices.confirm_new_email(person, "new@example.com", "secret", DAY),
    "email_changed": lambda person: notices.email_changed(person, "old@example.com"),
    "staff_role_changed": notices.staff_role_changed,
    "account_closed": lambda person: notices.account_closed(person, "Invented company"),
    "account_opened_again": notices.account_opened_again,
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("contact", ["", "help@example.com"])
@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_is_whole_in_every_language(app, monkeypatch, name, contact, lang):
    monkeypatch.setitem(app.config, "OWNER_EMAIL", contact)
    person = Person(email="hoa@example.com", name="Hoa", lang=lang, staff_role="officer")
    LETTERS[name](person)
    (letter,) = (one for one in db.session.new if isinstance(one, Letter))
    assert letter.lang == lang
    assert letter.subject
    assert "%(" not in letter.body
    assert "\n\n\n" not in letter.body
    assert letter.body.rstrip().endswith(contact or app.config["SITE_NAME"])
    if app.config["SITE_URL"] in letter.body:
        assert f"{app.config['SITE_URL']}/{lang}/" in letter.body


def test_a_letter_to_an_unconfirmed_address_says_nothing_a_stranger_typed(client):
    client.post(
        "/en/account/sign-up",
        data={
            "name": "Visit evil.example",
            "email": "victim@example.com",
            "password": "ba con voi xanh",
            "lang": "en",
        },
        expect=302,
    )
    (letter,) = letters_to("victim@example.com")
    assert "evil" not in letter.body + letter.subject + letter.to_name


def test_a_line_break_in_a_name_forges_no_header(app):
    assert add_person(name="Hoa\r\nBcc: world@example.com").name == "Hoa Bcc: world@example.com"


def test_a_letter_speaks_its_readers_language_within_another_page(app):
    """Dates and texts in a letter follow the reader, and the page goes on in its own language."""
    from flask import g

    with app.test_request_context("/en/"):
        g.lang = "en"
        subject, _body = compose("password_changed", "vi", path="/{lang}/", person_name="Hoa")
        assert subject
        assert g.lang == "en"


def test_the_night_forgets_what_is_spent(app, client):
    person = add_person()
    client.sign_in(person)
    client.post("/en/account/forgot", data={"email": person.email}, expect=302)
    forget_old_secrets()
    assert (db.session.query(Pass).count(), db.session.query(SignIn).count()) == (1, 1)
    client.post("/en/account/sign-out", expect=302)
    with clock.frozen(clock.now() + timedelta(days=31)):
        forget_old_secrets()
    assert (db.session.query(Pass).count(), db.session.query(SignIn).count()) == (0, 0)
