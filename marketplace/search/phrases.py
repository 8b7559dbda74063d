"""Phrases offered while a buyer types: how names of goods begin, with their counts, and booths.

They live in a small table of their own, so that typing never touches the big index.
"""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import normal_form
from marketplace.kernel.text.folding import composed, fold
from marketplace.kernel.text.little_words import is_amount, is_little, is_place, is_unit
from marketplace.kernel.text.vietnamese import telex, without_tone
from marketplace.kernel.translated import LANGUAGES
from marketplace.search.engine import Kind, Suggestion

LONGEST_PHRASE = 4
SHORT_NAME = 6
"""A name of so many words is offered whole rather than cut after the fourth."""

MOST_STARTS = 12
MOST_BEGUN = 3
MOST_CANDIDATES = 100
ENOUGH = 24
"""So many of the most frequent in each language are looked at."""

TOO_FEW = 20
"""With fewer frequent ones, others are looked at as well."""

ORDERED_BY = (1, 2, 3, 5, 8)
"""The frequent phrases are kept in order by so many of their first letters."""

MANY = 3
"""Keys of so many letters and fewer are taken to have more phrases than can be looked at."""

_BETWEEN_WORDS = " ,.;:-–("
_SIGNS = f"{_BETWEEN_WORDS})[]!/|*&"
_LAO_OR_WORD = re.compile("([\u0e81-\u0edf]+)|[^\\s\u0e81-\u0edf]+")

_WITH_KEY = "select key, lang, shown, count from phrase where key >= ? and key < ? limit ?"
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

    What a seller says before the goods ("Wanted:") may be left out. A booth is offered by its whole name,
    from whichever word of it: people call the "Hợp tác xã Song Ray" Song Ray.
    """
    of_one = _from_each_word if kind == Kind.BOOTH else _beginnings
    spelt = {lang: lao.spell(unicodedata.normalize("NFC", name)).strip() for lang, name in names.items()}
    return [phrase for lang, name in spelt.items() for phrase in of_one(lang, name)]


def _from_each_word(lang: str, name: str) -> Iterator[Phrase]:
    starts = [0, *islice(_word_ends(name), MOST_STARTS - 1)]
    keys = dict.fromkeys(phrase_key(name[start:].lstrip(_BETWEEN_WORDS)) for start in starts)
    yield from (Phrase(key, lang, name) for key in keys if key)


def _beginnings(lang: str, name: str) -> Iterator[Phrase]:
    """Yield how a name begins, also without the little words before the goods: "Cần bán cà phê" is coffee."""
    yield from _first_words(lang, name)
    goods = _without_little_words(name)
    if goods and goods != name:
        yield from _first_words(lang, goods)


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


def _first_words(lang: str, name: str) -> Iterator[Phrase]:
    """Yield the first word, the first two … but no beginning that leaves one hanging ("honey from")."""
    ends = list(_word_ends(name))
    if LONGEST_PHRASE <= len(ends) <= SHORT_NAME:
        ends[LONGEST_PHRASE - 1 :] = ends[-1:]
    starts = [0, *ends]
    for start, end in islice(pairwise(starts), LONGEST_PHRASE):
        if end < len(name) and is_little(name[start:end].strip().lower()):
            continue
        shown = name[:end].rstrip(_BETWEEN_WORDS)
        if key := phrase_key(shown):
            yield Phrase(key, lang, shown)


def _word_ends(name: str) -> Iterator[int]:
    for match in _LAO_OR_WORD.finditer(name):
        if match[1] is None:
            yield match.end()
            continue
        end = match.start()
        for word in lao.words(match[1]):
            end += len(word)
            yield end


def suggestions(connection: sqlite3.Connection, prefix: str, lang: str, limit: int) -> list[Suggestion]:
    """Return the phrases that begin like ``prefix``: the buyer's language first, then the frequent ones.

    A phrase is left out when a longer one is as frequent: "green" says nothing beside "green coffee". A booth
    that begins so with several of its words is said once.
    """
    key = phrase_key(prefix)
    if not key:
        return []
    rows = _candidates(connection, key)
    rows.sort(key=lambda row: (row[1] != lang, -row[3], -len(row[0])))
    chosen: dict[tuple[str, str], Suggestion] = {}
    for phrase, phrase_lang, shown, count in rows:
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


def names_going_on(connection: sqlite3.Connection, typed: str) -> list[str]:
    """Return how names go on that begin as typed and are broken off within a word, the frequent ones first.

    None where names begin with just the words that were typed, diacritics included if there are any.
    """
    key, agrees = phrase_key(typed), _spelt_like(typed)
    begun: dict[str, tuple[int, str]] = {}
    for phrase, _lang, shown, count in sorted(_candidates(connection, key), key=lambda row: len(row[0])):
        if not agrees(shown):
            continue
        if phrase[len(key) : len(key) + 1] in ("", " "):
            return []
        if not any(phrase.startswith(shorter) for shorter in begun):
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


def _candidates(connection: sqlite3.Connection, key: str) -> list[tuple[str, str, str, int]]:
    """Return the phrases that begin with a key: all if they are few, else the most frequent of each language.

    Most phrases of a large catalogue are said once, so only the others are kept in order.
    """
    bounds = (key, key + "\U0010ffff")
    few = [] if len(key) <= MANY else connection.execute(_WITH_KEY, (*bounds, MOST_CANDIDATES)).fetchall()
    if 0 < len(few) < MOST_CANDIDATES:
        return few
    letters = max(letters for letters in ORDERED_BY if letters <= len(key))
    asked = ((key[:letters], lang, *bounds, ENOUGH) for lang in LANGUAGES)
    rows = [row for one in asked for row in connection.execute(_FREQUENT[letters], one)]
    if len(rows) >= TOO_FEW:
        return rows
    few = few or connection.execute(_WITH_KEY, (*bounds, MOST_CANDIDATES)).fetchall()
    return list(dict.fromkeys([*rows, *few]))
