"""Exact rationals in, rounded numbers out: the only place that rounds or takes a root."""

import math
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from operator import mul
from typing import NamedTuple

ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)
MAX_DIGITS = 18
_MAX_DENOMINATOR = 1000
_FRACTION = r"(-?[0-9]{1,6})/([0-9]{1,4})"


def rational(raw: object) -> Fraction | None:
    """The exact value of a number as a file wrote it, or None where `raw` is no usable number.

    Whole numbers and decimals of at most 18 digits, and fractions like 22/30 with a denominator of
    at most 1000. A bool is not a number, and neither is a binary float: its digits are not those
    that the author wrote.
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, Fraction):
        return raw
    if isinstance(raw, int):
        return Fraction(raw) if abs(raw) < 10**MAX_DIGITS else None
    if isinstance(raw, Decimal) and raw.is_finite():
        _, digits, exponent = raw.as_tuple()
        if len(digits) <= MAX_DIGITS and -MAX_DIGITS <= int(exponent) <= MAX_DIGITS:
            return Fraction(raw)
    if isinstance(raw, str):
        return fraction(raw)
    return None


def fraction(text: str) -> Fraction | None:
    """The value of a fraction like `22/30`, or None where the text is none.

    The denominator is bounded: sums over many others would carry all of them along.
    """
    match = re.fullmatch(_FRACTION, text)
    if match is None:
        return None
    numerator, denominator = int(match[1]), int(match[2])
    return Fraction(numerator, denominator) if 0 < denominator <= _MAX_DENOMINATOR else None


def total(values: Iterable[Fraction]) -> Fraction:
    """Exact sum, with one common denominator instead of one per step."""
    return _sum_of([value.as_integer_ratio() for value in values])


def dot(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Exact sum of products."""
    products = []
    for a, b in pairs:
        n, d = a.as_integer_ratio()
        m, e = b.as_integer_ratio()
        products.append((n * m, d * e))
    return _sum_of(products)


def product(*factors: Fraction) -> Fraction:
    """Exact product, brought to lowest terms once instead of once per factor."""
    numerator = denominator = 1
    for factor in factors:
        n, d = factor.as_integer_ratio()
        numerator *= n
        denominator *= d
    return Fraction(numerator, denominator)


def _sum_of(ratios: list[tuple[int, int]]) -> Fraction:
    """Exact sum of numerators over their denominators."""
    denominator = math.lcm(*[d for _, d in ratios])
    return Fraction(sum([n * (denominator // d) for n, d in ratios]), denominator)


class WholeNumbers(NamedTuple):
    """Numbers over one denominator, so that many are added up without a fraction for each."""

    parts: tuple[int, ...]
    denominator: int


def whole_numbers(values: Sequence[Fraction]) -> WholeNumbers:
    """Values over their least common denominator."""
    ratios = [value.as_integer_ratio() for value in values]
    common = math.lcm(*[d for _, d in ratios])
    return WholeNumbers(tuple([n * (common // d) for n, d in ratios]), common)


def sums(rows: Sequence[WholeNumbers]) -> WholeNumbers:
    """The sums of several rows of numbers, place by place."""
    common = math.lcm(*[row.denominator for row in rows])
    factors = [common // row.denominator for row in rows]
    columns = zip(*[row.parts for row in rows], strict=True)
    return WholeNumbers(tuple([sum(map(mul, factors, column)) for column in columns]), common)


def dots(left: Sequence[tuple[int, Fraction]], rows: Iterable[Sequence[Fraction]]) -> WholeNumbers:
    """For each row the sum of products with those of its places that are named."""
    factors = [(place, *factor.as_integer_ratio()) for place, factor in left]
    terms = []
    common = 1
    for row in rows:
        ratios = [(n, d, *row[place].as_integer_ratio()) for place, n, d in factors]
        terms.append([(n * m, d * e) for n, d, m, e in ratios])
        common = math.lcm(common, *[d for _, d in terms[-1]])
    return WholeNumbers(tuple([sum([n * (common // d) for n, d in row]) for row in terms]), common)


def greatest(values: Sequence[Fraction]) -> Fraction:
    """The greatest of at least one value, compared over one denominator."""
    parts = whole_numbers(values).parts
    return values[parts.index(max(parts))]


def mean(values: Sequence[Fraction]) -> Fraction:
    """Arithmetic mean of at least one value."""
    return total(values) / len(values)


def root(value: Fraction) -> float:
    """Square root of a variance, in the unit of its standard deviation."""
    return math.sqrt(value)


def rounded(value: Fraction, places: int = 0) -> Decimal:
    """`value` with `places` decimals, halves away from zero; never shown as minus nought."""
    return Decimal(_exact_half_up(value * 10**places)).scaleb(-places)


def _exact_half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero, without passing through a float."""
    magnitude = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def rounded_root(variance: Fraction, places: int = 0) -> Decimal:
    """The square root of `variance`, rounded for show."""
    quantum = Decimal(1).scaleb(-places)
    return Decimal(repr(root(variance))).quantize(quantum, rounding=ROUND_HALF_UP)


def shares(
    parts: Sequence[Fraction], places: int = 1, *, whole: Decimal | None = None
) -> tuple[Decimal, ...]:
    """`parts` rounded by largest remainder, so that what is printed adds up.

    The sum of the result is `whole`, by default the rounded sum of `parts`. Equal remainders go to
    the earlier part. Source: largest remainder method (Hamilton).
    """
    scale = 10**places
    scaled = [part * scale for part in parts]
    floors = [math.floor(part) for part in scaled]
    wanted = _exact_half_up(total(scaled)) if whole is None else int(whole.scaleb(places))
    by_remainder = sorted(range(len(parts)), key=lambda k: (floors[k] - scaled[k], k))
    # A given whole may differ by a step or two from the sum: then some part gives or takes more.
    for k in range(abs(wanted - sum(floors)) if parts else 0):
        at = k % len(parts)
        if wanted > sum(floors):
            floors[by_remainder[at]] += 1
        else:
            floors[by_remainder[-1 - at]] -= 1
    return tuple(Decimal(floor).scaleb(-places) for floor in floors)


def readable(value: Fraction, places: int = 1, *, toward: int = 0) -> str:
    """A number as a person reads it: as it is where its decimals end, otherwise rounded.

    To that many decimals, at least one, and below 1 to two digits. With `toward` never to the other
    side of it: 1 up, -1 down.
    """
    text = plain(value)
    if "/" not in text:
        return text
    places = max(1, places)
    while abs(value) < 1 and abs(value) * 10**places < 10:
        places += 1
    if not toward:
        return str(rounded(value, places))
    scaled = value * 10**places
    return str(Decimal(math.ceil(scaled) if toward > 0 else math.floor(scaled)).scaleb(-places))


def plain(value: Fraction) -> str:
    """A number as its author would write it: `3`, `0.5`, or `1/3` where decimals do not end."""
    if value.denominator == 1:
        return str(value.numerator)
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return (
        f"{decimal:f}" if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"
    )
