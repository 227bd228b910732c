"""Blank files to fill in: what a question says about when it is asked."""

from __future__ import annotations

import re

import cases
import pytest
from make import contrast, likert, single

from rolefit.rubric.conditions import ItemIs
from rolefit.rubric.model import Respondent
from rolefit.storage.shipped import shipped_names
from rolefit.storage.writing import blank_form, blank_responses, comment

each = pytest.mark.parametrize("name", shipped_names())


@each
def test_a_question_names_the_answers_that_open_it(name: str) -> None:
    rubric = cases.rubric(name)
    places = {item.id: k for k, item in enumerate(rubric.items, start=1)}
    blank = " ".join(line.strip(" #") for line in blank_responses(rubric).splitlines())
    for item in rubric.items:
        if isinstance(item.ask_when, ItemIs):
            place, opener = places[item.id], places[item.ask_when.item]
            only = rf" {place}\. .*?\(Only if (.*?)\. Otherwise leave it empty\.\)"
            said = re.search(only, blank)
            assert said is not None, item.id
            assert said[1].startswith(f"{opener} is answered "), said[1]
            assert "certain answers" not in blank


def test_a_comment_is_broken_at_blanks_and_hangs_below_its_text() -> None:
    words = "word " * 40
    for edge, hang in (("# ", 0), ("  # ", 0), ("  #   ", 5)):
        lines = list(comment(words, edge, hang=hang))
        assert [line.split("#")[1].split() for line in lines] == [
            line.removeprefix(edge).split() for line in lines
        ]
        assert lines[0].startswith(f"{edge}word")
        assert all(line.startswith(f"{edge}{' ' * hang}word") for line in lines[1:])
        assert max(map(len, lines)) <= 96
    assert list(comment("one\ntwo  three")) == ["# one two  three"]
    assert list(comment("x" * 200)) == ["# " + "x" * 200]


def test_a_form_of_a_kit_says_whose_it_is() -> None:
    rubric = cases.rubric("marketing-hire-candidate")
    known = Respondent(name="Ida", group="interviewer", about="Cy")
    named, open_ = blank_form(rubric, known), blank_form(rubric, None)
    assert named.startswith("# Form of Ida about Cy.")
    assert '  name: "Ida"\n  group: interviewer\n  about: "Cy"\n' in named
    assert open_.startswith("# Copy this form for each interviewer and candidate.")
    assert "  name:              # of the interviewer\n  group: interviewer\n  about:  " in open_
    rater = blank_responses(rubric, Respondent(group="peer", about="Cy"))
    assert "These questions are about Cy." in rater
    assert "  name:              # your name, if you like\n  group: peer\n" in rater
    own = blank_responses(rubric, own=" --rubric mine.yaml")
    assert "# Then: rolefit score FILE --rubric mine.yaml\n" in own
    assert "  group: self        # who answers" in own


SMALL = contrast(
    single("p", help="It helps.\nMuch."),
    likert("q", allow_na=True, ask_when={"item": "p", "is": "pa"}),
    single("true", None),
)


def test_a_question_is_written_with_all_that_may_be_answered() -> None:
    text = blank_responses(SMALL)
    assert (
        """
  # 1. p?
  # It helps. Much.
  #   pa    For a.
  #   pb    For b.
  #   both  For both.
  p:
"""
        in text
    )
    assert "  #   not_applicable is possible\n  q:\n" in text
    assert text.count("not_applicable is possible") == 1
    assert "# To give a reason: q: {not_applicable:" in text
    assert "# To add a note:    p: {answer: pa, note:" in text
    without = blank_responses(contrast(single("p")))
    assert "To give a reason" not in without
