"""Asking, answering and reading, as people's browsers do it."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, func, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.files import StoredFile
from marketplace.kernel.mail import Letter
from marketplace.messages import desk
from marketplace.messages.models import Message, Thread
from marketplace.messages.queries import count_unread_threads, count_waiting
from marketplace.moderation import actions as moderation
from marketplace.notifications.models import Notice
from marketplace.notifications.queries import count_unread, list_notices
from tests.make import (
    make_booth,
    make_member,
    make_offer,
    make_organization,
    make_person,
    make_product,
    make_staff,
    owner_of,
)

PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def story(app):
    """A Vietnamese booth with an owner and a Lao clerk, a buyer's firm with two people, a private buyer."""
    product = make_product()
    organization = product.booth.organization
    firm = make_organization("TH", owner=make_person("Somchai", lang="en"))
    told = SimpleNamespace(
        product=product,
        booth=product.booth,
        offer=make_offer(product.booth),
        owner=owner_of(organization),
        clerk=make_member(organization, name="Noy", lang="lo"),
        firm=firm,
        buyer=owner_of(firm),
        colleague=make_member(firm, name="Malee", lang="en"),
        private_buyer=make_person("Anna", lang="en"),
        stranger=make_person("Stranger"),
    )
    for row in (Letter, Notice):  # what the reviews brought has been read
        db.session.execute(delete(row))
    db.session.commit()
    return told


@pytest.fixture
def as_(app):
    """``as_(person)``: a browser in which they are signed in."""
    return lambda person: app.test_client().sign_in(person)


def inquire(browser, thing, *, expect=302, **typed):
    form = {"text": "How much for 18 tonnes?", "unit": "TNE"} | typed
    return browser.post(f"/en/messages/new/{thing.__tablename__}/{thing.id}", data=form, expect=expect)


def the_thread() -> Thread:
    return db.session.scalars(select(Thread)).one()


def attached(name: str, data: bytes = PDF) -> dict:
    return {"files": [(io.BytesIO(data), name)]}


# --- asking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["product", "offer", "booth"])
def test_a_buyer_asks_about_a_product_an_offer_or_a_booth(story, as_, kind):
    thing = getattr(story, kind)
    browser = as_(story.private_buyer)
    assert thing.name.in_("en").text in browser.get(f"/en/messages/new/{kind}/{thing.id}", expect=200).text
    answer = inquire(
        browser, thing, quantity="18", delivery_place="Pakse", delivery_on="2030-05-01", files=[]
    )
    message = db.session.scalars(select(Message)).one()
    assert answer.location == f"/en/messages/{message.thread_id}"
    assert (message.subject_kind, message.subject_id) == (kind, thing.id)
    assert (message.quantity, message.unit, message.delivery_place) == (18, "TNE", "Pakse")
    page = browser.get(answer.location, expect=200).text
    for shown in ("How much for 18 tonnes?", "18 tonnes", "Pakse", "1 May 2030"):
        assert shown in page


def test_nobody_asks_without_signing_in(story, client):
    answer = client.get(f"/en/messages/new/product/{story.product.id}", expect=302)
    assert "/account/sign-in" in answer.location and "next=" in answer.location
    inquire(client, story.product, expect=401)


def test_an_unverified_address_is_told_why_not(story, as_):
    unverified = make_person("New", is_verified=False)
    browser = as_(unverified)
    page = browser.get(f"/en/messages/new/product/{story.product.id}", expect=200).text
    assert "verify your e-mail" in page and "<textarea" not in page
    inquire(browser, story.product, expect=422)
    assert not db.session.scalar(select(func.count()).select_from(Thread))


def test_nobody_asks_their_own_booth(story, as_):
    page = as_(story.clerk).get(f"/en/messages/new/booth/{story.booth.id}", expect=200).text
    assert "your own booth" in page
    inquire(as_(story.owner), story.product, expect=422)


def test_what_is_not_public_cannot_be_asked_about(story, as_):
    draft = make_product(story.booth, is_public=False)
    db.session.commit()
    browser = as_(story.buyer)
    inquire(browser, draft, expect=404)
    browser.get("/en/messages/new/offer/999999", expect=404)
    moderation.suspend(story.booth, by=make_staff(), reason="other")
    for thing in (story.product, story.offer, story.booth):
        inquire(browser, thing, expect=404)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": "   "}, "Please write a message."),
        ({"text": "x" * 5_001}, "at most 5000 characters"),
        ({"quantity": "many"}, "“many” is not a number."),
        ({"delivery_on": "soon"}, "“soon” is not a date."),
    ],
)
def test_what_was_typed_wrong_is_kept_and_said(story, as_, typed, sentence):
    page = inquire(as_(story.buyer), story.product, delivery_place="Pakse", expect=422, **typed).text
    assert sentence in page
    assert 'value="Pakse"' in page
    assert not db.session.scalar(select(func.count()).select_from(Message))


def test_a_second_inquiry_joins_the_conversation(story, as_):
    inquire(as_(story.private_buyer), story.product)
    inquire(as_(story.private_buyer), story.offer)
    assert len(the_thread().messages) == 2


def test_colleagues_of_one_firm_share_a_conversation(story, as_):
    inquire(as_(story.buyer), story.product)
    inquire(as_(story.colleague), story.offer)
    thread = the_thread()
    assert thread.buyer_organization_id == story.firm.id
    assert {message.author_id for message in thread.messages} == {story.buyer.id, story.colleague.id}
    inquire(as_(story.buyer), story.product, organization="")
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 2, "asking for oneself is another"


def test_too_many_inquiries_are_slowed_down(story, as_, monkeypatch):
    monkeypatch.setattr(desk, "INQUIRIES_PER_HOUR", 2)
    browser = as_(story.private_buyer)
    inquire(browser, story.product)
    inquire(browser, story.product)
    answer = inquire(browser, story.product, expect=429)
    assert int(answer.headers["Retry-After"]) > 0
    inquire(as_(story.buyer), story.product)


# --- who may read -------------------------------------------------------------------------------------


def test_both_sides_colleagues_read_along_and_strangers_find_nothing(story, as_, client):
    inquire(as_(story.buyer), story.product, **attached("order.pdf"))
    thread = the_thread()
    file_id = thread.messages[0].file_ids[0]
    pages = (f"/en/messages/{thread.id}", f"/en/messages/{thread.id}/files/{file_id}")
    for person in (story.buyer, story.colleague, story.owner, story.clerk):
        for page in pages:
            as_(person).get(page, expect=200)
    for person in (story.stranger, story.private_buyer, make_staff(), make_staff("administrator")):
        for page in pages:
            as_(person).get(page, expect=404)
        as_(person).post(pages[0], data={"text": "Hello"}, expect=404)
        as_(person).post(f"{pages[0]}/read", expect=404)
        assert "No messages yet" in as_(person).get("/en/messages/", expect=200).text
    client.get(pages[0], expect=302)
    client.post(pages[0], data={"text": "Hello"}, expect=401)


def test_who_has_left_the_firm_reads_no_further(story, as_):
    inquire(as_(story.colleague), story.product)
    thread = the_thread()
    membership = story.colleague.memberships[0]
    db.session.delete(membership)
    db.session.commit()
    as_(story.colleague).get(f"/en/messages/{thread.id}", expect=404)


# --- answering ----------------------------------------------------------------------------------------


def test_an_answer_is_noted_once_and_the_conversation_goes_on(story, as_):
    inquire(as_(story.private_buyer), story.product)
    thread = the_thread()
    assert count_waiting(story.booth.organization_id) == 1
    with clock.frozen(clock.now() + timedelta(hours=2)) as answered:
        as_(story.clerk).post(f"/en/messages/{thread.id}", data={"text": "3.60 USD/kg"}, expect=302)
    assert thread.answered_at == answered == thread.last_message_at
    as_(story.private_buyer).post(f"/en/messages/{thread.id}", data={"text": "Agreed"}, expect=302)
    as_(story.owner).post(f"/en/messages/{thread.id}", data={"text": "Thank you"}, expect=302)
    assert thread.answered_at == answered
    assert count_waiting(story.booth.organization_id) == 0
    page = as_(story.private_buyer).get(f"/en/messages/{thread.id}").text
    assert page.index("3.60 USD/kg") < page.index("Agreed") < page.index("Thank you")


def test_an_empty_answer_is_refused(story, as_):
    inquire(as_(story.private_buyer), story.product)
    page = as_(story.clerk).post(f"/en/messages/{the_thread().id}", data={"text": " \n "}, expect=422).text
    assert "Please write a message." in page


def test_what_is_written_cannot_do_anything_on_the_page(story, as_):
    inquire(as_(story.private_buyer), story.product, text="<script>alert(1)</script>\nsecond line")
    page = as_(story.owner).get(f"/en/messages/{the_thread().id}").text
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;\nsecond line" in page


# --- attachments --------------------------------------------------------------------------------------


def test_an_attachment_comes_back_as_a_download_that_can_do_nothing(story, as_):
    inquire(as_(story.buyer), story.product, **attached("../../đơn hàng.pdf"))
    thread = the_thread()
    file_id = thread.messages[0].file_ids[0]
    answer = as_(story.owner).get(f"/en/messages/{thread.id}/files/{file_id}", expect=200)
    assert answer.data == PDF
    headers = answer.headers
    assert (
        headers["Content-Disposition"].startswith("attachment") and ".." not in headers["Content-Disposition"]
    )
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    stored = db.session.get(StoredFile, file_id)
    assert (stored.filename, stored.owner_kind, stored.owner_id) == (
        "đơn hàng.pdf",
        "message",
        thread.messages[0].id,
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("price.exe", b"MZ\x90\x00"),
        ("price.pdf", b"<html>not a pdf</html>"),
        ("price.xlsx", b"PK\x03\x04 no archive"),
        ("price.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("price.pdf", PDF + b"x" * 10 * 1024 * 1024),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_the_text_kept(story, as_, name, data):
    page = inquire(as_(story.buyer), story.product, expect=422, **attached(name, data)).text
    assert f"“{name}”" in page and "How much for 18 tonnes?" in page
    assert not db.session.scalar(select(func.count()).select_from(Message))
    assert not db.session.scalar(
        select(func.count()).select_from(StoredFile).where(StoredFile.owner_kind == "message")
    )


def test_six_files_are_one_too_many(story, as_):
    files = {"files": [(io.BytesIO(PDF), f"{number}.pdf") for number in range(6)]}
    assert "At most 5 files" in inquire(as_(story.buyer), story.product, expect=422, **files).text


def test_a_file_of_another_conversation_is_not_found_through_ones_own(story, as_):
    inquire(as_(story.buyer), story.product, **attached("secret.pdf"))
    secret = the_thread().messages[0].file_ids[0]
    inquire(as_(story.private_buyer), story.product)
    own = db.session.scalars(select(Thread.id).order_by(Thread.id.desc())).first()
    as_(story.private_buyer).get(f"/en/messages/{own}/files/{secret}", expect=404)
    paper = db.session.scalars(select(StoredFile.id).where(StoredFile.owner_kind != "message")).first()
    as_(story.private_buyer).get(f"/en/messages/{own}/files/{paper}", expect=404)


# --- being told ---------------------------------------------------------------------------------------


def test_everybody_of_the_other_side_gets_a_letter_in_their_own_language(story, as_, outbox):
    inquire(as_(story.buyer), story.product)
    [to_owner] = outbox(story.owner.email)
    [to_clerk] = outbox(story.clerk.email)
    assert "Cà phê nhân Robusta" in to_owner["Subject"] and to_owner["Content-Language"] == "vi"
    assert to_clerk["Content-Language"] == "lo" and to_clerk["Subject"] != to_owner["Subject"]
    thread = the_thread()
    assert f"/vi/messages/{thread.id}" in to_owner.get_content()
    assert f"/lo/messages/{thread.id}" in to_clerk.get_content()
    assert "How much for 18 tonnes?" in to_owner.get_content()
    assert not outbox(story.buyer.email) and not outbox(story.colleague.email)

    as_(story.clerk).post(f"/lo/messages/{thread.id}", data={"text": "3.60"}, expect=302)
    for person in (story.buyer, story.colleague):
        [letter] = outbox(person.email)
        assert "Cau Dat Coffee" in letter["Subject"] and letter["Content-Language"] == "en"
    assert len(outbox(story.owner.email)) == 1, "one's own colleagues are not told of an answer"


def test_the_bell_rings_and_leads_to_the_conversation(story, as_):
    inquire(as_(story.buyer), story.product)
    assert count_unread(story.owner) == count_unread(story.clerk) == 1
    notice = list_notices(story.clerk).items[0]
    assert notice.url == f"/lo/messages/{the_thread().id}"
    assert count_unread(story.buyer) == 0


def test_somebody_deactivated_gets_no_letter(story, as_, outbox):
    inquire(as_(story.private_buyer), story.product)
    story.private_buyer.deactivated_at = clock.now()
    as_(story.owner).post(f"/en/messages/{the_thread().id}", data={"text": "Yes"}, expect=302)
    assert not outbox(story.private_buyer.email)


# --- the inbox ----------------------------------------------------------------------------------------


def test_unread_is_each_persons_own_and_goes_when_read(story, as_):
    inquire(as_(story.private_buyer), story.product)
    thread = the_thread()
    assert [count_unread_threads(one) for one in (story.owner, story.clerk, story.private_buyer)] == [1, 1, 0]
    browser = as_(story.owner)
    assert "inbox-line unread" in browser.get("/en/messages/").text
    assert "Mark as read" in browser.get(f"/en/messages/{thread.id}").text
    assert count_unread_threads(story.owner) == 1, "looking writes nothing"
    browser.post(f"/en/messages/{thread.id}/read", expect=302)
    assert [count_unread_threads(one) for one in (story.owner, story.clerk)] == [0, 1]
    assert "Mark as read" not in browser.get(f"/en/messages/{thread.id}").text
    as_(story.clerk).post(f"/en/messages/{thread.id}", data={"text": "3.60"}, expect=302)
    assert [count_unread_threads(one) for one in (story.owner, story.clerk, story.private_buyer)] == [1, 0, 1]


def test_only_unread_ones_on_request(story, as_):
    inquire(as_(story.private_buyer), story.product, text="First")
    inquire(as_(story.buyer), story.product, text="Second")
    first = db.session.scalars(select(Thread).order_by(Thread.id)).first()
    browser = as_(story.owner)
    browser.post(f"/en/messages/{first.id}/read", expect=302)
    text = browser.get("/en/messages/?show=unread", expect=200).text
    assert "Second" in text and "First" not in text
    text = browser.get("/en/messages/", expect=200).text
    assert text.index("Second") < text.index("First"), "newest first"


def test_the_number_of_queries_does_not_grow_with_the_conversations(story, as_, count_queries):
    def count(browser, address):
        with count_queries() as queries:
            browser.get(address, expect=200)
        return len(queries)

    inquire(as_(story.private_buyer), story.product)
    browser = as_(story.owner)
    few_lines, few_messages = (
        count(browser, "/en/messages/"),
        count(browser, f"/en/messages/{the_thread().id}"),
    )
    thread_id = the_thread().id
    for number in range(12):
        buyer = make_person(f"Buyer {number}")
        db.session.commit()
        inquire(as_(buyer), story.product)
        as_(story.clerk).post(f"/en/messages/{thread_id}", data={"text": "More"}, expect=302)
    assert count(browser, "/en/messages/") == few_lines <= 12
    assert count(browser, f"/en/messages/{thread_id}") == few_messages <= 12


def test_a_long_inbox_has_pages(story, as_, monkeypatch):
    monkeypatch.setattr("marketplace.messages.queries.PER_PAGE", 1)
    inquire(as_(story.private_buyer), story.product, text="First")
    inquire(as_(story.buyer), story.product, text="Second")
    browser = as_(story.owner)
    first, second = (browser.get(f"/en/messages/?page={page}", expect=200).text for page in (1, 2))
    assert "Second" in first and "First" not in first
    assert "First" in second


# --- warnings -----------------------------------------------------------------------------------------

WARNING = {"title-en": "False carriers", "text-en": "Nobody of us asks for a deposit.", "countries": ["VN"]}


def test_editors_write_warnings_that_are_shown_beside_inquiries(story, as_):
    editor = as_(make_staff("editor"))
    editor.post("/en/backoffice/scam-notices/new", data=WARNING, expect=302)
    assert "False carriers" in editor.get("/en/backoffice/scam-notices/", expect=200).text
    browser = as_(story.buyer)
    assert "False carriers" in browser.get(f"/en/messages/new/product/{story.product.id}").text
    inquire(browser, story.product)
    address = f"/en/messages/{the_thread().id}"
    assert "False carriers" in browser.get(address).text
    assert "False carriers" not in as_(story.owner).get(address).text, "the other side is not in Vietnam"

    lao = make_booth(make_organization("LA"))
    db.session.commit()
    assert "False carriers" not in browser.get(f"/en/messages/new/booth/{lao.id}").text


def test_a_warning_is_changed_and_taken_away(story, as_):
    editor = as_(make_staff("editor"))
    editor.post("/en/backoffice/scam-notices/new", data=WARNING, expect=302)
    editor.post("/en/backoffice/scam-notices/1", data=WARNING | {"title-en": "False banks"}, expect=302)
    page = f"/en/messages/new/product/{story.product.id}"
    assert "False banks" in as_(story.buyer).get(page).text
    editor.post("/en/backoffice/scam-notices/1/end", expect=302)
    assert "False banks" not in as_(story.buyer).get(page).text
    assert "No longer shown" in editor.get("/en/backoffice/scam-notices/").text
    editor.post("/en/backoffice/scam-notices/new", data={"title-en": "Only a title"}, expect=422)
    editor.get("/en/backoffice/scam-notices/99", expect=404)


def test_only_editors_write_warnings(story, as_, client):
    officer = as_(make_staff("officer"))
    officer.post("/en/backoffice/scam-notices/new", data=WARNING, expect=403)
    as_(story.owner).get("/en/backoffice/scam-notices/", expect=404)
    as_(story.owner).post("/en/backoffice/scam-notices/new", data=WARNING, expect=404)
    client.post("/en/backoffice/scam-notices/new", data=WARNING, expect=401)
