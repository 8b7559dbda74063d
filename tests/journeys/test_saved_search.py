"""A buyer narrows a search, saves it, reads the letter about what is new, and ends the letters."""

from __future__ import annotations

import re
import subprocess
import sys

from playwright.sync_api import expect

from scripts.services import ROOT
from tests.journeys.guest import Guest, catalogue
from tests.peers.live_house import LiveHouse

#: As if the searches had been saved long ago and the morning had come. What the worker has not looked at
#: yet is told the next day, so it is given the time.
MORNING = """
import time
from datetime import timedelta
from sqlalchemy import update
from marketplace import create_app
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.search.backlog import measure_backlog
from marketplace.search.jobs import tell_of_new
from marketplace.search.models import SavedSearch

with create_app().app_context():
    for _look in range(300):
        waiting = measure_backlog().rows
        db.session.rollback()
        if not waiting:
            break
        time.sleep(0.1)
    long_ago = clock.now() - timedelta(days=3650)
    db.session.execute(update(SavedSearch).values(told_until=long_ago, next_at=clock.now()))
    db.session.commit()
tell_of_new()
"""


def let_a_morning_come(house: LiveHouse) -> None:
    """Do in a process of its own what the worker does each morning."""
    done = subprocess.run(
        [sys.executable, "-c", MORNING], cwd=ROOT, env=house.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_a_saved_search_writes_and_is_silenced(guest, live_server):
    buyer = guest("lo", width=360).signs_in("song-ray-cooperative@example.com")
    buyer.go("/search?q=coffee&kind=product")
    buyer.main.locator("details.filters > summary").click()
    buyer.main.locator('details.facet a[href*="province=LA-CH"]').click()
    buyer.page.wait_for_url("**province=LA-CH**")
    buyer.follow("Save this search")
    buyer.types(name="ກາເຟ ຈຳປາສັກ")
    buyer.press("Save")
    buyer.reads("Saved. What is new comes by letter, as often as you have chosen.")

    let_a_morning_come(live_server)
    letter = news_for(buyer)
    path = re.search(r"^<\S+?(/\w\w/search/letters/\S+)>$", letter["List-Unsubscribe"])[1]

    stranger = guest("vi", javascript=False)
    stranger.go(path)
    stranger.page.locator("main button").click()
    said = catalogue(path.split("/")[1]).gettext("No more letters come about this search.")
    expect(stranger.main).to_contain_text(said)
    buyer.go("/searches/")
    buyer.reads("Letters: %(how_often)s", how_often=buyer.word("Never"))


def news_for(buyer: Guest):
    """The letter about what is new, once the worker has sent it."""
    letter = buyer.house.wait_for_letter(buyer.email)
    assert "ກາເຟ ຈຳປາສັກ" in letter["Subject"]
    assert "/products/" in letter.get_content()
    return letter
