"""Telling cases of the shipped rubrics: one of each kind of result, known without assessing them.

What a test says of how pages are made holds of all cases where it holds of these. What it says of
the words of a rubric is told of the others too, in the slow run.
"""

from __future__ import annotations

import functools
import inspect
from functools import cache
from typing import Any

import pytest
from cases import rubric
from effort import searching, some
from every import Test, call_all

from rolefit.storage.shipped import shipped_names


@cache
def telling(name: str) -> tuple[int, ...]:
    """The first case of a rubric for each label and for each result that cases are said to have."""
    seen: set[tuple[str, str]] = set()
    found = []
    for k, case in enumerate(rubric(name).cases):
        said = case.expect
        kinds = {("label", str(label)) for label in said.label[:1]}
        kinds.add(("result", str(said.outcome or said.band)))
        if not kinds <= seen:
            found.append(k)
            seen |= kinds
    return tuple(found)


TELLING = tuple((name, k) for name in shipped_names() for k in telling(name))
"""Every telling case: its rubric, and its place there from 0."""


FEW = some(shipped_names(), ("first-marketing-hire", "manager-readiness"))
"""A rubric of either model that is shipped, for what no words of a rubric can change."""


def every_telling_case(test: Test) -> Test:
    """Call a test with `name` and `k` of each telling case: a test for each rubric."""
    made: Test = pytest.mark.parametrize("name", shipped_names())(looped(test, rest=False))
    return made


def telling_cases_of_few(test: Test) -> Test:
    """The same for few rubrics, for what takes long and hangs on no words."""
    made: Test = pytest.mark.parametrize("name", FEW)(looped(test, rest=False))
    return made


OTHERS = 3
"""Of the cases that are not telling every run tries one in so many, a thorough one each."""


def every_case_in_time(test: Test) -> Test:
    """Call a test with each telling case; of the others it is a slow test for each rubric."""
    quick = [pytest.param(name, False, id=name) for name in shipped_names()]
    late = [
        pytest.param(name, True, id=f"others of {name}", marks=pytest.mark.slow)
        for name in shipped_names()
    ]
    made: Test = pytest.mark.parametrize(("name", "rest"), [*quick, *late])(looped(test))
    return made


def looped(test: Test, *, rest: bool | None = None) -> Test:
    """A test of one case as a test of many: of the telling ones, or of the rest."""
    signature = inspect.signature(test)
    parameters = [p for name, p in signature.parameters.items() if name != "k"]
    if rest is None:
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters.insert(1, inspect.Parameter("rest", kind))

    @functools.wraps(test)
    def loop(name: str, **fixtures: Any) -> None:
        others = fixtures.pop("rest", rest)
        mine = telling(name)
        places = [k for k in range(len(rubric(name).cases)) if (k not in mine) == others]
        places = places[:: OTHERS if others and not searching() else 1]
        call_all(test, [{"name": name, "k": k} for k in places], fixtures)

    loop.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return loop
