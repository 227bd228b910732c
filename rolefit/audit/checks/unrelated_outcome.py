"""Finds scales that give an outcome what they take from one that is not its opposite."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.rubric.model import Rubric

CODE = "RF038"
NAME = "unrelated-outcome"
SEVERITY: Severity = "warning"
ABOUT = (
    "Among three outcomes or more, a scale toward one takes from its opposite what it gives. That "
    "is right for two ends of one line. Where the same outcome is set against one rival here and "
    "another there, disagreeing with it counts for whichever rival the author happened to name, "
    "although nothing was said about that rival."
)
FIX = (
    "Ask a single choice or a list with an option for each outcome. Where two outcomes are ends of "
    "one line, set them against each other throughout."
)
BAD = """\
outcomes:
  network: {name: a network, summary: Friends of the firm help out., source: [AG-01]}
items:
  - {id: ahead, type: likert, dimension: money, scale: weeks, toward: agency, opposite: network,
    ask: In how many of the last four weeks was money set aside?, why: It shows., source: [AG-03]}
  - {id: changed, type: likert, dimension: money, scale: weeks, toward: freelancer,
    opposite: agency, allow_na: false, why: It shows., source: [AG-03],
    ask: In how many of the last four weeks did you change the sum you spent?}
  - {id: rush, type: likert, dimension: work, scale: weeks, toward: agency, opposite: freelancer,
    ask: In how many weeks were two jobs due on one day?, why: It shows., source: [AG-01]}
  - {id: guiding, type: likert, dimension: steering, scale: weeks, toward: freelancer,
    opposite: agency, allow_na: false, why: It shows., source: [AG-02],
    ask: In how many weeks did you guide people?}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Scales between two outcomes, one of which is set against others elsewhere."""
    rubric = subject.rubric
    if len(rubric.outcome_ids) < 3:
        return
    pairs = outcomes_of_scales(rubric)
    for k, pair in pairs.items():
        torn = [name for name in pair if len({p for p in pairs.values() if name in p}) > 1]
        if torn:
            gives = rubric.items[k].high_end
            takes = next(name for name in pair if name != gives)
            others = " and ".join(f"`{name}`" for name in torn)
            message = f"`{rubric.items[k].id}` gives `{gives}` what it takes from `{takes}`"
            hint = f"{others} is set against other outcomes elsewhere: they are no two ends"
            yield Finding(("items", k), message, hint)


def outcomes_of_scales(rubric: Rubric) -> dict[int, tuple[str, ...]]:
    """The two outcomes of each scored scale, by its number."""
    found = {}
    for k, item in enumerate(rubric.items):
        if not item.scores or item.high_end is None:
            continue
        speaking = [
            o for o, can in zip(rubric.outcome_ids, rubric.speaking[item.id], strict=True) if can
        ]
        if len(speaking) == 2:
            found[k] = tuple(sorted(speaking))
    return found
