"""What a visitor on a slow telephone has to fetch, and what no page may make a browser do."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import url_for

from marketplace.kernel.db import db
from marketplace.kernel.slugs import slug_of
from tests.house.market import Market
from tests.house.town import LINES

pytestmark = pytest.mark.database

STATIC = Path(__file__).parents[2] / "static"
PAGES = ("home", "search", "product", "booth")
KB = 1024
HTML_BUDGET, CSS_BUDGET, JS_BUDGET, LAO_BUDGET = 14 * KB, 14 * KB, 15 * KB, 30 * KB


class Fetched(HTMLParser):
    """What a browser fetches for a page, and what it would be told to do on the spot."""

    def __init__(self, page: str):
        super().__init__()
        self.addresses: set[str] = set()
        self.elements: set[str] = set()
        self.forbidden: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        self.elements.add(tag)
        if tag == "script" and "src" not in about:
            self.forbidden.append("a script in the page")
        self.forbidden += [name for name in about if name == "style" or name.startswith("on")]
        named = [about.get("src"), about.get("action")]
        if tag == "link" and about.get("rel") not in ("alternate", "canonical"):
            named.append(about["href"])
        named += [choice.split()[0] for choice in (about.get("srcset") or "").split(", ") if choice]
        self.addresses |= {address for address in named if address}

    def files(self, folder: str) -> set[Path]:
        """Files of a folder under ``static/`` that the page names."""
        beginning = f"/static/{folder}/"
        paths = {urlsplit(address).path for address in self.addresses}
        return {
            STATIC / folder / path.removeprefix(beginning) for path in paths if path.startswith(beginning)
        }


def weight(*files: Path) -> int:
    """Bytes of these files as they travel."""
    return sum(len(gzip.compress(path.read_bytes())) for path in files)


def scripts_of(page: Fetched) -> set[Path]:
    """The scripts a page names, the elements it has, and what those import."""
    found = page.files("js") | {path for path in (STATIC / "js").glob("*.js") if path.stem in page.elements}
    while True:
        imported = {
            path.parent / name for path in found for name in re.findall(r'from "\./(.+?)"', path.read_text())
        }
        if imported <= found:
            return found
        found |= imported


@pytest.fixture(scope="module")
def pages(house) -> dict[str, bytes]:
    """The pages a visitor sees first, of a market that fills them, by name and language."""
    with house.app.app_context():
        db.engine.dispose()
        house.database.restore()
        market = Market()
        market.grow(booths=12)
        things = {
            "home": ("pages.home", {}),
            "search": ("search.page", {"q": "coffee"}),
            "product": ("catalog.product", {"id": market.product.id, "slug": slug_of(market.product.name)}),
            "booth": ("booths.booth", {"slug": market.booth.slug}),
        }
        client, shown = house.app.test_client(), {}
        for page, (endpoint, about) in things.items():
            for lang in ("vi", "en", "lo"):
                with house.app.test_request_context():
                    address = url_for(endpoint, lang=lang, **about)
                shown[page, lang] = client.get(address, expect=200).data
        db.session.remove()
    house.writes.written = True  # the next test starts from an empty house
    return shown


@pytest.mark.parametrize("lang", ("vi", "en", "lo"))
@pytest.mark.parametrize("page", PAGES)
def test_a_first_page_is_light(pages, page, lang):
    html = pages[page, lang]
    fetched = Fetched(html.decode())
    assert len(gzip.compress(html)) <= HTML_BUDGET
    assert weight(*fetched.files("css")) <= CSS_BUDGET
    assert weight(*scripts_of(fetched)) <= JS_BUDGET
    assert not fetched.files("fonts"), "the style sheet fetches fonts, where their letters stand"


def test_the_lao_letters_are_fetched_only_where_they_stand():
    sheet = (STATIC / "css" / "site.css").read_text()
    faces = re.findall(r"@font-face \{(.+?)\}", sheet, re.DOTALL)
    assert faces
    for face in faces:
        assert "font-display: swap" in face
        assert re.search(r"unicode-range: U\+0E8", face)
    assert weight(*(STATIC / "fonts").glob("*.woff2")) <= LAO_BUDGET


def test_nothing_is_fetched_from_anybody_else():
    for sheet in (STATIC / "css").glob("*.css"):
        assert not re.findall(r"url\([\"']?(?:https?:)?//|@import", sheet.read_text()), sheet
    for script in (STATIC / "js").glob("*.js"):
        assert not re.findall(r"https?://", script.read_text()), script


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "GET"], ids=str)
def test_every_answer_tells_the_browser_what_it_may_do(town, line):
    for who in {"nobody", line.insider}:
        with town.house.app.app_context():
            answer = town.send(line, who)
        policy = answer.headers["Content-Security-Policy"]
        assert "'unsafe-" not in policy
        assert policy.startswith(("default-src 'none'", "sandbox")), policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if answer.mimetype == "text/html":
            fetched = Fetched(answer.get_data(as_text=True))
            assert fetched.forbidden == []
            assert {urlsplit(address).netloc for address in fetched.addresses} <= {""}, fetched.addresses
