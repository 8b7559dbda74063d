"""Phrases offered while a buyer types: how names of goods begin, with their counts, and booths.

They live in a small table of their own, so that typing never touches the big index.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import NamedTuple

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import normal_form
from marketplace.kernel.text.little_words import is_little
from marketplace.search.engine import Kind, Suggestion

LONGEST_PHRASE = 4
SHORT_NAME = 6
"""A name of so many words is offered whole rather than cut after the fourth."""

MOST_STARTS = 12
MOST_CANDIDATES = 200
ENOUGH = 80
"""So many of the most frequent are looked at, of all languages."""

LETTERS_IN_ORDER = 3

_BETWEEN_WORDS = " ,.;:-–("
_LAO_OR_WORD = re.compile("([\u0e81-\u0edf]+)|[^\\s\u0e81-\u0edf]+")

_WITH_KEY = "select key, lang, shown, count from phrase where key >= ? and key < ? limit ?"
_BY_FREQUENCY = {
    letters: (
        f"select key, lang, shown, count from phrase where substr(key, 1, {letters}) = ?"  # noqa: S608 - a number
        " and key >= ? and key < ? order by count desc limit ?"
    )
    for letters in (1, 2, LETTERS_IN_ORDER)
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

    A booth is offered by its whole name, from whichever word of it: people call the "Hợp tác xã Song Ray"
    Song Ray.
    """
    of_one = _from_each_word if kind == Kind.BOOTH else _beginnings
    spelt = {lang: lao.spell(unicodedata.normalize("NFC", name)).strip() for lang, name in names.items()}
    return [phrase for lang, name in spelt.items() for phrase in of_one(lang, name)]


def _from_each_word(lang: str, name: str) -> Iterator[Phrase]:
    starts = [0, *islice(_word_ends(name), MOST_STARTS - 1)]
    keys = dict.fromkeys(phrase_key(name[start:].lstrip(_BETWEEN_WORDS)) for start in starts)
    yield from (Phrase(key, lang, name) for key in keys if key)


def _beginnings(lang: str, name: str) -> Iterator[Phrase]:
    """Yield what may be said of a name: no beginning that leaves the reader hanging ("honey from")."""
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
    rows = _frequent(connection, key)
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


def _frequent(connection: sqlite3.Connection, key: str) -> list[tuple[str, str, str, int]]:
    """Return the most frequent phrases that begin with a key: all where they are few.

    Many share a short key; these are read from the most frequent down, by the first one, two or three
    letters.
    """
    bounds = (key, key + "\U0010ffff")
    if len(key) > LETTERS_IN_ORDER:
        rows = connection.execute(_WITH_KEY, (*bounds, MOST_CANDIDATES)).fetchall()
        if len(rows) < MOST_CANDIDATES:
            return rows
    letters = min(len(key), LETTERS_IN_ORDER)
    return connection.execute(_BY_FREQUENCY[letters], (key[:letters], *bounds, ENOUGH)).fetchall()
