"""Sheets side by side: who comes to what, who is surely ahead, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.reports.pages.comparison.agenda import TITLE, agenda_blocks
from rolefit.reports.pages.comparison.answers import agreement_blocks, answer_blocks, gate_blocks
from rolefit.reports.pages.comparison.scores import bar_blocks, spread_blocks
from rolefit.reports.pages.comparison.words import (
    IN_PROSE,
    by_result,
    everybody,
    group_words,
    labels,
    outcome_name,
    score_text,
    shared_words,
)
from rolefit.reports.pages.limits import COMPARISON, limit_section
from rolefit.reports.pages.score.headline import headline, standing_text
from rolefit.reports.pages.score.sentences import capital, in_words, join_words
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import group_in_words
from rolefit.studies.comparison import ComparedSheet, Comparison, Ranking

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
    kept = tuple(section for section in sections if section.blocks)
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
    if one.confidence.overall is not None:
        parts.append(f"Confidence: {one.confidence.overall}.")
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
