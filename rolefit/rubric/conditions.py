"""What every value of a file is based on, and conditions as data with the texts they hold back.

`all`, `any`, `not` and comparisons are three-valued over missing answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from rolefit.errors import Problem
from rolefit.exact import HUNDRED, ONE, ZERO, plain, rational, rounded

# --- The base of every value that is read from a file: frozen, strict, nothing unknown ------------
#
# Modules that define models do without `from __future__ import annotations`: pydantic would have to
# parse every annotation again, at each start.


HEAVIEST = 1_000_000


class Value(BaseModel):
    """A frozen value that refuses unknown fields and silent conversions."""

    # Building validators is what a short run spends its time on: only what is used gets built.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        defer_build=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )


def number(raw: object) -> Fraction:
    """A number of a file as an exact rational."""
    value = rational(raw)
    if value is None:
        raise PydanticCustomError(
            "number", "expected a number in plain digits (12 or 0.5), or a fraction (22/30)"
        )
    return value


def weight(raw: object) -> Fraction:
    """A weight: above 0, at most a million."""
    value = number(raw)
    if not 0 < value <= HEAVIEST:
        raise PydanticCustomError("weight", "expected a weight above 0 and at most 1000000")
    return value


def share(raw: object) -> Fraction:
    """A share between 0 and 1."""
    value = number(raw)
    if not ZERO <= value <= ONE:
        raise PydanticCustomError("share", "expected a number from 0 to 1")
    return value


def points(raw: object) -> Fraction:
    """Points on the 0 to 100 scale; a fraction of at most 1, like 22/30, is that share of it."""
    value = number(raw)
    if isinstance(raw, str) and value <= ONE:
        value *= HUNDRED  # nobody who writes a cut of 22/30 means less than one point of 100
    if not 0 <= value <= 100:
        raise PydanticCustomError("points", "expected a number from 0 to 100")
    return value


def decimals(value: Fraction) -> float:
    """What a JSON file gets: nine decimals, enough to decide every comparison again."""
    return float(rounded(value, 9))


def content(value: Any, *, given: bool = False) -> Any:
    """A value as plain data in one canonical spelling; fields left at their default are left out.

    `given` keeps every field that was written, at its default or not: some rules tell the two
    apart, so that only this reads back as the same value. The library's own dump would write
    fractions as it sees fit.
    """
    match value:
        case Value():
            return {
                field.alias or name: content(getattr(value, name), given=given)
                for name, field in type(value).model_fields.items()
                if (
                    name in value.model_fields_set
                    if given
                    else getattr(value, name) != field.get_default(call_default_factory=True)
                )
            }
        case dict():
            return {key: content(part, given=given) for key, part in value.items()}
        case tuple() | list() if given or isinstance(value, tuple):
            return [content(part, given=given) for part in value]
        case Fraction():
            return _as_read(value) if given else f"{value.numerator}/{value.denominator}"
        case Decimal() if given:
            return f"{value:f}"
        case _:
            return value


def _as_read(value: Fraction) -> int | float | str:
    """A number that reads back as itself wherever it stands in a file: digits where they end."""
    if value.denominator == 1:
        return int(value)
    digits = repr(float(value))
    return float(digits) if rational(Decimal(digits)) == value else plain(value)


AS_NUMBER = PlainSerializer(decimals, return_type=float, when_used="json")
_A_FRACTION = {"type": "string", "pattern": r"^-?[0-9]{1,6}/[0-9]{1,4}$"}


def _in_schema(**limits: float) -> tuple[WithJsonSchema, WithJsonSchema]:
    """How a number is described: a file may write a fraction, a report writes decimals."""
    decimal = {"type": "number", **limits}
    return (
        WithJsonSchema({"anyOf": [decimal, _A_FRACTION]}, mode="validation"),
        WithJsonSchema(decimal, mode="serialization"),
    )


Number = Annotated[Fraction, PlainValidator(number), AS_NUMBER, *_in_schema()]
Weight = Annotated[
    Fraction,
    PlainValidator(weight),
    AS_NUMBER,
    *_in_schema(exclusiveMinimum=0, maximum=HEAVIEST),
]
Share = Annotated[Fraction, PlainValidator(share), AS_NUMBER, *_in_schema(minimum=0, maximum=1)]
Points = Annotated[Fraction, PlainValidator(points), AS_NUMBER, *_in_schema(minimum=0, maximum=100)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{0,9}-[0-9]{1,4}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


MAX_DEPTH = 8
MAX_NODES = 1000
MAX_NODES_IN_ALL = 4000
"""Parts of all conditions of a rubric."""

Answer = int | Fraction | str | tuple[str, ...] | tuple[tuple[str, Fraction], ...]
"""A place on a scale, an amount, an option, a set of options, or what went to each option."""
Truth = bool | None


class All(Value):
    """True when every part is true."""

    all: tuple[Condition, ...] = Field(min_length=1)
    """The parts."""


class AnyOf(Value):
    """True when at least one part is true."""

    any: tuple[Condition, ...] = Field(min_length=1)
    """The parts."""


class Not(Value):
    """True when its part is false."""

    not_: Condition = Field(alias="not")
    """The part."""


class KOf(Value):
    """How many of which parts."""

    k: int = Field(ge=1)
    """How many."""
    of: tuple[Condition, ...] = Field(min_length=1)
    """The parts."""


class AtLeastKOf(Value):
    """True when at least k of its parts are true."""

    at_least: KOf
    """How many of which parts."""


class ItemIs(Value):
    """A comparison over the answer to one item; false while the item does not apply."""

    item: Id
    """The item whose answer is compared."""
    at_least: Number | None = None
    """The answer's number (scale position, level, amount) is this or more."""
    at_most: Number | None = None
    """The answer's number is this or less."""
    is_: str | None = Field(default=None, alias="is")
    """The chosen option; `yes` or `no` for a yes_no item."""
    is_one_of: tuple[str, ...] | None = None
    """The chosen option is one of these."""
    includes: str | None = None
    """The chosen set (item type multi) contains this option."""


class ScoreIs(Value):
    """A comparison over a dimension's score or an outcome's score, in points from 0 to 100."""

    dimension: Id | None = None
    """The dimension whose score is compared; in a contrast rubric name the outcome too."""
    outcome: Id | None = None
    """The outcome whose score is compared."""
    at_least: Points | None = None
    """The score is this or more."""
    at_most: Points | None = None
    """The score is this or less."""


def kind(raw: Any) -> str | None:
    """Which condition a mapping is meant to be, told by the key it is built around."""
    if isinstance(raw, Value):
        return next((tag for cls, tag in KINDS if isinstance(raw, cls)), None)
    if isinstance(raw, dict):
        return next((tag for key, tag in _BUILT_AROUND if key in raw), None)
    return None


# Names of the kinds are no keys of a file: a fault at `item` and one in an item stay apart.
KINDS = (
    (All, "all of"),
    (AnyOf, "any of"),
    (Not, "not this"),
    (ItemIs, "an item"),
    (ScoreIs, "a score"),
    (AtLeastKOf, "some of"),
)
_BUILT_AROUND = (
    ("all", "all of"),
    ("any", "any of"),
    ("not", "not this"),
    ("item", "an item"),
    ("dimension", "a score"),
    ("outcome", "a score"),
    ("at_least", "some of"),
)


Condition = Annotated[
    Annotated[All, Tag("all of")]
    | Annotated[AnyOf, Tag("any of")]
    | Annotated[Not, Tag("not this")]
    | Annotated[ItemIs, Tag("an item")]
    | Annotated[ScoreIs, Tag("a score")]
    | Annotated[AtLeastKOf, Tag("some of")],
    Discriminator(
        kind,
        custom_error_type="condition",
        custom_error_message="expected a condition: all, any, not, at_least, or a comparison over "
        "an item, dimension or outcome",
    ),
]
Leaf = ItemIs | ScoreIs
Compare = Callable[[Leaf], Truth]


def truth(condition: Condition, compare: Compare) -> Truth:
    """The value of a condition: True, False, or None for unknown (Kleene's strong logic).

    `compare` gives the value of one comparison.
    """
    match condition:
        case All(all=parts):
            return _all_true([truth(part, compare) for part in parts])
        case AnyOf(any=parts):
            return _negation(_all_true([_negation(truth(part, compare)) for part in parts]))
        case Not(not_=part):
            return _negation(truth(part, compare))
        case AtLeastKOf(at_least=some):
            return enough([truth(part, compare) for part in some.of], some.k)
        case _:
            return compare(condition)


def _all_true(values: list[Truth]) -> Truth:
    """Kleene conjunction."""
    if False in values:
        return False
    return None if None in values else True


def enough(values: list[Truth], k: int) -> Truth:
    """Whether at least k are true: unknown while the unknown ones decide it."""
    true = values.count(True)
    if true >= k:
        return True
    return None if true + values.count(None) >= k else False


def _negation(value: Truth) -> Truth:
    """Kleene negation."""
    return None if value is None else not value


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every comparison in a condition."""
    for part in parts_of(condition):
        yield from leaves(part)
    if isinstance(condition, ItemIs | ScoreIs):
        yield condition


def comparisons_by_item(conditions: Iterable[Condition]) -> dict[str, list[ItemIs]]:
    """Every comparison of an answer in some conditions, by item."""
    found: dict[str, list[ItemIs]] = {}
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, ItemIs):
                found.setdefault(leaf.item, []).append(leaf)
    return found


def leaves_by_sign(condition: Condition, *, sign: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Every comparison, and whether its coming true could make the condition true, or false."""
    inside = sign is not isinstance(condition, Not)
    for part in parts_of(condition):
        yield from leaves_by_sign(part, sign=inside)
    if isinstance(condition, ItemIs | ScoreIs):
        yield condition, sign


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside a condition."""
    match condition:
        case All(all=parts) | AnyOf(any=parts):
            return parts
        case Not(not_=part):
            return (part,)
        case AtLeastKOf(at_least=some):
            return some.of
        case _:
            return ()


def rebuilt(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """A condition with each of the conditions directly inside it changed."""
    match condition:
        case All(all=parts):
            return All.model_construct(all=tuple(change(part) for part in parts))
        case AnyOf(any=parts):
            return AnyOf.model_construct(any=tuple(change(part) for part in parts))
        case Not(not_=part):
            return Not.model_construct(not_=change(part))
        case AtLeastKOf(at_least=some):
            parts = tuple(change(part) for part in some.of)
            return AtLeastKOf.model_construct(at_least=KOf.model_construct(k=some.k, of=parts))
        case _:
            return condition


def reads_scores(condition: Condition) -> bool:
    """Whether a condition compares a score."""
    return any(isinstance(leaf, ScoreIs) for leaf in leaves(condition))


def items_in(condition: Condition | None) -> tuple[str, ...]:
    """The ids of the items a condition reads, each once, in order of appearance."""
    if condition is None:
        return ()
    return tuple(dict.fromkeys(x.item for x in leaves(condition) if isinstance(x, ItemIs)))


def matches(leaf: ItemIs, answer: Answer) -> bool:
    """Whether an item's answer satisfies a comparison: every bound that is given must hold."""
    checks = []
    if leaf.at_least is not None:
        checks.append(isinstance(answer, int | Fraction) and answer >= leaf.at_least)
    if leaf.at_most is not None:
        checks.append(isinstance(answer, int | Fraction) and answer <= leaf.at_most)
    if leaf.is_ is not None:
        checks.append(answer == leaf.is_)
    if leaf.is_one_of is not None:
        checks.append(answer in leaf.is_one_of)
    if leaf.includes is not None:
        checks.append(isinstance(answer, tuple) and leaf.includes in answer)
    return all(checks)


def satisfies(leaf: ScoreIs, score: Fraction) -> bool:
    """Whether a score satisfies a comparison: every bound that is given must hold."""
    above = leaf.at_least is None or score >= leaf.at_least
    return above and (leaf.at_most is None or score <= leaf.at_most)


def shape_problems(condition: Condition) -> Iterator[Problem]:
    """What is wrong with the shape of a condition: size, depth, comparisons of nothing."""
    count, deepest = measure(condition)
    if count > MAX_NODES:
        yield Problem((), f"a condition of {count} parts; at most {MAX_NODES} are allowed")
    if deepest > MAX_DEPTH:
        yield Problem((), f"a condition nested {deepest} deep; at most {MAX_DEPTH} are allowed")
    for leaf in leaves(condition):
        if not comparisons(leaf):
            yield Problem((), "a comparison that compares nothing", hint=_COMPARE_HINT)
    yield from _count_problems(condition)


def _count_problems(condition: Condition) -> Iterator[Problem]:
    """Counts that more parts would be needed for."""
    if isinstance(condition, AtLeastKOf) and condition.at_least.k > len(condition.at_least.of):
        given = len(condition.at_least.of)
        yield Problem((), f"at least {condition.at_least.k} of {given} can never hold", "lower k")
    for part in parts_of(condition):
        yield from _count_problems(part)


_COMPARE_HINT = "add at_least, at_most, is, is_one_of or includes"


def comparisons(leaf: Leaf) -> dict[str, object]:
    """The comparisons a leaf makes, by their name in the file."""
    fields = type(leaf).model_fields.items()
    given = {field.alias or name: getattr(leaf, name) for name, field in fields}
    subject = ("item", "dimension", "outcome")
    return {key: part for key, part in given.items() if part is not None and key not in subject}


def measure(condition: Condition) -> tuple[int, int]:
    """Number of parts and depth of a condition."""
    inner = [measure(part) for part in parts_of(condition)]
    return 1 + sum(c for c, _ in inner), 1 + max((d for _, d in inner), default=0)


# --- Texts that are said only where a condition holds ---------------------------------------------


class ConditionalText(Value):
    """A text that is said only where it fits the answers."""

    text: Prose
    """The text."""
    when: Condition | None = None
    """It is said only where this holds; where that is unknown, it is not said."""
    items: tuple[Id, ...] = ()
    """The items it helps with: it is said only where one of them leaves something to gain."""


def _shape_of(raw: Any) -> str | None:
    """Which form a text has in a file: plain, with a condition, or a list of such."""
    match raw:
        case str():
            return "a text"
        case dict() | ConditionalText():
            return "a text with when"
        case list() | tuple():
            return "several texts"
        case _:
            return None


_PLAIN_OR_CONDITIONAL = Discriminator(
    lambda raw: None if _shape_of(raw) == "several texts" else _shape_of(raw),
    custom_error_type="text",
    custom_error_message="expected a text, or {text, when}",
)
Wording = Annotated[
    Annotated[Prose, Tag("a text")] | Annotated[ConditionalText, Tag("a text with when")],
    _PLAIN_OR_CONDITIONAL,
]
"""One text, as an entry of a list of texts."""
Passage = Annotated[
    Annotated[Prose, Tag("a text")]
    | Annotated[ConditionalText, Tag("a text with when")]
    | Annotated[tuple[Wording, ...], Tag("several texts")],
    Discriminator(
        _shape_of,
        custom_error_type="text",
        custom_error_message="expected a text, {text, when}, or a list of such",
    ),
]
"""One passage: a text, or several of which those that fit are said one after the other."""


def sentences_of(passage: Passage | None) -> tuple[str, ...]:
    """The texts of a passage, conditions left aside."""
    match passage:
        case None:
            return ()
        case str():
            return (passage,)
        case ConditionalText(text=text):
            return (text,)
        case _:
            return tuple(text for one in passage for text in sentences_of(one))


def text_of(passage: Passage | None) -> str:
    """A passage as one text, conditions left aside."""
    return " ".join(sentences_of(passage))
