"""What staff said of a proposal, in words, each with the way to the field it is about."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.accounts.letters import path_to
from marketplace.moderation.models import Revision
from marketplace.moderation.registry import reviewable
from marketplace.moderation.states import Reason


@dataclass(frozen=True)
class ReasonLine:
    """One coded reason of an answer, with the field it is about and the way to that field."""

    label: object
    #: Name of the field, empty where the reason concerns the whole.
    field: str
    field_label: object
    note: str
    #: As ``path_to`` writes it: ``{lang}`` stands where the reader's language belongs.
    path: str


def reason_lines(revision: Revision | None) -> list[ReasonLine]:
    """The reasons of an answer, each leading to its field on the page where members edit the thing."""
    if revision is None:
        return []
    subject = reviewable(revision.subject_kind)
    labels = {field.name: field.label for field in subject.fields}
    lines = []
    for reason in revision.reasons:
        name = reason.get("field") or ""
        place = {"field": name, "anchor": f"field-{name}"} if name else {}
        lines.append(
            ReasonLine(
                label=Reason(reason["code"]).label,
                field=name,
                field_label=labels.get(name, ""),
                note=reason.get("note") or "",
                path=path_to(subject.edit_endpoint, id=revision.subject_id, **place),
            )
        )
    return lines
