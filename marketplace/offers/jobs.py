"""The worker's look at the calendar: offers that are about to end, and offers that have ended."""

from __future__ import annotations

from huey import crontab

from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.jobs import queue
from marketplace.offers import queries
from marketplace.offers.models import ExpiryStep, Offer
from marketplace.offers.notices import tell_people_it_ends
from marketplace.search.feed import look_again

#: Days before the last day on which its people are told, each with where the next one takes over.
REMINDERS = ((7, 1), (1, -1))
BATCH = 500

# Schedules are in UTC, seven hours behind the region: reminders leave in the morning, and the first look
# after midnight comes at one minute past.


@queue.task(crontab(hour="0", minute="30"))
def remind_of_ends():
    """Tell the booths' people that an offer ends, seven days and one day before; each once per last day."""
    for days_before, later_than in REMINDERS:
        for offer in queries.list_ending(days_before, later_than):
            tell_people_it_ends(offer)
            _note(offer, days_before)


@queue.task(crontab(minute="1"))
def forget_expired():
    """Let search index and public pages forget the offers whose last day has passed."""
    while expired := queries.list_newly_expired(BATCH):
        look_again([(Offer.__tablename__, offer.id) for offer in expired])
        for offer in expired:
            _note(offer, 0)
        db.session.flush()  # the next look must not find them again
        new_edition()


def _note(offer: Offer, days_before: int) -> None:
    """Write down that this was done for this last day, in the transaction of the deed."""
    db.session.add(ExpiryStep(offer_id=offer.id, open_until=offer.open_until, days_before=days_before))
