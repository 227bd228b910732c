"""`rolefit rubric audit`: what authors see, in every format."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from rolefit.audit import CHECKS
from rolefit.audit.base import ProgressCallback
from rolefit.audit.simulation import distribution, mutants, respondents
from rolefit.audit.simulation.mutations import mutations
from rolefit.cli import output
from rolefit.cli.output import Meter
from rolefit.cli.work import audit as work_of_audit
from rolefit.cli.work.audit import audited_rubric
from rolefit.reports.formats import text
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.audit.findings import Audited
from rolefit.storage.library import LocatedRubric, find

WHOLE = (Path(__file__).parent.parent / "audit" / "sound.yaml").read_text(encoding="utf-8")
# Without the text for a result that none of its cases has: nothing is found in the rest.
SOUND = WHOLE[: WHOLE.index("  both:\n")] + WHOLE[WHOLE.index("  neither:\n") :]
FULL = 'ready together.", favors: {agency: 1}}'
WEAK = 'ready together.", favors: {agency: 0.8}}'
WHY = "    why: Jobs that meet on one day need more than one pair of hands.\n"

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sampling less and trying fewer mistakes is quicker."""
    monkeypatch.setattr(mutants, "mutations", lambda rubric: islice(mutations(rubric), 3))
    monkeypatch.setattr(respondents, "DRAWS", 20)
    monkeypatch.setattr(distribution, "DRAWS", 100)
    monkeypatch.setattr(distribution, "HALF_WIDTH", Fraction(98, 1000))


AUDITED: dict[tuple[str, bytes, int | None], Audited] = {}


@pytest.fixture(autouse=True)
def audited_once(quicker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file is audited once, in however many formats it is told."""

    def once(found: LocatedRubric, seed: int | None, meter: ProgressCallback) -> Audited:
        name = found.document.name
        key = name, Path(name).read_bytes(), seed
        if key not in AUDITED:
            AUDITED[key] = audited_rubric(found, seed, meter)
        return AUDITED[key]

    monkeypatch.setattr(work_of_audit, "audited_rubric", once)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Write a rubric into the current folder; the sound one, with some words replaced."""
    monkeypatch.chdir(tmp_path)

    def made(*replaced: tuple[str, str], name: str = "mine.yaml") -> str:
        text = SOUND
        for before, after in replaced:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        Path(name).write_text(text, encoding="utf-8")
        return name

    return made


def line_of(name: str, text: str) -> int:
    """The line of a file that begins with a text, from 1."""
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    return next(k for k, line in enumerate(lines, start=1) if line.startswith(text))


# --- for people ------------------------------------------------------------------------------


def test_a_sound_rubric_passes_and_its_behaviour_is_shown(rolefit: Run, file: Run) -> None:
    ran = rolefit("rubric", "audit", file())
    assert ran.code == 0
    assert ran.err == "1 of 1 rubrics without errors\n"
    titles = [
        "Audit of sound 1.0",
        "0 errors, 0 warnings, 0 for information.",
        "How far the scores reach",
        "All combinations of answers",
        "Who leads",
        "What random answers are told",
        "What answering by position gets",
        "How often each item decides",
        "What the cases notice",
    ]
    places = [ran.out.index(title) for title in titles]
    assert places == sorted(places)


@pytest.mark.slow
def test_findings_come_first_with_their_place_their_line_and_a_hint(
    rolefit: Run, file: Run
) -> None:
    name = file((FULL, WEAK))
    ran = rolefit("rubric", "audit", name)
    assert ran.code == 1
    line = line_of(name, "  agency:")
    assert ran.out.startswith(
        f"mine.yaml:{line}:3: error RF001 attainable-range\n"
        "  the score of an agency is at most 97.5, whatever is answered\n"
        "        agency:\n"
        "        ^\n"
        "  no answer is worth 1 for agency in `trade`\n"
        "\n"
        "Audit of sound 1.0\n"
    )
    assert "1 error, 0 warnings, 0 for information." in ran.out
    assert ran.err == "0 of 1 rubrics without errors\n"


@pytest.mark.slow
def test_errors_come_before_warnings_wherever_they_are(rolefit: Run, file: Run) -> None:
    ran = rolefit("rubric", "audit", file((FULL, WEAK), (WHY, "")), "--format", "github")
    kinds = [line.split(" ")[0] for line in ran.out.splitlines()]
    assert kinds == ["::error", "::warning"]


@pytest.mark.slow
def test_warnings_fail_only_where_that_is_asked_for(rolefit: Run, file: Run) -> None:
    name = file((WHY, ""))
    assert rolefit("rubric", "audit", name, "-f", "github").code == 0
    ran = rolefit("rubric", "audit", name, "-f", "github", "--strict")
    assert ran.code == 1
    assert ran.err == "0 of 1 rubrics without errors and warnings\n"


@pytest.mark.slow
def test_every_number_says_whether_it_was_counted_or_sampled(rolefit: Run, file: Run) -> None:
    out = " ".join(rolefit("rubric", "audit", file()).out.split())
    assert "Exact: all 97,200 combinations of answers are counted. Gates are left out." in out
    assert out.count("Exact: counted over the same combinations.") == 2
    assert "Items that steer branches: 100 are sampled, ± 9.8 percentage points" in out
    assert "Sampled: 20 random respondents; next to each share its 95 % interval." in out
    assert "Exact: each of them is judged like any other respondent." in out
    assert "All of them were tried." in out


@pytest.mark.slow
def test_the_page_keeps_to_the_width_of_the_terminal(file: Run) -> None:
    name = file((FULL, WEAK), (WHY, ""), name="a-rubric-with-quite-a-long-name.yaml")
    one = audited_rubric(find(name), None, lambda *_: None)
    for width in (60, 80, 120):
        drawn = text.render(one, Look(width))
        assert max(cell_len(line) for line in drawn.splitlines()) <= width
    assert text.render(one, Look(80, unicode=False)).isascii()
    coloured = text.render(one, Look(80, colour=True))
    assert "\x1b[1;31merror RF001 attainable-range\x1b[0m" in coloured


@pytest.mark.slow
def test_several_rubrics_follow_one_another(rolefit: Run, file: Run) -> None:
    names = [file(name="one.yaml"), file((WHY, ""), name="two.yaml")]
    ran = rolefit("rubric", "audit", *names)
    assert ran.out.index("one.yaml ·") < ran.out.index("two.yaml:") < ran.out.index("two.yaml ·")
    assert ran.err == "2 of 2 rubrics without errors\n"


@pytest.mark.slow
def test_markdown_says_the_same_with_the_findings_as_a_list(rolefit: Run, file: Run) -> None:
    ran = rolefit("rubric", "audit", file((FULL, WEAK)), "-f", "markdown")
    assert ran.out.startswith("# Audit of sound 1.0\n")
    assert ran.out.index("## Findings") < ran.out.index("## Who leads")
    assert "error RF001 attainable-range: the score of an agency" in ran.out


@pytest.mark.slow
def test_a_rubric_without_cases_is_told_so(rolefit: Run, file: Run) -> None:
    name = file()
    text = SOUND[: SOUND.index("cases:\n")]
    Path(name).write_text(text, encoding="utf-8")
    ran = rolefit("rubric", "audit", name)
    assert "It has no cases: nothing was tested." in ran.out
    found = json.loads(rolefit("rubric", "audit", name, "-f", "json").out)
    assert (found["coverage"]["cases"], found["mutants"]["killed"]) == (0, 0)


# --- for programs ----------------------------------------------------------------------------


@pytest.mark.slow
def test_json_holds_every_number_of_the_page(rolefit: Run, file: Run) -> None:
    name = file((FULL, WEAK))
    found = json.loads(rolefit("rubric", "audit", name, "--format", "json", "--seed", "7").out)
    assert found["format"] == "rolefit-audit"
    assert found["format_version"] == 1
    assert (found["rubric"], found["seed"], found["file"]) == ("sound", 7, name)
    assert found["hash"].startswith("sha256:")
    (finding,) = found["findings"]
    assert finding == {
        "code": "RF001",
        "name": "attainable-range",
        "severity": "error",
        "file": name,
        "line": line_of(name, "  agency:"),
        "column": 3,
        "path": "outcomes.agency",
        "message": "the score of an agency is at most 97.5, whatever is answered",
        "hint": "no answer is worth 1 for agency in `trade`",
    }
    assert found["range"]["agency"] == {"low": 0.0, "high": 97.5}
    distribution = found["distribution"]
    assert distribution["exact"] is True
    assert distribution["combinations"] == 97200
    assert sum(b["share"] for b in distribution["histogram"]) == pytest.approx(1)
    leading = sum(distribution["leading"].values()) + distribution["tied"]
    assert leading == pytest.approx(1)
    assert {i["item"]: i["error"] for i in found["influence"]}["bought"] == 0.098
    assert found["labels"]["draws"] == 20
    assert sum(one["share"] for one in found["labels"]["shares"].values()) == pytest.approx(1)
    assert found["straight"][0]["respondent"] == "takes the first choice each time"
    assert found["coverage"]["cases"] == 11
    assert {one["name"] for one in found["coverage"]["results"]} == {"freelancer", "agency"}
    assert found["mutants"]["killed"] <= found["mutants"]["counted"]


@pytest.mark.slow
def test_json_of_several_rubrics_is_a_list(rolefit: Run, file: Run) -> None:
    name = file()
    found = json.loads(rolefit("rubric", "audit", name, name, "-f", "json").out)
    assert found[0] == found[1]
    assert found[0]["format"] == "rolefit-audit"


def sarif(rolefit: Run, name: str) -> Any:
    return json.loads(rolefit("rubric", "audit", name, "-f", "sarif").out)["runs"][0]


@pytest.mark.slow
def test_sarif_lists_every_check_as_a_rule_and_points_to_it(rolefit: Run, file: Run) -> None:
    name = file((FULL, WEAK), (WHY, ""))
    run = sarif(rolefit, name)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.CODE for check in CHECKS]
    levels = {"error": "error", "warning": "warning", "info": "note"}
    for rule, check in zip(rules, CHECKS, strict=True):
        assert rule["defaultConfiguration"] == {"level": levels[check.SEVERITY]}
        assert rule["fullDescription"]["text"] == check.ABOUT
        assert check.FIX in rule["help"]["text"]
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["name"].isalpha()
    error, warning = run["results"]
    assert (error["ruleId"], error["level"]) == ("RF001", "error")
    assert (warning["ruleId"], warning["level"]) == ("RF021", "warning")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = error["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": name}
    assert place["region"] == {"startLine": line_of(name, "  agency:"), "startColumn": 3}
    assert "(no answer is worth 1 for agency in `trade`)" in error["message"]["text"]


@pytest.mark.slow
def test_sarif_knows_a_finding_again_when_lines_and_items_are_added_above(
    rolefit: Run, file: Run
) -> None:
    def marks() -> list[Any]:
        return [result["partialFingerprints"] for result in sarif(rolefit, "mine.yaml")["results"]]

    file((FULL, WEAK), (WHY, ""))
    before = marks()
    extra = (
        "  - {id: extra, type: yes_no, ask: Is it sunny?, why: It scores nothing., source: [AG-04]}"
    )
    file(
        (FULL, WEAK),
        (WHY, ""),
        ("items:\n  - id: budget", f"# new\nitems:\n{extra}\n  - id: budget"),
    )
    after = marks()
    assert len({json.dumps(mark) for mark in before}) == 2
    assert [mark for mark in after if mark in before] == before


@pytest.mark.slow
def test_sarif_tells_two_findings_at_one_place_apart(rolefit: Run, file: Run) -> None:
    # Neither outcome reaches 0 or 100 any more.
    name = file(
        (FULL, 'ready together.", favors: {agency: 0.9, freelancer: 0.1}}'),
        (
            'care.", favors: {freelancer: 1}}',
            'care.", favors: {freelancer: 0.9, agency: 0.1}}',
        ),
        ('could have done."}', 'could have done.", favors: {agency: 0.5, freelancer: 0.5}}'),
    )
    results = sarif(rolefit, name)["results"]
    marks = [r["partialFingerprints"]["codeAndPath/v1"] for r in results if r["ruleId"] == "RF001"]
    assert len(marks) == len(set(marks)) == 4
    assert sorted(mark.rpartition(":")[2] for mark in marks) == ["1", "1", "2", "2"]


@pytest.mark.slow
def test_words_of_a_rubric_are_no_markup_in_annotations(rolefit: Run, file: Run) -> None:
    name = file((FULL, WEAK), ("name: an agency", 'name: "an [agency](http://evil) 100%"'))
    said = sarif(rolefit, name)["results"][0]["message"]["text"]
    assert "](" not in said
    line = rolefit("rubric", "audit", name, "-f", "github").out.splitlines()[0]
    assert "100%25" in line


# --- files that are no rubrics ---------------------------------------------------------------


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_a_faulty_file_is_told_exactly_as_check_tells_it(
    rolefit: Run, file: Run, format: str
) -> None:
    name = file(("model: contrast", "model: contrats"))
    checked = rolefit("rubric", "check", name, "--format", format)
    ran = rolefit("rubric", "audit", name, file(name="sound.yaml"), "--format", format)
    assert (ran.code, ran.out) == (1, checked.out)
    assert "expected 'contrast', 'readiness' or 'profile'" in ran.out


def test_a_faulty_file_is_told_in_sarif_too(rolefit: Run, file: Run) -> None:
    name = file(("    why: Jobs", "    whyy: Jobs"))
    ran = rolefit("rubric", "audit", name, "-f", "sarif")
    assert ran.code == 1
    run = json.loads(ran.out)["runs"][0]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == line_of(
        name, "    whyy"
    )


def test_a_faulty_file_is_told_as_text_where_markdown_was_wanted(rolefit: Run, file: Run) -> None:
    name = file(("model: contrast", "model: contrats"))
    ran = rolefit("rubric", "audit", name, "-f", "markdown")
    assert (ran.code, ran.out) == (1, rolefit("rubric", "check", name).out)


def test_a_case_with_an_answer_that_cannot_be_read_is_a_fault_of_the_file(
    rolefit: Run, file: Run
) -> None:
    name = file(("kinds: one, rush: 2, trade: several", "kinds: seven, rush: 2, trade: several"))
    ran = rolefit("rubric", "audit", name)
    assert ran.code == 1
    assert "unknown option `seven`" in ran.out


def test_a_missing_file_could_not_be_audited(rolefit: Run) -> None:
    ran = rolefit("rubric", "audit", "./nowhere.yaml")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "sarfi"), "did you mean `sarif`?"),
        (("--seed", "-1"), "--seed"),
        (("--seed", "one"), "--seed"),
    ],
)
def test_wrong_options_are_told(
    rolefit: Run, file: Run, arguments: tuple[str, ...], said: str
) -> None:
    ran = rolefit("rubric", "audit", file(), *arguments)
    assert ran.code == 2
    assert said in ran.err


# --- where it goes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("sarif", '{\n  "$schema"'), ("json", '{\n  "format"'), ("md", "# Audit"), ("txt", "Audit")],
)
def test_the_format_follows_from_the_file_that_is_written(
    rolefit: Run, file: Run, ending: str, begins: str
) -> None:
    ran = rolefit("rubric", "audit", file(), "--output", f"out.{ending}")
    assert (ran.code, ran.out) == (0, "")
    assert Path(f"out.{ending}").read_text(encoding="utf-8").startswith(begins)
    assert f"wrote out.{ending}" in ran.err


def test_a_file_in_the_way_is_replaced_only_by_force(rolefit: Run, file: Run) -> None:
    name = file()
    Path("out.sarif").write_text("mine")
    assert rolefit("rubric", "audit", name, "-o", "out.sarif").code == 2
    assert Path("out.sarif").read_text() == "mine"
    assert rolefit("rubric", "audit", name, "-o", "out.sarif", "--force").code == 0
    assert Path("out.sarif").read_text() != "mine"


def test_quiet_leaves_stderr_empty(rolefit: Run, file: Run) -> None:
    ran = rolefit("rubric", "audit", file(), "-q", "-f", "github")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(rolefit: Run, file: Run) -> None:
    name = file()
    first = rolefit("rubric", "audit", name, "-f", "json", "--seed", "5").out
    AUDITED.clear()
    assert first == rolefit("rubric", "audit", name, "-f", "json", "--seed", "5").out
    assert first != rolefit("rubric", "audit", name, "-f", "json", "--seed", "6").out


# --- the progress bar ------------------------------------------------------------------------


class Screen(io.StringIO):
    """A stderr that somebody looks at, or nobody."""

    def __init__(self, *, seen: bool = True) -> None:
        super().__init__()
        self.seen = seen

    def isatty(self) -> bool:
        return self.seen


def work(
    monkeypatch: pytest.MonkeyPatch, screen: Screen | None, *, quiet: bool = False, after: float
) -> str:
    """What is shown of two kinds of work, if a bar is drawn after so many seconds."""
    monkeypatch.setattr(output, "PATIENCE", after)
    monkeypatch.setattr(sys, "stderr", screen)
    with Meter(quiet=quiet) as told:
        for what in ("first", "second"):
            for done in range(3):
                told(what, done, 2)
    return "" if screen is None else screen.getvalue()


def test_long_work_is_shown_to_whoever_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = work(monkeypatch, Screen(), after=-1)
    assert "first" in shown
    assert "100%" in shown


def test_nobody_is_shown_a_bar_who_does_not_look_or_want_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert work(monkeypatch, Screen(seen=False), after=-1) == ""
    assert work(monkeypatch, Screen(), quiet=True, after=-1) == ""
    assert work(monkeypatch, None, after=-1) == ""


def test_short_work_is_done_before_a_bar_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(monkeypatch, Screen(), after=1000) == ""
