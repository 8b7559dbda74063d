"""Vietnamese typed with the keyboard program off, and as friends write it."""

import pytest

from marketplace.kernel.text.keyboard import as_keyed, is_surely_keyed, out_of_chat


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("cà", "caf ca2"),
        ("phê", "phee phe6"),
        ("nước", "nuwowcs nuwocws nuowsc nuocws nu7o7c1 nuoc71 nu7o71c"),
        ("mắm", "mawms mawsm mamws ma8m1 ma81m mam81"),
        ("đường", "dduwowngf dduowngf duongdwf d9u7o7ng2"),
        ("sữa", "suwax suawx su7a4"),
        ("giấy", "giaays giayas gia6y1"),
        ("lựu", "luwuj luuwj lu7u5"),
        ("thuở", "thuowr"),
        ("gió", "gios gio1"),
        ("quả", "quar qua3"),
        ("tiến", "tieens tie6n1"),
        ("hòa", "hoaf hofa"),
        ("khuyến", "khuyeens"),
        ("đắk", "ddawks"),
        ("tư", "tw"),
    ],
)
def test_keys_write_what_they_would_have_written(meant: str, typed: str) -> None:
    assert {keys: as_keyed(keys) for keys in typed.split()} == dict.fromkeys(typed.split(), meant)


@pytest.mark.parametrize(
    "word", ["coffee", "rice", "fresh", "st25", "pcb40", "phê", "ca", "seeds", "staff", "iii", "cass", "caaa"]
)
def test_other_words_are_no_keys(word: str) -> None:
    assert as_keyed(word) == ""


def test_a_word_broken_off_is_not_surely_keyed() -> None:
    assert not is_surely_keyed("cor")  # corn, or cỏ
    assert not is_surely_keyed("bow")  # bowl, or bơ
    assert is_surely_keyed("phees") and is_surely_keyed("ca2")


@pytest.mark.parametrize(
    ("typed", "meant"), [("fê", "phê"), ("zừa", "dừa"), ("jò", "giò"), ("kem", ""), ("cà", "")]
)
def test_letters_of_chats(typed: str, meant: str) -> None:
    assert out_of_chat(typed) == meant
