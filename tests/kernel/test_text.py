"""Words in three languages: one shape for what buyers type and what sellers wrote."""

import subprocess
import sys
import time

import pytest

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import (
    MOST_QUERY_WORDS,
    analyzer_version,
    index_words,
    index_words_and_twins,
    inner_index_words,
    read_query,
    toneless_index_words,
)
from marketplace.kernel.text.folding import fold, sku_form
from marketplace.kernel.text.vietnamese import marked_words, telex


def readable(words: list[str]) -> list[str]:
    return [lao.unshift(word) for word in words]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Cà phê Đắk Lắk", "ca phe dak lak"),
        ("CA\u0300 PHE\u0302", "ca phe"),
        ("ĐÀ LẠT", "da lat"),
        ("Crème brûlée, Straße", "creme brulee, strasse"),
        ("ເຂົ້າໜຽວ", "ເຂົ້າໜຽວ"),
        ("กาแฟ", "กาแฟ"),
        ("soft\u00adhyphen, zero\u200bwidth", "softhyphen, zerowidth"),
        ("", ""),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize("number", ["SX-1200/B", "sx 1200 b", "SX.1200.B", "sx1200b"])
def test_article_numbers_lose_their_signs(number: str) -> None:
    assert sku_form(number) == "sx1200b"


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("dừa", "duwaf"),
        ("dứa", "duwas"),
        ("dưa", "duwa"),
        ("đường", "dduwowngf"),
        ("phê", "phee"),
        ("mắm", "mawms"),
    ],
)
def test_diacritics_are_kept_as_the_telex_keyboard_types_them(word: str, typed: str) -> None:
    assert telex(word) == typed


def test_telex_does_not_care_where_the_tone_was_written() -> None:
    assert telex("hòa") == telex("hoà")


def test_only_words_with_diacritics_have_a_marked_form() -> None:
    assert marked_words("Cà phê Robusta ກາເຟ") == ["caf", "phee"]


@pytest.mark.parametrize(
    ("typed", "modern"),
    [
        ("ຫນັງສື", "ໜັງສື"),
        ("ຫມາກ", "ໝາກ"),
        ("ຫລວງ", "ຫຼວງ"),
        ("ນໍ້າ", "ນ້ຳ"),
        ("ນ້ໍາ", "ນ້ຳ"),
        ("ນຳ້", "ນ້ຳ"),
        ("ເເຂວງ", "ແຂວງ"),
        ("ນ້ີ", "ນີ້"),
        ("໑໒໐ kg", "120 kg"),
    ],
)
def test_lao_has_one_spelling(typed: str, modern: str) -> None:
    assert lao.spell(typed) == modern
    assert lao.spell(modern) == modern


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ກາເຟຄົ່ວບົດຄຸນນະພາບສູງ", ["ກາເຟ", "ຄົ່ວ", "ບົດ", "ຄຸນນະພາບ", "ສູງ"]),
        ("ສິນຄ້າກະສິກຳແຂວງຈຳປາສັກ", ["ສິນຄ້າ", "ກະສິກຳ", "ແຂວງ", "ຈຳປາສັກ"]),
        ("ຫມາກມ່ວງ 5kg ອື່ນໆ", ["ໝາກມ່ວງ", "5kg", "ອື່ນ"]),
        ("Cà phê ກາເຟ", ["ca", "phe", "ກາເຟ"]),
    ],
)
def test_lao_words_are_found_without_spaces(text: str, words: list[str]) -> None:
    assert readable(index_words(text)) == words


def test_cutting_loses_no_letter() -> None:
    for run in ("ກາເຟຄົ່ວບົດ", "ຟຟຟ", "ໄໄ", "ົາກ", "ສິນຄ້າຟຟກາເຟ"):
        assert "".join(lao.words(run)) == run


def test_shorter_words_inside_are_found_too() -> None:
    assert "ເຜິ້ງ" in readable(inner_index_words("ນ້ຳເຜິ້ງ"))


def test_words_are_found_without_tone_marks() -> None:
    assert set(readable(toneless_index_words("ເຂົ້າໜຽວ"))) >= {"ເຂົາໜຽວ", "ໜຽວ"}
    twins = readable(index_words_and_twins("ເຂົ້າໜຽວ"))
    assert twins[:2] == ["ເຂົ້າໜຽວ", "ເຂົາໜຽວ"]


def test_shifted_words_are_plain_letters_and_come_back() -> None:
    (word,) = index_words("ເຂົ້າໜຽວ")
    assert word.isalpha() and word.islower()
    assert lao.unshift(word) == "ເຂົ້າໜຽວ"


def test_a_query_keeps_what_the_buyer_took_trouble_to_type() -> None:
    coconut, sticky_rice, coffee = read_query("dừa ເຂົ້າໜຽວ ກາເຟ").words
    assert (coconut.text, coconut.marked, coconut.toneless) == ("dua", "duwaf", "")
    assert sticky_rice.readable == "ເຂົ້າໜຽວ"
    assert lao.unshift(sticky_rice.toneless) == "ເຂົາໜຽວ"
    assert coffee.text == coffee.toneless


def test_a_query_of_any_length_stays_small() -> None:
    assert len(read_query("cà phê " * 1000).words) == MOST_QUERY_WORDS


@pytest.mark.parametrize("text", ["", "  ", "---", "\u200b", "!?"])
def test_a_query_without_words_is_false(text: str) -> None:
    assert not read_query(text)


def test_only_numbers_are_taken_for_article_numbers() -> None:
    assert read_query("SX-1200/B").sku == "sx1200b"
    assert read_query("cà phê").sku == ""


def test_the_version_follows_the_word_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    before = analyzer_version()
    analyzer_version.cache_clear()
    monkeypatch.setattr(lao, "word_list_digest", lambda: "other")
    assert analyzer_version() != before
    analyzer_version.cache_clear()


def test_our_trade_words_are_spelled_as_they_are_looked_up() -> None:
    lines = lao.TRADE_WORDS.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert all(lao.spell(word) == word and lao.words(word) == (word,) for word in words)
    assert len(set(words)) == len(words)


def test_the_lao_package_is_read_but_never_imported() -> None:
    program = (
        "import sys; from marketplace.kernel.text import lao; lao.words('ກາເຟ');"
        " sys.exit(any(name.startswith(('laonlp', 'pythainlp')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_missing_lao_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lao, "find_spec", lambda name: None)
    with pytest.raises(lao.LaoNLPMissing, match="LaoNLP"):
        lao._word_files()


def test_cutting_is_linear() -> None:
    started = time.perf_counter()
    lao.words("ຟກ" * 50_000)
    lao.toneless_words("ກາເຟ" * 20_000)
    assert time.perf_counter() - started < 5
