"""`rolefit outcome`: three questions months after, kept beside an assessment, and their sum."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import Run

from rolefit.cli.interview import places
from rolefit.cli.interview.plain_prompts import Plain
from rolefit.errors import RolefitError
from rolefit.reports.pages.outcome_page import outcome_sentence
from rolefit.rubric.model import Label
from rolefit.storage.journal.store import Store, store_path
from rolefit.studies.outcome import (
    OutcomeLook,
    OutcomeRecord,
    Z,
    as_data,
    checked_answer,
    due_look,
    from_data,
    outcome_held,
    outcome_in_words,
    questions,
    study,
    wilson,
    with_look,
)

pytestmark = pytest.mark.usefixtures("assessed_once")

EXAMPLE = (Path(__file__).parent.parent / "examples" / "northwind.yaml").read_text("utf-8")
SET = ("--set", "did=as_told", "--set", "worked=well", "--set", "now=same")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and files of each test in a folder of its own."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def answers(days: int, name: str = "a.yaml") -> str:
    """Answers that were given so many days ago."""
    day = date.today() - timedelta(days=days)
    Path(name).write_text(EXAMPLE.replace("date: 2026-11-20", f"date: {day}"), encoding="utf-8")
    return name


def kept() -> dict[str, object] | None:
    """What is kept beside the only entry."""
    with Store(store_path()) as store:
        (entry,) = store.entries()
        return store.note(entry, "outcome")


# --- asked and kept ----------------------------------------------------------------------------


def test_a_file_is_asked_about_and_kept_with_what_came_of_it(rolefit: Run) -> None:
    file = answers(200)
    ran = rolefit("outcome", file, *SET, "--no-input")
    assert (ran.code, ran.out) == (0, "")
    assert "added to the journal as" in ran.err
    assert "6 months after" in ran.err
    look = {"months": 6, "day": date.today().isoformat()}
    said = {"did": "as_told", "worked": "well", "now": "same"}
    assert kept() == {"label": "clear", "looks": [{**look, **said}]}
    again = rolefit("outcome", file, *SET, "--after", "12", "--no-input", "-q")
    assert (again.code, again.err) == (0, "")
    record = kept()
    assert record is not None
    assert [one["months"] for one in record["looks"]] == [6, 12]  # type: ignore[attr-defined]


@pytest.mark.slow
def test_an_entry_is_asked_about_by_its_id(rolefit: Run) -> None:
    rolefit("journal", "add", answers(400))
    listed = rolefit("outcome")
    assert listed.code == 0
    assert "12 months" in listed.out
    id = next(line.split()[-1] for line in listed.out.splitlines() if "rolefit outcome " in line)
    assert rolefit("outcome", id[:4], *SET, "--no-input").code == 0
    assert "waits to be told" in " ".join(rolefit("outcome").out.split())
    assert "nothing in the journal" in rolefit("outcome", "ffff", *SET).err


def test_the_questions_are_asked_in_plain_lines(
    rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_ACCESSIBLE", "1")
    ran = rolefit("outcome", answers(200), "--set", "now=same", stdin=b"1\n2\n")
    assert ran.code == 0
    assert "Was somebody hired the way this report said?" in ran.err + ran.out
    assert "Is the person" not in ran.err + ran.out
    record = kept()
    assert record is not None
    assert record["looks"][0]["worked"] == "partly"  # type: ignore[index]


def test_who_turns_away_keeps_nothing(rolefit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEFIT_ACCESSIBLE", "1")
    monkeypatch.setattr(Plain, "pick", lambda *_args, **_more: None)
    assert places.asker(accessible=False)
    ran = rolefit("outcome", answers(200))
    assert ran.code == 1
    with Store(store_path()) as store:
        assert store.entries() == ()


def test_without_somebody_to_ask_what_is_missing_is_told_and_nothing_is_kept(rolefit: Run) -> None:
    ran = rolefit("outcome", answers(200), "--set", "did=as_told")
    assert ran.code == 2
    assert "no answer to worked, now" in ran.err
    assert "--set worked=well|partly|badly|early" in ran.err
    with Store(store_path()) as store:
        assert store.entries() == ()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--set", "did=maybe"), "none of as_told, otherwise, nothing"),
        (("--set", "dod=as_told"), "did you mean `did`"),
        (("--set", "did"), "has no `=`"),
        (("--set", "did=as_told", "--set", "did=nothing"), "more than once"),
        (("--after", "7"), "neither 6 nor 12"),
    ],
)
def test_what_is_no_answer_is_told(rolefit: Run, more: tuple[str, ...], told: str) -> None:
    ran = rolefit("outcome", answers(200), "--no-input", *more)
    assert ran.code == 2
    assert told in ran.err


def test_it_is_not_asked_too_early_unless_that_is_wanted(rolefit: Run) -> None:
    file = answers(60)
    ran = rolefit("outcome", file, *SET, "--no-input")
    assert ran.code == 2
    assert "answered 1 months ago" in ran.err
    assert rolefit("outcome", file, *SET, "--no-input", "--after", "6").code == 0


def test_a_report_without_a_verdict_is_not_asked_about(rolefit: Run) -> None:
    day = date.today() - timedelta(days=200)
    Path("few.yaml").write_text(f"rubric: cmo-readiness\ndate: {day}\nanswers: {{}}\n")
    ran = rolefit("outcome", "few.yaml", *SET, "--no-input")
    assert ran.code == 2
    assert "too little was answered for a verdict" in ran.err


def test_what_is_kept_travels_with_the_journal(
    rolefit: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rolefit("outcome", answers(200), *SET, "--no-input")
    Path("out.json").write_text(rolefit("journal", "export").out)
    before = kept()
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "other"))
    assert rolefit("journal", "import", "out.json").code == 0
    assert kept() == before


# --- the report --------------------------------------------------------------------------------


def test_the_report_names_nobody(rolefit: Run) -> None:
    rolefit("outcome", answers(200), *SET, "--no-input")
    for format in ("json", "markdown", "terminal", "html"):
        ran = rolefit("outcome", "report", "--format", format)
        assert ran.code == 0
        assert "Northwind" not in ran.out
        assert "orthwind" not in ran.err
        with Store(store_path()) as store:
            assert store.entries()[0].id not in ran.out
    found = json.loads(rolefit("outcome", "report", "--format", "json").out)
    assert found["format"] == "rolefit-outcome"
    assert found["outcome"]["outcomes"][0]["held"] == "held"
    assert "Too few to say: 1 of 1" in found["sentence"]


def test_without_outcomes_the_report_says_so(rolefit: Run) -> None:
    ran = rolefit("outcome", "report")
    assert ran.code == 0
    assert "Too few to say: 0 of 0" in ran.out


def look(did: str = "as_told", worked: str = "well", months: int = 6) -> OutcomeLook:
    """One look."""
    return OutcomeLook(months=months, day=date(2026, 6, 1), did=did, worked=worked, now="same")


def records(label: Label, held_: int, of: int) -> list[OutcomeRecord]:
    """So many verdicts of a label, of which so many held."""
    looks = [look()] * held_ + [look(worked="badly")] * (of - held_)
    return [OutcomeRecord(label=label, looks=(one,)) for one in looks]


@pytest.mark.parametrize(
    ("did", "worked", "expected"),
    [
        ("as_told", "well", "held"),
        ("as_told", "badly", "not_held"),
        ("as_told", "partly", "partly"),
        ("otherwise", "well", "not_held"),
        ("otherwise", "badly", "held"),
        ("nothing", "well", "untold"),
        ("as_told", "early", "untold"),
    ],
)
def test_a_verdict_is_borne_out_or_not(did: str, worked: str, expected: str) -> None:
    assert outcome_held("clear", look(did, worked)) == expected
    assert outcome_held("tie", look(did, worked)) == "untold"


def test_below_ten_no_share_is_told_and_from_ten_on_one_is() -> None:
    few = study([outcome_in_words("r", "1", one) for one in records("clear", 8, 9)]).labels[0]
    assert (few.tested, few.held, few.share, few.low) == (9, 8, None, None)
    enough = study([outcome_in_words("r", "1", one) for one in records("clear", 8, 10)]).labels[0]
    assert enough.share == Fraction(8, 10)
    assert (enough.low, enough.high) == (Fraction(490, 1000), Fraction(944, 1000))


def test_labels_are_told_apart_only_where_their_ranges_are() -> None:
    def said(clear: int, leaning: int, of: int) -> str:
        both = [*records("clear", clear, of), *records("leaning", leaning, of)]
        return outcome_sentence(study([outcome_in_words("r", "1", one) for one in both]))

    assert "as they should" in said(28, 10, 30)
    assert "do not rely on these labels" in said(10, 28, 30)
    assert "No difference" in said(9, 7, 10)
    assert "cannot be said yet" in said(6, 6, 9)


@pytest.mark.slow
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_wilson_s_rounded_outward(pair: tuple[int, int]) -> None:
    count, of = pair
    share, step = Fraction(count, of), Fraction(1, 1000)

    def inside(p: Fraction) -> bool:  # the definition, without a root: (x - p)^2 <= z^2 p(1-p)/n
        return of * (share - p) ** 2 <= Z**2 * p * (1 - p)

    low, high = wilson(count, of)
    assert 0 <= low <= share <= high <= 1
    # The ends lie on the edge or beyond it, and a step further in all would be inside.
    assert low == 0 or not inside(low - step)
    assert high == 1 or not inside(high + step)
    assert inside(low + step) or low + step > share
    assert inside(high - step) or high - step < share


def test_looks_are_due_after_six_and_twelve_months() -> None:
    start = date(2026, 1, 1)
    assert due_look(start, date(2026, 5, 20), None) is None
    assert due_look(start, date(2026, 6, 15), None) == 6
    record = OutcomeRecord(label="clear", looks=(look(),))
    assert due_look(start, date(2026, 9, 1), record) is None
    assert due_look(start, date(2027, 1, 2), record) == 12
    assert due_look(start, date(2025, 1, 1), None) is None


def test_what_is_kept_is_read_back_and_nothing_else() -> None:
    record = with_look(OutcomeRecord(label="clear", looks=(look(months=12),)), "clear", look())
    assert [one.months for one in record.looks] == [6, 12]
    assert from_data(as_data(record)) == record
    assert with_look(record, "clear", look(worked="early")).looks[0].worked == "early"
    for broken in ({}, {"label": "sure", "looks": []}, {"label": "clear", "looks": [{}]}):
        assert from_data(broken) is None
    strange = as_data(record)
    strange["looks"][0]["did"] = "\x1b[2J"
    assert from_data(strange) is None


def test_each_purpose_has_three_questions_with_the_same_keys() -> None:
    hiring, role, growth = (questions("hiring"), questions("role_design"), questions("development"))
    keys = [
        [(one.id, [key for key, _ in one.options]) for one in q] for q in (hiring, role, growth)
    ]
    assert keys[0] == keys[1] == keys[2]
    assert len(hiring) == 3
    assert len({q[0].ask for q in (hiring, role, growth)}) == 3
    with pytest.raises(RolefitError):
        checked_answer("hiring", "did", "x")
