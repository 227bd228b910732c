"""One test that goes through many things and tells of all that fail, not of the first alone.

A parametrised test costs some milliseconds beside what it does. Where it does next to nothing,
thousands of times, `every` does it in one go: a test is written as for `pytest.mark.parametrize`.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from cases import rubric

from rolefit.storage.shipped import shipped_names

Test = Callable[..., None]


def every(names: str | tuple[str, ...], things: Iterable[Any]) -> Callable[[Test], Test]:
    """Call a test once with each thing; what it asks for besides, it gets from its fixtures.

    All calls share those fixtures, so it is for tests that leave nothing behind.
    """
    told = (names,) if isinstance(names, str) else names
    found = tuple((one,) if isinstance(names, str) else tuple(one) for one in things)
    assert found, "there is nothing to test"

    def looped(test: Test) -> Test:
        signature = inspect.signature(test)
        rest = [p for name, p in signature.parameters.items() if name not in told]
        assert len(rest) + len(told) == len(signature.parameters), "a name that the test lacks"

        @functools.wraps(test)
        def loop(**fixtures: Any) -> None:
            call_all(test, [dict(zip(told, one, strict=True)) for one in found], fixtures)

        loop.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
        return loop

    return looped


def every_case(step: int = 1) -> Callable[[Test], Test]:
    """Call a test with `name` and `k` of each shipped case, or of one in so many.

    It is a test for each rubric, so that one worker does all that is done with its cases.
    """

    def looped(test: Test) -> Test:
        signature = inspect.signature(test)
        rest = [p for name, p in signature.parameters.items() if name != "k"]

        @functools.wraps(test)
        def loop(name: str, **fixtures: Any) -> None:
            places = range(0, len(rubric(name).cases), step)
            call_all(test, [{"name": name, "k": k} for k in places], fixtures)

        loop.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
        made: Test = pytest.mark.parametrize("name", shipped_names())(loop)
        return made

    return looped


def call_all(test: Test, calls: Iterable[dict[str, Any]], fixtures: dict[str, Any]) -> None:
    """Call a test with each of these arguments; raise everything that was raised."""
    raised: list[Exception] = []
    for arguments in calls:
        try:
            test(**arguments, **fixtures)
        except (Exception, pytest.fail.Exception) as error:
            kept = error if isinstance(error, Exception) else AssertionError(str(error))
            kept.add_note(f"with {arguments!r}")
            raised.append(kept)
    if raised:
        raise ExceptionGroup(f"{len(raised)} did not hold", raised)
