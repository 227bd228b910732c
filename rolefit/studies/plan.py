"""A plan that lives on: the steps of a report, with what was done, noted and planned for when.

Pure: days come from outside, and what is remembered goes out as plain data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rolefit.errors import RolefitError
from rolefit.rubric.conditions import Value

KIND = "plan"
"""Under which a plan is kept beside its assessment."""
DAYS = 90
"""Length of a plan, after which the same questions are worth asking again."""
MOST_TEXT = 500
"""Characters of a note."""
DAY_ONE = "day one"
"""How steps speak of the day somebody starts."""
_WEEKS = re.compile(r"(?:by |in )?weeks? (\d{1,2})(?: (?:to|and) (\d{1,2}))?\b", re.IGNORECASE)
_DAYS_IN = re.compile(r"(?:by |in )?days? (\d{1,3})(?: to (\d{1,3}))?\b", re.IGNORECASE)
_MONTHS = re.compile(r"(?:by |in )?months? (\d{1,2})(?: to (\d{1,2}))?\b", re.IGNORECASE)


class PlanStep(Value):
    """One step of a plan."""

    text: str
    due: date | None = None
    """The day it was planned for; by whoever follows the plan, or as its text says."""
    done: date | None = None
    note: str = ""


class ActionPlan(Value):
    """The steps of one assessment, numbered from 1 in their order."""

    steps: tuple[PlanStep, ...]
    start: date | None = None
    """The day from which weeks count; None while that is not known: nobody has begun yet."""

    @property
    def finished(self) -> tuple[PlanStep, ...]:
        """The steps that were done."""
        return tuple(step for step in self.steps if step.done is not None)


def plan_of_report(texts: Sequence[str], day: date) -> ActionPlan:
    """A plan as a report makes it; a step is due when its text says so.

    Time counts from the day of the assessment, unless steps speak of a day one still to come.
    """
    plan = ActionPlan(steps=tuple(PlanStep(text=text) for text in texts))
    return plan if any(DAY_ONE in text.lower() for text in texts) else plan_from_day(plan, day)


def plan_from_day(plan: ActionPlan, start: date) -> ActionPlan:
    """The plan counted from a day; what is done, and what was planned for other days, stays."""
    steps = []
    for step in plan.steps:
        before = None if plan.start is None else due_by(step.text, plan.start)
        own = step.due is not None and step.due != before
        due = step.due if own else due_by(step.text, start)
        steps.append(step.model_copy(update={"due": due}))
    return ActionPlan(steps=tuple(steps), start=start)


def due_by(text: str, start: date) -> date | None:
    """The last day of the time that a step begins with: `Weeks 1 to 3: ...`, `This week ...`."""
    if text.lower().startswith(f"before {DAY_ONE}"):
        return after(start, -1)
    for pattern, length in ((_WEEKS, 7), (_DAYS_IN, 1), (_MONTHS, 30)):
        found = pattern.match(text)
        if found is not None:
            last = int(found[2] or found[1])
            return after(start, length * last)
    return after(start, 7) if text.lower().startswith("this week") else None


def after(start: date, days: int) -> date | None:
    """A day so many days later; None beyond the end of the calendar."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def step_numbered(plan: ActionPlan, number: int) -> PlanStep:
    """A step by its number. Raises RolefitError where there is none."""
    if not 1 <= number <= len(plan.steps):
        last = len(plan.steps)
        hint = f"1 to {last}; to see them: rolefit plan" if last else "this report has no steps"
        raise RolefitError(f"there is no step {number}", hint)
    return plan.steps[number - 1]


def with_step(plan: ActionPlan, number: int, **parts: Any) -> ActionPlan:
    """The plan with another state of one step. Raises RolefitError where there is none."""
    step = step_numbered(plan, number).model_copy(update=parts)
    steps = (*plan.steps[: number - 1], step, *plan.steps[number:])
    return plan.model_copy(update={"steps": steps})


def as_data(plan: ActionPlan) -> dict[str, Any]:
    """The plan as plain data, to be kept."""
    return {
        "start": plan.start.isoformat() if plan.start else None,
        "steps": [
            {
                "text": step.text,
                "due": step.due.isoformat() if step.due else None,
                "done": step.done.isoformat() if step.done else None,
                "note": step.note,
            }
            for step in plan.steps
        ],
    }


def from_data(found: Mapping[str, Any]) -> ActionPlan | None:
    """The plan that was kept; None for data that is none of ours."""
    steps = found.get("steps")
    if not isinstance(steps, list | tuple) or not all(isinstance(one, dict) for one in steps):
        return None
    try:
        start = date.fromisoformat(found["start"]) if found["start"] else None
        return ActionPlan(steps=tuple(_step_from(one) for one in steps), start=start)
    except (KeyError, TypeError, ValueError):
        return None


def _step_from(one: Mapping[str, Any]) -> PlanStep:
    """One step as it was kept. Raises KeyError, TypeError or ValueError."""
    due, done = (date.fromisoformat(one[key]) if one[key] else None for key in ("due", "done"))
    return PlanStep(text=one["text"], due=due, done=done, note=one["note"])
