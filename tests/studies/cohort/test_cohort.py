"""What is told of many people together, on cases that can be counted by hand."""

from __future__ import annotations

from fractions import Fraction

from make import contrast, likert, single

from rolefit.rubric.model import ResponseSet, Rubric, follow_branches, read_answers
from rolefit.studies.cohort import NO_RESULT, Cohort, CohortOptions, CohortPerson, cohort


def rubric(purpose: str = "development") -> Rubric:
    """Outcomes a and b, one dimension, four questions."""
    items = (single("s"), likert("q1"), likert("q2"), likert("q3"))
    return contrast(*items, purpose=purpose)


def answers(choice: str, *levels: int) -> ResponseSet:
    """Answers to the four questions."""
    raw = {"s": choice, **{f"q{k}": level for k, level in enumerate(levels, start=1)}}
    found, problems = read_answers(rubric(), raw)
    assert not problems
    return follow_branches(rubric(), found)


def person(k: int, outcome: str | None = "a", **more: object) -> CohortPerson:
    """A person of a score that is their number."""
    fields: dict[str, object] = {
        "id": f"p{k}",
        "label": "clear",
        "outcome": outcome,
        "scores": {"a": Fraction(k)},
        "failed": (),
        "unknown": (),
    }
    return CohortPerson(**{**fields, **more})  # type: ignore[arg-type]


def told(people: list[CohortPerson], options: CohortOptions = CohortOptions()) -> Cohort:  # noqa: B008
    """What is told of people."""
    return cohort(rubric(), people, options)


def test_results_are_counted_in_the_order_of_the_rubric() -> None:
    people = [person(1, "b"), person(2, "a"), person(3, "b")]
    people.append(person(4, "a", label="too_close_to_call"))
    people.append(person(5, "a;b", label="tie"))
    counted = [(one.result, one.people) for one in told(people).results]
    assert counted == [("a", 1), ("b", 2), (NO_RESULT, 2)]


def test_scores_fall_into_five_parts_closed_on_the_left() -> None:
    people = [person(k) for k in (0, 19, 20, 59, 60, 100)]
    measure = told(people).measures[0]
    assert measure.bins == (2, 1, 1, 1, 1)
    assert measure.mean == Fraction(258, 6)
    assert measure.quarters is None


def test_quarters_and_percentiles_are_told_from_thirty_people_on() -> None:
    assert told([person(k) for k in range(29)]).percentiles == ()
    found = told([person(k) for k in range(1, 31)])
    # Of 1 to 30 (Hyndman and Fan, 7): 1 + 29/4, 1 + 29/2, 1 + 87/4.
    assert found.measures[0].quarters == (Fraction(33, 4), Fraction(31, 2), Fraction(91, 4))
    ranks = {one.id: one.percentile for one in found.percentiles}
    assert ranks["p1"] == Fraction(100, 60)
    assert ranks["p30"] == 100 - Fraction(100, 60)


def test_people_level_with_each_other_share_a_percentile() -> None:
    found = told([person(50) for _ in range(15)] + [person(60) for _ in range(15)])
    assert {one.percentile for one in found.percentiles} == {25, 75}


def test_the_steps_that_help_most_people_come_first() -> None:
    people = [person(k, steps=("q1", "q2")) for k in range(3)]
    people += [person(3, steps=("q2", "q3")), person(4, steps=None), person(5, steps=("s",))]
    found = told(people)
    assert found.planned == 5
    assert [(one.item, one.people) for one in found.steps] == [("q2", 4), ("q1", 3), ("q3", 1)]


def grouped(sizes: dict[str, tuple[int, int]]) -> list[CohortPerson]:
    """People by group: how many, and how many of them are an a; the others are a b."""
    return [
        person(k, "a" if k < chosen else "b", group=group)
        for group, (number, chosen) in sizes.items()
        for k in range(number)
    ]


def test_a_group_of_four_is_nowhere_to_be_seen_and_no_mean_gives_it_away() -> None:
    people = grouped({"x": (20, 10), "y": (12, 6), "z": (4, 2)})
    found = told(people, CohortOptions("site"))
    assert [one.group for one in found.groups] == ["x"]
    assert found.groups_withheld == 2
    assert found.groups[0].means == {"a": Fraction(190, 20)}


def test_a_mean_of_some_members_only_is_not_told() -> None:
    people = grouped({"x": (20, 10), "y": (12, 6)})
    people[0] = people[0]._replace(scores={})
    found = told(people, CohortOptions("site"))
    assert [sorted(one.means) for one in found.groups] == [[], ["a"]]


def test_the_impact_ratio_tells_nothing_that_the_groups_withhold() -> None:
    people = grouped({"x": (40, 30), "y": (40, 12), "z": (40, 2)})
    found = cohort(rubric("hiring"), people, CohortOptions("site", ("a",))).impact
    assert found is not None
    views = {one.group: one for one in found.groups}
    assert found.comparator == "x"
    assert views["z"].selected is None
    assert views["z"].flagged  # 14 of y and z together are selected
    assert views["y"].flagged
    shown = {one.group: one.results["a"] for one in told(people, CohortOptions("site")).groups}
    assert {group: view.selected for group, view in views.items()} == shown


def test_without_a_group_no_impact_is_told() -> None:
    assert told([person(1)]).impact is None


def test_advice_to_the_author_needs_thirty_people_and_names_what_nobody_took() -> None:
    few = [person(k, answers=answers("pa", 1, 2, 3)) for k in range(29)]
    assert told(few).unused == ()
    many = [person(k, answers=answers("pa", 1 + k % 5, 1 + k % 5, 5 - k % 5)) for k in range(30)]
    found = told(many)
    assert [(one.item, one.options) for one in found.unused] == [("s", ("pb", "both"))]
    scale = next(one for one in found.reliability if one.outcome == "a")
    rest = {one.item: one.correlation for one in scale.items}
    assert scale.people == 30
    assert rest["s"] is None
    assert rest["q1"] is None  # what q2 adds, q3 takes away: the others together never move
    assert (rest["q3"] or 0) < -0.9
