"""Finds scored answers that say that somebody cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.checks.missing_anchor import scales
from rolefit.audit.subject import Subject
from rolefit.rubric.items.base import Amount
from rolefit.rubric.model import Rubric

CODE = "RF031"
NAME = "unsure-option"
SEVERITY: Severity = "warning"
ABOUT = (
    "Whoever does not know, has seen no evidence or is asked about something that does not apply "
    "has said nothing against anybody. As an option, a label or an anchor of a scored item such an "
    "answer is worth a number, most often 0, and a missing observation counts as a bad one. Each "
    "item has answers for this already, which no score counts. An option that speaks for no "
    "outcome is only noted as info."
)
FIX = (
    "Drop the option or level: `dont_know` is always a possible answer, and `not_applicable` where "
    "`allow_na` is not false."
)
BAD = """\
items:
  - id: mended
    type: single
    dimension: steering
    ask: Who put the last mistake right?
    source: [AG-02]
    options:
      - {id: maker, text: "The maker and I, in one call.", favors: {freelancer: 1}}
      - {id: contact, text: "Their team, once I had told our contact.", favors: {agency: 1}}
      - {id: unsure, text: "I do not know.", favors: {agency: 0.2}}
"""
_WHO = "(?:i|we|you|they|he|she|it|this|that|there is|there was)? ?(?:have |has |had )?"
_CANNOT = "(?:do not|don't|does not|doesn't|cannot|can't|can not|could not|couldn't)"
_ABLE = "(?:cannot|can't|can not|could not|couldn't|(?:am |are |is )?(?:unable|not able) to)"
_FOR_WHOM = r"(?: here| yet| (?:to|for|in) (?:me|us|them|(?:my|our|this|that) \w+))?"
_END = r"(?= *(?:$|[.!?(/]))"
"""Nothing more is said: `I do not know what the others do` would be an answer."""
_WHOLE = (
    f"{_WHO}{_CANNOT} (?:yet )?(?:know|say|tell|judge|remember)(?: yet)?",
    f"{_WHO}{_ABLE} (?:yet )?(?:know|say|tell|judge|assess|rate|answer)(?: this| it)?(?: yet)?",
    "(?:this |it |that )?cannot (?:yet )?be (?:judged|assessed|rated)(?: yet| here)?",
    f"{_WHO}(?:does not|doesn't|do not|don't|did not|didn't) apply{_FOR_WHOM}",
    f"(?:this is |it is )?not applicable{_FOR_WHOM}",
    "n/a",
    "(?:i am |i'm |we are |we're )?(?:not sure|unsure|undecided|unclear|unknown)(?: yet)?",
    f"{_WHO}not (?:yet )?(?:been )?(?:observed|seen|asked|discussed|assessed|tested)(?: yet)?",
    "not (?:yet )?(?:been )?(?:looked (?:into|at)|rated|evaluated|judged|known)(?: yet)?",
    "(?:i have )?no (?:opinion|answer|idea|information)",
    "no basis (?:to judge|for judging)(?: this| it)?",
    "(?:not enough|insufficient|too little) (?:information|data)(?: to (?:say|tell|judge|assess))?",
    "(?:hard|too early|impossible) to (?:say|tell|judge)",
)
_ELSEWHERE = {
    "de": (
        "(?:das )?wei(?:ß|ss) (?:ich |man )?(?:es |das )?nicht",
        "(?:ich wei(?:ß|ss)|wir wissen) (?:es |das )?nicht",
        "(?:das )?(?:trifft|passt) (?:auf mich |auf uns |hier )?nicht zu",
        "(?:nicht (?:zutreffend|anwendbar|beobachtet|bekannt)|entfällt|unklar|unbekannt)",
        "(?:keine (?:angabe|ahnung|meinung|beobachtung)|k\\. ?a)",
        "(?:das )?kann ich (?:noch )?nicht (?:sagen|beurteilen|einschätzen|bewerten)",
        "ich kann (?:das |es |dies )?(?:noch )?nicht (?:sagen|beurteilen|einschätzen|bewerten)",
        "(?:noch )?nicht (?:untersucht|angesehen|betrachtet|bewertet|beurteilt|zu beurteilen)",
    ),
    "es": (
        "(?:yo )?no (?:lo )?(?:sé|sabemos|sabe)",
        "no (?:se )?(?:me |nos )?aplica(?: a mi caso| en mi caso| aquí)?",
        "(?:no (?:aplicable|observado)|sin (?:respuesta|opinión|información|datos))",
        "(?:yo )?no (?:lo )?puedo (?:decir|juzgar|valorar|evaluar)(?:lo| esto| eso)?",
        "no (?:se ha )?(?:examinado|mirado|analizado|evaluado|valorado)(?: aún| todavía)?",
    ),
    "fr": (
        "(?:(?:je|nous|on) )?ne (?:le )?(?:sais|sait|savons) pas",
        "(?:cela |ça )?ne (?:me |nous )?(?:concerne|s'applique) pas(?: à moi| ici)?",
        "(?:non (?:applicable|observé|concerné)|sans (?:avis|opinion|réponse)|aucune idée)",
        "(?:je )?ne peux pas (?:le |en )?(?:dire|juger|évaluer|me prononcer)(?: cela| ça)?",
        "(?:pas encore|pas|non) (?:examiné|évalué|étudié|regardé)",
    ),
}
"""The same in other languages that a rubric may name."""
_NO_EVIDENCE = {
    "en": f"{_WHO}(?:no|not enough|insufficient|too little) evidence",
    "de": "(?:keine?|nicht genug|zu wenig) (?:belege?|nachweise?|hinweise?)",
    "es": "(?:sin|ninguna|no hay) (?:evidencia|pruebas)",
    "fr": "(?:aucune?|pas de|pas assez de) (?:preuve|indice)s?",
}


_MIDDLE = {
    "en": ("neutral, mixed, undecided, neither, neither agree nor disagree", "or"),
    "de": ("neutral, unentschieden, weder noch, teils,? teils", "oder"),
    "es": ("neutral, neutro, indeciso, ni de acuerdo ni en desacuerdo", "o"),
    "fr": ("neutre, mitigé, indécis, ni d'accord ni pas d'accord", "ou"),
}
"""Words for a middle that forms join with such an answer, and the word that joins them."""


@cache
def _unsure_in(language: str) -> re.Pattern[str]:
    """What an answer that says nothing begins with, in a language; in English where it is new.

    It may stand behind a stroke, or behind the middle of a scale: `Neutral / not applicable`.
    """
    spoken = language if language in _ELSEWHERE else "en"
    whole = "|".join(_ELSEWHERE.get(spoken, _WHOLE))
    middle, joined = _MIDDLE[spoken]
    middles = middle.replace(", ", "|")
    before = f"(?:[^/]{{1,60}}/ *|(?:{middles})(?: {joined} |, | ?\\(| [\u2013\u2014-] ))?"
    evidence = _NO_EVIDENCE[spoken]
    return re.compile(f"{before}(?:(?:{whole})(?:{_END}| *\\))|(?:{evidence})\\b)", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Finding]:
    """Options, anchors and labels of scored items that say nothing about what is asked."""
    idle = set(_worthless(subject.rubric))
    unsure = _unsure_in(subject.rubric.language)
    for path, text in answers(subject.rubric):
        if unsure.match(text.strip().replace("\u2019", "'")):
            message = f"an answer that counts, and says that there is none: {text}"
            severity: Severity | None = "info" if path in idle else None
            yield Finding(path, message, "drop it: dont_know is an answer already", severity)


def _worthless(rubric: Rubric) -> Iterator[Path]:
    """Options that speak for none of several outcomes: they count against all alike."""
    if rubric.demands.has_outcomes:
        for k, item in enumerate(rubric.items):
            for place, option in enumerate(item.named_options()):
                if not option.favors:
                    yield ("items", k, "options", place, "text")


def answers(rubric: Rubric) -> Iterator[tuple[Path, str]]:
    """The wordings of scored answers with their places; a label of a scale once."""
    for k, item in enumerate(rubric.items):
        if item.scores and not isinstance(item.input_kind, Amount):
            for wording in item.wordings():
                yield ("items", k, *wording.path), wording.text
    used = {text for item in rubric.items if item.scores for _, text in item.options()}
    for path, labels in scales(rubric):
        yield from ((path, label) for label in labels if label in used)
