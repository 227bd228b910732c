"""What must hold for every rubric and every set of responses: properties over random rubrics.

Brute force over all completions, by the independent arithmetic of `oracle`, is the judge of bounds,
gates and status.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import Any

import oracle
import pytest
import strategies
from hypothesis import given, note
from pydantic import BaseModel
from strategies import MANY, Case, Raw, Tape, ci, few

from rolefit.exact import shares
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.scoring import bounds, gate_states, verdict
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment

# One worker assesses each case once for all properties.
pytestmark = pytest.mark.xdist_group("invariants")
ANY = strategies.cases(needs=True)
BRUTE = strategies.cases(most=MANY, needs=True)


def responses(answers: Raw) -> Responses:
    return Responses.model_validate({"rubric": "tiny", "answers": answers})


def assessed(rubric: Raw, answers: Raw) -> Assessment:
    return assess(Rubric.model_validate(rubric), responses(answers))


def by_key(parts: Sequence[Raw], key: str) -> dict[str, Raw]:
    assert len({part[key] for part in parts}) == len(parts)
    return {part[key]: part for part in parts}


@lru_cache(maxsize=1000)
def rubric_of(case: Case) -> Rubric:
    """The rubric of a case, validated."""
    return Rubric.model_validate(case.rubric)


@lru_cache(maxsize=1000)
def told(case: Case) -> Assessment:
    """What is said of a case as it stands."""
    return answered(case)


def answered(case: Case, **otherwise: Any) -> Assessment:
    """What would be said of a case if some items were answered otherwise."""
    return assess(rubric_of(case), responses({**case.answers, **otherwise}))


@lru_cache(maxsize=1000)
def finals(case: Case) -> list[oracle.Reference]:
    """The model over every completion of a case."""
    return oracle.everything(case.rubric, case.answers)


def parts_of(value: Any) -> Any:
    """An assessment as plain mappings and tuples, its numbers as exact as they are."""
    match value:
        case BaseModel():
            return {name: parts_of(getattr(value, name)) for name in type(value).model_fields}
        case tuple():
            return tuple(parts_of(part) for part in value)
        case _:
            return value


def facts(assessment: Assessment, *, outcomes: Sequence[str] = ()) -> Raw:
    """An assessment without the order of its parts, its rubric's hash, its quality flags
    and the answers that it was made from.

    With `outcomes`, tuples in the order of the outcomes become mappings.
    """
    raw = parts_of(assessment)
    del raw["rubric"]["hash"], raw["quality"], raw["answers"]
    for name in ("outcomes", "dimensions", "gates"):
        raw[name] = by_key(raw[name], "id")
    for name in ("contributions", "missing", "unscored"):
        raw[name] = by_key(raw[name], "item")
    for part in raw["gates"].values():
        part["items"] = set(part["items"])
    raw["verdict"]["tied"] = set(raw["verdict"]["tied"])
    raw["alternatives"] = gist(raw["alternatives"], tied=bool(raw["verdict"]["tied"]))
    for part in (*raw["dimensions"].values(), *raw["contributions"].values()):
        for name in {"scores", "variances", "bounds", "values", "points"} & set(part):
            if outcomes and part[name] is not None:
                part[name] = dict(zip(outcomes, part[name], strict=True))
    return raw


def gist(alternatives: Raw, *, tied: bool) -> Raw:
    """What would change a result, but for choices among equals, which follow the file."""
    keys = ("direction", "steps", "needed", "changeable_only")
    kept: Raw = {
        "flips": [(len(f["changes"]), *(f[key] for key in keys)) for f in alternatives["flips"]],
        "gates": {(g["gate"], g["state"], frozenset(g["to"])) for g in alternatives["gates"]},
        "next": alternatives["next_band"],
    }
    if plan := alternatives["plan"]:
        kept["plan"] = (plan["band"], plan["steps"], len(plan["changes"]), set(plan["gates"]))
    if alternatives["worst"] and not tied:
        kept["worst"] = alternatives["worst"]["lead"]
    found = alternatives["sensitivity"]
    if found and not tied:
        kept["sensitivity"] = {
            **{key: found[key] for key in ("acceptability", "nearest_change", "items", "robust")},
            "rivals": {rival["id"]: rival["ahead"] for rival in found["rivals"]},
            "ends": {i["dimension"]: (i["low"], i["high"]) for i in found["intervals"]},
            "turned_by": set(found["turned_by"]),
        }
    return kept


def answered_parts(*told: Raw) -> list[Raw]:
    """The parts of assessments that quote an answer."""
    names = ("contributions", "unscored")
    return [part for raw in told for name in names for part in raw[name].values()]


def few_flags(*assessments: Assessment) -> bool:
    """Whether no flag about the places of answers on the page holds a verdict back."""
    return all(len(a.quality) < 2 for a in assessments)


# --- order, weights, keys --------------------------------------------------------------------


@ci
@given(ANY)
def test_the_order_of_items_and_options_changes_nothing_but_order(case: Case) -> None:
    rubric, answers, tape = case
    items = tuple(
        {**i, "options": tuple(tape.shuffled(i["options"]))} if "options" in i else i
        for i in strategies.reordered(tape, rubric)
    )
    now, then = told(case), assessed({**rubric, "items": items}, answers)
    assert few_flags(now, then)
    expected, found = facts(now), facts(then)
    for part in answered_parts(expected, found):
        part["answer"] = set(part["answer"].split("; "))
    assert found == expected


@ci
@given(strategies.cases(models=("contrast",)))
def test_the_order_of_outcomes_changes_nothing_but_order(case: Case) -> None:
    rubric, answers, tape = case
    order = tape.shuffled(tuple(rubric["outcomes"]))
    turned = {**rubric, "outcomes": {name: rubric["outcomes"][name] for name in order}}
    now, then = told(case), assessed(turned, answers)
    expected, found = facts(now, outcomes=tuple(rubric["outcomes"])), facts(then, outcomes=order)
    if order != list(rubric["outcomes"]) and now.preference is not None:
        expected["preference"] = -expected["preference"]
    if now.verdict.tied or now.verdict.margin is None or seconds_tie(now):
        # Which rival the leader is told apart from follows the file where none comes first.
        for part in (*expected["contributions"].values(), *found["contributions"].values()):
            del part["lead"]
        expected["verdict"]["runner_up"] = found["verdict"]["runner_up"]
    if now.verdict.tied:
        # So does the one among equals whose lead is looked at.
        for raw in (expected, found):
            del raw["confidence"]["robustness_code"]
    if now.verdict.tied and len(order) > 2:
        # So does the pair among three whose difference is measured in a tie; the label does not.
        for raw in (expected, found):
            del raw["missing"], raw["confidence"]["precision_code"], raw["verdict"]["variance"]
    assert found == expected


def seconds_tie(assessment: Assessment) -> bool:
    """Whether the place behind one leader is shared."""
    ranks = [outcome.rank for outcome in assessment.outcomes]
    return ranks.count(2) > 1 and not assessment.verdict.tied


@ci
@given(ANY)
def test_scaling_all_weights_changes_nothing(case: Case) -> None:
    rubric, answers, tape = case
    factors = (Fraction(7), Fraction(1, 3), Fraction(1000), Fraction(1))
    factor, within = tape.pick(*factors), {d: tape.pick(*factors) for d in rubric["dimensions"]}
    dimensions = {
        name: {**d, "weight": d["weight"] * factor} if "weight" in d else d
        for name, d in rubric["dimensions"].items()
    }
    items = tuple(
        {**i, "weight": i["weight"] * within[i["dimension"]]} if "dimension" in i else i
        for i in rubric["items"]
    )
    scaled = {**rubric, "dimensions": dimensions, "items": items}
    assert facts(assessed(scaled, answers)) == facts(told(case))


def mirrored(item: Raw, given_: Any) -> Any:
    """The answer at the other end of a scale that has two symmetric ends; its note stays."""
    state, answer = oracle.state_of(given_)
    if state != "answered":
        return given_
    if item["type"] == "yes_no":
        other: Any = "no" if answer == "yes" else "yes"
    else:
        other = len(item["labels"]) + 1 - answer
    return {**given_, "answer": other} if isinstance(given_, dict) else other


@ci
@given(strategies.cases(gates=(), branches=False))
def test_reversing_an_item_and_mirroring_its_answer_changes_nothing(case: Case) -> None:
    rubric, answers, _ = case
    likerts = {i["id"]: i for i in rubric["items"] if i["type"] == "likert"}
    items = tuple(
        {**i, "reverse": not i["reverse"]} if i["id"] in likerts else i for i in rubric["items"]
    )
    turned = {n: mirrored(likerts[n], a) if n in likerts else a for n, a in answers.items()}
    expected, found = (
        facts(told(case)),
        facts(assessed({**rubric, "items": items}, turned)),
    )
    for part in answered_parts(expected, found):
        del part["answer"]
    assert found == expected


@ci
@given(
    strategies.cases(
        models=("contrast",), poles=2, types=("likert", "yes_no"), gates=(), branches=False
    )
)
def test_mirrored_answers_swap_the_poles(case: Case) -> None:
    rubric, answers, _ = case
    items = {i["id"]: i for i in rubric["items"]}
    turned = {name: mirrored(items[name], given_) for name, given_ in answers.items()}
    now, then = told(case), answered(case, **turned)
    assert [o.score for o in then.outcomes] == [o.score for o in reversed(now.outcomes)]
    assert [o.bounds for o in then.outcomes] == [o.bounds for o in reversed(now.outcomes)]
    assert then.preference == (None if now.preference is None else -now.preference)
    assert then.verdict.margin == now.verdict.margin
    assert then.verdict.variance == now.verdict.variance
    assert (then.verdict.label, then.verdict.status) == (now.verdict.label, now.verdict.status)
    swap = {"a": "b", "b": "a", None: None}
    assert then.verdict.outcome == swap[now.verdict.outcome]


# --- answers ---------------------------------------------------------------------------------


def one_more(rubric: Raw, tape: Tape, **more: Any) -> Raw:
    """An item that the rubric could have had as well."""
    names = tuple(rubric["dimensions"])
    dimension = tape.pick(*names, None)
    made = strategies.item(tape, "extra", oracle.outcomes_of(rubric), dimension=dimension)
    return {**made, **more}


def without_extra(assessment: Assessment) -> Raw:
    """The facts of an assessment, but for an extra item that it lists as not counted."""
    raw = facts(assessment)
    assert raw["missing"].pop("extra")["state"] in ("not_applicable", "not_presented")
    if raw["unscored"].pop("fact", None):
        raw["answered"], raw["applicable"] = raw["answered"] - 1, raw["applicable"] - 1
    return raw


@ci
@given(ANY)
def test_an_item_that_does_not_apply_changes_nothing(case: Case) -> None:
    rubric, answers, tape = case
    items = list(rubric["items"])
    items.insert(tape.pick(*range(len(items) + 1)), one_more(rubric, tape, allow_na=True))
    with the_same_prior():
        now = assessed(rubric, answers)
        then = assessed({**rubric, "items": tuple(items)}, {**answers, "extra": "not_applicable"})
    assert without_extra(then) == facts(now)


@contextmanager
def the_same_prior() -> Iterator[None]:
    """One variance of answers without information: the rest is compared of two rubrics."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdict, "prior_variance", lambda rubric, outcome, other: Fraction(1, 8))
        yield


def without_turns(raw: Raw) -> Raw:
    """Facts but for what other answers would lead to: one of them opens the extra item."""
    for name in ("flips", "plan"):
        raw["alternatives"].pop(name, None)
    for name in ("label", "strength", "basis"):
        del raw["verdict"][name]
    return raw


@ci
@given(ANY)
def test_an_item_that_a_branch_leads_past_changes_nothing(case: Case) -> None:
    rubric, answers, tape = case
    fact = {"id": "fact", "type": "yes_no", "ask": "Is it so?", "allow_na": False}
    extra = one_more(rubric, tape, ask_when={"item": "fact", "is": "yes"})
    answers = {**answers, "fact": "no", "extra": strategies.an_answer(tape, extra)}
    with the_same_prior():
        now = assessed(rubric, case.answers)
        then = assessed({**rubric, "items": (fact, *rubric["items"], extra)}, answers)
    assert without_turns(without_extra(then)) == without_turns(facts(now))


@ci
@given(ANY)
def test_a_better_answer_never_lowers_its_outcome(case: Case) -> None:
    rubric, answers, tape = case
    outcomes = oracle.outcomes_of(rubric)
    read_by_branches = {n for i in rubric["items"] for n in strategies.reads(i.get("ask_when"))}
    candidates = [
        i
        for i in rubric["items"]
        if oracle.scores(i)
        and i["id"] not in read_by_branches
        and oracle.state_of(answers.get(i["id"]))[0] == "answered"
    ]
    if not candidates:
        return
    item = tape.pick(*candidates)
    was = oracle.value(item, oracle.state_of(answers[item["id"]])[1], outcomes)
    other = strategies.an_answer(tape, item)
    then_worth = oracle.value(item, other, outcomes)
    now, then = told(case), answered(case, **{item["id"]: other})
    for k, _ in enumerate(outcomes):
        before, after = now.outcomes[k].score, then.outcomes[k].score
        assert (before is None) == (after is None)
        if before is not None and after is not None and then_worth[k] >= was[k]:
            assert after >= before
            assert then.outcomes[k].bounds.low >= now.outcomes[k].bounds.low
            assert then.outcomes[k].bounds.high >= now.outcomes[k].bounds.high
            assert now.fit is None or (then.fit is not None and then.fit >= now.fit)


# --- sums ------------------------------------------------------------------------------------


@ci
@given(ANY)
def test_contributions_sum_exactly_to_scores_margin_and_fit(case: Case) -> None:
    found = told(case)
    if found.outcomes[0].score is None:
        assert found.contributions == ()
        return
    assert sum(c.weight for c in found.contributions) == 1
    lead = sum(c.lead for c in found.contributions)
    points = [sum(c.points[k] for c in found.contributions) for k in range(len(found.outcomes))]
    if found.fit is not None:
        assert (points, lead) == ([found.fit], found.fit - 100)
        return
    assert points == [outcome.score for outcome in found.outcomes]
    if found.verdict.margin is not None:
        assert lead == found.verdict.margin


@ci
@given(ANY)
def test_printed_contributions_add_up_to_the_printed_score(case: Case) -> None:
    found = told(case)
    for k, outcome in enumerate(found.outcomes):
        points = [c.points[k] for c in found.contributions]
        whole = found.fit if found.fit is not None else outcome.score
        printed = shares(points)
        assert sum(printed, Decimal(0)) * 10 == math.floor((whole or 0) * 10 + Fraction(1, 2))
        apart = [abs(Fraction(p) - x) for p, x in zip(printed, points, strict=True)]
        assert all(gap < Fraction(1, 10) for gap in apart)


# --- everything that could still be answered -------------------------------------------------


def check_range(limits: Any, reached: list[Fraction], *, stands: Fraction | None = None) -> None:
    every = reached if stands is None else [*reached, stands]
    assert (limits.low, limits.high) == (min(every), max(every))


@ci
@given(BRUTE)
def test_bounds_hold_every_completion_and_both_ends_are_attained(case: Case) -> None:
    found, rubric = told(case), rubric_of(case)
    seen = bounds.outlook(rubric, read(rubric, responses(case.answers)))
    every = finals(case)
    for k, outcome in enumerate(found.outcomes):
        check_range(outcome.bounds, [one.score(k) for one in every], stands=outcome.score)
        for d in found.dimensions:
            stands = d.scores[k] if d.scores is not None else None
            check_range(d.bounds[k], [one.parts[d.id].score(k) for one in every], stands=stands)
    if rubric.model == "readiness":
        check_range(bounds.fit_range(seen, rubric), [one.fit() for one in every])
        return
    for a, b in ((0, 1), (1, 0)):
        margins = [one.score(a) - one.score(b) for one in every]
        limits = bounds.margin_range(seen, rubric, (a, b))
        assert limits.low <= min(margins) <= max(margins) <= limits.high
        if all(speaks[a] == speaks[b] for speaks in rubric.speaking.values()):
            check_range(limits, margins)  # items of one of the two may drop out: safe, not exact


def shown(assessment: Assessment) -> set[str | None]:
    """The leader or leaders, or the band, that an assessment names."""
    return {*assessment.verdict.tied, assessment.verdict.outcome}


def unanimous(states: set[str]) -> str:
    return next(iter(states)) if len(states) == 1 else "unknown"


def joint(rubric: Raw) -> set[str]:
    """The gates over several scores: not each combination of scores need be reached together."""
    return {g["id"] for g in rubric["gates"] if len(list(strategies.scores_in(g["when"]))) > 1}


@ci
@given(BRUTE)
def test_a_gate_passes_or_fails_exactly_when_all_completions_agree(case: Case) -> None:
    every = [one.gate_states() for one in finals(case)]
    for gate in told(case).gates:
        note(f"gate {gate.id}")
        expected = unanimous({one[gate.id] for one in every})
        if gate.id in joint(case.rubric) and gate.state == "unknown":
            continue
        assert gate.state == expected


def agree(case: Case) -> bool:
    """Whether all completions have the same gates and the top that is shown now."""
    every = finals(case)
    same_gates = len({tuple(one.gate_states().items()) for one in every}) == 1
    return same_gates and {one.top() for one in every} == {frozenset(shown(told(case)) - {None})}


@ci
@given(BRUTE)
def test_settled_exactly_when_all_completions_agree(case: Case) -> None:
    found = told(case)
    if found.verdict.label == "not_enough_answers":
        assert found.verdict.status == "not_enough_answers"
        return
    unsure = {gate.id for gate in found.gates if gate.state == "unknown"}
    if not unsure & joint(case.rubric):
        assert found.verdict.status == ("settled" if agree(case) else "provisional")
    elif found.verdict.status == "settled":
        assert agree(case)


@ci
@given(BRUTE)
def test_a_leader_is_settled_only_when_all_completions_have_it(case: Case) -> None:
    found = told(case)
    if found.verdict.leader_settled:
        tops = {one.top() for one in finals(case)}
        assert tops == {frozenset(shown(found) - {None})}


@ci
@given(BRUTE)
def test_what_is_said_without_walking_through_every_branch_is_still_true(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "MOST_SPLITS", 3)
        patch.setattr(gate_states, "MOST_STEPS", 20)
        found = answered(case)
    for one in finals(case):
        check_within(found, one)


def check_within(found: Assessment, one: oracle.Reference) -> None:
    """One completion keeps to the bounds and to the gates that were decided before it."""
    states = one.gate_states()
    assert all(gate.state in ("unknown", states[gate.id]) for gate in found.gates)
    for k, outcome in enumerate(found.outcomes):
        assert outcome.bounds.low <= one.score(k) <= outcome.bounds.high


@ci
@given(strategies.cases(most=MANY, amounts_open=True))
def test_open_amounts_stay_within_bounds_and_decided_gates(case: Case) -> None:
    rubric, answers, tape = case
    found = told(case)
    amounts = [i for i in rubric["items"] if i["type"] == "numeric"]
    for _ in range(2):
        drawn = {i["id"]: strategies.an_answer(tape, i) for i in amounts}
        drawn = {n: a for n, a in drawn.items() if oracle.is_open(answers.get(n))}
        for full in islice(oracle.completions(rubric, {**answers, **drawn}), 8):
            check_within(found, oracle.reference(rubric, full))


@ci
@given(ANY)
def test_a_missing_answer_could_change_the_leader_exactly_when_one_does(case: Case) -> None:
    rubric, _, tape = case
    found = told(case)
    items = {i["id"]: i for i in rubric["items"] if i["type"] != "numeric"}
    counted = [m for m in found.missing if m.could_change is not None and m.item in items]
    if not counted:
        return
    missing = tape.pick(*counted)
    item = items[missing.item]
    possible = [*oracle.every_answer(item), *(["not_applicable"] * item["allow_na"])]
    then = [shown(answered(case, **{missing.item: answer})) for answer in possible]
    assert missing.could_change == any(one != shown(found) for one in then)


# --- the whole assessment --------------------------------------------------------------------


def check_verdict(found: Assessment, one: oracle.Reference, *, turns: bool | None) -> None:
    """The verdict against the naive implementation; where no branch is open and nothing is.

    `turns` tells whether one answer alone would change the result, None where that is not known.
    """
    verdict = found.verdict
    if not one.top():
        assert verdict.label == "not_yet"
        return
    assert {*verdict.tied, verdict.outcome} - {None} == one.top()
    if found.fit is not None:
        assert found.fit == one.fit()
        expected = one.strength()
    else:
        free = [k for k, o in enumerate(one.outcomes) if not one.excluded(o)]
        if len(free) == 1:
            assert (verdict.margin, verdict.label, verdict.height) == (None, "leaning", None)
            return
        best, second = sorted((one.score(k) for k in free), reverse=True)[:2]
        assert verdict.margin == best - second
        assert verdict.height in {one.height(), None if best + second == 100 else one.height()}
        if verdict.tied:
            assert verdict.label == "tie"
            return
        first, next_ = (one.outcomes.index(n) for n in (verdict.outcome, verdict.runner_up))
        variance, nu = one.sed(first, next_)
        assert verdict.variance == variance
        threshold = one.setting("indifference_threshold", 5)
        expected = oracle.label_of_margin(verdict.margin, variance, nu, threshold)
    check_label(found, expected, turns=turns)


def check_label(found: Assessment, expected: str, *, turns: bool | None) -> None:
    verdict, sensitive = found.verdict, found.alternatives.sensitivity
    assert verdict.variance is None or verdict.t is not None
    if expected != "clear":
        assert verdict.strength == expected
        return
    # What robust means is held by test_sensitivity.
    robust = sensitive is None or sensitive.robust
    held = not robust or len(found.quality) >= 2
    if turns is not None:
        assert verdict.strength == ("leaning" if held or turns else "clear")
    assert verdict.strength in ("leaning", "clear")
    assert verdict.strength == "clear" or held or turns is not False


def one_answer_turns(rubric: Raw, answers: Raw) -> bool:
    """Whether some other single answer changes the result, with every comparison as it is."""
    now = oracle.reference(rubric, answers)
    conditions = [g["when"] for g in rubric["gates"]]
    conditions += [i["ask_when"] for i in rubric["items"] if "ask_when" in i]
    found = (leaf for c in conditions for leaf in strategies.leaves_of(c) if "item" in leaf)
    compared = list(found)
    for item in rubric["items"]:
        state, answer = oracle.state_of(answers.get(item["id"]))
        if state != "answered" or not oracle.scores(item) or item["id"] not in counted(now):
            continue
        mine = [leaf for leaf in compared if leaf["item"] == item["id"]]
        for other in every_amount(item):
            kept = all(oracle.compares(c, other) == oracle.compares(c, answer) for c in mine)
            if kept and oracle.reference(rubric, {**answers, item["id"]: other}).top() != now.top():
                return True
    return False


def counted(one: oracle.Reference) -> set[str]:
    """The items that were asked and enter a score."""
    return {row.item for part in one.parts.values() for row in part.rows}


def every_amount(item: Raw) -> list[Any]:
    return list(range(41)) if item["type"] == "numeric" else oracle.every_answer(item)


@ci
@given(strategies.cases(filled=True, needs=True))
def test_a_complete_assessment_equals_a_naive_one(case: Case) -> None:
    rubric, answers, _ = case
    found, one = told(case), oracle.reference(rubric, answers)
    assert {g.id: g.state for g in found.gates} == one.gate_states()
    assert found.verdict.status == "settled"
    for k, outcome in enumerate(found.outcomes):
        assert outcome.score == one.score(k)
        assert outcome.variance == one.variance(k)
        for d in found.dimensions:
            part = one.parts[d.id]
            assert d.coverage == part.coverage()
            assert d.scores is not None
            assert d.variances is not None
            if part.scoreable(k):
                assert (d.scores[k], d.variances[k]) == (part.score(k), one.csem2(part, k))
            else:
                assert (d.scores[k], d.variances[k]) == (None, None)
    check_verdict(found, one, turns=None)


@ci
@given(strategies.cases(filled=True, models=("contrast",), apart=True, gates=("items",)))
def test_so_does_one_whose_items_speak_for_some_outcomes_only(case: Case) -> None:
    rubric, answers, _ = case
    found, one = told(case), oracle.reference(rubric, answers)
    for k, outcome in enumerate(found.outcomes):
        assert outcome.score == one.score_or_none(k)
        if outcome.score is not None:
            assert outcome.variance == one.variance(k)
    if found.verdict.label != "not_enough_answers" and one.enough():
        check_verdict(found, one, turns=None)


@few
@given(strategies.cases(filled=True, needs=True))
def test_a_verdict_is_never_clear_where_one_answer_turns_it(case: Case) -> None:
    rubric, answers, _ = case
    found, one = told(case), oracle.reference(rubric, answers)
    if one.top():
        check_verdict(found, one, turns=one_answer_turns(rubric, answers))


@ci
@given(strategies.cases(needs=True))
def test_a_partial_assessment_equals_a_naive_one_where_every_branch_is_decided(case: Case) -> None:
    rubric, answers, _ = case
    if oracle.undecided(rubric, answers):
        return
    found, one = told(case), oracle.reference(rubric, answers)
    assert found.lost_weight == one.lost
    known = [one.score(k) if one.has_score(k) else None for k in range(len(one.outcomes))]
    told_ = [o.score for o in found.outcomes]
    assert told_ == (known if one.enough() else [None] * len(known)) or (
        told_ == known and found.verdict.label != "not_enough_answers"
    )
    for d in found.dimensions:
        part, outcomes = one.parts[d.id], range(len(one.outcomes))
        assert d.coverage == part.coverage()
        expected = [part.score(k) if part.scoreable(k) else None for k in outcomes]
        assert list(d.scores or [None] * len(expected)) == expected
    if found.fit is not None:
        assert found.fit == one.fit()


# --- outcomes with items of their own ----------------------------------------------------------

APART = strategies.cases(models=("contrast",), apart=True, gates=("items",))


@ci
@given(APART)
def test_a_missing_answer_changes_no_outcome_that_it_cannot_speak_for(case: Case) -> None:
    rubric, _, tape = case
    outcomes = oracle.outcomes_of(rubric)
    read_by_branches = {n for i in rubric["items"] for n in strategies.reads(i.get("ask_when"))}
    silent = [
        (i, k)
        for i in rubric["items"]
        if oracle.scores(i) and i["id"] not in read_by_branches
        for k in range(len(outcomes))
        if not oracle.speaks(i, k, outcomes)
    ]
    if not silent:
        return
    item, k = tape.pick(*silent)
    state = tape.pick("dont_know", "skipped", *["not_applicable"] * item["allow_na"])
    now, then = told(case), answered(case, **{item["id"]: state})
    scores = (now.outcomes[k].score, then.outcomes[k].score)
    assert scores[0] == scores[1] or None in scores
    assert now.outcomes[k].bounds == then.outcomes[k].bounds or None in scores
    for before, after in zip(now.dimensions, then.dimensions, strict=True):
        if before.scores is not None and after.scores is not None:
            assert None in (before.scores[k], after.scores[k]) or (
                before.scores[k] == after.scores[k]
            )


@ci
@given(strategies.cases(most=MANY, gates=("items",)))
def test_a_score_lies_within_its_own_bounds(case: Case) -> None:
    check_own_bounds(told(case))


@ci
@given(APART)
def test_so_does_one_of_an_outcome_with_items_of_its_own(case: Case) -> None:
    check_own_bounds(told(case))


def check_own_bounds(found: Assessment) -> None:
    for outcome in found.outcomes:
        assert outcome.score is None or within(outcome.bounds, outcome.score)
    for d in found.dimensions:
        for score, limits in zip(d.scores or (), d.bounds, strict=bool(d.scores)):
            assert score is None or within(limits, score)


def within(limits: Any, score: Fraction) -> bool:
    return bool(limits.low <= score <= limits.high)


@ci
@given(strategies.cases(most=MANY, models=("contrast",), apart=True, gates=("items",)))
def test_bounds_hold_where_items_speak_for_some_outcomes_only(case: Case) -> None:
    found, every = told(case), finals(case)
    for k, outcome in enumerate(found.outcomes):
        every_score = [one.score_or_none(k) for one in every]
        reached = [score for score in every_score if score is not None]
        if reached and None not in every_score:
            check_range(outcome.bounds, reached, stands=outcome.score)
        # Where nothing speaks for an outcome it has no score; the bounds may count that as 0.
        assert all(outcome.bounds.low <= score <= outcome.bounds.high for score in reached)


@ci
@given(APART)
def test_there_is_a_verdict_only_where_no_outcome_without_a_score_could_lead(case: Case) -> None:
    rubric, answers, _ = case
    found = told(case)
    if oracle.undecided(rubric, answers):
        return
    one = oracle.reference(rubric, answers)
    unscored = {k for k in range(len(one.outcomes)) if not one.has_score(k)}
    if found.verdict.label == "not_yet":
        return  # conditions rule all of them out, whatever the scores
    if found.verdict.label == "not_enough_answers":
        assert unscored
        return
    for full in finals(case):
        free = {k for k, outcome in enumerate(one.outcomes) if not full.excluded(outcome)}
        scores = {k: s for k in free if (s := full.score_or_none(k)) is not None}
        rivals = [s for k, s in scores.items() if k in unscored]
        best = [s for k, s in scores.items() if k not in unscored]
        assert not rivals or max(rivals) < max(best)


@ci
@given(ANY)
def test_the_same_input_gives_the_same_bytes(case: Case) -> None:
    assert answered(case).model_dump_json() == told(case).model_dump_json()


SCRIPT = """
from make import answers, contrast, likert, single
from rolefit.scoring.assess import assess
gate = {"id": "g", "name": "g", "on_fail": "exclude", "reason": "r", "applies_to": ("a", "b"),
        "when": {"any": ({"item": "p", "is": "pa"}, {"item": "q", "at_least": 3})}}
branch = {"any": ({"item": "p", "is": "pa"}, {"item": "q", "at_least": 3})}
rubric = contrast(single("p"), likert("q"), single("r", "e", ask_when=branch), single("s", "e"),
                  gates=(gate,))
print(assess(rubric, answers(rubric, p="pa")).model_dump_json())
"""


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    said = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=env, capture_output=True, check=True
        )
        said.add(ran.stdout)
    assert len(said) == 1
    assert b'"verdict"' in said.pop()


@ci
@given(ANY)
def test_an_assessment_survives_its_own_validation(case: Case) -> None:
    found = told(case)
    assert Assessment.model_validate(parts_of(found)) == found
