"""Which words and trade names the index knows, for taking what was typed as what was meant.

Each is kept with every form it takes when a letter or two are left out. A mistyped word shares such a form
with the right one, so the right one is found by a few lookups on disk: nothing is read into memory, nothing
grows stale. Names of several words are kept as well and compared without their spaces: ``caphe`` is ``ca
phe``, and ``ca pha`` is nearer to it than to any other name, whatever else is spelt ``pha``.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from marketplace.kernel.text.analysis import one_form
from marketplace.kernel.text.english import other_spellings
from marketplace.search.texts import DocumentTexts

LETTERS_FOR_TWO_ERRORS = 8
SHORTEST_CORRECTED = 3
LONGEST_CORRECTED = 40
LETTERS_COMPARED = 9
"""Slips are looked for in the first letters only; what follows is compared when a candidate is found."""

MOST_CORRECTIONS = 3
MOST_PARTS = 4
LONGEST_JOINED = 24
WORDS_OF_A_NAME = 7
"""Trade names of more words are not known as names."""

MOST_COMPLETIONS = 10
LAST = "\U0010ffff"
MARK = "'"
"""Stands before the Telex form of a word with diacritics."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one document that are worth knowing, and its trade names of one word or more."""

    words: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, texts: DocumentTexts) -> "Said":
        told = (texts.name, texts.lao, texts.lao_toneless, texts.concepts, texts.other_names, texts.place)
        words = {word for text in (*told, texts.booth) for word in text.split()}
        words |= {f"{MARK}{word}" for word in f"{texts.marked} {texts.marked_beside}".split()}
        *lines, _inside = texts.concepts.split("\n")
        return cls(frozenset(words), frozenset(line for line in lines if line.count(" ") < WORDS_OF_A_NAME))


class VocabularyWriter:
    """Keeps count of words and names; ``close_books`` writes what has changed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._documents: Counter[str] = Counter()
        self._as_name: Counter[str] = Counter()

    def add(self, said: Said) -> None:
        """Count the words of a document."""
        self._documents.update(said.words | said.names)
        self._as_name.update(said.names)

    def take_away(self, said: Said) -> None:
        """Count a document no longer."""
        self._documents.subtract(said.words | said.names)
        self._as_name.subtract(said.names)

    def close_books(self) -> None:
        """Write the changed counts, the forms of new words, and forget words that nobody uses any more."""
        changed = [
            (text, text.replace(" ", ""), count, self._as_name[text])
            for text, count in self._documents.items()
            if count or self._as_name[text]
        ]
        known = self._known(text for text, *_ in changed)
        self._connection.executemany(
            "insert into word values (?, ?, ?, ?) on conflict(text) do update set"
            " documents = documents + excluded.documents, as_name = as_name + excluded.as_name",
            changed,
        )
        new = [(text, key) for text, key, *_ in changed if text not in known]
        self._connection.executemany(
            "insert or ignore into slip values (?, ?)",
            [(form, text) for text, key in new for form in _forms_kept(key)],
        )
        self._forget_unused(text for text, _, count, _ in changed if count < 0)
        self._documents.clear()
        self._as_name.clear()

    def _known(self, texts: Iterable[str]) -> set[str]:
        rows = self._connection.execute(
            "select text from word where text in (select value from json_each(?))", (json.dumps(list(texts)),)
        )
        return {text for (text,) in rows}

    def _forget_unused(self, texts: Iterable[str]) -> None:
        rows = self._connection.execute(
            "delete from word where documents <= 0 and text in (select value from json_each(?))"
            " returning text, key",
            (json.dumps(list(texts)),),
        )
        self._connection.executemany(
            "delete from slip where form = ? and text = ?",
            [(form, text) for text, key in rows.fetchall() for form in _forms_kept(key)],
        )


def _forms_kept(key: str) -> set[str]:
    """The forms under which a word is found; words with digits are never taken for others."""
    if not SHORTEST_CORRECTED - 1 <= len(key) <= LONGEST_CORRECTED or not key.isalpha():
        return set()
    return _forms(key, 2 if len(key) >= LETTERS_FOR_TWO_ERRORS - 1 else 1)


def _forms(key: str, errors: int) -> set[str]:
    """The beginning of a word, and what is left of it without so many letters."""
    forms = shortened = {key[:LETTERS_COMPARED]}
    for _ in range(errors):
        shortened = {form[:place] + form[place + 1 :] for form in shortened for place in range(len(form))}
        forms |= shortened
    return forms


def errors_forgiven(letters: int) -> int:
    """How many slips there may be in a word or name of so many letters, without its spaces."""
    return 2 if letters >= LETTERS_FOR_TWO_ERRORS else 1


@dataclass(frozen=True, slots=True)
class Near:
    """A known word or name that may have been meant: its words with spaces, and how far off it is.

    ``is_name`` says that goods are called so.
    """

    text: str
    distance: int
    documents: int
    is_name: bool = False


class Vocabulary:
    """What the index knows, for reading a query."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def documents(self, words: Iterable[str]) -> dict[str, int]:
        """Return in how many documents each word is said in a name or a place."""
        rows = self._connection.execute(
            "select text, documents from word where text in (select value from json_each(?))",
            (json.dumps(list(words)),),
        )
        return dict(rows.fetchall())

    def names_among(
        self, words: Sequence[str], is_meant: Callable[[int, int], bool] = lambda start, end: True
    ) -> list[tuple[int, int]]:
        """Return where trade names stand among the words, from word to word, the longest first.

        ``is_meant`` may refuse a name, for one that is spelt alike.
        """
        parts = {
            " ".join(words[start:end]): (start, end)
            for start in range(len(words))
            for end in range(start + 1, min(start + WORDS_OF_A_NAME, len(words)) + 1)
        }
        rows = self._connection.execute(
            "select text from word where as_name > 0 and text in (select value from json_each(?))",
            (json.dumps(list(parts)),),
        )
        found = sorted((parts[text] for (text,) in rows), key=lambda part: (part[0] - part[1], part[0]))
        taken: set[int] = set()
        chosen = []
        for start, end in found:
            if taken.isdisjoint(range(start, end)) and is_meant(start, end):
                taken.update(range(start, end))
                chosen.append((start, end))
        return chosen

    def near(self, typed: str) -> list[Near]:
        """Return words and names a slip or two away from what was typed (without spaces), best first.

        What is the same but for spaces is at no distance.
        """
        if not SHORTEST_CORRECTED <= len(typed) <= LONGEST_CORRECTED or not typed.isalpha():
            return []
        rows = self._connection.execute(
            "select distinct word.text, word.key, word.documents, word.as_name"
            " from slip join word using (text) where form in (select value from json_each(?))",
            (json.dumps(list(_forms(typed, errors_forgiven(len(typed))))),),
        )
        found: list[Near] = []
        for text, key, documents, as_name in rows:
            # What was typed may be short of the letters that were missed: "fsh sauc".
            most = errors_forgiven(max(len(typed), len(key)))
            distance = OSA.distance(typed, key, score_cutoff=most)
            if distance <= most and text != typed:
                found.append(Near(text, distance, documents, as_name > 0))
        return _nearest_first(found)

    def near_word(self, typed: str) -> list[Near]:
        """Return the same of one word, which may be spelt otherwise: ``trye`` is a tyre, kept as tire."""
        near = {
            kept: distance
            for other, kept in other_spellings().items()
            if (distance := OSA.distance(typed, other, score_cutoff=1)) <= 1
        }
        known = self.documents(near) if near else {}
        spelt = (Near(word, near[word], documents) for word, documents in known.items())
        return _nearest_first([*self.near(typed), *spelt])

    def names_begun(self, typed: str) -> list[str]:
        """Return the trade names that begin as typed (without spaces), the likeliest first.

        These are names that many documents have, and names of which few letters are missing.
        """
        rows = self._connection.execute(
            "select text from word where key > ? and key < ? and as_name > 0"
            " order by documents * 1.0 / (length(key) - ?) desc, text limit ?",
            (typed, typed + LAST, len(typed), MOST_COMPLETIONS),
        )
        return [text for (text,) in rows]

    def names_joined(self, typed: str) -> list[str]:
        """Return the trade names that are just this but for their spaces, the most used first."""
        rows = self._connection.execute(
            "select text from word where key = ? and as_name > 0 order by documents desc, text limit ?",
            (typed, MOST_CORRECTIONS),
        )
        return [text for (text,) in rows]

    def words_begun(self, typed: str) -> list[str]:
        """Return the single words that begin as typed, the most used first."""
        rows = self._connection.execute(
            "select text from word where text > ? and text < ? and instr(text, ' ') = 0"
            " order by documents desc, text limit ?",
            (typed, typed + LAST, MOST_COMPLETIONS),
        )
        return [text for (text,) in rows]

    def knows_marked(self, telexed: str) -> bool:
        """Tell whether any document has a word in just this Telex form."""
        return bool(self.known_among_marked([telexed]))

    def known_among_marked(self, telexed: Iterable[str]) -> list[str]:
        """Return those of some words in Telex form that any document has."""
        known = self.documents(f"{MARK}{word}" for word in telexed)
        return [word.removeprefix(MARK) for word in known]

    def marked_words_begun(self, letters: str, tone: str) -> list[str]:
        """Return the Telex forms of words with these letters at their beginning and this tone, if any."""
        rows = self._connection.execute(
            "select text from word where text > ? and text < ? and text like ?"
            " order by documents desc, text limit ?",
            (f"{MARK}{letters}", f"{MARK}{letters}{LAST}", f"%{tone}", MOST_COMPLETIONS),
        )
        return [text.removeprefix(MARK) for (text,) in rows]

    def taken_apart(self, typed: str) -> list[str]:
        """Return ways to read a word as several known ones, fewest and most used first: hatvai → hat vai."""
        if not LONGEST_JOINED >= len(typed) > SHORTEST_CORRECTED or not typed.isalpha():
            return []
        ends = range(2, len(typed) + 1)
        parts = {typed[start:end] for end in ends for start in range(end - 1)}
        forms = {part: one_form(part) for part in parts}
        documents = self.documents(forms.values())
        known = {part: documents[word] for part, word in forms.items() if word in documents}
        readings = [reading for reading in _parts(typed, known, MOST_PARTS) if len(reading) > 1]
        readings.sort(key=lambda reading: (len(reading), -min(known[part] for part in reading)))
        return [" ".join(reading) for reading in readings]


def _nearest_first(found: Iterable[Near]) -> list[Near]:
    return sorted(found, key=lambda near: (near.distance, not near.is_name, -near.documents, near.text))


def _parts(typed: str, known: dict[str, int], most: int) -> Iterator[tuple[str, ...]]:
    """Yield ways to cut a word into at most so many known words of two letters or more."""
    if typed in known:
        yield (typed,)
    if most == 1:
        return
    for cut in range(2, len(typed) - 1):
        if typed[:cut] in known:
            for rest in _parts(typed[cut:], known, most - 1):
                yield (typed[:cut], *rest)
