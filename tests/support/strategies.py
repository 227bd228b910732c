"""Random small rubrics and partial responses for hypothesis, as raw mappings a file would give."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import oracle
import pytest
from effort import THOROUGH, tried
from hypothesis import strategies as st
from make import HEAD

Raw = dict[str, Any]


def ci(test: Callable[..., None]) -> Callable[..., None]:
    """What every property runs with."""
    return pytest.mark.slow(tried()(test))


def few(test: Callable[..., None]) -> Callable[..., None]:
    """What a property runs with that works through many answers, or makes several assessments."""
    return pytest.mark.slow(tried(8)(test))


def many(test: Callable[..., None]) -> Callable[..., None]:
    """What a property runs with that is cheap and has to hold of everything that is printed."""
    return pytest.mark.slow(tried(60)(test))


OUTCOMES = ("a", "b", "c", "e")
LABELS = {k: tuple(f"label {n}" for n in range(k)) for k in (4, 5)}
EVIDENCE = (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(3, 4))
WEIGHTS = (Fraction(1), Fraction(2), Fraction(3), Fraction(1, 3))
LENGTH = 192
"""Choices that one example can make; further ones fall to the first alternative."""
FEW, MANY = 6, 40
"""Completions that partial responses may have: few where they do not matter, many for brute force,
which still has to stay quick."""
TYPES = ("likert", "bars", "single", "multi", "numeric", "yes_no")
MEASURES = ("likert", "bars", "numeric", "yes_no")
BANDS = (
    {"id": "low", "from": 0, "to": 40, "name": "low", "summary": "Low."},
    {"id": "middle", "from": 40, "to": 70, "name": "middle", "summary": "Middle."},
    {"id": "high", "from": 70, "to": 100, "name": "high", "summary": "High."},
)


CUTS = (Fraction(50), Fraction(25), Fraction(100, 3), Fraction(60), Fraction(75))


class Tape:
    """Choices read off a string of bytes, so that one draw makes a whole rubric, and fast.

    Hypothesis shrinks the bytes towards 0, which picks the first choice.
    """

    def __init__(self, content: bytes) -> None:
        self.content = iter(content)

    def pick(self, *choices: Any) -> Any:
        return choices[next(self.content, 0) % len(choices)] if len(choices) > 1 else choices[0]

    def chance(self, *, of: int) -> bool:
        """True once in `of` times."""
        return self.pick(*(False,) * (of - 1), True)

    def shuffled(self, things: Sequence[Any]) -> list[Any]:
        left, found = list(things), []
        while left:
            found.append(left.pop(self.pick(*range(len(left)))))
        return found


TAPES = st.binary(min_size=LENGTH, max_size=LENGTH)


@st.composite
def tapes(draw: Callable[[st.SearchStrategy[bytes]], bytes], make: Callable[[Tape], Any]) -> Any:
    """What `make` makes of random choices."""
    return make(Tape(draw(TAPES)))


# --- items -----------------------------------------------------------------------------------


def options(tape: Tape, outcomes: tuple[str, ...], *, ensure: bool) -> tuple[Raw, ...]:
    """Two to four options; with `ensure`, each outcome is favoured by one of them."""
    count = tape.pick(*range(len(outcomes) if ensure and len(outcomes) > 2 else 2, 5))
    found = []
    for k in range(count):
        worth = {o: tape.pick(*EVIDENCE) for o in outcomes}
        if ensure and k < len(outcomes):
            worth[outcomes[k]] = Fraction(1)
        option: Raw = {"id": f"o{k}", "text": f"Option {k}."}
        if outcomes == (oracle.STANDARD,):
            option["value"] = worth[oracle.STANDARD]
        else:
            option["favors"] = {o: e for o, e in worth.items() if e}
        found.append(option)
    return tuple(found)


def speaking_for(tape: Tape, made: Raw, outcomes: tuple[str, ...], k: int) -> Raw:
    """An item that favours an outcome or two, each in turn; sometimes the item as it is."""
    if made["type"] not in ("single", "multi") or tape.chance(of=4):
        return made
    first = outcomes[k % len(outcomes)]
    kept = {first, tape.pick(first, *outcomes)}
    found = [
        {**o, "favors": {name: e for name, e in o["favors"].items() if name in kept}}
        for o in made["options"]
    ]
    found[0] = {**found[0], "favors": {**found[0]["favors"], first: Fraction(1)}}
    return {**made, "options": tuple(found)}


def all_spoken_for(items: list[Raw], outcomes: tuple[str, ...]) -> list[Raw]:
    """The items, of which the first speaks for whatever no other one does."""
    scored = [i for i in items if oracle.scores(i)]
    silent = [
        name
        for k, name in enumerate(outcomes)
        if not any(oracle.speaks(i, k, outcomes) for i in scored)
    ]
    if not silent:
        return items
    first, *rest = items
    option = first["options"][0]
    more = {**option, "favors": {**option["favors"], **dict.fromkeys(silent, Fraction(1))}}
    return [{**first, "options": (more, *first["options"][1:])}, *rest]


def bars(tape: Tape) -> Raw:
    half = tape.pick(False, True)
    inner = tape.pick(None, (), (Fraction(1, 5),), (Fraction(1, 5), Fraction(7, 10)))
    if inner is None:
        levels = tuple({"anchor": f"Level {k}."} for k in range(3))
    else:
        values = (Fraction(0), *inner, Fraction(1))
        levels = tuple({"anchor": f"Level of {v}.", "value": v} for v in values)
    return {"levels": levels, "half_levels": half}


def numeric(tape: Tape, *, scored: bool) -> Raw:
    shape = {"unit": "hours", "range": (0, 40)}
    if not scored:
        return shape
    values = tape.pick((0, 1), (1, 0), (0, 1, Fraction(1, 4)), (Fraction(1, 2), 0, 1))
    points = tuple({"at": 10 * k, "value": v} for k, v in enumerate(values, start=1))
    return {**shape, "breakpoints": points, "shape": tape.pick("line", "step")}


def multi(tape: Tape, outcomes: tuple[str, ...], *, ensure: bool) -> Raw:
    chosen = options(tape, outcomes, ensure=ensure)
    sizes = ((1, None), (1, 1), (1, 2), (2, None), (2, 2))
    fewest, most = tape.pick(*(sizes[:3] if ensure else sizes))
    shape: Raw = {"options": chosen, "mode": tape.pick("sum", "mean", "max")}
    shape |= {"min_selected": fewest, "none_of_these": ensure or tape.pick(True, False)}
    return shape if most is None else {**shape, "max_selected": most}


def item(
    tape: Tape,
    name: str,
    outcomes: tuple[str, ...],
    *,
    dimension: str | None,
    base: bool = False,
    types: tuple[str, ...] = TYPES,
) -> Raw:
    """One item; a base item is always asked, always applies and speaks for every outcome."""
    kind = tape.pick(*(("single", "multi") if base and len(outcomes) > 2 else types))
    made: Raw = {"id": name, "type": kind, "ask": f"{name}?", "allow_na": False}
    if not base:
        made["allow_na"] = tape.pick(False, True)
    if dimension is not None:
        made |= {"dimension": dimension, "weight": tape.pick(*WEIGHTS)}
    match kind:
        case "likert":
            labels = LABELS[tape.pick(4, 5)]
            made |= {"labels": labels, "reverse": tape.pick(False, True)}
        case "bars":
            made |= bars(tape)
        case "single":
            made["options"] = options(tape, outcomes, ensure=base)
        case "multi":
            made |= multi(tape, outcomes, ensure=base)
        case "numeric":
            made |= numeric(tape, scored=dimension is not None)
        case _:
            made |= {"also_scores": True} if dimension is not None else {}
    if dimension is not None and kind in MEASURES and outcomes != (oracle.STANDARD,):
        toward = tape.pick(*outcomes)
        made["toward"] = toward
        if tape.pick(False, True):
            made["opposite"] = tape.pick(*(o for o in outcomes if o != toward))
    return made


# --- conditions ------------------------------------------------------------------------------


def leaf(tape: Tape, of: Raw) -> Raw:
    """A comparison over one item."""
    match of["type"]:
        case "yes_no":
            return {"item": of["id"], "is": tape.pick("yes", "no")}
        case "single":
            ids = [option["id"] for option in of["options"]]
            if tape.pick(False, True):
                return {"item": of["id"], "is_one_of": tuple(ids[:2])}
            return {"item": of["id"], "is": tape.pick(*ids)}
        case "multi":
            return {"item": of["id"], "includes": tape.pick("o0", "o1")}
        case "numeric":
            return {"item": of["id"], tape.pick("at_least", "at_most"): tape.pick(5, 15)}
        case _:
            cut = tape.pick(2, 3 if of["type"] == "likert" else Fraction(3, 2))
            return {"item": of["id"], tape.pick("at_least", "at_most"): cut}


def composed(tape: Tape, some: Callable[[], Raw]) -> Raw:
    """A comparison alone, denied, or joined with a second one."""
    match tape.pick("alone", "not", "all", "any", "deep"):
        case "alone":
            return some()
        case "not":
            return {"not": some()}
        case "all":
            return {"all": (some(), some())}
        case "any":
            return {"any": (some(), some())}
        case _:
            return {"not": {"any": (some(), {"not": some()})}}


def score_leaf(tape: Tape, rubric: Raw) -> Raw:
    """A comparison over one score."""
    cut = tape.pick(25, 50, 60)
    compared: Raw = {tape.pick("at_least", "at_most"): cut}
    over = tape.pick(None, *rubric["dimensions"])
    if rubric["model"] == "contrast":
        compared["outcome"] = tape.pick(*rubric["outcomes"])
        return compared if over is None else {**compared, "dimension": over}
    return {**compared, "dimension": over or next(iter(rubric["dimensions"]))}


def gate(tape: Tape, name: str, rubric: Raw, over: str) -> Raw:
    """A gate over item answers, over one score, or over a mixture of both."""
    readable = [i for i in rubric["items"] if not i["allow_na"]]

    def by_item() -> Raw:
        return leaf(tape, tape.pick(*readable))

    def by_any() -> Raw:
        if tape.pick(True, False):
            return by_item()
        return score_leaf(tape, rubric)

    conditions: dict[str, Callable[[], Raw]] = {
        "items": lambda: composed(tape, by_item),
        "score": lambda: tape.pick(score_leaf(tape, rubric), {"not": score_leaf(tape, rubric)}),
        "mixed": lambda: composed(tape, by_any),
    }
    when = conditions[over]()
    made = {"id": name, "name": f"{name} holds", "when": when, "reason": "It matters."}
    if rubric["model"] == "readiness":
        made["on_fail"] = tape.pick("flag", "exclude", "cap_band")
        return (
            made if made["on_fail"] != "cap_band" else {**made, "cap": tape.pick("low", "middle")}
        )
    if rubric["model"] == "profile":
        return {**made, "on_fail": "flag"}
    made["on_fail"] = tape.pick("flag", "exclude", "exclude")
    concerned = tape.pick((), *((o,) for o in rubric["outcomes"]))
    return {**made, "applies_to": concerned} if concerned else made


# --- rubrics ---------------------------------------------------------------------------------


def with_needs(tape: Tape, names: Sequence[str]) -> tuple[Raw, ...]:
    """The bands, some of them with least scores; a staircase has these alone, and no cut scores."""
    bands = [dict(band) for band in BANDS]
    if tape.chance(of=4):
        least = (None, tape.pick(25, Fraction(100, 3)), tape.pick(50, 75))
        plain = [{k: v for k, v in band.items() if k not in ("from", "to")} for band in bands]
        return (
            plain[0],
            *({**b, "needs_each": n} for b, n in zip(plain[1:], least[1:], strict=True)),
        )
    for band in bands[1:]:
        least = tape.pick(25, 50, Fraction(100, 3), 75)
        match tape.pick("none", "one", "each", "both"):
            case "one":
                band["needs"] = {tape.pick(*names): least}
            case "each":
                band["needs_each"] = least
            case "both":
                band |= {"needs": {tape.pick(*names): least}, "needs_each": 20}
    return tuple(bands)


def levels(one: Fraction, other: Fraction) -> tuple[Raw, ...]:
    """The levels of a scale between some cut scores."""
    ends = sorted({Fraction(0), one, other, Fraction(100)})
    return tuple(
        {"id": f"l{k}", "from": low, "to": high, "name": f"level {k}", "summary": "There."}
        for k, (low, high) in enumerate(pairwise(ends))
    )


def skeleton(tape: Tape, model: str, poles: int | None) -> Raw:
    """A rubric without items."""
    names = [f"d{k}" for k in range(1, tape.pick(1, 2, 3) + 1)]
    dimensions: dict[str, Raw] = {name: {"name": name, "about": name} for name in names}
    if model == "profile":
        for d in dimensions.values():
            d["levels"] = levels(tape.pick(*CUTS), tape.pick(*CUTS))
        return {**HEAD, "model": model, "dimensions": dimensions}
    if tape.chance(of=4):
        for rank, name in enumerate(tape.shuffled(names), start=1):
            dimensions[name]["rank"] = rank
    else:
        for d in dimensions.values():
            d["weight"] = tape.pick(*WEIGHTS)
    settings_ = {"max_lost_weight": tape.pick(Fraction(2, 5), 1, Fraction(3, 5))}
    settings_["indifference_threshold"] = tape.pick(5, 0, 10)
    rubric: Raw = {**HEAD, "model": model, "dimensions": dimensions, "settings": settings_}
    if model == "readiness":
        for d in dimensions.values():
            d["target"] = tape.pick(50, 80, 100, 20)
        return {**rubric, "standard": {"name": "a pro", "summary": "Pro."}, "bands": BANDS}
    outcomes = OUTCOMES[: poles or tape.pick(2, 2, 3)]
    return {**rubric, "outcomes": {o: {"name": f"an {o}", "summary": f"{o}."} for o in outcomes}}


def leaf_of_any(tape: Tape, known: Sequence[Raw]) -> Raw:
    """A comparison over one of some items."""
    return leaf(tape, tape.pick(*known))


def rubric_of(
    tape: Tape,
    *,
    models: tuple[str, ...] = ("contrast", "readiness"),
    gates: tuple[str, ...] = ("items", "score", "mixed"),
    branches: bool = True,
    types: tuple[str, ...] = TYPES,
    poles: int | None = None,
    needs: bool = False,
    apart: bool = False,
) -> Raw:
    """A valid rubric of 2 to 7 items, as a raw mapping.

    With `needs` some bands have least scores; with `apart` items speak for some outcomes only.
    """
    rubric = skeleton(tape, tape.pick(*models), tape.pick(2, 3, 4) if apart else poles)
    if needs and rubric["model"] == "readiness":
        rubric["bands"] = with_needs(tape, tuple(rubric["dimensions"]))
    outcomes = oracle.outcomes_of(rubric)
    names = list(rubric["dimensions"])
    count = max(2, len(names)) + tape.pick(*range(8 - max(2, len(names))))
    items: list[Raw] = []
    steering: list[Raw] = []
    for k in range(count):
        base = k < len(names)
        dimension = names[k] if base else tape.pick(*names, None)
        made = item(tape, f"q{k + 1}", outcomes, dimension=dimension, base=base, types=types)
        if apart and dimension is not None:
            made = speaking_for(tape, made, outcomes, k)
        if branches and not base and steering and tape.pick(False, True):
            earlier = tuple(steering)
            made["ask_when"] = composed(tape, functools.partial(leaf_of_any, tape, earlier))
        items.append(made)
        if made["type"] != "numeric" or dimension is None:
            steering.append(made)
    rubric["items"] = tuple(all_spoken_for(items, outcomes) if apart else items)
    wanted = tape.pick(0, 1, 2) if gates else 0
    rubric["gates"] = tuple(gate(tape, f"g{k}", rubric, tape.pick(*gates)) for k in range(wanted))
    return rubric


# --- responses -------------------------------------------------------------------------------


def an_answer(tape: Tape, of: Raw) -> Any:
    """One answer to an item."""
    if of["type"] == "numeric":
        return tape.pick(*range(41))
    return tape.pick(*oracle.every_answer(of))


def with_remark(tape: Tape, given: Any, state: str) -> Any:
    """The same response, sometimes written with a remark or a note."""
    if not tape.chance(of=6):
        return given
    key = "answer" if state == "answered" else state
    return {key: given if state == "answered" else "for a reason", "note": "heard it myself"}


def response(tape: Tape, of: Raw, *, may_be_open: bool) -> Any:
    """One item's response in any of its states."""
    states = ["answered"] * 5
    if of["allow_na"]:
        states.append("not_applicable")
    if may_be_open:
        states += ["dont_know", "skipped"]
    state = tape.pick(*states)
    given = an_answer(tape, of) if state == "answered" else state
    return with_remark(tape, given, state)


def partial(tape: Tape, rubric: Raw, *, most: int = FEW, amounts_open: bool = False) -> Raw:
    """Responses in all states, with at most `most` completions.

    With `amounts_open` a numeric item may be open too; it then counts as ten completions.
    """
    answers: Raw = {}
    left = most
    for of in tape.shuffled(rubric["items"]):
        amount = of["type"] == "numeric"
        size = (10 if amount else len(oracle.every_answer(of))) + of["allow_na"]
        may_be_open = size <= left and (amounts_open or not amount)
        given = response(tape, of, may_be_open=may_be_open)
        if oracle.is_open(given):
            left //= size
        if given == "skipped" and tape.pick(False, True):
            continue  # an item that is not in the file at all
        answers[of["id"]] = given
    return answers


def complete(tape: Tape, rubric: Raw) -> Raw:
    """Responses without an open item: every item answered, or N/A where it is allowed."""
    return {of["id"]: response(tape, of, may_be_open=False) for of in rubric["items"]}


@dataclass(frozen=True, eq=False)
class Case:
    """A rubric with responses to it, the same object each time that it is drawn."""

    rubric: Raw
    answers: Raw
    content: bytes = field(repr=False)

    def __iter__(self) -> Iterator[Any]:
        """Rubric, responses, and a fresh tape for further choices."""
        return iter((self.rubric, self.answers, Tape(self.content[::-1])))


def cases(
    *, filled: bool = False, most: int = FEW, amounts_open: bool = False, **kinds: Any
) -> st.SearchStrategy[Case]:
    """Random rubrics of 2 to 7 items, each with partial (or complete) responses."""

    @lru_cache(maxsize=2 * THOROUGH)
    def make(content: bytes) -> Case:
        tape = Tape(content)
        rubric = rubric_of(tape, **kinds)
        if filled:
            return Case(rubric, complete(tape, rubric), content)
        answers = partial(tape, rubric, most=most, amounts_open=amounts_open)
        return Case(rubric, answers, content)

    @st.composite
    def drawn(draw: Callable[[st.SearchStrategy[bytes]], bytes]) -> Case:
        return make(draw(TAPES))

    return drawn()


# --- the same rubric, told otherwise ---------------------------------------------------------


def leaves_of(condition: Raw | None) -> Iterator[Raw]:
    """Every comparison in a condition."""
    if condition is None:
        return
    parts = (*condition.get("all", ()), *condition.get("any", ()))
    if "not" in condition:
        parts = (condition["not"],)
    for part in parts:
        yield from leaves_of(part)
    if not parts:
        yield condition


def reads(condition: Raw | None) -> set[str]:
    """The items that a condition reads."""
    return {found["item"] for found in leaves_of(condition) if "item" in found}


def scores_in(condition: Raw) -> Iterator[Raw]:
    """The comparisons over scores in a condition."""
    return (found for found in leaves_of(condition) if "item" not in found)


def reordered(tape: Tape, rubric: Raw) -> list[Raw]:
    """The same items in another order that still asks before it branches."""
    left = tape.shuffled(rubric["items"])
    placed: list[Raw] = []
    while left:
        known = {i["id"] for i in placed}
        placed.append(next(i for i in left if reads(i.get("ask_when")) <= known))
        left.remove(placed[-1])
    return placed
