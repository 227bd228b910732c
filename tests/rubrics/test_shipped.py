"""What every shipped rubric owes its readers: whole texts, claims carried, cases that bite."""

from __future__ import annotations

import re

import pytest
from cases import rubric as rubric_of
from cases import subject

from rolefit.audit.checks.reading_grade import passages
from rolefit.audit.wording import grade, texts_to_see
from rolefit.rubric.citations import citations
from rolefit.rubric.conditions import Passage
from rolefit.rubric.items import AnyItem
from rolefit.rubric.items.bars import Bars
from rolefit.rubric.items.likert import Likert
from rolefit.rubric.items.numeric import Numeric
from rolefit.rubric.model import Rubric
from rolefit.storage.library import find, register, unknown_claims
from rolefit.storage.shipped import shipped_names
from rolefit.studies.tracing import carried_claims

EIGHT = {
    "first-marketing-hire": "contrast",
    "lead-or-manager": "contrast",
    "manager-readiness": "readiness",
    "strategic-leadership": "contrast",
    "cmo-readiness": "readiness",
    "management-style": "contrast",
    "ceo-marketing-partnership": "readiness",
    "marketing-hire-candidate": "contrast",
}
SITUATION = re.compile(
    r"\b(last|past|latest|newest|yesterday|suppose|imagine|think of|so far|work sample|the brief|"
    r"this (?:week|month|quarter|year))\b",
    re.IGNORECASE,
)
"""Words that tie a question to a stretch of time, to an occasion, or to a scene set for all."""
NEVER = re.compile(
    r"\b(talks?|talk it|sums?|mend(?:s|ed|ing)?|hang(?:s|ing)? on|hung on|h[eo]ld(?:s|ing)? "
    r"(?:it |that |this )?against|beside|sheets?|makers? of texts|whom|hands (?:at work|are full|"
    r"beside|for it))\b",
    re.IGNORECASE,
)
"""Words that are not those of business: talk for a meeting, sum for a calculation, hands for
people who do the work ..."""
SPOKEN = "Both ways of leading talk with the team."
"""Where `talk` is what people do, and no meeting."""
COUNTED = re.compile(
    r"\bhow many (?:weeks|months|of (?:the|your) last \w+ (?:weeks|months))\b", re.IGNORECASE
)
"""Questions that ask for a number of weeks or months."""
WORDS_A_MINUTE = 238
SECONDS_AN_ITEM = 6
each = pytest.mark.parametrize("name", shipped_names())


def test_the_shelf_holds_the_eight_that_the_articles_ask_for() -> None:
    assert {name: rubric_of(name).model for name in shipped_names()} == EIGHT


# --- claims ------------------------------------------------------------------------------------


def test_every_claim_of_the_register_is_carried() -> None:
    found = carried_claims(register(), [rubric_of(name) for name in shipped_names()])
    assert [c.id for c in found if not c.places] == []


def test_most_of_the_evidence_beyond_the_articles_is_carried() -> None:
    found = carried_claims(register(), [rubric_of(name) for name in shipped_names()])
    assert len([c.id for c in found if c.id.startswith("EV-") and c.places]) >= 55


def test_evidence_says_where_it_is_from_how_strong_it_is_and_its_short_name() -> None:
    known = register()
    for name, claim in known.claims.items():
        if name.startswith("EV-"):
            source = known.sources[claim.source]
            assert source.strength != "article", name
            assert source.short, name
            assert source.title, name
            assert source.author, name
            assert source.address is None or source.address.startswith("https://"), name


@each
def test_each_rubric_rests_on_several_sources(name: str) -> None:
    known, rubric = register(), rubric_of(name)
    named = {one for _, ids in citations(rubric) for one in ids} & known.claims.keys()
    cited = {known.claims[one].source for one in named}
    assert len(cited) >= 4
    assert rubric.evidence_status == "several_sources"


@each
def test_every_citation_is_a_claim_that_is_known(name: str) -> None:
    assert list(unknown_claims(find(name))) == []


@each
def test_what_both_roles_share_scores_for_neither(name: str) -> None:
    known = register().claims
    for item in rubric_of(name).items:
        kinds = {known[claim].kind for claim in item.source if claim in known}
        assert not item.scores or kinds != {"overlap"}, item.id


@each
def test_an_opinion_or_an_anecdote_scores_nothing_by_itself(name: str) -> None:
    for item in rubric_of(name).items:
        assert not item.scores or not {*item.source} <= {"RM-09", "TS-12"}, item.id


# --- size and kind -----------------------------------------------------------------------------


@each
def test_it_takes_at_most_eight_minutes_and_twenty_questions(name: str) -> None:
    rubric = rubric_of(name)
    taken = minutes_to_read(rubric)
    assert 14 <= len(rubric.items) <= 20
    assert 5 <= taken <= 8
    assert abs(rubric.minutes - taken) <= 1
    assert len(rubric.limits) >= 3


def minutes_to_read(rubric: Rubric) -> float:
    """What a normal reader needs: the words of questions, helps and options, and a pause each."""
    texts = [text for i in rubric.items for text in (i.ask, i.help or "", *choices(i))]
    words = sum(len(text.split()) for text in texts)
    return words / WORDS_A_MINUTE + len(rubric.items) * SECONDS_AN_ITEM / 60


def choices(item: AnyItem) -> list[str]:
    """The texts of an item's choices, anchors or labels."""
    return [text for _, text in item.options()]


@each
def test_no_text_asks_for_more_than_ten_years_of_school(name: str) -> None:
    found = [(path, float(grade(texts))) for path, texts in passages(rubric_of(name))]
    assert [(path, years) for path, years in found if years > 10] == []


@each
def test_no_text_uses_a_word_that_nobody_uses_at_work(name: str) -> None:
    texts = [one.text.replace(SPOKEN, "") for one in texts_to_see(rubric_of(name))]
    assert [text for text in texts if NEVER.search(text)] == []


@each
def test_at_most_a_third_of_the_questions_count_weeks_or_months(name: str) -> None:
    items = rubric_of(name).items
    assert 3 * sum(bool(COUNTED.search(item.ask)) for item in items) <= len(items)


@each
def test_it_asks_in_several_ways(name: str) -> None:
    kinds = {item.type for item in rubric_of(name).items}
    assert len(kinds) >= 4
    assert any(isinstance(i, Likert | Numeric | Bars) for i in rubric_of(name).items)


@each
def test_three_questions_in_five_are_about_a_time_or_a_situation(name: str) -> None:
    items = rubric_of(name).items
    concrete = [i for i in items if SITUATION.search(f"{i.ask} {i.help or ''}")]
    assert len(concrete) * 5 >= len(items) * 3


@each
def test_every_dimension_has_two_questions_and_three_on_average(name: str) -> None:
    rubric = rubric_of(name)
    counted = [len(rubric.scored_items(dimension)) for dimension in rubric.dimensions]
    assert min(counted) >= 2
    assert sum(counted) >= 3 * len(counted)


# --- texts ---------------------------------------------------------------------------------------


@each
def test_every_result_says_what_it_means_and_what_to_do(name: str) -> None:
    rubric = rubric_of(name)
    for text in (*rubric.outcomes.values(), *rubric.bands):
        assert text.summary
        assert text.source
        assert len(text.strengths) >= 2
        assert len(text.watch_outs) >= 2
        assert len(text.first_90_days) >= 3
        assert len(text.ask_next) >= 2
        assert text.pair_with or rubric.model == "readiness"


@each
def test_results_without_a_winner_have_texts_of_their_own(name: str) -> None:
    texts = rubric_of(name).texts
    found = [texts.too_close, texts.not_yet]
    if rubric_of(name).model == "contrast":
        assert texts.both is not None
        assert texts.neither is not None
        found += [texts.both, texts.neither]
    assert all(text.summary and text.steps for text in found)


@each
def test_every_step_is_concrete_costed_and_can_be_noticed(name: str) -> None:
    rubric = rubric_of(name)
    for key, dimension in rubric.dimensions.items():
        assert len(dimension.steps) >= (2 if rubric.model == "readiness" else 0), key
        for step in dimension.steps:
            assert step.evidence
            assert step.effort
            assert step.notice
            assert step.source


def plain_texts(found: Passage) -> list[str]:
    """Every text that may be said, whatever it depends on."""
    if isinstance(found, tuple):
        return [text for part in found for text in plain_texts(part)]
    return [found] if isinstance(found, str) else [found.text]


@each
def test_no_text_decides_about_a_person(name: str) -> None:
    rubric = rubric_of(name)
    texts = [t.summary for t in (*rubric.outcomes.values(), *rubric.bands)]
    texts += [rubric.texts.too_close.summary, rubric.texts.not_yet.summary]
    for text in [plain for found in texts for plain in plain_texts(found)]:
        words = text.casefold().split()
        assert "reject" not in words
        assert not ("hire" in words and ("her" in words or "him" in words))


# --- cases -------------------------------------------------------------------------------------


@each
def test_its_cases_are_stories_with_and_without_a_verdict(name: str) -> None:
    cases = rubric_of(name).cases
    assert len(cases) >= 12
    assert all(case.story and len(case.story.split()) >= 12 for case in cases)
    assert all(case.why and len(case.why.split()) >= 4 for case in cases)
    labels = {label for case in cases for label in case.expect.label}
    assert "clear" in labels
    assert {"not_enough_answers", "too_close_to_call"} <= labels
    assert len({case.name for case in cases}) == len(cases)


# --- behaviour -----------------------------------------------------------------------------------


@pytest.mark.slow
@each
def test_random_answering_favours_no_outcome_by_five_points(name: str) -> None:
    expected = [*subject(name).distribution.expected.scores.values()]
    assert max(expected) - min(expected) < 5


@each
def test_nobody_who_answers_by_position_gets_a_clear_verdict(name: str) -> None:
    top = rubric_of(name).bands[-1].id if rubric_of(name).bands else None
    for straight in subject(name).straight:
        assert straight.verdict.label != "clear" or straight.verdict.outcome != top
        if rubric_of(name).model == "contrast":
            assert straight.verdict.label != "clear", straight.name


@pytest.mark.slow
@each
def test_its_cases_notice_nine_small_mistakes_in_ten(name: str) -> None:
    found = subject(name).mutants
    assert found.failing == ()
    assert found.score is not None
    assert found.score >= 0.9, [mutant.what for mutant in found.survivors]
