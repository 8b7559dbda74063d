"""Incoterms 2020 and the border gates between Vietnam and Laos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from marketplace.kernel.translated import Translated
from marketplace.reference.tables import listed, names_in, pick, read_table


@dataclass(frozen=True, slots=True)
class Incoterm:
    """A delivery term of Incoterms 2020; four of the eleven suit sea and inland waterways only."""

    code: str
    names: Translated
    help: Translated
    is_sea_only: bool


@dataclass(frozen=True, slots=True)
class BorderGate:
    """A crossing for goods. Customs codes are those from before the reform of 2025: hints, not law."""

    code: str
    names: Translated
    vietnam_province: str
    lao_provinces: tuple[str, ...]
    is_international: bool
    vietnam_customs: tuple[str, ...]


@cache
def all_incoterms() -> Mapping[str, Incoterm]:
    """The eleven terms by their codes, those that suit a road across the border first."""
    terms = (
        Incoterm(row["code"], names_in(row), names_in(row, "help_"), row["mode"] == "sea")
        for row in read_table("incoterms")
    )
    return MappingProxyType({term.code: term for term in terms})


@cache
def all_gates() -> Mapping[str, BorderGate]:
    """The gates by their codes, from north to south."""
    gates = (
        BorderGate(
            row["code"],
            names_in(row),
            row["vietnam_province"],
            listed(row["lao_provinces"]),
            row["class"] == "international",
            listed(row["vietnam_customs"]),
        )
        for row in read_table("border_gates")
    )
    return MappingProxyType({gate.code: gate for gate in gates})


def incoterm(code: str) -> Incoterm:
    """The term with this code, or ``NotFound``."""
    return pick(all_incoterms(), code)


def list_incoterms(*, by_sea: bool | None = None) -> list[Incoterm]:
    """All terms, only those that need a ship, or only those that suit any way."""
    return [term for term in all_incoterms().values() if by_sea in (None, term.is_sea_only)]


def gate(code: str) -> BorderGate:
    """The gate with this code, or ``NotFound``."""
    return pick(all_gates(), code)


def list_gates(province: str = "") -> list[BorderGate]:
    """All gates, or those in one province of either country."""
    return [
        one
        for one in all_gates().values()
        if not province or province in (one.vietnam_province, *one.lao_provinces)
    ]
