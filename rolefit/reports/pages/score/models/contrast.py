"""What a report says of one outcome beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import ZERO
from rolefit.reports.blocks import BarChart, Block, Paragraph
from rolefit.reports.pages.score.models.base import Words
from rolefit.reports.pages.score.numbers import BOTH_HIGH, BOTH_LOW, WHISKERS, bar, with_error
from rolefit.reports.pages.score.reasons import one_side, printed_points
from rolefit.reports.pages.score.sentences import (
    capital,
    figure,
    join_words,
    plus_minus,
    printed_lead,
)
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.responses import OPEN
from rolefit.scoring.alternatives import FlipSet, Worst
from rolefit.scoring.assessment import Assessment, OutcomeScore

WORDS = Words(
    measure="the margin",
    changes="who leads",
    stays="the same one leads",
    no_result="there is no verdict",
    no_result_then="there would be no verdict",
    points_add_up=True,
)


def result(assessment: Assessment, rubric: Rubric) -> str:
    """What the numbers recommend, as part of a sentence."""
    verdict = assessment.verdict
    if verdict.tied:
        each = [texts_for(rubric, o).name for o in verdict.tied]
        if rubric.purpose == "development":
            return f"the answers show exactly as much of {join_words(each, 'as of')}"
        return f"{join_words(each)} fit equally well"
    assert verdict.outcome is not None
    name = texts_for(rubric, verdict.outcome).name
    if verdict.runner_up is None:
        return f"{name}, as the only one that no condition rules out"
    rival = texts_for(rubric, verdict.runner_up).name
    return comparison_text(assessment, name, rival, describes=rubric.purpose == "development")


def comparison_text(assessment: Assessment, name: str, rival: str, *, describes: bool) -> str:
    """How two outcomes compare, in words that fit the label.

    What somebody does today is described (`describes`); only what is chosen can fit.
    """
    match assessment.verdict.strength:
        case "clear" | "leaning" as strength:
            some = "somewhat " if strength == "leaning" else ""
            if describes:
                return f"the answers show {some}more of {name} than of {rival}"
            return f"{name} fits {some}better than {rival}"
        case _ if far_apart(assessment):
            return f"the answers are too mixed to tell {name} from {rival}"
        case _ if describes:
            return f"the answers show about as much of {name} as of {rival}"
        case _:
            return f"{name} and {rival} fit about equally well"


def far_apart(assessment: Assessment) -> bool:
    """Whether the margin is close to nothing only beside a large error."""
    margin = assessment.verdict.margin
    return margin is not None and margin >= assessment.rubric.indifference_threshold


def figures(assessment: Assessment, rubric: Rubric) -> str:  # noqa: ARG001
    """The numbers behind the headline, as a sentence."""
    verdict = assessment.verdict
    scored = [o for o in assessment.outcomes if o.score is not None]
    if not scored:
        return ""
    said = join_words([f"{o.name} {score_text(o)}" for o in scored])
    text = f"{capital(said)} points of 100"
    if verdict.label == "not_yet":
        text += "; no score makes up for that"
    if verdict.outcome is not None and verdict.runner_up is not None:
        pair = assessment.outcome(verdict.outcome), assessment.outcome(verdict.runner_up)
        text += f"; the margin is {printed_lead(*pair)}{plus_minus(verdict.variance)}"
    return f"{text}."


def score_text(outcome: OutcomeScore) -> str:
    """An outcome's score in figures."""
    return figure(outcome.score) if outcome.score is not None else "no score"


def score_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:  # noqa: ARG001
    """A bar for each outcome."""
    if all(o.score is None for o in assessment.outcomes):
        return
    yield BarChart(
        tuple(
            bar(capital(o.name), o.score, o.variance, extra="ruled out" if o.excluded_by else "")
            for o in assessment.outcomes
        )
    )
    yield Paragraph(whiskers(assessment), "quiet")
    if assessment.elevation is not None:
        text = f"Elevation (mean of both): {figure(assessment.elevation)}."
        yield Paragraph(f"{text} {elevation_text(assessment)}".rstrip(), "quiet")


def whiskers(assessment: Assessment) -> str:
    """What the whiskers are, and how far open answers could move the scores."""
    text = WHISKERS
    ends: list[str] = []
    if any(m.state in OPEN for m in assessment.missing):
        ends = [
            f"{o.name} {figure(o.bounds.low)} to {figure(o.bounds.high)}"
            for o in assessment.outcomes
            if o.bounds.low != o.bounds.high
        ]
    if ends:
        text += f" With the open answers the scores could still end at {join_words(ends)}."
    return text


def elevation_text(assessment: Assessment) -> str:
    """What the level of both poles says."""
    scores = [o.score for o in assessment.outcomes if o.score is not None]
    if min(scores) >= BOTH_HIGH:
        return "Both are high: much speaks for each of the two."
    if max(scores) <= BOTH_LOW:
        return "Both are low: little speaks for either."
    apart = assessment.verdict.strength in ("leaning", "clear")
    return "The answers tell the two apart." if apart else ""


def score_cells(assessment: Assessment) -> Iterator[tuple[str, str, Fraction | None]]:
    """Name, figure with its error, and number of each outcome."""
    for o in assessment.outcomes:
        yield capital(o.name), with_error(o.score, o.variance), o.score


def point_columns(assessment: Assessment) -> list[str]:
    """What the points of answers add up to: the scores of the outcomes."""
    return [capital(o.name) for o in assessment.outcomes]


def reason_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The strongest answers for the verdict and against it, with exact contributions."""
    if not assessment.contributions:
        return
    first, second = map(assessment.outcome, assessment.compared)
    shown = printed_points(
        assessment, [c.lead for c in assessment.contributions], printed_lead(first, second)
    )
    names = [texts_for(rubric, outcome.id).name for outcome in (first, second)]
    pro = [c for c in assessment.contributions if c.lead > 0]
    contra = [c for c in assessment.contributions if c.lead < 0]
    yield one_side(f"What speaks for {names[0]}", pro, shown)
    yield one_side(f"What speaks against it, for {names[1]}", contra, shown)


def meaning_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:  # noqa: ARG001
    """Nothing beyond what the author says of the outcome."""
    return iter(())


def plan_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:  # noqa: ARG001
    """Nothing: outcomes have no order to climb."""
    return iter(())


def becomes(flip: FlipSet, assessment: Assessment, rubric: Rubric) -> str:  # noqa: ARG001
    """What a flip set does, to follow `would`."""
    names = [texts_for(rubric, name).name for name in flip.to]
    if not names:
        return "leave no verdict"
    return f"bring {join_words(names)} level" if len(names) > 1 else f"make it {names[0]}"


def would_be(names: Sequence[str]) -> str:
    """What the result would be, with the names of what would lead."""
    return f"{join_words(names)} would lead"


def takes_over(rival: str) -> str:
    """What happens where another result takes over."""
    return f"{rival} would be level"


def worst_text(said: str, worst: Worst, assessment: Assessment, rubric: Rubric) -> str:
    """What would come out if every open answer spoke against the leader."""
    name = texts_for(rubric, worst.to).name
    if worst.to == assessment.verdict.outcome:
        if worst.lead == assessment.verdict.margin:
            return f"{said}, {name} would still lead by as much."
        return f"{said}, {name} would still lead by {figure(worst.lead)} points."
    if worst.lead == ZERO:
        return f"{said}, {name} would be level with it."
    return f"{said}, {name} would lead by {figure(-worst.lead)} points."
