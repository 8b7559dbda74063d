"""What review promises the public, the booth and the officer, with two or three browsers open at once."""

from __future__ import annotations

import re
import time

import pytest

from tests.journeys import review_desk
from tests.journeys.guest import Guest


def open_first_product(owner: Guest) -> tuple[str, str]:
    """Open the owner's first published product to write on it; returns its name and public address."""
    owner.go("/desk/products/?state=published")
    owner.follow_to("", within="table")
    name = owner.entry("name-vi").input_value()
    return name, owner.address_of("See the public page")


def rename(owner: Guest, name: str) -> None:
    """Propose another name."""
    owner.says("name", vi=name)
    owner.press("Save and send for approval")
    owner.reads("Sent for approval. You get a message when the officer has answered.")


def test_an_edit_of_a_live_product_stays_hidden_until_it_is_approved(guest, officer):
    owner = guest("vi").signs_in("dinh-quan-cocoa@example.com")
    visitor = guest("vi", width=360)
    old, address = open_first_product(owner)
    new = f"{old} vụ mới"

    rename(owner, new)
    visitor.go(address)
    visitor.reads(old)
    visitor.sees_nothing_of(new)

    review_desk.approve(officer, "product", new)
    visitor.go(address)  # the address has its old name and leads on to the new one
    visitor.reads(new)
    assert visitor.status_of(address) == 301


@pytest.mark.parametrize("sends_again", (False, True), ids=("taken back", "changed and sent again"))
def test_an_approval_of_what_has_moved_is_refused(guest, officer, sends_again):
    owner = guest("vi").signs_in(
        {False: "chu-se-pepper@example.com", True: "bu-gia-cashew@example.com"}[sends_again]
    )
    visitor = guest("vi")
    old, address = open_first_product(owner)
    desk = owner.page.url
    rename(owner, f"{old} một")
    review_desk.take(officer, "product", f"{old} một")

    owner.go(desk)
    owner.press("Take back to edit")
    if sends_again:
        rename(owner, f"{old} hai")
    officer.press("Approve", answer=409)
    officer.reads("Nothing was published and nothing was changed by your answer.")
    visitor.go(address)
    visitor.sees_nothing_of(f"{old} một")
    visitor.sees_nothing_of(f"{old} hai")

    if sends_again:
        officer.follow("See it as it is now")
        officer.press("Approve")
        visitor.go(address)
        visitor.reads(f"{old} hai")


def test_a_suspended_booth_is_gone_everywhere_and_comes_back_as_it_was(guest, officer):
    visitor = guest("en")
    before = everything_of(visitor, "lao-ngam-cooperative")
    assert {path.split("/")[2] for path in before} == {"booths", "products", "offers"}

    officer.go("/backoffice/booths/?text=lao-ngam")
    officer.follow_to("", within="table")
    officer.chooses(reason="identity_unconfirmed")
    officer.press("Suspend")
    officer.reads("Hidden from the public.")
    assert everything_of(visitor, "lao-ngam-cooperative") == set()
    assert {visitor.status_of(path) for path in before} == {404}
    assert {visitor.status_of(api_address(path)) for path in before} == {404}
    visitor.go("/booths/?province=LA-SL")
    assert not visitor.main.locator('a[href*="lao-ngam-cooperative"]').count()

    officer.press("Lift the suspension")
    officer.reads("The public sees again what it saw before.")
    assert {visitor.status_of(path) for path in before} == {200}
    assert {visitor.status_of(api_address(path)) for path in before} == {200}
    deadline = time.monotonic() + 25  # the worker puts it back into the index
    while everything_of(visitor, "lao-ngam-cooperative") != before:
        assert time.monotonic() < deadline
        time.sleep(0.5)


def everything_of(visitor: Guest, slug: str) -> set[str]:
    """Addresses of what the public finds of a booth: by the search for programs and by the search page."""
    hits = visitor.asks(f"/search?booth={slug}&per_page=100&lang=en")["hits"]
    visitor.go(f"/search?booth={slug}")
    shown = visitor.main.locator("h2 a").evaluate_all("links => links.map((link) => link.pathname)")
    found = {re.sub("^https?://[^/]+", "", hit["url"]) for hit in hits}
    assert set(shown) <= found
    return found


def api_address(path: str) -> str:
    """Where programs find what people see at an address."""
    _empty, _lang, kind, name = path.split("/")
    return f"/api/v1/{kind}/{name if kind == 'booths' else name.partition('-')[0]}"
