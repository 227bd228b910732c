"""The numbers printed on a form: what may stand for a point of a scale, or for no answer."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

FEWEST, MOST = 2, 11
"""Points of a scale."""
Code = Annotated[int, Field(ge=-999, le=999)]
_CodeKey = Annotated[str, StringConstraints(pattern=r"^(0|-?[1-9][0-9]{0,2})$")]
CodedState = Literal["not_applicable", "dont_know"]
CodeFor = dict[_CodeKey, CodedState]
