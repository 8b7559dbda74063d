"""A list of one's own goods, looked through with LIKE: what is kept beside a row, and what stands there.

A booth's people look for what they themselves have written, among thousands rather than millions, drafts
included: that needs the rules of the search but no index. Of each row its names are kept in one line: with
spaces as somebody types them who leaves out diacritics and tone marks, then in one piece; and between equals
signs as they were written, Vietnamese in Telex::

    ca phe nhan caphenhan cf01 =caf=phee=nhaan=

What is asked for is a part of such a line. It begins with the version of the rules it was made by.
"""

from __future__ import annotations

from collections.abc import Iterable

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import QueryWord, TextWords, analyzer_version, index_words, read_text
from marketplace.kernel.text.folding import sku_form

LONG_WORD = 5
"""From so many letters on a word is found wherever it stands: "caphe" in ``caphenhan``."""


def made_by() -> str:
    """Return how a line of today's rules begins, letter by letter so that no word is found in it."""
    return "/".join(analyzer_version())


def kept_line(names: Iterable[str], numbers: Iterable[str] = ()) -> str:
    """Return what is kept of something with these names and article numbers."""
    read = [read_text(name) for name in dict.fromkeys(names)]
    plain = [word for text in read for word in _plain(text)]
    articles = [
        word for number in dict.fromkeys(numbers) for word in (*index_words(number), sku_form(number))
    ]
    written = [_between_signs((*_as_written(text), *text.inner)) for text in read]
    return " ".join([made_by(), *plain, *articles, *written, ""])


def _plain(text: TextWords) -> list[str]:
    words = [*(word for word in text.words if not lao.is_shifted(word)), *text.toneless]
    in_one_piece = ["".join(words)] if len(words) > 1 else []
    return [*words, *in_one_piece, *text.toneless_inner]


def _as_written(text: TextWords) -> tuple[str, ...]:
    return text.in_telex or text.words


def _between_signs(words: Iterable[str]) -> str:
    return f"={'='.join(words)}="


def forms_of_names(names: Iterable[str]) -> list[str]:
    """Return what of a line answers names as they are written, by themselves or within longer ones.

    A name with another one in it is left out: who finds "pepper" has found black pepper.
    """
    forms = dict.fromkeys(_between_signs(_as_written(read_text(name))) for name in names)
    return [form for form in forms if not any(other in form for other in forms if other != form)]


def has_marks(word: QueryWord) -> bool:
    """Tell whether somebody took the trouble to type diacritics or tone marks."""
    return bool(_marked(word))


def _marked(word: QueryWord) -> str:
    return word.marked or (word.text if word.toneless not in ("", word.text) else "")


def _unmarked(word: QueryWord) -> str:
    return word.toneless or word.text


def forms_as_typed(word: QueryWord) -> list[str]:
    """Return what of a line answers a word: with the marks that were typed, or written without any."""
    if has_marks(word):
        return [f"={_marked(word)}", f"={_unmarked(word)}="]
    return [form_without_marks(word)]


def form_without_marks(*words: QueryWord) -> str:
    """Return what of a line answers a word, or words written in one piece, whatever its marks."""
    return form_in_plain("".join(map(_unmarked, words)))


def form_in_plain(word: str) -> str:
    """Return what of a line answers plain letters, such as an article number's."""
    return word if len(word) >= LONG_WORD else f" {word}"
