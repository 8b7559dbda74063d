"""Reviewed content, declared field by field."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.kernel.content import Field, HasContent, Kind, changed_fields
from marketplace.kernel.translated import Translated

FIELDS = (
    Field("name", "Name", Kind.TRANSLATED),
    Field("price", "Price", Kind.NUMBER),
    Field("until", "Until", Kind.DAY),
    Field("gates", "Gates", Kind.CODES),
    Field("sku", "SKU"),
    Field("is_here", "Here", Kind.FLAG),
)


class Thing(HasContent):
    CONTENT = FIELDS

    def __init__(self):
        self.name, self.price, self.until, self.gates, self.sku, self.is_here = (
            Translated(),
            None,
            None,
            [],
            "",
            False,
        )


CONTENT = {
    "name": {"vi": "Gạo"},
    "price": "12.5",
    "until": "2026-12-01",
    "gates": ["bo-y"],
    "sku": "G1",
    "is_here": True,
}


def test_content_goes_onto_columns_and_back():
    thing = Thing()
    thing.set_content(CONTENT)
    assert thing.name == Translated(vi="Gạo")
    assert thing.price == Decimal("12.5")
    assert thing.until == date(2026, 12, 1)
    assert thing.content_of() == CONTENT


def test_only_named_fields_are_copied():
    thing = Thing()
    thing.set_content(CONTENT, ["sku"])
    assert thing.sku == "G1"
    assert thing.price is None


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ({"price": "12.5"}, {"price": "12.50"}, []),
        ({}, {"name": {}, "gates": [], "sku": ""}, []),
        ({"name": {"vi": "a"}}, {"name": {"vi": "a", "en": "b"}}, ["name"]),
        ({"gates": ["a", "b"]}, {"gates": ["b", "a"]}, []),
        ({"gates": ["a", "b"]}, {"gates": ["a", "c"]}, ["gates"]),
        (CONTENT, CONTENT | {"is_here": False, "until": None}, ["until", "is_here"]),
    ],
)
def test_only_real_differences_count(before, after, changed):
    assert [field.name for field in changed_fields(FIELDS, before, after)] == changed
