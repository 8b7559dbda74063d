"""The worker's rounds with the index."""

from __future__ import annotations

import logging

from flask import current_app
from huey import crontab

from marketplace.kernel.jobs import queue
from marketplace.search import feed
from marketplace.search.service import the_engine

log = logging.getLogger(__name__)


@queue.task(crontab(minute="*"))
def catch_up():
    """Look again at what has changed; build the index first where there is none that fits."""
    engine = the_engine(current_app)
    if engine.health().needs_rebuild:
        feed.rebuild(engine)
    feed.feed(engine)


@queue.task(crontab(hour="3", minute="20"))
def heal_index():
    """Compare the whole index with the database once a night and look again at what differs."""
    comparison = feed.verify(the_engine(current_app))
    if not comparison.is_equal:
        log.warning(
            "the index differed: %d missing, %d extra, %d stale",
            len(comparison.missing),
            len(comparison.extra),
            len(comparison.stale),
        )
        feed.look_again(comparison.different)
