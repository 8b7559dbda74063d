"""Who goes on journeys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.guest import Guest


@pytest.fixture
def guest(new_page, live_server) -> Callable[..., Guest]:
    """``guest("vi", width=360, javascript=False, email="…")``: one more person with their own browser."""

    def arrive(lang: str = "en", *, email: str = "", javascript: bool = True, **screen) -> Guest:
        page = new_page(lang=lang, javascript=javascript, **screen)
        return Guest(page, live_server, lang, email, has_scripts=javascript)

    return arrive


@pytest.fixture
def officer(guest) -> Guest:
    """An officer of the demonstration at the desk."""
    return guest("vi").signs_in("officer@example.com")
