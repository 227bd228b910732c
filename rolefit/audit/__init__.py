"""How a rubric behaves: one module for each check, and the only list of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolefit.audit.base import Finding, Severity
from rolefit.audit.checks import (
    absolute_wording,
    attainable_range,
    cut_beside_score,
    dead_branch,
    dead_gate,
    dead_item,
    dead_option,
    dead_text,
    double_barrelled,
    duplicate_evidence,
    empty_passage,
    generous_fit,
    heavy_item,
    leading_question,
    long_wording,
    misnumbered_label,
    missing_anchor,
    missing_source,
    missing_why,
    mostly_optional,
    negation,
    no_information,
    one_sided_praise,
    protected_topic,
    random_clear,
    reading_grade,
    straight_liner,
    surviving_mutants,
    thin_dimension,
    uncovered_branch,
    uncovered_gate,
    uncovered_label,
    uncovered_outcome,
    unreachable_band,
    unrelated_outcome,
    unsure_option,
    virtue_by_absence,
    wrong_sign,
)
from rolefit.audit.subject import Check, Subject

CHECKS: tuple[Check, ...] = (
    attainable_range,
    no_information,
    unreachable_band,
    straight_liner,
    random_clear,
    dead_item,
    dead_option,
    dead_gate,
    dead_branch,
    wrong_sign,
    heavy_item,
    thin_dimension,
    mostly_optional,
    duplicate_evidence,
    uncovered_outcome,
    uncovered_label,
    uncovered_gate,
    uncovered_branch,
    surviving_mutants,
    missing_source,
    missing_why,
    missing_anchor,
    negation,
    double_barrelled,
    leading_question,
    absolute_wording,
    reading_grade,
    long_wording,
    one_sided_praise,
    protected_topic,
    unsure_option,
    misnumbered_label,
    cut_beside_score,
    virtue_by_absence,
    generous_fit,
    dead_text,
    empty_passage,
    unrelated_outcome,
)


class CheckFinding(NamedTuple):
    """A finding with the check that made it."""

    check: Check
    finding: Finding

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.finding.severity or self.check.SEVERITY


def audit(subject: Subject) -> Iterator[CheckFinding]:
    """Everything that the checks find, check by check."""
    for check in CHECKS:
        for finding in check.check(subject):
            yield CheckFinding(check, finding)
