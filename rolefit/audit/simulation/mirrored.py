"""Items whose answers count the other way round: the mistake that a swapped pole makes."""

from collections.abc import Sequence
from fractions import Fraction

from rolefit.exact import ONE
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Bars, Item, Likert, Multi, Numeric, Single, YesNo
from rolefit.rubric.items.base import Scaled, other_of_two
from rolefit.rubric.models import STANDARD, has_poles


class MirroredYesNo(YesNo):
    """A yes-or-no item in which no counts 1."""

    def along(self, answer: Answer) -> Fraction:
        return ONE - super().along(answer)


class MirroredMulti(Multi):
    """A multiple-choice item in which what was worth most is worth least."""

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        return tuple(ONE - value for value in super().values(answer, outcomes))


def mirrored(item: Item, outcomes: tuple[str, ...]) -> Item:
    """The item with its poles swapped; in a readiness rubric each value v becomes 1 - v.

    With more than two outcomes, options swap the first with the last, and so on inward.
    """
    if has_poles(outcomes):
        return with_poles_swapped(item, outcomes)
    match item:
        case Multi():
            return MirroredMulti.model_construct(**dict(item))
        case YesNo():
            return MirroredYesNo.model_construct(**dict(item))
        case _:
            return item.model_copy(update=turned_round(item))


def turned_round(item: Likert | Bars | Single | Numeric) -> dict[str, object]:
    """The fields of an item of a readiness rubric in which what was worth v is worth 1 - v."""
    match item:
        case Likert():
            return {"reverse": not item.reverse}
        case Bars():
            levels = zip(item.levels, item.worths(), strict=True)
            return {"levels": tuple(level.model_copy(update=value(v)) for level, v in levels)}
        case Numeric():
            points = item.breakpoints
            return {"breakpoints": tuple(p.model_copy(update=value(p.value)) for p in points)}
        case Single():
            options = ((option, option.evidence(STANDARD)) for option in item.choices)
            return {"choices": tuple(option.model_copy(update=value(e)) for option, e in options)}


def value(before: Fraction) -> dict[str, Fraction]:
    """The value of an answer that was worth `before`."""
    return {"value": ONE - before}


def with_poles_swapped(item: Item, outcomes: tuple[str, ...]) -> Item:
    """An item of a contrast rubric that speaks for the opposite of what it spoke for."""
    if isinstance(item, Scaled):
        low = item.opposite or other_of_two(item.toward or "", outcomes)
        return item.model_copy(update={"toward": low, "opposite": item.toward})
    partner = dict(zip(outcomes, reversed(outcomes), strict=True))
    choices = tuple(
        option.model_copy(update={"favors": {partner[o]: e for o, e in option.favors.items()}})
        for option in item.choices
    )
    return item.model_copy(update={"choices": choices})
