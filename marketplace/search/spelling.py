"""Which of the ways to spell Vietnamese a buyer used: with marks that sellers use, raw Telex or VNI, chat."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from marketplace.kernel.text.analysis import Query, QueryWord, read_query
from marketplace.kernel.text.keyboard import as_keyed, is_surely_keyed, out_of_chat
from marketplace.kernel.text.vietnamese import without_tone
from marketplace.search.vocabulary import MARK, Vocabulary


class Words(Protocol):
    """The words of all listings, as far as they are asked for here; see ``Vocabulary``."""

    def documents(self, words: Iterable[str]) -> Mapping[str, int]: ...

    def words_begun(self, typed: str) -> Sequence[str]: ...

    def marked_words_begun(self, letters: str, tone: str) -> Sequence[str]: ...


def may_be_spelt_otherwise(query: Query) -> bool:
    """Tell whether any word may be raw keys or chat."""
    return any(True for _word in _other_spellings(query))


def as_spelt_by_sellers(query: Query, vocabulary: Words) -> Query:
    """Return a query in the spelling of names; the same where it is spelt so already.

    What nobody writes is read as the keys of Telex or VNI (``caf phee``, ``ca2 phe6``) or as chat (``cà fê``)
    where that makes words of names. Marks that nobody writes (``café``) are a slip: the letters count.
    """
    others = dict(_other_spellings(query))
    marked = [word.marked for word in query.words if word.marked]
    if not others and not marked:
        return query
    texts = (word.text for word in query.words)
    known = vocabulary.documents([*texts, *map(_said, query.words), *map(_said, others.values())])
    others = {word: meant for word, meant in others.items() if _said(meant) in known}
    if list(others) == [query.words[-1]] and _is_broken_off(query.words[-1], vocabulary):
        others = {}
    is_spelt_otherwise = any(_said(word) not in known for word in others)
    words = tuple(
        others[word]
        if is_spelt_otherwise and word in others
        else _without_unused_marks(word, known, vocabulary, is_last=word is query.words[-1])
        for word in query.words
    )
    return query if words == query.words else replace(query, words=words)


def in_raw_keys(query: Query, vocabulary: Vocabulary) -> QueryWord | None:
    """Return what one word would be in raw Telex that may as well be a word broken off: ``cor``, ``tur``."""
    if len(query.words) != 1 or not _is_doubtful(query.words[0]):
        return None
    (word,) = query.words
    meant = _in_words(as_keyed(word.typed))
    return meant if vocabulary.knows_marked(meant.marked) else None


def _other_spellings(query: Query) -> Iterator[tuple[QueryWord, QueryWord]]:
    for word in query.words:
        if word.toneless or (len(query.words) == 1 and _is_doubtful(word)):
            continue
        if spelt := (not word.marked and as_keyed(word.typed)) or out_of_chat(word.typed):
            yield word, replace(_in_words(spelt), is_little=False)


def _is_doubtful(word: QueryWord) -> bool:
    return bool(not word.marked and as_keyed(word.typed)) and not is_surely_keyed(word.typed)


def _is_broken_off(word: QueryWord, vocabulary: Words) -> bool:
    """Tell whether a word that may be spelt otherwise may as well be unfinished: "sea fi" is no phi yet."""
    is_sure = word.marked or (as_keyed(word.typed) and is_surely_keyed(word.typed))
    return not is_sure and bool(vocabulary.words_begun(word.text))


def _in_words(spelt: str) -> QueryWord:
    return read_query(spelt).words[0]


def _said(word: QueryWord) -> str:
    """Return a word as the vocabulary has it: with its marks, if there are any."""
    return f"{MARK}{word.marked}" if word.marked else word.text


def _without_unused_marks(
    word: QueryWord, known: Mapping[str, int], vocabulary: Words, *, is_last: bool
) -> QueryWord:
    """Return a word without marks that no name has; the last one may go on."""
    if not word.marked or _said(word) in known or word.text not in known:
        return word
    if is_last and vocabulary.marked_words_begun(*without_tone(word.marked)):
        return word
    return replace(word, marked="")
