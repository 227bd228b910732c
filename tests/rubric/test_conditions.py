"""Conditions as data: three-valued logic, comparisons, limits of shape, and words for people."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from rolefit.rubric.conditions import (
    MAX_DEPTH,
    MAX_NODES,
    Condition,
    ItemIs,
    ScoreIs,
    Truth,
    comparisons,
    items_in,
    leaves,
    matches,
    parts_of,
    rebuilt,
    satisfies,
    shape_problems,
    truth,
)
from rolefit.rubric.texts import in_answers, in_words

ADAPTER: TypeAdapter[Any] = TypeAdapter(Condition)
WORDS = {"t": True, "f": False, "u": None}
P, Q = {"item": "p", "is": "x"}, {"item": "q", "is": "x"}


def condition(raw: Any) -> Any:
    return ADAPTER.validate_python(raw)


def valued(raw: Any, **values: Truth) -> Truth:
    return truth(
        condition(raw), lambda leaf: values[leaf.item] if isinstance(leaf, ItemIs) else None
    )


@pytest.mark.parametrize(
    ("p", "q", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_logic_is_that_of_kleene(p: Truth, q: Truth, both: Truth, either: Truth) -> None:
    assert valued({"all": (P, Q)}, p=p, q=q) is both
    assert valued({"any": (P, Q)}, p=p, q=q) is either


@pytest.mark.parametrize(("p", "denied"), [(True, False), (False, True), (None, None)])
def test_the_denial_of_the_unknown_is_unknown(p: Truth, denied: Truth) -> None:
    assert valued({"not": P}, p=p) is denied


def test_a_known_part_decides_whatever_the_unknown_part_turns_out_to_be() -> None:
    raw = {"any": ({"all": (P, Q)}, {"not": Q})}
    for p, q in product((True, False, None), repeat=2):
        said = valued(raw, p=p, q=q)
        reached = {
            valued(raw, p=x, q=y)
            for x in ((p,) if p is not None else (True, False))
            for y in ((q,) if q is not None else (True, False))
        }
        assert said is None or reached == {said}


@pytest.mark.parametrize(
    ("raw", "answer", "expected"),
    [
        ({"at_least": 3}, 3, True),
        ({"at_least": 3}, 2, False),
        ({"at_most": 3}, 3, True),
        ({"at_most": 3}, 4, False),
        ({"at_least": 2, "at_most": 3}, 2, True),
        ({"at_least": 2, "at_most": 3}, 4, False),
        ({"at_least": Fraction(5, 2)}, Fraction(5, 2), True),
        ({"at_least": 3}, "yes", False),
        ({"at_most": 3}, ("a",), False),
        ({"is": "yes"}, "yes", True),
        ({"is": "yes"}, "no", False),
        ({"is_one_of": ("a", "b")}, "b", True),
        ({"is_one_of": ("a", "b")}, "c", False),
        ({"includes": "a"}, ("b", "a"), True),
        ({"includes": "a"}, ("b",), False),
        ({"includes": "a"}, "a", False),
        ({"is": "a", "is_one_of": ("a", "b")}, "a", True),
        ({"is": "a", "is_one_of": ("b",)}, "a", False),
    ],
)
def test_an_answer_matches_when_every_comparison_that_is_given_holds(
    raw: Any, answer: Any, expected: bool
) -> None:
    assert matches(ItemIs.model_validate({"item": "q", **raw}), answer) is expected


@pytest.mark.parametrize(
    ("raw", "score", "expected"),
    [
        ({"at_least": 50}, 50, True),
        ({"at_least": 50}, 49, False),
        ({"at_most": 50}, 50, True),
        ({"at_most": 50}, 51, False),
        ({"at_least": 40, "at_most": 60}, 40, True),
        ({"at_least": 40, "at_most": 60}, 61, False),
        ({"at_least": 40, "at_most": 60}, 39, False),
    ],
)
def test_a_score_is_compared_with_both_ends_included(raw: Any, score: int, expected: bool) -> None:
    leaf = ScoreIs.model_validate({"dimension": "d", **raw})
    assert satisfies(leaf, Fraction(score)) is expected


def test_leaves_are_every_comparison_in_order() -> None:
    raw = {"all": (P, {"any": ({"not": Q}, {"dimension": "d", "at_least": 1})})}
    found = list(leaves(condition(raw)))
    assert [type(leaf) for leaf in found] == [ItemIs, ItemIs, ScoreIs]
    assert parts_of(found[0]) == ()


def test_each_item_that_is_read_is_named_once() -> None:
    raw = {"all": (Q, P, {"not": Q}, {"dimension": "d", "at_least": 1})}
    assert items_in(condition(raw)) == ("q", "p")
    assert items_in(None) == ()


@pytest.mark.parametrize("raw", [{}, {"when": 1}, "x", 7, None, ("p",)], ids=repr)
def test_what_is_no_condition_is_refused_with_the_kinds_that_there_are(raw: Any) -> None:
    with pytest.raises(ValidationError, match="expected a condition: all, any, not"):
        condition(raw)


def test_a_condition_is_built_again_with_what_is_directly_inside_it_changed() -> None:
    inner, other = {"item": "one", "is": "x"}, condition({"item": "two", "is": "y"})
    for raw in (
        {"all": (inner, inner)},
        {"any": (inner, inner)},
        {"not": inner},
        {"at_least": {"k": 2, "of": (inner, inner, inner)}},
    ):
        before = condition(raw)
        after = rebuilt(before, lambda _: other)
        assert type(after) is type(before)
        assert list(leaves(after)) == [other] * len(list(leaves(before)))
        assert rebuilt(before, lambda part: part) == before
    assert rebuilt(other, lambda _: condition(inner)) == other


def test_a_condition_that_was_read_already_is_taken_as_it_is() -> None:
    parts = [condition(raw) for raw in (P, {"not": P}, {"all": (P,)}, {"any": (P,)})]
    parts.append(condition({"outcome": "a", "at_most": 3}))
    assert condition({"all": tuple(parts)}).all == tuple(parts)


def test_another_value_is_no_condition() -> None:
    from rolefit.rubric.texts import Advice  # noqa: PLC0415

    with pytest.raises(ValidationError, match="expected a condition"):
        condition(Advice.model_validate({"summary": "s"}))


def nested(depth: int) -> Any:
    raw: Any = P
    for _ in range(depth - 1):
        raw = {"not": raw}
    return raw


def wide(nodes: int) -> Any:
    return {"any": tuple(P for _ in range(nodes - 1))}


def test_the_greatest_depth_and_size_are_allowed_and_one_more_is_not() -> None:
    assert not list(shape_problems(condition(nested(MAX_DEPTH))))
    assert not list(shape_problems(condition(wide(MAX_NODES))))
    (deep,) = shape_problems(condition(nested(MAX_DEPTH + 1)))
    (large,) = shape_problems(condition(wide(MAX_NODES + 1)))
    assert deep.message == "a condition nested 9 deep; at most 8 are allowed"
    assert large.message == "a condition of 1001 parts; at most 1000 are allowed"


def test_a_comparison_of_nothing_is_a_problem_that_says_what_to_add() -> None:
    (problem,) = shape_problems(condition({"all": (P, {"item": "q"})}))
    assert problem.message == "a comparison that compares nothing"
    assert "at_least" in problem.hint


def test_comparisons_are_named_as_in_the_file() -> None:
    raw = {"item": "q", "at_least": 2, "is": "x", "is_one_of": ("x", "y"), "includes": "z"}
    assert list(comparisons(condition(raw))) == ["at_least", "is", "is_one_of", "includes"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (P, "p is x"),
        ({"item": "p", "at_least": Fraction(5, 2)}, "p at least 2.5"),
        ({"item": "p", "at_least": 2, "at_most": 4}, "p at least 2 and at most 4"),
        ({"item": "p", "is_one_of": ("x", "y")}, "p is one of x, y"),
        ({"item": "p", "includes": "x"}, "p includes x"),
        ({"dimension": "d", "at_most": 40}, "d at most 40"),
        ({"outcome": "a", "at_least": 60}, "a at least 60"),
        ({"all": (P, Q)}, "p is x and q is x"),
        ({"any": (P, Q)}, "p is x or q is x"),
        ({"not": P}, "not (p is x)"),
    ],
)
def test_a_condition_reads_like_a_sentence(raw: Any, words: str) -> None:
    assert in_words(condition(raw)) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (P, "3 is answered x"),
        ({"item": "p", "is_one_of": ("x", "y", "z")}, "3 is answered x, y or z"),
        ({"item": "p", "at_least": 2, "at_most": 4}, "3 is answered 2 or more and 4 or less"),
        ({"item": "p", "includes": "x"}, "3 is answered with x among others"),
        ({"all": (P, Q)}, "3 is answered x, and 7 is answered x"),
        ({"any": (P, Q)}, "3 is answered x, or 7 is answered x"),
        ({"not": P}, "it is not so that 3 is answered x"),
        (
            {"at_least": {"k": 1, "of": (P, Q)}},
            "at least 1 of these hold: 3 is answered x; 7 is answered x",
        ),
    ],
)
def test_on_paper_a_condition_names_questions_by_their_number(raw: Any, words: str) -> None:
    assert in_answers(condition(raw), {"p": 3, "q": 7}) == words


def test_what_is_said_of_a_group_tells_it_from_another_grouping() -> None:
    one = {"all": (P, {"any": (Q, {"item": "r", "is": "x"})})}
    other = {"any": ({"all": (P, Q)}, {"item": "r", "is": "x"})}
    assert valued(one, p=False, q=False, r=True) != valued(other, p=False, q=False, r=True)
    assert in_words(condition(one)) != in_words(condition(other))


def test_a_score_within_a_dimension_is_said_with_its_outcome() -> None:
    words = in_words(condition({"outcome": "doer", "dimension": "hands", "at_least": 60}))
    assert "hands" in words
    assert "doer" in words


SOME = {"at_least": {"k": 2, "of": (P, Q, {"item": "r", "is": "x"})}}


@pytest.mark.parametrize("values", list(product((True, False, None), repeat=3)))
def test_k_of_several_holds_as_counting_every_completion_says(values: tuple[Truth, ...]) -> None:
    free = [(True, False) if value is None else (value,) for value in values]
    outcomes = {sum(completion) >= 2 for completion in product(*free)}
    expected = outcomes.pop() if len(outcomes) == 1 else None
    assert valued(SOME, **dict(zip("pqr", values, strict=True))) is expected


def test_k_of_several_is_told_in_words_and_read_item_by_item() -> None:
    assert in_words(condition(SOME)) == "at least 2 of: p is x; q is x; r is x"
    assert items_in(condition(SOME)) == ("p", "q", "r")


def test_more_than_there_are_can_never_hold() -> None:
    raw = {"any": (P, {"at_least": {"k": 3, "of": (P, Q)}})}
    (problem,) = shape_problems(condition(raw))
    assert problem.message == "at least 3 of 2 can never hold"
