"""What the cases of a rubric reach, each of them run once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, get_args

from rolefit.audit.base import Path
from rolefit.rubric.cases import case_responses
from rolefit.rubric.items.base import Amount
from rolefit.rubric.model import OPEN, Case, GateState, Height, Label, Response, Rubric, read
from rolefit.scoring import certainty
from rolefit.scoring.assess import QuickVerdict, quick_verdict
from rolefit.scoring.tally import FULL_COVERAGE, Values
from rolefit.scoring.verdict import CAPPING_FLAGS

# --- The rubric's own cases, read and judged once for every check that looks at them --------------


class CaseRun(NamedTuple):
    """A case with its answers read, branches followed, and what it gets."""

    case: Case
    answers: dict[str, Response]
    found: QuickVerdict


def case_runs(rubric: Rubric) -> tuple[CaseRun, ...]:
    """Every case of a rubric with what it gets. Raises Invalid where answers cannot be read."""
    read_cases = [(case, read(rubric, case_responses(rubric, case))) for case in rubric.cases]
    return tuple(CaseRun(case, given, quick_verdict(rubric, given)) for case, given in read_cases)


def telling_values(rubric: Rubric) -> tuple[dict[str, Values], ...]:
    """Values of the scored answers by item, for the cases that say enough to compare items.

    Left out are cases with open answers to more than a fifth of the scored items that apply, and
    those whose answers raise two flags or more: they show what happens to answers without content.
    """
    found = []
    for case in rubric.cases:
        answers = read(rubric, case_responses(rubric, case))
        values = _scored_values(rubric, answers)
        waiting = sum(1 for i in rubric.items if i.scores and answers[i.id].state in OPEN)
        enough = values and Fraction(len(values), len(values) + waiting) >= FULL_COVERAGE
        if enough and len(certainty.flags(rubric, answers)) < CAPPING_FLAGS:
            found.append(values)
    return tuple(found)


def _scored_values(rubric: Rubric, answers: dict[str, Response]) -> dict[str, Values]:
    """Values of the answered items that score, for each outcome."""
    found = {}
    for item in rubric.items:
        answer = answers[item.id].answer
        if item.scores and answer is not None:
            found[item.id] = item.values(answer, rubric.outcome_ids)
    return found


_RECOMMENDED: tuple[Label, ...] = ("leaning", "clear", "conditional")
"""Labels that recommend an outcome."""


class Count(NamedTuple):
    """One thing that cases may reach."""

    of: str
    """What it belongs to: a gate, an item; empty for results and labels."""
    name: str
    path: Path
    """Where in the rubric; the empty path for what no place stands for."""
    cases: int
    """Number of cases that reach it."""


class Coverage(NamedTuple):
    """How many cases reach what."""

    cases: int
    results: tuple[Count, ...]
    """Outcomes that are recommended, or bands that are reached."""
    labels: tuple[Count, ...]
    """The labels that the rubric can give."""
    gates: tuple[Count, ...]
    """Each gate with `pass`, `fail` and `unknown`."""
    verdicts: tuple[Count, ...]
    """Results beyond an outcome or a band: heights with a text, and gates that name a result."""
    branches: tuple[Count, ...]
    """Each item with `ask_when`, as `asked` and `not asked`."""
    options: tuple[Count, ...]
    """What can be chosen in each item; amounts have no options."""


def coverage(rubric: Rubric) -> Coverage:
    """What the rubric's own cases reach. Raises Invalid where a case cannot be read."""
    runs = case_runs(rubric)
    return Coverage(
        len(runs),
        tuple(results(rubric, runs)),
        tuple(labels(rubric, runs)),
        tuple(gates(rubric, runs)),
        tuple(verdicts(rubric, runs)),
        tuple(branches(rubric, runs)),
        tuple(options(rubric, runs)),
    )


def results(rubric: Rubric, runs: tuple[CaseRun, ...]) -> Iterator[Count]:
    """Outcomes by the cases that recommend them, or bands by the cases that are in them."""
    verdicts = [run.found.verdict for run in runs]
    recommended = [verdict.outcome for verdict in verdicts if verdict.label in _RECOMMENDED]
    for name in rubric.outcomes:
        yield Count("", name, ("outcomes", name), recommended.count(name))
    reached = [verdict.outcome for verdict in verdicts]
    for k, band in enumerate(rubric.bands):
        yield Count("", band.id, ("bands", k), reached.count(band.id))
    for name, dimension in rubric.dimensions.items():
        given = [verdict.levels.get(name) for verdict in verdicts]
        for k, level in enumerate(dimension.levels):
            path = ("dimensions", name, "levels", k)
            yield Count("", f"{name}:{level.id}", path, given.count(level.id))


def labels(rubric: Rubric, runs: tuple[CaseRun, ...]) -> Iterator[Count]:
    """Labels by the cases that get them."""
    given = [run.found.verdict.label for run in runs]
    for label in get_args(Label):
        if _can_be(rubric, label):
            yield Count("", label, (), given.count(label))


def _can_be(rubric: Rubric, label: Label) -> bool:
    """Whether a rubric can give a label at all, going by its model and its gates."""
    match label:
        case "tie":
            return rubric.demands.has_outcomes
        case "scale_levels":
            return rubric.demands.has_levels
        case "too_close_to_call" | "leaning" | "clear":
            return not rubric.demands.has_levels
        case "not_yet":
            return _all_excluded(rubric)
        case "conditional":
            top = rubric.bands[-1].id if rubric.bands else None
            return any(band.needs or band.needs_each for band in rubric.bands[1:]) or any(
                gate.on_fail == "exclude" or (gate.cap is not None and gate.cap != top)
                for gate in rubric.gates
            )
        case _:
            return True


def _all_excluded(rubric: Rubric) -> bool:
    """Whether there are gates that could together take every outcome out."""
    concerned = [gate.applies_to for gate in rubric.gates if gate.on_fail == "exclude"]
    return all(any(not to or name in to for to in concerned) for name in rubric.outcome_ids)


def gates(rubric: Rubric, runs: tuple[CaseRun, ...]) -> Iterator[Count]:
    """States of gates by the cases that have them."""
    for k, gate in enumerate(rubric.gates):
        states = [run.found.gates[k].state for run in runs]
        for state in get_args(GateState):
            yield Count(gate.id, state, ("gates", k), states.count(state))


def verdicts(rubric: Rubric, runs: tuple[CaseRun, ...]) -> Iterator[Count]:
    """Results with a name of their own by the cases that get them."""
    given = [run.found.verdict for run in runs]
    heights = [verdict.height for verdict in given]
    for height in get_args(Height):
        if getattr(rubric.texts, height) is not None:
            yield Count("", height, ("texts", height), heights.count(height))
    named = [verdict.named_by for verdict in given]
    for k, gate in enumerate(rubric.gates):
        if gate.verdict is not None:
            yield Count(gate.id, gate.id, ("gates", k, "verdict"), named.count(gate.id))


def branches(rubric: Rubric, runs: tuple[CaseRun, ...]) -> Iterator[Count]:
    """Sides of branches by the cases that take them; cases that leave it open take neither."""
    for k, item in enumerate(rubric.items):
        if item.ask_when is None:
            continue
        responses = [run.answers[item.id] for run in runs]
        hidden = sum(1 for response in responses if response.state == "not_presented")
        unsure = sum(1 for response in responses if response.undecided)
        path = ("items", k, "ask_when")
        yield Count(item.id, "asked", path, len(runs) - hidden - unsure)
        yield Count(item.id, "not asked", path, hidden)


def options(rubric: Rubric, runs: tuple[CaseRun, ...]) -> Iterator[Count]:
    """What can be chosen by the cases that choose it."""
    for k, item in enumerate(rubric.items):
        if isinstance(item.input_kind, Amount):
            continue
        answers = [run.answers[item.id].answer for run in runs]
        chosen = [
            key for answer in answers if answer is not None for key in item.choices_in(answer)
        ]
        for key, _ in item.options():
            yield Count(item.id, key, ("items", k), chosen.count(key))
