"""Multiple-choice items: a set of options, scaled by what a set can attain."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any, Literal

from pydantic import Field

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO, mean, total
from rolefit.rubric.conditions import Answer, ItemIs
from rolefit.rubric.items.base import (
    ItemBase,
    Option,
    Ticks,
    Unreadable,
    Wording,
    choices_of,
    fold_wording,
)
from rolefit.rubric.items.shared import (
    leanings_of,
    name_problems,
    number_problems,
    option_problems,
    option_typed,
    options_for_rater,
    rater_labels,
    read_option,
    with_poles_swapped,
    wordings_of,
)
from rolefit.rubric.models import has_poles

NONE_OF_THESE = "none_of_these"
NONE = ("none", "none of these", "none_of_these")
"""What means that no option of a list holds, where an answer is typed."""
_Mode = Literal["sum", "mean", "max"]


def average(worths: Sequence[Fraction]) -> Fraction:
    """What a set is worth when it counts as its average; nothing chosen is worth nothing."""
    return mean(worths) if worths else ZERO


def best(worths: Sequence[Fraction]) -> Fraction:
    """What a set is worth when its best option counts."""
    return max(worths, default=ZERO)


COMBINE: dict[_Mode, Callable[[Sequence[Fraction]], Fraction]] = {
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
    mode: _Mode = "sum"
    """How the worth of the chosen options is combined, before scaling to 0..1."""
    min_selected: int = Field(default=1, ge=1)
    """Fewest options that make an answer, unless none_of_these is chosen."""
    max_selected: int | None = Field(default=None, ge=1)
    """Most options that may be chosen; all of them where not given."""
    none_of_these: bool = True
    """Whether `none_of_these` may be chosen, alone."""

    @property
    def step_width(self) -> Fraction:
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

    def says_nothing(self, raw: object) -> bool:
        # Without `none_of_these` an empty set says nothing yet.
        return isinstance(raw, tuple | list) and not raw

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        chosen = _options_in(answer)
        return tuple(self.scaled(chosen, outcome) for outcome in outcomes)

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

    def slips(self, answer: Answer) -> Iterator[tuple[Answer, Fraction]]:
        """Sets with one option more or less, each with the whole chance."""
        chosen = set(_options_in(answer)) - {NONE_OF_THESE}
        for other in self.candidates():
            if len(chosen ^ (set(_options_in(other)) - {NONE_OF_THESE})) == 1:
                yield other, ONE

    def can_favor(self, outcome: str, outcomes: Sequence[str]) -> bool:  # noqa: ARG002
        low, high = self.attainable(outcome)
        return high > low

    def options(self) -> tuple[tuple[str, str], ...]:
        listed = tuple((option.id, option.text) for option in self.choices)
        return (*listed, (NONE_OF_THESE, "None of these.")) if self.none_of_these else listed

    def named_options(self) -> tuple[Option, ...]:
        return self.choices

    def choices_in(self, answer: Answer) -> tuple[str, ...]:
        return _options_in(answer)

    def answer_schema(self) -> dict[str, Any]:
        keys = [key for key, _ in self.options()]
        listed = {"type": "array", "items": {"enum": keys}, "uniqueItems": True}
        return {"anyOf": [listed, {"enum": keys}]}

    @property
    def input_kind(self) -> Ticks:
        none = NONE_OF_THESE if self.none_of_these else None
        return Ticks(choices_of(self.options()), none, self.min_selected, self.most)

    @property
    def file_hint(self) -> str:
        return "(a list: [one, another])"

    @property
    def instruction(self) -> str:
        few, most = self.min_selected, self.most
        if most >= len(self.choices):
            return f"Choose {few} or more."
        return f"Choose {few}." if few == most else f"Choose {few} to {most}."

    def shown(self, answer: Answer) -> str:
        return "; ".join(text.rstrip(".") for text in self.parts(answer))

    def parts(self, answer: Answer) -> tuple[str, ...]:
        assert isinstance(answer, tuple)
        return tuple(text for key, text in self.options() if key in answer)

    def written(self, answer: Answer) -> str:
        return ",".join(_options_in(answer))

    def parse_typed(self, text: str) -> object:
        ids = [option.id for option in self.choices]
        typed = (part.strip() for part in text.split(",") if part.strip())
        parts = tuple(option_typed(part, self.choices) for part in typed)
        none = [part for part in parts if fold_wording(part) in NONE and part not in ids]
        if none and not self.none_of_these:
            raise Unreadable(
                f"`{none[0][:20]}` is no answer here: at least one option is asked for",
                self.instead_of_none(),
            )
        if len(parts) == 1:  # a state is a word of its own, not a list
            return NONE_OF_THESE if none else parts[0]
        return tuple(NONE_OF_THESE if part in none else part for part in parts)

    def instead_of_none(self) -> str:
        """What to write where an option has to be chosen."""
        ids = ", ".join(option.id for option in self.choices)
        states = "skipped, dont_know or not_applicable" if self.allow_na else "skipped or dont_know"
        return f"choose from {ids}; or write {states}"

    def distance(self, one: Answer, other: Answer) -> int:
        assert isinstance(one, tuple)
        assert isinstance(other, tuple)
        ticked = set(one) ^ set(other)
        return max(int(one != other), len(ticked - {NONE_OF_THESE}))

    def comparison_problems(self, leaf: ItemIs) -> Iterator[Problem]:
        yield from number_problems(self, leaf)
        if leaf.includes is None:
            yield Problem((), f"`{self.id}` is a multi item", "use includes")
            return
        yield from name_problems(self, leaf)

    def labels_for_rater(self, name: str) -> dict[str, Any]:
        return {"choices": options_for_rater(self.choices, name)}

    def rater_texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().rater_texts()
        yield from rater_labels(self.choices)

    def wordings(self) -> tuple[Wording, ...]:
        return wordings_of(self.choices)

    def leanings(self, outcomes: Sequence[str]) -> Iterator[tuple[Wording, str]]:  # noqa: ARG002
        return leanings_of(self.choices)

    def mirror(self, outcomes: Sequence[str]) -> "Multi":
        if not has_poles(outcomes):
            return MirroredMulti.model_construct(**dict(self))
        return self.model_copy(update={"choices": with_poles_swapped(self.choices, outcomes)})

    def places(self) -> tuple[Answer, ...]:
        ids, size = [option.id for option in self.choices], self.min_selected
        windows = tuple(tuple(ids[k : k + size]) for k in range(len(ids) - size + 1))
        return (*windows, (NONE_OF_THESE,)) if self.none_of_these else windows

    def agreeing(self) -> Answer:
        return tuple(option.id for option in self.choices[: self.most])

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from option_problems(self.choices, outcomes, scores=self.scores)
        if not self.min_selected <= self.most <= len(self.choices):
            message = f"cannot choose {self.min_selected} to {self.most} of {len(self.choices)}"
            yield Problem(("max_selected",), message)


def _options_in(answer: Answer) -> tuple[str, ...]:
    """The options that are chosen by an answer, which is a set of them."""
    assert isinstance(answer, tuple)
    return tuple(key for key in answer if isinstance(key, str))


class MirroredMulti(Multi):
    """A multiple-choice item in which what was worth most is worth least."""

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        return tuple(ONE - value for value in super().values(answer, outcomes))


@cache
def attainable(
    worths: tuple[Fraction, ...], mode: _Mode, sizes: tuple[int, int], *, none_allowed: bool
) -> tuple[Fraction, Fraction]:
    """Least and greatest combined worth over every permitted set of options."""
    ordered = sorted(worths)
    found = [ZERO] if none_allowed else []
    for size in range(sizes[0], sizes[1] + 1):
        # Each of the three modes rises with every member, so the extremes are at the ends.
        found.append(COMBINE[mode](ordered[:size]))
        found.append(COMBINE[mode](ordered[len(ordered) - size :]))
    return min(found), max(found)
