"""Vietnamese diacritics written in plain letters, the way the Telex keyboard types them.

Folding makes dứa (pineapple), dừa (coconut) and dưa (melon) one word. A buyer who took the trouble to
type the marks means one of them. The Telex form (``duwas``, ``duwaf``, ``duwa``) keeps them apart
and is plain ASCII, so no engine can fold it away.
"""

import unicodedata

from marketplace.kernel.text.folding import composed

LETTER_MARKS = {
    "\u0302": {"a": "a", "e": "e", "o": "o"},
    "\u0306": {"a": "w"},
    "\u031b": {"o": "w", "u": "w"},
}
TONE_MARKS = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}

_MARKS_ON = {"a": "aw", "e": "e", "o": "ow", "u": "w"}
"""The keys that put a mark on each letter."""

ONSETS_BEFORE_EITHER = frozenset(("h", "k", "l", "m", "qu", "s", "t", "v"))
"""The beginnings of syllables after which "y" and "i" are the same sound."""


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
    return one_spelling("".join(letters)) + tone


def marked_ways(word: str) -> list[str]:
    """Return the Telex forms that one syllable may have with marks: cam → cams, caams, cawm …"""
    written = word.replace("d", "dd", 1) if word.startswith("d") else word
    with_letters = {word, written}
    for form in (word, written):
        for place, letter in enumerate(form):
            with_letters |= {
                f"{form[:place]}{letter}{mark}{form[place + 1 :]}" for mark in _MARKS_ON.get(letter, "")
            }
    with_letters |= {form.replace("uo", "uwow") for form in (word, written)}
    return [
        f"{form}{tone}" for form in with_letters for tone in ("", *TONE_MARKS.values()) if form + tone != word
    ]


def one_spelling(word: str) -> str:
    """Return a word with "i" where Vietnamese writes "i" or "y" as it pleases: mỳ, mì; quýt, quít; kỹ, kĩ."""
    if word.endswith("y") and word[:-1] in ONSETS_BEFORE_EITHER:
        return f"{word[:-1]}i"
    return f"qui{word[3:]}" if word.startswith("quy") else word


def without_tone(telexed: str) -> tuple[str, str]:
    """Return the letters of a Telex form and its tone, if any: ``giuwowngf`` → ``giuwowng``, ``f``."""
    if telexed[-1:] in TONE_MARKS.values():
        return telexed[:-1], telexed[-1]
    return telexed, ""
