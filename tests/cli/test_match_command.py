"""`rolefit match`: a need and candidates' sheets on the command line, and the page it draws."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran

from rolefit.cases import case_responses
from rolefit.library import load
from rolefit.matching import Entrant, Match, match
from rolefit.reports import markdown, terminal
from rolefit.reports.ink import Look
from rolefit.reports.match.page import match_page, match_text
from rolefit.rubric import Rubric

NEED, SEEN = "first-marketing-hire", "marketing-hire-candidate"
FITS, SHORT, OPEN, RULED_OUT, EITHER, CONDUCTOR = 15, 21, 33, 8, 6, 2
DOER_NEED, CONDUCTOR_NEED, UNDECIDED, NOT_YET, TOO_FEW = 1, 2, 4, 7, 10


@lru_cache
def rubric(name: str) -> Rubric:
    """A shipped rubric, read once."""
    return load(name)


def written(folder: Path, kind: str, number: int, **more: Any) -> str:
    """A shipped case as a responses file; returns its path."""
    name = NEED if kind == "need" else SEEN
    case = rubric(name).cases[number - 1]
    who = {"name": case.name.split(",")[0]}
    raw = {"rubric": name, "respondent": who, "answers": case.answers, **more}
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
    said = "One of four covers the need for a doer: Samir Haddad. One still could"
    assert said in flat(sections(ran.out)[""])
    rows = [line.split("  ")[0] for line in sections(ran.out)["Who covers it"].splitlines()[2:]]
    names = [row for row in rows if row and "points" not in row]
    assert names[:2] == ["Samir Haddad", "Petr Dvorak"]
    assert names[-2:] == ["Maryam Hosseini", "Bram de Wit"]


def test_nobody_fits_is_a_result_told_first_with_what_would_make_it_otherwise(
    run: Callable[..., Ran],
) -> None:
    ran = run(CONDUCTOR_NEED, SHORT, 11, 17)
    assert (ran.code, ran.err) == (1, "")
    first = flat(sections(ran.out)[""])
    assert "Nobody fits yet: none of the three covers the need for a conductor." in first
    assert "Petr Dvorak is nearest and leaves 22.1 points open." in first
    assert "“Hands at work”: 91.7 needed, 37.5 shown." in first
    assert "Kofi Boateng could still cover it. Find out what is open: playbook." in first
    assert "Gunnar Lindqvist would cover it by the points. Look again at" in first


@pytest.mark.parametrize("need", [NOT_YET, TOO_FEW])
def test_while_no_role_is_settled_nobody_is_said_to_fit(run: Callable[..., Ran], need: int) -> None:
    ran = run(need, FITS, OPEN)
    assert ran.code == 1
    side = "a condition on the company's own side does not hold."
    little = "the company answered too little to tell what it needs."
    assert f"Nobody fits yet: {side if need == NOT_YET else little}" in flat(ran.out)
    first = flat(sections(ran.out)["What to do first"])
    said = "Do the sum again" if need == NOT_YET else "decider: Who chose what marketing worked on"
    assert said in first
    assert "Samir" in sections(ran.out)["What was shown"]
    assert "covers the need" not in ran.out


def test_an_undecided_need_is_held_both_ways_and_the_difference_is_told(
    run: Callable[..., Ran],
) -> None:
    ran = run(UNDECIDED, FITS, CONDUCTOR, EITHER)
    assert ran.code == 0
    first = flat(sections(ran.out)[""])
    assert "The need is undecided between a doer and a conductor." in first
    assert "Davit Petrosyan covers it either way." in first
    assert "As a need for a doer, Samir Haddad covers it." in first
    assert "As a need for a conductor, Rafael Ortega covers it." in first
    assert {"As a need for a doer", "As a need for a conductor"} <= sections(ran.out).keys()


def test_a_condition_of_the_company_that_is_open_stands_at_the_top(run: Callable[..., Ran]) -> None:
    ran = run(8, FITS)
    said = "All of it only provided that this holds for the company: “The goal fits the market”."
    assert said in flat(sections(ran.out)[""])


def test_a_reason_that_does_not_describe_this_sheet_is_not_given(run: Callable[..., Ran]) -> None:
    ran = run(DOER_NEED, CONDUCTOR)
    said = flat(sections(ran.out)["Rafael Ortega"])
    assert "“Any case for a doer rests on work you saw”" in said
    assert "What was said speaks for a doer" not in said
    assert "It hangs on the answers to own_work and sample_use." in said


def test_the_page_says_who_must_not_be_decided_by_it(run: Callable[..., Ran]) -> None:
    for need in (DOER_NEED, NOT_YET):
        text = flat(run(need, FITS).out)
        assert "never be the sole ground for a decision about a person" in text
        assert "each sheet was filled in alone" in text
        for word in ("hire him", "hire her", "reject", "do not hire"):
            assert word not in text.lower()


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


# --- names and contents ----------------------------------------------------------------------


def test_two_sheets_about_one_person_are_two_rows_and_the_page_says_so(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    need, one = written(tmp_path, "need", DOER_NEED), written(tmp_path, "sheet", FITS)
    two = tmp_path / "second.json"
    two.write_bytes(Path(one).read_bytes())
    ran = rolefit("match", need, one, str(two), "--format", "markdown")
    assert "Two of two sheets cover the need" in ran.out
    assert "more than one sheet about Samir Haddad" in ran.out
    assert "second.json" in ran.out


def test_a_sheet_without_a_name_is_listed_by_its_file(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    path = written(tmp_path, "sheet", FITS, respondent={"group": "interviewer"})
    ran = rolefit("match", written(tmp_path, "need", DOER_NEED), path)
    assert "sheet-15 covers the need for a doer." in ran.out


def test_text_of_people_is_shown_as_text() -> None:
    company, seen = rubric(NEED), rubric(SEEN)
    need = (company, case_responses(company, company.cases[DOER_NEED - 1]))
    sheet = case_responses(seen, seen.cases[FITS - 1])
    found = match(need, seen, [Entrant("Eve\x1b[2J\u202e<b>", sheet)])
    page = match_page(found, company, seen, full=True)
    texts = [terminal.render(page, Look(80)), markdown.render(page)]
    texts.append(match_text(found, company, seen))
    for text in texts:
        assert "Eve" in text
        assert not {"\x1b", "\u202e"} & set(text)
    assert "<b>" not in texts[1]


def test_another_content_of_the_rubric_is_told_and_mixed_contents_are_refused(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    old = f"sha256:{'0' * 64}"
    need = written(tmp_path, "need", DOER_NEED, rubric_hash=old)
    path = written(tmp_path, "sheet", FITS, rubric_hash=old)
    text = flat(rolefit("match", need, path).out)
    assert "The rubric has changed since the company answered" in text
    assert "The rubric has changed since this sheet was filled in" in text
    other = written(tmp_path, "sheet", SHORT, rubric_hash=rubric(SEEN).content_hash)
    ran = rolefit("match", need, path, other)
    assert (ran.code, ran.out) == (2, "")
    assert "answer different contents of `marketing-hire-candidate`" in ran.err


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
    for arguments, said in (
        ((need,), "Missing argument 'CANDIDATE...'"),
        ((need, need), "is named more than once"),
        ((need, one, one), "is named more than once"),
        (("-", "-"), "stdin (-) is named twice"),
        ((need, "none.yaml", "gone.yaml"), "gone.yaml: No such file"),
        ((need, one, "-o", one), "holds answers that are matched"),
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
    assert "Samir Haddad covers the need" in out.read_text(encoding="utf-8")
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
        ("Samir Haddad", "fits"),
        ("Petr Dvorak", "short"),
        ("Maryam Hosseini", "open"),
        ("Bram de Wit", "ruled_out"),
    ]
    for entrant in holding["entrants"]:
        held = entrant["held"]
        sides = sum(s["weight"] * s["missing"] for s in held["sides"])
        assert held["leaves"] == pytest.approx(sides, abs=1e-6)
        assert (held["state"] == "fits") <= (held["leaves"] <= holding["tolerance"])
    nobody = run(NOT_YET, FITS, options=("--format", "json"))
    assert (nobody.code, json.loads(nobody.out)["holdings"]) == (1, [])


# --- golden pages ----------------------------------------------------------------------------

PAGES = {
    "doer": (DOER_NEED, (FITS, SHORT, OPEN, RULED_OUT)),
    "undecided": (UNDECIDED, (FITS, CONDUCTOR, EITHER)),
    "not-yet": (NOT_YET, (FITS, CONDUCTOR)),
    "nobody": (CONDUCTOR_NEED, (SHORT, 17, 11, 16)),
}


def found_for(need: int, candidates: tuple[int, ...]) -> Match:
    """A match of shipped cases."""
    company, seen = rubric(NEED), rubric(SEEN)
    entrants = [
        Entrant(case.name.split(",")[0], case_responses(seen, case))
        for case in (seen.cases[number - 1] for number in candidates)
    ]
    return match((company, case_responses(company, company.cases[need - 1])), seen, entrants)


@pytest.mark.parametrize("name", PAGES)
def test_a_match_reads_as_its_golden_page(golden: Callable[[str, str], None], name: str) -> None:
    found = found_for(*PAGES[name])
    page = match_page(found, rubric(NEED), rubric(SEEN), full=False)
    golden(f"match/{name}.txt", terminal.render(page, Look(80)))
    golden(f"match/{name}.md", markdown.render(page))


def test_a_full_match_and_a_narrow_one_read_as_their_golden_pages(
    golden: Callable[[str, str], None],
) -> None:
    found = found_for(*PAGES["doer"])
    page = match_page(found, rubric(NEED), rubric(SEEN), full=True)
    golden("match/doer-full.txt", terminal.render(page, Look(100)))
    golden("match/doer-full-50.txt", terminal.render(page, Look(50, unicode=False)))
