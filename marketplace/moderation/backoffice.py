"""Where officers review: the queue, one item, the four answers, suspension."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid, NotFound, Stale, WrongState
from marketplace.kernel.machine import Role
from marketplace.kernel.money import format_number
from marketplace.moderation import actions, hints, naming, queries
from marketplace.moderation.comparison import compare, sayer_of
from marketplace.moderation.forms import ReasonsForm, SuspensionForm, correction_form, correction_from
from marketplace.moderation.models import Publishable, Revision
from marketplace.moderation.queries import FILTERED_BY, QueueFilter
from marketplace.moderation.registry import list_kinds, reviewable, subject_of
from marketplace.moderation.states import TAKEN_BACK, Reason
from marketplace.web.addresses import asked_page
from marketplace.web.language import current_language
from marketplace.web.render import moment

blueprint = Blueprint("moderation_backoffice", __name__)

#: Something that waits longer than this is marked in the queue.
LONG_WAIT_DAYS = 3


@blueprint.context_processor
def _words() -> dict:
    chosen = _chosen_filter()
    return {
        "chosen": chosen,
        "within": chosen.arguments(),  # for addresses, so that an officer stays within the filter
        "kinds": list_kinds(),
        "name_of": lambda table, code: naming.name_of(table, code, current_language()),
        "verb_label": naming.verb_label,
        "reason_label": lambda code: Reason(code).label,
    }


# --- the queue ----------------------------------------------------------------------------------------


@blueprint.get("")
def queue():
    """What waits, oldest first."""
    chosen = _chosen_filter()
    lang = current_language()
    own = {membership.organization_id for membership in current_user.memberships}
    waiting = queries.count_waiting(current_user)
    known = waiting.total if chosen == queries.EVERYTHING else None
    return render_template(
        "moderation/queue.html",
        page=queries.list_queue(current_user, chosen, asked_page(), total=known),
        waiting=waiting,
        choices_of=lambda part: _choices_of(part, waiting.by[part], getattr(chosen, part), lang),
        is_own=lambda revision: revision.organization_id in own,
        is_for_another=lambda revision: queries.is_for_another_officer(revision, current_user),
        is_long=lambda revision: (clock.now() - revision.submitted_at).days >= LONG_WAIT_DAYS,
        address_of_page=lambda number: url_for(".queue", **chosen.arguments(), page=number),
    )


def _choices_of(part: str, counts: Counter, chosen: str, lang: str) -> list[tuple[str, str]]:
    """(code, words with how many wait) of every value of a part of the filter, the fullest first.

    What is ``chosen`` stays a choice when nothing of it waits any more.
    """
    waiting = counts.most_common()
    if chosen and chosen not in counts:
        waiting.append((chosen, 0))
    return [
        (code, f"{_word_for(part, code, lang)} ({format_number(count, lang)})") for code, count in waiting
    ]


def _word_for(part: str, code: str, lang: str) -> str:
    if part != "kind":
        return naming.name_of(part, code, lang)
    kinds = list_kinds()
    return str(kinds[code].label) if code in kinds else code


def _words_of(chosen: QueueFilter) -> list[str]:
    """What an officer has chosen to see of the queue; nothing where it is everything."""
    lang = current_language()
    words = [_word_for(part, getattr(chosen, part), lang) for part in FILTERED_BY if getattr(chosen, part)]
    return [*words, _("Only what I have taken")] if chosen.is_mine else words


def _chosen_filter() -> QueueFilter:
    given = {name: request.args.get(name, "") for name in FILTERED_BY}
    return QueueFilter(**given, is_mine=request.args.get("mine") == "1")


@blueprint.post("/<int:id>/claim")
def claim(id: int):
    """Take an item."""
    revision = queries.get_for_officer(id, current_user)
    actions.claim(revision, by=current_user)
    return redirect(url_for(".item", id=revision.id, **_chosen_filter().arguments()))


@blueprint.post("/<int:id>/release")
def release(id: int):
    """Put it back."""
    actions.release(queries.get_for_officer(id, current_user), by=current_user)
    flash(_("The item is back in the queue."), "good")
    return redirect(url_for(".queue", **_chosen_filter().arguments()))


# --- one item and the four answers --------------------------------------------------------------------


@blueprint.get("/<int:id>")
def item(id: int):
    """One revision: what changes, what the machine noticed, and the four answers."""
    return _item_page(queries.get_for_officer(id, current_user))


def _item_page(revision: Revision, *, reasons=None, correction=None, status: int = 200):
    thing = subject_of(revision)
    kind = reviewable(revision.subject_kind)
    before = thing.live_content if revision.is_waiting else revision.base
    after = revision.applied_to(kind.fields, before) if revision.is_waiting else revision.content
    chosen = _chosen_filter()
    page = render_template(
        "moderation/item.html",
        revision=revision,
        chosen_words=_words_of(chosen),
        waits_within=queries.count_queue(current_user, chosen) if chosen.arguments() else None,
        thing=thing,
        kind=kind,
        field_changes=compare(kind.fields, before, after, current_language(), opens_files=True),
        is_first=before is None,
        hints=hints.look_at(revision, thing, kind.hints) if revision.is_waiting else [],
        obstacle=queries.find_obstacle(revision, thing) if revision.is_waiting else None,
        is_for_another=queries.is_for_another_officer(revision, current_user),
        is_own=Role.COLLEAGUE in thing.roles_of(current_user),
        moves={move.verb: move for move in revision.moves_for({Role.STAFF})},
        reasons=reasons or ReasonsForm(formdata=None).offer(kind.fields),
        correction=correction or correction_form(kind.fields, after),
        labels={field.name: field.label for field in kind.fields},
        say_value=sayer_of(kind.fields, current_language()),
        timeline=queries.list_timeline(thing),
    )
    return page, status


def _seen_version() -> int:
    """The version on the officer's screen; an answer without one has seen nothing."""
    return request.form.get("seen_version", -1, int)


@blueprint.post("/<int:id>/approve")
def approve(id: int):
    """Approve what was seen, and publish it."""
    revision = queries.get_for_officer(id, current_user)
    actions.approve(revision, by=current_user, seen_version=_seen_version())
    return _go_on(revision, "approve")


@blueprint.post("/<int:id>/approve-corrected")
def approve_corrected(id: int):
    """Approve with the words corrected in place."""
    revision = queries.get_for_officer(id, current_user)
    fields = reviewable(revision.subject_kind).fields
    form = correction_form(fields, revision.content)
    if not form.validate_on_submit():
        return _item_page(revision, correction=form, status=422)
    correction = correction_from(form, fields, revision.content)
    if not correction:
        form.form_errors.append(_("Nothing was corrected. Approve it as it is, or change a text first."))
        return _item_page(revision, correction=form, status=422)
    try:
        actions.approve(revision, by=current_user, seen_version=_seen_version(), correction=correction)
    except Invalid as error:
        form.add_problems(error.details.get("problems", {}))
        return _item_page(revision, correction=form, status=422)
    return _go_on(revision, "approve_corrected")


@blueprint.post("/<int:id>/answer")
def answer(id: int):
    """Ask for changes, or refuse, with coded reasons."""
    revision = queries.get_for_officer(id, current_user)
    form = ReasonsForm().offer(reviewable(revision.subject_kind).fields)
    verbs = {"request_changes": actions.request_changes, "refuse": actions.refuse}
    verb = request.form.get("verb", "")
    if verb not in verbs:
        raise NotFound(verb)
    if not form.validate_on_submit():
        return _item_page(revision, reasons=form, status=422)
    verbs[verb](
        revision,
        by=current_user,
        seen_version=_seen_version(),
        reasons=form.reasons,
        note=form.note.data or "",
    )
    return _go_on(revision, verb)


def _go_on(revision: Revision, verb: str):
    """Say what was done and turn to the next item within the officer's filter."""
    title = revision.title.in_(current_language()).text
    flash(f"{naming.verb_label(verb)}: {title}", "good")
    chosen = _chosen_filter()
    following = queries.find_next(current_user, chosen)
    if following:
        return redirect(url_for(".item", id=following.id, **chosen.arguments()))
    if chosen.arguments() and queries.find_next(current_user):
        flash(_("That was the last item for you within this filter. Others still wait."), "info")
        return redirect(url_for(".queue", **chosen.arguments()))
    flash(_("That was the last item that waited for you."), "info")
    return redirect(url_for(".queue"))


@blueprint.errorhandler(Stale)
@blueprint.errorhandler(WrongState)
def _moved_on(error):
    """Nothing was changed; say what happened meanwhile."""
    id = request.view_args.get("id")
    is_readable = id and error.details.get("state") not in TAKEN_BACK
    revision = queries.get_for_officer(id, current_user) if is_readable else None
    page = render_template(
        "moderation/moved_on.html", revision=revision, explanation=_explain(error, revision)
    )
    return page, error.status


def _explain(error: Stale | WrongState, revision: Revision | None) -> str:
    if "obstacle" in error.details:
        return str(error.details["obstacle"])
    if error.details.get("state") in TAKEN_BACK:
        return _("It was taken back to be changed. When it is sent again, it waits in the queue again.")
    if revision is None:
        return _("It has already been done by somebody else.")
    if revision.is_claimed_by_other(current_user):
        return _(
            "%(name)s has taken this item until %(until)s.",
            name=revision.claimed_by.name,
            until=moment(revision.claimed_until),
        )
    if queries.is_for_another_officer(revision, current_user):
        return _("You refused this. Another officer looks at the appeal first.")
    if not revision.is_waiting:
        return _("It no longer waits for an answer. It stands at: %(state)s.", state=revision.status.label)
    return _("The content was changed after you opened it. Look at it again before you answer.")


# --- suspension ---------------------------------------------------------------------------------------


def _publishable(kind: str, thing_id: int) -> Publishable:
    thing = queries.get_thing(kind, thing_id)
    if not isinstance(thing, Publishable):
        raise NotFound(kind)
    return thing


@blueprint.get("/things/<kind>/<int:thing_id>")
def thing(kind: str, thing_id: int):
    """What the public sees of one thing, its history, and the switch that hides it."""
    return _thing_page(_publishable(kind, thing_id), SuspensionForm(formdata=None))


def _thing_page(thing: Publishable, form: SuspensionForm, status: int = 200):
    kind = reviewable(thing.__tablename__)
    live = thing.content_of()
    page = render_template(
        "moderation/thing.html",
        thing=thing,
        kind=kind,
        form=form,
        title=thing.review_facts(live).title,
        field_changes=compare(kind.fields, live, live, current_language()),
        latest=queries.find_newest_for_officer(thing, current_user),
        labels={field.name: field.label for field in kind.fields},
        say_value=sayer_of(kind.fields, current_language()),
        timeline=queries.list_timeline(thing),
    )
    return page, status


@blueprint.post("/things/<kind>/<int:thing_id>/suspend")
def suspend(kind: str, thing_id: int):
    """Hide it at once, everywhere."""
    thing = _publishable(kind, thing_id)
    form = SuspensionForm()
    if not form.validate_on_submit():
        return _thing_page(thing, form, 422)
    actions.suspend(thing, by=current_user, reason=form.reason.data, note=form.note.data or "")
    flash(_("Hidden from the public."), "good")
    return redirect(url_for(".thing", kind=kind, thing_id=thing_id))


@blueprint.post("/things/<kind>/<int:thing_id>/reinstate")
def reinstate(kind: str, thing_id: int):
    """Show again exactly what was public before."""
    actions.reinstate(_publishable(kind, thing_id), by=current_user, note=request.form.get("note", ""))
    flash(_("The public sees again what it saw before."), "good")
    return redirect(url_for(".thing", kind=kind, thing_id=thing_id))
