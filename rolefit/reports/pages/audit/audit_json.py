"""An audit as JSON: a versioned contract, every number with whether it was counted or sampled."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rolefit import __version__
from rolefit.audit.checks.attainable_range import reaches
from rolefit.audit.simulation.coverage import Count, Coverage
from rolefit.audit.simulation.distribution import Distribution
from rolefit.audit.simulation.mutants import Mutants
from rolefit.audit.simulation.respondents import Labels, Straight
from rolefit.errors import dotted_path
from rolefit.reports.pages.audit.findings import Audited, plain
from rolefit.rubric.conditions import decimals

VERSION = 1
"""Rises when a field changes its meaning or goes away; new fields do not raise it."""

Plain = dict[str, Any]


def content(one: Audited) -> Plain:
    """An audit as plain values: shares from 0 to 1, scores in points, nine decimals."""
    subject = one.subject
    rubric = subject.rubric
    ends = reaches(rubric).items()
    one_by_one = rubric.demands.has_levels
    return {
        "format": "rolefit-audit",
        "format_version": VERSION,
        "engine": __version__,
        "rubric": rubric.rubric,
        "version": rubric.version,
        "hash": rubric.content_hash,
        "file": one.document.name,
        "seed": subject.seed,
        "findings": [plain(finding) for finding in one.findings],
        "range": {o: {"low": decimals(r.low), "high": decimals(r.high)} for o, r in ends},
        "distribution": None if one_by_one else distribution(subject.distribution),
        "influence": []
        if one_by_one
        else [
            {"item": i.item, "share": decimals(i.share), "error": decimals(i.error)}
            for i in subject.distribution.influence
        ],
        "labels": labels(subject.labels),
        "straight": [straight(respondent) for respondent in subject.straight],
        "coverage": coverage(subject.coverage),
        "mutants": mutants(subject.mutants),
    }


def distribution(found: Distribution) -> Plain:
    """Results over all combinations of answers; `error` is the 95 % half-width of a share.

    A number counts at the ends of its range and where its worth is given or a branch changes.
    """
    return {
        "exact": found.exact,
        "combinations": found.combinations,
        "draws": found.draws,
        "error": decimals(found.error),
        "histogram": [
            {"low": decimals(b.low), "high": decimals(b.high), "share": decimals(b.share)}
            for b in found.histogram
        ],
        "leading": _by_name(found.leading),
        "tied": decimals(found.tied),
        "expected": _by_name(found.expected.scores),
        "expected_error": decimals(found.expected.error),
    }


def _by_name(shares: dict[str, Fraction]) -> dict[str, float]:
    """Numbers by name."""
    return {name: decimals(share) for name, share in shares.items()}


def labels(found: Labels) -> Plain:
    """Labels of random respondents, always sampled: shares with their 95 % intervals."""
    shares = {
        label: {
            "share": decimals(s.share),
            "low": decimals(Fraction(s.low)),
            "high": decimals(Fraction(s.high)),
        }
        for label, s in found.shares.items()
    }
    return {"draws": found.draws, "shares": shares}


def straight(one: Straight) -> Plain:
    """What somebody gets who answers by position."""
    margin = one.verdict.margin
    return {
        "respondent": one.name,
        "label": one.verdict.label,
        "outcome": one.verdict.outcome,
        "margin": None if margin is None else decimals(margin),
    }


def coverage(found: Coverage) -> Plain:
    """How many cases reach what."""
    parts = ("results", "labels", "gates", "verdicts", "branches", "options")
    return {"cases": found.cases, **{part: case_counts(getattr(found, part)) for part in parts}}


def case_counts(found: Sequence[Count]) -> list[Plain]:
    """Things to reach with the number of cases that reach them."""
    return [{"of": one.of, "name": one.name, "cases": one.cases} for one in found]


def mutants(found: Mutants) -> Plain:
    """Which small mistakes the cases notice."""
    return {
        "score": None if found.score is None else decimals(found.score),
        "counted": found.counted,
        "killed": found.counted - len(found.survivors),
        "failing_cases": list(found.failing),
        "mutants": [
            {"what": m.what, "path": dotted_path(m.path), "weak": m.weak, "killed_by": m.killed_by}
            for m in found.mutants
        ],
    }
