"""The menu at the side of every desk page: where the people of a booth work, and what waits there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.local import LocalProxy

from marketplace.booths.models import Membership
from marketplace.desk.steps import is_buyer
from marketplace.messages.queries import count_unread_threads
from marketplace.web import gates


@dataclass(frozen=True)
class Entry:
    """One line: its words, where it leads, who has no use for it, and whether it counts what is unread."""

    label: object
    endpoint: str
    is_for_sellers: bool = False
    is_for_editors: bool = False
    counts_messages: bool = False

    def suits(self, membership: Membership) -> bool:
        """Has this person anything to do there?"""
        return not (
            (self.is_for_sellers and is_buyer(membership.organization))
            or (self.is_for_editors and not membership.may_edit_booth)
        )

    @property
    def room(self) -> str:
        """The blueprint whose pages this line stands for."""
        return self.endpoint.partition(".")[0]


ENTRIES = (
    Entry(_l("My desk"), "desk.home"),
    Entry(_l("Messages"), "messages_desk.inbox", counts_messages=True),
    Entry(_l("Products"), "catalog_desk.list_products", is_for_sellers=True),
    Entry(_l("Offers"), "offers_desk.list_offers"),
    Entry(_l("My booth"), "booths_desk.own", is_for_editors=True),
    Entry(_l("People"), "booths_desk.people"),
    Entry(_l("Saved searches"), "search_desk.list_searches"),
    Entry(_l("Notifications"), "notifications_desk.list_notices"),
)


def install(app: Flask) -> None:
    """Give every template ``desk_menu``. A page that shows it asks once; one that does not never asks."""
    app.context_processor(lambda: {"desk_menu": LocalProxy(list_menu)})


def list_menu() -> list[tuple]:
    """(label, address, count, is_current) of what the person may open; empty for somebody without a booth."""
    if not current_user.is_authenticated or not current_user.memberships:
        return []
    gates.booth_member()  # chooses the organization where the page's own gate did not
    entries = [entry for entry in ENTRIES if entry.suits(g.membership)]
    here = _current(entries)
    return [
        (
            entry.label,
            url_for(entry.endpoint),
            unread_threads() if entry.counts_messages else 0,
            entry is here,
        )
        for entry in entries
    ]


def _current(entries: list[Entry]) -> Entry | None:
    """The line of this very page, else the first of its room."""
    exact = (entry for entry in entries if entry.endpoint == request.endpoint)
    return next(exact, None) or next((entry for entry in entries if entry.room == request.blueprint), None)


def unread_threads() -> int:
    """Conversations with something the person has not seen, asked once a page."""
    if "unread_threads" not in g:
        g.unread_threads = count_unread_threads(current_user)
    return g.unread_threads
