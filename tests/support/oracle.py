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
from operator import itemgetter
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
            return tuple(split_worth(item, answer, outcome, num) for outcome in outcomes)
    v = along(item, answer, num)
    if outcomes == (STANDARD,):
        return (v,)
    toward = item["toward"]
    others = [o for o in outcomes if o != toward]
    opposite = item.get("opposite") or (others[0] if len(others) == 1 else None)
    return tuple(v if o == toward else 1 - v if o == opposite else num(0) for o in outcomes)


def worth(option: Raw, outcome: str, num: Num) -> Any:
    if outcome == STANDARD:
        return num(option["value"])
    return num(option.get("favors", {}).get(outcome, 0))


def split_worth(item: Raw, answer: Any, outcome: str, num: Num) -> Any:
    """Sum of share / total times the worth of each option."""
    options = {option["id"]: worth(option, outcome, num) for option in item["options"]}
    whole = num(item.get("total", 100))
    return sum(num(part) / whole * options[name] for name, part in dict(answer).items())


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


def step(item: Raw) -> Fraction:
    """Width of a scale step: 1 / (K - 1); a set of K options has K + 1 sizes."""
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
            raise AssertionError("what an amount is known to hangs on the amount")


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
        case _:
            raise AssertionError("an amount has no list of answers")


def slips(item: Raw, answer: Any) -> list[tuple[Any, Fraction]]:
    """What may be answered on another day, each with its share of the chance of a slip."""
    match item["type"]:
        case "likert" | "bars":
            places = every_answer(item)
            at = places.index(answer)
            return [(places[k], Fraction(1)) for k in (at - 1, at + 1) if 0 <= k < len(places)]
        case "single" | "yes_no":
            others = [other for other in every_answer(item) if other != answer]
            return [(other, Fraction(1, len(others))) for other in others]
        case "multi":
            sets = [(one, set(one) - {"none_of_these"}) for one in sets_of(item)]
            chosen = set(answer) - {"none_of_these"}
            return [(one, Fraction(1)) for one, told in sets if len(told ^ chosen) == 1]
        case _:
            low, high = item["range"]
            off = max(Fraction(1), Fraction(high - low, 20))
            return [(x, Fraction(1)) for x in (answer - off, answer + off) if low <= x <= high]


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


T95 = (
    *("12.706", "4.303", "3.182", "2.776", "2.571", "2.447", "2.365", "2.306", "2.262", "2.228"),
    *("2.201", "2.179", "2.160", "2.145", "2.131", "2.120", "2.110", "2.101", "2.093", "2.086"),
    *("2.080", "2.074", "2.069", "2.064", "2.060", "2.056", "2.052", "2.048", "2.045", "2.042"),
)
"""Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom, as textbooks print them."""


KNOWN: dict[tuple[int, int, tuple[str, ...]], tuple[Raw, bool]] = {}
"""Which items speak for what, with the item, so that no other one gets its number."""


def speaks(item: Raw, k: int, outcomes: tuple[str, ...]) -> bool:
    """Whether some answer to an item is worth something for an outcome."""
    key = (id(item), k, outcomes)
    if key not in KNOWN:
        found = any(value(item, answer, outcomes)[k] > 0 for answer in telling_answers(item))
        KNOWN[key] = (item, found)
    return KNOWN[key][1]


def telling_answers(item: Raw) -> list[Any]:
    """Every answer, or the amounts at which a straight piece of an item begins or ends.

    Of what is split, all of it to each option in turn.
    """
    if item["type"] == "allocation":
        ids = [option["id"] for option in item["options"]]
        whole = item.get("total", 100)
        return [tuple((one, whole if one == all_ else 0) for one in ids) for all_ in ids]
    if item["type"] != "numeric":
        return every_answer(item)
    low, high = item["range"]
    inside = (p["at"] for p in item["breakpoints"] if low < p["at"] < high)
    return sorted({low, high, *inside})


def uniform_variance(
    item: Raw, worth: Callable[[tuple[Any, ...]], Any], outcomes: tuple[str, ...]
) -> Any:
    """Variance of a worth when every answer is equally likely."""
    if item["type"] == "allocation":
        # Of a flat split over n options: E x^2 = 2 / (n (n + 1)) and E x y = 1 / (n (n + 1)).
        corners = [worth(value(item, answer, outcomes)) for answer in telling_answers(item)]
        n = len(corners)
        square = sum(
            a * b * (1 + (i == k)) for i, a in enumerate(corners) for k, b in enumerate(corners)
        )
        return square / (n * (n + 1)) - (sum(corners) / n) ** 2
    if item["type"] != "numeric":
        found = [worth(value(item, answer, outcomes)) for answer in every_answer(item)]
        m = sum(found) / len(found)
        return sum((x - m) ** 2 for x in found) / len(found)
    # Straight from x0 to x1 a worth has mean (a + b) / 2 and mean square (a^2 + ab + b^2) / 3.
    whole, mean_, square = item["range"][1] - item["range"][0], Fraction(0), Fraction(0)
    for x0, x1 in pairwise(telling_answers(item)):
        a, b = (worth(value(item, x, outcomes)) for x in (x0, x1))
        b = a if item.get("shape") == "step" else b
        mean_ += Fraction(x1 - x0, whole) * (a + b) / 2
        square += Fraction(x1 - x0, whole) * (a * a + a * b + b * b) / 3
    return square - mean_**2


def width(item: Raw, answer: Any) -> Fraction:
    """Width of a step at an answer; of an amount, what its resolution makes of its worth.

    What is split is known to a twentieth of the total.
    """
    if item["type"] == "allocation":
        return Fraction(1, 20)
    if item["type"] != "numeric":
        return step(item)
    low, high = item["range"]
    resolution = max(Fraction(1), Fraction(high - low, 20))
    here = along(item, answer, Fraction)
    near = (max(low, answer - resolution), min(high, answer + resolution))
    return max(abs(along(item, x, Fraction) - here) for x in near)


def summing(item: Raw, first: int, second: int, outcomes: tuple[str, ...]) -> bool:
    """Whether the two values of an item always sum to 1."""
    found = (value(item, answer, outcomes) for answer in telling_answers(item))
    return all(v[first] + v[second] == 1 for v in found)


@dataclass
class Row:
    """One answered item of a dimension."""

    item: str
    w: Any
    v: tuple[Any, ...]
    step: Any
    says: tuple[bool, ...] = (True,) * 9


@dataclass
class Part:
    """One dimension: its rows, and weight and outcomes of what applies but is open."""

    W: Any
    rows: list[Row]
    open: list[tuple[Any, tuple[bool, ...]]]

    def own(self, k: int) -> list[Row]:
        """A_o: the answered items that can speak for an outcome."""
        return [r for r in self.rows if r.says[k]]

    def waiting(self, k: int) -> list[Any]:
        return [w for w, says in self.open if says[k]]

    def applies(self, k: int) -> bool:
        return bool(self.own(k) or self.waiting(k))

    def coverage(self, k: int | None = None) -> Any:
        """Answered share of the weight that applies, of all items or of those of an outcome."""
        given = sum(r.w for r in (self.rows if k is None else self.own(k)))
        more = sum(w for w, _ in self.open) if k is None else sum(self.waiting(k))
        return given / (given + more) if given + more else 0

    def scoreable(self, k: int) -> bool:
        n, m = len(self.own(k)), len(self.waiting(k))
        return 2 * self.coverage(k) >= 1 and n >= (1 if n + m == 1 else 2)

    def score(self, k: int) -> Any:
        return 100 * sum(r.w * r.v[k] for r in self.own(k)) / sum(r.w for r in self.own(k))

    def share(self, row: Row, k: int) -> Any:
        """Weight of a row in the score of the dimension."""
        if not row.says[k] or not self.scoreable(k):
            return 0
        return row.w / sum(r.w for r in self.own(k))


@dataclass
class Reference:
    """What the model says about one set of responses in which every branch is decided."""

    rubric: Raw
    states: dict[str, tuple[str, Any]]
    parts: dict[str, Part]
    outcomes: tuple[str, ...]
    num: Num

    def setting(self, name: str, otherwise: Any) -> Any:
        return self.num(self.rubric.get("settings", {}).get(name, otherwise))

    def scored(self, k: int) -> list[Part]:
        """The dimensions that are scoreable for an outcome."""
        return [p for p in self.parts.values() if p.scoreable(k)]

    def lost_of(self, k: int) -> Any:
        """Share of the weight of the dimensions that speak for an outcome that has no score."""
        speaking = [p for p in self.parts.values() if p.applies(k)]
        if not speaking:
            return 1
        lost = sum(p.W for p in speaking if not p.scoreable(k))
        return lost / sum(p.W for p in speaking)

    @property
    def lost(self) -> Any:
        return max(self.lost_of(k) for k in range(len(self.outcomes)))

    def has_score(self, k: int) -> bool:
        limit = self.setting("max_lost_weight", Fraction(2, 5))
        return bool(self.scored(k)) and self.lost_of(k) <= limit

    def enough(self) -> bool:
        """Whether every outcome has a score; where items speak for all there is no third case."""
        return all(self.has_score(k) for k in range(len(self.outcomes)))

    def result(self) -> bool:
        """Whether every outcome has a score for which some question applies."""
        ks = [k for k in range(len(self.outcomes)) if self.is_asked(k)]
        return bool(ks) and all(map(self.has_score, ks))

    def is_asked(self, k: int) -> bool:
        """Whether some question that can speak for an outcome applies."""
        return any(part.applies(k) for part in self.parts.values())

    def score(self, k: int) -> Any:
        return sum(p.W * p.score(k) for p in self.scored(k)) / sum(p.W for p in self.scored(k))

    def score_or_none(self, k: int) -> Any:
        return self.score(k) if self.scored(k) else None

    def scores(self) -> tuple[Any, ...]:
        return tuple(self.score(k) for k in range(len(self.outcomes)))

    # errors: moderated variance

    def asked(self) -> list[Raw]:
        return [i for i in self.rubric["items"] if scores(i)]

    def sigma2(
        self, ks: tuple[int, ...], worth: Callable[[tuple[Any, ...]], Any]
    ) -> tuple[Any, int]:
        """One single-answer variance for all dimensions, with its degrees of freedom.

        Over the answers that speak for all of `ks`.
        """
        nu0 = self.rubric.get("settings", {}).get("prior_answers", 4)
        prior = [
            uniform_variance(item, worth, self.outcomes)
            for item in self.asked()
            if all(speaks(item, k, self.outcomes) for k in ks)
        ]
        squares, nu = nu0 * self.num(sum(prior) / len(prior)), nu0
        for part in self.parts.values():
            found = [worth(r.v) for r in part.rows if all(part.share(r, k) > 0 for k in ks)]
            if found:
                m = sum(found) / len(found)
                squares += sum((x - m) ** 2 for x in found)
                nu += len(found) - 1
        return squares / nu, nu

    def csem2(self, part: Part, k: int) -> Any:
        """Squared error of one dimension's score."""
        squares = sum(part.share(r, k) ** 2 for r in part.own(k))
        q2 = sum(part.share(r, k) ** 2 * r.step**2 / 12 for r in part.own(k))
        return 100**2 * (self.sigma2((k,), lambda v: v[k])[0] * squares + q2)

    def variance(self, k: int) -> Any:
        """Squared error of an outcome's score."""
        whole = sum(p.W for p in self.scored(k))
        return sum((p.W / whole) ** 2 * self.csem2(p, k) for p in self.scored(k))

    def effective(self, part: Part, row: Row, k: int) -> Any:
        """w': weight of an answer in an outcome's score."""
        if not part.scoreable(k):
            return 0
        return part.W / sum(p.W for p in self.scored(k)) * part.share(row, k)

    def in_score(self, k: int, part: Part | None = None) -> dict[str, Any]:
        """Weight of each answer in an outcome's score, or in its score in one dimension."""
        if part is not None:
            return {r.item: part.share(r, k) for r in part.rows}
        return {r.item: self.effective(p, r, k) for p in self.parts.values() for r in p.rows}

    def slip_variance(self, weights: dict[int, dict[str, Any]]) -> Any:
        """Squared error of answering again, of a sum of weighted values over outcomes."""
        items = {item["id"]: item for item in self.rubric["items"]}
        chance, total = Fraction(1, 8), self.num(0)
        for name in next(iter(weights.values())):
            item, answer = items[name], self.states[name][1]
            here = value(item, answer, self.outcomes, self.num)
            for other, share in slips(item, answer):
                there = value(item, other, self.outcomes, self.num)
                moved = sum(w[name] * (there[k] - here[k]) for k, w in weights.items())
                total += chance * share * moved**2
        return 100**2 * total

    def again(self, ks: tuple[int, ...], part: Part | None = None) -> Any:
        """Squared error of answering again: of a score, or of one minus another."""
        first, *rest = (self.in_score(k, part) for k in ks)
        less = [{name: -w for name, w in one.items()} for one in rest]
        return self.slip_variance(dict(zip(ks, [first, *less], strict=True)))

    def fit_again(self) -> Any:
        """Squared error of answering again, of the fit: of the answers below their targets."""
        found = self.with_score()
        whole = sum(part.W * self.target(name) for name, part in found.items())
        return sum(
            (100 * part.W / whole) ** 2 * self.again((0,), part)
            for name, part in found.items()
            if part.score(0) < self.target(name)
        )

    def sed(self, a: int, b: int, part: Part | None = None) -> tuple[Any, int]:
        """Squared error of a difference, or of one in a dimension, and its degrees of freedom.

        Over items that outcomes share the error of a difference, else that of each score.
        """
        ours, theirs = self.in_score(a, part), self.in_score(b, part)
        rows = [r for p in self.parts.values() for r in p.rows if r.item in ours]
        weights = [(r, ours[r.item], theirs[r.item]) for r in rows]
        items = {item["id"]: item for item in self.rubric["items"]}
        total, nus = self.num(0), set()
        both = [(r, (x + y) / 2) for r, x, y in weights if x and y]
        if both:
            sigma2, nu = self.sigma2((a, b), lambda v: v[a] - v[b])
            nus.add(nu)
            for r, w in both:
                times = 4 if summing(items[r.item], a, b, self.outcomes) else 2
                total += w**2 * (sigma2 + times * r.step**2 / 12)
        for k in (a, b):
            alone = [(r, x or y) for r, x, y in weights if (x if k == a else y) and not (x and y)]
            if alone:
                sigma2, nu = self.sigma2((k,), itemgetter(k))
                nus.add(nu)
                total += sum(w**2 * (sigma2 + r.step**2 / 12) for r, w in alone)
        return 100**2 * total, min(nus)

    # readiness

    def target(self, name: str) -> Any:
        return self.num(self.rubric["dimensions"][name]["target"])

    def with_score(self) -> dict[str, Part]:
        return {name: part for name, part in self.parts.items() if part.scoreable(0)}

    def fit(self) -> Any:
        whole = missing = self.num(0)
        for name, part in self.with_score().items():
            gap = max(self.num(0), self.target(name) - part.score(0))
            missing += part.W * gap
            whole += part.W * self.target(name)
        return 100 * (1 - missing / whole)

    def fit_variance(self) -> float:
        """Errors of scores that are cut off at their targets, by adding up narrow strips."""
        found = self.with_score()
        whole = sum(part.W * self.target(name) for name, part in found.items())
        total = 0.0
        for name, part in found.items():
            spread = math.sqrt(self.csem2(part, 0))
            cut = variance_cut_off(float(part.score(0)), spread, float(self.target(name)))
            total += float(100 * part.W / whole) ** 2 * cut
        return total

    def wanted(self, k: int) -> list[tuple[str | None, Any]]:
        """What a band asks for: of the fit (None), and of dimensions."""
        band = self.rubric["bands"][k]
        needs = band.get("needs", {})
        asks = [(name, needs.get(name, band.get("needs_each"))) for name in self.parts]
        found = [(name, self.num(least)) for name, least in asks if least is not None]
        cut = [(None, self.num(band["from"]))] if "from" in band else []
        return [] if k == 0 else [*cut, *found]

    def reached(self, name: str | None) -> Any:
        """The fit or the score of a dimension; None where it has none."""
        if name is None:
            return self.fit()
        return self.parts[name].score(0) if self.parts[name].scoreable(0) else None

    def meets(self, name: str | None, least: Any) -> bool:
        reached = self.reached(name)
        return reached is not None and reached >= least

    def ceiling(self) -> int:
        """The lowest cap of the failed gates."""
        bands = [band["id"] for band in self.rubric["bands"]]
        caps = [
            bands.index(gate["cap"])
            for gate in self.rubric.get("gates", ())
            if gate["on_fail"] == "cap_band" and self.fails(gate)
        ]
        return min([len(bands) - 1, *caps])

    def level(self) -> int:
        """The highest band that is met together with all below it."""
        here = 0
        while here < self.ceiling() and all(self.meets(*one) for one in self.wanted(here + 1)):
            here += 1
        return here

    def band(self) -> str:
        return self.rubric["bands"][self.level()]["id"]

    def edges(self) -> list[list[tuple[str | None, Any]]]:
        """Distances to other levels, each from one requirement; one up needs all that it lists."""
        here = self.level()
        down = [
            [(name, self.reached(name) - least)]
            for k in range(1, here + 1)
            for name, least in self.wanted(k)
        ]
        if here >= self.ceiling():
            return down
        up = [
            (name, least - reached)
            for name, least in self.wanted(here + 1)
            if (reached := self.reached(name)) is not None and reached < least
        ]
        return [*down, up] if up else down

    def strength(self) -> str:
        """The weakest label over everything that could change the level."""
        nu = self.sigma2((0,), lambda v: v[0])[1]
        threshold = self.setting("indifference_threshold", 5)
        order = ("too_close_to_call", "leaning", "clear")

        def label(name: str | None, distance: Any) -> int:
            error = self.fit_variance() if name is None else self.csem2(self.parts[name], 0)
            return order.index(label_of_distance(distance, error, nu, threshold))

        found = [max(label(*one) for one in edge) for edge in self.edges()]
        return order[min(found, default=2)]

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
        free = {o: self.score_or_none(k) for k, o in enumerate(self.outcomes)}
        free = {o: s for o, s in free.items() if s is not None and not self.excluded(o)}
        return frozenset(o for o, s in free.items() if s == max(free.values()))

    def height(self) -> str | None:
        """Whether both of the two leading outcomes fit, or neither."""
        free = [self.score(k) for k, o in enumerate(self.outcomes) if not self.excluded(o)]
        high, low = sorted(free, reverse=True)[:2]
        if low >= self.setting("both_from", 60):
            return "both"
        return "neither" if high < self.setting("neither_below", 40) else None


def reference(rubric: Raw, answers: Raw, num: Num = Fraction) -> Reference:
    """The model over one set of responses in which every branch is decided."""
    outcomes = outcomes_of(rubric)
    states = presented(rubric, answers)
    weights = weights_of(rubric, num)
    parts = {}
    for name in rubric["dimensions"]:
        items = [i for i in rubric["items"] if scores(i) and i["dimension"] == name]
        rows, waiting = [], []
        for item in items:
            state, answer = states[item["id"]]
            w = num(item.get("weight", 1))
            says = tuple(speaks(item, k, outcomes) for k in range(len(outcomes)))
            if state in ("skipped", "dont_know"):
                waiting.append((w, says))
            if state == "answered":
                v = value(item, answer, outcomes, num)
                rows.append(Row(item["id"], w, v, num(width(item, answer)), says))
        parts[name] = Part(weights[name], rows, waiting)
    return Reference(rubric, states, parts, outcomes, num)


STRIPS = 4000


def variance_cut_off(mean: float, spread: float, target: float) -> float:
    """Variance of min(X, target), X normal, by adding up narrow strips of the normal curve."""
    if spread == 0:
        return 0.0
    whole = first = second = 0.0
    for k in range(STRIPS):
        z = -10 + 20 * (k + 0.5) / STRIPS
        height = math.exp(-z * z / 2)
        missing = min(mean + spread * z - target, 0.0)
        whole, first = whole + height, first + height * missing
        second += height * missing * missing
    return second / whole - (first / whole) ** 2


def t95(freedom: int) -> Fraction:
    """Two-sided 95 % point of Student's t, from the table."""
    return Fraction(T95[freedom - 1])


def label_of_margin(margin: Any, variance: Any, freedom: int, threshold: Any) -> str:
    """Section 6: tie, too close to call, leaning, clear."""
    return "tie" if margin == 0 else label_of_distance(margin, variance, freedom, threshold)


def label_of_distance(distance: Any, variance: Any, freedom: int, threshold: Any) -> str:
    sed = math.sqrt(variance)
    if distance < max(threshold, sed):
        return "too_close_to_call"
    return "leaning" if distance < t95(freedom) * sed else "clear"


def everything(rubric: Raw, answers: Raw) -> list[Reference]:
    """The model over every completion of a set of responses."""
    return [reference(rubric, full) for full in completions(rubric, answers)]
