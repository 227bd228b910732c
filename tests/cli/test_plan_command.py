"""`rolefit plan`: steps that are ticked off, planned, and taken into a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from effort import share
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from runs import Run

from rolefit.reports.formats.calendar import Day, calendar_text
from rolefit.reports.pages.plan_page import plan_days
from rolefit.storage.journal.store import Store
from rolefit.studies.plan import (
    KIND,
    ActionPlan,
    PlanStep,
    as_data,
    due_by,
    from_data,
    plan_from_day,
    plan_of_report,
    with_step,
)

pytestmark = pytest.mark.usefixtures("assessed_once")

ANSWERS = str(Path(__file__).parent.parent / "examples" / "northwind.yaml")
START = date(2026, 1, 5)


@pytest.fixture
def kept(rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with one finished assessment."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    assert rolefit("journal", "add", ANSWERS).code == 0
    return tmp_path / "data" / "rolefit.db"


@pytest.mark.slow
def test_the_plan_is_what_the_report_says_to_do_next(rolefit: Run, kept: Path) -> None:
    report = " ".join(rolefit("score", ANSWERS).out.split())
    shown = rolefit("plan")
    assert (shown.code, shown.err) == (0, "")
    steps = [line for line in shown.out.splitlines() if line[:1].isdigit()]
    assert len(steps) >= 3
    for line in steps[:3]:
        assert line.split("to do")[1].strip()[:40] in report
    of_file = rolefit("plan", ANSWERS)
    assert of_file.code == 0
    assert "rolefit journal add FILE" in of_file.out
    assert "rolefit plan done NUMBER" in shown.out


def test_what_is_done_noted_and_planned_is_there_the_next_time(rolefit: Run, kept: Path) -> None:
    assert "1 done, 5 to do" in rolefit("plan", "done", "1").err
    assert rolefit("plan", "note", "2", "  asked\tJo ").code == 0
    assert rolefit("plan", "due", "2", "2026-12-20").code == 0
    assert rolefit("plan", "start", "2027-01-04").code == 0
    shown = " ".join(rolefit("plan").out.split())
    assert f"done {date.today().isoformat()}" in shown
    assert "by 2026-12-20" in shown or "late: 2026-12-20" in shown
    assert "Note: asked Jo" in shown
    assert "2027-01-25" in shown  # weeks 1 to 3, from day one
    assert rolefit("plan", "done", "1", "--undo").code == 0
    assert rolefit("plan", "due", "2", "none").code == 0
    shown = rolefit("plan").out
    assert "done 2" not in shown
    assert "2026-12-20" not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("done", "0"), "there is no step 0"),
        (("done", "99"), "there is no step 99"),
        (("due", "1", "soon"), "`soon` is no day to plan for"),
        (("start", "2026-02-30"), "is no day"),
        (("start", "9999-12-31"), "is no day"),
        (("note", "1", "n" * 501), "at most 500"),
        (("done", "1", "--of", "zz"), "nothing in the journal is called"),
        ((ANSWERS, "--of", "zz"), "exclude each other"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    rolefit: Run, kept: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = rolefit("plan", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    with Store(kept) as store:
        assert store.notes() == ()


def test_without_a_kept_assessment_it_says_how_to_get_one(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    ran = rolefit("plan")
    assert (ran.code, "rolefit plan FILE" in ran.err) == (2, True)
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_steps_done_stand_beside_what_changed(rolefit: Run, kept: Path, tmp_path: Path) -> None:
    later = Path(ANSWERS).read_text(encoding="utf-8").replace("2026-11-20", "2027-03-01")
    (tmp_path / "later.yaml").write_text(later, encoding="utf-8")
    rolefit("plan", "done", "1")
    rolefit("journal", "add", str(tmp_path / "later.yaml"))
    shown = " ".join(rolefit("progress", "first-marketing-hire").out.split())
    assert "Steps done" in shown
    assert "Before day one: write one page" in shown


@pytest.mark.slow
def test_a_calendar_is_written_and_never_over_what_was_there(
    rolefit: Run, kept: Path, tmp_path: Path
) -> None:
    rolefit("plan", "start", "2027-01-04")
    file = tmp_path / "plan.ics"
    assert rolefit("plan", "--ics", str(file)).code == 0
    assert rolefit("plan", "--ics", str(file)).code == 2
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    days = {event.decoded("DTSTART") for event in events}
    assert {date(2027, 1, 4) + timedelta(days=k) for k in (-1, 30, 60, 90)} <= days
    assert len({str(event["UID"]) for event in events}) == len(events)
    (reminder,) = [event for event in events if event.walk("VALARM")]
    assert "answer the same questions again" in str(reminder["SUMMARY"])


def test_calendars_of_two_people_share_no_day(rolefit: Run, kept: Path) -> None:
    other = str(Path(ANSWERS).with_name("cofounder.yaml"))
    found = [
        {str(event["UID"]) for event in Calendar.from_ical(ran.out).walk("VEVENT")}
        for ran in (rolefit("plan", file, "--ics", "-") for file in (ANSWERS, other, ANSWERS))
    ]
    assert found[0] == found[2]
    assert found[0].isdisjoint(found[1])


def test_a_heading_that_is_cut_shows_it() -> None:
    plan = ActionPlan(steps=(PlanStep(text=f"{'word ' * 40}end", due=START),))
    first = plan_days(plan, title="t", day=START, again="again")[0]
    assert first.summary.endswith("word…")
    assert len(first.summary) <= 120
    assert first.text.endswith("end")


@pytest.mark.slow
def test_a_step_that_is_ticked_off_twice_was_done_the_first_time(rolefit: Run, kept: Path) -> None:
    with Store(kept) as store:
        (entry,) = store.entries()
        plan = ActionPlan(steps=(PlanStep(text="a", done=START), PlanStep(text="b")))
        store.set_note(entry, KIND, as_data(plan))
    assert rolefit("plan", "done", "1").code == 0
    assert f"done {START.isoformat()}" in rolefit("plan").out
    assert rolefit("plan", "done", "1", "--undo").code == 0
    assert "0 done" in rolefit("plan").out


@pytest.mark.slow
def test_a_spoilt_plan_is_told_by_name(rolefit: Run, kept: Path) -> None:
    with Store(kept) as store:
        (entry,) = store.entries()
        store.set_note(entry, KIND, {"steps": 7})
    for command in (("plan",), ("progress", "first-marketing-hire")):
        ran = rolefit(*command)
        assert ran.code == 0
        assert f"{entry.id}: what was kept of its plan cannot be read" in " ".join(ran.err.split())


@pytest.mark.slow
@settings(deadline=None, max_examples=share(8))
@given(st.lists(st.tuples(st.dates(), st.text(max_size=90), st.text(max_size=90)), max_size=4))
def test_any_text_survives_a_calendar_that_another_program_reads(
    rows: list[tuple[date, str, str]],
) -> None:
    safe = [(day, one.encode("ascii", "ignore").decode(), two) for day, one, two in rows]
    days = tuple(Day(day, f"a{one}", two) for day, one, two in safe if day.year < 9999)
    raw = calendar_text(days, name="n", whose="w", stamp=START).encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert all(character >= 32 or character in b"\r\n" for character in raw)
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [day.day for day in days]
    plain = [one for one in days if one.summary.isprintable()]
    found = [str(event["SUMMARY"]) for event, one in zip(events, days, strict=True) if one in plain]
    assert found == [one.summary for one in plain]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Week 1: tell them", 7),
        ("Weeks 1 to 3: agree", 21),
        ("By week 6: a plan", 42),
        ("Day 90: review", 90),
        ("This week (two hours): write", 7),
        ("Month 2: look", 60),
        ("Before day one: write", -1),
        ("Agree on three goals", None),
        ("Weekly, ask", None),
    ],
)
def test_a_step_is_due_when_its_text_says_so(text: str, days: int | None) -> None:
    assert due_by(text, date(9999, 12, 31)) is None or days == -1
    assert due_by(text, START) == (None if days is None else START + timedelta(days=days))


def test_a_plan_reads_back_as_it_was_and_a_strange_one_counts_as_none() -> None:
    plan = plan_of_report(["Before day one: a", "Week 1: b", "c"], START)
    assert plan.start is None
    plan = with_step(plan_from_day(plan, START), 3, due=date(2026, 2, 1), note="n")
    assert from_data(as_data(plan)) == plan
    moved = plan_from_day(plan, START + timedelta(days=7))
    assert [step.due for step in moved.steps] == [
        START + timedelta(days=6),
        START + timedelta(days=14),
        date(2026, 2, 1),
    ]
    for strange in ({}, {"steps": 1}, {"start": None, "steps": [{"text": 1}]}, {"steps": ["a"]}):
        assert from_data(strange) is None
