"""A CSV report has a row for each item, numbers as numbers, and no text that a spreadsheet runs."""

from __future__ import annotations

import csv as tables
import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import make
import pytest
from cases import assessed
from cases import rubric as load
from runs import Ran
from telling import every_telling_case

from rolefit.exact import total
from rolefit.reports.formats import csv
from rolefit.safe_text import sanitize
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "safe\n=1",
    "safe\n  =1",
    "safe\n\n@x",
)
HARMLESS = ("a=1", "1 + 1", "x - y", "me@home", "'=1", "", "“=1”", "safe\nand sound")


def case(name: str, k: int = 0) -> Assessment:
    """The assessment of a shipped case."""
    return assessed(name, k)


def table(*files: tuple[str, Assessment], raw: bool = False) -> str:
    """Reports on shipped rubrics as CSV."""
    rows = [(name, found, load(found.rubric.name)) for name, found in files]
    return csv.render(rows, raw=raw)


def rows_of(text: str) -> list[dict[str, str]]:
    """A CSV text as any reader of the format reads it."""
    return list(tables.DictReader(io.StringIO(text, newline=""), strict=True))


def with_texts(text: str) -> Assessment:
    """An assessment that has a text in each place that is not ours."""
    found = case("first-marketing-hire")
    counted = [c.model_copy(update={"answer": text, "note": text}) for c in found.contributions]
    unscored = [u.model_copy(update={"answer": text, "note": text}) for u in found.unscored]
    missing = [m.model_copy(update={"remark": text}) for m in found.missing]
    return found.model_copy(
        update={
            "respondent": text,
            "contributions": tuple(counted),
            "unscored": tuple(unscored),
            "missing": tuple(missing),
        }
    )


@every_telling_case
def test_every_item_of_the_assessment_has_one_row_in_its_state(name: str, k: int) -> None:
    found, rubric = case(name, k), load(name)
    rows = rows_of(table(("x.yaml", found)))
    assert [(row["item"], row["dimension"]) for row in rows] == [
        (item.id, item.dimension or "") for item in rubric.items
    ]
    states = {row["item"]: row["state"] for row in rows}
    for missing in found.missing:
        assert states[missing.item] == missing.state
    assert {row["item"] for row in rows if row["state"] == "answered"} == {
        *(one.item for one in found.contributions),
        *(one.item for one in found.unscored),
    }


@every_telling_case
def test_the_points_add_up_to_the_scores(name: str, k: int) -> None:
    found = case(name, k)
    rows = [row for row in rows_of(table(("x", found), raw=True)) if row["weight"]]
    half = Fraction(len(rows), 2 * 10**9)
    scores = {outcome.id: outcome.score for outcome in found.outcomes}
    for name_, score in {"fit": found.fit}.items() if found.fit is not None else scores.items():
        points = [Fraction(row[f"points:{name_}"]) for row in rows]
        assert abs(total(points) - (score or 0)) <= half
        assert bool(points) == (score is not None)
    if rows:
        assert abs(total(Fraction(row["weight"]) for row in rows) - 1) <= half


def test_files_of_several_rubrics_share_one_table() -> None:
    files = [("a.yaml", case("first-marketing-hire")), ("b.yaml", case("cmo-readiness"))]
    text = table(*files)
    header = text.split("\n", 1)[0].split(",")
    assert header == [
        *csv.FIXED,
        *("value:doer", "value:conductor", "value:fit"),
        *("points:doer", "points:conductor", "points:fit"),
        "missing:fit",
    ]
    rows = rows_of(text)
    assert {row["file"] for row in rows} == {"a.yaml", "b.yaml"}
    for row in rows:
        other = "fit" if row["file"] == "a.yaml" else "doer"
        assert (row[f"value:{other}"], row[f"points:{other}"]) == ("", "")
        assert bool(row["missing:fit"]) == bool(row["points:fit"])


def test_outcomes_stand_in_the_order_in_which_they_first_appear() -> None:
    files = [("a", case("lead-or-manager")), ("b", case("first-marketing-hire"))]
    header = table(*files).split("\n", 1)[0].split(",")
    names = [column.partition(":")[2] for column in header if column.startswith("points:")]
    assert names == ["lead", "manager", "doer", "conductor"]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_text_is_a_formula_unless_that_is_asked_for(text: str) -> None:
    guarded = rows_of(table((text, with_texts(text))))
    raw = rows_of(table((text, with_texts(text)), raw=True))
    put = raw[0]["respondent"]
    assert put == "\n".join(map(sanitize, text.split("\n")))
    for row, machine in zip(guarded, raw, strict=True):
        for column, cell in machine.items():
            assert row[column] == (f"'{cell}" if cell == put else cell)


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    row = rows_of(table(("x", with_texts(text))))[0]
    assert (row["respondent"], row["answer"], row["note"]) == (text, text, text)


def test_what_is_missing_adds_up_to_what_is_left_of_100() -> None:
    found = case("cmo-readiness", 1)
    rows = rows_of(table(("x", found)))
    missing = [Fraction(row["missing:fit"]) for row in rows if row["missing:fit"]]
    assert found.fit is not None
    assert abs(sum(missing) - (100 - found.fit)) < Fraction(1, 10**7)
    assert min(missing) < 0  # what lies above a target makes up for other answers there


def test_quotes_commas_and_newlines_are_kept_in_their_cell() -> None:
    text = 'He said "no, never";\nthen left'
    row = rows_of(table(("x", with_texts(text))))[0]
    assert row["note"] == text


def test_nothing_in_it_can_act_on_a_terminal() -> None:
    text = table(("x", with_texts("\x1b[31mred\u202e\ud800\x00")), raw=True)
    assert "\\u{001B}[31mred\\u{202E}\\u{D800}\\u{0000}" in text
    assert text.replace("\n", "").isprintable()
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.333333333"),
        (Fraction(-2, 3), "-0.666666667"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(-1, 10**12), "0"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 10**9), "0.000000001"),
    ],
)
def test_numbers_have_at_most_nine_decimals(value: Fraction, text: str) -> None:
    assert csv.decimal(value) == text


def test_an_answer_that_is_no_evidence_has_no_weight() -> None:
    rubric = make.contrast(make.single("q"), make.single("r"), make.likert("n", dimension=None))
    found = assess(rubric, make.answers(rubric, q="pa", r="dont_know", n=3))
    rows = {row["item"]: row for row in rows_of(csv.render([("x", found, rubric)], raw=False))}
    assert rows["r"]["state"] == "dont_know"
    assert (rows["r"]["answer"], rows["r"]["weight"]) == ("", "")


def test_the_command_writes_csv_to_stdout_and_to_a_file(
    rolefit: Callable[..., Ran], tmp_path: Path
) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "rubric: lead-or-manager\nrespondent: {name: =cmd}\nanswers: {}\n", encoding="utf-8"
    )
    ran = rolefit("score", str(answers), "--format", "csv")
    assert ran.code == 0
    assert {row["respondent"] for row in rows_of(ran.out)} == {"'=cmd"}
    raw = rolefit("score", str(answers), "--format", "csv", "--raw-csv")
    assert {row["respondent"] for row in rows_of(raw.out)} == {"=cmd"}
    target = tmp_path / "report.csv"
    assert rolefit("score", str(answers), "--output", str(target)).code == 0
    assert rows_of(target.read_text(encoding="utf-8-sig")) == rows_of(ran.out)
