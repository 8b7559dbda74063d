"""Nobody publishes without review: every write address, as everybody, with what its form would send.

What strangers can read is compared before and after each request. Nothing may appear and no reviewed word may
change but by an officer's approval or reinstatement; a member may show again what was approved, take down
what is theirs, and change what is instant.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import routes
from marketplace.accounts.models import Person
from marketplace.booths.models import Booth, Organization
from marketplace.catalog.models import Product
from marketplace.kernel.db import db
from marketplace.kernel.machine import Role
from marketplace.moderation import actions
from marketplace.moderation.models import Revision
from marketplace.offers.models import Offer
from tests import make

CODE = Path(__file__).parents[2] / "marketplace"
KINDS = {model.__tablename__: model for model in (Booth, Product, Offer)}
SNEAKED = "Sneaked in"

#: The addresses by which something may become readable for strangers, and for whom.
PUBLISH = {"moderation_backoffice.approve", "moderation_backoffice.approve_corrected"}
REINSTATE = {"moderation_backoffice.reinstate"}
SHOW_AGAIN = {"booths_desk.show_again", "catalog_desk.move", "offers_desk.move"}


def write_rules() -> list:
    """Every address that takes a POST."""
    blank = Flask("addresses")
    routes.register(blank)
    return sorted(
        (rule for rule in blank.url_map.iter_rules() if "POST" in rule.methods),
        key=lambda rule: rule.endpoint,
    )


RULES = write_rules()


# --- the scene ----------------------------------------------------------------------------------------


@pytest.fixture
def scene(app) -> dict[str, Person | None]:
    """Who may come along, and a booth with listings in every state, a suspended one, an unchecked one."""
    organization = make.make_organization()
    owner, officer = make.owner_of(organization), make.make_staff(name="Reviewer")
    booth = make.make_booth(organization)
    live = make.make_product(booth)
    make.make_waiting(live, by=owner, name={"en": SNEAKED})
    make.make_product(booth, is_public=False)
    make.make_waiting(make.make_product(booth, is_public=False), by=owner)
    down, suspended = make.make_product(booth), make.make_product(booth)
    for one in (down, suspended):
        make.make_waiting(one, by=owner, name={"en": SNEAKED})
    actions.withdraw(down, by=owner)
    actions.suspend(suspended, by=officer, reason="other")
    refused = make.make_waiting(make.make_product(booth, is_public=False), by=owner)
    actions.refuse(
        refused,
        by=officer,
        seen_version=refused.version,
        reasons=[{"code": "other", "field": "", "note": ""}],
    )
    make.make_offer(booth)
    down, closed = make.make_offer(booth), make.make_offer(booth)
    for offer in (down, closed):
        make.make_waiting(offer, by=owner, name={"en": SNEAKED})
    actions.withdraw(down, by=owner)
    actions.close(closed, by=owner)
    make.make_waiting(make.make_offer(booth, is_public=False), by=owner)

    hidden = make.make_product().booth
    make.make_waiting(make.make_product(hidden, is_public=False), by=make.owner_of(hidden.organization))
    actions.suspend(hidden, by=officer, reason="other")
    unchecked = make.make_organization(is_verified=False)
    actions.submit(unchecked.open_revision, by=make.owner_of(unchecked))
    make.make_waiting(make.make_product(unchecked.booth, is_public=False), by=make.owner_of(unchecked))
    people = {
        "nobody": None,
        "buyer": make.make_person("Buyer"),
        "editor": make.make_staff("editor"),
        "owner": owner,
        "owner of another booth": make.owner_of(make.make_booth().organization),
        "owner of a suspended booth": make.owner_of(hidden.organization),
        "owner of an unchecked organization": make.owner_of(unchecked),
        "officer": make.make_staff("officer"),
        "administrator": make.make_staff("administrator"),
    }
    db.session.commit()
    return people


# --- what strangers can read --------------------------------------------------------------------------


def readable() -> dict[str, dict]:
    """Everything of the ``public()`` selects and every verified identity, as JSON by name."""
    db.session.rollback()
    things = [thing for model in KINDS.values() for thing in db.session.scalars(model.public())]
    things += db.session.scalars(select(Organization).where(Organization.verified_at.is_not(None)))
    return {f"{thing.__tablename__} {thing.id}": thing.content_of() for thing in things}


def everything() -> dict[str, dict]:
    """The live content of every row, public or not."""
    return {
        f"{thing.__tablename__} {thing.id}": thing.content_of()
        for model in KINDS.values()
        for thing in db.session.scalars(select(model))
    }


def held_back() -> set[str]:
    """Everything that its people have taken down or ended, or that staff have suspended."""
    return {
        f"{thing.__tablename__} {thing.id}"
        for model in KINDS.values()
        for thing in db.session.scalars(select(model))
        if thing.is_withdrawn or thing.is_closed or thing.is_suspended
    }


@dataclass
class Difference:
    """How what strangers can read changed with one request."""

    appeared: dict[str, dict] = field(default_factory=dict)
    vanished: set[str] = field(default_factory=set)
    #: (thing, field, JSON value) of everything that now reads otherwise.
    rewritten: list[tuple[str, str, object]] = field(default_factory=list)

    @classmethod
    def between(cls, before: dict, after: dict) -> Difference:
        rewritten = [
            (name, key, after[name][key])
            for name in before.keys() & after.keys()
            for key in after[name]
            if after[name][key] != before[name].get(key)
        ]
        appeared = {name: after[name] for name in after.keys() - before.keys()}
        return cls(appeared, before.keys() - after.keys(), rewritten)

    def __bool__(self) -> bool:
        return bool(self.appeared or self.vanished or self.rewritten)

    @property
    def names(self) -> set[str]:
        """Everything it is about."""
        return {*self.appeared, *self.vanished, *(name for name, _key, _value in self.rewritten)}

    def is_instant(self) -> bool:
        """Is everything that reads otherwise of the kind that goes live at once?"""
        return all(_is_instant(*changed) for changed in self.rewritten)


def _thing(name: str):
    kind, _space, key = name.partition(" ")
    return db.session.get(KINDS.get(kind, Organization), int(key))


def _is_instant(name: str, key: str, value) -> bool:
    thing = _thing(name)
    declared = next(one for one in thing.CONTENT if one.name == key)
    return not isinstance(thing, Organization) and thing.is_instant(declared, value)


def complaint(
    person: Person | None,
    endpoint: str,
    difference: Difference,
    rows_before: dict,
    held_before: set = frozenset(),
) -> str:
    """Why this difference must not be; empty when it may."""
    if person and person.is_officer:
        return _complaint_about_staff(endpoint, difference, held_before)
    if not all(Role.MEMBER in _thing(name).roles_of(person) for name in difference.names):
        return "it is not theirs"
    if difference.appeared and endpoint not in SHOW_AGAIN:
        return "it appeared without review"
    if any(rows_before.get(name) != content for name, content in difference.appeared.items()):
        return "it came back with other words"
    return "" if difference.is_instant() else "reviewed words changed without review"


def _complaint_about_staff(endpoint: str, difference: Difference, held_before: set) -> str:
    if endpoint in PUBLISH and difference.appeared.keys() & held_before:
        return "an approval brought back what was hidden"
    only_hides = not (difference.appeared or difference.rewritten)
    if endpoint in PUBLISH | REINSTATE or (endpoint == "moderation_backoffice.suspend" and only_hides):
        return ""
    return "staff changed it without a decision"


# --- what forms send ----------------------------------------------------------------------------------


class Fields(HTMLParser):
    """The entries of a page's forms with the values they start with, and the buttons that send something."""

    def __init__(self, page: str):
        super().__init__()
        self.values: dict[str, str] = {}
        self.buttons: list[dict[str, str]] = [{}]
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        name = about.get("name") or ""
        if tag == "input" and name and about.get("type") not in ("checkbox", "radio", "file"):
            self.values.setdefault(name, about.get("value") or "")
        elif tag == "input" and name and "checked" in about:
            self.values[name] = about.get("value") or "y"
        elif tag == "button" and name:
            self.buttons.append({name: about.get("value") or ""})
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in about or self._select not in self.values):
            self.values[self._select] = about.get("value") or ""
        elif tag == "textarea" and name:
            self._textarea = name
            self.values[name] = ""

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data):
        if self._textarea:
            self.values[self._textarea] += data


#: What no form of ours sends, but anybody may try.
FORGED = {
    "state": "public",
    "published_at": "2026-01-01T00:00:00",
    "verified_at": "2026-01-01T00:00:00",
    "suspended_at": "",
    "staff_role": "administrator",
    "organization_id": "1",
    "booth_id": "1",
}
#: What forms without a page of their own send.
ANSWERS = {
    "note": "Because.",
    "reason": "other",
    "verb": "request_changes",
    "lines-0-code": "other",
    "lines-0-field": "",
    "corrected-name-en": SNEAKED,
    "confirmed": "yes",
    "outcome": "no_agreement",
    "role": "owner",
    "email": "somebody@example.com",
}


def what_is_sent(client, rule, path: str) -> list[dict]:
    """The posts worth trying at an address: one for each button of its page."""
    fields = Fields("")
    if "GET" in rule.methods:
        answer = client.get(path)
        if answer.status_code == 200:
            fields = Fields(answer.get_data(as_text=True))
    sneaky = {name: SNEAKED for name in fields.values if name.endswith(("-en", "-vi"))}
    return [FORGED | ANSWERS | fields.values | sneaky | button for button in fields.buttons]


def addresses(app, rule) -> list[str]:
    """The address for every thing of the scene it could be about."""
    values = [_candidates(rule, argument) for argument in sorted(rule.arguments)]
    with app.test_request_context():
        return [
            app.url_for(rule.endpoint, **dict(zip(sorted(rule.arguments), chosen, strict=True)))
            for chosen in product(*values)
        ]


def _candidates(rule, argument: str) -> list:
    converter = rule._converters.get(argument)
    if argument == "lang":
        return ["en"]
    if argument == "kind" and not hasattr(converter, "items"):
        return [*KINDS, "organization"]
    if hasattr(converter, "items"):
        return sorted(converter.items)
    if argument.endswith("id"):
        return list(_keys_of(rule.endpoint))
    return ["rules", "not-a-token"]


def _keys_of(endpoint: str):
    """The keys of what an endpoint is about; the first two where it is about nothing that is published."""
    room = endpoint.partition(".")[0]
    known = {
        "booths_desk": Booth,
        "catalog_desk": Product,
        "offers_desk": Offer,
        "moderation_desk": Revision,
        "registration": Organization,
    }
    if endpoint.startswith("moderation_backoffice") and endpoint.rpartition(".")[2] not in (
        "suspend",
        "reinstate",
    ):
        known[room] = Revision
    elif room == "moderation_backoffice":
        known[room] = Product
    if room in known:
        return db.session.scalars(select(known[room].id).order_by(known[room].id)).all()
    return [1, 2]


def seen_versions(path: str) -> dict:
    """The version a page about a revision would have shown."""
    key = re.search(r"/review/(\d+)/", path)
    revision = db.session.get(Revision, int(key[1])) if key else None
    return {"seen_version": revision.version} if revision else {}


# --- the proof ----------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.endpoint)
def test_nothing_is_published_by_another_way(app, scene, rule):
    wrong, tries = [], 0
    before, rows_before, held_before = readable(), everything(), held_back()
    for role, person in scene.items():
        client = app.test_client()
        if person:
            client.sign_in(person)
        for path in addresses(app, rule):
            for sent in what_is_sent(client, rule, path):
                tries += 1
                answer = client.post(path, data=sent | seen_versions(path))
                if 400 <= answer.status_code < 500:
                    continue  # rolled back; if it was not, the look at the end of this person's tries sees it
                after = readable()
                difference = Difference.between(before, after)
                told = (person, rule.endpoint, difference, rows_before, held_before)
                why = complaint(*told) if difference else ""
                if why or answer.status_code >= 500:
                    wrong.append((role, path, answer.status_code, why, difference))
                before, rows_before, held_before = after, everything(), held_back()
        assert readable() == before, role
    assert not wrong, wrong[:3]
    assert tries >= len(scene)


def test_the_proof_sees_an_approval(app, scene):
    """The harness is not blind: the one way to the public shows up as one."""
    revision = db.session.scalars(
        select(Revision).where(Revision.state == "submitted", Revision.subject_kind == "product")
    ).first()
    client, before = app.test_client().sign_in(scene["officer"]), readable()
    client.post(
        f"/en/backoffice/review/{revision.id}/approve", data={"seen_version": revision.version}, expect=302
    )
    difference = Difference.between(before, readable())
    assert difference.rewritten and not difference.is_instant()
    for role in ("nobody", "editor", "officer", "owner", "owner of another booth"):
        assert complaint(scene[role], "catalog_desk.edit", difference, {}), role


def test_only_the_verbs_of_review_open_the_door():
    """``publishing()`` is entered by the desk, one by one and in bulk; ``publish`` serves approvals,
    ``publish_many`` the import."""
    desk, bulk = CODE / "moderation" / "actions.py", CODE / "moderation" / "bulk.py"
    names = {path: names_used(ast.parse(path.read_text(encoding="utf-8"))) for path in CODE.rglob("*.py")}
    assert {path for path, used in names.items() if "publishing" in used} == {desk, bulk}
    assert [path for path, used in names.items() if "publish" in used] == [desk]
    assert [path for path, used in names.items() if "publish_many" in used] == [
        CODE / "catalog" / "importing.py"
    ]
    callers = {
        function.name
        for function in ast.walk(ast.parse(desk.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and "publish" in names_used(function)
    }
    assert callers == {"approve"}


def names_used(tree: ast.AST) -> set[str]:
    """Names a piece of code uses, attributes and imports included; words in docstrings are no names."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {node.name for node in ast.walk(tree) if isinstance(node, ast.alias)}
