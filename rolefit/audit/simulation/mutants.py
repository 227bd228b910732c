"""Mutation testing of a rubric's cases: which small mistakes would they notice?"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from rolefit.audit.base import Path, ProgressCallback
from rolefit.audit.cases import differences
from rolefit.audit.simulation.mutations import Mutation, mutations
from rolefit.rubric.cases import case_responses
from rolefit.rubric.conditions import reads_scores, truth
from rolefit.rubric.model import (
    VARIES,
    Case,
    Expect,
    Gate,
    ResponseSet,
    Rubric,
    read,
    variance_in,
)
from rolefit.scoring import certainty
from rolefit.scoring.assess import (
    QuickVerdict,
    settled_verdict,
    verdict_before_tries,
    verdict_if_turned,
    verdict_on,
)
from rolefit.scoring.assessment import GateResult, QualityFlag
from rolefit.scoring.bounds import outlook
from rolefit.scoring.evaluate import evaluate, evaluate_with, gate_result, who_leads
from rolefit.scoring.gate_states import compare_open
from rolefit.scoring.verdict import Evaluation, nothing_open


class Mutant(NamedTuple):
    """One small mistake, and the case that noticed it."""

    what: str
    path: Path
    """Where in the rubric the mistake would be."""
    weak: bool
    """So slight that a good set of cases may not notice; it does not count in the score."""
    killed_by: str | None
    """Name of the case that fails because of it; None where it survives."""


class Mutants(NamedTuple):
    """Which mistakes a rubric's cases notice."""

    mutants: tuple[Mutant, ...]
    failing: tuple[str, ...]
    """Cases that fail already without a mistake, and so were left out."""

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants that count and that no case kills."""
        return tuple(m for m in self.mutants if not m.weak and m.killed_by is None)

    @property
    def counted(self) -> int:
        """How many mutants count."""
        return sum(1 for m in self.mutants if not m.weak)

    @property
    def score(self) -> Fraction | None:
        """Share of the mutants that are killed, 0 to 1; None where there are none."""
        if not self.counted:
            return None
        return 1 - Fraction(len(self.survivors), self.counted)


class _Trial(NamedTuple):
    """A case with where its answers stand in the rubric as it is."""

    case: Case
    answers: ResponseSet
    evaluation: Evaluation
    found: QuickVerdict
    joint: frozenset[int]
    """Numbers of the gates that hang on a score for these answers."""


def mutants(rubric: Rubric, *, progress: ProgressCallback) -> Mutants:
    """Every mutation of a rubric, held against its cases. Raises Invalid for unreadable cases."""
    tried = [trial(rubric, case) for case in rubric.cases]
    failing = tuple(t.case.name for t in tried if notices(t.case.expect, t.found))
    trials = [t for t in tried if t.case.name not in failing]
    found = []
    made = list(mutations(rubric))
    variances = _known_variances(rubric)
    for k, mutation in enumerate(made):
        progress("mutants", k, len(made))
        _pass_on(variances, rubric, mutation.rubric)
        killer = killed_by(mutation, trials)
        name = None if killer is None else trials[killer].case.name
        found.append(Mutant(mutation.what, mutation.path, mutation.weak, name))
        if killer is not None:
            # A case that noticed this is likely to notice the next: ask it first.
            trials.insert(0, trials.pop(killer))
    progress("mutants", len(made), len(made))
    return Mutants(tuple(found), failing)


_Variances = dict[tuple[object, ...], Fraction]


def _known_variances(rubric: Rubric) -> _Variances:
    """The variance of an answer to each item, of the outcomes that errors were worked out for."""
    places = range(len(rubric.outcome_ids))
    wanted = [(a, b) for a in places for b in (None, *places) if ("prior", a, b) in rubric.memo]
    return {
        (VARIES, item.id, outcome, other): variance_in(rubric, item, outcome, other)
        for outcome, other in wanted
        for item in rubric.items
        if item.scores
    }


def _pass_on(variances: _Variances, rubric: Rubric, changed: Rubric) -> None:
    """Tell a changed rubric what is known of the items that stay as they are."""
    kept = {item.id for item in changed.items if rubric.items_by_id.get(item.id) is item}
    if changed.outcome_ids == rubric.outcome_ids:
        changed.memo.update((key, found) for key, found in variances.items() if key[1] in kept)


def trial(rubric: Rubric, case: Case) -> _Trial:
    """A case in the rubric as it is."""
    answers = read(rubric, case_responses(rubric, case))
    evaluation = evaluate(rubric, answers)
    found = verdict_on(evaluation, certainty.flags(rubric, answers))
    joint = frozenset(k for k, g in enumerate(rubric.gates) if _hangs_on_score(g, answers))
    return _Trial(case, answers, evaluation, found, joint)


def notices(expect: Expect, found: QuickVerdict) -> bool:
    """Whether something is not as a case expects."""
    # The verdict, the flags and the gates are all of an assessment that a case can name.
    return any(True for _ in differences(expect, found))


class After(NamedTuple):
    """Where a case's answers stand in a mutated rubric."""

    evaluation: Evaluation
    flags: tuple[QualityFlag, ...]


def killed_by(mutation: Mutation, trials: Sequence[_Trial]) -> int | None:
    """Number of a case that fails because of a mutation, of those that are told soonest the first.

    To try single answers costs far more than all else, and only a case that tells clear from
    leaning asks for it: the others are asked before.
    """
    waiting: list[tuple[int, After, QuickVerdict]] = []
    for k, one in enumerate(trials):
        then = after(mutation, one)
        if then is None:
            continue
        found, expect = verdict_before_tries(*then), one.case.expect
        now, turned = notices(expect, found), notices(expect, verdict_if_turned(found))
        if now and turned:
            return k
        if now or turned:
            waiting.append((k, then, found))
    for k, then, found in waiting:
        if notices(trials[k].case.expect, settled_verdict(then.evaluation, found)):
            return k
    return None


def after(mutation: Mutation, one: _Trial) -> After | None:
    """Where a case stands in a mutated rubric; None where that is nothing new, or has no answer.

    What the mutation cannot change is taken over from the rubric as it is.
    """
    if mutation.touches == "gate":
        return _after_gate(mutation, one)
    rubric, seen, flags = mutation.rubric, one.evaluation.outlook, one.found.quality
    if mutation.touches == "items":
        flags = certainty.flags(rubric, one.answers)
        if one.joint or not nothing_open(one.evaluation):
            seen = outlook(rubric, one.answers)
            if not all(entries for s in seen.splits for entries in s.entries.values()):
                return None  # nothing of a dimension applies: a file could not say so
    gates = tuple(
        gate_result(rubric, seen, rubric.gates[k]) if k in one.joint else known
        for k, known in enumerate(one.found.gates)
    )
    return After(evaluate_with(rubric, one.answers, seen, gates), flags)


def _after_gate(mutation: Mutation, one: _Trial) -> After | None:
    """Where a case stands when one gate was changed."""
    gate = mutation.rubric.gates[mutation.gate]
    if gate.on_fail == "flag" and gate.id not in one.case.expect.gates:
        return None  # a flag changes no verdict
    now = gate_result(mutation.rubric, one.evaluation.outlook, gate)
    gates = list(one.found.gates)
    if now.state == gates[mutation.gate].state:
        return None
    gates[mutation.gate] = now
    return After(_with_gates(one.evaluation, tuple(gates)), one.found.quality)


def _with_gates(evaluation: Evaluation, gates: tuple[GateResult, ...]) -> Evaluation:
    """An evaluation in which gates have other states."""
    leaders = who_leads(evaluation.rubric, gates, evaluation.found)
    return evaluation._replace(gates=gates, leaders=leaders)


def _hangs_on_score(gate: Gate, answers: ResponseSet) -> bool:
    """Whether a gate compares a score, and the answers alone do not decide it."""
    if not reads_scores(gate.when):
        return False
    return truth(gate.when, partial(compare_open, responses=answers)) is None
