"""`rolefit migrate`: what is carried from an earlier edition, what is not, and what is new."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from earlier import CARRIED, FOLDER, answered, answers_file, first_edition
from make import contrast, single
from runs import Run

from rolefit.rubric.model import Rubric, read
from rolefit.storage.documents import parse, read_responses
from rolefit.storage.journal.store import Store, store_path
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names
from rolefit.studies.editions.carrying import back_to, carry_answers, way_from

NORTHWIND = Path(__file__).parent.parent / "examples" / "northwind.yaml"
NEW = single("new")
RENAMED = {
    "from": "0.9",
    "keep": ("same",),
    "map": {"old": {"to": "new"}},
    "drop": {"gone": "Why."},
}


def rubric(**way: Any) -> Rubric:
    """A rubric that carries answers from 0.9."""
    return contrast(single("same"), NEW, single("more"), migrations=({**RENAMED, **way},))


# --- what is carried ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", CARRIED)
def test_every_question_of_a_first_edition_goes_somewhere_or_is_dropped(name: str) -> None:
    (way,) = load(name).migrations
    earlier = first_edition(name)
    named = [*way.keep, *way.map, *way.drop]
    assert sorted(named) == sorted(item.id for item in earlier.items)
    assert earlier.content_hash in way.hashes


@pytest.mark.parametrize("name", CARRIED)
def test_what_is_kept_has_the_same_answers_under_the_same_names(name: str) -> None:
    now, then = load(name), first_edition(name)
    for item in now.migrations[0].keep:
        before, after = dict(then.item(item).options()), dict(now.item(item).options())
        assert before.keys() <= after.keys(), item
        assert then.item(item).type == now.item(item).type, item


@pytest.mark.parametrize("name", CARRIED)
@pytest.mark.parametrize("k", range(3))
def test_carried_answers_are_read_by_the_present_edition(name: str, k: int) -> None:
    now, given = load(name), answered(name, k)
    (way,) = now.migrations
    found = carry_answers(now, way, given.answers)
    responses = given.model_copy(update={"answers": found.answers, "rubric_hash": None})
    states = read(now, responses)
    assert len(found.answers) + len(found.dropped) == len(found.items)
    assert all(states[item].state != "skipped" for item in found.answers)
    assert {*found.open}.isdisjoint(found.answers)
    kept = {item: given.answers[item] for item in way.keep if item in found.answers}
    back = back_to(first_edition(name), way, found.answers)
    assert kept.items() <= back.items()


def test_an_answer_with_another_name_today_gets_it_with_its_note() -> None:
    now = load("manager-readiness")
    (way,) = now.migrations
    for given, name in ((1, "met"), ("In two months", "missed_two")):
        found = carry_answers(now, way, {"below": {"answer": given, "note": "Q3"}})
        assert found.answers == {"against_goal": {"answer": name, "note": "Q3"}}
    assert carry_answers(now, way, {"below": "dont_know"}).answers == {"against_goal": "dont_know"}
    assert carry_answers(now, way, {"below": 9}).answers == {}
    assert back_to(first_edition("manager-readiness"), way, {"against_goal": "missed_two"}) == {}


def test_an_answer_that_stood_for_two_things_is_not_taken_back_to_one() -> None:
    (way,) = load("first-marketing-hire").migrations
    then = first_edition("first-marketing-hire")
    assert back_to(then, way, {"producers": "staff"}) == {"makers": "assistant"}
    assert back_to(then, way, {"producers": "helpers"}) == {}


def test_lists_are_carried_whole_or_not_at_all() -> None:
    options = (
        {"id": "x", "text": "X.", "favors": {"a": 1}},
        {"id": "y", "text": "Y.", "favors": {"b": 1}},
    )
    list_ = {"id": "new", "type": "multi", "ask": "Which?", "dimension": "d", "options": options}
    mapped = {"old": {"to": "new", "answers": {"1": "x", "2": "y", "3": None}}}
    now = contrast(single("same"), list_, migrations=({**RENAMED, "map": mapped},))
    (way,) = now.migrations
    assert carry_answers(now, way, {"old": ["1", "2"]}).answers == {"new": ["x", "y"]}
    found = carry_answers(now, way, {"old": ["1", "3"]})
    assert found.answers == {}
    assert "is no answer to `new`" in found.dropped[0].why


def test_an_edition_is_known_by_its_hash_before_its_version() -> None:
    known = "sha256:" + "1" * 64
    now = rubric(hashes=(known,))
    assert way_from(now, version=None, hash=known)
    assert way_from(now, version="0.9", hash=None)
    assert way_from(now, version="0.9", hash="sha256:" + "2" * 64) is None
    assert way_from(now, version="0.8", hash=None) is None


# --- how a rubric says it ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ({"keep": ("sam",)}, "sam"),
        ({"keep": ("same", "new")}, "answered by `new` already"),
        ({"map": {"old": {"to": "new", "answers": {"1": "pc"}}}}, "pc"),
        ({"from": "1.0"}, "the edition that this file holds"),
        ({"drop": {"same": "Why."}}, "named twice"),
    ],
)
def test_a_way_that_leads_nowhere_is_told(way: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        rubric(**way)


def test_what_answers_mean_does_not_hang_on_how_others_are_carried() -> None:
    assert rubric().content_hash == contrast(single("same"), NEW, single("more")).content_hash


# --- the command -------------------------------------------------------------------------------


def test_the_new_file_is_scored_and_what_became_of_each_answer_is_said(
    rolefit: Run, tmp_path: Path
) -> None:
    before, after = answers_file(tmp_path, "lead-or-manager"), tmp_path / "new.yaml"
    old = Path(before).read_bytes()
    ran = rolefit("migrate", before, "-o", str(after))
    assert (ran.code, ran.out) == (0, "")
    said = " ".join(ran.err.split())
    assert "carried 16 of 19 answers from edition 1.0 to 2.0" in said
    assert "customers was not carried: No question asks any more how often you heard" in said
    assert "2 questions have no answer yet: strategy_set, authority" in said
    assert f"rolefit take lead-or-manager --answers {after}" in said
    assert Path(before).read_bytes() == old
    found = read_responses(parse(str(after), after.read_bytes()))
    assert (found.rubric_version, found.day) == ("2.0", "2026-01-05")
    assert found.rubric_hash == load("lead-or-manager").content_hash
    scored = rolefit("score", str(after))
    assert (scored.code, scored.err) == (0, "")
    again = rolefit("migrate", str(after), "-o", str(tmp_path / "third.yaml"))
    assert again.code == 0
    assert "the present edition, already" in again.err
    assert not (tmp_path / "third.yaml").exists()


def test_without_a_file_to_write_the_answers_are_printed(rolefit: Run, tmp_path: Path) -> None:
    before = answers_file(tmp_path, "manager-readiness", 1)
    ran = rolefit("migrate", before)
    assert ran.out.startswith("# From marketing lead")
    assert "below is now against_goal" in ran.err
    assert f"rolefit migrate {before} -o NEW.yaml" in ran.err
    assert rolefit("migrate", before, "--quiet").err == ""
    piped = rolefit("migrate", "-", stdin=Path(before).read_bytes())
    assert piped.out == ran.out


def test_the_rest_is_asked_by_take(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    after = tmp_path / "new.yaml"
    rolefit("migrate", answers_file(tmp_path, "lead-or-manager"), "-o", str(after))
    ran = rolefit("take", "lead-or-manager", "--answers", str(after), "--no-input")
    assert ran.code == 2
    assert "2 of 18 questions have no answer: strategy_set, authority" in ran.err


@pytest.mark.parametrize("name", sorted({*shipped_names()} - {*CARRIED}))
def test_the_others_refuse_by_name_and_say_what_to_do(
    rolefit: Run, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "old.yaml"
    path.write_text(f'rubric: {name}\nrubric_version: "1.0"\nanswers: {{some_item: x}}\n')
    ran = rolefit("migrate", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert f"answers to edition 1.0 of `{name}` cannot be carried to 2.0" in ran.err
    assert f"rolefit take {name}" in ran.err
    scored = rolefit("score", str(path))
    assert scored.code == 2
    assert f"answers {name} 1.0; the present edition is 2.0" in scored.err
    assert f"rolefit take {name}" in scored.err


def test_score_hints_at_it(rolefit: Run, tmp_path: Path) -> None:
    before = answers_file(tmp_path, "lead-or-manager")
    ran = rolefit("score", before)
    assert ran.code == 2
    assert (
        "answers lead-or-manager 1.0; the present edition is 2.0, and 4 answers do not" in ran.err
    )
    assert f"rolefit migrate {before} -o NEW.yaml" in ran.err
    text = Path(before).read_text("utf-8")
    fits = "".join(
        line
        for line in text.splitlines(keepends=True)
        if not line.startswith(("  newcomer", "  free_to", "  customers", "  tool_changed"))
    )
    Path(before).write_text(fits, encoding="utf-8")
    ran = rolefit("score", before)
    assert ran.code == 0
    assert "rolefit migrate" in ran.err


def test_a_file_that_names_no_edition_needs_to_be_told(rolefit: Run, tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_text("rubric: lead-or-manager\nanswers: {title: manager, customers: 3}\n")
    assert "--from 1.0" in rolefit("migrate", str(path)).err
    assert rolefit("migrate", str(path), "--from", "1.0").code == 0
    assert "cannot be carried" in rolefit("migrate", str(path), "--from", "0.3").err
    path.write_text('rubric: lead-or-manager\nrubric_version: "1.0"\nanswers: {}\n')
    assert "answers edition 1.0, not 3" in rolefit("migrate", str(path), "--from", "3").err


def test_another_content_of_that_edition_is_not_taken_for_it(rolefit: Run, tmp_path: Path) -> None:
    before = Path(answers_file(tmp_path, "lead-or-manager"))
    hash = first_edition("lead-or-manager").content_hash
    text = before.read_text("utf-8").replace(hash, "sha256:" + "0" * 64)
    before.write_text(text, encoding="utf-8")
    ran = rolefit("migrate", str(before))
    assert ran.code == 2
    assert "knows these by no hash" in " ".join(ran.err.split())


def test_a_draft_of_an_earlier_edition_is_carried_when_it_is_resumed(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    name = "manager-readiness"
    with Store(store_path()) as store:
        session = store.start(first_edition(name))
        store.save(session, {"below": 2, "away": "ran", "mentor": "boss"})
    ran = rolefit("take", name, "--accessible", "--resume", stdin=b"")
    assert "from edition 1.0 to 2.0): 2 answers can be kept" in " ".join(
        (ran.out + ran.err).split()
    )
    with Store(store_path()) as store:
        (after,) = store.sessions(name)
    assert after.rubric_hash == load(name).content_hash
    assert after.answers == {"against_goal": "missed_one", "away": "ran"}


def test_first_editions_here_are_what_was_shipped() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {f"{name}-1.0" for name in CARRIED}


@pytest.mark.parametrize("command", [("journal", "add"), ("outcome",)], ids=" ".join)
def test_answers_to_an_earlier_edition_are_never_kept_as_if_they_were_new(
    rolefit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    source = FOLDER.parent / "northwind.yaml"
    file = tmp_path / "old.yaml"
    file.write_text(
        source.read_text("utf-8").replace('"2.0"', '"1.0"').replace("2026-11", "2026-01"), "utf-8"
    )
    ran = rolefit(*command, str(file))
    assert ran.code == 2
    assert "answers first-marketing-hire 1.0; this is edition 2.0" in " ".join(ran.err.split())
    assert "rolefit migrate" in ran.err
    name = "manager-readiness"
    old = answers_file(tmp_path, name)
    edition = str(FOLDER / f"{name}-1.0.yaml")
    assert rolefit("journal", "add", old, "--rubric", edition).code == 0
    with Store(store_path()) as store:
        (entry,) = store.entries()
        assert (entry.rubric_version, store.edition(entry) is None) == ("1.0", False)


@pytest.mark.parametrize(
    "words",
    [
        ("score",),
        ("score", "--memo"),
        ("plan",),
        ("whatif",),
        ("whatif", "--set", "budget=senior"),
        ("kit", "-o", "kit"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("fits", [True, False])
def test_whoever_reads_answers_to_another_edition_says_so(
    rolefit: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    *,
    fits: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    text = NORTHWIND.read_text("utf-8").replace('rubric_version: "2.0"', 'rubric_version: "1.0"')
    old = text if fits else text.replace("stuck: hours", "stuck: gone")
    assert old.count("1.0") == 1
    assert fits or "gone" in old
    Path("old.yaml").write_text(old, "utf-8")
    ran = rolefit(*words, "old.yaml")
    told = " ".join(ran.err.split())
    assert "old.yaml: answers first-marketing-hire 1.0" in told
    assert "rolefit migrate old.yaml -o NEW.yaml" in told
    assert (ran.code == 2) is not fits


def test_answers_to_another_edition_from_a_pipe_are_carried_from_a_pipe(rolefit: Run) -> None:
    text = NORTHWIND.read_text("utf-8").replace('rubric_version: "2.0"', 'rubric_version: "1.0"')
    ran = rolefit("score", "-", stdin=text.encode())
    assert "rolefit migrate - -o NEW.yaml" in " ".join(ran.err.split())
