"""Finds questions that tell which answer is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import hits, phrases

CODE = "RF025"
NAME = "leading-question"
SEVERITY: Severity = "warning"
ABOUT = (
    "Words like surely, of course or don't you tell people what to answer, and many oblige. So "
    "does a question that tells what everybody knows or asks whether one agrees. What comes back "
    "is then the author's own opinion."
)
FIX = "Ask what happened, how often or when, in words that suit each of the answers."
BAD = """\
items:
  - id: budget
    type: yes_no
    ask: Surely somebody has signed off a sum for the next six months?
    why: It scores nothing. A search before the sum is known costs two sides their time.
    source: [AG-04]
    allow_na: false
"""
_HELPING = "(?:do|does|did|is|are|was|were|has|have|would|should|could|ca|wo)"
_LEADING = phrases(
    "surely, obviously, undoubtedly, needless to say, no doubt, without doubt",
    "(?<!change )(?<!changes )of course",
    rf"{_HELPING}n't (?:you|it|they|we|he|she)",
    "agree that, would you agree, you (?:must |would |have to )?admit",
    "as (?:we all|everyone|everybody|you|you may|most people) knows?",
    "(?:everyone|everybody) knows, it is well known, it is clear that, it goes without saying",
    "most (?:people|experts|founders|managers|companies) (?:agree|think|say|believe|feel)",
    "experts (?:agree|say)",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Leading words in what is asked, on paper or by an interviewer."""
    for one, found in hits(subject.rubric, ("question", "prompt"), _LEADING):
        message = f"a question that leads: {found}"
        yield Finding(one.path, message, "leave it out, or ask what happened")
