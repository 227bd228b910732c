"""The reports speak plain business English: some words are never used in their own sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from every import every
from sources import about_the_source, nodes_of, tree_of

from rolefit import reports
from rolefit.reports.glossary import glossary

NEVER = re.compile(
    r"\b(talks?|sums?|hands|mend(s|ed)?|h[au]ngs? on|held? .*against|held at|beside|sheets?|whom"
    r"|maker of texts)\b",
    re.IGNORECASE,
)
FOLDER = Path(reports.__path__[0])
MODULES = sorted(FOLDER.rglob("*.py"))


def sentences(path: Path) -> Iterator[str]:
    """Every text of a module that is more than a name, documentation left aside."""
    tree = tree_of(path)
    told = {id(node.value) for node in nodes_of(tree) if isinstance(node, ast.Expr)}
    for node in nodes_of(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.slow
@about_the_source
@every("path", MODULES)
def test_a_report_never_uses_certain_words(path: Path) -> None:
    assert [text for text in sentences(path) if NEVER.search(text)] == []


@every("word", glossary().entries())
def test_the_glossary_never_uses_them_outside_a_formula(word: str) -> None:
    meaning = glossary().entries()[word].meaning
    assert NEVER.search(meaning.partition("In figures: ")[0]) is None
