"""What goods are called: ties a listing to trade concepts, so that "coffee" finds one written only in Lao.

A listing is tied by the concepts its names name, otherwise by its HS code, otherwise by its category. Names
are looked for among the concepts of the listing's own category first, then of its branch, then among all:
"me" is tamarind among the fruit and nothing among the ceramics. At each place of a name the longest trade
name wins and swallows its parts: mật ong hoa cà phê is honey, not coffee. Where what tells a kind stands
inside the name of what the whole category is about, both are meant: gỗ keo xẻ, sawn acacia, is gỗ xẻ.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy import func, select

from marketplace.kernel.db import db
from marketplace.kernel.text import lao
from marketplace.kernel.text.folding import composed, fold
from marketplace.kernel.text.vietnamese import telex
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.reference.categories import written_categories
from marketplace.reference.english import ways_to_write
from marketplace.reference.memory import Kept
from marketplace.reference.models import TradeConcept

EVERYWHERE = ""
#: Outside its own branch a single short word may mean anything.
SHORTEST_ELSEWHERE = 4
#: More than any word has: only names of several pieces count.
MANY_LETTERS = 1_000
#: A Lao name of one or two syllables must stand as a word; a longer one may hide in a compound.
LONG_IN_LAO = 3

_LAO_PIECE = f"[{lao.LEADING_VOWELS}]?[{lao.CONSONANTS}][{lao.FOLLOWING}]*"
#: What a name is made of: a Latin word, or a Lao consonant with its vowels and marks.
_PIECE = re.compile(f"{_LAO_PIECE}|[^\\W_\u0e80-\u0eff]+")
_BARE_CONSONANT = re.compile(f"[{lao.CONSONANTS}]")
#: After these an English name speaks of something else than the goods.
_ASIDE = re.compile(r"[,(/;–—|]|\s-\s|\b(?:for|from|in|of|with|without)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Concept:
    """A trade concept in memory: the leaves it is filed under, its HS codes, its names by language."""

    code: str
    categories: tuple[str, ...]
    hs_codes: tuple[str, ...]
    broader: str
    names: Mapping[str, tuple[str, ...]]

    @property
    def all_names(self) -> Iterator[str]:
        """Every name in every language, the usual ones first, English ones in all their spellings."""
        for lang in LANGUAGES:
            for name in self.names.get(lang, ()):
                if lang == "en":
                    yield from ways_to_write(name)
                else:
                    yield name

    def belongs_to(self, scope: str) -> bool:
        """Whether it is filed under this leaf, or under a leaf of this branch."""
        if scope == EVERYWHERE or scope in self.categories:
            return True
        leaves = (written_categories().get(leaf) for leaf in self.categories)
        return any(leaf and leaf.parent_code == scope for leaf in leaves)


_Places = dict[str, tuple[Concept, ...]]


# --- a text in pieces ----------------------------------------------------------------------------------


def _as_written(piece: str) -> str:
    """A Latin piece with its marks in one order; hoà and hòa are one word."""
    return piece if piece.isascii() or lao.has_lao(piece) else telex(piece)


def _plain(piece: str) -> str:
    return lao.without_tones(fold(piece))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in pieces, with the pieces at which Lao words begin and end."""

    written: list[str]
    plain: list[str]
    borders: frozenset[int]
    #: Pieces that are Lao consonants without a vowel: they end a syllable rather than begin one.
    endings: frozenset[int]

    @classmethod
    def of(cls, text: str) -> _Text:
        found = _PIECE.findall(lao.spell(composed(text)))
        borders, here = {0, len(found)}, 0
        for run in _lao_runs(found):
            start, length = run
            words = lao.words("".join(found[start : start + length]))
            ends = set(accumulate(map(len, words)))
            letters = 0
            borders |= {start, start + length}
            for here in range(start, start + length):
                letters += len(found[here])
                if letters in ends:
                    borders.add(here + 1)
        return cls(
            [_as_written(piece) for piece in found],
            [_plain(piece) for piece in found],
            frozenset(borders),
            frozenset(place for place, piece in enumerate(found) if _BARE_CONSONANT.fullmatch(piece)),
        )

    @property
    def is_marked(self) -> bool:
        """Whether its writer types Vietnamese marks; then a word without any is meant so."""
        return any(
            written != plain and not lao.has_lao(written)
            for written, plain in zip(self.written, self.plain, strict=True)
        )

    def may_stand(self, start: int, end: int) -> bool:
        """Whether a name may be read between these pieces; in Latin letters always."""
        if not lao.has_lao(self.written[start]):
            return True
        if end - start >= LONG_IN_LAO or (start in self.borders and end in self.borders):
            return True
        return end - start > 1 and end not in self.endings


def _lao_runs(pieces: list[str]) -> Iterator[tuple[int, int]]:
    """(first, how many) of pieces of Lao that follow each other."""
    start = None
    for place, piece in enumerate([*pieces, ""]):
        if lao.has_lao(piece):
            start = place if start is None else start
        elif start is not None:
            yield start, place - start
            start = None


# --- all concepts, and what they are called --------------------------------------------------------------


class Concepts:
    """Concepts in force, and the places of their names: pieces joined by spaces → concepts."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.by_code = {concept.code: concept for concept in concepts}
        self._as_written: _Places = {}
        self._plain: _Places = {}
        #: First piece → how many pieces the longest name beginning with it has.
        self._longest: dict[str, int] = {}
        #: What each category is about; asked for every listing.
        self._about: dict[str, list[Concept]] = {}
        for concept in self.by_code.values():
            alone = (concept,)
            for name in concept.all_names:
                pieces = _PIECE.findall(lao.spell(composed(name)))
                self._place(alone, self._as_written, [_as_written(piece) for piece in pieces])
                self._place(alone, self._plain, [_plain(piece) for piece in pieces])

    def _place(self, alone: tuple[Concept], places: _Places, pieces: list[str]) -> None:
        """Put a concept where its name stands. Each process keeps tens of thousands of places: most names,
        with marks and without, share the one tuple of their concept, and one string where they are the same.
        """
        if pieces:
            name = sys.intern(" ".join(pieces))
            here = places.get(name)
            if not here:
                places[name] = alone
            elif alone[0] not in here:
                places[name] = (*here, *alone)
            self._longest[pieces[0]] = max(len(pieces), self._longest.get(pieces[0], 0))

    # --- concepts that a text names

    def named(self, text: str, category_code: str | None = None) -> list[Concept]:
        """The concepts a text names, read with its marks, else as by somebody who leaves them out."""
        read = _Text.of(text)
        for nearness, scope in enumerate(_scopes(category_code)):
            found = list(self._matches(read, read.written, self._as_written, scope))
            if not found and not read.is_marked:
                # "Dong" without its marks is copper in the drawer of metals; elsewhere it begins Dong Nai.
                shortest = MANY_LETTERS if nearness else 1
                found = list(self._matches(read, read.plain, self._plain, scope, shortest))
            if found:
                return _each_once(concept for _start, _end, place in found for concept in place)
        return []

    def called(self, text: str) -> list[Concept]:
        """The concepts that have just this for a name, with its marks, else as written without them."""
        read = _Text.of(text)
        found = self._as_written.get(" ".join(read.written), ())
        if not found and len(read.plain) > 1 and not read.is_marked:
            found = self._plain.get(" ".join(read.plain), ())
        return list(found)

    def _named_elsewhere(self, text: str, lang: str) -> list[Concept]:
        """What the head of a name in the wrong drawer names: how it begins, in English how it ends.

        Coffee pouches are no coffee. Only names that can hardly mean anything else count.
        """
        if lang == "en":
            text = _ASIDE.split(text)[0]
        read = _Text.of(text)
        matches = self._matches(read, read.written, self._as_written, EVERYWHERE, SHORTEST_ELSEWHERE)
        for start, end, found in matches:
            if end == len(read.written) if lang == "en" else start == 0:
                return found
        return []

    def _matches(
        self, text: _Text, pieces: list[str], places: _Places, scope: str, shortest: int = 1
    ) -> Iterator[tuple[int, int, list[Concept]]]:
        """Where names of the scope stand in the text (first piece, the one after it), and of which concepts.

        At each place the longest name wins. A name of a single piece counts from ``shortest`` letters on.
        """
        start = 0
        while start < len(pieces):
            furthest = min(len(pieces), start + self._longest.get(pieces[start], 0))
            for end in range(furthest, start, -1):
                name = " ".join(pieces[start:end])
                found = places.get(name)
                if found and (" " in name or len(name) >= shortest) and text.may_stand(start, end):
                    found = [concept for concept in found if concept.belongs_to(scope)]
                    if found:
                        yield start, end, found
                        start = end - 1
                        break
            start += 1

    # --- concepts of a listing

    def of_listing(self, category_code: str | None, hs: str, names: Translated) -> list[Concept]:
        """The concepts a listing is tied to, without those that are only broader."""
        named = [concept for text in names.values() for concept in self.named(text, category_code)]
        if named:
            named += self._with_a_kind_between(category_code, names, named)
        elif written_categories().get(category_code or ""):
            named = [one for lang, text in names.items() for one in self._named_elsewhere(text, lang)]
        return _each_once(named or self._of_hs(category_code, hs) or self.of_category(category_code))

    def _with_a_kind_between(
        self, category_code: str | None, names: Translated, named: list[Concept]
    ) -> list[Concept]:
        """What the whole category is about, where a name says it around what tells the kind.

        *Gỗ keo xẻ*, sawn acacia, is *gỗ xẻ*, sawn timber; green arabica coffee is green coffee.
        """
        about = self.of_category(category_code)
        tied = [*named, *self.broader(named)]
        is_sister = any(one in tied for one in self.broader(about))
        if not is_sister or about[0] in tied:
            return []
        wanted = [_Text.of(name).written for name in about[0].all_names]
        return about if any(self._stands_around(_Text.of(text), wanted) for text in names.values()) else []

    def _stands_around(self, text: _Text, names: list[list[str]]) -> bool:
        """Whether one of the names stands in a text with what tells another kind between its words.

        The thing itself may be said with the kind, before its other words or after them.
        """
        for start, end, _found in self._matches(text, text.written, self._as_written, EVERYWHERE):
            for middle in (start, end):
                before, after = text.written[:middle], text.written[middle:]
                if any(_stands_in_two(name, before, after) for name in names):
                    return True
        return False

    def _of_hs(self, category_code: str | None, hs: str) -> list[Concept]:
        """The one concept of a heading that all others there are kinds of."""
        scope = _scopes(category_code)[0]
        filed = [concept for concept in self.by_code.values() if concept.belongs_to(scope)]
        for digits in (6, 4):
            found = [one for one in filed if len(hs) >= digits and hs[:digits] in one.hs_codes]
            if found:
                return _the_broadest(found)
        return []

    def of_category(self, category_code: str | None) -> list[Concept]:
        """The concept that a whole category is about, if it is about one: cement, mango."""
        category = written_categories().get(category_code or "")
        if category is None:
            return []
        if category.code not in self._about:
            named = _each_once(
                concept
                for text in category.names.values()
                for concept in self.named(text, category.code)
                if category.code in concept.categories
            )
            self._about[category.code] = _the_broadest(named)
        return list(self._about[category.code])

    def broader(self, concepts: Iterable[Concept]) -> list[Concept]:
        """What the concepts are kinds of, without themselves."""
        found: dict[str, Concept] = {}
        tied = {concept.code: concept for concept in concepts}
        for concept in tied.values():
            here = self.by_code.get(concept.broader)
            while here and here.code not in found:
                found[here.code] = here
                here = self.by_code.get(here.broader)
        return [concept for concept in found.values() if concept.code not in tied]


def names_of_concepts(concepts: Iterable[Concept]) -> str:
    """All names of the concepts, for the index; comma-separated."""
    return ", ".join(dict.fromkeys(name for concept in concepts for name in concept.all_names))


def _the_broadest(concepts: list[Concept]) -> list[Concept]:
    """The one that all others of these are kinds of, or nothing: among several one would guess."""
    codes = {concept.code for concept in concepts}
    broadest = [concept for concept in concepts if concept.broader not in codes]
    return broadest if len(broadest) == 1 else []


def _stands_in_two(name: list[str], before: list[str], after: list[str]) -> bool:
    """Whether a name begins in one part of a text and goes on in the other, in its order."""
    return any(
        _stand_in_order(name[:cut], before) and _stand_in_order(name[cut:], after)
        for cut in range(1, len(name))
    )


def _stand_in_order(words: list[str], text: list[str]) -> bool:
    rest = iter(text)
    return all(word in rest for word in words)


def _each_once(concepts: Iterable[Concept]) -> list[Concept]:
    return list({concept.code: concept for concept in concepts}.values())


def _scopes(category_code: str | None) -> tuple[str, ...]:
    category = written_categories().get(category_code or "")
    if category is None:
        return (EVERYWHERE,)
    return (category.code, category.parent_code) if category.parent_code else (category.code,)


# --- the table ----------------------------------------------------------------------------------------


_known: tuple[tuple, Concepts] | None = None


def _read_concepts() -> Concepts:
    """Read the table; what is known already is kept while no row of it has changed."""
    global _known
    state = tuple(
        db.session.execute(
            select(
                func.count(),
                func.sum(TradeConcept.version * TradeConcept.id),
                func.max(TradeConcept.edited_at),
            )
        ).one()
    )
    if _known is None or _known[0] != state:
        _known = (state, _concepts_in_force())
    return _known[1]


def _concepts_in_force() -> Concepts:
    rows = db.session.execute(
        select(
            TradeConcept.code,
            TradeConcept.categories,
            TradeConcept.hs_codes,
            TradeConcept.broader_code,
            TradeConcept.names,
        )
        .where(TradeConcept.retired_at.is_(None))
        .order_by(TradeConcept.id)
    )
    return Concepts(
        Concept(
            code,
            tuple(categories),
            tuple(hs_codes),
            broader,
            {lang: tuple(names.get(lang, ())) for lang in LANGUAGES},
        )
        for code, categories, hs_codes, broader, names in rows
    )


all_concepts = Kept(_read_concepts)


# --- asking those of the table -------------------------------------------------------------------------


def concepts_named(text: str, category_code: str | None = None) -> list[Concept]:
    """The concepts a text names; see ``Concepts.named``."""
    return all_concepts().named(text, category_code)


def concepts_called(text: str) -> list[Concept]:
    """The concepts that have just this for a name; see ``Concepts.called``."""
    return all_concepts().called(text)


def concepts_of(category_code: str | None, hs: str, names: Translated) -> list[Concept]:
    """The concepts a listing is tied to; see ``Concepts.of_listing``."""
    return all_concepts().of_listing(category_code, hs, names)


def concepts_of_category(category_code: str | None) -> list[Concept]:
    """The concept that a whole category is about; see ``Concepts.of_category``."""
    return all_concepts().of_category(category_code)


def broader_concepts(concepts: Iterable[Concept]) -> list[Concept]:
    """What the concepts are kinds of; see ``Concepts.broader``."""
    return all_concepts().broader(concepts)
