"""The shipped cases as values: each is read, assessed and laid out once in a test run."""

from __future__ import annotations

from functools import cache

from rolefit.audit.subject import Subject
from rolefit.reports.blocks import Page
from rolefit.reports.pages.score.page import page
from rolefit.rubric.cases import case_responses
from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names


@cache
def rubric(name: str) -> Rubric:
    """A shipped rubric."""
    return load(name)


CASES = tuple((name, k) for name in shipped_names() for k in range(len(rubric(name).cases)))
"""Every shipped case: its rubric, and its place there from 0."""


@cache
def responses(name: str, k: int) -> Responses:
    """What a case answers."""
    return case_responses(rubric(name), rubric(name).cases[k])


@cache
def assessed(name: str, k: int) -> Assessment:
    """The result of a case."""
    return assess(rubric(name), responses(name, k))


@cache
def report(name: str, k: int, *, full: bool = False) -> Page:
    """The report on a case."""
    return page(assessed(name, k), rubric(name), full=full)


@cache
def subject(name: str) -> Subject:
    """A shipped rubric under audit: what one check works out is kept for the next."""
    return Subject(rubric(name))


def first(name: str, label: str) -> int:
    """The place of a rubric's first case with that label; who expects another is passed by."""
    wanted = [case.expect.label or (label,) for case in rubric(name).cases]
    places = (k for k, labels in enumerate(wanted) if label in labels)
    return next(k for k in places if assessed(name, k).verdict.label == label)
