"""A change across editions is shared out exactly between answers, questions and weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from earlier import CARRIED, FOLDER, answered, answers_file, first_edition
from hypothesis import given
from hypothesis import strategies as st
from make import answers, contrast, likert, single
from runs import Run

from rolefit.exact import ZERO
from rolefit.rubric.cases import case_responses
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import assess
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.library import load, responses_text, value_text
from rolefit.studies.editions.attribution import (
    PARTS,
    EditionAnswers,
    Part,
    attribute_change,
    shared_out,
)

WORTHS = st.fixed_dictionaries(
    {
        frozenset(p): st.fractions(-50, 50, max_denominator=9)
        for n in range(4)
        for p in {tuple(sorted(q[:n])) for q in permutations(PARTS)}
    }
)


@pytest.mark.slow
@given(WORTHS)
def test_the_shares_are_the_mean_over_all_orders_and_sum_to_the_change(
    worths: dict[frozenset[Part], Fraction],
) -> None:
    found = shared_out(worths.__getitem__)
    assert sum(found.values(), ZERO) == worths[frozenset(PARTS)] - worths[frozenset()]
    orders = list(permutations(PARTS))
    for part in PARTS:
        effects = []
        for order in orders:
            before = frozenset(order[: order.index(part)])
            effects.append(worths[before | {part}] - worths[before])
        assert found[part] == sum(effects, ZERO) / len(orders)


def edition(version: str, weight: int = 1, **more: Any) -> Rubric:
    """Two dimensions with a choice each."""
    rubric = contrast(single("x", "d"), single("y", "e"), version=version, **more)
    dimensions = {
        name: one.model_copy(update={"weight": Fraction(weight if name == "e" else 1)})
        for name, one in rubric.dimensions.items()
    }
    return rubric.model_copy(update={"dimensions": dimensions})


KEEP = ({"from": "1.0", "keep": ("x", "y")},)


def shares(old: EditionAnswers, new: EditionAnswers) -> dict[str, dict[str, Fraction]]:
    """What each part did to each score."""
    found = attribute_change(old, new)
    assert found is not None
    for change in found:
        assert sum((s.points for s in change.shares), ZERO) == change.after - change.before
    return {c.measure.id: {s.part: s.points for s in c.shares} for c in found}


def test_where_only_answers_change_all_of_it_is_theirs() -> None:
    old, new = edition("1.0"), edition("2.0", migrations=KEEP)
    before, after = answers(old, x="pa", y="pb"), answers(new, x="pa", y="pa")
    found = shares(EditionAnswers(old, before), EditionAnswers(new, after))
    assert found["a"] == {"answers": Fraction(50), "questions": ZERO, "weights": ZERO}


def test_where_only_weights_change_all_of_it_is_theirs() -> None:
    old, new = edition("1.0"), edition("2.0", 3, migrations=KEEP)
    given_ = answers(old, x="pa", y="pb")
    found = shares(EditionAnswers(old, given_), EditionAnswers(new, given_))
    assert found["a"] == {"answers": ZERO, "questions": ZERO, "weights": Fraction(-25)}
    assert found["b"]["weights"] == Fraction(25)


def test_where_only_a_question_is_added_all_of_it_is_the_questions() -> None:
    old = edition("1.0")
    new = contrast(
        single("x", "d"), single("y", "e"), likert("z", "e"), version="2.0", migrations=KEEP
    )
    before, after = answers(old, x="pa", y="pa"), answers(new, x="pa", y="pa", z=1)
    found = shares(EditionAnswers(old, before), EditionAnswers(new, after))
    # The new answer is one that the new questions alone could ask for.
    assert found["a"]["weights"] == ZERO
    assert found["a"]["answers"] == found["a"]["questions"] == Fraction(-25, 2)


def test_an_edition_that_carries_nothing_is_not_compared() -> None:
    old, new = edition("1.0"), edition("2.0")
    both = answers(old, x="pa", y="pa")
    assert attribute_change(EditionAnswers(old, both), EditionAnswers(new, both)) is None


@pytest.mark.slow
@pytest.mark.parametrize(("name", "k"), [(name, k) for k, name in enumerate(CARRIED)])
def test_between_shipped_editions_shares_sum_to_the_change_that_reports_tell(
    name: str, k: int
) -> None:
    old, now = first_edition(name), load(name)
    before, after = answered(name, k), case_responses(now, now.cases[k])
    found = shares(EditionAnswers(old, before), EditionAnswers(now, after))
    first, last = assess(old, before), assess(now, after)
    if last.fit is not None and first.fit is not None:
        assert sum(found["fit"].values(), ZERO) == last.fit - first.fit
    for one in last.outcomes:
        then = first.outcome(one.id).score if last.fit is None else None
        if one.id in found and one.score is not None and then is not None:
            assert sum(found[one.id].values(), ZERO) == one.score - then


@pytest.mark.slow
def test_progress_tells_it_on_the_page_and_for_programs(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    name = "manager-readiness"
    old, now = first_edition(name), load(name)
    after = case_responses(now, now.cases[0])
    who = answered(name).respondent
    with Store(store_path()) as store:
        store.keep(answered(name), old, sentence="Then.")
        store.keep(
            after.model_copy(update={"respondent": who, "day": "2026-11-30"}), now, sentence="Now."
        )
    page = rolefit("progress", name)
    assert page.code == 0
    said = " ".join(page.out.split())
    assert "From edition 1.0 to 2.0" in said
    assert "answers of 2026-01-05 still mean the same" in said
    assert "The last three columns add up to the change." in said
    found = json.loads(rolefit("progress", name, "--format", "json").out)
    (span,) = found["progress"]["editions"]
    (change,) = span["changes"]
    assert (span["version_before"], span["version_after"]) == ("1.0", "2.0")
    total = sum(share["points"] for share in change["shares"])
    assert total == pytest.approx(change["after"] - change["before"], abs=1e-8)


# --- the same of files ------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Files of one person, of the first edition and of the present one; no journal yet."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))

    def write(name: str, *, hash: bool = True) -> list[str]:
        old, now = first_edition(name), load(name)
        then = answered(name)
        if not hash:
            then = then.model_copy(update={"rubric_hash": None})
        update = {"respondent": then.respondent, "day": "2026-11-30", "rubric_version": "2.0"}
        today = case_responses(now, now.cases[0]).model_copy(update=update)
        text = responses_text(then, old)
        if not hash:
            text = "".join(
                line for line in text.splitlines(True) if not line.startswith("rubric_hash")
            )
        (tmp_path / "then.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "today.yaml").write_text(responses_text(today, now), encoding="utf-8")
        return [str(tmp_path / "then.yaml"), str(tmp_path / "today.yaml")]

    return write


def old_file(name: str) -> str:
    """The file of a first edition."""
    return str(FOLDER / f"{name}-1.0.yaml")


def spans(rolefit: Run, *arguments: str) -> list[dict[str, Any]]:
    """What `progress` tells programs of editions."""
    ran = rolefit("progress", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["progress"]["editions"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "hash"), [*((name, True) for name in CARRIED), ("lead-or-manager", False)]
)
def test_a_change_between_two_files_is_shared_out_where_the_edition_is_named(
    rolefit: Run, two: Callable[..., list[str]], name: str, *, hash: bool
) -> None:
    files = two(name, hash=hash)
    (span,) = spans(rolefit, *reversed(files), "--edition", old_file(name))
    assert (span["since"], span["until"]) == tuple(files)
    assert (span["version_before"], span["version_after"]) == ("1.0", "2.0")
    for change in span["changes"]:
        total = sum(share["points"] for share in change["shares"])
        assert total == pytest.approx(change["after"] - change["before"], abs=1e-8)


@pytest.mark.slow
def test_an_edition_that_the_journal_keeps_is_found_for_files(
    rolefit: Run, two: Callable[..., list[str]]
) -> None:
    name = "manager-readiness"
    files = two(name)
    ran = rolefit("progress", *files)
    assert ran.code == 2
    assert "--edition" in ran.err
    with Store(store_path()) as store:
        store.keep(answered(name, 1), first_edition(name), sentence="Then.")
    assert spans(rolefit, *files) == spans(rolefit, *files, "--edition", old_file(name))


@pytest.mark.slow
def test_without_anybody_who_answered_the_present_edition_the_earlier_one_tells(
    rolefit: Run, two: Callable[..., list[str]], tmp_path: Path
) -> None:
    name = "manager-readiness"
    first, _ = two(name)
    second = answers_file(tmp_path, name, 1)
    named = ("--edition", old_file(name))
    found = json.loads(rolefit("progress", first, second, *named, "--format", "json").out)
    assert found["progress"]["version"] == "1.0"
    assert found["progress"]["apart"] == []
    with Store(store_path()) as store:
        for k in (0, 1):
            store.keep(answered(name, k), first_edition(name), sentence="Then.")
    kept = json.loads(rolefit("progress", name, "--format", "json").out)
    assert kept["progress"]["version"] == "1.0"


@pytest.mark.slow
def test_an_edition_that_nobody_answered_is_refused(
    rolefit: Run, two: Callable[..., list[str]]
) -> None:
    name = "manager-readiness"
    then, today = two(name, hash=False)
    for other in ("lead-or-manager", "first-marketing-hire"):
        ran = rolefit("progress", then, today, "--edition", old_file(other))
        assert ran.code == 2
    ran = rolefit("progress", today, today, "--edition", old_file(name))
    assert ran.code == 2
    assert f"none of these answers edition 1.0 of `{name}`" in " ".join(ran.err.split())


@pytest.mark.slow
def test_files_of_one_day_are_told_apart_by_number(
    rolefit: Run, two: Callable[..., list[str]], tmp_path: Path
) -> None:
    name = "manager-readiness"
    first, _ = two(name)
    second = Path(answers_file(tmp_path, name, 1))
    who = [f"name: {value_text(answered(name, k).respondent.name)}" for k in (0, 1)]
    second.write_text(second.read_text("utf-8").replace(who[1], who[0]), encoding="utf-8")
    ran = rolefit("progress", first, str(second), "--edition", old_file(name))
    assert "2026-01-05 (1): " in ran.out
    assert "2026-01-05 (2): " in ran.out
    assert "T00:00" not in ran.out
