"""The texts of a rubric: what is said about outcomes, bands, steps and results without a winner."""

from pydantic import Field

from rolefit.rubric.value import ClaimId, Id, Line, Points, Prose, Value


class TextBlock(Value):
    """What is said about an outcome or a band."""

    name: Line
    """Name used in a sentence, with its article: `a doer`."""
    summary: Prose
    """What this result means, in two or three sentences."""
    strengths: tuple[Prose, ...] = ()
    """What one gains by it."""
    watch_outs: tuple[Prose, ...] = ()
    """What goes wrong with it."""
    pair_with: Prose | None = None
    """What must stand beside it."""
    first_90_days: tuple[Prose, ...] = ()
    """What to do first."""
    ask_next: tuple[Prose, ...] = ()
    """Questions to ask next."""
    source: tuple[ClaimId, ...] = ()
    """Claims this text rests on."""


class Outcome(TextBlock):
    """One of the things a contrast rubric tells apart."""


class Band(TextBlock):
    """A named level of a readiness rubric; cut scores are closed on the left."""

    id: Id
    """Short name of the band."""
    from_: Points = Field(alias="from")
    """Lowest fit of the band."""
    to: Points
    """The fit at which the next band begins; the last band ends at 100 and includes it."""


class Step(Value):
    """One thing to do, with how to tell that it was done and that it worked."""

    do: Prose
    """The action."""
    evidence: Prose
    """What one could show for it."""
    effort: Line
    """What it costs: hours, weeks, money."""
    notice: Prose | None = None
    """How one would notice that it worked."""
    source: tuple[ClaimId, ...] = ()
    """Claims this step rests on."""


class Advice(Value):
    """What is said when there is no plain winner."""

    summary: Prose
    """What it means."""
    steps: tuple[Prose, ...] = ()
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
