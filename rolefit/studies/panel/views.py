"""What several people see in one: oneself beside groups of raters, and nobody given away.

Scoring-model: a rater's score, then the mean of the group, then the mean of the groups, of equal
weight unless the rubric says otherwise; self apart (Conway & Huffcutt 1997: self-ratings agree
little with those of others).

Whatever is told follows from figures that are told, from the person's own form and the boss's, and
from nothing else that somebody said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Literal, NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO, dot, mean, total
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import SELF, rater_view
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.panel.agreement import Agreed, agreement_in_a_word
from rolefit.studies.panel.attainable import Attainable, Bound
from rolefit.studies.panel.disclosure import Ledger, RaterSet
from rolefit.studies.panel.measured import panel_measures, rate
from rolefit.studies.panel.round import Published, Round
from rolefit.studies.reliable_change import Measure, Score, change

INDICATION = 6
"""Raters of a group below which its figures are an indication only."""
IDENTIFIABLE = "boss"
"""The group whose one member is told to be identifiable."""
OTHERS = "others"
"""What small groups are called together."""
Category = Literal[
    "agreed_strength", "agreed_need", "blind_spot", "hidden_strength", "alike", "apart"
]
Withheld = Literal["few", "derivable"]


class RaterSheet(NamedTuple):
    """One filled-in form, evaluated."""

    form: str
    group: str
    evaluation: Evaluation
    note: tuple[str, ...] = ()
    """What the rater lets the person read word for word."""


class _Rated(NamedTuple):
    """A form with its scores, worked out once."""

    form: str
    group: str
    scores: Mapping[Measure, Score]
    note: tuple[str, ...]


class GroupFigure(Value):
    """What a group says of one measure."""

    group: str
    score: Number | None
    """The mean; None where it is withheld or where nobody could tell."""
    bound: Bound | None = None
    """Where the mean itself would tell what each of them said: that it is this or more, this or
    less, or about this."""
    withheld: Withheld | None = None
    """Why a mean that there is is not told."""


class MeasureView(Value):
    """One measure as oneself and others see it."""

    measure: Measure
    own: Number | None
    groups: tuple[GroupFigure, ...]
    """In the order of the panel's groups."""
    others: Number | None
    """Mean of the groups that are told, each by its weight."""
    target: Number | None
    enough: bool | None
    """Whether others see what is needed; of a mean that is told as a bound: whether they may."""
    category: Category | None
    """Of oneself beside others; None where one of them is not known."""
    agreement: Agreed | None
    """How far raters agree, from five of them; None where that is not told."""


class GroupOf(Value):
    """One group of the panel."""

    name: str
    """`boss`, `peer`, ... or `others` for small groups together."""
    made_of: tuple[str, ...]
    raters: int
    indication: bool
    """Whether there are so few that figures are an indication only."""
    weight: Number
    """How much it counts in the view of others."""
    waiting: int
    """Who answered after an earlier report and is left out until enough have: the difference would
    show what they said."""


class PanelView(Value):
    """What several people see in one."""

    about: str | None
    rubric: str
    version: str
    asked: int
    returned: int
    own: bool
    """Whether the person answered too."""
    named: bool
    """Whether raters know that their views are shown by name."""
    groups: tuple[GroupOf, ...]
    withheld: tuple[str, ...]
    """Groups of which nothing is told, for want of raters."""
    measures: tuple[MeasureView, ...]
    boss_first: tuple[str, ...]
    """Measures in which oneself and the boss differ most, beyond the error: names."""
    work_first: tuple[str, ...]
    """Measures in which others see most missing: names."""
    notes: tuple[str, ...]
    """What raters let the person read, in an order that tells nothing."""


def panel_view(
    round_: Round, rubric: Rubric, sheets: Sequence[RaterSheet], about: str | None
) -> tuple[PanelView, tuple[Published, ...]]:
    """The view, and every figure that it publishes now or published before.

    A figure is told only where nothing withheld follows from it and all that was told before.
    """
    measures = tuple(panel_measures(rubric))
    rated = [_rated_form(sheet, measures) for sheet in sheets]
    own = next((sheet for sheet in rated if sheet.group == SELF), None)
    raters = [sheet for sheet in rated if sheet.group != SELF]
    groups, withheld = _tellable_groups(raters, 1 if round_.named else round_.fewest)
    asked = rater_view(rubric, about)
    ledgers: dict[str, Ledger] = {}
    views = []
    for measure in measures:
        # Scores of one dimension for several outcomes follow from the same answers: one ledger.
        if measure.id not in ledgers:
            ledgers[measure.id] = _ledger(measure, round_, raters, [*groups, ("", withheld)])
        reach = _reach_of(asked, measure)
        teller = _Teller(rubric, own, groups, ledgers[measure.id], round_.named, reach)
        views.append(_measure_view(measure, teller))
    found = PanelView(
        about=about,
        rubric=rubric.rubric,
        version=rubric.version,
        asked=sum(one.about == about for one in round_.forms),
        returned=len(sheets),
        own=own is not None,
        named=round_.named,
        groups=tuple(
            GroupOf(
                name=name,
                made_of=tuple(sorted({sheet.group for sheet in members})),
                raters=len(members),
                indication=len(members) < INDICATION and name != IDENTIFIABLE,
                weight=_weight(rubric, members),
                waiting=0 if _is_open(name, round_) else _waiting(members, ledgers.values()),
            )
            for name, members in groups
        ),
        withheld=tuple(sorted({sheet.group for sheet in withheld})),
        measures=tuple(views),
        boss_first=tuple(_boss_first(views, own, raters)),
        work_first=tuple(_work_first(views)),
        notes=tuple(sorted(note for sheet in raters for note in sheet.note)),
    )
    return found, () if round_.named else _published_blocks(round_, ledgers, raters)


_Groups = list[tuple[str, list[_Rated]]]


def _reach_of(asked: Rubric, measure: Measure) -> Attainable:
    """What one rater can say of a measure, worked out once."""
    return asked.remember(("attainable", measure), lambda: Attainable(asked, measure))


def _rated_form(sheet: RaterSheet, measures: Sequence[Measure]) -> _Rated:
    """A form with its scores."""
    scores = {measure: rate(sheet.evaluation, measure) for measure in measures}
    return _Rated(sheet.form, sheet.group, scores, sheet.note)


def _tellable_groups(raters: Sequence[_Rated], fewest: int) -> tuple[_Groups, list[_Rated]]:
    """Groups that can be told, small ones together where that makes enough, and who is left out."""
    by_name: dict[str, list[_Rated]] = {}
    for sheet in raters:
        by_name.setdefault(sheet.group, []).append(sheet)
    whole = [(n, m) for n, m in by_name.items() if n == IDENTIFIABLE or len(m) >= fewest]
    small = [sheet for n, m in by_name.items() if (n, m) not in whole for sheet in m]
    if len(small) >= fewest:
        return [*whole, (OTHERS, small)], []
    return whole, small


def _weight(rubric: Rubric, members: Sequence[_Rated]) -> Fraction:
    """How much a group counts; of groups that are told together the mean of theirs."""
    weights = rubric.settings.group_weights
    return mean([weights.get(name, ONE) for name in sorted({one.group for one in members})])


def _is_open(group: str, round_: Round) -> bool:
    """Whether the members of a group know that they can be identified."""
    return round_.named or group == IDENTIFIABLE


# --- what was published ---------------------------------------------------------------------------


def _ledger(measure: Measure, round_: Round, raters: Sequence[_Rated], groups: _Groups) -> Ledger:
    """What was published of a measure so far, and what must not follow from it."""
    by_form = {sheet.form: sheet for sheet in raters}
    kept: list[RaterSet] = []
    spent: list[RaterSet] = []
    for one in round_.published:
        if one.measure == measure.id:
            same = one.said == _fingerprint(measure.id, [by_form.get(form) for form in one.forms])
            (kept if same else spent).append(frozenset(one.forms))
    ledger = Ledger(kept, spent=spent, fewest=round_.fewest)
    together = [sheet for name, members in groups if name in ("", OTHERS) for sheet in members]
    for name in sorted({sheet.group for sheet in together}):
        ledger.withhold(
            frozenset(s.form for s in raters if s.group == name and _can_tell(s, measure))
        )
    return ledger


def _published_blocks(
    round_: Round, ledgers: Mapping[str, Ledger], raters: Sequence[_Rated]
) -> tuple[Published, ...]:
    """Every block that was told so far: those of earlier reports as they stand there."""
    earlier = {(one.measure, frozenset(one.forms)) for one in round_.published}
    by_form = {sheet.form: sheet for sheet in raters}
    return (
        *round_.published,
        *(
            Published(
                measure=name,
                forms=tuple(sorted(block)),
                said=_fingerprint(name, [by_form[form] for form in block]),
            )
            for name, ledger in ledgers.items()
            for block in ledger.published
            if (name, block) not in earlier
        ),
    )


def _fingerprint(name: str, members: Sequence[_Rated | None]) -> str | None:
    """What raters say of a dimension, in a form that can be compared; None where one is missing."""
    said = []
    for one in members:
        if one is None:
            return None
        said += [f"{one.form} {m.outcome} {s.score}" for m, s in one.scores.items() if m.id == name]
    return "sha256:" + sha256("\n".join(sorted(said)).encode()).hexdigest()


def _waiting(members: Sequence[_Rated], ledgers: Iterable[Ledger]) -> int:
    """Members of whom nothing was told yet, of a group that something was told of."""
    told = frozenset().union(
        *(block for ledger in ledgers for block in (*ledger.published, *ledger.spent))
    )
    here = {sheet.form for sheet in members}
    return len(here - told) if here & told else 0


# --- what is told of one measure ------------------------------------------------------------------


class _Teller(NamedTuple):
    """What a figure is told from, and the ledger that it is entered in."""

    rubric: Rubric
    own: _Rated | None
    groups: _Groups
    ledger: Ledger
    named: bool
    reach: Attainable


class _Figure(NamedTuple):
    """A group's figure, and the ratings behind it as far as anything may be worked out of them."""

    told: GroupFigure
    weight: Fraction
    ratings: tuple[Fraction, ...] = ()


def _can_tell(sheet: _Rated, measure: Measure) -> bool:
    """Whether a rater could tell a measure at all."""
    return sheet.scores[measure].score is not None


def _measure_view(measure: Measure, teller: _Teller) -> MeasureView:
    """One measure; its means are entered in the ledger as they are told."""
    own = teller.own.scores[measure] if teller.own is not None else None
    figures = [_figure(name, members, measure, teller) for name, members in teller.groups]
    theirs = _others(figures, own)
    target = teller.rubric.dimensions[measure.id].target
    enough = None if target is None or theirs.score is None else _reach(figures) >= target
    ratings = [rating for figure in figures for rating in figure.ratings]
    return MeasureView(
        measure=measure,
        own=own.score if own else None,
        groups=tuple(figure.told for figure in figures),
        others=theirs.score,
        target=target,
        enough=enough,
        category=_category(own, theirs, enough=enough),
        agreement=agreement_in_a_word(ratings, HUNDRED),
    )


def _figure(name: str, members: Sequence[_Rated], measure: Measure, teller: _Teller) -> _Figure:
    """A group's mean, where telling it gives nobody away."""
    weight = _weight(teller.rubric, members)
    found = {s.form: s.scores[measure].score for s in members}
    known = {form: value for form, value in found.items() if value is not None}
    if not known:
        return _Figure(GroupFigure(group=name, score=None), weight)
    if teller.named or name == IDENTIFIABLE:
        values = tuple(known.values())
        return _Figure(GroupFigure(group=name, score=mean(values)), weight, values)
    if len(known) < teller.ledger.fewest:
        return _Figure(GroupFigure(group=name, score=None, withheld="few"), weight)
    blocks: tuple[RaterSet, ...] = ()
    if teller.reach.tellable:
        blocks = teller.ledger.publish(frozenset(known))
    if not blocks:
        return _Figure(GroupFigure(group=name, score=None, withheld="derivable"), weight)
    ratings = [tuple(known[form] for form in sorted(block)) for block in blocks]
    told = [teller.reach.mean_to_tell(values) for values in ratings]
    bounds = {one.bound for one in told if one.bound is not None}
    middle = dot((Fraction(len(block)), one.score) for block, one in zip(blocks, told, strict=True))
    figure = GroupFigure(
        group=name,
        score=middle / sum(map(len, blocks)),
        bound=bounds.pop() if len(bounds) == 1 else None,
    )
    blurred = tuple(value for values in ratings for value in teller.reach.blur(values))
    return _Figure(figure, weight, blurred)


def _others(figures: Sequence[_Figure], own: Score | None) -> Score:
    """How others see a measure: the weighted mean of the groups that are told.

    Its error of answering again is that of so many forms like the person's own: the error of their
    own answers would say how they answered.
    """
    shown = [(one.weight, one.told.score, len(one.ratings)) for one in figures]
    known = [(weight, score, count) for weight, score, count in shown if score is not None]
    if not known:
        return Score.model_construct(score=None, variance=None, noise=None)
    whole = total(weight for weight, _, _ in known)
    noise = own.noise if own is not None and own.noise is not None else ZERO
    return Score.model_construct(
        score=dot((weight, score) for weight, score, _ in known) / whole,
        variance=None,
        noise=noise * total((weight / whole) ** 2 / count for weight, _, count in known),
    )


def _reach(figures: Sequence[_Figure]) -> Fraction:
    """The most that the mean of others may be, by what is told."""
    parts = [
        (one.weight, HUNDRED if one.told.bound == "at_least" else score)
        for one in figures
        if (score := one.told.score) is not None
    ]
    return dot(parts) / total(weight for weight, _ in parts)


def _category(own: Score | None, others: Score, *, enough: bool | None) -> Category | None:
    """How oneself and others see a measure: apart beyond the error of answering again, or alike.

    Crossed with the level where there is a target: blind spot (oneself well above others, who see
    something missing), hidden strength, agreed strength, agreed need.
    """
    if own is None or own.score is None or others.score is None:
        return None
    moved = change(others, own)
    if enough is None:
        return "apart" if moved.reliable else "alike"
    if not moved.reliable:
        return "agreed_strength" if enough else "agreed_need"
    if own.score > others.score:
        return "blind_spot" if not enough else "agreed_strength"
    return "hidden_strength" if enough else "agreed_need"


_MOST_NAMED = 3


def _boss_first(
    views: Sequence[MeasureView], own: _Rated | None, raters: Sequence[_Rated]
) -> Iterator[str]:
    """Where oneself and the boss differ beyond the error, the widest gap first."""
    bosses = [sheet for sheet in raters if sheet.group == IDENTIFIABLE]
    if own is None or len(bosses) != 1:
        return
    (boss,) = bosses
    gaps = []
    for view in views:
        moved = change(boss.scores[view.measure], own.scores[view.measure])
        if moved.reliable and moved.difference is not None:
            gaps.append((abs(moved.difference), view.measure.name))
    ordered = sorted(gaps, key=lambda gap: (-gap[0], gap[1]))
    yield from dict.fromkeys(name for _, name in ordered[:_MOST_NAMED])


def _work_first(views: Sequence[MeasureView]) -> Iterator[str]:
    """Where others see most missing below the target, the widest gap first."""
    gaps = [
        (view.target - view.others, view.measure.name)
        for view in views
        if view.target is not None and view.others is not None and not view.enough
    ]
    ordered = sorted(gaps, key=lambda gap: (-gap[0], gap[1]))
    yield from (name for _, name in ordered[:_MOST_NAMED])
