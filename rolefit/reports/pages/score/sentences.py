"""Figures and small words as every report writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import rounded, rounded_root
from rolefit.reports.pages.score.grounds import held_text
from rolefit.rubric.model import GateState
from rolefit.rubric.texts import Outcome, TextBlock, text_of
from rolefit.scoring.assessment import Assessment, OutcomeScore, Verdict

MOST_PLACES = 3
"""Decimals that a figure gets at most, to be printed on the right side of another one."""


def figure(value: Fraction) -> str:
    """Points as shown everywhere: one decimal."""
    return str(rounded(value, 1))


def figure_at(value: Fraction | None, places: int) -> str:
    """Points with that many decimals; a dash where there are none."""
    return "-" if value is None else str(rounded(value, places))


def percent(value: Fraction) -> str:
    """A share between 0 and 1 as a percentage."""
    return f"{rounded(value * 100)} %"


def plus_minus(variance: Fraction | None, places: int = 1) -> str:
    """A standard error as shown beside a number, or nothing where there is none."""
    return f" ± {rounded_root(variance, places)}" if variance else ""


def join_words(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """A sentence to follow a colon: small, unless it begins with a name or an I."""
    first = text.split(" ", 1)[0]
    return text if first in ("I", "I'm") or not first.istitle() else text[:1].lower() + text[1:]


def points(distance: Decimal) -> str:
    """A printed distance; one that rounds to nothing is told as such."""
    if not distance:
        return "less than 0.1 points"
    return f"{distance} point{'' if distance == 1 else 's'}"


def apart(distance: Fraction, mark: Fraction, places: int) -> int:
    """Decimals, from so many up, with which two different distances are printed differently."""
    while (
        places < MOST_PLACES
        and distance != mark
        and rounded(distance, places) == rounded(mark, places)
    ):
        places += 1
    return places


def what_counts(verdict: Verdict, least: str, sure: str) -> str:
    """What a distance would have to be, to follow it; `least` and `sure` are printed points."""
    held = held_text(verdict.basis)
    match verdict.strength:
        case "leaning" if held:
            return f"; it is no more than leaning, {held}"
        case "leaning":
            return f"; {sure} would be clear"
        case "clear":
            return f"; under {sure} would be unsure"
        case _:
            return f"; under {least} is too close to call"


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(0-9])|(?<=[.!?][”\")])\s+(?=[A-Z“\"(0-9])")


def sentences_in(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _SENTENCE_END.split(text) if part]


def definition(text: TextBlock) -> list[str]:
    """What a result is: as its rubric defines it, or where its text begins with `A doer is ...`."""
    if isinstance(text, Outcome) and text.definition:
        return [text.definition]
    said = sentences_in(text_of(text.summary))
    return said[:1] if said and said[0].startswith(f"{capital(text.name)} is ") else []


GATES: dict[GateState, str] = {
    "pass": "holds",
    "fail": "does not hold",
    "unknown": "is unknown",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def evidence_text(assessment: Assessment) -> str:
    """What is known about how well the rubric measures."""
    match assessment.rubric.evidence_status:
        case "advice_only":
            return (
                "Built from advice, not from data on results. It has no norms, and nobody has "
                "shown that it predicts success."
            )
        case "several_sources":
            return (
                "Several independent sources agree on its advice. Nobody has tried the questions, "
                "and nobody has shown that the result predicts success."
            )
        case "expert_reviewed":
            return "Reviewed by experts. It has no norms, and no proof that it predicts success."
        case "piloted":
            return "Tried out with respondents. There is no proof that it predicts success."
        case "validated":
            return "Compared with an outside criterion; see the rubric's documentation."


def in_words(number: int) -> str:
    """A small number as a word: `no`, `one` to `ten`; larger ones in figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def answer_count(number: int, noun: str) -> str:
    """`two answers`, `12 answers`."""
    return f"{in_words(number)} {noun}{'' if number == 1 else 's'}"


def printed_lead(first: OutcomeScore, second: OutcomeScore) -> Decimal:
    """The margin between two scores, rounded once, so that every page prints the same one."""
    assert first.score is not None
    assert second.score is not None
    return rounded(first.score - second.score, 1)
