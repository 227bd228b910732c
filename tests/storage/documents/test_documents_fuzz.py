"""Whatever is in a file, reading it ends in content or in an error of ours, and soon."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from time import process_time
from typing import Any, TypeVar

import pytest
from effort import tried
from hypothesis import given
from hypothesis import strategies as st

from rolefit.cli.work import assess_file
from rolefit.errors import RolefitError
from rolefit.reports.formats import markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.score.page import page
from rolefit.rubric.cases import case_problems
from rolefit.rubric.model import Rubric
from rolefit.storage.documents import parse, read_responses, validate

CONTRAST = """\
rubric: rich
version: "1.0"
model: contrast
title: Everything
audience: tests
purpose: development
minutes: 1
evidence_status: advice_only
limits: [made up]
settings: {indifference_threshold: 5, max_lost_weight: 0.4}
scales: {often: [never, rarely, often, always]}
outcomes:
  a: {name: an a, summary: A., strengths: [S.], source: [XX-01]}
  b: {name: a b, summary: B.}
dimensions:
  d: {name: D, about: D., weight: 3}
  e: {name: E, about: E., weight: 1.5}
items:
  - id: first
    type: single
    dimension: d
    ask: Which?
    allow_na: false
    options: [{id: x, text: X., favors: {a: 1}}, {id: y, text: Y., favors: {b: 1}}]
  - {id: fact, type: yes_no, ask: So?, allow_na: false}
  - {id: often, type: likert, dimension: d, ask: Often?, scale: often, toward: a, allow_na: false}
  - id: hidden
    type: single
    dimension: e
    ask: Hidden?
    ask_when: {any: [{item: fact, is: "yes"}, {not: {item: often, at_least: 3}}]}
    options: [{id: x, text: X., favors: {a: 1}}, {id: y, text: Y., favors: {b: 0.5}}]
  - id: well
    type: bars
    dimension: e
    ask: Well?
    toward: b
    allow_na: false
    half_levels: true
    levels: [{anchor: Poor.}, {anchor: Fair.}, {anchor: Good.}]
  - id: some
    type: multi
    dimension: e
    ask: Which ones?
    max_selected: 2
    options: [{id: x, text: X., favors: {a: 0.2}}, {id: y, text: Y., favors: {b: 1}}]
  - id: hours
    type: numeric
    dimension: d
    ask: How many?
    toward: b
    unit: hours
    range: [0, 10]
    breakpoints: [{at: 0, value: 0}, {at: 5, value: 0.25}, {at: 10, value: 1}]
gates:
  - {id: g, name: G, when: {item: fact, is: "no"}, on_fail: exclude, applies_to: [a], reason: R.}
  - id: h
    name: H
    when: {all: [{outcome: a, at_most: 10}, {dimension: d, outcome: b, at_least: 90}]}
    on_fail: flag
    reason: R.
consistency_pairs:
  - items: [first, often]
    when: {all: [{item: first, is: x}, {item: often, at_most: 1}]}
    say: Odd.
texts: {too_close: {summary: C.}, not_yet: {summary: N.}, both: {summary: B.}}
sources: {XX-01: {claim: C., title: T, author: A}}
cases: [{name: N, answers: {first: x}, expect: {outcome: a, label: clear, gates: {g: pass}}}]
"""
READINESS = """\
rubric: rich
version: "1.0"
model: readiness
title: Everything
audience: tests
purpose: development
minutes: 1
evidence_status: advice_only
limits: [made up]
standard: {name: a pro, summary: Pro.}
bands:
  - {id: low, from: 0, to: 50, name: low, summary: L.}
  - {id: high, from: 50, to: 100, name: high, summary: H.}
dimensions:
  d: {name: D, about: D., rank: 1, target: 70, steps: [{do: I., evidence: T., effort: a day}]}
  e: {name: E, about: E., rank: 2, target: 50}
items:
  - id: first
    type: single
    dimension: d
    ask: Which?
    allow_na: false
    options: [{id: x, text: X., value: 0}, {id: y, text: Y., value: 1}]
  - {id: fact, type: yes_no, dimension: d, also_scores: true, ask: So?, allow_na: false}
  - {id: often, type: likert, dimension: d, ask: Often?, labels: [a, b, c, d], reverse: true}
  - id: well
    type: bars
    dimension: e
    ask: Well?
    allow_na: false
    levels: [{anchor: P., value: 0}, {anchor: F., value: 0.2}, {anchor: G., value: 1}]
  - id: some
    type: multi
    dimension: e
    ask: Which ones?
    mode: mean
    ask_when: {item: fact, is: "yes"}
    options: [{id: x, text: X., value: 0.2}, {id: y, text: Y., value: 1}]
  - id: hours
    type: numeric
    dimension: d
    ask: How many?
    unit: hours
    range: [0, 10]
    shape: step
    breakpoints: [{at: 0, value: 0}, {at: 5, value: 0.25}, {at: 10, value: 1}]
gates:
  - {id: g, name: G, when: {item: fact, is: "no"}, on_fail: cap_band, cap: low, reason: R.}
  - {id: h, name: H, when: {dimension: d, at_most: 10}, on_fail: flag, reason: R.}
texts: {too_close: {summary: Close.}, not_yet: {summary: Not yet.}}
cases: [{name: N, answers: {first: x}, expect: {band: low, status: provisional}}]
"""
T = TypeVar("T")


def outcome(action: Callable[[], T]) -> T | None:
    """What an action returns, or the error of ours that it ends in; each within a second.

    What takes longer is done again: the first time, models are built and garbage is collected.
    """
    found = None
    for left in (2, 1, 0):
        start = process_time()
        with suppress(RolefitError):
            found = action()
        if process_time() - start < 1:
            return found
        assert left, "it takes more than a second each time"
    return found


YAMLISH = "ab01 .:-_?,[]{}#&*!|>'\"%@`~=<\\\n\n\t\r\x00\x1b\x85é漢\u202e\U0001f600"


@pytest.mark.slow
@tried(80)
@given(st.text(YAMLISH, max_size=80), st.sampled_from(["file.yaml", "file.json", "<stdin>"]))
def test_text_that_looks_like_yaml_is_read_or_refused(text: str, name: str) -> None:
    outcome(lambda: parse(name, text.encode()))


@pytest.mark.slow
@tried(50)
@given(st.binary(max_size=80), st.sampled_from(["file.yaml", "file.json", "<stdin>"]))
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    outcome(lambda: parse(name, raw))


@pytest.mark.slow
@tried(50)
@given(st.data())
def test_a_rubric_with_damaged_bytes_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([CONTRAST, READINESS])).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=3) | st.sampled_from([b": ", b"- ", b"\n", b"  ", b"{", b"]", b'"'])
        )
    outcome(lambda: validate(parse("file.yaml", bytes(raw)), Rubric))


def plain(value: Any) -> Any:
    """A document's content as JSON can write it."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value if isinstance(value, str | int | None) else float(value)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every part of a content."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*path, key))


SEEDS = [plain(parse("seed.yaml", text.encode()).value) for text in (CONTRAST, READINESS)]
PLACES = [list(places(seed)) for seed in SEEDS]
ODD = [
    *[None, True, False, 0, 1, -1, 2, 3, 100, 0.5, 10**17, 10**20, "", "a", "x", "standard"],
    *["yes", "no", "first", "often", "single", "likert", "bars", "multi", "numeric", "yes_no"],
    *["readiness", "contrast", "none_of_these", "skipped", "low", [], {}, [1], ["a"], {"a": 1}],
    *[[[]], {"item": "first", "is": "x"}, {"dimension": "d", "at_least": 50}, {"scale": {}}],
]
EXTRA = [
    *["favors", "value", "toward", "opposite", "dimension", "ask_when", "scale", "labels"],
    *["allow_na", "weight", "rank", "target", "source", "when", "cap", "applies_to", "range"],
    *["breakpoints", "shape", "levels", "half_levels", "reverse", "also_scores", "mode"],
    *["min_selected", "max_selected", "standard", "bands", "outcomes", "settings", "steps"],
]


def place_of(content: Any, way: Iterable[str | int]) -> Any:
    """What stands at the end of a way; None where an earlier change has cut it off."""
    for step in way:
        if not isinstance(content, dict | list) or (
            isinstance(content, dict) and step not in content
        ):
            return None
        content = content[step]  # type: ignore[index] # a list is entered by a number
    return content


@st.composite
def damaged_rubrics(draw: st.DrawFn) -> Any:
    """A sound rubric with one or two values replaced, removed or added."""
    which = draw(st.integers(0, 1))
    rubric = copy.deepcopy(SEEDS[which])
    for _ in range(draw(st.sampled_from([1, 1, 2]))):
        *way, last = draw(st.sampled_from(PLACES[which]))
        at = place_of(rubric, way)
        if not isinstance(at, dict) or last not in at:
            return rubric
        match draw(st.sampled_from(["replace", "replace", "remove", "add"])):
            case "replace":
                at[last] = draw(st.sampled_from(ODD))
            case "remove":
                del at[last]
            case "add":
                at[draw(st.sampled_from(EXTRA))] = draw(st.sampled_from(ODD))
    return rubric


@pytest.mark.slow
@tried(60)
@given(damaged_rubrics())
def test_a_rubric_with_odd_values_is_taken_or_refused(raw: Any) -> None:
    document = outcome(lambda: parse("file.json", json.dumps(raw).encode()))
    assert document is not None
    rubric = outcome(lambda: validate(document, Rubric))
    if rubric is not None:
        outcome(lambda: list(case_problems(rubric)))


# Odd values that chance may miss: each at the places that look something up by them.
@pytest.mark.parametrize("odd", [{}, {"a": 1}, [], ["often"], 1, None, True, 0.5, ""], ids=repr)
@pytest.mark.parametrize(
    "path",
    [
        ("scales",),
        ("scales", "often"),
        ("items", 2, "scale"),
        ("items", 2),
        ("items",),
        ("items", 0, "type"),
        ("items", 0, "options"),
        ("gates", 0, "when"),
        ("gates", 0, "when", "item"),
        ("cases", 0, "answers"),
        ("cases", 0, "answers", "first"),
        ("outcomes",),
        ("dimensions",),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_an_odd_value_where_something_is_looked_up_is_taken_or_refused(
    path: tuple[str | int, ...], odd: object
) -> None:
    raw = copy.deepcopy(SEEDS[0])
    at = raw
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = odd
    document = parse("file.json", json.dumps(raw).encode())
    rubric = outcome(lambda: validate(document, Rubric))
    if rubric is not None:
        outcome(lambda: list(case_problems(rubric)))


ANSWERS = st.recursive(
    st.sampled_from([*ODD[:18], "never", "y", "dont_know", "not_applicable", 2.5, 7, "7"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["answer", "note", "dont_know", "not_applicable", "skipped", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=4,
)
RUBRICS = [validate(parse("seed.yaml", text.encode()), Rubric) for text in (CONTRAST, READINESS)]


@pytest.mark.slow
@tried(50)
@given(
    st.sampled_from(RUBRICS),
    st.dictionaries(
        st.sampled_from(["first", "fact", "often", "hidden", "well", "some", "hours", "x"]),
        ANSWERS,
        max_size=7,
    ),
    st.dictionaries(
        st.sampled_from(["date", "respondent", "seconds", "rubric_hash", "rubric_version"]),
        st.sampled_from([*ODD, "2026-11-22", {"name": "Northwind"}, {"first": 3}]),
        max_size=1,
    ),
)
def test_odd_answers_are_scored_and_shown_or_refused(
    rubric: Rubric, answers: dict[str, Any], head: dict[str, Any]
) -> None:
    raw = json.dumps({"rubric": "rich", "answers": answers, **head}).encode()
    document = parse("file.json", raw)
    responses = outcome(lambda: read_responses(document))
    if responses is None:
        return
    assessment = outcome(lambda: assess_file(document, responses, rubric))
    if assessment is not None:
        shown = page(assessment, rubric, full=True)
        assert terminal.render(shown, Look(40)).strip()
        assert markdown.render(shown).startswith("# Everything")
