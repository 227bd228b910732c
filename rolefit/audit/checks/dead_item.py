"""Finds items whose answer can change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.meanings import is_read, moves_score
from rolefit.audit.subject import Subject

CODE = "RF006"
NAME = "dead-item"
SEVERITY: Severity = "error"
ABOUT = (
    "Each item costs the respondent time and trust. An item that scores in no dimension and that "
    "no gate, branch, consistency pair or text reads is asked for nothing. An item that is worth "
    "the same whatever is answered is worse: it counts in the score and pulls everybody toward one "
    "value."
)
FIX = (
    "Let the item score (`dimension`, with options that differ in `favors` or `value`), read it "
    "in a gate, a branch or a text, or drop it."
)
BAD = """\
items:
  - id: mood
    type: single
    ask: How was the weather on the day of the last brief?
    why: It is nice to know.
    source: [AG-02]
    options:
      - {id: sun, text: "The sun was out."}
      - {id: rain, text: "It rained."}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Items that nothing reads, and scored items with one value for all answers."""
    for k, item in enumerate(subject.rubric.items):
        if item.scores and not moves_score(subject.rubric, item):
            message = f"every answer to `{item.id}` is worth the same"
            yield Finding(("items", k), message, "let the answers differ, or drop its dimension")
        elif not item.scores and not is_read(subject.rubric, item):
            message = f"`{item.id}` scores nothing, and nothing reads it"
            yield Finding(("items", k), message, "use it, or drop it")
