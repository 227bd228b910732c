"""Every format of a report says the same figures, and they are those of the assessment."""

from __future__ import annotations

import csv as tables
import io
import json as objects
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any, get_args

import pypdf
import pytest
from cases import assessed, first, report
from cases import rubric as load
from markdown_it import MarkdownIt
from telling import telling_cases_of_few

from rolefit.exact import rounded, rounded_root
from rolefit.reports.blocks import (
    Actions,
    BarChart,
    Block,
    Bullets,
    Checks,
    Facts,
    Page,
    Paragraph,
    Reasons,
    Table,
    WriteIn,
)
from rolefit.reports.formats import csv, html, json, markdown, pdf, terminal
from rolefit.reports.formats.ink import Look
from rolefit.scoring.assessment import Assessment

# A sign counts where it is no hyphen; digits within words count as they stand.
FIGURE = re.compile(r"(?:(?<![\w)])[+-])?\d+(?:\.\d+)*")
HALF_A_NINTH_DECIMAL = Fraction(1, 2 * 10**9)


PDF_CASES = (
    ("lead-or-manager", "not_yet"),
    ("management-style", "too_close_to_call"),
    ("manager-readiness", "clear"),
    ("cmo-readiness", "not_enough_answers"),
)
"""Short reports of either model. Reading a PDF takes five times as long as making it."""


# --- what a page says, in the order in which every format says it ---------------------------------


def said(one: Page, *, numbered: bool) -> Iterator[str]:
    """The texts of a page; with the numbers of its lists where a format prints them."""
    yield from (one.title, one.subtitle)
    for section in one.sections:
        yield section.title
        for block in section.blocks:
            yield from said_by(block, numbered=numbered)


def said_by(block: Block, *, numbered: bool) -> Iterator[str]:  # noqa: C901 - one arm a kind
    """The texts of a block."""
    match block:
        case Paragraph(text=text):
            yield text
        case BarChart():
            yield block.title
            for row in block.rows:
                yield from (row.label, row.shown, row.detail)
        case Reasons():
            yield block.title
            for why in block.rows:
                asked = (why.told,) if why.told else (why.ask, why.answer, why.item)
                yield from (why.points, *asked, why.note or "")
            yield block.remark
        case Checks():
            for check in block.rows:
                yield from (check.name, check.text)
                yield from check.source if check.text else ()
        case Actions():
            yield block.title
            for k, action in enumerate(block.rows, start=1):
                yield str(k) if numbered and len(block.rows) > 1 else ""
                yield from (action.do, *action.source, *action.details)
            yield from block.source
        case Facts():
            for fact in block.rows:
                yield from (fact.name, fact.text)
        case Bullets():
            yield from (block.title, *block.items)
        case Table():
            yield from (block.title, *block.columns)
            for cells in block.rows:
                yield from cells


def figures(texts: str | Sequence[str]) -> list[str]:
    """The figures in a text, in order."""
    text = texts if isinstance(texts, str) else "\n".join(texts)
    return FIGURE.findall(text.replace("\u2212", "-").replace("\u200b", ""))


def expected(one: Page, *, numbered: bool) -> list[str]:
    """The figures that a format must say."""
    return figures(list(said(one, numbered=numbered)))


# --- what a format says ---------------------------------------------------------------------------


class Body(HTMLParser):
    """The text between the tags of the main part; drawings are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("main", "svg"):
            self.inside.append(tag)
        self.texts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("main", "svg"):
            self.inside.pop()
        self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        if self.inside == ["main"]:
            self.texts.append(data)


def html_text(source: str) -> str:
    """What a reader of an HTML page reads."""
    body = Body()
    body.feed(source)
    assert not body.inside
    return "".join(body.texts)


def markdown_text(source: str) -> str:
    """What a reader of rendered Markdown reads, with the numbers of its lists."""
    texts = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source):
        if token.type == "list_item_open" and token.markup == ".":
            texts.append(token.info)
        if token.type == "inline":
            texts.append("".join(child.content for child in token.children or ()))
    return "\n".join(texts)


def pdf_text(content: bytes, one: Page) -> str:
    """What a reader of a PDF reads, without the foot of each page and the scales below bars."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    texts = []
    for k, sheet in enumerate(pages, start=1):
        text = sheet.extract_text()
        foot = f"{one.title} {k} / {len(pages)}"
        assert text.rstrip().endswith(foot), text[-200:]
        texts.append(text.rstrip().removesuffix(foot))
    text = "\n".join(texts)
    bars = sum(isinstance(b, BarChart) for section in one.sections for b in section.blocks)
    assert len(re.findall("^0 50 100$", text, re.MULTILINE)) == bars
    return re.sub("(?m)^0 50 100$", "", text)


# --- the promise ----------------------------------------------------------------------------------


@pytest.mark.slow
@telling_cases_of_few
def test_all_formats_say_the_same_figures(name: str, k: int) -> None:
    rubric, assessment, one = load(name), assessed(name, k), report(name, k, full=True)
    numbered = expected(one, numbered=True)
    for look in (Look(80), Look(80, unicode=False)):
        # Folded cells stand line by line, so that the order within a table is another.
        assert Counter(figures(terminal.render(one, look))) == Counter(numbered)
    assert figures(markdown_text(markdown.render(one))) == numbered
    assert figures(html_text(html.render([one]))) == expected(one, numbered=False)

    shown = set(numbered)
    for figure in figures_of(assessment):
        assert figure in shown
    dumped = objects.loads(json.render([json.report(assessment, rubric)]))["assessment"]
    rows = list(tables.DictReader(io.StringIO(csv.render([(name, assessment, rubric)], raw=False))))
    assert json_figures(dumped) <= shown
    agree(assessment, dumped, rows)


@pytest.mark.slow
def test_a_pdf_says_the_same_figures_in_the_same_order() -> None:
    seen: set[type[Block]] = set()
    for name, label in PDF_CASES:
        one = report(name, first(name, label), full=True)
        assert figures(pdf_text(pdf.render([one]), one)) == expected(one, numbered=True), name
        seen |= {type(block) for section in one.sections for block in section.blocks}
    assert seen == {*get_args(Block)} - {WriteIn}


def figures_of(assessment: Assessment) -> Iterator[str]:
    """The results as a report prints them: scores with their errors, the fit, dimensions."""
    pairs = [(o.score, o.variance) for o in assessment.outcomes]
    if assessment.fit is not None:
        pairs = [(assessment.fit, assessment.fit_variance)]
    for d in assessment.dimensions:
        if d.scores is not None and d.variances is not None:
            pairs += zip(d.scores, d.variances, strict=True)
    for score, variance in pairs:
        if score is not None:
            yield str(rounded(score, 1))
            yield from [str(rounded_root(variance, 1))] if variance else []


def json_figures(dumped: dict[str, Any]) -> set[str]:
    """Scores of the JSON report, rounded as the pages print them."""
    scores = [o["score"] for o in dumped["outcomes"] if dumped["fit"] is None]
    scores.append(dumped["fit"])
    scores += [score for d in dumped["dimensions"] for score in d["scores"] or ()]
    return {str(rounded(Fraction(repr(score)), 1)) for score in scores if score is not None}


def agree(
    assessment: Assessment, dumped: dict[str, Any], rows: Sequence[dict[str, str | Any]]
) -> None:
    """JSON and CSV hold the same numbers, and those of the CSV add up to the scores."""
    counted = {row["item"]: row for row in rows if row["weight"]}
    assert set(counted) == {c["item"] for c in dumped["contributions"]}
    names = ["fit"] if dumped["fit"] is not None else [o["id"] for o in dumped["outcomes"]]
    for c in dumped["contributions"]:
        row = counted[c["item"]]
        assert float(row["weight"]) == c["weight"]
        assert [float(row[f"value:{name}"]) for name in names] == c["values"]
        assert [float(row[f"points:{name}"]) for name in names] == c["points"]
    allowed = HALF_A_NINTH_DECIMAL * len(counted)
    for name in names if counted else ():
        score = assessment.fit if name == "fit" else assessment.outcome(name).score
        assert score is not None
        assert (
            abs(sum(Fraction(row[f"points:{name}"]) for row in counted.values()) - score) <= allowed
        )
    if assessment.fit is not None and counted:
        missing = sum(Fraction(row["missing:fit"]) for row in counted.values())
        assert abs(missing - (100 - assessment.fit)) <= allowed
