"""The verbs of review. ``publish`` is the only one that makes content public."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm.exc import StaleDataError

from marketplace.kernel import clock, history
from marketplace.kernel.content import changed_fields
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, NotAllowed, Stale, WrongState
from marketplace.kernel.machine import Role
from marketplace.moderation import signals
from marketplace.moderation.guard import publishing
from marketplace.moderation.models import Publishable, Revision
from marketplace.moderation.queries import find_obstacle, is_for_another_officer
from marketplace.moderation.registry import subject_of
from marketplace.moderation.states import REVIEW, VISIBILITY, Reason, ReviewState

#: A claim that is not used lapses, and the next officer may take the item.
CLAIM_LASTS = timedelta(minutes=30)


def save(
    thing, content: dict, *, by, seen_version: int | None = None, seen_act: int | None = None
) -> Revision | None:
    """Keep what was written: instant fields of a live thing at once, the rest as its draft.

    ``seen_version`` is the version of the draft the editor started from, 0 if there was none; raises
    ``Stale`` when it has moved since, and ``WrongState`` when the thing is closed. ``seen_act`` is the newest
    act in the history of the thing then: what has moved in public since and the editor left alone stays
    moved; ``Stale`` when both changed the same. Returns the draft, or None when nothing is left that waits
    for review.
    """
    _require_not_closed(thing)
    revision, live = thing.open_revision, thing.live_content
    _require_unmoved(thing, revision, content, seen_version)
    if seen_act is not None and live:
        content = content | _moved_meanwhile(thing, content, seen_act)
    at_once = thing.instant_changes(content) if live else {}
    if at_once:
        change_instantly(thing, at_once, by=by)
    if revision is None and live and not changed_fields(thing.CONTENT, thing.content_of(), live | content):
        return None
    revision = save_draft(thing, content, by=by, seen_version=seen_version)
    if live:
        _leave_out_what_is_live(revision, thing)
    return revision


def _moved_meanwhile(thing, content: dict, seen_act: int) -> dict:
    """What has moved in public since the editor's page was made, by field, where the editor left it alone."""
    latest = thing.latest_revision
    seen, present = thing.content_to_edit(latest, since=seen_act), thing.content_to_edit(latest)
    moved = [field for field in changed_fields(thing.CONTENT, seen, present) if field.name in content]
    rewritten = changed_fields(moved, seen, content)
    if changed_fields(rewritten, present, content):
        raise Stale(theirs=present, yours=content, fields=moved)
    return {field.name: present[field.name] for field in moved}


def _leave_out_what_is_live(revision: Revision, thing) -> None:
    """What reads as it does in public is no part of the proposal: what moves there later stays moved."""
    base = revision.base | {
        name: value for name, value in thing.content_of().items() if revision.content.get(name) == value
    }
    if base != revision.base:
        revision.base = base


def save_draft(thing, content: dict, *, by, seen_version: int | None = None) -> Revision:
    """Keep proposed content of ``thing`` in its one open revision, beginning one where there is none.

    ``seen_version`` is the version of the revision the editor started from, 0 if there was none; if it moved
    meanwhile this raises ``Stale`` with both contents. The live row is not touched. What is closed takes no
    draft: ``WrongState``.
    """
    _require_not_closed(thing)
    revision = thing.open_revision
    _require_unmoved(thing, revision, content, seen_version)
    if revision is None:
        revision = _begin_revision(thing, by)
    if not revision.is_editable:
        raise WrongState("the revision is with the staff; take it back first", state=revision.status)
    revision.content = {**revision.content, **content}
    revision.edited_by_id = by.id if by else None
    _describe(revision, thing)
    return revision


def _require_unmoved(thing, revision: Revision | None, content: dict, seen_version: int | None) -> None:
    """Is the draft the one that the editor started from? None asks nothing, 0 means that there was none."""
    if seen_version is not None and seen_version != (revision.version if revision else 0):
        raise Stale(theirs=thing.content_to_edit(revision), yours=content, fields=thing.CONTENT)


def _require_not_closed(thing) -> None:
    if thing.is_closed:
        raise WrongState("closed for good")


def _begin_revision(thing, by) -> Revision:
    if thing.id is None:
        db.session.flush()  # the revision must name its thing
    latest = thing.latest_revision
    revision = Revision(
        subject_kind=thing.__tablename__,
        subject_id=thing.id,
        number=latest.number + 1 if latest else 1,
        state=ReviewState.DRAFT.value,
        content=thing.content_to_edit(latest),
        base=thing.live_content,
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


def send_for_approval(thing, *, by) -> None:
    """Put the open draft of a thing into the queue, as ``submit`` does; ``WrongState`` without one."""
    revision = thing.open_revision
    if revision is None:
        raise WrongState("nothing is being edited")
    submit(revision, by=by)


def submit(revision: Revision, *, by) -> None:
    """A member sends the revision for approval. ``Invalid`` with ``problems`` by field when incomplete."""
    thing = subject_of(revision)
    roles = thing.roles_of(by)
    REVIEW.find(revision.status, "submit", roles)
    require_complete(thing, revision.content)
    REVIEW.move(revision, "submit", by=by, roles=roles, number=revision.number)
    revision.submitted_at = clock.now()
    revision.decided_at = revision.decided_by_id = None  # what was answered before stands in history


def take_back(revision: Revision, *, by) -> None:
    """A member takes a waiting revision back to edit it."""
    REVIEW.move(revision, "take_back", by=by, roles=subject_of(revision).roles_of(by))
    _release(revision)


def discard(revision: Revision, *, by) -> None:
    """A member throws a draft away; the live row stays as it is."""
    REVIEW.move(revision, "discard", by=by, roles=subject_of(revision).roles_of(by))


def start_over(revision: Revision, *, by) -> Revision:
    """A member leaves a refused edit behind and begins a new draft from what is live."""
    thing = subject_of(revision)
    _require_member(thing, by)
    if not revision.is_refused or not thing.has_live_content or thing.latest_revision is not revision:
        raise WrongState("nothing to start over from", state=revision.status)
    return save_draft(thing, thing.content_of(), by=by)


def _require_member(thing, by) -> None:
    if Role.MEMBER not in thing.roles_of(by):
        raise NotAllowed("not yours")


def appeal(revision: Revision, note: str, *, by) -> None:
    """The one appeal against a refusal: the same revision goes back into the queue with the member's note."""
    thing = subject_of(revision)
    _require_not_closed(thing)
    if revision.appealed_at:
        raise WrongState("one appeal only")
    if thing.open_revision is not None:
        raise WrongState("another revision is under way")
    REVIEW.move(revision, "appeal", by=by, roles=thing.roles_of(by), note=note)
    revision.appealed_at = revision.submitted_at = clock.now()
    revision.decided_at = revision.decided_by_id = None
    _release(revision)


def claim(revision: Revision, *, by) -> None:
    """An officer takes an item; others see who has it until the claim lapses.

    One statement decides between two officers who press at once. It leaves the version alone: a claim
    changes nothing that an officer has seen.
    """
    require_officer(by)
    require_other_organization(subject_of(revision), by)
    _require_second_look(revision, by)
    db.session.flush()  # the statement below must see what stands in the session
    taken = db.session.execute(
        update(Revision)
        .where(
            Revision.id == revision.id,
            Revision.state == ReviewState.SUBMITTED.value,
            Revision.free_for(by),
        )
        .values(claimed_by_id=by.id, claimed_until=clock.now() + CLAIM_LASTS, updated_at=Revision.updated_at)
        .execution_options(synchronize_session=False)
    ).rowcount
    db.session.refresh(revision)
    if not taken:
        raise _no_longer_free(revision, by)


def _no_longer_free(revision: Revision, by) -> WrongState:
    if revision.is_claimed_by_other(by):
        return WrongState("claimed", revision=revision)
    return WrongState("nothing to review", state=revision.status)


def release(revision: Revision, *, by) -> None:
    """An officer puts an item back into the queue."""
    if revision.claimed_by_id != by.id:
        raise NotAllowed("not your claim")
    _release(revision)


def _release(revision: Revision) -> None:
    revision.claimed_by_id = revision.claimed_until = None


def approve(
    revision: Revision, *, by, seen_version: int, correction: dict | None = None, note: str = ""
) -> None:
    """Approve exactly what was seen, with small corrections if ``correction`` gives fields, and publish it.

    ``correction`` is content JSON of the fields that staff rewrote; what stood there before is kept in
    history. Raises ``Stale`` when the revision moved since ``seen_version``, and ``WrongState`` with the
    ``obstacle`` when there is one: nothing is published then.
    """
    thing = _ready_to_answer(revision, by, seen_version)
    obstacle = find_obstacle(revision, thing)
    if obstacle:
        raise WrongState(str(obstacle), obstacle=obstacle)
    if correction:
        corrected = _correct(revision, thing, correction)
        _answer(revision, "approve_corrected", [], note, by, corrected=corrected)
    else:
        _answer(revision, "approve", [], note, by)
    publish(thing, revision, by=by)
    signals.revision_decided.send(
        revision, thing=thing, verb="approve_corrected" if correction else "approve", by=by
    )


def _correct(revision: Revision, thing, correction: dict) -> dict:
    """Write the corrections into the revision; returns what they replaced, by field."""
    unknown = set(correction) - {field.name for field in thing.CONTENT}
    if unknown:
        raise Invalid(f"no such field: {', '.join(sorted(unknown))}", field="correction")
    replaced = {name: revision.content.get(name) for name in correction}
    content = revision.content | correction
    require_complete(thing, content)
    revision.content = content
    _describe(revision, thing)
    return replaced


def require_complete(thing, content: dict) -> None:
    problems = thing.content_problems(content)
    if problems:
        raise Invalid(problems=problems)


def request_changes(
    revision: Revision, *, by, seen_version: int, reasons: list[dict], note: str = ""
) -> None:
    """Send it back with coded reasons on named fields.

    ``reasons``: [{"code": Reason, "field": name or "", "note": text}], at least one.
    """
    _answer_with_reasons(revision, "request_changes", by, seen_version, reasons, note)


def refuse(revision: Revision, *, by, seen_version: int, reasons: list[dict], note: str = "") -> None:
    """Refuse it with coded reasons; the member may appeal once."""
    _answer_with_reasons(revision, "refuse", by, seen_version, reasons, note)


def _answer_with_reasons(revision, verb, by, seen_version, reasons, note) -> None:
    thing = _ready_to_answer(revision, by, seen_version)
    known_fields = {"", *(field.name for field in thing.CONTENT)}
    if not reasons or any(
        reason["code"] not in set(Reason) or reason.get("field", "") not in known_fields for reason in reasons
    ):
        raise Invalid("a coded reason on a known field is needed", field="reasons")
    _answer(revision, verb, reasons, note, by)
    signals.revision_decided.send(revision, thing=thing, verb=verb, by=by)


def _ready_to_answer(revision: Revision, by, seen_version: int):
    require_officer(by)
    thing = subject_of(revision)
    require_other_organization(thing, by)
    if revision.version != seen_version:
        raise Stale(revision=revision)
    if revision.is_claimed_by_other(by):
        raise WrongState("claimed", revision=revision)
    _require_second_look(revision, by)
    return thing


def _require_second_look(revision: Revision, by) -> None:
    if is_for_another_officer(revision, by):
        raise WrongState("appealed", revision=revision)


def _answer(revision: Revision, verb: str, reasons: list[dict], note: str, by, **details) -> None:
    REVIEW.move(
        revision,
        verb,
        by=by,
        roles={Role.STAFF},
        note=note,
        reasons=reasons,
        number=revision.number,
        **details,
    )
    revision.reasons, revision.note = reasons, note
    revision.decided_at, revision.decided_by_id = clock.now(), by.id
    _release(revision)


def require_other_organization(thing, by) -> None:
    if Role.COLLEAGUE in thing.roles_of(by):
        raise NotAllowed("nobody reviews their own organization")


def require_officer(by) -> None:
    if not (by and by.is_officer):
        raise NotAllowed("for officers")


def publish(thing, revision: Revision, *, by) -> None:
    """Make approved content live. The one verb that does; every other path ends here or in a refusal.

    ``revision`` must be an approved revision of ``thing``. What its people have taken down, or staff have
    suspended, gets its new content and stays hidden. Raises ``WrongState`` when what stands above it (the
    organization's identity) is not verified, ``Stale`` when somebody else was faster.
    """
    is_its_own = (revision.subject_kind, revision.subject_id) == (thing.__tablename__, thing.id)
    if revision.state != ReviewState.APPROVED or not is_its_own:
        raise WrongState("only an approved revision is published")
    obstacle = thing.publishing_obstacle()
    if obstacle:
        raise WrongState(str(obstacle), obstacle=obstacle)
    live = thing.live_content
    content = revision.applied_to(thing.CONTENT, live)
    changed = [field.name for field in changed_fields(thing.CONTENT, live or {}, content)]
    before = {name: (live or {}).get(name) for name in changed}
    with _before_the_public():
        thing.set_content(content)
        thing.go_live(by=by, revision=revision.number, changed=changed, before=before)


@contextmanager
def _before_the_public():
    """Room for one change of what the public sees, written while the guard looks on."""
    with publishing():
        yield
        try:
            db.session.flush()  # the guard looks while we stand here
        except StaleDataError as error:
            raise Stale() from error


def change_instantly(thing: Publishable, changes: dict, *, by) -> None:
    """Change instant fields (availability, validity) of a live thing at once, with history.

    Raises ``NotAllowed`` when a reviewed field is among ``changes``.
    """
    if by is not None:
        _require_member(thing, by)
    fields = {field.name: field for field in thing.CONTENT}
    for name in changes:
        if not thing.is_instant(fields[name], changes[name]):
            raise NotAllowed(f"{name} waits for staff")
    before = {name: fields[name].dump(getattr(thing, name)) for name in changes}
    with _before_the_public():
        thing.set_content(changes, changes)
        thing.public_changed_at = clock.now()
        history.record(thing, "change_instantly", by=by, details={"before": before, "after": changes})


def withdraw(thing: Publishable, *, by) -> None:
    """A member takes a live thing down; its approved content stays for ``show_again``."""
    _change_visibility(thing, "withdraw", by=by)


def show_again(thing: Publishable, *, by) -> None:
    """A member shows again what was approved and taken down: the same content, so no new review.

    Not while it, or its booth, is suspended: lifting the suspension must show what was public before and
    no more.
    """
    if thing.is_suspended:
        raise WrongState("suspended")
    if thing.publishing_obstacle():
        raise WrongState(str(thing.publishing_obstacle()))
    _change_visibility(thing, "show_again", by=by)


def close(thing: Publishable, *, by, **details) -> None:
    """A member closes a listing for good; ``details`` (an outcome) go to history.

    What was proposed for it is thrown away with it, so that no later approval opens it again.
    """
    _change_visibility(thing, "close", by=by, **details)
    revision = thing.open_revision
    if revision is None:
        return
    if revision.is_waiting:
        take_back(revision, by=by)
    discard(revision, by=by)


def _change_visibility(thing: Publishable, verb: str, *, by, **details) -> None:
    with _before_the_public():
        VISIBILITY.move(thing, verb, by=by, roles=thing.roles_of(by), **details)


def suspend(thing: Publishable, *, by, reason: str, note: str = "") -> None:
    """Hide a booth (and so everything of it) or one listing at once, everywhere."""
    require_officer(by)
    if thing.suspended_at:
        raise WrongState("suspended already")
    if reason not in set(Reason):
        raise Invalid("a coded reason is needed", field="reason")
    with _before_the_public():
        thing.suspended_at, thing.suspended_reason = clock.now(), reason
        history.record(thing, "suspend", by=by, note=note, details={"reason": reason})
    signals.suspension_changed.send(thing, verb="suspend", note=note, by=by)


def reinstate(thing: Publishable, *, by, note: str = "") -> None:
    """Lift a suspension: exactly what was public before is public again, no more."""
    require_officer(by)
    if not thing.suspended_at:
        raise WrongState("not suspended")
    with _before_the_public():
        thing.suspended_at, thing.suspended_reason = None, ""
        history.record(thing, "reinstate", by=by, note=note)
    signals.suspension_changed.send(thing, verb="reinstate", note=note, by=by)
