"""What is traded in the made-up catalogue, and which names mean the same goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from marketplace.kernel.translated import LANGUAGES
from marketplace.reference.categories import written_categories
from marketplace.reference.tables import listed, read_table

EXACT, NARROWER = 2, 1
"""How well goods answer a name: it is their own, or the name of something wider (coffee, robusta coffee)."""


@dataclass(frozen=True, slots=True)
class Good:
    """One trade article with its names by language; ``path`` is branch and leaf of its category."""

    code: str
    path: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]


@cache
def all_goods() -> tuple[Good, ...]:
    """Every article that has a name in all three languages."""
    goods = []
    for row in read_table("trade_concepts"):
        leaves = listed(row["categories"])
        names = {lang: listed(row[lang], "|") for lang in LANGUAGES}
        if all(names.values()):
            goods.append(Good(row["code"], path_to(leaves[0] if leaves else ""), names))
    return tuple(goods)


def path_to(leaf: str) -> tuple[str, ...]:
    """Branch and leaf of a category; nothing for none."""
    category = written_categories().get(leaf)
    return tuple(filter(None, (category.parent_code if category else "", leaf)))


def meant_by(name: str, lang: str, written=str.lower) -> dict[str, int]:
    """The goods that a name in ``lang`` stands for, by code, with how well they answer it.

    Vietnamese and Lao put the thing first ("dừa xiêm" is a coconut), English last ("ground coffee" is
    coffee). ``written`` brings both sides to the letters a buyer types.
    """
    wanted = written(name.replace("-", " "))
    meant: dict[str, int] = {}
    for good in all_goods():
        grades = [_grade(wanted, written(alias.replace("-", " ")), lang) for alias in good.names[lang]]
        if best := max(grades):
            meant[good.code] = best
    return meant


def _grade(wanted: str, alias: str, lang: str) -> int:
    if alias == wanted:
        return EXACT
    if lang == "en":
        return NARROWER if alias.endswith(f" {wanted}") else 0
    begins = alias.startswith(wanted if lang == "lo" else f"{wanted} ")
    return NARROWER if begins else 0


def names_in(lang: str, goods: Iterable[Good] | None = None) -> list[str]:
    """All names in a language, each once."""
    return list(dict.fromkeys(name for good in goods or all_goods() for name in good.names[lang]))
