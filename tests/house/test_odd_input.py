"""Nonsense at every address: whatever is asked or sent, nobody finds a page that says we broke down."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.datastructures import MultiDict

from tests.house.forms import forms_on
from tests.house.town import LINES

pytestmark = pytest.mark.database

#: What nobody means and somebody sends.
ODD_VALUES = {
    "beyond counting": "9" * 30,
    "beyond reading": "9" * 4_400,
    "a word": "<x>",
    "a query language": '"*" NEAR(a ^b, - c) : ( OR AND NOT {name}: % _ \\',
    "a story without spaces": "ກາເຟ" * 100,
    "the end of time": "9999-12-31",
    "the beginning of time": "0001-01-01",
}
NOVEL = "cà phê " * 1_500
NUL = "cà\0phê"

#: Everything any page reads from its address.
ARGUMENTS = (
    *("page", "products", "offers", "per_page", "q", "text", "lang", "kind", "side", "category", "country"),
    *("province", "certificate", "booth", "price", "price_min", "price_max", "currency", "moq_max", "sort"),
    *(
        "state",
        "show",
        "field",
        "staff",
        "mine",
        "missing",
        "next",
        "slug",
        "endpoint",
        "_scheme",
        "_external",
    ),
    *("_anchor", "_method"),
)
#: Those of them that are read as numbers.
NUMBERS = {"page", "products", "offers", "per_page", "price_min", "price_max", "moq_max"}
GETS = [line for line in LINES if line.method == "GET"]
POSTS = [line for line in LINES if line.method == "POST"]
#: Lists that look up, narrow and turn pages: each argument is asked alone too.
LISTS = [
    line
    for line in GETS
    if line.endpoint
    in {
        *("search.page", "search.suggest", "api.search", "reference.wards", "reference.hs"),
        *("offers.board", "booths.directory", "booths.booth", "catalog_desk.list_products"),
        *("offers_desk.list_offers", "messages_desk.inbox", "notifications_desk.list_notices"),
        *("moderation_backoffice.queue", "booths_backoffice.list_booths", "accounts_backoffice.list_people"),
    }
]
#: Names of fields as the forms never write them.
ODD_NAMES = ("price_tiers-²-price", "certificates-" + "9" * 5_000 + "-number", "tên")


@pytest.fixture(autouse=True)
def inside(town):
    """Everything here happens in the town."""
    with town.house.app.app_context():
        yield


def ask(town, line, query: dict | str):
    path = town.path(line)
    own = MultiDict(part.split("=", 1) for part in path.partition("?")[2].split("&") if part)
    query = query if isinstance(query, str) else {**own, **query}
    return town.visitor(line.insider).get(path.partition("?")[0], query_string=query)


@pytest.mark.parametrize("line", GETS, ids=str)
def test_odd_questions_are_answered(town, line):
    for value in ODD_VALUES.values():
        assert ask(town, line, dict.fromkeys(ARGUMENTS, value)).status_code < 500
    twice = "&".join(f"{argument}=1&{argument}=en" for argument in ARGUMENTS)
    assert ask(town, line, twice).status_code < 500


@pytest.mark.parametrize("line", LISTS, ids=str)
def test_each_argument_may_be_odd(town, line):
    for argument in ARGUMENTS:
        for value in ("-1", "9" * 30) if argument in NUMBERS else (NOVEL,):
            assert ask(town, line, {argument: value}).status_code < 500, argument


@pytest.mark.parametrize("line", LISTS, ids=str)
def test_what_is_no_text_reaches_no_database(town, line):
    assert ask(town, line, {"q": NUL}).status_code == 400
    assert ask(town, line, {"q\0": "x"}).status_code == 400
    half_a_letter = "&".join(f"{argument}=%ED%A0%80%F0%9F" for argument in ARGUMENTS)
    assert ask(town, line, half_a_letter).status_code < 500


@pytest.mark.parametrize(
    "line",
    [line for line in LINES if {"id", "file_id", "thing_id"} & set(line.about) and line.insider != "nobody"],
    ids=str,
)
def test_a_key_of_nothing_is_no_page(town, line):
    begins, ends = re.split(r"(?<=/)\d+(?=[/-]|$)", town.path(line), maxsplit=1)
    for key in ("0", "2147483648", "9" * 4_400, "1%00"):
        answer = town.visitor(line.insider).open(begins + key + ends, method=line.method)
        assert answer.status_code in (400, 404, 405, 422), key


@pytest.fixture(scope="module")
def field_names(town) -> list[str]:
    """The name of every field on every page."""
    with town.house.app.app_context():
        pages = [town.visitor(line.insider).get(town.path(line)) for line in GETS]
    return sorted(
        {
            name
            for page in pages
            if page.mimetype == "text/html"
            for form in forms_on(page.text)
            for name in form.fields
        }
    )


@pytest.mark.parametrize("line", POSTS, ids=str)
def test_odd_answers_are_taken(town, line, field_names):
    for value in ("-1", "9" * 30, NOVEL, "0001-01-01", ODD_VALUES["a query language"]):
        assert town.send(line, line.insider, dict.fromkeys(field_names, value)).status_code < 500


@pytest.mark.parametrize("line", POSTS[::12], ids=str)
def test_what_no_form_sends_is_refused(town, line):
    for name in ODD_NAMES:
        assert town.send(line, line.insider, {name: "1"}).status_code == 400
    assert town.send(line, line.insider, {"text": NUL}).status_code == 400
    nameless = {"file": (io.BytesIO(b"%PDF-1.4"), "a\0.pdf")}
    assert town.send(line, line.insider, nameless).status_code in (400, 422)


@pytest.mark.parametrize("line", POSTS, ids=str)
def test_what_is_no_form_at_all_is_taken(town, line):
    for content_type in ("application/json", "multipart/form-data; boundary="):
        answer = town.send(line, line.insider, b'{"state": "public"', content_type=content_type)
        assert answer.status_code < 500


@pytest.mark.parametrize("line", POSTS[::12], ids=str)
def test_too_much_is_refused(town, line, monkeypatch):
    monkeypatch.setitem(town.house.app.config, "MAX_CONTENT_LENGTH", 5_000)
    answer = town.send(line, line.insider, {"text": "x" * 6_000})
    assert answer.status_code == 413
    assert "That was too large" in answer.text


def test_too_many_parts_are_refused(town):
    line = next(line for line in POSTS if line.endpoint == "catalog_desk.new")
    parts = {f"field{number}": "" for number in range(3_000)}
    answer = town.send(line, "owner", parts, content_type="multipart/form-data")
    assert answer.status_code == 413


#: One page of each form that keeps something.
EDITORS = {
    line.endpoint: line
    for line in GETS
    if line.insider != "nobody"
    and line.endpoint
    in {
        *("catalog_desk.edit", "offers_desk.edit", "booths_desk.edit", "booths_desk.people"),
        *("registration.start", "registration.step", "accounts_desk.settings", "messages_desk.inquire"),
        *("messages_desk.thread", "pages_backoffice.edit_page", "messages_backoffice.edit_notice"),
        *("moderation_backoffice.item", "accounts_backoffice.person"),
    }
}
ODD_ENTRIES = ("9" * 30, "0001-01-01", "-1", "x" * 70_000)


@pytest.mark.parametrize("line", EDITORS.values(), ids=str)
def test_each_field_of_a_form_may_be_odd(town, line):
    visitor, path = town.visitor(line.insider), town.path(line)
    for form in forms_on(visitor.get(path).text):
        for place, name in enumerate(form.fields):
            odd = form.fields | {name: ODD_ENTRIES[place % len(ODD_ENTRIES)]}
            answer = visitor.open(form.action or path, method=form.method, data=odd)
            assert answer.status_code < 500, (form.action, name)
            if answer.status_code < 400 and form.method == "post":
                town.go_back()
