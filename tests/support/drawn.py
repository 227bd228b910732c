"""The random rubrics that the checks of the audit are held against, each validated once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import oracle
import strategies
from strategies import Case, Raw

from rolefit.audit.simulation.mutations import Mutation, mutations
from rolefit.rubric.model import Response, Responses, Rubric, read
from rolefit.scoring.assess import quick_verdict
from rolefit.scoring.assessment import Verdict

ANY = strategies.cases()
GATED = strategies.cases(gates=("items", "items", "score", "mixed"), filled=True)
MOST = 300
"""Completions that a test walks through; it says nothing of a rubric that has more."""


@lru_cache(maxsize=1000)
def validated(case: Case) -> Rubric:
    """The rubric of a case."""
    return Rubric.model_validate(case.rubric)


@lru_cache(maxsize=1000)
def answered(case: Case) -> dict[str, Response]:
    """The responses of a case, branches followed."""
    raw = {"rubric": "tiny", "answers": case.answers}
    return read(validated(case), Responses.model_validate(raw))


@lru_cache(maxsize=1000)
def verdict(case: Case) -> Verdict:
    """The verdict on a case."""
    return quick_verdict(validated(case), answered(case)).verdict


@lru_cache(maxsize=1000)
def mutated(case: Case) -> tuple[Mutation, ...]:
    """Every mutation of the rubric of a case."""
    return tuple(mutations(validated(case)))


def related(rubric: Raw, names: set[str]) -> set[str]:
    """Some items with those that their branches hang on, directly or not."""
    known = {item["id"]: item for item in rubric["items"]}
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        found |= waiting
        waiting = {r for n in waiting for r in strategies.reads(known[n].get("ask_when"))} - found
    return found


def walked(rubric: Raw, names: set[str]) -> list[dict[str, tuple[str, object]]] | None:
    """States over every completion of some items and of what they hang on; None if too many.

    An amount is answered at each whole number of its range.
    """
    part = {
        **rubric,
        "items": tuple(i for i in rubric["items"] if i["id"] in related(rubric, names)),
    }
    found = list(islice(completed(part), MOST + 1))
    return None if len(found) > MOST else found


def completed(rubric: Raw) -> Iterator[dict[str, tuple[str, object]]]:
    """States over every completion, one item after the other."""
    filled: list[Raw] = [{}]
    for item in rubric["items"]:
        amounts = item["type"] == "numeric"
        possible = list(range(41)) if amounts else oracle.every_answer(item)
        possible += ["not_applicable"] * item.get("allow_na", True)
        filled = [{**so_far, item["id"]: a} for so_far in filled for a in possible]
        if len(filled) > 50 * MOST:
            break
    for answers in filled:
        yield oracle.presented(rubric, answers)
