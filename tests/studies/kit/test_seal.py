"""The seal of a kit: it holds what was fixed, and finds each thing that is another now."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from make import answers as answers_to
from make import contrast, likert, single

from rolefit.cli.work.sealed import seal_text
from rolefit.rubric.model import Responses, Rubric
from rolefit.storage.documents import parse, validate
from rolefit.studies.kit.seal import (
    ReplacedSeal,
    SealedSide,
    changes,
    digest_of,
    intact,
    make_seal,
    moves_scores,
    questions_changed,
)
from rolefit.studies.kit.sealed import Seal

DAY = "2026-11-30"
GATE = {
    "id": "g",
    "name": "G",
    "when": {"item": "one", "is": "pa"},
    "on_fail": "flag",
    "reason": "R",
}


def need(**more: Any) -> Rubric:
    items = (single("one", "d"), likert("two", "e"), single("three", "e"))
    return contrast(*items, **{"gates": (GATE,), **more})


def answers(**given: Any) -> Responses:
    return answers_to(need(), **given)


SEEN = contrast(single("c", "d"), likert("f", "e"))
GIVEN = answers(one="pa", two=3, three={"answer": "pb", "note": "private"})


def sealed(rubric: Rubric, replaced: ReplacedSeal | None = None, role: str = "a") -> Seal:
    return make_seal((rubric, GIVEN), SEEN, role, DAY, replaced)


def found(after: Rubric, given: Any = GIVEN) -> list[tuple[str, str]]:
    """Kinds and names of all that has changed on the side of the need."""
    seal = sealed(need())
    same = SealedSide(SEEN, SEEN)
    rows = changes(seal, SealedSide(need(), after), same, given)
    return [(one.kind, one.name) for one in rows]


def test_a_seal_reads_back_as_it_was_written() -> None:
    seal = sealed(need())
    again = validate(parse("kit.yaml", seal_text(seal).encode()), Seal)
    assert intact(again)
    assert digest_of(again) == seal.digest


def test_answers_with_decimals_keep_the_digest() -> None:
    seal = sealed(need()).model_copy(update={"answers": {"two": Decimal("3.50"), "one": ("a",)}})
    seal = seal.model_copy(update={"digest": digest_of(seal)})
    assert intact(validate(parse("kit.yaml", seal_text(seal).encode()), Seal))


def test_notes_are_not_sealed() -> None:
    assert "private" not in seal_text(sealed(need()))


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {"one": "pb"}},
        {"role": "b"},
        {"sealed": "2026-12-01"},
        {"weights": {"d": "99 %"}},
        {"engine": "9"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_edited_breaks_the_seal(change: dict[str, Any]) -> None:
    assert not intact(sealed(need()).model_copy(update=change))


def test_nothing_changed_is_no_change() -> None:
    assert found(need()) == []


def test_a_note_is_no_change_of_an_answer() -> None:
    assert found(need(), answers(one={"answer": "pa", "note": "x"}, two=3, three="pb")) == []


def test_an_answer_that_is_another_one_is_told_in_words() -> None:
    seal, side = sealed(need()), SealedSide(need(), need())
    given = answers(one="pb", two=3, three="dont_know")
    rows = changes(seal, side, SealedSide(SEEN, SEEN), given)
    assert [(one.before, one.after) for one in rows] == [
        ("For a.", "For b."),
        ("For b.", "dont know"),
    ]


def weighed(weight: int) -> dict[str, Any]:
    return {
        "d": {"name": "d", "about": "d", "weight": weight},
        "e": {"name": "e", "about": "e", "weight": 1},
    }


def asked(**change: Any) -> Rubric:
    """The need whose first question is another."""
    items = (single("one", "d", **change), likert("two", "e"), single("three", "e"))
    return contrast(*items, gates=(GATE,))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (need(dimensions=weighed(2)), [("weight", "d"), ("weight", "e")]),
        (asked(ask="Other?"), [("question", "one")]),
        (asked(weight=2), [("weight of a question", "one")]),
        (asked(why="Because."), [("text", "tiny")]),
        (need(gates=()), [("condition", "g")]),
        (need(gates=({**GATE, "on_fail": "exclude"},)), [("condition", "g")]),
        (need(gates=({**GATE, "reason": "Other."},)), [("text", "tiny")]),
        (need(settings={"indifference_threshold": 9}), [("setting", "settings")]),
        (need(title="Other"), [("text", "tiny")]),
        (need(materials={"before": "B."}), [("material", "before")]),
    ],
)
def test_each_change_is_told_by_its_kind(after: Rubric, expected: list[tuple[str, str]]) -> None:
    assert found(after) == expected


def test_scaling_all_weights_changes_none() -> None:
    doubled = {name: {**one, "weight": 2} for name, one in weighed(1).items()}
    assert found(need(dimensions=doubled)) == [("text", "tiny")]


def test_a_question_that_is_gone_or_new_is_told() -> None:
    items = (single("one", "d"), likert("two", "e"), single("four", "e"))
    given = answers(one="pa", two=3, four="pb")
    kinds = found(contrast(*items, gates=(GATE,)), given)
    assert ("question", "three") in kinds
    assert ("question", "four") in kinds


def test_texts_and_materials_move_no_score() -> None:
    seal = sealed(need())
    same = SealedSide(SEEN, SEEN)
    texts = changes(seal, SealedSide(need(), need(title="Other")), same, GIVEN)
    weights = changes(seal, SealedSide(need(), need(dimensions=weighed(2))), same, GIVEN)
    assert not moves_scores(texts)
    assert moves_scores(weights)


def test_questions_are_told_by_their_side() -> None:
    other = contrast(single("c", "d", ask="Other?"), likert("f", "e"))
    rows = changes(sealed(need()), SealedSide(need(), need()), SealedSide(SEEN, other), GIVEN)
    assert questions_changed(rows, "candidates") == ("c",)
    assert questions_changed(rows, "need") == ()


# --- sealed again ------------------------------------------------------------


def test_a_seal_stays_as_it_is_while_nothing_changes() -> None:
    first = sealed(need())
    again = make_seal((need(), GIVEN), SEEN, "a", "2027-01-01", ReplacedSeal(first, 3, ()))
    assert again == first


def test_a_new_seal_remembers_what_it_replaced() -> None:
    first = sealed(need())
    second = sealed(need(dimensions=weighed(2)), ReplacedSeal(first, 3, ()))
    third = sealed(need(), ReplacedSeal(second, 4, ()), role="b")
    assert [one.digest for one in third.earlier] == [first.digest, second.digest]
    assert [one.forms for one in third.earlier] == [3, 4]
    assert [one.kind for one in third.earlier[-1].changes] == ["role"]
    assert intact(third)
