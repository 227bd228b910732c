"""A rubric as an XLSForm: the questionnaire for ODK, KoboToolbox and Enketo, on phones and offline.

Questions are named by the ids of the items and answers by what a file of answers says, so that what
comes back is a table that `rolefit batch` reads as it is. Source: xlsform.org.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.forms.questions import FormQuestion, questions_of
from rolefit.rubric.conditions import All, AnyOf, AtLeastKOf, Condition, ItemIs, Not, matches
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Amount, Rows, Shares, Ticks, amount_told
from rolefit.rubric.model import Rubric
from rolefit.safe_text import sanitize, short_hash

_Cells = dict[str, str]
SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "appearance",
)
CHOICES = ("list_name", "name", "label")
DONT_KNOW, DOES_NOT_APPLY = "Don't know", "Not applicable"
"""Answers besides an item's own; an export with these words is understood."""
_STATES = {"dont_know": DONT_KNOW, "not_applicable": DOES_NOT_APPLY}


class FormSheet(NamedTuple):
    """One sheet of a workbook."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[_Cells, ...]


def xlsform(rubric: Rubric) -> tuple[FormSheet, ...]:
    """The three sheets of the form of a rubric."""
    survey: list[_Cells] = [*_about(rubric)]
    choices: list[_Cells] = []
    questions = questions_of(rubric)
    asked = {question.item.id: question for question in questions}
    for question in questions:
        survey += _question_rows(question, asked)
        choices += _choice_rows(question)
    settings = {
        "form_title": _label(rubric.title),
        "form_id": rubric.rubric,
        "version": f"{rubric.version} {short_hash(rubric.content_hash)}",
        "default_language": rubric.language,
    }
    return (
        FormSheet("survey", SURVEY, tuple(survey)),
        FormSheet("choices", CHOICES, tuple(choices)),
        FormSheet("settings", tuple(settings), (settings,)),
    )


def _about(rubric: Rubric) -> Iterator[_Cells]:
    """What is kept about a person: the day, and a name if they give one."""
    taken = {item.id for item in rubric.items}
    if "date" not in taken:
        yield {"type": "today", "name": "date"}
    if "name" not in taken:
        yield {"type": "text", "name": "name", "label": "Your name (optional)"}
    yield {"type": "note", "name": "about_this_form", "label": _label(rubric.audience)}


def _question_rows(question: FormQuestion, asked: Mapping[str, FormQuestion]) -> Iterator[_Cells]:
    """The rows that ask one question; the last of them is called like its item."""
    item = question.item
    when = item.ask_when
    head = {
        "label": _label(item.ask),
        "hint": _label(" ".join(filter(None, (item.help, question.how)))),
        "relevant": "" if when is None else expression(when, asked),
    }
    match item.input_kind:
        case Rows():
            yield {"type": f"select_one {item.id}", "name": item.id, **head}
        case Ticks() as kind:
            rule, told = _ticks_rule(kind)
            rules = {"constraint": rule, "constraint_message": told}
            yield {"type": f"select_multiple {item.id}", "name": item.id, **head, **rules}
        case Amount() as kind:
            yield from _amount_rows(item, kind, head)
        case Shares() as kind:
            yield from _share_rows(question, kind, head)


def _ticks_rule(kind: Ticks) -> tuple[str, str]:
    """What may be ticked together, and how that is told."""
    alone = [*([str(kind.alone)] if kind.alone is not None else []), *_STATES]
    lone = [f"(not(selected(., '{name}')) or count-selected(.) = 1)" for name in alone]
    most = kind.most if kind.most is not None else len(kind.choices)
    few = [f"selected(., '{name}')" for name in alone]
    enough = [f"count-selected(.) >= {kind.fewest}", *few]
    rules = [f"count-selected(.) <= {most}", f"({' or '.join(enough)})", *lone]
    limit = f"{kind.fewest} to {most}" if most > kind.fewest else str(most)
    return " and ".join(rules), f"Choose {limit} of these, or one answer that stands alone."


def _amount_rows(item: Item, kind: Amount, head: _Cells) -> Iterator[_Cells]:
    """A number; where the question may not apply, a row to say so before it."""
    rules = []
    if kind.low is not None:
        rules.append(f". >= {_number(kind.low)}")
    if kind.high is not None:
        rules.append(f". <= {_number(kind.high)}")
    told = f"Expected a number of {kind.unit}" if kind.unit else "Expected a number"
    if kind.low is not None and kind.high is not None:
        told += f" from {_number(kind.low)} to {_number(kind.high)}"
    hint = " ".join(filter(None, (head["hint"], f"({kind.unit})" if kind.unit else "")))
    asked = {**head, "hint": _label(hint), "constraint": " and ".join(rules)}
    asked |= {"type": "decimal", "constraint_message": _label(f"{told}.")}
    if not item.allow_na:
        yield {**asked, "name": item.id}
        return
    away, amount = f"{item.id}__na", f"{item.id}__amount"
    yield {**asked, "name": amount}
    relevant = _both(head["relevant"], f"string(${{{amount}}}) = ''")
    label = f"{DOES_NOT_APPLY}: {head['label']}"
    yield {"type": "acknowledge", "name": away, "label": label, "relevant": relevant}
    chosen = f"if(${{{away}}} = 'OK', 'not_applicable', string(${{{amount}}}))"
    yield {"type": "calculate", "name": item.id, "calculation": chosen}


def _share_rows(question: FormQuestion, kind: Shares, head: _Cells) -> Iterator[_Cells]:
    """A number for each row, and all of them together as a file of answers has them."""
    item = question.item
    names = [f"{item.id}__{choice.raw}" for choice in question.choices]
    total = _number(kind.total)
    yield {"type": "note", "name": f"{item.id}__total", **head}
    for place, (name, choice) in enumerate(zip(names, question.choices, strict=True)):
        row = {"type": "decimal", "name": name, "label": _label(f"{choice.text} ({kind.unit})")}
        others = [f"coalesce(${{{one}}}, 0)" for one in names if one != name]
        rule = ". >= 0"
        if place == len(names) - 1:
            rule += f" and . + {' + '.join(others)} = {total}"
        message = (
            f"All of them together must be {amount_told(kind.total)}; write 0 where there is none."
        )
        rules = {"constraint": rule, "constraint_message": message}
        yield {**row, "relevant": head["relevant"], **rules}
    parts = [
        f"'{choice.raw}:', coalesce(${{{name}}}, 0)"
        for name, choice in zip(names, question.choices, strict=True)
    ]
    blank = " and ".join(f"string(${{{name}}}) = ''" for name in names)
    joined = ", ',', ".join(parts)
    yield {
        "type": "calculate",
        "name": item.id,
        "calculation": f"if({blank}, '', concat({joined}))",
    }


def _choice_rows(question: FormQuestion) -> Iterator[_Cells]:
    """The answers to a question that is answered by choosing, states included."""
    item = question.item
    if not isinstance(item.input_kind, Rows | Ticks):
        return
    for choice in question.choices:
        yield {"list_name": item.id, "name": str(choice.raw), "label": _label(choice.text)}
    for name, label in _STATES.items():
        if name != "not_applicable" or item.allow_na:
            yield {"list_name": item.id, "name": name, "label": label}


def _label(text: str) -> str:
    """A text as a label: harmless, and never read as a reference to a question."""
    return sanitize(" ".join(text.split())).replace("${", "$ {")


def _number(value: Fraction) -> str:
    """A number in an expression."""
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def _both(one: str, other: str) -> str:
    """Two expressions that must hold together."""
    return f"({one}) and ({other})" if one else other


# --- branches ----------------------------------------------------------------------------------


def expression(condition: Condition, asked: Mapping[str, FormQuestion]) -> str:
    """A condition over answers as XPath; false while an answer that it needs is open."""

    def joined(parts: Sequence[Condition], word: str) -> str:
        return f"({f' {word} '.join(expression(part, asked) for part in parts)})"

    match condition:
        case All(all=parts):
            return joined(parts, "and")
        case AnyOf(any=parts):
            return joined(parts, "or")
        case Not(not_=part):
            return f"not({expression(part, asked)})"
        case AtLeastKOf(at_least=some):
            ones = [f"if({expression(part, asked)}, 1, 0)" for part in some.of]
            return f"(({' + '.join(ones)}) >= {some.k})"
        case ItemIs():
            question = asked.get(condition.item)
            return "false()" if question is None else _leaf(condition, question)
        case _:
            raise ValueError("a branch cannot depend on a score")  # the rules refuse it


def _leaf(leaf: ItemIs, question: FormQuestion) -> str:
    """One comparison; of a choice, all choices with which it holds: codes may run backwards."""
    name, item = f"${{{leaf.item}}}", question.item
    if isinstance(item.input_kind, Amount):
        bounds = ((">=", leaf.at_least), ("<=", leaf.at_most))
        given = [(sign, bound) for sign, bound in bounds if bound is not None]
        rules = [f"number({name}) {sign} {_number(bound)}" for sign, bound in given]
        return f"({' and '.join(rules)})"
    if leaf.includes is not None:
        return f"selected({name}, '{leaf.includes}')"
    alike = [
        f"{name} = '{choice.raw}'"
        for choice in question.choices
        if matches(leaf, item.read(_exact(choice.raw)))
    ]
    return f"({' or '.join(alike)})" if alike else "false()"


def _exact(raw: str | float) -> object:
    """What a file says for a choice; a level between two as an exact number."""
    return Fraction(raw) if isinstance(raw, float) else raw
