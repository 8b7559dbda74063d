"""A price list in a CSV file, row by row: what each cell says, or what is wrong with it.

The file is UTF-8 with a header; cells are parted by commas, semicolons or tabs. Columns may be missing and
cells may be empty: both say nothing, so an import leaves what is there. Codes may be written as names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from flask_babel import gettext as _

from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import CURRENCIES
from marketplace.kernel.text.folding import fold
from marketplace.kernel.translated import LANGUAGES
from marketplace.reference import countries, places, units
from marketplace.reference.hs_codes import typed_digits
from marketplace.reference.queries import list_categories

TEXTS = {"name": 150, "description": 6_000}
MAX_SKU = 60
COLUMNS = (
    "sku",
    *(f"{text}_{lang}" for text in TEXTS for lang in LANGUAGES),
    *("category", "hs", "price", "currency", "unit", "moq", "origin_country", "origin_province"),
)
SEPARATORS = ",;\t"
#: Different cells of a column whose meaning is kept at hand.
REMEMBERED_CELLS = 1_000

_NUMBER = re.compile(r"(\d{1,12})(?:[.,](\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with one cell. Rows are counted as a spreadsheet counts them: the header is row 1."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return _(
            "row %(row)d, %(column)s: %(sentence)s", row=self.row, column=self.column, sentence=self.sentence
        )


@dataclass(slots=True)
class SheetRow:
    """One row: the SKU, what it says of each field of the content, and what is wrong with it."""

    number: int
    sku: str
    content: dict
    problems: list[SheetProblem]


class _Column(NamedTuple):
    """Which field of the content a column tells, in which language if it is a text, and what reads it."""

    name: str
    field: str
    lang: str
    read: Callable[[str], str]


def _place(column: str) -> tuple[str, str]:
    field, _dash, lang = column.partition("_")
    return (field, lang) if field in TEXTS else (column, "")


class Sheet:
    """A file that has been opened far enough to know its columns. ``Invalid`` where that is impossible."""

    def __init__(self, path: Path):
        self.path = path
        with self._open() as file:
            self.separator = max(SEPARATORS, key=file.readline().count)
        names = [name.strip().lower() for name in next(self._cells(), [])]
        unknown = [name for name in names if name not in COLUMNS]
        if unknown or "sku" not in names or len(set(names)) < len(names):
            raise Invalid(
                _(
                    "The first row must name columns, each once, and sku among them: %(columns)s.",
                    columns=", ".join(COLUMNS),
                )
            )
        readers = _readers()
        self._columns = [_Column(name, *_place(name), readers[name]) for name in names]

    def __iter__(self) -> Iterator[SheetRow]:
        """Every row that is not empty."""
        for number, cells in enumerate(self._cells(), 1):
            if number > 1 and any(cells):
                yield self._read(number, cells)

    @contextmanager
    def _open(self):
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                yield file
        except UnicodeDecodeError as error:
            raise Invalid(_("The file is not UTF-8. Save it as “CSV UTF-8” and try again.")) from error

    def _cells(self) -> Iterator[list[str]]:
        """The cells of every row, the header first."""
        with self._open() as file:
            rows = csv.reader(file, delimiter=self.separator)
            try:
                yield from rows
            except csv.Error as error:
                raise Invalid(
                    _("Line %(line)d cannot be read: %(why)s", line=rows.line_num, why=error)
                ) from error

    def _read(self, number: int, cells: list[str]) -> SheetRow:
        content: dict = {}
        problems = []
        if len(cells) > len(self._columns):
            problems.append(SheetProblem(number, "–", _("This row has more cells than the first one.")))
        for column, cell in zip(self._columns, cells, strict=False):
            text = cell.strip()
            if text:
                try:
                    value = column.read(text)
                except ValueError as problem:
                    problems.append(SheetProblem(number, column.name, str(problem)))
                    continue
                if column.lang:
                    content.setdefault(column.field, {})[column.lang] = value
                else:
                    content[column.field] = value
        sku = content.get("sku", "")
        if not sku:
            problems.append(SheetProblem(number, "sku", _("Every row needs its own SKU.")))
        return SheetRow(number, sku, content, problems)


# --- one cell -----------------------------------------------------------------------------------------


def _readers() -> dict[str, Callable[[str], str]]:
    """Column → what reads its cells. Each raises ``ValueError`` with a sentence.

    What stands in many rows is read once.
    """
    leaves = [entry for entry in list_categories() if entry.is_leaf]
    home = [one for code in countries.REGION for one in places.list_provinces(code, "en")]
    symbols = {one.symbol.lower(): one.code for one in units.list_units()}
    texts = {
        f"{text}_{lang}": partial(_text, longest) for text, longest in TEXTS.items() for lang in LANGUAGES
    }
    codes = {
        "category": partial(_code, _by_name(leaves)),
        "hs": _hs,
        "price": _number,
        "currency": partial(_code, {code.lower(): code for code in CURRENCIES}),
        "unit": partial(_code, _by_name(units.list_units()) | symbols),
        "moq": _number,
        "origin_country": partial(_code, _by_name(countries.all_countries().values())),
        "origin_province": partial(_code, _by_name(home)),
    }
    remembering = {name: lru_cache(REMEMBERED_CELLS)(read) for name, read in codes.items()}
    return texts | {"sku": partial(_text, MAX_SKU)} | remembering


def _by_name(things) -> dict[str, str]:
    """Folded code or name in any language → code."""
    found = {}
    for thing in things:
        found |= {fold(name): thing.code for name in thing.names.values()}
    return found | {thing.code.lower(): thing.code for thing in things}


def _code(codes: Mapping[str, str], text: str) -> str:
    code = codes.get(fold(text))
    if code is None:
        raise ValueError(_("“%(text)s” is not known. Write the code or the exact name.", text=text))
    return code


def _text(longest: int, text: str) -> str:
    if len(text) > longest:
        raise ValueError(_("Please use at most %(max)d characters.", max=longest))
    return text


def _number(text: str) -> str:
    """A plain number. Three digits after a mark could be thousands or decimals, so they are asked about."""
    found = _NUMBER.fullmatch(text.replace(" ", "").replace("\u00a0", ""))
    if not found or len(found[2] or "") == 3:
        raise ValueError(
            _(
                "“%(text)s” cannot be read for certain. Write it as 86000 or 86.5, without thousands marks.",
                text=text,
            )
        )
    decimals = (found[2] or "").rstrip("0")
    return str(int(found[1])) + (f".{decimals}" if decimals else "")


def _hs(text: str) -> str:
    digits = typed_digits(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in (4, 6, 8, 10)):
        raise ValueError(_("An HS code has 4, 6, 8 or 10 digits, for example 0901.11."))
    return digits
