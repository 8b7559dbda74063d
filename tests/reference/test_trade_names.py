"""A listing in one language is found by the words of the others."""

import pytest

from marketplace.kernel.text.analysis import index_words
from marketplace.kernel.text.lao import spell
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference.aliases import all_goods, goods_named, other_names
from marketplace.reference.categories import written_categories

#: What the demo region trades: leaf → one usual word in each language.
EVERYDAY = {
    "green-coffee": ("cà phê", "coffee", "ກາເຟ"),
    "roasted-coffee": ("cà phê", "coffee", "ກາເຟ"),
    "pepper": ("tiêu", "pepper", "ພິກໄທ"),
    "cashew": ("điều", "cashew", "ໝາກມ່ວງຫິມະພານ"),
    "natural-rubber": ("cao su", "rubber", "ຢາງພາລາ"),
    "cassava": ("sắn", "cassava", "ມັນຕົ້ນ"),
    "rice": ("gạo", "rice", "ເຂົ້າສານ"),
    "sticky-rice": ("gạo nếp", "sticky rice", "ເຂົ້າໜຽວ"),
    "mango": ("xoài", "mango", "ໝາກມ່ວງ"),
    "durian": ("sầu riêng", "durian", "ທຸລຽນ"),
    "fish-sauce": ("nước mắm", "fish sauce", "ນ້ຳປາ"),
    "raw-rattan-bamboo": ("mây", "rattan", "ຫວາຍ"),
    "rattan-bamboo-weaving": ("mây", "rattan", "ຫວາຍ"),
    "ceramics": ("gốm", "ceramics", "ເຊລາມິກ"),
    "wooden-furniture": ("đồ gỗ", "furniture", "ເຟີນີເຈີ"),
    "silk": ("lụa", "silk", "ຜ້າໄໝ"),
    "cotton-yarn": ("vải bông", "cotton", "ຜ້າຝ້າຍ"),
    "tea": ("chè", "tea", "ຊາ"),
    "honey": ("mật ong", "honey", "ນ້ຳເຜິ້ງ"),
}


def texts(code: str) -> list[tuple[str, str]]:
    return list(zip(LANGUAGES, EVERYDAY[code], strict=True))


@pytest.mark.parametrize("category", EVERYDAY)
@pytest.mark.parametrize("written", LANGUAGES)
def test_a_listing_in_one_language_carries_the_words_of_the_others(category, written):
    name = dict(texts(category))[written]
    found = set(index_words(other_names(category, Translated({written: name}))))
    for lang, word in texts(category):
        if lang != written:
            assert set(index_words(word)) <= found, (name, word)


@pytest.mark.parametrize("category", EVERYDAY)
def test_its_own_name_is_not_repeated(category):
    for lang, name in texts(category):
        assert name not in other_names(category, Translated({lang: name})).split(", ")


def test_the_longest_trade_name_wins():
    assert [good.code for good in goods_named("Nước mắm nhĩ Phan Thiết", "fish-sauce")] == ["fish-sauce"]
    assert [good.code for good in goods_named("ໝາກມ່ວງຫິມະພານ ອັດຕະປື")] == ["cashew"]
    assert "mango" not in other_names("cashew", Translated(lo="ໝາກມ່ວງຫິມະພານ"))


def test_a_name_typed_without_diacritics_is_read_within_its_category():
    assert "pineapple" in other_names("pineapple", Translated(vi="dua tuoi Dong Giao"))
    assert "coconut" in other_names("coconut", Translated(vi="dua xiem Ben Tre"))


def test_diacritics_decide_where_they_are_typed():
    assert [good.code for good in goods_named("dừa", "fruit")] == ["coconut"]
    assert [good.code for good in goods_named("dứa", "fruit")] == ["pineapple"]


def test_two_spellings_of_lao_are_one():
    assert spell("ຫມາກມ່ວງ") == "ໝາກມ່ວງ"
    assert [good.code for good in goods_named("ຫມາກມ່ວງ", "mango")] == ["mango"]


def test_a_good_counts_only_in_its_own_branch():
    assert not goods_named("Bình hoa cho me", "ceramics")[1:]
    assert goods_named("me", "jackfruit-tamarind")
    assert not goods_named("me", "pepper")


def test_a_listing_in_all_three_languages_needs_little_more():
    said = other_names("mango", Translated(vi="Xoài", en="Mango", lo="ໝາກມ່ວງ"))
    assert "Xoài" not in said
    assert "xoài" not in said


def test_a_name_without_a_trade_word_carries_its_category():
    said = other_names("honey", Translated(en="Forest gift 500 ml"))
    assert said == "Mật ong, ນ້ຳເຜິ້ງ"


def test_without_a_known_category_every_good_counts():
    assert "durian" in other_names(None, Translated(vi="Sầu riêng Ri6"))
    assert "durian" in other_names("no-such-category", Translated(vi="Sầu riêng Ri6"))
    assert other_names(None, Translated(vi="Ri6")) == ""


def test_every_good_is_named_in_three_languages_and_filed_under_leaves():
    codes = [good.code for good in all_goods()]
    assert len(codes) == len(set(codes)) >= 150
    for good in all_goods():
        assert all(good.names[lang] for lang in LANGUAGES), good.code
        assert all(written_categories()[leaf].is_leaf for leaf in good.categories), good.code


def test_every_leaf_has_a_good():
    filed = {leaf for good in all_goods() for leaf in good.categories}
    assert {entry.code for entry in written_categories().values() if entry.is_leaf} == filed


def test_every_trade_name_is_written_as_search_spells_it():
    for good in all_goods():
        assert good.hs_codes, good.code
        for name in good.all_names:
            assert name == spell(name).strip().lower(), (good.code, name)
