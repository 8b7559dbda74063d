"""The reviewed part of a thing as plain JSON, described field by field.

A booth, a product or an offer declares its fields once; drafts, revisions, the three-language diff,
the import and the API all read this declaration. The live row keeps typed columns, a revision keeps
what ``content_of`` gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from marketplace.kernel.translated import Translated


class Risk(StrEnum):
    """What a change of a field may do on a live thing."""

    INSTANT = "instant"  #: live at once, written to history
    REVIEWED = "reviewed"  #: waits for staff


class Kind(StrEnum):
    """How a field is kept, shown and compared."""

    TEXT = "text"
    TRANSLATED = "translated"
    MARKDOWN = "markdown"  #: translated, a safe subset of Markdown
    CODE = "code"  #: a key of a reference table; shown by its name
    CODES = "codes"
    NUMBER = "number"
    DAY = "day"
    ROWS = "rows"  #: list of plain dicts: price tiers, certificates, contacts
    PHOTOS = "photos"  #: list of {"key", "width", "height", "alt": {lang: text}}
    FLAG = "flag"


@dataclass(frozen=True)
class Field:
    """One field of the content: column name, label for people, kind, risk class."""

    name: str
    label: object
    kind: Kind = Kind.TEXT
    risk: Risk = Risk.REVIEWED
    #: For CODE and CODES: which reference table names the codes ("category", "unit", "province" …).
    table: str = ""

    def dump(self, value):
        """Column value → JSON value. Empty values become None so that two empties compare equal."""
        match self.kind:
            case Kind.TRANSLATED | Kind.MARKDOWN:
                return dict(value or {})
            case Kind.NUMBER:
                return None if value is None else format(Decimal(value).normalize(), "f")
            case Kind.DAY:
                return value.isoformat() if value else None
            case Kind.ROWS | Kind.PHOTOS | Kind.CODES:
                return list(value or [])
            case Kind.FLAG:
                return bool(value)
            case _:
                return value or ""

    def load(self, value):
        """JSON value → column value."""
        return _LOADS.get(self.kind, _load_text)(value)

    def differs(self, before, after) -> bool:
        """Do two JSON values say different things? The order of codes says nothing."""
        one, other = self.dump(self.load(before)), self.dump(self.load(after))
        return sorted(one) != sorted(other) if self.kind == Kind.CODES else one != other


def _load_text(value) -> str:
    return value or ""


def _load_number(value) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)


def _load_day(value) -> date | None:
    return date.fromisoformat(value) if value else None


def _load_list(value) -> list:
    return list(value or [])


#: A table, for an import loads a dozen values a row.
_LOADS = {
    Kind.TRANSLATED: Translated,
    Kind.MARKDOWN: Translated,
    Kind.NUMBER: _load_number,
    Kind.DAY: _load_day,
    Kind.ROWS: _load_list,
    Kind.PHOTOS: _load_list,
    Kind.CODES: _load_list,
    Kind.FLAG: bool,
}


class HasContent:
    """Mixin of models with reviewed content. ``CONTENT`` lists the fields in the order people see them."""

    CONTENT: tuple[Field, ...] = ()

    def content_of(self) -> dict:
        """The live content as JSON."""
        return {field.name: field.dump(getattr(self, field.name)) for field in self.CONTENT}

    def set_content(self, content: dict, names: Iterable[str] | None = None) -> None:
        """Copy JSON content onto the columns; only ``names`` when given."""
        wanted = None if names is None else set(names)
        for field in self.CONTENT:
            if field.name in content and (wanted is None or field.name in wanted):
                value = field.load(content[field.name])
                if getattr(self, field.name) != value:
                    setattr(self, field.name, value)


def changed_fields(fields: Iterable[Field], before: dict, after: dict) -> list[Field]:
    """The fields whose content differs, in declaration order."""
    return [field for field in fields if field.differs(before.get(field.name), after.get(field.name))]
