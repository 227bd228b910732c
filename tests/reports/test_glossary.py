"""Every word that a report prints as a title, a column or a fact can be explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import report
from cases import rubric as load
from every import every
from telling import telling

import rolefit
from rolefit.audit.subject import Subject
from rolefit.exact import plain
from rolefit.reports.blocks import Facts, Page, Paragraph, Table
from rolefit.reports.glossary import (
    FILE,
    found_words,
    glossary,
    lookup_key,
    rubric_words,
    synonyms,
    topic_page,
    topics,
)
from rolefit.reports.pages.audit.audit_page import audit_page
from rolefit.reports.pages.audit.findings import locate_findings
from rolefit.reports.pages.comparison.page import comparison_page
from rolefit.reports.pages.match.page import match_page
from rolefit.reports.pages.progress.page import progress_page
from rolefit.reports.pages.rubric_page import rubric_page
from rolefit.reports.pages.whatif_page import whatif_page
from rolefit.reports.words import LABELS, STATES
from rolefit.rubric.cases import case_responses
from rolefit.rubric.conditions import text_of
from rolefit.rubric.model import Respondent, Rubric
from rolefit.rubric.texts import Settings
from rolefit.scoring.certainty import CONCENTRATION, NEAR, ROBUST
from rolefit.scoring.verdict import t95
from rolefit.storage.documents import parse, validate
from rolefit.storage.shipped import shipped_names
from rolefit.storage.starters import STARTERS
from rolefit.storage.writing import new_rubric
from rolefit.studies.comparison import Entrant, compare
from rolefit.studies.matching import CandidateSheet as Candidate
from rolefit.studies.matching import match
from rolefit.studies.progress import Taken, progress
from rolefit.studies.whatif import what_if

PACKAGE = Path(rolefit.__file__).parent
ENTRIES = glossary().entries()
WORDS = (
    *("steps", "step", "model", "margin", "elevation", "preference", "contribution", "target"),
    *("shortfall", "worth", "weight", "runner-up", "level", "band", "standard error", "±"),
    *("acceptability", "plausible weightings", "flip", "What would change it", "settled"),
    *("provisional", "quick", "hash", "content", "sha256", "precision", "completeness"),
    *("robustness", "too close below", "points", "fit", "gate", "condition", "risk", "N/A"),
    *("don't know", "skipped", "open", "reliable", "change", "what if", "now", "then", "exact"),
    *("sampled", "mutants", "small mistakes", "at random", "norms", "advice_only", "cut score"),
    *("case", "claim", "dimension", "item", "outcome", "standard", "rubric", "score", "audit"),
    *("high", "moderate", "low", "overall", "holds", "fails", "leave out", "warning", "lead"),
    *("ruled out", "place", "covered", "uncovered", "told apart", "match", "need", "candidate"),
    *("compare", "comparison", "rank", "rank in a comparison", "beyond error", "level with"),
    *(
        "both",
        "neither",
        "profile",
        "needs",
        "least scores",
        "evidence",
        "proved",
        "round",
        "panel",
    ),
    *("withheld", "too few", "agreement", "r_wg", "blind spot", "hidden strength", "seen alike"),
    *("panel", "exit codes", "formats", "endings"),
)
"""Words that people met in reports and asked about."""
PLAIN = {"", "answer", "text", "date", "part", "name", "note"}
"""Words that mean what they mean everywhere."""
DATA = re.compile(r"[0-9]|20[0-9-]+")
"""What stands for somebody or for a date."""


@pytest.mark.slow
@every("word", WORDS)
def test_a_word_that_reports_print_is_explained_in_a_few_sentences(word: str) -> None:
    found = topic_page(word)
    assert found.subtitle == "Terms" or found.subtitle == "Labels"


def test_each_other_way_to_say_a_word_leads_to_one_topic() -> None:
    said = [lookup_key(also) for entry in ENTRIES.values() for also in entry.also]
    assert sorted(said) == sorted(set(said))
    assert [word for word in said if word in topics()] == []
    assert set(synonyms().values()) <= set(topics())


def test_a_word_stands_in_one_group_only() -> None:
    groups = (glossary().labels, glossary().terms, glossary().codes)
    assert len(ENTRIES) == sum(map(len, groups))


@every("word", sorted(ENTRIES))
def test_a_word_is_explained_in_few_words_and_leads_on_to_known_ones(word: str) -> None:
    entry = ENTRIES[word]
    assert len(entry.meaning.split()) <= 80
    assert entry.meaning.endswith(".")
    assert set(entry.see) <= set(ENTRIES) - {word}


def test_the_glossary_goes_with_the_package() -> None:
    assert (PACKAGE / "reports" / "glossary.yaml").samefile(FILE)


def test_what_reports_print_is_what_the_glossary_says() -> None:
    shown = {word: entry.shown for word, entry in ENTRIES.items() if entry.shown is not None}
    printed_words: dict[Any, str] = {**LABELS, **STATES}
    del printed_words["answered"]
    assert shown == printed_words


@pytest.mark.parametrize("name", shipped_names())
def test_every_name_that_a_rubric_gives_is_explained_with_its_own_text(name: str) -> None:
    rubric = load(name)
    for key, part in (*rubric.outcomes.items(), *((b.id, b) for b in rubric.bands)):
        for asked in (key, part.name):
            assert text_of(part.summary) in texts(topic_page(asked)), asked
    for key, dimension in rubric.dimensions.items():
        for asked in (key, dimension.name):
            assert dimension.about in texts(topic_page(asked)), asked


def test_a_name_that_several_rubrics_give_is_told_for_each_of_them() -> None:
    titles = [section.title for section in topic_page("people").sections]
    assert titles == ["People, in lead-or-manager", "Leading people, in manager-readiness"]
    assert {w.rubric for w in found_words("marketing_manager", rubric_words())} == {
        "lead-or-manager",
        "manager-readiness",
    }


def test_a_word_of_ours_that_a_rubric_uses_too_is_told_in_both_meanings() -> None:
    first, *others = topic_page("gap").sections
    assert first.title == ""
    assert [section.title for section in others] == [
        "What is missing, in first-marketing-hire",
        "What they bring, in marketing-hire-candidate",
    ]


def texts(found: Page) -> set[str]:
    """The paragraphs of a page."""
    blocks = [block for section in found.sections for block in section.blocks]
    return {block.text for block in blocks if isinstance(block, Paragraph)}


def reports(rubric: Rubric) -> Iterator[Page]:
    """The reports on a rubric's cases, and on one of them with another answer."""
    for k in telling(rubric.rubric):
        yield report(rubric.rubric, k, full=True)
    first = case_responses(rubric, rubric.cases[0])
    item = next(item for item in rubric.items if item.scores)
    yield whatif_page(what_if(rubric, first, {item.id: "skipped"}), rubric)


def dated(rubric: Rubric, k: int) -> Taken:
    """The k-th case, as if it had been kept in the k-th month."""
    responses = case_responses(rubric, rubric.cases[k - 1])
    return Taken(
        id=f"{k:08x}",
        at=f"2026-{k:02}-10T09:30:00+00:00",
        rubric_hash=rubric.content_hash,
        sentence="A verdict.",
        quick=False,
        responses=responses.model_copy(update={"respondent": Respondent()}),
    )


def side_by_side(rubric: Rubric) -> Iterator[Page]:
    """Sheets of two and of five, and the same answers as a journal tells them."""
    sheets = [case_responses(rubric, case) for case in rubric.cases[:5]]
    people = [Entrant(name, sheet) for name, sheet in zip("12345", sheets, strict=True)]
    for some in (people[:2], people):
        yield comparison_page(compare(rubric, some), rubric, full=True)
    yield progress_page(progress(rubric, [dated(rubric, k) for k in (1, 2, 3)]), rubric, full=True)


def printed(found: Page) -> Iterator[str]:
    """Titles of sections, columns of tables and names of facts."""
    for section in found.sections:
        yield section.title
        for block in section.blocks:
            match block:
                case Facts(rows):
                    yield from (row.name for row in rows)
                case Table(_, columns, _, _):
                    yield from columns
                case _:
                    continue


def unexplained(pages: Iterable[Page], rubric: Rubric) -> set[str]:
    """Words on pages that nothing explains, but for those that the rubric itself gives."""
    parts: tuple[Any, ...] = (*rubric.outcomes.values(), *rubric.dimensions.values(), *rubric.bands)
    named = (*parts, rubric.standard) if rubric.standard is not None else parts
    names = [part.name.casefold() for part in named]
    return {
        word
        for found in pages
        for word in printed(found)
        if lookup_key(word) not in {*PLAIN, *topics(), *synonyms()} and not DATA.fullmatch(word)
        if not any(name in word.casefold() for name in names)
    }


@pytest.mark.parametrize("name", shipped_names())
def test_no_heading_of_a_report_stays_unexplained(name: str) -> None:
    assert unexplained(reports(load(name)), load(name)) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lead-or-manager", "management-style", "manager-readiness"])
def test_no_heading_of_a_study_stays_unexplained(name: str) -> None:
    assert unexplained(side_by_side(load(name)), load(name)) == set()


@pytest.mark.parametrize("need", [1, 2, 5])
def test_no_heading_of_a_match_stays_unexplained(need: int) -> None:
    company, seen = load("first-marketing-hire"), load("marketing-hire-candidate")
    sheets = [case_responses(seen, case) for case in seen.cases[:5]]
    people = [Candidate(str(k), sheet) for k, sheet in enumerate(sheets, start=1)]
    asked = case_responses(company, company.cases[need - 1])
    found = match((company, asked), seen, people)
    shown = match_page(found, company, seen, full=True)
    assert unexplained((shown,), company) == set()


@pytest.mark.slow
@pytest.mark.parametrize("model", STARTERS)
def test_no_heading_of_an_audit_or_of_a_rubric_stays_unexplained(model: str) -> None:
    document = parse("mine.yaml", new_rubric("mine", model).encode())
    rubric = validate(document, Rubric)
    audit = audit_page(locate_findings(document, Subject(rubric), []), with_findings=True)
    about = rubric_page(rubric)
    tables = about._replace(sections=about.sections[:2])  # then come the questions themselves
    assert unexplained((audit, tables), rubric) == set()


def test_numbers_of_the_rules_are_those_that_scoring_uses() -> None:
    settings = Settings()
    meanings = {word: entry.meaning for word, entry in ENTRIES.items()}
    for word, number in {
        "too_close_to_call": f"({plain(settings.indifference_threshold)} points unless",
        "both": f"at least {plain(settings.both_from)}, unless",
        "neither": f"below {plain(settings.neither_below)}, unless",
        "not_enough_answers": f"({plain(100 * settings.max_lost_weight)} % unless",
        "leaning": f"{float(t95(10**6)):.2f} with many answers",
        "robustness": f"at least {plain(100 * ROBUST)} % of them",
        "clear": f"within {plain(100 * NEAR)} % of itself",
        "acceptability": f"total of {CONCENTRATION}",
    }.items():
        assert number in meanings[word], word
