"""Dimensions of which next to nothing may be left in practice."""

from __future__ import annotations

from fractions import Fraction

from make import contrast, single
from overlay import found

from rolefit.audit.checks import mostly_optional
from rolefit.rubric.model import Rubric


def optional(sure: Fraction | int, *loose: int) -> Rubric:
    items = [single("p", weight=sure)]
    items += [single(f"q{k}", weight=w, allow_na=True) for k, w in enumerate(loose)]
    return contrast(*items)


def test_three_quarters_may_be_optional_and_no_more() -> None:
    assert found(mostly_optional, optional(1, 1, 1, 1)) == []
    (finding,) = found(mostly_optional, optional(1, 1, 1, 2))
    assert finding.path == ("dimensions", "d")
    assert finding.message == "80 % of the weight of dimension `d` may not apply"


def test_an_item_behind_a_branch_is_optional_too() -> None:
    items = [single("p"), *(single(f"q{k}", ask_when={"item": "p", "is": "pa"}) for k in range(4))]
    assert len(found(mostly_optional, contrast(*items))) == 1


def test_each_dimension_is_looked_at_by_itself() -> None:
    rubric = contrast(
        single("p"), single("q", "e"), *(single(f"r{k}", "e", allow_na=True) for k in range(4))
    )
    assert [f.path for f in found(mostly_optional, rubric)] == [("dimensions", "e")]
