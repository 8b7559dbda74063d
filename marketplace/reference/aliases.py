"""All the names a good is traded under, so that "coffee" finds a listing written only in Lao.

Goods are looked for among those of the listing's own category first, then of its branch: "me" is tamarind
among the fruit and nothing elsewhere. At each place of a name the longest trade name wins: nước mắm is fish
sauce, not fermented fish; ໝາກມ່ວງຫິມະພານ is cashew, not mango.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from marketplace.kernel.text import lao
from marketplace.kernel.text.folding import composed, fold
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference.categories import written_categories
from marketplace.reference.tables import listed, read_table

EVERYWHERE = ""

#: What a name is made of: a Latin word, or a Lao consonant with its vowels and marks.
_PIECE = re.compile(f"[{lao.LEADING_VOWELS}]?[{lao.CONSONANTS}][{lao.FOLLOWING}]*|[^\\W_\u0e80-\u0eff]+")


@dataclass(frozen=True, slots=True)
class Good:
    """A trade article: the leaves it is filed under, its HS codes (4 or 6 digits), its names by language."""

    code: str
    categories: tuple[str, ...]
    hs_codes: tuple[str, ...]
    names: dict[str, tuple[str, ...]]

    @property
    def all_names(self) -> Iterator[str]:
        """Every name in every language, the usual ones first."""
        for lang in LANGUAGES:
            yield from self.names[lang]

    def belongs_to(self, scope: str) -> bool:
        """Whether it is filed under this leaf, or under a leaf of this branch."""
        if scope == EVERYWHERE or scope in self.categories:
            return True
        return any(written_categories()[leaf].parent_code == scope for leaf in self.categories)


@cache
def all_goods() -> tuple[Good, ...]:
    """Every good of ``data/trade_names.tsv``."""
    return tuple(
        Good(
            row["code"],
            listed(row["categories"]),
            listed(row["hs"]),
            {lang: listed(row[lang], "|") for lang in LANGUAGES},
        )
        for row in read_table("trade_names")
    )


@dataclass(slots=True)
class _Phrase:
    """A place in the tree of trade names: the goods named by the way to here, and the ways on."""

    goods: list[Good] = field(default_factory=list)
    onward: dict[str, _Phrase] = field(default_factory=dict)


def _pieces(text: str, writing: Callable[[str], str]) -> list[str]:
    return _PIECE.findall(lao.spell(writing(text)))


@cache
def _phrases(scope: str, writing: Callable[[str], str]) -> _Phrase:
    """The tree of all names of the goods in a scope, in one way of writing."""
    root = _Phrase()
    for good in all_goods():
        if not good.belongs_to(scope):
            continue
        for name in good.all_names:
            place = root
            for piece in _pieces(name, writing):
                place = place.onward.setdefault(piece, _Phrase())
            if good not in place.goods:
                place.goods.append(good)
    return root


def _longest_matches(root: _Phrase, pieces: list[str]) -> Iterator[Good]:
    start = 0
    while start < len(pieces):
        place, best, end = root, root, start
        for here in range(start, len(pieces)):
            place = place.onward.get(pieces[here])
            if place is None:
                break
            if place.goods:
                best, end = place, here + 1
        yield from best.goods
        start = max(end, start + 1)


def _scopes(category_code: str | None) -> tuple[str, ...]:
    category = written_categories().get(category_code or "")
    if category is None:
        return (EVERYWHERE,)
    return (category.code, category.parent_code) if category.parent_code else (category.code,)


def goods_named(text: str, category_code: str | None = None) -> list[Good]:
    """The goods a text names, as written with its diacritics, else without them."""
    for scope in _scopes(category_code):
        for writing in (composed, fold):
            matches = _longest_matches(_phrases(scope, writing), _pieces(text, writing))
            found = {good.code: good for good in matches}
            if found:
                return list(found.values())
    return []


def other_names(category_code: str | None, names: Translated) -> str:
    """What else buyers may call a product in any language, for the index; comma-separated.

    Names the product already carries are left out. Where no trade name is recognised, the category's
    names in the languages the seller did not write stand in.
    """
    goods = [good for text in names.values() for good in goods_named(text, category_code)]
    if goods:
        candidates: Iterable[str] = (name for good in goods for name in good.all_names)
    else:
        category = written_categories().get(category_code or "")
        candidates = [text for lang, text in category.names.items() if lang not in names] if category else []
    carried = {_said(text) for text in names.values()}
    new = {_said(name): name for name in candidates if not any(_said(name) in text for text in carried)}
    return ", ".join(new.values())


def _said(text: str) -> str:
    """A text as whole pieces between spaces, for "is it already in there"."""
    return f" {' '.join(_pieces(text, composed))} "
