"""What the tests of the house share."""

from __future__ import annotations

import pytest

from marketplace.kernel.db import db
from tests.house.town import Town


@pytest.fixture(scope="module")
def town(house):
    """The house with everybody and everything of the list in it."""
    with house.app.app_context():
        db.session.remove()
        db.engine.dispose()
    yield Town(house)
    house.writes.written = True  # the next test starts from an empty house
