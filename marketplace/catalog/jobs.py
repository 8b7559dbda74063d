"""The worker's rounds: certificates that have run out, words that were read by former rules."""

from __future__ import annotations

from huey import crontab

from marketplace.catalog import actions, queries
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.jobs import LONG, queue
from marketplace.search.feed import look_again

#: A worker that stood still for so many days still finds what ran out meanwhile; twice does no harm.
DAYS_BACK = 7
#: Products read anew in one transaction.
BATCH = 500


@queue.task(crontab(hour="17", minute="5"))
def forget_ended_certificates():
    """Let the index forget the certificates whose last day has passed, soon after midnight in the region."""
    ended = queries.list_with_certificates_ended(DAYS_BACK)
    if ended:
        look_again((Product.__tablename__, key) for key in ended)
        new_edition()


@queue.task(crontab(minute="25"), lane=LONG)
def keep_findable() -> int:
    """Read the words of products anew where an upgrade reads them differently; of how many.

    An upgrade does so itself (`flask search rebuild --missing`); this is for whoever left that out.
    """
    number = 0
    while read := actions.keep_findable_anew(BATCH):
        number += read
        db.session.commit()  # piece by piece, so that nobody waits for the whole catalogue
    return number
