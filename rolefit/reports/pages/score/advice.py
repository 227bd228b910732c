"""Conditions, what is missing, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.reports.blocks import (
    Action,
    Actions,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Mark,
)
from rolefit.reports.pages.score.headline import naming_advice
from rolefit.reports.pages.score.models import page_of
from rolefit.reports.pages.score.sentences import figure, join_words
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.responses import OPEN
from rolefit.rubric.texts import Advice, TextBlock, sentences_of, text_of
from rolefit.scoring.alternatives import Evidence
from rolefit.scoring.assessment import Assessment, GateResult
from rolefit.scoring.verdict import CAPPING_FLAGS, CLOSE

ANSWER_AGAIN = (
    "Answer the questions again, without hurry. Several signs say that these answers do not tell "
    "enough."
)

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
    if gate.on_fail == "flag" and not _concerns_leader(gate, assessment):
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


def _concerns_leader(gate: GateResult, assessment: Assessment) -> bool:
    """Whether a gate is about what the verdict recommends."""
    verdict = assessment.verdict
    leaders = {verdict.outcome, *verdict.tied}
    undecided = leaders == {None} or verdict.strength in CLOSE
    return not gate.applies_to or undecided or bool(leaders & set(gate.applies_to))


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
        yield from gate_actions(assessment)
        return
    yield from _remedy_blocks(assessment)
    advice = advice_for(assessment, rubric)
    if advice is not None and advice.steps:
        title = "What to do first" if verdict.label == "not_yet" else "What to do about it"
        yield Actions(title, tuple(Action(s) for s in sentences_of(advice.steps)), advice.source)
    named = naming_advice(assessment, rubric)
    if named is not None and named is not advice and named.steps:
        steps = tuple(Action(step) for step in sentences_of(named.steps))
        yield Actions("What to do first", steps, named.source)
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
    alone = " and could end the doubt by itself" if e.settles else ""
    moves = page_of(assessment).WORDS.measure
    return f"Still open. It moves {moves} by up to {figure(e.swing)} points{alone}."


def gate_actions(assessment: Assessment) -> Iterator[Block]:
    """What to do about gates that fail, those that decide before those that warn."""
    yield from _remedy_blocks(assessment)
    yield from _risk_blocks(assessment)


def remedies(assessment: Assessment) -> list[GateResult]:
    """The gates that fail and decide: those that limit the result before those that only could."""
    failed = [g for g in assessment.gates if g.state == "fail" and g.on_fail != "flag"]
    return sorted(failed, key=lambda g: not limits(g, assessment))


def limits(gate: GateResult, assessment: Assessment) -> bool:
    """Whether a failed gate changes the result: it rules everything out, or caps the level."""
    if gate.on_fail == "cap_band":
        return gate.id in assessment.verdict.capped_by
    return _concerns_leader(gate, assessment) or _would_lead(gate, assessment)


def _would_lead(gate: GateResult, assessment: Assessment) -> bool:
    """Whether what a gate rules out scores no less than what is recommended."""
    first = assessment.verdict.outcome
    least = assessment.outcome(first).score if first is not None else None
    scores = [assessment.outcome(name).score for name in gate.applies_to]
    return any(score is not None and (least is None or score >= least) for score in scores)


def _remedy_blocks(assessment: Assessment) -> Iterator[Block]:
    """What to do about gates that fail and decide."""
    rows = tuple(Action(g.fix or g.reason, (), g.source) for g in remedies(assessment))
    if rows:
        yield Actions("What the conditions ask for", rows)


def _risk_blocks(assessment: Assessment) -> Iterator[Block]:
    """What to do about gates that fail and only warn; where no result is named, for later."""
    failed = [gate for gate in gates_that_matter(assessment) if gate.state == "fail"]
    rows = tuple(Action(g.fix or g.reason, (), g.source) for g in failed if g.on_fail == "flag")
    if rows:
        yield Actions(LATER if blocked(assessment) else "Meet the risks", rows)


def blocked(assessment: Assessment) -> bool:
    """Whether a condition rules out everything, so that no result has to be explained yet."""
    return assessment.verdict.label == "not_yet"


def gates_that_matter(assessment: Assessment) -> Iterator[GateResult]:
    """The gates that can touch what the verdict recommends."""
    for gate in assessment.gates:
        if gate.on_fail != "flag" or _concerns_leader(gate, assessment):
            yield gate


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


def advice_for(assessment: Assessment, rubric: Rubric) -> Advice | None:
    """The text for results without a plain winner, and for those that a condition names."""
    verdict = assessment.verdict
    if verdict.label == "not_yet":
        return naming_advice(assessment, rubric) or rubric.texts.not_yet
    if verdict.height == "both" and rubric.texts.both:
        return rubric.texts.both
    if verdict.height == "neither" and rubric.texts.neither:
        return rubric.texts.neither
    return rubric.texts.too_close if verdict.strength in CLOSE else None
