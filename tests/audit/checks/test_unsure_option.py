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
    ],
)
def test_an_answer_that_goes_on_says_something(language: str, text: str) -> None:
    assert not found(language, text)
