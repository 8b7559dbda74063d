"""Addresses and sentences of a page: remembered by the house, and still those of the page that asks."""

from __future__ import annotations

import pytest
from flask import render_template_string, url_for
from flask_babel import force_locale

from marketplace.web.addresses import with_arguments


@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
def test_an_address_is_in_the_language_of_the_page(app, lang):
    with app.test_request_context(f"/{lang}/"):
        app.preprocess_request()
        assert url_for("booths.booth", slug="lam-san") == f"/{lang}/booths/lam-san"
        assert url_for("booths.booth", slug="lam-san", lang="en") == "/en/booths/lam-san"


def test_an_address_keeps_apart_what_only_looks_alike(app):
    with app.test_request_context("/en/"):
        app.preprocess_request()
        assert url_for("search.page", page=1) != url_for("search.page", page=True)
        assert url_for("search.page", q="a", kind="b") != url_for("search.page", q="b", kind="a")
        assert url_for("search.page", kind=["product", "offer"]) == "/en/search?kind=product&kind=offer"


def test_a_short_endpoint_is_of_the_room_that_asks(app):
    for path, expected in (
        ("/en/desk/products/", "/en/desk/products/7"),
        ("/en/desk/offers/", "/en/desk/offers/7"),
    ):
        with app.test_request_context(path):
            assert url_for(".edit", id=7, lang="en") == expected


def test_an_address_follows_where_the_site_is_mounted(app):
    addresses = []
    for root in ("", "/market"):
        with app.test_request_context("/en/", environ_overrides={"SCRIPT_NAME": root}):
            addresses.append(url_for("pages.home", lang="en"))
    assert addresses == ["/en/", "/market/en/"]


def test_an_address_with_its_site_is_never_remembered(app):
    addresses = []
    for host in ("one.example", "two.example"):
        with app.test_request_context("/en/", base_url=f"http://{host}"):
            addresses.append(url_for("pages.home", lang="en", _external=True))
    assert addresses == ["http://one.example/en/", "http://two.example/en/"]


def test_a_sentence_escapes_what_is_filled_in(app):
    page = """
        {{- _("Results for “%(words)s”", words=words) -}}
        {{- ngettext("%(num)s product", "%(num)s products", 2) -}}
    """
    with app.test_request_context("/en/"):
        app.preprocess_request()
        shown = render_template_string(page, words="<b>5 %</b>")
    assert shown.strip() == "Results for “&lt;b&gt;5 %&lt;/b&gt;”2 products"


def test_a_sentence_in_a_letter_is_in_the_language_of_its_reader(app):
    with app.test_request_context("/en/"):
        app.preprocess_request()
        said = [render_template_string("{{ _('Search') }}")]
        with force_locale("vi"):
            said.append(render_template_string("{{ _('Search') }}"))
    assert said == ["Search", "Tìm kiếm"]


def test_an_address_with_arguments_is_written_as_flask_writes_it(app):
    asked = {
        "q": "cà phê & 'trà' (100%)/+",
        "kind": ["product", "offer"],
        "page": 2,
        "side": "",
        "sort": None,
    }
    with app.test_request_context("/vi/"):
        app.preprocess_request()
        expected = url_for("search.page", **{name: value for name, value in asked.items() if value})
        assert with_arguments(url_for("search.page"), asked) == expected
        assert with_arguments("/vi/search", {"q": ""}) == "/vi/search"


@pytest.mark.parametrize("path", ["/en/about", "/en/about/", "/en/booths", "/en/booths/"])
def test_a_slash_more_or_less_at_the_end_makes_no_difference(client, path):
    client.get(path, expect=200)
