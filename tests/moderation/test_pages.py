"""The desk of the officers and the page of the members, over HTTP."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.moderation import actions
from marketplace.moderation.models import Revision
from marketplace.moderation.states import ReviewState
from tests import make

QUEUE = "/en/backoffice/review"


@pytest.fixture
def product(app):
    return make.make_product()


@pytest.fixture
def owner(product):
    return make.owner_of(product.booth.organization)


@pytest.fixture
def revision(product, owner):
    return make.make_waiting(product, by=owner, name={"en": "Robusta, hand sorted"}, price="97000")


@pytest.fixture
def desk(client):
    """An officer at the desk."""
    client.officer = make.make_staff(name="Nguyễn Thị Hạnh")
    return client.sign_in(client.officer)


# --- the queue ----------------------------------------------------------------------------------------


def test_the_queue_shows_one_line_a_thing_and_filters(desk, revision):
    page = desk.get(QUEUE, expect=200).text
    assert "Robusta, hand sorted" in page and "Dong Nai" in page and "Green coffee (1)" in page
    assert "Robusta, hand sorted" in desk.get(f"{QUEUE}?kind=product&province=VN-75").text
    assert "Nothing waits here" in desk.get(f"{QUEUE}?kind=offer").text
    assert "Nothing waits here" in desk.get(f"{QUEUE}?mine=1").text
    desk.post(f"{QUEUE}/{revision.id}/claim", expect=302)
    assert "Robusta, hand sorted" in desk.get(f"{QUEUE}?mine=1").text


def test_an_empty_queue_says_so(desk):
    assert "The queue is empty" in desk.get(QUEUE, expect=200).text


def test_the_desk_stays_within_its_queries_however_long_the_queue(desk, product, owner, count_queries):
    for _number in range(30):
        make.make_waiting(make.make_product(product.booth, is_public=False), by=owner)
    revision = make.make_waiting(product, by=owner, hs="090121", price="97000")
    for address in (
        QUEUE,
        "/en/backoffice",
        f"{QUEUE}/{revision.id}",
        f"{QUEUE}/things/product/{product.id}",
    ):
        desk.get(address, expect=200)
        with count_queries() as queries:
            desk.get(address, expect=200)
        assert len(queries) <= 12, (address, queries.statements)


@pytest.mark.parametrize(
    "limits", [{"review_provinces": ["LA-CH"]}, {"review_categories": ["rice-and-grain"]}]
)
def test_what_lies_outside_an_officers_part_does_not_exist_for_them(desk, revision, limits):
    for name, values in limits.items():
        setattr(desk.officer, name, values)
    assert "Robusta, hand sorted" not in desk.get(QUEUE).text
    desk.get(f"{QUEUE}/{revision.id}", expect=404)
    desk.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": revision.version}, expect=404)
    assert revision.state == ReviewState.SUBMITTED


def test_what_was_taken_back_is_no_longer_the_officers_to_read(desk, revision, owner):
    actions.take_back(revision, by=owner)
    sent = {"seen_version": revision.version}
    for answer in (
        desk.get(f"{QUEUE}/{revision.id}", expect=409),
        desk.post(f"{QUEUE}/{revision.id}/approve", data=sent, expect=409),
    ):
        assert "taken back to be changed" in answer.text
        assert "Robusta, hand sorted" not in answer.text


def test_a_draft_that_was_never_sent_does_not_exist_for_officers(desk, product, owner):
    draft = actions.save_draft(product, {"name": {"en": "Secret"}}, by=owner)
    db.session.flush()
    desk.get(f"{QUEUE}/{draft.id}", expect=404)


def test_an_editor_of_house_texts_has_no_business_at_the_desk(client, revision):
    client.sign_in(make.make_staff("editor"))
    for address in (QUEUE, f"{QUEUE}/{revision.id}"):
        client.get(address, expect=403)
    client.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": revision.version}, expect=403)
    page = client.get("/en/backoffice", expect=200).text
    assert QUEUE not in page


# --- one item -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
def test_the_item_shows_both_sides_and_what_the_machine_noticed(desk, product, owner, lang):
    revision = make.make_waiting(
        product,
        by=owner,
        name={"en": "Robusta, hand sorted", "lo": "ກາເຟ"},
        description={"en": "Call 0912 345 678. No ivory."},
        certificates=[{"scheme": "vietgap", "issuer": "DARD", "number": "VG-1", "expires_on": "2020-01-31"}],
        hs="100630",
    )
    page = desk.get(f"/{lang}/backoffice/review/{revision.id}", expect=200).text
    assert "<ins>" in page and "<del>" in page
    assert "0912 345 678" in page and "ivory" in page and "VG-1" in page and "0901" in page


def test_an_approval_publishes_and_turns_to_the_next_item(desk, product, owner, revision):
    other = make.make_waiting(make.make_product(product.booth, is_public=False), by=owner)
    answer = desk.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": revision.version}, expect=302)
    assert answer.location.endswith(f"{QUEUE}/{other.id}")
    assert product.name["en"] == "Robusta, hand sorted"


def test_an_officer_stays_within_the_filter_and_is_told_when_it_is_empty(desk, product, owner, revision):
    make.make_waiting(product.booth, by=owner)  # waits longer than the second product
    second = make.make_waiting(make.make_product(product.booth, is_public=False), by=owner)
    within = "?kind=product&province=VN-75"
    assert f"{QUEUE}/{revision.id}{within}".replace("&", "&amp;") in desk.get(f"{QUEUE}{within}").text
    page = desk.get(f"{QUEUE}/{revision.id}{within}", expect=200).text
    assert "2 items wait within this filter" in page
    answer = re.search(rf'action="({QUEUE}/{revision.id}/approve\?[^"]+)"', page)[1].replace("&amp;", "&")
    answer = desk.post(answer, data={"seen_version": revision.version}, expect=302)
    assert answer.location.endswith(f"{QUEUE}/{second.id}{within}")
    refused = {"seen_version": second.version, "verb": "refuse", "lines-0-code": "bad_photo"}
    answer = desk.post(f"{QUEUE}/{second.id}/answer{within}", data=refused, expect=302)
    assert answer.location.endswith(f"{QUEUE}{within}")
    page = desk.get(answer.location, expect=200).text
    assert "last item for you within this filter. Others still wait." in page
    assert "Product (0)" in page and "Show everything" in page


def test_a_stale_approval_is_refused_and_publishes_nothing(desk, product, owner, revision):
    seen = revision.version
    actions.take_back(revision, by=owner)
    actions.save_draft(revision_thing(revision), {"name": {"en": "Gold"}}, by=owner)
    actions.submit(revision, by=owner)
    db.session.flush()
    page = desk.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": seen}, expect=409).text
    assert "changed after you opened it" in page and "Nothing was published" in page
    assert product.name["en"] == "Robusta green coffee"


def revision_thing(revision):
    from marketplace.moderation.registry import subject_of

    return subject_of(revision)


@pytest.mark.parametrize("seen", [{}, {"seen_version": "new"}, {"seen_version": "0"}])
def test_an_approval_that_names_nothing_seen_is_refused(desk, product, revision, seen):
    desk.post(f"{QUEUE}/{revision.id}/approve", data=seen, expect=409)
    assert product.name["en"] == "Robusta green coffee"


def test_a_claimed_item_says_who_has_it_and_until_when(desk, product, revision):
    colleague = make.make_staff(name="Trần Văn Bảo")
    actions.claim(revision, by=colleague)
    assert "Trần Văn Bảo has taken this item" in desk.get(f"{QUEUE}/{revision.id}", expect=200).text
    page = desk.post(
        f"{QUEUE}/{revision.id}/approve", data={"seen_version": revision.version}, expect=409
    ).text
    assert "Trần Văn Bảo has taken this item until" in page
    assert product.name["en"] == "Robusta green coffee"


def test_a_second_answer_comes_too_late(desk, revision):
    seen = revision.version
    desk.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": seen}, expect=302)
    page = desk.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": seen}, expect=409).text
    assert "no longer waits" in page


def test_an_officer_does_not_answer_their_own_organization(client, product, revision):
    colleague = make.make_member(product.booth.organization)
    colleague.staff_role = "officer"
    client.sign_in(colleague)
    assert "your own organization" in client.get(f"{QUEUE}/{revision.id}", expect=200).text
    client.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": revision.version}, expect=403)
    assert product.name["en"] == "Robusta green coffee"


def test_a_correction_in_place_is_what_gets_published(desk, product, revision):
    typed = {"seen_version": revision.version, "corrected-name-en": "Robusta coffee, hand sorted"}
    desk.post(f"{QUEUE}/{revision.id}/approve-corrected", data=typed, expect=302)
    assert dict(product.name) == {"en": "Robusta coffee, hand sorted"}
    assert product.price == 97000, "what was not corrected is published as proposed"
    assert product.description["en"] == "Screen 18, raised beds."


def test_a_correction_that_corrects_nothing_or_spoils_it_is_sent_back(desk, product, revision):
    unchanged = {"seen_version": revision.version, "corrected-name-en": "Robusta, hand sorted"}
    assert (
        "Nothing was corrected"
        in desk.post(f"{QUEUE}/{revision.id}/approve-corrected", data=unchanged, expect=422).text
    )
    emptied = {"seen_version": revision.version, "corrected-name-en": ""}
    desk.post(f"{QUEUE}/{revision.id}/approve-corrected", data=emptied, expect=422)
    assert product.name["en"] == "Robusta green coffee"


def test_changes_are_asked_for_on_named_fields(desk, revision):
    typed = {
        "seen_version": revision.version,
        "verb": "request_changes",
        "lines-0-field": "price",
        "lines-0-code": "price_doubtful",
        "lines-0-note": "ten times the usual",
        "note": "Please look again.",
    }
    desk.post(f"{QUEUE}/{revision.id}/answer", data=typed, expect=302)
    assert revision.state == ReviewState.CHANGES_REQUESTED and revision.note == "Please look again."
    assert revision.reasons == [{"code": "price_doubtful", "field": "price", "note": "ten times the usual"}]


@pytest.mark.parametrize(
    "typed",
    [
        {"verb": "refuse", "note": "No."},
        {"verb": "refuse", "lines-0-note": "words without a reason", "lines-1-code": "other"},
        {"verb": "refuse", "lines-0-code": "because"},
    ],
)
def test_an_answer_without_a_coded_reason_keeps_what_was_typed(desk, revision, typed):
    page = desk.post(
        f"{QUEUE}/{revision.id}/answer", data=typed | {"seen_version": revision.version}, expect=422
    ).text
    assert "error-summary" in page and (typed.get("note") or typed.get("lines-0-note", "")) in page
    assert revision.state == ReviewState.SUBMITTED


def test_a_verb_that_is_no_answer_is_not_found(desk, revision):
    typed = {"verb": "approve", "lines-0-code": "other", "seen_version": revision.version}
    desk.post(f"{QUEUE}/{revision.id}/answer", data=typed, expect=404)
    assert revision.state == ReviewState.SUBMITTED


def test_an_answered_item_is_still_read_but_has_no_buttons(desk, revision):
    desk.post(f"{QUEUE}/{revision.id}/approve", data={"seen_version": revision.version})
    page = desk.get(f"{QUEUE}/{revision.id}", expect=200).text
    assert "Your answer" not in page and "Approved" in page


# --- suspension ---------------------------------------------------------------------------------------


def test_an_officer_hides_a_listing_and_shows_it_again(desk, product):
    address = f"{QUEUE}/things/product/{product.id}"
    assert "Approved content" in desk.get(address, expect=200).text
    desk.post(f"{address}/suspend", data={"reason": "", "note": "x"}, expect=422)
    assert product.is_public
    desk.post(f"{address}/suspend", data={"reason": "prohibited_goods", "note": "Which ones?"}, expect=302)
    assert not product.is_public
    assert "Lift the suspension" in desk.get(address).text
    desk.post(f"{address}/suspend", data={"reason": "other"}, expect=409)
    desk.post(f"{address}/reinstate", expect=302)
    assert product.is_public


@pytest.mark.parametrize("path", ["product/999", "organization/1", "person/1"])
def test_only_what_can_be_public_can_be_suspended(desk, product, path):
    desk.get(f"{QUEUE}/things/{path}", expect=404)
    desk.post(f"{QUEUE}/things/{path}/suspend", data={"reason": "other"}, expect=404)


# --- the member's page --------------------------------------------------------------------------------


def test_a_member_sees_the_state_the_clock_and_their_own_changes(client, owner, revision):
    page = client.sign_in(owner).get(f"/en/desk/revisions/{revision.id}", expect=200).text
    assert "Waiting for approval" in page and "Take back to edit" in page and "<ins>" in page


@pytest.mark.parametrize("lang", ["vi", "en", "lo"])
def test_a_member_reads_the_reasons_with_the_way_to_the_field(client, owner, revision, lang):
    officer = make.make_staff(name="Nguyễn Thị Hạnh")
    reasons = [{"code": "price_doubtful", "field": "price", "note": "ten times the usual"}]
    actions.request_changes(revision, by=officer, seen_version=revision.version, reasons=reasons)
    page = client.sign_in(owner).get(f"/{lang}/desk/revisions/{revision.id}", expect=200).text
    assert "ten times the usual" in page and "#field-price" in page
    assert "Nguyễn Thị Hạnh" not in page, "the Department answers, not one of its people"


@pytest.mark.parametrize("path", ["", "/submit", "/take-back", "/discard", "/appeal"])
def test_strangers_and_neighbours_do_not_find_it(client, revision, path):
    make.make_booth()
    neighbour = make.owner_of(
        db.session.scalars(select(Revision).order_by(Revision.id.desc())).first().organization
    )
    client.sign_in(neighbour)
    address = f"/en/desk/revisions/{revision.id}{path}"
    (client.post if path else client.get)(address, data={"note": "x"} if path else None, expect=404)
    assert revision.state == ReviewState.SUBMITTED


def test_a_member_takes_back_sends_again_and_discards(client, product, owner, revision):
    client.sign_in(owner)
    address = f"/en/desk/revisions/{revision.id}"
    client.post(f"{address}/take-back", expect=302)
    client.post(f"{address}/submit", expect=302)
    assert revision.state == ReviewState.SUBMITTED
    client.post(f"{address}/discard", expect=409)
    client.post(f"{address}/take-back", expect=302)
    client.post(f"{address}/discard", expect=302)
    assert revision.state == ReviewState.DISCARDED and product.is_public


def test_an_incomplete_draft_is_not_sent_and_says_what_is_missing(client, product, owner):
    revision = actions.save_draft(product, {"category": ""}, by=owner)
    page = client.sign_in(owner).post(f"/en/desk/revisions/{revision_id(revision)}/submit", expect=422).text
    assert "Choose a category." in page and "#field-category" in page
    assert revision.state == ReviewState.DRAFT


def revision_id(revision) -> int:
    db.session.flush()
    return revision.id


def test_a_refusal_is_appealed_once_with_words(client, owner, revision):
    officer = make.make_staff()
    reasons = [{"code": "other", "field": "", "note": ""}]
    actions.refuse(revision, by=officer, seen_version=revision.version, reasons=reasons)
    client.sign_in(owner)
    address = f"/en/desk/revisions/{revision.id}"
    client.post(f"{address}/appeal", data={"note": " "}, expect=422)
    client.post(f"{address}/appeal", data={"note": "It is a speciality."}, expect=302)
    assert revision.state == ReviewState.SUBMITTED
    actions.refuse(revision, by=make.make_staff(), seen_version=revision.version, reasons=reasons)
    assert "You can ask once" not in client.get(address).text
    client.post(f"{address}/appeal", data={"note": "Again."}, expect=409)


# --- the front page -----------------------------------------------------------------------------------


def test_the_front_page_says_what_waits_and_what_was_decided(desk, revision):
    actions.claim(revision, by=desk.officer)
    page = desk.get("/en/backoffice", expect=200).text
    assert "Taken by you" in page and "Waiting longest" in page and "Latest decisions" in page


def test_letters_that_need_a_person_are_shown(desk, product):
    from marketplace.kernel.mail import Letter, LetterState

    db.session.add(
        Letter(state=LetterState.FAILED.value, to_address="x@example.com", lang="en", subject="x", body="x")
    )
    db.session.flush()
    assert "One letter could not be sent" in desk.get("/en/backoffice").text


def test_an_old_item_is_marked(desk, product, owner):
    with clock.frozen(clock.now() - timedelta(days=4)):
        make.make_waiting(product, by=owner, price="97000")
    assert "waits too long" in desk.get(QUEUE).text


def test_what_changed_at_once_is_told_with_its_values(client, desk, product, owner):
    actions.change_instantly(product, {"price": "99000", "is_available": False}, by=owner)
    told = ("Price: 98,000 → 99,000", "Available now: Yes → No")
    page = desk.get(f"{QUEUE}/things/product/{product.id}", expect=200).text
    assert all(words in page for words in told)


def test_another_reason_says_which(desk, revision):
    sent = {"verb": "refuse", "lines-0-code": "other", "seen_version": revision.version}
    page = desk.post(f"{QUEUE}/{revision.id}/answer", data=sent, expect=422).text
    assert "needs a few words" in page and revision.state == ReviewState.SUBMITTED
    desk.post(f"{QUEUE}/{revision.id}/answer", data=sent | {"lines-0-note": "No goods."}, expect=302)
