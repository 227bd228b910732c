"""The answers that set sheets apart, what would bring two together, and conditions that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import rounded, total
from rolefit.reports.blocks import Action, Actions, Block, Bullets, Paragraph
from rolefit.reports.pages.comparison.words import (
    measured_words,
    printed_score,
    result_words,
    shared_words,
)
from rolefit.reports.pages.score.sentences import GATES, join_words, points
from rolefit.reports.words import STATES
from rolefit.rubric.model import Rubric
from rolefit.studies.comparison import Agreement, Comparison, Dispute
from rolefit.studies.whatif import worth

FIRST = 8
"""Answers that are listed unless all are wanted; those that turn a result are listed always."""
_MOST_LISTED = 5
"""Answers to take over, beyond which they are only counted."""

_SHARED_OUT = (
    "The same answer can count for more or less on another form, where other answers are missing "
    "or do not apply; above a target further points count for nothing."
)
_ROUNDED = (
    "Every figure is rounded once, from the exact points: the same answer reads alike on every "
    "form, and totals of printed points can be a tenth off."
)


# ---- how far they agree


def agreement_blocks(found: Comparison, rubric: Rubric, names: Sequence[str]) -> Iterator[Block]:
    """How many answers are alike, and what would bring two sheets together."""
    yield Paragraph(_alike_text(found, names))
    if len(names) != 2:
        return
    if found.same_result:
        yield Paragraph(_firm_text(found, names))
        return
    for one in found.agreements:
        yield from _bridge_blocks(one, found, rubric, names=names)
    if not found.agreements:
        yield Paragraph(
            "Taking over answers of the other one would not bring the two results together: "
            "they depend on questions that the other one left open."
        )


def _alike_text(found: Comparison, names: Sequence[str]) -> str:
    """How many answers are alike."""
    who = join_words(names) if len(names) == 2 else f"All {len(names)} forms"
    if found.asked == 0:
        return "Nobody answered anything."
    if found.alike == found.asked:
        return f"{who} give the same answer to every question that was answered ({found.asked})."
    return (
        f"{who} give the same answer to {found.alike} of the {found.asked} questions that at least "
        f"one of them answered."
    )


def _firm_text(found: Comparison, names: Sequence[str]) -> str:
    """Whether the same result of two would outlast a single answer."""
    parts = []
    for k, name in enumerate(names):
        items = [f"“{one.item}”" for one in found.disputes if one.turns[k]]
        if items:
            parts.append(
                f"{name} would come to another result with the other's {join_words(items, 'or')}"
            )
    if not found.disputes:
        return "They have nothing to decide between them."
    if not parts:
        return "No single answer in dispute would change either result."
    return f"The result they share is not firm: {'; '.join(parts)}."


def _bridge_blocks(
    one: Agreement, found: Comparison, rubric: Rubric, *, names: Sequence[str]
) -> Iterator[Block]:
    """The answers that one would have to take over."""
    taker, giver = names[one.taker], names[1 - one.taker]
    words = shared_words(
        [(taker, one.result), (giver, found.entries[1 - one.taker].result)], rubric
    )
    many = len(one.items)
    if many > _MOST_LISTED:
        yield Paragraph(
            f"If {taker} took {many} of the answers of {giver}, both would come to the same result "
            f"({words})."
        )
        return
    what = "this one answer" if many == 1 else f"these {many} answers"
    by_item = {dispute.item: dispute for dispute in found.disputes}
    rows = tuple(
        f"{by_item[item].ask} ({item}): {answer_of(by_item[item], 1 - one.taker)}"
        for item in one.items
    )
    yield Bullets(
        f"If {taker} took {what} of {giver}, both would come to the same result ({words}):", rows
    )


def answer_of(dispute: Dispute, k: int) -> str:
    """What one entrant said."""
    given = dispute.given[k]
    return given.answer or STATES[given.state]


# ---- answers that differ


def answer_blocks(
    found: Comparison, rubric: Rubric, names: Sequence[str], *, full: bool
) -> Iterator[Block]:
    """Every question that was answered differently, those worth most first."""
    if not found.disputes:
        return
    shown = [
        n
        for n, dispute in enumerate(found.disputes)
        if full or n < FIRST or any(turn is True for turn in dispute.turns)
    ]
    rows = tuple(row(found.disputes[n], found, rubric, names=names) for n in shown)
    yield Actions(f"By {_points_words(found, rubric)}, most first", rows)
    if len(names) == 2 and len(found.rankings) == 1:
        yield from _sum_blocks(found, rubric, names)
    if any(found.disputes[n].spread for n in shown):
        yield Paragraph(_ROUNDED, "quiet")
    if any(_weighs_otherwise(dispute) for dispute in (*found.disputes, *found.shifted)):
        yield Paragraph(_SHARED_OUT, "quiet")
    left = len(found.disputes) - len(shown)
    if left:
        more = "1 more question" if left == 1 else f"{left} more questions"
        answered = "was" if left == 1 else "were"
        yield Paragraph(f"{more} {answered} answered differently: --full shows all.", "quiet")


def _weighs_otherwise(dispute: Dispute) -> bool:
    """Whether one and the same answer has other points on another sheet."""
    by_answer: dict[str, set[object]] = {}
    for given in dispute.given:
        if given.answer is not None:
            by_answer.setdefault(given.answer, set()).add(given.points)
    return any(len(points) > 1 for points in by_answer.values())


def _points_words(found: Comparison, rubric: Rubric) -> str:
    """What the points are points of."""
    if len(found.rankings) > 1:
        return "points of the outcome that they set apart most"
    return f"points of {measured_words(found.rankings[0].measured, rubric)}"


def widest(dispute: Dispute) -> int:
    """The ranking in which the points of a dispute lie furthest apart."""
    apart = []
    for ranked in zip(*(given.points for given in dispute.given), strict=True):
        values = [worth(one) for one in ranked]
        apart.append(max(values) - min(values))
    return apart.index(max(apart))


def row(dispute: Dispute, found: Comparison, rubric: Rubric, *, names: Sequence[str]) -> Action:
    """One question with what everybody answered; the same answers share a line."""
    r = widest(dispute)
    groups: dict[str, list[str]] = {}
    for k, name in enumerate(names):
        shown = rounded(worth(dispute.given[k].points[r]), 1)
        groups.setdefault(_answer_text(dispute, k, shown, found=found), []).append(name)
    lines = [f"{join_words(who)}: {text}" for text, who in groups.items()]
    if dispute.spread:
        lines.append(f"{points(rounded(dispute.spread, 1))} apart")
    lines += _turn_lines(dispute, rubric, names)
    return Action(f"{dispute.ask} ({dispute.item})", tuple(lines))


def _answer_text(dispute: Dispute, k: int, shown: Decimal, *, found: Comparison) -> str:
    """An answer with its points, where it has any."""
    given = dispute.given[k]
    if all(one is None for one in given.points):
        return answer_of(dispute, k)
    signed = len(found.rankings[0].measured) == 2
    return (
        f"{answer_of(dispute, k)} ({shown:+})" if signed else f"{answer_of(dispute, k)} ({shown})"
    )


def _turn_lines(dispute: Dispute, rubric: Rubric, names: Sequence[str]) -> Iterator[str]:
    """Whose result the other one's answer alone would change, and to what."""
    for k, (turn, result) in enumerate(zip(dispute.turns, dispute.becomes, strict=True)):
        if turn and result is not None:
            words = result_words(result, rubric)
            yield f"With this one answer of {names[1 - k]}, the result of {names[k]} is: {words}."


def _sum_blocks(found: Comparison, rubric: Rubric, names: Sequence[str]) -> Iterator[Block]:
    """What all differences of two sheets add up to."""
    ranking = found.rankings[0]
    if any(score.score is None for score in ranking.scores):
        return
    first, second = (
        printed_score(entry, score, ranking.measured)
        for entry, score in zip(found.entries, ranking.scores, strict=True)
    )
    whole, others = second - first, rounded(anew(found), 1)
    what = measured_words(ranking.measured, rubric)
    sign = "+" if len(ranking.measured) == 2 else ""
    text = (
        f"From {names[0]} to {names[1]}, {what} goes from {first:{sign}} to "
        f"{second:{sign}}: that is {whole:+} points. "
    )
    if not others:
        yield Paragraph(f"{text}All of it comes from the answers that differ.")
        return
    yield Paragraph(
        f"{text}The answers that differ make {whole - others:+} of it; answers given alike, which "
        f"weigh differently next to them, make {others:+}."
    )


def anew(found: Comparison) -> Fraction:
    """What answers given alike make of the difference of two sheets, for they weigh otherwise."""
    return total(
        worth(second.points[0]) - worth(first.points[0])
        for first, second in (one.given for one in found.shifted)
    )


# ---- conditions


def gate_blocks(found: Comparison, names: Sequence[str]) -> Iterator[Block]:
    """The conditions that do not stand alike for everybody."""
    rows = []
    for gate in found.gates:
        parts = []
        for state in dict.fromkeys(gate.states):
            who = [name for name, one in zip(names, gate.states, strict=True) if one == state]
            parts.append(f"{GATES[state]} for {join_words(who)}")
        rows.append(f"“{gate.name}” {'; '.join(parts)}.")
    if rows:
        yield Bullets("", tuple(rows))
