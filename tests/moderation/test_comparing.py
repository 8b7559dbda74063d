"""What a reviewer sees: word by word, photo by photo, row by row, with names instead of codes."""

from __future__ import annotations

import pytest

from marketplace.catalog.models import Product
from marketplace.kernel.content import Field, Kind
from marketplace.moderation.comparison import compare, word_changes
from marketplace.moderation.naming import Column, columns_of, name_of, register_columns


def marked(pieces) -> list[str]:
    return [piece.text for piece in pieces if piece.is_marked]


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("Cà phê sàng 18, khô", "Cà phê sàng 16, khô", ["18"], ["16"]),
        ("ກາເຟດີຈາກປາກຊ່ອງ", "ກາເຟດີຈາກຈຳປາສັກ", ["ປາກຊ່ອງ"], ["ຈຳປາສັກ"]),
        ("same words", "same words", [], []),
        ("", "all new", [], ["all new"]),
        ("coffee", "Đồ gỗ mỹ nghệ", ["coffee"], ["Đồ gỗ mỹ nghệ"]),
    ],
)
def test_texts_are_compared_word_by_word(before, after, gone, new):
    left, right = word_changes(before, after)
    assert (marked(left), marked(right)) == (gone, new)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after


def test_a_very_long_text_is_shown_as_a_whole():
    before, after = "word " * 5_000, "word " * 4_999 + "end"
    left, right = word_changes(before, after)
    assert marked(left) == [before] and marked(right) == [after]


def photo(key: str, **alt) -> dict:
    return {"key": key, "width": 640, "height": 480, "alt": alt}


def photo_changes(before: list, after: list) -> tuple[list, list]:
    field = Field("photos", "Photos", Kind.PHOTOS)
    (change,) = compare([field], {"photos": before}, {"photos": after}, "en")
    return tuple([(one.photo.key, one.change) for one in side] for side in change.photos)


def test_photos_are_added_removed_moved_and_described():
    a, b, c = photo("a"), photo("b"), photo("c")
    assert photo_changes([a, b], [b, c]) == ([("a", "removed"), ("b", "")], [("b", ""), ("c", "added")])
    assert photo_changes([a, b], [b, a]) == (
        [("a", "moved"), ("b", "moved")],
        [("b", "moved"), ("a", "moved")],
    )
    assert photo_changes([a], [photo("a", en="Beans")]) == ([("a", "")], [("a", "described")])


def test_rows_are_shown_by_their_columns_and_marked_as_a_whole(app):
    field = next(field for field in Product.CONTENT if field.name == "price_tiers")
    before, after = [{"from": "1000", "price": "96000"}], [{"from": "1000", "price": "95000"}]
    (change,) = compare([field], {field.name: before}, {field.name: after}, "en")
    (cells, is_marked), *_rest = change.rows[1]
    assert [text for text, _address in cells] == ["1,000", "95,000"] and is_marked


@pytest.mark.parametrize(
    ("table", "code", "lang", "name"),
    [
        ("province", "VN-75", "vi", "Đồng Nai"),
        ("unit", "KGM", "en", "kilogram"),
        ("category", "green-coffee", "lo", "ເມັດກາເຟດິບ"),
        ("country", "LA", "en", "Laos"),
        ("incoterm", "FCA", "en", "FCA Free Carrier"),
        ("month", "11", "en", "November"),
        ("organization_kind", "cooperative", "en", "Cooperative"),
        ("side", "buy", "en", "Buy offer"),
        ("province", "VN-00", "en", "VN-00"),
        ("no such table", "X", "en", "X"),
        ("unit", "", "en", ""),
    ],
)
def test_codes_are_shown_by_their_names(app, table, code, lang, name):
    assert name_of(table, code, lang) == name


def test_every_coded_field_of_every_kind_has_names(app):
    from marketplace.moderation.registry import list_kinds

    samples = {
        "organization_kind": "farm", "country": "VN", "province": "VN-75", "ward": "LA-1604",
        "language": "vi", "category": "green-coffee", "hs": "090111", "currency": "VND", "unit": "KGM",
        "month": "1", "incoterm": "DAP", "side": "sell", "place": "VN-75",
    }  # fmt: skip
    fields = [field for kind in list_kinds().values() for field in kind.fields if field.table]
    for field in fields:
        if field.table == "gate":
            continue  # gates have codes of their own, see the place below
        assert name_of(field.table, samples[field.table], "en") != samples[field.table], field


def test_rows_nobody_described_are_shown_as_they_are():
    assert [column.key for column in columns_of("unknown", [{"a": 1}, {"b": 2}])] == ["a", "b"]
    register_columns("described", [Column("a", "First")])
    assert [column.key for column in columns_of("described", [{"a": 1, "b": 2}])] == ["a"]
