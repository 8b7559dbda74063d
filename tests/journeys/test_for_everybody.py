"""The main pages for everybody: with a screen reader, a small screen, large letters, and no mouse."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from marketplace.kernel.translated import LANGUAGES
from tests.journeys.guest import Guest

#: A phone of former days, and what is left of a desk's screen when everything is shown twice as large.
NARROW = (320, 640)


def first_link(guest: Guest, path: str, pattern: str) -> str:
    """The address of the first link on a page that leads to something of a kind."""
    guest.go(path)
    return guest.main.locator(f'a[href*="{pattern}"]').first.get_attribute("href")


def problems_of(guest: Guest) -> list[str]:
    """What axe-core finds on the page, and widths at which it would have to be scrolled sideways."""
    found = [
        f"{guest.page.url}: {one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in Axe().run(guest.page).response["violations"]
    ]
    size = guest.page.viewport_size
    for width in NARROW:
        guest.page.set_viewport_size({"width": width, "height": 640})
        found += [f"{guest.page.url}: {guest.too_wide} px too wide at {width}"] if guest.too_wide > 0 else []
    guest.page.set_viewport_size(size)
    return found


def visit(guest: Guest, paths: list[str]) -> list[str]:
    """Problems of all these pages."""
    problems = []
    for path in paths:
        guest.go(path)
        problems += problems_of(guest)
    return problems


@pytest.mark.parametrize("lang", LANGUAGES)
def test_public_pages_suit_everybody(guest, lang):
    visitor = guest(lang)
    product = first_link(visitor, "/search?kind=product&q=coffee", "/products/")
    offer = first_link(visitor, "/offers/", f"/{lang}/offers/")
    paths = ["/", "/search?q=coffee", "/booths/", "/offers/", "/account/sign-in", "/account/sign-up"]
    assert visit(visitor, [*paths, product, offer, "/booths/song-ray-cooperative"]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_desk_suits_everybody(guest, lang):
    member = guest(lang).signs_in("song-ray-cooperative@example.com")
    product = first_link(member, "/desk/products/?state=published", "/desk/products/")
    thread = first_link(member, "/messages/", "/messages/")
    paths = ["/desk", "/desk/products/", product, "/desk/booth/", "/messages/", thread, "/notices/"]
    assert visit(member, paths) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_review_desk_suits_everybody(guest, lang):
    officer = guest(lang).signs_in("officer@example.com")
    item = first_link(officer, "/backoffice/review?kind=product", "/backoffice/review/")
    assert visit(officer, ["/backoffice", "/backoffice/review", item]) == []


def test_lao_letters_are_fetched_only_by_readers_of_lao(guest):
    assert fonts_of(guest("vi")) == fonts_of(guest("en")) == set()
    assert 1 <= len(fonts_of(guest("lo"))) <= 2


def fonts_of(visitor: Guest) -> set[str]:
    """The fonts fetched for pages that, but for readers of Lao, name the language and say nothing in it."""
    requests = []
    visitor.page.on("request", lambda one: requests.append(one))  # Playwright marks what it is handed
    for path in ("/search?q=coffee", "/account/sign-in"):
        visitor.go(path)
    return {one.url for one in requests if one.resource_type == "font"}


def test_a_product_is_found_and_opened_by_keyboard_alone(guest):
    visitor = guest("en")
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.focused == visitor.word("Skip to the content")
    visitor.page.keyboard.press("Enter")
    visitor.tab_to("main a, main input")  # the header was skipped

    visitor.go("/")
    visitor.tab_to("input[name=q]")
    visitor.page.keyboard.type("coffee")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.tab_to('h2 a[href*="/products/"]')
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert "/en/products/" in visitor.page.url
