"""What a machine notices before an officer reads: a help to the eye, never a decision.

Each function takes a revision and its thing and returns hints. ``wiring.py`` says which ones look at which
kind. The words to look for are dated data (``data/restricted_goods.tsv``), for rules change and old
decisions must be judged by the words of their day.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from flask_babel import format_date, format_percent, get_locale
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from marketplace.kernel import clock
from marketplace.kernel.content import Kind
from marketplace.kernel.db import db
from marketplace.kernel.images import Image
from marketplace.kernel.money import Money
from marketplace.kernel.text import lao
from marketplace.kernel.text.folding import composed, fold
from marketplace.kernel.translated import LANGUAGE_NAMES, LANGUAGES
from marketplace.moderation.models import Revision
from marketplace.moderation.states import ReviewState
from marketplace.moderation.usual_prices import find_usual_prices_missed
from marketplace.reference.categories import written_categories
from marketplace.reference.places import province
from marketplace.reference.queries import former_wards

RESTRICTED_GOODS = Path(__file__).with_name("data") / "restricted_goods.tsv"

#: Vietnamese typed without diacritics is looked for from so many letters on.
SHORTEST_PLAIN = 7

_CONTACTS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"(?:https?://|www\.)\S+"),
    re.compile(r"(?:\+?(?:84|856)|\b0)(?:[ .\-]?\d){8,10}\b"),
    re.compile(r"\b(?:zalo|whatsapp|viber|telegram|facebook|messenger|wechat|line id)\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing worth a look. ``tone`` is "bad" for what the law forbids, "warn" or "info" for the rest."""

    text: str
    field: str = ""
    tone: str = "warn"


@dataclass(frozen=True, slots=True)
class RestrictedGoods:
    """Goods that are forbidden or need a licence, by the words they are sold under."""

    code: str
    rule: str
    is_prohibited: bool
    since: date
    until: date | None
    #: (language, word as people write it), every language.
    words: tuple[tuple[str, str], ...]

    def is_in_force(self, on: date) -> bool:
        """Did the rule hold on that day?"""
        return self.since <= on <= (self.until or on)


@cache
def all_restricted_goods() -> tuple[RestrictedGoods, ...]:
    """Every rule of the list, past ones included."""
    with RESTRICTED_GOODS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    return tuple(
        RestrictedGoods(
            row["code"],
            row["rule"],
            row["kind"] == "prohibited",
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
            tuple((lang, word) for lang in LANGUAGES for word in row[lang].split("|") if word),
        )
        for row in rows
    )


def restricted_goods(revision: Revision, thing) -> list[Hint]:
    """Words of forbidden or licensed goods, whatever language or spelling they are written in."""
    found: dict[tuple[str, str], Hint] = {}
    for field, lang, text in _texts(revision, thing):
        searchable = _searchable(text)
        for goods in all_restricted_goods():
            if goods.is_in_force(clock.today()) and (goods.code, field.name) not in found:
                word = next((word for _lang, word in goods.words if _is_in(word, searchable)), None)
                if word:
                    found[goods.code, field.name] = _restricted_hint(goods, word, field, lang)
    return list(found.values())


def _is_in(word: str, searchable: str) -> bool:
    """As people write it, or without its diacritics – unless that is too short to mean anything."""
    plain = _searchable(fold(word))
    return _searchable(word) in searchable or (len(plain) > SHORTEST_PLAIN and plain in searchable)


def _restricted_hint(goods: RestrictedGoods, word: str, field, lang: str) -> Hint:
    about = {"word": word, "field": field.label, "lang": LANGUAGE_NAMES[lang], "rule": goods.rule}
    if goods.is_prohibited:
        return Hint(
            _("“%(word)s” in %(field)s (%(lang)s): these goods may be forbidden. %(rule)s", **about),
            field.name,
            "bad",
        )
    return Hint(
        _("“%(word)s” in %(field)s (%(lang)s): these goods may need a licence. %(rule)s", **about), field.name
    )


def _searchable(text: str) -> str:
    """Words between spaces, Lao as it is cut into words, so that only whole words are found.

    Vietnamese keeps its diacritics here: without them "súng" (gun) is "sung" (fig).
    """
    spelled = lao.spell(composed(text))
    cut = lao.RUN.sub(lambda run: " " + " ".join(lao.words(run[0])) + " ", spelled)
    return " " + " ".join(re.findall(r"[^\W_]+", cut)) + " "


def _texts(revision: Revision, thing) -> Iterator[tuple]:
    """(field, language, text) of everything people wrote in a language."""
    for field in thing.CONTENT:
        if field.kind in (Kind.TRANSLATED, Kind.MARKDOWN):
            for lang, text in (revision.content.get(field.name) or {}).items():
                yield field, lang, text


def contact_in_text(revision: Revision, thing) -> list[Hint]:
    """Telephone numbers, addresses and messengers inside texts, which belong into the booth's contacts."""
    hints = []
    for field, lang, text in _texts(revision, thing):
        match = next(filter(None, (pattern.search(text) for pattern in _CONTACTS)), None)
        if match:
            about = {"found": match[0], "field": field.label, "lang": LANGUAGE_NAMES[lang]}
            hints.append(
                Hint(_("Contact details in %(field)s (%(lang)s): “%(found)s”.", **about), field.name)
            )
    return hints


def missing_language(revision: Revision, thing) -> list[Hint]:
    """Texts that exist in some languages only, gathered by what is missing."""
    missing: dict[str, list] = {}
    for field in thing.CONTENT:
        texts = revision.content.get(field.name) or {}
        if field.kind in (Kind.TRANSLATED, Kind.MARKDOWN) and texts:
            for lang in LANGUAGES:
                if lang not in texts:
                    missing.setdefault(lang, []).append(field)
    return [
        Hint(
            _(
                "No text in %(lang)s: %(fields)s.",
                lang=LANGUAGE_NAMES[lang],
                fields=", ".join(str(field.label) for field in fields),
            ),
            fields[0].name,
            "info",
        )
        for lang, fields in missing.items()
    ]


def first_of_organization(revision: Revision, thing) -> list[Hint]:
    """Nothing of this kind has been approved for the organization before: look twice."""
    if revision.base is not None:
        return []
    earlier = exists().where(
        Revision.subject_kind == revision.subject_kind,
        Revision.organization_id == revision.organization_id,
        Revision.state == ReviewState.APPROVED.value,
        Revision.id != revision.id,
    )
    if db.session.scalar(select(earlier)):
        return []
    return [Hint(_("The first of its kind from this organization."), tone="info")]


def former_address(revision: Revision, thing) -> list[Hint]:
    """What papers from before July 2025 call the ward, for whoever compares them with the address."""
    names = [
        f"{ward.names.in_('vi').text}, {province(ward.province_code).names.in_('vi').text}"
        for ward in former_wards(revision.content.get("ward") or "")
    ]
    if not names:
        return []
    text = _("Papers from before July 2025 name the ward differently: %(names)s.", names="; ".join(names))
    return [Hint(text, "ward", "info")]


def expired_certificate(revision: Revision, thing) -> list[Hint]:
    """Certificates whose last day is past."""
    today = clock.today().isoformat()
    return [
        Hint(
            _(
                "The certificate %(number)s of %(issuer)s expired on %(day)s.",
                number=row.get("number") or "–",
                issuer=row.get("issuer") or "–",
                day=format_date(date.fromisoformat(row["expires_on"]), "medium"),
            ),
            "certificates",
        )
        for row in revision.content.get("certificates") or []
        if row.get("expires_on") and row["expires_on"] < today
    ]


def hs_outside_category(revision: Revision, thing) -> list[Hint]:
    """An HS code that lies under none of the headings its category stands for."""
    hs, category = (
        revision.content.get("hs"),
        written_categories().get(revision.content.get("category") or ""),
    )
    if not hs or category is None or not category.hs_headings or hs.startswith(category.hs_headings):
        return []
    return [
        Hint(
            _(
                "HS %(hs)s is outside the headings of its category (%(headings)s).",
                hs=hs,
                headings=", ".join(category.hs_headings),
            ),
            "hs",
        )
    ]


def price_moves(revision: Revision, thing) -> list[Hint]:
    """How far the price of something live would move, in money and in percent."""
    content, live = revision.content, thing.live_content
    if not (live and live["price"] and content.get("price")) or live["currency"] != content.get("currency"):
        return []
    before, after = Decimal(live["price"]), Decimal(content["price"])
    if before == after:
        return []
    lang, currency = get_locale().language, live["currency"]
    about = {
        "before": Money(before, currency).format(lang),
        "after": Money(after, currency).format(lang),
        "share": format_percent((after - before) / before, "+#,##0 %;-#,##0 %"),
    }
    return [Hint(_("The price goes from %(before)s to %(after)s (%(share)s).", **about), "price", "info")]


def price_outlier(revision: Revision, thing) -> list[Hint]:
    """A price far from the middle of what public listings of the same category cost for the same unit."""
    usual = find_usual_prices_missed(thing, revision.content, revision.base)
    if usual is None:
        return []
    lang = get_locale().language
    about = {"count": usual.count, "middle": usual.middle.roughly().format(lang)}
    if Decimal(revision.content["price"]) > usual.middle.amount:
        text = _("The price is far above the middle of %(count)s like it (%(middle)s).", **about)
    else:
        text = _("The price is far below the middle of %(count)s like it (%(middle)s).", **about)
    return [Hint(usual.said_with_rates(text, lang), "price")]


def foreign_photo(revision: Revision, thing) -> list[Hint]:
    """A photo that came in, byte for byte, from another booth as well."""
    names = [field.name for field in thing.CONTENT if field.kind == Kind.PHOTOS]
    keys = {photo["key"]: name for name in names for photo in revision.content.get(name) or []}
    seen_before = {photo["key"] for name in names for photo in (revision.base or {}).get(name) or []}
    if keys.keys() <= seen_before:
        return []
    twin = aliased(Image)
    copied = (
        select(Image.key)
        .join(twin, (twin.sha256 == Image.sha256) & (twin.owner_id != Image.owner_id))
        .where(Image.key.in_(keys.keys() - seen_before))
        .distinct()
    )
    return [
        Hint(
            _("Another booth uses the same photo (photo %(number)s).", number=list(keys).index(key) + 1),
            keys[key],
        )
        for key in db.session.scalars(copied)
    ]


def look_at(revision: Revision, thing, lookers) -> list[Hint]:
    """Everything the machine noticed, what may be forbidden first."""
    hints = [hint for look in lookers for hint in look(revision, thing)]
    return sorted(hints, key=lambda hint: ("bad", "warn", "info").index(hint.tone))


OF_IDENTITIES = (missing_language, first_of_organization, former_address)
OF_BOOTHS = (restricted_goods, contact_in_text, missing_language, first_of_organization, foreign_photo)
OF_LISTINGS = (*OF_BOOTHS, price_moves, price_outlier, hs_outside_category, expired_certificate)
