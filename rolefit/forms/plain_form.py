"""A rubric as plain text to paste into Google Forms, Microsoft Forms or any other survey tool.

Each question stands as one line, each answer as a line below it, in the words that a map of the
export is drafted from.
"""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.forms.questions import FormQuestion, questions_of
from rolefit.forms.xlsform import DOES_NOT_APPLY, DONT_KNOW
from rolefit.rubric.items.base import Amount, Rows, Shares, Ticks, amount_told
from rolefit.rubric.model import Rubric
from rolefit.safe_text import sanitize

_HOW = (
    "Paste each question and its answers as they are: the words are how an export is read.",
    "In Google Forms and Microsoft Forms, paste all answers of a question into the first option.",
    "Never make a question required: no answer is better than a false one.",
    "Then export the answers as CSV or XLSX, and: rolefit import draft EXPORT {rubric} -o map.yaml",
)


def plain_form(rubric: Rubric) -> str:
    """The questions as text, ending in a newline."""
    lines = [sanitize(rubric.title), sanitize(rubric.audience), ""]
    lines += [f"- {line.format(rubric=rubric.rubric)}" for line in _HOW]
    for question in questions_of(rubric):
        lines += ["", *_question_lines(question)]
    return "\n".join(lines) + "\n"


def _question_lines(question: FormQuestion) -> Iterator[str]:
    """The way to ask, then the question and its answers."""
    item = question.item
    notes = [_way(question), question.only]
    yield sanitize(f"[{' '.join(filter(None, notes))}]")
    yield sanitize(item.ask)
    if item.help:
        yield sanitize(f"({item.help})")
    for choice in question.choices:
        if not choice.between:
            yield sanitize(choice.text)
    if isinstance(item.input_kind, Rows | Ticks):
        yield DONT_KNOW
        if item.allow_na:
            yield DOES_NOT_APPLY


def _way(question: FormQuestion) -> str:
    """Which kind of question to pick."""
    match question.item.input_kind:
        case Rows():
            return "One choice."
        case Ticks() as kind:
            most = f", at most {kind.most}" if kind.most is not None else ""
            return f"Several choices (checkboxes{most})."
        case Amount() as kind:
            return f"A number{f' of {kind.unit}' if kind.unit else ''}."
        case Shares() as kind:
            return f"A number for each row, {amount_told(kind.total)} {kind.unit} in all."
