"""What came of assessments: three plain answers months later, and how well verdicts held.

Pure: days come from outside, and what is remembered goes out as plain data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from rolefit.errors import RolefitError, nearest
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import Label

KIND = "outcome"
"""Under which outcomes are kept beside their assessment."""
LOOKS = (6, 12)
"""Months after which it is asked what came of it."""
FEWEST = 10
"""Cases below which a share says too little to be told."""
Z = Fraction(196, 100)
"""Width of the intervals: 95 of 100 of them hold the true share."""
_EARLY = 30
"""Days before a look is due from which on it can be had."""
_MONTH = Fraction(36525, 1200)
Held = Literal["held", "partly", "not_held", "untold"]
Purpose = Literal["hiring", "role_design", "development"]


class OutcomeQuestion(NamedTuple):
    """One of the three questions."""

    id: str
    ask: str
    options: tuple[tuple[str, str], ...]
    """Key and text of each answer."""


class OutcomeLook(Value):
    """What was said some months after an assessment."""

    months: int
    """After which it was asked: 6 or 12."""
    day: date
    did: str
    worked: str
    now: str


class OutcomeRecord(Value):
    """What came of one assessment."""

    label: Label
    """How sure the verdict was."""
    looks: tuple[OutcomeLook, ...]


class ToldOutcome(Value):
    """What came of one assessment, without anything that says whose it was."""

    rubric: str
    version: str
    label: Label
    months: int
    """When it was last told what came of it."""
    did: str
    worked: str
    now: str
    held: Held


class LabelRecord(Value):
    """How often verdicts of one label held."""

    label: Label
    told: int
    """Verdicts of which it was told what came."""
    tested: int
    """Those that can be held against what came: acted on, and not too early to say."""
    held: int
    partly: int
    """These do not count as held."""
    share: Number | None
    """Held among those tested; None below ten."""
    low: Number | None
    """Wilson interval, 95 %, rounded outward to a tenth of a percent; None below ten."""
    high: Number | None


class OutcomeStudy(Value):
    """How well verdicts held so far."""

    outcomes: tuple[ToldOutcome, ...]
    labels: tuple[LabelRecord, ...]
    """One for each label that was told of, surest first."""


_DID: dict[Purpose, str] = {
    "hiring": "Was somebody hired the way this report said?",
    "role_design": "Was the role arranged the way this report said?",
    "development": "Did things go the way this report said: the step taken, or left for later?",
}
_NOW: dict[Purpose, OutcomeQuestion] = {
    "hiring": OutcomeQuestion(
        "now",
        "Is the person who was hired still there?",
        (
            ("grown", "Yes, and with more to do, or promoted"),
            ("same", "Yes, in the same job"),
            ("left", "No"),
            ("nobody", "Nobody was hired"),
        ),
    ),
    "role_design": OutcomeQuestion(
        "now",
        "Is the role still the way it was arranged then?",
        (
            ("grown", "Yes, and it has grown"),
            ("same", "Yes"),
            ("left", "No; it was changed again or given up"),
            ("nobody", "It was never arranged"),
        ),
    ),
    "development": OutcomeQuestion(
        "now",
        "Was the person promoted, or given more to do?",
        (
            ("grown", "Yes"),
            ("same", "No; the job is the same"),
            ("left", "They have left"),
            ("nobody", "I do not know"),
        ),
    ),
}
_WORKED = OutcomeQuestion(
    "worked",
    "How has that worked out so far?",
    (
        ("well", "Well"),
        ("partly", "Partly"),
        ("badly", "Badly"),
        ("early", "It is too early to say"),
    ),
)
_WAYS = (
    ("as_told", "Yes"),
    ("otherwise", "No, it was done another way"),
    ("nothing", "No, nothing was decided so far"),
)
_HELD: dict[tuple[str, str], Held] = {
    ("as_told", "well"): "held",
    ("as_told", "badly"): "not_held",
    ("otherwise", "badly"): "held",
    ("otherwise", "well"): "not_held",
}
_NAMES_NOTHING: tuple[Label, ...] = ("tie", "too_close_to_call", "not_enough_answers")
_SUREST: tuple[Label, ...] = (
    "clear",
    "leaning",
    "conditional",
    "not_yet",
    "too_close_to_call",
    "tie",
    "scale_levels",
    "not_enough_answers",
)


def questions(purpose: Purpose) -> tuple[OutcomeQuestion, ...]:
    """The three questions about an assessment of that purpose."""
    return (OutcomeQuestion("did", _DID[purpose], _WAYS), _WORKED, _NOW[purpose])


def months_since(start: date, today: date) -> Fraction:
    """Months that have passed; a year is 365.25 days."""
    return Fraction((today - start).days) / _MONTH


def due_look(start: date, today: date, record: OutcomeRecord | None) -> int | None:
    """The look that is due and was not had: after six or twelve months; None where none is."""
    had = {look.months for look in record.looks} if record else set()
    passed = months_since(start, today) + _EARLY / _MONTH
    due = [months for months in LOOKS if passed >= months]
    return due[-1] if due and due[-1] not in had else None


def checked_answer(purpose: Purpose, question: str, answer: str) -> str:
    """One answer by its key. Raises RolefitError where there is no such question or answer."""
    known = {one.id: one for one in questions(purpose)}
    if question not in known:
        hint = nearest(question[:80], tuple(known))
        raise RolefitError(f"--set {question[:80]}: is no question here", hint)
    keys = tuple(key for key, _ in known[question].options)
    if answer not in keys:
        listed = ", ".join(keys)
        raise RolefitError(f"--set {question}: `{answer[:80]}` is none of {listed}")
    return answer


def with_look(record: OutcomeRecord | None, label: Label, look: OutcomeLook) -> OutcomeRecord:
    """What came of an assessment, with one look more; it replaces one of the same time."""
    before = record.looks if record else ()
    others = tuple(one for one in before if one.months != look.months)
    looks = tuple(sorted((*others, look), key=lambda one: one.months))
    return OutcomeRecord(label=label, looks=looks)


def outcome_held(label: Label, look: OutcomeLook) -> Held:
    """Whether what came bears a verdict out.

    Followed and well, or not followed and badly: it held. The other two: it did not. What names
    no side can be borne out by nothing.
    """
    if look.did == "nothing" or look.worked == "early" or label in _NAMES_NOTHING:
        return "untold"
    return _HELD.get((look.did, look.worked), "partly")


def outcome_in_words(rubric: str, version: str, record: OutcomeRecord) -> ToldOutcome:
    """What came of an assessment as it was last told, without saying whose it was."""
    look = record.looks[-1]
    return ToldOutcome(
        rubric=rubric,
        version=version,
        label=record.label,
        months=look.months,
        did=look.did,
        worked=look.worked,
        now=look.now,
        held=outcome_held(record.label, look),
    )


def study(outcomes: Sequence[ToldOutcome]) -> OutcomeStudy:
    """How often verdicts of each label held."""
    there = {one.label for one in outcomes}
    labels = tuple(_label_record(name, outcomes) for name in _SUREST if name in there)
    return OutcomeStudy(outcomes=tuple(outcomes), labels=labels)


def _label_record(label: Label, outcomes: Sequence[ToldOutcome]) -> LabelRecord:
    """How often verdicts of one label held."""
    ours = [one.held for one in outcomes if one.label == label]
    tested = len(ours) - ours.count("untold")
    count = ours.count("held")
    enough = tested >= FEWEST
    low, high = wilson(count, tested) if enough else (None, None)
    return LabelRecord(
        label=label,
        told=len(ours),
        tested=tested,
        held=count,
        partly=ours.count("partly"),
        share=Fraction(count, tested) if enough else None,
        low=low,
        high=high,
    )


def wilson(count: int, of: int) -> tuple[Fraction, Fraction]:
    """The interval that holds the true share in 95 of 100 cases, rounded outward to 0.001.

    (k + z^2/2 -+ z sqrt(k (n - k)/n + z^2/4)) / (n + z^2); Wilson 1927.
    """
    z2 = Z**2
    middle, below = count + z2 / 2, of + z2
    under = z2 * (Fraction(count * (of - count), of) + z2 / 4)
    # Whole thousandths, found without a root that rounds.
    scale = 1000 / below
    spread = under * scale**2
    centre = middle * scale
    low = math.floor(centre) - _ceil_root(spread)
    high = math.ceil(centre) + _ceil_root(spread)
    while _reaches(centre - (low + 1), spread):
        low += 1
    while _reaches((high - 1) - centre, spread):
        high -= 1
    return Fraction(max(low, 0), 1000), Fraction(min(high, 1000), 1000)


def _ceil_root(value: Fraction) -> int:
    """A whole number that is at least the square root of a value."""
    return math.isqrt(math.ceil(value)) + 1


def _reaches(distance: Fraction, spread: Fraction) -> bool:
    """Whether a point so far from the centre lies on the edge of the interval or beyond it."""
    return distance >= 0 and distance**2 >= spread


def as_data(record: OutcomeRecord) -> dict[str, Any]:
    """What came of an assessment as plain data, to be kept."""
    looks = [{**look.model_dump(), "day": look.day.isoformat()} for look in record.looks]
    return {"label": record.label, "looks": looks}


def from_data(found: Mapping[str, Any]) -> OutcomeRecord | None:
    """What was kept; None for data that is none of ours."""
    looks = found.get("looks")
    label = next((one for one in _SUREST if one == found.get("label")), None)
    if label is None or not isinstance(looks, list | tuple) or not looks:
        return None
    try:
        read = tuple(OutcomeLook(**{**one, "day": date.fromisoformat(one["day"])}) for one in looks)
    except (KeyError, TypeError, ValueError):
        return None
    known = {one.id: {key for key, _ in one.options} for one in questions("hiring")}
    for look in read:
        if any(getattr(look, key) not in keys for key, keys in known.items()):
            return None
    return OutcomeRecord(label=label, looks=read)
