"""A plan as it is followed: what is to be done by when, and what was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rolefit.reports.blocks import Block, Page, Paragraph, Section, Table
from rolefit.reports.formats.calendar import Day
from rolefit.studies.plan import DAYS, ActionPlan, PlanStep, after

_HOW = (
    "When one is done: rolefit plan done NUMBER",
    "To plan one for a day: rolefit plan due NUMBER DATE",
)
_HEADING = 120
"""Characters of a day's heading in a calendar."""
_LOOKS = (DAYS // 3, DAYS * 2 // 3)
"""Days after which it is asked which steps are done."""
_START = "Weeks count from day one. Once you know it: rolefit plan start DATE"


def plan_page(plan: ActionPlan, *, title: str, about: str, today: date, kept: bool) -> Page:
    """The steps with their states. `kept` tells whether something can be noted beside them."""
    open_ = len(plan.steps) - len(plan.finished)
    head = f"{len(plan.finished)} done, {open_} to do" if plan.steps else ""
    blocks = tuple(_blocks(plan, today=today, kept=kept))
    return Page(f"Plan: {title}", " · ".join(filter(None, (about, head))), (Section("", blocks),))


def _blocks(plan: ActionPlan, *, today: date, kept: bool) -> Iterator[Block]:
    """A row for each step, and how to go on."""
    if not plan.steps:
        yield Paragraph("This report names no steps.")
        return
    rows = tuple(
        (str(k), _state(step, today), _words(step)) for k, step in enumerate(plan.steps, start=1)
    )
    yield Table("", ("", "When", "What to do"), (True, False, False), rows)
    if kept:
        how = (*_HOW, *((_START,) if plan.start is None else ()))
        yield from (Paragraph(line, "quiet") for line in how)
    else:
        yield Paragraph("To tick steps off, keep the answers: rolefit journal add FILE", "quiet")


def _state(step: PlanStep, today: date) -> str:
    """Whether a step was done, or when it is due."""
    if step.done is not None:
        return f"done {step.done.isoformat()}"
    if step.due is None:
        return "to do"
    return f"{'late: ' if step.due < today else 'by '}{step.due.isoformat()}"


def _words(step: PlanStep) -> str:
    """What a step says, with what was noted."""
    return f"{step.text} Note: {step.note}" if step.note else step.text


def _day_heading(text: str) -> str:
    """A step as the heading of a day; what is left out can be seen to be."""
    return text if len(text) <= _HEADING else f"{text[: _HEADING - 1].rstrip()}…"


def plan_days(plan: ActionPlan, *, title: str, day: date, again: str) -> tuple[Day, ...]:
    """The plan for a calendar: steps still to do that have a day, looks back, and a new try.

    `day` is that of the assessment, `again` the command that asks the same questions again.
    """
    start = plan.start or day
    steps = tuple(
        Day(step.due, _day_heading(step.text), _words(step))
        for step in plan.steps
        if step.due is not None and step.done is None
    )
    open_ = "\n".join(f"{k}. {step.text}" for k, step in enumerate(plan.steps, start=1))
    looks = [(days, f"{days} days: which steps are done? ({title})", open_) for days in _LOOKS]
    again_text = f"{again}\nThen see what changed: rolefit progress"
    looks.append((DAYS, f"{DAYS} days: answer the same questions again ({title})", again_text))
    later = (
        Day(at, summary, text, reminds=days == DAYS)
        for days, summary, text in looks
        if (at := after(start, days)) is not None
    )
    return (*steps, *later)
