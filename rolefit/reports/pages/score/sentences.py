"""Figures, small words, bars and reasons as every report writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO, readable, root, rounded, rounded_root, shares, total
from rolefit.reports.blocks import Bar, Block, Paragraph, Reason, Reasons, Table
from rolefit.reports.pages.score.grounds import flag_text, held_text
from rolefit.rubric.conditions import text_of
from rolefit.rubric.model import GateState, Rubric, texts_for
from rolefit.rubric.raters import group_in_words
from rolefit.rubric.texts import Outcome, TextBlock
from rolefit.scoring.assess import topic_and_answer
from rolefit.scoring.assessment import Assessment, Contribution, OutcomeScore, Unscored, Verdict

MOST_PLACES = 3
"""Decimals that a figure gets at most, to be printed on the right side of another one."""


def figure(value: Fraction) -> str:
    """Points as shown everywhere: one decimal."""
    return str(rounded(value, 1))


def figure_at(value: Fraction | None, places: int) -> str:
    """Points with that many decimals; a dash where there are none."""
    return "-" if value is None else str(rounded(value, places))


def percent(value: Fraction) -> str:
    """A share between 0 and 1 as a percentage."""
    return f"{rounded(value * 100)} %"


def plus_minus(variance: Fraction | None, places: int = 1) -> str:
    """A standard error as shown beside a number, or nothing where there is none."""
    return f" ± {rounded_root(variance, places)}" if variance else ""


def join_words(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def points(distance: Decimal) -> str:
    """A printed distance; one that rounds to nothing is told as such."""
    if not distance:
        return "less than 0.1 points"
    return f"{distance} point{'' if distance == 1 else 's'}"


def apart(distance: Fraction, mark: Fraction, places: int) -> int:
    """Decimals, from so many up, with which two different distances are printed differently."""
    while (
        places < MOST_PLACES
        and distance != mark
        and rounded(distance, places) == rounded(mark, places)
    ):
        places += 1
    return places


def what_counts(verdict: Verdict, least: str, sure: str) -> str:
    """What a distance would have to be, to follow it; `least` and `sure` are printed points."""
    held = held_text(verdict.basis)
    match verdict.strength:
        case "leaning" if held:
            return f"; it is no more than leaning, {held}"
        case "leaning":
            return f"; {sure} would be clear"
        case "clear":
            return f"; under {sure} would be unsure"
        case _:
            return f"; under {least} is too close to call"


# A set with a sign beyond ASCII takes twenty times as long to compile.
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\")])|(?<=[.!?]”))\s+(?:(?=[A-Z\"(0-9])|(?=“))"
)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _SENTENCE_END.split(text) if part]


def definition(text: TextBlock) -> list[str]:
    """What a result is: as its rubric defines it, or where its text begins with `A doer is ...`."""
    if isinstance(text, Outcome) and text.definition:
        return [text.definition]
    said = sentences_in(text_of(text.summary))
    return said[:1] if said and said[0].startswith(f"{capital(text.name)} is ") else []


GATES: dict[GateState, str] = {
    "pass": "holds",
    "fail": "does not hold",
    "unknown": "is unknown",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def evidence_text(assessment: Assessment) -> str:
    """What is known about how well the rubric measures."""
    match assessment.rubric.evidence_status:
        case "advice_only":
            return (
                "Built from advice, not from data on results. It has no norms, and nobody has "
                "shown that it predicts success."
            )
        case "several_sources":
            return (
                "Several independent sources agree on its advice. Nobody has tried the questions, "
                "and nobody has shown that the result predicts success."
            )
        case "expert_reviewed":
            return "Reviewed by experts. It has no norms, and no proof that it predicts success."
        case "piloted":
            return "Tried out with respondents. There is no proof that it predicts success."
        case "validated":
            return "Compared with an outside criterion; see the rubric's documentation."


def in_words(number: int) -> str:
    """A small number as a word: `no`, `one` to `ten`; larger ones in figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def answer_count(number: int, noun: str) -> str:
    """`two answers`, `12 answers`."""
    return f"{in_words(number)} {noun}{'' if number == 1 else 's'}"


def printed_lead(first: OutcomeScore, second: OutcomeScore) -> Decimal:
    """The margin between two scores, rounded once, so that every page prints the same one.

    Where the other has too few answers for a score, what was given speaks for the first alone.
    """
    assert first.score is not None
    return rounded(first.score - (ZERO if second.score is None else second.score), 1)


# --- A score as a bar, and every number as tables -------------------------------------------------


WHISKERS = "Shaded is ± one standard error: about two times in three the score is in it."


def bar(  # noqa: PLR0913 - the parts of a row
    label: str,
    score: Fraction | None,
    variance: Fraction | None,
    *,
    extra: str = "",
    target: Fraction | None = None,
    places: int = 1,
) -> Bar:
    """A score with one standard error to each side."""
    if score is None:
        return Bar(label, None, "too few answers", detail=extra, target=target)
    low = high = None
    if variance is not None:
        error = Fraction(root(variance))
        low, high = max(ZERO, score - error), min(HUNDRED, score + error)
    detail = plus_minus(variance, places).strip()
    shown = figure_at(score, places)
    return Bar(label, score, shown, low, high, "  ".join(filter(None, (detail, extra))), target)


def with_error(score: Fraction | None, variance: Fraction | None) -> str:
    """A score in figures with its standard error."""
    return "no score" if score is None else f"{figure(score)}{plus_minus(variance)}"


def ladder(rubric: Rubric) -> str:
    """The levels from the lowest to the highest, with their cut scores."""
    if not rubric.has_cuts:
        names = ", ".join(band.name for band in rubric.bands)
        return f"Levels, the lowest first: {names}. Each is reached by least scores alone."
    steps = [
        f"{band.name} ({readable(band.from_)} to {readable(band.to)})" for band in rubric.bands
    ]
    return f"Levels of fit: {', '.join(steps)}."


def full_blocks(
    assessment: Assessment, rubric: Rubric, columns: Sequence[PointColumn]
) -> Iterator[Block]:
    """Every dimension and every answer, whose points add up to the `columns`."""
    yield _dimension_table(assessment)
    yield from _bounds_table(assessment)
    yield from _weight_table(assessment, rubric)
    yield _contribution_table(assessment, columns)
    yield from _unscored_table(assessment)


def _score_names(assessment: Assessment) -> list[str]:
    """What dimensions are scored for: the outcomes, or each dimension for itself."""
    return [capital(o.name) for o in assessment.outcomes] or ["Score"]


def _dimension_table(assessment: Assessment) -> Table:
    """Dimensions with weights, coverage and scores."""
    names = _score_names(assessment)
    rows = []
    for d in assessment.dimensions:
        cells = ["too few"] * len(names)
        if d.scores is not None and d.variances is not None:
            pairs = zip(d.scores, d.variances, strict=True)
            cells = [
                "too few" if score is None else f"{figure(score)}{plus_minus(variance)}"
                for score, variance in pairs
            ]
        rows.append((d.name, percent(d.weight), f"{d.answered} of {d.applicable}", *cells))
    columns = ("Dimension", "Weight", "Answered", *names)
    return Table("Dimensions", columns, (False, *(True for _ in columns[1:])), tuple(rows))


def _bounds_table(assessment: Assessment) -> Iterator[Table]:
    """How far open answers could still move each dimension, where they could."""
    names = _score_names(assessment)
    rows = []
    for d in assessment.dimensions:
        if any(reach.low != reach.high for reach in d.bounds):
            cells = [f"{figure(reach.low)} to {figure(reach.high)}" for reach in d.bounds]
            rows.append((d.name, *cells))
    if rows:
        columns = ("Dimension", *names)
        title = "Where open answers could still take a dimension"
        yield Table(title, columns, (False, *(True for _ in names)), tuple(rows))


def _weight_table(assessment: Assessment, rubric: Rubric) -> Iterator[Table]:
    """How far each weight can move before another result takes over."""
    found = assessment.alternatives.sensitivity
    if found is None:
        return
    names = {d.id: d.name for d in assessment.dimensions}
    rows = tuple(
        (
            names[i.dimension],
            percent(i.weight),
            f"{percent(i.low)} to {percent(i.high)}",
            *(
                join_words([texts_for(rubric, other).name for other in others]) or "nothing"
                for others in (i.all_below, i.all_above)
            ),
        )
        for i in found.intervals
    )
    columns = ("Dimension", "Weight", "Same result", "Below that", "Above that")
    title = "How far each weight can move"
    yield Table(title, columns, (False, True, True, False, False), rows)


def _unscored_table(assessment: Assessment) -> Iterator[Table]:
    """The answers that move no score."""
    rows = tuple((u.item, u.ask, u.answer) for u in assessment.unscored)
    if rows:
        columns = ("Item", "Question", "Answer")
        yield Table("Answers that move no score", columns, (False, False, False), rows)


def _contribution_table(assessment: Assessment, columns: Sequence[PointColumn]) -> Table:
    """Answers with weights and points; the printed points add up to the printed scores."""
    rows = [
        (c.item, c.answer, percent(c.weight), *(str(column.shown[c.item]) for column in columns))
        for c in assessment.contributions
    ]
    if rows and all(column.whole is not None for column in columns):
        rows.append(("Total", "", "", *(str(column.whole) for column in columns)))
    heads = ("Item", "Answer", "Weight", *(column.name for column in columns))
    numeric = (False, False, *(True for _ in heads[2:]))
    return Table("Answers and their points", heads, numeric, tuple(rows))


# --- The answers that speak for a verdict and against it, with their exact contributions ----------


STRONGEST = 3


class PointColumn(NamedTuple):
    """What each answer gives to one score, as it is printed wherever a report tells it."""

    name: str
    shown: Mapping[str, Decimal]
    """Points by item."""
    whole: Decimal | None
    """What they add up to; None where that is no score."""


def point_column(
    name: str, points: Mapping[str, Fraction], told: Sequence[str] = ()
) -> PointColumn:
    """Points of answers, shared out once: the sum of all, and of those `told`, is rounded once."""
    whole = rounded(total(points.values()), 1)
    shown = shared_out(points, told)
    rest = [item for item, worth in points.items() if worth and item not in shown]
    left = whole - sum(shown.values(), Decimal(0))
    shown |= shared_out(points, rest, left)
    return PointColumn(name, {item: shown.get(item, Decimal("0.0")) for item in points}, whole)


def shared_out(
    points: Mapping[str, Fraction], items: Sequence[str], whole: Decimal | None = None
) -> dict[str, Decimal]:
    """The points of some answers as printed: they add up to their rounded sum, or to the whole."""
    parts = [points[item] for item in items]
    return dict(zip(items, shares(parts, whole=whole), strict=True))


def points_to(assessment: Assessment, k: int) -> dict[str, Fraction]:
    """What each answer gives to one outcome, or to the fit."""
    return {c.item: c.points[k] for c in assessment.contributions}


def strongest(points: Mapping[str, Fraction]) -> list[str]:
    """The answers that give most."""
    given = [item for item, worth in points.items() if worth > 0]
    return sorted(given, key=lambda item: -points[item])[:STRONGEST]


def one_side(
    title: str,
    assessment: Assessment,
    points: Mapping[str, Fraction],
    shown: Mapping[str, Decimal],
    sign: int = 1,
) -> Reasons:
    """The strongest answers of one side, and how much of the side they are."""
    side = {item: worth for item, worth in points.items() if worth > 0}
    if not side:
        return Reasons(title, (), "Nothing.")
    best = strongest(side)
    given = {c.item: c for c in assessment.contributions}
    rows = tuple(reason(given[item], {item: sign * shown[item]}) for item in best)
    whole = rounded(total(side.values()), 1)
    if len(side) <= STRONGEST:
        return Reasons(title, rows, f"{whole} points in all.")
    top = rounded(total(side[item] for item in best), 1)
    remark = f"The strongest {STRONGEST} of {len(side)} answers: {top} of {whole} points."
    return Reasons(title, rows, remark)


def with_full_stop(text: str) -> str:
    """A text that another sentence can follow."""
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."


def answer_text(one: Reason | Contribution | Unscored, words: str | None) -> str:
    """An answer within running text: in a few words, or the question and what was answered."""
    return words or f"{one.ask} “{one.answer}”"


def few(
    title: str,
    side: Sequence[tuple[Contribution, Fraction]],
    most: int,
    assessment: Assessment,
    rubric: Rubric,
) -> Reasons:
    """The strongest answers of one side with their points, in whole points where that is enough."""
    counted = [one for one in side if rounded(one[1], 1)]
    best = sorted(counted, key=lambda one: -abs(one[1]))[:most]
    places = int(any(not rounded(worth) for _, worth in best))
    rows = tuple(
        Reason(
            f"{rounded(worth, places):+}",
            c.ask,
            c.answer,
            c.item,
            None,
            topic_and_answer(rubric, assessment, c.item),
        )
        for c, worth in best
    )
    return Reasons(title if rows else f"{title}: nothing", rows, "", dense=True)


def reason(c: Contribution, shown: Mapping[str, Decimal]) -> Reason:
    """One answer with its points."""
    note = f"Note: {c.note}" if c.note else ""
    proof = f"Evidence: {c.evidence.shown()}" if c.evidence else ""
    beside = " ".join(filter(None, (note, proof))) or None
    return Reason(f"{shown[c.item]:+}", c.ask, c.answer, c.item, beside)


# --- What a report begins with next to its verdict: whose it is, and doubts about the answers -----


def subtitle(assessment: Assessment) -> str:
    """Who, when, with which rubric."""
    name = f"{assessment.rubric.name} {assessment.rubric.version}"
    return " · ".join(filter(None, (who(assessment), name)))


def who(assessment: Assessment) -> str:
    """Who and when."""
    parts = [answered_by(assessment), assessment.date or ""]
    return " · ".join(part for part in parts if part)


def answered_by(assessment: Assessment) -> str:
    """Whose answers these are: a name and a group, or of a rater whom they are about."""
    if assessment.about is None:
        group = "" if assessment.group == "self" else f"answered by: {assessment.group}"
        return " · ".join(filter(None, (assessment.respondent, group)))
    rater = f" ({assessment.respondent})" if assessment.respondent else ""
    return f"about {assessment.about}, by {group_in_words(assessment.group)}{rater}"


def warnings(assessment: Assessment) -> Iterator[Block]:
    """Another rubric than the one answered, and signs that answers were given without reading."""
    if assessment.about is not None:
        yield Paragraph(
            f"These are the answers of {group_in_words(assessment.group)} about "
            f"{assessment.about}. Where this report says “you”, it speaks to {assessment.about}.",
            "quiet",
        )
    if assessment.rubric_changed:
        yield Paragraph(
            "The rubric has changed since these answers were given: its content differs from the "
            "one named in the file. They were scored against the present content.",
            "warning",
        )
    for flag in assessment.quality:
        yield Paragraph(f"About the answers: {flag_text(flag)}", "warning")
