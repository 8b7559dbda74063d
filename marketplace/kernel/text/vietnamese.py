"""Vietnamese diacritics written in plain letters, the way the Telex keyboard types them.

Folding makes dứa (pineapple), dừa (coconut) and dưa (melon) one word. A buyer who took the trouble to
type the marks means one of them. The Telex form (``duwas``, ``duwaf``, ``duwa``) keeps them apart
and is plain ASCII, so no engine can fold it away.
"""

import re
import unicodedata

from marketplace.kernel.text.folding import composed, fold

LETTER_MARKS = {
    "\u0302": {"a": "a", "e": "e", "o": "o"},
    "\u0306": {"a": "w"},
    "\u031b": {"o": "w", "u": "w"},
}
TONE_MARKS = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}

_WORD = re.compile(r"[^\W_]+")


def telex(word: str) -> str:
    """Return one Vietnamese word in Telex: letter marks in place, the tone at the end.

    The tone stands at the end wherever it was written, so hòa and hoà are one word.
    """
    letters, tone = [], ""
    for character in unicodedata.normalize("NFD", composed(word)):
        if character in TONE_MARKS:
            tone = TONE_MARKS[character]
        elif character in LETTER_MARKS:
            letters.append(LETTER_MARKS[character].get(letters[-1] if letters else "", ""))
        else:
            letters.append("dd" if character == "đ" else character)
    return "".join(letters) + tone


def marked_words(text: str) -> list[str]:
    """Return the Telex form of each word that carries diacritics; words without any are left out."""
    words = _WORD.findall(composed(text))
    return [telex(word) for word in words if not word.isascii() and fold(word).isascii()]
