"""Answers about somebody else on the command line: asked, written, scored, compared, kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import rubric as load
from forms import invite
from runs import Run

from rolefit.cli.raters import clean_name
from rolefit.errors import RolefitError
from rolefit.storage.journal.store import Store, store_path

LEAD = "manager-readiness"
ABOUT = ("--about", "Dana", "--as", "boss")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and files of each test in a folder of its own."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def put(name: str, *, about: str | None = "Dana", group: str = "boss", **answers: Any) -> str:
    """A file of answers to the lead's rubric."""
    who = {"group": group, **({"about": about} if about else {})}
    given = {"team": "reports", "goals": "together", "budget": "split", **answers}
    raw = {"rubric": LEAD, "respondent": who, "answers": given}
    Path(name).write_text(json.dumps({**raw, "rubric_hash": load(LEAD).content_hash}))
    return name


# --- what is typed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--about", "Dana"), "who answers about Dana?"),
        (("--as", "boss"), "--as boss: about whom?"),
        (("--about", "Dana", "--as", "self"), "leave out --about and --as where people answer"),
        (("--about", "Dana", "--as", "cousin"), "boss, peer, report, mentor or interviewer"),
        (("--about", "", "--as", "boss"), "--about: expected a name of 1 to 200 characters"),
        (("--about", "D\x1b[31m", "--as", "boss"), "--about: the text holds U+001B"),
        (("--about", "x" * 201, "--as", "boss"), "--about: expected a name"),
    ],
)
@pytest.mark.parametrize("command", [("take",), ("rubric", "blank"), ("form",)])
def test_half_of_what_must_be_said_is_told_in_a_word(
    rolefit: Run, command: tuple[str, ...], typed: tuple[str, ...], said: str
) -> None:
    more = ("-o", "form.html") if command == ("form",) else ()
    ran = rolefit(*command, LEAD, *typed, *more)
    assert ran.code == 2
    assert said in ran.err
    assert not Path("form.html").exists()


def test_a_rubric_that_asks_nobody_else_says_so(rolefit: Run) -> None:
    ran = rolefit("take", "first-marketing-hire", *ABOUT)
    assert (ran.code, ran.out) == (2, "")
    assert "is answered only by those whom it is about" in ran.err


def test_a_rubric_with_raters_of_its_own_names_them(rolefit: Run) -> None:
    ran = rolefit("form", "ceo-marketing-partnership", *ABOUT, "-o", "form.html")
    assert ran.code == 2
    assert "is answered about somebody by marketer" in ran.err
    assert "write --as marketer" in ran.err


def test_as_and_group_exclude_each_other(rolefit: Run) -> None:
    ran = rolefit("take", LEAD, *ABOUT, "--group", "peer")
    assert "--as and --group both say who answers" in ran.err


def test_a_name_is_put_on_one_line() -> None:
    assert clean_name("  Ana \n Lúcia ", "--about") == "Ana Lúcia"
    with pytest.raises(RolefitError):
        clean_name("\u202eanaD", "--about")


# --- asked and written -----------------------------------------------------------------------


def test_take_asks_in_the_words_for_raters_and_never_for_a_wish(rolefit: Run) -> None:
    ran = rolefit("take", LEAD, *ABOUT, "--accessible", "--no-save", stdin=b"s\n" * 19 + b"1\n3\n")
    assert ran.code == 0
    assert "These questions are about Dana." in ran.err
    assert "what part did Dana play in channels outside their own specialism?" in ran.err
    assert "If the pay were the same" not in ran.err
    assert "about Dana, by a boss" in ran.out


def test_a_sitting_about_one_person_is_not_gone_on_with_for_another(rolefit: Run) -> None:
    rolefit("take", LEAD, *ABOUT, "--accessible", stdin=b"2\nq\n")
    with Store(store_path()) as store:
        (session,) = store.sessions(LEAD)
    assert (session.about, session.group, session.answers) == ("Dana", "boss", {"team": "reports"})
    own = rolefit("take", LEAD, "--accessible", "--resume", stdin=b"q\n")
    assert "nothing to go on with" in own.err
    other = rolefit(
        "take", LEAD, "--about", "Ben", "--as", "boss", "--accessible", "--resume", stdin=b"q\n"
    )
    assert "nothing to go on with" in other.err
    again = rolefit("take", LEAD, *ABOUT, "--accessible", "--resume", stdin=b"q\n")
    assert "Going on where you left: 1 answer so far." in again.err
    assert "To go on: rolefit take manager-readiness --about Dana --as boss" in again.err
    assert "about Dana" in rolefit("journal", "list").out


def test_answers_of_a_rater_given_beforehand_stay_those_of_the_rater(rolefit: Run) -> None:
    ran = rolefit("take", LEAD, "--answers", put("boss.json"), "--no-save", "--no-input")
    assert ran.code == 2
    assert "18 of 19" not in ran.err
    assert "16 of 19 questions have no answer" in ran.err


def test_a_blank_form_for_a_rater_holds_who_they_are_and_reads_back(rolefit: Run) -> None:
    ran = rolefit("rubric", "blank", LEAD, "--about", 'D "x": #1', "--as", "peer")
    raw = yaml.safe_load(ran.out)
    assert raw["respondent"] == {"name": None, "group": "peer", "about": 'D "x": #1'}
    assert "next_job" not in raw["answers"]
    assert len(raw["answers"]) == 19
    Path("blank.yaml").write_text(ran.out, encoding="utf-8")
    assert rolefit("score", "blank.yaml").code == 0


# --- scored and compared ---------------------------------------------------------------------


def test_a_report_on_a_rater_s_file_says_about_whom_and_by_whom(rolefit: Run) -> None:
    ran = rolefit("score", put("boss.json"))
    assert "about Dana, by a boss" in ran.out
    assert "Where this report says “you”, it speaks to Dana." in " ".join(ran.out.split())
    found = json.loads(rolefit("score", "boss.json", "--format", "json").out)["assessment"]
    assert (found["about"], found["group"], found["respondent"]) == ("Dana", "boss", None)
    states = {one["item"]: one["state"] for one in found["missing"]}
    assert states["next_job"] == "not_presented"
    table = rolefit("score", "boss.json", "--format", "csv").out.splitlines()
    row = dict(zip(table[0].split(","), table[1].split(","), strict=False))
    assert (row["group"], row["about"]) == ("boss", "Dana")


def test_compare_names_whom_each_is_about(rolefit: Run) -> None:
    files = (
        put("own.json", about=None, group="self", next_job="craft"),
        put("boss.json", budget="requests"),
        put("peer.json", group="peer"),
    )
    ran = rolefit("compare", *files, "--full")
    assert ran.code == 0, ran.err
    told = " ".join(ran.out.split())
    assert "Dana (boss) (about Dana, by a boss)" in told
    assert "Dana (peer) (about Dana, by a peer)" in told
    assert "views of one person, Dana, so nobody is ranked" in told
    found = json.loads(rolefit("compare", *files, "--format", "json").out)["comparison"]
    assert "wants-the-job" not in [gate["id"] for gate in found["gates"]]
    assert "craft first" in told  # of the person's own answers it is said


def test_compare_speaks_of_the_person_where_only_raters_answered(rolefit: Run) -> None:
    ran = rolefit("compare", put("a.json"), put("b.json", group="peer", goals="given"), "--full")
    assert "Where did Dana's goals for last quarter come from?" in " ".join(ran.out.split())
    ran = rolefit("compare", put("a.json"), put("b.json", about="Ben", goals="given"), "--full")
    said = " ".join(ran.out.split())
    assert "Where did this person's goals for last quarter come from?" in said


def test_a_candidate_is_whom_the_sheet_is_about_whoever_filled_it_in(rolefit: Run) -> None:
    name = "marketing-hire-candidate"
    raw = {
        "rubric": name,
        "rubric_hash": load(name).content_hash,
        "respondent": {"group": "interviewer", "about": "Ana", "name": "Kim"},
        "answers": load(name).cases[0].answers,
    }
    Path("ana.json").write_text(json.dumps(raw, default=float))
    need = load("first-marketing-hire")
    company = {"rubric": need.rubric, "rubric_hash": need.content_hash}
    Path("need.json").write_text(
        json.dumps({**company, "answers": need.cases[0].answers}, default=float)
    )
    ran = rolefit("match", "need.json", "ana.json")
    assert ran.code == 0, ran.err
    assert "Ana" in ran.out
    assert "Kim" not in ran.out


# --- forms -----------------------------------------------------------------------------------


def saved(name: str, seed: bytes = b"12345678", **changes: Any) -> str:
    """A file as a form saves it."""
    rubric = load(LEAD)
    made = invite(rubric, seed, group="boss", about="Dana")
    raw = {
        "rubric": LEAD,
        "rubric_version": rubric.version,
        "rubric_hash": rubric.content_hash,
        "form": {"id": made.form_id, "version": 1},
        "respondent": {"group": "boss", "about": "Dana"},
        "answers": {"team": "reports"},
    }
    text = json.dumps({**raw, **changes})
    Path(name).write_text(text if name.endswith(".json") else f"# by mail\n{text}")
    return name


def test_a_saved_form_is_scored_as_json_and_as_yaml(rolefit: Run) -> None:
    for name in (saved("a.json"), saved("b.yaml", b"other---")):
        ran = rolefit("score", name)
        assert ran.code == 0, ran.err
        assert "about Dana, by a boss" in ran.out


@pytest.mark.parametrize("command", ["score", "compare"])
def test_two_files_of_one_form_are_refused_by_name(rolefit: Run, command: str) -> None:
    ran = rolefit(command, saved("a.json"), saved("b.json", answers={"team": "nobody"}))
    assert (ran.code, ran.out) == (2, "")
    made = invite(load(LEAD), b"12345678", group="boss", about="Dana").form_id
    assert f"a.json and b.json: both were saved from the form {made}" in ran.err


def test_an_altered_form_is_refused_at_its_place(rolefit: Run) -> None:
    ran = rolefit("score", saved("a.json", respondent={"group": "peer", "about": "Dana"}))
    assert (ran.code, ran.out) == (2, "")
    assert "a.json:1:" in ran.err
    assert "form.id: the form id" in ran.err
    assert "one of them was altered" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    "changes",
    [
        {"form": {"id": "../../etc/passwd", "version": 1}},
        {"form": {"id": 7, "version": 1}},
        {"form": "x"},
        {"form": {"id": "aaaa-aaaa-aaaa-aaaa", "version": 1, "panel": "/etc"}},
        {"answers": {"team": {"answer": "reports", "weight": 9}}},
        {"respondent": {"group": "boss", "about": "Dana", "sees_work": "always"}},
        {"respondent": {"group": "boss", "about": ["Dana"]}},
        {"answers": {"team": "reports", "next_job": "craft"}},
    ],
)
def test_a_hostile_form_file_is_refused_in_a_line_or_two(
    rolefit: Run, changes: dict[str, Any]
) -> None:
    ran = rolefit("score", saved("a.json", **changes))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("a.json:1:")
    assert "Traceback" not in ran.err


def test_a_form_is_written_with_an_id_of_its_own_and_what_to_do_next(rolefit: Run) -> None:
    ids = []
    for name in ("a.html", "b.html"):
        ran = rolefit("form", LEAD, *ABOUT, "--for", "Kim", "-o", name)
        assert (ran.code, ran.out) == (0, "")
        assert f"Wrote {name} (form " in ran.err
        assert "Send it to Kim" in ran.err
        ids.append(ran.err.partition("(form ")[2][:19])
        assert ids[-1] in Path(name).read_text("ascii")
    assert ids[0] != ids[1]


def test_a_form_goes_to_a_file_or_plainly_to_stdout(rolefit: Run) -> None:
    ran = rolefit("form", LEAD)
    assert ran.code == 2
    assert "rolefit form manager-readiness -o form.html" in ran.err
    out = rolefit("form", LEAD, "-o", "-").out
    assert out.startswith("<!doctype html>")
    assert rolefit("form", LEAD, "-o", "x.pdf").code == 2
    assert rolefit("form", LEAD, "-o", "-", "--zip").code == 2
    rolefit("form", LEAD, "-o", "plain", "-q")
    assert Path("plain.html").exists()
    assert "exists already" in rolefit("form", LEAD, "-o", "plain").err
    assert rolefit("form", LEAD, "-o", "plain", "--force").code == 0


def test_a_packed_form_is_a_zip_whichever_way_it_is_asked_for(rolefit: Run) -> None:
    rolefit("form", LEAD, "--zip", "-o", "a.html")
    rolefit("form", LEAD, "-o", "b.zip")
    for name in ("a.zip", "b.zip"):
        assert Path(name).read_bytes()[:4] == b"PK\x03\x04"
    assert not Path("a.html").exists()


@pytest.mark.parametrize("option", ["--for", "--asked-by", "--collector", "--why"])
def test_what_is_typed_for_a_form_must_be_text(rolefit: Run, option: str) -> None:
    for typed in ("", "\x1b[2J", "x" * 2000):
        ran = rolefit("form", LEAD, option, typed, "-o", "a.html")
        assert ran.code == 2
        assert ran.err.startswith(f"rolefit: {option}: ") or option in ran.err


def test_a_group_that_can_answer_about_somebody_is_told_how(rolefit: Run) -> None:
    ran = rolefit("take", "manager-readiness", "--group", "boss", "--no-input", "--no-save")
    assert "--about NAME --as boss" in " ".join(ran.err.split())
    own = rolefit("take", "manager-readiness", "--no-input", "--no-save")
    assert "--about" not in own.err
