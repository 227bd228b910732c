"""Commands say what follows from answers; what does follow is tested in `tests/scoring`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cases import rubric as shipped

from rolefit.cli import work
from rolefit.cli.interview import sessions
from rolefit.cli.work import demo, journal
from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.shipped import shipped_names
from rolefit.studies import comparison, matching, whatif

CALLERS = (work, sessions, demo, journal, comparison, matching, whatif)
KEPT: dict[tuple[str, str], Assessment] = {}


def assess_once(rubric: Rubric, responses: Responses, *, ways: bool = True) -> Assessment:
    """The same answers to a shipped rubric are assessed once, however many tests score them."""
    own = rubric.rubric in shipped_names() and rubric is shipped(rubric.rubric)
    if not (own and ways):
        return assess(rubric, responses, ways=ways)
    key = rubric.rubric, responses.model_dump_json()
    if key not in KEPT:
        KEPT[key] = assess(rubric, responses)
    return KEPT[key]


@pytest.fixture(scope="module")
def assessed_once() -> Iterator[None]:
    """Have commands and studies take assessments that were made before.

    Modules ask for it by name; those that notice changed scoring (`tests/bench/mutants.py`) do not.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in CALLERS:
            patch.setattr(module, "assess", assess_once)
        yield
