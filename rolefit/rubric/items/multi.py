"""Multiple-choice items: a set of options, scaled by what a set can attain."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Literal

from pydantic import Field

from rolefit.errors import Problem
from rolefit.exact import ZERO, mean
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items.base import ItemBase, Option, Unreadable, option_problems, read_option

NONE_OF_THESE = "none_of_these"
Mode = Literal["sum", "mean", "max"]


def total(worths: Sequence[Fraction]) -> Fraction:
    """What a set is worth when every option adds."""
    return sum(worths, ZERO)


def average(worths: Sequence[Fraction]) -> Fraction:
    """What a set is worth when it counts as its average; nothing chosen is worth nothing."""
    return mean(worths) if worths else ZERO


def best(worths: Sequence[Fraction]) -> Fraction:
    """What a set is worth when its best option counts."""
    return max(worths, default=ZERO)


COMBINE: dict[Mode, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": total,
    "mean": average,
    "max": best,
}


class Multi(ItemBase):
    """Any number of options between `min_selected` and `max_selected`."""

    type: Literal["multi"]
    """The item type."""
    choices: tuple[Option, ...] = Field(alias="options", min_length=2, max_length=8)
    """The options, in the order shown."""
    mode: Mode = "sum"
    """How the worth of the chosen options is combined, before scaling to 0..1."""
    min_selected: int = Field(default=1, ge=1)
    """Fewest options that make an answer, unless none_of_these is chosen."""
    max_selected: int | None = Field(default=None, ge=1)
    """Most options that may be chosen; all of them where not given."""
    none_of_these: bool = True
    """Whether `none_of_these` may be chosen, alone."""

    @property
    def steps(self) -> Fraction:
        return Fraction(1, len(self.choices))

    @property
    def most(self) -> int:
        """Most options that may be chosen."""
        return self.max_selected or len(self.choices)

    def read(self, raw: object) -> Answer:
        ids = [option.id for option in self.choices]
        wordings = [(option.id, option.text) for option in self.choices]
        if isinstance(raw, str):
            raw = (raw,)
        if not isinstance(raw, tuple | list):
            raise Unreadable("expected a list of options", f"like [{', '.join(ids[:2])}]")
        if NONE_OF_THESE in raw:
            return self.read_none(raw)
        chosen = [read_option(part, wordings) for part in raw]
        if len(set(chosen)) < len(chosen):
            raise Unreadable("an option is listed twice")
        if not self.min_selected <= len(chosen) <= self.most:
            raise Unreadable(f"expected {self.min_selected} to {self.most} options")
        return tuple(option for option in ids if option in chosen)

    def read_none(self, raw: Sequence[object]) -> Answer:
        """`none_of_these`, which stands alone or not at all."""
        if not self.none_of_these:
            raise Unreadable("none_of_these is no answer to this item")
        if len(raw) > 1:
            raise Unreadable("none_of_these cannot stand beside an option")
        return (NONE_OF_THESE,)

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        assert isinstance(answer, tuple)
        return tuple(self.scaled(answer, outcome) for outcome in outcomes)

    def scaled(self, answer: tuple[str, ...], outcome: str) -> Fraction:
        """Worth of a set for one outcome, scaled by the attainable minimum and maximum."""
        low, high = self.attainable(outcome)
        return ZERO if high == low else (self.worth(answer, outcome) - low) / (high - low)

    def worth(self, answer: tuple[str, ...], outcome: str) -> Fraction:
        """Worth of a set for one outcome before scaling."""
        chosen = [option.evidence(outcome) for option in self.choices if option.id in answer]
        return COMBINE[self.mode](chosen)

    def attainable(self, outcome: str) -> tuple[Fraction, Fraction]:
        """Least and greatest worth that a permitted set can have for one outcome."""
        worths = tuple(option.evidence(outcome) for option in self.choices)
        sizes = (self.min_selected, self.most)
        return attainable(worths, self.mode, sizes, none_allowed=self.none_of_these)

    def candidates(self) -> tuple[Answer, ...]:
        ids = [option.id for option in self.choices]
        sets: list[Answer] = [(NONE_OF_THESE,)] if self.none_of_these else []
        for size in range(self.min_selected, self.most + 1):
            sets.extend(combinations(ids, size))
        return tuple(sets)

    def can_favor(self, outcome: str, outcomes: Sequence[str]) -> bool:  # noqa: ARG002
        low, high = self.attainable(outcome)
        return high > low

    def options(self) -> tuple[tuple[str, str], ...]:
        listed = tuple((option.id, option.text) for option in self.choices)
        return (*listed, (NONE_OF_THESE, "None of these.")) if self.none_of_these else listed

    def shown(self, answer: Answer) -> str:
        assert isinstance(answer, tuple)
        return "; ".join(text.rstrip(".") for key, text in self.options() if key in answer)

    def written(self, answer: Answer) -> str:
        assert isinstance(answer, tuple)
        return ",".join(answer)

    def distance(self, one: Answer, other: Answer) -> int:
        assert isinstance(one, tuple)
        assert isinstance(other, tuple)
        ticked = set(one) ^ set(other)
        return max(int(one != other), len(ticked - {NONE_OF_THESE}))

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from option_problems(self.choices, outcomes, scores=self.scores)
        if not self.min_selected <= self.most <= len(self.choices):
            message = f"cannot choose {self.min_selected} to {self.most} of {len(self.choices)}"
            yield Problem(("max_selected",), message)


@cache
def attainable(
    worths: tuple[Fraction, ...], mode: Mode, sizes: tuple[int, int], *, none_allowed: bool
) -> tuple[Fraction, Fraction]:
    """Least and greatest combined worth over every permitted set of options."""
    ordered = sorted(worths)
    found = [ZERO] if none_allowed else []
    for size in range(sizes[0], sizes[1] + 1):
        # Each of the three modes rises with every member, so the extremes are at the ends.
        found.append(COMBINE[mode](ordered[:size]))
        found.append(COMBINE[mode](ordered[len(ordered) - size :]))
    return min(found), max(found)
