"""Phrases offered while a buyer types: how names of goods begin, with their counts, and booths.

They live in a small table of their own, so that typing never touches the big index. Three kinds stand in it:

* how a name begins: "cà phê", "cà phê Arabica"; offered, and what a query is completed to that breaks off;
* how a name begins without saying what it is: "dried"; completed to, but not offered, so of no language;
* how a name goes on from a later word: "dried mango" of "Soft dried mango"; offered as the whole of it. A
  space before the key tells it apart, for no query is completed to it: that may be about anything.
"""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import normal_form
from marketplace.kernel.text.folding import composed, fold
from marketplace.kernel.text.little_words import is_amount, is_little, is_place, is_unit
from marketplace.kernel.text.vietnamese import telex, without_tone
from marketplace.kernel.translated import LANGUAGES
from marketplace.search.engine import Kind, Suggestion
from marketplace.search.vocabulary import LAST

LONGEST_PHRASE = 4
SHORT_NAME = 6
"""A name of so many words is offered whole rather than cut after the fourth."""

LONGEST_OFFERED = 8
"""Later words are looked for among so many, and what the goods are is offered up to so many."""

SAYS_NOTHING = ""
"""The language of a beginning that is not offered."""

FROM_LATER = " "
"""How the keys of later words begin."""

SHORTEST_LATER = 2
"""Later words are looked for from so many letters on: one letter begins a word of every other name."""

MOST_STARTS = 12
MOST_BEGUN = 3
MOST_CANDIDATES = 100
MOST_OWN = 40
"""So many in the buyer's language are looked at where few of them are frequent."""

MOST_FREQUENT = 24
"""So many of the most frequent in each language are looked at."""

ENOUGH_FREQUENT = 20
"""With fewer frequent ones in all, others are looked at as well."""

ORDERED_BY = (1, 2, 3, 5, 8)
"""The frequent phrases are kept in order by so many of their first letters."""

SHORT_KEY = 3
"""Keys of so many letters and fewer are taken to have more phrases than can be looked at."""

_BETWEEN_WORDS = " ,.;:-–("
_SIGNS = f"{_BETWEEN_WORDS})[]!/|*&"
#: What goods come in; before an amount it is said of the packing: "Mật ong rừng hũ 500 g".
_CONTAINERS = frozenset(["bao", "bịch", "chai", "gói", "hộp", "hũ", "lọ", "lon", "túi", "thùng"])
_LAO_OR_WORD = re.compile("([\u0e81-\u0edf]+)|[^\\s\u0e81-\u0edf]+")

_WITH_KEY = "select key, lang, shown, count from phrase where key >= ? and key < ? limit ?"
_WITH_KEY_IN = "select key, lang, shown, count from phrase where key >= ? and key < ? and lang = ? limit ?"
_WITH_KEYS = (
    "select key, shown, max(count) from phrase where key in (select value from json_each(?))"
    " group by key order by 3 desc, key"
)
_FREQUENT = {
    letters: (
        f"select key, lang, shown, count from phrase where substr(key, 1, {letters}) = ?"  # noqa: S608 - a number
        " and lang = ? and key >= ? and key < ? and count > 1 order by count desc limit ?"
    )
    for letters in ORDERED_BY
}


class Phrase(NamedTuple):
    """The beginning of a name: what is compared, its language and how it is shown."""

    key: str
    lang: str
    shown: str


def phrase_key(text: str) -> str:
    """Return the form in which phrases are compared: folded, no tone marks, single spaces."""
    return lao.without_tones(" ".join(normal_form(text).split()))


def phrases_of(kind: str, names: Mapping[str, str]) -> list[Phrase]:
    """Return for each language the first word of the name, the first two … up to four, or a short one whole.

    Later words lead to what the goods are, or to the whole of a short name. What a seller says before the
    goods ("Wanted:") may be left out. A booth is offered by its whole name, from whichever word of it: people
    call the "Hợp tác xã Song Ray" Song Ray.
    """
    of_one = _from_each_word if kind == Kind.BOOTH else _of_goods
    spelt = {lang: lao.spell(unicodedata.normalize("NFC", name)).strip() for lang, name in names.items()}
    return [phrase for lang, name in spelt.items() for phrase in dict.fromkeys(of_one(lang, name))]


def _from_each_word(lang: str, name: str) -> Iterator[Phrase]:
    starts = [0, *islice(_word_ends(name), MOST_STARTS - 1)]
    keys = dict.fromkeys(phrase_key(name[start:].lstrip(_BETWEEN_WORDS)) for start in starts)
    yield from (Phrase(key, lang, name) for key in keys if key)


def _of_goods(lang: str, name: str) -> Iterator[Phrase]:
    """Yield how a name begins, also without the little words before the goods: "Cần bán cà phê" is coffee."""
    goods = _without_little_words(name) or name
    if goods != name:
        yield from _Name(lang, name).beginnings()
    yield from _Name(lang, goods).beginnings()
    yield from _Name(lang, goods).later_words()


def _without_little_words(name: str) -> str:
    """Return a name from the goods on: "Cần mua: 20 tấn thanh long" is dragon fruit, "Cần Thơ" a place."""
    start, before = 0, ""
    ends = list(_word_ends(name))
    words = [name[start:end].strip(_SIGNS).lower() for start, end in pairwise([0, *ends])]
    for end, word, following in zip(ends, words, [*words[1:], ""], strict=True):
        is_beside = is_little(word) or is_amount(word) or (is_amount(before) and is_unit(word)) or not word
        if not is_beside or is_place(word, following):
            break
        start, before = end, word
    return name[start:].lstrip(_SIGNS)


@dataclass(frozen=True)
class _Name:
    """What goods are called in one language, word by word."""

    lang: str
    text: str

    def beginnings(self) -> Iterator[Phrase]:
        """Yield the first word, the first two … but no beginning that leaves one hanging ("honey from")."""
        ends = list(range(1, len(self._words) + 1))
        if LONGEST_PHRASE <= len(ends) <= SHORT_NAME:
            ends[LONGEST_PHRASE - 1 :] = ends[-1:]
        for end in ends[:LONGEST_PHRASE]:
            if end < len(self._words) and is_little(self._pieces[end - 1].lower()):
                continue
            yield from self._phrase(self.lang if self._says_what(end) else SAYS_NOTHING, 0, end)
        if (
            LONGEST_PHRASE < self._goods_end <= LONGEST_OFFERED
            and self._goods_end not in ends[:LONGEST_PHRASE]
        ):
            yield from self._phrase(self.lang, 0, self._goods_end)

    def later_words(self) -> Iterator[Phrase]:
        """Yield from each later word what the goods are, or the whole of a short name."""
        whole = len(self._words)
        for start in range(1, min(whole, LONGEST_OFFERED)):
            end = self._goods_end if start < self._goods_end else whole
            if end <= LONGEST_OFFERED and self._says_what(end) and self._is_own(start):
                yield from self._phrase(self.lang, start, end)

    def _phrase(self, lang: str, start: int, end: int) -> Iterator[Phrase]:
        shown = self._cut(0, end)
        if key := phrase_key(self._cut(start, end)):
            yield Phrase(FROM_LATER + key if start else key, lang, shown)

    def _cut(self, start: int, end: int) -> str:
        return self.text[self._borders[start] : self._borders[end]].strip(_BETWEEN_WORDS)

    @cached_property
    def _borders(self) -> list[int]:
        return [0, *_word_ends(self.text)]

    @cached_property
    def _pieces(self) -> list[str]:
        return [self.text[start:end].strip() for start, end in pairwise(self._borders)]

    @cached_property
    def _words(self) -> list[str]:
        return [piece.strip(_SIGNS).lower() for piece in self._pieces]

    @cached_property
    def _goods_end(self) -> int:
        """How many words say what the goods are: up to a sign, a measure or a little word."""
        return next((end for end in range(1, len(self._words)) if self._turns_aside(end)), len(self._words))

    def _turns_aside(self, end: int) -> bool:
        """Tell whether something else than the goods follows the first words of the name."""
        before, after = self._pieces[end - 1], self._pieces[end]
        has_sign = before[-1:] in _SIGNS or after[:1] in _SIGNS
        return has_sign or not self._is_own(end) or not self._words[end - 1] or self._is_packing(end)

    def _is_packing(self, place: int) -> bool:
        """Tell whether the word is what so much of the goods comes in."""
        is_filled = place + 1 < len(self._words) and is_amount(self._words[place + 1])
        return is_filled and self._words[place] in _CONTAINERS

    def _is_own(self, place: int) -> bool:
        """Tell whether the word is about these goods rather than a measure, a sign or said beside."""
        word = self._words[place]
        return bool(word) and not is_little(word) and not self._is_measure(place)

    def _is_measure(self, place: int) -> bool:
        """Tell whether the word is an amount with its unit, or one of both: "500", "g/l", "5kg"."""
        word, before = self._words[place], self._words[place - 1] if place else ""
        after = self._words[place + 1] if place + 1 < len(self._words) else ""
        return (is_amount(word) and (not word.isdecimal() or _is_unit(after))) or (
            is_amount(before) and _is_unit(word)
        )

    def _says_what(self, end: int) -> bool:
        """Tell whether the first words say what the goods are: in English only as far as the goods are named,
        for "dried" may be anything, and in Vietnamese hardly with one syllable.
        """
        is_whole = end == len(self._words)
        if self._is_measure(end - 1) or (is_little(self._words[end - 1]) and not is_whole):
            return False
        if not is_whole and (self._is_packing(end - 1) or _is_open(self._cut(0, end))):
            return False
        if is_whole or self._turns_aside(end):
            return True
        return self.lang != "en" and (self.lang != "vi" or end > 1)


def _is_open(text: str) -> bool:
    """Tell whether a bracket is opened in a text and closed behind it."""
    return text.count("(") > text.count(")")


def _is_unit(word: str) -> bool:
    return word == "%" or is_unit(word.partition("/")[0])


def _word_ends(name: str) -> Iterator[int]:
    for match in _LAO_OR_WORD.finditer(name):
        if match[1] is None:
            yield match.end()
            continue
        end = match.start()
        for word in lao.words(match[1]):
            end += len(word)
            yield end


_Row = tuple[str, str, str, int]
"""A phrase: its key, its language, how it is shown, how many say it."""


def suggestions(connection: sqlite3.Connection, prefix: str, lang: str, limit: int) -> list[Suggestion]:
    """Return the phrases that begin like ``prefix``: the buyer's language first, then the frequent ones.

    Where few names in that language begin so, those with such a later word follow. A phrase is left out when
    a longer one is as frequent: "green" says nothing beside "green coffee". A name that has several such
    words is said once.
    """
    key = phrase_key(prefix)
    if not key:
        return []
    own = _chosen(_own_candidates(connection, key, lang), [], lang, limit) if len(key) <= SHORT_KEY else []
    if len(own) == limit:
        return own
    begun = [row for row in _candidates(connection, key, LANGUAGES) if row[1] != SAYS_NOTHING]
    is_little = len(key) >= SHORTEST_LATER and sum(row[1] == lang for row in begun) < limit
    later = _candidates(connection, FROM_LATER + key, LANGUAGES) if is_little else []
    return _chosen(begun, later, lang, limit)


def _chosen(begun: list[_Row], later: list[_Row], lang: str, limit: int) -> list[Suggestion]:
    """Return the best of the phrases that begin as typed and of those with such a later word."""
    chosen: dict[tuple[str, str], Suggestion] = {}
    for phrase, phrase_lang, shown, count in _best_first(begun, later, lang):
        said_better = any(
            other_lang == phrase_lang
            and (suggestion.text == shown or (other.startswith(phrase) and suggestion.count == count))
            for (other, other_lang), suggestion in chosen.items()
        )
        if not said_better:
            chosen[phrase, phrase_lang] = Suggestion(shown, phrase_lang, count)
        if len(chosen) == limit:
            break
    return list(chosen.values())


def _best_first(begun: list[_Row], later: list[_Row], lang: str) -> Iterator[_Row]:
    """Yield phrases in the buyer's language, then the others; of each the frequent first, then the long."""
    for is_own in (True, False):
        for rows in (begun, later):
            of_language = [row for row in rows if (row[1] == lang) == is_own]
            of_language.sort(key=lambda row: len(row[0]), reverse=True)
            of_language.sort(key=itemgetter(3), reverse=True)
            yield from of_language


def names_going_on(connection: sqlite3.Connection, typed: str) -> list[str]:
    """Return how names go on that begin as typed and are broken off within a word, the frequent ones first.

    None where names begin with just the words that were typed, diacritics included if there are any.
    """
    key, agrees = phrase_key(typed), _spelt_like(typed)
    begun: dict[str, tuple[int, str]] = {}
    found = _candidates(connection, key, (*LANGUAGES, SAYS_NOTHING))
    for phrase, _lang, shown, count in sorted(found, key=lambda row: len(row[0])):
        if not agrees(shown):
            continue
        if phrase[len(key) : len(key) + 1] in ("", " "):
            return []
        if phrase in begun:  # written in another language, or by itself only there
            begun[phrase] = (begun[phrase][0] - count, begun[phrase][1])
        elif not any(phrase.startswith(shorter) for shorter in begun):
            begun[phrase] = (-count, shown)
    return [shown for _count, shown in sorted(begun.values())[:MOST_BEGUN]]


def beginnings_among(connection: sqlite3.Connection, texts: Iterable[str]) -> list[str]:
    """Return those of some texts in small letters with which names begin, as shown, the frequent first."""
    rows = connection.execute(_WITH_KEYS, (json.dumps(list(texts)),))
    return [shown for _key, shown, _count in rows]


def _spelt_like(typed: str) -> Callable[[str], bool]:
    """Return what tells whether a name has the diacritics typed; the last word may lack its tone still."""
    if composed(typed) == fold(typed):
        return lambda shown: True
    *before, last = composed(typed).split()
    whole, (letters, tone) = list(map(telex, before)), _begun_in_telex(last)

    def agrees(shown: str) -> bool:
        *words, going_on = composed(shown).split()[: len(whole) + 1]
        more, its_tone = _begun_in_telex(going_on)
        return more.startswith(letters) and tone in ("", its_tone) and list(map(telex, words)) == whole

    return agrees


def _begun_in_telex(word: str) -> tuple[str, str]:
    """Return letters and tone of a word that may go on: its "y" stays one, as in quý, which begins quýt."""
    letters, tone = without_tone(telex(f"{word}."))
    return letters.removesuffix("."), tone


def _candidates(connection: sqlite3.Connection, key: str, languages: Sequence[str]) -> list[_Row]:
    """Return the phrases that begin with a key: all if they are few, else the most frequent of each language.

    Most phrases of a large catalogue are said once, so only the others are kept in order.
    """
    anyhow = _WITH_KEY, (key, key + LAST, MOST_CANDIDATES)
    few = connection.execute(*anyhow).fetchall() if len(key) > SHORT_KEY else []
    if 0 < len(few) < MOST_CANDIDATES:
        return few
    rows = [row for lang in languages for row in _frequent(connection, key, lang)]
    if len(rows) >= ENOUGH_FREQUENT:
        return rows
    return list(dict.fromkeys([*rows, *(few or connection.execute(*anyhow))]))


def _own_candidates(connection: sqlite3.Connection, key: str, lang: str) -> list[_Row]:
    """Return the same of one language only, which is all that is shown where most names begin with a key."""
    rows = _frequent(connection, key, lang)
    if len(rows) >= ENOUGH_FREQUENT:
        return rows
    anyhow = connection.execute(_WITH_KEY_IN, (key, key + LAST, lang, MOST_OWN))
    return list(dict.fromkeys([*rows, *anyhow]))


def _frequent(connection: sqlite3.Connection, key: str, lang: str) -> list[_Row]:
    """Return the most frequent phrases of a language that begin with a key, of those said more than once."""
    letters = max(letters for letters in ORDERED_BY if letters <= len(key))
    asked = (key[:letters], lang, key, key + LAST, MOST_FREQUENT)
    return connection.execute(_FREQUENT[letters], asked).fetchall()
