"""Offers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, Date, ForeignKey, Index, bindparam
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, validates

from marketplace.booths.models import Listing
from marketplace.kernel import clock
from marketplace.kernel.content import Field, Kind, Risk
from marketplace.kernel.db import Amount, UTCDateTime, db
from marketplace.kernel.translated import Translated, TranslatedText
from marketplace.offers.rules import MAX_VALID_DAYS, offer_problems
from marketplace.offers.states import Side

#: How near the last day must be for an offer to be ending.
ENDS_SOON = timedelta(days=7)

#: The day on which a statement is sent, so that one put together yesterday holds today.
_TODAY = bindparam("today", callable_=clock.today, type_=Date)


class Offer(Listing, db.Model):
    """One dated notice of a booth."""

    __tablename__ = "offer"

    CONTENT = (
        Field("side", _l("Side"), Kind.CODE, table="side"),
        Field("name", _l("Goods wanted or offered"), Kind.TRANSLATED),
        Field("description", _l("Description"), Kind.MARKDOWN),
        Field("category", _l("Category"), Kind.CODE, table="category"),
        Field("hs", _l("HS heading"), Kind.CODE, table="hs"),
        Field("quantity", _l("Quantity"), Kind.NUMBER),
        Field("unit", _l("Unit"), Kind.CODE, table="unit"),
        Field("price", _l("Price"), Kind.NUMBER),
        Field("currency", _l("Currency"), Kind.CODE, table="currency"),
        Field("incoterm", _l("Incoterm"), Kind.CODE, table="incoterm"),
        Field("place", _l("Place of delivery"), Kind.CODE, table="place"),
        Field("place_note", _l("Place in words (factory, warehouse)")),
        Field("window_from", _l("Delivery from"), Kind.DAY),
        Field("window_until", _l("Delivery until"), Kind.DAY),
        Field("valid_days", _l("Valid for days"), Kind.NUMBER),
        Field("open_until", _l("Valid until"), Kind.DAY, Risk.INSTANT),
        Field("photos", _l("Photos"), Kind.PHOTOS),
        Field("languages", _l("Languages you answer in"), Kind.CODES, table="language"),
    )

    IN_LISTS = (
        *("booth_id", "side", "name", "category", "photos", "quantity", "unit", "price", "currency"),
        *("incoterm", "place", "place_note", "window_from", "window_until", "open_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(default=Side.SELL.value)
    name: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    description: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    category: Mapped[str] = mapped_column(default="")
    hs: Mapped[str] = mapped_column(default="")
    quantity: Mapped[Decimal | None] = mapped_column(Amount)
    unit: Mapped[str] = mapped_column(default="TNE")
    #: Unit price in ``currency`` per ``unit``; None is "open".
    price: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(default="VND")
    incoterm: Mapped[str] = mapped_column(default="")
    #: A border gate code or a province key of the reference room.
    place: Mapped[str] = mapped_column(default="")
    place_note: Mapped[str] = mapped_column(default="")
    window_from: Mapped[date | None]
    window_until: Mapped[date | None]
    valid_days: Mapped[int] = mapped_column(default=30)
    #: Last day on which it is live; set when it is published or renewed.
    open_until: Mapped[date | None] = mapped_column(index=True)
    photos: Mapped[list] = mapped_column(JSON, default=list)
    languages: Mapped[list] = mapped_column(JSON, default=list)
    #: How it ended, an ``Outcome``; empty while it is open.
    outcome: Mapped[str] = mapped_column(default="")

    __table_args__ = (Index(None, "booth_id", "state", "suspended_at", "open_until"),)

    @validates("valid_days")
    def _keep_whole(self, column: str, days: Decimal | int) -> int:
        """Content gives every number as a Decimal; this one counts days."""
        return int(days)

    @hybrid_property
    def is_live(self) -> bool:
        """Is today within its validity?"""
        return self.open_until is not None and self.open_until >= clock.today()

    @is_live.inplace.expression
    @classmethod
    def _is_live_sql(cls):
        return cls.open_until >= _TODAY

    @property
    def is_public(self) -> bool:
        """May strangers see it now? An offer past its last day has left the market."""
        return super().is_public and self.is_live

    @classmethod
    def public_conditions(cls) -> tuple:
        """As of every listing, while it is valid."""
        return (cls.is_live, *super().public_conditions())

    def go_live(self, *, by, **details) -> None:
        """Go live as every other thing does; the days of its validity begin now."""
        last_day = clock.today() + timedelta(days=self.valid_days)
        super().go_live(by=by, open_until=last_day.isoformat(), **details)
        self.open_until = last_day
        self.outcome = ""

    @property
    def is_ending(self) -> bool:
        """Is its last day near, or past? Then its people are reminded of renewing it."""
        return self.is_shown and self.open_until <= clock.today() + ENDS_SOON

    @property
    def last_day_if_renewed(self) -> date:
        """Until when a renewal of today would keep it open: its days once more, never past the limit."""
        today = clock.today()
        begin = max(self.open_until or today, today)
        return min(begin + timedelta(days=self.valid_days), today + timedelta(days=MAX_VALID_DAYS))

    def renewal_obstacle(self):
        """Why it cannot be renewed in one click now: a sentence, or None."""
        if not self.is_shown:
            return _l("Only a published offer can be renewed.")
        if self.window_until and self.window_until < clock.today():
            return _l("Its delivery window is over. Edit the offer and send it for approval again.")
        if self.last_day_if_renewed <= self.open_until:
            return _l("It is already valid for as long as an offer can be.")
        return None

    def content_problems(self, content: dict) -> dict:
        """What is still missing, by field."""
        return offer_problems(content)


class ExpiryStep(db.Model):
    """One thing that was done because an offer's last day came near or passed, once for each last day.

    ``days_before`` is how long before the end its people were told; 0 stands for the end itself, when the
    public pages and the search index forgot the offer. A renewal gives a new last day and so new steps.
    """

    __tablename__ = "expiry_step"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    open_until: Mapped[date] = mapped_column(primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True)
    done_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
