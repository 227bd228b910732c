"""What a rubric says about the decision that its result is for: options, cost and the way back."""

from pydantic import Field

from rolefit.rubric.conditions import Id, Line, Prose, Value

RESULTS = ("both", "neither", "close", "not_yet")
"""Results without a winner that an option can be for."""


class DecisionOption(Value):
    """One thing that can be done."""

    do: Line
    """What is done, as a sentence."""
    results: tuple[Id, ...] = ()
    """The outcomes or bands for which it is recommended; also both, neither, close and not_yet, and
    conditions whose failure decides the result: they come before all others."""


class Decision(Value):
    """What a memo tells whoever must agree, beyond the result."""

    question: Prose | None = None
    """What is to be decided, in a sentence or two."""
    decides: Line | None = None
    """Who decides, as part of a sentence."""
    options: tuple[DecisionOption, ...] = Field(default=(), max_length=8)
    """What can be done; doing nothing yet is added."""
    later: Prose | None = None
    """What doing nothing yet means."""
    cost: Prose | None = None
    """What it costs, as far as it is known."""
    cost_items: tuple[Id, ...] = ()
    """Items that ask what can be spent."""
    undo: Prose | None = None
    """How easily it is taken back."""
