"""Finds questions and texts that ask for more than ten years of school."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import Kind, grade, texts_to_see, words
from rolefit.exact import rounded
from rolefit.rubric.model import Rubric

CODE = "RF027"
NAME = "reading-grade"
SEVERITY: Severity = "warning"
ABOUT = (
    "People answer between two meetings, and many in a second language. This check works out the "
    "Flesch-Kincaid grade (Kincaid et al. 1975), the years of school that a text asks for, from "
    "the length of its sentences and words. A question counts together with its options, any other "
    "text of ten words or more by itself. Above 10 is a warning, above 9 an info. The formula was "
    "made for English: other languages are left out."
)
FIX = "Make two sentences out of one, and use the short word that you would use in a talk."
BAD = """\
gates:
  - id: budget-agreed
    name: A sum is signed off
    when: {item: budget, is: "no"}
    on_fail: exclude
    reason: >-
      Experienced organisations investigate financial authorisation before negotiating, since
      unapproved expenditure regularly terminates otherwise promising procurement activities.
    source: [AG-04]
"""
HIGHEST, HIGH = 10, 9
_ENGLISH = "en"
_FEWEST_WORDS = 10
_ALONE: tuple[Kind, ...] = ("prompt", "help", "why", "text", "posting")
"""The formula was made for passages: in a few words, one long one would decide."""


def check(subject: Subject) -> Iterator[Finding]:
    """English passages above grade 10, and those above grade 9 as a remark."""
    if subject.rubric.language != _ENGLISH:
        return
    for path, texts in passages(subject.rubric):
        # The formula is not worth more than one decimal.
        found = rounded(grade(texts), 1)
        if found > HIGH:
            message = f"reading grade {found}, where 9 is easy for most people"
            severity: Severity = "warning" if found > HIGHEST else "info"
            yield Finding(path, message, "shorter sentences, shorter words", severity)


def passages(rubric: Rubric) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """What is read together, with its place: a question with its options, or one text."""
    for k, item in enumerate(rubric.items):
        yield ("items", k, "ask"), (item.ask, *(text for _, text in item.options()))
    for one in texts_to_see(rubric):
        drawn = one.path[-1] == "picture"  # words in a picture make no sentence
        if one.kind in _ALONE and not drawn and len(words(one.text)) >= _FEWEST_WORDS:
            yield one.path, (one.text,)
