"""Scales whose points may carry the numbers printed on a form: an answer is such a number."""

import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from pydantic import Field

from rolefit.errors import Problem
from rolefit.exact import plain
from rolefit.rubric.codes import Code, CodedState, CodeFor
from rolefit.rubric.conditions import Answer, ItemIs
from rolefit.rubric.items.base import Unreadable, fold_wording
from rolefit.rubric.items.inputs import Rows, choices_of, levels_of
from rolefit.rubric.items.scaled import Scaled

_FIGURE = re.compile(r"[+-]?[0-9]{1,3}", re.ASCII)
_HOW = "write the label in quotes, or declare the printed codes in the rubric: {}"


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
        """The number that each label itself is, if it is one."""
        return tuple(figure(name) for name in self.names)

    @property
    def undeclared(self) -> bool:
        """Whether labels are numbers other than their places, with no codes declared."""
        pairs = zip(self.figures, self.printed, strict=True)
        return not self.declared and any(n not in (None, place) for n, place in pairs)

    @property
    def span(self) -> str:
        """The numbers of the scale, as a message lists them."""
        first, *_, last = self.printed
        if last - first == len(self.printed) - 1:
            return f"{first} to {last}"
        return ", ".join(str(code) for code in self.printed)

    def state_for(self, raw: object) -> CodedState | None:
        if isinstance(raw, bool) or not isinstance(raw, int):
            return None
        return self.code_for.get(str(raw))

    def point_called(self, raw: str) -> int | None:
        """The place, from 0, of the point with that label."""
        names = [fold_wording(name) for name in self.names]
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
        hint = "" if self.declared or given > 0 else "a rubric may declare other numbers: start: 0"
        raise Unreadable(f"expected {self.expected}", hint)

    def read_figure(self, given: int) -> int:
        """The point whose label is a number, where its place is another number."""
        label = self.figures.index(given) if given in self.figures else None
        place = given - 1 if 1 <= given <= len(self.printed) else None
        if label is not None and place in (None, label):
            return self.printed[label]
        hint = _HOW.format(self.proposal)
        if label is not None and place is not None:
            message = (
                f"{given} could be the label `{self.names[label]}` (place {label + 1}) or the "
                f"place {given} (label `{self.names[place]}`)"
            )
            raise Unreadable(message, hint)
        if place is not None:
            raise Unreadable(
                f"no label is {given}; place {given} has the label `{self.names[place]}`", hint
            )
        raise Unreadable("expected one of the labels", ", ".join(self.names))

    @property
    def expected(self) -> str:
        """What a message says that an answer must be."""
        if not self.declared:
            return f"a whole number from 1 to {len(self.printed)}"
        extra = "".join(f", {code} for {state}" for code, state in self.code_for.items())
        return f"one of the codes {self.span}{extra}"

    @property
    def missing_codes(self) -> str:
        return self.proposal if self.undeclared else ""

    @property
    def proposal(self) -> str:
        """The declaration that fits labels that are numbers, as a rubric would hold it."""
        figures = [number for number in self.figures if number is not None]
        steps = {b - a for a, b in pairwise(figures)}
        if len(figures) == len(self.names) and steps == {1}:
            return f"start: {figures[0]}"
        return f"codes: [{', '.join(str(number) for number in figures)}]"

    def point_text(self, place: int) -> str:
        """A point by its code and label, in a message."""
        name = f" (`{self.names[place]}`)" if self.names[place] else ""
        return f"code {self.printed[place]}{name}"

    def quoted(self, place: int) -> str:
        """A point as a report quotes it: its label, with the printed code where there is one."""
        code, name = self.printed[place], self.names[place]
        if name:
            return f"{name} ({code})" if self.declared and figure(name) != code else name
        first, last = self.names[0], self.names[-1]
        return f"{code} ({self.printed[0]} {first}, {self.printed[-1]} {last})"

    def options(self) -> tuple[tuple[str, str], ...]:
        keys = self.names if self.undeclared else map(str, self.printed)
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
        for name, number, code in zip(self.names, self.figures, self.printed, strict=True):
            if self.declared and number not in (None, code):
                message = f"the label `{name}` is a number, but the code of its point is {code}"
                yield Problem((), message, "make them the same, or write the label in words")


def figure(label: str) -> int | None:
    """The number that a label is, or None where it is none."""
    text = label.strip().replace("\N{MINUS SIGN}", "-")
    return int(text) if _FIGURE.fullmatch(text) else None
