"""Every component renders, says which language its words are in, and stays within its weight."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask, render_template
from flask_babel import Babel
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Form,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from marketplace.kernel.translated import LANGUAGE_NAMES, LANGUAGES, Said, Translated
from marketplace.web import render
from marketplace.web.forms import CodesField, TranslatedField

HOUSE = Path(__file__).parents[2]
COMPONENTS = HOUSE / "templates" / "components"
PUBLIC_CSS = HOUSE / "static" / "css" / "site.css"


class Specimen(Form):
    """One field of every kind."""

    name = TranslatedField("Name", require_one=True, rows=3)
    text = StringField(
        "Quantity", [InputRequired("Please fill this in.")], description="What you can send now."
    )
    area = TextAreaField("Story")
    choice = SelectField("Unit", choices=[("kg", "kilogram"), ("t", "tonne")])
    several = CodesField("Incoterms", choices=[("EXW", "EXW"), ("FOB", "FOB")])
    side = RadioField("Side", choices=[("buy", "Wanted"), ("sell", "For sale")])
    agreed = BooleanField("I have read the rules")
    photos = MultipleFileField("Photos")


class FakePhoto:
    """A photo without a file behind it."""

    key, alt = "ab12", {"en": "A sack of coffee"}

    def __init__(self, width=1600, height=1200):
        self.width, self.height = width, height

    def src(self, width: int, kind: str) -> str:
        return f"/media/{width}.{kind}"


@pytest.fixture(scope="module")
def templates() -> Flask:
    """The templates with the house's own words for them, and no rooms."""
    app = Flask("components", template_folder=HOUSE / "templates", static_folder=HOUSE / "static")
    app.config.update(TESTING=True, SECRET_KEY="specimen")
    Babel(app, locale_selector=lambda: "en")
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(
        asset=render.asset,
        srcset=render.srcset,
        site=lambda: {
            "name": "ChoTalat",
            "owner": "Department",
            "address": "Biên Hòa",
            "email": "desk@example.org",
        },
        url=lambda endpoint, **values: "/" + endpoint,
        alternates=lambda asked_in: [(code, f"https://example.org/{code}/") for code in LANGUAGES],
        language_names=LANGUAGE_NAMES,
        legal_links=lambda: [("Operating rules", "/rules")],
        site_menu=lambda: [("Products", "/products", True), ("Booths", "/booths", False)],
        csrf_token=lambda: "token-of-this-session",
        lang="en",
    )
    app.jinja_env.filters["number"] = str
    return app


@pytest.fixture
def show(templates):
    """Call one macro by its name."""

    def call(name, *arguments, **values):
        with templates.test_request_context("/en/"):
            macro = getattr(templates.jinja_env.get_template(f"components/{name}.html").module, name)
            return str(macro(*arguments, **values))

    return call


def gallery(templates, **more) -> str:
    form = Specimen(data={"name": Translated(vi="Cà phê")})
    form.validate()
    with templates.test_request_context("/en/"):
        return render_template("components/gallery.html", form=form, **more)


def test_the_gallery_shows_every_component(templates):
    page = gallery(templates)
    shown = set(re.findall(r'from "components/(\w+)\.html"', (COMPONENTS / "gallery.html").read_text()))
    there = {path.stem for path in COMPONENTS.glob("*.html")} - {"gallery", "field_frame"}
    assert shown == there
    assert "</html>" in page


def test_the_gallery_shows_every_drawing(templates):
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (HOUSE / "static/img/icons.svg").read_text()))
    used = set(re.findall(r"icons\.svg[^#\"]*#([\w-]+)", gallery(templates)))
    assert used == drawn


def test_every_component_says_its_arguments():
    for path in COMPONENTS.glob("*.html"):
        assert path.read_text().startswith("{#"), path.name


def test_strangers_get_no_token(templates):
    with templates.test_request_context("/en/"):
        page = render_template("errors/404.html", person=None)
    assert "token-of-this-session" not in page


def test_no_inline_style_or_script():
    for path in (HOUSE / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", text), path


def test_a_text_in_another_language_says_so(show):
    words = show("said", Said("ກາເຟ", "lo", "en"), mark=True)
    assert '<span lang="lo">ກາເຟ</span>' in words
    assert "in Lao" in words
    assert show("said", Said("Coffee", "en", "en"), mark=True) == "Coffee"
    assert show("said", None) == ""


def test_words_of_members_are_escaped(show):
    assert "<b>" not in show("said", Said("<b>", "lo", "en"))
    assert "<b>" not in show("notice", "info", "<b>")
    assert "<i>" not in show(
        "diff", [{"label": "Name", "lang": "vi", "live": "<i>", "proposed": "", "is_changed": True}]
    )


def test_a_diff_marked_word_by_word_is_kept(show):
    row = {
        "label": "Name",
        "lang": "vi",
        "live": "cà phê",
        "proposed": Markup("cà phê <ins>nhân</ins>"),
        "is_changed": True,
    }
    table = show("diff", [row])
    assert "<del>cà phê</del>" in table
    assert "cà phê <ins>nhân</ins>" in table


def test_a_photo_is_offered_in_the_sizes_it_has(show):
    small = show("picture", FakePhoto(500, 400), "50vw")
    assert "320.webp 320w, /media/640.webp 500w" in small
    assert "1280" not in small
    assert 'width="500" height="400"' in small
    assert "1280.jpeg 1280w" in show("picture", FakePhoto(), "50vw")
    assert "<img" not in show("picture", None, "50vw")


def test_an_error_is_tied_to_its_field(show):
    form = Specimen(data={})
    form.validate()
    shown = show("field", form.text)
    assert 'aria-describedby="text-hint text-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert '<a href="#text">' in show("error_summary", form)
    assert show("error_summary", Specimen()) == ""


def test_choices_share_a_legend(show):
    form = Specimen()
    for group in (form.side, form.several):
        shown = show("field", group)
        assert shown.count("<input") == 2
        assert "<legend" in shown


def test_three_languages_are_three_entries(show):
    form = Specimen(data={"name": Translated(vi="Cà phê", lo="ກາເຟ")})
    shown = show("translated_field", form.name)
    for lang in LANGUAGES:
        assert f'name="name-{lang}"' in shown
    assert "ກາເຟ" in shown


def test_pages_are_linked_around_the_present_one(show):
    shown = show("pagination", 5, 12, lambda number: f"?page={number}")
    assert re.findall(r'href="\?page=(\d+)"', shown) == ["4", "1", "4", "6", "12", "6"]
    assert show("pagination", 1, 1, str) == ""


@pytest.mark.parametrize("code", (403, 404, 409, 422, 429, 500))
def test_error_pages_say_what_to_do_next(templates, code):
    with templates.test_request_context("/en/nowhere"):
        page = render_template(f"errors/{code}.html", status=code, title="", detail="")
    assert "<h1>" in page
    assert 'class="button primary"' in page


def test_the_sheet_and_the_scripts_are_light():
    assert len(gzip.compress(PUBLIC_CSS.read_bytes())) <= 14 * 1024
    scripts = b"".join(path.read_bytes() for path in (HOUSE / "static" / "js").glob("*.js"))
    assert len(gzip.compress(scripts)) <= 15 * 1024
