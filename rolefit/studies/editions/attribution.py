"""A change across editions, shared out exactly: what answers, questions and weights did to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any, Literal, NamedTuple

from rolefit.errors import Invalid
from rolefit.exact import ONE, total
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.rubric.texts import Migration
from rolefit.scoring.evaluate import evaluate
from rolefit.studies.editions.carrying import back_to, carry_answers, way_from
from rolefit.studies.reliable_change import Measure, measures_of, score

Part = Literal["answers", "questions", "weights"]
PARTS: tuple[Part, ...] = ("answers", "questions", "weights")


class ChangeShare(Value):
    """What one part did to a change."""

    part: Part
    points: Number


class AttributedChange(Value):
    """One score before and after, and what each part did; the shares sum to the difference."""

    measure: Measure
    before: Number
    after: Number
    shares: tuple[ChangeShare, ...]


class EditionSpan(Value):
    """An assessment made with one edition held against one made with another."""

    since: str
    until: str
    since_day: str
    until_day: str
    name: str | None
    version_before: str
    version_after: str
    carried: int
    """Answers of then that mean something today."""
    dropped: int
    changes: tuple[AttributedChange, ...]
    """None where a mixture of the two has no score."""


class EditionAnswers(NamedTuple):
    """Answers with the edition that they were given to."""

    rubric: Rubric
    responses: Responses


def shared_out(
    worth: Callable[[frozenset[Part]], Fraction], parts: Sequence[Part] = PARTS
) -> dict[Part, Fraction]:
    """The Shapley value of each part: its mean effect over all orders in which parts change.

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)); Shapley 1953. The
    sum over all parts is v(all) - v(none), exactly.
    """
    n = len(parts)
    found = {}
    for part in parts:
        others = [one for one in parts if one != part]
        effects = []
        for size in range(n):
            chance = Fraction(factorial(size) * factorial(n - size - 1), factorial(n))
            for chosen in combinations(others, size):
                before = frozenset(chosen)
                effects.append(chance * (worth(before | {part}) - worth(before)))
        found[part] = total(effects)
    return found


def way_between(old: Rubric, new: Rubric) -> Migration | None:
    """How answers are carried; within one version, items of one id mean the same."""
    way = way_from(new, version=old.version, hash=old.content_hash)
    if way is None and old.version == new.version:
        keep = tuple(item.id for item in new.items if item.id in old.items_by_id)
        return Migration.model_construct(from_=old.version, keep=keep)
    return way


def attribute_change(
    old: EditionAnswers, new: EditionAnswers
) -> tuple[AttributedChange, ...] | None:
    """What answers, questions and weights did to each score that both editions lead with.

    Questions are all of a rubric but its weights: what is asked, what answers are worth, targets.
    None where the new edition says of no answer what it means there.
    """
    way = way_between(old.rubric, new.rubric)
    if way is None:
        return None
    mixed = _Mixture(old, new, way)
    first = {m.id for m in measures_of(old.rubric, ()) if m.kind != "dimension"}
    found = []
    for measure in measures_of(new.rubric, ()):
        if measure.kind == "dimension" or measure.id not in first:
            continue
        values = {chosen: mixed.score(chosen, measure) for chosen in _subsets()}
        known = {chosen: value for chosen, value in values.items() if value is not None}
        if len(known) < len(values):
            continue
        shares = shared_out(known.__getitem__)
        found.append(
            AttributedChange.model_construct(
                measure=measure,
                before=known[frozenset()],
                after=known[frozenset(PARTS)],
                shares=tuple(
                    ChangeShare.model_construct(part=part, points=points)
                    for part, points in shares.items()
                ),
            )
        )
    return tuple(found)


def _subsets() -> list[frozenset[Part]]:
    """Every choice of parts that are as they are in the new edition."""
    return [frozenset(one) for size in range(4) for one in combinations(PARTS, size)]


class _Mixture:
    """Scores with some parts as they were and the others as they are."""

    def __init__(self, old: EditionAnswers, new: EditionAnswers, way: Migration) -> None:
        self.old, self.new, self.way = old, new, way

    def score(self, now: frozenset[Part], measure: Measure) -> Fraction | None:
        """The score with these parts of today; None where there is none."""
        asked = self.new.rubric if "questions" in now else self.old.rubric
        weighed = self.new.rubric if "weights" in now else self.old.rubric
        rubric = _with_weights(asked, weighed, self._names(asked, weighed))
        answers = self._answers(now)
        source = self.new if "answers" in now else self.old
        update = {"answers": answers, "rubric_hash": None, "form": None}
        try:
            states = read(rubric, source.responses.model_copy(update=update))
        except Invalid:
            return None
        return score(evaluate(rubric, states), measure).score

    def _answers(self, now: frozenset[Part]) -> Mapping[str, Any]:
        """The answers of then or today, in terms of the questions of then or today."""
        given = (self.new if "answers" in now else self.old).responses.answers
        if ("answers" in now) == ("questions" in now):
            return given
        if "answers" in now:
            return back_to(self.old.rubric, self.way, given)
        about = self.old.responses.respondent.about
        return carry_answers(self.new.rubric, self.way, given, about=about).answers

    def _names(self, asked: Rubric, weighed: Rubric) -> dict[str, str]:
        """The items of one edition by those of the other that mean the same."""
        there = {name: name for name in self.way.keep}
        there |= {name: mapped.to for name, mapped in self.way.map.items()}
        if asked is weighed:
            return {}
        if asked is self.old.rubric:
            return there
        return {new: old for old, new in there.items()}


def _with_weights(asked: Rubric, weighed: Rubric, names: Mapping[str, str]) -> Rubric:
    """A rubric with the weights that another edition gives what both have.

    Weights of dimensions count beside each other only, so those of the other edition are brought
    to the same sum. No answers are too few here: a mixture is no assessment.
    """
    settings = asked.settings.model_copy(update={"max_lost_weight": ONE})
    if asked is weighed:
        return asked.model_copy(update={"settings": settings})
    own, others = asked.weights(), weighed.weights()
    both = [name for name in own if name in others]
    scale = total(own[n] for n in both) / total(others[n] for n in both) if both else ONE
    dimensions = {
        name: one.model_copy(
            update={"rank": None, "weight": others[name] * scale if name in others else own[name]}
        )
        for name, one in asked.dimensions.items()
    }
    items = tuple(
        item.model_copy(update={"weight": weighed.item(names[item.id]).weight})
        if names.get(item.id) in weighed.items_by_id
        else item
        for item in asked.items
    )
    return asked.model_copy(update={"settings": settings, "dimensions": dimensions, "items": items})


def span(
    old: EditionAnswers, new: EditionAnswers, ids: tuple[str, str], days: tuple[str, str]
) -> EditionSpan:
    """Two assessments of one respondent, made with two editions.

    Raises KeyError where the newer one carries nothing of the older.
    """
    changes = attribute_change(old, new)
    way = way_between(old.rubric, new.rubric)
    if changes is None or way is None:
        raise KeyError(old.rubric.version)
    about = old.responses.respondent.about
    kept = carry_answers(new.rubric, way, old.responses.answers, about=about)
    return EditionSpan.model_construct(
        since=ids[0],
        until=ids[1],
        since_day=days[0],
        until_day=days[1],
        name=new.responses.respondent.in_words,
        version_before=old.rubric.version,
        version_after=new.rubric.version,
        carried=len(kept.items) - len(kept.dropped),
        dropped=len(kept.dropped),
        changes=changes,
    )
