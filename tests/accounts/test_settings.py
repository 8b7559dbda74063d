"""One's own account: language, password, address, sign-ins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.accounts import passwords
from marketplace.accounts.queries import find_person, list_sign_ins
from marketplace.kernel import clock
from marketplace.kernel.history import list_history
from tests.accounts.people import PASSWORD, add_person, letters_to, link_in

NEW = "hai con cua do"
PAGES = ("settings", "password", "email", "sign-ins")


@pytest.fixture
def person(app):
    return add_person(lang="en")


@pytest.fixture
def member(client, person):
    """Her own browser, signed in."""
    return client.sign_in(person)


@pytest.mark.parametrize("page", PAGES)
def test_the_account_is_for_its_owner(client, person, page):
    client.get(f"/en/account/{page}", expect=302)
    client.sign_in(person)
    client.get(f"/en/account/{page}", expect=200)


@pytest.mark.parametrize("page", [*PAGES[:3], "sign-ins/1/end", "sign-ins/end-others"])
def test_nobody_writes_into_an_account(client, page):
    client.post(f"/en/account/{page}", expect=401)


def test_another_language_speaks_at_once(member, person):
    answer = member.post("/en/account/settings", data={"name": "Hoa", "lang": "lo"}, expect=302)
    assert answer.location == "/lo/account/settings"
    assert (person.name, person.lang) == ("Hoa", "lo")


@pytest.mark.parametrize("wrong", [{"name": ""}, {"lang": "fr"}, {"name": "x" * 101}])
def test_settings_are_checked(member, person, wrong):
    member.post("/en/account/settings", data={"name": "Hoa", "lang": "lo"} | wrong, expect=422)
    assert person.lang == "en"


def test_what_is_not_on_the_form_cannot_be_set(member, person):
    member.post(
        "/en/account/settings",
        data={"name": "Hoa", "lang": "en", "staff_role": "administrator", "email": "x@example.com"},
        expect=302,
    )
    assert (person.staff_role, person.email) == ("", "hoa@example.com")


# --- password -----------------------------------------------------------------------------------------


def change_password(client, current=PASSWORD, new=NEW, expect=302):
    about = {"current_password": current, "password": new}
    return client.post("/en/account/password", data=about, expect=expect)


def test_a_new_password_ends_other_sign_ins_and_is_told(app, member, person):
    elsewhere = app.test_client().sign_in(person)
    before = member.get_cookie("session").value
    change_password(member)
    assert passwords.is_right(person.password_hash, NEW)
    member.get("/en/account/settings", expect=200)
    elsewhere.get("/en/account/settings", expect=302)
    copied = {"Cookie": f"session={before}"}
    app.test_client(use_cookies=False).get("/en/account/settings", headers=copied, expect=302)
    assert letters_to(person.email)[-1].subject == "Your password has been changed"
    assert list_history(person)[0].verb == "change_password"


def test_a_new_password_needs_the_present_one(member, person):
    change_password(member, current="not this one", expect=422)
    assert passwords.is_right(person.password_hash, PASSWORD)


def test_the_present_password_cannot_be_guessed_by_whoever_holds_the_phone(member):
    with clock.frozen(clock.now().replace(minute=0, second=0)):
        for _time in range(10):
            change_password(member, current="not this one", expect=422)
        change_password(member, expect=429)


def test_a_new_password_voids_letters_sent_before(member, person):
    member.post("/en/account/forgot", data={"email": person.email}, expect=302)
    link = link_in(letters_to(person.email)[-1])
    change_password(member)
    member.get(link, expect=410)


# --- address ------------------------------------------------------------------------------------------


def change_email(client, email="new@example.com", password=PASSWORD, expect=302):
    about = {"email": email, "current_password": password}
    return client.post("/en/account/email", data=about, expect=expect)


def test_a_new_address_counts_once_it_has_answered(member, person):
    assert change_email(member, "New@Example.com").location == "/en/account/mailbox"
    assert person.email == "hoa@example.com"
    link = link_in(letters_to("new@example.com")[0])
    member.get(link, expect=200)
    assert person.email == "hoa@example.com"
    member.post(link, expect=302)
    assert person.email == "new@example.com"
    assert letters_to("hoa@example.com")[-1].subject == "Your e-mail address has been changed"
    assert list_history(person)[0].details == {"before": "hoa@example.com", "after": "new@example.com"}
    member.post(link, expect=410)


def test_letters_to_the_old_address_are_void(member, person):
    member.post("/en/account/forgot", data={"email": person.email}, expect=302)
    reset = link_in(letters_to(person.email)[-1])
    change_email(member)
    member.post(link_in(letters_to("new@example.com")[0]), expect=302)
    member.get(reset, expect=410)


def test_the_pass_to_a_new_address_expires(member):
    change_email(member)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        member.post(link_in(letters_to("new@example.com")[0]), expect=410)


def test_a_new_address_needs_the_password(member):
    change_email(member, password="not this one", expect=422)
    assert letters_to("new@example.com") == []


def test_the_present_address_is_no_new_one(member):
    change_email(member, "hoa@example.com", expect=422)


def test_a_taken_address_is_not_given_away(member, person):
    add_person("other@example.com")
    free, taken = change_email(member, "free@example.com"), change_email(member, "other@example.com")
    assert free.location == taken.location
    assert "/confirm-email/" not in letters_to("other@example.com")[0].body


def test_who_was_faster_keeps_the_address(member, person):
    change_email(member)
    add_person("new@example.com")
    member.post(link_in(letters_to("new@example.com")[0]), expect=410)
    assert person.email == "hoa@example.com"


# --- sign-ins -----------------------------------------------------------------------------------------


def test_one_browser_is_signed_out_from_afar(app, member, person):
    lost = app.test_client().sign_in(person)
    row = max(list_sign_ins(person), key=lambda one: one.id)
    member.post(f"/en/account/sign-ins/{row.id}/end", expect=302)
    lost.get("/en/account/settings", expect=302)
    member.get("/en/account/settings", expect=200)


def test_somebody_elses_sign_in_does_not_exist(app, member):
    other = add_person("other@example.com")
    theirs = app.test_client().sign_in(other)
    member.post(f"/en/account/sign-ins/{list_sign_ins(other)[0].id}/end", expect=404)
    theirs.get("/en/account/settings", expect=200)


def test_all_others_are_signed_out(app, member, person):
    others = [app.test_client().sign_in(person) for _one in range(2)]
    member.post("/en/account/sign-ins/end-others", expect=302)
    for other in others:
        other.get("/en/account/settings", expect=302)
    member.get("/en/account/settings", expect=200)
    assert len(list_sign_ins(find_person(person.email))) == 1
