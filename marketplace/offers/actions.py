"""What a booth's people do with their offers. What is public changes through the review desk only."""

from __future__ import annotations

from marketplace.accounts.models import Person
from marketplace.booths.actions import require_colleague
from marketplace.booths.models import Booth
from marketplace.kernel import clock, history
from marketplace.kernel.db import db
from marketplace.kernel.errors import WrongState
from marketplace.moderation import actions as moderation
from marketplace.moderation.models import Revision
from marketplace.moderation.queries import get_draft
from marketplace.offers.models import Offer
from marketplace.offers.states import Outcome


def create_offer(booth: Booth, content: dict, *, by: Person) -> Offer:
    """Begin an offer as a draft; nothing of it is public. ``content`` is content JSON."""
    require_colleague(booth, by)
    offer = Offer(booth=booth)
    db.session.add(offer)
    history.record(offer, "create", by=by)
    moderation.save_draft(offer, content, by=by)
    return offer


def save_offer(offer: Offer, content: dict, *, by: Person, **seen: int | None) -> Revision | None:
    """Keep what was written about an offer, as ``moderation.save`` does; ``seen`` is what it asks for."""
    require_colleague(offer.booth, by)
    return moderation.save(offer, content, by=by, **seen)


def renew_offer(offer: Offer, *, by: Person) -> None:
    """Keep an approved, published offer open for its days once more, also when it has expired.

    Never longer than 90 days from today. Raises ``WrongState`` with the sentence of the obstacle.
    """
    require_colleague(offer.booth, by)
    obstacle = offer.renewal_obstacle()
    if obstacle:
        raise WrongState(str(obstacle), obstacle=obstacle)
    moderation.change_instantly(offer, {"open_until": offer.last_day_if_renewed.isoformat()}, by=by)


def close_offer(offer: Offer, outcome: Outcome, *, by: Person) -> None:
    """End an offer for good and say how it ended. What was still being edited is thrown away with it."""
    moderation.close(offer, by=by, outcome=outcome.value)
    offer.outcome = outcome.value


def duplicate_offer(offer: Offer, *, by: Person) -> Offer:
    """Begin a new offer with the content of this one; a delivery window that is over is left out."""
    content = {**get_draft(offer).content, "open_until": None}
    if (content["window_until"] or "9999") < clock.today().isoformat():
        content |= {"window_from": None, "window_until": None}
    return create_offer(offer.booth, content, by=by)
