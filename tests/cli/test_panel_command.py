"""`rolefit panel`: a round from its start to its report, and what it never tells."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rounds import drawn_answers, fill_round, saved_form
from runs import Run

from rolefit.storage.library import load
from rolefit.studies.panel.disclosure import follows_from_published

pytestmark = pytest.mark.usefixtures("assessed_once")

NAME = "manager-readiness"
RATERS = "name,group\nDana,self\nBo,boss\nP1,peer\nP2,peer\nP3,peer\nR1,report\nR2,report\n"
EXAMPLES = Path(__file__).parent.parent / "examples"
Begin = Callable[..., Path]


@pytest.fixture
def begin(rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Start a round in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def start(raters: str = RATERS, *more: str, rubric: str = NAME) -> Path:
        (tmp_path / "raters.csv").write_text(raters, encoding="utf-8")
        given = more or ("--about", "Dana", "--collector", "Kim")
        ran = rolefit("panel", "start", rubric, "--raters", "raters.csv", "-o", "round", *given)
        assert ran.code == 0, ran.err
        return tmp_path / "round"

    return start


def round_of(folder: Path) -> Any:
    return json.loads((folder / "round.json").read_text(encoding="utf-8"))


def test_a_round_goes_from_its_forms_to_its_report(rolefit: Run, begin: Begin) -> None:
    folder = begin()
    forms = sorted(path.name for path in (folder / "forms").iterdir())
    assert len(forms) == 7
    assert forms[1] == "002-bo.html"
    page = (folder / "forms" / "003-p1.html").read_text(encoding="utf-8")
    assert "Nobody but Kim reads single answers." in page
    assert "it is plain who answered" in (folder / "forms" / "002-bo.html").read_text("utf-8")
    assert "rolefit panel report round" in (folder / "README.txt").read_text(encoding="utf-8")
    ran = rolefit("panel", "report", "round")
    assert (ran.code, "no form is in yet" in ran.err) == (2, True)
    fill_round(folder, load(NAME), leave_out=1)
    assert rolefit("panel", "status", "round").out.splitlines() == [
        "6 of 7 forms are in.",
        "self: 1 of 1",
        "boss: 1 of 1",
        "peer: 3 of 3",
        "report: 1 of 2",
    ]
    ran = rolefit("panel", "report", "round")
    assert (ran.code, ran.err) == (0, "")
    assert "the person's own, the boss and 3 peers" in " ".join(ran.out.split())
    assert "Nothing is told of reports" in ran.out
    assert "P1" not in ran.out
    told = json.loads(rolefit("panel", "report", "round", "--format", "json").out)
    assert told["format"] == "rolefit-panel"
    assert {one["name"] for one in told["panel"]["groups"]} == {"boss", "peer"}


def test_a_disk_that_knows_no_readers_of_its_own_is_told_and_keeps_the_round(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.chdir(tmp_path)
    Path("raters.csv").write_text(RATERS, encoding="utf-8")
    monkeypatch.setattr(Path, "chmod", refuse)
    words = ("--raters", "raters.csv", "-o", "round", "--about", "Dana", "--collector", "Kim")
    ran = rolefit("panel", "start", NAME, *words)
    assert ran.code == 0
    told = " ".join(ran.err.split())
    assert "others on this computer may be able to read round: Operation not permitted" in told
    assert len(list(Path("round", "forms").iterdir())) == 7


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "rubric", "more"),
    [
        ("panel", NAME, ("--about", "Dana", "--collector", "Kim")),
        ("hiring-panel", "marketing-hire-candidate", ("--about", "C One", "--about", "C Two")),
    ],
)
def test_the_json_of_a_round_is_valid_by_its_published_schema(
    rolefit: Run, begin: Begin, kind: str, rubric: str, more: tuple[str, ...]
) -> None:
    raters = RATERS if kind == "panel" else "name\nIda\nJo\n"
    folder = begin(raters, *more, rubric=rubric)
    fill_round(folder, load(rubric))
    schema = json.loads(rolefit("rubric", "schema", "--kind", kind).out)
    found = json.loads(rolefit("panel", "report", "round", "--format", "json").out)
    jsonschema.validate(found, schema)
    assert found["limits"]


def test_a_report_is_never_written_over_what_the_round_reads(rolefit: Run, begin: Begin) -> None:
    folder = begin()
    (answers, *_) = fill_round(folder, load(NAME))
    for read in (folder / "round.json", answers):
        before = read.read_bytes()
        ran = rolefit("panel", "report", "round", "-f", "json", "-o", str(read), "--force")
        assert ran.code == 2
        assert read.read_bytes() == before or read.name == "round.json"
        assert json.loads(read.read_text(encoding="utf-8")).get("format") != "rolefit-panel"


@pytest.mark.slow
def test_small_groups_are_told_together_or_not_at_all(rolefit: Run, begin: Begin) -> None:
    folder = begin("name,group\nP1,peer\nP2,peer\nR1,report\nM1,mentor\n")
    fill_round(folder, load(NAME))
    told = json.loads(rolefit("panel", "report", "round", "--format", "json").out)["panel"]
    (others,) = told["groups"]
    assert (others["name"], others["raters"]) == ("others", 4)
    assert others["made_of"] == ["mentor", "peer", "report"]
    assert others["indication"] is True


def told_figures(rolefit: Run) -> list[dict[str, Any]]:
    """Every figure of a group in a new report."""
    told = json.loads(rolefit("panel", "report", "round", "--format", "json").out)["panel"]
    return [one for view in told["measures"] for one in view["groups"]]


@pytest.mark.slow
def test_a_later_report_tells_nothing_that_gives_newcomers_away(rolefit: Run, begin: Begin) -> None:
    folder = begin("name,group\n" + "".join(f"P{k},peer\n" for k in range(6)))
    files = fill_round(folder, load(NAME))
    later = {path: path.read_text(encoding="utf-8") for path in files[3:]}
    for path in later:
        path.unlink()
    three = told_figures(rolefit)
    for path, text in later.items():
        assert told_figures(rolefit) == three
        path.write_text(text, encoding="utf-8")
        waiting = rolefit("panel", "report", "round").out
        assert ("left out until enough have" in waiting) is (path != files[5])
    assert told_figures(rolefit) != three
    for name in {one["measure"] for one in round_of(folder)["published"]}:
        sets = [
            frozenset(one["forms"])
            for one in round_of(folder)["published"]
            if one["measure"] == name
        ]
        assert not any(
            follows_from_published(frozenset({form}), sets) for form in frozenset().union(*sets)
        )


def test_what_somebody_changes_after_a_report_is_not_told_by_the_next_one(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin("name,group\nP1,peer\nP2,peer\nP3,peer\n")
    (first, *_) = fill_round(folder, load(NAME))
    before = told_figures(rolefit)
    assert told_figures(rolefit) == before
    text = first.read_text(encoding="utf-8")
    changed = json.loads(text)
    changed["answers"] = {**drawn_answers(load(NAME), "Dana", seed=77)}
    first.write_text(json.dumps(changed, default=float), encoding="utf-8")
    after = told_figures(rolefit)
    assert {one["withheld"] for one in after} <= {"derivable", None}
    moved = [one for one, old in zip(after, before, strict=True) if one != old]
    assert moved
    assert all(one["withheld"] == "derivable" for one in moved)
    first.write_text(text, encoding="utf-8")
    assert told_figures(rolefit) == before


def test_a_mean_at_an_end_is_told_as_a_bound_whether_all_said_the_same_or_not(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin("name,group\nP1,peer\nP2,peer\nP3,peer\n")
    rubric = load(NAME)
    best = {}
    for asked in round_of(folder)["forms"]:
        answers = drawn_answers(rubric, "Dana", seed=3)
        for item in rubric.items:
            if item.id in answers and item.scores:
                worth = lambda a, item=item: item.values(a, rubric.outcome_ids)[0]  # noqa: E731
                best[item.id] = item.parse_typed(item.written(max(item.candidates(), key=worth)))
        text = json.dumps(saved_form(rubric, asked, {**answers, **best}), default=float)
        (folder / "answers" / f"{asked['form']}.json").write_text(text, encoding="utf-8")
    figures = told_figures(rolefit)
    ends = [one for one in figures if one["bound"] == "at_least"]
    assert ends
    assert all(one["score"] > 90 for one in ends)
    assert all(one["score"] < 100 for one in figures)
    shown = rolefit("panel", "report", "round").out
    assert "100.0" not in shown
    assert "“from 95” is 95 or more" in shown


def test_free_notes_are_told_only_where_the_rater_says_so(rolefit: Run, begin: Begin) -> None:
    folder = begin()
    rubric = load(NAME)
    for k, asked in enumerate(round_of(folder)["forms"][2:5]):
        answers = drawn_answers(rubric, "Dana", seed=k)
        first = next(iter(answers))
        answers[first] = {"answer": answers[first], "note": f"note {k}"}
        text = json.dumps(saved_form(rubric, asked, answers, shares_notes=k == 1), default=float)
        (folder / "answers" / f"{k}.json").write_text(text, encoding="utf-8")
    shown = rolefit("panel", "report", "round").out
    assert "note 1" in shown
    assert "note 0" not in shown
    assert "note 2" not in shown


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--about", "Dana"), "who collects the answers? Dana must not"),
        (("--about", "Dana", "--collector", "dana"), "would read what others say"),
        (("--about", "Dana", "--about", "Eve", "--collector", "Kim"), "about one person"),
    ],
)
def test_who_must_not_read_the_answers_is_refused(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raters.csv").write_text(RATERS, encoding="utf-8")
    ran = rolefit("panel", "start", NAME, "--raters", "raters.csv", "-o", "round", *more)
    assert (ran.code, ran.out, said in ran.err) == (2, "", True)
    assert not Path("round").exists()


def test_an_open_round_needs_no_collector_and_says_so_to_everybody(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin(RATERS, "--about", "Dana", "--named")
    page = (folder / "forms" / "003-p1.html").read_text(encoding="utf-8")
    assert "Your answers are shown under your name." in page
    fill_round(folder, load(NAME), leave_out=5)
    assert "Bo: in" in rolefit("panel", "status", "round").out


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "empty"),
        ("who,role\nA,peer\n", "raters.csv:1: the first row must name the columns"),
        ("name,group\nA,peer\nA,boss\n", "raters.csv:3: A is listed twice (first in row 2)"),
        ("name,group\nA,chief\n", "A: `chief` is none of"),
        ("name,group\nA,\n", "raters.csv:2: A has no group"),
        ("name,group\n,peer\n", "raters.csv:2: name:"),
        ("name,group\nA\u202e,peer\n", "raters.csv:2: name:"),
    ],
)
def test_a_table_of_raters_that_cannot_be_used_is_told_with_its_row(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raters.csv").write_text(table, encoding="utf-8")
    more = ("--about", "Dana", "--collector", "Kim", "-o", "round")
    ran = rolefit("panel", "start", NAME, "--raters", "raters.csv", *more)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert not Path("round").exists()


def test_doubles_strangers_and_altered_forms_are_refused_by_name(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin()
    rubric = load(NAME)
    (first, *_) = fill_round(folder, rubric, leave_out=5)
    double = folder / "answers" / "z.json"
    double.write_bytes(first.read_bytes())
    ran = rolefit("panel", "report", "round")
    assert ran.code == 2
    assert "z.json: answers the same form as" in ran.err
    whole = json.loads(first.read_text(encoding="utf-8"))
    whole["respondent"] = {"group": "boss", "about": "Dana"}
    double.write_text(json.dumps(whole), encoding="utf-8")
    ran = rolefit("panel", "report", "round")
    assert (ran.code, "does not fit the rubric, group and person" in ran.err) == (2, True)
    double.unlink()
    plain = {"rubric": NAME, "respondent": {"name": "Zed", "group": "peer", "about": "Dana"}}
    double.write_text(json.dumps({**plain, "answers": {}}), encoding="utf-8")
    ran = rolefit("panel", "report", "round")
    assert (ran.code, "nobody of that name and group was asked" in ran.err) == (2, True)


def test_a_plain_file_about_another_content_is_refused(rolefit: Run, begin: Begin) -> None:
    folder = begin()
    text = (
        f"rubric: {NAME}\nrubric_hash: sha256:{'0' * 64}\n"
        "respondent: {name: P1, group: peer, about: Dana}\nanswers: {}\n"
    )
    (folder / "answers" / "p1.yaml").write_text(text, encoding="utf-8")
    ran = rolefit("panel", "status", "round")
    assert (ran.code, "p1.yaml: answers another content" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("there", "put"),
    [
        ('"group": "peer"', '"group": "boss"'),
        ('"about": "Dana"', '"about": "Eve"'),
        ('"group": "report"', '"group": "self"'),
    ],
)
def test_a_round_whose_file_was_altered_is_refused(
    rolefit: Run, begin: Begin, there: str, put: str
) -> None:
    file = begin() / "round.json"
    text = file.read_text(encoding="utf-8")
    assert there in text
    file.write_text(text.replace(there, put), encoding="utf-8")
    ran = rolefit("panel", "status", "round")
    assert (ran.code, "was altered since the form was made" in ran.err) == (2, True), ran.err


def test_a_form_that_is_listed_twice_in_a_round_is_refused(rolefit: Run, begin: Begin) -> None:
    file = begin() / "round.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["forms"].append({**whole["forms"][2], "rater": "Somebody"})
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert "Somebody, peer: was altered" in rolefit("panel", "report", "round").err


def test_what_lies_among_the_answers_and_is_not_read_is_named(rolefit: Run, begin: Begin) -> None:
    folder = begin()
    (first, *_) = fill_round(folder, load(NAME))
    first.rename(first.with_suffix(".txt"))
    (folder / "answers" / "p1.html").write_text("<html>", encoding="utf-8")
    ran = rolefit("panel", "status", "round")
    assert ran.out.startswith("6 of 7 forms are in.")
    assert "000.txt: not read" in ran.err
    assert "p1.html: not read, it is a form" in ran.err
    assert "README" not in ran.err
    assert "000.txt" in rolefit("panel", "report", "round").err


def test_the_folder_of_a_round_is_closed_to_others_on_this_computer(begin: Begin) -> None:
    assert begin().stat().st_mode & 0o077 == 0


def test_plain_files_count_where_name_and_group_are_those_that_were_asked(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin()
    text = f"rubric: {NAME}\nrespondent: {{name: P1, group: peer, about: Dana}}\nanswers: {{}}\n"
    (folder / "answers" / "p1.yaml").write_text(text, encoding="utf-8")
    assert "peer: 1 of 3" in rolefit("panel", "status", "round").out


def test_one_more_rater_gets_a_form(rolefit: Run, begin: Begin) -> None:
    folder = begin()
    assert rolefit("panel", "add", "round", "--rater", "P4", "--as", "peer").code == 0
    assert (folder / "forms" / "008-p4.html").exists()
    assert "peer: 0 of 4" in rolefit("panel", "status", "round").out
    assert rolefit("panel", "add", "round", "--rater", "p4", "--as", "peer").code == 2
    assert rolefit("panel", "add", "round", "--rater", "Q", "--as", "chief").code == 2


HIRING = "marketing-hire-candidate"


def test_scores_of_candidates_stay_closed_until_all_forms_are_in(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin("name\nIda\nJo\n", "--about", "C One", "--about", "C Two", rubric=HIRING)
    rubric = load(HIRING)
    fill_round(folder, rubric, leave_out=1)
    ran = rolefit("panel", "report", "round")
    assert (ran.code, ran.out) == (2, "")
    assert "scores stay closed until all forms are in: Jo on C Two" in ran.err
    early = rolefit("panel", "report", "round", "--incomplete")
    assert early.code == 0
    assert "Not all forms are in." in early.out
    fill_round(folder, rubric)
    ran = rolefit("panel", "report", "round")
    assert ran.code == 0
    assert ran.out.index("Question by question") < ran.out.index("Each candidate, as the mean")


def test_a_spread_of_two_levels_asks_for_a_second_look_and_both_answers_are_kept(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin("name\nIda\nJo\n", "--about", "C One", rubric=HIRING)
    rubric = load(HIRING)
    forms = round_of(folder)["forms"]
    for asked, level in zip(forms, (1, 4), strict=True):
        answers = {**drawn_answers(rubric, asked["about"], seed=5), "last_day": level}
        text = json.dumps(saved_form(rubric, asked, answers), default=float)
        (folder / "answers" / f"{level}.json").write_text(text, encoding="utf-8")

    def looked() -> Any:
        told = json.loads(rolefit("panel", "report", "round", "--format", "json").out)["hiring"]
        return next(one for one in told["items"] if one["item"] == "last_day")

    assert (looked()["look_again"], looked()["spread"]) == (True, 3)
    again = ("panel", "again", "round", forms[0]["form"])
    assert rolefit(*again, "last_day=3", "--reason", "I had missed the call.").code == 0
    assert looked()["look_again"] is False
    first = looked()["answers"][0]
    assert first["again"] != first["answer"]
    assert first["reason"] == "I had missed the call."
    assert rolefit(*again, "last_day=9", "--reason", "x").code == 2
    assert rolefit("panel", "again", "round", "nope", "last_day=3", "--reason", "x").code == 2


@pytest.mark.slow
def test_candidates_of_a_round_are_held_against_the_need_once_all_forms_are_in(
    rolefit: Run, begin: Begin
) -> None:
    folder = begin("name\nIda\nJo\n", "--about", "C One", "--about", "C Two", rubric=HIRING)
    assert "panel report round --need NEED.yaml" in (folder / "README.txt").read_text("utf-8")
    files = fill_round(folder, load(HIRING), leave_out=1)
    need = str(EXAMPLES / "northwind.yaml")
    ran = rolefit("panel", "report", "round", "--need", need)
    assert (ran.code, ran.out) == (2, "")
    assert "scores stay closed" in ran.err
    early = rolefit("panel", "report", "round", "--need", need, "--incomplete")
    assert "not in yet: Jo on C Two" in early.err
    files = fill_round(folder, load(HIRING))
    ran = rolefit("panel", "report", "round", "--need", need, "--format", "json")
    by_hand = rolefit("match", need, *map(str, files), "--format", "json")
    assert ran.code == by_hand.code
    found, expected = json.loads(ran.out), json.loads(by_hand.out)
    assert found["format"] == "rolefit-match"
    for one, other in zip(found["candidates"], expected["candidates"], strict=True):
        assert one["person"] == other["person"]
        assert one["name"] in {f"{one['person']} ({rater})" for rater in ("Ida", "Jo")}
    assert found["needs"] == expected["needs"]
    assert "and nobody has looked again" in ran.err


def test_a_match_is_never_written_over_what_the_round_reads(rolefit: Run, begin: Begin) -> None:
    folder = begin("name\nIda\n", "--about", "C One", rubric=HIRING)
    fill_round(folder, load(HIRING))
    need = str(EXAMPLES / "northwind.yaml")
    file = str(folder / "round.json")
    ran = rolefit("panel", "report", "round", "--need", need, "-f", "json", "-o", file, "--force")
    assert ran.code == 2
    assert round_of(folder)["format"] == "rolefit-round"


def test_a_need_is_refused_where_a_round_is_not_about_candidates(
    rolefit: Run, begin: Begin
) -> None:
    fill_round(begin(), load(NAME))
    ran = rolefit("panel", "report", "round", "--need", str(EXAMPLES / "northwind.yaml"))
    assert (ran.code, "--need is for a round about candidates" in ran.err) == (2, True)


@pytest.mark.slow
def test_two_founders_end_in_a_comparison(rolefit: Run, begin: Begin) -> None:
    name = "first-marketing-hire"
    folder = begin("name,group\nAnn,founder\nBo,cofounder\n", "--named", rubric=name)
    fill_round(folder, load(name))
    ran = rolefit("panel", "report", "round")
    assert ran.code == 0
    assert ran.out.startswith("Comparison: ")
    assert "Ann" in ran.out


@pytest.mark.slow
def test_two_hundred_raters_take_less_than_five_seconds(rolefit: Run, begin: Begin) -> None:
    groups = ("peer", "report", "mentor", "interviewer")
    rows = "".join(f"R{k},{groups[k % 3]}\n" for k in range(200))
    folder = begin(f"name,group\n{rows}")
    fill_round(folder, load(NAME))
    begun = time.process_time()
    assert rolefit("panel", "report", "round").code == 0
    assert time.process_time() - begun < 5


def test_what_is_no_round_is_told(rolefit: Run, tmp_path: Path) -> None:
    assert "no folder of a round" in rolefit("panel", "status", str(tmp_path / "none")).err
    assert rolefit("panel", "status", str(tmp_path)).code == 2
    (tmp_path / "round.json").write_text('{"format": "other"}', encoding="utf-8")
    ran = rolefit("panel", "status", str(tmp_path))
    assert (ran.code, "round.json" in ran.err) == (2, True)
