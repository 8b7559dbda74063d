"""Loading the reference tables, again and from other files."""

import csv
import json
import re
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from marketplace.kernel.db import db
from marketplace.kernel.edition import current_edition
from marketplace.kernel.errors import Invalid
from marketplace.kernel.text.folding import fold
from marketplace.kernel.translated import Translated
from marketplace.reference.actions import Loaded, load_hs, load_reference
from marketplace.reference.categories import written_categories
from marketplace.reference.models import Category, HsHeading, Ward, WardSuccession
from marketplace.reference.places import present_province
from marketplace.reference.queries import (
    category,
    find_ward,
    former_wards,
    hs_heading,
    list_wards,
    present_wards,
)


@pytest.fixture
def hs_table(tmp_path):
    def write(*rows, columns=("code", "desc_en", "desc_vi")):
        file = tmp_path / "hs.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([columns, *rows])
        return file

    return write


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_second_load_writes_nothing_and_says_so(app):
    edition = current_edition()
    assert load_reference() == Loaded(0, 0, 0)
    assert current_edition() == edition


def test_a_changed_row_is_put_right_and_pages_are_told(app):
    edition = current_edition()
    db.session.get(Category, "mango").names = Translated(en="Mangoe")
    db.session.delete(db.session.get(HsHeading, "0804"))
    db.session.flush()
    assert load_reference() == Loaded(1, 0, 1)
    assert current_edition() == edition + 1
    assert category("mango").names["en"] == "Mango"


def test_a_row_of_our_own_stays(app):
    db.session.add(Category(code="saffron", parent_code="coffee-tea-spices", names=Translated(en="Saffron")))
    db.session.flush()
    load_reference()
    assert db.session.get(Category, "saffron").names["en"] == "Saffron"


def test_every_leaf_has_three_names_and_headings_that_exist(app):
    headings = set(db.session.scalars(select(HsHeading.code).where(HsHeading.level == 4)))
    leaves = [entry for entry in written_categories().values() if entry.is_leaf]
    assert 100 <= len(leaves) <= 130
    for entry in written_categories().values():
        assert not entry.names.missing, entry.code
    for leaf in leaves:
        assert leaf.hs_headings or leaf.parent_code == "services", leaf.code
        assert set(leaf.hs_headings) <= headings, leaf.code
        assert not written_categories()[leaf.parent_code].is_leaf


def test_headings_come_in_three_levels_without_the_remainder_chapter(app):
    levels = dict(db.session.execute(select(HsHeading.level, func.count()).group_by(HsHeading.level)).all())
    assert levels == {2: 96, 4: 1228, 6: 5612}
    assert db.session.get(HsHeading, "999999") is None


# --- wards of both geographies ------------------------------------------------------------------------


def test_wards_of_both_geographies_and_lao_districts_are_there(app):
    assert count(Ward) == 3321 + 10_035 + 5 + 148
    assert len(list_wards("VN-75")) == 95
    assert [ward.names["en"] for ward in list_wards("LA-AT")].count("Phouvong") == 1


def test_wards_of_before_the_merger_keep_district_and_validity(app):
    ward = find_ward("VN63-21556")
    assert ward.names["vi"] == "Phường Đống Đa, Thành phố Quy Nhơn"
    assert (ward.valid_from, ward.valid_until) == (None, date(2025, 6, 30))
    assert ward in list_wards("VN63-52")
    assert ward not in list_wards("VN-52")


def test_today_s_wards_agree_with_another_list(app):
    """vietnam-provinces has them as drafted: some under other numbers, and with the marks on other vowels."""
    from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH

    theirs = {
        (f"VN-{province['code']:02}", _bare(ward["name"]))
        for province in json.loads(NESTED_DIVISIONS_JSON_PATH.read_bytes())
        for ward in province["wards"]
    }
    ours = {
        (ward.province_code, _bare(ward.names.in_("vi").text)) for ward in db.session.scalars(select(Ward))
    }
    assert theirs - ours == set()


def _bare(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


def test_every_former_ward_has_one_main_successor_in_the_province_that_took_its_land(app):
    former, present = aliased(Ward), aliased(Ward)
    rows = db.session.execute(
        select(former.code, former.province_code, present.province_code)
        .join(WardSuccession, WardSuccession.former_code == former.code)
        .join(present, WardSuccession.present_code == present.code)
        .where(WardSuccession.is_main)
    ).all()
    assert len(rows) == len({code for code, *_ in rows}) == 10_040
    assert all(present_province(before).code == today for _, before, today in rows)


def test_a_divided_ward_has_several_successors_the_main_one_first(app):
    assert [ward.names["vi"] for ward in present_wards("VN63-21556")] == ["Phường Quy Nhơn"]
    divided = [ward.code for ward in present_wards("VN63-00007")]
    assert len(divided) > 1
    assert db.session.get(WardSuccession, ("VN63-00007", divided[0])).is_main
    assert {"VN63-21556"} <= {ward.code for ward in former_wards(present_wards("VN63-21556")[0].code)}
    assert [ward.names["vi"] for ward in present_wards("VN63-755")] == ["Đặc khu Côn Đảo"]
    assert present_wards("VN-26041") == former_wards("LA-1604") == []


def test_changed_successions_are_put_right(app):
    db.session.delete(db.session.get(WardSuccession, ("VN63-755", present_wards("VN63-755")[0].code)))
    db.session.flush()
    load_reference()
    assert len(present_wards("VN63-755")) == 1


# --- a fuller table of HS headings --------------------------------------------------------------------


def test_a_fuller_table_adds_vietnamese_and_outlives_the_next_load(app, hs_table):
    table = hs_table(("0901.11", "Coffee, raw", "Cà phê chưa rang"))
    assert load_hs(table) == 1
    assert load_hs(table) == 0
    assert load_reference() == Loaded(0, 0, 0)
    assert hs_heading("090111").names == Translated(vi="Cà phê chưa rang", en="Coffee, raw")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (("09011", "Coffee", ""), "Row 3, column code"),
        (("", "Coffee", ""), "Row 3, column code"),
        (("0901", "", " "), "Row 3, column desc_en"),
    ],
)
def test_an_error_names_row_and_column_and_changes_nothing(app, hs_table, row, complaint):
    before = hs_heading("0902").names
    with pytest.raises(Invalid, match=complaint):
        load_hs(hs_table(("0902", "Tea changed", "Chè"), row))
    assert hs_heading("0902").names == before


def test_a_table_without_a_column_is_refused(app, hs_table):
    with pytest.raises(Invalid, match="desc_vi"):
        load_hs(hs_table(("0901", "Coffee"), columns=("code", "desc_en")))
