"""What several item types share: lists of options, scales between two poles, printed numbers."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Self

from pydantic import Field

from rolefit.errors import Problem, nearest
from rolefit.exact import ONE, ZERO, plain
from rolefit.rubric.conditions import Answer, Id, ItemIs
from rolefit.rubric.figures import figure, figures_of, remedy
from rolefit.rubric.items.base import (
    RESERVED,
    Code,
    CodedState,
    CodeFor,
    ItemBase,
    Option,
    Rows,
    Unreadable,
    Wording,
    choices_of,
    fold_wording,
    levels_of,
    unknown,
    with_name,
)
from rolefit.rubric.models import STANDARD, has_poles

# --------------------------------------------------------------------------------------------------
# Items that offer named options: reading them, what is wrong with them, and turning them
# round.


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
        yield from _worth_problems(option, at, outcomes=outcomes, scores=scores)
    yield from twice([option.text for option in choices], "options", "two options")


def option_typed(text: str, choices: Sequence[Option]) -> str:
    """An option typed on a command line: by its id, or by its number as a question shows it.

    Ids begin with a letter, so that a number can mean nothing else.
    """
    if text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= len(choices):
        return choices[int(text[:4]) - 1].id
    return text


def twice(wordings: Sequence[str], key: str, what: str) -> Iterator[Problem]:
    """A wording that stands twice: an answer by wording could mean either."""
    seen: set[str] = set()
    for k, wording in enumerate(wordings):
        if fold_wording(wording) in seen:
            yield Problem((key, k), f"{what} have the same wording", "tell them apart")
        seen.add(fold_wording(wording))


def _worth_problems(
    option: Option, at: tuple[str | int, ...], *, outcomes: Sequence[str], scores: bool
) -> Iterator[Problem]:
    """An option of a contrast rubric has `favors`, one of a readiness rubric has `value`."""
    poles = has_poles(outcomes)
    if not poles and option.favors:
        yield Problem(
            (*at, "favors"), "only a contrast rubric scores options by favors", "value: 0.5"
        )
    if not poles and scores and option.value is None:
        yield Problem(at, f"option `{option.id}` has no value", "add value: a number from 0 to 1")
    if poles and option.value is not None:
        hint = "favors: {" + outcomes[0] + ": 1}" if outcomes else ""
        yield Problem((*at, "value"), "a contrast rubric scores options by favors", hint)
    for outcome in option.favors:
        if poles and outcome not in outcomes:
            yield unknown((*at, "favors", outcome), outcome, kind="outcome", known=outcomes)


def read_option(raw: object, options: Sequence[tuple[str, str]]) -> str:
    """An option's id from a file, which may also give its wording; capitals do not matter."""
    ids = [key for key, _ in options]
    if not isinstance(raw, str):
        raise Unreadable("expected the name of an option", f"one of: {', '.join(ids)}")
    if raw in ids:
        return raw
    for key, text in options:
        if fold_wording(raw) in (fold_wording(key), fold_wording(text)):
            return key
    parts = [part.strip() for part in raw.split(",")]
    if len(parts) > 1 and all(part in ids for part in parts):
        raise Unreadable(
            "several options, where one is expected", f"[{', '.join(parts)}] is a list"
        )
    raise Unreadable(f"unknown option `{raw[:80]}`", nearest(raw[:80], ids))


def leanings_of(choices: Sequence[Option]) -> Iterator[tuple[Wording, str]]:
    """The options that speak for one outcome only, and for which."""
    for wording, option in zip(wordings_of(choices), choices, strict=True):
        favored = [name for name, share in option.favors.items() if share > 0]
        if len(favored) == 1:
            yield wording, favored[0]


def wordings_of(choices: Sequence[Option]) -> tuple[Wording, ...]:
    """The options as sentences that can be an answer."""
    return tuple(Wording(("options", k, "text"), one.text) for k, one in enumerate(choices))


def options_for_rater(choices: Sequence[Option], name: str) -> tuple[Option, ...]:
    """Options as somebody else reads them who answers about a person of that name."""
    return tuple(
        one.model_copy(update={"text": with_name(one.label_rater, name), "label_rater": None})
        if one.label_rater is not None
        else one
        for one in choices
    )


def rater_labels(choices: Sequence[Option]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The wordings of options for somebody else, with their places in the item."""
    for k, one in enumerate(choices):
        if one.label_rater is not None:
            yield ("options", k, "label_rater"), one.label_rater


def with_values_turned(choices: Sequence[Option]) -> tuple[Option, ...]:
    """Options of a readiness rubric in which what was worth v is worth 1 - v."""
    return tuple(one.model_copy(update={"value": ONE - one.evidence(STANDARD)}) for one in choices)


def with_poles_swapped(choices: Sequence[Option], outcomes: Sequence[str]) -> tuple[Option, ...]:
    """Options of a contrast rubric that speak for the opposite of what they spoke for.

    With more than two outcomes, the first is swapped with the last, and so on inward.
    """
    partner = dict(zip(outcomes, reversed(outcomes), strict=True))
    return tuple(
        one.model_copy(update={"favors": {partner[o]: share for o, share in one.favors.items()}})
        for one in choices
    )


def number_problems(item: ItemBase, leaf: ItemIs) -> Iterator[Problem]:
    """Options are no numbers: nothing can be at least or at most one of them."""
    if leaf.at_least is not None or leaf.at_most is not None:
        yield Problem((), f"`{item.id}` has options, not numbers", "use is or is_one_of")


def name_problems(item: ItemBase, leaf: ItemIs) -> Iterator[Problem]:
    """A comparison names options that the item has."""
    ids = tuple(key for key, _ in item.options())
    for name in (leaf.is_, leaf.includes, *(leaf.is_one_of or ())):
        if name is not None and name not in ids:
            yield unknown((), name, kind="option", known=ids)


# --- Items whose answers lie on one line between two poles ----------------------------------------


class Scaled(ItemBase):
    """An item whose answers lie on one line: toward a pole and away from its opposite."""

    toward: Id | None = None
    """Contrast rubrics: the outcome that the high end of the scale speaks for."""
    opposite: Id | None = None
    """Contrast rubrics: the outcome that the low end speaks for; the other one of two. Among more
    than two, a scale without it speaks for one alone: its low end for none."""

    @abstractmethod
    def along(self, answer: Answer) -> Fraction:
        """Where an answer lies between the low end (0) and the high end (1)."""

    def values(self, answer: Answer, outcomes: Sequence[str]) -> tuple[Fraction, ...]:
        v = self.along(answer)
        if self.toward is None:
            return tuple(v for _ in outcomes)
        worth = {self.low_end(outcomes): ONE - v, self.toward: v}
        return tuple(worth.get(outcome, ZERO) for outcome in outcomes)

    def slips(self, answer: Answer) -> Iterator[tuple[Answer, Fraction]]:
        """The neighbouring answers of the scale, each with the whole chance."""
        places = self.candidates()
        at = places.index(answer)
        yield from ((places[k], ONE) for k in (at - 1, at + 1) if 0 <= k < len(places))

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from _pole_problems(self, outcomes)

    @property
    def high_end(self) -> str | None:
        return self.toward

    def low_end(self, outcomes: Sequence[str]) -> str | None:
        """The outcome that the low end of the scale speaks for, if it speaks for one."""
        return self.opposite or _other_of_two(self.toward or "", outcomes)

    def mirror(self, outcomes: Sequence[str]) -> Self:
        if not has_poles(outcomes) or self.low_end(outcomes) is None:
            return self.turn_round()
        swapped = {"toward": self.low_end(outcomes), "opposite": self.toward}
        return self.model_copy(update=swapped)

    @abstractmethod
    def turn_round(self) -> Self:
        """The item of a readiness rubric in which what was worth v is worth 1 - v."""

    def agreeing(self) -> Answer:
        return self.places()[-1]

    def denying(self) -> Answer:
        return self.places()[0]


def _other_of_two(pole: str, outcomes: Sequence[str]) -> str | None:
    """The opposite of a pole where there are just two."""
    others = [outcome for outcome in outcomes if outcome != pole]
    return others[0] if len(others) == 1 else None


def _pole_problems(item: Scaled, outcomes: Sequence[str]) -> Iterator[Problem]:
    """A scored scale of a contrast rubric names its poles; one of a readiness rubric has none."""
    if not has_poles(outcomes):
        if item.toward or item.opposite:
            yield Problem(("toward",), "only a contrast rubric has poles", "drop it")
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


# --- Scales whose points may carry the numbers printed on a form: an answer is such a number ------


_NO_ANSWER = (9, 88, 98, 99, -9, -99)
"""Numbers that forms print where a question does not apply or nobody knows."""
_MOST_CODE = 999


class Coded(Scaled):
    """A scale of 2 to 11 points. Its points are numbered from 1 unless it declares codes."""

    codes: tuple[Code, ...] = ()
    """The numbers printed on the form, one a point, lowest first: [0, 1, 2, 3, 4]. Answers and
    conditions then speak in these."""
    start: Code | None = None
    """The number printed at the lowest point, where the others count on from it: 0, or -3."""
    code_for: CodeFor = Field(default_factory=dict)
    """Printed numbers that are no points of the scale: {9: not_applicable, 8: dont_know}."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """What each point is called, lowest first; empty for a point without a label."""

    @property
    def declared(self) -> bool:
        """Whether the author said which numbers stand on the form."""
        return bool(self.codes) or self.start is not None

    @cached_property
    def printed(self) -> tuple[int, ...]:
        """The number of each point, lowest first."""
        first = 1 if self.start is None else self.start
        return self.codes or tuple(range(first, first + len(self.names)))

    @property
    def figures(self) -> tuple[int | None, ...]:
        """The number that the labels print at each point, where they do."""
        return figures_of(self.names)

    @property
    def undeclared(self) -> bool:
        """Whether labels print other numbers than their places, with no codes declared."""
        pairs = zip(self.figures, self.printed, strict=True)
        return not self.declared and any(n not in (None, place) for n, place in pairs)

    @property
    def span(self) -> str:
        """The numbers of the scale, as a message lists them."""
        first, *_, last = self.printed
        if last - first == len(self.printed) - 1:
            return f"{first} to {last}"
        return ", ".join(str(code) for code in self.printed)

    @property
    def held(self) -> tuple[str, ...]:
        """What a file holds for each point whose numbers are undeclared: its label in quotes."""
        pairs = zip(self.names, self.figures, strict=True)
        return tuple(name or ("" if number is None else str(number)) for name, number in pairs)

    def state_for(self, raw: object) -> CodedState | None:
        if isinstance(raw, bool) or not isinstance(raw, int):
            return None
        return self.code_for.get(str(raw))

    def point_called(self, raw: str) -> int | None:
        """The place, from 0, of the point with that label."""
        names = [fold_wording(name) for name in (self.held if self.undeclared else self.names)]
        return names.index(fold_wording(raw)) if raw and fold_wording(raw) in names else None

    def read_number(self, given: int) -> int:
        """The point that a number stands for. Raises Unreadable where there is none, or two."""
        if self.undeclared:
            return self.read_figure(given)
        if given in self.printed:
            return given
        if self.declared and 1 <= given <= len(self.printed):
            raise Unreadable(
                f"{given} is none of the codes {self.span}; it could be meant as place {given}, "
                f"which is {self.point_text(given - 1)}",
                "write the code as it is printed, or the label",
            )
        raise Unreadable(f"expected {self.expected}", self.number_hint(given))

    def number_hint(self, given: int) -> str:
        """What a number that is none of the scale may come from, and how a rubric declares it."""
        if given in _NO_ANSWER:
            state = "not_applicable" if self.allow_na else "dont_know"
            return f"a rubric may say what {given} stands for: code_for: {{{given}: {state}}}"
        counted = range(given, given + len(self.printed))
        taken = any(int(code) in counted for code in self.code_for)
        if (
            self.declared
            or taken
            or self.figures != (None,) * len(self.printed)
            or not -_MOST_CODE <= given <= 0
        ):
            return ""
        return f"a rubric may declare other numbers: start: {given}"

    def read_figure(self, given: int) -> int:
        """The point at which the labels print a number, where its place is another number."""
        label = self.figures.index(given) if given in self.figures else None
        place = given - 1 if 1 <= given <= len(self.printed) else None
        if label is not None and place in (None, label):
            return self.printed[label]
        quotes = "write the label in quotes, or " if all(self.held) else ""
        hint = quotes + self.remedy(" in the rubric")
        if label is not None and place is not None:
            other = self.label_at(place).removeprefix("the ")
            message = (
                f"{given} could be {self.label_at(label)} (place {label + 1}) or the place {given} "
                f"({other})"
            )
            raise Unreadable(message, hint)
        if place is not None:
            raise Unreadable(f"no label is {given}; place {given} has {self.label_at(place)}", hint)
        raise Unreadable("expected one of the labels", ", ".join(filter(None, self.held)))

    def label_at(self, place: int) -> str:
        """The label of a point in a message; where it has none, the number that is printed."""
        name, number = self.names[place], self.figures[place]
        if name:
            return f"the label `{name}`"
        return "no label" if number is None else f"the printed {number}"

    @property
    def expected(self) -> str:
        """What a message says that an answer must be."""
        if self.undeclared:
            return "one of the labels"
        if not self.declared:
            return f"a whole number from 1 to {len(self.printed)}"
        extra = "".join(f", {code} for {state}" for code, state in self.code_for.items())
        return f"one of the codes {self.span}{extra}"

    @property
    def missing_codes(self) -> str:
        return self.remedy() if self.undeclared else ""

    def remedy(self, where: str = "") -> str:
        """What makes the numbers readable that labels print."""
        return remedy(self.figures, where, taken=set(map(int, self.code_for)))

    def point_text(self, place: int) -> str:
        """A point by its code and label, in a message."""
        name = f" (`{self.names[place]}`)" if self.names[place] else ""
        return f"code {self.printed[place]}{name}"

    def quoted(self, place: int) -> str:
        """A point as a report quotes it: its label, with the printed code where there is one."""
        code, name = self.number_at(place), self.names[place]
        if name:
            return f"{name} ({code})" if self.declared and self.figures[place] != code else name
        ends = ", ".join(self.end_text(place) for place in (0, -1))
        return f"{code} ({ends})"

    def number_at(self, place: int) -> int:
        """The number of a point as a form prints it."""
        number = self.figures[place] if self.undeclared else None
        return self.printed[place] if number is None else number

    def end_text(self, place: int) -> str:
        """An end of the scale behind its code, which a label that prints it has already."""
        code, name = self.number_at(place), self.names[place]
        return name if self.figures[place] == code else f"{code} {name}"

    def options(self) -> tuple[tuple[str, str], ...]:
        keys = self.held if self.undeclared else map(str, self.printed)
        return tuple(zip(keys, self.names, strict=True))

    def choices_in(self, answer: Answer) -> tuple[str, ...]:
        place = self.position(answer)
        return (self.options()[place[0] - 1][0],) if place else (str(answer),)

    def rows(self, *, levels: bool = False, halves: bool = False) -> Rows:
        """The points as rows; undeclared numbers are those of the labels, which a file holds."""
        if not self.undeclared:
            return Rows(levels_of(self.options()), levels=levels, halves=halves)
        figures = tuple(number for number in self.figures if number is not None)
        all_rise = len(figures) == len(self.names) and list(figures) == sorted(set(figures))
        return Rows(choices_of(self.options()), numbers=figures if all_rise else ())

    @property
    def file_hint(self) -> str:
        return "; ".join(f"{code} stands for {state}" for code, state in self.code_for.items())

    @property
    def instruction(self) -> str:
        said = {"not_applicable": "does not apply", "dont_know": "don't know"}
        parts = [f"{code}: {said[state]}" for code, state in self.code_for.items()]
        return f"{'; '.join(parts)}." if parts else ""

    @property
    def compared_range(self) -> tuple[Fraction, Fraction]:
        return Fraction(self.printed[0]), Fraction(self.printed[-1])

    def comparison_problems(self, leaf: ItemIs) -> Iterator[Problem]:
        yield from super().comparison_problems(leaf)
        if not self.declared or not self.names:
            return
        low, high = self.compared_range
        for bound in (leaf.at_least, leaf.at_most):
            if bound is not None and not low <= bound <= high:
                message = f"`{self.id}` has the codes {self.span}; {plain(bound)} is none of them"
                yield Problem((), message, "compare it by the printed codes")

    def problems(self, outcomes: Sequence[str]) -> Iterator[Problem]:
        yield from super().problems(outcomes)
        yield from self.code_problems()

    def code_problems(self) -> Iterator[Problem]:
        """What is wrong with the declared codes."""
        if self.codes and self.start is not None:
            yield Problem(("start",), "codes and start say the same in two ways", "keep one")
        if self.codes and len(self.codes) != len(self.names):
            message = f"{len(self.codes)} codes for a scale of {len(self.names)} points"
            yield Problem(("codes",), message, "write one for each point, lowest first")
            return
        if any(a >= b for a, b in pairwise(self.codes)):
            hint = "list the points in that order; likert: reverse: true turns what counts"
            yield Problem(("codes",), "codes must rise, each once", hint)
        for code in self.code_for:
            if int(code) in self.printed:
                message = f"{code} is a point of the scale already"
                yield Problem(("code_for", code), message, "use a number that no point has")
        yield from self.label_problems()

    def label_problems(self) -> Iterator[Problem]:
        """Labels that are numbers must be their own codes."""
        for name, code in zip(self.names, self.printed, strict=True):
            if self.declared and figure(name) not in (None, code):
                message = f"the label `{name}` is a number, but the code of its point is {code}"
                yield Problem((), message, "make them the same, or write the label in words")
