"""A booth's whole catalogue from one file: found again by SKU, and reviewed like everything else.

The file is checked from end to end before anything is written. Then it is worked through piece by piece:
new rows in bulk, changed ones the way of every edit, unchanged ones not at all. A piece that is committed
stands, so an import that was interrupted is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.booths.models import Booth
from marketplace.catalog.actions import save_product
from marketplace.catalog.models import Product
from marketplace.catalog.queries import find_contents
from marketplace.catalog.rules import found_by_words, product_problems
from marketplace.catalog.spreadsheet import COLUMNS, TEXTS, Sheet, SheetProblem, SheetRow
from marketplace.kernel.db import db
from marketplace.moderation import actions as moderation
from marketplace.moderation import bulk, signals
from marketplace.moderation.bulk import Arrival
from marketplace.moderation.queries import get_draft
from marketplace.reference.models import HsHeading
from marketplace.reference.places import province
from marketplace.reference.rates import usual_currency
from marketplace.search.feed import look_again

#: Rows that are written and committed together: enough to be fast, few enough to let others write between.
PIECE = 1_000
#: Problems that are kept for showing; all are counted.
SHOWN_PROBLEMS = 200

#: What a new product is where its row says nothing.
_BLANK = {one.name: one.dump(one.load(None)) for one in Product.CONTENT} | {"is_available": True}
_FIELDS = {name.partition("_")[0] if name.startswith(tuple(TEXTS)) else name for name in COLUMNS}


@dataclass
class Tally:
    """How far an import has come, and what it found."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0
    problems: list[SheetProblem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All rows so far."""
        return self.new + self.changed + self.unchanged + self.wrong


@dataclass(frozen=True)
class _Plan:
    """What one row means: the product it changes, if there is one, and the content that is to be."""

    row: SheetRow
    product_id: int | None
    content: dict
    is_unchanged: bool

    @property
    def is_change(self) -> bool:
        """Does it say something new of a product that is there?"""
        return self.product_id is not None and not self.is_unchanged


class CatalogImport:
    """One file for one booth."""

    def __init__(self, sheet: Sheet, booth: Booth):
        self.sheet = sheet
        self.booth = booth
        self._headings = {"", *db.session.scalars(select(HsHeading.code))}

    # --- checking -------------------------------------------------------------------------------------

    def check(self) -> Iterator[Tally]:
        """Look at every row without writing anything; the tally so far after each piece."""
        tally, seen = Tally(), {}
        for rows in self._pieces():
            for plan in self._plan(rows):
                problems = [*plan.row.problems, *self._problems(plan, seen)]
                tally.problems += problems[: SHOWN_PROBLEMS - len(tally.problems)]
                self._count(tally, plan, is_wrong=bool(problems))
            yield tally

    @staticmethod
    def _count(tally: Tally, plan: _Plan, *, is_wrong: bool = False) -> None:
        if is_wrong:
            tally.wrong += 1
        elif plan.product_id is None:
            tally.new += 1
        elif plan.is_unchanged:
            tally.unchanged += 1
        else:
            tally.changed += 1

    def _problems(self, plan: _Plan, seen: dict[str, int]) -> Iterator[SheetProblem]:
        """What the rules say of the row, on the column it concerns."""
        row = plan.row
        first = seen.setdefault(row.sku, row.number)
        if row.sku and first != row.number:
            yield SheetProblem(
                row.number, "sku", _("“%(sku)s” stands in row %(row)d already.", sku=row.sku, row=first)
            )
        if row.content.get("hs", "")[:6] not in self._headings:
            yield SheetProblem(row.number, "hs", _("There is no such HS heading."))
        named = {problem.column for problem in row.problems}
        for name, sentence in product_problems(plan.content).items():
            column = " / ".join(one for one in COLUMNS if one.startswith(name)) if name in TEXTS else name
            if column not in named:
                yield SheetProblem(row.number, column, str(sentence))

    # --- working through ------------------------------------------------------------------------------

    def run(self, *, by: Person, officer: Person | None = None) -> Iterator[Tally]:
        """Write every row, for ``by``, a member of the booth; the tally after each piece, to be committed.

        New and changed rows are sent for approval; an ``officer`` approves them at once, by the same rules
        as at the review desk. Members and officers are told once by whoever runs it, not once a row.
        """
        tally = Tally()
        for rows in self._pieces():
            plans = self._plan(rows)
            with signals.revision_decided.muted():
                self._add([plan.content for plan in plans if plan.product_id is None], by, officer)
                self._change([plan for plan in plans if plan.is_change], by, officer)
            for plan in plans:
                self._count(tally, plan)
            yield tally

    def _add(self, contents: list[dict], by: Person, officer: Person | None) -> None:
        if not contents:
            return
        example = Product(booth=self.booth)
        arrivals = [self._arrival(content, is_approved=bool(officer)) for content in contents]
        if officer:
            keys = bulk.publish_many(example, arrivals, by=by, officer=officer)
            look_again(("product", key) for key in keys)
        else:
            bulk.submit_many(example, arrivals, by=by)

    def _arrival(self, content: dict, *, is_approved: bool) -> Arrival:
        """A new product's content with what the catalogue keeps of it besides."""
        price = content["price"]
        columns = {
            "booth_id": self.booth.id,
            "found_by": found_by_words(content),
            "approved_price": Decimal(price) if is_approved and price else None,
        }
        return Arrival(content, columns, identity=("booth_id", "sku"))

    def _change(self, plans: list[_Plan], by: Person, officer: Person | None) -> None:
        keys = [plan.product_id for plan in plans]
        products = {one.id: one for one in db.session.scalars(select(Product).where(Product.id.in_(keys)))}
        for plan in plans:
            self._change_one(products[plan.product_id], plan, by, officer)

    @staticmethod
    def _change_one(product: Product, plan: _Plan, by: Person, officer: Person | None) -> None:
        proposed = product.open_revision
        if proposed and proposed.is_waiting:
            moderation.take_back(proposed, by=by)
        # An editor would go on from what staff refused; this may be approved at once, so it does not.
        is_proposed = proposed or not product.has_live_content
        content = get_draft(product).content if is_proposed else product.content_of()
        revision = save_product(product, content | plan.content, by=by)
        if revision is None:
            return
        moderation.submit(revision, by=by)
        if officer:
            db.session.flush()  # the approval names the version that was sent
            moderation.approve(revision, by=officer, seen_version=revision.version)

    # --- both -----------------------------------------------------------------------------------------

    def _pieces(self) -> Iterator[list[SheetRow]]:
        rows = iter(self.sheet)
        while piece := list(islice(rows, PIECE)):
            yield piece

    def _plan(self, rows: Iterable[SheetRow]) -> list[_Plan]:
        present = find_contents(self.booth, [row.sku for row in rows], _FIELDS)
        blank = _BLANK | {"currency": usual_currency(self.booth.organization.country)}
        return [self._plan_row(row, *present.get(row.sku, (None, blank))) for row in rows]

    def _plan_row(self, row: SheetRow, product_id: int | None, present: dict) -> _Plan:
        """Texts are laid over those in other languages; an empty cell leaves what is there."""
        said = dict(row.content)
        for name in TEXTS:
            if name in said:
                said[name] = present[name] | said[name]
        if "origin_province" in said and not (said.get("origin_country") or present["origin_country"]):
            said["origin_country"] = province(said["origin_province"]).country
        is_unchanged = product_id is not None and all(
            present.get(name) == value for name, value in said.items()
        )
        return _Plan(row, product_id, present | said, is_unchanged)
