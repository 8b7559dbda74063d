"""A booth as a list shows it: the arguments of the booth card."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from marketplace.booths.models import Booth, Organization
from marketplace.booths.seller import place_of
from marketplace.kernel import clock
from marketplace.kernel.days import format_day
from marketplace.kernel.images import Photo


def booth_card(booth: Booth, lang: str) -> dict:
    """What ``components/booth_card.html`` needs, for a reader of ``lang``; no query of its own.

    The number of its products is left out: it takes a query that a page of mixed results saves.
    """
    organization = booth.organization
    return {
        "url": url_for("booths.booth", slug=booth.slug),
        "name": booth.name.in_(lang),
        "kind": str(organization.kind_label),
        "place": place_of(organization, lang),
        "products_count": None,
        "sells": booth.tagline.in_(lang),
        "logo": Photo.from_content(booth.logo[0]) if booth.logo else None,
        "verified_text": identity_text(organization, lang),
    }


def identity_text(organization: Organization, lang: str) -> str:
    """What was checked of a seller, and when."""
    checked_on = organization.verified_at.astimezone(clock.REGION).date()
    return _("Identity checked on %(day)s", day=format_day(checked_on, lang))
