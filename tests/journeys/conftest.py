"""Who goes on journeys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.guest import Guest


@pytest.fixture
def guest(new_page, live_server) -> Callable[..., Guest]:
    """``guest("vi", width=360, javascript=False, email="…")``: one more person with a browser of their own."""

    def arrive(lang: str = "en", *, email: str = "", **browser) -> Guest:
        return Guest(new_page(lang=lang, **browser), live_server, lang, email)

    return arrive


@pytest.fixture
def officer(guest) -> Guest:
    """An officer of the demonstration at the desk."""
    return guest("en").signs_in("officer@example.com")
