"""The verbs of review. ``publish`` is the only one that makes content public."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from marketplace.kernel import clock, history
from marketplace.kernel.content import changed_fields
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, Stale, WrongState
from marketplace.kernel.machine import Role
from marketplace.moderation import signals
from marketplace.moderation.guard import publishing
from marketplace.moderation.models import Publishable, Revision
from marketplace.moderation.registry import reviewable, subject_of
from marketplace.moderation.states import REVIEW, VISIBILITY, Reason, ReviewState, Visibility

#: A claim that is not used lapses, and the next officer may take the item.
CLAIM_LASTS = timedelta(minutes=30)


def save_draft(thing, content: dict, *, by, seen_version: int | None = None) -> Revision:
    """Keep proposed content of ``thing`` in its one open revision, beginning one where there is none.

    ``seen_version`` is the version of the revision the editor started from; if it moved meanwhile this
    raises ``Stale`` with both contents. The live row is not touched.
    """
    revision = thing.open_revision
    if revision is None:
        revision = _begin_revision(thing, by)
    elif seen_version is not None and revision.version != seen_version:
        raise Stale(theirs=revision.content, yours=content, fields=reviewable(revision.subject_kind).fields)
    if not revision.is_editable:
        raise WrongState("the revision is with the staff; take it back first", state=revision.status)
    revision.content = {**revision.content, **content}
    revision.edited_by_id = by.id if by else None
    _describe(revision, thing)
    return revision


def _begin_revision(thing, by) -> Revision:
    if thing.id is None:
        db.session.flush()  # the revision must name its thing
    kind = thing.__tablename__
    live = thing.content_of()
    last = db.session.scalar(
        select(func.max(Revision.number)).where(Revision.subject_kind == kind, Revision.subject_id == thing.id)
    )
    revision = Revision(
        subject_kind=kind,
        subject_id=thing.id,
        number=(last or 0) + 1,
        state=ReviewState.DRAFT.value,
        content=live,
        base=live if thing.has_live_content else None,
        edited_by_id=by.id if by else None,
    )
    _describe(revision, thing)
    db.session.add(revision)
    return revision


def _describe(revision: Revision, thing) -> None:
    """Keep the line of the queue true to the proposed content."""
    facts = thing.review_facts(revision.content)
    revision.title = facts.title
    revision.organization_id = facts.organization_id
    revision.country, revision.province, revision.category = facts.country, facts.province, facts.category


def submit(revision: Revision, *, by) -> None:
    """A member sends the revision for approval. ``Invalid`` when the content is not complete."""
    thing = subject_of(revision)
    roles = thing.roles_of(by)
    REVIEW.find(ReviewState(revision.state), "submit", roles)
    problems = thing.content_problems(revision.content)
    if problems:
        raise Invalid(problems=problems)
    REVIEW.move(revision, "submit", by=by, roles=roles, number=revision.number)
    revision.submitted_at = clock.now()
    signals.revision_submitted.send(revision, by=by)


def take_back(revision: Revision, *, by) -> None:
    """A member takes a waiting revision back to edit it."""
    REVIEW.move(revision, "take_back", by=by, roles=subject_of(revision).roles_of(by))
    _release(revision)


def discard(revision: Revision, *, by) -> None:
    """A member throws a draft away; the live row stays as it is."""
    REVIEW.move(revision, "discard", by=by, roles=subject_of(revision).roles_of(by))


def appeal(revision: Revision, note: str, *, by) -> None:
    """The one appeal against a refusal: the same revision goes back into the queue with the member's words."""
    if revision.appealed_at:
        raise WrongState("one appeal only")
    if subject_of(revision).open_revision is not None:
        raise WrongState("another revision is under way")
    REVIEW.move(revision, "appeal", by=by, roles=subject_of(revision).roles_of(by), note=note)
    revision.appealed_at = revision.submitted_at = clock.now()
    revision.decided_at = revision.decided_by_id = None
    _release(revision)
    signals.revision_submitted.send(revision, by=by)


def claim(revision: Revision, *, by) -> None:
    """An officer takes an item; others see who has it until the claim lapses."""
    _require_officer(by)
    if revision.state != ReviewState.SUBMITTED:
        raise WrongState("nothing to review", state=revision.status)
    if revision.is_claimed_by_other(by):
        raise WrongState("claimed", claimed_by=revision.claimed_by.name)
    revision.claimed_by_id, revision.claimed_until = by.id, clock.now() + CLAIM_LASTS


def release(revision: Revision, *, by) -> None:
    """An officer puts an item back into the queue."""
    if revision.claimed_by_id != by.id:
        raise NotAllowed("not your claim")
    _release(revision)


def _release(revision: Revision) -> None:
    revision.claimed_by_id = revision.claimed_until = None


def approve(revision: Revision, *, by, seen_version: int, correction: dict | None = None, note: str = "") -> None:
    """Approve exactly what was seen, with small corrections if ``correction`` gives fields, and publish it.

    Raises ``Stale`` when the revision moved since ``seen_version``: nothing is published then.
    """
    thing = _ready_to_answer(revision, by, seen_version)
    verb = "approve_corrected" if correction else "approve"
    if correction:
        revision.content = {**revision.content, **correction}
        problems = thing.content_problems(revision.content)
        if problems:
            raise Invalid(problems=problems)
    _answer(revision, verb, [], note, by)
    publish(thing, revision.content, by=by, revision=revision)
    signals.revision_decided.send(revision, thing=thing, verb=verb, by=by)


def request_changes(revision: Revision, *, by, seen_version: int, reasons: list[dict], note: str = "") -> None:
    """Send it back with coded reasons on named fields. ``reasons``: [{"code", "field", "note"}], at least one."""
    _answer_with_reasons(revision, "request_changes", by, seen_version, reasons, note)


def refuse(revision: Revision, *, by, seen_version: int, reasons: list[dict], note: str = "") -> None:
    """Refuse it with coded reasons; the member may appeal once."""
    _answer_with_reasons(revision, "refuse", by, seen_version, reasons, note)


def _answer_with_reasons(revision, verb, by, seen_version, reasons, note) -> None:
    thing = _ready_to_answer(revision, by, seen_version)
    if not reasons or any(reason["code"] not in set(Reason) for reason in reasons):
        raise Invalid("a coded reason is needed", field="reasons")
    _answer(revision, verb, reasons, note, by)
    signals.revision_decided.send(revision, thing=thing, verb=verb, by=by)


def _ready_to_answer(revision: Revision, by, seen_version: int):
    _require_officer(by)
    thing = subject_of(revision)
    if Role.MEMBER in thing.roles_of(by):
        raise NotAllowed("nobody reviews their own organization")
    if revision.version != seen_version:
        raise Stale(revision=revision)
    if revision.is_claimed_by_other(by):
        raise WrongState("claimed", claimed_by=revision.claimed_by.name)
    return thing


def _answer(revision: Revision, verb: str, reasons: list[dict], note: str, by) -> None:
    REVIEW.move(revision, verb, by=by, roles={Role.STAFF}, note=note, reasons=reasons, number=revision.number)
    revision.reasons, revision.note = reasons, note
    revision.decided_at, revision.decided_by_id = clock.now(), by.id
    _release(revision)


def _require_officer(by) -> None:
    if not (by and by.is_officer):
        raise NotAllowed("for officers")


def publish(thing, content: dict, *, by, revision: Revision) -> None:
    """Make approved content live. The one verb that does; every other path ends here or in a refusal.

    ``revision`` must be an approved revision of ``thing``. Raises ``WrongState`` when what stands above
    it (the organization's identity) is not verified.
    """
    is_its_own = (revision.subject_kind, revision.subject_id) == (thing.__tablename__, thing.id)
    if revision.state != ReviewState.APPROVED or not is_its_own:
        raise WrongState("only an approved revision is published")
    obstacle = thing.publishing_obstacle()
    if obstacle:
        raise WrongState(str(obstacle), obstacle=obstacle)
    before = thing.content_of() if thing.has_live_content else {}
    changed = [field.name for field in changed_fields(thing.CONTENT, before, content)]
    with publishing():
        thing.set_content(content)
        thing.become_public(
            by=by, revision=revision.number, changed=changed, before={name: before.get(name) for name in changed}
        )
        db.session.flush()  # the guard looks while we stand here


def change_instantly(thing: Publishable, changes: dict, *, by) -> None:
    """Change instant fields (availability, validity) of a live thing at once, with history.

    Raises ``NotAllowed`` when a reviewed field is among ``changes``.
    """
    roles = thing.roles_of(by)
    if Role.MEMBER not in roles and by is not None:
        raise NotAllowed("not yours")
    fields = {field.name: field for field in thing.CONTENT}
    for name in changes:
        if not thing.is_instant(fields[name], changes[name]):
            raise NotAllowed(f"{name} waits for staff")
    before = {name: fields[name].dump(getattr(thing, name)) for name in changes}
    with publishing():
        thing.set_content(changes, changes)
        thing.public_changed_at = clock.now()
        history.record(thing, "change_instantly", by=by, details={"before": before, "after": changes})
        db.session.flush()  # the guard looks while we stand here


def withdraw(thing: Publishable, *, by) -> None:
    """A member takes a live thing down; its approved content stays for ``show_again``."""
    _change_visibility(thing, "withdraw", by=by)


def show_again(thing: Publishable, *, by) -> None:
    """A member shows again what was approved and taken down: the same content, so no new review."""
    if thing.publishing_obstacle():
        raise WrongState(str(thing.publishing_obstacle()))
    _change_visibility(thing, "show_again", by=by)


def close(thing: Publishable, *, by, **details) -> None:
    """A member closes a listing for good; ``details`` (an outcome) go to history."""
    _change_visibility(thing, "close", by=by, **details)


def _change_visibility(thing: Publishable, verb: str, *, by, **details) -> None:
    with publishing():
        VISIBILITY.move(thing, verb, by=by, roles=thing.roles_of(by), **details)
        db.session.flush()  # the guard looks while we stand here


def suspend(thing: Publishable, *, by, reason: str, note: str = "") -> None:
    """Hide a booth (and so everything of it) or one listing at once, everywhere."""
    _require_officer(by)
    if thing.suspended_at:
        raise WrongState("suspended already")
    if reason not in set(Reason):
        raise Invalid("a coded reason is needed", field="reason")
    with publishing():
        thing.suspended_at, thing.suspended_reason = clock.now(), reason
        history.record(thing, "suspend", by=by, note=note, details={"reason": reason})
        db.session.flush()  # the guard looks while we stand here
    signals.suspension_changed.send(thing, verb="suspend", note=note, by=by)


def reinstate(thing: Publishable, *, by, note: str = "") -> None:
    """Lift a suspension: exactly what was public before is public again, no more."""
    _require_officer(by)
    if not thing.suspended_at:
        raise WrongState("not suspended")
    with publishing():
        thing.suspended_at, thing.suspended_reason = None, ""
        history.record(thing, "reinstate", by=by, note=note)
        db.session.flush()  # the guard looks while we stand here
    signals.suspension_changed.send(thing, verb="reinstate", note=note, by=by)
