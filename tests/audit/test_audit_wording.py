"""Every text of a rubric is found, with its place and its kind."""

from __future__ import annotations

import typing
from collections import Counter

import pytest
from make import LABELS, contrast, likert, single
from overlay import SOUND, asking, holds, merged, raw, sound, sound_text

from rolefit.audit.wording import KINDS, hits, phrases, texts_to_see
from rolefit.rubric.conditions import Line, Prose, Value
from rolefit.rubric.model import Rubric


def models(start: type[Value] = Rubric) -> set[type[Value]]:
    """Every model that a rubric may hold."""
    found, left = set(), [start]
    while left:
        model = left.pop()
        if model not in found:
            found.add(model)
            for hint in typing.get_type_hints(model, include_extras=True).values():
                left += [part for part in parts(hint) if isinstance(part, type)]
    return found


def parts(hint: object) -> list[object]:
    """The models and texts in an annotation."""
    if hint in (Line, Prose):
        return [hint]
    if isinstance(hint, type) and issubclass(hint, Value):
        return [hint]
    return [found for inner in typing.get_args(hint) for found in parts(inner)]


def test_every_text_that_a_rubric_can_hold_has_a_kind() -> None:
    unsaid = {"Source", "Case", "Expect"}
    for model in models():
        for name, hint in typing.get_type_hints(model, include_extras=True).items():
            if {Line, Prose} & {p for p in parts(hint) if not isinstance(p, type)}:
                key = model.model_fields[name].alias or name
                assert model.__name__ in unsaid or key in KINDS, (model.__name__, key)


@pytest.mark.parametrize("name", SOUND)
def test_every_text_stands_at_its_place_and_is_found_once(name: str) -> None:
    content = raw(sound_text(name))
    found = list(texts_to_see(sound(name)))
    assert all(holds(content, one.path) for one in found)
    assert len({one.path for one in found}) == len(found)
    for one in found:
        value: object = content
        for step in one.path:
            value = value[step]  # type: ignore[index]
        assert value == one.text


def test_cases_sources_ids_and_conditions_are_left_out() -> None:
    found = list(texts_to_see(sound("sound")))
    assert not {one.path[0] for one in found} & {"cases", "sources", "rubric", "version"}
    assert not {"agency", "AG-01", "yes", "bought", "contrast"} & {one.text for one in found}


def test_texts_are_told_apart_by_kind() -> None:
    counts = Counter(one.kind for one in texts_to_see(sound("sound")))
    items = merged("{}")["items"]
    options = [o for item in items for o in (*item.get("options", ()), *item.get("levels", ()))]
    assert counts["question"] == counts["why"] == len(items)
    assert counts["option"] == len(options)
    assert counts["label"] == 5 + 1, "one scale and one unit"


def test_the_labels_of_a_scale_are_found_once_and_own_labels_at_their_item() -> None:
    shared = likert("s", labels=("a b", "c d", "e f", "g h"), scale="often")
    rubric = contrast(single("q"), likert("r"), shared, scales={"often": LABELS})
    found = [one.path for one in texts_to_see(rubric) if one.kind == "label"]
    assert found[:5] == [("scales", "often", k) for k in range(5)]
    assert found[5:10] == [("items", 1, "labels", k) for k in range(5)]
    assert found[10:] == [("items", 2, "labels", k) for k in range(4)]


def test_a_prompt_for_an_interviewer_is_no_question_to_the_respondent() -> None:
    levels = ({"anchor": "low one here"}, {"anchor": "high one here"})
    prompt = {"interview_question": "Tell me.", "levels": levels, "toward": "a"}
    rubric = asking("What did you hear?", type="bars", **prompt)
    assert [one.text for one in texts_to_see(rubric) if one.kind == "prompt"] == ["Tell me."]


def test_phrases_are_found_as_whole_words_whatever_their_capitals() -> None:
    rubric = asking("No nonsense: no-code, NO code, no.")
    assert [found for _, found in hits(rubric, ("question",), phrases("no, node"))] == ["no"]


def test_a_curly_apostrophe_is_an_apostrophe() -> None:
    rubric = asking("Don’t you?")
    assert [found for _, found in hits(rubric, ("question",), phrases("don't"))] == ["don't"]
