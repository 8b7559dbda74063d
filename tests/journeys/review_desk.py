"""What officers do at the review desk, step by step."""

from __future__ import annotations

from tests.journeys.guest import Guest


def take(officer: Guest, kind: str, title: str) -> None:
    """Find an item in the queue among those of its kind, open it and claim it."""
    officer.go("/backoffice/review")
    officer.chooses(kind=kind)
    officer.press("Filter")
    item = officer.main.get_by_role("link", name=title, exact=True)
    while not item.count():
        officer.follow("Next")
    officer.follow_to(title)
    officer.press("Take it")


def approve(officer: Guest, kind: str, title: str) -> None:
    """Take an item and publish it as it was seen."""
    take(officer, kind, title)
    officer.press("Approve")
    officer.reads(f": {title}")  # what was done, above the next item


def ask_for_changes(officer: Guest, kind: str, title: str, *, field: str, reason: str, note: str) -> None:
    """Take an item and send it back with one coded reason on one field."""
    take(officer, kind, title)
    officer.main.get_by_text(officer.word("Ask for changes or refuse")).click()
    officer.chooses(**{"lines-0-field": field, "lines-0-code": reason})
    officer.types(**{"lines-0-note": note})
    officer.press("Ask for changes")
    officer.reads(f": {title}")
