"""What can go wrong, in one type: what it says, line by line, and the code it exits with."""

from __future__ import annotations

import pytest

from rolefit.errors import (
    Exit,
    Invalid,
    PipeClosed,
    Problem,
    RolefitError,
    Several,
    StoreError,
    dotted_path,
)


def test_an_error_says_what_is_wrong_and_then_what_to_do() -> None:
    error = RolefitError("no such file", "check the name")
    assert str(error) == "no such file"
    assert error.lines() == ("no such file", "    check the name")
    assert RolefitError("no such file").lines() == ("no such file",)


def test_several_errors_are_told_together_and_each_keeps_its_hint() -> None:
    error = Several([RolefitError("one", "first"), RolefitError("two")])
    assert str(error) == "one; two"
    assert error.lines() == ("one", "    first", "two")


def test_a_closed_pipe_has_nobody_to_tell() -> None:
    assert PipeClosed().lines() == ()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RolefitError("x"), 2),
        (Several([RolefitError("x")]), 2),
        (StoreError("x"), 3),
        (PipeClosed(), 141),
    ],
    ids=["ours", "several", "store", "pipe"],
)
def test_an_error_exits_with_the_code_that_scripts_rely_on(error: RolefitError, code: int) -> None:
    assert error.exit_code == code


def test_exit_codes_are_those_of_the_contract() -> None:
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0,
        "NO": 1,
        "UNUSABLE": 2,
        "OUR_TROUBLE": 3,
        "HUNG_UP": 129,
        "INTERRUPTED": 130,
        "PIPE_CLOSED": 141,
        "TERMINATED": 143,
    }


def test_invalid_content_lists_every_rule_that_it_broke() -> None:
    problems = (Problem(("items", 3), "wrong"), Problem((), "missing"))
    error = Invalid(problems)
    assert error.problems == problems
    assert str(error) == "items.3: wrong; (top): missing"


def test_a_path_is_written_as_people_read_it() -> None:
    assert dotted_path(("items", 3, "options")) == "items.3.options"
    assert dotted_path(()) == "(top)"
