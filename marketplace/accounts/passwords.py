"""Passwords: how they are kept, and which are too easy to guess.

Nobody is asked for capitals or signs; what is refused is what a stranger tries first. Instead of a list
of the commonest passwords we keep the words they are made of and undo the usual disguises: capitals,
accents, ``@`` for ``a``, a year or an exclamation mark at the end, the same thing twice, two common words
in a row.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.kernel.text.folding import fold

SHORTEST = 8
LONGEST = 128
#: From here on a common word at the heart does not make a password easy any more.
LONG_ENOUGH_ANYHOW = 16
#: All digits and shorter than this: a date, a telephone number or the beginning of a series.
FEWEST_DIGITS = 12

#: OWASP's argon2id setting with the least memory: a web worker holds one at a time.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: Ways a finger takes over a keyboard or through the alphabet; forwards and backwards.
_WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "a1b2c3d4e5f6g7h8i9",
    "!@#$%^&*()",
)
_WAYS = "\n".join(way for walk in _WALKS for way in (walk, walk[::-1]))
_NOT_IN_A_WORD = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"(.{1,6}?)\1+")
_DISGUISES = str.maketrans("@4310$5!7", "aaeiossit")
_TRIMMINGS = "0123456789!@#$%^&*()-_=+[]{};:'\",.<>/?\\|`~ "


def hash_password(password: str) -> str:
    """What the database keeps of a password."""
    return _hasher.hash(_as_meant(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Does the password fit? Without a digest – nobody has that address – it takes as long to say no."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _as_meant(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_new_hash(password_hash: str) -> bool:
    """Was it kept with weaker settings than today's?"""
    return _hasher.check_needs_rehash(password_hash)


def is_acceptable(password: str, *own_words: str) -> bool:
    """Long enough, not too long, hard to guess."""
    return SHORTEST <= len(password) <= LONGEST and not is_easy_to_guess(password, *own_words)


def is_easy_to_guess(password: str, *own_words: str) -> bool:
    """Would a stranger try this early? ``own_words``: what is known of the person, as name and address."""
    plain = fold(password)
    if _is_series(plain):
        return True
    if len(password) >= LONG_ENOUGH_ANYHOW:
        return False
    common = _common_words() | _parts_of(own_words)
    bare = plain.strip(_TRIMMINGS)
    hearts = {bare, bare.translate(_DISGUISES), plain.translate(_DISGUISES).strip(_TRIMMINGS)}
    return any(_is_made_of(common, _NOT_IN_A_WORD.sub("", heart)) for heart in hearts)


def _as_meant(password: str) -> str:
    """Keyboards write "ế" as one character or as three; both are the same password."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


@cache
def _common_words() -> frozenset[str]:
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _parts_of(own_words: tuple[str, ...]) -> set[str]:
    """Every word of three letters or more in them, and all of each run together."""
    folded = [fold(words) for words in own_words]
    parts = {part for words in folded for part in _NOT_IN_A_WORD.split(words)}
    run_together = {_NOT_IN_A_WORD.sub("", words) for words in folded}
    return {part for part in parts | run_together if len(part) >= 3}


def _is_series(plain: str) -> bool:
    """A run over the keyboard, one piece again and again, or a few digits."""
    if plain.isdigit() and len(plain) < FEWEST_DIGITS:
        return True
    return bool(_REPEATED.fullmatch(plain)) or _count_off_the_way(plain) <= 1


def _count_off_the_way(plain: str) -> int:
    """How many characters belong to no walk of three or more."""
    start = alone = 0
    while start < len(plain):
        end = start + 3
        while end <= len(plain) and plain[start:end] in _WAYS:
            end += 1
        if end == start + 3:
            alone, start = alone + 1, start + 1
        else:
            start = end - 1
    return alone


def _is_made_of(common: frozenset[str] | set[str], heart: str) -> bool:
    """One common word, or two."""
    return heart in common or any(
        heart[:cut] in common and heart[cut:] in common for cut in range(3, len(heart) - 2)
    )
