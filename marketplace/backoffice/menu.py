"""The menu at the side of every backoffice page: what this person may open, and what waits there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace.accounts.models import Person
from marketplace.moderation.queries import count_queue


@dataclass(frozen=True)
class Entry:
    """One line: its words, where it leads, for whom, and what waits behind it."""

    label: object
    endpoint: str
    is_for: str = "is_staff"
    counts_queue: bool = False

    @property
    def room(self) -> str:
        """The blueprint whose pages this line stands for."""
        return self.endpoint.partition(".")[0]


ENTRIES = (
    Entry(_l("Front page"), "backoffice.home"),
    Entry(_l("Review queue"), "moderation_backoffice.queue", "is_officer", counts_queue=True),
    Entry(_l("Booths"), "booths_backoffice.list_booths", "is_officer"),
    Entry(_l("Scam notices"), "messages_backoffice.list_notices", "is_editor"),
    Entry(_l("House texts"), "pages_backoffice.list_pages", "is_editor"),
    Entry(_l("Exchange rates"), "reference_backoffice.rates"),
    Entry(_l("Words of the search"), "search_backoffice.list_of_concepts", "is_editor"),
    Entry(_l("Search index"), "search_backoffice.state"),
    Entry(_l("People"), "accounts_backoffice.list_people", "is_officer"),
)

_BACKOFFICE = "backoffice"


def install(app: Flask) -> None:
    """Give backoffice pages, and no others, their menu."""

    @app.context_processor
    def _menu() -> dict:
        is_inside = _BACKOFFICE in (request.blueprint or "") if request else False
        if not is_inside or not current_user.is_authenticated or not current_user.is_staff:
            return {}
        return {"backoffice_menu": menu_for(current_user)}


def menu_for(person: Person) -> list[tuple]:
    """(label, address, count, is_current) of what this person may open."""
    waiting = count_queue(person) if person.is_officer else 0
    here = [entry for entry in ENTRIES if entry.room == request.blueprint]
    current = next((entry for entry in here if entry.endpoint == request.endpoint), here[0] if here else None)
    return [
        (
            entry.label,
            url_for(entry.endpoint),
            waiting if entry.counts_queue else 0,
            entry is current,
        )
        for entry in ENTRIES
        if getattr(person, entry.is_for)
    ]
