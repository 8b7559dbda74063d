"""What people searched for and did not find: words to be added to trade concepts.

Kept are words, their count and the day they were last asked, never who asked. What looks like a person's
address or number is not kept at all, and words nobody has asked again for half a year are forgotten. Staff
decide on all spellings of the same words at once: with marks, without them, in capitals.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.errors import NotAllowed, NotFound
from marketplace.kernel.text import lao
from marketplace.kernel.text.analysis import normal_form
from marketplace.kernel.text.folding import composed, fold
from marketplace.reference.concepts import Concept
from marketplace.search.asking import goods_called
from marketplace.search.engine import SearchQuery, SearchResult
from marketplace.search.models import LONGEST_UNANSWERED, UnansweredQuery

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=180)
#: The same words within this time are one visitor loading the page again.
ASKED_ONCE = timedelta(minutes=10)
#: So many rows are looked at for those asked most: more than any editor reads.
MOST_READ = 1_000
#: Whoever asks for nonsense all night fills no disk; new words are kept again when old ones are forgotten.
MOST_KEPT = 20_000

_PERSONAL = re.compile(r"@|https?:|www\.|(?:\d[\s.\-()+]*){7,}")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def report(query: SearchQuery, result: SearchResult) -> None:
    """Have the worker note a visitor's query whose own words found nothing.

    Pages only read, so this is a message, not a row. Only the first page of a search without filters counts:
    others find nothing for other reasons.
    """
    if result.degraded or (result.total and not result.glossed):
        return
    plain = SearchQuery(query.text, query.lang, sort=query.sort, per_page=query.per_page)
    text = words_to_keep(query.text)
    if not text or query != plain:
        return
    from marketplace.search.jobs import note_unanswered  # the job needs this module

    try:
        note_unanswered.enqueue(text, language_of(text, query.lang))
    except Exception:
        # Whoever searches must not suffer from a queue that is full or locked.
        log.warning("a query without results could not be noted", exc_info=True)


def words_to_keep(text: str) -> str:
    """The words of a query in one spelling; nothing where they may be somebody's or say nothing."""
    text = " ".join(lao.spell(composed(text)).split())
    if len(text) > LONGEST_UNANSWERED or _PERSONAL.search(text) or not _LETTERS.search(text):
        return ""
    return text


def language_of(text: str, lang: str) -> str:
    """The language words are likely in: their letters tell better than the page they were typed on."""
    if lao.has_lao(text):
        return "lo"
    if fold(text) != text:
        return "vi"
    return "en" if lang == "lo" else lang


def note(text: str, lang: str) -> None:
    """Count a query that found nothing."""
    now = clock.now()
    row = db.session.scalar(
        select(UnansweredQuery).where(UnansweredQuery.lang == lang, UnansweredQuery.text == text)
    )
    if row is None:
        if db.session.scalar(select(func.count(UnansweredQuery.id))) < MOST_KEPT:
            db.session.add(UnansweredQuery(lang=lang, text=text, last_asked_at=now))
    elif now - row.last_asked_at > ASKED_ONCE:
        row.count += 1
        row.last_asked_at = now


def forget_old() -> None:
    """Forget what nobody has asked for half a year."""
    db.session.execute(delete(UnansweredQuery).where(UnansweredQuery.last_asked_at < clock.now() - KEPT_FOR))


@dataclass(frozen=True)
class Unanswered:
    """Words that were searched in vain, in all spellings that differ in marks alone, the likeliest first.

    ``goods`` are the trade concepts that they are a name of already: nobody sells these.
    """

    rows: list[UnansweredQuery]
    goods: list[Concept]

    @property
    def query(self) -> UnansweredQuery:
        """The spelling that stands for all."""
        return self.rows[0]

    @property
    def other_spellings(self) -> list[str]:
        """How else it was typed, each once: the same may have been asked in pages of several languages."""
        return list(dict.fromkeys(row.text for row in self.rows if row.text != self.query.text))

    @property
    def count(self) -> int:
        """How often it was asked in all."""
        return sum(row.count for row in self.rows)

    @property
    def last_asked_at(self) -> datetime:
        """When it was asked last."""
        return max(row.last_asked_at for row in self.rows)


def list_unanswered(lang: str = "", *, is_ignored: bool = False) -> list[Unanswered]:
    """What was asked most, newest first among equals; without what staff ignore, or that alone."""
    ignored = UnansweredQuery.ignored_at
    query = select(UnansweredQuery).where(ignored.is_not(None) if is_ignored else ignored.is_(None))
    most = query.order_by(UnansweredQuery.count.desc(), UnansweredQuery.last_asked_at.desc()).limit(MOST_READ)
    alike: dict[str, list[UnansweredQuery]] = {}
    for row in db.session.scalars(most):
        alike.setdefault(_but_for_marks(row.text), []).append(row)
    found = [
        Unanswered(sorted(rows, key=_likelihood), goods_called(rows[0].text))
        for rows in alike.values()
        if not lang or any(row.lang == lang for row in rows)
    ]
    return sorted(found, key=lambda one: (one.count, one.last_asked_at), reverse=True)


def _but_for_marks(text: str) -> str:
    return lao.without_tones(normal_form(text))


def _likelihood(row: UnansweredQuery) -> tuple:
    """What was typed most comes first; of equals what carries marks, for leaving them out is easier."""
    return -row.count, fold(row.text) == row.text, row.id


def _spellings(row: UnansweredQuery) -> list[UnansweredQuery]:
    """All rows of the same words but for marks, itself included."""
    wanted = _but_for_marks(row.text)
    texts = db.session.execute(select(UnansweredQuery.id, UnansweredQuery.text))
    ids = [id for id, text in texts if _but_for_marks(text) == wanted]
    return list(db.session.scalars(select(UnansweredQuery).where(UnansweredQuery.id.in_(ids))))


def find_unanswered(id: int | None) -> UnansweredQuery | None:
    """The query with this key, if there is one."""
    return db.session.get(UnansweredQuery, id) if id else None


def get_unanswered(id: int) -> UnansweredQuery:
    """The query with this key, or ``NotFound``."""
    row = find_unanswered(id)
    if row is None:
        raise NotFound("unanswered query")
    return row


def ignore(row: UnansweredQuery, *, by) -> None:
    """An editor decides that these words ask for nothing that is traded here."""
    _only_editors(by)
    for one in _spellings(row):
        one.ignored_at = clock.now()


def heed(row: UnansweredQuery, *, by) -> None:
    """An editor lets ignored words stand among the others again."""
    _only_editors(by)
    for one in _spellings(row):
        one.ignored_at = None


def _only_editors(by) -> None:
    if not by.is_editor:
        raise NotAllowed("for editors")


def settle(row: UnansweredQuery) -> None:
    """The words have become a name of a concept: from now on they are answered."""
    for one in _spellings(row):
        db.session.delete(one)
