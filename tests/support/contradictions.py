"""What no report may say: sentences that contradict each other, and words that were given up."""

from __future__ import annotations

import re

SETTLED = r"Open questions cannot change it|[Tt]ogether they cannot change the result"
PAIRS = (
    # How sure it is beside what would change it.
    (r"\bClear: ", r"would change it: (one other answer|another answer to)"),
    (r"\bClear: ", r"one answer (alone )?would"),
    (r"\bClear: ", r"is too close to call\b|would be clear\b|no more than leaning"),
    (r"\bLeaning: ", r"How sure: high|Overall *(●●●|:) *high|Overall: \*?\*?high"),
    (r"\bLeaning: ", r"would be unsure\b|is too close to call\b"),
    (r"\bToo close to call: ", r"How sure: (high|moderate)|would be unsure\b"),
    (r"\bTie: ", r"How sure: (high|moderate)|is ahead by"),
    (r"nothing can be said yet", r"\b(Clear|Leaning|Tie): |is ahead by|You meet \d"),
    (r"\bNot yet\. ", r"is ahead by|fits (somewhat )?better"),
    # What open questions can do.
    (SETTLED, r"Open questions could|could (still )?change the result|Together they could"),
    (r"Every question that applies was answered", r"Still open\b|Open questions c"),
    (r"cannot change the result|Open questions cannot change it", r"Alone it could change"),
    (r"Open questions cannot change it", r"\bFind out: "),
    # Weights.
    (r"the result is the same in all\b", r"weight nearest to a change|moving one weight"),
    (r"However light or heavy any one dimension", r"weight nearest to a change"),
    (r"Other weightings hardly ever", r"It holds with|other plausible weights could turn"),
    (r"Other weightings hardly ever", r"one other answer\b|[Aa]nother answer to “"),
    # Single answers.
    (r"Leave out any one of the", r"one other answer\b|[Aa]nother answer to “|\bOne answer would"),
    (r"Leave out any one of the", r"Without the answer to|would change the result if it were left"),
    (r"Your gaps: nothing", r"Your gaps -"),
    (r"Your gaps Nothing\.", r"points below the target"),
    # Levels.
    (r"No change to what can still be changed reaches", r"The shortest way to"),
    (r"No change to what can still be changed reaches", r"would raise the level"),
    (r"The plan below takes the fewest steps", r"A way to “"),
)
"""Pairs of which a report may hold one at most."""
GIVEN_UP = (
    r"[Ee]levation",
    r"\b[Ss]ettled: ",
    r"\bProvisional: ",
    r"spans [\d.]+ of its standard errors",
    r"What you gain",
    r"What carries you",
    r"look at the evidence for it",
    r"the plan counts on",
    r"No answer does",
    r"A risk to plan for",
    r"\b100 % of weightings",
    r"held at",
    r"[Tt]hat least score is",
    r"if it no longer held",
)
"""What no report says any more."""
PLUS_MINUS = re.compile(r"(\d+(?:\.\d+)?)(?: % of the standard for [^(.]*)? \(± (\d+(?:\.\d+)?)\)")


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.replace("┃", " ").split())


def faults(text: str) -> list[str]:
    """What of a report contradicts another part of it, or is said no more."""
    found = [
        f"{re.search(one, text)} against {re.search(other, text)}"
        for one, other in PAIRS
        if re.search(one, text) and re.search(other, text)
    ]
    found += [word for word in GIVEN_UP if re.search(word, text)]
    found += [
        f"{m[0]} passes 0 or 100"
        for m in PLUS_MINUS.finditer(text)
        if float(m[1]) + float(m[2]) > 100 or float(m[1]) < float(m[2])
    ]
    return found
