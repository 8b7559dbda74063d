"""What listings and addresses point at: categories, wards, HS headings; trade concepts; exchange rates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import Amount, UTCDateTime, db
from marketplace.kernel.translated import Translated, TranslatedText
from marketplace.reference.hs_codes import show_hs


class Category(db.Model):
    """A branch or a leaf of the tree of goods."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("categories.code"), index=True)
    names: Mapped[Translated] = mapped_column(TranslatedText)
    #: Codes of four digits; a branch has none.
    hs_headings: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)


class HsHeading(db.Model):
    """A chapter, heading or subheading of the Harmonized System (2, 4 or 6 digits)."""

    __tablename__ = "hs_headings"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    names: Mapped[Translated] = mapped_column(TranslatedText)
    level: Mapped[int]
    #: All names folded, each word after a space, so that a word is found by how it begins.
    words: Mapped[str] = mapped_column(Text, default="")

    @property
    def shown(self) -> str:
        """``0901.11``"""
        return show_hs(self.code)


class Ward(db.Model):
    """The unit below the province in which an address stands, with the days of its validity.

    A Vietnamese ward, commune or special zone since 1 July 2025 (``VN-22015``), one of before with its
    district in the name (``VN63-21556``), or a Lao district (``LA-1604``).
    """

    __tablename__ = "wards"
    __table_args__ = (Index(None, "province_code", "valid_until"),)

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    province_code: Mapped[str] = mapped_column(String(8))
    names: Mapped[Translated] = mapped_column(TranslatedText)
    valid_from: Mapped[date | None]
    #: The last day.
    valid_until: Mapped[date | None]

    @classmethod
    def valid(cls, on: date):
        """SQL twin of ``is_valid``."""
        return or_(cls.valid_from.is_(None), cls.valid_from <= on) & or_(
            cls.valid_until.is_(None), cls.valid_until >= on
        )

    def is_valid(self, on: date) -> bool:
        """Whether the ward existed on that day."""
        return (self.valid_from or on) <= on <= (self.valid_until or on)


class Rate(db.Model):
    """How many of a currency one US dollar is from a day on, and who says so. Earlier rates stay."""

    __tablename__ = "rates"
    __table_args__ = (UniqueConstraint("currency", "valid_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    per_usd: Mapped[Decimal] = mapped_column(Amount)
    valid_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


class WardSuccession(db.Model):
    """Land of a former Vietnamese ward that a ward of today holds; of a divided ward one ``is_main``."""

    __tablename__ = "ward_successions"

    former_code: Mapped[str] = mapped_column(String(12), ForeignKey("wards.code"), primary_key=True)
    present_code: Mapped[str] = mapped_column(
        String(12), ForeignKey("wards.code"), primary_key=True, index=True
    )
    is_main: Mapped[bool]


class TradeConcept(db.Model):
    """An article of trade with everything it is called: what a buyer may type and a seller may write.

    ``names`` is language → list, the usual name first. ``broader_code`` is the concept this one is a kind of:
    who asks for coffee is shown green coffee too, not the other way round. ``shipped`` keeps what our own
    table said when it was last loaded: where a field still says so, a newer table may change it; where staff
    have written something else, theirs stays.
    """

    __tablename__ = "trade_concepts"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: 4 or 6 digits each; a service has none.
    hs_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    broader_code: Mapped[str] = mapped_column(String(60), default="")
    names: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    #: Its Lao names wait for somebody who speaks it.
    is_lao_unsure: Mapped[bool] = mapped_column(default=False)
    shipped: Mapped[dict] = mapped_column(JSON, default=dict)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Public name of the person who edited it last.
    edited_by: Mapped[str] = mapped_column(default="")
    #: Since then listings are no longer tied to it.
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar[dict] = {"version_id_col": version}

    @property
    def name(self) -> Translated:
        """Its usual name in each language."""
        return Translated({lang: names[0] for lang, names in self.names.items() if names})
