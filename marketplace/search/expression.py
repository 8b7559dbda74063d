"""The FTS5 expressions for the words of a query.

A word with diacritics is looked for in its Telex form, where coconut and pineapple differ; every other word
wherever it stands.
"""

from collections.abc import Iterable, Sequence

from marketplace.kernel.text.analysis import QueryWord
from marketplace.search.texts import typed_in_one_piece

MARKED = "{marked marked_beside}"
"""The texts with diacritics."""

NAMES = "{name marked lao lao_inner lao_toneless concepts sku}"
"""The texts that say what a listing is; all others say something about it."""

OWN_NAMES = "{name lao lao_inner lao_toneless}"
"""What the seller calls it, without what else such goods are called."""

NAMES_AND_PLACES = "{name marked lao lao_inner lao_toneless concepts sku place marked_beside booth}"
"""The texts that say what it is, whence and whose."""

NOTES = "{booth description}"
"""The texts whose diacritics are not kept."""


def as_typed(word: QueryWord) -> str:
    """Return the expression for a word with the diacritics that were typed."""
    return f'{MARKED}:"{word.marked}"' if word.marked else f'"{word.text}"'


def anywhere(word: QueryWord) -> str:
    """Return the same with texts included that are kept without diacritics."""
    return f'({MARKED}:"{word.marked}" OR {NOTES}:"{word.text}")' if word.marked else f'"{word.text}"'


def unmarked(word: QueryWord) -> str:
    """Return the expression for a word without its diacritics or tone marks."""
    return any_of([f'"{form}"' for form in dict.fromkeys((word.text, word.toneless)) if form])


def as_a_word(text: str) -> str:
    """Return the expression for a word where it stands as one: a name in one piece ("caphe") is none."""
    return f'- {{called kind_of}} : "{text}"'


def called(words: Iterable[QueryWord]) -> str:
    """Return the expression for goods that have just these words for a trade name."""
    return f'called:"{typed_in_one_piece(words)}"'


def of_a_kind(words: Iterable[QueryWord]) -> str:
    """Return the expression for goods whose own trade name says that they are a kind of these."""
    return f'kind_of:"{typed_in_one_piece(words)}"'


def of_a_kind_called_otherwise(words: Sequence[QueryWord]) -> str:
    """Return the expression for goods that we know to be a kind of these: mangoes are fruit."""
    marked = [f'{MARKED}:"{word.marked}"' for word in words if word.marked]
    return all_of([*(f'other_names:"{word.text}"' for word in words), *marked])


def words_of(text: str) -> str:
    """Return the expression for known words with spaces between them."""
    return all_of([f'"{word}"' for word in text.split()])


def all_of(expressions: Iterable[str]) -> str:
    """Return the expression for what answers every one."""
    return _joined(expressions, " AND ")


def any_of(expressions: Iterable[str]) -> str:
    """Return the expression for what answers one at least."""
    return _joined(expressions, " OR ")


def in_names(expression: str) -> str:
    """Return the expression for what answers by its names alone."""
    return _within(NAMES, expression)


def in_names_or_places(expression: str) -> str:
    """Return the expression for what answers by its names, its place and its booth."""
    return _within(NAMES_AND_PLACES, expression)


def in_a_place(word: QueryWord) -> str:
    """Return the expression for what comes from a place with this word in its name."""
    return f'place:"{word.text}"'


def in_own_names(words: Iterable[QueryWord]) -> str:
    """Return the expression for what its seller calls by these words, whatever their diacritics."""
    return _within(OWN_NAMES, all_of(map(unmarked, words)))


def article_number(number: str) -> str:
    """Return the expression for a number without its signs."""
    return f'sku:"{number}"'


def article_number_begun(number: str) -> str:
    """Return the expression for numbers that go on after this."""
    return f'sku:"{number}"*'


def _within(texts: str, expression: str) -> str:
    return f"{texts} : {expression if expression.startswith('(') else f'({expression})'}"


def _joined(expressions: Iterable[str], word: str) -> str:
    different = list(dict.fromkeys(expressions))
    return different[0] if len(different) == 1 else f"({word.join(different)})"
