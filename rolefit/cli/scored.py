"""Reports on assessments, ready for the delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rolefit.cli.deliver import Draft, OutputOptions, deliver
from rolefit.reports.blocks import Page
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import Assessment

if TYPE_CHECKING:
    from rolefit.reports.formats.json import Report


class Scored(NamedTuple):
    """One file's result."""

    name: str
    assessment: Assessment
    rubric: Rubric
    proved: Assessment | None = None
    """The result on the answers for which something can be shown, where that is wanted."""


def deliver_scores(scored: Sequence[Scored], want: OutputOptions) -> None:
    """Deliver the report on every assessment."""
    draft: Draft = {
        "page": lambda: pages(scored, want),
        "rows": lambda: [one[:3] for one in scored],
        "data": lambda: reports(scored),
    }
    deliver(draft, want)


def pages(scored: Sequence[Scored], want: OutputOptions) -> list[Page]:
    """A page for each; of several, a summary first."""
    from rolefit.reports.pages.score.page import summary

    found = [_page_as_wanted(one, want) for one in scored]
    return [summary([one[:3] for one in scored]), *found] if len(scored) > 1 else found


def _page_as_wanted(one: Scored, want: OutputOptions) -> Page:
    """The few lines, the screen or all of it; both where a format can carry the rest behind it."""
    from rolefit.reports.pages.score.page import brief, page, whole

    if want.memo is not None:
        from rolefit.reports.pages.memo import memo_page

        return memo_page(one.assessment, one.rubric, want.memo, proved=one.proved)
    if want.brief:
        return brief(one.assessment, one.rubric, proved=one.proved)
    if want.format.carries_rest:
        return whole(one.assessment, one.rubric, proved=one.proved)
    return page(one.assessment, one.rubric, full=want.full, proved=one.proved)


def reports(scored: Sequence[Scored]) -> list[Report]:
    """The same for programs."""
    from rolefit.reports.formats.json import report

    return [report(one.assessment, one.rubric, proved=one.proved) for one in scored]
