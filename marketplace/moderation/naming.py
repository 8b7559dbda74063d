"""Names for the codes that reviewed content keeps: "VN-75" is Đồng Nai, "KGM" is kilogram.

The reference room names most of them. The review desk knows no room above it, so ``wiring.py`` tells it
here what the codes of the other rooms mean, what the columns of row fields are called, and what the
timeline calls the verbs of other rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from babel import Locale
from flask_babel import lazy_gettext as _l

from marketplace.kernel.content import Kind
from marketplace.kernel.errors import NotFound
from marketplace.kernel.machine import State
from marketplace.kernel.translated import LANGUAGE_NAMES
from marketplace.reference.queries import names_of

#: (code, language) → name; a code that nobody knows any more stays as it is.
NameOf = Callable[[str, str], str]

#: Officers know these by their codes as well as by their names.
_SHOWN_WITH_CODE = ("hs", "incoterm", "currency")


@dataclass(frozen=True)
class Column:
    """One column of a ``ROWS`` field: the key in each row, its heading, how its values are read."""

    key: str
    label: object
    kind: Kind = Kind.TEXT
    #: For codes: the table that names them.
    table: str = ""
    #: row → address where staff open what the value names, a document.
    address: Callable | None = None


_tables: dict[str, NameOf] = {
    "month": lambda code, lang: Locale.parse(lang).months["stand-alone"]["wide"].get(int(code), code),
    "language": lambda code, lang: LANGUAGE_NAMES.get(code, code),
}
_columns: dict[str, tuple[Column, ...]] = {}
#: What the timeline calls the acts of the review desk and of its members.
_verbs: dict[str, object] = {
    "submit": _l("Sent for approval"),
    "take_back": _l("Taken back to edit"),
    "discard": _l("Draft discarded"),
    "approve": _l("Approved"),
    "approve_corrected": _l("Approved with correction"),
    "request_changes": _l("Changes requested"),
    "refuse": _l("Refused"),
    "appeal": _l("Appealed"),
    "publish": _l("Published"),
    "keep_hidden": _l("Approved, still taken down"),
    "change_instantly": _l("Changed at once"),
    "withdraw": _l("Taken down"),
    "show_again": _l("Shown again"),
    "close": _l("Closed"),
    "suspend": _l("Suspended"),
    "reinstate": _l("Suspension lifted"),
}


def register_states(table: str, states: type[State]) -> None:
    """Say that the codes of a table are the members of an enum, named by their labels."""
    _tables[table] = lambda code, lang: str(states(code).label) if code in set(states) else code


def register_columns(field_name: str, columns: Iterable[Column]) -> None:
    """Say how the rows of a ``ROWS`` field are shown; columns that are not named are not shown."""
    _columns[field_name] = tuple(columns)


def register_verbs(labels: dict[str, object]) -> None:
    """Say what the timeline calls the verbs of another room's lifecycle."""
    _verbs.update(labels)


def name_of(table: str, code: str, lang: str) -> str:
    """The name of a code for a reader of ``lang``; the code itself where nobody can name it."""
    if not code:
        return ""
    if table in _tables:
        return _tables[table](code, lang)
    try:
        name = names_of(table, code).in_(lang).text
    except (KeyError, NotFound):
        return code  # a code may outlive its table
    return f"{code} {name}" if table in _SHOWN_WITH_CODE else name


def columns_of(field_name: str, rows: list[dict]) -> tuple[Column, ...]:
    """The columns of a row field; where nobody registered them, the keys that occur."""
    if field_name in _columns:
        return _columns[field_name]
    return tuple(Column(key, key) for key in dict.fromkeys(key for row in rows for key in row))


def verb_label(verb: str) -> str:
    """What the timeline calls an act."""
    return str(_verbs.get(verb, verb))
