"""Finds conditional texts and steps that are never printed."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.meanings import joint, ways
from rolefit.audit.subject import Subject
from rolefit.rubric.conditions import Condition, reads_scores
from rolefit.rubric.model import ResponseSet, Rubric
from rolefit.rubric.texts import conditional_texts

CODE = "RF036"
NAME = "dead-text"
SEVERITY: Severity = "warning"
ABOUT = (
    "A text with `when` is printed where its condition holds, and one with `items` where an answer "
    "to one of them leaves something to gain. Two mistakes make it a text for nobody: a condition "
    "that no combination of answers meets, and a condition that holds only where all of the items "
    "have their best answer already, so that the step would contradict the answer beside it."
)
FIX = "Read `when` aloud and mend the comparison, or name the items that the step really helps."
BAD = """\
rubric: sound-readiness
dimensions:
  trial:
    steps:
      - do: Ask somebody to look after the screen while you speak.
        evidence: A name in the plan.
        effort: One call
        source: [WB-02]
        items: [rehearsed]
        when: {item: rehearsed, at_least: 4}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Texts whose condition never holds, or holds only where there is nothing to gain."""
    rubric = subject.rubric
    for place, text in conditional_texts(rubric):
        if text.when is None or reads_scores(text.when):
            continue
        path = (*place, "when")
        if ways(rubric, text.when) == {False}:
            message = "no combination of answers makes this true: the text is never printed"
            yield Finding(path, message, "mend the comparison")
        elif rubric.bands and text.items and _nothing_to_gain(rubric, text.when, text.items):
            names = ", ".join(f"`{name}`" for name in text.items)
            message = f"where this is true, {names} has its best answer: it is never printed"
            yield Finding(path, message, "name the items that it helps, or turn the comparison")


def _nothing_to_gain(rubric: Rubric, when: Condition, items: tuple[str, ...]) -> bool:
    """Whether all of some items have their best answer wherever a condition holds."""
    found = [given for given, holds in joint(rubric, when, worth=items) if holds]
    return bool(found) and not any(
        _leaves_something(rubric, given, name) for given in found for name in items
    )


def _leaves_something(rubric: Rubric, given: ResponseSet, name: str) -> bool:
    """Whether an answer to an item is worth less than its best one."""
    item, answer = rubric.item(name), given[name].answer
    if not item.scores or answer is None:
        return False
    best = max(item.values(one, rubric.outcome_ids) for one in item.candidates())
    return item.values(answer, rubric.outcome_ids) < best
