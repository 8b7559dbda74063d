"""One shape for every letter, so that a buyer without a Vietnamese keyboard finds what a seller wrote."""

import re
import unicodedata

LETTERS_WITHOUT_DECOMPOSITION = {
    "đ": "d",
    "ð": "d",
    "ø": "o",
    "ł": "l",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
}
COMBINING_MARKS = range(0x300, 0x370)
LATIN_WITH_MARKS = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff"


def _folding_table() -> dict[int, str | None]:
    """Map each accented Latin letter to its base, and marks and invisible characters to nothing."""
    table: dict[int, str | None] = dict.fromkeys(COMBINING_MARKS)
    table.update(dict.fromkeys(map(ord, INVISIBLE)))
    for letters in LATIN_WITH_MARKS:
        for code in letters:
            letter = chr(code)
            base = unicodedata.normalize("NFD", letter)[0]
            folded = LETTERS_WITHOUT_DECOMPOSITION.get(base, base)
            if folded != letter:
                table[code] = folded
    return table


_TABLE = _folding_table()
_NOT_IN_A_SKU = re.compile(r"[^0-9a-z]+")


def composed(text: str) -> str:
    """Return the text in lower case with each letter and its marks as one character (NFC)."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower()


def fold(text: str) -> str:
    """Return the text in lower case without Latin diacritics: ``Cà phê Đắk Lắk`` → ``ca phe dak lak``.

    Lao and other scripts keep their marks, which carry meaning there.
    """
    text = composed(text)
    return text if text.isascii() else text.translate(_TABLE)


def sku_form(text: str) -> str:
    """Return an article number without dashes, dots, spaces and case: ``SX-1200/B`` → ``sx1200b``."""
    return _NOT_IN_A_SKU.sub("", fold(text))
