"""Blank files to fill in: what a question says about when it is asked."""

from __future__ import annotations

import re

import cases
import pytest

from rolefit.rubric.conditions import ItemIs
from rolefit.storage.shipped import shipped_names
from rolefit.storage.writing import blank_responses

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
