"""Reads of the reference room. Categories come from memory; wards and HS headings are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import chain

from sqlalchemy import and_, case, or_, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotFound
from marketplace.kernel.text.analysis import normal_form
from marketplace.kernel.text.folding import composed, fold
from marketplace.kernel.text.lao import spell
from marketplace.kernel.translated import Said, Translated
from marketplace.reference.categories import CategoryEntry
from marketplace.reference.concepts import concepts_named
from marketplace.reference.countries import country, currency
from marketplace.reference.hs_codes import typed_digits
from marketplace.reference.memory import Kept
from marketplace.reference.models import Category, HsHeading, TradeConcept, Ward, WardSuccession
from marketplace.reference.places import province
from marketplace.reference.tables import pick
from marketplace.reference.trade_terms import gate, incoterm
from marketplace.reference.units import unit

_WORD = re.compile(r"[^\W_]+")


# --- categories ---------------------------------------------------------------------------------------


def _read_categories() -> Mapping[str, CategoryEntry]:
    columns = (Category.code, Category.parent_code, Category.names, Category.hs_headings, Category.position)
    rows = db.session.execute(select(*columns).order_by(Category.position, Category.code))
    return {
        code: CategoryEntry(code, parent, names, tuple(hs), position)
        for code, parent, names, hs, position in rows
    }


def _grow_tree() -> list[tuple[CategoryEntry, list[CategoryEntry]]]:
    leaves: dict[str, list[CategoryEntry]] = {}
    branches = []
    for entry in _categories().values():
        if entry.is_leaf:
            leaves.setdefault(entry.parent_code, []).append(entry)
        else:
            branches.append(entry)
    return [(branch, leaves.get(branch.code, [])) for branch in branches]


_categories = Kept(_read_categories)
_tree = Kept(_grow_tree)


def forget_categories() -> None:
    """Let this process read the categories again at the next question."""
    _categories.forget()
    _tree.forget()


def category(code: str) -> CategoryEntry:
    """The category with this code, or ``NotFound``."""
    return pick(_categories(), code)


def list_categories() -> list[CategoryEntry]:
    """All categories, each branch before its leaves."""
    return list(_categories().values())


def category_tree() -> list[tuple[CategoryEntry, list[CategoryEntry]]]:
    """Every branch with its leaves, in display order."""
    return _tree()


def category_path(code: str) -> list[CategoryEntry]:
    """The way to a category from the top: branch and leaf, or the branch alone. Unknown: ``NotFound``."""
    entry = category(code)
    return [category(entry.parent_code), entry] if entry.parent_code else [entry]


# --- trade concepts -----------------------------------------------------------------------------------


def find_concept(code: str) -> TradeConcept | None:
    """The concept with this code, retired or not."""
    return db.session.scalar(select(TradeConcept).where(TradeConcept.code == code))


def get_concept(code: str) -> TradeConcept:
    """The concept with this code, or ``NotFound``."""
    concept = find_concept(code)
    if concept is None:
        raise NotFound(f"no such concept: {code}")
    return concept


def list_concepts_called(words: str) -> list[TradeConcept]:
    """The concept with this code; else those in use with this name in some language, as it is written or,
    where none has it so, without diacritics."""
    concept = find_concept(words.strip())
    if concept:
        return [concept]
    alike = [
        (one, name)
        for one in list_concepts(words)
        for name in chain.from_iterable(one.names.values())
        if normal_form(name) == normal_form(words)
    ]
    as_written = [(one, name) for one, name in alike if name == spell(composed(words)).strip()]
    return list(dict.fromkeys(one for one, _name in as_written or alike))


def list_concepts(
    words: str = "", *, category_code: str = "", is_unsure: bool = False, is_retired: bool = False
) -> list[TradeConcept]:
    """Concepts that have all these words in their code or names, with or without diacritics.

    First those that are called just so, then those with a name or a code that begins so, each by its code.
    """
    query = select(TradeConcept).order_by(TradeConcept.code)
    retired = TradeConcept.retired_at
    query = query.where(retired.is_not(None) if is_retired else retired.is_(None))
    if is_unsure:
        query = query.where(TradeConcept.is_lao_unsure)
    wanted = normal_form(words).split()
    found = [
        concept
        for concept in db.session.scalars(query)
        if (not category_code or category_code in concept.categories)
        and all(word in normal_form("\n".join(_called(concept))) for word in wanted)
    ]
    if wanted:
        as_written, plain = spell(composed(words)).strip(), normal_form(words).strip()
        found.sort(key=lambda concept: _distance(_called(concept), as_written, plain))
    return found


def _called(concept: TradeConcept) -> list[str]:
    return [concept.code, *chain.from_iterable(concept.names.values())]


def _distance(called: list[str], as_written: str, plain: str) -> int:
    """How far what was typed is from what a concept is called: just so, but for marks, begun, within."""
    if as_written in called:
        return 0
    names = list(map(normal_form, called))
    if plain in names:
        return 1
    return 2 if any(name.startswith(plain) for name in names) else 3


# --- HS headings --------------------------------------------------------------------------------------


def find_hs(text: str, limit: int = 20) -> list[HsHeading]:
    """HS headings for a code prefix (``0901.1``) or for words in any language.

    Lao has no official HS text: a Lao word finds the headings of the good it names, and so does a trade
    name in Vietnamese before the wording of the tariff does.
    """
    digits = typed_digits(text)
    if digits.isascii() and digits.isdecimal():
        starts_so = HsHeading.code.startswith(digits[:6])
        return list(
            db.session.scalars(select(HsHeading).where(starts_so).order_by(HsHeading.code).limit(limit))
        )
    words = _WORD.findall(fold(text))
    codes = [code for concept in concepts_named(text) for code in concept.hs_codes]
    if not words and not codes:
        return []
    by_trade_name = or_(*(HsHeading.code.startswith(code) for code in codes)) if codes else None
    by_words = and_(*(HsHeading.words.contains(f" {word}", autoescape=True) for word in words))
    query = select(HsHeading).where(by_words if by_trade_name is None else or_(by_trade_name, by_words))
    if by_trade_name is not None:
        query = query.order_by(case((by_trade_name, 0), else_=1))
    return list(db.session.scalars(query.order_by(HsHeading.code).limit(limit)))


def hs_heading(code: str) -> HsHeading:
    """The heading a code of 2 to 10 digits falls under, or ``NotFound``."""
    found = db.session.get(HsHeading, code[:6])
    if found is None:
        raise NotFound(f"no such HS heading: {code}")
    return found


def hs_words(code: str, lang: str) -> Said | None:
    """What an HS heading covers, in the language there is; None where there is no such heading."""
    return names_of("hs", code).in_(lang) if has_code("hs", code) else None


# --- wards --------------------------------------------------------------------------------------------


def list_wards(province_code: str, on: date | None = None) -> list[Ward]:
    """The wards or districts of a province on a day: by default today, or a former province's last day."""
    home = province(province_code)
    day = on or home.valid_until or clock.today()
    found = db.session.scalars(select(Ward).where(Ward.province_code == home.code, Ward.valid(day)))
    return sorted(found, key=lambda ward: fold(ward.names.in_("vi").text))


def find_ward(code: str) -> Ward | None:
    """The ward or district with this key, of whichever time."""
    return db.session.get(Ward, code)


def present_wards(code: str) -> list[Ward]:
    """The wards of today that hold a former ward's land, the one with most of it first; else none."""
    successors = (
        select(Ward)
        .join(WardSuccession, WardSuccession.present_code == Ward.code)
        .where(WardSuccession.former_code == code)
        .order_by(WardSuccession.is_main.desc(), Ward.code)
    )
    return list(db.session.scalars(successors))


def former_wards(code: str) -> list[Ward]:
    """The wards of before 1 July 2025 whose land, or a part of it, a ward of today holds."""
    merged = (
        select(Ward)
        .join(WardSuccession, WardSuccession.former_code == Ward.code)
        .where(WardSuccession.present_code == code)
        .order_by(Ward.code)
    )
    return list(db.session.scalars(merged))


def _ward(code: str) -> Ward:
    ward = find_ward(code)
    if ward is None:
        raise NotFound(f"no such ward: {code}")
    return ward


# --- any code of a reference table --------------------------------------------------------------------


def _place(code: str):
    return province(code) if code[:2].isupper() else gate(code)


#: Table named in a field of content → how a code of it is looked up.
_LOOKUPS: dict[str, Callable] = {
    "category": category,
    "country": country,
    "currency": currency,
    "gate": gate,
    "hs": hs_heading,
    "incoterm": incoterm,
    "place": _place,
    "province": province,
    "unit": unit,
    "ward": _ward,
}


def names_of(table: str, code: str) -> Translated:
    """The names of a code of ``category``, ``country``, ``currency``, ``gate``, ``hs``, ``incoterm``,
    ``place`` (a province or a gate), ``province``, ``unit`` or ``ward``; ``NotFound`` for an unknown one.
    """
    return _LOOKUPS[table](code).names


def has_code(table: str, code: str) -> bool:
    """Whether the code is one of the table's: what forms and imports check."""
    try:
        _LOOKUPS[table](code)
    except NotFound:
        return False
    return True


def name_for(table: str, code: str, lang: str) -> str:
    """What a code is called for a reader of ``lang``; the code itself where it has no name.

    A code may outlive its table, and the province of somebody abroad is what they wrote.
    """
    try:
        return names_of(table, code).in_(lang).text
    except NotFound:
        return code
