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
        ({"entries": {}}, "."),
        ({"rubrics": {"x": 1}}, "the rubric x is not as rolefit writes one"),
    ],
)
def test_what_is_no_exported_journal_is_refused(
    here: Store, change: dict[str, Any], said: str
) -> None:
    keep(here, "One.")
    whole = json.loads(exchange_text(contents(here)))
    with pytest.raises(RolefitError, match=said):
        read_exchange("j.json", json.dumps({**whole, **change}).encode())


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
