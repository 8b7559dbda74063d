"""The worker's rounds with the index."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import current_app
from huey import crontab

from marketplace.kernel.jobs import queue
from marketplace.search import feed, upkeep
from marketplace.search.embedded import EmbeddedEngine
from marketplace.search.engine import SearchEngine, SearchUnavailable
from marketplace.search.service import the_engine

log = logging.getLogger(__name__)


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
