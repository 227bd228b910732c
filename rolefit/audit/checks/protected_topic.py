"""Finds questions and options about what must not be asked at work: age, family, health, origin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.audit.wording import Kind, hits, phrases

CODE = "RF030"
NAME = "protected-topic"
SEVERITY: Severity = "error"
ABOUT = (
    "Age, family, health, belief, origin, sex, politics and union membership have no place in a "
    "question about a job; in many countries asking is against the law. Words with one meaning "
    "only (pregnancy, religion) are found anywhere in a question, an option or a label. Words with "
    "several (age, health, family) are found when they are tied to a person, as in `your age`; "
    "the age of a plan, a healthy margin and a family of products are left alone. What candidates "
    "read in a hiring kit is looked at in the same way."
)
FIX = (
    "Ask about the work itself: not about children, but whether the person can travel twice a "
    "month, if the job needs it. Where the word means something else, choose another word."
)
BAD = """\
items:
  - id: budget
    type: yes_no
    ask: Do you have children at home on the days you would work?
    why: It scores nothing. A search before the sum is known costs two sides their time.
    source: [AG-04]
    allow_na: false
"""
_WHO = r"(?:you|they|he|she|the (?:candidate|applicant|person))"
_WHOSE = r"(?:your|my|his|her|their|the (?:candidate|applicant|person)'s)(?: own)?"
_TOPICS: dict[str, re.Pattern[str]] = {
    "age": phrases(
        rf"{_WHOSE} (?:current |exact )?age(?! of), how old (?:are|were|is|was) {_WHO}",
        "years of age",
        rf"{_WHO} (?:\w+ )?too (?:old|young), (?:what|which) age (?:are|were|is|was) {_WHO}",
        r"(?:plan|want|hope) to retire(?! (?:the|a|an|our|your|that|this)\b)",
        rf"before {_WHO} retire",
        rf"{_WHOSE} retirement, date of birth",
        rf"{_WHOSE} (?:birth|birthday), (?:was|were) {_WHO} born, birth year, year of birth",
        rf"(?:when|(?:what|which) year) did {_WHO} (?:graduate|leave school|finish school)",
    ),
    "family": phrases(
        "pregnant, pregnancy, pregnancies, maternity, paternity, parental leave, childcare",
        "married, unmarried, marriage, marital, divorced, widowed, spouse, fianc\u00e9e?",
        rf"{_WHOSE} (?:husband|wife|girlfriend|boyfriend|parents|sons?|daughters?)",
        rf"(?:{_WHOSE}|have|had|having|want|raise) (?:any |young |small )?(?:children|kids)(?!')",
        rf"{_WHOSE} (?:young )?family(?! of| business| firm| company| brand| name)",
        "have a (?:child|baby), (?:have|start|starting|raise|support) a family, single parent",
        "family (?:plans|planning|status|situation|duties|obligations|responsibilities|life|ties)",
        "number of children, how many (?:children|kids)",
    ),
    "health": phrases(
        rf"{_WHOSE} (?:\w+ )?health, {_WHO} (?:\w+ ){{0,3}}(?:ill|sick|unwell)(?! of| at ease)",
        "health (?:problems?|conditions?|issues?|status|history), state of health, in good health",
        "illness, illnesses, chronically ill, sick leave, sick days?, sickness, medication",
        "medical (?:conditions?|history|leave|treatment), psychiatric, wheelchair, impairment",
        "disability, disabilities, handicapped, disabled (?:person|people)",
        rf"(?:are|is|were|was) {_WHO} disabled, {_WHOSE} (?:disease|diagnosis), any diseases?",
    ),
    "belief": phrases(
        "religion, religions, religious, muslim, hindu, buddhist, jewish, sikh, catholic",
        rf"protestant, atheist, ramadan, {_WHO} pray, (?:are|is) {_WHO} (?:a )?christian",
        rf"{_WHOSE} faith(?! in), {_WHOSE} (?:personal )?beliefs(?! (?:about|in|on))",
        "(?:go|goes|went|attend|attends) (?:to )?(?:church|mosque|temple|synagogue)",
    ),
    "origin": phrases(
        "nationality, ethnicity, ethnic (?:origin|group|background|minority), racial, skin colou?r",
        rf"(?:are|is) {_WHO} an? (?:immigrant|native speaker), immigration status, mother tongue",
        rf"{_WHOSE} (?:race|ancestry|citizenship|birthplace|origins?(?! story)|accent(?! colou?r))",
        rf"{_WHOSE} (?:native language|(?:home )?country of (?:origin|birth)), place of birth",
        rf"where (?:are|is|do|does|did) {_WHO} (?:(?:really|originally) )?(?:come )?from",
        "national origin",
    ),
    "sex": phrases(
        rf"{_WHOSE} (?:sex|gender|sexuality|pronouns), gender identity, transgender",
        "sexual, homosexual, heterosexual, bisexual, lesbian, gay",
        rf"(?:what|which) (?:gender|sex) (?:are|is|do|does) {_WHO}, male or female",
        rf"man or (?:a )?woman, (?:are|is) {_WHO} (?:a )?(?:man|woman|male|female)",
    ),
    "politics": phrases(
        "political (?:part(?:y|ies)|views?|opinions?|beliefs?|affiliations?|leanings?|activity)",
        rf"{_WHOSE} politics, party membership, voted? in (?:the|an|any) elections?",
        rf"(?:which|what) party (?:do|did|would) {_WHO}",
    ),
    "union membership": phrases(
        "(?:trade|labou?r) unions?, union (?:members?|membership|activit(?:y|ies)|representative)",
        rf"{_WHO} (?:\w+ )?(?:joined|join|belong to) (?:a|the) union, in a union, shop steward",
    ),
}
_NAMED = phrases("candidate, applicant, person, hire, employee, colleague, newcomer, manager, who")


def check(subject: Subject) -> Iterator[Finding]:
    """Protected topics in what is asked and in what can be answered."""
    kinds: tuple[Kind, ...] = ("question", "prompt", "option", "label", "posting")
    for topic, pattern in _TOPICS.items():
        for one, found in hits(subject.rubric, kinds, pattern):
            if not _of_others(found, one.text):
                message = f"a protected topic, {topic}: {found}"
                yield Finding(one.path, message, "ask about the work itself")


def _of_others(found: str, text: str) -> bool:
    """Whether `their` or `they` means customers rather than the person: nobody was named."""
    return {"they", "their"} & set(found.split()) != set() and not _NAMED.search(text)
