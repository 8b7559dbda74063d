"""The page of an offer, drawn the same for the public and in a preview, and a booth's shelf of offers."""

from __future__ import annotations

from types import SimpleNamespace

from flask import render_template
from flask_login import current_user

from marketplace.booths.models import Booth
from marketplace.booths.seller import place_of as seat_of
from marketplace.kernel.images import Photo
from marketplace.kernel.machine import Role
from marketplace.kernel.translated import LANGUAGE_NAMES
from marketplace.offers.cards import offer_card, place_of, price_of, quantity_of, window_of
from marketplace.offers.models import Offer
from marketplace.offers.queries import list_like, list_shelf
from marketplace.offers.states import Side
from marketplace.reference.hs_codes import show_hs
from marketplace.reference.queries import category_path, has_code, hs_words
from marketplace.reference.trade_terms import incoterm
from marketplace.reference.units import unit_text
from marketplace.web.language import current_language


def face_of(content: dict) -> SimpleNamespace:
    """What a proposal would make of an offer, with the fields of ``Offer.CONTENT``."""
    return SimpleNamespace(**{field.name: field.load(content.get(field.name)) for field in Offer.CONTENT})


def show_offer(offer: Offer, face, *, is_preview: bool = False) -> str:
    """``face`` has the fields of ``Offer.CONTENT``: the offer itself, or what a draft would make of it."""
    lang = current_language()
    side = Side(face.side)
    other = Side.BUY if side == Side.SELL else Side.SELL
    return render_template(
        "offers/offer.html",
        offer=offer,
        face=face,
        side=side,
        other=other,
        organization=offer.booth.organization,
        seat=seat_of(offer.booth.organization, lang),
        photos=[Photo.from_content(photo) for photo in face.photos],
        quantity=quantity_of(face, lang),
        price_text=price_of(face, lang),
        unit_text=unit_text(face.unit, lang),
        place=place_of(face, lang),
        window=window_of(face, lang),
        term=incoterm(face.incoterm) if face.incoterm else None,
        hs_code=show_hs(face.hs),
        hs_words=hs_words(face.hs, lang),
        path=category_path(face.category) if has_code("category", face.category) else [],
        answers_in=[LANGUAGE_NAMES[code] for code in face.languages if code in LANGUAGE_NAMES],
        similar=[] if is_preview else [offer_card(one, lang) for one in list_like(offer, other)],
        is_own=current_user.is_authenticated and Role.MEMBER in offer.roles_of(current_user),
        is_preview=is_preview,
    )


def fill_shelf(booth: Booth, page: int) -> tuple[list[dict], int]:
    """A page of a booth's live offers as cards, and the number of pages, for the booth's own page."""
    offers, pages = list_shelf(booth, page)
    return [offer_card(offer, current_language(), in_booth=True) for offer in offers], pages
