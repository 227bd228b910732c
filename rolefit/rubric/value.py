"""The base of every value that is read from a file: frozen, strict, nothing unknown.

Modules that define models do without `from __future__ import annotations`: pydantic would have to
parse every annotation again, at each start.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from rolefit.exact import ONE, ZERO, rational, rounded

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
    """Points on the 0 to 100 scale."""
    value = number(raw)
    if not 0 <= value <= 100:
        raise PydanticCustomError("points", "expected a number from 0 to 100")
    return value


def decimals(value: Fraction) -> float:
    """What a JSON file gets: nine decimals, enough to decide every comparison again."""
    return float(rounded(value, 9))


def given_content(value: Any) -> Any:
    """A value as plain data in the spelling that reads back as the same value: all that was given,
    fields left at their default included where they were written.
    """
    match value:
        case Value():
            names = [name for name in type(value).model_fields if name in value.model_fields_set]
            fields = type(value).model_fields
            return {
                fields[name].alias or name: given_content(getattr(value, name)) for name in names
            }
        case dict():
            return {key: given_content(part) for key, part in value.items()}
        case tuple() | list():
            return [given_content(part) for part in value]
        case Decimal():
            return f"{value:f}"
        case _:
            return content(value)


def content(value: Any) -> Any:
    """A value as plain data in one canonical spelling; fields left at their default are left out.

    The library's own dump would write fractions as it sees fit.
    """
    match value:
        case Value():
            fields = type(value).model_fields
            return {
                field.alias or name: content(getattr(value, name))
                for name, field in fields.items()
                if getattr(value, name) != field.get_default(call_default_factory=True)
            }
        case dict():
            return {key: content(part) for key, part in value.items()}
        case tuple():
            return [content(part) for part in value]
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case _:
            return value


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
