"""Power cuts: app and worker are killed while letters and index updates flow."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from scripts.services import ROOT, wait_until_healthy

SECONDS_OF_TRADE = 12
KILLS = 6
ENOUGH_MESSAGES = 40


class Browser:
    """One signed-in person's browser: knows whether a form was surely taken."""

    def __init__(self, house, cookie: str):
        self.house, self.cookie, self.token = house, cookie, ""

    def _send(self, path: str, form: dict | None = None):
        data = urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.house.url + path, data, {"Cookie": f"session={self.cookie}"})  # noqa: S310
        return _NO_REDIRECTS.open(request, timeout=10)

    def post(self, path: str, **form: str) -> bool:
        """Send a form; False where nobody can know, because the line broke."""
        try:
            if not self.token:
                self._take_token(self._send("/en/account/settings"))
            self._send(path, form | {"csrf_token": self.token})
        except urllib.error.HTTPError as answer:
            assert answer.code in (302, 303, 409), f"{path} answered {answer.code}"
            return answer.code != 409
        except OSError:
            time.sleep(0.05)
        return False

    def _take_token(self, page) -> None:
        """What proves that a form is ours; the cookie it belongs to comes with it."""
        self.cookie = SimpleCookie(page.headers["Set-Cookie"])["session"].value
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())[1]


class _KeepRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


_NO_REDIRECTS = urllib.request.build_opener(_KeepRedirects)


class Trade:
    """People who write to each other and take goods down and up, until they are told to stop."""

    def __init__(self, house, story: dict):
        self.house, self.story = house, story
        self.is_over = threading.Event()
        self.taken: list[str] = []
        self.failures: list[BaseException] = []
        seller = Browser(house, story["pairs"][0]["people"][1])
        self.threads = [threading.Thread(target=self._watched, args=(self._keep_goods, seller))]
        for number, pair in enumerate(story["pairs"]):
            browsers = [Browser(house, cookie) for cookie in pair["people"]]
            self.threads.append(
                threading.Thread(
                    target=self._watched, args=(self._converse, number, pair["thread"], browsers)
                )
            )

    def _watched(self, deed, *arguments) -> None:
        try:
            deed(*arguments)
        except BaseException as problem:
            self.failures.append(problem)

    def _converse(self, number: int, thread: int, browsers: list[Browser]) -> None:
        count = 0
        while not self.is_over.is_set() and count < 180:
            count += 1
            text = f"words {number}-{count}"
            if browsers[count % 2].post(f"/en/messages/{thread}", text=text):
                self.taken.append(text)
            time.sleep(0.1)

    def _keep_goods(self, browser: Browser) -> None:
        chance = random.Random(7)
        while not self.is_over.is_set():
            product = chance.choice(self.story["products"])
            verb = chance.choice(("withdraw", "show_again"))
            browser.post(f"/en/desk/products/{product}/{verb}")
            time.sleep(0.1)

    def __enter__(self) -> Trade:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exception) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(30)


def ask(house, question: str, *values) -> list[tuple]:
    """Look into the database of the house, or put something right in it."""
    with closing(sqlite3.connect(house.folder / "chotalat.sqlite", timeout=20)) as connection, connection:
        return connection.execute(question, values).fetchall()


def wait_until(question, patience_s: float = 30) -> None:
    deadline = time.monotonic() + patience_s
    while not question():
        assert time.monotonic() < deadline, "the house did not come to rest"
        time.sleep(0.2)


def cut_the_power(house, chance: random.Random) -> None:
    """Kill app or worker at a random moment and start it again, several times."""
    for _number in range(KILLS):
        time.sleep(chance.uniform(0.3, SECONDS_OF_TRADE / KILLS * 1.4))
        service = chance.choice((house.app, house.worker, house.worker))
        service.kill()
        service.start()
    wait_until_healthy(house.url, house.app)


@pytest.mark.slow
def test_killing_app_and_worker_loses_no_row_sends_no_letter_twice_and_leaves_no_stale_index(
    new_house, smtp_sink
):
    house = new_house(SMTP_URL=smtp_sink.url)
    told = subprocess.run(
        [sys.executable, "-c", "from tests.house.kill_story import tell; tell()"],
        cwd=ROOT,
        env=house.environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    story = json.loads(told.stdout.splitlines()[-1])

    with Trade(house, story) as trade:
        cut_the_power(house, random.Random(20_260_302))
        wait_until(lambda: len(trade.taken) >= ENOUGH_MESSAGES)
    assert not trade.failures, trade.failures

    # What a dead worker held is taken up after some minutes: let them have passed.
    house.worker.kill()
    ask(house, "update letter set claimed_at = datetime('now', '-1 hour') where claimed_at is not null")
    ask(house, "update letter set due_at = datetime('now', '-1 hour') where state = 'queued'")
    house.worker.start()
    browser = Browser(house, story["pairs"][0]["people"][1])
    assert browser.post(f"/en/messages/{story['pairs'][0]['thread']}", text="the last words")
    for verb in ("show_again", "withdraw"):
        browser.post(f"/en/desk/products/{story['products'][0]}/{verb}")
    wait_until(
        lambda: not ask(house, "select 1 from letter where state not in ('sent', 'uncertain') limit 1")
    )
    wait_until(
        lambda: not ask(house, "select 1 from look_again union select 1 from look_again_group limit 1")
    )

    written = Counter(text for (text,) in ask(house, "select text from message where subject_kind = ''"))
    assert not set(trade.taken) - written.keys(), "a message that was taken is lost"
    assert set(written.values()) == {1}
    letters = dict(ask(house, "select id, state from letter"))
    assert len(letters) == written.total(), "one letter for each answer"
    delivered = Counter(int(re.search(r"<letter-(\d+)@", one["Message-ID"])[1]) for one in smtp_sink.messages)
    delivered = Counter({id: count for id, count in delivered.items() if id in letters})
    assert [id for id, count in delivered.items() if count > 1] == [], "a letter was delivered twice"
    assert {id for id, state in letters.items() if state == "sent"} <= delivered.keys(), "a letter is lost"
    uncertain = [id for id, state in letters.items() if state == "uncertain"]
    assert len(uncertain) <= KILLS
    assert "holds what the database shows" in house.flask("reindex", "--verify")
