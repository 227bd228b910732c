"""Many people together at the command line: answers or results in, a report out."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from runs import Run

from rolefit.cli import main
from rolefit.storage.library import load

NAME = "manager-readiness"
HIRING = "marketing-hire-candidate"


def table(path: Path, name: str, number: int) -> str:
    """Random answers of people at three sites, one of which is small."""
    rubric, chance = load(name), random.Random(4)
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "site", *(item.id for item in rubric.items)])
        for k in range(number):
            cells = [item.written(chance.choice(item.candidates())) for item in rubric.items]
            site = "east" if k < 3 else "north" if k % 3 else "south"
            writer.writerow([f"p{k}", site, *cells])
    return str(path)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Thirty-two people."""
    return table(tmp_path_factory.mktemp("cohort") / "people.csv", NAME, 32)


@pytest.fixture(scope="module")
def results(people: str) -> str:
    """Their results."""
    target = people.replace("people.csv", "results.csv")
    assert main(["batch", NAME, people, "-o", target, "--quiet"]) == 0
    return target


KEPT: dict[tuple[str, ...], dict[str, Any]] = {}


def data(run: Run, *arguments: str) -> dict[str, Any]:
    """What the command says as JSON; the same line is run once."""
    if arguments not in KEPT:
        ran = run("cohort", *arguments, "--format", "json")
        assert ran.code == 0, ran.err
        KEPT[arguments] = json.loads(ran.out)["cohort"]
    return KEPT[arguments]


def test_the_report_says_how_many_got_what_and_what_would_help(rolefit: Run, people: str) -> None:
    ran = rolefit("cohort", people, "--rubric", NAME)
    assert ran.code == 0
    assert "Of 32 people: specialist" in ran.out
    assert "Conditions that fail most" in ran.out
    assert "The steps that would help most of the" in ran.out
    assert "For the author" not in ran.out


@pytest.mark.slow
def test_results_of_a_batch_give_the_same_counts(rolefit: Run, people: str, results: str) -> None:
    of_answers, of_results = (data(rolefit, one, "--rubric", NAME) for one in (people, results))
    for part in ("people", "results", "labels", "conditions"):
        assert of_answers[part] == of_results[part]
    means = {one["measure"]: round(one["mean"], 6) for one in of_answers["measures"]}
    assert means == {one["measure"]: round(one["mean"], 6) for one in of_results["measures"]}
    assert of_results["steps"] == []


@pytest.mark.slow
def test_parquet_gives_the_same_report_as_csv(
    rolefit: Run, people: str, results: str, tmp_path: Path
) -> None:
    for name in (people, results):
        target = tmp_path / f"{Path(name).stem}.parquet"
        pl.read_csv(name, infer_schema=name == results).write_parquet(target)
        want, got = (data(rolefit, one, "--rubric", NAME) for one in (name, str(target)))
        assert got == want


@pytest.mark.slow
def test_more_people_than_are_told_of_are_refused_with_the_number(
    rolefit: Run, people: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolefit.cli.work.cohort._MOST_PEOPLE", 20)
    ran = rolefit("cohort", people, "--rubric", NAME)
    assert (ran.code, "more than 20 people" in ran.err) == (2, True)
    assert "rolefit batch scores any number" in ran.err


@pytest.mark.slow
def test_a_group_changes_no_score(rolefit: Run, people: str) -> None:
    plain = data(rolefit, people, "--rubric", NAME)
    grouped = data(rolefit, people, "--rubric", NAME, "--group", "site")
    changed = {key for key, part in plain.items() if grouped[key] != part}
    assert changed == {"group_column", "groups", "groups_withheld"}


@pytest.mark.slow
def test_the_page_is_one_file_without_scripts_and_with_pictures(
    rolefit: Run, people: str, tmp_path: Path
) -> None:
    target = tmp_path / "cohort.html"
    full = ("--full", "--group", "site", "-o", str(target))
    assert rolefit("cohort", people, "--rubric", NAME, *full).code == 0
    text = target.read_text("utf-8")
    assert "How well the questions hang together" in text
    assert "<svg" in text
    assert "<table" in text
    assert "<script" not in text
    # Numbers of people are read against no scale of points.
    assert "0 to 20: 0." in text
    assert "of 100" not in text
    assert 'class="scale"' not in text


@pytest.mark.slow
def test_selection_is_told_for_hiring_only(rolefit: Run, people: str, tmp_path: Path) -> None:
    candidates = table(tmp_path / "candidates.csv", HIRING, 30)
    command = ("cohort", candidates, "--rubric", HIRING, "--group", "site", "--selected")
    ran = rolefit(*command, "conductor")
    assert ran.code == 0
    assert "Counted as selected: a conductor. No score ever looks at the group." in ran.out
    assert "no result is called `boss`" in rolefit(*command, "boss").err
    other = rolefit("cohort", people, "--rubric", NAME, "--group", "site", "--selected", "ready")
    assert "impact ratios are told of rubrics for hiring" in " ".join(other.err.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "which rubric do these people answer?"),
        (("--rubric", NAME, "--group", "age"), "no column `age`"),
        (("--rubric", NAME, "--group", "delegation"), "--group"),
        (("--rubric", NAME, "--group", "id"), "does the column hold a group"),
        (("--rubric", HIRING, "--selected", "doer"), "--selected needs --group"),
    ],
)
def test_what_cannot_be_told_is_refused(
    rolefit: Run, people: str, arguments: tuple[str, ...], message: str
) -> None:
    ran = rolefit("cohort", people, *arguments)
    assert ran.code == 2
    assert message in " ".join(ran.err.split())


def test_scored_answers_are_no_group(rolefit: Run, people: str) -> None:
    item = load(NAME).items[0].id
    ran = rolefit("cohort", people, "--rubric", NAME, "--group", item)
    assert "holds answers that are scored" in ran.err


@pytest.mark.slow
def test_bad_rows_are_told_or_left_out(rolefit: Run, people: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    lines = Path(people).read_text("utf-8").splitlines()
    cells = lines[1].split(",")
    path.write_text(
        "\n".join([lines[0], ",".join([*cells[:2], "strange", *cells[3:]]), *lines[2:]])
    )
    ran = rolefit("cohort", str(path), "--rubric", NAME)
    assert ran.code == 2
    assert "row 2" in ran.err
    kept = rolefit("cohort", str(path), "--rubric", NAME, "--keep-going")
    assert kept.code == 1
    assert "Of 31 people" in kept.out
    assert "left out, cannot be read: 1" in kept.err
