"""The contract that all item types share, and the pieces that most of them are made of."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, StringConstraints

from rolefit.errors import Problem
from rolefit.exact import ONE, ZERO, mean, plain, rational, readable
from rolefit.rubric.conditions import (
    Answer,
    ClaimId,
    Condition,
    Id,
    ItemIs,
    Line,
    Prose,
    Share,
    Value,
    Weight,
)
from rolefit.rubric.models import STANDARD
from rolefit.rubric.topics import Lower, Topic, behind

# --- The pieces that items are made of and read by: options, wordings, ratings --------------------


class Wording(NamedTuple):
    """A sentence that can be an answer, with its place in the item."""

    path: tuple[str | int, ...]
    text: str
    anchor: bool = False
    """It describes a level, which two observers should agree on."""


class Rating(NamedTuple):
    """How far a rating agrees with a statement."""

    side: str | bool | None
    """What the high end speaks for, or whether the statement is reverse-keyed."""
    place: Fraction
    """From 0, the lowest label, to 1."""


Labels = tuple[Line, ...]


class Option(Value):
    """One answer that can be chosen."""

    id: Id
    """What a responses file says for this option."""
    text: Prose
    """The option, as the respondent reads it."""
    label_rater: Prose | None = None
    """The option as somebody else reads it who answers about the person {name}."""
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

    def worths(self, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        """What this option is worth for each outcome."""
        worth = self.favors if self.value is None else {STANDARD: self.value, **self.favors}
        return tuple([worth.get(outcome, ZERO) for outcome in outcomes])


# --- The numbers printed on a form: what may stand for a point of a scale, or for no answer -------


FEWEST, MOST = 2, 11
"""Points of a scale."""
Code = Annotated[int, Field(ge=-999, le=999)]
_CodeKey = Annotated[str, StringConstraints(pattern=r"^(0|-?[1-9][0-9]{0,2})$")]
CodedState = Literal["not_applicable", "dont_know"]
CodeFor = dict[_CodeKey, CodedState]


# --------------------------------------------------------------------------------------------------
# The ways in which a question can be answered at a screen or in lines, told apart by what is
# done.
#
# Whoever asks looks at these and never at the type of an item: a new item type that is answered in
# one of these ways needs nothing else.


class _Choice(NamedTuple):
    """One row that can be chosen."""

    raw: str | int
    """What a responses file says for it."""
    text: str


class Rows(NamedTuple):
    """One of several rows is chosen."""

    choices: tuple[_Choice, ...]
    levels: bool = False
    """The rows are levels: a typed number is a level, and no row may be named."""
    halves: bool = False
    """Half a level above a row is an answer, too."""
    numbers: tuple[int, ...] = ()
    """The number of each row, where it is neither its place nor what a file holds."""
    affirms: bool = False
    """The first row is yes and the second no: `y` answers, a lone `n` might mean something else."""


class Ticks(NamedTuple):
    """Any number of rows is ticked."""

    choices: tuple[_Choice, ...]
    alone: str | None = None
    """The row that cannot be ticked together with others."""
    fewest: int = 1
    """Fewest rows that make an answer, unless that one is ticked."""
    most: int | None = None
    """Most rows; all of them where not given."""


class Amount(NamedTuple):
    """A number is typed."""

    unit: str
    choices: tuple[_Choice, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    """The ends of what is plausible, both included."""


class Shares(NamedTuple):
    """A total is split over rows: a number is typed for each, and all of them add up to it."""

    choices: tuple[_Choice, ...]
    total: Fraction
    unit: str


InputKind = Rows | Ticks | Amount | Shares


def choices_of(options: tuple[tuple[str, str], ...]) -> tuple[_Choice, ...]:
    """Options as rows."""
    return tuple(_Choice(key, text) for key, text in options)


def levels_of(options: tuple[tuple[str, str], ...]) -> tuple[_Choice, ...]:
    """The points of a scale as rows; a file holds their numbers."""
    return tuple(_Choice(int(key), text) for key, text in options)


def numbers_of(kind: InputKind) -> tuple[int, ...]:
    """The number before each row: that of the point of a scale, otherwise 1, 2, 3 and so on."""
    if isinstance(kind, Rows) and kind.numbers:
        return kind.numbers
    points = tuple(choice.raw for choice in kind.choices if isinstance(choice.raw, int))
    return points or tuple(range(1, len(kind.choices) + 1))


def number_range(kind: InputKind) -> str:
    """Which numbers can be typed for a row: `1 to 5`, or each of them where some are left out."""
    numbers = numbers_of(kind)
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(str(number) for number in numbers)


def answers_at_once(kind: InputKind) -> bool:
    """Whether one figure is a whole number of a row, and never the beginning of another."""
    numbers = numbers_of(kind)
    return not isinstance(kind, Rows) or (numbers[0] >= 0 and numbers[-1] <= 9)


def amount_told(amount: Fraction) -> str:
    """An amount as a person reads it."""
    return readable(amount)


def figures_of(amount: Fraction) -> str:
    """An amount in the figures in which it is typed."""
    return plain(amount)


def amount_of(part: object) -> Fraction:
    """The amount that a file holds for a row; 0 for what is no number yet."""
    return rational(part) or ZERO


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
    ask_rater: Prose | None = None
    """The question for somebody else who answers about the person; {name} stands for the person."""
    topic: Topic | None = None
    """What is asked, in a few words that hold of whoever is asked: a report quotes the answer as
    `Left waiting last month: updating our web pages`. Read it aloud with each of the answers."""
    help: Prose | None = None
    """What to count and what to leave out, in a sentence."""
    help_rater: Prose | None = None
    """The same for somebody else; where it is not given, they read `help`."""
    asked_of: tuple[Literal["self"], ...] = ()
    """`[self]`: only the person knows this, so nobody else is asked."""
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
    view: bool = False
    """Whether it asks for a plan or an opinion, which nobody can look up."""
    ask_when: Condition | None = None
    """The item is asked only when this holds; it may look at earlier items only."""

    # --- what an answer is and what it is worth -----------------------------------------------

    @property
    def scores(self) -> bool:
        """Whether answers to this item move a score."""
        return self.dimension is not None

    @property
    @abstractmethod
    def step_width(self) -> Fraction:
        """Width of one scale step on the 0 to 1 value scale; 0 for a continuous item."""

    @property
    def known_to(self) -> Fraction:
        """How closely an amount is known, in its unit; 0 of what is no amount."""
        return ZERO

    @property
    def continuous(self) -> bool:
        """Whether there is an answer between any two: no finite list of them to walk through."""
        return False

    @abstractmethod
    def read(self, raw: object) -> Answer:
        """The answer that a file's value stands for, in one form. Raises Unreadable for none."""

    def reads_mapping(self, raw: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Whether a file's mapping is an answer, not a remark about one."""
        return False

    def says_nothing(self, raw: object) -> bool:  # noqa: ARG002
        """Whether a file's value is an empty answer, which counts as none yet."""
        return False

    def state_for(self, raw: object) -> CodedState | None:  # noqa: ARG002
        """The state that a file's value stands for, by a printed code."""
        return None

    @property
    def missing_codes(self) -> str:
        """What a rubric must do for numbers to be read as answers; empty if they can be."""
        return ""

    @abstractmethod
    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        """Value of an answer for each outcome, in [0, 1], in the order of `outcomes`."""

    def step_at(self, answer: Answer) -> Fraction:  # noqa: ARG002
        """How far the value of an answer is from that of its neighbours, on the value scale."""
        return self.step_width

    def uniform_variance(self, measure: Callable[[Answer], Fraction]) -> Fraction:
        """Variance of what is read of an answer when every answer is equally likely."""
        read = [measure(answer) for answer in self.candidates()]
        m = mean(read)
        return mean([(one - m) ** 2 for one in read])

    def slips(self, answer: Answer) -> Iterator[tuple[Answer, Fraction]]:
        """What the same person might answer on another day, as shares of the setting answer_noise.

        Of a list: any other option, the chance shared among them.
        """
        others = [other for other in self.candidates() if other != answer]
        yield from ((other, Fraction(1, len(others))) for other in others)

    @abstractmethod
    def candidates(self) -> tuple[Answer, ...]:
        """Every possible answer; of a continuous item those between which nothing can turn."""

    def representatives(self, read: Sequence[ItemIs]) -> tuple[Answer, ...]:  # noqa: ARG002
        """Answers that stand for all others, given the comparisons that read this item."""
        return self.candidates()

    @abstractmethod
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen: what to write in a file, and the wording shown."""

    def named_options(self) -> tuple[Option, ...]:
        """The options that have an id and a worth of their own; scales and amounts have none."""
        return ()

    def choices_in(self, answer: Answer) -> tuple[str, ...]:
        """What an answer chooses among `options`; a level between two chooses neither."""
        return (str(answer),)

    @abstractmethod
    def shown(self, answer: Answer) -> str:
        """An answer as a report quotes it."""

    def parts(self, answer: Answer) -> tuple[str, ...]:
        """The texts of an answer: several where several were chosen."""
        return (self.shown(answer),)

    def told(self, answer: Answer, lower: Lower) -> str | None:
        """An answer with what was asked, in one go; None for an item without a topic."""
        return None if self.topic is None else behind(self.topic, self.parts(answer), lower)

    def written(self, answer: Answer) -> str:
        """An answer as it is typed: `parse_typed` reads it back."""
        return plain(answer) if isinstance(answer, Fraction) else str(answer)

    def parse_typed(self, text: str) -> object:
        """What a file would hold for an answer typed on a command line. Raises Unreadable."""
        if re.fullmatch(r"-?[0-9]{1,18}", text, re.ASCII):
            return int(text)
        if re.fullmatch(r"-?[0-9]{1,18}\.[0-9]{1,17}", text, re.ASCII):
            return Decimal(text)
        return text

    @abstractmethod
    def answer_schema(self) -> dict[str, Any]:
        """The JSON schema of an answer in a file."""

    def distance(self, one: Answer, other: Answer) -> int:
        """Scale steps between two answers: 0 where they are the same, otherwise at least 1."""
        return int(one != other)

    def anchors_apart(self, one: Answer, other: Answer) -> Fraction | None:  # noqa: ARG002
        """Anchors between two answers to a scale; None for items whose answers have no order."""
        return None

    def can_favor(self, outcome: str, outcomes: Sequence[str]) -> bool:
        """Whether some answer is worth something for an outcome."""
        at = list(outcomes).index(outcome)
        return any(self.values(answer, outcomes)[at] > 0 for answer in self.candidates())

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:  # noqa: ARG002
        """What is wrong with the item by itself, given the rubric's outcomes."""
        return iter(())

    def comparison_problems(self, leaf: ItemIs) -> Iterator[Problem]:
        """What is wrong with a comparison over the item; a scale is compared by its numbers."""
        if leaf.is_ is not None or leaf.is_one_of is not None or leaf.includes is not None:
            yield Problem((), f"`{self.id}` is a scale", "use at_least or at_most")

    # --- how it is asked ----------------------------------------------------------------------

    shows_evidence: ClassVar[bool] = False
    """Whether an answer is one short word, fit for an example of how to add evidence."""

    @property
    @abstractmethod
    def input_kind(self) -> InputKind:
        """What a person does to answer, with all that the asking needs."""

    @property
    def file_hint(self) -> str:
        """How an answer is written in a file; empty where the options say it."""
        return ""

    @property
    def instruction(self) -> str:
        """How to answer, in a sentence; empty where the options say it."""
        return ""

    @property
    def prompt(self) -> str | None:
        """What an interviewer says to hear the evidence."""
        return None

    @property
    def high_end(self) -> str | None:
        """The outcome that the high end of a scale speaks for."""
        return None

    def position(self, answer: Answer) -> tuple[int, int] | None:  # noqa: ARG002
        """Place of an answer on the page and number of places, both from 1; None if it has none."""
        return None

    def agreement(self, answer: Answer, outcomes: Sequence[str]) -> Rating | None:  # noqa: ARG002
        """How far an answer agrees with a statement; None where no statement is rated."""
        return None

    # --- how somebody else is asked -----------------------------------------------------------

    def for_rater(self, name: str) -> Self:
        """The item as somebody else reads it who answers about a person of that name."""
        if self.ask_rater is None:
            return self
        said = {"ask": with_name(self.ask_rater, name), "ask_rater": None, "help_rater": None}
        if self.help_rater is not None:
            said["help"] = with_name(self.help_rater, name)
        return self.model_copy(update={**said, **self.labels_for_rater(name)})

    def labels_for_rater(self, name: str) -> dict[str, Any]:  # noqa: ARG002
        """The fields that hold what can be chosen, as somebody else reads it."""
        return {}

    def rater_texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every wording for somebody else, with its place in the item."""
        for field in ("ask_rater", "help_rater"):
            text = getattr(self, field)
            if text is not None:
                yield (field,), text

    # --- how an audit looks at it -------------------------------------------------------------

    counted_at: ClassVar[str] = ""
    """Which answers a distribution counts, in a sentence, where it does not count them all."""

    def wordings(self) -> tuple[Wording, ...]:
        """The sentences that can be an answer; points of a scale are none."""
        return ()

    def leanings(self, outcomes: Sequence[str]) -> Iterator[tuple[Wording, str]]:  # noqa: ARG002
        """The wordings that speak for one outcome, and for which."""
        return iter(())

    def own_labels(self, scales: Mapping[str, Labels]) -> Labels:  # noqa: ARG002
        """The labels that the item does not have from one of the rubric's scales."""
        return ()

    reorderable: ClassVar[bool] = True
    """Whether its answers could as well be listed in another order."""

    @property
    def turning_field(self) -> str | None:
        """The field by which more of the same is worth more here and less there; often a slip."""
        return None

    @property
    def compared_range(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest number that conditions can compare."""
        return ZERO, ZERO

    @property
    def compared_step(self) -> Fraction:
        """One step of the scale, in the numbers that conditions compare."""
        return ONE

    @abstractmethod
    def mirror(self, outcomes: Sequence[str]) -> "ItemBase":
        """The item as if it counted the other way round: the mistake that a swapped pole makes."""

    def places(self) -> tuple[Answer, ...]:
        """The answers that can be given by clicking at a place, from first to last."""
        return self.candidates()

    def agreeing(self) -> Answer:
        """The answer of somebody who agrees with everything: the first place, if nothing rises."""
        return self.places()[0]

    def denying(self) -> Answer:
        """The answer of somebody who denies everything: the last place, if nothing rises."""
        return self.places()[-1]

    def spread(self, parts: int) -> tuple[Answer, ...]:  # noqa: ARG002
        """Answers that stand for all, each equally likely; an unscored amount is cut into parts."""
        return self.candidates()


NAME = "{name}"
"""What a wording for raters says where the person's name goes."""


def with_name(text: str, name: str) -> str:
    """A wording for raters with the name in it; nothing else in braces means anything."""
    return text.replace(NAME, name)


def unknown(path: tuple[str | int, ...], name: str, *, kind: str, known: Sequence[str]) -> Problem:
    """A name that nothing answers to, with the nearest that does."""
    message = f"unknown {kind} `{name}`"
    return Problem(path, message, code="unknown-name", wanted=name, known=tuple(known))


def fold_wording(text: str) -> str:
    """A wording as people type it again: without capitals and without the full stop."""
    return text.strip().rstrip(".").casefold()
