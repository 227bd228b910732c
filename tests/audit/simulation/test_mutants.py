"""Which small mistakes a rubric's cases notice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from drawn import ANY, answered, mutated, validated
from hypothesis import given
from make import contrast, likert, readiness, single
from overlay import SOUND, sound
from strategies import Case, Raw, ci

from rolefit.audit.simulation.mutants import (
    Mutant,
    Mutants,
    after,
    killed_by,
    mutants,
    notices,
    trial,
)
from rolefit.audit.simulation.mutations import Mutation, mutations
from rolefit.rubric.model import Case as Person
from rolefit.rubric.model import Expect, ResponseSet, Rubric
from rolefit.scoring.assess import QuickVerdict, quick_verdict, verdict_on

NAMES = ("p", "q", "r")


def quiet(what: str, done: int, total: int) -> None:
    """Nobody looks at the progress."""


def everything(rubric: Rubric, found: QuickVerdict) -> Expect:
    """What a case expects that names all it can."""
    verdict = found.verdict
    result: dict[str, Any] = (
        {"outcome": verdict.outcome} if rubric.outcomes else {"band": verdict.outcome}
    )
    return Expect.model_construct(
        **{"outcome": None, "band": None, **result},
        label=(verdict.label,),
        status=verdict.status,
        gates={gate.id: gate.state for gate in found.gates},
        flags=tuple(flag.flag for flag in found.quality),
    )


@ci
@given(ANY)
def test_a_case_notices_a_mistake_exactly_when_something_it_names_is_otherwise(case: Case) -> None:
    rubric, given_ = validated(case), answered(case)
    blank = Person.model_construct(name="p", answers=case.answers, expect=Expect.model_construct())
    one = trial(rubric, blank)
    now, expect = one.found, everything(rubric, one.found)
    one = one._replace(case=blank.model_copy(update={"expect": expect}))
    assert not notices(expect, now)
    made = mutated(case)
    mutation = made[case.content[-2] % len(made)]
    if mutation.touches == "items" and after(mutation, one) is None:
        assert hollow(mutation.rubric, given_)
        return
    then = quick_verdict(mutation.rubric, given_)
    assert (killed_by(mutation, [one]) == 0) == (facts(then, now) != facts(now, now))


def hollow(rubric: Rubric, given_: ResponseSet) -> bool:
    """Whether in some dimension every item is out of the question, or may be."""
    out = ("not_applicable", "not_presented")
    inside = [[given_[i.id] for i in rubric.scored_items(name)] for name in rubric.dimensions]
    return any(all(r.state in out or r.undecided for r in responses) for responses in inside)


def facts(found: QuickVerdict, before: QuickVerdict) -> tuple[Any, ...]:
    """What a case can name; it cannot name that there was no outcome."""
    verdict, flags = found.verdict, sorted(flag.flag for flag in found.quality)
    outcome = verdict.outcome if before.verdict.outcome is not None else None
    states = [gate.state for gate in found.gates]
    return (outcome, verdict.label, verdict.status, states, flags)


# --- the cases of a rubric -------------------------------------------------------------------


def case(name: str, expect: Raw, **answers: Any) -> Raw:
    return {"name": name, "answers": answers, "expect": expect}


A = case("an a", {"outcome": "a"}, p="pa", q="pa", r="pa")


def having(*cases: Raw, **more: Any) -> Mutants:
    return mutants(contrast(*map(single, NAMES), cases=cases, **more), progress=quiet)


def named(found: Mutants, survived: bool) -> list[str]:
    return [m.what for m in found.mutants if not m.weak and (m.killed_by is None) is survived]


def test_a_case_that_expects_little_notices_little() -> None:
    found = having(A)
    assert named(found, survived=False) == []
    assert found.score == 0
    assert found.survivors == tuple(m for m in found.mutants if not m.weak)


def test_a_case_near_the_line_notices_a_turned_item() -> None:
    close = case("close", {"outcome": "a"}, p="pa", q="pb", r="pa")
    found = having(close)
    assert named(found, survived=False) == [
        "`p` counts the other way round",
        "`p` does not score",
        "`r` counts the other way round",
        "`r` does not score",
    ]
    assert (found.counted, found.score) == (6, Fraction(2, 3))
    assert {m.killed_by for m in found.mutants} == {"close", None}


def test_cases_that_fail_already_prove_nothing() -> None:
    wrong = case("wrong", {"outcome": "b"}, p="pa", q="pa", r="pa")
    found = having(wrong)
    assert found.failing == ("wrong",)
    assert named(found, survived=False) == []


def test_a_rubric_without_cases_has_survivors_alone() -> None:
    assert having().score == 0


def test_a_dropped_gate_is_noticed_by_whoever_fails_it() -> None:
    gate = {"id": "g", "name": "g", "when": {"item": "p", "is": "pb"}, "reason": "r"}
    gates = ({**gate, "on_fail": "flag"},)
    passes = case("passes", {"gates": {"g": "pass"}}, p="pa", q="pa", r="pa")
    fails = case("fails", {"gates": {"g": "fail"}}, p="pb", q="pa", r="pa")
    turned, dropped = (f"gate `g` {what}" for what in ("fails when it should pass", "never fails"))
    both = having(passes, gates=gates)
    assert turned in named(both, survived=False)
    assert dropped in named(both, survived=True)
    assert dropped in named(having(fails, gates=gates), survived=False)
    silent = case("silent", {"label": "clear"}, p="pb", q="pb", r="pb")
    assert {turned, dropped} <= set(named(having(silent, gates=gates), survived=True))


def test_a_dropped_veto_is_noticed_by_a_verdict_that_names_no_gate() -> None:
    gate = {"id": "g", "name": "g", "when": {"item": "p", "is": "pb"}, "reason": "r"}
    vetoed = case("vetoed", {"label": "not_yet"}, p="pb", q="pa", r="pa")
    found = having(vetoed, gates=({**gate, "on_fail": "exclude"},))
    assert "gate `g` never fails" in named(found, survived=False)


def test_a_turned_scale_is_noticed_by_a_flag_that_is_gone() -> None:
    items = [likert(f"q{k}", reverse=k > 1) for k in range(4)]
    yes = case("yes", {"flags": ("acquiescence",)}, q0=5, q1=5, q2=5, q3=5)
    found = mutants(contrast(*items, cases=(yes,)), progress=quiet)
    assert "`q0` counts the other way round" in named(found, survived=False)


def test_a_moved_cut_is_noticed_by_a_fit_that_it_passes() -> None:
    plain = {**likert("p"), "toward": None}
    low = case("low", {"band": "low"}, p=2, q=3)
    found = mutants(readiness(plain, {**plain, "id": "q"}, cases=(low,)), progress=quiet)
    killed = named(found, survived=False)
    assert "band `high` begins at 45 instead of 50" in killed
    assert "band `high` begins at 55 instead of 50" not in killed


def test_an_open_answer_to_what_no_longer_applies_is_left_aside() -> None:
    loose = single("q", allow_na=True)
    person = case("p", {"outcome": "a"}, p="pa", q="not_applicable", s="dont_know")
    items = (single("p"), loose, single("r", "e"), single("s", "e"))
    rubric = contrast(*items, cases=({**person, "answers": {**person["answers"], "r": "pa"}},))
    one = trial(rubric, rubric.cases[0])
    mutation = next(m for m in mutations(rubric) if m.what == "`p` does not score")
    assert after(mutation, one) is None


def test_the_score_counts_no_weak_mutants() -> None:
    strong, weak = (Mutant(w, (), w == "weak", None) for w in ("strong", "weak"))
    killed = Mutant("killed", (), weak=False, killed_by="somebody")
    assert Mutants((strong, weak, killed), ()).score == Fraction(1, 2)
    assert Mutants((strong, weak), ()).survivors == (strong,)
    assert Mutants((weak,), ()).score is None


@pytest.mark.slow
def test_progress_is_told_to_the_end() -> None:
    said: list[tuple[str, int, int]] = []
    found = mutants(sound("sound"), progress=lambda *step: said.append(step))
    n = len(found.mutants)
    assert said == [("mutants", k, n) for k in range(n + 1)]


@pytest.mark.slow
def test_the_same_rubric_gives_the_same_table() -> None:
    assert mutants(sound("sound"), progress=quiet) == mutants(sound("sound"), progress=quiet)


@pytest.mark.slow
def test_a_mistake_is_noticed_just_when_the_whole_verdict_of_some_case_is_otherwise() -> None:
    for name in SOUND:
        rubric = sound(name)
        trials = [trial(rubric, case) for case in rubric.cases]
        for mutation in mutations(rubric):
            stand = [after(mutation, one) for one in trials]
            noticing = {
                k
                for k, (one, then) in enumerate(zip(trials, stand, strict=True))
                if then is not None and notices(one.case.expect, verdict_on(*then))
            }
            found = killed_by(mutation, trials)
            assert (found in noticing) if noticing else (found is None), mutation.what


def test_a_mistake_that_leaves_a_result_to_a_single_answer_is_noticed_by_who_names_the_label() -> (
    None
):
    ids = [f"p{k}" for k in range(5)]
    even = contrast(*(single(name) for name in ids))
    heavy = contrast(*(single(name, weight=5 if name == ids[0] else 1) for name in ids))
    mutation = Mutation("`p0` weighs more", ("items", 0), "items", heavy)
    for label, killer in (("clear", 0), ("leaning", None)):
        expect = Expect.model_validate({"label": label})
        answers = dict.fromkeys(ids, "pa")
        one = trial(even, Person.model_construct(name="p", answers=answers, expect=expect))
        assert one.found.verdict.label == "clear"
        assert killed_by(mutation, [one]) == killer
