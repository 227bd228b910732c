"""Finds questions, options and texts that are too long to be taken in at once."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import Kind, texts_to_see, words

CODE = "RF028"
NAME = "long-wording"
SEVERITY: Severity = "warning"
ABOUT = (
    "Whoever reaches the end of a long question has forgotten how it began, and long options are "
    "picked for their length. This check warns above 30 words in a question, 25 in an option, a "
    "label or an anchor, and 80 in any other text."
)
FIX = "Cut it down to what the answer needs; move what to count and what to leave out to `help`."
BAD = """\
outcomes:
  agency:
    pair_with: >-
      One person in the firm who answers the questions of the agency
      within a day, and who knows the goal, the date, the sum and the
      number by heart, so that work goes on while you are away at a fair,
      on a train or in a meeting, and who reads each draft on the day it
      comes in, marks what must change, says why in a line or two, and
      sends it back before the day is over, since a draft that waits a
      week has to be made twice and costs you more than the first one.
"""
MOST: dict[Kind, int] = {
    "question": 30,
    "option": 25,
    "label": 25,
    "prompt": 80,
    "help": 80,
    "why": 80,
    "text": 80,
    "posting": 80,
}
"""Most words of a text, by its kind; an interviewer's prompt is spoken and may set a scene."""


def check(subject: Subject) -> Iterator[Finding]:
    """Texts with more words than their kind may have."""
    for one in texts_to_see(subject.rubric):
        found = len(words(one.text))
        if found > MOST[one.kind]:
            message = f"{found} words, where {MOST[one.kind]} are enough"
            yield Finding(one.path, message, "cut it down, or make it two")
