"""A furnished house: one organization with things in every state, everybody who may come along, and the
list ``addresses.txt`` of what the house answers them."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from flask import url_for
from sqlalchemy import select

from marketplace.accounts.models import SignIn
from marketplace.booths import actions as booths
from marketplace.booths.models import Invitation, Membership
from marketplace.booths.rules import required_documents
from marketplace.catalog.queries import CERTIFICATE
from marketplace.kernel.db import db
from marketplace.kernel.files import accept_document
from marketplace.kernel.images import accept_photo
from marketplace.kernel.jobs import queue
from marketplace.kernel.mail import Letter
from marketplace.kernel.translated import Translated
from marketplace.messages import actions as messages
from marketplace.moderation import actions as moderation
from marketplace.notifications.models import Notice
from marketplace.pages import actions as pages
from marketplace.search import actions as searches
from marketplace.search.alerts import stop_token
from marketplace.search.models import UnansweredQuery
from tests import make
from tests.catalog.pictures import photo

LIST = Path(__file__).with_name("addresses.txt")
#: Who comes along, in the order of the columns of the list.
PEOPLE = ("nobody", "buyer", "stranger", "clerk", "owner", "editor", "officer", "administrator")

#: Answers that only somebody gets who is let in.
_INSIDE = {"200", "302", "409", "410", "422"}


# --- the list -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the list: an address about something, what is sent to it, and what each person gets.

    Answers are status codes, or ``enter`` (asked to sign in) and ``join`` (asked to register first).
    """

    method: str
    endpoint: str
    about: dict[str, str]
    sent: dict[str, str]
    answers: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Line:
        """``METHOD endpoint name=value … +field=value … | answers``; ``@`` begins the name of a thing."""
        asked, _bar, answers = text.partition("|")
        method, endpoint, *words = asked.split()
        about = dict(word.split("=", 1) for word in words if not word.startswith("+"))
        sent = dict(word[1:].split("=", 1) for word in words if word.startswith("+"))
        return cls(method, endpoint, about, sent, tuple(answers.split()))

    @property
    def insider(self) -> str:
        """Somebody who is let in, with a booth of their own where that is possible; else nobody."""
        let_in = {who for who, answer in zip(PEOPLE, self.answers, strict=True) if answer in _INSIDE}
        return next(
            (who for who in ("owner", "officer", "administrator", "editor", "buyer") if who in let_in),
            "nobody",
        )

    @property
    def things(self) -> set[str]:
        """Names of the things the address is about."""
        return {value[1:] for value in self.about.values() if value.startswith("@")}

    def __str__(self) -> str:
        words = [f"{name}={value}" for name, value in (self.about | self.sent).items()]
        return " ".join([self.method, self.endpoint, *words])


LINES = [
    Line.read(text) for text in LIST.read_text().splitlines() if text.strip() and not text.startswith("#")
]


# --- the people and the things ------------------------------------------------------------------------


def furnish(media: Path, private: Path) -> SimpleNamespace:
    """One organization with things in every state, and everybody who may come along."""
    there = SimpleNamespace(people=_invite_people(), private=private)
    _open_houses(there)
    _list_things(there, media)
    _talk(there)
    _appoint(there)
    db.session.commit()
    return there


def _invite_people() -> dict:
    organization = make.make_organization()
    return {
        "nobody": None,
        "buyer": make.make_person("Buyer"),
        "stranger": make.owner_of(make.make_booth().organization),
        "clerk": make.make_member(organization),
        "owner": make.owner_of(organization),
        "editor": make.make_staff("editor"),
        "officer": make.make_staff("officer"),
        "administrator": make.make_staff("administrator"),
    }


def _open_houses(there) -> None:
    """The organization with a public booth; and three more of the same people that are on their way."""
    owner = there.people["owner"]
    there.organization = owner.memberships[0].organization
    there.booth = make.make_booth(there.organization)
    booths.save(there.booth, {"tagline": {"en": "Better"}}, by=owner)
    there.newcomer, there.sent, there.resting = (
        make.make_organization(owner=owner, is_verified=is_verified) for is_verified in (False, False, True)
    )
    for organization in (there.newcomer, there.sent, there.resting):
        db.session.add(Membership(organization=organization, person=there.people["clerk"], role="clerk"))
        booths.save(organization.booth, make.BOOTH, by=owner)
    there.newcomer_booth, there.sent_booth, there.resting_booth = (
        organization.booth for organization in (there.newcomer, there.sent, there.resting)
    )
    there.paper = accept_document(io.BytesIO(b"%PDF-1.4"), "paper.pdf", there.private, by=owner)
    booths.add_paper(
        there.newcomer, required_documents(there.newcomer.open_revision.content)[0], there.paper, by=owner
    )
    moderation.submit(there.sent.open_revision, by=owner)
    moderation.submit(there.sent_booth.open_revision, by=owner)
    make.approve(there.resting_booth, by=owner)
    booths.take_down(there.resting_booth, by=owner)


def _list_things(there, media: Path) -> None:
    """Listings live, in draft, waiting, taken down; what staff hold in their hands."""
    owner, officer = there.people["owner"], there.people["officer"]
    picture = accept_photo(photo(), "sacks.jpg", media, owner_id=there.booth.id)
    there.photo = picture.as_photo()
    there.certificate = accept_document(
        io.BytesIO(b"%PDF-1.4"),
        "vietgap.pdf",
        there.private,
        owner_kind=CERTIFICATE,
        owner_id=there.booth.id,
        by=owner,
    )
    there.product = make.make_product(there.booth, photos=[there.photo])
    there.draft = make.make_product(there.booth, is_public=False)
    there.waiting = make.make_product(there.booth, is_public=False)
    there.proposal = make.make_waiting(there.waiting, by=owner)
    there.withdrawn = make.make_product(there.booth)
    moderation.withdraw(there.withdrawn, by=owner)
    there.offer = make.make_offer(there.booth, side="sell")
    there.draft_offer = make.make_offer(there.booth, is_public=False)
    there.waiting_offer = make.make_offer(there.booth, is_public=False)
    make.make_waiting(there.waiting_offer, by=owner)
    there.withdrawn_offer = make.make_offer(there.booth)
    moderation.withdraw(there.withdrawn_offer, by=owner)
    there.suspended = make.make_product(there.booth)
    moderation.suspend(there.suspended, by=officer, reason="other")
    there.draft_revision = there.draft.open_revision
    there.refused_revision = make.make_waiting(make.make_product(there.booth, is_public=False), by=owner)
    moderation.refuse(
        there.refused_revision,
        by=officer,
        seen_version=there.refused_revision.version,
        reasons=[{"code": "other", "field": "", "note": ""}],
    )
    there.claimed = make.make_waiting(make.make_product(there.booth, is_public=False), by=owner)
    moderation.claim(there.claimed, by=officer)


def _talk(there) -> None:
    """A conversation of somebody else with the booth, with an attachment, and what rang for the owner."""
    asker = make.make_person("Asker")
    there.attachment = accept_document(io.BytesIO(b"%PDF-1.4"), "wanted.pdf", there.private, by=asker)
    there.thread = messages.send_inquiry(
        there.product, "How much?", by=asker, files=[there.attachment]
    ).thread
    owner = there.people["owner"]
    there.notice = db.session.scalars(select(Notice).where(Notice.person_id == owner.id)).first()


def _appoint(there) -> None:
    """What the organization's owner and the staff have begun."""
    owner, editor = there.people["owner"], there.people["editor"]
    booths.invite(there.organization, there.people["buyer"].email, "clerk", by=owner)
    there.invitation = db.session.scalars(select(Invitation)).one()
    letter = db.session.scalars(select(Letter).where(Letter.body.contains("/invitations/"))).one()
    there.token = re.search(r"/invitations/([\w-]+)", letter.body)[1]
    there.saved = searches.save_search([("q", "coffee")], "en", "Coffee", "daily", by=owner)
    db.session.flush()  # the link in its letters names its key
    there.stop = stop_token(there.saved)
    there.unanswered = UnansweredQuery(lang="lo", text="ໝາກໄມ້ທີ່ບໍ່ມີຊື່")
    db.session.add(there.unanswered)
    there.membership = next(
        one for one in there.organization.memberships if one.person is there.people["clerk"]
    )
    there.person = make.make_person("Somebody")
    there.warning = messages.save_scam_notice(
        None, title=Translated(en="Beware"), text=Translated(en="Of fraud"), countries=[], by=editor
    )
    there.page = pages.write_page(
        "privacy",
        title=Translated(vi="Chính sách"),
        body=Translated(vi="Văn bản"),
        effective_from=there.organization.verified_at.date(),
        by=editor,
    )


class Town:
    """The furnished house: its things by name, a session for everybody, and its first state to go back to."""

    STATE = "town"

    def __init__(self, house):
        self.house = house
        var = Path(house.app.config["VAR_DIR"])
        with house.app.app_context():
            house.database.restore()
            there = furnish(var / "media", var / "private")
            self.cookies = {name: self._cookie_of(person) for name, person in there.people.items()}
            there.sign_in = db.session.scalars(
                select(SignIn).where(SignIn.person_id == there.people["owner"].id)
            ).first()
            self.values = self._name_values(there)
            self._leave()
            house.database.keep(self.STATE)

    def _cookie_of(self, person) -> str:
        if person is None:
            return ""
        return self.house.app.test_client().sign_in(person).get_cookie("session").value

    @staticmethod
    def _name_values(there) -> dict[str, str]:
        """What an address or a form says for each thing: its key; a few things have more to say."""
        things = {name: thing for name, thing in vars(there).items() if hasattr(thing, "id")}
        return {name: str(thing.id) for name, thing in things.items()} | {
            "booth_slug": there.booth.slug,
            "newcomer_booth_slug": there.newcomer_booth.slug,
            "token": there.token,
            "stop": there.stop,
            "folder": there.photo["key"][:2],
            "file": f"{there.photo['key']}-320.jpg",
            "seen": str(there.proposal.version),
            "seen_claimed": str(there.claimed.version),
        }

    def answer(self, line: Line, who: str) -> str:
        """What somebody gets at an address, in the words of the list. Afterwards all is as it was."""
        with self.house.app.app_context():
            answer = self.send(line, who, self._say(line.sent))
        led_to = answer.headers.get("Location", "")
        if "/account/sign-in?next=" in led_to:
            return "enter"
        return "join" if led_to.endswith("/en/register/") else str(answer.status_code)

    def send(self, line: Line, who: str, sent: dict | None = None, **options):
        """Whatever somebody sends to an address of the list. Afterwards all is as it was."""
        answer = self.visitor(who).open(
            self.path(line), method=line.method, data=sent if line.method == "POST" else None, **options
        )
        if line.method == "POST" and answer.status_code < 400:
            self.go_back()
        return answer

    def visitor(self, who: str):
        """Somebody's browser."""
        client = self.house.app.test_client()
        if self.cookies[who]:
            client.set_cookie("session", self.cookies[who])
        return client

    def path(self, line: Line) -> str:
        """The address that a line is about, in English where it has a language."""
        about = self._say(line.about)
        if self.house.app.url_map.is_endpoint_expecting(line.endpoint, "lang"):
            about["lang"] = "en"
        with self.house.app.test_request_context():
            return url_for(line.endpoint, **about)

    def go_back(self) -> None:
        """Put everything back as it was in the beginning."""
        self._leave()
        self.house.database.restore(self.STATE)

    def _say(self, values: dict[str, str]) -> dict[str, str]:
        return {
            name: self.values[value[1:]] if value.startswith("@") else value for name, value in values.items()
        }

    def _leave(self) -> None:
        """Nobody may be connected when the database is copied or put back."""
        db.session.remove()
        db.engine.dispose()
        queue.close()  # on PostgreSQL the queue is in the same database
