"""The job on paper: the way into a kit, the role charter and the advertisement."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from rolefit.reports.blocks import (
    Action,
    Actions,
    Block,
    Bullets,
    Checks,
    Page,
    Paragraph,
    Section,
    Table,
    WriteIn,
)
from rolefit.reports.pages.score.grounds import gates_that_matter
from rolefit.reports.pages.score.page import check
from rolefit.reports.pages.score.result import headline, page_of
from rolefit.reports.pages.score.sentences import answer_text, capital, in_words, join_words
from rolefit.rubric.conditions import sentences_of
from rolefit.safe_text import short_hash
from rolefit.scoring.assessment import GateResult
from rolefit.studies.kit.plan import FOR_CANDIDATES, FORMS, NEED, SEAL, SEALED, TEAM, WHOLE, Kit
from rolefit.studies.kit.sealed import Seal

_REASONS = 3
"""How many answers the charter names for the role."""


class KitPlace(NamedTuple):
    """Where a kit is and what it was sealed with."""

    folder: str
    seal: Seal


def subtitle(kit: Kit, more: str = "") -> str:
    """Whose kit it is, and for which job."""
    who = kit.need.respondent or ""
    return " · ".join(filter(None, (who, kit.role.text.job_title, more)))


# --- the way in ----------------------------------------------------------------------------------


def start_page(kit: Kit, place: KitPlace) -> Page:
    """What is in the kit, who gets what, and what to do in what order."""
    sections = (
        Section("", tuple(_opening(kit))),
        Section("Who gets what", tuple(_who_gets_what(kit))),
        Section("What to do, in this order", (Actions("", tuple(_steps(kit, place)), todo=True),)),
        Section("What is sealed", tuple(_seal_blocks(kit, place))),
    )
    title = f"Hiring kit for {kit.role.name}"
    return Page(title, subtitle(kit, f"sealed on {place.seal.sealed}"), sections)


def _opening(kit: Kit) -> Iterator[Block]:
    """What the kit is for, and what it leaves open."""
    yield Paragraph(
        "This kit takes you from the decision about the job to the decision about a person: what "
        "the job is, how you advertise it, what you ask, how you mark it, and how you decide "
        "together."
    )
    yield from _doubts(kit)
    if len(kit.interviewers) == 1:
        yield Paragraph(
            "There is one interviewer. A single form holds much of that person's taste: find a "
            "second one who sees other things, before the first interview.",
            "warning",
        )


def _doubts(kit: Kit) -> Iterator[Block]:
    """What must be decided or found out before anybody reads the advertisement."""
    if not kit.role.settled:
        yield Paragraph(
            f"Your answers do not settle the role: {headline(kit.need, kit.rubric)} This kit is "
            f"for {kit.role.name} because you chose it. A match will look at each role that is "
            "still open.",
            "warning",
        )
    if kit.need.verdict.conditions:
        names = {gate.id: gate.name for gate in kit.need.gates}
        open_ones = join_words([f"“{names[one]}”" for one in kit.need.verdict.conditions])
        yield Paragraph(
            f"All of it only provided that this holds: {open_ones}. Your answers leave it open. "
            "Find out before you advertise, then make the kit again.",
            "warning",
        )


def _who_gets_what(kit: Kit) -> Iterator[Block]:
    """Each folder with its reader."""
    rows = [
        (f"{TEAM}/", "Everybody who interviews. Nobody else."),
        (f"{FOR_CANDIDATES}/", "Candidates. Print or send these, one by one, when it is time."),
    ]
    if kit.interviewers:
        names = join_words([one.name for one in kit.interviewers])
        rows.append((f"{FORMS}/", f"A folder each for {names}, with a form for every candidate."))
    else:
        rows.append((f"{FORMS}/", "A blank form. Copy it for each interviewer and candidate."))
    rows += [
        (WHOLE, "All pages in one file for printing, the keys included. For the team."),
        (f"{NEED}, {SEAL}, {SEALED}/", "What was fixed before the first candidate. Leave them."),
    ]
    yield Table("", ("Folder or file", "Who and what for"), (False, False), tuple(rows))
    yield Paragraph(
        f"Only what is in {FOR_CANDIDATES}/ goes to a candidate. Everything else holds keys, marks "
        "or your own plans.",
        "warning",
    )


def _steps(kit: Kit, place: KitPlace) -> Iterator[Action]:
    """What to do with the kit."""
    folder = shlex.quote(place.folder)
    yield Action("Fill in the blanks of the role charter, and settle what stands at its end.")
    yield Action("Fill in the advertisement and publish it.")
    yield Action("Name who asks which part: see the page on question owners.")
    if kit.practice:
        yield Action(
            "Practice first. Each interviewer marks the worked answers alone, then compares with "
            "the key. It takes half an hour."
        )
    yield Action("Send every candidate the same task, and pay for it.")
    yield Action(
        "Interview. Everybody marks alone, in their own form, before anybody speaks about the "
        "candidate. Use the scorecard on paper if you like, and type it in afterward."
    )
    yield Action(
        "When every form is in, hold them against your need:", (f"rolefit match {folder}",)
    )
    yield Action("Meet once, by the agenda for the debrief. People decide, not the software.")


def _seal_blocks(kit: Kit, place: KitPlace) -> Iterator[Block]:
    """What is fixed, and what happens when it changes."""
    seal = place.seal
    shares = (f"{kit.rubric.dimensions[name].name} {share}" for name, share in seal.weights.items())
    yield Bullets(
        "",
        (
            (
                f"The need: {len(seal.answers)} answers of {kit.company}. Result: "
                f"{headline(kit.need, kit.rubric)}"
            ),
            f"The weights: {join_words(list(shares))}.",
            (
                f"The questions and marks: {seal.need.rubric} ({short_hash(seal.need.hash)}) and "
                f"{seal.candidates.rubric} ({short_hash(seal.candidates.hash)})."
            ),
            "The pages of this kit, the work sample and its key included.",
            f"The seal: {short_hash(seal.digest)}, made on {seal.sealed}.",
        ),
    )
    yield Paragraph(
        f"You can still change your mind: edit {NEED}. A match then scores every candidate again "
        "by the new need, and prints what was changed and what the result was before."
    )


# --- the charter ---------------------------------------------------------------------------------


def charter_page(kit: Kit) -> Page:
    """Why this role, what it decides, the one result, the first 90 days, what stands next to it."""
    text = kit.role.text
    sections = [
        Section("The job", tuple(_job_blocks(kit))),
        Section("Why this role", tuple(_why_blocks(kit))),
        Section("The one result in twelve months", tuple(_result_blocks(kit))),
        Section("What this person decides", (Bullets("", sentences_of(text.decides)),)),
        Section(
            "What others decide, after hearing them", (Bullets("", sentences_of(text.shared)),)
        ),
        Section("The first 90 days", (_todo_list(kit.role.first_90_days, todo=True),)),
        Section("What stands next to the role", (Bullets("", kit.role.pair_with),)),
        Section("Settle before you hire", tuple(_open_blocks(kit))),
        Section("", (WriteIn("Agreed on, by and when"),)),
    ]
    kept = tuple(one for one in sections if any(_says_something(b) for b in one.blocks))
    return Page("Role charter", subtitle(kit), kept)


def _says_something(block: Block) -> bool:
    """Whether there is anything in a block."""
    match block:
        case Bullets(items=rows) | Actions(rows=rows) | Checks(rows=rows):
            return bool(rows)
        case _:
            return True


def _todo_list(texts: tuple[str, ...], *, todo: bool = False) -> Actions:
    """Texts as things to do."""
    return Actions("", tuple(Action(one) for one in texts), todo=todo)


def _job_blocks(kit: Kit) -> Iterator[Block]:
    """What the job is called, and the blanks that only the company can fill."""
    yield Paragraph(f"{kit.role.text.job_title}: {kit.role.name}.", "verdict")
    yield from _doubts(kit)
    for label in (
        "Reports to",
        "Starts on",
        "Hours a week",
        "Pay range",
        "Money to spend each month, besides the pay",
    ):
        yield WriteIn(label)


def _why_blocks(kit: Kit) -> Iterator[Block]:
    """What the role is, and the answers that speak for it."""
    unsettled = " ".join(sentences_of(kit.rubric.texts.too_close.summary))
    yield Paragraph(kit.role.summary if kit.role.settled else unsettled)
    blocks = tuple(page_of(kit.need).short_reasons(kit.need, kit.rubric, _REASONS))
    for block in blocks[:1] if kit.role.settled else blocks:
        yield Bullets(block.title, tuple(answer_text(row, row.told) for row in block.rows))
    if not kit.role.settled:
        steps = tuple(Action(one) for one in sentences_of(kit.rubric.texts.too_close.steps))
        yield Actions("Decide first", steps, todo=True)


def _result_blocks(kit: Kit) -> Iterator[Block]:
    """The result that would make the hire worth it."""
    if kit.results:
        yield Paragraph(" ".join(kit.results), "verdict")
    else:
        yield Paragraph(
            "Your answers name no single result. Write one sentence before you advertise: in "
            "twelve months, what is different? If you cannot, nobody will know whether the hire "
            "worked.",
            "warning",
        )
        yield WriteIn("In twelve months", 2)
    yield WriteIn("By how much, and by when")
    yield WriteIn("Where we read it off, and who does")


def _open_blocks(kit: Kit) -> Iterator[Block]:
    """Conditions of the role that fail or are unknown, with what to do about them."""
    rows = tuple(
        check(gate, kit.need)
        for gate in gates_that_matter(kit.need)
        if gate.state != "pass" and _concerns(gate, kit)
    )
    if rows:
        number = capital(in_words(len(rows)))
        verb = "condition does" if len(rows) == 1 else "conditions do"
        yield Paragraph(f"{number} {verb} not hold, or nobody knows yet:")
        yield Checks(rows)


def _concerns(gate: GateResult, kit: Kit) -> bool:
    """Whether a condition is about the role; one of two roles in one is both."""
    named = gate.applies_to
    return not named or kit.role.id in named or kit.role.id not in kit.rubric.outcomes


# --- the advertisement ---------------------------------------------------------------------------


def advertisement_page(kit: Kit) -> Page:
    """A skeleton to be filled in; it names no result of the questionnaire and no mark."""
    text = kit.role.text
    result: tuple[Block, ...] = (WriteIn("In one sentence, with a figure and a date", 2),)
    if kit.results:
        result = (Paragraph(" ".join(kit.results)), WriteIn("By how much, and by when"))
    sections = (
        Section("", (WriteIn("Who we are and what we sell, in two sentences", 2),)),
        Section("What will be different in a year", result),
        Section("What you do", (Bullets("", sentences_of(text.work)),)),
        Section("What you need", (Bullets("", sentences_of(text.must_haves)),)),
        Section("What helps, and can be learned", (Bullets("", sentences_of(text.nice_to_haves)),)),
        Section("This job is not for you if", (Bullets("", sentences_of(text.not_for)),)),
        Section(
            "What we offer",
            tuple(
                WriteIn(label)
                for label in (
                    "Pay, from and to",
                    "Hours a week, and where",
                    "Start",
                    "Who you work with",
                    "Money for freelancers and tools",
                )
            ),
        ),
        Section(
            "How to apply",
            (
                Paragraph(
                    "Send us a few lines on something you made or decided, and what came of it. "
                    "Add one example. Please leave out a photo and anything private."
                ),
                WriteIn("To, and by when"),
                WriteIn("Questions to"),
            ),
        ),
    )
    return Page(text.job_title, kit.need.respondent or "", sections)
