"""Finds items that ask the same thing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.coverage import telling_values
from rolefit.audit.subject import Subject
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import fold_wording
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import Values

CODE = "RF014"
NAME = "duplicate-evidence"
SEVERITY: Severity = "warning"
ABOUT = (
    "Evidence that is asked for twice counts twice, and makes the result look surer than it is. "
    "Three signs are looked for: questions that share at least two thirds of the words that "
    "carry their meaning; sentences that stand as an answer in two items; and, as info, two items "
    "of one dimension with the same value in each of six cases or more."
)
FIX = (
    "Keep the better question, or ask about another week, person or situation. Where both stay, "
    "add a case in which a believable person answers them differently."
)
BAD = """\
items:
  - id: due
    type: likert
    dimension: work
    ask: In how many of the last four weeks were two jobs due on one day?
    why: Jobs that meet on one day need more than one pair of hands.
    source: [AG-01]
    scale: weeks
    toward: agency
"""
_ALIKE = Fraction(2, 3)
"""Shared words to all words, from which two questions count as the same."""
_FEWEST_SHARED = 2
_LONG_ANSWER = 5
"""Words from which an answer that stands in two items is no mere point of a scale."""
_FEWEST_CASES = 6
_NAMED = 4
"""Items that are named of those that ask the same."""
_FRAME = """
about after also and any are been before did does each five for four from had has have how last many
month months more most much often once one out over past quarter six than that the their them these
they this those three time times two was week weeks were what when where which who whose why will
with would year you your
"""
"""Words that make a sentence, or name a time, and carry little of what is asked."""
_FRAME_WORDS = frozenset(_FRAME.split())


def check(subject: Subject) -> Iterator[Finding]:
    """Pairs of items with the same question, a shared answer, or no case that parts them."""
    rubric = subject.rubric
    values = telling_values(rubric)
    yield from _repeated_questions(rubric)
    for (_, one), (k, other) in combinations(enumerate(rubric.items), 2):
        names = f"`{one.id}` and `{other.id}`"
        for text in _shared_answers(one, other):
            message = f"{names} share an answer: {text}"
            yield Finding(("items", k), message, "ask about another situation")
        if _never_parted(one, other, values):
            message = f"{names} have the same value in every case"
            yield Finding(("items", k), message, "add a case that parts them", "info")


def _repeated_questions(rubric: Rubric) -> Iterator[Finding]:
    """One finding for each question that is asked again, however often."""
    groups: list[list[int]] = []
    for k, item in enumerate(rubric.items):
        same = (g for g in groups if same_question(rubric.items[g[0]].ask, item.ask))
        group = next(same, None)
        if group is None:
            groups.append([k])
        else:
            group.append(k)
    for places in (group for group in groups if len(group) > 1):
        names = [f"`{rubric.items[k].id}`" for k in places]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        message = f"{' and '.join(names[:_NAMED])}{more} ask nearly the same"
        hint = "keep one, or ask about something else"
        yield Finding(("items", places[1], "ask"), message, hint)


def same_question(one: str, other: str) -> bool:
    """Whether two questions share most of the words that carry their meaning."""
    ours, theirs = _stems(one), _stems(other)
    shared = len(ours & theirs)
    return shared >= _FEWEST_SHARED and Fraction(shared, len(ours | theirs)) >= _ALIKE


def _stems(text: str) -> set[str]:
    """Beginnings of the words that carry meaning: plan, plans and planned begin alike."""
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return {word[:5] for word in words if word not in _FRAME_WORDS}


def _shared_answers(one: Item, other: Item) -> list[str]:
    """Sentences that are an answer to both items, as the second one has them."""
    ours = {fold_wording(text) for text in _answer_texts(one)}
    return [text for text in _answer_texts(other) if fold_wording(text) in ours]


def _answer_texts(item: Item) -> tuple[str, ...]:
    """The wordings of an item's answers that are sentences and no points of a scale."""
    texts = (wording.text for wording in item.wordings())
    return tuple(text for text in texts if len(text.split()) >= _LONG_ANSWER)


def _never_parted(one: Item, other: Item, values: Sequence[Mapping[str, Values]]) -> bool:
    """Whether two items of one dimension have the same value, case by case, in enough cases."""
    if one.dimension is None or one.dimension != other.dimension:
        return False
    both = [(case[one.id], case[other.id]) for case in values if {one.id, other.id} <= case.keys()]
    return len(both) >= _FEWEST_CASES and len(set(both)) > 1 and all(a == b for a, b in both)
