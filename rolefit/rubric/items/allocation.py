"""Allocation items: a total split over options (constant sum; Dudek & Baker 1956).

The value is linear in the shares, so that its extremes are where all of it goes to one option:
bounds, flips and plans look at these alone and are exact.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from rolefit.errors import Problem
from rolefit.exact import HUNDRED, ZERO, dot, plain, rational, readable, total
from rolefit.rubric.conditions import AS_NUMBER, Answer, ItemIs, Line, number
from rolefit.rubric.items.base import (
    RESERVED,
    ItemBase,
    Option,
    Shares,
    Unreadable,
    Wording,
    choices_of,
)
from rolefit.rubric.items.shared import (
    leanings_of,
    option_problems,
    options_for_rater,
    rater_labels,
    read_option,
    with_poles_swapped,
    with_values_turned,
    wordings_of,
)
from rolefit.rubric.models import has_poles

_BESIDE = ("note", "evidence")
"""What may stand beside an answer in its mapping."""
_KNOWN_TO = Fraction(1, 20)
"""How closely people know where their time went, as a share of the total."""
_LARGEST = 1_000_000
Split = tuple[tuple[str, Fraction], ...]
"""What went to each option, in the order of the options; an option without a part has 0."""


def whole(raw: object) -> Fraction:
    """A total: above 0, at most a million."""
    value = number(raw)
    if not 0 < value <= _LARGEST:
        raise PydanticCustomError("total", "expected a total above 0 and at most 1000000")
    return value


class Allocation(ItemBase):
    """A total split over options. Value: the sum of share / total times an option's worth."""

    type: Literal["allocation"]
    """The item type."""
    choices: tuple[Option, ...] = Field(alias="options", min_length=2, max_length=8)
    """The options, in the order shown."""
    total: Annotated[
        Fraction,
        PlainValidator(whole),
        AS_NUMBER,
        WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": _LARGEST}),
    ] = HUNDRED
    """What is split: 100 points, or the hours of a week."""
    unit: Line = "points"
    """Unit of the total: points, hours, percent ..."""
    counted_at: ClassVar[str] = "A split counts where all of it goes to one option, not in between."

    # --- what an answer is and what it is worth -----------------------------------------------

    @property
    def step_width(self) -> Fraction:
        return ZERO

    @property
    def continuous(self) -> bool:
        return True

    def step_at(self, answer: Answer) -> Fraction:  # noqa: ARG002
        return _KNOWN_TO

    def uniform_variance(self, measure: Callable[[Answer], Fraction]) -> Fraction:
        """Every split equally likely: (n sum x^2 - (sum x)^2) / (n^2 (n + 1)), a flat Dirichlet."""
        worths = [measure(corner) for corner in self.candidates()]
        n, whole = len(worths), total(worths)
        return (n * total(x * x for x in worths) - whole**2) / (n * n * (n + 1))

    def slips(self, answer: Answer) -> Iterator[tuple[Answer, Fraction]]:
        """A twentieth of the total moved from one option to another, each with an equal part."""
        given = dict(_split_of(answer))
        part = self.total * _KNOWN_TO
        ids = [option.id for option in self.choices]
        for giver, taker in permutations(ids, 2):
            if given.get(giver, ZERO) >= part:
                moved = {**given, giver: given[giver] - part, taker: given.get(taker, ZERO) + part}
                yield self.read(moved), Fraction(1, len(ids) - 1)

    def reads_mapping(self, raw: Mapping[str, Any]) -> bool:
        return not any(key in raw for key in (*RESERVED, *_BESIDE))

    def says_nothing(self, raw: object) -> bool:
        return isinstance(raw, dict) and not raw

    def read(self, raw: object) -> Answer:
        shares: dict[str, Fraction] = {}
        for key, part in self.pairs(raw):
            name = read_option(key, self.options())
            if name in shares:
                raise Unreadable(f"`{name}` is listed twice")
            shares[name] = self.read_part(name, part)
        self.check_sum(total(shares.values()))
        return tuple((option.id, shares.get(option.id, ZERO)) for option in self.choices)

    def pairs(self, raw: object) -> list[tuple[object, object]]:
        """Options with their parts, from a file's mapping or from an answer. Raises Unreadable."""
        if isinstance(raw, dict) and raw:
            return list(raw.items())
        if isinstance(raw, tuple) and raw and all(_is_pair(part) for part in raw):
            return list(raw)
        first, second, *_ = (option.id for option in self.choices)
        like = f"like {{{first}: {plain(self.total)}}} or {{{first}: ..., {second}: ...}}"
        raise Unreadable(f"expected how the {self.whole()} are split over the options", like)

    def whole(self) -> str:
        """The total with its unit."""
        return f"{readable(self.total)} {self.unit}"

    def read_part(self, name: str, raw: object) -> Fraction:
        """What goes to one option. Raises Unreadable."""
        part = rational(raw)
        if part is None:
            message = f"expected a number of {self.unit} for `{name}`"
            raise Unreadable(message, "in plain digits (12 or 0.5)")
        if part < 0:
            raise Unreadable(f"`{name}` cannot get less than 0 {self.unit}")
        return part

    def check_sum(self, given: Fraction) -> None:
        """Nothing may be left, and nothing given twice. Raises Unreadable."""
        left = self.total - given
        if not left:
            return
        verb = "is" if abs(left) == 1 else "are"
        rest = f"{readable(left)} {verb} left" if left > 0 else f"{readable(-left)} {verb} too many"
        raise Unreadable(f"the parts add up to {readable(given)} of {self.whole()}: {rest}")

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        split = _split_of(answer)
        return tuple(
            dot((part, self.option(name).evidence(outcome)) for name, part in split) / self.total
            for outcome in outcomes
        )

    def option(self, name: str) -> Option:
        """The option of that id."""
        return next(option for option in self.choices if option.id == name)

    def candidates(self) -> tuple[Answer, ...]:
        ids = [option.id for option in self.choices]
        return tuple(tuple((i, self.total if i == one else ZERO) for i in ids) for one in ids)

    def options(self) -> tuple[tuple[str, str], ...]:
        return tuple((option.id, option.text) for option in self.choices)

    def named_options(self) -> tuple[Option, ...]:
        return self.choices

    def choices_in(self, answer: Answer) -> tuple[str, ...]:
        return tuple(name for name, part in _split_of(answer) if part)

    def shown(self, answer: Answer) -> str:
        return ", ".join(text.rstrip(".") for text in self.parts(answer))

    def parts(self, answer: Answer) -> tuple[str, ...]:
        texts = dict(self.options())
        return tuple(f"{readable(part)} {texts[name]}" for name, part in _split_of(answer) if part)

    def written(self, answer: Answer) -> str:
        return ",".join(f"{name}:{plain(part)}" for name, part in _split_of(answer) if part)

    def parse_typed(self, text: str) -> object:
        if ":" not in text:  # a state is a word of its own
            return text
        found: dict[str, object] = {}
        for pair in filter(None, (part.strip() for part in text.split(","))):
            name, _, part = (piece.strip() for piece in pair.partition(":"))
            if name in found:
                raise Unreadable(f"`{name[:80]}` is listed twice")
            found[name] = super().parse_typed(part)
        return found

    def answer_schema(self) -> dict[str, Any]:
        part = {"type": "number", "minimum": 0, "maximum": float(self.total)}
        parts = {option.id: part for option in self.choices}
        return {"type": "object", "properties": parts, "additionalProperties": False}

    def distance(self, one: Answer, other: Answer) -> int:
        """How many options give something up, or get something, whichever are more."""
        pairs = zip(_split_of(one), _split_of(other), strict=True)
        changes = [after - before for (_, before), (_, after) in pairs]
        return max(sum(change > 0 for change in changes), sum(change < 0 for change in changes))

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from option_problems(self.choices, outcomes, scores=self.scores)
        for k, option in enumerate(self.choices):
            if option.id in _BESIDE:
                message = f"`{option.id}` has a meaning of its own"
                yield Problem(("options", k, "id"), message, "choose another")

    def comparison_problems(self, leaf: ItemIs) -> Iterator[Problem]:  # noqa: ARG002
        message = f"`{self.id}` is split over options; no condition can compare it"
        yield Problem((), message, "ask a numeric or a yes_no item for the condition")

    # --- how it is asked ----------------------------------------------------------------------

    @property
    def input_kind(self) -> Shares:
        return Shares(choices_of(self.options()), self.total, self.unit)

    @property
    def instruction(self) -> str:
        return f"Split {self.whole()} over these; what gets none may stay empty."

    @property
    def file_hint(self) -> str:
        half = plain(self.total / 2)
        first, second, *_ = (option.id for option in self.choices)
        return f"(parts that add up to {self.whole()}: {{{first}: {half}, {second}: {half}}})"

    def labels_for_rater(self, name: str) -> dict[str, Any]:
        return {"choices": options_for_rater(self.choices, name)}

    def rater_texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().rater_texts()
        yield from rater_labels(self.choices)

    # --- how an audit looks at it -------------------------------------------------------------

    def wordings(self) -> tuple[Wording, ...]:
        return wordings_of(self.choices)

    def leanings(self, outcomes: Sequence[str]) -> Iterator[tuple[Wording, str]]:  # noqa: ARG002
        return leanings_of(self.choices)

    def mirror(self, outcomes: Sequence[str]) -> Self:
        if not has_poles(outcomes):
            return self.model_copy(update={"choices": with_values_turned(self.choices)})
        return self.model_copy(update={"choices": with_poles_swapped(self.choices, outcomes)})


def _is_pair(part: object) -> bool:
    """Whether something is an option with its part."""
    return isinstance(part, tuple) and len(part) == 2


def _split_of(answer: Answer) -> Split:
    """An answer as what went to each option."""
    assert isinstance(answer, tuple)
    return tuple(part for part in answer if isinstance(part, tuple))
