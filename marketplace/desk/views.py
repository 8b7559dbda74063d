"""A member's front page: what waits for me."""

from __future__ import annotations

from flask import Blueprint, g, render_template, url_for
from flask_login import current_user

from marketplace.booths.queries import get_booth_of
from marketplace.desk import queries
from marketplace.desk.menu import unread_threads
from marketplace.desk.steps import is_buyer, list_steps, next_step, progress
from marketplace.moderation.models import Revision
from marketplace.moderation.registry import reviewable
from marketplace.moderation.states import ReviewState
from marketplace.offers.queries import list_ending_soon

blueprint = Blueprint("desk", __name__)


@blueprint.get("")
def home():
    """What waits for this person in the organization they work for just now."""
    organization = g.membership.organization
    booth = get_booth_of(organization)
    revisions, numbers = queries.count_open_revisions(organization), queries.count_booth(booth)
    steps = list_steps(g.membership, revisions, numbers)
    at_review = queries.list_at_review(organization)
    return render_template(
        "desk/home.html",
        organization=organization,
        memberships=current_user.memberships,
        is_buyer=is_buyer(organization),
        steps=progress(steps),
        next_step=next_step(steps),
        to_correct=[one for one in at_review if one.is_editable],
        waiting=[one for one in at_review if not one.is_editable],
        unanswered=queries.list_unanswered(booth),
        expiring=list_ending_soon(organization),
        numbers=numbers,
        unread=unread_threads(),
        drafts=_count_in(revisions, ReviewState.DRAFT),
        kind_label=lambda revision: reviewable(revision.subject_kind).label,
        edit_address=_edit_address,
    )


def _count_in(revisions, state: ReviewState) -> int:
    return sum(number for (_kind, one), number in revisions.items() if one == state)


def _edit_address(revision: Revision) -> str:
    """Where members edit what the revision is about."""
    return url_for(reviewable(revision.subject_kind).edit_endpoint, id=revision.subject_id)
