"""A Lao query whose words are in no listing, said in English by the dictionary of the LaoNLP package.

The dictionary (lao-eng-dictionary, MIT) has 49,000 rows. A process that searches once in a while must not
hold them in memory: they are written to a small SQLite file on first need and asked there.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from secrets import token_hex

from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import normal_form

DICTIONARY = "lao-eng-dictionary.csv"
#: How many readings of a query are tried before it is given up.
MOST_READINGS = 4
MOST_PIECES = 12
LONGEST_SENSE = 40

_MORE = re.compile(r"[;,(/]")
_ARTICLE = re.compile(r"^(?:to be|to|a|an|the)\s+", re.IGNORECASE)
_making = threading.Lock()


def readings(text: str, folder: Path, *, in_one: bool = False) -> Iterator[str]:
    """Yield what a Lao query may mean in English, likeliest first; nothing where a word is unknown.

    ``folder`` is where the dictionary's file is kept. What is not Lao in the query stays as it is. ``in_one``
    leaves out what has to be put together from several words.
    """
    with closing(sqlite3.connect(_dictionary_in(folder))) as dictionary:
        senses = [_senses(dictionary, part) for part in _parts(dictionary, text)]
    if not senses or not all(senses) or (in_one and len(senses) > 1):
        return
    likeliest = [sense[0] for sense in senses]
    found = [" ".join(likeliest)]
    for place, others in enumerate(senses):
        found += [" ".join([*likeliest[:place], other, *likeliest[place + 1 :]]) for other in others[1:]]
    yield from islice(dict.fromkeys(found), MOST_READINGS)


def _parts(dictionary: sqlite3.Connection, text: str) -> list[str]:
    """The longest headwords one after the other, and what is not Lao as it stands."""
    parts: list[str] = []
    for piece in normal_form(text).split():
        if not lao.has_lao(piece):
            parts.append(piece)
            continue
        words = list(lao.words(piece))[:MOST_PIECES]
        start = 0
        while start < len(words):
            ends = range(len(words), start, -1)
            end = next((end for end in ends if _senses(dictionary, "".join(words[start:end]))), start + 1)
            parts.append("".join(words[start:end]))
            start = end
    return parts


def _senses(dictionary: sqlite3.Connection, word: str) -> list[str]:
    if not lao.has_lao(word):
        return [word]
    rows = dictionary.execute("select english from sense where lao = ? order by is_noun desc, rowid", (word,))
    return list(dict.fromkeys(english.lower() for (english,) in rows))  # some stand there as headings


@cache
def _source() -> Path:
    return lao.corpus_folder() / DICTIONARY


@cache
def _name_of_file() -> str:
    digest = blake2b(_source().read_bytes(), digest_size=6).hexdigest()
    return f"lao-english-{digest}.sqlite"


def _dictionary_in(folder: Path) -> Path:
    """The dictionary's file, made when there is none; several processes may make it at once."""
    path = folder / _name_of_file()
    with _making:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f"{path.name}.{token_hex(4)}"
            with closing(sqlite3.connect(unfinished)) as dictionary, dictionary:
                dictionary.execute("create table sense(lao text, english text, is_noun integer)")
                dictionary.executemany("insert into sense values (?, ?, ?)", _read_senses())
                dictionary.execute("create index sense_of on sense(lao)")
            unfinished.replace(path)
    return path


def _read_senses() -> Iterator[tuple[str, str, bool]]:
    """(Lao word in our spelling, what one would search for, is it a thing) of every row that is short."""
    with _source().open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            word = normal_form(row["LaoWord"] or "").strip()
            english = _ARTICLE.sub("", _MORE.split(row["English"] or "")[0].strip())
            if lao.has_lao(word) and english and len(english) <= LONGEST_SENSE:
                yield word, english, row["Type"] == "n"
