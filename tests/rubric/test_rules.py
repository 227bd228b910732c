"""The rules that reach across a rubric's fields: each broken rule is named, with its place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from make import OUTCOMES, contrast, likert, profile, readiness, single
from pydantic import ValidationError

from rolefit.errors import Invalid, Problem
from rolefit.rubric.model import Rubric

VALUES = (
    {"id": "pa", "text": "Yes.", "value": 1},
    {"id": "pb", "text": "No.", "value": 0},
)
C = {"name": "a c", "summary": "C."}
NO_POLE = {"toward": None}


def yes_no(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "yes_no", "ask": f"{name}?", "allow_na": False, **more}


def multi(name: str, **more: Any) -> dict[str, Any]:
    return {**single(name), "type": "multi", **more}


def numeric(name: str, **more: Any) -> dict[str, Any]:
    item = {"id": name, "type": "numeric", "ask": f"{name}?", "unit": "hours", "range": (0, 9)}
    return {**item, "allow_na": False, **more}


POINTS = ({"at": 0, "value": 0}, {"at": 9, "value": 1})


def gate(when: Any, **more: Any) -> dict[str, Any]:
    held = {"id": "g", "name": "g", "when": when, "on_fail": "exclude", "reason": "r"}
    return {**held, **more}


def pair(when: Any, *items: str) -> dict[str, Any]:
    return {"items": items, "when": when, "say": "Odd."}


def problems(build: Callable[..., Rubric], *items: Any, **more: Any) -> list[Problem]:
    with pytest.raises(ValidationError) as caught:
        build(*items, **more)
    (error,) = caught.value.errors()
    broken = error["ctx"]["error"]
    assert isinstance(broken, Invalid)
    assert all(p.message and p.message in str(broken) for p in broken.problems)
    return list(broken.problems)


def dimension(**more: Any) -> dict[str, Any]:
    return {"d": {"name": "d", "about": "d", "weight": 1, **more}}


def bands(*cuts: Any, ids: str = "abcdef") -> tuple[dict[str, Any], ...]:
    return tuple(
        {"id": ids[k], "from": low, "to": high, "name": "n", "summary": "s"}
        for k, (low, high) in enumerate(cuts)
    )


UNCUT = tuple({"id": name, "name": "n", "summary": "s"} for name in "ab")
"""Levels without cut scores."""
ITEM_P = {"item": "p", "is": "pa"}
SCORED = likert("q", **NO_POLE)

WRONG: list[tuple[str, Callable[..., Rubric], tuple[Any, ...], dict[str, Any], Any]] = [
    # --- the two models
    (
        "a contrast rubric tells at least two outcomes apart",
        contrast,
        (
            single(
                "p",
                options=({"id": "x", "text": "x.", "favors": {"a": 1}}, {"id": "y", "text": "y."}),
            ),
        ),
        {"outcomes": {"a": OUTCOMES["a"]}},
        [("outcomes",)],
    ),
    (
        "a contrast rubric has no bands",
        contrast,
        (single("p"),),
        {"bands": bands((0, 50), (50, 100))},
        [("bands",)],
    ),
    (
        "a contrast rubric has no standard",
        contrast,
        (single("p"),),
        {"standard": {"name": "n", "summary": "s"}},
        [("standard",)],
    ),
    (
        "a readiness rubric has one standard and no outcomes",
        readiness,
        (SCORED,),
        {"outcomes": {"standard-bearer": C}},
        [("outcomes",)],
    ),
    ("a readiness rubric needs a standard", readiness, (SCORED,), {"standard": None}, [()]),
    (
        "a readiness rubric needs at least two bands",
        readiness,
        (SCORED,),
        {"bands": bands((0, 100))},
        [("bands",)],
    ),
    (
        "a readiness rubric needs at least two bands",
        readiness,
        (SCORED,),
        {"bands": ()},
        [("bands",)],
    ),
    # --- outcomes
    (
        "no item can favour outcome `c`",
        contrast,
        (single("p"),),
        {"outcomes": {**OUTCOMES, "c": C}},
        [("outcomes", "c")],
    ),
    (
        "no item can favour outcome `c`",
        contrast,
        (
            single("p"),
            single(
                "q",
                None,
                options=({"id": "x", "text": "x.", "favors": {"c": 1}}, {"id": "y", "text": "y."}),
            ),
        ),
        {"outcomes": {**OUTCOMES, "c": C}},
        [("outcomes", "c")],
    ),
    (
        "no item can favour outcome `c`",
        contrast,
        # Whatever is chosen, the best of it is worth 1 for c: that tells nothing apart.
        (
            single("p"),
            multi(
                "m",
                mode="max",
                none_of_these=False,
                options=(
                    {"id": "x", "text": "X.", "favors": {"c": 1}},
                    {"id": "y", "text": "Y.", "favors": {"a": 1, "c": 1}},
                ),
            ),
        ),
        {"outcomes": {**OUTCOMES, "c": C}},
        [("outcomes", "c")],
    ),
    (
        "`standard` names what readiness measures against",
        contrast,
        (
            single(
                "p",
                options=(
                    {"id": "x", "text": "x.", "favors": {"a": 1, "standard": 1}},
                    {"id": "y", "text": "y."},
                ),
            ),
        ),
        {"outcomes": {"a": OUTCOMES["a"], "standard": C}},
        [("outcomes", "standard")],
    ),
    # --- weights and targets
    (
        "dimension `d` has neither weight nor rank",
        contrast,
        (single("p"),),
        {"dimensions": dimension(weight=None)},
        [("dimensions", "d")],
    ),
    (
        "weights and ranks cannot be mixed",
        contrast,
        (single("p"),),
        {"dimensions": dimension(rank=1)},
        [("dimensions", "d", "weight")],
    ),
    (
        "ranks must be 1, 2, 3 and so on, each once",
        contrast,
        (single("p"),),
        {"dimensions": dimension(weight=None, rank=2)},
        [("dimensions",)],
    ),
    (
        "a contrast rubric has no target",
        contrast,
        (single("p"),),
        {"dimensions": dimension(target=50)},
        [("dimensions", "d", "target")],
    ),
    (
        "a contrast rubric has no steps",
        contrast,
        (single("p"),),
        {"dimensions": dimension(steps=({"do": "x", "evidence": "y", "effort": "z"},))},
        [("dimensions", "d", "steps")],
    ),
    (
        "dimension `d` needs a target",
        readiness,
        (SCORED,),
        {"dimensions": dimension()},
        [("dimensions", "d")],
    ),
    (
        "nothing is asked for: every target is 0",
        readiness,
        (SCORED,),
        {"dimensions": dimension(target=0)},
        [("dimensions", "d", "target")],
    ),
    # --- items
    (
        "item `p` is listed 2 times",
        contrast,
        (single("p"), single("p")),
        {},
        [("items", 0, "id"), ("items", 1, "id")],
    ),
    (
        "unknown dimension `e`",
        contrast,
        (single("p"), single("q", "e")),
        {"dimensions": dimension()},
        [("items", 1, "dimension")],
    ),
    (
        "unknown scale `s`",
        contrast,
        (single("p"), likert("q", labels=(), scale="s")),
        {},
        [("items", 1, "scale")],
    ),
    (
        "two labels of the scale are the same",
        contrast,
        (single("p"), likert("q", labels=("a", "b", "c", "a"))),
        {},
        [("items", 1, "labels")],
    ),
    # --- dimensions
    (
        "no item scores in dimension `d`",
        contrast,
        (single("p", "e"), single("q", None)),
        {"dimensions": {**dimension(), "e": dimension()["d"]}},
        [("dimensions", "d")],
    ),
    (
        "dimension `d` has no item that is always asked and always applies",
        contrast,
        (single("p", allow_na=True),),
        {},
        [("dimensions", "d")],
    ),
    (
        "dimension `d` has no item that is always asked and always applies",
        contrast,
        (single("o", None), single("p", ask_when={"item": "o", "is": "pa"})),
        {},
        [("dimensions", "d")],
    ),
    # --- branches
    (
        "`q` is asked later",
        contrast,
        (single("p"), single("o", ask_when={"item": "q", "is": "pa"}), single("q")),
        {},
        [("items", 1, "ask_when")],
    ),
    (
        "`p` is asked later",
        contrast,
        (single("q"), single("p", ask_when=ITEM_P)),
        {},
        [("items", 1, "ask_when")],
    ),
    (
        "unknown item `o`",
        contrast,
        (single("p"), single("q", ask_when={"item": "o", "is": "pa"})),
        {},
        [("items", 1, "ask_when")],
    ),
    (
        "a branch cannot depend on a score",
        contrast,
        (single("p"), single("q", ask_when={"outcome": "a", "at_least": 1})),
        {},
        [("items", 1, "ask_when")],
    ),
    (
        "`n` is an amount that scores; it cannot steer a branch",
        contrast,
        (
            single("p"),
            numeric("n", dimension="d", toward="a", breakpoints=POINTS),
            single("q", ask_when={"item": "n", "at_least": 1}),
        ),
        {},
        [("items", 2, "ask_when")],
    ),
    # --- gates
    (
        "gate `g` is listed twice",
        contrast,
        (single("p"),),
        {"gates": (gate(ITEM_P), gate(ITEM_P))},
        [("gates", 0, "id"), ("gates", 1, "id")],
    ),
    (
        "unknown outcome `c`",
        contrast,
        (single("p"),),
        {"gates": (gate(ITEM_P, applies_to=("a", "c")),)},
        [("gates", 0, "applies_to")],
    ),
    (
        "only a gate with on_fail: cap_band has a cap",
        readiness,
        (SCORED,),
        {"gates": (gate({"item": "q", "at_most": 2}, cap="low"),)},
        [("gates", 0, "cap")],
    ),
    (
        "a contrast rubric has no bands to cap",
        contrast,
        (single("p"),),
        {"gates": (gate(ITEM_P, on_fail="cap_band", cap="low"),)},
        [("gates", 0, "on_fail")],
    ),
    (
        "a gate that caps the band must name it",
        readiness,
        (SCORED,),
        {"gates": (gate({"item": "q", "at_most": 2}, on_fail="cap_band"),)},
        [("gates", 0)],
    ),
    (
        "unknown band `lo`",
        readiness,
        (SCORED,),
        {"gates": (gate({"item": "q", "at_most": 2}, on_fail="cap_band", cap="lo"),)},
        [("gates", 0, "cap")],
    ),
    (
        "the gate reads `q`, which may be answered not_applicable",
        contrast,
        (single("p"), single("q", allow_na=True)),
        {"gates": (gate({"item": "q", "is": "pa"}),)},
        [("gates", 0, "when")],
    ),
    # --- bands
    (
        "bands `a` and `b` overlap",
        readiness,
        (SCORED,),
        {"bands": bands((0, 60), (50, 100))},
        [("bands", 1, "from")],
    ),
    (
        "no band covers the fit between `a` and `b`",
        readiness,
        (SCORED,),
        {"bands": bands((0, 40), (50, 100))},
        [("bands", 1, "from")],
    ),
    (
        "band `a` is listed twice",
        readiness,
        (SCORED,),
        {"bands": bands((0, 40), (40, 100), ids="aa")},
        [("bands",)],
    ),
    (
        "band `b` is empty: from must be below to",
        readiness,
        (SCORED,),
        {"bands": bands((0, 40), (40, 40), (40, 100))},
        [("bands", 1, "to")],
    ),
    (
        "the first band must begin at 0",
        readiness,
        (SCORED,),
        {"bands": bands((1, 40), (40, 100))},
        [("bands", 0, "from")],
    ),
    (
        "the last band must end at 100",
        readiness,
        (SCORED,),
        {"bands": bands((0, 40), (40, 99))},
        [("bands", 1, "to")],
    ),
    (
        "`from` is missing: other bands have cut scores",
        readiness,
        (SCORED,),
        {"bands": ({**UNCUT[0], "from": 0, "to": 40}, {**UNCUT[1], "to": 100})},
        [("bands", 1)],
    ),
    (
        "`to` is missing: other bands have cut scores",
        readiness,
        (SCORED,),
        {"bands": ({**UNCUT[0], "from": 0}, {**UNCUT[1], "from": 40, "to": 100})},
        [("bands", 0)],
    ),
    (
        "band `b` asks for nothing",
        readiness,
        (SCORED,),
        {"bands": UNCUT},
        [("bands", 1)],
    ),
    # --- consistency pairs
    (
        "unknown item `r`",
        contrast,
        (single("p"), single("q")),
        {"consistency_pairs": (pair({"all": (ITEM_P, {"item": "q", "is": "pb"})}, "p", "r"),)},
        [("consistency_pairs", 0, "items", 1), ("consistency_pairs", 0, "when")],
    ),
    (
        "the condition must compare p and q, both",
        contrast,
        (single("p"), single("q")),
        {"consistency_pairs": (pair(ITEM_P, "p", "q"),)},
        [("consistency_pairs", 0, "when")],
    ),
    # --- comparisons
    (
        "a comparison that compares nothing",
        contrast,
        (single("p"),),
        {"gates": (gate({"item": "p"}),)},
        [("gates", 0, "when")],
    ),
    (
        "unknown dimension `e`",
        contrast,
        (single("p"),),
        {"gates": (gate({"dimension": "e", "outcome": "a", "at_least": 1}),)},
        [("gates", 0, "when")],
    ),
    (
        "unknown outcome `c`",
        contrast,
        (single("p"),),
        {"gates": (gate({"outcome": "c", "at_least": 1}),)},
        [("gates", 0, "when")],
    ),
    (
        "a contrast rubric scores a dimension for each outcome",
        contrast,
        (single("p"),),
        {"gates": (gate({"dimension": "d", "at_least": 1}),)},
        [("gates", 0, "when")],
    ),
    (
        "`p` has options, not numbers",
        contrast,
        (single("p"),),
        {"gates": (gate({"item": "p", "at_least": 1}),)},
        [("gates", 0, "when")],
    ),
    (
        "`y` has options, not numbers",
        contrast,
        (single("p"), yes_no("y")),
        {"gates": (gate({"item": "y", "at_most": 1}),)},
        [("gates", 0, "when")],
    ),
    (
        "`q` is a scale",
        contrast,
        (single("p"), likert("q")),
        {"gates": (gate({"item": "q", "is": "much"}),)},
        [("gates", 0, "when")],
    ),
    (
        "`q` is a scale",
        contrast,
        (single("p"), likert("q")),
        {"gates": (gate({"item": "q", "includes": "much"}),)},
        [("gates", 0, "when")],
    ),
    (
        "`n` is a scale",
        contrast,
        (single("p"), numeric("n")),
        {"gates": (gate({"item": "n", "is_one_of": ("3",)}),)},
        [("gates", 0, "when")],
    ),
    (
        "`p` is a single item",
        contrast,
        (single("p"),),
        {"gates": (gate({"item": "p", "includes": "pa"}),)},
        [("gates", 0, "when")],
    ),
    (
        "`m` is a multi item",
        contrast,
        (single("p"), multi("m")),
        {"gates": (gate({"item": "m", "is": "pa"}),)},
        [("gates", 0, "when")],
    ),
    (
        "unknown option `px`",
        contrast,
        (single("p"),),
        {"gates": (gate({"item": "p", "is": "px"}),)},
        [("gates", 0, "when")],
    ),
    (
        "unknown option `px`",
        contrast,
        (single("p"),),
        {"gates": (gate({"item": "p", "is_one_of": ("pa", "px")}),)},
        [("gates", 0, "when")],
    ),
    (
        "unknown option `px`",
        contrast,
        (single("p"), multi("m")),
        {"gates": (gate({"item": "m", "includes": "px"}),)},
        [("gates", 0, "when")],
    ),
    (
        "unknown option `true`",
        contrast,
        (single("p"), yes_no("y")),
        {"gates": (gate({"item": "y", "is": "true"}),)},
        [("gates", 0, "when")],
    ),
]


@pytest.mark.parametrize(
    ("message", "build", "items", "more", "paths"),
    WRONG,
    ids=[f"{k}-{row[0]}" for k, row in enumerate(WRONG)],
)
def test_a_broken_rule_is_named_at_its_place(
    message: str, build: Any, items: Any, more: Any, paths: Any
) -> None:
    found = problems(build, *items, **more)
    assert [p.path for p in found] == paths
    assert message in [p.message for p in found]


SOUND: list[tuple[str, Callable[..., Rubric], tuple[Any, ...], dict[str, Any]]] = [
    ("the smallest contrast rubric", contrast, (single("p"),), {}),
    ("the smallest readiness rubric", readiness, (SCORED,), {}),
    ("one single item over values", readiness, ({**single("p"), "options": VALUES},), {}),
    (
        "ranks that are each used once",
        contrast,
        (single("p"), single("q", "e")),
        {
            "dimensions": {
                "d": {"name": "d", "about": "d", "rank": 2},
                "e": {"name": "e", "about": "e", "rank": 1},
            }
        },
    ),
    (
        "a branch on an amount that does not score",
        contrast,
        (single("p"), numeric("n"), single("q", ask_when={"item": "n", "at_least": 1})),
        {},
    ),
    (
        "every kind of comparison over its own kind of item",
        contrast,
        (single("p"), multi("m"), yes_no("y"), numeric("n"), likert("q")),
        {
            "gates": tuple(
                gate(when, id=f"g{k}")
                for k, when in enumerate(
                    (
                        ITEM_P,
                        {"item": "p", "is_one_of": ("pa", "pb")},
                        {"item": "m", "includes": "pa"},
                        {"item": "m", "includes": "none_of_these"},
                        {"item": "y", "is": "yes"},
                        {"item": "n", "at_least": Decimal("0.5"), "at_most": 3},
                        {"item": "q", "at_most": 2},
                        {"outcome": "a", "at_most": 2},
                        {"dimension": "d", "outcome": "a", "at_most": 2},
                    )
                )
            )
        },
    ),
    (
        "a gate over the score of a dimension, and one that caps",
        readiness,
        (SCORED,),
        {
            "gates": (
                gate({"dimension": "d", "at_most": 2}),
                gate({"item": "q", "at_most": 2}, id="h", on_fail="cap_band", cap="low"),
            )
        },
    ),
    (
        "levels by least scores alone, of single dimensions or of each",
        readiness,
        (SCORED, likert("r", "e", **NO_POLE)),
        {
            "bands": (
                UNCUT[0],
                {**UNCUT[1], "needs": {"d": 50}},
                {**UNCUT[1], "id": "c", "needs_each": 75},
            )
        },
    ),
    (
        "a target of 0 beside one above it",
        readiness,
        (SCORED, likert("r", "e", **NO_POLE)),
        {
            "dimensions": {
                "d": {"name": "d", "about": "d", "weight": 1, "target": 0},
                "e": {"name": "e", "about": "e", "weight": 1, "target": 70},
            }
        },
    ),
    (
        "a pair of items that can contradict each other",
        contrast,
        (single("p"), single("q")),
        {"consistency_pairs": (pair({"all": (ITEM_P, {"item": "q", "is": "pb"})}, "p", "q"),)},
    ),
]


@pytest.mark.parametrize(("what", "build", "items", "more"), SOUND, ids=[row[0] for row in SOUND])
def test_a_sound_rubric_is_accepted(what: str, build: Any, items: Any, more: Any) -> None:
    assert isinstance(build(*items, **more), Rubric)


def test_all_broken_rules_are_listed_at_once() -> None:
    found = problems(
        contrast,
        single("p"),
        single("p"),
        dimensions=dimension(weight=None, target=3),
        gates=(gate({"item": "x", "is": "y"}),),
    )
    assert len(found) == 5
    assert len({p.message for p in found}) == 4


def test_an_unknown_name_comes_with_the_nearest_known_one() -> None:
    (problem,) = problems(
        contrast, single("backlog"), gates=(gate({"item": "baklog", "is": "pa"}),)
    )
    assert (problem.code, problem.advice) == ("unknown-name", "did you mean `backlog`?")


def test_where_nothing_is_known_nothing_is_offered() -> None:
    found = problems(contrast, single("p"), likert("q", labels=(), scale="s"))
    assert [p.advice for p in found] == [""]


# --- profiles --------------------------------------------------------------------------------


LOW, HIGH = {"id": "low", "from": 0, "to": 40}, {"id": "high", "from": 40, "to": 100}


def levels(*given: dict[str, Any]) -> dict[str, Any]:
    """A dimension of a profile with these levels."""
    named = tuple({"name": one["id"], "summary": "S.", **one} for one in given)
    return {"d": {"name": "d", "about": "d", "weight": 1, "levels": named}}


@pytest.mark.parametrize(
    ("more", "path", "message"),
    [
        ({"dimensions": levels(LOW)}, ("dimensions", "d"), "needs at least two levels"),
        (
            {"dimensions": levels(LOW, {**HIGH, "id": "low"})},
            ("dimensions", "d", "levels"),
            "a level of `d` is listed twice",
        ),
        (
            {"dimensions": levels({**LOW, "from": 1}, HIGH)},
            ("dimensions", "d", "levels"),
            "must go from 0 to 100",
        ),
        (
            {"dimensions": levels(LOW, {**HIGH, "to": 99})},
            ("dimensions", "d", "levels"),
            "must go from 0 to 100",
        ),
        (
            {"dimensions": levels(LOW, {**HIGH, "from": 41})},
            ("dimensions", "d", "levels", 1, "from"),
            "a level begins where the one before it ends",
        ),
        (
            {"dimensions": levels(LOW, {"id": "mid", "from": 40, "to": 40}, HIGH)},
            ("dimensions", "d", "levels", 1, "to"),
            "level `mid` is empty: from must be below to",
        ),
        ({"outcomes": OUTCOMES}, ("outcomes",), "a profile rubric has no outcomes"),
        (
            {"standard": {"name": "s", "summary": "S."}},
            ("standard",),
            "a profile rubric has no standard",
        ),
        (
            {"gates": (gate({"item": "one", "at_least": 2}),)},
            ("gates", 0, "on_fail"),
            "a profile rubric recommends nothing that a gate could exclude",
        ),
    ],
)
def test_a_profile_describes_from_0_to_100_and_decides_nothing(
    more: dict[str, Any], path: tuple[Any, ...], message: str
) -> None:
    sound = {"dimensions": levels(LOW, HIGH)}
    item = likert("one", toward=None)
    assert profile(item, **sound).bands == ()
    found = problems(profile, item, **{**sound, **more})
    assert [p.path for p in found if message in p.message] == [path], found


def test_only_a_profile_has_levels() -> None:
    found = problems(contrast, likert("one"), dimensions=levels(LOW, HIGH))
    assert [(p.path, p.hint) for p in found] == [(("dimensions", "d", "levels"), "model: profile?")]
