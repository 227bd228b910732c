"""Scales that likert items share: their labels, and the numbers printed on the form."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from rolefit.errors import Problem
from rolefit.rubric.codes import FEWEST, MOST, Code, CodeFor
from rolefit.rubric.items.base import ItemBase
from rolefit.rubric.items.parts import Labels
from rolefit.rubric.value import Line, Value


class Scale(Value):
    """A shared scale that says more than its labels; each field as in a likert item."""

    labels: Labels = ()
    """The labels, lowest first."""
    ends: tuple[Line, Line] | None = None
    """Labels of the lowest and the highest point, where those between have none; with `points`."""
    points: int | None = Field(default=None, ge=FEWEST, le=MOST)
    """Number of points of a scale that labels its `ends` only."""
    codes: tuple[Code, ...] = ()
    """The numbers printed on the form, one a point, lowest first: [0, 1, 2, 3, 4]."""
    start: Code | None = None
    """The number printed at the lowest point, where the others count on from it: 0, or -3."""
    code_for: CodeFor = Field(default_factory=dict)
    """Printed numbers that are no points of the scale: {9: not_applicable, 8: dont_know}."""


def _shape_of(raw: Any) -> str | None:
    """Which form a scale has in a file: a list of labels, or a mapping with more."""
    match raw:
        case dict() | Scale():
            return "a scale with codes"
        case list() | tuple():
            return "labels"
        case _:
            return None


AnyScale = Annotated[
    Annotated[Labels, Tag("labels")] | Annotated[Scale, Tag("a scale with codes")],
    Discriminator(
        _shape_of,
        custom_error_type="scale",
        custom_error_message="expected a list of labels, or {labels, codes}",
    ),
]
POINTS, CODES = ("labels", "ends", "points"), ("codes", "start")


def labels_of(scale: Labels | Scale) -> Labels:
    """The labels of a scale that are given in words."""
    return scale.labels or scale.ends or () if isinstance(scale, Scale) else scale


def with_shared_scales(raw: Any) -> Any:
    """A rubric's raw mapping, its likert items filled up from the scales that they name."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("scales"), Mapping):
        return raw
    items = raw.get("items")
    if not isinstance(items, Sequence) or isinstance(items, str):
        return raw
    return {**raw, "items": tuple(_with_scale(item, raw["scales"]) for item in items)}


def _with_scale(item: Any, scales: Mapping[str, Any]) -> Any:
    """An item's raw mapping with what the scale it names says; what the item says itself stays."""
    if not isinstance(item, Mapping) or not isinstance(item.get("scale"), str):
        return item
    match scales.get(item["scale"]):
        case None:
            return item
        case Mapping() as scale:
            return {**_taken_from_scale(item, scale), **item}
        case labels:
            return {"labels": labels, **item}


def _taken_from_scale(item: Mapping[str, Any], scale: Mapping[str, Any]) -> dict[str, Any]:
    """What an item takes from a scale: points and codes each as a whole, or not at all."""
    own = [group for group in (POINTS, CODES) if any(key in item for key in group)]
    said = {key for group in own for key in group}
    known = (*POINTS, *CODES, "code_for")
    return {key: scale[key] for key in known if key in scale and key not in said}


def undeclared_codes(items: Sequence[ItemBase]) -> Iterator[Problem]:
    """Scales whose labels are numbers other than their places: their codes must be declared."""
    found: dict[tuple[str | int, ...], str] = {}
    for k, item in enumerate(items):
        scale = getattr(item, "scale", None)
        if item.missing_codes:
            found[("items", k) if scale is None else ("scales", scale)] = item.missing_codes
    for path, codes in found.items():
        message = "labels that are numbers, but not their places: an answer could mean either"
        yield Problem(path, message, f"declare the printed codes: {codes}")
