"""Reads the small tables in ``data/``: tab-separated, one header line, one row per thing."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from marketplace.kernel.errors import NotFound
from marketplace.kernel.translated import LANGUAGES, Translated

DATA = Path(__file__).with_name("data")

Thing = TypeVar("Thing")
Row = Mapping[str, str]


def read_table(name: str) -> list[dict[str, str]]:
    """All rows of ``data/<name>.tsv``, in the order people should see them."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def names_in(row: Row, prefix: str = "") -> Translated:
    """The name columns of a row (``vi``, ``en``, ``lo``, each after ``prefix``) as one text."""
    return Translated({lang: row.get(prefix + lang) or "" for lang in LANGUAGES})


def listed(cell: str, separator: str = ",") -> tuple[str, ...]:
    """The parts of a cell that holds several; an empty cell holds none."""
    return tuple(part for part in cell.split(separator) if part)


def pick(things: Mapping[str, Thing], code: str) -> Thing:
    """The thing with this code, or ``NotFound``."""
    try:
        return things[code]
    except KeyError:
        raise NotFound(f"no such code: {code}") from None
