"""Units of trade by their UN/ECE codes (Recommendation 20; packages Recommendation 21 with an X).

A sack of 60 kg is no unit: it is a package with a content, so packages and sets convert into nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from flask_babel import gettext as _

from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import format_number
from marketplace.kernel.translated import Translated
from marketplace.reference.tables import names_in, pick, read_table


class UnitKind(StrEnum):
    """What a unit measures; only units of one kind convert into each other."""

    WEIGHT = "weight"  #: base: kilogram
    VOLUME = "volume"  #: base: litre
    LENGTH = "length"  #: base: metre
    AREA = "area"  #: base: square metre
    COUNT = "count"  #: base: piece
    PACKAGE = "package"


#: Units whose symbol is read in all three languages.
WRITTEN_AS_SYMBOL = frozenset({"KGM", "GRM", "LTR", "MLT", "MTQ", "MTR", "CMT", "MTK", "HAR"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; ``factor`` is how many base units of its kind it holds, None where that is not fixed."""

    code: str
    symbol: str
    names: Translated
    kind: UnitKind
    factor: Decimal | None
    #: Several of them in English, the only one of the three languages that says it otherwise.
    many: str

    def beside_number(self, lang: str) -> str:
        """One of it, as behind a price: ``kg``, ``m³``; in words what has no symbol everybody reads."""
        return self.symbol if self.code in WRITTEN_AS_SYMBOL else self.names.in_(lang).text

    def counted(self, number: Decimal, lang: str) -> str:
        """So many of it: ``500 kg``, ``24 tonnes``, ``1 box``."""
        many = self.many if lang == "en" and number != 1 else ""
        return f"{format_number(number, lang)} {many or self.beside_number(lang)}"


@cache
def all_units() -> Mapping[str, Unit]:
    """Every unit by its code, in the order forms offer them."""
    units = (
        Unit(
            row["code"],
            row["symbol"],
            names_in(row),
            UnitKind(row["kind"]),
            Decimal(row["factor"]) if row["factor"] else None,
            row["en_many"],
        )
        for row in read_table("units")
    )
    return MappingProxyType({unit.code: unit for unit in units})


def unit(code: str) -> Unit:
    """The unit with this code, or ``NotFound``."""
    return pick(all_units(), code)


def unit_text(code: str, lang: str) -> str:
    """A unit as it stands behind a price; empty in a draft that has none yet."""
    return unit(code).beside_number(lang) if code else ""


def list_units(kind: UnitKind | None = None) -> list[Unit]:
    """All units, or those of one kind."""
    return [one for one in all_units().values() if kind in (None, one.kind)]


def convert(quantity: Decimal, from_code: str, to_code: str) -> Decimal:
    """``convert(Decimal("1.5"), "TNE", "KGM")`` → 1500. Raises ``Invalid`` where no factor is fixed."""
    if from_code == to_code:
        return quantity
    source, target = unit(from_code), unit(to_code)
    if source.kind != target.kind or source.factor is None or target.factor is None:
        raise Invalid(_("These two units cannot be converted into each other."), field="unit")
    return quantity * source.factor / target.factor


def list_convertible(code: str) -> list[str]:
    """The units that convert into this one, itself among them."""
    own = unit(code)
    return [one.code for one in list_units(own.kind) if one is own or (own.factor and one.factor)]


def in_base_units(quantity: Decimal, code: str) -> Decimal:
    """A quantity in kilograms, litres, metres, square metres or pieces; packages are counted as they are."""
    return quantity * (unit(code).factor or 1)


def per_base_unit(price: Decimal, code: str) -> Decimal:
    """A unit price per kilogram, litre, metre, square metre or piece; of packages as it is.

    80,000,000 a tonne and 80,000 a kilogram are the same price.
    """
    return price / (unit(code).factor or 1)
