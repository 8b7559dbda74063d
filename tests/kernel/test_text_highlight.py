"""The words of a query are marked in the seller's own text."""

import time
from itertools import pairwise

import pytest

from marketplace.kernel.text.analysis import read_query
from marketplace.kernel.text.highlight import marked_parts, spans


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in spans(text, read_query(query))]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Cà phê rang xay, CA PHÊ", "ca phe", ["Cà", "phê", "CA", "PHÊ"]),
        ("Ca\u0300 phe\u0302 sạch", "cà phê", ["Ca\u0300", "phe\u0302"]),
        ("Coffee, decaf coffees", "coffee", ["Coffee", "coffees"]),
        ("ກາເຟຄົ່ວບົດຄຸນນະພາບສູງ", "ກາເຟ", ["ກາເຟ"]),
        ("ຫມາກມ່ວງ ອົບແຫ້ງ", "ໝາກມ່ວງ", ["ຫມາກມ່ວງ"]),
        ("ນໍ້າເຜິ້ງປ່າ", "ນ້ຳເຜິ້ງ", ["ນໍ້າເຜິ້ງ"]),
        ("ເຂົ້າໜຽວ", "ເຂົາໜຽວ", ["ເຂົ້າໜຽວ"]),
        ("ເຂົ້າ\u200bໜຽວ 5kg", "ເຂົ້າໜຽວ", ["ເຂົ້າ\u200bໜຽວ"]),
        ("Green tea", "coffee", []),
        ("", "coffee", []),
        ("Coffee", "", []),
    ],
)
def test_places_of_words(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_marks_never_overlap_and_stand_in_order() -> None:
    text = "ນ້ຳເຜິ້ງປ່າ Cà phê cà phê " * 20
    found = spans(text, read_query("ນ້ຳເຜິ້ງ ເຜິ້ງ ca phe"))
    assert all(one[1] <= two[0] for one, two in pairwise(found))


def test_a_long_run_of_unknown_letters_costs_little() -> None:
    started = time.perf_counter()
    assert marked("ຟຌ" * 10_000, "ກາເຟ") == []
    assert time.perf_counter() - started < 2


def test_parts_make_the_whole_text_again() -> None:
    text = "<b>Cà phê</b> & ກາເຟຄົ່ວ"
    parts = marked_parts(text, read_query("cà phê ກາເຟ"))
    assert "".join(part for part, _ in parts) == text
    assert [part for part, is_marked in parts if is_marked] == ["Cà", "phê", "ກາເຟ"]
