"""How a question is drawn: within its width, the cursor on its row, every state with its sign."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from cases import rubric as load
from make import LABELS, contrast, likert, single
from rich.cells import cell_len

from rolefit.cli.interview.asking import Question
from rolefit.cli.interview.pressing import open_question
from rolefit.cli.interview.prompts import question_sheet
from rolefit.cli.interview.question import (
    ASCII,
    UNICODE,
    DrawnSheet,
    fold_answer,
    progress_line,
    render_sheet,
)
from rolefit.interview.machine import begin, current, respond
from rolefit.reports.formats.ink import Look
from rolefit.rubric.model import Rubric
from rolefit.storage.shipped import shipped_names

WORDS = (
    "顧客は何を求めていますか שלום עולם 🙂 naïve cafés \u202eevil\x1b[2J and a_very_long_"
    + "x" * 90
)
LOOKS = [
    Look(width, colour, unicode)
    for width in (20, 40, 60, 100)
    for colour in (True, False)
    for unicode in (True, False)
]


def lines_of(rubric: Rubric, look: Look) -> Iterator[DrawnSheet]:
    """The lines of each question of a rubric, all others skipped."""
    interview = begin(rubric)
    while interview.at is not None:
        item = current(interview)
        assert item is not None
        question = Question(interview, item, None)
        yield render_sheet(question_sheet(question, open_question(question)), look)
        interview = respond(interview, "skipped")


@pytest.mark.parametrize("name", shipped_names())
def test_no_line_of_a_shipped_question_is_too_wide(name: str) -> None:
    for look in LOOKS:
        for seen in lines_of(load(name), look):
            for line in seen.lines:
                assert sum(cell_len(text) for text, _ in line) <= look.width


@pytest.mark.parametrize("look", LOOKS)
def test_strange_text_stays_within_its_width_and_does_nothing(look: Look) -> None:
    options = [{"id": f"o{k}", "text": f"{k} {WORDS}", "favors": {"a": k % 2}} for k in range(9)]
    rubric = contrast(single("s", ask=WORDS, help=WORDS, options=tuple(options)), likert("l"))
    seen = next(lines_of(rubric, look))
    for line in seen.lines:
        text = "".join(text for text, _ in line)
        assert cell_len(text) <= look.width
        assert not {"\x1b", "\u202e"} & set(text)
    assert "0" in "".join(text for text, _ in seen.lines[seen.row])


def test_the_cursor_is_on_the_row_of_the_old_answer() -> None:
    interview = begin(contrast(single("s"), likert("l")), {"s": "pb"})._replace(at="s")
    item = current(interview)
    assert item is not None
    question = Question(interview, item, "pb")
    seen = render_sheet(question_sheet(question, open_question(question)), Look())
    assert "".join(text for text, _ in seen.lines[seen.row]) == "▸ 2 For b."


def test_every_state_has_a_sign_of_its_own() -> None:
    for signs in (UNICODE, ASCII):
        assert len(set(signs[:6])) == 6
    assert all(sign.isascii() for sign in ASCII)
    item = contrast(single("s", allow_na=True), likert("l")).item("s")
    raws = ("pa", "skipped", "dont_know", {"not_applicable": "why"}, None)
    firsts = [fold_answer(item, raw, Look(unicode=False))[0][0] for raw in raws]
    assert len(set(firsts)) == len(raws)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_folded_answer_takes_one_line(width: int) -> None:
    item = contrast(single("s", ask=WORDS)).item("s")
    note = {"answer": "pa", "note": WORDS}
    line = fold_answer(item, note, Look(width))
    assert sum(cell_len(text) for text, _ in line) <= width
    assert line[-1][0].endswith(" (noted)")


def test_progress_tells_how_many_questions_are_left() -> None:
    branch = {"item": "s", "is": "pa"}
    rubric = contrast(single("s"), likert("l", ask_when=branch), likert("m"))
    interview = begin(rubric)
    assert progress_line(interview) == "Question 1, at most 2 left"
    assert progress_line(respond(interview, "pb")) == "Question 2, the last one"
    assert progress_line(respond(interview, "pa")) == "Question 2, at most 1 left"
    again = respond(interview, "pa")._replace(at="s")
    assert progress_line(again) == "Question 1, at most 2 left"


def test_drawing_a_question_takes_less_than_50_ms() -> None:
    rubric = load("marketing-hire-candidate")
    list(lines_of(rubric, LOOKS[4]))
    began = time.process_time()
    count = len(list(lines_of(rubric, LOOKS[4])))
    assert (time.process_time() - began) / count < 0.05


def test_labels_are_shown_in_full() -> None:
    seen = next(lines_of(contrast(likert("l")), Look()))
    text = "\n".join("".join(part for part, _ in line) for line in seen.lines)
    assert all(label in text for label in LABELS)
