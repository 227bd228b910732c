"""The memo: one page for whoever must agree, with the case for, the case against and the way back.

It says what the report says, in 400 to 500 words: parts are added or left out until it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rolefit.reports.blocks import (
    Action,
    Actions,
    Block,
    Bullets,
    Page,
    Paragraph,
    Section,
    filled_sections,
)
from rolefit.reports.occasion import Occasion
from rolefit.reports.pages.score.advice import questions
from rolefit.reports.pages.score.grounds import blocked, gates_that_matter, limits, remedies
from rolefit.reports.pages.score.page import meaning_sentences, other_definitions, things_to_do
from rolefit.reports.pages.score.proof import proof_text
from rolefit.reports.pages.score.result import (
    figures,
    gate_blocks,
    headline,
    page_of,
    sure_text,
    turn_text,
)
from rolefit.reports.pages.score.sentences import (
    answer_text,
    capital,
    evidence_text,
    sentences_in,
    who,
    with_full_stop,
)
from rolefit.rubric.conditions import sentences_of
from rolefit.rubric.decision import Decision, DecisionOption
from rolefit.rubric.model import Rubric, texts_for
from rolefit.scoring.assess import fit_texts, topic_and_answer
from rolefit.scoring.assessment import Assessment, Contribution, GateResult, Unscored
from rolefit.scoring.verdict import CLOSE

LEAST, MOST = 400, 500
"""Words that a memo on a shipped rubric has."""
_DECIDE_AFTER, _REVIEW_AFTER = timedelta(days=14), timedelta(days=90)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


_LATER = "leave things as they are, and answer the questions again after a quarter."
_ONE_VIEW = "All of it is one person's view of a few weeks; others may see it differently."
_CONDITIONS_DECIDE = (
    "Conditions alone decide it; everything else that was answered counts for nothing until they "
    "hold."
)
_HALF = 50
"""Points from which scores speak for going on."""
_WORTH = re.compile(r" \(up to \+\d+\)$")
"""What an answer that a step helps with would add: a figure for those who know the report."""
_COST = "The questions do not ask what it costs; work that out before you decide."
_UNDO = "Nor do they ask how it is taken back: agree beforehand on a date and a sign to stop."


class _Share(NamedTuple):
    """How much of each part is told."""

    sentences: int = 8
    reasons: int = 4
    against: int = 4
    steps: int = 8
    basis: int = 2
    """Sentences on what is known about how well it measures."""
    limits: int = 0
    """Of what the rubric does not show, where there is room."""


_SPARED = (
    *("steps", "sentences", "steps", "sentences", "steps", "sentences", "steps", "steps"),
    *("against", "reasons", "sentences", "steps", "sentences", "against", "reasons", "against"),
    *("steps", "reasons", "sentences", "steps", "steps", "sentences", "sentences", "sentences"),
    *("basis", "against", "reasons"),
)
"""Of what there is one less, in this order, until it fits."""


def memo_page(
    assessment: Assessment,
    rubric: Rubric,
    occasion: Occasion = Occasion(),  # noqa: B008 - a frozen value
    *,
    proved: Assessment | None = None,
) -> Page:
    """The memo on one assessment; of a rubric of one's own it may be shorter."""
    rubric = fit_texts(rubric, assessment)
    share = _Share()
    found = _laid_out(assessment, rubric, occasion, share, proved)
    for name in _SPARED:
        if word_count(found) <= MOST:
            break
        share = share._replace(**{name: max(0, getattr(share, name) - 1)})
        found = _laid_out(assessment, rubric, occasion, share, proved)
    while word_count(found) < LEAST and share.limits < len(rubric.limits):
        share = share._replace(limits=share.limits + 1)
        longer = _laid_out(assessment, rubric, occasion, share, proved)
        found = longer if word_count(longer) <= MOST else found
    return found


def word_count(page: Page) -> int:
    """The words of a page, headings included."""
    return len(" ".join(_texts(page[:4])).split())


def _texts(part: object) -> Iterator[str]:
    """Every text of a page that is printed."""
    match part:
        case Paragraph(text=text):
            yield text
        case str():
            yield part
        case tuple():
            for one in part:
                yield from _texts(one)
        case _:  # flags and figures that nobody reads
            return


def _laid_out(
    assessment: Assessment,
    rubric: Rubric,
    occasion: Occasion,
    share: _Share,
    proved: Assessment | None,
) -> Page:
    """All parts in their order, no sentence twice."""
    decision = rubric.decision or Decision()
    once = _Once()
    reasons, against = _reasons(assessment, rubric), _against(assessment, rubric)
    parts = (
        ("The question", _question(assessment, rubric, decision, occasion)),
        ("Recommendation", _recommendation(assessment, rubric, share, proved)),
        ("Options", _options(assessment, rubric, decision)),
        (
            "Reasons, as asked and answered",
            once.listed(reasons, share.reasons),
        ),
        ("The strongest case against", once.listed(against, share.against)),
        ("What would reverse it", _reversal(assessment, rubric)),
        ("Cost, and the way back", _cost(assessment, rubric, decision)),
        ("First steps", _steps(assessment, rubric, share.steps)),
        ("Next review", _review(assessment, rubric, share)),
    )
    sections = [Section(title, tuple(once.each(blocks))) for title, blocks in parts]
    head = who(assessment) or rubric.rubric
    kept = filled_sections(sections)
    return Page(f"Memo: {rubric.title}", head, kept, one_sheet=True)


class _Once:
    """Lets each sentence through the first time that it comes."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def each(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """The blocks without what was said before; empty ones are left out."""
        for block in blocks:
            match block:
                case Paragraph():
                    text = self.new(block.text)
                    yield from [block._replace(text=text)] if text else []
                case Bullets():
                    items = tuple(filter(None, map(self.new, block.items)))
                    yield from [block._replace(items=items)] if items else []
                case Actions():
                    rows = [row._replace(do=self.new(row.do)) for row in block.rows]
                    kept = tuple(row for row in rows if row.do)
                    yield from [block._replace(rows=kept)] if kept else []
                case _:
                    yield block

    def new(self, text: str) -> str:
        """What of a text was not said yet."""
        fresh = self._fresh(text)
        self._said.update(one.casefold() for one in fresh)
        return " ".join(fresh)

    def listed(self, texts: Sequence[str], most: int) -> Iterator[Block]:
        """The first of several texts that say something new, one at least."""
        yield Bullets("", tuple([text for text in texts if self._fresh(text)][: max(1, most)]))

    def _fresh(self, text: str) -> list[str]:
        """The sentences of a text that were not said yet."""
        return [one for one in sentences_in(text) if one.casefold() not in self._said]


# --- the parts ------------------------------------------------------------------------------------


def _question(
    assessment: Assessment, rubric: Rubric, decision: Decision, occasion: Occasion
) -> Iterator[Block]:
    """What is decided, by whom, until when, and on what it rests."""
    yield Paragraph(decision.question or rubric.title)
    decider = occasion.decider or decision.decides or "to be named"
    yield Paragraph(f"Who decides: {decider}. By when: {_by_when(assessment, occasion)}.")


def _by_when(assessment: Assessment, occasion: Occasion) -> str:
    """The last day for the decision; where none was given, a proposal."""
    if occasion.day is not None:
        return day_text(date.fromisoformat(occasion.day))
    if assessment.date is None:
        return "to be agreed"
    return f"to be agreed; we suggest {_days_later(assessment.date, _DECIDE_AFTER)}"


def _days_later(day: str, after: timedelta) -> str:
    """A day so much later, in words."""
    try:
        return day_text(date.fromisoformat(day) + after)
    except OverflowError:
        return "soon after"


def day_text(day: date) -> str:
    """A day as people write it: `4 December 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _recommendation(
    assessment: Assessment, rubric: Rubric, share: _Share, proved: Assessment | None
) -> Iterator[Block]:
    """The result, how sure it is, and what it means."""
    yield Paragraph(headline(assessment, rubric), "verdict")
    yield Paragraph(sure_text(assessment, rubric))
    shown = proof_text(assessment, rubric, proved)
    if shown:
        yield Paragraph(shown)
    said = meaning_sentences(assessment, rubric)[: share.sentences]
    yield Paragraph(" ".join((*said, *other_definitions(assessment, rubric))))


def _options(assessment: Assessment, rubric: Rubric, decision: Decision) -> Iterator[Block]:
    """What can be done, with what is recommended named as such, and doing nothing yet."""
    options = _options_for(decision, rubric)
    named = (
        next((option for option in options if key in option.results), None)
        for key in _result_keys(assessment, rubric)
    )
    best = next((option for option in named if option is not None), None)
    rows = [f"{option.do}{' Recommended.' if option is best else ''}" for option in options]
    waiting = "" if best is not None else " Recommended."
    yield Bullets("", (*rows, f"Nothing yet: {decision.later or _LATER}{waiting}"))


def _options_for(decision: Decision, rubric: Rubric) -> tuple[DecisionOption, ...]:
    """What can be done; where the rubric does not say, each of its results."""
    if decision.options:
        return decision.options
    named = {**rubric.outcomes, **{band.id: band for band in rubric.bands}}
    return tuple(
        DecisionOption(do=f"{capital(text.name)}.", results=(name,)) for name, text in named.items()
    )


def _result_keys(assessment: Assessment, rubric: Rubric) -> Iterator[str]:
    """What the result is, as options name it: first the conditions that decide it."""
    yield from (gate.id for gate in remedies(assessment) if limits(gate, assessment))
    yield "not_yet" if blocked(assessment) else _result_key(assessment, rubric)


def _result_key(assessment: Assessment, rubric: Rubric) -> str:
    """What the scores say, as options name it."""
    verdict = assessment.verdict
    if verdict.label == "not_enough_answers" or verdict.outcome is None:
        return "close" if verdict.tied else "none"
    if verdict.height is not None:
        return verdict.height
    level = _level(assessment, rubric)
    if level is not None:
        return level
    return "close" if verdict.strength in CLOSE else verdict.outcome


def _sides(assessment: Assessment, rubric: Rubric) -> tuple[list[str], list[str]]:
    """The answers for the result and against it, the strongest first."""
    found = list(page_of(assessment).short_reasons(assessment, rubric, 4))
    proofs = {c.item: c.evidence for c in assessment.contributions}
    told = []
    for block in found:
        rows = []
        for row in block.rows:
            proof = proofs.get(row.item)
            said = answer_text(row, row.told)
            rows.append(f"{with_full_stop(said)} Evidence: {proof.shown()}" if proof else said)
        told.append(rows)
    return _sides_of_answers(told, assessment, rubric)


def _sides_of_answers(
    told: list[list[str]], assessment: Assessment, rubric: Rubric
) -> tuple[list[str], list[str]]:
    """Answers in their blocks as what speaks for the result and what against it."""
    height = assessment.verdict.height
    if not told:
        return [], []
    if height == "both":
        return told[0], [text for rows in told[1:] for text in rows[:1]]
    if height == "neither":
        return [figures(assessment, rubric)], [text for rows in told for text in rows]
    *first, last = told if len(told) > 1 else [*told, []]
    mine = [text for rows in first for text in rows]
    return (last, mine) if _below_the_top(assessment, rubric) else (mine, last)


def _below_the_top(assessment: Assessment, rubric: Rubric) -> bool:
    """Whether a level is not the highest, so that gaps are what speaks for it."""
    level = _level(assessment, rubric)
    return level is not None and rubric.band_number(level) < len(rubric.bands) - 1


def _level(assessment: Assessment, rubric: Rubric) -> str | None:
    """The level to act on: next to a cut score the lower one; None without levels."""
    verdict = assessment.verdict
    if not rubric.bands or verdict.outcome is None:
        return None
    near = verdict.runner_up if verdict.strength in CLOSE else None
    return min((verdict.outcome, near or verdict.outcome), key=rubric.band_number)


def _reasons(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What speaks for the result."""
    if blocked(assessment):
        failed = (*remedies(assessment), *_risks(assessment))
        return [f"{gate.name}: {gate.reason}" for gate in failed]
    found = [
        f"{gate.name}: {gate.reason}"
        for gate in assessment.gates
        if gate.id in assessment.verdict.capped_by
    ]
    found += _sides(assessment, rubric)[0]
    if assessment.verdict.label == "not_enough_answers":
        found += [d.about for d in assessment.dimensions if d.scores is None]
        found = [f"Too little is known about this: {text}" for text in found[:4]]
    return found or ["No answer speaks for it strongly."]


def _risks(assessment: Assessment) -> list[GateResult]:
    """The conditions that fail without deciding anything."""
    failed = [gate for gate in gates_that_matter(assessment) if gate.state == "fail"]
    return [gate for gate in failed if gate.on_fail == "flag"]


def _scores_favour(assessment: Assessment) -> bool:
    """Whether the scores alone would speak for going on: a fit or an outcome of half or more."""
    scores = [assessment.fit, *(outcome.score for outcome in assessment.outcomes)]
    return any(score is not None and score >= _HALF for score in scores)


def _against(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What speaks against it: answers, risks, and what goes wrong with it."""
    verdict = assessment.verdict
    if verdict.label == "not_enough_answers":
        return ["Finding out takes time, and the work goes on meanwhile.", _ONE_VIEW]
    found: list[str] = []
    if blocked(assessment):
        # What counts as a risk of going on speaks for waiting.
        said = figures(assessment, rubric) if _scores_favour(assessment) else ""
        found += [f"The scores, looked at alone: {said}"] if said else []
        return [*found, _CONDITIONS_DECIDE, _ONE_VIEW]
    found += _sides(assessment, rubric)[1]
    risks = [f"{gate.name}: {gate.reason}" for gate in _risks(assessment)]
    if verdict.outcome is not None and verdict.strength not in CLOSE:
        risks += sentences_of(texts_for(rubric, verdict.outcome).watch_outs)
    # An answer, a risk, an answer, a risk: neither kind hides the other.
    mixed = [
        text
        for k in range(max(len(found), len(risks)))
        for text in (*found[k : k + 1], *risks[k : k + 1])
    ]
    return [*(mixed or ["Nothing that was asked speaks against it."]), _ONE_VIEW]


def _reversal(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """Which answers and conditions would bring another result."""
    change = turn_text(assessment, rubric)
    said = []
    if assessment.verdict.label == "not_enough_answers":
        yield Paragraph("Answers to the open questions; the first of them stand below.")
        return
    if blocked(assessment):
        names = "; ".join(f"“{gate.name}”" for gate in remedies(assessment))
        said.append(f"Meeting what fails now: {names}.")
    elif change:
        said.append(f"{capital(change)}.")
    if assessment.verdict.capped_by:
        said += [text for one in gate_blocks(assessment, rubric) for text in _items_of(one)[:1]]
    said += [
        f"Still to be found out: {questions(gate, assessment)}"
        for gate in gates_that_matter(assessment)
        if gate.state == "unknown"
    ][:1]
    if not said:
        said = ["No small number of other answers would; a change in your situation could."]
    yield Paragraph(" ".join(said))


def _items_of(block: Block) -> tuple[str, ...]:
    """The texts of a list."""
    return block.items if isinstance(block, Bullets) else ()


def _cost(assessment: Assessment, rubric: Rubric, decision: Decision) -> Iterator[Block]:
    """What it costs as far as that was asked, and how to go back."""
    given: dict[str, Contribution | Unscored] = {c.item: c for c in assessment.contributions}
    given |= {one.item: one for one in assessment.unscored}
    asked = [
        with_full_stop(answer_text(given[name], topic_and_answer(rubric, assessment, name)))
        for name in decision.cost_items
        if name in given
    ]
    open_ones = [name for name in decision.cost_items if name not in given]
    if open_ones and not asked:
        asked = ["What can be spent was asked and has no answer yet."]
    yield Paragraph(" ".join((decision.cost or _COST, *asked)))
    yield Paragraph(decision.undo or _UNDO)


def _steps(assessment: Assessment, rubric: Rubric, most: int) -> Iterator[Block]:
    """What to do first."""
    _, rows = things_to_do(assessment, rubric)
    told = [_WORTH.sub("", row.do) for row in rows[: max(1, most)]]
    yield Actions("", tuple(map(Action, told)), todo=True)


def _review(assessment: Assessment, rubric: Rubric, share: _Share) -> Iterator[Block]:
    """When to look again, and what the memo rests on."""
    again = "90 days after the decision"
    if assessment.date is not None:
        again = f"{_days_later(assessment.date, _REVIEW_AFTER)}, 90 days after these answers"
    basis = f"It rests on {assessment.answered} of {assessment.applicable} questions that apply."
    yield Paragraph(f"{capital(again)}, or earlier if one of the points above changes.")
    known = sentences_in(evidence_text(assessment))[-share.basis :]
    limits = sentences_of(rubric.limits)[: share.limits]
    yield Paragraph(" ".join((basis, *known, *limits)), "quiet")
