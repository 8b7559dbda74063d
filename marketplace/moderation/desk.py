"""Where members see how their revision stands: the clock, the answer, their own changes, the next step."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel.errors import Invalid
from marketplace.kernel.machine import Role
from marketplace.moderation import actions, naming, queries
from marketplace.moderation.comparison import compare, sayer_of
from marketplace.moderation.forms import AppealForm
from marketplace.moderation.models import Revision
from marketplace.moderation.registry import Reviewable, reviewable, subject_of
from marketplace.moderation.states import REVIEW, Reason
from marketplace.web.language import current_language

blueprint = Blueprint("moderation_desk", __name__)

#: Members see that the Department acted, not which officer.
STAFF_VERBS = frozenset(
    {
        "publish",
        "keep_hidden",
        "verify",
        "suspend",
        "reinstate",
        *(move.verb for move in REVIEW.moves if Role.STAFF in move.who),
    }
)


@blueprint.get("/<int:id>")
def revision(id: int):
    """How one proposal stands."""
    return _revision_page(queries.get_for_member(id, current_user))


def _revision_page(revision: Revision, *, appeal=None, problems=None, status: int = 200):
    thing = subject_of(revision)
    kind = reviewable(revision.subject_kind)
    page = render_template(
        "moderation/revision.html",
        revision=revision,
        thing=thing,
        kind=kind,
        field_changes=compare(kind.fields, revision.base, revision.content, current_language()),
        is_first=revision.base is None,
        is_newest=thing.latest_revision is revision,
        moves={move.verb: move for move in revision.moves_for(thing.roles_of(current_user))},
        labels={field.name: field.label for field in kind.fields},
        say_value=sayer_of(kind.fields, current_language()),
        address_of=lambda name="": _edit_address(kind, thing, name),
        appeal=appeal or AppealForm(formdata=None),
        problems=problems or {},
        timeline=queries.list_timeline(thing),
        staff_verbs=STAFF_VERBS,
        verb_label=naming.verb_label,
        reason_label=lambda code: Reason(code).label,
    )
    return page, status


def _edit_address(kind: Reviewable, thing, name: str) -> str:
    """The page where members edit the thing, at the field of this name."""
    if not name:
        return url_for(kind.edit_endpoint, id=thing.id)
    return url_for(kind.edit_endpoint, id=thing.id, field=name, _anchor=f"field-{name}")


def _back_to(revision: Revision, sentence: str):
    flash(sentence, "good")
    return redirect(url_for(".revision", id=revision.id))


@blueprint.post("/<int:id>/submit")
def submit(id: int):
    """Send it for approval."""
    revision = queries.get_for_member(id, current_user)
    try:
        actions.submit(revision, by=current_user)
    except Invalid as error:
        return _revision_page(revision, problems=error.details["problems"], status=422)
    return _back_to(revision, _("Sent for approval. You get a notice as soon as it is answered."))


@blueprint.post("/<int:id>/take-back")
def take_back(id: int):
    """Take it back to edit it."""
    revision = queries.get_for_member(id, current_user)
    actions.take_back(revision, by=current_user)
    return _back_to(revision, _("Taken back. You can edit it and send it again."))


@blueprint.post("/<int:id>/discard")
def discard(id: int):
    """Throw the draft away; what is public stays as it is."""
    revision = queries.get_for_member(id, current_user)
    actions.discard(revision, by=current_user)
    return _back_to(revision, _("The draft is discarded. What is public has not changed."))


@blueprint.post("/<int:id>/start-over")
def start_over(id: int):
    """Leave what was refused behind and go on from what is public."""
    revision = queries.get_for_member(id, current_user)
    actions.start_over(revision, by=current_user)
    flash(_("This is what is public. Change what you want, then send it for approval."), "good")
    return redirect(_edit_address(reviewable(revision.subject_kind), subject_of(revision), ""))


@blueprint.post("/<int:id>/appeal")
def appeal(id: int):
    """Ask once for a second look at a refusal."""
    revision = queries.get_for_member(id, current_user)
    form = AppealForm()
    if not form.validate_on_submit():
        return _revision_page(revision, appeal=form, status=422)
    actions.appeal(revision, form.note.data, by=current_user)
    return _back_to(revision, _("Your appeal is in the queue. Another look is taken at the same proposal."))
