"""Results over every combination of answers, told one by one by the naive implementation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from typing import Any, NamedTuple

import oracle
from hypothesis import strategies as st
from strategies import TAPES, Case, Raw, Tape, rubric_of

from rolefit.rubric.model import Rubric

MOST = 32
"""Combinations that a rubric may have."""


def answers_of(item: Raw, rubric: Raw) -> list[Any]:
    """The answers that count as equally likely."""
    if item["type"] != "numeric":
        return oracle.every_answer(item)
    low, high = item["range"]
    if "breakpoints" in item:
        return sorted(
            {low, high, *(p["at"] for p in item["breakpoints"] if low <= p["at"] <= high)}
        )
    # An amount that steers counts by the points between which no branch changes.
    conditions = [other["ask_when"] for other in rubric["items"] if "ask_when" in other]
    found = [leaf for condition in conditions for leaf in leaves(condition)]
    mine = [leaf for leaf in found if leaf["item"] == item["id"]]
    cuts = {cut for leaf in mine for key, cut in leaf.items() if key in ("at_least", "at_most")}
    ends = sorted({low, high, *(cut for cut in cuts if low <= cut <= high)})
    return sorted({*ends, *(Fraction(a + b, 2) for a, b in pairwise(ends))})


def counting(rubric: Raw) -> list[Raw]:
    """The items that score, and those on which it hangs whether one of these is asked."""
    by_id = {item["id"]: item for item in rubric["items"]}
    found = {item["id"] for item in rubric["items"] if oracle.scores(item)}
    while True:
        more = {
            leaf["item"]
            for name in found
            if "ask_when" in by_id[name]
            for leaf in leaves(by_id[name]["ask_when"])
        }
        if more <= found:
            return [item for item in rubric["items"] if item["id"] in found]
        found |= more


def leaves(condition: Raw) -> Iterator[Raw]:
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from leaves(part)
    if "not" in condition:
        yield from leaves(condition["not"])
    if "item" in condition:
        yield condition


@lru_cache(maxsize=1000)
def validated(case: Case) -> Rubric:
    """The rubric of a case."""
    return Rubric.model_validate(case.rubric)


class Outcome(NamedTuple):
    """What one combination of answers leads to."""

    scores: tuple[Fraction, ...]
    """Of each outcome, or the fit alone."""
    top: tuple[str, ...]
    """The outcomes with the highest score, or the band."""


class Results(NamedTuple):
    """Every combination, by the place of each item's answer."""

    items: tuple[str, ...]
    sizes: tuple[int, ...]
    by_places: dict[tuple[int, ...], Outcome]

    def share(self, holds: Callable[[Outcome], bool]) -> Fraction:
        found = sum(1 for outcome in self.by_places.values() if holds(outcome))
        return Fraction(found, len(self.by_places))

    def mean(self) -> list[Fraction]:
        columns = zip(*(outcome.scores for outcome in self.by_places.values()), strict=True)
        return [sum(column) / len(self.by_places) for column in columns]

    def influence(self, name: str) -> Fraction:
        """Share of the combinations in which another answer to one item changes the top."""
        at = self.items.index(name)
        tops: dict[tuple[int, ...], set[tuple[str, ...]]] = {}
        rest: Counter[tuple[int, ...]] = Counter()
        for places, outcome in self.by_places.items():
            others = places[:at] + places[at + 1 :]
            tops.setdefault(others, set()).add(outcome.top)
            rest[others] += 1
        changing = sum(count for others, count in rest.items() if len(tops[others]) > 1)
        return Fraction(changing, len(self.by_places))


class Model:
    """The scoring model over complete answers; what one dimension's answers lead to is kept."""

    def __init__(self, rubric: Raw, values: dict[tuple[str, Any], Any]) -> None:
        self.rubric = rubric
        self.values = values
        self.names = oracle.outcomes_of(rubric)
        self.weights = oracle.weights_of(rubric)
        self.inside = {
            name: [i for i in rubric["items"] if oracle.scores(i) and i["dimension"] == name]
            for name in rubric["dimensions"]
        }
        self.kept: dict[Any, Any] = {}

    def outcome(self, answers: Raw) -> Outcome:
        states = oracle.presented(self.rubric, answers)
        found = [
            self.part(name, [(i, answers[i["id"]]) for i in items if answered(states, i)])
            for name, items in self.inside.items()
        ]
        columns = [
            sum(part for part in column if part is not None) for column in zip(*found, strict=True)
        ]
        if self.rubric["model"] == "readiness":
            wanted = {d: self.rubric["dimensions"][d]["target"] for d in self.weights}
            fit = 100 * columns[0] / sum(w * wanted[d] for d, w in self.weights.items())
            bands = self.rubric["bands"]
            return Outcome((fit,), ([b["id"] for b in bands if b["from"] <= fit][-1],))
        # An outcome's weight is that of the dimensions that can speak for it.
        wholes = [
            sum(
                w for w, part in zip(self.weights.values(), column, strict=True) if part is not None
            )
            for column in zip(*found, strict=True)
        ]
        scores = tuple(
            column / whole if whole else Fraction(0)
            for column, whole in zip(columns, wholes, strict=True)
        )
        best = max(scores)
        return Outcome(
            scores, tuple(n for n, s in zip(self.names, scores, strict=True) if s == best)
        )

    def part(self, name: str, given: list[tuple[Raw, Any]]) -> tuple[Fraction | None, ...]:
        """Weight times score of a dimension, up to its target; None where it says nothing."""
        key = (name, tuple((item["id"], answer) for item, answer in given))
        if key not in self.kept:
            rows = [
                oracle.Row(i["id"], Fraction(i["weight"]), self.values[i["id"], answer], 0)
                for i, answer in given
            ]
            most = self.rubric["dimensions"][name].get("target", 100)
            scores = [self.score(name, rows, k) for k in range(len(self.names))]
            weight = self.weights[name]
            self.kept[key] = tuple(None if s is None else weight * min(s, most) for s in scores)
        return self.kept[key]

    def score(self, name: str, rows: list[oracle.Row], k: int) -> Fraction | None:
        """Score of a dimension for one outcome, over the items that can speak for it."""
        able = {item for (item, _), v in self.values.items() if v[k] > 0}
        speaking = [row for row in rows if row.item in able]
        if not speaking:
            return None
        return oracle.Part(self.weights[name], speaking, []).score(k)


def answered(states: dict[str, tuple[str, Any]], item: Raw) -> bool:
    return states[item["id"]][0] == "answered"


@lru_cache(maxsize=1000)
def results(case: Case) -> Results:
    """Every combination of answers to a rubric."""
    items = counting(case.rubric)
    choices = [answers_of(item, case.rubric) for item in items]
    outcomes = oracle.outcomes_of(case.rubric)
    values = {
        (item["id"], answer): oracle.value(item, answer, outcomes)
        for item, choice in zip(items, choices, strict=True)
        if oracle.scores(item)
        for answer in choice
    }
    model = Model(case.rubric, values)
    found = {}
    for places in product(*(range(len(choice)) for choice in choices)):
        picked = zip(items, choices, places, strict=True)
        answers = {item["id"]: choice[k] for item, choice, k in picked}
        found[places] = model.outcome(answers)
    names = tuple(item["id"] for item in items)
    return Results(names, tuple(map(len, choices)), found)


def shortened(rubric: Raw) -> Raw:
    """A rubric without so many of its last items that few combinations are left."""
    items = list(rubric["items"])
    kept = len(rubric["dimensions"])
    while len(items) > kept:
        shorter = {**rubric, "items": tuple(items)}
        if math.prod(len(answers_of(i, shorter)) for i in counting(shorter)) <= MOST:
            break
        items.pop()
    return {**rubric, "items": tuple(items)}


@lru_cache(maxsize=1000)
def made(content: bytes, kinds: tuple[tuple[str, Any], ...]) -> Case:
    rubric = shortened(rubric_of(Tape(content), gates=(), **dict(kinds)))
    return Case(rubric, {}, content)


@st.composite
def small(draw: st.DrawFn, /, **kinds: Any) -> Case:
    """Random rubrics with few combinations of answers."""
    return made(draw(TAPES), tuple(sorted(kinds.items())))
