"""The contract that all item types share, and the pieces that most of them are made of."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction

from pydantic import Field

from rolefit.errors import Problem, nearest
from rolefit.exact import ONE, ZERO, plain
from rolefit.rubric.conditions import Answer, Condition
from rolefit.rubric.models import STANDARD, has_poles
from rolefit.rubric.value import ClaimId, Id, Line, Prose, Share, Value, Weight

RESERVED = ("not_applicable", "dont_know", "skipped", "answered", "none_of_these", "answer")
"""Words with a meaning of their own in a responses file; no option may be called so."""


class Unreadable(ValueError):
    """An answer that its item cannot read: what was expected instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ItemBase(Value):
    """What every item has, whatever its type."""

    id: Id
    """Short name of the item; the key of its answer in a responses file."""
    ask: Prose
    """The question, as the respondent reads it. One question, one observable thing."""
    help: Prose | None = None
    """What to count and what to leave out, in a sentence."""
    why: Prose | None = None
    """Why this is asked; shown on request."""
    source: tuple[ClaimId, ...] = ()
    """The claims that the item rests on."""
    dimension: Id | None = None
    """The dimension it scores in. Without one it scores nothing: it feeds gates and branches."""
    weight: Weight = ONE
    """Weight of the item within its dimension."""
    allow_na: bool = True
    """Whether `not_applicable` is a possible answer."""
    changeable: bool = True
    """Whether the respondent could change this (a plan, a skill) or not (a fact of the past)."""
    ask_when: Condition | None = None
    """The item is asked only when this holds; it may look at earlier items only."""

    @property
    def scores(self) -> bool:
        """Whether answers to this item move a score."""
        return self.dimension is not None

    @property
    @abstractmethod
    def steps(self) -> Fraction:
        """Width of one scale step on the 0 to 1 value scale; 0 for a continuous item."""

    @abstractmethod
    def read(self, raw: object) -> Answer:
        """The answer that a file's value stands for, in its one canonical form.

        Raises Unreadable where the value is no answer to this item.
        """

    @abstractmethod
    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        """Value of an answer for each outcome, in [0, 1], in the order of `outcomes`."""

    @abstractmethod
    def candidates(self) -> tuple[Answer, ...]:
        """Every possible answer; for a number, the points between which nothing can turn."""

    @abstractmethod
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen: what to write in a file, and the wording shown."""

    @abstractmethod
    def shown(self, answer: Answer) -> str:
        """An answer as a report quotes it."""

    def written(self, answer: Answer) -> str:
        """An answer as it is typed: `--set item=...` reads it back."""
        return plain(answer) if isinstance(answer, Fraction) else str(answer)

    def position(self, answer: Answer) -> tuple[int, int] | None:  # noqa: ARG002
        """Place of an answer on the page and number of places, both from 1; None if it has none."""
        return None

    def distance(self, one: Answer, other: Answer) -> int:
        """Scale steps between two answers: 0 where they are the same, otherwise at least 1."""
        return int(one != other)

    def can_favor(self, outcome: str, outcomes: Sequence[str]) -> bool:
        """Whether some answer is worth something for an outcome."""
        at = list(outcomes).index(outcome)
        return any(self.values(answer, outcomes)[at] > 0 for answer in self.candidates())

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:  # noqa: ARG002
        """What is wrong with the item by itself, given the rubric's outcomes."""
        return iter(())


class Scaled(ItemBase):
    """An item whose answers lie on one line: toward a pole and away from its opposite."""

    toward: Id | None = None
    """Contrast rubrics: the outcome that the high end of the scale speaks for."""
    opposite: Id | None = None
    """Contrast rubrics: the outcome that the low end speaks for; the other one of two."""

    @abstractmethod
    def along(self, answer: Answer) -> Fraction:
        """Where an answer lies between the low end (0) and the high end (1)."""

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        v = self.along(answer)
        if self.toward is None:
            return tuple(v for _ in outcomes)
        low_pole = self.opposite or other_of_two(self.toward, outcomes)
        worth = {self.toward: v, low_pole: ONE - v}
        return tuple(worth.get(outcome, ZERO) for outcome in outcomes)

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from pole_problems(self, outcomes)


def other_of_two(pole: str, outcomes: Sequence[str]) -> str | None:
    """The opposite of a pole where there are just two."""
    others = [outcome for outcome in outcomes if outcome != pole]
    return others[0] if len(others) == 1 else None


def pole_problems(item: Scaled, outcomes: Sequence[str]) -> Iterator[Problem]:
    """A scored scale of a contrast rubric names its poles; one of a readiness rubric has none."""
    if not has_poles(outcomes):
        if item.toward or item.opposite:
            yield Problem(
                ("toward",), "a readiness rubric has one standard and no poles", "drop it"
            )
        return
    if not item.scores:
        return
    if item.toward is None:
        hint = f"add toward: {' or '.join(outcomes)}"
        yield Problem((), "a scored item must say which outcome its high end speaks for", hint)
    for name, pole in (("toward", item.toward), ("opposite", item.opposite)):
        if pole is not None and pole not in outcomes:
            yield unknown((name,), pole, kind="outcome", known=outcomes)
    if item.toward is not None and item.toward == item.opposite:
        yield Problem(("opposite",), "an outcome cannot be its own opposite")
    if item.opposite is None and len(outcomes) > 2:
        yield Problem((), "with more than two outcomes a scale must name its opposite", "add it")


def unknown(path: tuple[str | int, ...], name: str, *, kind: str, known: Sequence[str]) -> Problem:
    """A name that nothing answers to, with the nearest that does."""
    message = f"unknown {kind} `{name}`"
    return Problem(path, message, code="unknown-name", wanted=name, known=tuple(known))


class Option(Value):
    """One answer that can be chosen."""

    id: Id
    """What a responses file says for this option."""
    text: Prose
    """The option, as the respondent reads it."""
    favors: dict[Id, Share] = Field(default_factory=dict)
    """Contrast rubrics: how much it speaks for each outcome, 0 to 1; an absent outcome counts 0."""
    value: Share | None = None
    """Readiness rubrics: how much of the standard it meets, 0 to 1."""
    source: tuple[ClaimId, ...] = ()
    """Claims this option rests on, beyond those of its item."""

    def evidence(self, outcome: str) -> Fraction:
        """What this option is worth for one outcome."""
        if outcome == STANDARD:
            return self.value if self.value is not None else ZERO
        return self.favors.get(outcome, ZERO)


def option_problems(
    choices: Sequence[Option], outcomes: Sequence[str], *, scores: bool
) -> Iterator[Problem]:
    """What is wrong with a list of options."""
    seen: dict[str, int] = {}
    for k, option in enumerate(choices):
        at = ("options", k)
        if option.id in RESERVED:
            yield Problem((*at, "id"), f"`{option.id}` has a meaning of its own", "choose another")
        if option.id in seen:
            yield Problem((*at, "id"), f"option `{option.id}` is listed twice", code="duplicate-id")
        seen[option.id] = k
        yield from worth_problems(option, at, outcomes=outcomes, scores=scores)
    yield from twice([option.text for option in choices], "options", "two options")


def twice(wordings: Sequence[str], key: str, what: str) -> Iterator[Problem]:
    """A wording that stands twice: an answer by wording could mean either."""
    seen: set[str] = set()
    for k, wording in enumerate(wordings):
        if folded(wording) in seen:
            yield Problem((key, k), f"{what} have the same wording", "tell them apart")
        seen.add(folded(wording))


def worth_problems(
    option: Option, at: tuple[str | int, ...], *, outcomes: Sequence[str], scores: bool
) -> Iterator[Problem]:
    """An option of a contrast rubric has `favors`, one of a readiness rubric has `value`."""
    poles = has_poles(outcomes)
    if not poles and option.favors:
        yield Problem((*at, "favors"), "a readiness rubric scores options by value", "value: 0.5")
    if not poles and scores and option.value is None:
        yield Problem(at, f"option `{option.id}` has no value", "add value: a number from 0 to 1")
    if poles and option.value is not None:
        hint = "favors: {" + outcomes[0] + ": 1}" if outcomes else ""
        yield Problem((*at, "value"), "a contrast rubric scores options by favors", hint)
    for outcome in option.favors:
        if poles and outcome not in outcomes:
            yield unknown((*at, "favors", outcome), outcome, kind="outcome", known=outcomes)


def read_whole(raw: object, highest: int) -> int:
    """A scale position from a file."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= highest:
        raise Unreadable(f"expected a whole number from 1 to {highest}")
    return raw


def read_option(raw: object, options: Sequence[tuple[str, str]]) -> str:
    """An option's id from a file, which may also give its wording; capitals do not matter."""
    ids = [key for key, _ in options]
    if not isinstance(raw, str):
        raise Unreadable("expected the name of an option", f"one of: {', '.join(ids)}")
    if raw in ids:
        return raw
    for key, text in options:
        if folded(raw) in (folded(key), folded(text)):
            return key
    parts = [part.strip() for part in raw.split(",")]
    if len(parts) > 1 and all(part in ids for part in parts):
        raise Unreadable(
            "several options, where one is expected", f"[{', '.join(parts)}] is a list"
        )
    raise Unreadable(f"unknown option `{raw[:80]}`", nearest(raw[:80], ids))


def folded(text: str) -> str:
    """A wording as people type it again: without capitals and without the full stop."""
    return text.strip().rstrip(".").casefold()


Labels = tuple[Line, ...]
