"""Many people at once: who got which result, what fails most, what would help most people."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, mean
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.items.base import Rows, Ticks
from rolefit.rubric.model import ResponseSet, Rubric
from rolefit.studies.cohort.fair_use import Disclosure, Impact, impact
from rolefit.studies.cohort.groups import LEAST, safe_counts
from rolefit.studies.cohort.reliability import (
    ENOUGH,
    ItemRest,
    Reliability,
    alpha,
    item_rest,
    omega,
)

BINS = 5
"""Parts of the scale, each of twenty points; the last includes 100."""
NO_RESULT = "no clear result"
UNKNOWN_GROUP = "(not given)"
_STEPS = 3


class CohortPerson(NamedTuple):
    """One person's result, as a table of results holds it."""

    id: str
    label: str
    outcome: str | None
    """The leading outcome or the band; of a tie all of them, joined by `;`."""
    scores: Mapping[str, Fraction]
    """Each measure that could be scored: an outcome, `fit`, a dimension, `dimension:outcome`."""
    failed: tuple[str, ...]
    unknown: tuple[str, ...]
    group: str | None = None
    answers: ResponseSet | None = None
    steps: tuple[str, ...] | None = None
    """The items that the shortest way to the next level changes; None where there is none."""


class ResultCount(Value):
    """How many people got one result."""

    result: str
    people: int


class MeasureSpread(Value):
    """How the scores of one measure are spread."""

    measure: str
    people: int
    mean: Number
    bins: tuple[int, ...]
    """People from 0 to 20, 20 to 40 and so on; a score on the border counts above it."""
    quarters: tuple[Number, Number, Number] | None
    """The scores below which a quarter, half and three quarters are; None for fewer than thirty."""


class ConditionCount(Value):
    """How many people do not meet a condition."""

    gate: str
    failed: int
    unknown: int


class StepCount(Value):
    """How many people one step would help."""

    item: str
    people: int


class GroupCounts(Value):
    """The results and means of one group; None is withheld."""

    group: str
    people: int
    results: dict[str, int | None]
    means: dict[str, Number]


class UnusedOptions(Value):
    """Answers to one item that nobody gave."""

    item: str
    options: tuple[str, ...]


class Percentile(Value):
    """Where a person stands in this batch: the share below, half of those level included."""

    id: str
    measure: str
    percentile: Number


class Cohort(Value):
    """What came of a batch."""

    rubric: str
    rubric_hash: str
    people: int
    results: tuple[ResultCount, ...]
    labels: tuple[ResultCount, ...]
    measures: tuple[MeasureSpread, ...]
    conditions: tuple[ConditionCount, ...]
    """Those that fail most first; only those that fail or are open for somebody."""
    planned: int
    """People for whom a way to the next level was found."""
    steps: tuple[StepCount, ...]
    group_column: str | None
    groups: tuple[GroupCounts, ...]
    groups_withheld: int
    impact: Impact | None
    reliability: tuple[Reliability, ...]
    unused: tuple[UnusedOptions, ...]
    percentiles: tuple[Percentile, ...]


class CohortOptions(NamedTuple):
    """What is wanted beside the plain counts."""

    group_column: str | None = None
    selected: tuple[str, ...] = ()
    """Outcomes or bands that count as selected, for a rubric of hiring."""


def cohort(rubric: Rubric, people: Sequence[CohortPerson], options: CohortOptions) -> Cohort:
    """The results of at least one person together."""
    measures = list(dict.fromkeys(name for one in people for name in one.scores))
    groups = _groups(people, rubric) if options.group_column is not None else _NO_GROUPS
    answered = [one.answers for one in people if one.answers is not None]
    return Cohort(
        rubric=rubric.rubric,
        rubric_hash=rubric.content_hash,
        people=len(people),
        results=_result_counts(rubric, people),
        labels=tuple(
            ResultCount(result=k, people=n)
            for k, n in Counter(p.label for p in people).most_common()
        ),
        measures=tuple(_distribution(name, people) for name in measures),
        conditions=tuple(_conditions(rubric, people)),
        planned=sum(one.steps is not None for one in people),
        steps=tuple(_steps(people)),
        group_column=options.group_column,
        groups=groups.told,
        groups_withheld=len(groups.pooled),
        impact=_impact(rubric, people, options, groups),
        reliability=tuple(_reliabilities(rubric, answered)),
        unused=tuple(_unused_options(rubric, answered)),
        percentiles=tuple(_percentiles(people, measures)),
    )


def result_of(rubric: Rubric, person: CohortPerson) -> str:
    """A person's result in one word: the band, or the outcome that leads by more than its error."""
    unsure = person.label in _UNSURE
    near = person.label == "too_close_to_call" and not rubric.demands.has_bands
    return NO_RESULT if unsure or near or person.outcome is None else person.outcome


_UNSURE = ("tie", "not_yet", "not_enough_answers")


def _result_counts(rubric: Rubric, people: Sequence[CohortPerson]) -> tuple[ResultCount, ...]:
    """How many got which result, in the order of the rubric, those without one last."""
    found = Counter(result_of(rubric, one) for one in people)
    return tuple(ResultCount(result=r, people=found[r]) for r in _results(rubric, found))


def _results(rubric: Rubric, found: Mapping[str, int]) -> list[str]:
    """The results that there can be, and any other that there is."""
    known = [*rubric.outcomes, *(band.id for band in rubric.bands)]
    rest = [r for r in found if r not in known and r != NO_RESULT]
    return [*known, *rest, *([NO_RESULT] if NO_RESULT in found else [])]


def _distribution(name: str, people: Sequence[CohortPerson]) -> MeasureSpread:
    """How one measure is spread."""
    scores = sorted(one.scores[name] for one in people if name in one.scores)
    bins = Counter(min(BINS - 1, int(score * BINS / HUNDRED)) for score in scores)
    at = [_quantile(scores, Fraction(k, 4)) for k in (1, 2, 3)] if len(scores) >= ENOUGH else []
    return MeasureSpread(
        measure=name,
        people=len(scores),
        mean=mean(scores),
        bins=tuple(bins[k] for k in range(BINS)),
        quarters=(at[0], at[1], at[2]) if at else None,
    )


def _quantile(scores: Sequence[Fraction], share: Fraction) -> Fraction:
    """The score below which a share is, between neighbours in proportion (Hyndman and Fan, 7)."""
    place = share * (len(scores) - 1)
    low = int(place)
    high = min(low + 1, len(scores) - 1)
    return scores[low] + (place - low) * (scores[high] - scores[low])


def _conditions(rubric: Rubric, people: Sequence[CohortPerson]) -> Iterator[ConditionCount]:
    """Conditions by how many people do not meet them."""
    failed = Counter(gate for one in people for gate in one.failed)
    unknown = Counter(gate for one in people for gate in one.unknown)
    order = [gate.id for gate in rubric.gates if failed[gate.id] or unknown[gate.id]]
    for gate in sorted(order, key=lambda g: (-failed[g], -unknown[g])):
        yield ConditionCount(gate=gate, failed=failed[gate], unknown=unknown[gate])


def _steps(people: Sequence[CohortPerson]) -> Iterator[StepCount]:
    """The changes that most people's shortest way to the next level asks for."""
    found = Counter(item for one in people for item in one.steps or ())
    for item, number in found.most_common(_STEPS):
        yield StepCount(item=item, people=number)


# --- by group ----------------------------------------------------------------------------------


def _members(people: Sequence[CohortPerson]) -> dict[str, list[CohortPerson]]:
    """People by group, in order of size."""
    found: dict[str, list[CohortPerson]] = {}
    for one in people:
        found.setdefault(one.group or UNKNOWN_GROUP, []).append(one)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


class _Groups(NamedTuple):
    """What is told of groups."""

    told: tuple[GroupCounts, ...]
    pooled: tuple[str, ...]


_NO_GROUPS = _Groups((), ())


def _groups(people: Sequence[CohortPerson], rubric: Rubric) -> _Groups:
    """Results by group that give nobody away."""
    members = _members(people)
    found = Counter(result_of(rubric, one) for one in people)
    results = [result for result in _results(rubric, found) if found[result]]
    counts = {
        g: {r: sum(result_of(rubric, one) == r for one in mine) for r in results}
        for g, mine in members.items()
    }
    safe = safe_counts(counts)
    outer = [*(rubric.outcomes or ()), *(["fit"] if rubric.bands else ()), *rubric.dimensions]
    told = tuple(
        GroupCounts(group=g, people=safe.sizes[g], results=cells, means=_means(members[g], outer))
        for g, cells in safe.cells.items()
    )
    return _Groups(told, safe.pooled)


def _means(members: Sequence[CohortPerson], measures: Sequence[str]) -> dict[str, Fraction]:
    """Means of measures that every member has: a mean of some of them could give others away."""
    return {
        name: mean([one.scores[name] for one in members])
        for name in measures
        if len(members) >= LEAST and all(name in one.scores for one in members)
    }


def _impact(
    rubric: Rubric, people: Sequence[CohortPerson], options: CohortOptions, groups: _Groups
) -> Impact | None:
    """Selection by group, where it is asked for; nothing that the table of groups withholds."""
    if options.group_column is None or not options.selected:
        return None
    counts = {
        g: (len(mine), sum(result_of(rubric, one) in options.selected for one in mine))
        for g, mine in _members(people).items()
    }
    hidden = tuple(
        one.group
        for one in groups.told
        if any(one.results.get(result, 0) is None for result in options.selected)
    )
    known = Disclosure(groups.pooled, hidden, (UNKNOWN_GROUP,))
    return impact(counts, options.selected, known)


# --- advice to the author ----------------------------------------------------------------------


def _reliabilities(rubric: Rubric, answered: Sequence[ResponseSet]) -> Iterator[Reliability]:
    """How well the items of each dimension hang together, for each outcome they speak for."""
    if len(answered) < ENOUGH:
        return
    ids = rubric.outcome_ids
    for name in rubric.dimensions:
        for k, outcome in enumerate(ids):
            told = outcome if rubric.demands.has_outcomes else None
            found = _reliability(rubric, answered, name, k)
            if found is not None:
                yield found.model_copy(update={"outcome": told})


def _reliability(
    rubric: Rubric, answered: Sequence[ResponseSet], dimension: str, k: int
) -> Reliability | None:
    """One scale among those who answered all of it; None where too few did."""
    ids = rubric.outcome_ids
    items = [i for i in rubric.items if i.dimension == dimension and i.can_favor(ids[k], ids)]
    rows = [
        [float(i.values(a, ids)[k]) for i, a in zip(items, row, strict=True) if a is not None]
        for row in ([one[i.id].answer for i in items] for one in answered)
    ]
    whole = [row for row in rows if len(row) == len(items)]
    if len(whole) < ENOUGH or len(items) < 2:
        return None
    rest = (ItemRest(item=i.id, correlation=item_rest(whole, n)) for n, i in enumerate(items))
    return Reliability(
        dimension=dimension,
        outcome=None,
        people=len(whole),
        alpha=alpha(whole),
        omega=omega(whole),
        items=tuple(rest),
    )


def _unused_options(rubric: Rubric, answered: Sequence[ResponseSet]) -> Iterator[UnusedOptions]:
    """Options that nobody took, of items that at least thirty people answered."""
    for item in rubric.items:
        given = [one[item.id].answer for one in answered]
        answers = [answer for answer in given if answer is not None]
        if len(answers) < ENOUGH or not isinstance(item.input_kind, Rows | Ticks):
            continue
        taken = {key for answer in answers for key in item.choices_in(answer)}
        unused = tuple(key for key, _ in item.options() if key not in taken)
        if unused:
            yield UnusedOptions(item=item.id, options=unused)


def _percentiles(people: Sequence[CohortPerson], measures: Sequence[str]) -> Iterator[Percentile]:
    """Mid-ranks in this batch, of measures that at least thirty people have."""
    for name in measures:
        scores = sorted(one.scores[name] for one in people if name in one.scores)
        if len(scores) < ENOUGH:
            continue
        place = _mid_rank(scores)
        for one in people:
            if name in one.scores:
                share = place(one.scores[name])
                yield Percentile(id=one.id, measure=name, percentile=share)


def _mid_rank(scores: Sequence[Fraction]) -> Callable[[Fraction], Fraction]:
    """Where a score stands: 100 * (those below + half of those level) / all."""
    level = Counter(scores)
    places: dict[Fraction, Fraction] = {}
    below = 0
    for score in sorted(level):
        places[score] = HUNDRED * (below + Fraction(level[score], 2)) / len(scores)
        below += level[score]
    return places.__getitem__
