"""Finds rubrics that say something clear to people who answer by position, never by content."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.respondents import Straight
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Response, Rubric, texts_for
from rolefit.scoring.assess import quick_verdict

CODE = "RF004"
NAME = "straight-liner"
SEVERITY: Severity = "error"
ABOUT = (
    "Some people take the first choice each time, or the last, or agree with everything. Such "
    "answers say nothing, so they must get no clear verdict, and in a readiness rubric they must "
    "stay out of the top band (a warning even where it is not clear). Nine such people are tried: "
    "first choices, last choices, all agreed, all denied, the earlier and the later middle, first "
    "and last in turn both ways, and up and down the choices. Levels and amounts must rise: where "
    "they alone lead to the top, nothing is said."
)
FIX = (
    "Vary the order. Let the choice for each outcome come first in some items and last in others, "
    "and let high ends of scales speak for each in turn. In a readiness rubric put the strong "
    "choice at the top, in the middle and at the bottom, and use `reverse: true` on some scales."
)
BAD = """\
dimensions:
  pace: {name: Pace, about: How fast work comes in., weight: 20, source: [AG-01]}
items:
  - {id: mondays, type: likert, dimension: pace, source: [AG-01], scale: weeks, toward: agency,
    allow_na: false, why: Fixed dates ask for more hands.,
    ask: "In how many of the last four weeks was a job due on a Monday?"}
  - {id: changes, type: likert, dimension: pace, source: [AG-01], scale: weeks, toward: agency,
    allow_na: false, why: Changes ask for spare time.,
    ask: "In how many of the last four weeks did a job change while it ran?"}
  - {id: gaps, type: likert, dimension: pace, source: [AG-01], scale: weeks, toward: agency,
    allow_na: false, why: Gaps show a plan.,
    ask: "In how many of the last four weeks was one person away?"}
  - {id: rushes, type: likert, dimension: pace, source: [AG-01], scale: weeks, toward: agency,
    allow_na: false, why: Rushes ask for more hands.,
    ask: "In how many of the last four weeks did a job come in for the next day?"}
  - {id: nights, type: likert, dimension: pace, source: [AG-01], scale: weeks, toward: agency,
    allow_na: false, why: Late work asks for shifts.,
    ask: "In how many of the last four weeks did work arrive after six?"}
"""
PATH = ("items",)
_HINT = "change the order of the choices in some items"


def check(subject: Subject) -> Iterator[Finding]:
    """People who answer by position and get a clear verdict, or the top band."""
    rubric = subject.rubric
    if not rubric.bands:
        for one in subject.straight:
            if one.verdict.label == "clear":
                yield Finding(PATH, who_gets_what(subject, one), _HINT)
        return
    for one in subject.straight:
        if one.verdict.outcome == rubric.bands[-1].id and _hangs_on_order(rubric, one):
            clear = one.verdict.label == "clear"
            yield Finding(PATH, who_gets_what(subject, one), _HINT, "error" if clear else "warning")


def _hangs_on_order(rubric: Rubric, one: Straight) -> bool:
    """Whether another order of choices could keep somebody out of the top band.

    Levels and amounts must rise: where they alone lead there, no order is at fault.
    """
    answers = dict(one.answers)
    for item in rubric.items:
        if item.scores and item.reorderable and answers[item.id].answer is not None:
            worst = min(item.candidates(), key=lambda a: item.values(a, rubric.outcome_ids))
            answers[item.id] = Response("answered", worst)
    return quick_verdict(rubric, answers).verdict.outcome != rubric.bands[-1].id


def who_gets_what(subject: Subject, one: Straight) -> str:
    """Who gets what."""
    assert one.verdict.outcome is not None
    name = texts_for(subject.rubric, one.verdict.outcome).name
    words = one.verdict.label.replace("_", " ")
    return f"somebody who {one.name} gets `{one.verdict.outcome}` ({name}): {words}"
