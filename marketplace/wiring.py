"""The page of ears: who hears which signal, what is reviewed, what is searchable, which menus there are."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from marketplace.booths.models import Booth, Organization
from marketplace.catalog.models import Product
from marketplace.kernel import mail_jobs  # noqa: F401 - declares the worker's round with the post
from marketplace.messages import models as _messages  # noqa: F401 - tables must be known before the first query
from marketplace.moderation import registry
from marketplace.moderation.registry import Reviewable
from marketplace.notifications import models as _notifications  # noqa: F401 - as above
from marketplace.offers.models import Offer
from marketplace.pages import models as _pages  # noqa: F401 - as above
from marketplace.search import models as _search  # noqa: F401 - as above
from marketplace.web import throttle as _throttle  # noqa: F401 - as above

#: Everything that goes through review, with the page where its people edit it.
REVIEWABLES = (
    Reviewable(Organization, _l("Organization"), "registration.identity"),
    Reviewable(Booth, _l("Booth"), "booths_desk.edit"),
    Reviewable(Product, _l("Product"), "catalog_desk.edit"),
    Reviewable(Offer, _l("Offer"), "offers_desk.edit"),
)


def connect(app: Flask) -> None:
    """Connect rooms that must not know each other."""
    for one in REVIEWABLES:
        registry.register(one)
