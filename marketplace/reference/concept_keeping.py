"""Keeping the trade concepts: loading our own table without undoing what staff wrote, and editing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.db import db
from marketplace.kernel.edition import new_edition
from marketplace.kernel.errors import Invalid, NotAllowed, Stale
from marketplace.kernel.history import record
from marketplace.kernel.text.folding import composed
from marketplace.kernel.text.lao import spell
from marketplace.kernel.translated import LANGUAGES
from marketplace.reference.concepts import all_concepts
from marketplace.reference.models import TradeConcept
from marketplace.reference.queries import category, find_concept, has_code, list_concepts_called
from marketplace.reference.signals import concepts_changed
from marketplace.reference.tables import listed, read_table

MOST_NAMES = 60
LONGEST_NAME = 80


@dataclass(slots=True)
class ConceptContent:
    """What staff may write about a concept."""

    names: dict[str, list[str]]
    categories: list[str] = field(default_factory=list)
    hs_codes: list[str] = field(default_factory=list)
    broader_code: str = ""
    is_lao_unsure: bool = False

    @classmethod
    def of(cls, concept: TradeConcept) -> ConceptContent:
        """What stands there now."""
        return cls(
            {lang: list(concept.names.get(lang, ())) for lang in LANGUAGES},
            list(concept.categories),
            list(concept.hs_codes),
            concept.broader_code,
            concept.is_lao_unsure,
        )

    def write_to(self, concept: TradeConcept) -> None:
        """Put it in place of what stands there."""
        for name, value in asdict(self).items():
            setattr(concept, name, value)

    @property
    def parts(self) -> dict[str, object]:
        """Every part that is kept or replaced for itself: the names of each language, each other field."""
        parts = asdict(self)
        return {f"names.{lang}": names for lang, names in parts.pop("names").items()} | parts

    @classmethod
    def of_parts(cls, parts: Mapping) -> ConceptContent:
        """The content whose ``parts`` these are."""
        fields = {name: value for name, value in parts.items() if not name.startswith("names.")}
        return cls(names={lang: parts[f"names.{lang}"] for lang in LANGUAGES}, **fields)


def written_names(names: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Names as search spells them: small letters, one way to write Lao, none twice."""
    return {
        lang: list(
            dict.fromkeys(filter(None, (spell(composed(name)).strip() for name in names.get(lang, ()))))
        )
        for lang in LANGUAGES
    }


# --- our own table ------------------------------------------------------------------------------------


def shipped_concepts() -> dict[str, ConceptContent]:
    """The concepts of ``data/trade_concepts.tsv``, by code."""
    return {
        row["code"]: ConceptContent(
            {lang: list(listed(row[lang], "|")) for lang in LANGUAGES},
            list(listed(row["categories"])),
            list(listed(row["hs"])),
            row["broader"],
            bool(row["unsure"]),
        )
        for row in read_table("trade_concepts")
    }


def load_concepts() -> int:
    """Bring the concepts up to our table; says how many rows were new or different.

    Each part of a concept that still says what was shipped last time follows the new table. What staff have
    changed stays theirs, and so does a concept the table no longer names.
    """
    present = {concept.code: concept for concept in db.session.scalars(select(TradeConcept))}
    written = 0
    for code, shipped in shipped_concepts().items():
        concept = present.get(code)
        if concept is None:
            concept = TradeConcept(code=code)
            shipped.write_to(concept)
            db.session.add(concept)
        elif concept.shipped == shipped.parts:
            continue
        else:
            _follow(concept, shipped)
        concept.shipped = shipped.parts
        written += 1
    if written:
        db.session.flush()  # the caller counts rows
        _tell()
    return written


def _follow(concept: TradeConcept, shipped: ConceptContent) -> None:
    """Take from our table what staff have left alone since it was loaded last."""
    now = ConceptContent.of(concept).parts
    merged = {
        name: value if now[name] == concept.shipped.get(name) else now[name]
        for name, value in shipped.parts.items()
    }
    ConceptContent.of_parts(merged).write_to(concept)


# --- editing ------------------------------------------------------------------------------------------


def concept_meant(words: str, *, field: str = "code") -> TradeConcept:
    """The one concept that somebody means by a code or by a name in any language, or ``Invalid``."""
    called = list_concepts_called(words) if words.strip() else []
    if len(called) == 1:
        return called[0]
    if called:
        codes = ", ".join(one.code for one in called)
        problem = _("“%(words)s” is a name of several concepts: %(codes)s.", words=words, codes=codes)
    else:
        problem = _("No concept has the name or the code “%(words)s”.", words=words)
    raise Invalid(problem, field=field)


def add_concept(code: str, content: ConceptContent, *, by, may_share: bool = False) -> TradeConcept:
    """An editor adds an article of trade. Raises ``Invalid`` as ``edit_concept`` does."""
    _only_editors(by)
    if find_concept(code):
        raise Invalid(_("There is a concept with this code already."), field="code")
    concept = TradeConcept(code=code)
    _check(concept, content, may_share)
    content.write_to(concept)
    db.session.add(concept)
    _sign(concept, "add", by, {})
    return concept


def edit_concept(
    concept: TradeConcept, content: ConceptContent, *, by, seen_version: int, may_share: bool = False
) -> bool:
    """An editor writes a concept anew; everything tied to it is looked at again. False: nothing differs.

    Raises ``Stale`` when somebody changed it since ``seen_version``, and ``Invalid`` naming the field: a name
    that another concept has too needs ``may_share``.
    """
    _only_editors(by)
    before = ConceptContent.of(concept)
    if concept.version != seen_version:
        raise Stale("the concept was changed meanwhile", theirs=before, yours=content)
    _check(concept, content, may_share)
    changed = {
        name: {"before": before.parts[name], "after": value}
        for name, value in content.parts.items()
        if value != before.parts[name]
    }
    if changed:
        content.write_to(concept)
        _sign(concept, "edit", by, changed)
    return bool(changed)


def add_name(concept: TradeConcept, lang: str, name: str, *, by) -> None:
    """An editor lets a concept answer to one more name, such as one that buyers searched in vain.

    Raises ``Invalid`` where that would help no buyer: the concept has the name already, or is out of use.
    """
    if concept.retired_at:
        raise Invalid(_("“%(code)s” is out of use, so no name of it is searched.", code=concept.code))
    content = ConceptContent.of(concept)
    content.names = written_names(content.names | {lang: [*content.names[lang], name]})
    if not edit_concept(concept, content, by=by, seen_version=concept.version, may_share=True):
        raise Invalid(
            _(
                "“%(name)s” is a name of “%(code)s” already. Nobody lists these goods, so nothing is found.",
                name=name,
                code=concept.code,
            )
        )


def retire_concept(concept: TradeConcept, *, by) -> None:
    """An editor takes a concept out of use. It keeps its row: history and older tables name it."""
    _only_editors(by)
    if concept.retired_at is None:
        concept.retired_at = clock.now()
        _sign(concept, "retire", by, {})


def restore_concept(concept: TradeConcept, *, by) -> None:
    """An editor puts a retired concept to use again."""
    _only_editors(by)
    if concept.retired_at is not None:
        concept.retired_at = None
        _sign(concept, "restore", by, {})


def _only_editors(by) -> None:
    if not by.is_editor:
        raise NotAllowed("for editors")


def _check(concept: TradeConcept, content: ConceptContent, may_share: bool) -> None:
    content.names = written_names(content.names)
    for lang, names in content.names.items():
        if not names:
            raise Invalid(_("Please write at least one name."), field=f"names_{lang}")
        if len(names) > MOST_NAMES or max(map(len, names)) > LONGEST_NAME:
            raise Invalid(
                _(
                    "At most %(count)d names with at most %(length)d letters each.",
                    count=MOST_NAMES,
                    length=LONGEST_NAME,
                ),
                field=f"names_{lang}",
            )
    if not content.categories or not all(
        has_code("category", code) and category(code).is_leaf for code in content.categories
    ):
        raise Invalid(_("Choose the exact category, not the group."), field="categories")
    for code in content.hs_codes:
        if not has_code("hs", code):
            raise Invalid(_("There is no HS heading %(code)s.", code=code), field="hs_codes")
    if content.broader_code:
        content.broader_code = concept_meant(content.broader_code, field="broader_code").code
        _check_broader(concept, content.broader_code)
    if not may_share:
        _check_shared(concept, content)


def _check_broader(concept: TradeConcept, code: str) -> None:
    """A concept is a kind of one that exists, and not by a detour of itself."""
    passed = {concept.code}
    while code:
        broader = find_concept(code)
        if broader is None or code in passed:
            raise Invalid(_("This cannot be the broader concept."), field="broader_code")
        passed.add(code)
        code = broader.broader_code


def _check_shared(concept: TradeConcept, content: ConceptContent) -> None:
    for other in db.session.scalars(
        select(TradeConcept).where(TradeConcept.code != concept.code, TradeConcept.retired_at.is_(None))
    ):
        for lang, names in content.names.items():
            common = set(names) & set(other.names.get(lang, ()))
            if common:
                raise Invalid(
                    _(
                        "“%(name)s” is a name of “%(other)s” too. Tick below if both are meant.",
                        name=min(common),
                        other=other.code,
                    ),
                    field=f"names_{lang}",
                )


def _sign(concept: TradeConcept, verb: str, by, details: dict) -> None:
    """Note who did it, and have pages and documents follow."""
    concept.edited_at, concept.edited_by = clock.now(), by.name
    record(concept, verb, by=by, details=details)
    db.session.flush()  # the version counts up, and concepts are read again from the table
    _tell()


def _tell() -> None:
    """Every process reads its concepts again, and the worker looks again at what they are written in."""
    new_edition()
    all_concepts.forget()
    concepts_changed.send(None)
