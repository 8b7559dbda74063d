"""What an identity and a booth need, country by country and kind by kind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marketplace.booths import rules
from marketplace.booths.states import DocumentKind, OrganizationKind
from marketplace.kernel import clock
from tests.make import BOOTH, IDENTITIES

pytestmark = pytest.mark.usefixtures("app")  # wards are rows


def identity(country: str, kind: str, **changes) -> dict:
    """A complete identity, papers included."""
    content = {"kind": kind, "country": country, "documents": []} | IDENTITIES[country] | changes
    if "documents" not in changes:
        papers = rules.required_documents(content)
        content["documents"] = [{"kind": str(one), "file_id": 1, "filename": "paper.pdf"} for one in papers]
    return content


@pytest.mark.parametrize("kind", [kind for kind in OrganizationKind if kind in rules.SELLERS])
@pytest.mark.parametrize("country", ["VN", "LA"])
def test_every_kind_of_seller_can_be_complete(country, kind):
    assert rules.identity_problems(identity(country, kind)) == {}


def test_a_foreign_buyer_needs_less():
    content = identity("TH", "foreign_buyer")
    assert rules.identity_problems(content) == {}
    assert rules.required_documents(content) == [DocumentKind.FOREIGN_REGISTRATION]
    assert not {"ward", "representative", "tax_code"} & set(rules.required_fields(content))


@pytest.mark.parametrize(
    "missing",
    ["names", "tax_code", "registration_number", "province", "ward", "address", "phone", "representative"],
)
def test_a_vietnamese_cooperative_needs(missing):
    assert missing in rules.identity_problems(identity("VN", "cooperative", **{missing: ""}))


@pytest.mark.parametrize("missing", ["latin_name", "enterprise_number", "moic_number", "moic_on", "ward"])
def test_a_lao_cooperative_needs(missing):
    assert missing in rules.identity_problems(identity("LA", "cooperative", **{missing: ""}))


def test_neither_country_asks_for_the_numbers_of_the_other():
    assert not {"enterprise_number", "moic_number", "latin_name"} & set(
        rules.required_fields(identity("VN", "company"))
    )
    assert not {"tax_code", "registration_number"} & set(rules.required_fields(identity("LA", "company")))


def test_papers_differ_by_country_and_kind():
    asked = {
        (country, kind): rules.required_documents(identity(country, kind))
        for country, kind in (
            ("VN", "company"),
            ("VN", "cooperative"),
            ("LA", "company"),
            ("LA", "department"),
        )
    }
    assert asked == {
        ("VN", "company"): [DocumentKind.BUSINESS_REGISTRATION],
        ("VN", "cooperative"): [DocumentKind.COOPERATIVE_REGISTRATION],
        ("LA", "company"): [DocumentKind.ENTERPRISE_REGISTRATION, DocumentKind.MOIC_RECOGNITION],
        ("LA", "department"): [DocumentKind.ESTABLISHMENT_DECISION],
    }


def test_a_missing_paper_is_named():
    problems = rules.identity_problems(identity("LA", "company", documents=[]))
    assert "Enterprise registration certificate" in problems["documents"]


def test_a_rule_binds_from_its_day_on():
    with clock.frozen(datetime(2023, 4, 1, tzinfo=UTC)):
        assert "moic_number" not in rules.required_fields({"kind": "company", "country": "LA"})
    with clock.frozen(datetime(2023, 4, 6, tzinfo=UTC)):
        assert "moic_number" in rules.required_fields({"kind": "company", "country": "LA"})


@pytest.mark.parametrize("code", ["0100109106", "0301442379", "0100109106-001", "0100109106001"])
def test_vietnamese_tax_codes_prove_themselves(code):
    assert rules.is_vietnamese_tax_code(code)


@pytest.mark.parametrize(
    "code", ["0100109107", "010010910", "0100109106-000", "0100109106-01", "abc", "", "٠١٠٠١٠٩١٠٦"]
)
def test_a_wrong_check_digit_or_length_is_found(code):
    assert not rules.is_vietnamese_tax_code(code)


def test_a_citizens_number_serves_households_only():
    assert "tax_code" not in rules.identity_problems(identity("VN", "household", tax_code="075190001234"))
    assert "tax_code" in rules.identity_problems(identity("VN", "company", tax_code="075190001234"))


@pytest.mark.parametrize(
    ("country", "kind", "changes", "field"),
    [
        ("VN", "cooperative", {"province": "LA-CH"}, "province"),
        ("VN", "cooperative", {"province": "VN63-52"}, "province"),
        ("VN", "cooperative", {"province": "nowhere"}, "province"),
        ("VN", "cooperative", {"ward": "LA-1604"}, "ward"),
        ("VN", "cooperative", {"names": {"en": "Cau Dat"}}, "names"),
        ("VN", "cooperative", {"phone": "12"}, "phone"),
        ("VN", "cooperative", {"email": "nobody"}, "email"),
        ("VN", "cooperative", {"founded_year": "2999"}, "founded_year"),
        ("VN", "foreign_buyer", {}, "kind"),
        ("TH", "company", {}, "kind"),
        ("TH", "foreign_buyer", {"names": {"lo": "ບໍລິສັດ"}}, "names"),
        ("LA", "cooperative", {"latin_name": "ສະຫະກອນ"}, "latin_name"),
        ("LA", "cooperative", {"enterprise_number": "no number"}, "enterprise_number"),
        ("LA", "cooperative", {"moic_on": "2999-01-01"}, "moic_on"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(country, kind, changes, field):
    assert field in rules.identity_problems(identity(country, kind, **changes))


def test_a_former_ward_is_refused_with_the_name_of_its_successor():
    problems = rules.identity_problems(identity("VN", "cooperative", ward="VN63-21556"))
    assert "Phường Quy Nhơn" in problems["ward"]


def test_an_empty_field_is_no_mistake_of_typing():
    assert rules.typing_problems({"country": "VN", "kind": "company", "tax_code": ""}, {"tax_code"}) == {}
    assert "tax_code" in rules.typing_problems(
        {"country": "VN", "kind": "company", "tax_code": "0100109107"}, {"tax_code"}
    )


def test_a_booth_with_the_least_is_complete():
    assert rules.booth_problems(BOOTH) == {}
    assert rules.booth_problems(BOOTH | {"sells": [], "buys": ["green-coffee"]}) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": {}}, "name"),
        ({"story": {}}, "story"),
        ({"languages": []}, "languages"),
        ({"contacts": []}, "contacts"),
        ({"contacts": [{"kind": "web", "value": "javascript:alert(1)"}]}, "contacts"),
        ({"sells": []}, "sells"),
        ({"sells": ["no-such-goods"]}, "sells"),
        ({"buys": ["no-such-goods"]}, "buys"),
    ],
)
def test_what_a_booth_lacks_is_named_by_its_field(changes, field):
    assert field in rules.booth_problems(BOOTH | changes)
