"""`rolefit explain`: every word that a report, a rubric or an error can hold is explained."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from conftest import Ran

from rolefit.items import ITEM_TYPES
from rolefit.library import register
from rolefit.reports.topics import item_topics
from rolefit.reports.words import TOPICS
from rolefit.responses import State
from rolefit.rubric import Flag, Label

PACKAGE = Path(__file__).parent.parent.parent / "rolefit"


@pytest.mark.parametrize("word", [*get_args(Label), *get_args(Flag), *get_args(State)])
def test_labels_flags_and_states_are_explained(word: str) -> None:
    assert word in TOPICS or word == "answered"


def test_every_error_code_is_explained() -> None:
    codes = {"value"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                given = [k.value for k in node.keywords if k.arg == "code"] + node.args[3:]
                codes |= {value.value for value in given if isinstance(value, ast.Constant)}
    assert codes <= set(TOPICS)


def test_every_item_type_is_explained_by_its_own_documentation(
    rolefit: Callable[..., Ran],
) -> None:
    assert len(item_topics()) == len(ITEM_TYPES)
    for name in item_topics():
        done = rolefit("explain", name)
        assert done.code == 0
        assert "dimension" in done.out


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_topic_prints(rolefit: Callable[..., Ran], topic: str) -> None:
    done = rolefit("explain", topic)
    assert done.code == 0
    assert " ".join(TOPICS[topic].text.split())[:40] in " ".join(done.out.split())


def test_spelling_with_blanks_and_capitals_is_understood(rolefit: Callable[..., Ran]) -> None:
    assert (
        rolefit("explain", "Too close to call").out == rolefit("explain", "too_close_to_call").out
    )


@pytest.mark.parametrize("claim", sorted(register().claims)[::7])
def test_a_claim_is_shown_with_its_source(rolefit: Callable[..., Ran], claim: str) -> None:
    known = register()
    out = " ".join(rolefit("explain", claim.lower()).out.split())
    assert known.sources[known.claims[claim].source].title in out
    assert known.claims[claim].words()[:30] in out


def test_without_a_topic_all_of_them_are_listed(rolefit: Callable[..., Ran]) -> None:
    out = rolefit("explain").out
    assert all(topic in out for topic in TOPICS)


def test_an_unknown_topic_is_told_with_the_nearest(rolefit: Callable[..., Ran]) -> None:
    done = rolefit("explain", "cleer")
    assert done.code == 2
    assert "did you mean `clear`?" in done.err
