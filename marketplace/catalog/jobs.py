"""The worker's look at the calendar: certificates that have run out."""

from __future__ import annotations

from huey import crontab

from marketplace.catalog import queries
from marketplace.catalog.models import Product
from marketplace.kernel.edition import new_edition
from marketplace.kernel.jobs import queue
from marketplace.search.feed import look_again

#: A worker that stood still for so many days still finds what ran out meanwhile; twice does no harm.
DAYS_BACK = 7


@queue.task(crontab(hour="17", minute="5"))
def forget_ended_certificates():
    """Let the index forget the certificates whose last day has passed, soon after midnight in the region."""
    ended = queries.list_with_certificates_ended(DAYS_BACK)
    if ended:
        look_again((Product.__tablename__, key) for key in ended)
        new_edition()
