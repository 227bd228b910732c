"""The answers on which people differ, and the words in which comparisons are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import ZERO, rounded, total
from rolefit.reports.blocks import Action, Actions, Block, Bullets, Paragraph
from rolefit.reports.pages.score.sentences import (
    GATES,
    capital,
    figure,
    in_words,
    join_words,
    plus_minus,
    points,
    printed_lead,
)
from rolefit.reports.words import STATES, label_words
from rolefit.rubric.model import Rubric, texts_for
from rolefit.safe_text import cells, sanitize
from rolefit.studies.comparison import Agreement, ComparedSheet, Comparison, Dispute, Result
from rolefit.studies.reliable_change import Score
from rolefit.studies.whatif import worth

# --- The words of a comparison: short names, results, figures of a lead or a score ----------------


LONGEST = 24
"""Cells that a name may take in tables and beside bars."""
IN_PROSE = 60
"""Cells that a name may take in a sentence."""


def labels(names: Sequence[str], most: int = LONGEST) -> list[str]:
    """Short names, all different; where shortening would make two alike, they are numbered."""
    plain = [sanitize(name) for name in names]
    short = [_shorten(name, most) for name in plain]
    if len(set(short)) == len(short):
        return short
    return [_shorten(f"{k}. {name}", most) for k, name in enumerate(plain, start=1)]


def _shorten(text: str, most: int) -> str:
    """A text that takes at most so many cells, with a sign where something was cut off."""
    if cells(text) <= most:
        return text
    while cells(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def everybody(number: int) -> str:
    """All of them."""
    return "Both" if number == 2 else f"All {in_words(number)}"


def result_words(result: Result, rubric: Rubric) -> str:
    """What an assessment comes to, in a few words, with the conditions that it hangs on."""
    return shared_words([("", result)], rubric)


def _proviso(result: Result, rubric: Rubric) -> str:
    """The conditions that a result hangs on, as part of a sentence, or nothing."""
    named = {gate.id: f"“{gate.name}”" for gate in rubric.gates}
    conditions = [named[gate] for gate in result.conditions]
    hold = "holds" if len(conditions) == 1 else "hold"
    return f"provided that {join_words(conditions)} {hold}" if conditions else ""


def shared_words(each: Sequence[tuple[str, Result]], rubric: Rubric) -> str:
    """One result of several, by name; conditions are told with those whose result hangs on them."""
    return f"{_bare_words(each[0][1], rubric)}{_hanging_on(each, rubric)}"


def _hanging_on(each: Sequence[tuple[str, Result]], rubric: Rubric) -> str:
    """The conditions that one result hangs on, and for whom where that is not all."""
    groups: dict[str, list[str]] = {}
    for name, result in each:
        groups.setdefault(_proviso(result, rubric), []).append(name)
    if len(groups) == 1:
        return "".join(f", {given}" for given in groups if given)
    parts = [f"for {join_words(who)} {given}" for given, who in groups.items() if given]
    return f", {join_words(parts)}"


def _bare_words(result: Result, rubric: Rubric) -> str:
    """What an assessment comes to, whatever it hangs on."""
    names = [texts_for(rubric, name).name for name in result.names]
    match result.kind:
        case "outcome" if rubric.purpose == "development":
            return f"more of {names[0]}"
        case "outcome":
            return names[0]
        case "band" | "levels":
            return join_words([f"“{name}”" for name in names])
        case "close":
            return f"{label_words('too_close_to_call')} between {join_words(names)}"
        case "not_yet":
            return label_words("not_yet")
        case "not_enough_answers":
            return label_words("not_enough_answers")


def by_result(found: Comparison, names: Sequence[str]) -> list[list[tuple[str, Result]]]:
    """Those that come to one result, for every result, in the order of the sheets."""
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[str, Result]]] = {}
    for entry, name in zip(found.entries, names, strict=True):
        key = (entry.result.kind, entry.result.names)
        groups.setdefault(key, []).append((name, entry.result))
    return list(groups.values())


def group_words(each: Sequence[tuple[str, Result]], rubric: Rubric) -> str:
    """What some come to, and who they are."""
    who = join_words([name for name, _ in each])
    return f"{_bare_words(each[0][1], rubric)} for {who}{_hanging_on(each, rubric)}"


def number_text(value: Fraction, measured: tuple[str, ...]) -> str:
    """A score in figures; a lead with its sign."""
    return f"{rounded(value, 1):+}" if len(measured) == 2 else figure(value)


def printed_score(entry: ComparedSheet, score: Score, measured: tuple[str, ...]) -> Decimal:
    """A score as the sheet's own report prints it; a lead is what two printed scores leave."""
    if len(measured) == 2 and score.score is not None:
        first, second = (entry.assessment.outcome(name) for name in measured)
        return printed_lead(first, second)
    return rounded(score.score or ZERO, 1)


def score_text(entry: ComparedSheet, score: Score, measured: tuple[str, ...]) -> str:
    """A score or a lead with its standard error."""
    if score.score is None:
        return "no score"
    sign = "+" if len(measured) == 2 else ""
    return f"{printed_score(entry, score, measured):{sign}}{plus_minus(score.variance)}"


def outcome_name(rubric: Rubric, outcome: str) -> str:
    """The name of an outcome, as part of a sentence."""
    return texts_for(rubric, outcome).name


def measured_words(measured: tuple[str, ...], rubric: Rubric) -> str:
    """What is ranked, as part of a sentence."""
    if not measured:
        return "the fit"
    names = [outcome_name(rubric, outcome) for outcome in measured]
    return f"the score of {names[0]}" if len(names) == 1 else f"the lead of {' over '.join(names)}"


def dimension_title(name: str, measured: tuple[str, ...], rubric: Rubric) -> str:
    """A dimension, with its outcome where each of several outcomes is told by itself."""
    if len(measured) != 1:
        return capital(name)
    return f"{capital(name)}: {outcome_name(rubric, measured[0])}"


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
    rows = tuple(_taken_over(by_item[item], 1 - one.taker) for item in one.items)
    yield Bullets(
        f"If {taker} took {what} of {giver}, both would come to the same result ({words}):", rows
    )


def _taken_over(dispute: Dispute, k: int) -> str:
    """What one entrant said to what: in few words, or the whole question before it."""
    return dispute.given[k].told or f"{dispute.ask} ({dispute.item}): {answer_of(dispute, k)}"


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
