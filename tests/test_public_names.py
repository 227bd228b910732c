"""What programs may import from rolefit: the names stay, and each is what it says."""

from __future__ import annotations

import ast
import doctest
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

import rolefit
from rolefit.errors import RolefitError

NAMES = {
    "Assessment",
    "Invalid",
    "Respondent",
    "Responses",
    "RolefitError",
    "Rubric",
    "Verdict",
    "__version__",
    "assess",
    "load_responses",
    "load_rubric",
}
"""A promise: a name may be added here; to take one away breaks the programs of others."""
NORTHWIND = Path(__file__).parent / "examples" / "northwind.yaml"


def test_no_name_disappears_and_none_comes_unnoticed() -> None:
    assert set(rolefit.__all__) == NAMES
    assert set(dir(rolefit)) >= NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_name_can_be_asked_for_and_is_documented(name: str) -> None:
    assert getattr(rolefit, name).__doc__


def test_type_checkers_are_told_the_same_homes_as_python() -> None:
    tree = ast.parse(Path(rolefit.__file__).read_text("utf-8"))
    told = {
        alias.asname or alias.name: ((node.module or "").removeprefix("rolefit."), alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told == rolefit._HOMES
    assert {*told, "__version__"} == NAMES


def test_a_name_that_is_not_there_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_rubrics'"):
        rolefit.load_rubrics  # noqa: B018
    assert not hasattr(rolefit, "import_module")


def test_a_rubric_and_a_responses_file_make_an_assessment() -> None:
    found = rolefit.assess(
        rolefit.load_rubric("first-marketing-hire"), rolefit.load_responses(str(NORTHWIND))
    )
    assert isinstance(found, rolefit.Assessment)
    assert isinstance(found.verdict, rolefit.Verdict)
    assert (found.verdict.outcome, found.verdict.label) == ("doer", "clear")
    assert isinstance(found.verdict.margin, Fraction)


def test_files_are_named_by_text_or_by_path(tmp_path: Path) -> None:
    shipped = Path(__file__).parent.parent / "rubrics" / "first-marketing-hire.yaml"
    copy = tmp_path / "first-marketing-hire"  # a path, though it looks like the name of a rubric
    copy.write_bytes(shipped.read_bytes().replace(b'version: "2.0"', b'version: "9.9"', 1))
    assert rolefit.load_rubric(copy).version == "9.9"
    assert rolefit.load_rubric("first-marketing-hire").version == "2.0"
    assert rolefit.load_responses(NORTHWIND) == rolefit.load_responses(str(NORTHWIND))


@pytest.mark.parametrize("load", [rolefit.load_rubric, rolefit.load_responses])
def test_what_cannot_be_read_raises_the_one_error(
    load: Callable[[Path], object], tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("rubric: first-marketing-hire\nanswer: {}\n")
    for path in (faulty, tmp_path / "absent.yaml"):
        with pytest.raises(RolefitError, match=path.name):
            load(path)


def test_answers_given_as_values_are_checked_too() -> None:
    rubric = rolefit.load_rubric("first-marketing-hire")
    responses = rolefit.Responses(rubric=rubric.rubric, answers={"stuck": "hour"})
    with pytest.raises(rolefit.Invalid, match="unknown option `hour`"):
        rolefit.assess(rubric, responses)


def test_the_example_of_the_package_is_true() -> None:
    done = doctest.testmod(rolefit)
    assert done.attempted >= 4
    assert done.failed == 0
