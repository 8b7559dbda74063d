"""How well an engine answers questions: success, recall and NDCG at 10."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from benchmarks.search.questions import Question
from marketplace.search.engine import SearchEngine, SearchQuery

LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one kind of question, each between 0 and 1."""

    kind: str
    questions: int
    success: float
    precision: float
    recall: float
    ndcg: float


def mark_engine(engine: SearchEngine, questions: Iterable[Question]) -> list[Marks]:
    """Ask everything, by kind, and return the marks in the order of the kinds."""
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for question in questions:
        query = SearchQuery(question.text, lang=question.lang, per_page=LOOKED_AT)
        hits = [hit.id for hit in engine.search(query).hits]
        found.setdefault(question.kind, []).append(marks_of(hits, question))
    return [
        Marks(kind, len(each), *(fmean(column) for column in zip(*each, strict=True)))
        for kind, each in found.items()
    ]


def marks_of(hits: Sequence[str], question: Question) -> tuple[float, float, float, float]:
    """Success, precision, recall and NDCG of one answer.

    Only as many hits can be right as there are answers, so precision is counted among so many, ten at most:
    it is the same figure as recall.
    """
    grades = [question.answers.get(hit, 0) for hit in hits[:LOOKED_AT]]
    best = sorted(question.answers.values(), reverse=True)[:LOOKED_AT]
    right = sum(1 for grade in grades if grade)
    return float(right > 0), right / len(best), right / len(best), _gain(grades) / _gain(best)


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
