"""Where claims are carried, in words that an author knows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rolefit.rubric.claims import ClaimRegister
from rolefit.storage import library
from rolefit.storage.library import load, register
from rolefit.studies.tracing import carried_claims, place


def register_of(*ids: str) -> ClaimRegister:
    claim = {"source": "s", "kind": "trait", "topic": "t", "text": "It is so."}
    return ClaimRegister.model_validate(
        {
            "sources": {"s": {"title": "T", "author": "A"}},
            "claims": dict.fromkeys(ids, claim),
        }
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("items", 0, "source"), "item selling"),
        (("items", 0, "options", 1, "source"), "item selling, option alone"),
        (("gates", 0, "source"), "gate sale-repeats"),
        (("outcomes", "doer", "source"), "outcome doer"),
        (("dimensions", "gap", "source"), "dimension gap"),
        (("dimensions", "gap", "steps", 1, "source"), "step 2 of gap"),
        (("texts", "too_close", "source"), "text too_close"),
        (("standard", "source"), "standard"),
        ((), "the rubric"),
    ],
)
def test_a_place_is_told_by_the_names_its_author_gave(path: Any, words: str) -> None:
    assert place(load("first-marketing-hire"), path).startswith(words)


def test_a_band_and_a_level_have_names_too() -> None:
    readiness = load("cmo-readiness")
    assert place(readiness, ("bands", 0, "source")) == f"band {readiness.bands[0].id}"
    bars = next(k for k, item in enumerate(readiness.items) if item.type == "bars")
    name = readiness.items[bars].id
    assert place(readiness, ("items", bars, "levels", 2, "source")) == f"item {name}, level 3"


def test_each_claim_is_listed_with_every_place_in_every_rubric() -> None:
    rubrics = [load("first-marketing-hire"), load("lead-or-manager")]
    found = {c.id: c.places for c in carried_claims(register_of("LM-31", "ZZ-1"), rubrics)}
    assert set(found["LM-31"]) == {"first-marketing-hire", "lead-or-manager"}
    assert found["ZZ-1"] == {}


# --- the command ---------------------------------------------------------------------------------


def test_the_matrix_lists_every_claim_and_ends_well_where_all_are_carried(rolefit: Any) -> None:
    ran = rolefit("rubric", "claims")
    assert ran.code == 0
    every = len(register().claims)
    assert every > 100
    assert f"{every} of {every} claims are carried." in ran.out
    assert all(name in ran.out for name in register().claims)
    assert "Carried nowhere" not in ran.out


def test_it_names_what_is_carried_nowhere_and_fails(
    rolefit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "register", lambda: register_of("DC-01", "ZZ-1"))
    ran = rolefit("rubric", "claims")
    assert ran.code == 1
    assert "Carried nowhere" in ran.out
    assert "ZZ-1" in ran.out


def test_one_rubric_by_itself_is_not_blamed_for_the_others(rolefit: Any) -> None:
    ran = rolefit("rubric", "claims", "management-style")
    assert ran.code == 0
    assert "1 rubric" in ran.out
    assert "Carried nowhere" in ran.out


@pytest.mark.slow
def test_full_names_places_and_json_holds_them(rolefit: Any) -> None:
    assert "gate vision-shared" in rolefit("rubric", "claims", "--full").out
    rows = json.loads(rolefit("rubric", "claims", "--format", "json").out)
    assert {row["claim"] for row in rows} == set(register().claims)
    first = next(row for row in rows if row["claim"] == "DC-13")
    assert "gate vision-shared" in first["carried_by"]["first-marketing-hire"]


@pytest.mark.parametrize("width", ["40", "60", "120"])
def test_the_matrix_fits_every_width(
    rolefit: Any, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert max(map(len, rolefit("rubric", "claims").out.splitlines())) <= int(width)
