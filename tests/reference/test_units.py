"""Units convert exactly, and only where a factor is fixed."""

from decimal import Decimal

import pytest

from marketplace.kernel.errors import Invalid, NotFound
from marketplace.reference.units import WRITTEN_AS_SYMBOL, UnitKind, all_units, convert, list_units, unit


@pytest.mark.parametrize(
    ("quantity", "source", "target", "expected"),
    [
        ("1.5", "TNE", "KGM", "1500"),
        ("250", "GRM", "KGM", "0.25"),
        ("3", "DTN", "TNE", "0.3"),
        ("2", "MTQ", "LTR", "2000"),
        ("0.5", "HAR", "MTK", "5000"),
        ("12", "DZN", "PR", "72"),
        ("7", "XBG", "XBG", "7"),
    ],
)
def test_a_quantity_in_another_unit(quantity, source, target, expected):
    assert convert(Decimal(quantity), source, target) == Decimal(expected)


@pytest.mark.parametrize(
    ("source", "target"), [("KGM", "LTR"), ("XBG", "KGM"), ("SET", "H87"), ("H87", "SET")]
)
def test_without_a_fixed_factor_nothing_is_guessed(app, source, target):
    with pytest.raises(Invalid):
        convert(Decimal(1), source, target)


def test_a_quantity_in_words():
    assert unit("KGM").counted(Decimal("1250.5"), "en") == "1,250.5 kg"
    assert [unit("XBX").counted(Decimal(number), "en") for number in (1, 20)] == ["1 box", "20 boxes"]
    assert unit("TNE").counted(Decimal(24), "vi") == "24 tấn"
    assert all(one.many or one.code in WRITTEN_AS_SYMBOL for one in all_units().values())


def test_an_unknown_unit_is_not_found():
    with pytest.raises(NotFound):
        convert(Decimal(1), "KGM", "STONE")
    with pytest.raises(NotFound):
        unit("STONE")


def test_every_unit_is_named_and_only_packages_carry_the_x_of_recommendation_21():
    for one in all_units().values():
        assert not one.names.missing, one.code
        assert (one.kind is UnitKind.PACKAGE) == (one.code.startswith("X"))
        assert one.factor is None or one.factor > 0
    assert "XBG" in {one.code for one in list_units(UnitKind.PACKAGE)}


def test_every_measured_kind_has_one_base_unit_first_choice():
    for kind in UnitKind:
        if kind is not UnitKind.PACKAGE:
            assert any(one.factor == 1 for one in list_units(kind)), kind
