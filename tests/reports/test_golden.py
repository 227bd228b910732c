"""Golden pages: a few telling cases of each rubric as a reader sees them, all others as one row.

Their diff is the review of a change. `pytest --update-golden tests/reports/test_golden.py` writes
them anew and removes those that no page here makes. One word of a rubric stands in a few of them
only, so that the diff of a change is read and not waved through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args

import cases
import pdfs
import pytest
import studies
from runs import Ran
from verdict_table import verdict_table

from rolefit.reports.blocks import Page
from rolefit.reports.formats import csv, html, json, markdown, pdf, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.comparison.page import comparison_page
from rolefit.reports.pages.match.page import match_page
from rolefit.reports.pages.progress.page import progress_page
from rolefit.reports.pages.score.page import page as score_page
from rolefit.reports.pages.whatif_page import whatif_page
from rolefit.rubric.cases import case_responses
from rolefit.rubric.model import Label, Rubric
from rolefit.scoring.assess import assess
from rolefit.storage.documents import parse, validate
from rolefit.storage.shipped import shipped_names
from rolefit.studies.progress import progress
from rolefit.studies.whatif import what_if

GOLDEN = Path(__file__).parent.parent / "golden"
PROFILE = Path(__file__).parent.parent / "examples" / "team-profile.yaml"
OF_EXAMPLES: tuple[Label, ...] = ("scale_levels",)
"""Labels that no shipped rubric gives."""
MOST_FILES = 20
LONG_ENOUGH = 20
"""Letters of a text that no other rubric says by chance."""

TELLING: dict[str, tuple[Label, Label, Label]] = {
    "ceo-marketing-partnership": ("clear", "too_close_to_call", "not_yet"),
    "cmo-readiness": ("clear", "leaning", "conditional"),
    "first-marketing-hire": ("clear", "leaning", "not_yet"),
    "lead-or-manager": ("clear", "too_close_to_call", "conditional"),
    "management-style": ("leaning", "too_close_to_call", "not_enough_answers"),
    "manager-readiness": ("clear", "leaning", "not_enough_answers"),
    "marketing-hire-candidate": ("clear", "too_close_to_call", "not_yet"),
    "strategic-leadership": ("leaning", "tie", "conditional"),
}
"""The first case of each of three labels: a clear one, a close one, one that hangs or fails."""

IN_EVERY_FORMAT = ("ceo-marketing-partnership", 11)
"""Conditions that fail and limit the level, an advice for each: every part of a page is there."""
LOOKS = {
    "30": Look(30),
    "50": Look(50),
    "140": Look(140),
    "ascii": Look(80, unicode=False),
    "colour": Look(80, colour=True),
}
SHOWN_WHOLE = ("first-marketing-hire", "manager-readiness")
"""One rubric of each model whose own pages are kept."""

Run = Callable[..., Ran]
Make = Callable[[Run], str]


def plain(page: Page) -> str:
    """A page in a terminal of 80 columns."""
    return terminal.render(page, Look(80))


def case(name: str, label: str) -> str:
    """The report on a telling case."""
    return plain(cases.report(name, cases.first(name, label)))


def example(label: str) -> str:
    """The report on the first case of the example of a profile, of which none is shipped."""
    rubric = validate(parse(PROFILE.name, PROFILE.read_bytes()), Rubric)
    assessment = assess(rubric, case_responses(rubric, rubric.cases[0]))
    assert assessment.verdict.label == label
    return plain(score_page(assessment, rubric, full=True))


def in_format(form: str) -> str:
    """The one full report that is kept in every format."""
    name, k = IN_EVERY_FORMAT
    rubric, assessment = cases.rubric(name), cases.assessed(name, k)
    page = cases.report(name, k, full=True)
    match form:
        case "md":
            return markdown.render(page)
        case "html":
            return html.render([page])
        case "json":
            return json.render([json.report(assessment, rubric)])
        case "csv":
            return csv.render([(f"{name}.yaml", assessment, rubric)], raw=False)
        case _:
            return pdfs.lines(pdf.render([page]), page)


def in_look(look: str) -> str:
    """The same report in some terminal."""
    return terminal.render(cases.report(*IN_EVERY_FORMAT, full=True), LOOKS[look])


def comparison(name: str) -> Page:
    """A comparison of a few cases."""
    return comparison_page(studies.comparison(name), cases.rubric(name))


def matched(name: str, *, full: bool = False) -> Page:
    """A need and its candidates."""
    rubrics = (cases.rubric(studies.NEED), cases.rubric(studies.SEEN))
    return match_page(studies.matched(name), *rubrics, full=full)


def moved(name: str, places: tuple[int, ...], *, full: bool = False, who: Any = (None,)) -> Page:
    """Cases of a rubric as one respondent's progress; the second was a quick one."""
    rubric, kept = cases.rubric(name), studies.taken(name, places, who)
    if len(places) == 6:
        kept[1] = kept[1]._replace(quick=True)
    return progress_page(progress(rubric, kept), rubric, full=full)


def changed() -> Page:
    """A case with two answers changed."""
    rubric = cases.rubric(studies.NEED)
    answers = {"stuck": "choice", "network": "direct"}
    return whatif_page(what_if(rubric, cases.responses(studies.NEED, 0), answers), rubric)


def told(make: Callable[[], Page], render: Callable[[Page], str] = plain) -> Make:
    """A page as a golden text."""
    return lambda _: render(make())


def made(make: Callable[..., str], *arguments: str) -> Make:
    """A text that needs no command line."""
    return lambda _: make(*arguments)


def printed(*arguments: str) -> Make:
    """What a command prints."""
    return lambda run: run(*arguments).out


def pages() -> Iterator[tuple[str, Make]]:
    """Every golden file and what makes it."""
    yield "overview.txt", printed()
    yield "rubric-list.txt", printed("rubric", "list")
    for name, labels in TELLING.items():
        yield f"{name}/verdicts.txt", made(verdict_table, name)
        for label in labels:
            yield f"{name}/{label}.txt", made(case, name, label)
    for label in OF_EXAMPLES:
        yield f"profile/{label}.txt", made(example, label)
    for name in SHOWN_WHOLE:
        yield f"{name}/show.txt", printed("rubric", "show", name)
        yield f"{name}/blank.yaml", printed("rubric", "blank", name)
    for form in ("md", "html", "json", "csv", "pdf.txt"):
        yield f"formats/report.{form}", made(in_format, form)
    for look in LOOKS:
        yield f"formats/{look}.txt", made(in_look, look)
    yield from study_pages()


def study_pages() -> Iterator[tuple[str, Make]]:
    """Studies of either model, and of each kind of result."""
    for name in ("first-marketing-hire", "manager-readiness"):
        yield f"studies/compare-{name}.txt", told(partial(comparison, name))
    for name in studies.MATCHED:
        yield f"studies/match-{name}.txt", told(partial(matched, name))
    yield "studies/match-doer-full.txt", told(partial(matched, "doer", full=True))
    several = partial(moved, "manager-readiness", (0, 1, 2, 3, 4, 5))
    yield "studies/progress-several.txt", told(several)
    yield "studies/progress-full.txt", told(partial(moved, "manager-readiness", (2, 1), full=True))
    yield "studies/progress-poles.txt", told(partial(moved, "management-style", (0, 1, 2)))
    yield "studies/progress-dates.txt", told(partial(moved, "cmo-readiness", tuple(range(12))))
    two = partial(moved, "cmo-readiness", (0, 1, 2, 3), who=("Ada", "Bo"))
    yield "studies/progress-two.txt", told(two)
    yield "studies/whatif.txt", told(changed)
    first = partial(comparison, "first-marketing-hire")
    yield "studies/compare.md", told(first, markdown.render)
    yield "studies/match.md", told(partial(matched, "doer"), markdown.render)
    yield "studies/progress.md", told(several, markdown.render)
    yield "studies/whatif.md", told(changed, markdown.render)


PAGES = dict(pages())


def marks(name: str) -> list[pytest.MarkDecorator]:
    """Where a page is made: by the worker of its rubric, late if all cases are assessed for it."""
    of = name.partition("/")[0]
    group = [pytest.mark.xdist_group(of)] if of in TELLING else []
    return [*group, pytest.mark.slow] if name.endswith("/verdicts.txt") else group


@pytest.mark.parametrize("name", [pytest.param(name, marks=marks(name)) for name in PAGES])
def test_a_page_reads_as_its_golden_file(
    rolefit: Run, request: pytest.FixtureRequest, name: str
) -> None:
    text, path = PAGES[name](rolefit), GOLDEN / name
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"{path} is missing: run pytest --update-golden and read the diff"
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_file_is_made_by_a_page(request: pytest.FixtureRequest) -> None:
    found = {path.relative_to(GOLDEN).as_posix(): path for path in files()}
    if request.config.getoption("--update-golden"):
        for name in set(found) - set(PAGES):
            found.pop(name).unlink()
    assert set(found) <= set(PAGES), "run pytest --update-golden to remove those that nobody makes"


def test_every_rubric_and_every_label_is_shown_in_full() -> None:
    assert tuple(TELLING) == shipped_names()
    shown = {label for labels in TELLING.values() for label in labels}
    assert shown | set(OF_EXAMPLES) == set(get_args(Label))


def files() -> list[Path]:
    """Every golden file."""
    return [path for path in sorted(GOLDEN.rglob("*")) if path.is_file()]


# --- how far a word of a rubric reaches -----------------------------------------------------------


def letters(text: str) -> str:
    """A text without colours, tags and all that wrapping and drawing puts between its words."""
    bare = re.sub(r"\x1b\[[0-9;]*m|<[^>]*>|&#?\w+;", "", text)
    return "".join(sign for sign in bare if sign.isalpha())


def texts_of(value: Any) -> Iterator[str]:
    """The texts of a rubric that are long enough to be known again, as letters."""
    if isinstance(value, str):
        found = letters(value)
        if len(found) >= LONG_ENOUGH:
            yield found
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)


@cache
def said(name: str) -> frozenset[str]:
    """The texts of a rubric."""
    raw = cases.rubric(name).model_dump(mode="json", exclude={"content_hash", "rubric"})
    return frozenset(texts_of(raw))


def own(name: str) -> set[str]:
    """The texts of a rubric that no other one says as well."""
    others = "\n".join(text for other in shipped_names() if other != name for text in said(other))
    return {text for text in said(name) if text not in others}


def holders(name: str) -> list[str]:
    """The golden files that hold a text of a rubric."""
    texts = own(name)
    return [
        path.relative_to(GOLDEN).as_posix()
        for path in files()
        if any(text in shown_in(path) for text in texts)
    ]


@cache
def shown_in(path: Path) -> str:
    """The letters of a golden file."""
    return letters(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", shipped_names())
def test_a_word_of_a_rubric_stands_in_few_golden_files(name: str) -> None:
    found = holders(name)
    assert {f"{name}/{label}.txt" for label in TELLING[name]} <= set(found)
    assert len(found) <= MOST_FILES, found
