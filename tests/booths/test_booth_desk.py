"""Writing the booth: drafts, pictures, the answer of staff, taking down, two editors."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from marketplace.booths import actions
from marketplace.booths.models import Booth
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.history import list_history
from marketplace.moderation import actions as moderation
from tests.make import make_member, make_organization, make_person, make_staff, owner_of

TYPED = {
    "name-vi": "Cà phê Cầu Đất",
    "story-vi": "Chúng tôi trồng cà phê.",
    "languages": ["vi", "en"],
    "phone": "0901 234 567",
    "zalo": "0901 234 567",
    "web": "caudat.vn",
    "sells": ["green-coffee"],
}


@pytest.fixture
def owner(client, booth):
    """Its owner at the browser."""
    return client.sign_in(owner_of(booth.organization))


def address(booth: Booth, page: str = "") -> str:
    return f"/en/desk/booth/{booth.id}{page}"


def png(size=(200, 200)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "PNG")
    out.seek(0)
    return out


def test_the_menu_leads_to_the_own_booth(owner, booth):
    assert owner.get("/en/desk/booth/", expect=302).location == address(booth)


@pytest.mark.parametrize("page", ["", "/preview"])
def test_a_booth_is_edited_by_its_own_people_only(client, app, booth, page):
    client.get(address(booth, page), expect=302)
    other = make_organization(owner=make_person("Other"))
    client.sign_in(owner_of(other)).get(address(booth, page), expect=404)
    clerk = make_member(booth.organization, "clerk")
    client.sign_in(clerk).get(address(booth, page), expect=200 if page else 403)
    client.sign_in(make_member(booth.organization, "manager")).get(address(booth, page), expect=200)


@pytest.mark.parametrize("deed", ["", "/send", "/take-back", "/discard", "/take-down", "/show-again"])
def test_a_clerk_changes_nothing_of_the_booth(client, booth, deed):
    clerk = make_member(booth.organization, "clerk")
    client.sign_in(clerk).post(address(booth, deed), data=TYPED, expect=403)


def test_an_edit_leaves_the_public_page_alone_until_it_is_approved(owner, booth, app):
    owner.post(address(booth), data=TYPED | {"name-vi": "Tên mới", "go": "send"}, expect=302)
    page = f"/vi/booths/{booth.slug}"
    stranger = app.test_client()
    assert "Tên mới" not in stranger.get(page, expect=200).text
    revision = booth.open_revision
    assert revision.state == "submitted"
    moderation.approve(revision, by=make_staff(), seen_version=revision.version)
    assert "Tên mới" in stranger.get(page, expect=200).text


def test_contacts_are_kept_in_their_normal_form(owner, booth):
    owner.post(address(booth), data=TYPED, expect=302)
    assert booth.open_revision.content["contacts"] == [
        {"kind": "phone", "value": "+84901234567"},
        {"kind": "zalo", "value": "+84901234567"},
        {"kind": "web", "value": "https://caudat.vn"},
    ]


def test_a_wrong_contact_is_refused_and_everything_typed_is_kept(owner, booth):
    answer = owner.post(address(booth), data=TYPED | {"web": "javascript:alert(1)"}, expect=422)
    assert 'value="javascript:alert(1)"' in answer.text
    assert "Chúng tôi trồng cà phê." in answer.text
    assert booth.open_revision is None


def test_an_incomplete_draft_is_kept_and_says_what_is_missing(owner, booth):
    answer = owner.post(
        address(booth),
        data={"name-vi": "Cầu Đất", "story-vi": "", "phone": "", "zalo": "", "go": "send"},
        expect=302,
    )
    assert booth.open_revision.state == "draft"
    page = owner.get(answer.location, expect=200).text
    assert "Tell buyers who you are" in page
    assert "Give at least one way to reach you." in page


def test_logo_and_banner_are_cleaned_kept_and_removed(owner, booth):
    owner.post(
        address(booth),
        data=TYPED | {"logo": (png(), "logo.png"), "banner": (png((800, 300)), "banner.png")},
        expect=302,
    )
    content = booth.open_revision.content
    assert (content["logo"][0]["width"], content["banner"][0]["height"]) == (200, 300)
    owner.post(address(booth), data=TYPED | {"banner_remove": "y"}, expect=302)
    db.session.expire_all()
    content = booth.open_revision.content
    assert content["logo"]
    assert content["banner"] == []


def test_a_picture_that_is_none_is_refused(owner, booth):
    answer = owner.post(address(booth), data=TYPED | {"logo": (io.BytesIO(b"no"), "logo.png")}, expect=422)
    assert "logo.png" in answer.text


def test_opening_hours_of_a_live_booth_change_at_once(owner, booth, app):
    live = {
        "name-vi": booth.name["vi"],
        "name-en": booth.name["en"],
        "tagline-vi": booth.tagline["vi"],
        "story-vi": booth.story["vi"],
        "languages": ["vi", "en"],
        "phone": "+84901234567",
        "zalo": "+84901234567",
        "sells": ["green-coffee"],
        "opening_hours-vi": "7–11 giờ",
    }
    owner.post(address(booth), data=live, expect=302)
    assert booth.open_revision is None, "nothing else changed, so nothing waits"
    assert "7–11 giờ" in app.test_client().get(f"/vi/booths/{booth.slug}", expect=200).text
    assert list_history(booth)[0].verb == "change_instantly"


def test_two_editors_see_both_versions(owner, booth):
    owner.post(address(booth), data=TYPED, expect=302)
    seen = booth.open_revision.version
    owner.post(address(booth), data=TYPED | {"version": seen, "tagline-vi": "Của Khamla"}, expect=302)
    answer = owner.post(address(booth), data=TYPED | {"version": seen, "tagline-vi": "Của Hoa"}, expect=409)
    assert "Của Khamla" in answer.text
    assert 'value="Của Hoa"' in answer.text
    db.session.expire_all()
    assert booth.open_revision.content["tagline"] == {"vi": "Của Khamla"}
    # The page that showed both carries the new version: saving again is a decision, not an accident.
    owner.post(
        address(booth),
        data=TYPED | {"version": booth.open_revision.version, "tagline-vi": "Của Hoa"},
        expect=302,
    )


def test_reasons_are_shown_with_links_to_their_fields(owner, booth):
    owner.post(address(booth), data=TYPED | {"go": "send"}, expect=302)
    revision = booth.open_revision
    moderation.request_changes(
        revision,
        by=make_staff(),
        seen_version=revision.version,
        reasons=[{"code": "unclear_text", "field": "story", "note": "Say where you are."}],
    )
    page = owner.get(address(booth), expect=200).text
    assert "Say where you are." in page
    assert "#field-story" in page
    assert 'id="field-story"' in page


def test_a_waiting_draft_is_not_edited(owner, booth):
    owner.post(address(booth), data=TYPED | {"go": "send"}, expect=302)
    assert "with the officers" in owner.get(address(booth), expect=200).text
    owner.post(address(booth), data=TYPED, expect=409)
    owner.post(address(booth, "/take-back"), expect=302)
    assert booth.open_revision.state == "draft"
    owner.post(address(booth, "/discard"), expect=302)
    assert booth.open_revision is None


def test_the_preview_shows_the_draft_to_members_only(owner, booth, app):
    answer = owner.post(address(booth), data=TYPED | {"story-vi": "**Mới**", "go": "preview"}, expect=302)
    assert "<strong>Mới</strong>" in owner.get(answer.location, expect=200).text
    assert "Mới" not in app.test_client().get(f"/vi/booths/{booth.slug}", expect=200).text


def test_a_booth_is_taken_down_and_shown_again_as_it_was(owner, booth, app):
    page = f"/en/booths/{booth.slug}"
    owner.post(address(booth, "/take-down"), expect=302)
    app.test_client().get(page, expect=404)
    owner.post(address(booth, "/take-down"), expect=409)
    owner.post(address(booth, "/show-again"), expect=302)
    app.test_client().get(page, expect=200)


def test_the_verbs_ask_too_not_only_the_pages(app, booth):
    for person in (make_person("Nobody"), make_member(booth.organization, "clerk"), make_staff()):
        for verb in (actions.take_down, actions.show_again, actions.send_for_approval, actions.discard_draft):
            with pytest.raises(NotAllowed):
                verb(booth, by=person)
        with pytest.raises(NotAllowed):
            actions.save(booth, {"opening_hours": {"vi": "x"}}, by=person)
