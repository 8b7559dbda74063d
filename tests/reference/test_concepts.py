"""A listing in one language is found by the words of the others."""

from collections import Counter, defaultdict
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, Stale
from marketplace.kernel.history import list_history
from marketplace.kernel.text.analysis import index_words
from marketplace.kernel.text.lao import spell
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference import concept_keeping as keeping
from marketplace.reference.categories import written_categories
from marketplace.reference.concepts import (
    all_concepts,
    broader_concepts,
    concepts_called,
    concepts_named,
    concepts_of,
    names_of_concepts,
)
from marketplace.reference.english import ways_to_write
from marketplace.reference.models import HsHeading, TradeConcept
from marketplace.reference.queries import get_concept, list_concepts
from marketplace.reference.tables import listed, read_table

#: What the demo region trades: leaf → one usual word in each language.
EVERYDAY = {
    "green-coffee": ("cà phê", "coffee", "ກາເຟ"),
    "pepper": ("tiêu", "pepper", "ພິກໄທ"),
    "cashew": ("điều", "cashew", "ໝາກມ່ວງຫິມະພານ"),
    "natural-rubber": ("cao su", "rubber", "ຢາງພາລາ"),
    "cassava": ("sắn", "cassava", "ມັນຕົ້ນ"),
    "sticky-rice": ("gạo nếp", "sticky rice", "ເຂົ້າໜຽວ"),
    "durian": ("sầu riêng", "durian", "ທຸລຽນ"),
    "fish-sauce": ("nước mắm", "fish sauce", "ນ້ຳປາ"),
    "rattan-bamboo-weaving": ("mây", "rattan", "ຫວາຍ"),
    "wooden-furniture": ("bàn ghế", "furniture", "ເຟີນີເຈີ"),
    "silk": ("lụa", "silk", "ຜ້າໄໝ"),
    "medicinal-herbs": ("đười ươi", "malva nut", "ໝາກຈອງ"),
}
EDITOR = SimpleNamespace(id=None, name="Editor 1", is_editor=True)


def codes(text: str, category: str | None = None) -> list[str]:
    return [concept.code for concept in concepts_named(text, category)]


def tied(category: str, name: str, lang: str = "vi", hs: str = "") -> list[str]:
    return [concept.code for concept in concepts_of(category, hs, Translated({lang: name}))]


# --- what is tied -------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", EVERYDAY)
def test_a_listing_in_one_language_carries_the_words_of_all(app, category):
    for lang, name in zip(LANGUAGES, EVERYDAY[category], strict=True):
        said = names_of_concepts(concepts_of(category, "", Translated({lang: name})))
        for word in EVERYDAY[category]:
            assert set(index_words(word)) <= set(index_words(said)), (name, word)


def test_every_name_ties_a_listing_in_its_leaf_to_its_concept(app):
    for concept in all_concepts().by_code.values():
        for lang in LANGUAGES:
            for name in concept.names[lang]:
                assert concept.code in tied(concept.categories[0], name.upper(), lang), (concept.code, name)


@pytest.mark.parametrize(
    ("name", "category", "expected"),
    [
        ("Nước mắm nhĩ Phan Thiết", "fish-sauce", ["first-press-fish-sauce"]),
        ("Mật ong hoa cà phê 500 ml", "honey", ["honey-coffee"]),
        ("Coffee blossom honey", "honey", ["honey-coffee"]),
        ("ໝາກມ່ວງຫິມະພານ ອັດຕະປື", "cashew", ["cashew"]),
        ("ໝາກມ່ວງສຸກຈາກຈຳປາສັກ", "mango", ["mango"]),
        ("ຫມາກມ່ວງ", "mango", ["mango"]),
    ],
)
def test_the_longest_trade_name_wins(app, name, category, expected):
    assert tied(category, name) == expected


def test_a_short_lao_word_is_not_seen_inside_another(app):
    assert tied("tea", "ຊາຂຽວ") == ["green-tea"]
    assert "tea" not in tied("stone-sand", "ຊາຍກໍ່ສ້າງ")


def test_a_specific_product_answers_the_general_name_but_not_the_other_way_round(app):
    robusta = concepts_of("green-coffee", "", Translated(vi="Cà phê Robusta"))
    assert "robusta coffee" in names_of_concepts(robusta).split(", ")
    assert "coffee" in names_of_concepts(broader_concepts(robusta)).split(", ")
    general = names_of_concepts(concepts_of("green-coffee", "", Translated(vi="Cà phê")))
    assert "robusta coffee" not in general.split(", ")


@pytest.mark.parametrize(
    ("category", "name", "neighbour"),
    [
        ("dragon-fruit", "Thanh long ruột trắng", "red dragon fruit"),
        ("fresh-fish", "Cá tầm", "salmon"),
        ("fresh-vegetables", "Bông cải xanh", "cauliflower"),
        ("flour", "Lúa mạch", "wheat"),
        ("roasted-coffee", "Cà phê bột", "roasted coffee bean"),
    ],
)
def test_goods_do_not_answer_to_the_names_of_their_neighbours(app, category, name, neighbour):
    tied_to = concepts_of(category, "", Translated(vi=name))
    assert tied_to
    assert neighbour not in names_of_concepts([*tied_to, *broader_concepts(tied_to)]).split(", ")


@pytest.mark.parametrize(
    ("category", "name", "expected"),
    [
        ("sawn-timber", "Gỗ keo xẻ sấy", ["acacia", "sawn-timber"]),
        ("sawn-timber", "ໄມ້ສັກແປຮູບ", ["teak", "sawn-timber"]),
        ("sawn-timber", "Gỗ thông tròn", ["pine-wood"]),
        ("green-coffee", "Cà phê robusta nhân xô", ["robusta", "green-coffee"]),
        ("green-coffee", "Green arabica coffee", ["arabica", "green-coffee"]),
        ("cardamom", "Hạt nhục đậu khấu", ["nutmeg"]),
    ],
)
def test_a_name_said_around_the_kind_is_read_as_well(app, category, name, expected):
    assert tied(category, name) == expected


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("timber", "sawn-timber"),
        ("chim", "quail-pigeon"),
        ("hải sản", "tuna"),
        ("ອາຫານທະເລ", "red-snapper"),
        ("cement bags", "bagged-cement"),
        ("bao xi măng", "cement"),
        ("cow", "cattle"),
        ("gao st 25", "st25-rice"),
        ("ST 25 rice", "st25-rice"),
    ],
)
def test_what_buyers_type_is_a_name_of_the_goods_or_of_what_they_are_a_kind_of(app, typed, kind):
    goods = [all_concepts().by_code[kind]]
    assert {one.code for one in concepts_called(typed)} & {
        one.code for one in [*goods, *broader_concepts(goods)]
    }


def test_a_name_typed_without_diacritics_is_read_within_its_category(app):
    assert tied("pineapple", "dua tuoi Dong Giao") == ["pineapple"]
    assert tied("coconut", "dua xiem Ben Tre") == ["young-coconut"]


def test_diacritics_decide_where_they_are_typed(app):
    assert codes("dừa", "fruit") == ["coconut"]
    assert codes("dứa", "fruit") == ["pineapple"]
    assert codes("bơ", "avocado") == ["avocado"]
    assert codes("hoà", "fruit") == codes("hòa", "fruit")


def test_short_words_count_in_their_own_branch_only(app):
    assert tied("ceramics", "Bình hoa cho me") == ["vase"]
    assert codes("me", "jackfruit-tamarind") == ["tamarind"]
    assert "tamarind" not in tied("pepper", "me")


def test_goods_in_the_wrong_drawer_are_recognised_by_the_head_of_their_name(app):
    assert tied("cement", "Sầu riêng tươi") == ["durian"]
    assert tied("cement", "Fresh durian from Dong Nai", "en") == ["durian"]
    assert "coffee" not in tied("packaging", "Coffee wrappings with valve", "en")


def test_without_a_trade_word_the_heading_or_the_category_speaks(app):
    assert tied("green-coffee", "R1 S18", hs="09011110") == ["green-coffee"]
    assert tied("cement", "PCB 40") == ["cement"]
    assert tied("roasted-coffee", "R1 S18") == ["roasted-coffee"]
    assert tied("longan-lychee-rambutan", "Đặc sản") == []


def test_english_names_have_their_plural_and_the_other_spelling():
    assert set(ways_to_write("chilli pepper")) == {
        "chilli pepper",
        "chilli peppers",
        "chili pepper",
        "chili peppers",
    }
    assert set(ways_to_write("shelves")) == {"shelves", "shelf"}
    assert set(ways_to_write("cherry")) == {"cherry", "cherries"}


# --- our table ----------------------------------------------------------------------------------------


def test_the_table_is_whole(app):
    rows = read_table("trade_concepts")
    known = set(db.session.scalars(select(HsHeading.code)))
    leaves = {entry.code for entry in written_categories().values() if entry.is_leaf}
    by_code = {row["code"]: row for row in rows}
    assert len(rows) == len(by_code) >= 400
    claims = defaultdict(list)
    for row in rows:
        filed = listed(row["categories"])
        headings = {heading for leaf in filed for heading in written_categories()[leaf].hs_headings}
        assert filed, row["code"]
        assert set(filed) <= leaves, row["code"]
        assert {code for code in listed(row["hs"]) if code not in known} == set(), row["code"]
        assert {code[:4] for code in listed(row["hs"])} <= headings, row["code"]
        assert not row["broader"] or row["broader"] in by_code, row["code"]
        for lang in LANGUAGES:
            names = listed(row[lang], "|")
            assert names, (row["code"], lang)
            for name in names:
                assert name == spell(name).strip().lower(), (row["code"], name)
                claims[lang, name].append(row)
    twice = {name: rows for (_, name), rows in claims.items() if len(rows) > 1}
    for name, rows_of_name in twice.items():
        assert all(name in listed(row["shared"], "|") for row in rows_of_name), name
    assert {leaf for row in rows for leaf in listed(row["categories"])} == leaves
    assert max(Counter(code for code in by_code).values()) == 1


def test_a_newer_table_changes_what_staff_left_alone_and_nothing_else(app, monkeypatch):
    concept = get_concept("malva-nut")
    content = keeping.ConceptContent.of(concept)
    content.names["lo"] = ["ໝາກຈອງບານ"]
    keeping.edit_concept(concept, content, by=EDITOR, seen_version=concept.version)
    newer = keeping.shipped_concepts()["malva-nut"]
    newer.names = newer.names | {"lo": ["ໝາກຈອງໃໝ່"], "en": ["malva nut", "pang da hai"]}
    monkeypatch.setattr(keeping, "shipped_concepts", lambda: {"malva-nut": newer})
    assert keeping.load_concepts() == 1
    assert concept.names["lo"] == ["ໝາກຈອງບານ"]
    assert concept.names["en"] == ["malva nut", "pang da hai"]
    assert keeping.load_concepts() == 0


# --- editing ------------------------------------------------------------------------------------------


def test_an_editor_adds_a_name_and_listings_follow_at_once(app):
    assert codes("hạt bay xứ lào", "medicinal-herbs") == []
    keeping.add_name(get_concept("malva-nut"), "vi", "Hạt bay xứ Lào", by=EDITOR)
    assert codes("hạt bay xứ lào", "medicinal-herbs") == ["malva-nut"]
    newest = list_history(get_concept("malva-nut"))[0]
    assert (newest.verb, newest.actor_name) == ("edit", "Editor 1")
    assert "hạt bay xứ lào" in newest.details["names.vi"]["after"]


def test_a_retired_concept_ties_nothing_until_it_is_restored(app):
    concept = get_concept("benzoin")
    keeping.retire_concept(concept, by=EDITOR)
    assert "benzoin" not in codes("cánh kiến trắng", "resins-lac")
    keeping.load_concepts()
    assert concept.retired_at
    keeping.restore_concept(concept, by=EDITOR)
    assert codes("cánh kiến trắng", "resins-lac") == ["benzoin"]


def test_what_was_changed_meanwhile_is_not_written_over(app):
    concept = get_concept("benzoin")
    with pytest.raises(Stale) as stale:
        keeping.edit_concept(
            concept, keeping.ConceptContent.of(concept), by=EDITOR, seen_version=concept.version - 1
        )
    assert stale.value.details["theirs"].names["en"] == concept.names["en"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("names_vi", {"names": {"vi": [], "en": ["x"], "lo": ["ກ"]}}),
        ("names_en", {"names": {"vi": ["x"], "en": ["coffee"], "lo": ["ກ"]}}),
        ("categories", {"categories": ["fruit"]}),
        ("hs_codes", {"hs_codes": ["9999"]}),
        ("broader_code", {"broader_code": "benzoin"}),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(app, field, wrong):
    concept = get_concept("benzoin")
    content = keeping.ConceptContent.of(concept)
    for name, value in wrong.items():
        setattr(content, name, value)
    with pytest.raises(Invalid) as refusal:
        keeping.edit_concept(concept, content, by=EDITOR, seen_version=concept.version)
    assert refusal.value.details["field"] == field


def test_only_editors_keep_concepts(app):
    concept = get_concept("benzoin")
    officer = SimpleNamespace(id=None, name="Officer 1", is_editor=False)
    for act in (keeping.retire_concept, keeping.restore_concept):
        with pytest.raises(NotAllowed):
            act(concept, by=officer)
    with pytest.raises(NotAllowed):
        keeping.add_name(concept, "vi", "x", by=officer)


def test_concepts_are_found_by_any_name_with_or_without_diacritics(app):
    for typed in ("duoi uoi", "malva", "ໝາກຈອງ", "malva-nut"):
        assert "malva-nut" in [concept.code for concept in list_concepts(typed)]
    unsure = list_concepts(is_unsure=True)
    assert unsure
    assert all(isinstance(one, TradeConcept) and one.is_lao_unsure for one in unsure)
