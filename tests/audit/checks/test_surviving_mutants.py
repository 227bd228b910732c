"""Rubrics whose cases would not notice a small mistake."""

from __future__ import annotations

import pytest
from overlay import found, overlay, sound

from rolefit.audit.base import Finding
from rolefit.audit.checks import surviving_mutants
from rolefit.audit.simulation.mutants import Mutant, Mutants
from rolefit.audit.subject import Subject


def said(killed: int, survived: int, *failing: str) -> list[Finding]:
    """What is found where so many mutants are killed and survive."""
    dead = [Mutant(f"mistake {k}", (), weak=False, killed_by="somebody") for k in range(killed)]
    alive = [Mutant(f"slip {k}", (), weak=False, killed_by=None) for k in range(survived)]
    subject = Subject(sound("sound"))
    subject.__dict__["mutants"] = Mutants((*dead, *alive), failing)
    return list(surviving_mutants.check(subject))


@pytest.mark.parametrize(
    ("killed", "survived", "severities"),
    [(10, 0, []), (0, 0, []), (8, 2, ["info"]), (79, 21, ["warning"])],
)
def test_fewer_than_four_fifths_noticed_is_a_warning(
    killed: int, survived: int, severities: list[str]
) -> None:
    assert [f.severity for f in said(killed, survived)] == severities


def test_survivors_are_named_up_to_six() -> None:
    (finding,) = said(93, 7)
    assert finding.path == ("cases",)
    assert finding.message == (
        "the cases notice 93 of 100 small mistakes, 93 %; not: "
        "slip 0; slip 1; slip 2; slip 3; slip 4; slip 5; and 1 more"
    )


def test_cases_that_fail_as_they_are_are_mentioned() -> None:
    (finding,) = said(9, 1, "wrong")
    assert "(1 case fails as it is and was left out)" in finding.message
    (finding,) = said(9, 1, "wrong", "worse")
    assert "(2 cases fail as they are and were left out)" in finding.message


@pytest.mark.slow
def test_a_gate_that_no_case_looks_at_is_noticed_by_none() -> None:
    (finding,) = found(surviving_mutants, overlay(surviving_mutants.BAD))
    assert finding.severity == "warning"
    assert "gate `steady` never fails" in finding.message
