"""`rolefit explain`: every word that a report, a rubric or an error can hold is explained."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import get_args

import pytest
from every import every
from runs import Ran
from sources import PACKAGE, about_the_source, nodes_of, tree_of

from rolefit.audit import CHECKS
from rolefit.audit.checks import missing_why
from rolefit.audit.subject import Check
from rolefit.cli import complete
from rolefit.reports import glossary as pages
from rolefit.reports.formats import markdown
from rolefit.reports.glossary import glossary, item_topics, rubric_words, topic_page
from rolefit.rubric.items import ITEM_TYPES
from rolefit.rubric.model import Flag, Label, State
from rolefit.storage.library import register

TOPICS = glossary().entries()
each_check = every("check", CHECKS)


@pytest.fixture(autouse=True, scope="module")
def named_once() -> Iterator[None]:
    """The names that shipped rubrics give are collected once; nobody adds rubrics here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "rubric_words", cache(pages.rubric_words))
        patch.setattr(pages, "own_rubrics", tuple)
        yield


@pytest.mark.parametrize("word", [*get_args(Label), *get_args(Flag), *get_args(State)])
def test_labels_flags_and_states_are_explained(word: str) -> None:
    assert word in TOPICS or word == "answered"


@pytest.mark.slow
@about_the_source
def test_every_error_code_is_explained() -> None:
    codes = {"value"}
    for path in PACKAGE.rglob("*.py"):
        for node in nodes_of(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                given = [k.value for k in node.keywords if k.arg == "code"] + node.args[3:]
                codes |= {str(value.value) for value in given if isinstance(value, ast.Constant)}
    assert codes <= set(TOPICS)


@pytest.mark.slow
def test_every_item_type_is_explained_by_its_own_documentation(
    rolefit: Callable[..., Ran],
) -> None:
    assert len(item_topics()) == len(ITEM_TYPES)
    for name in item_topics():
        done = rolefit("explain", name)
        assert done.code == 0
        assert "dimension" in done.out


@pytest.mark.slow
@every("topic", sorted(TOPICS))
def test_every_topic_prints(rolefit: Callable[..., Ran], topic: str) -> None:
    done = rolefit("explain", topic)
    assert done.code == 0
    assert " ".join(TOPICS[topic].meaning.split())[:40] in " ".join(done.out.split())


def test_spelling_with_blanks_and_capitals_is_understood(rolefit: Callable[..., Ran]) -> None:
    assert (
        rolefit("explain", "Too close to call").out == rolefit("explain", "too_close_to_call").out
    )


@pytest.mark.slow
@every("claim", sorted(register().claims)[::40])
def test_a_claim_is_shown_with_its_source(rolefit: Callable[..., Ran], claim: str) -> None:
    known = register()
    out = " ".join(rolefit("explain", claim.lower()).out.split())
    assert known.sources[known.claims[claim].source].title in out
    assert known.claims[claim].words()[:30] in out


@each_check
def test_a_check_is_explained_with_what_to_do_and_an_example(
    rolefit: Callable[..., Ran], check: Check
) -> None:
    done = rolefit("explain", check.CODE)
    said = " ".join(done.out.split())
    assert done.code == 0
    assert done.out.startswith(f"{check.CODE}: {check.NAME}\n")
    assert f"({check.SEVERITY})" in said
    for text in (check.ABOUT, check.FIX, check.BAD):
        assert " ".join(text.split()) in said


@each_check
def test_a_check_is_found_by_its_name_too(check: Check) -> None:
    by_code = topic_page(check.CODE.casefold())
    assert topic_page(check.NAME) == by_code
    assert topic_page(" ".join(check.NAME.split("-"))) == by_code


def test_an_example_keeps_its_indentation(rolefit: Callable[..., Ran]) -> None:
    out = rolefit("explain", "missing-why").out
    assert "    items:\n      - id: budget\n        type: yes_no\n" in out


def test_an_example_is_a_block_of_yaml_in_markdown() -> None:
    text = markdown.render(topic_page("missing-why"))
    assert f"```yaml\n{missing_why.BAD}```\n" in text


def test_a_narrow_terminal_breaks_an_example_by_words(
    rolefit: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = rolefit("explain", "missing-why").out.splitlines()
    assert max(map(len, lines)) <= 40
    assert "        ask: Has somebody signed off a" in lines


def test_an_unknown_code_is_told_with_the_nearest(rolefit: Callable[..., Ran]) -> None:
    assert "did you mean `RF0" in rolefit("explain", "RF099").err
    assert "did you mean `missing-why`?" in rolefit("explain", "missingwhy").err


@pytest.mark.slow
def test_a_word_that_is_no_check_does_not_load_the_audit() -> None:
    code = "from rolefit.reports.glossary import topic_page as t; t('clear'); t('bars')"
    ask = "; import sys; print([m for m in sys.modules if m.startswith('rolefit.audit')])"
    done = subprocess.run([sys.executable, "-c", code + ask], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_without_a_topic_all_of_them_are_listed(rolefit: Callable[..., Ran]) -> None:
    out = rolefit("explain").out
    assert all(topic in out for topic in TOPICS)
    assert all(f"{check.CODE} {check.NAME}" in out for check in CHECKS)


def test_an_unknown_topic_is_told_with_the_nearest(rolefit: Callable[..., Ran]) -> None:
    done = rolefit("explain", "cleer")
    assert done.code == 2
    assert "did you mean `clear`?" in done.err


def test_a_misspelt_name_of_a_rubric_is_told_with_the_nearest(rolefit: Callable[..., Ran]) -> None:
    done = rolefit("explain", "conducter")
    assert done.code == 2
    assert "did you mean `conductor`?" in done.err


def test_a_name_of_several_words_is_found_as_people_write_it(rolefit: Callable[..., Ran]) -> None:
    assert rolefit("explain", "a marketing lead").out.startswith("a marketing lead\n")
    lead = rolefit("explain", "Marketing", "Lead").out
    assert "A marketing lead, in lead-or-manager" in lead
    assert "rolefit rubric show lead-or-manager" in " ".join(lead.split())


def test_the_shell_completes_every_word_name_and_claim() -> None:
    known = {word.id for word in rubric_words()} - {""}
    assert set(complete.topics("")) == {*TOPICS, *known, *register().claims}
    assert complete.topics("condu") == ["conductor"]
    assert "DC-01" in complete.topics("dc-0")
