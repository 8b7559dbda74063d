"""Provinces of both countries and both geographies, and what stands on them."""

from datetime import date

import pytest

from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.kernel.translated import LANGUAGES
from marketplace.reference.countries import all_currencies, countries, country, currency
from marketplace.reference.places import all_provinces, list_provinces, present_province, province
from marketplace.reference.tables import read_table
from marketplace.reference.trade_terms import all_gates, gate, list_gates, list_incoterms

LAST_DAY_OF_63 = date(2025, 6, 30)
FIRST_DAY_OF_34 = date(2025, 7, 1)


def test_each_geography_is_complete():
    assert len(list_provinces("VN", "vi", on=LAST_DAY_OF_63)) == 63
    assert len(list_provinces("VN", "vi", on=FIRST_DAY_OF_34)) == 34
    assert len(list_provinces("LA", "lo")) == 18


def test_the_same_number_meant_another_province_before_the_merger():
    assert province("VN63-52").names["vi"] == "Bình Định"
    assert province("VN-52").names["vi"] == "Gia Lai"


@pytest.mark.parametrize(
    ("former", "present"),
    [("VN63-52", "VN-52"), ("VN63-64", "VN-52"), ("VN63-62", "VN-51"), ("VN-75", "VN-75")],
)
def test_a_former_province_leads_to_the_one_that_holds_its_land(former, present):
    assert present_province(former).code == present


def test_every_former_province_has_a_present_successor():
    for one in all_provinces().values():
        assert not present_province(one.code).successor
        assert present_province(one.code).valid_until is None


def test_provinces_we_trade_between_have_names_in_three_languages():
    for one in [*list_provinces("VN", "vi"), *list_provinces("LA", "lo")]:
        assert not one.names.missing, one.code


def test_present_provinces_agree_with_another_list():
    from vietnam_provinces import Province

    ours = {one.code: one.names["vi"] for one in list_provinces("VN", "vi")}
    theirs = {f"VN-{one.code.value:02}": one.name.removeprefix("Thành phố ") for one in Province.iter_all()}
    assert ours == theirs


def test_today_is_what_the_clock_says():
    from datetime import UTC, datetime

    with clock.frozen(datetime(2025, 6, 1, tzinfo=UTC)):
        assert len(list_provinces("VN", "en")) == 63


def test_provinces_are_listed_by_name_without_regard_to_diacritics():
    names = [one.names["vi"] for one in list_provinces("VN", "vi")]
    assert names.index("Đà Nẵng") < names.index("Gia Lai")


def test_an_unknown_province_is_not_found():
    with pytest.raises(NotFound):
        province("VN-99")


def test_every_lao_district_lies_in_a_lao_province_and_has_a_name_of_its_own_there():
    districts = read_table("lao_districts")
    assert len(districts) == 148
    assert {row["province"] for row in districts} == {one.code for one in list_provinces("LA", "lo")}
    for column in ("code", "lo", "en"):
        keys = {(row["province"], row[column]) for row in districts}
        assert len(keys) == 148, column


# --- gates and terms ----------------------------------------------------------------------------------


def test_every_gate_joins_two_provinces_of_today():
    assert len(all_gates()) == 15
    for one in all_gates().values():
        assert not one.names.missing
        assert province(one.vietnam_province).country == "VN"
        assert not province(one.vietnam_province).successor
        assert one.lao_provinces
        assert all(province(code).country == "LA" for code in one.lao_provinces)


def test_gates_are_found_from_either_side():
    assert [one.code for one in list_gates("LA-AT")] == ["bo-y"]
    assert {one.code for one in list_gates("VN-44")} == {"cha-lo", "ca-roong", "lao-bao", "la-lay"}
    assert gate("lao-bao").is_international
    assert not gate("a-dot").is_international


def test_eleven_incoterms_and_the_four_of_the_sea():
    assert len(list_incoterms()) == 11
    assert {term.code for term in list_incoterms() if term.is_sea_only} == {"FAS", "FOB", "CFR", "CIF"}
    assert [term.code for term in list_incoterms(by_sea=False)][:4] == ["FCA", "CPT", "CIP", "DAP"]
    for term in list_incoterms():
        assert not term.names.missing
        assert not term.help.missing


# --- countries and currencies -------------------------------------------------------------------------


def test_the_region_stands_first_among_the_countries():
    assert [one.code for one in countries("lo")][:4] == ["VN", "LA", "TH", "CN"]
    assert country("LA").names["vi"] == "Lào"
    assert country("VN").names["lo"] == "ຫວຽດນາມ"
    assert len(countries("en")) == 249  # ISO 3166-1


@pytest.mark.parametrize("code", ["EU", "UN", "ZZ", "419", "vn"])
def test_what_is_no_country_is_not_found(code):
    with pytest.raises(NotFound):
        country(code)


def test_nobody_shows_the_minor_digits_iso_gives_the_kip():
    assert set(all_currencies()) == {"VND", "LAK", "USD", "THB", "CNY"}
    assert (currency("LAK").iso_digits, currency("LAK").display_digits) == (2, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_from_babel_carry_no_invisible_breaks(lang):
    for one in [*countries(lang), *all_currencies().values()]:
        assert one.names[lang]
        assert "\u200b" not in one.names[lang]
