"""What a revision changes, field by field and language by language, ready for a page to show.

Texts are compared word by word; Lao, which writes no spaces, is cut into words first. Nothing here is
HTML: a page gets pieces of text and says itself how it marks what was added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from flask_babel import gettext as _

from marketplace.kernel.content import Field, Kind
from marketplace.kernel.days import format_day
from marketplace.kernel.images import Photo
from marketplace.kernel.money import format_number
from marketplace.kernel.text import lao
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.moderation.naming import Column, columns_of, name_of

_PIECES = re.compile(r"[\u0e81-\u0edf]+|[^\W\u0e81-\u0edf]+|\s+|[^\w\s]")

#: Texts that share less than this are shown as one replaced by the other: confetti helps nobody.
LEAST_LIKENESS = 0.35
#: Beyond so many words on both sides a comparison costs more than it tells.
MOST_WORDS = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether this side alone has it."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text before and after; ``lang`` is empty for what has no language."""

    lang: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Do the two sides differ?"""
        return any(piece.is_marked for piece in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class PhotoChange:
    """One photo on one side. ``change`` is "", "added", "removed", "moved" or "described" (new alt text)."""

    photo: Photo
    position: int
    change: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field of the content on both sides, in the form that suits its kind."""

    field: Field
    is_changed: bool
    #: For everything that reads as text, codes by their names included.
    texts: list[TextChange] = field(default_factory=list)
    photos: tuple[list[PhotoChange], list[PhotoChange]] | None = None
    #: For rows: the columns, then the rows of both sides as (cells, is_marked).
    columns: tuple[Column, ...] = ()
    rows: tuple[list, list] | None = None

    @property
    def is_empty(self) -> bool:
        """Is there nothing on either side?"""
        return not (
            any(text.before or text.after for text in self.texts)
            or any(self.photos or ())
            or any(self.rows or ())
        )


def compare(
    fields: Iterable[Field], before: dict | None, after: dict, lang: str, *, opens_files: bool = False
) -> list[FieldChange]:
    """Every field of ``after`` beside ``before`` (None: nothing was live), for a reader of ``lang``.

    With ``opens_files`` documents are links to the page where staff open them.
    """
    return [
        _compare_field(one, (before or {}).get(one.name), after.get(one.name), lang, opens_files)
        for one in fields
    ]


def _compare_field(one: Field, before, after, lang: str, opens_files: bool) -> FieldChange:
    old, new = (one.dump(one.load(value)) for value in (before, after))
    is_changed = one.differs(old, new)
    match one.kind:
        case Kind.CODES:
            # In the order of before, so that only what came or went is marked.
            new.sort(key=lambda code: old.index(code) if code in old else len(old))
            sides = word_changes(say(one, old, lang), say(one, new, lang))
            return FieldChange(one, is_changed, texts=[TextChange("", *sides)])
        case Kind.PHOTOS:
            return FieldChange(one, is_changed, photos=_compare_photos(old, new))
        case Kind.ROWS:
            columns = columns_of(one.name, [*old, *new])
            return FieldChange(
                one, is_changed, columns=columns, rows=_compare_rows(columns, old, new, lang, opens_files)
            )
        case Kind.TRANSLATED | Kind.MARKDOWN:
            texts = [
                TextChange(code, *word_changes(old.get(code, ""), new.get(code, ""))) for code in LANGUAGES
            ]
            return FieldChange(one, is_changed, texts=[text for text in texts if text.before or text.after])
        case _:
            before_said = say(one, old, lang)
            after_said = say(one, new, lang) if is_changed else before_said
            compare_sides = word_changes if one.kind == Kind.TEXT else _side_changes
            return FieldChange(
                one, is_changed, texts=[TextChange("", *compare_sides(before_said, after_said))]
            )


def say(one: Field, value, lang: str) -> str:
    """A plain (JSON) value as people read it: codes by their names, numbers and days as they are written."""
    if value in (None, ""):
        return ""
    match one.kind:
        case Kind.CODE:
            return name_of(one.table, value, lang)
        case Kind.CODES:
            return ", ".join(name_of(one.table, code, lang) for code in value)
        case Kind.NUMBER:
            return str(value) if one.name.endswith("_year") else format_number(Decimal(value), lang)
        case Kind.DAY:
            return format_day(date.fromisoformat(value), lang)
        case Kind.FLAG:
            return _("Yes") if value else _("No")
        case _:
            return str(value)


def sayer_of(fields: Iterable[Field], lang: str) -> Callable[[str, object], str]:
    """(name of a field, value) → the value as people read it, for pages that tell what moved."""
    by_name = {one.name: one for one in fields}

    def say_value(name: str, value) -> str:
        if isinstance(value, dict):
            return Translated(value).in_(lang).text
        return say(by_name[name], value, lang) if name in by_name else str(value)

    return say_value


def word_changes(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts cut into stretches that are the same and stretches that only one side has."""
    if before == after:
        return _side_changes(before, after)
    old, new = list(_words(before)), list(_words(after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    is_too_much = len(old) + len(new) > MOST_WORDS
    if is_too_much or matcher.quick_ratio() < LEAST_LIKENESS or matcher.ratio() < LEAST_LIKENESS:
        return _side_changes(before, after)
    left, right = [], []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        left += _whole("".join(old[old_from:old_to]), kind != "equal")
        right += _whole("".join(new[new_from:new_to]), kind != "equal")
    return tuple(left), tuple(right)


def _side_changes(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts as one stretch each: a price of 980.000 is another price, not 98.000 with a digit more."""
    return _whole(before, before != after), _whole(after, before != after)


def _whole(text: str, is_marked: bool) -> tuple[Piece, ...]:
    return (Piece(text, is_marked),) if text else ()


def _words(text: str) -> Iterable[str]:
    """Words, spaces and marks in their order; put together again they are the text."""
    for piece in _PIECES.findall(text):
        if lao.has_lao(piece):
            yield from lao.words(piece)
        else:
            yield piece


def _compare_photos(old: list[dict], new: list[dict]) -> tuple[list[PhotoChange], list[PhotoChange]]:
    old_keys, new_keys = [photo["key"] for photo in old], [photo["key"] for photo in new]
    kept_old = [key for key in old_keys if key in new_keys]
    kept_new = [key for key in new_keys if key in old_keys]
    stays = {key for key, other in zip(kept_old, kept_new, strict=False) if key == other}
    words = {photo["key"]: photo.get("alt") or {} for photo in old}

    def change_of(photo: dict, others: list[str], fate: str) -> str:
        if photo["key"] not in others:
            return fate
        if photo["key"] not in stays:
            return "moved"
        return "described" if fate == "added" and words[photo["key"]] != (photo.get("alt") or {}) else ""

    return (
        [
            PhotoChange(Photo.from_content(one), place, change_of(one, new_keys, "removed"))
            for place, one in enumerate(old, 1)
        ],
        [
            PhotoChange(Photo.from_content(one), place, change_of(one, old_keys, "added"))
            for place, one in enumerate(new, 1)
        ],
    )


def _compare_rows(
    columns: tuple[Column, ...], old: list[dict], new: list[dict], lang: str, opens_files: bool
) -> tuple[list, list]:
    def side(rows: list[dict], others: list[dict]) -> list:
        return [
            ([_cell(column, row, lang, opens_files) for column in columns], row not in others) for row in rows
        ]

    return side(old, new), side(new, old)


def _cell(column: Column, row: dict, lang: str, opens_files: bool) -> tuple[str, str | None]:
    """(text, address or None) of one cell."""
    value = row.get(column.key)
    text = say(Field(column.key, column.label, column.kind, table=column.table), value, lang)
    return text, column.address(row) if opens_files and column.address and value else None
