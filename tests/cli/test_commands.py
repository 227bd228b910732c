"""Every command as its user types it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import assessed, report
from every import every
from runs import Ran

from rolefit.cli.work import rubric as work_of_rubric
from rolefit.exact import rounded
from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.storage.documents import parse
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names

pytestmark = pytest.mark.usefixtures("assessed_once")

Run = Callable[..., Ran]
RUBRIC = "first-marketing-hire"
NAMES = shipped_names()


@pytest.fixture
def mine(tmp_path: Path, rolefit: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled-in responses file in an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    rubric = load(RUBRIC)
    lines = [f"rubric: {RUBRIC}", "respondent: {name: Northwind}", "date: 2026-11-22", "answers:"]
    for item in rubric.items:
        answer = rubric.cases[0].answers.get(item.id)
        match answer:
            case str() | int():
                lines.append(f"  {item.id}: {answer}")
            case tuple():
                lines.append(f"  {item.id}: [{', '.join(answer)}]")
            case dict() if "answer" in answer:
                lines.append(f"  {item.id}: {answer['answer']}")
            case dict():
                lines.append(f"  {item.id}: {next(iter(answer))}")
    path = tmp_path / "mine.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_alone_it_shows_what_can_be_assessed_and_what_to_type(rolefit: Run) -> None:
    done = rolefit()
    assert done.code == 0
    for name in shipped_names():
        assert f"rolefit demo {name}" in done.out
    assert "rolefit score mine.yaml" in done.out


def test_version(rolefit: Run) -> None:
    assert rolefit("--version").out.startswith("rolefit 0.")


@pytest.mark.parametrize("name", shipped_names())
def test_demo_reports_a_case_without_questions(rolefit: Run, name: str) -> None:
    done = rolefit("demo", name)
    assert done.code == 0
    assert load(name).title in done.out.replace("\n", " ")
    assert done.err.startswith("A made-up case")
    assert f"rolefit take {name}" in done.err


def test_demo_is_quiet_when_asked(rolefit: Run) -> None:
    assert rolefit("demo", "--quiet").err == ""


@pytest.mark.parametrize("case", ["0", "999", "x", "-1", "٣"])
def test_demo_refuses_a_case_that_is_not_there(rolefit: Run, case: str) -> None:
    done = rolefit("demo", f"--case={case}")
    assert done.code == 2
    assert "is none of 1 to" in done.err


def test_score_reports_on_a_file(rolefit: Run, mine: Path) -> None:
    done = rolefit("score", "mine.yaml")
    assert done.code == 0
    assert done.err == ""
    assert "Northwind" in done.out
    assert done.out == rolefit("score", "mine.yaml").out


def test_score_reads_stdin_and_writes_json(rolefit: Run, mine: Path) -> None:
    done = rolefit("score", "-", "--format", "json", stdin=mine.read_bytes())
    report = json.loads(done.out)
    assert report["format"] == "rolefit-report"
    assert report["assessment"]["respondent"] == "Northwind"
    assert report == json.loads(rolefit("score", "mine.yaml", "-f", "json").out)


def test_score_of_an_empty_stdin_says_so(rolefit: Run) -> None:
    done = rolefit("score", "-")
    assert done.code == 2
    assert "<stdin>" in done.err


@pytest.mark.parametrize(("ending", "start"), [(".md", "# "), (".json", "{"), (".txt", "Your ")])
def test_the_name_of_the_output_picks_the_format(
    rolefit: Run, mine: Path, ending: str, start: str
) -> None:
    done = rolefit("score", "mine.yaml", "--output", f"report{ending}")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"wrote report{ending}\n"
    assert Path(f"report{ending}").read_text(encoding="utf-8").startswith(start)


def test_an_existing_file_is_kept_unless_forced(rolefit: Run, mine: Path) -> None:
    Path("report.md").write_text("mine", encoding="utf-8")
    refused = rolefit("score", "mine.yaml", "-o", "report.md")
    assert refused.code == 2
    assert "exists already" in refused.err
    assert "--force" in refused.err
    assert Path("report.md").read_text(encoding="utf-8") == "mine"
    assert rolefit("score", "mine.yaml", "-o", "report.md", "--force").code == 0
    assert Path("report.md").read_text(encoding="utf-8").startswith("# ")
    assert sorted(os.listdir()) == ["mine.yaml", "report.md"]


def test_several_files_begin_with_a_line_each(rolefit: Run, mine: Path) -> None:
    Path("other.yaml").write_bytes(mine.read_bytes())
    done = rolefit("score", "mine.yaml", "other.yaml")
    head = done.out.partition("Your first marketing hire")[0]
    assert "mine.yaml: " in head
    assert "other.yaml: " in head
    assert isinstance(
        json.loads(rolefit("score", "mine.yaml", "other.yaml", "-f", "json").out), list
    )


def test_faults_of_all_files_are_told_together_and_nothing_is_scored(
    rolefit: Run, mine: Path
) -> None:
    Path("bad.yaml").write_text("rubric: nothing\nanswers: {}\n", encoding="utf-8")
    done = rolefit("score", "mine.yaml", "bad.yaml", "missing.yaml")
    assert (done.code, done.out) == (2, "")
    assert "no rubric is called `nothing`" in done.err
    assert "missing.yaml: No such file" in done.err


def test_a_typo_is_told_with_its_place_and_the_nearest_name(rolefit: Run, mine: Path) -> None:
    text = mine.read_text(encoding="utf-8")
    first = load(RUBRIC).items[0].id
    mine.write_text(text.replace(f"  {first}:", f"  {first}x:"), encoding="utf-8")
    done = rolefit("score", "mine.yaml")
    line = text.split("\n").index(next(x for x in text.split("\n") if x.startswith(f"  {first}:")))
    assert done.code == 2
    assert f"mine.yaml:{line + 1}:3: answers.{first}x: unknown item" in done.err
    assert f"did you mean `{first}`?" in done.err


@pytest.mark.parametrize(
    ("label", "case", "code"),
    [
        ("leaning", "leaning", 0),
        ("leaning", "clear", 0),
        ("leaning", "too_close_to_call", 1),
        ("clear", "clear", 0),
        ("clear", "leaning", 1),
        ("clear", "conditional", 1),
        ("settled", "clear", 0),
        ("settled", "not_yet", 0),
        ("settled", "not_enough_answers", 1),
    ],
)
def test_require_turns_the_verdict_into_an_exit_code(
    rolefit: Run, tmp_path: Path, label: str, case: str, code: int
) -> None:
    rubric = load(RUBRIC)
    answers = next(c.answers for c in rubric.cases if c.expect.label == (case,))
    dumped = json.dumps({"rubric": RUBRIC, "answers": answers}, default=float)
    path = tmp_path / "case.json"
    path.write_text(dumped, encoding="utf-8")
    done = rolefit("score", str(path), "--require", label)
    assert done.code == code
    assert done.out
    assert bool(done.err) == bool(code)


def test_require_refuses_other_words(rolefit: Run, mine: Path) -> None:
    done = rolefit("score", "mine.yaml", "--require", "claer")
    assert done.code == 2
    assert "did you mean `clear`?" in done.err


def test_answers_to_another_rubric_are_refused(rolefit: Run, mine: Path) -> None:
    done = rolefit("score", "mine.yaml", "--rubric", "lead-or-manager")
    assert done.code == 2
    assert "answers to `first-marketing-hire`, not to `lead-or-manager`" in done.err


def test_a_changed_rubric_is_noticed_and_said(rolefit: Run, mine: Path) -> None:
    text = mine.read_text(encoding="utf-8")
    current = load(RUBRIC).content_hash
    mine.write_text(f"rubric_hash: {current}\n{text}", encoding="utf-8")
    assert "has changed since" not in rolefit("score", "mine.yaml").out
    mine.write_text(f"rubric_hash: sha256:{'0' * 64}\n{text}", encoding="utf-8")
    assert "has changed since" in rolefit("score", "mine.yaml").out
    assert json.loads(rolefit("score", "mine.yaml", "-f", "json").out)["assessment"][
        "rubric_changed"
    ]


def test_an_unknown_rubric_is_told_with_the_nearest(rolefit: Run) -> None:
    done = rolefit("demo", "first-marketing-hier")
    assert done.code == 2
    assert "did you mean `first-marketing-hire`?" in done.err


@pytest.mark.slow
def test_blank_gives_a_file_that_scores_as_not_enough_answers(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in shipped_names():
        assert rolefit("rubric", "blank", name, "--output", "blank.yaml", "--force").code == 0
        done = rolefit("score", "blank.yaml")
        assert done.code == 0
        assert "Not enough answers" in done.out
        document = parse("blank.yaml", Path("blank.yaml").read_bytes())
        answers: Any = document.value["answers"]
        assert list(answers) == [item.id for item in load(name).items]


@pytest.mark.slow
def test_without_a_name_the_cases_of_all_shipped_rubrics_are_run(
    rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two of them stand for all: `tests/rubrics` runs every case.
    monkeypatch.setattr(work_of_rubric, "shipped_names", lambda: NAMES[:2])
    done = rolefit("rubric", "test")
    assert done.code == 0
    assert done.out.count("cases as expected") == 2


@pytest.mark.slow
def test_a_case_that_differs_is_shown_with_expected_and_actual(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rolefit("rubric", "new", "mine")
    path = tmp_path / "mine.yaml"
    text = path.read_text(encoding="utf-8")
    wrong = text.replace("{outcome: planner, label: clear", "{outcome: maker, label: clear", 1)
    path.write_text(wrong, "utf-8")
    done = rolefit("rubric", "test", "mine.yaml")
    assert done.code == 1
    assert "7 of 8 cases as expected" in done.out
    assert ["outcome", "maker", "planner"] in [line.split() for line in done.out.split("\n")]


@pytest.mark.slow
@pytest.mark.parametrize("model", ["contrast", "readiness"])
def test_a_new_rubric_is_sound_and_passes_its_cases(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    monkeypatch.chdir(tmp_path)
    made = rolefit("rubric", "new", "mine", "--model", model)
    assert made.code == 0
    assert sorted(os.listdir()) == ["mine.yaml", "rolefit-rubric.schema.json"]
    text = Path("mine.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=./rolefit-rubric.schema.json\n")
    assert rolefit("rubric", "check", "mine.yaml").code == 0
    assert rolefit("rubric", "test", "mine.yaml").code == 0
    assert rolefit("rubric", "new", "mine").code == 2
    assert Path("mine.yaml").read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_a_new_rubric_tells_all_that_it_wrote(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "wrote rolefit-rubric.schema.json" in rolefit("rubric", "new", "mine").err
    assert "schema" not in rolefit("rubric", "new", "other").err  # it is there already


def test_a_new_rubric_takes_no_shipped_name(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = rolefit("rubric", "new", "cmo-readiness")
    assert done.code == 2
    assert "is the name of a shipped rubric" in done.err
    assert "choose another name" in done.err
    assert os.listdir() == []


@pytest.mark.slow
def test_what_a_blank_file_says_to_type_works(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rolefit("rubric", "new", "mine", "--output", "my own.yaml")
    said = "# Then: rolefit score FILE --rubric 'my own.yaml'\n"
    rolefit("rubric", "blank", "my own.yaml", "--output", "a.yaml")
    assert said in Path("a.yaml").read_text("utf-8")
    assert said in rolefit("take", "my own.yaml", "--blank").out
    assert rolefit("score", "a.yaml", "--rubric", "my own.yaml").code == 0
    assert "# Then: rolefit score FILE\n" in rolefit("rubric", "blank", "cmo-readiness").out


@pytest.mark.parametrize("name", ["Mine", "../mine", "a b", "", "x" * 65])
def test_a_name_that_is_no_name_is_refused(rolefit: Run, name: str) -> None:
    done = rolefit("rubric", "new", name)
    assert done.code == 2
    assert "no name for a rubric" in done.err


@pytest.mark.slow
def test_check_lists_problems_as_text_json_and_annotations(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rolefit("rubric", "new", "mine")
    path = Path("mine.yaml")
    text = path.read_text(encoding="utf-8").replace("toward: planner", "toward: planer", 1)
    path.write_text(text, encoding="utf-8")
    line = next(k for k, x in enumerate(text.split("\n"), 1) if "toward: planer" in x)
    plain = rolefit("rubric", "check", "mine.yaml")
    assert plain.code == 1
    assert f"mine.yaml:{line}:13: items.3.toward: unknown outcome `planer`" in plain.out
    found = json.loads(rolefit("rubric", "check", "mine.yaml", "--format", "json").out)
    assert [(entry["line"], entry["code"]) for entry in found] == [(line, "unknown-name")]
    noted = rolefit("rubric", "check", "mine.yaml", "--format", "github").out
    assert noted.startswith(f"::error file=mine.yaml,line={line},col=13,title=unknown-name::")


@pytest.mark.slow
def test_check_finds_claims_that_do_not_exist(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rolefit("rubric", "new", "mine")
    path = Path("mine.yaml")
    path.write_text(
        path.read_text("utf-8").replace("source: [XX-01]", "source: [XX-02]", 1), "utf-8"
    )
    done = rolefit("rubric", "check", "mine.yaml")
    assert done.code == 1
    assert "unknown claim `XX-02`" in done.out
    assert "did you mean `XX-01`?" in done.out


def test_check_of_a_file_that_is_not_there_could_not_run(rolefit: Run) -> None:
    assert rolefit("rubric", "check", "none.yaml").code == 2


def test_show_lists_every_item_with_its_answers(rolefit: Run) -> None:
    flat = " ".join(rolefit("rubric", "show", RUBRIC).out.split())
    for item in load(RUBRIC).items:
        assert " ".join(item.ask.split()) in flat
        for _, text in item.options():
            assert " ".join(text.split()) in flat


def test_list_and_show_come_as_markdown_too(rolefit: Run) -> None:
    assert "| first\\-marketing\\-hire" in rolefit("rubric", "list", "-f", "markdown").out or (
        "first-marketing-hire" in rolefit("rubric", "list", "-f", "markdown").out
    )
    assert rolefit("rubric", "show", RUBRIC, "-f", "markdown").out.startswith("# ")


def test_schema_refuses_two_kinds_at_once(rolefit: Run) -> None:
    assert rolefit("rubric", "schema", "--report", "--responses", RUBRIC).code == 2


@pytest.mark.parametrize("word", ["nope", "--nope", "rubric nope", "score"])
def test_wrong_usage_ends_with_two_and_a_way_on(rolefit: Run, word: str) -> None:
    done = rolefit(*word.split(" "))
    assert (done.code, done.out) == (2, "")
    assert "--help" in done.err


def test_the_answers_are_not_overwritten_by_their_report(rolefit: Run, mine: Path) -> None:
    before = mine.read_bytes()
    done = rolefit("score", "mine.yaml", "--output", "./mine.yaml", "--format", "json", "--force")
    assert done.code == 2
    assert "holds answers that this command reads" in done.err
    assert mine.read_bytes() == before


@pytest.mark.parametrize("name", ["report.odt", "report.xlsx", "report.tex"])
def test_an_ending_without_a_format_is_refused(rolefit: Run, mine: Path, name: str) -> None:
    done = rolefit("score", "mine.yaml", "--output", name)
    assert done.code == 2
    assert "no format is known for" in done.err
    assert not Path(name).exists()
    assert rolefit("score", "mine.yaml", "-o", name, "--format", "markdown").code == 0


def test_a_rubric_of_ones_own_is_named_by_its_file(rolefit: Run, mine: Path) -> None:
    rolefit("rubric", "new", "own", "--quiet")
    Path("answers.yaml").write_text("rubric: own\nanswers: {week: plans, planning: 5}\n", "utf-8")
    lost = rolefit("score", "answers.yaml")
    assert lost.code == 2
    assert "add --rubric FILE" in lost.err
    assert rolefit("score", "answers.yaml", "--rubric", "own.yaml").code == 0


def test_words_that_people_write_for_a_state_are_understood(rolefit: Run, mine: Path) -> None:
    rubric = "management-style"
    lines = [f"rubric: {rubric}", "answers:"]
    words = {"dont_know": "don't know", "skipped": "Skip", "not_applicable": "N/A"}
    for state, word in words.items():
        item = next(i.id for i in load(rubric).items if i.allow_na)
        mine.write_text("\n".join([*lines, f"  {item}: {word}"]), "utf-8")
        report = json.loads(rolefit("score", "mine.yaml", "-f", "json").out)
        states = {m["item"]: m["state"] for m in report["assessment"]["missing"]}
        assert states[item] == state


def test_options_are_understood_by_their_wording(rolefit: Run, mine: Path) -> None:
    item = next(i for i in load(RUBRIC).items if i.type == "single" and i.scores)
    key, text = item.options()[0]
    lines = mine.read_text("utf-8").split("\n")
    found = []
    for answer in (key, key.upper(), f'"{text}"', f'"{text.rstrip(".").lower()}"'):
        changed = [f"  {item.id}: {answer}" if x.startswith(f"  {item.id}:") else x for x in lines]
        mine.write_text("\n".join(changed), "utf-8")
        found.append(rolefit("score", "mine.yaml", "--full").out)
    assert len(set(found)) == 1


@pytest.mark.slow
@every("name", ["first-marketing-hire", "cmo-readiness", "management-style"])
@every("k", range(0, 9, 3))
def test_printed_figures_add_up(name: str, k: int) -> None:
    out = terminal.render(report(name, k, full=True), Look(80))
    for block in re.findall(
        r"((?:^ +[+-]\d.*\n(?: {8}.*\n)+)+)(\S+) points in all", out, re.MULTILINE
    ):
        shown = re.findall(r"^ +[+-](\d+\.\d)  ", block[0], re.MULTILINE)
        assert sum(map(Decimal, shown)) == Decimal(block[1])


def test_a_demo_prints_the_report_of_the_shipped_case(rolefit: Run) -> None:
    for k in (0, 3):
        ran = rolefit("demo", RUBRIC, "--case", str(k + 1), "--full", "--quiet")
        assert ran.out == terminal.render(report(RUBRIC, k, full=True), Look(80))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["first-marketing-hire", "lead-or-manager"])
def test_the_printed_margin_is_the_exact_one_rounded_once(name: str) -> None:
    # So that score, whatif and compare print the same; it may be 0.1 off the printed scores.
    said = re.compile(r" ([\d.]+) and .*? ([\d.]+) points of 100; the margin is ([\d.]+)")
    count = 0
    for k in range(0, len(load(name).cases), 2):
        out = " ".join(terminal.render(report(name, k, full=True), Look(80)).split())
        exact = assessed(name, k).verdict.margin
        for one, other, margin in said.findall(out):
            assert exact is not None
            assert Decimal(margin) == rounded(exact, 1), k
            assert abs(abs(Decimal(one) - Decimal(other)) - Decimal(margin)) <= Decimal("0.1")
            count += 1
    assert count > 4
