"""Who may look people up, appoint, close accounts; and the command that makes the first administrator."""

from __future__ import annotations

import pytest

from marketplace.accounts import actions, passwords
from marketplace.accounts.queries import find_person
from marketplace.accounts.states import StaffRole
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid, NotAllowed, WrongState
from marketplace.kernel.history import list_history
from tests.accounts.people import PASSWORD, add_person, letters_to

PEOPLE = "/en/backoffice/people"
VERBS = {
    "role": {"role": "editor"},
    "review-scope": {"provinces": ["VN-75"]},
    "deactivate": {"reason": "Misuse"},
    "sign-out": {},
}


def add_staff(role: StaffRole):
    return add_person(f"{role.value}@example.com", name=role.name.title(), staff_role=role.value)


@pytest.fixture
def administrator(app):
    return add_staff(StaffRole.ADMINISTRATOR)


@pytest.fixture
def office(client, administrator):
    """The administrator's browser."""
    return client.sign_in(administrator)


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        (StaffRole.NONE, 404),
        (StaffRole.EDITOR, 403),
        (StaffRole.OFFICER, 200),
        (StaffRole.ADMINISTRATOR, 200),
    ],
)
def test_who_may_look_people_up(client, role, answer):
    somebody = add_person("somebody@example.com")
    client.get(f"{PEOPLE}/", expect=302)
    client.sign_in(add_person("asker@example.com", staff_role=role.value))
    client.get(f"{PEOPLE}/", expect=answer)
    client.get(f"{PEOPLE}/{somebody.id}", expect=answer)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("role", "answer"),
    [
        (StaffRole.NONE, 404),
        (StaffRole.EDITOR, 403),
        (StaffRole.OFFICER, 403),
        (StaffRole.ADMINISTRATOR, 302),
    ],
)
def test_who_may_change_accounts(client, verb, role, answer):
    somebody = add_person("somebody@example.com", staff_role=StaffRole.OFFICER.value)
    client.post(f"{PEOPLE}/{somebody.id}/{verb}", data=VERBS[verb], expect=401)
    client.sign_in(add_person("asker@example.com", staff_role=role.value))
    client.post(f"{PEOPLE}/{somebody.id}/{verb}", data=VERBS[verb], expect=answer)
    assert bool(list_history(somebody)) is (answer == 302)


def test_people_are_found_by_a_part_of_name_or_address(office):
    add_person("hoa@example.com", name="Nguyễn Thị Hoà")
    add_person("khamla@example.com", name="ຄຳຫຼ້າ")
    for text, found, missing in (
        ("nguyen hoa", "hoa@example.com", "khamla@example.com"),
        ("ຄຳ", "khamla@example.com", "hoa@example.com"),
        ("KHAMLA@", "khamla@example.com", "hoa@example.com"),
        ("%", "Nobody found", "hoa@example.com"),
    ):
        page = office.get(f"{PEOPLE}/", query_string={"q": text}, expect=200).text
        assert found in page
        assert missing not in page


def test_the_list_has_pages_and_asks_a_steady_number_of_questions(office, count_queries):
    add_person("first@example.com")
    with count_queries() as few:
        office.get(f"{PEOPLE}/", expect=200)
    for number in range(60):
        add_person(f"person{number}@example.com", password_hash="-")
    with count_queries() as many:
        page = office.get(f"{PEOPLE}/?page=2", expect=200).text
    assert "first@example.com" in page
    assert len(many) == len(few) <= 12


def test_only_staff_are_listed_when_asked(office):
    add_person("hoa@example.com")
    assert "hoa@example.com" not in office.get(f"{PEOPLE}/?staff=1", expect=200).text


def test_an_appointment_ends_sign_ins_and_is_told_and_remembered(app, office, administrator):
    person = add_person()
    own = app.test_client().sign_in(person)
    office.post(f"{PEOPLE}/{person.id}/role", data={"role": "officer"}, expect=302)
    assert person.is_officer
    own.get("/en/account/settings", expect=302)
    row = list_history(person)[0]
    assert (row.verb, row.from_state, row.to_state, row.actor_id) == (
        "appoint",
        "",
        "officer",
        administrator.id,
    )
    assert "Cán bộ" in letters_to(person.email)[0].body or "Officer" in letters_to(person.email)[0].body


def test_a_role_is_taken_away(office):
    officer = add_staff(StaffRole.OFFICER)
    office.post(f"{PEOPLE}/{officer.id}/role", data={"role": "none"}, expect=302)
    assert not officer.is_staff
    office.post(f"{PEOPLE}/{officer.id}/role", data={"role": "king"}, expect=422)


def test_the_unconfirmed_cannot_be_staff(office):
    person = add_person(email_verified_at=None)
    office.post(f"{PEOPLE}/{person.id}/role", data={"role": "officer"}, expect=422)
    assert not person.is_staff


def test_administrators_have_no_power_over_themselves(office, administrator):
    office.post(f"{PEOPLE}/{administrator.id}/role", data={"role": "none"}, expect=403)
    office.post(f"{PEOPLE}/{administrator.id}/deactivate", data={"reason": "Tired"}, expect=403)
    assert administrator.is_administrator
    assert administrator.is_active


def test_what_an_officer_reviews(office):
    officer = add_staff(StaffRole.OFFICER)
    about = {"provinces": ["VN-75", "LA-CH"]}
    office.post(f"{PEOPLE}/{officer.id}/review-scope", data=about, expect=302)
    assert officer.review_provinces == ["LA-CH", "VN-75"]
    office.post(f"{PEOPLE}/{officer.id}/review-scope", data={"provinces": ["XX-1"]}, expect=422)
    office.post(f"{PEOPLE}/{officer.id}/role", data={"role": "editor"}, expect=302)
    assert officer.review_provinces == []


def test_an_editor_has_nothing_to_review(office, administrator):
    with pytest.raises(WrongState):
        actions.set_review_scope(add_staff(StaffRole.EDITOR), ["VN-75"], [], by=administrator)


def test_a_closed_account_is_signed_out_told_why_and_can_be_opened_again(app, office):
    person = add_person()
    own = app.test_client().sign_in(person)
    office.post(f"{PEOPLE}/{person.id}/deactivate", data={"reason": ""}, expect=422)
    office.post(f"{PEOPLE}/{person.id}/deactivate", data={"reason": "Invented company"}, expect=302)
    own.get("/en/account/settings", expect=302)
    assert "Invented company" in letters_to(person.email)[-1].body
    assert list_history(person)[0].note == "Invented company"
    office.post(f"{PEOPLE}/{person.id}/deactivate", data={"reason": "Twice"}, expect=409)

    office.post(f"{PEOPLE}/{person.id}/reactivate", expect=302)
    assert person.is_active
    office.post(f"{PEOPLE}/{person.id}/reactivate", expect=409)
    assert "Invented company" in office.get(f"{PEOPLE}/{person.id}", expect=200).text


def test_nobody_else_opens_a_closed_account(app):
    closed = add_person(deactivated_at=clock.now())
    with pytest.raises(NotAllowed):
        actions.reactivate(closed, by=add_staff(StaffRole.OFFICER))


def test_an_unknown_person_is_not_found(office):
    office.get(f"{PEOPLE}/999", expect=404)


# --- the command --------------------------------------------------------------------------------------


@pytest.fixture
def run(app):
    def create_staff(*arguments, **options):
        return app.test_cli_runner().invoke(args=["create-staff", *arguments], **options)

    return create_staff


def test_the_first_administrator_gets_a_link(run, client):
    said = run("Chi@Example.com", "--role", "administrator", "--name", "Chị Chi")
    assert said.exit_code == 0, said.output
    person = find_person("chi@example.com")
    assert person.is_administrator
    assert person.is_verified
    link = said.output.split("http://localhost:8000")[1].strip()
    client.post(link, data={"password": PASSWORD}, expect=302)
    client.post("/vi/account/sign-in", data={"email": "chi@example.com", "password": PASSWORD}, expect=302)
    client.get("/vi/backoffice/people/", expect=200)


def test_a_password_may_come_from_standard_input(run):
    said = run("chi@example.com", "--role", "officer", "--password-stdin", input=f"{PASSWORD}\n")
    assert said.exit_code == 0, said.output
    assert "http" not in said.output
    assert PASSWORD not in said.output
    assert passwords.is_right(find_person("chi@example.com").password_hash, PASSWORD)


def test_somebody_known_is_promoted_and_keeps_the_password(run):
    add_person()
    assert "http" not in run("hoa@example.com", "--role", "editor").output
    person = find_person("hoa@example.com")
    assert person.is_editor
    assert passwords.is_right(person.password_hash, PASSWORD)
    assert person.name == "Nguyễn Thị Hoa"


def test_a_strangers_password_does_not_become_staff(run, client):
    """Whoever signed up with this address before it was confirmed loses what they typed."""
    add_person(email_verified_at=None)
    said = run("hoa@example.com", "--role", "administrator")
    assert "/account/reset/" in said.output
    client.post("/vi/account/sign-in", data={"email": "hoa@example.com", "password": PASSWORD}, expect=422)


@pytest.mark.parametrize("weak", ["short", "matkhau123"])
def test_a_weak_password_makes_no_staff(run, weak):
    assert run("chi@example.com", "--role", "officer", "--password-stdin", input=weak).exit_code != 0
    assert find_person("chi@example.com") is None


def test_what_is_no_address_makes_no_staff(run):
    assert run("chi", "--role", "officer").exit_code != 0
    assert run("chi@example.com", "--role", "king").exit_code != 0


def test_a_closed_account_cannot_be_promoted(app):
    add_person(deactivated_at=clock.now())
    with pytest.raises(Invalid):
        actions.create_staff("hoa@example.com", StaffRole.OFFICER)
