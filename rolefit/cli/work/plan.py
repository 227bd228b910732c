"""Show the plan of an assessment, and remember what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rolefit.cli import complete, output
from rolefit.cli.interview.asking import clean_line
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import (
    Inputs,
    OutputOptions,
    assess_file,
    deliver_page,
    output_options,
    read_one,
    tell_edition,
    write,
)
from rolefit.cli.work.journal import kept_assessment, open_store
from rolefit.errors import Exit, RolefitError
from rolefit.reports.formats.calendar import calendar_text
from rolefit.reports.pages.plan_page import plan_days, plan_page
from rolefit.reports.pages.score.page import plan_steps
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import Assessment
from rolefit.storage.journal.store import JournalEntry, Store
from rolefit.storage.library import option_for
from rolefit.studies.plan import (
    KIND,
    MOST_TEXT,
    ActionPlan,
    as_data,
    from_data,
    plan_from_day,
    plan_of_report,
    step_numbered,
    with_step,
)


class _Followed(NamedTuple):
    """A plan and what it is the plan of."""

    plan: ActionPlan
    rubric: Rubric
    about: str
    start: date
    again: str
    kept: bool


def show_plan(file: str | None, of: str | None, rubric: str | None, request: OutputRequest) -> int:
    """Show the plan of the last assessment kept, of an older one, or of a file."""
    want = output_options(request, *complete.PRINTED)
    found = _plan_meant(file, of, rubric, want)
    page = plan_page(
        found.plan,
        title=found.rubric.title,
        about=found.about,
        today=date.today(),
        kept=found.kept,
    )
    deliver_page(page, want)
    return Exit.DONE


def write_calendar(
    file: str | None, of: str | None, rubric: str | None, request: OutputRequest
) -> int:
    """Write the plan as a calendar file."""
    want = output_options(request._replace(file=None), *complete.PRINTED)
    found = _plan_meant(file, of, rubric, want)
    title = found.rubric.title
    days = plan_days(found.plan, title=title, day=found.start, again=found.again)
    name = f"rolefit: {title}"
    text = calendar_text(days, name=name, whose=found.about, stamp=found.start)
    if request.file == "-":
        output.say(text)
    else:
        write(Path(str(request.file)), text, want)
        output.remark(f"wrote {request.file}: {len(days)} days", quiet=want.quiet)
    return Exit.DONE


def _plan_meant(
    file: str | None, of: str | None, rubric: str | None, want: OutputOptions
) -> _Followed:
    """The plan that is meant. Raises RolefitError."""
    if file is not None and of is not None:
        raise RolefitError("a file and --of exclude each other", "leave one of them out")
    if file is None:
        with open_store(want.inputs, quiet=want.quiet) as store:
            entry = _entry(store, of)
            assert store is not None
            return _of_entry(store, entry, rubric, want.inputs)
    one = read_one(file, rubric, want.inputs)
    day = date.fromisoformat(one.responses.day) if one.responses.day else date.today()
    assessment = assess_file(*one)
    tell_edition(one, quiet=want.quiet)
    plan = plan_of_report(plan_steps(assessment, one.rubric), day)
    again = f"rolefit take {one.rubric.rubric}"
    return _Followed(plan, one.rubric, _about(assessment, day), day, again, kept=False)


def _entry(store: Store | None, of: str | None) -> JournalEntry:
    """The entry that is meant: the last one kept, unless one is named. Raises RolefitError."""
    entries = store.entries() if store else ()
    if store is None or not entries:
        hint = "rolefit plan FILE shows that of a file; rolefit journal add FILE keeps it"
        raise RolefitError("no finished assessment is kept", hint)
    return entries[-1] if of is None else store.entry(of)


def _of_entry(store: Store, entry: JournalEntry, rubric: str | None, inputs: Inputs) -> _Followed:
    """The plan of an entry, as it is followed."""
    scale, assessment = kept_assessment(store, entry, rubric, inputs)
    start = date.fromisoformat(entry.day)
    plan = kept_plan(store, entry)
    if plan is None:
        plan = plan_of_report(plan_steps(assessment, scale), start)
    again = f"rolefit take {entry.rubric}{option_for(rubric) if rubric else ''}"
    return _Followed(plan, scale, _about(assessment, start), start, again, kept=True)


def kept_plan(store: Store, entry: JournalEntry) -> ActionPlan | None:
    """How the plan of an entry goes; None where nothing was noted. A spoilt one is told."""
    found = store.note(entry, KIND)
    plan = from_data(found) if found is not None else None
    if found is not None and plan is None:
        output.remark(f"{entry.id}: what was kept of its plan cannot be read, and is left out")
    return plan


def _about(assessment: Assessment, day: date) -> str:
    """Whose plan it is, and since when."""
    return " · ".join(filter(None, (assessment.about or assessment.respondent, day.isoformat())))


def _change(of: str | None, *, quiet: bool, change: Callable[[ActionPlan], ActionPlan]) -> int:
    """Change a plan and keep it; says how far it is now."""
    inputs = Inputs()
    with open_store(inputs, quiet=quiet) as store:
        entry = _entry(store, of)
        assert store is not None
        plan = change(_of_entry(store, entry, None, inputs).plan)
        store.set_note(entry, KIND, as_data(plan))
    left = len(plan.steps) - len(plan.finished)
    output.remark(f"{len(plan.finished)} done, {left} to do; see: rolefit plan", quiet=quiet)
    return Exit.DONE


def _day(text: str) -> date:
    """A day as it is typed, of this century. Raises RolefitError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 2100:
        raise RolefitError(f"`{text[:40]}` is no day to plan for", "write it like 2026-12-24")
    return day


def tick_off(number: int, of: str | None, *, undo: bool, quiet: bool) -> int:
    """Note that a step was done today, or that it was not."""

    def ticked(plan: ActionPlan) -> ActionPlan:
        before = step_numbered(plan, number).done  # done again: it was done when it was done
        return with_step(plan, number, done=None if undo else before or date.today())

    return _change(of, quiet=quiet, change=ticked)


def note_beside(number: int, text: str, of: str | None, *, quiet: bool) -> int:
    """Note something beside a step."""
    if len(text) > MOST_TEXT:
        raise RolefitError(f"a note of {len(text)} characters", f"at most {MOST_TEXT} are kept")
    note = clean_line(text)
    return _change(of, quiet=quiet, change=lambda plan: with_step(plan, number, note=note))


def plan_for(number: int, day: str, of: str | None, *, quiet: bool) -> int:
    """Note by when a step is to be done."""
    due = None if day == "none" else _day(day)
    return _change(of, quiet=quiet, change=lambda plan: with_step(plan, number, due=due))


def start_at(day: str, of: str | None, *, quiet: bool) -> int:
    """Note from which day the weeks of the plan count."""
    start = _day(day)
    return _change(of, quiet=quiet, change=lambda plan: plan_from_day(plan, start))
