"""Who is told what about an offer: that it is about to end."""

from __future__ import annotations

from marketplace.accounts.letters import path_to
from marketplace.booths.queries import list_people_of
from marketplace.kernel.days import format_day
from marketplace.notifications.actions import tell
from marketplace.offers.models import Offer


def tell_people_it_ends(offer: Offer) -> None:
    """The people of the booth hear how long the offer is still valid, and where to renew it."""
    for person in list_people_of(offer.booth.organization_id):
        tell(
            person,
            "offer_ends",
            path=path_to("offers_desk.edit", id=offer.id),
            title=offer.name.in_(person.lang).text,
            last_day=format_day(offer.open_until, person.lang),
            needs_edit=bool(offer.renewal_obstacle()),
        )
