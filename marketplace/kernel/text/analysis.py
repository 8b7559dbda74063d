"""How a text enters a search index and how a buyer's query is read: the same rules on both sides."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from marketplace.kernel.text import lao
from marketplace.kernel.text.english import base_form
from marketplace.kernel.text.folding import INVISIBLE, composed, fold, sku_form
from marketplace.kernel.text.little_words import is_amount, is_little, is_place, is_unit, little_phrases
from marketplace.kernel.text.vietnamese import one_spelling, telex

RULES = 5
"""Number of the rules in this package; raise it with every change to what they answer."""

MOST_QUERY_LETTERS = 200
MOST_QUERY_WORDS = 12
SHORTEST_SKU = 3
REMEMBERED_WORDS = 50_000

_WORD = re.compile(r"[^\W_]+")
_NOT_SEEN = re.compile(f"[{INVISIBLE}\u0300-\u036f]+")
_BEFORE_A_NUMBER = re.compile(r"\W*(?:mã(?: số| hàng| sp)?|ma so|sku|code|item|no|ລະຫັດ)\b\W*")
_RUN_OR_WORD = re.compile("([\u0e81-\u0edf]+)|[^\\W_\u0e81-\u0edf]+")


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


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text as an index holds them.

    ``words`` are all of them in their order, folded Latin and shifted Lao; ``marked`` are the Telex forms
    of those with Vietnamese diacritics; ``in_telex`` are all words, those in place of their folded forms;
    ``inner`` are shorter Lao words inside them, ``toneless`` and ``toneless_inner`` the twins of both without
    tone marks; all of these are shifted.
    """

    words: tuple[str, ...]
    marked: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    toneless: tuple[str, ...] = ()
    toneless_inner: tuple[str, ...] = ()
    in_telex: tuple[str, ...] = ()

    @property
    def with_twins(self) -> list[str]:
        """All words and the tone-free twins that are not among them, for texts kept in one field."""
        return [*self.words, *self._not_yet_said(self.toneless, self.toneless_inner)]

    @property
    def besides(self) -> list[str]:
        """What of the shorter words and the twins is not among the words."""
        return self._not_yet_said(self.inner, self.toneless, self.toneless_inner)

    def _not_yet_said(self, *more: tuple[str, ...]) -> list[str]:
        known = set(self.words)
        return [word for words in more for word in words if word not in known]


def read_text(text: str) -> TextWords:
    """Return the words of a text in all forms."""
    if text.isascii():
        return TextWords(tuple(one_form(word) for word in _WORD.findall(text.lower())))
    words: list[str] = []
    marked: list[str] = []
    inner: list[str] = []
    toneless: list[str] = []
    toneless_inner: list[str] = []
    in_telex: list[str] = []
    for match in _runs_and_words(text):
        if run := match[1]:
            forms = _lao_forms(run)
            words += forms.words
            in_telex += forms.words
            inner += forms.inner
            toneless += forms.toneless
            toneless_inner += forms.toneless_inner
        else:
            folded, telexed = _latin_forms(match[0])
            words += folded
            marked += telexed
            in_telex += telexed or folded
    found = (words, marked, inner, toneless, toneless_inner, in_telex)
    return TextWords(*map(tuple, found))


def _runs_and_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the pieces of a text: runs of Lao letters, as the first group, and words of other letters."""
    return _RUN_OR_WORD.finditer(lao.spell(_NOT_SEEN.sub("", composed(text))))


@lru_cache(lao.REMEMBERED_RUNS)
def _lao_forms(run: str) -> TextWords:
    return TextWords(
        tuple(map(lao.shift, lao.words(run))),
        inner=tuple(map(lao.shift, lao.inner_words(run))),
        toneless=tuple(map(lao.shift, lao.toneless_words(run))),
        toneless_inner=tuple(map(lao.shift, lao.toneless_inner_words(run))),
    )


@lru_cache(REMEMBERED_WORDS)
def _latin_forms(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded form of one word, and its Telex form when it has Vietnamese diacritics."""
    folded = fold(word)
    marked = (telex(word),) if folded.isascii() and not word.isascii() else ()
    return tuple(map(one_form, _WORD.findall(folded))), marked


def one_form(word: str) -> str:
    """Return a folded word as an index holds it, whichever way it is spelt."""
    return base_form(one_spelling(word))


def index_words(text: str) -> list[str]:
    """Return the words of a text as an index holds them: folded Latin, Lao cut and shifted."""
    return list(read_text(text).words)


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a query.

    ``text`` is the form an index holds. ``marked`` is the Telex form when the buyer typed diacritics,
    otherwise empty. ``toneless`` is the tone-free form of a Lao word, empty for other words; when
    the buyer typed no tone marks it equals ``text``. ``is_little`` says that the word only stands beside
    what is wanted: "buy", "20 tons".
    """

    text: str
    marked: str = ""
    toneless: str = ""
    typed: str = ""
    is_little: bool = False

    @property
    def readable(self) -> str:
        """The word for showing it to a person: as it was typed, in its own script."""
        return self.typed or lao.unshift(self.text)


@dataclass(frozen=True, slots=True)
class Query:
    """A buyer's query read for the engines; ``sku`` is set when it may be an article number.

    ``typed`` is as much of it as was read, as it was typed.
    """

    words: tuple[QueryWord, ...]
    sku: str = ""
    typed: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def wanted(self) -> tuple[QueryWord, ...]:
        """The words a listing must have: all but the little ones, or all where there are no others."""
        return tuple(word for word in self.words if not word.is_little) or self.words


def read_query(text: str) -> Query:
    """Return the words of a query, as many as engines can use (12 words, 200 characters).

    A word is taken twice at most: ``ngô ngọt`` may be typed ``ngo ngo``, celery (``cần tây``) is needed in
    ``cần mua cần tây``, and coffee may be of Cà Mau (``cà phê Cà Mau``).
    """
    if len(text) > MOST_QUERY_LETTERS:
        text = text[:MOST_QUERY_LETTERS]
        text = text.rpartition(" ")[0] or text
    words: list[QueryWord] = []
    said: Counter[QueryWord] = Counter()
    was_number = False
    for match in _runs_and_words(text):
        for word, typed in _lao_query_words(match[1]) if match[1] else _other_query_words(match[0]):
            is_number = is_amount(typed)
            is_beside = is_number or is_little(typed) or (was_number and is_unit(typed))
            if said[word] < 2:
                words.append(replace(word, typed=typed, is_little=is_beside))
                said[word] += 1
            was_number = is_number
    # Two words that are nothing else are what is wanted.
    for place in little_phrases([fold(word.typed) for word in words]) if len(words) > 2 else ():
        words[place] = replace(words[place], is_little=True)
    for place, (word, following) in enumerate(pairwise(words)):
        if is_place(word.typed, following.typed):
            words[place], words[place + 1] = (replace(one, is_little=False) for one in (word, following))
    sku = sku_form(_BEFORE_A_NUMBER.sub("", composed(text)))
    may_be_sku = len(sku) >= SHORTEST_SKU and any(letter.isdigit() for letter in sku)
    # Half a letter is nothing that an index could be asked for.
    typed = text.encode(errors="ignore").decode()
    return Query(tuple(words[:MOST_QUERY_WORDS]), sku if may_be_sku else "", typed)


def _lao_query_words(run: str) -> Iterator[tuple[QueryWord, str]]:
    """Yield the words of a run, each with what was typed; without any tone mark they are read without."""
    if not lao.has_tones(run):
        for word in lao.toneless_words(run):
            yield QueryWord(lao.shift(word), toneless=lao.shift(word)), word
        return
    for word in lao.words(run):
        yield QueryWord(lao.shift(word), toneless=lao.shift(lao.without_tones(word))), word


def _other_query_words(typed: str) -> Iterator[tuple[QueryWord, str]]:
    folded, marked = _latin_forms(typed)
    for word in folded:
        yield QueryWord(word, marked[0] if marked and len(folded) == 1 else ""), typed
