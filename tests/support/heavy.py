"""Rubrics that are legal, or nearly so, and heavy: each made from a few numbers, with a sheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

Raw = dict[str, Any]


class Heavy(NamedTuple):
    """A rubric and a sheet for it, as the texts of JSON files."""

    rubric: str
    answers: str


HEAD: Raw = {
    "rubric": "heavy",
    "version": "1.0",
    "title": "A heavy rubric",
    "audience": "tests",
    "purpose": "development",
    "minutes": 1,
    "evidence_status": "advice_only",
    "limits": ["made up"],
    "texts": {"too_close": {"summary": "Close."}, "not_yet": {"summary": "Not yet."}},
}


def contrast(items: list[Raw], *, outcomes: int = 2, **more: Any) -> Raw:
    """A contrast rubric over some items."""
    named = {f"o{k}": {"name": f"an o{k}", "summary": "S."} for k in range(outcomes)}
    return {**HEAD, "model": "contrast", "outcomes": named, **with_dimensions(items), **more}


def readiness(items: list[Raw], **more: Any) -> Raw:
    """A readiness rubric over some items, with three bands."""
    cuts = (0, 40, 70, 100)
    bands = [
        {"id": f"b{k}", "name": f"band {k}", "summary": "S.", "from": cuts[k], "to": cuts[k + 1]}
        for k in range(3)
    ]
    standard = {"name": "a standard", "summary": "S."}
    parts = with_dimensions(items, target=70)
    return {**HEAD, "model": "readiness", "standard": standard, "bands": bands, **parts, **more}


def with_dimensions(items: list[Raw], **more: Any) -> Raw:
    """The dimensions that items score in, and the items."""
    names = dict.fromkeys(item["dimension"] for item in items if "dimension" in item)
    parts = {n: {"name": n, "about": "A.", "weight": 1, **more} for n in names}
    return {"dimensions": parts, "items": items}


def yes_no(name: str, **more: Any) -> Raw:
    """An item that scores nothing."""
    return {"id": name, "type": "yes_no", "ask": f"{name}?", "allow_na": False, **more}


def single(name: str, worth: list[Raw], dimension: str = "d", **more: Any) -> Raw:
    """One of several options, each with what it is worth."""
    options = [{"id": f"x{k}", "text": f"{name} {k}.", **one} for k, one in enumerate(worth)]
    base = {"id": name, "type": "single", "ask": f"{name}?", "allow_na": False}
    return {**base, "dimension": dimension, "options": options, **more}


def gate(k: int, when: Raw, on_fail: str = "exclude", **more: Any) -> Raw:
    """A condition."""
    base = {"id": f"g{k}", "name": f"gate {k}", "reason": "R.", "fix": "F."}
    return {**base, "when": when, "on_fail": on_fail, **more}


def heavy(rubric: Raw, answers: Raw) -> Heavy:
    """A rubric with a sheet."""
    sheet = {"rubric": "heavy", "answers": answers}
    return Heavy(json.dumps(rubric), json.dumps(sheet))


TWO = [{"favors": {"o0": 1}}, {"favors": {"o1": 1}}]


def many_conditions(gates: int = 95, flags: int = 14) -> Heavy:
    """Conditions that no completion fails, each over a dozen open yes/no items."""
    names = [f"q{k}" for k in range(flags)]
    open_ = [yes_no(name) for name in names]
    parts = [{"any": [{"item": n, "is": "yes"}, {"item": n, "is": "no"}]} for n in names]
    rules = [gate(k, {"not": {"all": parts[k % 3 :]}}) for k in range(gates)]
    return heavy(contrast([single("p", TWO), *open_], gates=rules), {"p": "x0"})


def conditions_that_pair_up(gates: int = 17, flags: int = 16) -> Heavy:
    """Conditions whose every part is open until the last item is known."""
    names = [f"q{k}" for k in range(flags)]

    def same(one: str, other: str) -> Raw:
        both = [{"item": one, "is": "yes"}, {"item": other, "is": "yes"}]
        neither = [{"item": one, "is": "no"}, {"item": other, "is": "no"}]
        return {"any": [{"all": both}, {"all": neither}]}

    rules = []
    for k in range(gates):
        parts = [same(names[m], names[(m + 1 + k % 5) % flags]) for m in range(flags)]
        unlike = {"not": {"at_least": {"k": flags, "of": parts}}}
        rules.append(gate(k, {"all": [unlike, {"not": unlike}]}))
    items = [single("p", TWO), *(yes_no(name) for name in names)]
    return heavy(contrast(items, gates=rules), {"p": "x0"})


def long_curves(numbers: int = 10, points: int = 500) -> Heavy:
    """Numbers with many breakpoints."""
    curve = [{"at": k * 10, "value": k / (points - 1)} for k in range(points)]
    items = [
        {"id": f"n{k}", "type": "numeric", "dimension": "d", "ask": f"N{k}?", "allow_na": False}
        | {"unit": "u", "range": [0, points * 10], "breakpoints": curve, "toward": "o0"}
        for k in range(numbers)
    ]
    return heavy(contrast(items), {f"n{k}": 9 * points for k in range(numbers)})


def long_lists(lists: int = 11, options: int = 8, answered: int = 4) -> Heavy:
    """Lists of which any set of options can be chosen."""
    worth = [{"favors": {"o0": round((k + 1) / 10, 3), "o1": (7 - k) / 7}} for k in range(options)]
    items = [single(f"m{k}", worth, f"d{k % 20}", type="multi", mode="mean") for k in range(lists)]
    return heavy(contrast(items), {f"m{k}": ["x1", "x2"] for k in range(answered)})


def many_outcomes(outcomes: int = 32, items: int = 100, answered: int = 60) -> Heavy:
    """Many things told apart by many items, each of which speaks for two of them."""
    asked = [
        single(
            f"q{k}",
            [{"favors": {f"o{(k + m) % outcomes}": 1, f"o{(k + m * 5) % outcomes}": "1/3"}}
             for m in range(9)],
            f"d{k % 20}",
        )
        for k in range(items)
    ]  # fmt: skip
    rubric = contrast(asked, outcomes=outcomes)
    return heavy(rubric, {f"q{k}": f"x{k % 9}" for k in range(answered)})


def every_outcome_everywhere(outcomes: int = 32, items: int = 60, answered: int = 52) -> Heavy:
    """Many things told apart by items of which every answer speaks for all of them."""
    asked = [
        single(
            f"q{k}",
            [{"favors": {f"o{n}": f"{1 + (k + m * n) % 4}/4" for n in range(outcomes)}}
             for m in range(5)],
            f"d{k % 6}",
        )
        for k in range(items)
    ]  # fmt: skip
    rubric = contrast(asked, outcomes=outcomes)
    return heavy(rubric, {f"q{k}": f"x{k % 5}" for k in range(answered)})


def outcomes_under_conditions(gates: int = 60, outcomes: int = 32, answered: int = 52) -> Heavy:
    """Many things told apart, each of which conditions over scores may rule out."""
    made = every_outcome_everywhere(outcomes, answered=answered)
    rules = []
    for k in range(gates):
        where = {"dimension": f"d{k % 6}"} if k % 2 else {}
        score = {**where, "outcome": f"o{k % outcomes}", "at_least": 30 + k % 40}
        both = {"all": [score, {"item": f"q{k}", "is": "x1"}]}
        own = {"applies_to": [f"o{(k + 3) % outcomes}"]} if k % 3 else {}
        rules.append(gate(k, both, "exclude" if k % 3 else "flag", **own))
    rubric = {**json.loads(made.rubric), "gates": rules}
    return heavy(rubric, json.loads(made.answers)["answers"])


def branching(steering: int = 8, led: int = 80) -> Heavy:
    """Branches that steer branches, and many items behind them."""
    chain = [yes_no("b0")]
    for k in range(1, steering):
        before = [{"item": f"b{m}", "is": "yes"} for m in range(k)]
        chain.append(yes_no(f"b{k}", ask_when={"any": before}))
    behind = [
        single(f"q{k}", TWO, f"d{k % 5}", ask_when={"item": f"b{k % steering}", "is": "yes"})
        for k in range(led)
    ]
    always = [single(f"p{k}", TWO, f"d{k}") for k in range(5)]
    rules = [
        gate(k, {"all": [{"item": f"q{k}", "is": "x0"}, {"outcome": "o0", "at_most": 50 + k}]})
        for k in range(20)
    ]
    sheet = {f"p{k}": "x0" for k in range(5)}
    return heavy(contrast([*chain, *always, *behind], gates=rules), sheet)


def scores_beside_a_plan(gates: int = 60, items: int = 60, answered: int = 50) -> Heavy:
    """Conditions over scores and items in a rubric that works out a plan."""
    worth = [{"value": f"{k}/{7 + k}"} for k in range(9)]
    asked = [single(f"q{k}", worth, f"d{k % 12}") for k in range(items)]
    facts = [yes_no(f"f{k}") for k in range(10)]
    rules = []
    for k in range(gates):
        low = {"any": [{"dimension": f"d{k % 12}", "at_most": 30 + k / 2},
                       {"item": f"f{k % 10}", "is": "no"}]}  # fmt: skip
        both = {"all": [low, {"dimension": f"d{(k + 1) % 12}", "at_most": 60}]}
        rules.append(gate(k, both if k % 2 else low, "cap_band", cap=f"b{k % 2}"))
    sheet = {f"q{k}": f"x{2 + k % 4}" for k in range(answered)} | {f"f{k}": "no" for k in range(5)}
    return heavy(readiness([*asked, *facts], gates=rules), sheet)


def long_denominators(items: int = 100, answered: int = 90) -> Heavy:
    """Weights and values whose common denominator has hundreds of digits."""
    primes = [n for n in range(500, 1000) if all(n % m for m in range(2, 32))]
    asked = []
    for k in range(items):
        p = primes[k % len(primes)]
        worth = [{"value": f"{m * p // 8}/{p}"} for m in range(9)]
        asked.append(single(f"q{k}", worth, f"d{k % 20}", weight=f"{p}/{primes[-1 - k % 50]}"))
    sheet = {f"q{k}": f"x{3 + k % 3}" for k in range(answered)}
    return heavy(readiness(asked), sheet)


HEAVY: dict[str, Callable[[], Heavy]] = {
    made.__name__: made
    for made in (
        many_conditions,
        conditions_that_pair_up,
        long_lists,
        many_outcomes,
        every_outcome_everywhere,
        outcomes_under_conditions,
        branching,
        scores_beside_a_plan,
        long_denominators,
    )
}
"""Legal ones, near every limit."""
REFUSED: dict[str, Callable[[], Heavy]] = {
    "500 breakpoints": long_curves,
    "a hundred lists of eight": lambda: long_lists(lists=100),
    "eleven thousand outcomes": lambda: many_outcomes(outcomes=11_000, items=1),
    "conditions of more than 4,000 parts": lambda: conditions_that_pair_up(gates=40),
}
"""Those that a limit of the format refuses."""
