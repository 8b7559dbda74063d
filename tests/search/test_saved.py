"""Searches that people save, and the letters about what is new."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.kernel.mail import Letter
from marketplace.search import actions
from marketplace.search.jobs import catch_up, tell_of_new
from marketplace.search.models import LookAgain, SavedSearch
from tests.make import make_booth, make_offer, make_person, make_product

LIST = "/en/searches/"
#: A Monday, and a Wednesday, at noon of the region.
MONDAY, WEDNESDAY = (datetime(2026, 3, day, 12, tzinfo=clock.REGION) for day in (2, 4))


@pytest.fixture
def buyer(app):
    return make_person("Noy", lang="lo")


@pytest.fixture
def desk(app, buyer):
    return app.test_client().sign_in(buyer)


def save(person, frequency="daily", lang="en", **arguments) -> SavedSearch:
    saved = actions.save_search(
        list(({"q": "coffee"} | arguments).items()), lang, "Coffee", frequency, by=person
    )
    db.session.commit()
    return saved


def count_letters(person) -> int:
    return db.session.scalar(select(func.count(Letter.id)).where(Letter.to_address == person.email))


def the_only(model):
    return db.session.scalars(select(model)).one()


# --- keeping ------------------------------------------------------------------------------------------


def test_a_search_is_saved_with_its_filters_and_opened_again(desk, client, work):
    make_product()
    work(catch_up)
    text = client.get("/en/search?q=coffee&country=VN&price_max=5&page=2&sort=newest").text
    address = re.search(r'href="([^"]*/searches/new[^"]*)"', text)[1].replace("&amp;", "&")
    assert "page" not in address
    text = desk.get(address, expect=200).text
    assert 'value="coffee · Vietnam · Price up to 5 USD"' in text
    desk.post(address, data={"name": "My coffee", "frequency": "weekly"}, expect=302)
    saved = the_only(SavedSearch)
    assert dict(saved.arguments) == {"q": "coffee", "country": "VN", "price_max": "5", "sort": "newest"}
    text = desk.get("/vi/searches/", expect=200).text
    assert "My coffee" in text and "/en/search?q=coffee&amp;country=VN" in text, "its numbers are English"


def test_who_is_not_signed_in_comes_back_after_signing_in(client):
    answer = client.get("/en/searches/new?q=coffee&country=VN", expect=302)
    assert "sign-in?next=" in answer.headers["Location"] and "country%3DVN" in answer.headers["Location"]


def test_an_address_that_cannot_be_understood_is_not_saved(desk):
    answer = desk.get("/en/searches/new?q=coffee&price_min=cheap", expect=302)
    assert "/en/search?" in answer.headers["Location"]
    desk.post("/en/searches/new?q=coffee", data={"name": " ", "frequency": "daily"}, expect=422)
    desk.post("/en/searches/new?q=coffee", data={"name": "x", "frequency": "hourly"}, expect=422)
    assert not db.session.scalars(select(SavedSearch)).all()


def test_twenty_are_enough(desk, buyer):
    for turn in range(actions.MOST_SAVED):
        save(buyer, q=f"coffee {turn}")
    text = desk.post("/en/searches/new?q=tea", data={"name": "Tea", "frequency": "daily"}, expect=422).text
    assert "Delete one first" in text
    with pytest.raises(Invalid):
        save(buyer)


def test_the_same_search_saved_once_more_stays_one(buyer):
    first = save(buyer, country="VN", kind="product")
    actions.pause_search(first)
    again = save(buyer, frequency="weekly", kind="product", country="VN")
    assert again is first and not again.is_quiet and again.frequency == "weekly", "nobody wants two letters"
    assert save(buyer, country="LA") is not first


def test_a_search_is_renamed_paused_and_deleted(desk, buyer):
    saved = save(buyer)
    at = f"{LIST}{saved.id}"
    form = {f"search{saved.id}-name": "Robusta", f"search{saved.id}-frequency": "weekly"}
    desk.post(at, data=form, expect=302)
    assert (saved.name, saved.frequency, saved.next_at.astimezone(clock.REGION).weekday()) == (
        "Robusta",
        "weekly",
        0,
    )
    assert "at most 100" in desk.post(at, data=form | {f"search{saved.id}-name": "x" * 101}, expect=422).text
    desk.post(f"{at}/pause", expect=302)
    assert saved.is_quiet and "Paused" in desk.get(LIST).text
    desk.post(f"{at}/resume", expect=302)
    assert not saved.is_quiet
    assert "Delete this saved search?" in desk.post(f"{at}/delete", expect=200).text
    desk.post(f"{at}/delete", data={"confirmed": "yes"}, expect=302)
    assert not db.session.scalars(select(SavedSearch)).all()


def test_a_search_is_its_persons_alone(app, client, buyer):
    saved = save(buyer)
    stranger = app.test_client().sign_in(make_person())
    for step in ("", "/pause", "/resume", "/delete"):
        stranger.post(f"{LIST}{saved.id}{step}", data={"confirmed": "yes"}, expect=404)
        client.post(f"{LIST}{saved.id}{step}", expect=401)
    assert not saved.is_quiet and "Nothing saved yet" in stranger.get(LIST).text


# --- letters ------------------------------------------------------------------------------------------


def test_mornings_and_mondays(app, buyer):
    with clock.frozen(WEDNESDAY):
        assert actions.next_look("daily").astimezone(clock.REGION).isoformat() == "2026-03-05T07:00:00+07:00"
        assert actions.next_look("weekly").astimezone(clock.REGION).isoformat() == "2026-03-09T07:00:00+07:00"
        assert actions.next_look("never") is None
    with clock.frozen(MONDAY.replace(hour=6)):
        assert actions.next_look("weekly").astimezone(clock.REGION).isoformat() == "2026-03-02T07:00:00+07:00"


def test_what_is_new_is_told_once_in_the_persons_language(buyer, outbox, work, client):
    with clock.frozen(MONDAY):
        make_product(name={"en": "Old coffee"})
        save(buyer, kind="product")
        work(catch_up)
    with clock.frozen(MONDAY + timedelta(hours=1)):
        booth = make_booth(name={"vi": "Nhà rang"})
        for number in range(12):
            make_product(booth, name={"en": f"Coffee {number}", "lo": f"ກາເຟ {number}"})
        make_product(booth, name={"en": "Black pepper"}, category="pepper", description={})
        work(catch_up)
    with clock.frozen(WEDNESDAY):
        work(tell_of_new)
        work(tell_of_new)
    (letter,) = outbox(to=buyer.email)
    text = letter.get_content()
    assert "12" in letter["Subject"] and "Coffee" in letter["Subject"]
    assert text.count("/lo/products/") == 10 and "– ກາເຟ 11, 98.000\N{NO-BREAK SPACE}₫ / kg" in text
    assert "Old coffee" not in text and "pepper" not in text
    assert "/en/search?q=coffee" in text and "/lo/searches/" in text
    with clock.frozen(WEDNESDAY + timedelta(days=1)):
        work(tell_of_new)
    assert count_letters(buyer) == 1, "nothing new, no letter"
    assert "12" in client.sign_in(buyer).get("/lo/notices/").text


def test_a_letter_says_what_each_thing_is_and_for_how_much_of_it_its_price_is(buyer, outbox, work):
    with clock.frozen(MONDAY):
        save(buyer)
    with clock.frozen(MONDAY + timedelta(hours=1)):
        buyer.lang = "en"
        booth = make_booth(name={"en": "Coffee house"})
        make_offer(booth, side="buy", name={"en": "Coffee"}, price="3200", currency="USD", unit="TNE")
        work(catch_up)
    with clock.frozen(WEDNESDAY):
        work(tell_of_new)
    (letter,) = outbox(to=buyer.email)
    text = letter.get_content()
    assert (
        "– Buy offer: Coffee, 3,200.00\N{NO-BREAK SPACE}US$ / tonne (Coffee house)" in text
        and "– Booth: Coffee house" in text
    )


def test_what_is_still_on_its_way_to_the_index_is_told_the_next_time(buyer, work):
    with clock.frozen(MONDAY):
        save(buyer)
    with clock.frozen(WEDNESDAY.replace(hour=6)):
        make_product(name={"en": "Slow coffee"})
        db.session.commit()  # nobody has looked again yet
    with clock.frozen(WEDNESDAY):
        tell_of_new()
        assert count_letters(buyer) == 0
        assert db.session.scalars(select(LookAgain)).all()
        work(catch_up)
    with clock.frozen(WEDNESDAY + timedelta(days=1)):
        work(tell_of_new)
    assert count_letters(buyer) == 1


def test_a_search_without_all_its_words_writes_nothing_and_a_mistyped_one_does(buyer, work):
    with clock.frozen(MONDAY):
        save(buyer, q="coffee zeppelin")
        save(buyer, q="cofee")
    with clock.frozen(MONDAY + timedelta(hours=1)):
        make_product()
        work(catch_up)
    with clock.frozen(WEDNESDAY):
        work(tell_of_new)
    assert count_letters(buyer) == 1


def test_filters_and_what_is_no_longer_public_count(buyer, work):
    from marketplace.moderation import actions as moderation

    with clock.frozen(MONDAY):
        save(buyer, kind="offer", side="buy")
        save(buyer, country="LA")
    with clock.frozen(MONDAY + timedelta(hours=1)):
        make_product()
        offer = make_offer(side="buy", open_until=(WEDNESDAY + timedelta(days=9)).date().isoformat())
        work(catch_up)
        moderation.withdraw(offer, by=offer.booth.organization.memberships[0].person)
        db.session.commit()
    with clock.frozen(WEDNESDAY):
        work(tell_of_new)
    assert count_letters(buyer) == 0


@pytest.mark.parametrize("why", ["closed", "unverified", "paused", "never"])
def test_nobody_is_written_to_who_does_not_want_or_cannot(buyer, work, why):
    with clock.frozen(MONDAY):
        saved = save(buyer, frequency="never" if why == "never" else "daily")
        if why == "paused":
            actions.pause_search(saved)
        buyer.deactivated_at = clock.now() if why == "closed" else None
        buyer.email_verified_at = None if why == "unverified" else clock.now()
        db.session.commit()
    with clock.frozen(MONDAY + timedelta(hours=1)):
        make_product()
        work(catch_up)
    with clock.frozen(WEDNESDAY):
        work(tell_of_new)
    assert count_letters(buyer) == 0


@pytest.mark.parametrize("why", ["closed", "unverified", "paused"])
def test_what_was_published_while_nobody_could_be_told_is_old_afterwards(buyer, outbox, work, why):
    with clock.frozen(MONDAY):
        saved = save(buyer, kind="product")
        if why == "paused":
            actions.pause_search(saved)
        else:
            setattr(
                buyer, *{"closed": ("deactivated_at", MONDAY), "unverified": ("email_verified_at", None)}[why]
            )
    for days in range(1, 40):
        with clock.frozen(MONDAY + timedelta(days=days)):
            if days in (3, 30):
                make_product(name={"en": "Old coffee"})
                work(catch_up)
            work(tell_of_new)
    with clock.frozen(MONDAY + timedelta(days=40)):
        buyer.deactivated_at, buyer.email_verified_at = None, MONDAY
        actions.resume_search(saved)
        work(tell_of_new)
    with clock.frozen(MONDAY + timedelta(days=41)):
        make_product(name={"en": "Fresh coffee"})
        work(catch_up)
    with clock.frozen(MONDAY + timedelta(days=42)):
        work(tell_of_new)
    (letter,) = outbox(to=buyer.email)
    assert "Fresh coffee" in letter.get_content() and "Old coffee" not in letter.get_content()


def test_a_letter_that_fails_holds_up_no_other_and_comes_later_once(buyer, work, monkeypatch):
    with clock.frozen(MONDAY):
        broken, whole = save(buyer), save(make_person("Hoa"))
    with clock.frozen(MONDAY + timedelta(hours=1)):
        make_product()
        work(catch_up)

    wrong, other = broken.id, whole.person

    def fail_of(saved):
        return 1 / (saved.id - wrong) and "/"

    with clock.frozen(WEDNESDAY):
        with monkeypatch.context() as broken_house:
            broken_house.setattr("marketplace.search.notices.path_of", fail_of)
            work(tell_of_new)
        work(tell_of_new)
        assert (count_letters(buyer), count_letters(other)) == (0, 1)
    with clock.frozen(WEDNESDAY + timedelta(hours=1)):
        work(tell_of_new)
        work(tell_of_new)
    assert (count_letters(buyer), count_letters(other)) == (1, 1)


def test_of_two_workers_one_writes(buyer):
    with clock.frozen(MONDAY):
        saved = save(buyer)
    due = saved.next_at
    with clock.frozen(WEDNESDAY):
        assert actions.close_look(saved, due, clock.now())
        assert not actions.close_look(saved, due, clock.now())


def test_while_no_engine_answers_the_searches_wait(app, buyer, work, monkeypatch):
    from marketplace.search.embedded import EmbeddedEngine
    from marketplace.search.engine import SearchUnavailable

    with clock.frozen(MONDAY):
        save(buyer)
    with clock.frozen(MONDAY + timedelta(hours=1)):
        make_product()
        work(catch_up)

    def refuse(self, query):
        raise SearchUnavailable("away")

    with clock.frozen(WEDNESDAY):
        with monkeypatch.context() as broken:
            broken.setattr(EmbeddedEngine, "search", refuse)
            work(tell_of_new)
        assert count_letters(buyer) == 0
        work(tell_of_new)
    assert count_letters(buyer) == 1


# --- ending the letters -------------------------------------------------------------------------------


def test_a_mail_program_ends_the_letters_with_one_press(app, client, buyer, work, smtp_sink):
    app.config["SMTP_URL"] = smtp_sink.url
    with clock.frozen(MONDAY):
        saved = save(buyer)
    with clock.frozen(MONDAY + timedelta(hours=1)):
        make_product()
        work(catch_up)
    with clock.frozen(WEDNESDAY):
        work(tell_of_new)
    (letter,) = smtp_sink.to(buyer.email)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<(http://\S+)>", letter["List-Unsubscribe"])[1]
    assert address in letter.get_content().replace("=\n", "")
    path = address.removeprefix(app.config["SITE_URL"])
    assert "Coffee" in client.get(path, expect=200).text
    assert not saved.is_quiet, "a look changes nothing"
    app.config["WTF_CSRF_ENABLED"] = True
    client.post(path, data={"List-Unsubscribe": "One-Click"}, expect=200)
    db.session.expire_all()
    assert saved.is_quiet and saved.frequency == "never"
    client.post(path, expect=200)
    db.session.delete(saved)
    db.session.commit()
    client.get(path, expect=200)
    client.post(path[:-1] + ("A" if path[-1] != "A" else "B"), expect=400)
    client.get("/en/search/letters/1", expect=404)


def test_a_letter_that_comes_once_has_no_way_to_end_it(app, outbox):
    from marketplace.notifications.actions import tell

    tell(make_person("Hoa"), "password_changed", path="/{lang}/account/settings", bell=False)
    (letter,) = outbox()
    assert letter["List-Unsubscribe"] is None and letter["List-Unsubscribe-Post"] is None
