"""What may be tried out: a budget of counted steps, the same on every machine.

What would go beyond it is left out, and the assessment says so.
"""

from __future__ import annotations

from rolefit.rubric.conditions import measure
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import open_items
from rolefit.scoring.bounds import completions_of
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.gates import effort, left_unknown

_MOST_EFFORT = 60_000
"""Items looked at, over all evaluations of other answers that are made for one purpose."""
_PARTS = 10
"""Parts of a condition that take as long to read as an item takes to look at."""


def _effort_of_one(evaluation: Evaluation) -> int:
    """Items looked at in one evaluation, conditions counted as items."""
    rubric, seen = evaluation.rubric, evaluation.outlook

    def count() -> int:
        branches = len(seen.splits) * _branch_parts(rubric)
        reading = (branches + effort(seen, rubric)) // _PARTS
        return len(rubric.items) * len(seen.splits) + reading

    return rubric.remember(("effort", *evaluation.responses.values()), count)


def _branch_parts(rubric: Rubric) -> int:
    """Parts of the conditions of all branches."""
    return rubric.remember(
        ("branch parts",),
        lambda: sum(measure(i.ask_when)[0] for i in rubric.items if i.ask_when is not None),
    )


def within_effort(evaluation: Evaluation, times: int) -> bool:
    """Whether so many evaluations of other answers may be made."""
    return times * _effort_of_one(evaluation) <= _MOST_EFFORT


def open_tries(evaluation: Evaluation) -> int:
    """Evaluations that it takes to try every answer to every open item, one by one."""
    rubric = evaluation.rubric
    waiting = open_items(rubric, evaluation.responses)
    return sum(len(completions_of(item, rubric)) for item in waiting)


def conditions_left_out(evaluation: Evaluation) -> tuple[str, ...]:
    """The conditions whose state would take too many combinations of open answers."""
    return left_unknown(evaluation.outlook, evaluation.rubric)
