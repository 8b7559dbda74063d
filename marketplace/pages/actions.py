"""Writing house texts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from marketplace.accounts.models import Person
from marketplace.kernel import history
from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.errors import Invalid, NotAllowed
from marketplace.kernel.translated import Translated
from marketplace.pages.models import PageVersion
from marketplace.pages.texts import TITLES


def write_page(
    slug: str, *, title: Translated, body: Translated, effective_from: date, by: Person
) -> PageVersion:
    """An editor issues a new version; earlier ones stay readable. The Vietnamese text is required."""
    if not by.is_editor:
        raise NotAllowed("for editors")
    if slug not in TITLES:
        raise Invalid("no such page", field="slug")
    if "vi" not in body:
        raise Invalid("the authoritative language is missing", field="body")
    last = db.session.scalar(select(func.max(PageVersion.number)).where(PageVersion.slug == slug)) or 0
    version = PageVersion(
        slug=slug, number=last + 1, title=title, body=body, effective_from=effective_from, written_by_id=by.id
    )
    db.session.add(version)
    history.record(version, "issue", by=by, details={"slug": slug, "number": version.number})
    new_edition()
    return version
