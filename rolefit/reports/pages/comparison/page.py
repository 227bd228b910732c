"""A comparison as a page: who differs in what, with scores beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import readable
from rolefit.reports.blocks import (
    BarChart,
    Block,
    Bullets,
    Page,
    Paragraph,
    Section,
    Table,
    filled_sections,
)
from rolefit.reports.pages.comparison.agenda import TITLE, agenda_blocks
from rolefit.reports.pages.comparison.answers import (
    IN_PROSE,
    agreement_blocks,
    answer_blocks,
    by_result,
    dimension_title,
    everybody,
    gate_blocks,
    group_words,
    labels,
    measured_words,
    number_text,
    outcome_name,
    score_text,
    shared_words,
)
from rolefit.reports.pages.limits import COMPARISON, limit_section
from rolefit.reports.pages.score.result import headline, overall, standing_text
from rolefit.reports.pages.score.sentences import (
    bar,
    capital,
    figure,
    in_words,
    join_words,
    percent,
)
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import group_in_words
from rolefit.studies.comparison import ComparedSheet, Comparison, Ranking, Spread
from rolefit.studies.reliable_change import Measure

# --- The scores of sheets side by side, as bars, and the dimensions in which they differ most -----


_MOST_BARS = 5
"""Blocks of bars about dimensions (or a few more), unless everything is shown."""
_BESIDE = 3
"""As many sheets have a column of their own."""


def bar_blocks(
    found: Comparison, rubric: Rubric, names: Sequence[str], *, full: bool
) -> Iterator[Block]:
    """A block of bars for each measure: all together first, then the dimensions that differ most.

    Where each point for one of two poles is taken from the other, the first pole is drawn alone.
    """
    outcomes = dict.fromkeys(m.outcome for m in found.measures if m.kind == "dimension")
    places = list(dict.fromkeys(one.dimension for one in found.spreads))
    shown = places if full else places[: -(-_MOST_BARS // len(outcomes))]
    rows = [(k, m) for k, m in enumerate(found.measures) if m.kind != "dimension"]
    rows = [(k, m) for k, m in rows if m.outcome in outcomes]
    for place in shown:
        rows += [
            (k, m) for k, m in enumerate(found.measures) if (m.kind, m.id) == ("dimension", place)
        ]
    drawn = [_bars_of(k, m, found, names=names, rubric=rubric) for k, m in rows]
    kept = [one for one in drawn if any(row.score is not None for row in one.rows)]
    yield from kept
    if kept:
        yield Paragraph(_bar_remark(found, outcomes, left=len(places) - len(shown)), "quiet")


def _bars_of(
    k: int, measure: Measure, found: Comparison, *, names: Sequence[str], rubric: Rubric
) -> BarChart:
    """One measure, a row for each entrant."""
    wanted = rubric.dimensions[measure.id].target if measure.kind == "dimension" else None
    several = len({m.outcome for m in found.measures if m.kind == "dimension"}) > 1
    measured = (measure.outcome,) if several and measure.outcome else ()
    title = capital(measure.name)
    if measure.kind == "dimension":
        title = dimension_title(measure.name, measured, rubric)
    if wanted is not None:
        title += f" (target {readable(wanted)})"
    scores = [entry.scores[k] for entry in found.entries]
    return BarChart(
        tuple(
            bar(name, one.score, one.variance, target=wanted)
            for name, one in zip(names, scores, strict=True)
        ),
        title,
        rubric.cuts if measure.kind == "fit" else (),
        points=True,
    )


def _bar_remark(found: Comparison, outcomes: dict[str | None, None], *, left: int) -> str:
    """What the bars are."""
    said = ["± is one standard error, drawn to both sides of the score."]
    poles = [m.name for m in found.measures if m.kind == "outcome"]
    if len(poles) == 2 and len(outcomes) == 1:
        said.append(f"The bars tell the points for {poles[0]}; {poles[1]} has the rest to 100.")
    if left > 0:
        more = "1 more dimension" if left == 1 else f"{left} more dimensions"
        said.append(f"{more}: --full shows all.")
    return " ".join(said)


def spread_blocks(found: Comparison, rubric: Rubric, names: Sequence[str]) -> Iterator[Block]:
    """Every dimension with its scores, how far they lie apart, and what that is worth."""
    if not any(one.spread for one in found.spreads):
        return
    few = len(names) <= _BESIDE
    rows = tuple(
        (
            dimension_title(one.name, one.measured, rubric),
            *(_every_score(one) if few else ends(one, names)),
            "" if one.spread is None else figure(one.spread),
            percent(one.weight),
            "" if one.worth is None else figure(one.worth),
            {True: "yes", False: "no", None: ""}[one.reliable],
        )
        for one in found.spreads
    )
    between = names if few else ("Lowest", "Highest")
    columns = ("Dimension", *between, "Apart", "Weight", "Worth", "Told apart")
    numeric = (False, *(few for _ in between), True, True, True, True)
    yield Table("", columns, numeric, rows)
    yield Paragraph(_spread_remark(found, rubric), "quiet")


def _every_score(one: Spread) -> Iterator[str]:
    """The score of each entrant."""
    for score in one.scores:
        yield "none" if score.score is None else number_text(score.score, one.measured)


def ends(one: Spread, names: Sequence[str]) -> Iterator[str]:
    """The lowest and the highest score, and whose they are."""
    given = [score.score for score in one.scores if score.score is not None]
    for end in (min(given, default=None), max(given, default=None)):
        yield _end_text(one, end, names)


def _end_text(one: Spread, end: Fraction | None, names: Sequence[str]) -> str:
    """One end of a dimension."""
    if end is None:
        return "none"
    who = [name for name, score in zip(names, one.scores, strict=True) if score.score == end]
    return f"{number_text(end, one.measured)} {join_words(who)}"


def _spread_remark(found: Comparison, rubric: Rubric) -> str:
    """What the columns are."""
    measured = found.rankings[0].measured if len(found.rankings) == 1 else ("",)
    match measured:
        case ():
            points = "Points of each dimension."
            counts = " What lies above a target counts for nothing."
        case (_, _):
            points = f"Points of {measured_words(measured, rubric)} in each dimension."
            counts = ""
        case _:
            points = "Points of each outcome in each dimension."
            counts = ""
    return (
        f"{points} Apart: highest minus lowest. Worth: what that comes to in the result, given the "
        f"weight.{counts} Told apart: whether highest and lowest are further apart than answering "
        "again would move them."
    )


_HOW = (
    "Two scores are told apart when they differ by more than answering again would move them: by "
    "more than 1.96 times the error of answering the same questions on another day, when an answer "
    "may be a notch off (the rule of reliable change, Jacobson & Truax 1991, with this error). "
    "Ranks allow for that: the best rank that a form can have is one more than the number of "
    "forms told to be ahead of it, and the worst counts all that are not told to be behind it. "
    "Of twenty pairs that do not really differ, about one is told apart by chance. Which questions "
    "are asked is another error, the ± next to a score; it is left out here, for all answered the "
    "same ones. It does not tell whose answers are right."
)
_HOW_IN_SHORT = (
    "Two results are called different only where answering again would rarely bring them together. "
    "Whose answers are right is not told. --full adds each dimension, and how this is worked out."
)
_HIRING = (
    "These forms are about people who apply: an order among candidates must never be the sole "
    "ground for a decision. Everybody who fills in a form does so alone, before seeing the others."
)


def comparison_page(
    found: Comparison, rubric: Rubric, *, full: bool = False, file: str = "FILE"
) -> Page:
    """The whole page; `full` adds every dimension, every answer that differs, and the method.

    `file` holds the answers of the first of them.
    """
    given = [entry.name for entry in found.entries]
    names, long = labels(given), labels(given, IN_PROSE)
    agenda = tuple(agenda_blocks(found, rubric, long, file=file, full=full))
    # The agenda of two lists the answers by what is to be done about them.
    answers = tuple(answer_blocks(found, rubric, names, full=full)) if full or not agenda else ()
    sections = (
        Section("", tuple(_verdict_blocks(found, rubric, long))),
        Section("How far they agree", tuple(agreement_blocks(found, rubric, long))),
        Section("Order", tuple(_order_blocks(found, rubric, names))),
        Section("Scores", tuple(bar_blocks(found, rubric, names, full=full))),
        Section(
            "Where they differ most", tuple(spread_blocks(found, rubric, names)) if full else ()
        ),
        Section("Answers that differ", answers),
        Section("Conditions", tuple(gate_blocks(found, long))),
        Section("How this is told", (Paragraph(_HOW if full else _HOW_IN_SHORT, "quiet"),)),
        Section(TITLE, agenda),
        limit_section(COMPARISON, rubric, full=full),
    )
    kept = filled_sections(sections)
    what = f"{found.rubric} {found.version} · {len(names)} forms"
    return Page(f"Comparison: {rubric.title}", what, kept)


# ---- who comes to what


def _verdict_blocks(found: Comparison, rubric: Rubric, names: Sequence[str]) -> Iterator[Block]:
    """Whether all come to the same result, and what each comes to by itself."""
    yield Paragraph(verdict_text(found, rubric, names), "verdict")
    if rubric.purpose == "hiring" and rubric.about_a_person:
        lean = " The order is by lean, not by merit." if rubric.demands.has_outcomes else ""
        yield Paragraph(_HIRING + lean, "warning")
    yield Bullets("Each by itself", tuple(_own_line(entry, rubric) for entry in found.entries))


def comparison_sentence(found: Comparison, rubric: Rubric) -> str:
    """The whole comparison in a sentence or two."""
    return verdict_text(found, rubric, labels([entry.name for entry in found.entries], IN_PROSE))


def verdict_text(found: Comparison, rubric: Rubric, names: Sequence[str]) -> str:
    """Who comes to which result, and who is ahead, with names as they stand in prose."""
    return f"{agreement(found, rubric, names)} {_apart_text(found)}".strip()


def agreement(found: Comparison, rubric: Rubric, names: Sequence[str]) -> str:
    """Who comes to which result, in a sentence."""
    groups = by_result(found, names)
    if found.same_result:
        words = shared_words(groups[0], rubric)
        return f"{everybody(len(names))} come to the same result: {words}."
    each = "; ".join(group_words(one, rubric) for one in groups)
    if len(groups) == len(names):
        return f"The {in_words(len(names))} come to different results: {each}."
    return f"The {in_words(len(names))} come to {in_words(len(groups))} different results: {each}."


def _apart_text(found: Comparison) -> str:
    """Whether the scores are further apart than answering again would move them."""
    if len(found.rankings) > 1 or not (found.disputes or found.shifted):
        return ""
    ranks = found.rankings[0].ranks
    level = [rank is not None and bool(rank.level_with) for rank in ranks]
    scored = sum(rank is not None for rank in ranks)
    if scored < 2:
        return ""
    if any(level):
        return _level_text(scored, sum(level), same=found.same_result)
    if found.same_result:
        return "Still, the scores lie further apart than answering again would move them."
    return "The scores lie further apart than answering again would move them."


def _level_text(scored: int, level: int, *, same: bool) -> str:
    """That some scores cannot be told apart."""
    but = "And" if same else "But"
    if scored == 2:
        return f"{but} their scores cannot be told apart: answering again would move them as far."
    if level == scored:
        return f"{but} no score can be told apart from all of the others."
    return f"{but} not all scores can be told apart: answering again would move some as far."


def _own_line(entry: ComparedSheet, rubric: Rubric) -> str:
    """One sheet's own verdict, with whose it is and how sure it is."""
    one = entry.assessment
    group = "" if one.group == "self" else one.group
    if one.about is not None:
        group = f"about {one.about}, by {group_in_words(one.group)}"
    about = ", ".join(filter(None, (group, one.date)))
    parts = [f"{entry.name}{f' ({about})' if about else ''}: {headline(one, rubric)}"]
    if one.verdict.status == "provisional":
        parts.append(standing_text(one))
    sure = overall(one)
    if sure is not None:
        parts.append(f"Confidence: {sure}.")
    if one.quality:
        doubts = "doubt" if len(one.quality) == 1 else "doubts"
        parts.append(f"{capital(in_words(len(one.quality)))} {doubts} about the answers.")
    return " ".join(parts)


# ---- order


def _order_blocks(found: Comparison, rubric: Rubric, names: Sequence[str]) -> Iterator[Block]:
    """Who is ahead of whom; views of one person are in no order."""
    about = _one_person(found)
    if about is None:
        yield from _ranking_blocks(found, rubric, names)
        return
    yield Paragraph(
        f"These are views of one person, {about}, so nobody is ranked. Where they differ, ask what "
        "each of them has seen."
    )


def _one_person(found: Comparison) -> str | None:
    """Whom all sheets are about, where others answered about somebody; None for several people."""
    whom = [entry.assessment.about for entry in found.entries]
    others = [entry.assessment.respondent for entry in found.entries if not entry.assessment.about]
    named = {one for one in (*whom, *others) if one is not None}
    return next(iter(named)) if any(whom) and len(named) == 1 else None


def _ranking_blocks(found: Comparison, rubric: Rubric, names: Sequence[str]) -> Iterator[Block]:
    """A table for each ranking, and what its figures are."""
    for one in found.rankings:
        rows = tuple(
            (
                names[k],
                _rank_text(one, k),
                score_text(found.entries[k], one.scores[k], one.measured),
                meaning(found, one, k, names=names),
            )
            for k in one.order
        )
        columns = ("Name", "Rank", ("Fit", "Score", "Lead")[len(one.measured)], "What it means")
        yield Table(_order_title(one, rubric), columns, (False, True, True, False), rows)
        yield Paragraph(_order_remark(one, rubric), "quiet")


def _order_title(one: Ranking, rubric: Rubric) -> str:
    """How a ranking runs. Neither of two outcomes is the better one."""
    match one.measured:
        case (first, second):
            ends = outcome_name(rubric, first), outcome_name(rubric, second)
            of = "of" if rubric.purpose == "development" else "for"
            return f"From most {of} {ends[0]} to most {of} {ends[1]}"
        case (outcome,):
            return f"By the score of {outcome_name(rubric, outcome)}"
        case _:
            return "By the fit"


def _order_remark(one: Ranking, rubric: Rubric) -> str:
    """What the figures of a ranking are."""
    error = "± is one standard error."
    if len(one.measured) != 2:
        return error
    first, second = (outcome_name(rubric, outcome) for outcome in one.measured)
    return (
        f"Lead: points by which {first} is ahead of {second}; below 0, {second} is ahead. Neither "
        f"end is the better one. {error}"
    )


def _rank_text(one: Ranking, k: int) -> str:
    """`1`, `2 to 4`, or that there is none."""
    rank = one.ranks[k]
    if rank is None:
        return "none"
    return str(rank.best) if rank.best == rank.worst else f"{rank.best} to {rank.worst}"


def meaning(found: Comparison, one: Ranking, k: int, *, names: Sequence[str]) -> str:
    """From whom an entrant can be told apart, and what holds its level down."""
    said = [told_apart(one, k, names), *_held_back(found.entries[k])]
    return "; ".join(said)


def told_apart(one: Ranking, k: int, names: Sequence[str]) -> str:
    """From whom an entrant can be told apart."""
    rank = one.ranks[k]
    if rank is None:
        return "too few answers for a score, so no rank"
    others = sum(other is not None for other in one.ranks) - 1
    if not others:
        return "nobody else has a score"
    if not rank.level_with:
        return "told apart from the other" if others == 1 else "told apart from all others"
    if len(rank.level_with) == others > 1:
        return "cannot be told apart from any of the others"
    return f"cannot be told apart from {join_words([names[n] for n in rank.level_with])}"


def _held_back(entry: ComparedSheet) -> Iterator[str]:
    """The conditions that keep a result below what the scores alone would say."""
    verdict = entry.assessment.verdict
    names = {one.id: one.name for one in entry.assessment.outcomes}
    for gate in entry.assessment.gates:
        if gate.id in verdict.capped_by:
            yield f"the level would be higher without this: “{gate.name}”"
        elif gate.id in verdict.conditions:
            yield f"provided that this holds: “{gate.name}”"
        elif gate.on_fail == "exclude" and gate.state == "fail":
            out = f"{join_words([names[o] for o in gate.applies_to])} ruled out"
            what = "not yet" if verdict.label == "not_yet" else out
            yield f"{what}, because this does not hold: “{gate.name}”"
