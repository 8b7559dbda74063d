"""What people do with searches they want to make again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from marketplace.accounts.models import Person
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.search.models import SavedSearch
from marketplace.search.queries import count_saved, list_saved
from marketplace.search.states import Frequency

MOST_SAVED = 20
#: Letters lie in the mailbox when the day's work begins.
MORNING = time(7, tzinfo=clock.REGION)


def save_search(
    arguments: Iterable[tuple[str, str]], lang: str, name: str, frequency: str, *, by: Person
) -> SavedSearch:
    """Keep a search of the person; what is published from now on will be told as often as asked for.

    One that the person has saved before is that one: nobody wants two letters about the same.
    """
    arguments = [list(pair) for pair in arguments]
    for saved in list_saved(by):
        if (saved.lang, sorted(saved.arguments)) == (lang, sorted(arguments)):
            resume_search(saved)
            change_search(saved, name, frequency)
            return saved
    if count_saved(by) >= MOST_SAVED:
        problem = _("You have saved %(number)s searches. Delete one first.", number=MOST_SAVED)
        raise Invalid(problem, field="name")
    saved = SavedSearch(
        person=by,
        name=name,
        lang=lang,
        arguments=arguments,
        frequency=frequency,
        next_at=next_look(frequency),
    )
    db.session.add(saved)
    return saved


def change_search(saved: SavedSearch, name: str, frequency: str) -> None:
    """Another name, or letters more or less often. One that is paused stays so."""
    saved.name = name
    if frequency != saved.frequency:
        saved.frequency = frequency
        if saved.paused_at is None:
            _begin_again(saved)


def pause_search(saved: SavedSearch) -> None:
    """No letters until it goes on again."""
    saved.paused_at = saved.paused_at or clock.now()
    saved.next_at = None


def resume_search(saved: SavedSearch) -> None:
    """Letters again, about what is published from now on."""
    if saved.paused_at is not None:
        saved.paused_at = None
        _begin_again(saved)


def stop_letters(saved: SavedSearch) -> None:
    """No letters any more; the search itself stays in the list."""
    saved.frequency, saved.paused_at, saved.next_at = Frequency.NEVER.value, None, None


def delete_search(saved: SavedSearch) -> None:
    """Forget it."""
    db.session.delete(saved)


def close_look(saved: SavedSearch, seen_next_at: datetime, told_until: datetime) -> bool:
    """Note that everything up to ``told_until`` has been told; False when another worker has done so before.

    In the transaction of the letter: both are kept or neither.
    """
    closed = db.session.execute(
        update(SavedSearch)
        .where(SavedSearch.id == saved.id, SavedSearch.next_at == seen_next_at)
        .values(told_until=max(told_until, saved.told_until), next_at=next_look(saved.frequency))
        .execution_options(synchronize_session=False)
    )
    return bool(closed.rowcount)


def put_off(id: int) -> None:
    """Look again in an hour; what is new by then is told with the rest."""
    db.session.execute(
        update(SavedSearch)
        .where(SavedSearch.id == id, SavedSearch.next_at.is_not(None))
        .values(next_at=clock.now() + timedelta(hours=1))
    )


def next_look(frequency: str) -> datetime | None:
    """The next morning on which a letter may come, in the region's time; None when none is wanted."""
    if frequency == Frequency.NEVER:
        return None
    today = clock.today()
    morning = datetime.combine(today, MORNING)
    if morning <= clock.now():
        morning += timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        morning += timedelta(days=-morning.weekday() % 7)
    return morning


def _begin_again(saved: SavedSearch) -> None:
    """What was published while nobody wanted letters is old by now."""
    saved.told_until, saved.next_at = clock.now(), next_look(saved.frequency)
