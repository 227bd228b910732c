"""Reasons: an item that does not say why it is asked is told."""

from __future__ import annotations

from make import contrast, single
from overlay import found

from rolefit.audit.checks import missing_why


def test_every_item_without_a_why_is_told() -> None:
    rubric = contrast(single("q"), single("r", why="It tells."), single("s"))
    assert [one.path for one in found(missing_why, rubric)] == [("items", 0), ("items", 2)]
