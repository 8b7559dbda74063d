"""Jobs are enqueued after the commit, or not at all."""

from marketplace.kernel.db import db
from marketplace.kernel.jobs import queue
from marketplace.kernel.mail_jobs import send_letters
from tests.make import make_person


def test_a_commit_enqueues_once_what_was_asked_for_twice(app):
    make_person()
    send_letters.soon()
    send_letters.soon()
    assert queue.pending_count() == 0
    db.session.commit()
    assert queue.pending_count() == 1


def test_a_rollback_enqueues_nothing(app):
    make_person()
    send_letters.soon()
    db.session.rollback()
    make_person()
    db.session.commit()
    assert queue.pending_count() == 0


def test_a_queue_that_is_away_does_not_fail_the_request(app, monkeypatch):
    make_person()
    send_letters.soon()
    monkeypatch.setattr(send_letters, "enqueue", lambda: (_ for _ in ()).throw(OSError("disk full")))
    db.session.commit()
    assert queue.pending_count() == 0
