"""Registering over the pages: in steps, with a break, by the rules of the country."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from marketplace.booths.models import Organization
from marketplace.kernel.db import db
from marketplace.kernel.files import StoredFile
from marketplace.moderation import actions as moderation
from tests.make import IDENTITIES, make_member, make_organization, make_person, make_staff, owner_of

START = {"kind": "cooperative", "country": "VN", "names-vi": "HTX Cầu Đất", "latin_name": ""}
VN = IDENTITIES["VN"]


@pytest.fixture
def hoa(app):
    """Somebody with a verified address and no organization."""
    return make_person("Hoa", email="hoa@example.com")


@pytest.fixture
def visitor(client, hoa):
    """Hoa at her browser."""
    return client.sign_in(hoa)


def begin(visitor, **changes) -> Organization:
    """The first step; returns what it made."""
    visitor.post("/en/register/", data=START | changes, expect=302)
    return db.session.query(Organization).order_by(Organization.id.desc()).first()


def step_data(name: str, country: str = "VN") -> dict:
    """What a person types in one step."""
    content = IDENTITIES[country]
    fields = {
        "identity": (
            "tax_code",
            "registration_number",
            "enterprise_number",
            "moic_number",
            "moic_on",
            "latin_name",
        ),
        "address": ("province", "ward", "address", "phone", "email"),
        "people": ("representative", "representative_role"),
    }
    typed = {field: content[field] for field in fields[name] if field in content}
    if name == "identity":
        typed |= {f"names-{lang}": text for lang, text in content["names"].items()}
    return typed


def upload(
    visitor, organization, kind: str, content: bytes = b"%PDF-1.7 paper", name="paper.pdf", expect=302
):
    return visitor.post(
        f"/en/register/{organization.id}/documents",
        data={"kind": kind, "file": (io.BytesIO(content), name)},
        expect=expect,
    )


def test_nobody_registers_without_an_account(client, app):
    answer = client.get("/en/register/", expect=302)
    assert "/account/sign-in" in answer.location


def test_an_unverified_address_comes_first(client, app):
    client.sign_in(make_person(is_verified=False))
    assert "verify your e-mail" in client.get("/en/register/", expect=200).text
    client.post("/en/register/", data=START, expect=403)
    assert db.session.query(Organization).count() == 0


def test_a_vietnamese_cooperative_registers_in_steps_and_comes_back(visitor, hoa, client):
    organization = begin(visitor)
    home = f"/en/register/{organization.id}"
    assert visitor.get(home, expect=302).location == f"{home}/identity"
    visitor.post(f"{home}/identity", data=START | step_data("identity"), expect=302)
    # She closes the browser, signs in another day and is led to where she stopped.
    other_day = client.application.test_client().sign_in(hoa)
    assert "HTX" in other_day.get("/en/register/", expect=200).text
    assert other_day.get(home, expect=302).location == f"{home}/address"
    other_day.post(f"{home}/address", data=step_data("address"), expect=302)
    other_day.post(f"{home}/people", data=step_data("people"), expect=302)
    assert other_day.get(home, expect=302).location == f"{home}/documents"
    other_day.post(f"{home}/send", expect=422)  # a paper is missing
    upload(other_day, organization, "cooperative_registration")
    assert other_day.get(home, expect=302).location == f"{home}/check"
    other_day.post(f"{home}/send", expect=302)
    assert organization.open_revision.state == "submitted"
    assert organization.open_revision.content["phone"] == "+84901234567"
    assert not organization.is_verified, "nothing is verified before an officer says so"


def test_a_lao_cooperative_is_asked_other_questions(visitor):
    organization = begin(
        visitor, country="LA", latin_name="Paksong Coffee", **{"names-vi": "", "names-lo": "ສະຫະກອນກາເຟ"}
    )
    page = visitor.get(f"/en/register/{organization.id}/identity", expect=200).text
    assert 'name="moic_number"' in page
    assert 'name="enterprise_number"' in page
    assert 'name="registration_number"' not in page
    assert organization.booth.slug == "paksong-coffee"


def test_a_lao_name_needs_latin_letters_at_once(visitor):
    answer = visitor.post(
        "/en/register/", data=START | {"country": "LA", "names-vi": "", "names-lo": "ສະຫະກອນ"}, expect=422
    )
    assert "ສະຫະກອນ" in answer.text, "what was typed is kept"


def test_a_foreign_buyer_has_fewer_steps(visitor):
    organization = begin(
        visitor, kind="foreign_buyer", country="TH", **{"names-vi": "", "names-en": "Ubon Trading"}
    )
    home = f"/en/register/{organization.id}"
    page = visitor.get(f"{home}/address", expect=200).text
    assert 'name="ward"' not in page
    assert visitor.get(f"{home}/people", expect=302).location == f"{home}/identity"
    visitor.post(
        f"{home}/identity",
        data={
            "kind": "foreign_buyer",
            "country": "TH",
            "names-en": "Ubon Trading",
            "registration_number": "0345550001234",
        },
        expect=302,
    )
    visitor.post(f"{home}/address", data=step_data("address", "TH"), expect=302)
    upload(visitor, organization, "foreign_registration")
    visitor.post(f"{home}/send", expect=302)
    assert organization.open_revision.state == "submitted"


@pytest.mark.parametrize(("kind", "country"), [("company", "TH"), ("foreign_buyer", "VN")])
def test_kind_and_country_must_fit(visitor, kind, country):
    visitor.post("/en/register/", data=START | {"kind": kind, "country": country}, expect=422)
    assert db.session.query(Organization).count() == 0


def test_a_wrong_tax_code_is_told_beside_its_field_and_kept(visitor):
    organization = begin(visitor)
    answer = visitor.post(
        f"/en/register/{organization.id}/identity",
        data=START | {"tax_code": "0100109107", "registration_number": "47"},
        expect=422,
    )
    assert 'value="0100109107"' in answer.text
    assert 'id="tax_code-error"' in answer.text
    assert organization.open_revision.content["tax_code"] == ""


def test_wards_are_offered_without_scripts(visitor):
    organization = begin(visitor)
    address = f"/en/register/{organization.id}/address"
    visitor.post(address, data={"province": "VN-75", "go": "wards"}, expect=302)
    assert 'value="VN-26041"' in visitor.get(address, expect=200).text
    # Another province, and the ward of the old one is forgotten rather than refused.
    visitor.post(address, data={"province": "VN-52", "ward": "VN-26041", "go": "wards"}, expect=302)
    assert organization.open_revision.content["ward"] == ""


def test_a_ward_of_another_province_is_refused(visitor):
    organization = begin(visitor)
    visitor.post(
        f"/en/register/{organization.id}/address", data={"province": "VN-52", "ward": "VN-26041"}, expect=422
    )


def test_changing_the_country_asks_again(visitor):
    organization = begin(visitor)
    home = f"/en/register/{organization.id}"
    answer = visitor.post(
        f"{home}/identity", data=START | {"country": "LA", "latin_name": "Cau Dat"}, expect=302
    )
    assert answer.location == f"{home}/identity"


def test_a_reason_leads_to_the_step_of_its_field(visitor):
    organization = begin(visitor)
    home = f"/en/register/{organization.id}"
    assert visitor.get(f"{home}?field=phone", expect=302).location == f"{home}/address"
    assert 'id="field-phone"' in visitor.get(f"{home}/address", expect=200).text
    assert visitor.get(f"{home}?field=documents", expect=302).location == f"{home}/documents"


def test_two_editors_see_both_versions(visitor):
    organization = begin(visitor)
    people = f"/en/register/{organization.id}/people"
    seen = organization.open_revision.version
    visitor.post(people, data={"representative": "Khamla", "version": seen}, expect=302)
    answer = visitor.post(people, data={"representative": "Hoa", "version": seen}, expect=409)
    assert "Khamla" in answer.text
    assert 'value="Hoa"' in answer.text
    assert organization.open_revision.content["representative"] == "Khamla"


def test_a_waiting_identity_is_not_edited(visitor, hoa):
    organization = make_organization(owner=hoa, is_verified=False)
    moderation.submit(organization.open_revision, by=hoa)
    home = f"/en/register/{organization.id}"
    for page in ("", "/identity", "/documents"):
        assert visitor.get(home + page, expect=302).location == f"{home}/check"
    visitor.post(f"{home}/take-back", expect=302)
    assert visitor.get(f"{home}/identity", expect=200)


def test_after_a_refusal_nothing_is_typed_again(visitor, hoa):
    organization = make_organization(owner=hoa, is_verified=False)
    revision = organization.open_revision
    moderation.submit(revision, by=hoa)
    db.session.flush()
    moderation.refuse(
        revision,
        by=make_staff(),
        seen_version=revision.version,
        reasons=[{"code": "other", "field": "phone"}],
    )
    home = f"/en/register/{organization.id}"
    assert VN["representative"] in visitor.get(f"{home}/people", expect=200).text
    visitor.post(f"{home}/people", data={"representative": "Somebody else"}, expect=302)
    content = organization.open_revision.content
    assert content["representative"] == "Somebody else"
    assert content["tax_code"] == VN["tax_code"]


@pytest.mark.parametrize("page", ["", "/identity", "/address", "/documents", "/check"])
def test_strangers_see_no_registration_and_clerks_may_not(client, app, page):
    organization = make_organization(is_verified=False)
    address = f"/en/register/{organization.id}{page}"
    client.sign_in(make_person()).get(address, expect=404)
    client.sign_in(make_member(organization, "clerk")).get(address, expect=403)
    client.sign_in(make_member(organization, "manager")).get(address, expect=302 if page == "" else 200)


# --- papers -------------------------------------------------------------------------------------------


@pytest.fixture
def organization(app):
    """A verified organization with one real paper."""
    return make_organization()


@pytest.fixture
def paper(client, organization, app) -> StoredFile:
    """The paper, as it was uploaded."""
    owner = app.test_client().sign_in(owner_of(organization))
    upload(owner, organization, "other", name="secret.pdf")
    return db.session.query(StoredFile).filter_by(filename="secret.pdf").one()


def test_a_paper_is_for_its_own_people(client, organization, paper):
    address = f"/en/register/{organization.id}/documents/{paper.id}"
    answer = client.sign_in(owner_of(organization)).get(address, expect=200)
    assert answer.data == b"%PDF-1.7 paper"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    client.sign_in(make_person()).get(address, expect=404)
    client.sign_in(make_member(organization, "clerk")).get(address, expect=403)
    client.application.test_client().get(address, expect=302)


def test_a_paper_is_not_reached_through_another_organization(client, organization, paper):
    other = make_organization(owner=make_person("Other"))
    client.sign_in(owner_of(other)).get(f"/en/register/{other.id}/documents/{paper.id}", expect=404)


def test_other_private_files_are_no_papers(client, organization, paper):
    paper.owner_kind = "message"
    client.sign_in(owner_of(organization)).get(
        f"/en/register/{organization.id}/documents/{paper.id}", expect=404
    )


def test_a_paper_of_the_same_kind_is_replaced_and_others_are_added(client, organization, paper):
    owner = client.sign_in(owner_of(organization))
    upload(owner, organization, "cooperative_registration", name="newer.pdf")
    upload(owner, organization, "other", name="more.pdf")
    names = [row["filename"] for row in organization.open_revision.content["documents"]]
    assert sorted(names) == ["more.pdf", "newer.pdf", "secret.pdf"]
    owner.post(f"/en/register/{organization.id}/documents/{paper.id}/remove", expect=302)
    assert "secret.pdf" not in str(organization.open_revision.content["documents"])
    owner.post(f"/en/register/{organization.id}/documents/{paper.id}/remove", expect=404)


def test_a_file_that_lies_is_refused_with_a_sentence(client, organization):
    owner = client.sign_in(owner_of(organization))
    answer = upload(owner, organization, "other", b"MZ program", "paper.pdf", expect=422)
    assert "paper.pdf" in answer.text


def test_papers_lie_outside_the_public_folders(app, organization, paper):
    assert paper.path(Path(app.config["PRIVATE_DIR"])).is_file()
    app.test_client().get(f"/media/{paper.key[:2]}/{paper.key}", expect=404)
