"""What only the full pages say: weights, settings, contents, sources, methods, what holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import cases
import pytest
import studies
from telling import TELLING

from rolefit.reports.blocks import Checks, Page
from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.comparison.page import comparison_page
from rolefit.reports.pages.match.page import match_page
from rolefit.reports.pages.memo import memo_page
from rolefit.reports.pages.progress.page import progress_page
from rolefit.reports.pages.whatif_page import whatif_page
from rolefit.storage.shipped import shipped_names
from rolefit.studies.progress import progress
from rolefit.studies.whatif import what_if

FULL_ONLY = {
    "weights": r"\bWeights?\b|\bof the weight\b|\bweights are\b|The weight (nearest|of “)",
    "settings": r"Settings used|no verdict when more than",
    "the content": r"sha256:|\bContent: ",
    "what it rests on": r"Rests on\b|\[[A-Z]{2}-\d\d",
    "leaving one out": r"Leave out any one|Without the answer to|if it were left out",
    "the method": r"1\.96|Jacobson|squared errors|reliable change|of twenty pairs",
}
NOWHERE = r"[Ee]levation|spans? [\d.]+ of its|standard errors\b.*\bspan|\bsed\b|csem"


def score_pages() -> Iterator[Page]:
    """The short report on one case for each kind of result of each rubric, and a memo."""
    for name, k in TELLING:
        yield cases.report(name, k)
    for name in shipped_names():
        yield memo_page(cases.assessed(name, 0), cases.rubric(name))


def compared(*, full: bool = False) -> Iterator[Page]:
    """Comparisons of two, three and four."""
    for name in studies.COMPARED:
        yield comparison_page(studies.comparison(name), cases.rubric(name), full=full)


def matched(*, full: bool = False) -> Iterator[Page]:
    """A need with candidates, whatever comes out."""
    rubrics = cases.rubric(studies.NEED), cases.rubric(studies.SEEN)
    for name in studies.MATCHED:
        yield match_page(studies.matched(name), *rubrics, full=full)


def moved(*, full: bool = False) -> Iterator[Page]:
    """Progress of one respondent in a rubric of each kind."""
    for name in ("cmo-readiness", "management-style"):
        rubric = cases.rubric(name)
        yield progress_page(progress(rubric, studies.taken(name, (0, 1, 2))), rubric, full=full)


def changed() -> Iterator[Page]:
    """A case with answers changed."""
    for name in ("first-marketing-hire", "manager-readiness"):
        rubric, given = cases.rubric(name), cases.responses(name, 0)
        answers = dict.fromkeys(list(given.answers)[3:6], "skipped")
        yield whatif_page(what_if(rubric, given, answers), rubric)


PAGES: dict[str, Callable[[], Iterator[Page]]] = {
    "score": score_pages,
    "compare": compared,
    "match": matched,
    "progress": moved,
    "whatif": changed,
}


def shown(page: Page) -> str:
    """A page on one line, the frames of headings left out."""
    text = terminal.render(page, Look(80)).replace("┃", " ").replace("─", " ")
    return " ".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_a_default_page_says_what_it_means_and_leaves_the_rest_to_the_full_one(kind: str) -> None:
    for page in PAGES[kind]():
        said = shown(page)
        for what, pattern in {**FULL_ONLY, "jargon": NOWHERE}.items():
            found = re.search(pattern, said)
            assert found is None, (page.title, what, said[found.start() - 60 :][:160])
        blocks = [block for section in page.sections for block in section.blocks]
        rows = [row for block in blocks if isinstance(block, Checks) for row in block.rows]
        held = [row.name for row in rows if row.mark == "pass"]
        assert held == [], page.title


@pytest.mark.slow
def test_the_full_pages_have_what_the_others_leave_out() -> None:
    score = shown(cases.report("first-marketing-hire", 0, full=True))
    for what in ("weights", "settings", "the content", "what it rests on", "leaving one out"):
        assert re.search(FULL_ONLY[what], score), what
    for pages in (compared(full=True), matched(full=True), moved(full=True)):
        assert any(re.search(FULL_ONLY["the method"], shown(page)) for page in pages)


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_no_page_speaks_of_figures_that_mean_nothing(kind: str) -> None:
    full = {"compare": compared, "match": matched, "progress": moved}
    pages = full[kind](full=True) if kind in full else PAGES[kind]()
    assert not [page.title for page in pages if re.search(NOWHERE, shown(page))]
