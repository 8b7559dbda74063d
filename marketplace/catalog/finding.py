"""How a booth's people find their products by what they type: the conditions over ``Product.found_by``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from marketplace.booths.models import Booth
from marketplace.catalog.models import Product
from marketplace.kernel.text import own_list
from marketplace.kernel.text.analysis import Query, QueryWord, read_query
from marketplace.reference.concepts import concepts_called

#: In up to so many words of a query a trade name is looked for; hardly any has more.
WORDS_OF_A_NAME = 5
#: Each name is one more part to look for in every line; the usual ones come first.
MOST_NAMES = 24

#: Which words of a query, and what of a line says the same.
_Part = tuple[slice, list[str]]


def named_like(booth: Booth, text: str) -> list[ColumnElement[bool]]:
    """Conditions for products whose names or SKU answer what was typed, those in drafts included.

    Goods are found by all that the trade calls them. Where diacritics or tone marks were typed they count,
    unless nothing of the booth has them so.
    """
    if not text:
        return []
    query = read_query(text)
    if not query:
        return [false()]
    parts = list(_trade_names(query.words))
    exactly = _answers(query, parts, Product.found_by)
    if not any(map(own_list.has_marks, query.words)):
        return [exactly]
    other = aliased(Product)
    is_any = (
        select(other.id).where(other.booth_id == booth.id, _answers(query, parts, other.found_by)).exists()
    )
    return [or_(exactly, and_(~is_any, _answers(query, parts, Product.found_by, minds_marks=False)))]


def _trade_names(words: Sequence[QueryWord]) -> Iterator[_Part]:
    """Cut a query into its longest trade names, each with how the same goods are called, and other words."""
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + WORDS_OF_A_NAME), start, -1):
            concepts = concepts_called(" ".join(word.typed for word in words[start:end]))
            if concepts:
                break
        names = chain.from_iterable(concept.all_names for concept in concepts)
        yield slice(start, end), own_list.forms_of_names(names)[:MOST_NAMES]
        start = end


def _answers(query: Query, parts: list[_Part], line, *, minds_marks: bool = True) -> ColumnElement[bool]:
    forms = _forms_of_words(query.words, minds_marks)
    wanted = and_(
        *(
            _has_any(line, names) | and_(*(_has_any(line, each) for each in forms[words]))
            for words, names in parts
        )
    )
    return wanted | _has_any(line, [own_list.form_in_plain(query.sku)]) if query.sku else wanted


def _forms_of_words(words: Sequence[QueryWord], minds_marks: bool) -> list[list[str]]:
    """What of a line says each word, by itself or written in one piece with the one beside it."""
    forms = [
        own_list.forms_as_typed(word) if minds_marks else [own_list.form_without_marks(word)]
        for word in words
    ]
    for (left, one), (right, next_one) in pairwise(zip(forms, words, strict=True)):
        if not minds_marks or not (own_list.has_marks(one) or own_list.has_marks(next_one)):
            together = own_list.form_without_marks(one, next_one)
            left.append(together)
            right.append(together)
    return forms


def _has_any(line, forms: Iterable[str]) -> ColumnElement[bool]:
    return or_(false(), *(line.contains(form, autoescape=True) for form in forms))
