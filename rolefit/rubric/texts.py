"""The texts of a rubric: what is said about outcomes, bands, steps and results without a winner."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from rolefit.rubric.conditions import Condition
from rolefit.rubric.value import ClaimId, Id, Line, Points, Prose, Value


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


class TextBlock(Value):
    """What is said about an outcome or a band."""

    name: Line
    """Name used in a sentence, with its article: `a doer`."""
    summary: Passage
    """What this result means, in two or three sentences."""
    strengths: tuple[Wording, ...] = ()
    """What one gains by it."""
    watch_outs: tuple[Wording, ...] = ()
    """What goes wrong with it."""
    pair_with: Passage | None = None
    """What must stand beside it."""
    first_90_days: tuple[Wording, ...] = ()
    """What to do first."""
    ask_next: tuple[Wording, ...] = ()
    """Questions to ask next."""
    source: tuple[ClaimId, ...] = ()
    """Claims this text rests on."""


class Outcome(TextBlock):
    """One of the things a contrast rubric tells apart."""

    definition: Prose | None = None
    """What it is, in one sentence, where the summary does not begin with it."""


class ScaleLevel(TextBlock):
    """A named level of one scale of a profile; cut scores are closed on the left."""

    id: Id
    """Short name of the level."""
    from_: Points = Field(alias="from")
    """Lowest score of the level."""
    to: Points
    """The score at which the next level begins; the last level ends at 100 and includes it."""


class Band(TextBlock):
    """A named level of a readiness rubric; cut scores are closed on the left."""

    id: Id
    """Short name of the band."""
    from_: Points = Field(default=Fraction(0), alias="from")
    """Lowest fit of the band; where no band names one, least scores alone make the levels."""
    to: Points = Fraction(100)
    """The fit at which the next band begins; the last band ends at 100 and includes it."""
    needs: dict[Id, Points] = Field(default_factory=dict)
    """Least scores of single dimensions: no average makes up for them."""
    needs_each: Points | None = None
    """The least score of every dimension that `needs` does not name."""


class Step(Value):
    """One thing to do, with how to tell that it was done and that it worked."""

    do: Prose
    """The action."""
    evidence: Prose
    """What one could show for it."""
    effort: Line
    """What it costs: hours, weeks, money."""
    first: Prose | None = None
    """The first move, to be made this week."""
    notice: Prose | None = None
    """How one would notice that it worked."""
    items: tuple[Id, ...] = ()
    """The items it helps with: it is said only where an answer to one of them lost points."""
    when: Condition | None = None
    """It is said only where this holds."""
    source: tuple[ClaimId, ...] = ()
    """Claims this step rests on."""


class Advice(Value):
    """What is said when there is no plain winner."""

    name: Line | None = None
    """What the result is called in a sentence."""
    summary: Passage
    """What it means."""
    steps: tuple[Wording, ...] = ()
    """What to do about it."""
    source: tuple[ClaimId, ...] = ()
    """Claims this advice rests on."""


class Texts(Value):
    """Texts for results that are not an outcome or a band."""

    too_close: Advice
    """Too close to call, and ties."""
    not_yet: Advice
    """Every outcome is excluded by a gate."""
    both: Advice | None = None
    """Both poles are high."""
    neither: Advice | None = None
    """Both poles are low."""


class Standard(Value):
    """What a readiness rubric measures against."""

    name: Line
    """Name used in a sentence: `a marketing manager`."""
    summary: Prose
    """What the standard asks."""
    source: tuple[ClaimId, ...] = ()
    """Claims the standard rests on."""
