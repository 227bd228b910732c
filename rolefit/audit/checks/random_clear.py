"""Finds rubrics that are sure of themselves even when the answers are drawn by lot."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.scoring.verdict import share_text

CODE = "RF005"
NAME = "random-clear"
SEVERITY: Severity = "warning"
ABOUT = (
    "Answers drawn by lot hold no message, so a clear verdict on them is a false alarm. Five "
    "hundred random respondents are scored, always the same ones. More than one in ten clear "
    "verdicts, by more than the error of the sample, means that items of one dimension are too "
    "few, or that their values are too much alike, to show how uncertain the result is. A level "
    "that a failed must-have decides (a gate's cap, a least score) is rightly clear and does not "
    "count."
)
FIX = (
    "Ask more items in each dimension, or let single answers speak less strongly. Check that one "
    "outcome is not favoured by most answers."
)
BAD = """\
dimensions:
  pace: {name: Pace, about: How fast work comes in., weight: 30, source: [AG-01]}
items:
  - {id: mon, type: single, dimension: pace, ask: What did Monday ask for?, allow_na: false,
    options: [{id: one, text: One trade., favors: {agency: 0.9}},
    {id: two, text: Two trades., favors: {agency: 1}}, {id: all, text: All., favors: {agency: 1}}]}
  - {id: tue, type: single, dimension: pace, ask: What did Tuesday ask for?, allow_na: false,
    options: [{id: one, text: One trade., favors: {agency: 0.9}},
    {id: two, text: Two trades., favors: {agency: 1}}, {id: all, text: All., favors: {agency: 1}}]}
  - {id: wed, type: single, dimension: pace, ask: What did Wednesday ask for?, allow_na: false,
    options: [{id: one, text: One trade., favors: {agency: 0.9}},
    {id: two, text: Two trades., favors: {agency: 1}}, {id: all, text: All., favors: {agency: 1}}]}
  - {id: thu, type: single, dimension: pace, ask: What did Thursday ask for?, allow_na: false,
    options: [{id: one, text: One trade., favors: {agency: 0.9}},
    {id: two, text: Two trades., favors: {agency: 1}}, {id: all, text: All., favors: {agency: 1}}]}
  - {id: fri, type: single, dimension: pace, ask: What did Friday ask for?, allow_na: false,
    options: [{id: one, text: One trade., favors: {agency: 0.9}},
    {id: two, text: Two trades., favors: {agency: 1}}, {id: all, text: All., favors: {agency: 1}}]}
"""
MOST = Fraction(1, 10)
"""Share of clear verdicts on random answers that is still accepted."""


def check(subject: Subject) -> Iterator[Finding]:
    """Clear verdicts on random answers, beyond the error of the sample."""
    clear = subject.labels.unearned
    if clear.low > MOST:
        message = (
            f"random respondents get a clear verdict {share_text(clear.share)} of the time "
            f"(at least {share_text(Fraction(clear.low))}, by a sample of {subject.labels.draws})"
        )
        yield Finding(("items",), message, f"at most {share_text(MOST)} is usual: ask more items")
