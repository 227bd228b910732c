"""Scored answers that say nothing, in each language that a rubric may name."""

from __future__ import annotations

import pytest
from make import readiness

from rolefit.audit.checks.unsure_option import check
from rolefit.audit.subject import Subject


def found(language: str, text: str) -> list[str]:
    """What is said of an option with that text."""
    options = ({"id": "no", "text": text, "value": 0}, {"id": "yes", "text": "Ja.", "value": 1})
    item = {"id": "q", "type": "single", "ask": "Q?", "dimension": "d", "options": options}
    rubric = readiness({**item, "allow_na": False}, language=language)
    return [finding.message for finding in check(Subject(rubric))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I don\u2019t know."),
        ("de", "Weiß ich nicht."),
        ("de", "Wir wissen es nicht"),
        ("de", "Trifft auf mich nicht zu."),
        ("de", "Keine Angabe"),
        ("de", "Keine Belege dafür oder dagegen"),
        ("es", "No lo sé."),
        ("es", "No se aplica a mi caso."),
        ("es", "Sin evidencia a favor ni en contra"),
        ("fr", "Je ne sais pas."),
        ("fr", "Aucune preuve dans un sens ou dans l'autre"),
        ("en", "Not looked into."),
        ("en", "Not yet looked at"),
        ("en", "I cannot judge this."),
        ("en", "We are not able to assess it yet."),
        ("en", "This cannot be judged here."),
        ("en", "No basis to judge this"),
        ("en", "Insufficient information to judge."),
        ("en", "Does not apply to my work."),
        ("en", "Neutral / not applicable"),
        ("en", "Neutral/N/A"),
        ("en", "Neutral or don't know"),
        ("en", "Neutral (not applicable)"),
        ("en", "Never / not applicable"),
        ("en", "Neutral / no evidence either way"),
        ("en", "Don\u2019t know / never"),
        ("it", "I cannot judge this."),
        ("de", "Weiß nicht"),
        ("de", "Ich kann das nicht beurteilen."),
        ("de", "Noch nicht untersucht."),
        ("de", "Neutral / nicht zutreffend"),
        ("de", "Teils, teils oder weiß nicht"),
        ("es", "No puedo juzgarlo."),
        ("es", "No se ha examinado todavía."),
        ("es", "Neutral / no aplicable"),
        ("fr", "Je ne peux pas en juger."),
        ("fr", "Pas encore examiné."),
        ("fr", "Neutre / non applicable"),
    ],
)
def test_an_answer_that_says_nothing_is_found_in_the_language_of_the_rubric(
    language: str, text: str
) -> None:
    assert found(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ich weiß nicht, was die anderen tun, und frage sie."),
        ("de", "Keine Angaben fehlten."),
        ("es", "No lo sé todo, pero pregunto."),
        ("fr", "Je ne sais pas tout faire, je délègue."),
        ("en", "I judge it by results."),
        ("en", "It was not looked at by anybody but me."),
        ("en", "I have not looked at it that way."),
        ("en", "I have not looked into it."),
        ("en", "Not looked into by anybody else."),
        ("en", "I cannot judge this without asking the team, so I ask."),
        ("en", "I do not judge it."),
        ("en", "I cannot say no."),
        ("en", "Neutral"),
        ("en", "Neither too fast nor too slow."),
        ("en", "Calls and/or mails."),
        ("en", "Too little data to plan with, so we test."),
        ("de", "Ich kann das nicht beurteilen, also frage ich."),
        ("de", "Nicht untersucht haben wir nur den Rest."),
        ("de", "Weiß nicht weiter und fragt."),
        ("es", "No puedo juzgarlo solo, pregunto."),
        ("fr", "Je ne peux pas le dire sans vérifier."),
        ("fr", "Pas examiné par les autres."),
    ],
)
def test_an_answer_that_goes_on_says_something(language: str, text: str) -> None:
    assert not found(language, text)
