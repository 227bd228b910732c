"""A second, naive implementation of the scoring model, as the oracle for random rubrics.

It reads the raw mappings that a file would give and imports nothing from rolefit. Every formula is
written down as published, one answer at a time, without regard to speed. `num` is the arithmetic:
`Fraction` where a test needs equality, `float` where it compares to nine decimals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

Raw = Mapping[str, Any]
Num = Callable[[Any], Any]
STANDARD = "standard"


def outcomes_of(rubric: Raw) -> tuple[str, ...]:
    return tuple(rubric["outcomes"]) if rubric["model"] == "contrast" else (STANDARD,)


# --- what an answer is worth -----------------------------------------------------------------


def scores(item: Raw) -> bool:
    if item["type"] == "yes_no" and not item.get("also_scores", False):
        return False
    return item.get("dimension") is not None


def value(
    item: Raw, answer: Any, outcomes: tuple[str, ...], num: Num = Fraction
) -> tuple[Any, ...]:
    """Value of an answer for each outcome, in [0, 1]."""
    match item["type"]:
        case "single":
            option = next(o for o in item["options"] if o["id"] == answer)
            return tuple(worth(option, outcome, num) for outcome in outcomes)
        case "multi":
            return tuple(scaled(item, answer, outcome, num) for outcome in outcomes)
        case "allocation":
            return tuple(divided(item, answer, outcome, num) for outcome in outcomes)
    v = along(item, answer, num)
    if outcomes == (STANDARD,):
        return (v,)
    toward = item["toward"]
    opposite = item.get("opposite") or next(o for o in outcomes if o != toward)
    return tuple(v if o == toward else 1 - v if o == opposite else num(0) for o in outcomes)


def worth(option: Raw, outcome: str, num: Num) -> Any:
    if outcome == STANDARD:
        return num(option["value"])
    return num(option.get("favors", {}).get(outcome, 0))


def along(item: Raw, answer: Any, num: Num) -> Any:
    """Place of an answer between the low end (0) and the high end (1) of a scale."""
    match item["type"]:
        case "likert":
            v = num(answer - 1) / (len(item["labels"]) - 1)
            return 1 - v if item.get("reverse") else v
        case "bars":
            return along_levels(item["levels"], Fraction(answer), num)
        case "yes_no":
            return num(1 if answer == "yes" else 0)
        case _:
            return along_points(item, answer, num)


def along_levels(levels: Any, answer: Fraction, num: Num) -> Any:
    worths = [num(Fraction(k, len(levels) - 1)) for k in range(len(levels))]
    if "value" in levels[0]:
        worths = [num(level["value"]) for level in levels]
    if answer.denominator == 1:
        return worths[int(answer) - 1]
    return (worths[int(answer) - 1] + worths[int(answer)]) / 2


def along_points(item: Raw, answer: Any, num: Num) -> Any:
    x = num(answer)
    points = [(num(p["at"]), num(p["value"])) for p in item["breakpoints"]]
    if x <= points[0][0]:
        return points[0][1]
    for (x0, v0), (x1, v1) in pairwise(points):
        if x0 <= x < x1:
            if item.get("shape") == "step":
                return v0
            return v0 + (v1 - v0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def sets_of(item: Raw) -> list[tuple[str, ...]]:
    """Every permitted set of a multi item, one by one."""
    ids = [option["id"] for option in item["options"]]
    most = item.get("max_selected") or len(ids)
    sizes = range(item.get("min_selected", 1), most + 1)
    found = [chosen for size in sizes for chosen in combinations(ids, size)]
    return [*found, ("none_of_these",)] if item.get("none_of_these", True) else found


def combined(item: Raw, chosen: Any, outcome: str, num: Num) -> Any:
    worths = [worth(o, outcome, num) for o in item["options"] if o["id"] in chosen]
    if not worths:
        return num(0)
    match item.get("mode", "sum"):
        case "sum":
            return sum(worths)
        case "mean":
            return sum(worths) / num(len(worths))
        case _:
            return max(worths)


def scaled(item: Raw, answer: Any, outcome: str, num: Num) -> Any:
    attained = [combined(item, chosen, outcome, num) for chosen in sets_of(item)]
    low, high = min(attained), max(attained)
    return (combined(item, answer, outcome, num) - low) / (high - low) if high > low else num(0)


def divided(item: Raw, answer: Any, outcome: str, num: Num) -> Any:
    """Each option's share of the total times what the option is worth."""
    whole, parts = num(item.get("total", 100)), dict(answer)
    return sum(num(parts[o["id"]]) / whole * worth(o, outcome, num) for o in item["options"])


def step(item: Raw) -> Fraction:
    """Width of a scale step: 1 / (K - 1), 0 for an amount; a set of K options has K + 1 sizes."""
    match item["type"]:
        case "likert":
            return Fraction(1, len(item["labels"]) - 1)
        case "bars":
            return Fraction(1, (len(item["levels"]) - 1) * (2 if item.get("half_levels") else 1))
        case "single":
            return Fraction(1, len(item["options"]) - 1)
        case "multi":
            return Fraction(1, len(item["options"]))
        case "yes_no":
            return Fraction(1)
        case _:
            return Fraction(0)


def every_answer(item: Raw) -> list[Any]:
    """All answers to an item that has finitely many."""
    match item["type"]:
        case "likert":
            return list(range(1, len(item["labels"]) + 1))
        case "bars":
            halves = 2 if item.get("half_levels") else 1
            return [Fraction(k, halves) for k in range(halves, halves * (len(item["levels"])) + 1)]
        case "single":
            return [option["id"] for option in item["options"]]
        case "multi":
            return sets_of(item)
        case "yes_no":
            return ["yes", "no"]
        case "allocation":
            ids, whole = [option["id"] for option in item["options"]], item.get("total", 100)
            return [tuple((i, Fraction(whole if i == one else 0)) for i in ids) for one in ids]
        case _:
            raise AssertionError("an amount has no list of answers")


# --- what was said, and which items are asked ------------------------------------------------


def state_of(raw: Any) -> tuple[str, Any]:
    """State and answer of an item, from what a responses file holds for it."""
    if isinstance(raw, Mapping):
        key = next(k for k in raw if k != "note")
        return state_of(raw["answer"]) if key == "answer" else (key, None)
    if raw is None or raw == ():
        return "skipped", None
    if raw in ("skipped", "dont_know", "not_applicable"):
        return raw, None
    return "answered", raw


def is_open(raw: Any) -> bool:
    return state_of(raw)[0] in ("skipped", "dont_know")


Held = Callable[[Raw], bool | None]


def holds(condition: Raw, held: Held) -> bool | None:
    """Kleene's strong logic over a condition."""
    if "all" in condition:
        found = [holds(part, held) for part in condition["all"]]
        return False if False in found else None if None in found else True
    if "any" in condition:
        found = [holds(part, held) for part in condition["any"]]
        return True if True in found else None if None in found else False
    if "not" in condition:
        inner = holds(condition["not"], held)
        return None if inner is None else not inner
    return held(condition)


def compares(leaf: Raw, answer: Any) -> bool:
    """Whether an answer satisfies a comparison over its item."""
    return all(
        (
            "at_least" not in leaf or answer >= leaf["at_least"],
            "at_most" not in leaf or answer <= leaf["at_most"],
            "is" not in leaf or answer == leaf["is"],
            "is_one_of" not in leaf or answer in leaf["is_one_of"],
            "includes" not in leaf or leaf["includes"] in answer,
        )
    )


def item_holds(states: Mapping[str, tuple[str, Any]]) -> Held:
    def held(leaf: Raw) -> bool | None:
        state, answer = states[leaf["item"]]
        if state == "answered":
            return compares(leaf, answer)
        return None if state in ("skipped", "dont_know") else False

    return held


def presented(rubric: Raw, answers: Raw) -> dict[str, tuple[str, Any]]:
    """State and answer of each item, in order, with the items that branches lead past hidden."""
    states: dict[str, tuple[str, Any]] = {}
    for item in rubric["items"]:
        states[item["id"]] = state_of(answers.get(item["id"]))
        if "ask_when" in item and holds(item["ask_when"], item_holds(states)) is False:
            states[item["id"]] = ("not_presented", None)
    return states


def undecided(rubric: Raw, answers: Raw) -> bool:
    """Whether some branch hangs on an answer that is not given."""
    states = presented(rubric, answers)
    return any(
        "ask_when" in item and holds(item["ask_when"], item_holds(states)) is None
        for item in rubric["items"]
    )


def completions(rubric: Raw, answers: Raw) -> Iterator[dict[str, Any]]:
    """Every way to fill in what is open, N/A where it is allowed; each set of states once."""

    def fill(k: int, so_far: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if k == len(rubric["items"]):
            yield so_far
            return
        item = rubric["items"][k]
        raw = answers.get(item["id"])
        hidden = presented({"items": rubric["items"][: k + 1]}, {**so_far, item["id"]: raw})
        if hidden[item["id"]][0] == "not_presented" or not is_open(raw):
            yield from fill(k + 1, {**so_far, item["id"]: raw})
            return
        possible = every_answer(item)
        if item.get("allow_na", True):
            possible = [*possible, "not_applicable"]
        for answer in possible:
            yield from fill(k + 1, {**so_far, item["id"]: answer})

    yield from fill(0, {})


# --- scores, errors and verdicts -------------------------------------------------------------


def weights_of(rubric: Raw, num: Num = Fraction) -> dict[str, Any]:
    """Swing points, or the rank-order centroid (1/n) * (1/r + 1/(r+1) + ... + 1/n)."""
    dimensions = rubric["dimensions"]
    n = len(dimensions)
    return {
        name: num(d["weight"])
        if "weight" in d
        else sum(num(Fraction(1, i)) for i in range(d["rank"], n + 1)) / n
        for name, d in dimensions.items()
    }


@dataclass
class Row:
    """One answered item of a dimension."""

    item: str
    w: Any
    v: tuple[Any, ...]
    step: Any


@dataclass
class Part:
    """One dimension."""

    W: Any
    rows: list[Row]
    coverage: Any
    scoreable: bool

    def score(self, k: int) -> Any:
        return 100 * sum(r.w * r.v[k] for r in self.rows) / sum(r.w for r in self.rows)

    def q2(self) -> Any:
        return sum(r.w**2 * r.step**2 / 12 for r in self.rows) / sum(r.w for r in self.rows) ** 2

    def s2(self, worth: Callable[[tuple[Any, ...]], Any]) -> Any:
        n, whole = len(self.rows), sum(r.w for r in self.rows)
        m = sum(r.w * worth(r.v) for r in self.rows) / whole
        squares = sum(r.w**2 * (worth(r.v) - m) ** 2 for r in self.rows)
        return squares * n / (n - 1) / whole**2

    def csem(self, k: int) -> float | None:
        if len(self.rows) < 2:
            return None
        return 100 * math.sqrt(self.s2(lambda v: v[k]) + self.q2())


@dataclass
class Reference:
    """What the model says about one set of responses in which every branch is decided."""

    rubric: Raw
    states: dict[str, tuple[str, Any]]
    parts: dict[str, Part]
    lost: Any
    outcomes: tuple[str, ...]
    num: Num

    @property
    def scored(self) -> list[Part]:
        return [p for p in self.parts.values() if p.scoreable]

    def enough(self) -> bool:
        limit = self.num(self.rubric.get("settings", {}).get("max_lost_weight", Fraction(2, 5)))
        return bool(self.scored) and self.lost <= limit

    def score(self, k: int) -> Any:
        return sum(p.W * p.score(k) for p in self.scored) / sum(p.W for p in self.scored)

    def scores(self) -> tuple[Any, ...]:
        return tuple(self.score(k) for k in range(len(self.outcomes)))

    def pooled(self, worth: Callable[[tuple[Any, ...]], Any]) -> Any:
        """Pooled variance of single answers within the dimensions that have at least two."""
        squares, freedom = self.num(0), 0
        for part in self.scored:
            n = len(part.rows)
            if n > 1:
                m = sum(worth(r.v) for r in part.rows) / n
                squares += sum((worth(r.v) - m) ** 2 for r in part.rows)
                freedom += n - 1
        return squares / freedom if freedom else None

    def spread(self, part: Part, worth: Callable[[tuple[Any, ...]], Any]) -> Any:
        return part.s2(worth) if len(part.rows) > 1 else self.pooled(worth)

    def variance(self, worth: Callable[[tuple[Any, ...]], Any], floors: int) -> Any:
        if self.pooled(worth) is None:
            return None
        whole = sum(p.W for p in self.scored)
        parts = (
            (p.W / whole) ** 2 * (self.spread(p, worth) + floors * p.q2()) for p in self.scored
        )
        return 100**2 * sum(parts)

    def sed2(self, first: int, second: int) -> Any:
        return self.variance(lambda v: v[first] - v[second], 2)

    # readiness

    def target(self, name: str) -> Any:
        return self.num(self.rubric["dimensions"][name]["target"])

    def fit(self) -> Any:
        whole = missing = self.num(0)
        for name, part in self.parts.items():
            if part.scoreable:
                gap = max(self.num(0), self.target(name) - part.score(0))
                missing += part.W * gap
                whole += part.W * self.target(name)
        return 100 * (1 - missing / whole)

    def fit_variance(self) -> Any:
        """What the errors of the dimensions that are not safely above target do to the fit."""
        if self.pooled(lambda v: v[0]) is None:
            return None
        scored = {name: part for name, part in self.parts.items() if part.scoreable}
        whole = sum(part.W * self.target(name) for name, part in scored.items())
        total = self.num(0)
        for name, part in scored.items():
            error = 100**2 * (self.spread(part, lambda v: v[0]) + part.q2())
            above = part.score(0) - self.target(name)
            if above < 0 or above**2 < error:
                total += (100 * part.W / whole) ** 2 * error
        return total

    def band(self) -> str:
        """The band of the fit, or the lowest cap of the failed gates below it."""
        bands = self.rubric["bands"]
        here = [k for k, band in enumerate(bands) if band["from"] <= self.fit()][-1]
        caps = [
            next(k for k, band in enumerate(bands) if band["id"] == gate["cap"])
            for gate in self.rubric.get("gates", ())
            if gate["on_fail"] == "cap_band" and self.fails(gate)
        ]
        return bands[min([here, *caps])]["id"]

    # gates

    def fails(self, gate: Raw) -> bool:
        by_item = item_holds(self.states)

        def held(leaf: Raw) -> bool | None:
            if "item" in leaf:
                return by_item(leaf)
            k = self.outcomes.index(leaf.get("outcome", STANDARD))
            name = leaf.get("dimension")
            reached = self.parts[name].score(k) if name else self.score(k)
            low = "at_least" not in leaf or reached >= self.num(leaf["at_least"])
            high = "at_most" not in leaf or reached <= self.num(leaf["at_most"])
            return low and high

        found = holds(gate["when"], held)
        assert found is not None
        return found

    def gate_states(self) -> dict[str, str]:
        gates = self.rubric.get("gates", ())
        return {gate["id"]: "fail" if self.fails(gate) else "pass" for gate in gates}

    def excluded(self, outcome: str) -> bool:
        return any(
            gate["on_fail"] == "exclude"
            and outcome in (gate.get("applies_to") or self.outcomes)
            and self.fails(gate)
            for gate in self.rubric.get("gates", ())
        )

    def top(self) -> frozenset[str]:
        """The eligible outcomes with the top score, or the band reached."""
        if self.rubric["model"] == "readiness":
            return frozenset() if self.excluded(STANDARD) else frozenset({self.band()})
        free = dict(zip(self.outcomes, self.scores(), strict=True))
        free = {o: s for o, s in free.items() if not self.excluded(o)}
        return frozenset(o for o, s in free.items() if s == max(free.values()))


def reference(rubric: Raw, answers: Raw, num: Num = Fraction) -> Reference:
    """The model over one set of responses in which every branch is decided."""
    outcomes = outcomes_of(rubric)
    states = presented(rubric, answers)
    weights = weights_of(rubric, num)
    parts = {}
    for name in rubric["dimensions"]:
        items = [i for i in rubric["items"] if scores(i) and i["dimension"] == name]
        rows, applicable = [], []
        for item in items:
            state, answer = states[item["id"]]
            w = num(item.get("weight", 1))
            if state in ("answered", "skipped", "dont_know"):
                applicable.append(w)
            if state == "answered":
                v = value(item, answer, outcomes, num)
                rows.append(Row(item["id"], w, v, num(step(item))))
        coverage = sum(r.w for r in rows) / sum(applicable) if applicable else num(0)
        enough = coverage >= num(Fraction(1, 2)) and len(rows) >= min(2, max(1, len(applicable)))
        parts[name] = Part(weights[name], rows, coverage, enough)
    lost = sum(p.W for p in parts.values() if not p.scoreable) / sum(weights.values())
    return Reference(rubric, states, parts, lost, outcomes, num)


def label_of_margin(margin: Any, variance: Any, threshold: Any) -> str:
    """Section 6: tie, too close to call, leaning, clear."""
    if margin == 0:
        return "tie"
    if margin < threshold:
        return "too_close_to_call"
    return "leaning" if variance is None else label_of_distance(margin, variance)


def label_of_distance(distance: Any, variance: Any) -> str:
    sed = math.sqrt(variance)
    if distance < sed:
        return "too_close_to_call"
    return "leaning" if distance < 1.96 * sed else "clear"


def everything(rubric: Raw, answers: Raw) -> list[Reference]:
    """The model over every completion of a set of responses."""
    return [reference(rubric, full) for full in completions(rubric, answers)]
