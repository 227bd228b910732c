"""The questions of a form: what is drawn for each, and what the page must know to follow them.

A question is drawn by the way in which it is answered, never by the type of its item.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from rolefit.rubric.conditions import All, AnyOf, AtLeastKOf, Condition, ItemIs, Not, comparisons
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Amount, InputKind, Rows, Shares, Ticks, numbers_of
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import is_never

Json = dict[str, Any]


class FormQuestion(NamedTuple):
    """A question as the page draws it."""

    item: Item
    way: str
    """How it is answered: `rows`, `ticks`, `amount` or `shares`."""
    choices: tuple[FormChoice, ...]
    unit: str
    how: str
    """How to answer, in a sentence; empty where the choices say it."""
    only: str
    """When it is asked at all, for those who fill it in on paper."""


class FormChoice(NamedTuple):
    """A row that can be chosen, or gets a number."""

    raw: str | int | float
    """What the saved file says for it."""
    text: str
    between: bool = False
    """It lies between the two rows next to it."""


def questions_of(rubric: Rubric) -> tuple[FormQuestion, ...]:
    """The questions of a rubric, in order; what raters are never asked is left out."""
    asked = [item for item in rubric.items if not is_never(item.ask_when)]
    numbers = {item.id: k for k, item in enumerate(asked, start=1)}
    return tuple(_question(item, rubric, numbers) for item in asked)


def _question(item: Item, rubric: Rubric, numbers: dict[str, int]) -> FormQuestion:
    """One item as a question."""
    kind = item.input_kind
    unit = kind.unit if isinstance(kind, Amount | Shares) else ""
    # Of a scale the instruction tells the codes that stand for "don't know" on its printed form.
    how = "" if isinstance(kind, Rows) else item.instruction
    only = "" if item.ask_when is None else f"Only if {_in_words(item.ask_when, rubric, numbers)}."
    return FormQuestion(item, _way(kind), _choices(kind), unit, how, only)


def _way(kind: InputKind) -> str:
    """The name of a way to answer."""
    match kind:
        case Rows():
            return "rows"
        case Ticks():
            return "ticks"
        case Amount():
            return "amount"
        case Shares():
            return "shares"


def _choices(kind: InputKind) -> tuple[FormChoice, ...]:
    """The rows in the order shown, with the levels between two where those can be chosen."""
    rows = [
        FormChoice(choice.raw, choice.text or str(number))
        for number, choice in zip(numbers_of(kind), kind.choices, strict=False)
    ]
    if not (isinstance(kind, Rows) and kind.halves):
        return tuple(rows)
    found = rows[:1]
    for low, high in pairwise(rows):
        assert isinstance(low.raw, int)
        assert isinstance(high.raw, int)
        found += [FormChoice((low.raw + high.raw) / 2, "Between these two", between=True), high]
    return tuple(found)


def page_data(questions: tuple[FormQuestion, ...]) -> list[Json]:
    """What the page must know of each question: ids, what files say, limits and branches."""
    return [_item_data(question) for question in questions]


def _item_data(question: FormQuestion) -> Json:
    """What the page must know of one question. Nothing that tells what an answer is worth."""
    item, kind = question.item, question.item.input_kind
    found: Json = {"id": item.id, "way": question.way}
    if question.choices:
        found["raw"] = [choice.raw for choice in question.choices]
    match kind:
        case Rows():
            # What conditions compare, where a file says it in another way.
            compared = [_comparison_answer(item, choice.raw) for choice in question.choices]
            if compared != found["raw"]:
                found["value"] = compared
        case Ticks():
            raws = [choice.raw for choice in kind.choices]
            found["alone"] = raws.index(kind.alone) if kind.alone in raws else -1
            found["few"], found["most"] = kind.fewest, kind.most or len(kind.choices)
        case Amount():
            found["low"], found["high"] = _exact(kind.low), _exact(kind.high)
        case Shares():
            found["total"] = _exact(kind.total)
    if item.ask_when is not None:
        found["when"] = condition_data(item.ask_when)
    return found


def _comparison_answer(item: Item, raw: str | float) -> object:
    """The answer that conditions compare."""
    answer = item.read(Fraction(raw) if isinstance(raw, float) else raw)
    return float(answer) if isinstance(answer, Fraction) else answer


def _exact(value: Fraction | None) -> list[str] | None:
    """A number as two whole ones, which the page compares without rounding."""
    return None if value is None else [str(value.numerator), str(value.denominator)]


def condition_data(condition: Condition) -> Json:
    """A condition as the page evaluates it."""
    match condition:
        case All(all=parts):
            return {"all": [condition_data(part) for part in parts]}
        case AnyOf(any=parts):
            return {"any": [condition_data(part) for part in parts]}
        case Not(not_=part):
            return {"not": condition_data(part)}
        case AtLeastKOf(at_least=some):
            return {"k": some.k, "of": [condition_data(part) for part in some.of]}
        case ItemIs():
            given = comparisons(condition).items()
            return {"item": condition.item, **{key: _plain(part) for key, part in given}}
        case _:
            raise ValueError("a branch cannot depend on a score")  # the rules refuse it


def _plain(value: object) -> object:
    """What a comparison compares with, as JSON."""
    match value:
        case Fraction():
            return _exact(value)
        case tuple():
            return list(value)
        case _:
            return value


def _in_words(condition: Condition, rubric: Rubric, numbers: dict[str, int]) -> str:
    """A condition for those who fill a form in on paper: `your answer to 3 is “All three.”`."""

    def joined(parts: tuple[Condition, ...], word: str) -> str:
        found = [_in_words(part, rubric, numbers) for part in parts]
        return f" {word} ".join(found)

    match condition:
        case All(all=parts):
            return joined(parts, "and")
        case AnyOf(any=parts):
            return joined(parts, "or")
        case Not(not_=part):
            return f"not ({_in_words(part, rubric, numbers)})"
        case AtLeastKOf(at_least=some):
            return f"at least {some.k} of these hold: {joined(some.of, 'or')}"
        case ItemIs():
            return _leaf_in_words(condition, rubric, numbers)
        case _:
            raise ValueError("a branch cannot depend on a score")  # the rules refuse it


def _leaf_in_words(leaf: ItemIs, rubric: Rubric, numbers: dict[str, int]) -> str:
    """One comparison in words."""
    item = rubric.item(leaf.item)
    texts = dict(item.options())

    def quoted(name: str) -> str:
        return f"“{texts.get(name, name).rstrip('.')}”"

    said = []
    if leaf.is_ is not None:
        said.append(f"is {quoted(leaf.is_)}")
    if leaf.is_one_of is not None:
        said.append(f"is {' or '.join(quoted(name) for name in leaf.is_one_of)}")
    if leaf.includes is not None:
        said.append(f"includes {quoted(leaf.includes)}")
    for bound, words in ((leaf.at_least, "or more"), (leaf.at_most, "or less")):
        if bound is not None:
            number = item.written(bound)
            said.append(f"is {quoted(number) if number in texts else number} {words}")
    return f"your answer to question {numbers.get(leaf.item, '?')} {' and '.join(said)}"
