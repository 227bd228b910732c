"""What the seal of a kit holds, and what a later look at it finds."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from rolefit.rubric.conditions import Id, Line, Value
from rolefit.rubric.texts import Hash, Version

Side = Literal["need", "candidates"]
ChangeKind = Literal[
    "answer",
    "weight",
    "weight of a question",
    "question",
    "condition",
    "setting",
    "text",
    "material",
    "role",
]
_SealDay = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class SealedRubric(Value):
    """A rubric that a kit was sealed with."""

    rubric: Id
    """Its name."""
    version: Version
    """Its version."""
    hash: Hash
    """The hash of what it asks, scores and says."""
    materials: Hash
    """The hash of what the kit's pages say."""


class SealChange(Value):
    """Something that is no longer as it was sealed."""

    kind: ChangeKind
    side: Side
    name: str
    """The item, dimension, condition or page."""
    before: str
    """What it was, where that can be said in a few words."""
    after: str
    """What it is now."""


class EarlierSeal(Value):
    """A seal that was replaced by a later one."""

    sealed: _SealDay
    """Its day."""
    digest: Hash
    """Its digest."""
    forms: int = Field(ge=0)
    """How many forms were filled in when it was replaced."""
    changes: tuple[SealChange, ...]
    """What the later seal fixed otherwise."""


class Seal(Value):
    """What was fixed before the first candidate."""

    format: Literal["rolefit-kit"]
    format_version: Literal[1]
    engine: Line
    """The version of rolefit that made it."""
    sealed: _SealDay
    """The day on which it was made."""
    role: Id
    """The role that the kit is for: an outcome, or `both`."""
    need: SealedRubric
    """The rubric of the need."""
    candidates: SealedRubric
    """The rubric by which candidates are seen."""
    weights: dict[Id, Line]
    """The share of each dimension of the need."""
    answers: dict[Id, Any]
    """The company's answers."""
    earlier: tuple[EarlierSeal, ...] = Field(default=(), max_length=100)
    """Seals that this one replaced, oldest first."""
    digest: Hash
    """The digest over all of it."""


class SealCheck(Value):
    """A seal, looked at when candidates are held against the need."""

    sealed: str
    """Its day."""
    digest: str
    intact: bool
    """It was not altered by hand."""
    complete: bool
    """The sealed rubrics are still there, so that all changes are known."""
    earlier: tuple[EarlierSeal, ...]
    """Seals that it replaced."""
    changes: tuple[SealChange, ...]
    rescored: bool
    """A change can move scores, so that everybody was scored again."""
    result_before: str | None
    """The result by what was sealed, in words, where scores can have moved."""
