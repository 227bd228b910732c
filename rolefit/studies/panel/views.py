"""What several people see in one: oneself beside groups of raters, and nobody given away.

Scoring-model: a rater's score, then the mean of the group, then the equal mean of the groups; self
apart (Conway & Huffcutt 1997: self-ratings agree little with those of others).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from rolefit.exact import HUNDRED, ZERO, mean
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import SELF
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.panel.agreement import Agreed, agreement_in_a_word
from rolefit.studies.panel.disclosure import Ledger, RaterSet
from rolefit.studies.panel.round import Published, Round
from rolefit.studies.reliable_change import Measure, Score, change, measures_of, score

INDICATION = 6
"""Raters of a group below which its figures are an indication only."""
IDENTIFIABLE = "boss"
"""The group whose one member is told to be identifiable."""
OTHERS = "others"
"""What small groups are called together."""
Category = Literal[
    "agreed_strength", "agreed_need", "blind_spot", "hidden_strength", "alike", "apart"
]
Withheld = Literal["few", "derivable", "unanimous"]


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
    withheld: Withheld | None = None
    """Why a mean that there is is not told."""


class MeasureView(Value):
    """One measure as oneself and others see it."""

    measure: Measure
    own: Number | None
    groups: tuple[GroupFigure, ...]
    """In the order of the panel's groups."""
    others: Number | None
    """Equal mean of the groups that are told."""
    target: Number | None
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


class PanelView(Value):
    """What several people see in one."""

    about: str | None
    rubric: str
    version: str
    asked: int
    returned: int
    own: bool
    """Whether the person answered too."""
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
    followed = measures_of(rubric, [sheet.evaluation for sheet in sheets])
    # A score over all dimensions would tell, with the others, the one that is withheld.
    measures = tuple(measure for measure in followed if measure.kind == "dimension")
    rated = [_rated_form(sheet, measures) for sheet in sheets]
    own = next((sheet for sheet in rated if sheet.group == SELF), None)
    raters = [sheet for sheet in rated if sheet.group != SELF]
    groups, withheld = _tellable_groups(raters, 1 if round_.named else round_.fewest)
    ledgers: dict[str, Ledger] = {}
    views = []
    for measure in measures:
        # Scores of one dimension for several outcomes follow from the same answers: one ledger.
        if measure.id not in ledgers:
            before = [frozenset(p.forms) for p in round_.published if p.measure == measure.id]
            ledgers[measure.id] = _ledger(measure, before, raters, groups, withheld)
        teller = _Teller(rubric, own, groups, ledgers[measure.id], round_.named, round_.fewest)
        views.append(_measure_view(measure, teller))
    told = [
        Published(measure=name, forms=tuple(sorted(forms)))
        for name, ledger in ledgers.items()
        for forms in ledger.published
    ]
    found = PanelView(
        about=about,
        rubric=rubric.rubric,
        version=rubric.version,
        asked=sum(one.about == about for one in round_.forms),
        returned=len(sheets),
        own=own is not None,
        groups=tuple(
            GroupOf(
                name=name,
                made_of=tuple(sorted({sheet.group for sheet in members})),
                raters=len(members),
                indication=len(members) < INDICATION and name != IDENTIFIABLE,
            )
            for name, members in groups
        ),
        withheld=tuple(sorted({sheet.group for sheet in withheld})),
        measures=tuple(views),
        boss_first=tuple(_boss_first(views, own, raters)),
        work_first=tuple(_work_first(views)),
        notes=tuple(sorted(note for sheet in raters for note in sheet.note)),
    )
    return found, tuple(told)


_Groups = list[tuple[str, list[_Rated]]]


def _rated_form(sheet: RaterSheet, measures: Sequence[Measure]) -> _Rated:
    """A form with its scores."""
    scores = {measure: score(sheet.evaluation, measure) for measure in measures}
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


class _Teller(NamedTuple):
    """What a figure is told from, and the ledger that it is entered in."""

    rubric: Rubric
    own: _Rated | None
    groups: _Groups
    ledger: Ledger
    named: bool
    fewest: int


def _ledger(
    measure: Measure,
    before: Sequence[RaterSet],
    raters: Sequence[_Rated],
    groups: _Groups,
    withheld: Sequence[_Rated],
) -> Ledger:
    """What was published of a measure so far, and what must not follow from it."""
    open_ = [sheet.form for sheet in raters if sheet.group == IDENTIFIABLE]
    ledger = Ledger(before, open_)
    merged = [sheet for name, members in groups if name == OTHERS for sheet in members]
    for name in sorted({sheet.group for sheet in (*withheld, *merged)}):
        ledger.withhold(
            frozenset(s.form for s in raters if s.group == name and _can_tell(s, measure))
        )
    return ledger


def _can_tell(sheet: _Rated, measure: Measure) -> bool:
    """Whether a rater could tell a measure at all."""
    return sheet.scores[measure].score is not None


def _measure_view(measure: Measure, teller: _Teller) -> MeasureView:
    """One measure; its means are entered in the ledger as they are told."""
    own = teller.own
    mine = own.scores[measure] if own is not None else None
    figures = [_figure(name, members, measure, teller) for name, members in teller.groups]
    shown = [figure.score for figure in figures if figure.score is not None]
    others = mean(shown) if shown else None
    everybody = [s for _, members in teller.groups for s in members if _can_tell(s, measure)]
    values = [value for s in everybody if (value := s.scores[measure].score) is not None]
    target = teller.rubric.dimensions[measure.id].target
    return MeasureView(
        measure=measure,
        own=mine.score if mine else None,
        groups=tuple(figures),
        others=others,
        target=target,
        category=_category(mine, others, everybody, measure, target),
        agreement=agreement_in_a_word(values, HUNDRED),
    )


def _figure(name: str, members: Sequence[_Rated], measure: Measure, teller: _Teller) -> GroupFigure:
    """A group's mean, where telling it gives nobody away."""
    ledger = teller.ledger
    found = {s.form: s.scores[measure].score for s in members}
    known = {form: value for form, value in found.items() if value is not None}
    if not known:
        return GroupFigure(group=name, score=None)
    middle = mean([*known.values()])
    if teller.named or name == IDENTIFIABLE:
        ledger.publish(frozenset(known))
        return GroupFigure(group=name, score=middle)
    if len(known) < teller.fewest:
        return GroupFigure(group=name, score=None, withheld="few")
    why = _why_withheld(frozenset(known), [*known.values()], ledger)
    return GroupFigure(group=name, score=middle if why is None else None, withheld=why)


def _why_withheld(forms: RaterSet, values: Sequence[Fraction], ledger: Ledger) -> Withheld | None:
    """Why a mean is not told; where it is told, it is entered."""
    if set(values) in ({ZERO}, {HUNDRED}):  # all of them said the same, and everybody would know
        return "unanimous"
    return None if ledger.publish(forms) else "derivable"


def _category(
    own: Score | None,
    others: Fraction | None,
    sheets: Sequence[_Rated],
    measure: Measure,
    target: Fraction | None,
) -> Category | None:
    """How oneself and others see a measure: apart beyond the error of answering again, or alike.

    Crossed with the level where there is a target: blind spot (oneself well above others, who see
    something missing), hidden strength, agreed strength, agreed need.
    """
    if own is None or own.score is None or others is None:
        return None
    noise = [n for s in sheets if (n := s.scores[measure].noise) is not None]
    spread = sum(noise, ZERO) / len(noise) ** 2 if noise else ZERO
    theirs = Score.model_construct(score=others, variance=None, noise=spread)
    moved = change(theirs, own)
    if target is None:
        return "apart" if moved.reliable else "alike"
    enough = others >= target
    if not moved.reliable:
        return "agreed_strength" if enough else "agreed_need"
    if own.score > others:
        return "blind_spot" if not enough else "agreed_strength"
    return "hidden_strength" if enough else "agreed_need"


_MOST_NAMED = 3


def _boss_first(
    views: Sequence[MeasureView], own: _Rated | None, raters: Sequence[_Rated]
) -> Iterator[str]:
    """Where oneself and the boss differ beyond the error, the widest gap first."""
    boss = next((sheet for sheet in raters if sheet.group == IDENTIFIABLE), None)
    if own is None or boss is None:
        return
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
        if view.target is not None and view.others is not None and view.others < view.target
    ]
    ordered = sorted(gaps, key=lambda gap: (-gap[0], gap[1]))
    yield from (name for _, name in ordered[:_MOST_NAMED])
