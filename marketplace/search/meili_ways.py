"""In which ways a buyer's words may be put to a Meilisearch server. Nothing is asked here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from rapidfuzz.distance import OSA

from marketplace.kernel.text.analysis import Query, QueryWord
from marketplace.search.engine import ENOUGH
from marketplace.search.texts import name_in_one_piece
from marketplace.search.vocabulary import errors_forgiven

MOST_WORDS = 10
"""The server reads no more words of a query."""
ALL_WORDS, FIRST_WORDS = "all", "last"
"""The server's strategies: every word must be there, or words may be left out from the last one on."""
OWN_NAME = ("name", "lao", "lao_toneless")
MARKED = ("marked", "marked_beside")
PLAIN = ("concepts", *OWN_NAME, "lao_inner", "place", "sku")
NAMES = (*PLAIN, *MARKED)
"""The attributes that hold what a seller named a thing, words with diacritics, those without, and all."""
WORDS_OF_A_NAME = 5
"""In up to so many words of a query a trade name is looked for: each part is a question to the server."""
NAMES_BEGUN = 10
"""So many trade names may be meant by one that is unfinished."""
NAMES_MEANT = 3
"""So many may be meant by one that is mistyped."""
NEAR = 0.7
"""How like a trade name it must be, by the share of letters in common."""

Hits = list[dict[str, Any]]
Name = tuple[str, ...]
"""A trade name, word by word."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to put a query to the server.

    ``within`` names the attributes to look into, if not all; ``called`` are trade names, in one piece, of
    which a listing must have one, and ``kind_of`` those of which it must be a kind. What the ways in ``best``
    find comes first among its own finds, and the hits in ``first`` before everything, whether or not this way
    finds them. With ``enough`` listings no looser way is asked.
    """

    text: str
    strategy: str = ALL_WORDS
    within: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    kind_of: tuple[str, ...] = ()
    best: tuple[Way, ...] = ()
    first: Hits = field(default_factory=list)
    enough: int = ENOUGH
    widened: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """The words of a query: as the index holds them, and with their diacritics where some were typed.

    ``begun`` is how a trade name may begin: all words in one piece, and the same with little ones.
    """

    texts: tuple[str, ...]
    exact: tuple[str, ...]
    marked: tuple[str, ...]
    begun: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[QueryWord], query: Query) -> Typed:
        """Take as many words of a query as the server reads."""
        words = list(words)[:MOST_WORDS]
        pieces = [name_in_one_piece(word.text for word in some) for some in (words, query.words)]
        return cls(
            tuple(word.text for word in words),
            tuple(word.marked or word.text for word in words),
            tuple(word.marked for word in words if word.marked),
            tuple(dict.fromkeys(pieces)),
        )

    @property
    def name(self) -> str:
        """All words in one piece, as the trade name that was typed."""
        return name_in_one_piece(self.exact)

    @property
    def parts(self) -> list[tuple[int, int]]:
        """Where a trade name may stand among other words, from word to word, the longest first."""
        most = len(self.texts)
        lengths = range(min(WORDS_OF_A_NAME, most - 1), 0, -1)
        return [(first, first + length) for length in lengths for first in range(most - length + 1)]

    def part(self, first: int, last: int) -> str:
        """Some of the words in one piece."""
        return name_in_one_piece(self.exact[first:last])

    def strictly(self, best: tuple[Way, ...] = (), within: tuple[str, ...] = ()) -> Way:
        """All words, whole and without errors; of these what has the diacritics as typed comes first."""
        both = [*self.texts, *self.marked]
        if self.marked and len(both) <= MOST_WORDS:
            best = (*best, Way(to_the_letter(both), within=within))
        return Way(to_the_letter(self.texts), within=within, best=best)

    def most_strictly(self) -> Way:
        """The same with the diacritics as typed, where some were typed."""
        strictly = self.strictly()
        return strictly.best[0] if strictly.best else strictly

    def as_a_name(self) -> tuple[Way, ...]:
        """The goods of just this trade name, those first whose sellers call them so; then kinds of them."""
        goods = (self.name,)
        said = f'"{" ".join(self.texts)}"'
        return (
            Way(said, within=OWN_NAME, called=goods),
            Way("", called=goods),
            Way(to_the_letter(self.texts), kind_of=goods),
        )

    def ways_of_known(self) -> Iterator[Way]:
        """Goods that nobody calls so: what has their name in its own, kinds of them first; then relatives."""
        strictly = self.strictly((Way("", kind_of=(self.name,)),), within=NAMES)
        yield strictly.best[-1] if len(strictly.best) > 1 else strictly
        yield Way(to_the_letter(self.texts), within=("other_names",))

    def with_fewer_words(self) -> Iterator[Way]:
        """The first words; then those without the first …"""
        for first in range(len(self.texts)):
            yield Way(" ".join(self.texts[first:]), FIRST_WORDS, widened=True)


@dataclass(frozen=True, slots=True)
class Known:
    """What the server has listings of.

    ``kinds`` are the kinds of goods of which a trade name begins like what was typed or nearly so, each with
    all its names word by word; ``pieces`` are the same names in one piece, also with their diacritics.
    ``goods`` is where the longest trade name stands among the words.
    ``is_called`` says that all words in one piece are a trade name, ``is_said`` that some name has them in
    their order, ``are_words`` that each of them is in some listing.
    """

    kinds: tuple[tuple[Name, ...], ...]
    pieces: frozenset[str]
    goods: tuple[int, int] | None
    is_called: bool
    is_said: bool
    are_words: bool

    @property
    def is_name(self) -> bool:
        """Whether all words are a trade name, with its spaces."""
        return self.is_called and self.is_said

    def longest(self, typed: Typed) -> int:
        """How many words the longest trade name has that stands among those typed."""
        first, last = self.goods or (0, 0)
        return len(typed.texts) if self.is_called else last - first

    def names_begun(self, typed: Typed) -> list[Name]:
        """Trade names of which what was typed is the beginning.

        There is one for each kind of goods; those come first of which the fewest letters are missing. A name
        that was written without its spaces is as likely meant as those in which a word goes on after it.
        """
        if self.is_name:
            return []
        for piece in typed.begun:
            begun = ([name for name in kind if _goes_on(name, piece)] for kind in self.kinds)
            names = {min(of_kind, key=_length) for of_kind in begun if of_kind}
            joined: list[Name] = []
            if self.is_called:
                joined = [(typed.name,)]
                names = {name for name in names if not _has_words(name, piece)}
            if names:
                return [*joined, *sorted(names, key=_length)][:NAMES_BEGUN]
        return []

    def names_meant(self, typed: Typed) -> list[Name]:
        """The trade names, each in one piece, that are spelt most like what was typed.

        There are none where somebody says just this. Where the first words are a trade name for themselves,
        only a slip or two are taken for one.
        """
        if self.is_called or self.is_said:
            return []
        pieces = sorted(self.pieces)
        if self.goods and self.goods[0] == 0:
            slips = errors_forgiven(len(typed.begun[0]))
            pieces = [piece for piece in pieces if OSA.distance(typed.begun[0], piece) <= slips]
        return [(piece,) for piece in get_close_matches(typed.name, pieces, NAMES_MEANT, NEAR)]

    def ways_around(self, typed: Typed) -> tuple[list[Way], list[Way]]:
        """The ways before the strict one, and those after it.

        Where some of the words name goods, it is these that must be there: with all other words, then with
        some of them. Without quotation marks the server also takes words for typing errors and the last for
        a beginning.
        """
        guessed = Way(" ".join(typed.texts))
        if not self.goods or self.is_called:
            return [], [guessed]
        first, last = self.goods
        goods = typed.part(first, last)
        others = [*typed.texts[:first], *typed.texts[last:]]
        with_all = Way(to_the_letter(others), called=(goods,))
        with_some = Way(" ".join([f'"{goods}"', *others]), FIRST_WORDS, called=(goods,), widened=True)
        in_names = typed.strictly(within=("called", *NAMES))
        if self.are_words:
            return [with_all, in_names, with_some], [guessed]
        return [with_all, in_names], [guessed, with_some]


def parts_with_little_words(words: Query) -> list[tuple[QueryWord, ...]]:
    """Return where little words may belong to a trade name, as "need" (cần) does in cần tây, celery."""
    most = len(words.words)
    parts = [
        words.words[first : first + length]
        for length in range(2, min(WORDS_OF_A_NAME, most) + 1)
        for first in range(most - length + 1)
    ]
    are_left_out = len(words.wanted) < most
    return [part for part in parts if are_left_out and any(word.is_little for word in part)]


def words_that_are_needed(words: Query, named: Iterable[tuple[QueryWord, ...]]) -> list[QueryWord]:
    """Return the words that are not little, or stand in one of those names."""
    in_names = {word for part in named for word in part}
    return [word for word in words.words if not word.is_little or word in in_names]


def in_turn(finds: Iterable[Hits]) -> Hits:
    """Return the first of each, then the second of each …, as many as are enough."""
    finds = list(finds)
    rounds = (found[place] for place in range(ENOUGH) for found in finds if place < len(found))
    return each_once(rounds)[:ENOUGH]


def nearest_first(finds: Sequence[Hits]) -> Hits:
    """Return the finds for the likeliest name with one of each of the others."""
    likeliest, *others = finds
    room = ENOUGH - len(others)
    return each_once([*likeliest[:room], *(hit for hits in others for hit in hits[:1]), *likeliest[room:]])


def own_names_first(hits: Hits, name: Name) -> Hits:
    """Return the hits, those first whose sellers say all of a name in theirs."""
    said = f" {' '.join(name)} "
    return sorted(
        hits, key=lambda hit: all(said not in f" {hit[own].replace(chr(10), ' ')} " for own in OWN_NAME)
    )


def each_once(hits: Iterable[dict[str, Any]]) -> Hits:
    """Return the hits without those that came before."""
    return list({hit["id"]: hit for hit in hits}.values())


def to_the_letter(words: Sequence[str]) -> str:
    """Return each word in quotation marks, within which the server forgives no typing error."""
    return " ".join(f'"{word}"' for word in words[:MOST_WORDS])


def _length(name: Name) -> tuple[int, Name]:
    return len(name_in_one_piece(name)), name


def _goes_on(name: Name, typed: str) -> bool:
    return name_in_one_piece(name).startswith(typed) and name_in_one_piece(name) != typed


def _has_words(name: Name, typed: str) -> bool:
    """Tell whether what was typed are whole words of a name."""
    return any(name_in_one_piece(name[:count]) == typed for count in range(1, len(name)))
