"""What a report says, in its order: on one screen, or with all the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rolefit.reports.blocks import (
    Action,
    Actions,
    BarChart,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Fact,
    Facts,
    Mark,
    Page,
    Paragraph,
    Section,
    filled_sections,
)
from rolefit.reports.formats.ink import Look
from rolefit.reports.formats.terminal import KeptPen, Pen, lines_of
from rolefit.reports.pages.limits import TITLE, limits_of
from rolefit.reports.pages.score.advice import (
    ANSWER_AGAIN,
    LATER,
    gate_blocks,
    has_kit,
    kit_step,
    missing_blocks,
    next_blocks,
    questions,
)
from rolefit.reports.pages.score.grounds import (
    basis_text,
    blocked,
    completeness_text,
    gates_that_matter,
    left_out_text,
    limits,
    precision_text,
    robustness_text,
)
from rolefit.reports.pages.score.proof import proof_blocks, proof_text
from rolefit.reports.pages.score.result import (
    advice_for,
    answers_allow,
    change_blocks,
    figures,
    fixes,
    headline,
    naming_advice,
    overall,
    page_of,
    standing_text,
    sure_text,
    turn_text,
)
from rolefit.reports.pages.score.sentences import (
    WHISKERS,
    definition,
    evidence_text,
    figure,
    full_blocks,
    percent,
    sentences_in,
    subtitle,
    warnings,
    who,
)
from rolefit.reports.words import label_words
from rolefit.rubric.conditions import sentences_of, text_of
from rolefit.rubric.model import OPEN, EvidenceStatus, Rubric, texts_for
from rolefit.safe_text import short_hash
from rolefit.scoring.assess import fit_texts
from rolefit.scoring.assessment import Assessment, GateResult
from rolefit.scoring.verdict import CAPPING_FLAGS

# --- The short report: one screen with the result, how sure it is, why, and what to do now --------


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
    *("sentences", "reasons", "checks", "steps", *["bars"] * 6),
    *("warnings", "bars", "warnings", "bars", "sentences", "warnings", *["bars"] * 3),
)
"""Of what there is one less, in this order, until all of it fits."""
_WANTED = ("reasons", "steps", "checks", "sentences")
"""What comes back in turn where there is room again."""


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
    head = who(assessment) or subtitle(assessment)
    first = (*opening(assessment, rubric), *_proof_blocks(assessment, rubric, proved))
    last = tuple(ending(assessment, rubric, rest))

    @cache
    def part(name: str, most: int) -> tuple[Block, ...]:
        return tuple(_PARTS[name](assessment, rubric, most))

    def drawn(room: Room) -> Page:
        parts = (block for name in _PARTS for block in part(name, getattr(room, name)))
        return Page(rubric.title, head, (Section("", (*first, *parts, *last)),))

    found, room, pen = Page("", "", ()), Room(), KeptPen(_SCREEN)
    for room in rooms():
        found = drawn(room)
        if len(lines_of(found, pen)) <= LINES:
            break
    # Where nothing was left out, nothing can come back.
    return found if room == Room() else _filled_up(found, room, drawn, pen)


def _filled_up(page: Page, room: Room, drawn: Callable[[Room], Page], pen: Pen) -> Page:
    """What was left out comes back as far as it fits: one long part may have cost several."""
    most, left, lines = Room(), deque(_WANTED), len(lines_of(page, pen))
    while left and lines < LINES:
        name = left.popleft()
        wider = room._replace(**{name: getattr(room, name) + 1})
        if getattr(room, name) == getattr(most, name):
            continue
        longer = drawn(wider)
        if longer != page and (taken := len(lines_of(longer, pen))) <= LINES:
            page, room, lines = longer, wider, taken
            left.append(name)
    return page


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


def first_warnings(assessment: Assessment, _: Rubric, most: int) -> Iterator[Block]:
    """What is to be heeded before all else."""
    yield from tuple(warnings(assessment))[:most]


def short_meaning(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Block]:
    """What the result means, in a few sentences."""
    said = meaning_sentences(assessment, rubric)[:most]
    said += other_definitions(assessment, rubric) if most else []
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
    names = list(verdict.tied or (verdict.outcome or "", *verdict.seconds))
    told = " ".join(meaning_sentences(assessment, rubric)[:2])
    if advice_for(assessment, rubric) is None:
        names = names[1:]  # the text of the leader says what it is
    found = [text for name in names if name for text in definition(texts_for(rubric, name))]
    return [text for text in found if text not in told]


def scores(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Block]:
    """The scores as bars; of very many the highest and the lowest."""
    chart = page_of(assessment).short_chart(assessment, rubric)
    if chart is None or most < 1:
        return
    yield fewer(chart, most)
    left = len(chart.rows) - most
    more = f" {left} scores in between are left out." if left > 0 else ""
    yield Paragraph(f"{WHISKERS}{more}", "quiet")


def fewer(chart: BarChart, most: int) -> BarChart:
    """So many bars: the highest and the lowest."""
    order = sorted(range(len(chart.rows)), key=lambda k: -(chart.rows[k].score or 0))
    half = most // 2
    kept = {*order[: most - half], *(order[-half:] if half else ())}
    return chart._replace(rows=tuple(row for k, row in enumerate(chart.rows) if k in kept))


def reasons(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Block]:
    """The strongest answers on either side."""
    if most and not blocked(assessment):
        yield from page_of(assessment).short_reasons(assessment, rubric, most)


# --- conditions and steps ------------------------------------------------------------------------


def conditions(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Block]:
    """Conditions that fail or are unknown, with what to do about them."""
    order = {("fail", "exclude"): 0, ("fail", "cap_band"): 1, ("fail", "flag"): 3}
    found = [gate for gate in gates_that_matter(assessment) if gate.state != "pass"]
    found = [gate for gate in found if gate.id != assessment.verdict.named_by]
    if blocked(assessment):
        found = [gate for gate in found if gate.on_fail == "exclude"]
    found.sort(key=lambda gate: order.get((gate.state, gate.on_fail), 2))
    rows = tuple(check(gate, assessment) for gate in found[:most])
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


def steps(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Block]:
    """What to do next, the most valuable first."""
    title, found = things_to_do(assessment, rubric)
    rows = tuple(found[:most])
    if rows:
        yield Actions(title, rows, todo=True)


def plan_steps(assessment: Assessment, rubric: Rubric) -> tuple[str, ...]:
    """What a report says to do, all of it, the most valuable first: a plan to be followed."""
    _, rows = things_to_do(assessment, fit_texts(rubric, assessment))
    return tuple(row.do for row in rows)


def things_to_do(assessment: Assessment, rubric: Rubric) -> tuple[str, list[Action]]:
    """A title and what to do, the most valuable first."""
    verdict = assessment.verdict
    named = naming_advice(assessment, rubric)
    rows = [Action(step) for step in sentences_of(named.steps)] if named is not None else []
    rows += [
        Action(gate.fix)
        for gate in fixes(assessment, rubric)
        if gate.fix and limits(gate, assessment)
    ]
    rows += [Action(ANSWER_AGAIN)] if len(assessment.quality) >= CAPPING_FLAGS else []
    if verdict.label == "not_enough_answers":
        asked = [Action(m.ask) for m in assessment.missing if m.state in OPEN]
        return f"Answer first ({len(asked)} open)", [*rows, *asked]
    advice = advice_for(assessment, rubric)
    if verdict.label != "not_yet":
        rows += page_of(assessment).short_steps(assessment, rubric)
    if advice is not None:
        rows += [Action(step) for step in sentences_of(advice.steps)]
    if not verdict.leader_settled:  # what is open could change the result
        open_ones = [e for e in assessment.alternatives.evidence if e.open]
        rows += [Action(f"Find out: {e.ask}") for e in open_ones]
    first = "What to do first" if verdict.label == "not_yet" else "What to do next"
    return first, list(dict.fromkeys(rows))


_PARTS: dict[str, Callable[[Assessment, Rubric, int], Iterator[Block]]] = {
    "warnings": first_warnings,
    "sentences": short_meaning,
    "bars": scores,
    "reasons": reasons,
    "checks": conditions,
    "steps": steps,
}
"""What stands below the opening, in its order; how much of each is told, a room says."""


def ending(assessment: Assessment, rubric: Rubric, rest: str) -> Iterator[Block]:
    """What would change the result, what it does not show, and how to see the rest."""
    change = turn_text(assessment, rubric)
    if change:
        yield Paragraph(f"What would change it: {change}.")
    known = f"Limits: {_LIMITS[rubric.evidence_status]}."
    person = (
        " Never the sole ground for a decision about a person." if rubric.about_a_person else ""
    )
    kit = " To hire for it: rolefit kit FILE -o kit" if has_kit(assessment, rubric) else ""
    yield Paragraph(f"{known}{person} {rest}{kit}", "quiet")


def page(
    assessment: Assessment,
    rubric: Rubric,
    *,
    full: bool = False,
    proved: Assessment | None = None,
) -> Page:
    """The report on one assessment: on one screen, or in `full` with every answer and number.

    `proved` is the result on the answers that can be shown, where that is wanted as well.
    """
    rubric = fit_texts(rubric, assessment)
    if not full:
        return short_page(assessment, rubric, proved=proved)
    return Page(rubric.title, subtitle(assessment), _full_sections(assessment, rubric, proved))


def brief(assessment: Assessment, rubric: Rubric, *, proved: Assessment | None = None) -> Page:
    """The verdict and how sure it is."""
    return brief_page(assessment, fit_texts(rubric, assessment), proved)


def whole(assessment: Assessment, rubric: Rubric, *, proved: Assessment | None = None) -> Page:
    """The short report with all of the long one behind it, for formats that are read at leisure."""
    rubric = fit_texts(rubric, assessment)
    first = short_page(assessment, rubric, BELOW, proved=proved)
    return first._replace(more=_full_sections(assessment, rubric, proved))


def _full_sections(
    assessment: Assessment, rubric: Rubric, proved: Assessment | None
) -> tuple[Section, ...]:
    """Everything that is known, in order."""
    columns = page_of(assessment).point_columns(assessment)
    why = tuple(page_of(assessment).reason_blocks(assessment, rubric))
    sections = [
        Section("", tuple(_verdict_blocks(assessment, rubric))),
        Section("Scores", tuple(page_of(assessment).score_blocks(assessment, rubric))),
        Section(
            LATER if blocked(assessment) else "Why",
            why,
        ),
        Section("Conditions", tuple(gate_blocks(assessment, rubric))),
        Section("What would change it", tuple(change_blocks(assessment, rubric, full=True))),
        Section("Open questions", tuple(missing_blocks(assessment))),
        Section("What to do next", tuple(_all_to_do(assessment, rubric))),
        Section("How sure this is", tuple(_sure_blocks(assessment, rubric))),
        Section("What can be shown", tuple(proof_blocks(assessment, rubric, proved))),
        Section("Every number", tuple(full_blocks(assessment, rubric, columns))),
        Section(TITLE, tuple(_limit_blocks(assessment, rubric))),
    ]
    return filled_sections(sections)


def _all_to_do(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """All that is to be done, and what helps to hire for a role that is settled."""
    kit = kit_step(assessment, rubric)
    yield from map(_to_do, next_blocks(assessment, rubric))
    if kit:
        yield Actions("To hire for this role", kit)


def _to_do(block: Block) -> Block:
    """A block whose actions are to be ticked off."""
    return block._replace(todo=True) if isinstance(block, Actions) else block


def summary(reports: Sequence[tuple[str, Assessment, Rubric]]) -> Page:
    """A line for each of several reports."""
    rows = tuple(f"{name}: {headline(assessment, rubric)}" for name, assessment, rubric in reports)
    return Page("Summary", f"{len(rows)} responses files", (Section("", (Bullets("", rows),)),))


def _claims_remark(assessment: Assessment, rubric: Rubric) -> str:
    """How to look a claim up, if the report cites any."""
    sources = [s for gate in assessment.gates for s in gate.source]
    sources += [s for c in assessment.contributions for s in c.source]
    if not sources:
        return ""
    shipped = next((s for s in sources if s not in rubric.sources), None)
    if shipped is None:
        return f" Sources in brackets: the rubric's own file lists {sources[0]} under `sources`."
    return f" Sources in brackets: rolefit explain {shipped} tells what {shipped} says."


def _verdict_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The verdict, its figures, and what it means."""
    yield Paragraph(headline(assessment, rubric), "verdict")
    numbers = " ".join((figures(assessment, rubric), standing_text(assessment))).strip()
    if numbers:
        yield Paragraph(numbers)
    left_out = left_out_text(assessment, rubric)
    if left_out:
        yield Paragraph(left_out, "quiet")
    yield from warnings(assessment)
    text = meaning(assessment, rubric)
    if text:
        yield Paragraph(text)
    yield from page_of(assessment).meaning_blocks(assessment, rubric)


def meaning(assessment: Assessment, rubric: Rubric) -> str:
    """What the rubric's author says about such a result."""
    advice = advice_for(assessment, rubric)
    if advice is not None:
        return text_of(advice.summary)
    verdict, named = assessment.verdict, naming_advice(assessment, rubric)
    own = text_of(texts_for(rubric, verdict.outcome).summary) if verdict.outcome else ""
    return f"{text_of(named.summary)} {own}" if named is not None else own


def _sure_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """Three facts and their worst."""
    sure = assessment.confidence
    rows = []
    level = overall(assessment)
    if level is not None:
        rows.append(Fact("Overall", level, _overall_text(assessment)))
    for name, level, text in (
        ("Precision", sure.precision, precision_text(assessment)),
        ("Completeness", sure.completeness, completeness_text(assessment)),
        ("Robustness", sure.robustness, robustness_text(assessment)),
    ):
        rows.append(Fact(name, level or "none", text))
    yield Facts(tuple(rows))
    verdict = assessment.verdict
    named = naming_advice(assessment, rubric) if blocked(assessment) else None
    word = named.name if named is not None and named.name else label_words(verdict.strength)
    why = f"“{word}”: {basis_text(verdict)}."
    if verdict.label == "conditional":
        word = label_words(verdict.label)
        open_ = "a condition is still open" if verdict.conditions else "a least score is still open"
        alone = f". By the numbers alone it would be {why}"
        why = f"“{word}”: {open_}{'.' if verdict.basis.code == 'no_score' else alone}"
    yield Paragraph(f"Why {why}", "quiet")


def _overall_text(assessment: Assessment) -> str:
    """Where the overall word comes from."""
    sure = assessment.confidence
    if overall(assessment) == sure.overall:
        known = (sure.precision, sure.completeness, sure.robustness)
        return f"the lowest of those {'that are known' if None in known else 'below'}"
    if overall(assessment) == answers_allow(assessment):
        again = len(assessment.quality) >= CAPPING_FLAGS
        return "the answers are in doubt" if again else "one answer alone would change it"
    return f"no more than “{label_words(assessment.verdict.strength)}” allows"


def _limit_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What the result is for and what it does not show."""
    yield Paragraph(evidence_text(assessment))
    yield Bullets("", limits_of((), rubric))
    used = assessment.rubric
    yield Paragraph(
        f"Settings used: too close below {figure(used.indifference_threshold)} points; "
        f"no verdict when more than {percent(used.max_lost_weight)} of the weight is missing."
        f"{_claims_remark(assessment, rubric)} "
        f"Content: {short_hash(used.hash)}.",
        "quiet",
    )
