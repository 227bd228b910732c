"""What every item type promises, checked for each member of the one list of item types."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

import oracle
import pytest
from every import every
from pydantic import TypeAdapter

from rolefit.rubric.items import ITEM_TYPES, Item
from rolefit.rubric.items.base import ItemBase, Unreadable
from rolefit.rubric.models import STANDARD

LABELS = ("never", "seldom", "sometimes", "often", "always")
ANCHORS = tuple({"anchor": f"anchor {k}"} for k in range(1, 5))
UNEVEN = tuple({"anchor": f"at {v}", "value": v} for v in (0, Fraction(1, 5), Fraction(3, 5), 1))
CONTRAST_OPTIONS = (
    {"id": "left", "text": "To the left.", "favors": {"a": 1}},
    {"id": "right", "text": "To the right.", "favors": {"b": 1, "a": Fraction(1, 4)}},
    {"id": "nowhere", "text": "Nowhere."},
)
READINESS_OPTIONS = (
    {"id": "poor", "text": "Poor.", "value": 0},
    {"id": "fair", "text": "Fair.", "value": Fraction(2, 5)},
    {"id": "good", "text": "Good.", "value": 1},
)
POINTS = ({"at": 5, "value": 0}, {"at": 10, "value": 1}, {"at": 20, "value": Fraction(1, 2)})
AMOUNT = {"unit": "hours", "range": (0, 40), "breakpoints": POINTS}
CHOICES = {"contrast": CONTRAST_OPTIONS, "readiness": READINESS_OPTIONS}

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "likert": ({"labels": LABELS}, {"labels": LABELS[:4], "reverse": True}),
    "bars": ({"levels": ANCHORS}, {"levels": UNEVEN, "half_levels": True}),
    "single": ({},),
    "multi": (
        {"mode": "sum"},
        {"mode": "mean", "min_selected": 2, "none_of_these": False},
        {"mode": "max", "max_selected": 2},
    ),
    "numeric": (AMOUNT, {**AMOUNT, "shape": "step"}),
    "yes_no": ({"also_scores": True},),
    "allocation": ({}, {"total": 40, "unit": "hours"}),
}
OUTCOMES = {"contrast": ("a", "b"), "readiness": (STANDARD,)}
RUBBISH: tuple[Any, ...] = (
    None,
    1.5,
    0,
    99,
    -1,
    (),
    {},
    "rubbish",
    ("rubbish",),
    True,
    [],
    object(),
)

ADAPTER: TypeAdapter[Any] = TypeAdapter(Item)


def name_of(cls: type[ItemBase]) -> str:
    return str(get_args(cls.model_fields["type"].annotation)[0])


def raw_items() -> list[tuple[str, dict[str, Any]]]:
    """Each item type in each model, in each of its variants."""
    found = []
    for cls in ITEM_TYPES:
        name = name_of(cls)
        for model, choices in CHOICES.items():
            for variant in SAMPLES[name]:
                raw = {"id": "q", "type": name, "ask": "q?", "dimension": "d", **variant}
                if "choices" in cls.model_fields:
                    raw["options"] = choices
                if "toward" in cls.model_fields and model == "contrast":
                    raw["toward"] = "a"
                found.append((model, raw))
    return found


EVERY = every(("model", "raw"), raw_items())


def item_of(raw: dict[str, Any]) -> Any:
    return ADAPTER.validate_python(raw)


def test_every_item_type_has_a_sample_here() -> None:
    assert {name_of(cls) for cls in ITEM_TYPES} == set(SAMPLES)


@EVERY
def test_an_item_is_read_as_the_type_that_it_names(model: str, raw: dict[str, Any]) -> None:
    assert item_of(raw).type == raw["type"]
    assert type(item_of(raw)) in ITEM_TYPES


@EVERY
def test_a_sound_item_has_no_problems(model: str, raw: dict[str, Any]) -> None:
    assert list(item_of(raw).problems(OUTCOMES[model])) == []


@EVERY
def test_every_candidate_reads_back_as_itself(model: str, raw: dict[str, Any]) -> None:
    item = item_of(raw)
    assert item.candidates()
    assert len(set(item.candidates())) == len(item.candidates())
    for answer in item.candidates():
        assert item.read(answer) == answer


@EVERY
def test_the_values_of_every_candidate_lie_between_0_and_1(model: str, raw: dict[str, Any]) -> None:
    item, outcomes = item_of(raw), OUTCOMES[model]
    for answer in item.candidates():
        values = item.values(answer, outcomes)
        assert len(values) == len(outcomes)
        assert all(isinstance(v, Fraction) and 0 <= v <= 1 for v in values)


@EVERY
def test_some_candidate_is_worth_0_and_some_is_worth_1(model: str, raw: dict[str, Any]) -> None:
    item, outcomes = item_of(raw), OUTCOMES[model]
    for k, _ in enumerate(outcomes):
        worths = [item.values(answer, outcomes)[k] for answer in item.candidates()]
        assert min(worths) == 0
        assert max(worths) == 1


@EVERY
def test_values_are_those_of_the_published_formulas(model: str, raw: dict[str, Any]) -> None:
    item, outcomes = item_of(raw), OUTCOMES[model]
    assert set(item.candidates()) == set(oracle.telling_answers(raw))
    for answer in item.candidates():
        assert item.values(answer, outcomes) == oracle.value(raw, answer, outcomes)


@EVERY
def test_values_follow_the_order_of_the_outcomes(model: str, raw: dict[str, Any]) -> None:
    item, outcomes = item_of(raw), OUTCOMES[model]
    for answer in item.candidates():
        assert item.values(answer, outcomes[::-1]) == item.values(answer, outcomes)[::-1]


@EVERY
def test_an_answer_is_quoted_in_the_words_of_its_options(model: str, raw: dict[str, Any]) -> None:
    item = item_of(raw)
    listed = dict(item.options())
    assert len(listed) == len(item.options())
    for answer in item.candidates():
        match raw["type"], answer:
            case "numeric", _:
                assert item.shown(answer) == f"{answer} hours"
            case "multi", _:
                assert item.shown(answer) == "; ".join(listed[key].rstrip(".") for key in answer)
            case "allocation", _:
                (key,) = item.choices_in(answer)
                assert item.shown(answer) == f"{item.total} {listed[key].rstrip('.')}"
            case "bars", Fraction(denominator=2):
                assert "between" in item.shown(answer)
            case _:
                assert item.shown(answer) == listed[str(answer)]


@EVERY
def test_what_the_options_say_to_write_can_be_read(model: str, raw: dict[str, Any]) -> None:
    item = item_of(raw)
    for key, words in item.options():
        assert words
        match raw["type"]:
            case "numeric":
                assert (key, words) == ("0 to 40", "hours")
            case "likert" | "bars":
                assert item.shown(item.read(int(key))) == words
            case "allocation":
                assert words.rstrip(".") in item.shown(item.read({key: item.total}))
            case "multi" if key != "none_of_these" and raw.get("min_selected", 1) > 1:
                assert key in item.read([option for option, _ in item.options()])
            case _:
                assert words.rstrip(".") == item.shown(item.read(key)).rstrip(".")


@EVERY
def test_a_place_on_the_page_is_the_place_of_the_option(model: str, raw: dict[str, Any]) -> None:
    item = item_of(raw)
    keys = [key for key, _ in item.options()]
    for answer in item.candidates():
        place = item.position(answer)
        if raw["type"] in ("multi", "numeric", "yes_no", "allocation") or answer in (
            Fraction(k, 2) for k in (3, 5, 7)
        ):
            assert place is None
        else:
            assert place == (keys.index(str(answer)) + 1, len(keys))


@EVERY
@every("rubbish", RUBBISH)
def test_rubbish_is_refused_with_what_was_expected(
    model: str, raw: dict[str, Any], rubbish: Any
) -> None:
    item = item_of(raw)
    allowed = {"yes_no": (True,), "numeric": (0,)}
    if any(rubbish is good for good in allowed.get(raw["type"], ())):
        assert item.read(rubbish) in item.candidates()
        return
    with pytest.raises(Unreadable) as caught:
        item.read(rubbish)
    assert caught.value.message == str(caught.value)
    assert len(caught.value.message) > 10


@EVERY
def test_a_scale_step_is_what_the_published_formula_says(model: str, raw: dict[str, Any]) -> None:
    item = item_of(raw)
    for answer in item.candidates():
        assert item.step_at(answer) == oracle.width(raw, answer)


@EVERY
def test_one_width_of_a_step_serves_all_answers_of_a_list(model: str, raw: dict[str, Any]) -> None:
    item = item_of(raw)
    assert item.step_width == (0 if item.continuous else oracle.step(raw))


@EVERY
def test_an_item_without_a_dimension_scores_nothing(model: str, raw: dict[str, Any]) -> None:
    assert item_of(raw).scores
    assert not item_of({**raw, "dimension": None}).scores


@EVERY
def test_an_unknown_outcome_is_a_problem_that_offers_the_known(
    model: str, raw: dict[str, Any]
) -> None:
    if raw["type"] == "numeric" or model == "readiness":
        raw = {**raw, "toward": "nobody"} if "toward" in dict(item_of(raw)) else raw
    problems = list(item_of(raw).problems(("one", "two") if model == "contrast" else (STANDARD,)))
    if model == "readiness":
        assert [p.path[-1] for p in problems] == (["toward"] if "toward" in raw else [])
        return
    assert {p.code for p in problems} == {"unknown-name"}
    assert all("one, two" in p.advice or "did you mean" in p.advice for p in problems)
