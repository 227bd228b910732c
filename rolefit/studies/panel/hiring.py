"""A hiring panel: every interviewer's sheet on every candidate, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from rolefit.exact import mean
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.items import Item
from rolefit.rubric.model import ResponseSet, Rubric
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.panel.agreement import Icc, icc
from rolefit.studies.panel.round import SecondLook
from rolefit.studies.reliable_change import Measure, measures_of, score

FAR_APART = 2
"""Anchors between two interviewers from which an item is looked at again (EV-37)."""


class InterviewerSheet(NamedTuple):
    """One interviewer's form about one candidate."""

    form: str
    interviewer: str
    candidate: str
    responses: ResponseSet
    evaluation: Evaluation


class GivenAnswer(Value):
    """What one interviewer noted for one item."""

    interviewer: str
    answer: str
    """In words."""
    again: str | None = None
    """The answer of a second look, in words."""
    reason: str | None = None
    note: str | None = None


class ItemView(Value):
    """One item across the interviewers of a candidate."""

    candidate: str
    item: str
    ask: str
    answers: tuple[GivenAnswer, ...]
    spread: Number | None
    """Anchors between the lowest and the highest answer; None where they have no order."""
    look_again: bool
    """Whether it is far apart and nobody has looked at it again."""


class CandidateScore(Value):
    """A candidate in one measure: the mean of equal numbers of sheets, and their spread."""

    candidate: str
    measure: Measure
    mean: Number | None
    low: Number | None
    high: Number | None
    sheets: int


class HiringView(Value):
    """What a hiring panel found, before anybody compares totals."""

    rubric: str
    version: str
    candidates: tuple[str, ...]
    interviewers: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    """Interviewer and candidate of every form that is not in."""
    scores: tuple[CandidateScore, ...]
    items: tuple[ItemView, ...]
    """Question by question, candidates beside each other."""
    reliability: tuple[tuple[str, Icc], ...]
    """Per measure, from five candidates on; its name first."""


class Looked(NamedTuple):
    """A second look with its answer in words."""

    look: SecondLook
    words: str


_FEWEST_RATEES = 5


def hiring_view(
    rubric: Rubric,
    sheets: Sequence[InterviewerSheet],
    missing: Sequence[tuple[str, str]],
    looks: Mapping[tuple[str, str], Looked],
) -> HiringView:
    """The view; `looks` are second looks by form and item."""
    candidates = tuple(dict.fromkeys(sheet.candidate for sheet in sheets))
    evaluations = [sheet.evaluation for sheet in sheets]
    measures = tuple(measures_of(rubric, evaluations)) if sheets else ()
    return HiringView(
        rubric=rubric.rubric,
        version=rubric.version,
        candidates=candidates,
        interviewers=tuple(dict.fromkeys(sheet.interviewer for sheet in sheets)),
        missing=tuple(missing),
        scores=tuple(
            _score_of(name, measure, [s for s in sheets if s.candidate == name])
            for measure in measures
            for name in candidates
        ),
        items=tuple(
            view
            for item in rubric.items
            for name in candidates
            for view in _item_views(item, [s for s in sheets if s.candidate == name], looks)
        ),
        reliability=tuple(_reliability(measures, sheets, candidates)),
    )


def _score_of(name: str, measure: Measure, sheets: Sequence[InterviewerSheet]) -> CandidateScore:
    """One candidate in one measure."""
    found = [score(sheet.evaluation, measure).score for sheet in sheets]
    known = [value for value in found if value is not None]
    return CandidateScore(
        candidate=name,
        measure=measure,
        mean=mean(known) if known else None,
        low=min(known, default=None),
        high=max(known, default=None),
        sheets=len(known),
    )


def _item_views(
    item: Item,
    sheets: Sequence[InterviewerSheet],
    looks: Mapping[tuple[str, str], Looked],
) -> Iterator[ItemView]:
    """One item for one candidate, where somebody answered it."""
    given = [sheet for sheet in sheets if sheet.responses[item.id].state == "answered"]
    if not given:
        return
    answers = tuple(_notes_given(item, sheet, looks.get((sheet.form, item.id))) for sheet in given)
    apart = [_apart(item, one, other) for one, other in combinations(given, 2)]
    known = [distance for distance in apart if distance is not None]
    spread = max(known) if known else None
    far = spread is not None and spread >= FAR_APART
    looked = any(answer.again is not None for answer in answers)
    yield ItemView(
        candidate=sheets[0].candidate,
        item=item.id,
        ask=item.ask,
        answers=answers,
        spread=spread,
        look_again=far and not looked,
    )


def _apart(item: Item, one: InterviewerSheet, other: InterviewerSheet) -> Fraction | None:
    """Anchors between what two interviewers noted."""
    first, second = one.responses[item.id].answer, other.responses[item.id].answer
    return None if first is None or second is None else item.anchors_apart(first, second)


def _notes_given(item: Item, sheet: InterviewerSheet, looked: Looked | None) -> GivenAnswer:
    """What one interviewer noted, first and again."""
    response = sheet.responses[item.id]
    assert response.answer is not None
    return GivenAnswer(
        interviewer=sheet.interviewer,
        answer=item.shown(response.answer),
        again=looked.words if looked else None,
        reason=looked.look.reason if looked else None,
        note=response.note,
    )


def _reliability(
    measures: Sequence[Measure], sheets: Sequence[InterviewerSheet], candidates: Sequence[str]
) -> Iterator[tuple[str, Icc]]:
    """How far one sheet, and all together, can be trusted, where there are enough candidates."""
    if len(candidates) < _FEWEST_RATEES:
        return
    for measure in measures:
        table: list[list[Fraction]] = []
        for name in candidates:
            values = [score(s.evaluation, measure).score for s in sheets if s.candidate == name]
            table.append([value for value in values if value is not None])
        found = icc(table)
        if found is not None:
            yield measure.name, found
