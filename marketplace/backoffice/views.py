"""The front page of the staff: what waits, oldest first, and what was decided."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from marketplace.kernel.mail import count_stuck_letters
from marketplace.moderation import queries as moderation
from marketplace.moderation.registry import list_kinds
from marketplace.reference.rates import present_rates
from marketplace.search import backlog

blueprint = Blueprint("backoffice", __name__)


@blueprint.get("")
def home():
    """What waits for this person of the Department."""
    officer = current_user if current_user.is_officer else None
    return render_template(
        "backoffice/home.html",
        waiting=moderation.count_waiting(officer) if officer else None,
        claims=moderation.list_claims(officer) if officer else [],
        oldest=moderation.list_oldest(officer) if officer else [],
        decided=moderation.list_decided(officer),
        stuck_letters=count_stuck_letters(),
        waiting_documents=backlog.measure_backlog().rows,
        refused_documents=backlog.count_dead_letters(),
        rates=present_rates(),
        kinds=list_kinds(),
    )
