"""Versions of the house's own texts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db
from marketplace.kernel.translated import Translated, TranslatedText


class PageVersion(db.Model):
    """One version of one house text. Versions are added, never changed."""

    __tablename__ = "page_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: See ``pages.texts`` for the slugs and their titles.
    slug: Mapped[str]
    number: Mapped[int]
    title: Mapped[Translated] = mapped_column(TranslatedText)
    #: Markdown.
    body: Mapped[Translated] = mapped_column(TranslatedText)
    effective_from: Mapped[date]
    #: A text nobody has approved yet; pages say so.
    is_placeholder: Mapped[bool] = mapped_column(default=False)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    __table_args__ = (UniqueConstraint("slug", "number"),)
