"""Small mistakes that an author could make."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import oracle
from drawn import ANY, answered, mutated
from hypothesis import given
from make import contrast, likert, readiness, single
from strategies import Case, Raw, ci, scores_in

from rolefit.audit.simulation.mutations import Mutation, mutations
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import quick_verdict


def whats(rubric: Rubric) -> list[str]:
    return [mutation.what for mutation in mutations(rubric)]


def plainly(rubric: Raw) -> Raw:
    """A raw rubric with swing points instead of ranks."""
    weights = oracle.weights_of(rubric)
    return {
        **rubric,
        "dimensions": {
            name: {**{k: v for k, v in d.items() if k != "rank"}, "weight": weights[name]}
            for name, d in rubric["dimensions"].items()
        },
    }


def with_item(rubric: Raw, k: int, item: Raw | None) -> Raw:
    items = list(rubric["items"])
    items[k] = item or {key: v for key, v in items[k].items() if key not in SCORING}
    return {**rubric, "items": tuple(items)}


SCORING = ("dimension", "also_scores")


def turned(rubric: Raw, item: Raw) -> Raw | None:
    """An item the other way round, as a file would have it; None where no file could."""
    ids = oracle.outcomes_of(rubric)
    if ids != (oracle.STANDARD,):
        if "options" in item:
            partner = dict(zip(ids, ids[::-1], strict=True))
            swap = [{partner[o]: e for o, e in x["favors"].items()} for x in item["options"]]
            pairs = zip(item["options"], swap, strict=True)
            return {**item, "options": tuple({**x, "favors": f} for x, f in pairs)}
        low = item.get("opposite") or next(o for o in ids if o != item["toward"])
        return {**item, "toward": low, "opposite": item["toward"]}
    match item["type"]:
        case "likert":
            return {**item, "reverse": not item.get("reverse")}
        case "single":
            options = ({**o, "value": 1 - o["value"]} for o in item["options"])
            return {**item, "options": tuple(options)}
        case "numeric":
            points = ({**p, "value": 1 - Fraction(p["value"])} for p in item["breakpoints"])
            return {**item, "breakpoints": tuple(points)}
        case _:
            return None


def expected(rubric: Raw, mutation: Mutation) -> Raw | None:
    """The raw rubric with the mistake that a mutation names, made by hand; None for others."""
    made = plainly(rubric)
    match mutation.path, mutation.what:
        case ("items", int(k)), what if what.endswith("counts the other way round"):
            item = turned(rubric, rubric["items"][k])
            return None if item is None else with_item(made, k, item)
        case ("items", int(k)), _:
            return with_item(made, k, None)
        case ("dimensions", str(d), "weight"), _:
            heavy = {**made["dimensions"][d], "weight": 2 * made["dimensions"][d]["weight"]}
            return {**made, "dimensions": {**made["dimensions"], d: heavy}}
        case ("dimensions", str(d), "target"), what:
            aimed = {**made["dimensions"][d], "target": int(what.split(" is ")[1].split()[0])}
            return {**made, "dimensions": {**made["dimensions"], d: aimed}}
        case ("dimensions", str(d)), _:
            rest = {name: x for name, x in made["dimensions"].items() if name != d}
            for k, item in enumerate(made["items"]):
                if item.get("dimension") == d:
                    made = with_item(made, k, None)
            return {**made, "dimensions": rest}
        case ("gates", int(k), "when"), what if what.endswith("fails when it should pass"):
            gates = list(rubric["gates"])
            gates[k] = {**gates[k], "when": {"not": gates[k]["when"]}}
            return {**rubric, "gates": tuple(gates)}
        case _:
            return None


@ci
@given(ANY)
def test_a_mutated_rubric_says_what_one_with_that_mistake_in_its_file_says(case: Case) -> None:
    made = mutated(case)
    mutation = made[case.content[-1] % len(made)]
    raw = expected(case.rubric, mutation)
    if raw is None:
        return
    try:
        wrong = Rubric.model_validate(raw)
    except ValueError:
        return  # a dimension is left in which nothing is sure to apply: no file says that
    before, after = (
        quick_verdict(mutation.rubric, answered(case)),
        quick_verdict(wrong, answered(case)),
    )
    assert after.verdict == before.verdict
    assert [g.state for g in after.gates] == [g.state for g in before.gates]


@ci
@given(ANY)
def test_every_part_that_scores_or_decides_has_its_mistakes(case: Case) -> None:
    rubric = case.rubric
    made = mutated(case)
    apart = [(m.what, m.path) for m in made if m.touches != "gate"]
    assert len(set(apart)) == len(apart)
    for k, item in enumerate(rubric["items"]):
        here = {m.what for m in made if m.path == ("items", k)}
        alone = [i for i in rubric["items"] if i.get("dimension") == item.get("dimension")]
        scored = [i for i in alone if oracle.scores(i)]
        drops = oracle.scores(item) and len(scored) > 1
        assert (f"`{item['id']}` does not score" in here) == drops
        if not oracle.scores(item):
            assert not here
    for k, gate in enumerate(rubric["gates"]):
        here = {m.what for m in made if m.path == ("gates", k, "when")}
        assert {f"gate `{gate['id']}` never fails"} < here
    read = {leaf.get("dimension") for g in rubric["gates"] for leaf in scores_in(g["when"])}
    for name in rubric["dimensions"]:
        left_out = ("dimensions", name) in {m.path for m in made}
        assert left_out == (len(rubric["dimensions"]) > 1 and name not in read)


def test_the_mistakes_of_a_contrast_rubric() -> None:
    gate = {"id": "g", "name": "g", "when": {"item": "p", "at_most": 1}, "on_fail": "flag"}
    rubric = contrast(likert("p"), likert("q"), single("r", "e"), gates=({**gate, "reason": "r"},))
    assert whats(rubric) == [
        "`p` counts the other way round",
        "`p` does not score",
        "`q` counts the other way round",
        "`q` does not score",
        "`r` counts the other way round",
        "dimension `d` is left out",
        "dimension `d` weighs twice as much",
        "dimension `e` is left out",
        "dimension `e` weighs twice as much",
        "gate `g` fails when it should pass",
        "gate `g` never fails",
        "gate `g` reads p at most 2 instead of p at most 1",
        "margins are too close below 0 points instead of 5",
        "margins are too close below 10 points instead of 5",
        "both_from is 55 instead of 60",
        "both_from is 65 instead of 60",
        "neither_below is 35 instead of 40",
        "neither_below is 45 instead of 40",
    ]
    weak = [m.what for m in mutations(rubric) if m.weak]
    assert all(re.search("twice|margins|both_from|neither_below", what) for what in weak)
    assert len(weak) == 8


def test_the_mistakes_of_a_readiness_rubric() -> None:
    plain = {**likert("p"), "toward": None}
    rubric = readiness(plain, {**plain, "id": "q"})
    assert whats(rubric) == [
        "`p` counts the other way round",
        "`p` does not score",
        "`q` counts the other way round",
        "`q` does not score",
        "band `high` begins at 45 instead of 50",
        "band `high` begins at 55 instead of 50",
        "the target of `d` is 60 instead of 80",
        "the target of `d` is 100 instead of 80",
    ]


def test_cuts_and_targets_stay_within_their_neighbours() -> None:
    def band(name: str, low: int, high: int) -> Raw:
        return {"id": name, "from": low, "to": high, "name": name, "summary": "S."}

    bands = (band("low", 0, 5), band("middle", 5, 12), band("high", 12, 100))
    plain: Any = {**likert("p"), "toward": None}
    dimensions = {"d": {"name": "d", "about": "d", "weight": 1, "target": 15}}
    found = whats(readiness(plain, bands=bands, dimensions=dimensions))
    assert found[1:] == [
        "band `middle` begins at 10 instead of 5",
        "band `high` begins at 7 instead of 12",
        "band `high` begins at 17 instead of 12",
        "the target of `d` is 35 instead of 15",
    ]


def test_a_moved_cut_moves_the_end_of_the_band_below() -> None:
    plain: Any = {**likert("p"), "toward": None}
    moved = next(m for m in mutations(readiness(plain)) if m.path == ("bands", 1, "from"))
    assert [(b.from_, b.to) for b in moved.rubric.bands] == [(0, 45), (45, 100)]


def test_an_item_that_is_the_same_the_other_way_round_has_no_such_mistake() -> None:
    options = tuple(
        {"id": f"o{k}", "text": f"Option {k}.", "favors": {"a": k, "b": k}} for k in (0, 1)
    )
    rubric = contrast(likert("p"), {**single("q"), "options": options})
    assert "`q` counts the other way round" not in whats(rubric)
    assert "`q` does not score" in whats(rubric)


def test_no_dimension_is_left_out_that_a_gate_reads() -> None:
    when = {"dimension": "d", "outcome": "a", "at_most": 50}
    gate = {"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"}
    found = whats(contrast(likert("p"), likert("q", "e"), gates=(gate,)))
    assert "dimension `d` is left out" not in found
    assert "dimension `e` is left out" in found


def test_the_rubric_itself_stays_as_it_is() -> None:
    rubric = contrast(likert("p"), likert("q"))
    before = rubric.model_dump_json()
    assert list(mutations(rubric))
    assert rubric.model_dump_json() == before
