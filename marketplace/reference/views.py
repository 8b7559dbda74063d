"""Answers for the small elements of forms: which wards a province has, which HS heading a word means."""

from __future__ import annotations

from flask import Blueprint, jsonify, request

from marketplace.reference.models import HsHeading, Ward
from marketplace.reference.queries import find_hs, list_wards
from marketplace.web.addresses import asked_words
from marketplace.web.language import current_language

blueprint = Blueprint("reference", __name__)

#: Wards change with a law, headings every five years.
SECONDS_FRESH = 3600


@blueprint.get("/wards")
def wards():
    """The wards or districts of ``?province=``, for ``<ward-select>``."""
    found = list_wards(request.args.get("province", ""))
    return _lasting([_choice(ward) for ward in found])


@blueprint.get("/hs")
def hs():
    """HS headings for ``?q=``: a code or words in any language."""
    found = find_hs(asked_words())
    return _lasting([_choice(heading) | {"shown": heading.shown} for heading in found])


def _choice(thing: Ward | HsHeading) -> dict[str, str]:
    said = thing.names.in_(current_language())
    return {"code": thing.code, "name": said.text, "lang": said.lang}


def _lasting(choices: list[dict[str, str]]):
    answer = jsonify(choices)
    answer.cache_control.public = True
    answer.cache_control.max_age = SECONDS_FRESH
    return answer
