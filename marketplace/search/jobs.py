"""The worker's rounds with the index, and with the searches that people saved."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from flask import current_app
from huey import crontab

from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.kernel.jobs import queue
from marketplace.search import actions, feed, notices, queries, upkeep
from marketplace.search.alerts import find_new
from marketplace.search.asking import Found
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchEngine, SearchUnavailable
from marketplace.search.models import SavedSearch
from marketplace.search.service import the_engine

log = logging.getLogger(__name__)

#: Saved searches looked for at once.
BATCH = 200


@queue.task(crontab(minute="*"))
def catch_up():
    """Look again at what has changed; build the index first where there is none that fits."""
    with feed.the_only_feeder(Path(current_app.config["VAR_DIR"]) / "search") as is_alone:
        if is_alone:
            engine = the_engine(current_app)
            _build_what_is_missing(engine)
            feed.feed(engine)


def _build_what_is_missing(engine: SearchEngine) -> None:
    health = engine.health()
    # A broken file is replaced; a server that is away must come back first.
    can_build = health.ok or isinstance(engine, EmbeddedEngine)
    if not (health.needs_rebuild and can_build):
        return
    try:
        log.info("building the search index: %d documents", upkeep.rebuild(engine))
    except SearchUnavailable as trouble:
        log.warning("the search index cannot be built now: %s", trouble)


@queue.task(crontab(minute="5"))
def tell_of_new():
    """Write to whoever has saved a search that something new answers; each thing is told once.

    Looks without holding the database, then writes letter and mark in one small transaction: whatever dies
    in between is done again, whatever is done is not.
    """
    while due := queries.list_due(BATCH):
        for id in due:
            try:
                _look_for_news(id)
            except SearchUnavailable as trouble:
                log.warning("saved searches wait: %s", trouble)
                return


def _look_for_news(id: int) -> None:
    with feed.snapshot():
        saved = queries.find_saved(id)
        if saved is None or saved.is_quiet:
            return
        seen, until = saved.next_at, queries.surely_indexed_until()
        news = notices.describe(saved, _find_new(saved, until))
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


@queue.task(crontab(hour="3", minute="20"))
def heal_index():
    """Compare the whole index with the database once a night and look again at what differs."""
    engine = the_engine(current_app)
    comparison = upkeep.compare(engine)
    upkeep.note_check(engine, comparison)
    if not comparison.is_equal:
        log.warning(
            "the index differed: %d missing, %d extra, %d stale",
            len(comparison.missing),
            len(comparison.extra),
            len(comparison.stale),
        )
        feed.look_again(comparison.different)
