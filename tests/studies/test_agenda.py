"""Two people's different answers end in an agenda: facts, opinions, what decides, a joint score."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import cases
import pytest
import studies
from make import answers, contrast, likert, single
from runs import Ran

from rolefit.reports.formats import markdown, terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.comparison.agenda import TITLE
from rolefit.reports.pages.comparison.page import comparison_page
from rolefit.studies.comparison import Comparison, Entrant, compare

Run = Callable[..., Ran]
EXAMPLES = Path(__file__).parent.parent / "examples"
RUBRIC = contrast(single("p"), likert("q"), likert("r", view=True))


def found(one: dict[str, object], other: dict[str, object]) -> Comparison:
    """Ada and Bo compared."""
    pairs = (("Ada", one), ("Bo", other))
    return compare(RUBRIC, [Entrant(name, answers(RUBRIC, **raw)) for name, raw in pairs])


def agenda(comparison: Comparison, *, full: bool = False) -> str:
    """The agenda as Markdown; empty where there is none."""
    text = markdown.render(comparison_page(comparison, RUBRIC, full=full, file="ada & co.yaml"))
    _, _, rest = text.partition(f"## {TITLE}")
    return rest.partition("\n## ")[0].replace("\\", "")


def test_facts_are_checked_before_opinions_are_discussed() -> None:
    said = agenda(found({"p": "pa", "q": 5, "r": 5}, {"p": "pb", "q": 5, "r": 1}))
    facts, opinions = said.split("### Opinions to discuss")
    assert "### Facts to check" in facts
    assert "p?" in facts
    assert "r?" in opinions
    assert "q?" not in said
    assert "Ada: For a." in facts
    assert "Bo: For b." in facts


def test_it_names_the_answers_that_the_result_depends_on() -> None:
    said = agenda(found({"p": "pa", "q": 5, "r": 3}, {"p": "pb", "q": 4, "r": 3}))
    rest = said.split("### What the result depends on")[1]
    assert "p? With Bo's answer, Ada comes to: " in rest


def test_the_command_for_the_joint_score_can_be_typed_and_names_possible_answers() -> None:
    said = agenda(found({"p": "pa", "q": 5, "r": 5}, {"p": "pb", "q": 5, "r": 1}))
    (command,) = re.findall(r"```yaml\n(.*?)```", said, re.DOTALL)
    typed = shlex.split(command.replace("\n", " "))
    assert typed[:3] == ["rolefit", "whatif", "ada & co.yaml"]
    assert "p=ANSWER" in typed
    assert "p: pa or pb" in said
    assert "r: 5 or 1" in said


def test_two_who_agree_on_everything_have_nothing_to_discuss() -> None:
    same: dict[str, object] = {"p": "pa", "q": 5, "r": 5}
    assert agenda(found(same, same)) == ""


def test_three_have_no_agenda() -> None:
    three = [
        Entrant(name, answers(RUBRIC, p=p)) for name, p in (("A", "pa"), ("B", "pb"), ("C", "pa"))
    ]
    assert TITLE not in markdown.render(comparison_page(compare(RUBRIC, three), RUBRIC))


@pytest.mark.slow
def test_the_short_page_speaks_without_the_method_and_the_full_one_has_it() -> None:
    comparison = studies.comparison("first-marketing-hire")
    rubric = cases.rubric("first-marketing-hire")
    short = terminal.render(comparison_page(comparison, rubric), Look(80))
    full = terminal.render(comparison_page(comparison, rubric, full=True), Look(80))
    assert short.count("\n") < full.count("\n")
    for word in ("1.96", "Weight", "Jacobson"):
        assert word not in short
        assert word in full


@pytest.mark.slow
def test_the_command_line_names_the_file_that_was_given(rolefit: Run) -> None:
    file = str(EXAMPLES / "northwind.yaml")
    ran = rolefit("compare", file, str(EXAMPLES / "cofounder.yaml"), "--quiet")
    assert f"rolefit whatif {file} \\" in ran.out
    typed = " ".join(ran.out.split("rolefit whatif")[1].split("What ANSWER")[0].split())
    first = re.findall(r"--set (\S+)=ANSWER", typed)
    told = {name: re.search(rf"• {name}: (\S+) or", ran.out) for name in first}
    changes = [f"{name}={hit[1]}" for name, hit in told.items() if hit is not None]
    assert len(changes) == len(first) > 1
    done = rolefit("whatif", file, *(part for one in changes for part in ("--set", one)))
    assert done.code == 0
