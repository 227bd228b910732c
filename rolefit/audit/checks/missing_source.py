"""Finds items, outcomes, bands, gates and plans that name no claim they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Dimension, Gate, Rubric
from rolefit.rubric.texts import Step, TextBlock

CODE = "RF020"
NAME = "missing-source"
SEVERITY: Severity = "error"
ABOUT = (
    "Whoever is asked may want to know what a question rests on. Each item names the claims it "
    "was built from; one that names none is the author's own idea in the clothes of a finding, so "
    "that is an error. For outcomes, bands, gates, dimensions and steps of a plan it is a warning."
)
FIX = "Add `source` with the ids of the claims, like `[DC-01]`, or drop what nothing speaks for."
BAD = """\
items:
  - id: bill
    type: single
    dimension: money
    ask: Which kind of bill suits your books best?
    why: The way you pay should fit the way the work comes in.
    allow_na: false
    options:
      - {id: monthly, text: "One bill a month, with the same sum.", favors: {agency: 1}}
      - {id: job, text: "One bill for each job, when it is done.", favors: {freelancer: 1}}
"""
_HINT = "add source: [<claim>, ...]"


def check(subject: Subject) -> Iterator[Finding]:
    """Items without a source, and other parts of a rubric without one."""
    for k, item in enumerate(subject.rubric.items):
        if not item.source:
            yield Finding(("items", k), f"item `{item.id}` names no source", _HINT)
    for path, name in _parts_without_source(subject.rubric):
        yield Finding(path, f"{name} names no source", _HINT, "warning")


def _parts_without_source(rubric: Rubric) -> Iterator[tuple[Path, str]]:
    """Parts other than items that name no source, with what they are called."""
    for path, name, part in parts(rubric):
        if not part.source:
            yield path, name


def parts(rubric: Rubric) -> Iterator[tuple[Path, str, TextBlock | Dimension | Step | Gate]]:
    """The parts other than items that should name a source, with what they are called."""
    for name, outcome in rubric.outcomes.items():
        yield ("outcomes", name), f"outcome `{name}`", outcome
    for k, band in enumerate(rubric.bands):
        yield ("bands", k), f"band `{band.id}`", band
    for name, dimension in rubric.dimensions.items():
        yield ("dimensions", name), f"dimension `{name}`", dimension
        for k, level in enumerate(dimension.levels):
            at = ("dimensions", name, "levels", k)
            yield at, f"level `{level.id}` of dimension `{name}`", level
        for k, step in enumerate(dimension.steps):
            yield ("dimensions", name, "steps", k), f"step {k + 1} of dimension `{name}`", step
    for k, gate in enumerate(rubric.gates):
        yield ("gates", k), f"gate `{gate.id}`", gate
