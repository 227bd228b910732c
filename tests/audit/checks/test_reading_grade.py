"""Reading grade: what is too hard, read together with what, and from where on."""

from __future__ import annotations

import pytest
from overlay import asking, found, overlay

from rolefit.audit.checks import reading_grade
from rolefit.audit.wording import grade

HARD = "Organisational accountability necessitates comprehensive documentation of responsibilities."


def test_a_question_is_graded_with_its_options() -> None:
    plain = ({"id": "pa", "text": "I did it."}, {"id": "pb", "text": "They did it."})
    hard = ({"id": "pa", "text": HARD}, {"id": "pb", "text": f"Presumably {HARD}"})
    assert found(reading_grade, asking("Who did it?", type="single", options=plain)) == []
    (one,) = found(reading_grade, asking("Who did it?", type="single", options=hard))
    assert (one.path, one.severity) == (("items", 2, "ask"), "warning")


def test_a_hard_question_counts_however_short_it_is() -> None:
    assert len(found(reading_grade, asking("Is organisational accountability documented?"))) == 1


def test_a_text_is_graded_by_itself_from_ten_words_on() -> None:
    nine = "comprehensive documentation of " * 3
    assert found(reading_grade, overlay(f"limits: [{nine.strip()}]")) == []
    (one,) = found(reading_grade, overlay(f"limits: [{nine}responsibilities]"))
    assert (one.path, one.severity) == (("limits", 0), "warning")


@pytest.mark.parametrize(
    ("ones", "twos", "shown", "severity"),
    # Words of one and of two syllables: 0.39 * words + 11.8 * syllables / words - 15.59.
    [
        (30, 0, "7.9", None),
        (17, 7, "9.0", None),
        (33, 0, "9.1", "info"),
        (35, 0, "9.9", "info"),
        (37, 0, "10.6", "warning"),
    ],
)
def test_above_9_is_a_remark_and_above_10_a_warning(
    ones: int, twos: int, shown: str, severity: str | None
) -> None:
    text = " ".join(["word"] * ones + ["table"] * twos)
    by_hand = 0.39 * (ones + twos) + 11.8 * (ones + 2 * twos) / (ones + twos) - 15.59
    assert float(grade([text])) == pytest.approx(by_hand)
    told = found(reading_grade, overlay(f"limits: [{text}.]"))
    assert [one.severity for one in told] == ([] if severity is None else [severity])
    assert all(f"grade {shown}," in one.message for one in told)
