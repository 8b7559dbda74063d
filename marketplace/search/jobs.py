"""The worker's rounds with the index, and with the searches that people saved."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from flask import current_app
from huey import crontab

from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.kernel.jobs import LONG, queue
from marketplace.search import actions, feed, notices, queries, unanswered, upkeep
from marketplace.search.alerts import find_new
from marketplace.search.asking import Found
from marketplace.search.backlog import measure_backlog, retry_refused
from marketplace.search.engine import SearchUnavailable
from marketplace.search.models import SavedSearch
from marketplace.search.service import search_folder, the_engine

log = logging.getLogger(__name__)

#: So many turns of the feed in one round, some seconds: it must not keep a letter waiting that somebody
#: needs to sign in, while it walks through the whole catalogue.
TURNS = 4
#: Saved searches looked for at once.
BATCH = 200
#: How long whoever builds or compares waits for another who does.
PATIENCE_SECONDS = 60


@queue.task(crontab(minute="*"))
def catch_up():
    """Look again at what has changed; have the index built where that was ordered or none fits."""
    engine = the_engine(current_app)
    with feed.the_only_builder(search_folder(current_app)) as nobody_builds:
        must_build = nobody_builds and upkeep.list_to_build(engine)
    with feed.the_only_feeder(search_folder(current_app)) as is_alone:
        looked_at = feed.feed(engine, batches=TURNS) if is_alone else 0
    if must_build:
        build_index.soon()
    if looked_at:
        return  # what moves on needs nobody
    backlog = measure_backlog()
    if backlog.is_late:
        log.error(
            "the search index is late: %d changes wait, the oldest for %d seconds",
            *(backlog.rows, backlog.oldest_seconds),
        )


@queue.task(lane=LONG)
def build_index():
    """Build the index that was ordered or is missing; letters, the feed and searches go on beside it."""
    with feed.the_only_builder(search_folder(current_app), PATIENCE_SECONDS) as is_alone:
        is_built = is_alone and upkeep.build_what_is_missing(the_engine(current_app))
    if is_built:
        catch_up.soon()  # what was fed meanwhile may be older in the new index


@queue.task(crontab(minute="5"), lane=LONG)
def tell_of_new():
    """Write to whoever has saved a search that something new answers; each thing is told once.

    Looks without holding the database, then writes letter and mark in one small transaction: whatever dies
    in between is done again, whatever is done is not. One that fails waits an hour and holds up no other.
    """
    while due := queries.list_due(BATCH):
        for id in due:
            try:
                _look_for_news(id)
            except SearchUnavailable as trouble:
                log.warning("saved searches wait: %s", trouble)
                return
            except Exception:
                log.exception("nothing can be told of saved search %s", id)
                db.session.rollback()
                actions.put_off(id)
                db.session.commit()  # the wait stands, whatever comes of the next one


def _look_for_news(id: int) -> None:
    with feed.snapshot():
        saved = queries.find_saved(id)
        if saved is None or saved.is_quiet:
            return
        seen, until = saved.next_at, queries.surely_indexed_until()
        # Whoever cannot be written to now is not told of all these months on the day the account opens again.
        new = _find_new(saved, until) if saved.can_be_told else []
        news = notices.describe(saved, new)
    saved = queries.find_saved(id)
    if saved and actions.close_look(saved, seen, until) and news:
        notices.tell_of_new(saved, news)
    db.session.commit()  # letter and mark are kept together, each search by itself


def _find_new(saved: SavedSearch, until: datetime) -> list[Found]:
    try:
        return find_new(saved, until)
    except Invalid as problem:
        log.warning("saved search %s cannot be understood any more: %s", saved.id, problem)
        return []


@queue.task(crontab(hour="20", minute="20"), lane=LONG)
def heal_index():
    """Compare every index with the database, each night at 3:20 of the region; look again at what differs.

    What an engine refused is tried once more: what kept it out may have been mended.
    """
    stillness = partial(feed.stillness, search_folder(current_app), PATIENCE_SECONDS)
    with feed.the_only_builder(search_folder(current_app), PATIENCE_SECONDS) as is_alone:
        if not is_alone:
            log.warning("the index is being built; it is compared tomorrow")
            return
        try:
            comparisons = upkeep.check(the_engine(current_app), stillness)
        except SearchUnavailable as trouble:
            log.warning("the index cannot be compared now: %s", trouble)
            return
    retry_refused()
    for comparison in comparisons:
        if not comparison.is_equal:
            notices.tell_administrators_it_differed(comparison.engine, **comparison.counts)


@queue.task()
def note_unanswered(text: str, lang: str):
    """Count a query that found nothing."""
    unanswered.note(text, lang)


@queue.task(crontab(hour="3", minute="40"))
def forget_unanswered():
    """Forget queries that nobody has asked for half a year."""
    unanswered.forget_old()
