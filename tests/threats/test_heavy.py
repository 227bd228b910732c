"""No legal rubric is slow: what would take too long is refused, or left out and named."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import heavy
import pytest
from every import every
from heavy import HEAVY, REFUSED
from make import answers
from runs import Ran
from strangers import limited, process

from rolefit.rubric.model import Responses, Rubric
from rolefit.scoring.assess import assess
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names

Run = Callable[..., Ran]


def put(folder: Path, made: heavy.Heavy) -> None:
    """Write a rubric and a sheet for it into a folder."""
    (folder / "rubric.json").write_text(made.rubric, encoding="utf-8")
    for name in ("sheet", "second"):
        sheet = {**json.loads(made.answers), "respondent": {"name": name}}
        (folder / f"{name}.json").write_text(json.dumps(sheet), encoding="utf-8")


SCORE = ("score", "sheet.json", "--rubric", "rubric.json")
COMPARE = ("compare", "sheet.json", "second.json", "--rubric", "rubric.json")
MORE = {
    "many_conditions": (("rubric", "check", "rubric.json"),),
    "conditions_that_pair_up": (("rubric", "show", "rubric.json"),),
    "every_outcome_everywhere": (COMPARE,),
    "scores_beside_a_plan": (COMPARE,),
}
"""What else is tried of those of which it takes longest: a score reads all that these read."""


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_a_legal_rubric_is_done_in_five_seconds_and_400_mb(name: str, tmp_path: Path) -> None:
    put(tmp_path, HEAVY[name]())
    for command in (SCORE, *MORE.get(name, ())):
        ran = limited(*command, folder=tmp_path)
        assert ran.code == 0, ran.out + ran.err


@pytest.mark.slow
def test_an_interpreter_of_its_own_stays_within_them_too(tmp_path: Path) -> None:
    put(tmp_path, heavy.long_denominators())
    ran = process(*SCORE, folder=tmp_path)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_beyond_a_limit_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    put(tmp_path, REFUSED[name]())
    ran = limited("rubric", "check", "rubric.json", folder=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith("rubric.json:1:")
    assert "at most" in ran.out or "more than" in ran.out


@pytest.mark.slow
def test_a_report_names_what_would_have_taken_too_many_combinations(tmp_path: Path) -> None:
    put(tmp_path, heavy.conditions_that_pair_up())
    ran = limited("score", "sheet.json", "--rubric", "rubric.json", "--full", folder=tmp_path)
    assert "Not worked out: too many combinations" in ran.out


@pytest.mark.slow
def test_so_does_a_file_for_programs(tmp_path: Path) -> None:
    put(tmp_path, heavy.conditions_that_pair_up())
    asked = ("score", "sheet.json", "--rubric", "rubric.json", "--format", "json")
    ran = limited(*asked, folder=tmp_path)
    assert '"left_out": []' not in ran.out
    assert ran.out.split('"left_out"')[1].lstrip(": [\n").startswith('"g0"')


# --- Shipped rubrics, many sheets, audits ---------------------------------------------------------


def takes_at_most(seconds: float, work: Callable[[], object]) -> bool:
    """Whether work takes no more processor time, in one of four runs: others may be at work."""
    for _ in range(4):
        start = process_time()
        work()
        if process_time() - start <= seconds:
            return True
    return False


def half_answered(rubric: Rubric, seed: int, sheets: int) -> list[Responses]:
    """Sheets filled in at random, of which a part is left open."""
    chance = random.Random(seed)
    found = []
    for _ in range(sheets):
        share = chance.choice((0.5, 0.75, 1))
        given = {
            item.id: chance.choice(item.candidates())
            for item in rubric.items
            if chance.random() < share
        }
        found.append(answers(rubric, **given))
    return found


@pytest.mark.slow
@every("name", shipped_names())
def test_no_half_answered_sheet_of_a_shipped_rubric_takes_half_a_second(name: str) -> None:
    rubric = load(name)
    # In the last of them what a condition over scores hangs on opens and closes questions.
    for responses in half_answered(rubric, 4, 22 if name == "cmo-readiness" else 6):
        # Nothing is remembered of the sheets before.
        assert takes_at_most(0.5, partial(assess, rubric.model_copy(), responses))


@pytest.mark.slow
def test_twenty_half_answered_sheets_are_compared_over_many_outcomes_in_five_seconds(
    tmp_path: Path,
) -> None:
    chance = random.Random(3)
    put(tmp_path, heavy.every_outcome_everywhere())
    names = [f"{k}.json" for k in range(20)]
    for name in names:
        given = {f"q{k}": f"x{chance.randrange(5)}" for k in range(60) if chance.random() < 0.5}
        sheet = {"rubric": "heavy", "answers": given, "respondent": {"name": name}}
        (tmp_path / name).write_text(json.dumps(sheet), encoding="utf-8")
    ran = limited("compare", *names, "--rubric", "rubric.json", folder=tmp_path)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.slow
def test_many_outcomes_under_many_conditions_are_audited_in_a_few_seconds(
    tmp_path: Path, rolefit: Run
) -> None:
    put(tmp_path, heavy.outcomes_under_conditions())
    said: list[str] = []

    def audit() -> None:
        said[:] = rolefit("rubric", "audit", str(tmp_path / "rubric.json")).out.split()

    assert takes_at_most(12, audit)
    # How few are drawn is told.
    told = " ".join(said)
    assert "Sampled: 1,112 of" in told
    assert "Sampled: 100 random respondents" in told
