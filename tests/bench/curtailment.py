"""What quick mode saves, and that it never gives another result: simulated respondents.

Each gives a complete set of answers, and "not applicable" one time in ten where that is allowed.
Half of them answer every question by chance. The others are of one mind: they lean to one outcome
(or to one end of the standard), and of two answers by chance take the one that says so. Quick mode
then asks its questions of each. The leader (or band) and the gates must come out as over all
answers; the exit code is 1 where they do not.

    python tests/bench/curtailment.py [RESPONDENTS] [RUBRIC...]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from fractions import Fraction
from typing import NamedTuple

from rolefit.interview.curtailment import next_question
from rolefit.rubric.items import Item
from rolefit.rubric.items.multi import NONE_OF_THESE, Multi
from rolefit.rubric.model import Response, ResponseSet, Rubric, follow_branches
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.verdict import Evaluation
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names

RESPONDENTS = 10_000
SEED = 2026
NOT_APPLICABLE = 0.1


class Run(NamedTuple):
    """One respondent in quick mode."""

    asked: tuple[str, ...]
    """The questions in the order in which they were asked."""
    same: bool
    """Whether leader and gates are those of the full questionnaire."""
    share: float
    """Asked share of the questions that the full questionnaire asks."""
    recommended: bool
    """Whether there is a result at all: no condition of success rules everything out."""


def quick_rubrics() -> list[Rubric]:
    """The shipped rubrics for which there is a quick mode."""
    return [rubric for rubric in map(load, shipped_names()) if rubric.purpose != "hiring"]


def respondent(rubric: Rubric, chance: random.Random, *, one_mind: bool) -> dict[str, Response]:
    """Complete answers, branches followed."""
    lean = chance.choice(LEANS[rubric.model])
    answers = {}
    for item in rubric.items:
        said = answer(item, chance)
        if one_mind and item.scores:
            first, second = said, answer(item, chance)
            better = says(rubric, item, second, lean) > says(rubric, item, first, lean)
            said = second if better else first
        answers[item.id] = said
    return follow_branches(rubric, answers)


LEANS: dict[str, tuple[int, ...]] = {"contrast": (0, 1), "readiness": (1, -1), "profile": (1, -1)}
"""Contrast: the outcome leant to. Otherwise to the top or to the bottom of each scale."""


def says(rubric: Rubric, item: Item, response: Response, lean: int) -> Fraction:
    """How much an answer says for what somebody leans to; nothing where it does not apply."""
    if response.answer is None:
        return Fraction(0)
    values = item.values(response.answer, rubric.outcome_ids)
    return 2 * values[lean] - sum(values) if rubric.demands.has_outcomes else lean * values[0]


def answer(item: Item, chance: random.Random) -> Response:
    """One answer by chance."""
    if item.allow_na and chance.random() < NOT_APPLICABLE:
        return Response("not_applicable")
    if isinstance(item, Multi):
        return Response("answered", ticked(item, chance))
    return Response("answered", chance.choice(item.candidates()))


def ticked(item: Multi, chance: random.Random) -> tuple[str, ...]:
    """A set by chance, every size equally likely: most lists are too long to count their sets."""
    ids = [option.id for option in item.choices]
    size = chance.randint(0 if item.none_of_these else item.min_selected, item.most)
    if size < item.min_selected:
        return (NONE_OF_THESE,)
    chosen = chance.sample(ids, size)
    return tuple(name for name in ids if name in chosen)


def result(evaluation: Evaluation) -> tuple[object, ...]:
    """What must not change: who leads and the state of each gate."""
    excluded = [
        gate.id for gate in evaluation.gates if gate.on_fail == "exclude" and gate.state == "fail"
    ]
    return evaluation.leaders, excluded, tuple(gate.state for gate in evaluation.gates)


def curtailed(rubric: Rubric, answers: ResponseSet) -> Run:
    """Ask a respondent in quick mode."""
    said: dict[str, Response] = {}
    responses = follow_branches(rubric, said)
    while (item := next_question(rubric, responses, said)) is not None:
        said[item.id] = answers[item.id]
        responses = follow_branches(rubric, said)
    full, short = evaluate(rubric, answers), evaluate(rubric, responses)
    questions = sum(1 for response in answers.values() if response.state != "not_presented")
    same = same_result(short, full)
    return Run(tuple(said), same, len(said) / questions, bool(full.leaders))


def same_result(short: Evaluation, full: Evaluation) -> bool:
    """Whether two standings agree, where all is excluded whatever the scores are."""
    one, other = result(short), result(full)
    return one == other if full.leaders else one[1:] == other[1:]


def simulate(rubric: Rubric, respondents: int, *, seed: int = SEED) -> list[Run]:
    """Quick mode over simulated respondents, by chance and of one mind in turn."""
    chance = random.Random(f"{seed} {rubric.rubric}")
    people = (respondent(rubric, chance, one_mind=k % 2 == 1) for k in range(respondents))
    return [curtailed(rubric, answers) for answers in people]


def shares(runs: list[Run]) -> str:
    """The median share of questions asked, and how far it spreads."""
    found = sorted(run.share for run in runs)
    low, high = found[len(found) // 10], found[len(found) * 9 // 10]
    return f"{statistics.median(found):.0%} ({low:.0%} to {high:.0%})"


def main() -> None:
    """Simulate and print."""
    respondents = int(sys.argv[1]) if len(sys.argv) > 1 else RESPONDENTS
    names = sys.argv[2:]
    offered = [rubric.rubric for rubric in quick_rubrics()]
    if not set(names) <= set(offered):
        sys.exit(f"quick mode is offered for {', '.join(offered)}")
    every: list[Run] = []
    print("median share of questions asked (from the lowest to the highest tenth)")
    for rubric in quick_rubrics():
        if names and rubric.rubric not in names:
            continue
        begun = time.process_time()
        runs = simulate(rubric, respondents)
        spent = time.process_time() - begun
        every += runs
        recommended = [run for run in runs if run.recommended]
        print(
            f"{rubric.rubric}: all {shares(runs)}; by chance {shares(runs[::2])}; "
            f"of one mind {shares(runs[1::2])}; with a result {shares(recommended)}, "
            f"{len(recommended)} of {respondents}; "
            f"{sum(1 for run in runs if not run.same)} results differ; "
            f"{1000 * spent / sum(len(run.asked) for run in runs):.1f} ms of CPU a question",
            flush=True,
        )
    print(f"all rubrics: {shares(every)}")
    sys.exit(1 if any(not run.same for run in every) else 0)


if __name__ == "__main__":
    main()
