"""Which words the index knows, for taking a mistyped word as the one that was meant."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from marketplace.kernel.text.analysis import QueryWord

RARE = 3
"""A word in fewer documents than this may be a typing error."""

SHORTEST_CORRECTED = 3
SHORTEST_ALONE = 4
LETTERS_FOR_TWO_ERRORS = 8
MOST_CORRECTIONS = 3
MOST_READINGS = 12
MOST_JOINED = 4
LONGEST_JOINED = 24
MORE_FREQUENT = 5
"""A word that exists is only widened to words this many times as frequent."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of names and other names with the number of documents that have them."""

    frequency: dict[str, int]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> "Vocabulary":
        """Read the words of an index."""
        rows = connection.execute(
            "select term, sum(doc) from vocabulary"
            " where col in ('name', 'lao', 'lao_toneless', 'concepts', 'other_names', 'place', 'booth')"
            " group by term"
        )
        return cls(dict(rows.fetchall()))

    def corrections(self, word: QueryWord, frequency: int, is_alone: bool) -> tuple[str, ...]:
        """Return known words that may have been meant, best first; two joined words come as "ca phe".

        ``frequency`` is how many documents have the word as typed. A short word alone is not corrected:
        every Vietnamese syllable is one letter away from another.
        """
        if any(letter.isdigit() for letter in word.text):
            return ()
        toneless = (word.toneless,) if word.toneless not in ("", word.text) else ()
        if len(word.text) < (SHORTEST_ALONE if is_alone else SHORTEST_CORRECTED):
            return toneless
        similar = () if toneless and toneless[0] in self.frequency else self._similar(word.text, frequency)
        joined = () if frequency else tuple(self._joined(word.text)[:MOST_READINGS])
        return toneless + similar + joined

    def _similar(self, typed: str, frequency: int) -> tuple[str, ...]:
        errors = 2 if len(typed) >= LETTERS_FOR_TWO_ERRORS else 1
        near = process.extract(
            typed, self.frequency.keys(), scorer=OSA.distance, score_cutoff=errors, limit=None
        )
        better = [
            (distance, -self.frequency[word], word)
            for word, distance, _ in near
            if distance and self.frequency[word] >= max(1, MORE_FREQUENT * frequency)
        ]
        return tuple(word for *_, word in sorted(better)[:MOST_CORRECTIONS])

    def _joined(self, typed: str) -> list[str]:
        """Return ways to read a word as several known ones, the most usual first: caphe → ca phe."""
        if len(typed) > LONGEST_JOINED:
            return []
        readings = [parts for parts in self._parts(typed, MOST_JOINED) if len(parts) > 1]
        readings.sort(key=lambda parts: (len(parts), -min(self.frequency[part] for part in parts)))
        return [" ".join(parts) for parts in readings]

    def _parts(self, typed: str, most: int) -> Iterator[tuple[str, ...]]:
        """Yield ways to cut a word into at most so many known words of two letters or more."""
        if typed in self.frequency:
            yield (typed,)
        if most == 1:
            return
        for cut in range(2, len(typed) - 1):
            if typed[:cut] in self.frequency:
                for rest in self._parts(typed[cut:], most - 1):
                    yield (typed[:cut], *rest)


def document_frequency(connection: sqlite3.Connection, word: str) -> int:
    """Return how many documents have the word in one of their texts."""
    row = connection.execute("select max(doc) from vocabulary where term = ? and col <> 'marked'", (word,))
    return row.fetchone()[0] or 0
