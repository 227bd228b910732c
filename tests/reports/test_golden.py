"""Golden reports: every shipped case as its reader sees it; their diff is its review."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Ran

from rolefit.audit.cases import case_responses
from rolefit.reports.blocks import Page
from rolefit.reports.formats import json, markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.scoring.assess import assess
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped

CASES = [(name, k) for name in shipped() for k in range(len(load(name).cases))]
LOOKS = {
    "colour": Look(80, colour=True),
    "ascii": Look(80, unicode=False),
    "50": Look(50),
    "30": Look(30),
    "140": Look(140),
}


def report(name: str, k: int, *, full: bool = False) -> Page:
    """The page of one case."""
    rubric = load(name)
    return page(assess(rubric, case_responses(rubric, rubric.cases[k])), rubric, full=full)


@pytest.mark.parametrize(("name", "k"), CASES)
def test_every_case_reads_as_its_golden_report(
    golden: Callable[[str, str], None], name: str, k: int
) -> None:
    golden(f"{name}/case-{k + 1:02}.txt", terminal.render(report(name, k), Look(80)))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", shipped())
def test_the_demo_reads_well_in_every_terminal(
    golden: Callable[[str, str], None], name: str, look: str
) -> None:
    golden(f"{name}/demo-{look}.txt", terminal.render(report(name, 0, full=True), LOOKS[look]))


@pytest.mark.parametrize("name", shipped())
def test_the_demo_as_markdown(golden: Callable[[str, str], None], name: str) -> None:
    golden(f"{name}/demo.md", markdown.render(report(name, 0, full=True)))


@pytest.mark.parametrize("name", shipped())
def test_the_demo_as_json(golden: Callable[[str, str], None], name: str) -> None:
    rubric = load(name)
    assessment = assess(rubric, case_responses(rubric, rubric.cases[0]))
    golden(f"{name}/demo.json", json.render([json.report(assessment, rubric)]))


def test_pages_about_rubrics_read_as_their_golden_files(
    rolefit: Callable[..., Ran], golden: Callable[[str, str], None]
) -> None:
    golden("overview.txt", rolefit().out)
    golden("rubric-list.txt", rolefit("rubric", "list").out)
    for name in shipped():
        golden(f"{name}/show.txt", rolefit("rubric", "show", name).out)
        golden(f"{name}/blank.yaml", rolefit("rubric", "blank", name).out)
