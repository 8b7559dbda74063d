"""An offer as a list shows it: the arguments of the offer card."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_interval
from flask import url_for
from flask_babel import gettext as _

from marketplace.kernel.days import format_day
from marketplace.kernel.images import Photo
from marketplace.kernel.money import Money
from marketplace.kernel.slugs import slug_of
from marketplace.kernel.translated import LOCALES
from marketplace.offers.models import Offer
from marketplace.offers.states import Side
from marketplace.reference.queries import names_of
from marketplace.reference.units import unit, unit_text


def offer_card(offer: Offer, lang: str, *, in_booth: bool = False) -> dict:
    """What ``components/offer_card.html`` needs, for a reader of ``lang``; no query of its own."""
    return {
        "url": offer_url(offer),
        "side": offer.side,
        "side_label": Side(offer.side).label,
        "name": offer.name.in_(lang),
        "quantity": quantity_of(offer, lang),
        "price_text": price_of(offer, lang),
        "unit_text": unit_text(offer.unit, lang),
        "place": place_of(offer, lang),
        "window": window_of(offer, lang),
        "until": _("Valid until %(day)s", day=format_day(offer.open_until, lang)),
        "booth_name": None if in_booth else offer.booth.name.in_(lang),
        "photo": Photo.from_content(offer.photos[0]) if offer.photos else None,
    }


def offer_url(offer: Offer) -> str:
    """The address of the offer's page."""
    return url_for("offers.offer", id=offer.id, slug=slug_of(offer.name))


def price_of(offer: Offer, lang: str) -> str | None:
    """The price as the reader writes it; None when the offer is open to prices."""
    return None if offer.price is None else Money(offer.price, offer.currency).format(lang)


def quantity_of(offer: Offer, lang: str) -> str:
    """``18 tonnes`` in the reader's language; empty in a draft that does not say it yet."""
    if offer.quantity is None:
        return ""
    return unit(offer.unit).counted(offer.quantity, lang)


def place_of(offer: Offer, lang: str) -> str:
    """Incoterm and place: ``DAP Bo Y – Phou Keua``."""
    place = names_of("place", offer.place).in_(lang).text if offer.place else offer.place_note
    return f"{offer.incoterm} {place}".strip()


def window_of(offer: Offer, lang: str) -> str:
    """When the goods move, as one span of days; empty when it is not said."""
    if offer.window_from and offer.window_until:
        return _span(offer.window_from, offer.window_until, lang)
    day = offer.window_from or offer.window_until
    return format_day(day, lang) if day else ""


@lru_cache(maxsize=2_048)
def _span(first: date, last: date, lang: str) -> str:
    """Remembered like single days: Babel looks for the greatest part in which the two differ."""
    return format_interval(first, last, "yMMMd", locale=LOCALES[lang])
