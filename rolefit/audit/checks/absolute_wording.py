"""Finds questions that ask about always, everybody or completely."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import hits, phrases

CODE = "RF026"
NAME = "absolute-wording"
SEVERITY: Severity = "warning"
ABOUT = (
    "Hardly anything happens always, to everybody or completely. An honest person must then answer "
    "no, for one exception, and a quick reader answers yes: the same facts get two answers. Left "
    "alone are `every` where it counts time, as in every week, `all` before a number or a time, as "
    "in all four weeks, and `at all`."
)
FIX = "Ask how often, how many or when last, and give a span of time to count in."
BAD = """\
items:
  - id: budget
    type: yes_no
    ask: Has everybody signed off a sum for the next six months?
    why: It scores nothing. A search before the sum is known costs two sides their time.
    source: [AG-04]
    allow_na: false
"""
_TIME = (
    r"(?:(?:other|single|second|third|two|three|four|five|six|few|working) )?"
    r"(?:hour|day|week|weekend|month|quarter|year|morning|afternoon|evening|night|season|sprint"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?"
)
_NUMBER = r"(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_ABSOLUTE = phrases(
    "always, never, everyone, everybody, everything, everywhere, nobody, no one",
    "completely, entirely, totally, wholly, absolutely, perfectly, constantly, invariably",
    rf"every(?! {_TIME}\b)",
    rf"(?<!at )all(?! (?:the )?(?:{_TIME}|{_NUMBER})\b)",
)


def check(subject: Subject) -> Iterator[Finding]:
    """Absolutes in what is asked."""
    for one, found in hits(subject.rubric, ("question",), _ABSOLUTE):
        message = f"an absolute in a question: {found}"
        yield Finding(one.path, message, "ask how often, how many or when last")
