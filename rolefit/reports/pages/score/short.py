"""The short report: one screen with the result, how sure it is, why, and what to do now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolefit.reports.blocks import (
    Action,
    Actions,
    BarChart,
    Block,
    Checks,
    ConditionCheck,
    Mark,
    Page,
    Paragraph,
    Section,
)
from rolefit.reports.formats.ink import Look
from rolefit.reports.formats.terminal import render
from rolefit.reports.pages.score.advice import (
    ANSWER_AGAIN,
    advice_for,
    blocked,
    gates_that_matter,
    limits,
    questions,
    remedies,
)
from rolefit.reports.pages.score.changes import turn_text
from rolefit.reports.pages.score.headline import headline, naming_advice
from rolefit.reports.pages.score.models import page_of
from rolefit.reports.pages.score.numbers import WHISKERS
from rolefit.reports.pages.score.opening import subtitle, warnings, who
from rolefit.reports.pages.score.proof import proof_text
from rolefit.reports.pages.score.sentences import definition, sentences_in
from rolefit.reports.pages.score.sure import sure_text
from rolefit.rubric.model import EvidenceStatus, Rubric, texts_for
from rolefit.rubric.responses import OPEN
from rolefit.rubric.texts import sentences_of, text_of
from rolefit.scoring.assessment import Assessment, GateResult
from rolefit.scoring.fit_texts import fit_texts
from rolefit.scoring.verdict import CAPPING_FLAGS

LINES, COLUMNS = 45, 80
"""What a screen holds."""
_SCREEN = Look(COLUMNS)
_REST = "For all of it, add --full."
BELOW = "All of it stands below."
_LIMITS: dict[EvidenceStatus, str] = {
    "advice_only": "built from published advice; nobody has tried the questions out",
    "several_sources": "several published sources agree; nobody has tried the questions out",
    "expert_reviewed": "reviewed by experts; there is no proof that it predicts success",
    "piloted": "tried out with respondents; there is no proof that it predicts success",
    "validated": "compared with an outside criterion",
}


class Room(NamedTuple):
    """How much of each part is told."""

    sentences: int = 3
    reasons: int = 3
    checks: int = 3
    steps: int = 5
    bars: int = 12
    warnings: int = 3


_SPARED = (
    *("steps", "steps", "reasons", "checks", "sentences", "steps", "reasons", "checks", "steps"),
    *("sentences", "reasons", "checks", "steps", "bars", "bars", "bars", "bars", "bars", "bars"),
    *("warnings", "bars", "warnings", "bars", "sentences", "warnings", "bars", "bars", "bars"),
)
"""Of what there is one less, in this order, until all of it fits."""


def rooms() -> Iterator[Room]:
    """From all that is wanted down to the least."""
    room = Room()
    yield room
    for name in _SPARED:
        room = room._replace(**{name: getattr(room, name) - 1})
        yield room


def short_page(
    assessment: Assessment,
    rubric: Rubric,
    rest: str = _REST,
    *,
    proved: Assessment | None = None,
) -> Page:
    """The report on one screen; no sentence is cut, but some are left out until it fits.

    `rest` says how to see all of it; `proved` is the result on the answers that can be shown.
    """
    found = Page("", "", ())
    for room in rooms():
        blocks = (
            *opening(assessment, rubric),
            *_proof_blocks(assessment, rubric, proved),
            *_laid_out(assessment, rubric, room, rest),
        )
        head = who(assessment) or subtitle(assessment)
        found = Page(rubric.title, head, (Section("", blocks),))
        if render(found, _SCREEN).count("\n") <= LINES:
            break
    return found


def brief_page(assessment: Assessment, rubric: Rubric, proved: Assessment | None = None) -> Page:
    """The verdict and how sure it is."""
    head = who(assessment) or subtitle(assessment)
    blocks = (
        *opening(assessment, rubric),
        *(_proof_blocks(assessment, rubric, proved) if proved else ()),
    )
    return Page(rubric.title, head, (Section("", blocks),))


def _proof_blocks(
    assessment: Assessment, rubric: Rubric, proved: Assessment | None
) -> Iterator[Block]:
    """What of it can be shown, where anything can or where that was asked for."""
    said = proof_text(assessment, rubric, proved)
    if said:
        yield Paragraph(said)


def opening(assessment: Assessment, rubric: Rubric) -> tuple[Block, ...]:
    """The verdict and how sure it is."""
    return (
        Paragraph(headline(assessment, rubric), "verdict"),
        Paragraph(sure_text(assessment, rubric)),
    )


def _laid_out(assessment: Assessment, rubric: Rubric, room: Room, rest: str) -> Iterator[Block]:
    """All parts below the opening in their order, as far as there is room."""
    yield from tuple(warnings(assessment))[: room.warnings]
    yield from meaning(assessment, rubric, room)
    yield from scores(assessment, rubric, room)
    yield from reasons(assessment, rubric, room)
    yield from conditions(assessment, rubric, room)
    yield from steps(assessment, rubric, room)
    yield from ending(assessment, rubric, rest)


def meaning(assessment: Assessment, rubric: Rubric, room: Room) -> Iterator[Block]:
    """What the result means, in a few sentences."""
    said = meaning_sentences(assessment, rubric)[: room.sentences]
    said += other_definitions(assessment, rubric) if room.sentences else []
    if said:
        yield Paragraph(" ".join(said))


def meaning_sentences(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What the result means, sentence by sentence, the most telling first."""
    advice, named = advice_for(assessment, rubric), naming_advice(assessment, rubric)
    said = page_of(assessment).short_meaning(assessment, rubric)
    if advice is not None:
        said = sentences_in(text_of(advice.summary))
    elif named is not None:
        said = sentences_in(text_of(named.summary))[:2] + said
    return said


def other_definitions(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What the outcomes are that a verdict names and its meaning does not tell."""
    verdict = assessment.verdict
    if not rubric.outcomes or blocked(assessment):
        return []
    names = list(verdict.tied or (verdict.outcome or "", verdict.runner_up or ""))
    told = " ".join(meaning_sentences(assessment, rubric)[:2])
    if advice_for(assessment, rubric) is None:
        names = names[1:]  # the text of the leader says what it is
    found = [text for name in names if name for text in definition(texts_for(rubric, name))]
    return [text for text in found if text not in told]


def scores(assessment: Assessment, rubric: Rubric, room: Room) -> Iterator[Block]:
    """The scores as bars; of very many the highest and the lowest."""
    chart = page_of(assessment).short_chart(assessment, rubric)
    if chart is None or room.bars < 1:
        return
    yield fewer(chart, room.bars)
    left = len(chart.rows) - room.bars
    more = f" {left} scores in between are left out." if left > 0 else ""
    yield Paragraph(f"{WHISKERS}{more}", "quiet")


def fewer(chart: BarChart, most: int) -> BarChart:
    """So many bars: the highest and the lowest."""
    order = sorted(range(len(chart.rows)), key=lambda k: -(chart.rows[k].score or 0))
    half = most // 2
    kept = {*order[: most - half], *(order[-half:] if half else ())}
    return chart._replace(rows=tuple(row for k, row in enumerate(chart.rows) if k in kept))


def reasons(assessment: Assessment, rubric: Rubric, room: Room) -> Iterator[Block]:
    """The strongest answers on either side."""
    if room.reasons and not blocked(assessment):
        yield from page_of(assessment).short_reasons(assessment, rubric, room.reasons)


# --- conditions and steps ------------------------------------------------------------------------


def conditions(assessment: Assessment, rubric: Rubric, room: Room) -> Iterator[Block]:
    """Conditions that fail or are unknown, with what to do about them."""
    order = {("fail", "exclude"): 0, ("fail", "cap_band"): 1, ("fail", "flag"): 3}
    found = [gate for gate in gates_that_matter(assessment) if gate.state != "pass"]
    found = [gate for gate in found if gate.id != assessment.verdict.named_by]
    if blocked(assessment):
        found = [gate for gate in found if gate.on_fail == "exclude"]
    found.sort(key=lambda gate: order.get((gate.state, gate.on_fail), 2))
    rows = tuple(check(gate, assessment) for gate in found[: room.checks])
    if rows:
        title = "Before you hire" if rubric.purpose == "hiring" else "Conditions"
        yield Checks(rows, title, dense=True)


def check(gate: GateResult, assessment: Assessment) -> ConditionCheck:
    """One condition: what to do, or what to find out."""
    if gate.state == "unknown":
        return ConditionCheck("unknown", gate.name, questions(gate, assessment), ())
    if gate.on_fail != "flag" and limits(gate, assessment):
        # What to do about it is the first step.
        return ConditionCheck("fail", gate.name, gate.reason, ())
    mark: Mark = "risk" if gate.on_fail == "flag" else "fail"
    return ConditionCheck(mark, gate.name, gate.fix or gate.reason, ())


def steps(assessment: Assessment, rubric: Rubric, room: Room) -> Iterator[Block]:
    """What to do next, the most valuable first."""
    title, rows = things_to_do(assessment, rubric)
    if rows[: room.steps]:
        yield Actions(title, tuple(rows[: room.steps]), todo=True)


def plan_steps(assessment: Assessment, rubric: Rubric) -> tuple[str, ...]:
    """What a report says to do, all of it, the most valuable first: a plan to be followed."""
    _, rows = things_to_do(assessment, fit_texts(rubric, assessment))
    return tuple(row.do for row in rows)


def things_to_do(assessment: Assessment, rubric: Rubric) -> tuple[str, list[Action]]:
    """A title and what to do, the most valuable first."""
    verdict = assessment.verdict
    rows = [
        Action(gate.fix) for gate in remedies(assessment) if gate.fix and limits(gate, assessment)
    ]
    rows += [Action(ANSWER_AGAIN)] if len(assessment.quality) >= CAPPING_FLAGS else []
    if verdict.label == "not_enough_answers":
        asked = [Action(m.ask) for m in assessment.missing if m.state in OPEN]
        return f"Answer first ({len(asked)} open)", [*rows, *asked]
    advice, named = advice_for(assessment, rubric), naming_advice(assessment, rubric)
    if named is not None and named is not advice:
        rows += [Action(step) for step in sentences_of(named.steps)]
    if verdict.label != "not_yet":
        rows += page_of(assessment).short_steps(assessment, rubric)
    if advice is not None:
        rows += [Action(step) for step in sentences_of(advice.steps)]
    rows += [Action(f"Find out: {e.ask}") for e in assessment.alternatives.evidence if e.open]
    first = "What to do first" if verdict.label == "not_yet" else "What to do next"
    return first, list(dict.fromkeys(rows))


def ending(assessment: Assessment, rubric: Rubric, rest: str) -> Iterator[Block]:
    """What would change the result, what it does not show, and how to see the rest."""
    change = turn_text(assessment, rubric)
    if change:
        yield Paragraph(f"What would change it: {change}.")
    known = f"Limits: {_LIMITS[rubric.evidence_status]}."
    person = (
        " Never the sole ground for a decision about a person." if rubric.about_a_person else ""
    )
    yield Paragraph(f"{known}{person} {rest}", "quiet")
