"""What the shipped rubrics say to the people in their cases: nothing that an answer contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

import cases
import pytest

from rolefit.rubric.conditions import (
    Condition,
    ConditionalText,
    Leaf,
    Passage,
    ScoreIs,
    Truth,
    truth,
)
from rolefit.rubric.model import ResponseSet, Rubric, compare_answer, read
from rolefit.rubric.texts import Step, TextBlock
from rolefit.scoring.assess import fit_texts
from rolefit.scoring.assessment import Assessment
from rolefit.storage.shipped import shipped_names

each = pytest.mark.parametrize("name", shipped_names())
# Every case of every rubric is assessed.
pytestmark = pytest.mark.slow
LISTS = ("strengths", "watch_outs", "first_90_days", "ask_next")


class Reader:
    """One case with its result and what its report may say."""

    def __init__(self, name: str, k: int) -> None:
        self.rubric: Rubric = cases.rubric(name)
        self.story = self.rubric.cases[k].name
        self.found: Assessment = cases.assessed(name, k)
        self.answers: ResponseSet = read(self.rubric, cases.responses(name, k))
        self.fitted = fit_texts(self.rubric, self.found)


@lru_cache
def readers(name: str) -> tuple[Reader, ...]:
    """Every case of a rubric."""
    return tuple(Reader(name, k) for k in range(len(cases.rubric(name).cases)))


def block(reader: Reader) -> TextBlock | None:
    """What is said of the outcome or the level that a case got."""
    outcome = reader.found.verdict.outcome
    blocks = {**reader.fitted.outcomes, **{band.id: band for band in reader.fitted.bands}}
    return blocks.get(outcome) if outcome is not None else None


def advice(reader: Reader) -> list[str]:
    """Every piece of advice that a case may be given, in order."""
    found = block(reader)
    listed = [text for name in LISTS for text in getattr(found, name)] if found else []
    steps = [step.do for one in reader.fitted.dimensions.values() for step in one.steps]
    return [*(str(text) for text in listed), *steps]


# --- whatever is said holds --------------------------------------------------------------------


@each
def test_no_step_is_given_for_answers_that_could_not_be_better(name: str) -> None:
    for reader in readers(name):
        for step in steps_of(reader.fitted):
            if step.items and reader.found.fit is not None:
                assert not all(is_best(reader, item) for item in step.items), (
                    reader.story,
                    step.do,
                )


def steps_of(rubric: Rubric) -> Iterator[Step]:
    """Every development step of a rubric."""
    for dimension in rubric.dimensions.values():
        yield from dimension.steps


def is_best(reader: Reader, name: str) -> bool:
    """Whether no answer to an item is worth more than the one given."""
    item, response = reader.rubric.item(name), reader.answers[name]
    if response.state in ("dont_know", "skipped"):
        return False
    if response.answer is None:
        return True
    ids = reader.rubric.outcome_ids
    worth = item.values(response.answer, ids)
    return all(item.values(other, ids) <= worth for other in item.candidates())


@each
def test_no_text_is_said_whose_condition_does_not_hold(name: str) -> None:
    for reader in readers(name):
        whole, fitted = passages_of(reader.rubric), passages_of(reader.fitted)
        for passage, heard in zip(whole, fitted, strict=True):
            said = " ".join(str(part) for part in parts(heard))
            open_ones = [one for one in parts(passage) if may_be_said(reader, one)]
            for one in parts(passage):
                if not any(text_of(one) in text_of(other) for other in open_ones):
                    assert text_of(one) not in said, (reader.story, text_of(one))


def may_be_said(reader: Reader, text: str | ConditionalText) -> bool:
    """Whether nothing that was answered speaks against a text."""
    when = None if isinstance(text, str) else text.when
    return when is None or holds(reader, when) is not False


def text_of(text: str | ConditionalText) -> str:
    """The words alone."""
    return text if isinstance(text, str) else text.text


def holds(reader: Reader, when: Condition) -> Truth:
    """Whether a condition over answers holds; unknown where it reads scores."""

    def compare(leaf: Leaf) -> Truth:
        return None if isinstance(leaf, ScoreIs) else compare_answer(leaf, reader.answers)

    return truth(when, compare)


def passages_of(rubric: Rubric) -> Iterator[Passage]:
    """Every text of a rubric that may depend on answers, in an order of its own."""
    for one in (*rubric.outcomes.values(), *rubric.bands):
        yield from (one.summary, one.pair_with or ())
        yield from (getattr(one, name) for name in LISTS)
    texts = rubric.texts
    for found in (texts.too_close, texts.not_yet, texts.both, texts.neither):
        yield from (found.summary, found.steps) if found else ()
    for gate in rubric.gates:
        verdict = gate.verdict
        yield from (gate.reason, gate.fix or ())
        yield from (verdict.summary, verdict.steps) if verdict else ()
    yield rubric.limits


def parts(passage: Passage) -> Iterator[str | ConditionalText]:
    """The texts that a passage is made of."""
    yield from passage if isinstance(passage, tuple) else (passage,)


@each
def test_nobody_is_left_without_a_summary_or_something_to_do(name: str) -> None:
    for reader in readers(name):
        found = block(reader)
        if found is not None:
            assert found.summary, reader.story
            assert len(found.first_90_days) >= 3, reader.story
            assert len(found.ask_next) >= 2, reader.story
            assert found.strengths, reader.story
            assert found.watch_outs, reader.story
        texts = reader.fitted.texts
        for one in (texts.too_close, texts.not_yet, texts.both, texts.neither):
            assert one is None or (one.summary and one.steps), reader.story
        for gate, result in zip(reader.fitted.gates, reader.found.gates, strict=True):
            assert gate.reason or result.state != "fail", (reader.story, gate.id)


# --- people who differ hear different things ---------------------------------------------------


@each
def test_two_opposite_people_get_different_advice(name: str) -> None:
    seen = [reader for reader in readers(name) if position(reader) is not None]
    low = min(seen, key=lambda reader: position(reader) or 0)
    high = max(seen, key=lambda reader: position(reader) or 0)
    common = set(advice(low)) & set(advice(high))
    assert len(common) * 2 < min(len(set(advice(low))), len(set(advice(high)))), common


def position(reader: Reader) -> float | None:
    """Where a case is between the two ends of a rubric; None where nothing is told of it."""
    if block(reader) is None:
        return None
    if reader.found.fit is not None:
        return float(reader.found.fit)
    first, last = (one.score for one in reader.found.outcomes)
    return None if first is None or last is None else float(last - first)


@each
def test_no_two_levels_or_outcomes_are_told_the_same(name: str) -> None:
    rubric = cases.rubric(name)
    blocks: Mapping[str, TextBlock] = {**rubric.outcomes, **{b.id: b for b in rubric.bands}}
    for one, other in combinations(blocks.values(), 2):
        assert one.summary != other.summary
        assert one.first_90_days != other.first_90_days
