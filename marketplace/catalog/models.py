"""Products."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column, validates

from marketplace.booths.models import Listing
from marketplace.catalog.rules import product_problems
from marketplace.kernel import clock
from marketplace.kernel.content import Field, Kind, Risk
from marketplace.kernel.db import Amount, db
from marketplace.kernel.translated import Translated, TranslatedText


class Product(Listing, db.Model):
    """One entry of a booth's catalogue."""

    __tablename__ = "product"

    CONTENT = (
        Field("name", _l("Name"), Kind.TRANSLATED),
        Field("description", _l("Description"), Kind.MARKDOWN),
        Field("category", _l("Category"), Kind.CODE, table="category"),
        Field("hs", _l("HS heading"), Kind.CODE, table="hs"),
        Field("photos", _l("Photos"), Kind.PHOTOS),
        Field("price", _l("Price"), Kind.NUMBER),
        Field("currency", _l("Currency"), Kind.CODE, table="currency"),
        Field("unit", _l("Unit"), Kind.CODE, table="unit"),
        Field("price_tiers", _l("Prices by quantity"), Kind.ROWS),
        Field("moq", _l("Minimum order quantity (MOQ)"), Kind.NUMBER),
        Field("order_multiple", _l("Order multiple"), Kind.NUMBER),
        Field("is_available", _l("Available now"), Kind.FLAG, Risk.INSTANT),
        Field("origin_country", _l("Country of origin"), Kind.CODE, table="country"),
        Field("origin_province", _l("Province of origin"), Kind.CODE, table="province"),
        Field("harvest_months", _l("Harvest season"), Kind.CODES, table="month"),
        Field("monthly_capacity", _l("Capacity a month"), Kind.NUMBER),
        Field("lead_time_days", _l("Lead time in days"), Kind.NUMBER),
        Field("packaging", _l("Packaging"), Kind.TRANSLATED),
        Field("shelf_life", _l("Shelf life"), Kind.TRANSLATED),
        Field("certificates", _l("Certificates"), Kind.ROWS),
        Field("delivery_area", _l("Delivery area"), Kind.TRANSLATED),
        Field("incoterms", _l("Incoterms offered"), Kind.CODES, table="incoterm"),
        Field("gates", _l("Border gates"), Kind.CODES, table="gate"),
        Field("sku", _l("SKU")),
        Field("gtin", _l("GTIN")),
    )

    IN_LISTS = (
        *("booth_id", "name", "category", "photos", "price", "currency", "unit", "moq"),
        *("origin_country", "origin_province", "certificates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    description: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    category: Mapped[str] = mapped_column(default="")
    #: HS code of 4 or 6 digits.
    hs: Mapped[str] = mapped_column(default="")
    photos: Mapped[list] = mapped_column(JSON, default=list)
    #: Unit price in ``currency`` per ``unit``; None is "on request".
    price: Mapped[Decimal | None] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(default="VND")
    #: UN/ECE Recommendation 20 code.
    unit: Mapped[str] = mapped_column(default="KGM")
    #: [{"from": quantity, "price": unit price}], numbers as text, ascending.
    price_tiers: Mapped[list] = mapped_column(JSON, default=list)
    moq: Mapped[Decimal | None] = mapped_column(Amount)
    order_multiple: Mapped[Decimal | None] = mapped_column(Amount)
    is_available: Mapped[bool] = mapped_column(default=True)
    origin_country: Mapped[str] = mapped_column(default="")
    origin_province: Mapped[str] = mapped_column(default="")
    #: Month numbers 1–12 as text.
    harvest_months: Mapped[list] = mapped_column(JSON, default=list)
    #: In ``unit``.
    monthly_capacity: Mapped[Decimal | None] = mapped_column(Amount)
    lead_time_days: Mapped[int | None]
    packaging: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    shelf_life: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    #: [{"scheme": Scheme, "issuer": …, "number": …, "expires_on": ISO day or "", "file_id": key or None}]
    certificates: Mapped[list] = mapped_column(JSON, default=list)
    delivery_area: Mapped[Translated] = mapped_column(TranslatedText, default=Translated)
    incoterms: Mapped[list] = mapped_column(JSON, default=list)
    gates: Mapped[list] = mapped_column(JSON, default=list)
    #: As proposed too, so that an import finds its row again before approval.
    sku: Mapped[str] = mapped_column(default="")
    gtin: Mapped[str] = mapped_column(default="")
    #: Names and SKU, live and proposed, as ``kernel.text.own_list`` keeps them: what the desk looks through.
    found_by: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        Index(None, "booth_id", "sku"),
        Index(None, "booth_id", "state", "suspended_at", "published_at"),
        Index(None, "category", "state", "suspended_at", "published_at"),
        # None begins with the state: nearly all are public, and SQLite, which takes an equality for
        # selective, would go through all of them rather than fetch a few by their keys.
        Index(None, "published_at", "state", "suspended_at"),
        # A deleted draft's key is never given to another product: history rows still name it.
        {"sqlite_autoincrement": True},
    )

    @validates("lead_time_days")
    def _keep_whole(self, column: str, days: Decimal | int | None) -> int | None:
        """Content gives every number as a Decimal; this one counts days."""
        return None if days is None else int(days)

    @property
    def lasting_certificates(self) -> list[dict]:
        """Those of its certificates that have not run out."""
        today = clock.today().isoformat()
        return [row for row in self.certificates if (row.get("expires_on") or today) >= today]

    def as_proposed(self, content: dict) -> Product:
        """What this product would be with other content: for a look before it is live, never to be saved."""
        proposed = Product(id=self.id, booth=self.booth, state=self.state)
        proposed.set_content(self.content_of() | content)
        return proposed

    def content_problems(self, content: dict) -> dict:
        """What is still missing, by field."""
        return product_problems(content)
