"""An exported journal goes into another one: what is new is added, doubles are counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from make import answers, contrast, likert, single

from rolefit.errors import RolefitError
from rolefit.rubric.model import Responses
from rolefit.storage.journal.exchange import (
    MAX_BYTES,
    add_all,
    contents,
    exchange_text,
    read_exchange,
)
from rolefit.storage.journal.records import export_value, file_content, matching
from rolefit.storage.journal.store import Store
from rolefit.storage.library import edition

RUBRIC = contrast(single("q1"), likert("q2"))
OTHER = contrast(single("q1"), likert("q2"), title="Another rubric")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "here" / "rolefit.db") as found:
        yield found


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "there" / "rolefit.db") as found:
        yield found


def keep(store: Store, sentence: str, rubric: Any = RUBRIC) -> str:
    return store.keep(answers(rubric, q1="pa", q2=3), rubric, sentence=sentence).id


def test_what_is_new_is_added_and_doubles_are_counted(here: Store, there: Store) -> None:
    first, second = keep(here, "One."), keep(here, "Two.")
    here.set_note(here.entries()[0], "plan", {"done": [1]})
    found = read_exchange("j.json", exchange_text(contents(here)).encode())
    added = add_all(there, found)
    assert ({*added.added}, added.known) == ({first, second}, 0)
    assert {entry.sentence for entry in there.entries()} == {"One.", "Two."}
    assert [note.value for note in there.notes()] == [{"done": [1]}]
    assert there.edition(there.entries()[0]) == here.edition(here.entries()[0]) is not None
    third = keep(here, "Three.")
    again = add_all(there, read_exchange("j.json", exchange_text(contents(here)).encode()))
    assert (again.added, again.known) == ((third,), 2)


def test_a_double_that_was_deleted_comes_back_with_its_id(here: Store) -> None:
    kept = keep(here, "One.")
    found = read_exchange("j.json", exchange_text(contents(here)).encode())
    here.delete(kept)
    assert here.entries() == ()
    back = add_all(here, found)
    assert (back.added, back.known) == ((kept,), 0)
    assert [entry.id for entry in here.entries()] == [kept]


def test_an_entry_whose_id_is_taken_gets_another_one(here: Store, there: Store) -> None:
    kept = keep(here, "One.")
    whole = json.loads(exchange_text(contents(here)))
    keep(there, "Two.")
    whole["entries"][0]["id"] = there.entries()[0].id
    added = add_all(there, read_exchange("j.json", json.dumps(whole).encode()))
    assert added.added not in ((kept,), (there.entries()[0].id,))
    assert len(there.entries()) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "rolefit-result"}, "no exported journal"),
        ({"format_version": 9}, "format_version 9 is not known"),
        ({"more": 1}, "unknown key `more`"),
        ({"format_version": "2"}, "format_version 2 is not known"),
        ({"entries": {}}, "`entries` must be a list"),
        ({"entries": [1]}, "entry 1 is not as rolefit writes one"),
        ({"notes": {}}, "note 1 is not as rolefit writes one"),
        ({"notes": [{"entry": "x"}]}, "note 1 is not as rolefit writes one"),
        ({"notes": ["a\u202eb"]}, "U\\+202E"),
        ({"rubrics": {"x": 1}}, "the rubric x is not as rolefit writes one"),
        ({"rubrics": {"x": {"rubric": 1}}}, "the rubric x is not as rolefit writes one"),
        ({"rubrics": []}, "the rubric {2}is not as rolefit writes one"),
    ],
)
def test_what_is_no_exported_journal_is_refused(
    here: Store, change: dict[str, Any], said: str
) -> None:
    keep(here, "One.")
    whole = json.loads(exchange_text(contents(here)))
    with pytest.raises(RolefitError, match=said):
        read_exchange("j.json", json.dumps({**whole, **change}).encode())


@pytest.mark.slow
def test_a_file_that_is_too_large_is_refused_by_its_size() -> None:
    raw = b" " * MAX_BYTES + b"{}"
    with pytest.raises(RolefitError, match=f"larger than {MAX_BYTES >> 20} MiB"):
        read_exchange("j.json", raw)


def test_the_editions_of_what_is_removed_go_and_those_still_needed_stay(here: Store) -> None:
    gone, stays = keep(here, "One."), keep(here, "Two.", OTHER)
    kept = next(entry for entry in here.entries() if entry.id == stays)
    old = next(entry for entry in here.entries() if entry.id == gone)
    here.delete(gone)
    assert here.purge() == 1
    assert here.edition(kept) is not None
    assert here.edition(old) is None


def test_values_are_exported_as_any_tool_reads_them() -> None:
    value = {
        "text": "\u00e4\n",
        "exact": Decimal("12.50"),
        "share": Fraction(1, 4),
        "third": Fraction(1, 3),
        "list": (1, None, True),
        "empty": [{}, ()],
    }
    written = export_value(value)
    assert written.isascii()
    assert '"exact": 12.50' in written
    assert json.loads(written) == {
        "text": "\u00e4\n",
        "exact": 12.5,
        "share": 0.25,
        "third": 1 / 3,
        "list": [1, None, True],
        "empty": [{}, []],
    }


def test_an_entry_is_named_by_the_beginning_of_its_id() -> None:
    known = ("ab12", "ab34", "cd", "cd56")
    assert matching("ab1", known) == "ab12"
    assert matching("cd", known) == "cd"  # the whole of one, though another begins with it
    with pytest.raises(RolefitError, match="2 entries begin with `ab`"):
        matching("ab", known)
    for none in ("", "x"):
        with pytest.raises(RolefitError, match="nothing in the journal is called"):
            matching(none, known)


def test_of_a_rater_it_is_kept_whom_the_answers_are_about_and_nothing_that_was_not_said() -> None:
    person = {"name": "Bo", "group": "peer", "about": "Dana"}
    raw = {"rubric": "tiny", "answers": {"q1": "pa"}}
    told = Responses.model_validate({**raw, "respondent": person})
    assert file_content(told, RUBRIC)["respondent"] == person
    alone = file_content(Responses.model_validate(raw), RUBRIC)
    assert alone["respondent"] == {"name": None, "group": "self"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "no exported journal"),
        ("{", r"no JSON that can be read \(line 1\)"),
        ('{"a": NaN}', "`NaN` is no number"),
        ('{"a": 1, "a": 2}', "a key is given twice"),
        ('{"a": ' + "1" * 41 + "}", "a number is too long"),
        ('{"a": 0.' + "1" * 39 + "}", "a number is too long"),
        ('{"a": 1.0e3}', "written with an exponent"),
        ('{"a": ' + "[" * 70 + "]" * 70 + "}", "nested more than 64 deep"),
        ('{"a": ' + "1" * 40 + "}", "no exported journal"),
        ('{"a": 0.' + "1" * 38 + "}", "no exported journal"),
        ("\ufeff{}", "no exported journal"),
    ],
)
def test_what_is_no_sound_json_is_refused_by_its_name(text: str, said: str) -> None:
    with pytest.raises(RolefitError, match=f"j.json: .*{said}"):
        read_exchange("j.json", text.encode())


@pytest.mark.parametrize(
    ("id", "sound"), [("x", True), ("x" * 40, True), ("x" * 41, False), ("", False)]
)
def test_ids_have_one_to_forty_characters(here: Store, id: str, *, sound: bool) -> None:
    keep(here, "One.")
    whole = json.loads(exchange_text(contents(here)))
    whole["entries"][0]["id"] = id
    raw = json.dumps(whole).encode()
    if sound:
        assert read_exchange("j.json", raw).entries[0].id == id
    else:
        with pytest.raises(RolefitError, match="entry 1 is not"):
            read_exchange("j.json", raw)


def test_of_many_ids_that_begin_alike_six_are_told() -> None:
    with pytest.raises(RolefitError) as told:
        matching("a", tuple(f"a{k}" for k in range(9)))
    assert told.value.hint == "write more of it: a0, a1, a2, a3, a4, a5"


def test_an_entry_is_of_the_day_of_its_answers_or_else_of_the_day_it_was_kept(here: Store) -> None:
    keep(here, "One.")
    (entry,) = here.entries()
    assert entry._replace(responses={**entry.responses, "date": "2026-11-22"}).day == "2026-11-22"
    assert entry._replace(at="2026-10-25T01:30:00+00:00").day == "2026-10-25"


def test_only_notes_and_editions_of_entries_that_are_new_are_added(
    here: Store, there: Store
) -> None:
    keep(here, "One.")
    first = exchange_text(contents(here)).encode()
    keep(here, "Two.", OTHER)
    add_all(there, read_exchange("j.json", first))
    here.set_note(here.entries()[0], "plan", {"done": [1]})
    here.set_note(here.entries()[1], "plan", {"done": [2]})
    found = read_exchange("j.json", exchange_text(contents(here)).encode())
    assert len(add_all(there, found).added) == 1
    assert [note.value for note in there.notes()] == [{"done": [2]}]
    stored = there.file.rows("SELECT count(*) FROM rubrics")
    assert stored == [(2,)]
    # The edition of what was there already is not added by what is new.
    with there.file.changing():
        there.file.change("DELETE FROM rubrics WHERE id = ?", RUBRIC.content_hash)
    keep(here, "Three.", OTHER)
    add_all(there, read_exchange("j.json", exchange_text(contents(here)).encode()))
    assert there.file.rows("SELECT id FROM rubrics") == [(OTHER.content_hash,)]


def test_the_edition_that_was_kept_is_the_rubric_again_only_where_its_hash_is_right(
    here: Store,
) -> None:
    heavy = contrast(single("q1", weight=Fraction(1, 3)), likert("q2", weight=Decimal("0.5")))
    keep(here, "One.", heavy)
    kept = here.edition(here.entries()[0])
    assert kept is not None
    found = edition(kept, heavy.content_hash)
    assert found is not None
    assert (found.items, found.content_hash) == (heavy.items, heavy.content_hash)
    assert edition(kept, RUBRIC.content_hash) is None
    assert edition({**kept, "items": ()}, heavy.content_hash) is None
