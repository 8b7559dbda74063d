"""Contacts are kept in one safe form, and only that form is linked."""

from __future__ import annotations

import pytest

from marketplace.booths.contacts import contact_link, is_normal, normal_contact

pytestmark = pytest.mark.usefixtures("app")  # sentences need a language


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("0901 234 567", "VN", "+84901234567"),
        ("(024) 3825-1234", "VN", "+842438251234"),
        ("020 5551 2345", "LA", "+8562055512345"),
        ("00856 20 5551 2345", "VN", "+8562055512345"),
        ("+66 2 123 4567", "TH", "+6621234567"),
    ],
)
def test_telephone_numbers_are_kept_as_they_are_dialled_from_abroad(typed, country, kept):
    assert normal_contact("phone", typed, country) == kept


@pytest.mark.parametrize(
    "typed", ["12", "hello", "0901 234 567 89 0123 45", "+0 123 456 789", "javascript:1"]
)
def test_what_is_no_telephone_number_is_refused(typed):
    with pytest.raises(ValueError, match="telephone"):
        normal_contact("zalo", typed, "VN")


def test_a_number_without_country_code_means_nothing_abroad():
    with pytest.raises(ValueError, match="telephone"):
        normal_contact("phone", "02 123 4567", "TH")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("web", "caudat.vn", "https://caudat.vn"),
        ("web", "HTTP://CauDat.vn/shop?x=1", "http://caudat.vn/shop?x=1"),
        ("facebook", "facebook.com/caudat", "https://facebook.com/caudat"),
        ("facebook", "https://www.facebook.com/caudat", "https://www.facebook.com/caudat"),
        ("email", "htx@EXAMPLE.com", "htx@example.com"),
    ],
)
def test_addresses_are_completed(kind, typed, kept):
    assert normal_contact(kind, typed, "VN") == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://caudat.vn",
        "https://caudat.vn@evil.example",
        "https://caudat.vn/ x",
        'https://caudat.vn/"onclick=',
        "https://localhost/",
        "mailto:hoa@example.com",
        "https://" + "a" * 300 + ".vn",
    ],
)
def test_only_plain_web_addresses_pass(typed):
    with pytest.raises(ValueError, match="web address"):
        normal_contact("web", typed, "VN")
    assert contact_link({"kind": "web", "value": typed}) == ""


def test_facebook_is_facebook():
    with pytest.raises(ValueError, match="Facebook"):
        normal_contact("facebook", "https://facebook.com.evil.example/caudat", "VN")


def test_links_lead_into_the_messengers():
    assert contact_link({"kind": "zalo", "value": "+84901234567"}) == "https://zalo.me/84901234567"
    assert contact_link({"kind": "whatsapp", "value": "+8562055512345"}) == "https://wa.me/8562055512345"
    assert contact_link({"kind": "phone", "value": "+84901234567"}) == "tel:+84901234567"
    assert contact_link({"kind": "email", "value": "htx@example.com"}) == "mailto:htx@example.com"


def test_rows_that_came_by_another_way_are_judged_too():
    assert is_normal({"kind": "phone", "value": "+84901234567"})
    assert not is_normal({"kind": "phone", "value": "0901234567"})
    assert not is_normal({"kind": "pigeon", "value": "+84901234567"})
    assert not is_normal({})
