"""How a text enters a search index and how a buyer's query is read: the same rules on both sides."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from marketplace.kernel.text import lao
from marketplace.kernel.text.folding import composed, fold, sku_form
from marketplace.kernel.text.vietnamese import telex

RULES = 2
"""Number of the rules in this package; raise it with every change to what they answer."""

MOST_QUERY_LETTERS = 200
MOST_QUERY_WORDS = 12
SHORTEST_SKU = 3

_WORD = re.compile(r"[^\W_]+")
_WORD_OR_RUN = re.compile(r"[\u0e81-\u0edf\u200b]+|[^\s\u0e81-\u0edf]+")


@cache
def analyzer_version() -> str:
    """Return the version of rules and word lists, such as ``2-9f3c2ab81d04``.

    An index keeps the version it was built with; with another one its words no longer agree with
    the words of a query.
    """
    return f"{RULES}-{lao.word_list_digest()}"


def normal_form(text: str) -> str:
    """Return text folded and in one Lao spelling, still readable: the form words are cut from."""
    return lao.spell(fold(text))


def _with_lao_runs(text: str, words_of: Callable[[str], Iterable[str]]) -> str:
    return lao.RUN.sub(lambda run: f" {' '.join(map(lao.shift, words_of(run[0])))} ", text)


def index_words(text: str) -> list[str]:
    """Return the words of a text as an index holds them: folded Latin, Lao cut and shifted."""
    return _WORD.findall(_with_lao_runs(normal_form(text), lao.words))


def index_words_and_twins(text: str) -> list[str]:
    """Return ``index_words`` and the tone-free twins of its Lao words, for texts kept in one field."""
    found = index_words(text)
    known = set(found)
    return found + [twin for twin in toneless_index_words(text) if twin not in known]


def inner_index_words(text: str) -> list[str]:
    """Return the shorter Lao words inside the words of a text, shifted."""
    return _lao_only(text, lao.inner_words)


def toneless_index_words(text: str) -> list[str]:
    """Return the Lao words of a text read without tone marks, with the shorter words inside, shifted."""
    return _lao_only(text, lao.toneless_words) + _lao_only(text, lao.toneless_inner_words)


def _lao_only(text: str, words_of: Callable[[str], Iterable[str]]) -> list[str]:
    if not lao.has_lao(text):
        return []
    return [lao.shift(word) for run in lao.RUN.findall(normal_form(text)) for word in words_of(run)]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a query.

    ``text`` is the form an index holds. ``marked`` is the Telex form when the buyer typed diacritics,
    otherwise empty. ``toneless`` is the tone-free form of a Lao word, empty for other words; when
    the buyer typed no tone marks it equals ``text``.
    """

    text: str
    marked: str = ""
    toneless: str = ""

    @property
    def readable(self) -> str:
        """The word in its own script, for showing it to a person."""
        return lao.unshift(self.text)


@dataclass(frozen=True, slots=True)
class Query:
    """A buyer's query read for the engines; ``sku`` is set when it may be an article number."""

    words: tuple[QueryWord, ...]
    sku: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


def read_query(text: str) -> Query:
    """Return the words of a query, as many as engines can use (12 words, 200 characters)."""
    text = text[:MOST_QUERY_LETTERS]
    words: list[QueryWord] = []
    for typed in _WORD_OR_RUN.findall(lao.spell(composed(text))):
        words += _lao_query_words(typed) if lao.has_lao(typed) else _other_query_words(typed)
    sku = sku_form(text)
    may_be_sku = len(sku) >= SHORTEST_SKU and any(letter.isdigit() for letter in sku)
    return Query(tuple(words[:MOST_QUERY_WORDS]), sku if may_be_sku else "")


def _lao_query_words(typed: str) -> list[QueryWord]:
    run = fold(typed)
    if not lao.has_tones(run):
        return [QueryWord(lao.shift(word), toneless=lao.shift(word)) for word in lao.toneless_words(run)]
    return [
        QueryWord(lao.shift(word), toneless=lao.shift(lao.without_tones(word))) for word in lao.words(run)
    ]


def _other_query_words(typed: str) -> list[QueryWord]:
    folded = _WORD.findall(fold(typed))
    as_typed = _WORD.findall(typed)
    if len(folded) != len(as_typed):
        return [QueryWord(word) for word in folded]
    return [
        QueryWord(word, "" if word == original else telex(original))
        for word, original in zip(folded, as_typed, strict=True)
    ]
