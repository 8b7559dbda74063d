"""What is new for a saved search, and the links of its letters that work without signing in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from marketplace.accounts.letters import path_to
from marketplace.search.asking import Answer, Found, ask, read_arguments
from marketplace.search.engine import MOST_PER_PAGE, SearchQuery, Sort
from marketplace.search.models import SavedSearch

#: So much is read of what is new; more than this nobody misses in one letter.
MOST_PAGES = 3


def query_of(saved: SavedSearch) -> SearchQuery:
    """The query as it was saved. Raises ``Invalid`` when an argument is understood no more."""
    return read_arguments(MultiDict(saved.arguments), saved.lang)


def path_of(saved: SavedSearch) -> str:
    """The path of the search page with this search, in its own language: numbers are written in that."""
    path = path_to("search.page").replace("{lang}", saved.lang)
    return f"{path}?{urlencode([tuple(pair) for pair in saved.arguments])}"


def find_new(saved: SavedSearch, until: datetime) -> list[Found]:
    """What was published after the last letter and up to ``until`` and answers now, the newest first.

    Only what has all words counts: a search that is widened for want of hits would write about anything.
    """
    query = replace(query_of(saved), sort=Sort.NEWEST, page=1, per_page=MOST_PER_PAGE)
    new: list[Found] = []
    for page in range(1, MOST_PAGES + 1):
        answer = _ask_strictly(replace(query, page=page))
        new += [one for one in answer.found if saved.told_until < one.thing.published_at <= until]
        if len(answer.result.hits) < query.page_size or _is_past(answer, saved.told_until):
            break
    return new


def _ask_strictly(query: SearchQuery) -> Answer:
    """Ask for the words as typed; where nothing has them, for the words they were taken for."""
    answer = ask(replace(query, exact=True), in_full=True)
    if answer.result.total or query.exact:
        return answer
    mended = ask(query, in_full=True)
    understood = mended.result.corrected or mended.result.glossed
    return mended if understood and not mended.result.widened else answer


def _is_past(answer: Answer, moment: datetime) -> bool:
    return any(one.thing.published_at <= moment for one in answer.found)


# --- links --------------------------------------------------------------------------------------------


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="stop letters of a saved search")


def stop_token(saved: SavedSearch) -> str:
    """What the link that ends the letters carries: it proves that its bearer was written to."""
    return _signer().dumps(saved.id)


def read_stop_token(token: str) -> int | None:
    """The key of the saved search; None for a forged token."""
    try:
        return _signer().loads(token)
    except BadSignature:
        return None
