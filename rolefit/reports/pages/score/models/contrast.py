"""A report on a contrast rubric: which outcome leads, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import ZERO, root, rounded, total
from rolefit.reports.blocks import Action, BarChart, Block, Paragraph, Reasons
from rolefit.reports.pages.score.models.base import Words
from rolefit.reports.pages.score.sentences import (
    MOST_PLACES,
    WHISKERS,
    PointColumn,
    bar,
    capital,
    few,
    figure,
    figure_at,
    join_words,
    one_side,
    plus_minus,
    point_column,
    points,
    points_to,
    printed_lead,
    sentences_in,
    shared_out,
    strongest,
    what_counts,
    with_error,
)
from rolefit.rubric.conditions import sentences_of, text_of
from rolefit.rubric.model import OPEN, Rubric, texts_for
from rolefit.rubric.texts import Advice
from rolefit.scoring.assessment import Assessment, Contribution, FlipSet, OutcomeScore, Worst
from rolefit.scoring.verdict import CLOSE

# --- What leads in a report on outcomes, by how much, and in how many decimals that is told -------


def second_ones(assessment: Assessment) -> list[OutcomeScore]:
    """The runner-up, with all that share its score."""
    return [assessment.outcome(name) for name in assessment.verdict.seconds]


def height_advice(assessment: Assessment, rubric: Rubric) -> Advice | None:
    """What the rubric says where both fit, or neither."""
    match assessment.verdict.height:
        case "both":
            return rubric.texts.both
        case "neither":
            return rubric.texts.neither
        case None:
            return None


def leading(assessment: Assessment) -> list[OutcomeScore]:
    """The outcomes that lead together, or the leader and all in second place."""
    verdict = assessment.verdict
    names = verdict.tied or (*filter(None, (verdict.outcome,)), *verdict.seconds)
    return [assessment.outcome(name) for name in names]


def places_of(assessment: Assessment) -> int:
    """Decimals of scores in the short report: one where whole points would mislead.

    Whole points do where the leading scores round to the same, or where the margin as printed is
    on another side of what counts than the exact one.
    """
    first, second = _compared_scores(assessment)
    if first is None or second is None:
        return 0
    exact, shown = abs(first - second), abs(rounded(first) - rounded(second))
    places = int(any((exact < mark) != (shown < rounded(mark)) for mark in _marks_of(assessment)))
    while places < MOST_PLACES and _reads_like_its_mark(assessment, first, second, places):
        places += 1
    return places


def _reads_like_its_mark(
    assessment: Assessment, first: Fraction, second: Fraction, places: int
) -> bool:
    """Whether a margin is printed like the margin that would count, though they differ."""
    if assessment.verdict.variance is None or assessment.verdict.tied:
        return False
    close = assessment.verdict.strength in CLOSE
    mark = least_margin(assessment) if close else clear_margin(assessment)
    shown = abs(rounded(first, places) - rounded(second, places))
    return shown == rounded(mark, places) and abs(first - second) != mark


def _compared_scores(assessment: Assessment) -> tuple[Fraction | None, Fraction | None]:
    """The scores of the two outcomes that a verdict compares."""
    if not assessment.compared:
        return None, None
    first, second = map(assessment.outcome, assessment.compared)
    return first.score, second.score


def _marks_of(assessment: Assessment) -> Iterator[Fraction]:
    """Margins at which the label changes, in points."""
    yield Fraction(1)
    yield assessment.rubric.indifference_threshold
    if assessment.verdict.variance is not None:
        yield least_margin(assessment)
        yield clear_margin(assessment)


def least_margin(assessment: Assessment) -> Fraction:
    """The margin below which a result is too close to call."""
    verdict = assessment.verdict
    error = Fraction(root(verdict.variance or ZERO))
    return max(assessment.rubric.indifference_threshold, error)


def clear_margin(assessment: Assessment) -> Fraction:
    """The margin from which a result is clear."""
    verdict = assessment.verdict
    assert verdict.t is not None
    error = Fraction(root(verdict.t**2 * (verdict.variance or ZERO)))
    return max(assessment.rubric.indifference_threshold, error)


def far_apart(assessment: Assessment) -> bool:
    """Whether the margin is close to nothing only beside a large error."""
    margin = assessment.verdict.margin
    return margin is not None and margin >= assessment.rubric.indifference_threshold


_MOST_SIDES = 3
"""Outcomes whose reasons a short report tells one by one."""


# --- How outcomes compare, as parts of sentences --------------------------------------------------


def tie_text(names: Sequence[str], rubric: Rubric) -> str:
    """Outcomes with exactly the same score."""
    if rubric.purpose != "development":
        return f"{join_words(names)} fit equally well"
    if len(names) == 2:
        return f"the answers show exactly as much of {join_words(names, 'as of')}"
    return f"the answers show {join_words(names)} to exactly the same degree"


def height_text(assessment: Assessment, rubric: Rubric) -> str:
    """That several outcomes fit, or none, with their scores, and what the rubric calls that."""
    names = [(o.name, figure_at(o.score, places_of(assessment))) for o in leading(assessment)]
    high = assessment.verdict.height == "both"
    advice = height_advice(assessment, rubric)
    level = all(shown == names[0][1] for _, shown in names)
    each = [f"{name} ({shown})" for name, shown in names]
    called = _name_of_result(advice.name) if advice is not None and advice.name else ""
    if len(names) > 2:
        both, neither = "all of them", "none of them"
    else:
        both, neither = "both", "neither"
    word, some = (both, "much") if high else (neither, "little")
    if len(assessment.verdict.tied) > 2:
        return f"{word}: {some} of {join_words(each)}, to exactly the same degree{called}"
    rest = join_words(each[1:])
    if level and len(names) == 2:
        return f"{word}: as {some} of {join_words(each, 'as of')}{called}"
    if high and assessment.verdict.strength in CLOSE:
        return f"{word}: about as much of {each[0]} as of {rest}{called}"
    if high:
        return f"{word}: mostly {each[0]}, and much of {rest}{called}"
    return f"{word}: little of {each[0]}, and less of {rest}{called}"


def _name_of_result(name: str) -> str:
    """What a rubric calls such a result, as a sentence behind another; `both: ` stands there."""
    if name.startswith(("both", "neither")):
        return f". In short: {name.removeprefix('both: ').removeprefix('neither: ')}"
    return f". That is {name}"


def comparison_text(
    assessment: Assessment, name: str, rivals: Sequence[str], *, describes: bool
) -> str:
    """How the leader compares with the next, in words that fit the label.

    What somebody does today is described (`describes`); only what is chosen can fit.
    """
    rival, of = join_words(rivals), join_words([f"of {one}" for one in rivals])
    match assessment.verdict.strength:
        case "clear" | "leaning" as strength:
            some = "somewhat " if strength == "leaning" else ""
            if describes:
                return f"the answers show {some}more of {name} than {of}"
            return f"{name} fits {some}better than {rival}"
        case _ if far_apart(assessment):
            return f"the answers are mixed, with no clear winner between {name} and {rival}"
        case _ if describes:
            return f"the answers show about as much of {name} as {of}"
        case _:
            return f"{name} and {rival} fit about equally well"


WORDS = Words(
    measure="the margin",
    changes="which one leads",
    no_result="there is no verdict",
    no_result_then="there would be no verdict",
    named="{}",
    points_add_up=True,
)


def result(assessment: Assessment, rubric: Rubric) -> str:
    """What the numbers recommend, as part of a sentence."""
    verdict = assessment.verdict
    if verdict.height is not None:
        return height_text(assessment, rubric)
    if verdict.tied:
        return tie_text([texts_for(rubric, o).name for o in verdict.tied], rubric)
    assert verdict.outcome is not None
    name = texts_for(rubric, verdict.outcome).name
    rivals = [texts_for(rubric, o.id).name for o in second_ones(assessment)]
    if not rivals:
        barred = all(o.excluded_by for o in assessment.outcomes if o.id != verdict.outcome)
        alone = "the only one that no condition rules out" if barred else "nothing else can lead"
        return f"{name}, {'as' if barred else 'for'} {alone}"
    # Nobody is recommended by an interview: it tells what somebody showed.
    describes = rubric.purpose == "development" or rubric.about_a_person
    return comparison_text(assessment, name, rivals, describes=describes)


def distance(assessment: Assessment, rubric: Rubric) -> str:
    """How far the first is ahead, and how far would count, as a sentence."""
    verdict = assessment.verdict
    if verdict.tied:
        return "The scores are exactly the same."
    if verdict.outcome is None or verdict.runner_up is None:
        return "Nothing else can be recommended."
    places = places_of(assessment)
    first, second = (assessment.outcome(o) for o in (verdict.outcome, verdict.runner_up))
    assert first.score is not None
    assert second.score is not None
    lead = rounded(first.score, places) - rounded(second.score, places)
    marks = [figure_at(mark(assessment), places) for mark in (least_margin, clear_margin)]
    ahead = f"{capital(texts_for(rubric, first.id).name)} is ahead by {points(lead)}"
    return f"{ahead}{what_counts(verdict, *marks)}."


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
    yield Paragraph(_whiskers(assessment), "quiet")


def _whiskers(assessment: Assessment) -> str:
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


def score_cells(assessment: Assessment) -> Iterator[tuple[str, str, Fraction | None]]:
    """Name, figure with its error, and number of each outcome."""
    for o in assessment.outcomes:
        yield capital(o.name), with_error(o.score, o.variance), o.score


def point_columns(assessment: Assessment) -> list[PointColumn]:
    """What the points of answers add up to: the scores of the outcomes."""
    told = {o: _told_of(assessment, o) for o in _sides(assessment)}
    return [
        point_column(capital(o.name), points_to(assessment, k), told.get(o.id, ()))
        for k, o in enumerate(assessment.outcomes)
    ]


def _sides(assessment: Assessment) -> tuple[str, ...]:
    """The outcomes for which the reasons are told: two, or more of which some are level."""
    names = tuple(o.id for o in leading(assessment))
    return names if len(names) > 2 else assessment.compared


def _place(assessment: Assessment, outcome: str) -> int:
    """The number of an outcome."""
    return [o.id for o in assessment.outcomes].index(outcome)


def _says_for(assessment: Assessment, outcome: str) -> dict[str, Fraction]:
    """What answers say for one of the sides: beside the other of two, by itself among more."""
    sides = _sides(assessment)
    if len(sides) > 2:
        return points_to(assessment, _place(assessment, outcome))
    sign = 1 if outcome == sides[0] else -1
    return {c.item: sign * c.lead for c in assessment.contributions}


def _told_of(assessment: Assessment, outcome: str) -> list[str]:
    """The strongest answers of a side, as far as they say there what they give to the outcome."""
    said, given = _says_for(assessment, outcome), points_to(assessment, _place(assessment, outcome))
    return [item for item in strongest(said) if said[item] == given[item]]


def _printed_side(assessment: Assessment, outcome: str) -> dict[str, Decimal]:
    """The strongest answers of a side as printed: those that give to it alone as in the table."""
    said, sole = _says_for(assessment, outcome), _told_of(assessment, outcome)
    column = point_columns(assessment)[_place(assessment, outcome)]
    best = strongest(said)
    shown = {item: column.shown[item] for item in sole}
    left = rounded(total(said[item] for item in best), 1) - sum(shown.values(), Decimal(0))
    return shown | shared_out(said, [item for item in best if item not in shown], left)


def reason_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The strongest answers for the verdict and against it, with exact contributions."""
    if not assessment.contributions:
        return
    sides = _sides(assessment)
    for k, outcome in enumerate(sides):
        title = _side_title(assessment, texts_for(rubric, outcome).name, first=k == 0)
        said, shown = _says_for(assessment, outcome), _printed_side(assessment, outcome)
        yield one_side(title, assessment, said, shown, -1 if k and len(sides) == 2 else 1)


def short_reasons(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Reasons]:
    """The strongest answers on either side, in whole points where those tell them apart."""
    if not assessment.contributions:
        return
    if assessment.verdict.height == "both":
        whose = _sides(assessment)
        shared = [(c, _gives_each(c, assessment, whose)) for c in assessment.contributions]
        title = "Counts for both" if len(whose) == 2 else "Counts for all of them"
        yield few(title, [one for one in shared if one[1] > 0], most, assessment, rubric)
        if len(whose) == 2 and not any(c.lead for c in assessment.contributions):
            return
        says = [_says_for(assessment, o) for o in whose]
        if len(whose) > 2 and all(one == says[0] for one in says):
            return
    for k, group in enumerate(_groups(assessment)):
        names = join_words([texts_for(rubric, o).name for o in group], "or")
        sign = -1 if k and len(_sides(assessment)) == 2 else 1
        says = [_says_for(assessment, o) for o in group]
        side = [(c, max(said[c.item] for said in says)) for c in assessment.contributions]
        given = [(c, sign * worth) for c, worth in side if worth > 0]
        title = _side_title(assessment, names, first=k == 0)
        yield few(title, given, most, assessment, rubric)


def _groups(assessment: Assessment) -> list[tuple[str, ...]]:
    """The sides of a short report: of very many, those that are level are one."""
    sides = _sides(assessment)
    if len(sides) <= _MOST_SIDES:
        return [(outcome,) for outcome in sides]
    return [sides] if assessment.verdict.tied else [sides[:1], sides[1:]]


def _side_title(assessment: Assessment, name: str, *, first: bool) -> str:
    """What stands above the answers of a side; where none is chosen, none is argued for."""
    if assessment.verdict.strength in CLOSE or assessment.verdict.height:
        return f"What points to {name}"
    return f"Why {name}" if first else f"What points to {name} instead"


def _gives_each(c: Contribution, assessment: Assessment, whose: Sequence[str]) -> Fraction:
    """The points that an answer gives to each of some outcomes, at the least."""
    places = [k for k, o in enumerate(assessment.outcomes) if o.id in whose]
    return min(c.points[k] for k in places)


def short_chart(assessment: Assessment, rubric: Rubric) -> BarChart | None:  # noqa: ARG001
    """A bar for each outcome, in as few decimals as tell the first two apart."""
    if all(o.score is None for o in assessment.outcomes):
        return None
    places = places_of(assessment)
    rows = tuple(
        bar(
            capital(o.name),
            o.score,
            o.variance,
            extra="ruled out" if o.excluded_by else "",
            places=places,
        )
        for o in assessment.outcomes
    )
    return BarChart(rows, title="Scores", heads=("", ""))


def short_meaning(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What the leader is."""
    verdict = assessment.verdict
    if verdict.outcome is None:
        return []
    return sentences_in(text_of(texts_for(rubric, verdict.outcome).summary))


def short_steps(assessment: Assessment, rubric: Rubric) -> list[Action]:
    """What the author says to do first about the leading outcome."""
    verdict = assessment.verdict
    if verdict.outcome is None or verdict.strength in CLOSE or height_advice(assessment, rubric):
        return []
    steps = texts_for(rubric, verdict.outcome).first_90_days
    return [Action(step) for step in sentences_of(steps)]


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
    others = [texts_for(rubric, other).name for other in worst.or_to]
    name = join_words([name, *others], "or")
    if worst.lead == ZERO:
        return f"{said}, {name} would be level with it."
    return f"{said}, {name} would lead by {figure(-worst.lead)} points."
