"""A round: who was asked about whom, who collects, and what was published so far."""

from typing import Literal

from pydantic import Field

from rolefit.rubric.conditions import Id, Line, Prose, Value
from rolefit.rubric.form_marks import FormId
from rolefit.rubric.model import Hash

FEWEST = 3
"""Raters of a group below which nothing of it is told; a round may ask for more, never for less."""


class RoundForm(Value):
    """One form of a round."""

    form: FormId
    group: Id
    rater: Line
    """Who fills it in."""
    about: Line | None = None
    """Whom it is about; nobody where people answer about themselves or their company."""


class Published(Value):
    """One figure that was told: the mean of what these forms say in a dimension."""

    measure: str
    forms: tuple[FormId, ...]
    said: Hash | None = None
    """Fingerprint of what they said then: the change of one of them must not be told either."""


class SecondLook(Value):
    """A rater's second answer to one item, with the reason; the first one is kept."""

    form: FormId
    item: Id
    answer: str
    """As it would be typed after `--set item=`."""
    reason: Prose


class Round(Value):
    """The file of a round: `round.yaml` in its folder."""

    format: Literal["rolefit-round"]
    version: Literal[1]
    rubric: Line
    """Name of a shipped rubric, or the file of another one, seen from the folder."""
    rubric_hash: Hash
    """Content of the rubric that the forms were made from."""
    begun: Line
    """The day on which it began."""
    collector: Line | None = None
    """Who reads the answers, where they are anonymous to the person they are about."""
    named: bool = False
    """Whether the report names raters: everybody was told so."""
    fewest: int = Field(default=FEWEST, ge=FEWEST)
    """Raters of a group below which nothing of it is told."""
    forms: tuple[RoundForm, ...] = ()
    published: tuple[Published, ...] = ()
    """What reports of this round have told so far; a later one may give nothing away by it."""
    second_looks: tuple[SecondLook, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """Whom the round is about, each once."""
        return tuple(dict.fromkeys(one.about for one in self.forms if one.about is not None))
