"""Every address, as everybody: who is let in, who is sent to the door, for whom there is nothing.

``addresses.txt`` beside this file is the list of what the house answers, one line for each address and
method, about real things of one organization. A new address must be written there before it opens.
"""

from __future__ import annotations

import pytest

from tests.house.town import LINES, PEOPLE

pytestmark = pytest.mark.database

#: Things that only the organization's own people (and staff at their own addresses) may know of.
PRIVATE = {
    *("draft", "waiting", "withdrawn", "draft_offer", "waiting_offer", "withdrawn_offer"),
    *("newcomer", "sent", "resting", "newcomer_booth", "sent_booth", "resting_booth", "paper", "certificate"),
    *("proposal", "draft_revision", "refused_revision", "thread", "attachment", "saved"),
}
#: Answers that tell a stranger nothing.
CLOSED = {"404", "enter", "join"}


def addresses_of(app) -> set[tuple[str, str]]:
    """(method, endpoint) of everything the house answers, but for the files under ``static/``."""
    return {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_address_is_on_the_list(house):
    listed = {(line.method, line.endpoint) for line in LINES}
    assert addresses_of(house.app) - listed == set(), (
        "write what they answer, and to whom, into addresses.txt"
    )
    assert listed - addresses_of(house.app) == set(), "these are gone: take them off addresses.txt"


@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_gets_what_the_list_says(town, line):
    got = {who: town.answer(line, who) for who in PEOPLE}
    assert got == dict(zip(PEOPLE, line.answers, strict=True))


@pytest.mark.parametrize("line", [line for line in LINES if PRIVATE & line.things], ids=str)
def test_strangers_learn_nothing_of_private_things(line):
    for who in ("nobody", "buyer", "stranger"):
        answer = line.answers[PEOPLE.index(who)]
        assert answer in CLOSED | (
            {"401", "403"} if line.method == "POST" and who != "stranger" else set()
        ), who


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    "path", ("/en/nothing", "/nothing", "/xx/", "/en/desk/nothing", "/en/backoffice/nothing")
)
def test_what_is_not_there_is_there_for_nobody(house, town, who, path):
    with house.app.app_context():
        client = house.app.test_client()
        if town.cookies[who]:
            client.set_cookie("session", town.cookies[who])
        client.get(path, expect=404)
