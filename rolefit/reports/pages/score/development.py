"""The development plan: what takes a person to the next level, area by area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO, readable, rounded, shares
from rolefit.reports.blocks import Action, Actions, Block, Bullets, Paragraph
from rolefit.reports.pages.score.sentences import answer_count, capital, figure, join_words
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.texts import Band, Step
from rolefit.rubric.topics import in_english
from rolefit.scoring.assessment import Assessment, Change, DimensionScore, Plan
from rolefit.scoring.bounds import steering_items
from rolefit.scoring.floors import forbids_more
from rolefit.scoring.moves import leaves_read
from rolefit.scoring.plans import harmless

_SHORTFALLS = 3
_STEPS_EACH = 2


def development_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The plan that reaches the next level, then each area that falls short, by priority."""
    plan = assessment.alternatives.plan
    changes = plan.changes if plan is not None else ()
    worths = dict(zip((c.item for c in changes), gains(assessment, plan), strict=True))
    yield from _plan_summary(assessment, rubric)
    failed = _failed_needs(assessment)
    short = sorted(
        (d for d in assessment.dimensions if d.priority),
        key=lambda d: (d.id not in failed, -(d.priority or ZERO)),
    )
    areas = {d.id for d in short}
    first = [c for c in changes if c.dimension not in areas or c.points == 0]
    if first:
        rows = tuple(_plan_action(c, worths[c.item], rubric) for c in first)
        yield Actions("What has to be so first", rows)
    if assessment.verdict.label == "not_yet" and plan is None:
        return
    for k, d in enumerate(short):
        mine = [c for c in changes if c.dimension == d.id and c not in first]
        if mine or k < _SHORTFALLS:
            yield from area(d, mine, worths, assessment=assessment, rubric=rubric)


def gains(assessment: Assessment, plan: Plan | None) -> tuple[str, ...]:
    """Points of each change as printed: they lead from the printed fit to the printed aim."""
    if plan is None or assessment.fit is None:
        return ()
    whole = rounded(plan.fit, 1) - rounded(assessment.fit, 1)
    return tuple(f"{part:+}" for part in shares([c.points for c in plan.changes], whole=whole))


def _plan_summary(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What the plan takes and where it leads, in a sentence or two."""
    found = assessment.alternatives
    if found.next_band is None or assessment.fit is None:
        return
    band = texts_for(rubric, found.next_band)
    assert isinstance(band, Band)
    plan = found.plan
    if plan is None and assessment.verdict.label == "not_yet":
        yield Paragraph(f"The scores would allow “{band.name}”; the conditions stand against it.")
        return
    if plan is None and "plan" in assessment.parts_left_out:
        yield Paragraph(f"The way to “{band.name}” was not worked out: too many combinations.")
        return
    if plan is None and (unscored := _unscored_needs(band, assessment, rubric)):
        areas = join_words(unscored)
        yield Paragraph(
            f"“{band.name}” needs a least score in {areas}, where too little was answered: those "
            "questions come first."
        )
        return
    if plan is None:
        yield Paragraph(_no_plan_text(band, assessment, rubric))
        return
    number, steps = len(plan.changes), answer_count(plan.steps, "step")
    way = "The shortest way" if plan.fewest else "A way"
    past = ""
    if plan.band != band.id:  # one step of an answer may lead past a level
        past, band = f" past “{band.name}”", texts_for(rubric, plan.band)
        assert isinstance(band, Band)
    text = f"{way}{past} to “{band.name}”: {answer_count(number, 'answer')} "
    must = ("has to" if number == 1 else "have to") if plan.fewest else "would"
    text += f"{must} change, by {steps}{'' if number == 1 else ' in all'}. "
    if plan.fit != assessment.fit:
        text += f"The fit then goes from {figure(assessment.fit)} to {figure(plan.fit)}"
        begins = f"; “{band.name}” begins at {readable(band.from_)}" if rubric.has_cuts else ""
        text += f"{begins}. "
    if plan.gates:
        names = {gate.id: gate.name for gate in assessment.gates}
        text += f"Then this holds too: {join_words([f'“{names[g]}”' for g in plan.gates])}. "
    least = "No way with fewer steps gets there." if plan.fewest else ""
    yield Paragraph(f"{text}{least}".strip())
    for title, told in (
        ("These questions are asked then, and the level depends on them too", plan.opens),
        ("Answers to what is open could still take that level back", plan.undone_by),
    ):
        asked = tuple(f"{rubric.item(name).ask} ({name})" for name in told)
        yield from [Bullets(title, asked)] if asked else []


def _unscored_needs(band: Band, assessment: Assessment, rubric: Rubric) -> list[str]:
    """Areas without a score of which a level, or one below it, asks a least score."""
    below = rubric.bands[: rubric.band_number(band.id) + 1]
    return [
        d.name
        for d in assessment.dimensions
        if d.scores is None
        and any(one.needs.get(d.id, one.needs_each) is not None for one in below)
    ]


def _no_plan_text(band: Band, assessment: Assessment, rubric: Rubric) -> str:
    """What is known of a level to which no plan leads."""
    if _may_yet_be_reached(assessment, rubric):
        return f"No way that is sure to reach “{band.name}” was found."
    while_ = " while conditions and questions stay as they are" if _turns(rubric) else ""
    return f"No change to what can still be changed reaches “{band.name}” yet{while_}."


def _may_yet_be_reached(assessment: Assessment, rubric: Rubric) -> bool:
    """Whether other answers raise the level, or might by opening and closing questions."""
    raised = any(
        flip.direction == "up" and all(rubric.item(c.item).changeable for c in flip.changes)
        for flip in assessment.alternatives.flips
    )
    return raised or any(rubric.item(name).changeable for name in steering_items(rubric))


def _turns(rubric: Rubric) -> bool:
    """Whether answers that can be changed may turn conditions, or open and close questions."""
    return any(rubric.item(name).changeable for name in leaves_read(rubric))


def _plan_action(change: Change, points: str, rubric: Rubric) -> Action:
    """One change of the plan with what it is worth."""
    worth = f"worth {points} points of the fit" if change.points else "moves no score"
    if change.points < 0:
        worth = f"costs {points.lstrip('-')} points of the fit, which the condition asks for"
    question = f"{change.ask} ({change.item})"
    if change.from_ is None:
        worths = (capital(worth),) if change.points else ()
        return Action(question, ("Still open: find out.", *worths))
    return Action(question, _aim_lines(change, rubric, worth))


def _best_answer(change: Change, rubric: Rubric) -> str:
    """The answer worth most, as a report quotes it; the nearest one where several are, or none.

    The change itself where more would come into the way of a condition.
    """
    item = rubric.item(change.item)
    held = change.points < 0 or forbids_more(rubric, item.dimension or "")
    if not item.scores or held:
        return change.to
    to = next(a for a in item.candidates() if item.shown(a) == change.to)
    alike = (a for a in item.candidates() if a == to or harmless(rubric, item, to, a))
    worth = {item.shown(a): item.values(a, rubric.outcome_ids)[0] for a in alike}
    most = max(worth.values())
    if worth.get(change.to) == most:
        return change.to
    return next(shown for shown, value in worth.items() if value == most)


def _aim_lines(change: Change, rubric: Rubric, worth: str) -> tuple[str, ...]:
    """From where an answer starts, the first step, and where it should end."""
    best = _best_answer(change, rubric)
    first = (f"First step: {change.to}",) if best != change.to else ()
    return (f"Now: {change.from_}", *first, f"Where it should end: {best}", capital(worth))


def area(
    d: DimensionScore,
    changes: Sequence[Change],
    worths: dict[str, str],
    *,
    assessment: Assessment,
    rubric: Rubric,
) -> Iterator[Block]:
    """One area: its shortfall, what the plan asks of it, and how to get there."""
    assert d.shortfall is not None
    assert d.target is not None
    assert d.worth is not None
    title = (
        f"{d.name}: {figure(d.shortfall)} points below the target of {readable(d.target)}, "
        f"worth {figure(d.worth)} points of the fit"
    )
    steps = [_step_action(step) for step in fitting(d, assessment, rubric)[:_STEPS_EACH]]
    aims = [_plan_action(change, worths[change.item], rubric) for change in changes]
    yield Actions(title, (*aims, *steps))


def ranked_steps(assessment: Assessment, rubric: Rubric) -> list[Action]:
    """All steps of areas that fall short: first those about what holds the level, then by points.

    What holds it is a condition that caps it, or a least score. What an answer costs counts for
    the first step that works on it, and not again.
    """
    lost = {c.item: -c.lead for c in assessment.contributions if c.lead < 0}
    left = list(_short_steps_of(assessment, rubric))
    ranked: list[Action] = []
    while left:
        best = max(left, key=lambda one: (one.rank, _worth_of(one, lost)))
        left.remove(best)
        ranked.append(_short_step(best.step, _worth_of(best, lost)))
        lost = {item: cost for item, cost in lost.items() if item not in best.step.items}
    return ranked


class _OpenStep(NamedTuple):
    """A step of an area that falls short."""

    step: Step
    without: Fraction
    """What it is worth where it names no items."""
    rank: int
    """2 where it works on an answer for which the level is capped, 1 where its area is below a
    least score that holds the level down, else 0."""


def _failed_needs(assessment: Assessment) -> set[str]:
    """The areas below a least score that holds the level down."""
    return {gap.dimension for gap in assessment.verdict.needs_unmet}


def _short_steps_of(assessment: Assessment, rubric: Rubric) -> Iterator[_OpenStep]:
    """Each step of an area that falls short, with how soon it comes."""
    holding = [g for g in assessment.gates if g.id in assessment.verdict.capped_by]
    failed = {item for gate in holding for item in gate.items}
    needs = _failed_needs(assessment)
    for d in assessment.dimensions:
        for k, step in enumerate(fitting(d, assessment, rubric) if d.priority else ()):
            # A step without items helps its area: the later ones are worth less.
            rank = 2 if failed.intersection(step.items) else int(d.id in needs)
            yield _OpenStep(step, (d.worth or ZERO) / 2 ** (k + 1), rank)


def _worth_of(one: _OpenStep, lost: Mapping[str, Fraction]) -> Fraction:
    """What the answers that a step works on still cost."""
    items = one.step.items
    return sum((lost.get(item, ZERO) for item in items), ZERO) if items else one.without


def _short_step(step: Step, worth: Fraction) -> Action:
    """A step with its first move, and what the answers it helps with cost."""
    said = [step.do]
    if step.first:
        said.append(f"This week: {in_english(step.first)}")
    if step.items and rounded(worth):
        said.append(f"(up to +{rounded(worth)})")
    return Action(" ".join(said))


def fitting(d: DimensionScore, assessment: Assessment, rubric: Rubric) -> list[Step]:
    """The steps of an area, those first that rest on the claims of the answers that cost most."""
    lost: dict[str, Fraction] = {}
    for c in assessment.contributions:
        if c.dimension == d.id:
            for claim in c.source:
                lost[claim] = lost.get(claim, ZERO) + max(ZERO, -c.lead)
    steps = rubric.dimensions[d.id].steps
    # A step that rests on several claims is not worth more for that.
    return sorted(
        steps, key=lambda s: -max((lost.get(claim, ZERO) for claim in s.source), default=ZERO)
    )


def _step_action(step: Step) -> Action:
    """One step as the author of the rubric wrote it."""
    details = [f"This week: {step.first}"] if step.first else []
    details += [f"Evidence: {step.evidence}", f"Effort: {step.effort}"]
    if step.notice:
        details.append(f"It works when: {step.notice}")
    return Action(step.do, tuple(details), step.source)
