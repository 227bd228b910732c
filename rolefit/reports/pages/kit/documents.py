"""The page of each document of a kit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rolefit.reports.blocks import Page
from rolefit.reports.pages.kit.interview import (
    guide_page,
    key_page,
    material_page,
    owners_page,
    practice_page,
    scorecard_page,
)
from rolefit.reports.pages.kit.job import advertisement_page, charter_page
from rolefit.studies.kit.plan import Kit

_PAGES: Mapping[str, Callable[[Kit], Page]] = {
    "role-charter": charter_page,
    "question-owners": owners_page,
    "interview-guide": guide_page,
    "scorecard": scorecard_page,
    "practice": practice_page,
    "practice-key": key_page,
    "advertisement": advertisement_page,
}
"""The documents that are made of more than one page of a rubric."""


def page_for(name: str, kit: Kit) -> Page:
    """The page of a document. Raises StopIteration where the kit has none of that name."""
    if name in _PAGES:
        return _PAGES[name](kit)
    return material_page(next(page for page in kit.pages if page.id == name), kit)
