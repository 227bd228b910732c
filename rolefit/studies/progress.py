"""One person's assessments over time: what changed, and whether that is more than chance."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, NamedTuple

from rolefit.errors import Invalid
from rolefit.exact import ZERO, total
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.items import Item
from rolefit.rubric.model import GateState, Responses, Rubric, read
from rolefit.scoring.assessment import compared_outcomes
from rolefit.scoring.evaluate import contributions, evaluate, model_of
from rolefit.scoring.judging import judge
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.editions.attribution import EditionAnswers, EditionSpan, span
from rolefit.studies.reliable_change import (
    Measure,
    ReliableChange,
    Score,
    change,
    lead,
    measures_of,
    score,
)
from rolefit.studies.whatif import Moved

# --- What moved between two assessments, answer by answer -----------------------------------------


class Moves(Value):
    """What each answer has to do with a difference."""

    measured: tuple[str, ...]
    """Contrast: the outcome whose lead the points make up, and the one it leads over. Readiness:
    nothing, for the points make up the fit."""
    answers: tuple[Moved, ...]
    """Every answer that is another one or counts for more or less than before; what their points
    moved by sums to the difference exactly."""
    total_before: Number
    """The points of all answers: the lead, or the fit."""
    total_after: Number


def foremost(evaluation: Evaluation) -> tuple[str, ...]:
    """The two outcomes that the report on an assessment compares."""
    assert evaluation.scores is not None
    known = (ZERO if score is None else score for score in evaluation.scores)
    scores = dict(zip(evaluation.rubric.outcome_ids, known, strict=True))
    return compared_outcomes(judge(evaluation, (), None), scores)


def moves(before: Evaluation, after: Evaluation, pair: tuple[str, ...]) -> Moves:
    """What each answer has to do with the difference between two assessments."""
    old, new = worths(before, pair), worths(after, pair)
    found = [
        Moved.model_construct(
            item=item.id,
            ask=item.ask,
            before=quoted_answer(before, item),
            after=quoted_answer(after, item),
            state_before=before.responses[item.id].state,
            state_after=after.responses[item.id].state,
            points_before=old.get(item.id, ZERO),
            points_after=new.get(item.id, ZERO),
        )
        for item in after.rubric.items
    ]
    return Moves.model_construct(
        measured=pair,
        answers=tuple(m for m in found if m.points_before != m.points_after or differs(m)),
        total_before=total(old.values()),
        total_after=total(new.values()),
    )


def worths(evaluation: Evaluation, pair: tuple[str, ...]) -> dict[str, Fraction]:
    """Points of each answer: of the lead of the first of a pair over the second, or of the fit."""
    parts = contributions(evaluation, judge(evaluation, (), None))
    if not pair:
        return {part.item: part.points[0] for part in parts}
    first, second = map(evaluation.rubric.outcome_ids.index, pair)
    return {part.item: part.points[first] - part.points[second] for part in parts}


def quoted_answer(evaluation: Evaluation, item: Item) -> str | None:
    """The answer as the report quotes it; None where there is none."""
    answer = evaluation.responses[item.id].answer
    return None if answer is None else item.shown(answer)


def differs(moved: Moved) -> bool:
    """Whether an answer is another one than before."""
    return (moved.before, moved.state_before) != (moved.after, moved.state_after)


Why = Literal["content", "quick", "unreadable"]


class Taken(NamedTuple):
    """A finished assessment, as it was kept."""

    id: str
    at: str
    rubric_hash: str
    sentence: str
    quick: bool
    responses: Responses
    done: tuple[str, ...] = ()
    """Steps of its plan that were done since, with their days."""


class Point(Value):
    """One assessment among those that can be compared."""

    id: str
    at: str
    day: str
    """The day of the answers; where they name none, the one on which they were kept."""
    sentence: str
    """The verdict as it was told then."""
    scores: tuple[Score, ...]
    """One for each measure, in order."""
    done: tuple[str, ...] = ()
    """Steps of its plan that were done since, with their days."""


class Crossing(Value):
    """Another level (readiness) or another leader (contrast) than before."""

    before: str
    after: str
    change: ReliableChange
    """Of the fit, or of the lead of the later leader over the earlier one."""
    by_conditions: bool
    """Whether conditions alone moved the level: by the scores it is the same at both times."""
    counts: bool
    """It counts only where that change is reliable."""


class GateChange(Value):
    """A condition whose state is not what it was."""

    id: str
    name: str
    before: GateState
    after: GateState


class SpanComparison(Value):
    """Two assessments held against each other."""

    since: str
    until: str
    changes: tuple[ReliableChange, ...]
    """One for each measure, in order."""
    crossing: Crossing | None
    gates: tuple[GateChange, ...]
    moves: Moves | None
    """Between the first and the last, where both have a score; None between others."""


class Series(Value):
    """The assessments of one respondent, in the order they were kept."""

    name: str | None
    group: str
    about: str | None
    """Whom the answers are about, where somebody else gave them."""
    points: tuple[Point, ...]
    overall: SpanComparison | None
    """The last held against the first; None where there is only one."""
    latest: SpanComparison | None
    """The last held against the one before it, where that is not the first."""
    backwards: tuple[str, ...]
    """Assessments dated before the one that was kept before them: a clock was set back, or a file
    with an earlier date was kept later."""


class Apart(Value):
    """An assessment that cannot be compared."""

    id: str
    at: str
    day: str
    name: str | None
    sentence: str
    why: Why


class Progress(Value):
    """What changed, for everybody who answered one content of a rubric more than once."""

    rubric: str
    version: str
    hash: str
    measures: tuple[Measure, ...]
    series: tuple[Series, ...]
    apart: tuple[Apart, ...]
    editions: tuple[EditionSpan, ...] = ()
    """Of each respondent who answered another edition too: the last of those assessments held
    against the last of this content."""


class _Stood(NamedTuple):
    """An assessment with where it stands."""

    taken: Taken
    evaluation: Evaluation


def progress(
    rubric: Rubric, kept: Sequence[Taken], editions: Mapping[str, Rubric] = MappingProxyType({})
) -> Progress:
    """Hold assessments of one rubric against each other, given in the order they were kept.

    Only those of this very content are compared, each respondent with itself; see scoring model
    10. Of `editions`, other contents by their hashes, it is told what they did to a change.
    """
    stood: list[_Stood] = []
    apart: list[Apart] = []
    for taken in kept:
        found = comparable(rubric, taken)
        if isinstance(found, _Stood):
            stood.append(found)
        else:
            apart.append(_set_apart(taken, found))
    measures = tuple(measures_of(rubric, [one.evaluation for one in stood]))
    by_respondent: dict[tuple[str | None, ...], list[_Stood]] = {}
    for one in stood:
        by_respondent.setdefault(_who(one.taken), []).append(one)
    return Progress.model_construct(
        rubric=rubric.rubric,
        version=rubric.version,
        hash=rubric.content_hash,
        measures=measures,
        series=tuple(series(ones, measures) for ones in by_respondent.values()),
        apart=tuple(apart),
        editions=tuple(_spans(rubric, kept, by_respondent, editions)),
    )


def _who(taken: Taken) -> tuple[str | None, ...]:
    """Whose assessment it is."""
    who = taken.responses.respondent
    return who.name, who.group, who.about


def _spans(
    rubric: Rubric,
    kept: Sequence[Taken],
    stood: Mapping[tuple[str | None, ...], Sequence[_Stood]],
    editions: Mapping[str, Rubric],
) -> Iterator[EditionSpan]:
    """What the newest edition did to the change of each respondent who answered another too."""
    for who, ones in stood.items():
        last = ones[-1].taken
        before = [t for t in kept if _who(t) == who and t.rubric_hash in editions and not t.quick]
        if not before:
            continue
        first = before[-1]
        old = EditionAnswers(editions[first.rubric_hash], first.responses)
        days = (_day_of(first), _day_of(last))
        with suppress(KeyError, Invalid):  # it carries nothing of that one: then it stays apart
            yield span(old, EditionAnswers(rubric, last.responses), (first.id, last.id), days)


def comparable(rubric: Rubric, taken: Taken) -> _Stood | Why:
    """Where an assessment stands, or why it cannot be compared."""
    if taken.rubric_hash != rubric.content_hash:
        return "content"
    if taken.quick:
        return "quick"
    try:
        return _Stood(taken, evaluate(rubric, read(rubric, taken.responses)))
    except Invalid:
        return "unreadable"


def _set_apart(taken: Taken, why: Why) -> Apart:
    """An assessment that cannot be compared."""
    return Apart.model_construct(
        id=taken.id,
        at=taken.at,
        day=_day_of(taken),
        name=taken.responses.respondent.in_words,
        sentence=taken.sentence,
        why=why,
    )


def _day_of(taken: Taken) -> str:
    """The day of the answers; where they name none, the one on which they were kept."""
    return taken.responses.day or taken.at[:10]


def series(ones: Sequence[_Stood], measures: Sequence[Measure]) -> Series:
    """The assessments of one respondent and what changed between them."""
    points = [point(one, measures) for one in ones]
    who = ones[0].taken.responses.respondent
    return Series.model_construct(
        name=who.name,
        group=who.group,
        about=who.about,
        points=tuple(points),
        overall=change_between(ones[0], ones[-1], measures) if len(ones) > 1 else None,
        latest=comparison(ones[-2], ones[-1], measures) if len(ones) > 2 else None,
        backwards=tuple(later.id for earlier, later in pairwise(points) if behind(later, earlier)),
    )


def behind(later: Point, earlier: Point) -> bool:
    """Whether what was kept later is dated earlier.

    Days and times are held against their own kind: days are local, times are of UTC.
    """
    return later.day < earlier.day or later.at < earlier.at


def point(one: _Stood, measures: Sequence[Measure]) -> Point:
    """An assessment with its score on every measure."""
    taken, evaluation = one
    scores = tuple(score(evaluation, measure) for measure in measures)
    return Point.model_construct(
        id=taken.id,
        at=taken.at,
        day=_day_of(taken),
        sentence=taken.sentence,
        scores=scores,
        done=taken.done,
    )


def comparison(first: _Stood, last: _Stood, measures: Sequence[Measure]) -> SpanComparison:
    """Two assessments held against each other."""
    changes = [
        change(score(first.evaluation, measure), score(last.evaluation, measure))
        for measure in measures
    ]
    return SpanComparison.model_construct(
        since=first.taken.id,
        until=last.taken.id,
        changes=tuple(changes),
        crossing=crossing(first.evaluation, last.evaluation),
        gates=tuple(_gate_changes(first.evaluation, last.evaluation)),
        moves=None,
    )


def change_between(first: _Stood, last: _Stood, measures: Sequence[Measure]) -> SpanComparison:
    """Two assessments held against each other, down to their answers."""
    compared = comparison(first, last, measures)
    crossed = compared.crossing
    before, after = first.evaluation, last.evaluation
    if before.scores is None or after.scores is None:
        return compared
    pair: tuple[str, ...] = ()
    if crossed is not None and after.fit is None:
        pair = (crossed.after, crossed.before)  # whose lead the crossing is told by
    elif after.fit is None:
        pair = foremost(after)
    return compared.model_copy(update={"moves": moves(before, after, pair)})


def crossing(first: Evaluation, last: Evaluation) -> Crossing | None:
    """Another level or another leader than before, if there is one."""
    before, after = _result_in(first), _result_in(last)
    if before is None or after is None or before == after:
        return None
    if first.fit is not None:
        fit = Measure.model_construct(kind="fit", id="fit", name="Fit", outcome=None)
        moved = change(score(first, fit), score(last, fit))
    else:
        moved = change(lead(first, after, before), lead(last, after, before))
    model = model_of(first.rubric)
    return Crossing.model_construct(
        before=before,
        after=after,
        change=moved,
        by_conditions=model.by_scores(first) == model.by_scores(last),
        counts=moved.reliable is True,
    )


def _result_in(evaluation: Evaluation) -> str | None:
    """The level or the one leader, as a report on this assessment alone names it."""
    return evaluation.leaders[0] if len(evaluation.leaders) == 1 else None


def _gate_changes(first: Evaluation, last: Evaluation) -> Iterator[GateChange]:
    """The conditions whose state is not what it was."""
    for before, after in zip(first.gates, last.gates, strict=True):
        if before.state != after.state:
            yield GateChange.model_construct(
                id=after.id, name=after.name, before=before.state, after=after.state
            )
