"""What pages and forms ask the reference room."""

import pytest

from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.errors import NotFound
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference import memory, queries
from marketplace.reference.hs_codes import show_hs, typed_digits
from marketplace.reference.models import Category
from marketplace.reference.queries import (
    category,
    category_path,
    category_tree,
    find_hs,
    find_ward,
    has_code,
    list_categories,
    list_wards,
    names_of,
)


@pytest.fixture(autouse=True)
def fresh_shelf():
    queries.forget_categories()
    yield
    queries.forget_categories()


def test_the_tree_has_two_levels(app):
    tree = category_tree()
    assert len(tree) == 15
    assert tree[0][0].code == "coffee-tea-spices"
    assert all(leaves for _branch, leaves in tree)
    assert sum(1 + len(leaves) for _branch, leaves in tree) == len(list_categories())
    assert [entry.code for entry in category_path("green-coffee")] == ["coffee-tea-spices", "green-coffee"]
    assert [entry.code for entry in category_path("fruit")] == ["fruit"]


def test_an_unknown_category_is_not_found(app):
    with pytest.raises(NotFound):
        category("no-such-category")


def test_pages_ask_the_database_for_categories_once(app, count_queries):
    category("mango")
    with count_queries() as asked:
        category("mango")
        category_tree()
        category_path("mango")
    assert len(asked) == 0


def test_a_new_edition_is_noticed_after_five_seconds_and_not_before(app, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(memory.time, "monotonic", lambda: now)
    assert category("mango").names["en"] == "Mango"
    db.session.get(Category, "mango").names = Translated(en="Mangoes")
    new_edition()
    db.session.flush()
    now += memory.SECONDS_BETWEEN_CHECKS - 0.1
    assert category("mango").names["en"] == "Mango"
    now += 0.2
    assert category("mango").names["en"] == "Mangoes"


def test_without_a_new_edition_categories_are_not_read_again(app, monkeypatch, count_queries):
    now = 1000.0
    monkeypatch.setattr(memory.time, "monotonic", lambda: now)
    queries.forget_categories()  # they are read again at this clock's hour
    category("mango")
    now += 2 * memory.SECONDS_BETWEEN_CHECKS
    with count_queries() as asked:
        category("mango")
    assert len(asked) == 1  # the edition alone


# --- HS headings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0901.1", "09011", "0901 1", "0901.11.10", "໐໙໐໑.໑"])
def test_a_code_is_found_by_how_it_begins(app, typed):
    assert "090111" in [heading.code for heading in find_hs(typed)]


@pytest.mark.parametrize("typed", ["coffee", "COFFEE", "cà phê", "ca phe", "ກາເຟ"])
def test_coffee_is_found_in_every_language(app, typed):
    assert find_hs(typed)[0].code == "0901"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ຢາງພາລາ", "400122"), ("hạt điều", "080132"), ("nước mắm", "210390"), ("xi măng", "252329")],
)
def test_a_trade_name_leads_to_its_heading_first(app, typed, code):
    assert code in [heading.code for heading in find_hs(typed, limit=3)]


def test_every_word_of_a_tariff_text_must_begin_so(app):
    assert {heading.code[:4] for heading in find_hs("kieselg diatomite")} >= {"2512", "6901"}
    assert find_hs("ieselguhr") == []
    assert find_hs("kieselguhr trombones") == []


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "..", "ກກກກ"])
def test_nothing_is_found_for_nothing(app, typed):
    assert find_hs(typed) == []


def test_no_more_than_the_limit(app):
    assert len(find_hs("of", limit=7)) == 7


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("0901.11", "090111", "0901.11"),
        ("0901 21-10", "09012110", "0901.21.10"),
        ("0901211000", "0901211000", "0901.21.10.00"),
    ],
)
def test_a_typed_hs_code_is_cleaned_and_shown(typed, kept, shown):
    assert typed_digits(typed) == kept
    assert show_hs(kept) == shown


# --- wards and names ----------------------------------------------------------------------------------


def test_wards_of_a_province_by_name(app):
    names = [ward.names["vi"] for ward in list_wards("VN-44")]
    assert len(names) == 78
    assert names.index("Xã Lao Bảo") < names.index("Xã Lìa")
    assert {ward.province_code for ward in list_wards("LA-SV")} == {"LA-SV"}


def test_wards_of_nowhere(app):
    with pytest.raises(NotFound):
        list_wards("VN-99")
    assert find_ward("VN-99999") is None


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("category", "green-coffee"),
        ("country", "LA"),
        ("currency", "LAK"),
        ("gate", "lao-bao"),
        ("incoterm", "FCA"),
        ("place", "lao-bao"),
        ("place", "LA-CH"),
        ("province", "VN-75"),
        ("unit", "KGM"),
    ],
)
def test_every_code_has_names_in_three_languages(app, table, code):
    assert set(names_of(table, code)) == set(LANGUAGES)


def test_the_name_of_a_long_hs_code_is_that_of_its_subheading(app):
    assert "Coffee" in names_of("hs", "09011120")["en"]


@pytest.mark.parametrize("table", ["category", "country", "gate", "hs", "place", "province", "unit", "ward"])
def test_an_unknown_code_is_seen(app, table):
    assert not has_code(table, "nonsense")
    assert not has_code(table, "")


# --- answers for forms --------------------------------------------------------------------------------


def test_the_wards_of_a_province_for_a_form(client):
    answer = client.get("/lo/reference/wards?province=LA-CH")
    assert answer.status_code == 200
    assert {"code": "LA-1601", "name": "ປາກເຊ", "lang": "lo"} in answer.json
    assert answer.cache_control.public


def test_vietnamese_wards_say_that_they_are_vietnamese(client):
    choice = client.get("/en/reference/wards?province=VN-75").json[0]
    assert choice["lang"] == "vi"


@pytest.mark.parametrize("query", ["", "?province=", "?province=VN-99"])
def test_wards_of_an_unknown_province_are_not_found(client, query):
    assert client.get(f"/vi/reference/wards{query}").status_code == 404


def test_headings_for_a_form(client):
    found = client.get("/lo/reference/hs?q=ກາເຟ").json
    assert found[0]["shown"] == "0901"
    assert {"code", "shown", "name", "lang"} == set(found[0])
    assert client.get("/lo/reference/hs").json == []
