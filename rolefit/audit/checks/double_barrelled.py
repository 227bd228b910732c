"""Finds questions that ask two things at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rolefit.audit.base import Finding, Severity
from rolefit.audit.subject import Subject
from rolefit.rubric.items import Item

CODE = "RF024"
NAME = "double-barrelled"
SEVERITY: Severity = "warning"
ABOUT = (
    "To `did you plan and run it?` somebody who planned it and let others run it has no answer. "
    "This check finds two question marks, `and/or`, and an `and` that joins two questions or two "
    "verbs: `and how`, `and did you`, `plan and run the ...`. An `or` is found in the same places "
    "unless the item has options to choose from. Nouns joined by a word, and what stands before "
    "the question itself (`When you planned it and ...,`), are left alone."
)
FIX = "Make two items of it, or ask for the one thing that matters."
BAD = """\
items:
  - id: guiding
    type: numeric
    dimension: steering
    ask: How many hours did you guide outside people and write your briefs last week?
    why: A freelancer works best close to you. An agency guides its own people.
    source: [AG-02]
    allow_na: false
    unit: hours
    range: [0, 10]
    breakpoints: [{at: 0, value: 0}, {at: 10, value: 1}]
    toward: freelancer
"""


def names(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_ASKING = names("what who whom whose when where why how which")
_HELPING = names(
    "did do does has have had are is was were will would can could should may might must"
)
_WHOEVER = names("you i we they he she it who to")
_FILLING = names("also then so even still later often really afterwards to not just")
_POINTING = names("the a an your my our their his her its it them him what how which whether")
_VERBS = names(
    "add adjust agree analyse analyze approve ask attract become bring buy carry choose coach "
    "collect compare coordinate create decide define deliver describe develop discuss enable "
    "encourage ensure evaluate execute expect explain follow gather get give go grow hear "
    "identify implement improve inform inspire keep know lead learn listen maintain make manage "
    "meet monitor motivate negotiate organise organize prepare propose provide recruit reduce "
    "reject respond say see sell send solve speak take teach tell think try understand use verify "
    "write"
)
"""Verbs that are hardly ever nouns."""
EITHER = names(
    "answer brief budget build call campaign challenge change chart check coach contact cut "
    "delegate design draft drive edit estimate file finish fix guide handle help hire increase "
    "lead lose lower mail market measure mentor model move offer order own pay pick plan post "
    "present press price promote publish put question raise rank reach read record reply report "
    "request review reward rule run schedule set share show sign sort spend split staff start "
    "steer stop store study support talk test track train update visit watch win work"
)
"""Verbs that are nouns as often: only what stands beside them tells."""
_PASTS = names(
    "became brought built chose did drew found gave grew heard kept knew learned led lost made "
    "met ran said saw sent sold spent spoke taught thought told took understood went won wrote"
)
_SENTENCE = re.compile(r"[^.!?]*[.!?]?")
_TOKEN = re.compile(r"[a-z0-9'-]+|,")
_SCENE = re.compile(
    r"^\W*(?:when|if|after|before|while|since|once|suppose|given|as)\b[^,?]*,", re.IGNORECASE
)


def check(subject: Subject) -> Iterator[Finding]:
    """Questions that join two."""
    for k, item in enumerate(subject.rubric.items):
        why = _sign_of_two(item.ask, _joints(item))
        if why:
            yield Finding(("items", k, "ask"), f"two questions in one: {why}", "make it two items")


def _joints(item: Item) -> tuple[str, ...]:
    """The words that join two questions: with options to choose from, `or` offers a choice."""
    return ("and",) if item.named_options() else ("and", "or")


def _sign_of_two(ask: str, joints: Sequence[str]) -> str:
    """What shows that a question is two; nothing where it is one."""
    if ask.count("?") > 1:
        return "two question marks"
    if "and/or" in ask.casefold():
        return "and/or"
    for sentence in question_sentences(ask):
        tokens = _TOKEN.findall(_SCENE.sub("", sentence).casefold().replace("\u2019", "'"))
        for at, token in enumerate(tokens):
            if token in joints and _joins_two(tokens[:at], tokens[at + 1 :]):
                return " ".join(tokens[max(0, at - 2) : at + 3])
    return ""


def question_sentences(text: str) -> list[str]:
    """The sentences that ask; all of them where a statement is rated."""
    found = [part for part in _SENTENCE.findall(text) if part.strip()]
    return [part for part in found if part.endswith("?")] or found


def _joins_two(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the words on both sides of an `and` are two questions or two verbs."""
    rest = [*after, "", ""]
    filled = 0
    while rest[filled] in _FILLING:
        filled += 1
    verb, next_word = rest[filled : filled + 2]
    if verb in _ASKING or verb in _HELPING:
        return True
    if _is_verb(verb, EITHER):
        # `plan and test` may be two nouns; `you plan and test`, `and test the page` are verbs.
        joined = [word for word in before if word != ","][-2:]
        told = len(joined) == 2 and joined[0] in _WHOEVER and _is_verb(joined[1], EITHER | _VERBS)
        return next_word in _POINTING or told or "to" in rest[:filled]
    return _is_verb(verb, _VERBS) or verb in _PASTS


def _is_verb(word: str, listed: frozenset[str]) -> bool:
    """Whether a word is a form of a listed verb: plan, plans, planned."""
    return any(
        stem in listed
        for stem in (
            word,
            word.removesuffix("s"),
            word.removesuffix("es"),
            word.removesuffix("ed"),
            word.removesuffix("d"),
            word.removesuffix("ied") + "y",
            word.removesuffix("ies") + "y",
            word[: len(word) - 3] if word.endswith("ed") and word[-3:-2] == word[-4:-3] else word,
        )
    )
