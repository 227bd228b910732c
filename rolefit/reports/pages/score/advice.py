"""Conditions, what is missing, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import ZERO
from rolefit.reports.blocks import (
    Action,
    Actions,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Mark,
    Paragraph,
)
from rolefit.reports.pages.score.grounds import blocked, concerns_leader, gates_that_matter
from rolefit.reports.pages.score.result import advice_for, fixes, naming_advice, page_of
from rolefit.reports.pages.score.sentences import capital, figure, join_words
from rolefit.reports.words import STATES
from rolefit.rubric.conditions import sentences_of, text_of
from rolefit.rubric.model import OPEN, Rubric, texts_for
from rolefit.rubric.texts import TextBlock
from rolefit.scoring.assessment import Assessment, Evidence, GateResult, Missing, Verdict
from rolefit.scoring.judging import role_of
from rolefit.scoring.verdict import CAPPING_FLAGS, CLOSE

ANSWER_AGAIN = (
    "Answer the questions again, without hurry. As they stand, the answers are not reliable enough "
    "to act on."
)

KIT = "Charter, job ad, interview guide and forms: rolefit kit FILE -o kit"
"""The command that makes what a hire needs, on one line."""
LATER = "Later, once that holds"
"""What can wait while a condition rules everything out."""


def gate_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """Every gate: those that fail first."""
    order = ("fail", "unknown", "pass")
    gates = sorted(assessment.gates, key=lambda g: order.index(g.state))
    rows = tuple(check(gate, assessment, rubric) for gate in gates)
    if rows:
        yield Checks(rows)


def check(gate: GateResult, assessment: Assessment, rubric: Rubric) -> ConditionCheck:
    """One gate."""
    if gate.state == "pass":
        mark: Mark = "unasked" if unasked(gate, assessment) else "pass"
        return ConditionCheck(mark, gate.name, "", ())
    if gate.state == "unknown":
        return ConditionCheck(
            "unknown", gate.name, f"Still open: {questions(gate, assessment)}", gate.source
        )
    if gate.on_fail == "flag" and not concerns_leader(gate, assessment):
        names = [texts_for(rubric, outcome).name for outcome in gate.applies_to]
        only = f"Matters only for {join_words(names, 'or')}. "
        # Nobody chooses what somebody does today: there a risk is a risk.
        text = gate.reason if rubric.purpose == "development" else f"{only}{gate.reason}"
        return ConditionCheck("risk", gate.name, text, gate.source)
    mark = "risk" if gate.on_fail == "flag" else "fail"
    return ConditionCheck(
        mark,
        gate.name,
        f"{gate.reason} {_consequence(gate, assessment, rubric)}".strip(),
        gate.source,
    )


def unasked(gate: GateResult, assessment: Assessment) -> bool:
    """Whether nothing that a gate reads has an answer: then it holds for want of any."""
    without = {m.item for m in assessment.missing}
    return bool(gate.items) and without.issuperset(gate.items)


def questions(gate: GateResult, assessment: Assessment) -> str:
    """The open questions that a gate waits for."""
    asked = {m.item: m.ask for m in assessment.missing if m.state in OPEN}
    waiting = [asked[name] for name in gate.items if name in asked]
    return " ".join(waiting) or "it depends on scores that open answers could still move."


def _consequence(gate: GateResult, assessment: Assessment, rubric: Rubric) -> str:
    """What a failed gate does to the recommendation."""
    match gate.on_fail:
        case "flag":
            return ""
        case "cap_band":
            assert gate.cap is not None
            highest = texts_for(rubric, gate.cap).name
            return f"While that is so, the level goes no higher than “{highest}”."
        case "exclude" if gate.applies_to:
            names = [texts_for(rubric, outcome).name for outcome in gate.applies_to]
            return f"While that is so, {join_words(names, 'or')} cannot be recommended."
        case _:
            return f"While that is so, {page_of(assessment).WORDS.no_result}."


def next_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What to do, each with what it rests on."""
    verdict = assessment.verdict
    if len(assessment.quality) >= CAPPING_FLAGS:
        yield Actions("Before anything else", (Action(ANSWER_AGAIN),))
    if verdict.label == "not_enough_answers":
        yield Actions("Answer these first", tuple(open_questions(assessment)))
        yield from gate_actions(assessment, rubric)
        return
    yield from _remedy_blocks(assessment, rubric)
    advice = advice_for(assessment, rubric)
    if advice is not None and advice is not naming_advice(assessment, rubric) and advice.steps:
        title = "What to do first" if verdict.label == "not_yet" else "What to do about it"
        yield Actions(title, tuple(Action(s) for s in sentences_of(advice.steps)), advice.source)
    yield from _gate_questions(assessment)
    yield from _risk_blocks(assessment)
    yield from _evidence_actions(assessment)
    yield from page_of(assessment).plan_blocks(assessment, rubric)
    if verdict.outcome is not None and verdict.label != "not_yet":
        yield from _block_actions(texts_for(rubric, verdict.outcome), verdict.strength)


def _evidence_actions(assessment: Assessment) -> Iterator[Block]:
    """What to find out next when the result is too close to call."""
    rows = tuple(
        Action(f"{e.ask} ({e.item})", (evidence_text(e, assessment),))
        for e in assessment.alternatives.evidence
    )
    if rows and not any(e.settles for e in assessment.alternatives.evidence):
        yield Actions("What to find out next; none of it alone would end the doubt", rows)
    elif rows:
        yield Actions("What to find out next", rows)


def evidence_text(e: Evidence, assessment: Assessment) -> str:
    """Why one answer is worth finding out."""
    if not e.open:
        return "Answered; check it against a second source or a second person."
    alone = "; one of them could end the doubt by itself" if e.settles else ""
    return f"Still open. {capital(_apart_text(e.swing, assessment))}{alone}."


def _apart_text(swing: Fraction, assessment: Assessment) -> str:
    """How far the answers to an open question lie apart, and not how far from what stands."""
    measure = page_of(assessment).WORDS.measure
    return f"its answers lie up to {figure(swing)} points of {measure} apart"


def gate_actions(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What to do about gates that fail, those that decide before those that warn."""
    yield from _remedy_blocks(assessment, rubric)
    yield from _risk_blocks(assessment)


def _remedy_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What to do about gates that fail and decide; first of all about the one that names it all."""
    named = naming_advice(assessment, rubric)
    if named is not None and named.steps:
        steps = tuple(Action(step) for step in sentences_of(named.steps))
        yield Actions("What to do first", steps, named.source)
    rows = tuple(Action(g.fix or g.reason, (), g.source) for g in fixes(assessment, rubric))
    if rows:
        yield Actions("What the conditions ask for", rows)


def _risk_blocks(assessment: Assessment) -> Iterator[Block]:
    """What to do about gates that fail and only warn; where no result is named, for later."""
    failed = [gate for gate in gates_that_matter(assessment) if gate.state == "fail"]
    rows = tuple(Action(g.fix or g.reason, (), g.source) for g in failed if g.on_fail == "flag")
    if rows:
        yield Actions(LATER if blocked(assessment) else "Meet the risks", rows)


def _gate_questions(assessment: Assessment) -> Iterator[Block]:
    """The open questions that gates wait for, each once, however many gates wait for it."""
    unknown = [gate for gate in gates_that_matter(assessment) if gate.state == "unknown"]
    rows: list[Action] = []
    for m in assessment.missing:
        gates = [gate for gate in unknown if m.item in gate.items]
        if m.state in OPEN and gates:
            claims = dict.fromkeys(claim for gate in gates for claim in gate.source)
            rows.append(Action(f"{m.item}: {m.ask}", (), tuple(claims)))
    if len(rows) == 1:
        yield Actions("Answer this; a condition depends on it", tuple(rows))
    elif rows:
        yield Actions("Answer these; conditions depend on them", tuple(rows))


def open_questions(assessment: Assessment) -> Iterator[Action]:
    """Every open question."""
    for m in assessment.missing:
        if m.state in OPEN:
            yield Action(f"{m.item}: {m.ask}")


def has_kit(assessment: Assessment, rubric: Rubric) -> bool:
    """Whether the answers settle a role that there are papers for, and can be relied on."""
    doubtful = len(assessment.quality) >= CAPPING_FLAGS
    return not doubtful and role_of(assessment) in (rubric.materials or {}).get("roles", ())


def kit_step(assessment: Assessment, rubric: Rubric) -> tuple[Action, ...]:
    """Where the papers for a hire come from."""
    return (Action(KIT),) if has_kit(assessment, rubric) else ()


def _block_actions(text: TextBlock, strength: str) -> Iterator[Block]:
    """What the author says about the leading outcome or the band."""
    if strength in CLOSE:
        return
    if text.strengths:
        yield Bullets("Strengths", sentences_of(text.strengths))
    if text.watch_outs:
        yield Bullets("Watch out for", sentences_of(text.watch_outs))
    if text.pair_with:
        yield Actions("What to pair it with", (Action(text_of(text.pair_with)),))
    if text.first_90_days:
        rows = tuple(Action(step) for step in sentences_of(text.first_90_days))
        yield Actions("The first 90 days", rows, text.source)
    if text.ask_next:
        yield Bullets("Questions to ask next", sentences_of(text.ask_next))


# --- What has no answer, and what an answer could do ----------------------------------------------


def missing_blocks(assessment: Assessment) -> Iterator[Block]:
    """What has no answer, and whether it could change the result."""
    waiting = [m for m in assessment.missing if m.state in OPEN]
    waiting.sort(key=lambda m: -(m.swing or ZERO))
    items = tuple(_open_text(m, assessment) for m in waiting)
    # Without a verdict the same questions are what to do next; they need not stand here twice.
    if items and assessment.verdict.label != "not_enough_answers":
        yield Bullets("Still open", items)
        if len(items) > 1 or waiting[0].could_change is None:
            yield Paragraph(together(len(items), assessment.verdict), "quiet")
    apart = [m for m in assessment.missing if m.state == "not_applicable"]
    if apart:
        names = tuple(f"{m.item}{remark(m.remark)}" for m in apart)
        yield Bullets("Does not apply, and counts neither way", names)
    hidden = [m.item for m in assessment.missing if m.state == "not_presented"]
    if hidden:
        yield Bullets("Not asked, given other answers", (", ".join(hidden),))


def together(count: int, verdict: Verdict) -> str:
    """Whether all open answers at once could change the result."""
    said, those = ("It", "it") if count == 1 else ("Together they", "them")
    match verdict.status:
        case "provisional" if verdict.leader_settled:
            return f"{said} cannot change what is recommended, but conditions depend on {those}."
        case "settled":
            return f"{said} cannot change the result."
        case "provisional":
            return f"{said} could change the result."
        case "not_enough_answers":
            return "There is no result yet that they could change."


def remark(text: str | None) -> str:
    """A respondent's reason, behind a colon."""
    return f": {text}" if text else ""


def _open_text(m: Missing, assessment: Assessment) -> str:
    """One open question and whether its answer matters."""
    text = f"{m.item}: {m.ask} ({STATES[m.state]}{remark(m.remark)})"
    if m.could_change is None or m.swing is None:
        return text
    # Where every completion has the same result, none that leads in between is worth a word.
    matters = m.could_change and assessment.verdict.status != "settled"
    if not m.swing:
        moves = "A condition depends on it." if matters else "Alone it changes nothing."
        return f"{text} {moves}"
    could = "could" if matters else "cannot"
    what = page_of(assessment).WORDS.changes
    return f"{text} Alone it {could} change {what}; {_apart_text(m.swing, assessment)}."
