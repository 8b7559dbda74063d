"""A member's front page: what waits, the way into the market, the menu."""

from __future__ import annotations

from datetime import timedelta

from marketplace.booths.states import MemberRole
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.messages import actions as messages
from marketplace.moderation import actions as moderation
from tests import make

HOME = "/en/desk"


def home_of(client, person) -> str:
    return client.sign_in(person).get(HOME, expect=200).text


def ask(booth, *, by=None, text: str = "How much to Pakse?"):
    return messages.send_inquiry(booth, text, by=by or make.make_person("Anna Keller", lang="en"))


# --- who may ------------------------------------------------------------------------------------------


def test_strangers_sign_in_and_people_without_an_organization_register(client, app):
    assert "/account/sign-in" in client.get(HOME, expect=302).headers["Location"]
    client.sign_in(make.make_person())
    assert "/register" in client.get(HOME, expect=302).headers["Location"]


def test_one_sees_only_what_is_ones_own(client, booth, owner):
    make.make_offer(booth, is_public=False, name={"en": "Secret lot"})
    moderation.submit(
        make.make_offer(booth, is_public=False, name={"en": "Sent lot"}).open_revision, by=owner
    )
    ask(booth)
    page = home_of(client, make.owner_of(make.make_booth().organization))
    assert "Sent lot" not in page and "Anna Keller" not in page


# --- the way into the market --------------------------------------------------------------------------


def test_the_first_step_is_the_identity(client, app):
    organization = make.make_organization(is_verified=False)
    page = home_of(client, make.owner_of(organization))
    assert "Say who you are and add your papers" in page
    assert f"/en/register/{organization.id}" in page


def test_while_the_identity_is_checked_the_booth_can_be_written(client, app):
    organization = make.make_organization(is_verified=False)
    owner = make.owner_of(organization)
    moderation.submit(organization.open_revision, by=owner)
    page = home_of(client, owner)
    assert "The Department is checking who you are" in page and "With the Department" in page


def test_the_second_step_is_the_booth_and_the_third_a_product(client, app):
    organization = make.make_organization()
    owner = make.owner_of(organization)
    assert "Write your booth" in home_of(client, owner)
    booth = make.make_booth(organization)
    assert "Show your first product" in home_of(client, owner)
    make.make_product(booth)
    page = home_of(client, owner)
    assert "Your way into the market" not in page and "Nothing waits for you" in page


def test_a_clerk_is_told_who_takes_the_steps(client, app):
    organization = make.make_organization(is_verified=False)
    clerk = make.make_member(organization, MemberRole.CLERK)
    page = home_of(client, clerk)
    assert "An owner or manager of your organization does this." in page
    assert f"/en/register/{organization.id}" not in page


def test_a_buyer_from_abroad_is_led_to_search_and_ask(client, app):
    organization = make.make_organization("TH")
    page = home_of(client, make.owner_of(organization))
    for way in ("Search the region", "My inquiries", "Post a buy offer", "/en/desk/offers/new?side=buy"):
        assert way in page, way
    assert "/en/desk/products" not in page


# --- what waits ---------------------------------------------------------------------------------------


def test_what_was_sent_back_leads_to_its_form(client, booth, owner):
    offer = make.make_offer(booth, is_public=False, name={"en": "Doubtful lot"})
    revision = offer.open_revision
    moderation.submit(revision, by=owner)
    db.session.flush()
    moderation.request_changes(
        revision, by=make.make_staff(), seen_version=revision.version, reasons=[{"code": "other"}]
    )
    page = home_of(client, owner)
    assert "Please correct" in page and "Doubtful lot" in page and f"/en/desk/offers/{offer.id}" in page


def test_what_waits_for_approval_says_since_when(client, booth, owner):
    with clock.frozen(clock.now() - timedelta(days=3)):
        revision = make.make_waiting(make.make_product(booth), by=owner, name={"en": "New name"})
    page = home_of(client, owner)
    assert f"/en/desk/revisions/{revision.id}" in page and "3 days ago" in page


def test_unanswered_inquiries_stand_there_until_somebody_answers(client, booth, owner):
    message = ask(booth)
    page = home_of(client, owner)
    assert "Waiting for your answer" in page and "Anna Keller" in page
    messages.reply(message.thread, "20 tonnes", by=owner)
    assert "Waiting for your answer" not in home_of(client, owner)


def test_offers_that_end_soon_are_renewed_from_here(client, booth, owner):
    with clock.frozen(clock.now() - timedelta(days=25)):
        ending = make.make_offer(booth, name={"en": "Ending lot"})
    make.make_offer(booth, name={"en": "Long lot"})
    page = home_of(client, owner)
    assert "Offers that end soon" in page and "Ending lot" in page and "Long lot" not in page
    assert f"/en/desk/offers/{ending.id}/renew" in page


def test_the_numbers_count_what_the_public_sees(client, booth, owner):
    make.make_product(booth)
    make.make_product(booth, is_public=False)
    make.make_offer(booth)
    page = home_of(client, owner)
    assert "published product<" in page and "published offer<" in page and "draft not sent yet" in page


# --- the menu -----------------------------------------------------------------------------------------


def test_the_menu_marks_where_one_is_and_counts_what_is_unread(client, booth, owner):
    ask(booth)
    client.sign_in(owner)
    page = client.get("/en/desk/offers/", expect=200).text
    menu = page.partition('class="side-menu"')[2].partition("</nav>")[0]
    assert '<a href="/en/desk/offers/" aria-current="page">Offers</a>' in menu
    assert menu.count("aria-current") == 1 and '<span class="badge">1</span>' in menu


def test_a_clerk_has_no_booth_to_edit_in_the_menu(client, booth):
    page = home_of(client, make.make_member(booth.organization, MemberRole.CLERK))
    menu = page.partition('class="side-menu"')[2].partition("</nav>")[0]
    assert "My booth" not in menu and "Products" in menu


def test_somebody_of_two_organizations_changes_between_them(client, booth, owner):
    other = make.make_organization("LA", owner=owner)
    client.sign_in(owner)
    assert "I work for" in client.get(HOME, expect=200).text
    client.post("/en/desk/booth/switch", data={"organization_id": other.id}, expect=302)
    assert "ສະຫະກອນກາເຟປາກຊ່ອງ" in client.get(HOME, expect=200).text.partition("<h1>")[2][:80]


# --- how much it asks ---------------------------------------------------------------------------------


def test_it_asks_little_however_much_waits(client, booth, owner, count_queries):
    for number in range(8):
        ask(booth, by=make.make_person(f"Buyer {number}"))
        make.make_waiting(make.make_product(booth, is_public=False), by=owner)
        with clock.frozen(clock.now() - timedelta(days=25)):
            make.make_offer(booth)
    client.sign_in(owner)
    client.get(HOME, expect=200)
    with count_queries() as queries:
        client.get(HOME, expect=200)
    assert len(queries) <= 12, queries.statements
