"""Sources: what rests on no claim is told, an item as an error and the rest as a warning."""

from __future__ import annotations

import pytest
from make import contrast, single
from overlay import found, overlay

from rolefit.audit.checks import missing_source

READINESS = "rubric: sound-readiness\n"
GATE = (
    "{id: budget-agreed, name: A sum is signed off, on_fail: exclude, reason: It matters., "
    'when: {item: budget, is: "no"}}'
)
STEP = "{do: Try it once., evidence: A page., effort: One hour, notice: You end on time.}"


@pytest.mark.parametrize(
    ("fragment", "path"),
    [
        ("outcomes: {agency: {source: null}}", ("outcomes", "agency")),
        ("dimensions: {money: {source: null}}", ("dimensions", "money")),
        (f"gates: [{GATE}]", ("gates", 0)),
        (
            READINESS + "bands: [{id: set, from: 80, to: 100, name: set to go, summary: Go on.}]",
            ("bands", 2),
        ),
        (
            READINESS + f"dimensions: {{trial: {{steps: [{STEP}]}}}}",
            ("dimensions", "trial", "steps", 0),
        ),
    ],
)
def test_what_rests_on_no_claim_is_a_warning_for_all_but_items(
    fragment: str, path: tuple[str | int, ...]
) -> None:
    (one,) = found(missing_source, overlay(fragment))
    assert (one.path, one.severity) == (path, "warning")


def test_an_item_without_a_source_is_an_error() -> None:
    (one,) = found(missing_source, overlay(missing_source.BAD))
    assert one.severity is None
    assert missing_source.SEVERITY == "error"


def test_the_sources_of_options_do_not_stand_in_for_that_of_the_item() -> None:
    options = (
        {"id": "pa", "text": "For a.", "favors": {"a": 1}, "source": ("CL-1",)},
        {"id": "pb", "text": "For b.", "favors": {"b": 1}, "source": ("CL-1",)},
    )
    rubric = contrast(single("q", options=options))
    assert ("items", 0) in [one.path for one in found(missing_source, rubric)]
