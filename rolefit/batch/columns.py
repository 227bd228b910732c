"""The table of results: its columns, and the row that the single path gives for one person.

Columns, always all of them, empty where there is nothing to say:

- label: how the verdict came out; outcome: the leading outcome or the band reached, of a tie all of
  them, joined by `;`;
- margin, error: points between the first two, or to what is nearest to changing the band, and the
  standard error of that;
- score:OUTCOME for each outcome; fit for a standard;
- score:DIMENSION, or score:DIMENSION:OUTCOME; level:SCALE for a profile; coverage:DIMENSION, the
  share of what applies that was answered;
- answered, applicable: numbers of questions;
- failed, unknown: conditions that do not hold, and those that open answers decide;
- flags: signs of answers given without reading.

Numbers are rounded to nine decimals.
"""

from __future__ import annotations

from fractions import Fraction

from rolefit.rubric.conditions import decimals
from rolefit.rubric.model import OPEN, ResponseSet, Rubric
from rolefit.scoring import certainty
from rolefit.scoring.assess import verdict_on
from rolefit.scoring.assessment import Verdict
from rolefit.scoring.evaluate import evaluate

Cell = str | int | float | None
Row = dict[str, Cell]
"""One person's results, by column."""
SCORE, LEVEL, COVERAGE = "score:", "level:", "coverage:"
FIXED = ("label", "outcome", "margin", "error")
COUNTS = ("answered", "applicable", "failed", "unknown", "flags")
TEXTS = ("label", "outcome", "failed", "unknown", "flags")
"""Columns of text; the others hold numbers."""
WHOLE = ("answered", "applicable")
"""Columns of whole numbers."""


def result_columns(rubric: Rubric) -> tuple[str, ...]:
    """The columns of results of a rubric, in order."""
    demands = rubric.demands
    apart = rubric.outcome_ids if demands.has_outcomes else ()
    found = [*FIXED, *(f"{SCORE}{o}" for o in apart)]
    if demands.has_bands:
        found.append("fit")
    for name in rubric.dimensions:
        found += [f"{SCORE}{name}:{o}" for o in apart] or [f"{SCORE}{name}"]
    if demands.has_levels:
        found += [f"{LEVEL}{name}" for name in rubric.dimensions]
    found += [f"{COVERAGE}{name}" for name in rubric.dimensions]
    return (*found, *COUNTS)


def is_text(column: str) -> bool:
    """Whether a column of results holds text."""
    return column in TEXTS or column.startswith(LEVEL)


def result_row(rubric: Rubric, answers: ResponseSet) -> Row:
    """The results of one person by the single path; `answers` have branches followed."""
    evaluation = evaluate(rubric, answers)
    verdict, flags, gates = verdict_on(evaluation, certainty.flags(rubric, answers))
    tallied, ids = evaluation.tallied, rubric.outcome_ids
    found: Row = {
        "label": verdict.label,
        "outcome": outcome_of(verdict),
        "margin": number(verdict.margin),
        "error": None if verdict.error is None else number(Fraction(verdict.error)),
    }
    if rubric.demands.has_bands:
        found["fit"] = number(evaluation.fit.score if evaluation.fit else None)
    for k, outcome in enumerate(ids if rubric.demands.has_outcomes else ()):
        score = evaluation.scores[k] if evaluation.scores is not None else None
        found[f"{SCORE}{outcome}"] = number(score)
    for d in tallied.dimensions:
        for k, outcome in enumerate(ids):
            end = f":{outcome}" if rubric.demands.has_outcomes else ""
            found[f"{SCORE}{d.name}{end}"] = number(d.score_or_none(k))
        found[f"{COVERAGE}{d.name}"] = number(d.coverage)
        if rubric.demands.has_levels:
            found[f"{LEVEL}{d.name}"] = verdict.levels.get(d.name)
    states = [answers[item.id].state for item in rubric.items]
    found["answered"] = states.count("answered")
    found["applicable"] = sum(1 for state in states if state in ("answered", *OPEN))
    found["failed"] = ";".join(gate.id for gate in gates if gate.state == "fail") or None
    found["unknown"] = ";".join(gate.id for gate in gates if gate.state == "unknown") or None
    found["flags"] = ";".join(flag.flag for flag in flags) or None
    return {column: found[column] for column in result_columns(rubric)}


def outcome_of(verdict: Verdict) -> str | None:
    """The outcome or band of a verdict; those that are level joined."""
    return verdict.outcome or ";".join(verdict.tied) or None


def number(value: Fraction | None) -> float | None:
    """A number as it is written."""
    return None if value is None else decimals(value)
