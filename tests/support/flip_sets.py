"""Changed answers by brute force: every set of them, and where the naive model then stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from typing import Any, NamedTuple, TypeVar

import oracle
import strategies
from strategies import Case, Raw

from rolefit.rubric.model import Responses, Rubric, read
from rolefit.scoring.assessment import FlipSet
from rolefit.scoring.evaluate import evaluate, evaluate_with
from rolefit.scoring.moves import TooManyWays
from rolefit.scoring.verdict import Evaluation

MOST = 600
"""Sets that are tried; nothing is said where there are more."""
Found = TypeVar("Found")
FINITE = ("likert", "bars", "single", "multi", "yes_no")


class Checked(NamedTuple):
    """A rubric as plain values and as it is used."""

    raw: Raw
    rubric: Rubric

    def evaluate(self, given_: Raw) -> Evaluation:
        """Where responses to it stand."""
        responses = Responses.model_validate({"rubric": "tiny", "answers": given_})
        return evaluate(self.rubric, read(self.rubric, responses))


@lru_cache(maxsize=2_000)
def with_facts(case: Case, *, branches: bool = True) -> Checked:
    """The rubric of a case with some of its items declared facts."""
    rubric, _, tape = case
    items = [{**i, "changeable": tape.pick(True, True, False)} for i in rubric["items"]]
    if not branches:
        items = [{k: v for k, v in i.items() if k != "ask_when"} for i in items]
    raw = {**rubric, "items": tuple(items)}
    return Checked(raw, Rubric.model_validate(raw))


def leader(evaluation: Evaluation) -> set[str]:
    return {*evaluation.leaders}


def only(found: Collection[str]) -> str:
    """The one that there is."""
    (name,) = found
    return name


def set_to(item: Raw, text: str) -> Any:
    """An answer as `set_to` writes it."""
    match item["type"]:
        case "likert":
            return int(text)
        case "bars" | "numeric":
            return Fraction(text)
        case "multi":
            return tuple(text.split(","))
        case _:
            return text


def changed(rubric: Raw, given_: Raw, flip: FlipSet, names: tuple[str, ...]) -> Raw:
    items = {i["id"]: i for i in rubric["items"]}
    new = {c.item: set_to(items[c.item], c.set_to) for c in flip.changes if c.item in names}
    return {**given_, **new}


# --- brute force ---------------------------------------------------------------------------------


def leaves(rubric: Raw, name: str) -> list[Raw]:
    """Every comparison over an item on which a recommendation or a branch can hang."""
    conditions = [g["when"] for g in rubric["gates"] if g["on_fail"] != "flag"]
    conditions += [i["ask_when"] for i in rubric["items"] if "ask_when" in i]
    found = [leaf for condition in conditions for leaf in strategies.leaves_of(condition)]
    return [leaf for leaf in found if leaf.get("item") == name]


def steps(item: Raw, one: Any, other: Any) -> int:
    """Scale steps between two different answers."""
    match item["type"]:
        case "likert":
            return int(abs(one - other))
        case "bars":
            return int(abs(Fraction(one) - Fraction(other)) * (2 if item.get("half_levels") else 1))
        case "multi":
            return max(1, len((set(one) ^ set(other)) - {"none_of_these"}))
        case "single" if "value" in item["options"][0]:
            worths = {o["id"]: o["value"] for o in item["options"]}
            ladder = sorted(set(worths.values()))
            return max(1, abs(ladder.index(worths[one]) - ladder.index(worths[other])))
        case _:
            return 1


def alternatives(rubric: Raw, given_: Raw, *, facts: bool) -> dict[str, list[tuple[Any, int]]]:
    """The other answers to each answered item that scores, with their scale steps."""
    one = oracle.reference(rubric, given_)
    ks = range(len(one.outcomes))
    scored = {
        r.item for part in one.parts.values() for r in part.rows if any(map(part.scoreable, ks))
    }
    found = {}
    for item in rubric["items"]:
        if item["id"] not in scored or not (facts or item["changeable"]):
            continue
        now = one.states[item["id"]][1]
        read = leaves(rubric, item["id"])
        held = [oracle.compares(leaf, now) for leaf in read]
        found[item["id"]] = [
            (other, steps(item, now, other))
            for other in oracle.every_answer(item)
            if other != now and [oracle.compares(leaf, other) for leaf in read] == held
        ]
    return found


def turned(rubric: Raw, given_: Raw, now: Evaluation, direction: str) -> bool:
    """Whether the naive model has another result in some direction."""
    top = oracle.reference(rubric, given_).top()
    if direction == "other":
        return top != leader(now)
    if not top:
        return direction != "up"
    order = [band["id"] for band in rubric["bands"]]
    here, then = order.index(only(leader(now))), order.index(only(top))
    return then > here if direction == "up" else then < here


def steering_turns(
    rubric: Raw, given_: Raw, now: Evaluation, direction: str, *, facts: bool
) -> list[int]:
    """Scale steps of each answer that opens or closes questions and by that turns the result."""
    branches = [leaf for i in rubric["items"] for leaf in strategies.leaves_of(i.get("ask_when"))]
    states, found = oracle.reference(rubric, given_).states, []
    for item in rubric["items"]:
        state, given_now = states[item["id"]]
        read = [leaf for leaf in branches if leaf.get("item") == item["id"]]
        if not read or state != "answered" or not (facts or item["changeable"]):
            continue
        held = [oracle.compares(leaf, given_now) for leaf in read]
        for other in oracle.every_answer(item):
            changed_ = {**given_, item["id"]: other}
            if held == [oracle.compares(leaf, other) for leaf in read]:
                continue
            then = Checked(rubric, now.rubric).evaluate(changed_)
            alone = evaluate_with(now.rubric, now.responses, now.outlook, then.gates)
            told_apart = not then.leaders or alone.leaders == then.leaders
            if not told_apart and turned(rubric, changed_, now, direction):
                found.append(steps(item, given_now, other))
    return found


def sets_of(others: dict[str, list[tuple[Any, int]]], size: int) -> Iterator[tuple[Raw, int]]:
    """Every set of that many changed answers, with its scale steps."""
    for names in combinations(others, size):
        for chosen in product(*(others[name] for name in names)):
            yield dict(zip(names, (c[0] for c in chosen), strict=True)), sum(c[1] for c in chosen)


def brute(
    rubric: Raw, given_: Raw, now: Evaluation, *, direction: str, facts: bool
) -> tuple[int, int] | str | None:
    """Fewest answers and, among those, fewest scale steps; "many" where that takes too long."""
    others = alternatives(rubric, given_, facts=facts)
    alone = min(steering_turns(rubric, given_, now, direction, facts=facts), default=None)
    tried = 0
    for size in range(1, max(1, len(others)) + 1):
        best = alone if size == 1 else None
        for change, cost in sets_of(others, size):
            tried += 1
            if tried > MOST:
                return "many"
            if (best is None or cost < best) and turned(
                rubric, {**given_, **change}, now, direction
            ):
                best = cost
        if best is not None:
            return size, best
    return None


def item_of(rubric: Raw, name: str) -> Raw:
    return next(i for i in rubric["items"] if i["id"] == name)


def worked_out(look: Callable[[Evaluation], Found], now: Evaluation) -> Found | None:
    """What would change a result; None where it was left out, for a report then says so."""
    try:
        return look(now)
    except TooManyWays:
        return None
