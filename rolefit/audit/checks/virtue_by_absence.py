"""Finds rubrics that think well of somebody who does as little as possible."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.respondents import filled_in
from rolefit.audit.subject import Subject
from rolefit.audit.wording import phrases
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Ticks
from rolefit.rubric.model import texts_for
from rolefit.scoring.assess import quick_verdict

CODE = "RF034"
NAME = "virtue-by-absence"
SEVERITY: Severity = "warning"
ABOUT = (
    "Some items count what does not happen: no late work, no complaints, no meetings. If enough of "
    "them do, somebody who does nothing at all gets a fine result. One person is tried who answers "
    "everything by doing least: the low end of each scale and amount, no, none of these, and the "
    "option that says no, none, nobody or never. That person must get neither a clear outcome nor "
    "the top band."
)
FIX = (
    "Ask what was done instead: a step, a talk, a result. Give items that count an absence a "
    "partner that only somebody active can answer well."
)
BAD = """\
rubric: sound-readiness
gates: null
dimensions:
  topic: {target: 20}
  trial: {target: 20}
items:
  - {id: heard, type: likert, dimension: topic, scale: weeks, reverse: true, weight: 9,
    why: It shows., source: [WB-01], ask: In how many weeks did a customer complain?}
  - {id: calls, type: likert, dimension: trial, scale: weeks, reverse: true, weight: 9,
    why: It shows., source: [WB-02], ask: In how many weeks did the screen go dark?}
"""
_NEGATIVE = phrases("none, never, no, not, nobody, nothing, neither, without, no one, nowhere")
_CLEAR = ("clear", "leaning")


def check(subject: Subject) -> Iterator[Finding]:
    """A clear outcome, or the top band, for somebody who does least."""
    rubric = subject.rubric
    verdict = quick_verdict(rubric, filled_in(rubric, least)).verdict
    if verdict.outcome is None or verdict.height == "neither":
        return
    top = rubric.bands[-1].id if rubric.bands else verdict.outcome
    sure = _CLEAR if rubric.bands else ("clear",)
    if verdict.outcome == top and verdict.label in sure:
        name = texts_for(rubric, verdict.outcome).name
        message = f"somebody who does as little as possible gets `{verdict.outcome}` ({name})"
        yield Finding(("items",), message, "ask what was done, beside what did not happen")


def least(item: Item, turn: int) -> Answer:  # noqa: ARG001 - a pattern
    """The answer of somebody who does least; the middle option where none says so."""
    if not item.named_options() or isinstance(item.input_kind, Ticks):
        return item.denying()
    answers = item.candidates()
    idle = (answer for answer in answers if _NEGATIVE.search(item.shown(answer)))
    return next(idle, answers[len(answers) // 2])
