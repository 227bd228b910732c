"""Every check of the audit, tried out on rubrics that are sound but for what it looks for."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import get_args

import pytest
from cases import subject
from every import every
from overlay import SOUND, holds, merged, overlay, raw, sound, sound_subject, sound_text
from rich.cells import cell_len

from rolefit.audit import CHECKS, audit
from rolefit.audit.base import Finding, Severity
from rolefit.audit.cases import run_cases
from rolefit.audit.simulation import distribution, respondents
from rolefit.audit.subject import Check, Subject
from rolefit.reports.formats import text
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.audit.findings import locate_findings
from rolefit.rubric.model import Rubric
from rolefit.storage.library import find
from rolefit.storage.shipped import shipped_names

GRAVE = ("error", "warning")
LONGEST_TEXT = 600
LONGEST_BAD = 40
each = every("check", CHECKS)
both = pytest.mark.parametrize("name", SOUND)
together = pytest.mark.xdist_group("checks")
"""By one worker, which works out once what all checks look at."""


def severity(check: Check, finding: Finding) -> Severity:
    return finding.severity or check.SEVERITY


def grave(check: Check, subject: Subject) -> list[Finding]:
    return [found for found in check.check(subject) if severity(check, found) in GRAVE]


# --- what a check says of itself -------------------------------------------------------------


def test_codes_rise_and_none_is_used_twice() -> None:
    assert all(before.CODE < after.CODE for before, after in pairwise(CHECKS))


def test_no_two_checks_have_the_same_name() -> None:
    assert len({check.NAME for check in CHECKS}) == len(CHECKS)


@each
def test_a_check_has_a_code_a_name_and_a_severity(check: Check) -> None:
    assert re.fullmatch(r"RF[0-9]{3}", check.CODE)
    assert re.fullmatch(r"[a-z]+(-[a-z]+){0,3}", check.NAME)
    assert check.SEVERITY in get_args(Severity)


@each
def test_a_check_says_what_it_looks_at_and_what_to_do(check: Check) -> None:
    for one in (check.ABOUT, check.FIX):
        assert 20 <= len(one) <= LONGEST_TEXT
        assert one == " ".join(one.split()), "one paragraph, without line breaks"
        assert one.endswith((".", "!", "?"))
        assert one[0].isupper()


@each
def test_a_check_shows_a_short_bad_example(check: Check) -> None:
    assert raw(check.BAD)
    assert check.BAD.strip("\n") + "\n" == check.BAD
    assert len(check.BAD.splitlines()) <= LONGEST_BAD
    assert all(len(line) <= 100 for line in check.BAD.splitlines())


# --- what a check finds ----------------------------------------------------------------------


@pytest.mark.slow
@together
@both
@each
def test_a_sound_rubric_has_neither_errors_nor_warnings(check: Check, name: str) -> None:
    assert grave(check, sound_subject(name)) == []


@cache
def bad_subject(example: str) -> Subject:
    """The sound rubric with a bad example laid over it."""
    return Subject(overlay(example))


def in_bad_example(check: Check) -> list[Finding]:
    """What a check finds in its own bad example."""
    return list(check.check(bad_subject(check.BAD)))


@pytest.mark.slow
@together
@each
def test_a_check_finds_its_own_bad_example(check: Check) -> None:
    below = sound_subject(str(raw(check.BAD).get("rubric", "sound")))
    before = set(check.check(below))
    new = [one for one in in_bad_example(check) if one not in before]
    assert check.SEVERITY in {severity(check, one) for one in new}


@pytest.mark.slow
@together
@each
def test_what_is_found_has_a_place_in_the_file_and_words_for_it(check: Check) -> None:
    content = merged(check.BAD)
    for found in in_bad_example(check):
        assert holds(content, found.path), found.path
        assert found.message
        assert found.message == found.message.strip()
        assert "\n" not in found.message + found.hint


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_rubric_has_neither_errors_nor_warnings_and_its_audit_fits_the_terminal(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Random answers get a clear verdict one time in twenty at most, where one in ten is accepted.
    monkeypatch.setattr(respondents, "DRAWS", 200)
    # What only the page of an audit tells is drawn seldom: which questions decide.
    monkeypatch.setattr(distribution, "DRAWS", 400)
    monkeypatch.setattr(distribution, "HALF_WIDTH", Fraction(49, 1000))
    every_finding = list(audit(subject(name)))
    found = [f for f in every_finding if f.severity in GRAVE]
    assert [(f.check.CODE, f.finding.path, f.finding.message) for f in found] == []
    document = find(name).document
    told = text.render(locate_findings(document, subject(name), every_finding), Look(60))
    assert max(map(cell_len, told.split("\n"))) <= 60


# --- the rubrics that checks are tried on ----------------------------------------------------


@both
def test_a_sound_rubric_s_cases_hold(name: str) -> None:
    assert [(r.case.name, r.differences) for r in run_cases(sound(name)) if r.differences] == []


def test_a_fragment_merges_into_mappings() -> None:
    made = merged("dimensions: {work: {weight: 9}}")
    assert made["dimensions"]["work"]["weight"] == 9
    assert made["dimensions"]["work"]["name"] == "The work"
    assert made["title"] == sound("sound").title


def test_a_fragment_replaces_the_entry_of_the_same_id_and_appends_others() -> None:
    before = [item["id"] for item in merged("{}")["items"]]
    made = merged("items: [{id: kinds, type: yes_no}, {id: fresh, type: yes_no}]")["items"]
    assert [item["id"] for item in made] == [*before, "fresh"]
    assert made[before.index("kinds")] == {"id": "kinds", "type": "yes_no"}


def test_a_case_is_known_by_its_name() -> None:
    first = merged("{}")["cases"][0]
    made = merged(f"cases: [{{name: {first['name']}, answers: {{}}, expect: {{}}}}]")["cases"]
    assert made[0] == {"name": first["name"], "answers": {}, "expect": {}}
    assert len(made) == len(merged("{}")["cases"])


def test_a_list_of_other_things_is_replaced() -> None:
    assert merged("limits: [one]")["limits"] == ("one",)
    assert merged("scales: {weeks: [a, b]}")["scales"] == {"weeks": ("a", "b")}


def test_null_deletes() -> None:
    made = merged("cases: null\noutcomes: {agency: {source: null}}")
    assert "cases" not in made
    assert "source" not in made["outcomes"]["agency"]


def test_a_fragment_may_name_the_readiness_rubric() -> None:
    assert merged("rubric: sound-readiness")["model"] == "readiness"
    assert isinstance(overlay("rubric: sound-readiness"), Rubric)
    assert sound_text("sound") != sound_text("sound-readiness")


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ((), True),
        (("items", 0, "ask"), True),
        (("items", 99), False),
        (("items", -1), False),
        (("items", 0, "choices"), False),
        (("title", 0), False),
        (("items", "0"), False),
    ],
)
def test_a_path_is_held_against_the_file(path: tuple[str | int, ...], there: bool) -> None:
    assert holds(merged("{}"), path) is there
