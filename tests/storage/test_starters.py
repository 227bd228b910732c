"""The rubrics to start from: whole, sound, and such that their own audit finds nothing."""

from __future__ import annotations

from functools import cache

import pytest

from rolefit.audit import audit
from rolefit.audit.cases import run_cases
from rolefit.audit.subject import Subject
from rolefit.rubric.cases import case_problems
from rolefit.rubric.model import Rubric
from rolefit.storage.documents import parse, validate
from rolefit.storage.library import LocatedRubric, unknown_claims
from rolefit.storage.starters import STARTERS
from rolefit.storage.writing import new_rubric

each = pytest.mark.parametrize("model", STARTERS)
pytestmark = pytest.mark.xdist_group("starters")


@cache
def found(model: str) -> LocatedRubric:
    """A starter as a file gives it."""
    document = parse("mine.yaml", new_rubric("mine", model).encode())
    return LocatedRubric(validate(document, Rubric), document)


@cache
def subject(model: str) -> Subject:
    """A starter under audit: what one test works out is kept for the next."""
    return Subject(found(model).rubric)


@each
def test_a_starter_is_a_rubric_whose_names_claims_and_cases_can_be_read(model: str) -> None:
    starter = found(model)
    assert starter.rubric.model == model
    assert list(unknown_claims(starter)) == []
    assert list(case_problems(starter.rubric)) == []


@each
def test_its_cases_turn_out_as_they_say(model: str) -> None:
    results = list(run_cases(found(model).rubric))
    assert [(r.case.name, r.differences) for r in results if r.differences] == []
    assert len(results) >= 7


@pytest.mark.slow
@each
def test_the_audit_finds_neither_errors_nor_warnings(model: str) -> None:
    said = list(audit(subject(model)))
    grave = [(one.check.NAME, one.finding.message) for one in said if one.severity != "info"]
    assert grave == []


@each
def test_its_cases_show_every_result_and_every_label(model: str) -> None:
    seen = subject(model).coverage
    counts = (*seen.results, *seen.labels, *seen.gates)
    assert [(count.of, count.name) for count in counts if not count.cases] == []


@each
def test_its_cases_notice_nine_small_mistakes_in_ten(model: str) -> None:
    mutants = subject(model).mutants
    assert mutants.failing == ()
    assert mutants.score is not None
    assert mutants.score >= 0.9, [mutant.what for mutant in mutants.survivors]


@each
def test_it_stays_short_and_says_what_each_kind_of_part_is_for(model: str) -> None:
    rubric = found(model).rubric
    text = new_rubric("mine", model)
    assert 6 <= len(rubric.items) <= 8
    assert len(rubric.dimensions) == 2
    assert len(rubric.gates) == 1
    assert len(text.splitlines()) <= 220
    assert max(map(len, text.splitlines())) <= 100
    for part in ("scales", "model", "items", "gates", "cases", "limits", "sources"):
        (line,) = [line for line in text.splitlines() if line.startswith(f"{part}:")]
        assert "# " in line, part
