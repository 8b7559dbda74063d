"""Two people edited at once: what the other one saved, beside what this one wanted to save."""

from __future__ import annotations

from marketplace.kernel.errors import Stale
from marketplace.moderation.comparison import FieldChange, compare


def list_differences(stale: Stale, lang: str) -> list[tuple[str, str, str]]:
    """(field, saved meanwhile, yours) for every field in which the two differ."""
    theirs, yours = stale.details["theirs"], stale.details["yours"]
    fields = [field for field in stale.details["fields"] if field.name in yours]
    return [
        line
        for change in compare(fields, theirs, yours, lang)
        if change.is_changed
        for line in _lines(change)
    ]


def _lines(change: FieldChange):
    label = str(change.field.label)
    for text in change.texts:
        if text.is_changed:
            named = f"{label} ({text.lang})" if text.lang else label
            yield named, *("".join(piece.text for piece in side) for side in (text.before, text.after))
    if change.rows:
        yield label, *(_rows_as_text(side) for side in change.rows)
    if change.photos:
        yield label, *(str(len(side)) for side in change.photos)


def _rows_as_text(rows: list) -> str:
    return "; ".join(" ".join(text for text, _address in cells if text) for cells, _is_marked in rows)
