"""Not too often."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import TooMany
from marketplace.web.throttle import ThrottleCount, throttle, uses_left

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_limit_holds_for_one_subject_alone(app):
    with clock.frozen(NOON):
        for _turn in range(3):
            throttle("inquiry", "hoa", limit=3, per=HOUR)
        with pytest.raises(TooMany) as refusal:
            throttle("inquiry", "hoa", limit=3, per=HOUR)
        throttle("inquiry", "kham", limit=3, per=HOUR)
        throttle("reply", "hoa", limit=3, per=HOUR)
        assert uses_left("inquiry", "hoa", limit=3, per=HOUR) == 0
        assert uses_left("inquiry", "kham", limit=3, per=HOUR) == 2
    assert refusal.value.details["retry_after"] == 3600


def test_the_next_window_begins_anew_and_the_old_count_goes(app):
    with clock.frozen(NOON):
        throttle("inquiry", "hoa", limit=1, per=HOUR)
    with clock.frozen(NOON + HOUR):
        throttle("inquiry", "hoa", limit=1, per=HOUR)
    assert db.session.scalar(select(func.count()).select_from(ThrottleCount)) == 1


def test_a_refused_request_counts_too(app):
    with clock.frozen(NOON):
        throttle("inquiry", "hoa", limit=9, per=HOUR)
        db.session.rollback()
        assert uses_left("inquiry", "hoa", limit=9, per=HOUR) == 8


def test_nobody_can_be_recognised_in_the_counts(app):
    throttle("sign-in", "hoa@example.com", limit=9, per=HOUR)
    (key,) = db.session.scalars(select(ThrottleCount.key))
    assert "hoa" not in key
