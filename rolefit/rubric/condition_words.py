"""Conditions as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rolefit.exact import plain
from rolefit.rubric.conditions import (
    All,
    AnyOf,
    AtLeastKOf,
    Condition,
    ItemIs,
    Leaf,
    Not,
    ScoreIs,
    comparisons,
)


def in_words(condition: Condition) -> str:
    """A condition as a person reads it."""
    match condition:
        case All(all=parts):
            return " and ".join(_in_group(part) for part in parts)
        case AnyOf(any=parts):
            return " or ".join(_in_group(part) for part in parts)
        case Not(not_=part):
            return f"not ({in_words(part)})"
        case AtLeastKOf(at_least=some):
            return f"at least {some.k} of: {'; '.join(_in_group(part) for part in some.of)}"
        case _:
            return _leaf_in_words(condition)


def in_answers(condition: Condition, places: Mapping[str, int]) -> str:
    """A condition on answers, as someone reads it who has the questions by their number."""
    match condition:
        case All(all=parts):
            return ", and ".join(in_answers(part, places) for part in parts)
        case AnyOf(any=parts):
            return ", or ".join(in_answers(part, places) for part in parts)
        case Not(not_=part):
            return f"it is not so that {in_answers(part, places)}"
        case AtLeastKOf(at_least=some):
            listed = "; ".join(in_answers(part, places) for part in some.of)
            return f"at least {some.k} of these hold: {listed}"
        case ItemIs():
            said = [_answer_in_words(name, value) for name, value in comparisons(condition).items()]
            return f"{places.get(condition.item, condition.item)} is answered {' and '.join(said)}"
        case _:
            return _leaf_in_words(condition)


def _answer_in_words(comparison: str, value: object) -> str:
    """What an answer has to be: `piece or page`, `3 or more`, `with piece`."""
    match comparison, value:
        case _, tuple():
            first, last = value[:-1], value[-1]
            return f"{', '.join(first)} or {last}" if first else str(last)
        case "at_least", Fraction():
            return f"{plain(value)} or more"
        case "at_most", Fraction():
            return f"{plain(value)} or less"
        case "includes", _:
            return f"with {value} among others"
        case _:
            return str(value)


def _score_in_words(leaf: ScoreIs) -> str:
    """The score that a comparison reads."""
    if leaf.dimension is not None and leaf.outcome is not None:
        return f"{leaf.dimension} for {leaf.outcome}"
    return leaf.dimension or leaf.outcome or "the score"


def _in_group(condition: Condition) -> str:
    """A condition inside a group: in brackets where it is a group itself."""
    words = in_words(condition)
    return f"({words})" if isinstance(condition, All | AnyOf | AtLeastKOf) else words


def _leaf_in_words(leaf: Leaf) -> str:
    """One comparison as a person reads it."""
    subject = leaf.item if isinstance(leaf, ItemIs) else _score_in_words(leaf)
    said = []
    for name, value in comparisons(leaf).items():
        match value:
            case Fraction():
                text = plain(value)
            case tuple():
                text = ", ".join(str(part) for part in value)
            case _:
                text = str(value)
        said.append(f"{name.replace('_', ' ')} {text}")
    return f"{subject} {' and '.join(said)}"
