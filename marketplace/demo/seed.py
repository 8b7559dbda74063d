"""Putting the region up: through the same verbs as everybody, so nothing public was not reviewed.

The clock is set back while the past is told: registrations weeks ago, listings since, messages lately.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete

from marketplace.accounts.models import Person
from marketplace.accounts.passwords import hash_password
from marketplace.booths import actions as booth_actions
from marketplace.booths.models import Booth, Membership, Organization
from marketplace.booths.rules import required_documents
from marketplace.catalog import actions as product_actions
from marketplace.catalog.models import Product
from marketplace.demo.album import Album
from marketplace.demo.logins import PASSWORD
from marketplace.demo.region import load_region, things
from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.files import accept_document
from marketplace.kernel.mail import Letter
from marketplace.kernel.translated import Translated
from marketplace.messages import actions as message_actions
from marketplace.moderation import actions as review
from marketplace.moderation.states import Reason
from marketplace.offers import actions as offer_actions
from marketplace.offers.models import Offer

REGISTERED_DAYS_AGO, OPENED_DAYS_AGO, LISTED_DAYS_AGO = 60, 45, 40

#: A paper that anybody can see is none: one page that says so.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 200]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 69>>stream\nBT /F 18 Tf 40 100 Td (Demonstration - not a real paper) Tj ET\n"
    b"endstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def seed(album: Album, private: Path, say: Callable[[str], None]) -> dict[str, int]:
    """Put the region into an empty database; returns how much of what. Commits stage by stage.

    ``album`` makes the pictures, ``private`` is the folder of papers; ``say`` hears what is being done.
    """
    region = load_region()
    told = _Telling(region, album, private, say)
    for stage in (
        told.appoint_staff,
        told.draw_pictures,
        told.register_organizations,
        told.open_booths,
        told.list_products,
        told.post_offers,
        told.hold_conversations,
    ):
        stage()
        db.session.execute(delete(Letter))  # nobody in the region has a mailbox
        db.session.commit()  # a stage stands for itself
    return {
        "organizations": len(region.booths) + len(region.buyers),
        "products": len(region.products),
        "offers": len(region.offers),
        "conversations": len(region.conversations),
    }


class _Telling:
    """One telling of the region, stage by stage."""

    def __init__(self, region: things.Region, album: Album, private: Path, say: Callable[[str], None]):
        self.region, self.album, self.private, self.say = region, album, private, say
        self.began = clock.now()
        self.password_hash = hash_password(PASSWORD)
        self.people: dict[str, Person] = {}
        self.booths: dict[str, Booth] = {}
        self.organizations: dict[str, Organization] = {}
        self.products: dict[tuple[str, str], Product] = {}
        self.offers: dict[tuple[str, str], Offer] = {}
        self.waiting = self.answered = 0

    # --- stages ---------------------------------------------------------------------------------------

    def appoint_staff(self) -> None:
        """The Department's three people, and what they warn of."""
        for one in self.region.staff:
            self._person(one.person).staff_role = one.role
        db.session.flush()  # the warning names its editor
        message_actions.save_scam_notice(
            None,
            title=Translated(
                vi="Cảnh báo lừa đảo đặt cọc", en="Beware of deposit fraud", lo="ລະວັງການຫຼອກໃຫ້ມັດຈຳ"
            ),
            text=Translated(
                vi="Không chuyển tiền đặt cọc trước khi kiểm tra danh tính đối tác và hợp đồng.",
                en="Never pay a deposit before you have checked the partner's identity and the contract.",
                lo="ຢ່າໂອນເງິນມັດຈຳ ກ່ອນກວດສອບຕົວຕົນຄູ່ຄ້າ ແລະ ສັນຍາ.",
            ),
            countries=[],
            by=self._by_role("administrator"),
        )

    def draw_pictures(self) -> None:
        """Goods, marks and landscapes."""
        listings = (*self.region.products, *self.region.offers)

        def progress(done: int, of: int) -> None:
            if done == of or done % 50 == 0:
                self.say(f"pictures: {done} of {of}")

        self.album.draw_all(
            (one for listing in listings for one in listing.pictures), self.region.booths, progress
        )

    def register_organizations(self) -> None:
        """Everybody registers; identities are verified, or wait."""
        for number, facts in enumerate(
            (*(one.organization for one in self.region.booths), *self.region.buyers)
        ):
            with self._days_ago(REGISTERED_DAYS_AGO, number):
                self._register(facts)
        for booth in self.region.booths:
            for colleague in booth.colleagues:
                organization = self.organizations[booth.organization.slug]
                db.session.add(
                    Membership(
                        organization=organization, person=self._person(colleague.person), role=colleague.role
                    )
                )
        self.say(f"organizations: {len(self.organizations)}")

    def open_booths(self) -> None:
        """The booths with their stories, marks and landscapes."""
        for number, facts in enumerate(self.region.booths):
            booth = self.organizations[facts.organization.slug].booth
            booth.slug = facts.slug
            self.booths[facts.slug] = booth
            owner = self._person(facts.organization.owner)
            with self._days_ago(OPENED_DAYS_AGO, number):
                pictures = {"logo": self.album.logo_of(facts), "banner": self.album.banner_of(facts)}
                booth_actions.save(booth, facts.content() | pictures, by=owner)
                self._bring_to(booth, facts.review, owner)
        self.say(f"booths: {len(self.booths)}")

    def list_products(self) -> None:
        """The catalogues, and changes of live products that wait for approval."""
        for number, facts in enumerate(self.region.products):
            owner = self._owner_of(facts.booth)
            with self._days_ago(LISTED_DAYS_AGO, number):
                content = facts.content(clock.today()) | {
                    "photos": self.album.photos_of(facts.pictures, facts.name)
                }
                product = product_actions.create_product(self.booths[facts.booth], content, by=owner)
                self._bring_to(product, facts.review, owner)
            self.products[facts.booth, facts.sku] = product
            if number % 100 == 99:
                self.say(f"products: {number + 1} of {len(self.region.products)}")
        for edit in self.region.edits:
            product, owner = self.products[edit.booth, edit.sku], self._owner_of(edit.booth)
            product_actions.save_product(product, dict(edit.changes), by=owner)
            if product.open_revision:
                review.submit(product.open_revision, by=owner)

    def post_offers(self) -> None:
        """What the region wants and offers now."""
        for number, facts in enumerate(self.region.offers):
            owner = self._owner_of(facts.booth)
            with self._days_ago(6, number):
                content = facts.content(clock.today()) | {
                    "photos": self.album.photos_of(facts.pictures, facts.name)
                }
                offer = offer_actions.create_offer(self.booths[facts.booth], content, by=owner)
                self._bring_to(offer, facts.review, owner)
            self.offers[facts.booth, facts.good] = offer
        self.say(f"offers: {len(self.offers)}")

    def hold_conversations(self) -> None:
        """Inquiries from abroad, and what the booths answered."""
        for talk in self.region.conversations:
            organization = self.organizations[talk.buyer]
            buyer, seller = organization.memberships[0].person, self._owner_of(talk.booth)
            with self._days_ago(talk.started_days_ago):
                first, *later = talk.lines
                message = message_actions.send_inquiry(
                    self._subject_of(talk),
                    first.text,
                    by=buyer,
                    quantity=talk.quantity,
                    unit=talk.unit,
                    delivery_place=talk.delivery_place,
                    delivery_on=None
                    if talk.delivery_in_days is None
                    else clock.today() + timedelta(days=talk.delivery_in_days),
                    organization=organization,
                )
            for hours, line in enumerate(later, 1):
                with clock.frozen(message.created_at + timedelta(hours=5 * hours)):
                    message_actions.reply(
                        message.thread, line.text, by=buyer if line.side == "buyer" else seller
                    )
        self.say(f"conversations: {len(self.region.conversations)}")

    # --- steps ----------------------------------------------------------------------------------------

    def _register(self, facts: things.Organization) -> None:
        owner = self._person(facts.owner)
        db.session.flush()  # the registration names its owner
        organization = booth_actions.register_organization(
            facts.kind, facts.country, facts.names, facts.latin_name, by=owner
        )
        db.session.flush()  # the papers name their organization
        self.organizations[facts.slug] = organization
        booth_actions.save(organization, facts.content(), by=owner)
        for kind in required_documents(organization.open_revision.content):
            paper = accept_document(io.BytesIO(PAPER), f"{kind}.pdf", self.private, by=owner)
            booth_actions.add_paper(organization, kind, paper, by=owner)
        self._bring_to(organization, facts.review, owner)

    def _bring_to(self, thing, wanted: things.Review, owner: Person) -> None:
        """Send the open draft of ``thing`` and let the officer answer, as far as the region says."""
        if wanted.state == things.DRAFT:
            return
        revision = thing.open_revision
        is_waiting = wanted.state == things.SUBMITTED
        with clock.frozen(self._lately() if is_waiting else clock.now()):
            review.submit(revision, by=owner)
        if is_waiting:
            return
        db.session.flush()  # the officer answers the version that was sent
        with clock.frozen(min(clock.now() + self._while(), self.began)):
            self._answer(revision, wanted)

    def _lately(self) -> datetime:
        """A moment of the last two days: nobody waits long for this Department."""
        self.waiting += 1
        return self.began - timedelta(hours=47) + timedelta(minutes=85 * self.waiting)

    def _while(self) -> timedelta:
        """How long the officer takes for an answer: some hours, now more, now less."""
        self.answered += 1
        return timedelta(minutes=40 + 53 * (self.answered % 11))

    def _answer(self, revision, wanted: things.Review) -> None:
        officer = self._by_role("officer")
        if wanted.state == things.APPROVED:
            review.approve(revision, by=officer, seen_version=revision.version)
        elif wanted.state in (things.CHANGES_REQUESTED, things.REFUSED):
            answer = review.refuse if wanted.state == things.REFUSED else review.request_changes
            code = wanted.reason or Reason.MISSING_INFORMATION.value
            reasons = [{"code": code, "field": name, "note": ""} for name in wanted.fields or ("",)]
            answer(revision, by=officer, seen_version=revision.version, reasons=reasons, note=wanted.note)

    def _person(self, facts: things.Person) -> Person:
        """The account of somebody of the region, made when first named."""
        if facts.email not in self.people:
            person = Person(
                email=facts.email,
                name=facts.name,
                lang=facts.lang,
                password_hash=self.password_hash,
                email_verified_at=self.began - timedelta(days=REGISTERED_DAYS_AGO),
            )
            db.session.add(person)
            self.people[facts.email] = person
        return self.people[facts.email]

    def _by_role(self, role: str) -> Person:
        return next(self.people[one.person.email] for one in self.region.staff if one.role == role)

    def _owner_of(self, slug: str) -> Person:
        return self.booths[slug].organization.memberships[0].person

    def _subject_of(self, talk: things.Conversation):
        if talk.sku:
            return self.products[talk.booth, talk.sku]
        if talk.offer_good:
            return self.offers[talk.booth, talk.offer_good]
        return self.booths[talk.booth]

    def _days_ago(self, days: int, turn: int = 0):
        """Let it be then; ``turn`` parts things of one day by some minutes."""
        moment: datetime = self.began - timedelta(days=days) + timedelta(minutes=37 * turn)
        return clock.frozen(min(moment, self.began))
