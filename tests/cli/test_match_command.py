"""`rolefit match`: a need and candidates' sheets on the command line, and the page it draws."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from make import answers, contrast, likert, single
from runs import Ran
from studies import (
    CONDUCTOR,
    CONDUCTOR_NEED,
    DOER_NEED,
    EITHER,
    FITS,
    NEED,
    NOT_YET,
    OPEN,
    RULED_OUT,
    SEEN,
    SHORT,
    TOO_FEW,
    UNDECIDED,
)

from rolefit.reports.contracts import match_report
from rolefit.reports.formats import markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.formats.json import render
from rolefit.reports.pages.match.page import match_page
from rolefit.rubric.cases import case_responses
from rolefit.rubric.model import Rubric
from rolefit.storage.library import load
from rolefit.studies.matching import CandidateSheet, match

pytestmark = pytest.mark.usefixtures("assessed_once")


@lru_cache
def rubric(name: str) -> Rubric:
    """A shipped rubric, read once."""
    return load(name)


def written(folder: Path, kind: str, number: int, **more: Any) -> str:
    """A shipped case as a responses file; returns its path."""
    name = NEED if kind == "need" else SEEN
    case = rubric(name).cases[number - 1]
    who = {"name": case.name.split(",")[0]}
    marked = {"rubric": name, "rubric_hash": rubric(name).content_hash}
    raw = {**marked, "respondent": who, "answers": case.answers, **more}
    path = folder / f"{kind}-{number}.json"
    path.write_text(json.dumps(raw, default=plain), encoding="utf-8")
    return str(path)


def plain(value: object) -> float:
    """A number of a rubric file as JSON has it."""
    assert isinstance(value, Decimal)
    return float(value)


@pytest.fixture
def run(rolefit: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    """Match a shipped need with shipped candidates."""

    def call(need: int, *candidates: int, options: tuple[str, ...] = ()) -> Ran:
        files = [written(tmp_path, "sheet", number) for number in candidates]
        return rolefit("match", written(tmp_path, "need", need), *files, *options)

    return call


def sections(text: str) -> dict[str, str]:
    """A page's sections by their titles."""
    found = {"": ""}
    title = ""
    for line in text.splitlines():
        if line.endswith("──"):
            title = line.rstrip("─ ")
            found[title] = ""
        found[title] += line + "\n"
    return found


def flat(text: str) -> str:
    """A text on one line, without the edge of a verdict."""
    return " ".join(text.replace("┃", " ").split())


# --- what is said, and the exit code ---------------------------------------------------------


def test_somebody_covers_the_need_and_that_is_told_first(run: Callable[..., Ran]) -> None:
    ran = run(DOER_NEED, RULED_OUT, SHORT, OPEN, FITS)
    assert (ran.code, ran.err) == (0, "")
    said = "One of four covers the need for a doer: Thandeka Nkosi. One still could"
    assert said in flat(sections(ran.out)[""])
    rows = [line.split("  ")[0] for line in sections(ran.out)["Who covers it"].splitlines()[2:]]
    names = [
        row
        for row in rows
        if row and "points" not in row and not row.startswith(("•", "Not compared"))
    ]
    assert names[:2] == ["Thandeka Nkosi", "Yusuf Demir"]
    assert names[-2:] == ["Maryam Hosseini", "Oskar Lind"]


def test_nobody_fits_is_a_result_told_first_with_what_would_make_it_otherwise(
    run: Callable[..., Ran],
) -> None:
    ran = run(CONDUCTOR_NEED, 27, 15, 12)
    assert (ran.code, ran.err) == (1, "")
    first = flat(sections(ran.out)[""])
    assert "Nobody fits yet: none of the three covers the need for a conductor." in first
    assert "Marek Zielinski is nearest and misses 21.8 of 100 points." in first
    assert "“Pace and horizon”: 100.0 needed, 41.7 shown." in first
    assert "Jana Kos could still cover it" not in first
    assert "Bronwen Price would cover it by the points. Look again at" in first
    assert "then to say which step they would now drop." in first


def test_a_candidate_of_the_other_roles_profile_is_told_so(run: Callable[..., Ran]) -> None:
    first = flat(sections(run(DOER_NEED, CONDUCTOR).out)[""])
    assert "Rafael Ortega showed the profile of a conductor, not of a doer" in first
    assert "is nearest" not in first


@pytest.mark.slow
def test_places_and_states_can_be_worked_out_from_what_is_printed(run: Callable[..., Ran]) -> None:
    out = run(DOER_NEED, *range(1, 34), options=("--full", "--format", "markdown")).out
    allowed = re.search(
        r"We accept up to ([\d.]+) missing points: 1.96 times the need's error of ([\d.]+)\.", out
    )
    assert allowed is not None
    most, error = map(float, allowed.groups())
    assert abs(1.96 * error - most) <= 0.05 + 1.96 * 0.005 + 1e-9
    rows = re.findall(
        r"^\| (.+?) \| ([\d to]+) \| ([\d.]+) ± ([\d.]+) \| .+? \| (.+?) \|$", out, re.MULTILINE
    )
    assert len(rows) > 15
    found = [(float(a), float(e), state, places) for _, places, a, e, state in rows]
    for figure, spread, state, places in found:
        assert state.startswith("covers the need") is (figure <= most)
        told = [
            (other < figure) - (other > figure)
            for other, its, *_ in found
            if abs(figure - other) > 1.96 * (spread**2 + its**2) ** 0.5
        ]
        best, worst = 1 + told.count(1), len(found) - told.count(-1)
        assert places == (str(best) if best == worst else f"{best} to {worst}")


@pytest.mark.parametrize("options", [(), ("--full",)])
def test_each_open_question_is_listed_once_and_none_is_left_out(
    run: Callable[..., Ran], options: tuple[str, ...]
) -> None:
    for number in (15, OPEN):
        ran = run(CONDUCTOR_NEED, number, options=(*options, "--format", "markdown"))
        found = json.loads(run(CONDUCTOR_NEED, number, options=("--format", "json")).out)
        items = found["holdings"][0]["entrants"][0]["held"]["open"]
        text = ran.out[ran.out.index("## What is needed") :].replace("\\", "")
        assert items
        idle = re.findall(
            r"(\d+) more open questions? changes? nothing about this match: (.+)\.", text
        )
        last = re.split(", | and ", idle[0][1]) if idle else []
        for item in items:
            asked = text.count(f"({item['item']})")
            assert (asked, item["item"] in last) == (
                (0, True) if item["why"] == "nothing" else (1, False)
            )
        assert len(last) == sum(int(count) for count, _ in idle)
        assert "more questions" not in text


@pytest.mark.parametrize("need", [NOT_YET, TOO_FEW])
def test_while_no_role_is_settled_nobody_is_said_to_fit(run: Callable[..., Ran], need: int) -> None:
    ran = run(need, FITS, OPEN)
    assert ran.code == 1
    side = "a condition on the company's own side does not hold."
    little = "the company answered too little to tell what it needs."
    assert f"Nobody fits yet: {side if need == NOT_YET else little}" in flat(ran.out)
    first = flat(sections(ran.out)["What to do first"])
    said = "Rework the goal with" if need == NOT_YET else "producers: Who produced most"
    assert said in first
    assert "Thandeka" in sections(ran.out)["What was shown"]
    assert "covers the need" not in ran.out


def test_an_undecided_need_is_held_both_ways_and_the_difference_is_told(
    run: Callable[..., Ran],
) -> None:
    ran = run(UNDECIDED, FITS, CONDUCTOR, EITHER)
    assert ran.code == 0
    first = flat(sections(ran.out)[""])
    assert "The need is undecided between a doer and a conductor." in first
    assert "Davit Petrosyan covers it either way." in first
    assert "As a need for a doer, Thandeka Nkosi covers it." in first
    assert "As a need for a conductor, Rafael Ortega covers it." in first
    assert {"As a need for a doer", "As a need for a conductor"} <= sections(ran.out).keys()


def test_a_condition_of_the_company_that_is_open_stands_at_the_top(run: Callable[..., Ran]) -> None:
    ran = run(8, FITS)
    said = "All of it only provided that this holds for the company: "
    assert f"{said}“Size of the goal”." in flat(sections(ran.out)[""])


def test_a_reason_that_does_not_describe_this_sheet_is_not_given(run: Callable[..., Ran]) -> None:
    ran = run(DOER_NEED, CONDUCTOR)
    said = flat(sections(ran.out)["Rafael Ortega"])
    assert "A doer's own work" in said
    assert "What you heard points to a doer" not in said
    assert "It depends on the answers to own_work and sample_use." in said


def test_the_page_says_who_must_not_be_decided_by_it(run: Callable[..., Ran]) -> None:
    for need in (DOER_NEED, NOT_YET):
        text = flat(run(need, FITS).out)
        assert "never be the sole ground for a decision about a person" in text
        assert "each form was filled in alone" in text
        for word in ("hire him", "hire her", "reject", "do not hire"):
            assert word not in text.lower()


@pytest.mark.slow
def test_more_than_three_candidates_are_told_in_brief_unless_everything_is_wanted(
    run: Callable[..., Ran],
) -> None:
    few = run(DOER_NEED, FITS, SHORT, OPEN).out
    brief = run(DOER_NEED, FITS, SHORT, OPEN, RULED_OUT).out
    full = run(DOER_NEED, FITS, SHORT, OPEN, RULED_OUT, options=("--full",)).out
    assert few.count("Shown of a doer, and what is needed") == 3
    assert brief.count("Shown of a doer, and what is needed") == 0
    assert full.count("Shown of a doer, and what is needed") == 4
    assert "✓ holds" in full
    assert "✓ holds" not in brief


# --- a need that is hardly known -------------------------------------------------------------

VAGUE = 11


def test_a_need_that_is_hardly_known_declares_nobody_to_fit(run: Callable[..., Ran]) -> None:
    ran = run(VAGUE, SHORT, 24)
    first = flat(sections(ran.out)[""])
    assert ran.code == 1
    assert "nobody is sure to cover either: the company's own answers are too far apart." in first
    assert "Answer the company's questions again, those of “" in first
    assert "is nearest" not in first
    rows = [row for row in ran.out.splitlines() if "the need is too vague to tell" in row]
    assert rows
    assert all(re.search(r"\s[12]( to 2)?\s", row) for row in rows)
    assert "half of what is needed lies within it" in flat(ran.out)
    # Who leaves nothing uncovered covers even a need that is hardly known.
    some = run(VAGUE, FITS, SHORT)
    assert some.code == 0
    assert "Thandeka Nkosi covers it." in flat(sections(some.out)[""])


@pytest.mark.slow
def test_sheets_that_would_cap_a_verdict_are_marked_in_the_table(run: Callable[..., Ran]) -> None:
    found = json.loads(run(DOER_NEED, *range(1, 34), options=("--format", "json")).out)
    marked = [one["name"] for one in found["candidates"] if len(one["quality"]) >= 2]
    out = run(DOER_NEED, *range(1, 34), options=("--format", "markdown")).out
    rows = [row for row in out.splitlines() if "doubts about the answers |" in row]
    assert marked
    assert len(rows) == len(marked)


# --- sentences -------------------------------------------------------------------------------


def small(*items: dict[str, Any], **more: Any) -> Rubric:
    """A small rubric whose conditions rule out."""
    common = {"on_fail": "exclude", "reason": "r"}
    gates = tuple({"id": f"g{k}", **common, **g} for k, g in enumerate(more.pop("gates", ())))
    return contrast(*items, gates=gates, **more)


def page_of(need: Rubric, asked: dict[str, Any], seen: Rubric, *sheets: dict[str, Any]) -> str:
    """The page of a match of raw answers; candidates are named A, B and so on."""
    entrants = [CandidateSheet("ABC"[k], answers(seen, **one)) for k, one in enumerate(sheets)]
    found = match((need, answers(need, **asked)), seen, entrants)
    return flat(terminal.render(match_page(found, need, seen, full=True), Look(400)))


PAIR = [likert(name) for name in "pqrs"]
BEST = dict.fromkeys("pqrs", 5)


def test_most_is_said_of_more_than_half_only() -> None:
    dimensions = {d: {"name": d, "about": d, "weight": 1} for d in "def"}
    items = [likert(f"{d}{k}", d) for d in "def" for k in range(2)]
    rubric = contrast(*items, dimensions=dimensions)
    asked = {item["id"]: 5 for item in items}
    evenly = page_of(rubric, asked, rubric, dict.fromkeys(asked, 3))
    assert "The largest part of it is in “d”" in evenly
    mostly = page_of(rubric, asked, rubric, {**asked, "d0": 1, "d1": 1, "e0": 4})
    assert "Most of it is in “d”" in mostly


def test_a_condition_on_scores_alone_hangs_on_no_named_answers() -> None:
    # It fails for the role by what the role settles, and not on the sheet as it stands.
    gate = {"name": "G", "when": {"outcome": "a", "at_least": 90}}
    text = page_of(small(*PAIR), BEST, small(*PAIR, gates=[gate]), dict.fromkeys("pqrs", 4))
    assert "Asked of everybody compared with a need for an a." in " ".join(text.split())
    assert "depends on the answers to ." not in text


def test_the_nearest_one_is_told_with_the_condition_that_is_not_known() -> None:
    own = single("own", None)
    gate = {"name": "G", "when": {"item": "own", "is": "pb"}}
    seen = small(*PAIR, own, gates=[gate])
    text = page_of(small(*PAIR), BEST, seen, {**dict.fromkeys("pqrs", 1), "own": "skipped"})
    assert "A is nearest and misses 100.0 of 100 points." in text
    assert "“G” must hold too, which is not known yet." in text


def test_a_sheet_that_is_beyond_help_is_not_to_be_finished() -> None:
    dimensions = {d: {"name": d, "about": d, "weight": 1} for d in "de"}
    items = [likert(f"{d}{k}", d) for d in "de" for k in range(2)]
    rubric = contrast(*items, dimensions=dimensions)
    asked = {item["id"]: 5 for item in items}
    sheet = {"d0": 1, "d1": 1, "e0": "dont_know", "e1": "dont_know"}
    text = page_of(rubric, asked, rubric, sheet)
    assert "Whatever the open answers are, too much is missing." in text
    assert "Finish the sheets" not in text


def test_one_candidate_who_cannot_be_told_is_they() -> None:
    own = single("own", None)
    gate = {"name": "G", "when": {"item": "own", "is": "pb"}}
    seen = small(*PAIR, own, gates=[gate])
    text = page_of(small(*PAIR), BEST, seen, {**BEST, "own": "dont_know"})
    assert "They still could, depending on answers that are open." in text


@pytest.mark.slow
def test_more_than_two_roles_are_not_called_either() -> None:
    outcomes = {o: {"name": f"an {o}", "summary": o} for o in "abc"}
    options = tuple({"id": o * 2, "text": o, "favors": {o: 1}} for o in "abc")
    all_of = {"id": "xx", "text": "x", "favors": dict.fromkeys("abc", 1)}
    items = [single(name, options=(*options, all_of)) for name in "pqrs"]
    rubric = contrast(*items, outcomes=outcomes)
    asked, none = dict.fromkeys("pqrs", "xx"), dict.fromkeys("pqrs", "aa")
    text = page_of(rubric, asked, rubric, asked)
    assert "A covers it whichever it is." in text
    low = small(*items, outcomes=outcomes, gates=[{"name": "G", "when": {"item": "p", "is": "aa"}}])
    assert "is undecided, and nobody covers any of them." in page_of(rubric, asked, low, none)


# --- names and contents ----------------------------------------------------------------------


def test_two_sheets_about_one_person_are_two_rows_and_one_person(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    need, one = written(tmp_path, "need", DOER_NEED), written(tmp_path, "sheet", FITS)
    two = tmp_path / "second.json"
    two.write_bytes(Path(one).read_bytes())
    ran = rolefit("match", need, one, str(two), "--format", "markdown")
    assert "Thandeka Nkosi covers the need for a doer." in ran.out
    assert "more than one form about Thandeka Nkosi" in ran.out
    assert "second.json" in ran.out


@pytest.mark.slow
def test_sheets_that_disagree_about_a_person_are_told_with_what_to_type(
    rolefit: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tmp_path = Path()
    who = {"respondent": {"name": "Dan"}}
    files = [written(tmp_path, "sheet", number, **who) for number in (FITS, SHORT)]
    spaced = tmp_path / "dan 2.json"
    Path(files[1]).rename(spaced)
    other = written(tmp_path, "sheet", 6)
    need = written(tmp_path, "need", DOER_NEED)
    ran = rolefit("match", need, files[0], str(spaced), other)
    first = flat(sections(ran.out)[""])
    assert "Two of two cover the need for a doer: " in first
    assert "The forms about Dan disagree (one of two covers it); their mean decides." in first
    alone = rolefit("match", need, files[0], str(spaced))
    assert alone.code == 0
    assert "Far apart" in flat(alone.out)
    command = next(li for li in alone.out.splitlines() if li.startswith("    rolefit compare "))
    compared = rolefit(*shlex.split(command)[1:])
    assert compared.code == 0
    assert shlex.split(command)[2:] == [files[0], str(spaced)]
    # What cannot be read again by its name is not offered.
    piped = rolefit("match", need, "-", str(spaced), stdin=Path(files[0]).read_bytes())
    assert "    rolefit compare" not in piped.out


def test_a_sheet_without_a_name_is_listed_by_its_file(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    path = written(tmp_path, "sheet", FITS, respondent={"group": "interviewer"})
    ran = rolefit("match", written(tmp_path, "need", DOER_NEED), path)
    assert "sheet-1 covers the need for a doer." in ran.out


def test_text_of_people_is_shown_as_text() -> None:
    company, seen = rubric(NEED), rubric(SEEN)
    need = (company, case_responses(company, company.cases[DOER_NEED - 1]))
    sheet = case_responses(seen, seen.cases[FITS - 1])
    found = match(need, seen, [CandidateSheet("Eve\x1b[2J\u202e<b>", sheet)])
    page = match_page(found, company, seen, full=True)
    texts = [terminal.render(page, Look(80)), markdown.render(page)]
    texts.append(render([match_report(found, company, seen)]))
    for text in texts:
        assert "Eve" in text
        assert not {"\x1b", "\u202e"} & set(text)
    assert "<b>" not in texts[1]


def test_a_need_of_another_content_is_told_and_such_a_sheet_is_refused(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    old = f"sha256:{'0' * 64}"
    need = written(tmp_path, "need", DOER_NEED, rubric_hash=old)
    good = written(tmp_path, "sheet", FITS)
    text = flat(rolefit("match", need, good).out)
    assert "The rubric has changed since the company answered" in text
    stale = written(tmp_path, "sheet", SHORT, rubric_hash=old)
    bare = written(tmp_path, "sheet", OPEN, rubric_hash=None)
    for candidates in ((stale,), (good, stale), (stale, bare)):
        ran = rolefit("match", need, *candidates)
        assert (ran.code, ran.out) == (2, "")
        assert f"{stale}: answers another content of `{SEEN}` ({old[:19]}) than" in ran.err
        assert "--candidate-rubric FILE" in ran.err
    both = rolefit("compare", stale, bare)
    assert (both.code, both.out) == (2, "")
    assert both.err == rolefit("match", need, stale, bare).err.replace("--candidate-", "--")


def test_a_sheet_that_names_no_content_is_remarked_upon(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    need, good = written(tmp_path, "need", DOER_NEED), written(tmp_path, "sheet", FITS)
    bare = written(tmp_path, "sheet", SHORT, rubric_hash=None)
    ran = rolefit("match", need, good, bare)
    said = f"{bare}: names no rubric_hash, so whether it answers the present questions cannot be"
    # A path may be longer than a line.
    err = "".join(ran.err.split())
    assert (ran.code, "".join(said.split()) in err, good in err) == (0, True, False)
    quiet = rolefit("match", need, good, bare, "--quiet")
    assert (quiet.code, quiet.err) == (0, "")


def test_two_sheets_about_one_person_are_told_apart_by_who_filled_them_in(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    who = [{"name": name, "group": group} for name, group in (("Dan", "founder"), ("dan ", "peer"))]
    need = written(tmp_path, "need", DOER_NEED)
    files = [
        written(tmp_path, "sheet", number, respondent=one)
        for number, one in zip((FITS, SHORT), who, strict=True)
    ]
    ran = rolefit("match", need, *files, "--format", "markdown")
    assert "There is more than one form about Dan." in ran.out
    assert "neither of the two" not in ran.out
    for name in ("Dan (founder)", "dan (peer)"):
        assert f"| {name} |" in ran.out.replace("\\", "")
    same = [written(tmp_path, "sheet", n, respondent={"name": "Dan"}) for n in (FITS, SHORT)]
    ran = rolefit("match", need, *same, "--format", "json")
    names = [one["name"] for one in json.loads(ran.out)["candidates"]]
    assert names == ["Dan (sheet-1.json)", "Dan (sheet-21.json)"]


# --- usage -----------------------------------------------------------------------------------


def test_swapped_files_are_told_with_the_line_to_type(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    need, one = written(tmp_path, "need", DOER_NEED), written(tmp_path, "sheet", FITS)
    ran = rolefit("match", one, need)
    assert (ran.code, ran.out) == (2, "")
    assert f"type: rolefit match {need} {one}" in ran.err
    again = rolefit(*ran.err.split("type: rolefit ")[1].split())
    assert again.code == 0


def test_wrong_usage_is_told(rolefit: Callable[..., Ran], tmp_path: Path) -> None:
    need, one = written(tmp_path, "need", DOER_NEED), written(tmp_path, "sheet", FITS)
    link = tmp_path / "link.json"
    link.symlink_to(one)
    again = f"{tmp_path}/../{tmp_path.name}/{Path(one).name}"
    for arguments, said in (
        ((need,), "no file about a candidate is named"),
        ((need, need), "the same file is named twice"),
        ((need, one, one), "the same file is named twice"),
        ((need, one, str(link)), f"{link} is {one}: the same file is named twice"),
        ((need, one, again), f"{again} is {one}: the same file is named twice"),
        (("-", "-"), "stdin (-) is named twice"),
        ((need, "none.yaml", "gone.yaml"), "gone.yaml: No such file"),
        ((need, one, "-o", one), "holds answers that this command reads"),
        ((need, one, "--candidate-rubric", "lead-or-manager"), "not to `lead-or-manager`"),
        ((need, one, "--need-rubric", "first"), "no rubric is called `first`"),
        ((need, one, "--format", "csv"), "--format: `csv` is none of"),
        ((need, written(tmp_path, "need", 2)), "a candidate is seen with another rubric"),
    ):
        ran = rolefit("match", *arguments)
        assert (ran.code, ran.out) == (2, ""), arguments
        assert said in ran.err, arguments


def test_an_answer_that_cannot_be_read_is_told_at_its_place(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / "ana.yaml"
    path.write_text(f"rubric: {SEEN}\nanswers:\n  sample_use: peace\n", encoding="utf-8")
    ran = rolefit("match", written(tmp_path, "need", DOER_NEED), str(path))
    assert (ran.code, ran.out) == (2, "")
    assert f"{path}:3:" in ran.err
    assert "did you mean `piece`?" in ran.err


def test_a_need_may_come_from_stdin_and_the_page_goes_to_a_file(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    need = Path(written(tmp_path, "need", DOER_NEED)).read_bytes()
    out = tmp_path / "match.md"
    one = written(tmp_path, "sheet", FITS)
    ran = rolefit("match", "-", one, "-o", str(out), stdin=need)
    assert (ran.code, ran.out) == (0, "")
    assert "Thandeka Nkosi covers the need" in out.read_text(encoding="utf-8")
    again = rolefit("match", "-", one, "-o", str(out), stdin=need)
    assert again.code == 2


def test_json_holds_the_same_result(run: Callable[..., Ran]) -> None:
    ran = run(DOER_NEED, FITS, SHORT, OPEN, RULED_OUT, options=("--format", "json"))
    found = json.loads(ran.out)
    assert (found["format"], found["format_version"]) == ("rolefit-match", 1)
    assert found["need"]["verdict"]["outcome"] == "doer"
    (holding,) = found["holdings"]
    names = [c["name"].split(",")[0] for c in found["candidates"]]
    rows = [(names[e["held"]["candidate"]], e["held"]["state"]) for e in holding["entrants"]]
    assert rows == [
        ("Thandeka Nkosi", "fits"),
        ("Yusuf Demir", "short"),
        ("Maryam Hosseini", "open"),
        ("Oskar Lind", "ruled_out"),
    ]
    for entrant in holding["entrants"]:
        held = entrant["held"]
        sides = sum(s["weight"] * s["missing"] for s in held["sides"])
        assert held["leaves"] == pytest.approx(sides, abs=1e-6)
        assert (held["state"] == "fits") <= (held["leaves"] <= holding["tolerance"])
    nobody = run(NOT_YET, FITS, options=("--format", "json"))
    assert (nobody.code, json.loads(nobody.out)["holdings"]) == (1, [])
