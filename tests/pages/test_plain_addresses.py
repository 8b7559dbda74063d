"""Addresses without a language: the door, health, robots, sitemaps, photos; links between languages."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from marketplace.pages import plain
from tests.make import make_booth, make_offer, make_organization, make_product, make_staff

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.mark.parametrize(
    ("wanted", "lang"),
    [
        ("lo", "lo"),
        ("en-US,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,lo;q=0.3", "lo"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("fr", "vi"),
        ("", "vi"),
        ("*", "vi"),
        ("en;q=bad", None),
    ],
)
def test_the_door_leads_to_a_language_of_the_visitor(client, wanted, lang):
    answer = client.get("/", headers={"Accept-Language": wanted}, expect=302)
    assert re.fullmatch(r"/(vi|en|lo)/", answer.location)
    assert "Accept-Language" in answer.headers["Vary"]
    if lang:
        assert answer.location == f"/{lang}/"


def test_health_says_that_the_database_answers(client):
    assert client.get("/health", expect=200).json["status"] == "ok"


def test_the_favicon_is_where_browsers_look(client):
    answer = client.get("/favicon.ico", expect=200)
    assert answer.mimetype in ("image/x-icon", "image/vnd.microsoft.icon")


def test_robots_stay_out_of_desks_and_endless_filters(client, app):
    answer = client.get("/robots.txt", expect=200)
    assert answer.mimetype == "text/plain"
    for closed in ("/vi/desk", "/en/backoffice", "/lo/messages", "/en/search?", "/vi/account"):
        assert f"Disallow: {closed}\n" in answer.text
    assert "Allow: /lo/search?category=\n" in answer.text
    assert f"Sitemap: {app.config['SITE_URL']}/sitemap.xml" in answer.text
    assert "Disallow: /en/products" not in answer.text and "Disallow: /\n" not in answer.text


# --- sitemaps -----------------------------------------------------------------------------------------


def tree_of(client, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path, expect=200).text)  # noqa: S314 - our own XML


def addresses_of_map(client, path: str) -> list[str]:
    return [place.text for place in tree_of(client, path).iterfind(".//s:loc", XML)]


def sitemap_paths(client, app) -> list[str]:
    return [
        address.removeprefix(app.config["SITE_URL"]) for address in addresses_of_map(client, "/sitemap.xml")
    ]


def test_sitemaps_name_what_is_public_in_each_language_and_nothing_else(client, app):
    product = make_product()
    offer, draft = make_offer(product.booth), make_product(is_public=False)
    lao = make_booth(make_organization("LA"), name={"lo": "ສວນ"})
    hidden = make_product()
    moderation.suspend(hidden.booth, by=make_staff(), reason="other")
    db.session.commit()
    all_addresses = [one for path in sitemap_paths(client, app) for one in addresses_of_map(client, path)]
    site = app.config["SITE_URL"]
    for lang in ("vi", "en", "lo"):
        for path in (
            f"products/{product.id}-robusta-green-coffee",
            f"offers/{offer.id}-green-coffee",
            f"booths/{product.booth.slug}",
            f"booths/{lao.slug}",
            "pages/privacy",
            "about",
            "",
        ):
            assert f"{site}/{lang}/{path}" in all_addresses
    told = " ".join(all_addresses)
    for gone in (f"/products/{draft.id}-", f"/products/{hidden.id}-", f"/booths/{hidden.booth.slug}"):
        assert gone not in told
    for address in all_addresses:
        client.get(address.removeprefix(site), expect=200)


def test_every_entry_names_its_other_languages(client):
    make_product()
    db.session.commit()
    for entry in tree_of(client, "/sitemaps/products-after-0.xml").iterfind("s:url", XML):
        links = {link.get("hreflang"): link.get("href") for link in entry.iterfind("x:link", XML)}
        assert set(links) == {"vi", "en", "lo"}
        assert entry.find("s:loc", XML).text in links.values()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.find("s:lastmod", XML).text)


def test_many_things_are_spread_over_several_maps(client, app, monkeypatch):
    monkeypatch.setattr(plain, "SITEMAP_THINGS", 2)
    booth = make_booth()
    for number in range(5):
        make_product(booth, name={"en": f"Coffee {number}"})
    db.session.commit()
    paths = [path for path in sitemap_paths(client, app) if "products" in path]
    assert len(paths) == 3
    found = {address for path in paths for address in addresses_of_map(client, path)}
    assert len(found) == 15
    client.get("/sitemaps/products-after-999.xml", expect=404)
    client.get("/sitemaps/people-after-0.xml", expect=404)


# --- photos -------------------------------------------------------------------------------------------


def test_a_photo_is_kept_for_ever(client, app):
    name = f"{'ab' * 16}-320.webp"
    folder = Path(app.config["MEDIA_DIR"]) / "ab"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"RIFF....WEBP")
    answer = client.get(f"/media/ab/{name}", expect=200)
    assert answer.mimetype == "image/webp"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    client.get(f"/media/cd/{name}", expect=404)


@pytest.mark.parametrize(
    "path",
    [
        "ab/../../chotalat.sqlite",
        "ab/..%2f..%2fchotalat.sqlite",
        "..%2f/chotalat.sqlite",
        "%2e%2e/chotalat.sqlite",
        f"ab/{'ab' * 16}-320.svg",
        f"ab/{'ab' * 16}-320.webp%0a",
        "ab/x.jpg",
    ],
)
def test_nothing_but_photos_is_handed_out(client, app, path):
    answer = client.get(f"/media/{path}")
    if answer.status_code == 308:  # a path with two slashes is put right first
        answer = client.get(answer.location)
    assert answer.status_code == 404


def test_a_name_with_a_nul_is_refused(client):
    client.get(f"/media/ab/{'ab' * 16}-320.webp%00.jpg", expect=400)


# --- languages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/search?q=ca+phe&country=VN&country=LA", "/pages/privacy", "/booths/", "/offers/?side=buy"]
)
def test_a_page_links_to_itself_in_the_other_languages(client, app, path):
    text = client.get(f"/en{path}", expect=200).text
    links = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', text))
    site = app.config["SITE_URL"]
    assert links == {lang: f"{site}/{lang}{path}".replace("&", "&amp;") for lang in ("vi", "en", "lo")}
    assert '<html lang="en"' in text


def test_a_language_of_nobody_here_is_no_page(client):
    client.get("/fr/", expect=404)
    client.get("/en/nothing", expect=404)
