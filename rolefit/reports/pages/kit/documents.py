"""The page of each document of a kit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rolefit.reports.blocks import Page, Paragraph, Section
from rolefit.reports.pages.kit.interview import (
    guide_page,
    key_page,
    material_page,
    owners_page,
    practice_page,
    scorecard_page,
)
from rolefit.reports.pages.kit.job import advertisement_page, charter_page
from rolefit.studies.kit.plan import Kit, KitDocument

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


_NEVER_OUT = "For the hiring team only. Nothing of it goes into a candidate's hand."


def page_for(document: KitDocument, kit: Kit) -> Page:
    """The page of a document of a kit; one for the team says that it is."""
    page = _page(document.id, kit)
    if document.reader == "candidates":
        return page
    return page._replace(
        sections=(Section("", (Paragraph(_NEVER_OUT, "warning"),)), *page.sections)
    )


def _page(name: str, kit: Kit) -> Page:
    """A page that is made of several parts of a rubric, or one that a rubric wrote."""
    if name in _PAGES:
        return _PAGES[name](kit)
    return material_page(next(page for page in kit.pages if page.id == name), kit)
