"""What waits for the people of an organization, and the numbers of their booth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.booths.models import Booth, Organization
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.messages.models import Thread
from marketplace.moderation.models import Revision
from marketplace.moderation.states import OPEN, ReviewState
from marketplace.offers.models import Offer

SHOWN_REVISIONS = 12
SHOWN_THREADS = 5


def count_open_revisions(organization: Organization) -> Counter:
    """(kind, state) → number of proposals of the organization on their way to an answer."""
    rows = db.session.execute(
        select(Revision.subject_kind, Revision.state, func.count())
        .where(Revision.organization_id == organization.id, Revision.state.in_(OPEN))
        .group_by(Revision.subject_kind, Revision.state)
    )
    return Counter({(kind, state): number for kind, state, number in rows})


def list_at_review(organization: Organization) -> list[Revision]:
    """What the officers sent back, then what lies with them, each oldest first, as far as a page shows."""
    return list(
        db.session.scalars(
            select(Revision)
            .where(
                Revision.organization_id == organization.id,
                Revision.state.in_((ReviewState.CHANGES_REQUESTED.value, ReviewState.SUBMITTED.value)),
            )
            .order_by((Revision.state == ReviewState.SUBMITTED.value), Revision.submitted_at, Revision.id)
            .limit(SHOWN_REVISIONS)
        )
    )


@dataclass(frozen=True)
class BoothNumbers:
    """What a booth shows the public, and who waits for its answer."""

    products: int = 0
    offers: int = 0
    unanswered: int = 0


def count_booth(booth: Booth) -> BoothNumbers:
    """The numbers of one booth, in one query."""
    counted = (
        select(func.count(Product.id)).where(Product.booth_id == booth.id, Product.is_shown),
        select(func.count(Offer.id)).where(Offer.booth_id == booth.id, Offer.is_shown, Offer.is_live),
        select(func.count(Thread.id)).where(Thread.booth_id == booth.id, Thread.answered_at.is_(None)),
    )
    return BoothNumbers(*db.session.execute(select(*(one.scalar_subquery() for one in counted))).one())


def list_unanswered(booth: Booth) -> list[Thread]:
    """The conversations of a booth that nobody has answered, the longest waiting first."""
    return list(
        db.session.scalars(
            select(Thread)
            .where(Thread.booth_id == booth.id, Thread.answered_at.is_(None))
            .order_by(Thread.created_at, Thread.id)
            .limit(SHOWN_THREADS)
        )
    )
