"""Finds passages of which nothing may be left to print."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.simulation.meanings import ways
from rolefit.audit.subject import Subject
from rolefit.rubric.conditions import (
    All,
    AnyOf,
    Condition,
    ConditionalText,
    Not,
    Passage,
    reads_scores,
)
from rolefit.rubric.model import Rubric
from rolefit.rubric.texts import Advice

CODE = "RF037"
NAME = "empty-passage"
SEVERITY: Severity = "warning"
ABOUT = (
    "A summary and the reason of a gate are what a report leads with. Where all their texts have a "
    "condition and no text fits some answers, the report says nothing at the very place where it "
    "is read first. Complete answers are tried; texts that hang on scores are left out."
)
FIX = "Write one text without `when`, or one for the opposite: `when: {not: ...}`."
BAD = """\
outcomes:
  agency:
    summary:
      - {text: "Your jobs ask for several trades.", when: {item: kinds, is: many}}
      - {text: "Your jobs ask for two trades.", when: {item: kinds, is: two}}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Summaries and reasons that some answers leave without any text."""
    rubric = subject.rubric
    for path, passage, given in passages(rubric):
        whens = _conditions_of(passage)
        if not whens or any(reads_scores(when) for when in (*whens, *given)):
            continue
        unsaid = Not.model_construct(not_=AnyOf.model_construct(any=whens))
        if True in ways(rubric, All.model_construct(all=(*given, unsaid))):
            message = "for some answers none of these texts is printed, and the passage is empty"
            yield Finding(path, message, "add a text without `when`, or one for the rest")


def passages(rubric: Rubric) -> Iterator[tuple[Path, Passage, tuple[Condition, ...]]]:
    """What a report cannot do without, with its place and what is known where it is printed."""
    for name, outcome in rubric.outcomes.items():
        yield ("outcomes", name, "summary"), outcome.summary, ()
    for k, band in enumerate(rubric.bands):
        yield ("bands", k, "summary"), band.summary, ()
    for k, gate in enumerate(rubric.gates):
        yield ("gates", k, "reason"), gate.reason, (gate.when,)
        if gate.verdict is not None:
            yield ("gates", k, "verdict", "summary"), gate.verdict.summary, (gate.when,)
    for name in type(rubric.texts).model_fields:
        advice = getattr(rubric.texts, name)
        if isinstance(advice, Advice):
            yield ("texts", name, "summary"), advice.summary, ()


def _conditions_of(passage: Passage) -> tuple[Condition, ...]:
    """The conditions of a passage's texts; () where one of them is always said."""
    parts = passage if isinstance(passage, tuple) else (passage,)
    whens = [part.when for part in parts if isinstance(part, ConditionalText)]
    if len(whens) < len(parts):
        return ()
    known = tuple(when for when in whens if when is not None)
    return known if len(known) == len(whens) else ()
