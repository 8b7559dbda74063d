"""What a booth's people do with their products. Nothing here makes content public; staff do that."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, update

from marketplace.accounts.models import Person
from marketplace.booths.actions import require_colleague
from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.catalog.queries import find_by_sku, has_been_submitted, list_kept_by_former_rules
from marketplace.catalog.rules import found_by_words, save_problems
from marketplace.kernel import history
from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid, WrongState
from marketplace.kernel.text.own_list import made_by
from marketplace.moderation import actions as moderation
from marketplace.moderation.models import Revision
from marketplace.moderation.queries import get_draft

#: A copy is another article: what identifies one piece of goods is not carried over.
_NOT_COPIED = {"sku": "", "gtin": ""}


def create_product(booth: Booth, content: dict, *, by: Person) -> Product:
    """Begin a product: a row that nobody outside sees, and the draft of its content.

    Raises ``Invalid`` with ``problems`` by field where the content cannot even be kept.
    """
    require_colleague(booth, by)
    product = Product(booth=booth)
    _require_keepable(product, content)
    db.session.add(product)
    history.record(product, "create", by=by)
    moderation.save_draft(product, content, by=by)
    _keep_findable(product, content)
    return product


def save_product(product: Product, content: dict, *, by: Person, **seen: int | None) -> Revision | None:
    """Keep what was written about a product, as ``moderation.save`` does, where it can be kept.

    ``seen``: what the editor started from, as there.
    """
    require_colleague(product.booth, by)
    _require_keepable(product, content)
    revision = moderation.save(product, content, by=by, **seen)
    if revision:
        _keep_findable(product, content)
    return revision


def _require_keepable(product: Product, content: dict) -> None:
    """A draft may lack much, but not point at what does not exist or take another product's SKU."""
    sku = content.get("sku")
    holder = find_by_sku(product.booth, [sku]).get(sku) if sku else None
    problems = save_problems(content, is_sku_taken=holder not in (None, product))
    if problems:
        raise Invalid(problems=problems)


def _keep_findable(product: Product, content: dict) -> None:
    if not product.has_live_content:
        product.sku = content.get("sku") or ""
    product.found_by = found_by_words(product.content_of(), content)


def keep_findable_anew(limit: int) -> int:
    """Keep products findable on the desk by today's rules, whose words were read by former ones; how many."""
    stale = list_kept_by_former_rules(limit)
    rows = [{"key": key, "words": found_by_words(live, proposed)} for key, live, proposed in stale]
    if rows:
        # Nobody outside sees this column and no document is made of it: neither the guard of what is public
        # nor the feed of the index has anything to look at.
        product = Product.__table__.c
        still_stale = (product.id == bindparam("key")) & ~product.found_by.startswith(made_by())
        statement = update(Product.__table__).where(still_stale).values(found_by=bindparam("words"))
        db.session.connection().execute(statement, rows)
    return len(rows)


def set_availability(product: Product, is_available: bool, *, by: Person) -> None:
    """Say in one press whether there is any to be had, also while an edit of the product waits."""
    if product.is_available != is_available:
        moderation.change_instantly(product, {"is_available": is_available}, by=by)


def duplicate_product(product: Product, *, by: Person) -> Product:
    """Begin another product from this one's newest content, photos and certificates included."""
    return create_product(product.booth, get_draft(product).content | _NOT_COPIED, by=by)


def delete_draft(product: Product, *, by: Person) -> None:
    """Throw away a product that nobody but its own people has ever seen.

    What staff were sent stays, for their answers must remain explained: ``WrongState``.
    """
    require_colleague(product.booth, by)
    if product.has_live_content or has_been_submitted(product):
        raise WrongState("staff have seen it")
    history.record(product, "delete_draft", by=by)
    db.session.execute(
        delete(Revision).where(
            Revision.subject_kind == Product.__tablename__, Revision.subject_id == product.id
        )
    )
    db.session.delete(product)
