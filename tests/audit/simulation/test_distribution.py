"""The distribution over all combinations of answers, held against brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache, partial
from random import Random

import brute_force
import heavy
import pytest
from brute_force import Outcome, results, validated
from hypothesis import given
from make import contrast, likert, readiness, single
from overlay import SOUND, sound, sound_subject
from strategies import Case, ci

from rolefit.audit.simulation import census, frames
from rolefit.audit.simulation import distribution as module
from rolefit.audit.simulation.census import exchangeable_of, leaders, pivotal_among, result
from rolefit.audit.simulation.distribution import (
    Distribution,
    Sampler,
    distribution,
    looked_at,
    sums_of,
)
from rolefit.audit.simulation.frames import Asked, CappedSum, Frame
from rolefit.rubric.model import Rubric
from rolefit.storage.documents import parse, validate

ANY = brute_force.small()


def told(rubric: Rubric, seed: int = 1) -> Distribution:
    return distribution(rubric, seed=seed, progress=lambda *_: None)


@lru_cache(maxsize=1000)
def found(case: Case) -> Distribution:
    return told(validated(case))


def measured(outcome: Outcome) -> Fraction:
    """Where a combination falls in the histogram."""
    match outcome.scores:
        case (fit,):
            return fit
        case (first, second):
            return first - second
        case scores:
            second, first = sorted(scores)[-2:]
            return first - second


def binned(case: Case) -> list[Fraction]:
    """The share of each bin: lower ends included, the upper end of the last one too."""
    outcomes = results(case).by_places.values()
    low = -100 if len(next(iter(outcomes)).scores) == 2 else 0
    width = Fraction(100 - low, 20)
    counts = Counter(min(19, (measured(outcome) - low) // width) for outcome in outcomes)
    return [Fraction(counts[k], len(outcomes)) for k in range(20)]


def leads(name: str, one: Outcome) -> bool:
    """Whether an outcome is ahead of all others."""
    return one.top == (name,)


@ci
@given(ANY)
def test_everything_is_as_brute_force_finds_it(case: Case) -> None:
    one, true = found(case), results(case)
    assert one.exact
    assert one.error == one.expected.error == one.draws == 0
    assert one.combinations == len(true.by_places)
    for name, share in one.leading.items():
        assert share == true.share(partial(leads, name))
    assert one.tied == true.share(lambda o: len(o.top) > 1)
    assert [bin_.share for bin_ in one.histogram] == binned(case)
    assert list(one.expected.scores.values()) == true.mean()
    assert {i.item: i.share for i in one.influence} == {n: true.influence(n) for n in true.items}
    assert all(i.error == 0 for i in one.influence)


@ci
@given(ANY)
def test_looking_at_every_combination_finds_the_same_as_counting(case: Case) -> None:
    sampler, one = Sampler(validated(case)), found(case)
    items = [i.item for i in one.influence]
    census = looked_at(sampler, 1, items=items, progress=lambda *_: None)
    whole = one.combinations
    assert [Fraction(census.bins[k], whole) for k in range(20)] == [b.share for b in one.histogram]
    alone = [Fraction(census.tops[k,], whole) for k in range(len(one.leading))]
    assert alone == list(one.leading.values())
    assert sum(census.tops.values()) == whole
    assert {i.item: i.share * whole for i in one.influence} == census.pivotal


@ci
@given(ANY)
def test_expected_scores_are_the_same_where_branches_are_not_walked(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "routes", lambda *_: None)
        assert module.expected_scores(Sampler(validated(case)), 1) == (found(case).expected)


# --- by hand ---------------------------------------------------------------------------------


def test_two_questions_counted_by_hand() -> None:
    # Each is worth 50 points to either outcome, to both, or on a scale in quarters of 50.
    one = told(contrast(single("p"), likert("q")))
    assert one.combinations == 15
    # Margins of p: 50, -50, 0; of q: -50, -25, 0, 25, 50.
    assert one.leading == {"a": Fraction(6, 15), "b": Fraction(6, 15)}
    assert one.tied == Fraction(3, 15)
    assert [(b.low, b.share) for b in one.histogram if b.share] == [
        (-100, Fraction(1, 15)),
        (-80, Fraction(1, 15)),
        (-50, Fraction(2, 15)),
        (-30, Fraction(2, 15)),
        (0, Fraction(3, 15)),
        (20, Fraction(2, 15)),
        (50, Fraction(2, 15)),
        (70, Fraction(1, 15)),
        (90, Fraction(1, 15)),
    ]
    assert one.expected.scores == {"a": Fraction(175, 3), "b": Fraction(175, 3)}
    # p decides whatever q says; q decides unless p speaks for one side and q cannot undo it:
    # against +50 the scale reaches a tie at its lowest point, and a tie is another result.
    assert [(i.item, i.share) for i in one.influence] == [("p", 1), ("q", 1)]


def test_the_smallest_margin_there_can_be_leads() -> None:
    hair = {"id": "hair", "text": "A hair.", "favors": {"a": Fraction(1, 100)}}
    one = told(contrast(single("p", options=(hair, *single("p")["options"][1:]))))
    assert one.leading == {"a": Fraction(1, 3), "b": Fraction(1, 3)}


def test_a_fit_just_below_a_cut_is_not_in_the_band() -> None:
    bands = (
        {"id": "low", "from": 0, "to": Fraction(313, 10), "name": "low", "summary": "Low."},
        {"id": "high", "from": Fraction(313, 10), "to": 100, "name": "high", "summary": "High."},
    )
    # Fits of 0 and 31.25 lie below 31.3, those of 62.5, 93.75 and 100 do not.
    one = told(readiness(likert("q", toward=None), bands=bands))
    assert one.leading == {"low": Fraction(2, 5), "high": Fraction(3, 5)}


def test_an_item_that_cannot_turn_the_leader_has_no_influence() -> None:
    heavy = single("p", options=single("p")["options"][:2], weight=3)
    one = told(contrast(heavy, likert("q")))
    assert [i.share for i in one.influence] == [1, 0]


def test_a_fit_counts_up_to_the_target_and_no_further() -> None:
    # One item of five levels: scores 0, 25, 50, 75, 100 against a target of 80.
    one = told(readiness(likert("q", toward=None)))
    fits = [Fraction(100 * min(80, score), 80) for score in (0, 25, 50, 75, 100)]
    assert one.expected.scores == {"standard": sum(fits) / 5}
    assert one.leading == {"low": Fraction(2, 5), "high": Fraction(3, 5)}
    assert [b.low for b in one.histogram if b.share] == [0, 30, 60, 90, 95]
    assert [i.share for i in one.influence] == [1]


def test_items_that_neither_score_nor_steer_count_for_nothing() -> None:
    alone = told(contrast(single("p"), likert("q")))
    beside = told(contrast(single("p"), likert("q"), single("fact", None)))
    assert beside == alone


def test_a_hidden_item_drops_out_and_the_others_weigh_more() -> None:
    rubric = contrast(
        single("p"), single("fact", None), likert("q", ask_when={"item": "fact", "is": "pa"})
    )
    one = told(rubric)
    assert one.combinations == 45
    # Hidden in two of three ways: then p alone decides, with 100 points.
    assert one.leading["a"] == Fraction(2, 3) * Fraction(1, 3) + Fraction(1, 3) * Fraction(6, 15)
    assert [i.item for i in one.influence] == ["p", "fact", "q"]


def test_an_amount_that_steers_counts_by_points_between_which_no_branch_changes() -> None:
    team = {"id": "team", "type": "numeric", "ask": "Team?", "unit": "people", "range": (0, 40)}
    rubric = contrast(
        single("p"),
        {**team, "allow_na": False},
        likert("q", ask_when={"item": "team", "at_least": 10}),
    )
    one = told(rubric)
    # 0, 5, 10, 25 and 40: asked from 10 on.
    assert one.combinations == 3 * 5 * 5
    assert one.leading["a"] == Fraction(2, 5) * Fraction(1, 3) + Fraction(3, 5) * Fraction(6, 15)


# --- where counting would take too long ------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", SOUND)
def test_samples_of_a_sound_rubric_lie_within_twice_their_95_percent_error(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rubric, exact = sound(name), sound_subject(name).distribution
    assert exact.exact
    monkeypatch.setattr(census, "MOST_STEPS", 10)
    monkeypatch.setattr(module, "DRAWS", 400)
    monkeypatch.setattr(module, "HALF_WIDTH", Fraction(49, 1000))
    one = told(rubric)
    assert (one.exact, one.draws, one.error) == (False, 400, Fraction(49, 1000))
    assert one.expected == exact.expected
    for pair in zip(one.histogram, exact.histogram, strict=True):
        assert abs(pair[0].share - pair[1].share) <= 2 * one.error
    for key, share in one.leading.items():
        assert abs(share - exact.leading[key]) <= 2 * one.error
    for mine, true in zip(one.influence, exact.influence, strict=True):
        assert mine.error == one.error
        assert abs(mine.share - true.share) <= 2 * one.error


def test_the_stated_error_belongs_to_the_number_of_draws() -> None:
    # 1.96 standard errors of a share of one half, the widest there is.
    assert Fraction(196, 100) ** 2 / (4 * module.DRAWS) == module.HALF_WIDTH**2


def test_the_same_seed_draws_the_same_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "MOST_STEPS", 1)
    monkeypatch.setattr(module, "DRAWS", 100)
    rubric = sound("sound")
    assert told(rubric, seed=3) == told(rubric, seed=3)
    assert told(rubric, seed=3).leading != told(rubric, seed=4).leading


def steering(count: int) -> Rubric:
    """Scales, each of which hides or shows a question of its own."""
    facts = [likert(f"f{k}", None) for k in range(count)]
    asked = [likert(f"q{k}", ask_when={"item": f"f{k}", "at_least": 3}) for k in range(count)]
    return contrast(single("p"), single("r"), *facts, *asked)


@pytest.mark.slow
def test_many_ways_through_the_branches_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DRAWS", 400)
    monkeypatch.setattr(module, "HALF_WIDTH", Fraction(49, 1000))
    one = told(steering(6))
    assert (one.exact, one.draws) == (False, 400)
    assert one.expected.error == Fraction(49, 10)
    assert abs(one.expected.scores["a"] - one.expected.scores["b"]) <= 2 * one.expected.error


def test_influence_of_steering_items_alone_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DRAWS", 400)
    monkeypatch.setattr(module, "HALF_WIDTH", Fraction(49, 1000))
    one = told(steering(2))
    assert (one.exact, one.draws, one.error) == (True, 400, 0)
    sampled = [i.item for i in one.influence if i.error]
    assert sampled == ["f0", "f1"]


def test_progress_is_told_from_nothing_to_everything() -> None:
    said: list[tuple[str, int, int]] = []
    distribution(steering(1), seed=1, progress=lambda *now: said.append(now))
    kinds = dict.fromkeys(what for what, _, _ in said)
    assert list(kinds) == ["combinations of answers", "random combinations"]
    for kind in kinds:
        steps = [(done, total) for what, done, total in said if what == kind]
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1]
        assert steps == sorted(steps)


@pytest.mark.parametrize("limit", ["MOST_INSIDE", "MOST_STEPS"])
def test_too_many_sums_of_a_fit_are_not_counted(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rubric = sound("sound-readiness")
    monkeypatch.setattr(census, limit, 1)
    monkeypatch.setattr(module, "DRAWS", 100)
    assert not told(rubric).exact


def test_combinations_are_looked_at_one_by_one_where_there_are_too_many_routes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exact = told(steering(1))
    monkeypatch.setattr(module, "MOST_ROUTES", 0)
    assert told(steering(1)) == exact


@pytest.mark.slow
def test_the_expected_fit_is_sampled_where_a_dimension_has_too_many_sums(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rubric, exact = sound("sound-readiness"), sound_subject("sound-readiness").distribution.expected
    monkeypatch.setattr(module, "MOST_PLACES", 1)
    monkeypatch.setattr(module, "DRAWS", 400)
    monkeypatch.setattr(module, "HALF_WIDTH", Fraction(49, 1000))
    one = told(rubric).expected
    assert one.error == Fraction(49, 10)
    assert abs(one.scores["standard"] - exact.scores["standard"]) <= one.error


def test_branches_that_hang_on_too_many_joint_answers_are_looked_at_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exact = told(steering(1))
    monkeypatch.setattr(frames, "MOST_JOINT", 1)
    assert told(steering(1)) == exact


def test_bands_that_need_least_scores_are_counted_as_they_are_told() -> None:
    bands = (
        {"id": "low", "from": 0, "to": 50, "name": "low", "summary": "Low."},
        {"id": "high", "from": 50, "to": 100, "name": "high", "summary": "H.", "needs": {"e": 75}},
    )
    dimensions = {d: {"name": d, "about": d, "weight": 1, "target": 80} for d in "de"}
    items = (likert("p", "d", toward=None), likert("q", "e", toward=None))
    rubric = readiness(*items, bands=bands, dimensions=dimensions)
    one = told(rubric)
    # Of 25 pairs: e at 75 or 100 (2 of 5); then the fit is 50 or more whatever d is, except 46.9
    # where e is 75 and d is 0.
    assert one.exact
    assert one.leading == {"low": Fraction(16, 25), "high": Fraction(9, 25)}
    assert {i.item: i.share > 0 for i in one.influence} == {"p": True, "q": True}


def test_who_turns_a_result_among_many_is_found_as_if_every_answer_were_added_up() -> None:
    chance = Random(2)
    for _ in range(40):
        number, size = chance.randint(3, 6), chance.randint(1, 4)
        frame = Frame(
            Fraction(1),
            tuple(
                CappedSum(
                    tuple(
                        Asked(f"q{g}{k}", tuple(drawn_worths(chance, number)))
                        for k in range(chance.randint(1, 3))
                    ),
                    None,
                )
                for g in range(size)
            ),
        )
        asked = [one for group in frame.groups for one in group.items]
        picks = {one.item: chance.randrange(len(one.worths)) for one in asked}
        whole = result(frame, sums_of(frame, picks))
        found = set(pivotal_among(exchangeable_of(frame), whole, picks))
        assert found == {one.item for one in asked if turns(frame, picks, one)}


def drawn_worths(chance: Random, number: int) -> Iterator[tuple[int, ...]]:
    """What two to four answers add to each outcome."""
    for _ in range(chance.randint(2, 4)):
        yield tuple(chance.randint(0, 3) for _ in range(number))


def turns(frame: Frame, picks: dict[str, int], one: Asked) -> bool:
    """Whether another answer to an item changes who leads, with everything added up anew."""
    tops = {
        leaders(result(frame, sums_of(frame, {**picks, one.item: place})))
        for place in range(len(one.worths))
    }
    return len(tops) > 1


@pytest.mark.parametrize(("outcomes", "draws"), [(2, 10_000), (4, 10_000), (5, 2_500), (32, 1_112)])
def test_over_many_outcomes_fewer_are_drawn_and_shares_may_be_further_off(
    outcomes: int, draws: int
) -> None:
    made = heavy.every_outcome_everywhere(outcomes, items=100)
    sampler = Sampler(validate(parse("rubric.json", made.rubric.encode()), Rubric))
    assert len(list(sampler.combinations(1))) == sampler.looks == draws
    # At most 1.96 standard errors of a share of one half.
    assert float(sampler.error) == pytest.approx(0.98 / draws**0.5, rel=0.001)
    assert float(sampler.error) >= 0.98 / draws**0.5
