"""The house's own texts: numbered versions, marked placeholders, and who may issue them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.pages.texts import TITLES
from tests.make import make_person, make_staff

TEXT = {
    "title-vi": "Chính sách bảo mật",
    "title-en": "Privacy policy",
    "body-vi": "## Một\n\nVăn bản **chính thức**.",
}


PLACEHOLDER = "This is a placeholder"


def issue(browser, slug="privacy", *, days=0, expect=302, **typed):
    day = (clock.today() + timedelta(days=days)).isoformat()
    form = TEXT | {"effective_from": day} | typed
    return browser.post(f"/en/backoffice/pages/{slug}", data=form, expect=expect)


@pytest.fixture
def editor(app):
    return app.test_client().sign_in(make_staff("editor"))


@pytest.mark.parametrize("slug", [slug for slug in TITLES if slug != "about"])
def test_a_text_nobody_has_written_says_so_in_every_language(client, slug):
    for lang, words in (
        ("vi", "chưa được ban hành"),
        ("en", "has not been issued"),
        ("lo", "ຍັງບໍ່ທັນປະກາດໃຊ້"),
    ):
        text = client.get(f"/{lang}/pages/{slug}", expect=200).text
        assert words in text
        assert TITLES[slug][lang] in text
    assert PLACEHOLDER in client.get(f"/en/pages/{slug}").text


def test_about_is_a_text_of_ours(client):
    text = client.get("/en/about", expect=200).text
    assert "one free booth" in text and PLACEHOLDER not in text
    client.get("/en/pages/no-such-page", expect=404)


def test_an_editor_issues_versions_and_earlier_ones_stay_readable(client, editor):
    issue(editor)
    text = client.get("/vi/pages/privacy", expect=200).text
    assert "<strong>chính thức</strong>" in text
    assert PLACEHOLDER not in client.get("/en/pages/privacy").text
    issue(editor, **{"body-vi": "Bản thứ hai."})
    text = client.get("/en/pages/privacy").text
    assert "Bản thứ hai." in text and "The Vietnamese text is authoritative" in text
    assert 'lang="vi"' in text, "a text shown in another language says which"
    assert "/en/pages/privacy/versions/1" in text
    assert "chính thức" in client.get("/en/pages/privacy/versions/1", expect=200).text
    client.get("/en/pages/privacy/versions/3", expect=404)


def test_a_version_comes_into_force_on_its_day(client, editor):
    issue(editor)
    issue(editor, days=3, **{"body-vi": "Bản sắp tới."})
    answer = client.get("/vi/pages/privacy")
    assert "Bản sắp tới." not in answer.text
    assert "Bản sắp tới." in client.get("/vi/pages/privacy/versions/2", expect=200).text
    with clock.frozen(clock.now() + timedelta(days=3)):
        text = client.get(
            "/vi/pages/privacy", headers={"If-None-Match": answer.headers["ETag"]}, expect=200
        ).text
        assert "Bản sắp tới." in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body-vi": "", "body-en": "English only"}, "The Vietnamese text is authoritative"),
        ({"body-vi": ""}, "at least one language"),
        ({"title-vi": "", "title-en": ""}, "at least one language"),
        ({"effective_from": "tomorrow"}, "is not a date"),
        ({"effective_from": ""}, "Please fill this in."),
    ],
)
def test_what_an_editor_typed_wrong_is_said_and_nothing_issued(client, editor, typed, sentence):
    assert sentence in issue(editor, expect=422, **typed).text
    assert PLACEHOLDER in client.get("/en/pages/privacy").text


def test_a_text_can_bring_no_script(client, editor):
    issue(
        editor,
        **{"body-vi": "<script>alert(1)</script> [bấm](javascript:alert(1)) <img src=x onerror=alert(1)>"},
    )
    text = client.get("/vi/pages/privacy").text.split("<article")[1]
    assert (
        "<script" not in text and 'href="javascript' not in text and "<img" not in text.split("</article>")[0]
    )


def test_the_editors_list_shows_what_is_still_missing(editor):
    issue(editor)
    text = editor.get("/en/backoffice/pages/", expect=200).text
    assert "Version 1, in force from" in text
    assert text.count("Placeholder") == len(TITLES) - 2


def test_only_editors_issue_texts(app, client):
    issue(app.test_client().sign_in(make_staff("officer")), expect=403)
    member = app.test_client().sign_in(make_person())
    member.get("/en/backoffice/pages/", expect=404)
    issue(member, expect=404)
    issue(client, expect=401)
    client.get("/en/backoffice/pages/", expect=302)
    administrator = app.test_client().sign_in(make_staff("administrator"))
    issue(administrator)
    db.session.expire_all()
    administrator.get("/en/backoffice/pages/nothing", expect=404)
