"""Who is told what: people what is new in a saved search, administrators that the index was wrong."""

from __future__ import annotations

from flask import current_app

from marketplace.accounts.letters import path_to
from marketplace.accounts.queries import list_administrators
from marketplace.kernel import clock
from marketplace.kernel.days import format_day
from marketplace.kernel.money import Money
from marketplace.notifications.actions import tell
from marketplace.reference.units import unit_text
from marketplace.search.alerts import path_of, stop_token
from marketplace.search.asking import Found
from marketplace.search.engine import Kind
from marketplace.search.models import SavedSearch
from marketplace.search.registry import searchable

MOST_IN_LETTER = 10


def describe(saved: SavedSearch, new: list[Found]) -> dict:
    """What a letter says of what is new, as plain words; empty when nothing is."""
    if not new:
        return {}
    lang, site = saved.person.lang, current_app.config["SITE_URL"]
    return {
        "count": len(new),
        "name": saved.name,
        "since": format_day(saved.told_until.astimezone(clock.REGION).date(), lang),
        "hits": [_line(one, lang, site) for one in new[:MOST_IN_LETTER]],
        "more": max(0, len(new) - MOST_IN_LETTER),
    }


def tell_of_new(saved: SavedSearch, news: dict) -> None:
    """The person reads what is new, with at most ten links, and how to stop these letters."""
    site, lang = current_app.config["SITE_URL"], saved.person.lang
    stop = path_to("search.stop_letters", token=stop_token(saved))
    tell(
        saved.person,
        "saved_search",
        path=path_of(saved),
        unsubscribe_path=stop,
        stop_link=site + stop.replace("{lang}", lang),
        list_link=site + path_to("search_desk.list_searches").replace("{lang}", lang),
        **news,
    )


def _line(one: Found, lang: str, site: str) -> dict:
    """A hit as a letter names it."""
    thing, kind = one.thing, one.hit.kind
    return {
        "kind": thing.side if kind == Kind.OFFER else kind,
        "name": thing.name.in_(lang).text,
        "price": "" if kind == Kind.BOOTH or thing.price is None else _price(thing, lang),
        "booth": "" if kind == Kind.BOOTH else thing.booth.name.in_(lang).text,
        "link": site + searchable(kind).path(thing).replace("{lang}", lang),
    }


def _price(thing, lang: str) -> str:
    """``11,700.00 US$ / tonne``."""
    return f"{Money(thing.price, thing.currency).format(lang)} / {unit_text(thing.unit, lang)}"


def tell_administrators_it_differed(engine: str, *, missing: int, extra: int, stale: int) -> None:
    """Every administrator hears that the nightly comparison found something, and that it is being mended."""
    for person in list_administrators():
        tell(
            person,
            "index_differed",
            path=path_to("search_backoffice.state"),
            engine=engine,
            missing=missing,
            extra=extra,
            stale=stale,
        )
