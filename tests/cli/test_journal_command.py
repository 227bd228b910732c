"""`rolefit journal` and `rolefit progress` on the command line."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import assessed
from cases import responses as given

from rolefit.reports.pages.score.result import headline
from rolefit.rubric.model import Responses, Rubric
from rolefit.storage.journal.records import from_line, seal_row
from rolefit.storage.journal.store import JournalEntry, Store
from rolefit.storage.library import load

pytestmark = pytest.mark.usefixtures("assessed_once")

NAME = "manager-readiness"
Fill = Callable[..., tuple[JournalEntry, ...]]


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "rolefit.db"


@pytest.fixture
def fill(path: Path) -> Fill:
    """Keep the first cases of a rubric, a month apart."""

    def work(
        name: str = NAME, *, count: int = 3, who: str | None = "Ada"
    ) -> tuple[JournalEntry, ...]:
        rubric = load(name)
        times = (datetime(2026, 1, 10, tzinfo=UTC) + timedelta(days=31 * k) for k in range(99))
        with Store(path, now=lambda: next(times)) as store:
            for k in range(count):
                responses = named(given(name, k), who)
                sentence = sentence_of(name, k)
                store.keep(responses, rubric, sentence=sentence)
            return store.entries()

    return work


@cache
def sentence_of(name: str, k: int) -> str:
    """What a case comes to."""
    return headline(assessed(name, k), load(name))


def named(responses: Responses, who: str | None) -> Responses:
    respondent = responses.respondent.model_copy(update={"name": who})
    return responses.model_copy(update={"respondent": respondent})


COMMANDS = {
    "list": (("journal", "list"), 0),
    "export": (("journal", "export"), 0),
    "path": (("journal", "path"), 0),
    "undo": (("journal", "undo"), 1),
    "vacuum": (("journal", "vacuum"), 0),
    "drafts": (("drafts",), 0),
    "check": (("journal", "check"), 0),
    "repair": (("journal", "repair"), 0),
    "show": (("journal", "show", "abc"), 2),
    "delete": (("journal", "delete", "abc"), 2),
    "progress": (("progress", NAME), 2),
}


@pytest.mark.parametrize(("arguments", "code"), COMMANDS.values(), ids=COMMANDS)
def test_looking_makes_no_store(
    rolefit: Any, path: Path, arguments: tuple[str, ...], code: int
) -> None:
    ran = rolefit(*arguments)
    assert ran.code == code
    assert not path.parent.exists()
    if code == 2:
        assert ran.out == ""
        assert "    " in ran.err  # what to do next


def test_the_list_tells_what_is_kept_and_what_is_unfinished(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    entries = fill()
    with Store(path) as store:
        session = store.start(load("lead-or-manager"))
    ran = rolefit("journal", "list")
    assert (ran.code, ran.err) == (0, "")
    rows = [line.split()[:2] for line in ran.out.splitlines()]
    assert [row for row in rows if row and row[0] in {e.id for e in entries}] == [
        [entries[0].id, "2026-01-10"],
        [entries[1].id, "2026-02-10"],
        [entries[2].id, "2026-03-13"],
    ]
    assert session.id in ran.out
    assert "rolefit take lead-or-manager --resume" in ran.out
    assert str(path) in "".join(ran.out.split("\n"))
    assert rolefit("journal", "list", "--format", "markdown").out.startswith("# Journal")


@pytest.mark.slow
def test_an_entry_is_shown_as_the_report_it_was(rolefit: Any, fill: Fill) -> None:
    entry = fill()[1]
    ran = rolefit("journal", "show", entry.id[:5])
    assert (ran.code, ran.err) == (0, "")
    assert entry.sentence in " ".join(ran.out.replace("┃", "").split())
    told = json.loads(rolefit("journal", "show", entry.id, "--format", "json").out)
    assert told["sentence"] == entry.sentence
    assert told["assessment"]["respondent"] == "Ada"
    assert told["assessment"]["rubric_changed"] is False


@pytest.mark.slow
def test_a_report_on_a_changed_rubric_says_so(rolefit: Any, fill: Fill, tmp_path: Path) -> None:
    entry = fill()[0]
    source = Path("rubrics") / f"{NAME}.yaml"
    changed = tmp_path / "changed.yaml"
    text = source.read_text(encoding="utf-8")
    title = load(NAME).title
    assert title in text
    changed.write_text(text.replace(title, "Another title", 1), encoding="utf-8")
    ran = rolefit("journal", "show", entry.id, "--rubric", str(changed))
    assert ran.code == 0
    assert "The rubric has changed since; when it was kept, it said:" in " ".join(ran.err.split())
    apart = rolefit("progress", str(changed))
    assert apart.code == 0
    assert "Not compared" in apart.out
    other = rolefit("journal", "show", entry.id, "--rubric", "lead-or-manager")
    assert (other.code, "answers to `manager-readiness`" in other.err) == (2, True)


def test_answers_that_no_longer_fit_are_told_with_what_was_said_then(
    rolefit: Any, path: Path
) -> None:
    rubric = load(NAME)
    stale = Responses.model_validate({"rubric": NAME, "answers": {"gone": 1}})
    own = Responses.model_validate({"rubric": "own", "answers": {}})
    with Store(path) as store:
        first = store.keep(stale, rubric, sentence="Clear: yes.")
        second = store.keep(own, rubric.model_copy(update={"rubric": "own"}), sentence="s")
    ran = rolefit("journal", "show", first.id)
    assert (ran.code, ran.out) == (2, "")
    assert "no longer fit it" in ran.err
    assert "when it was kept, it said: Clear: yes." in ran.err
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM rubrics")  # as an older rolefit left it
    ran = rolefit("journal", "show", second.id)
    assert (ran.code, "--rubric FILE" in ran.err) == (2, True)


def test_the_export_holds_everything_and_its_parts_can_be_scored(
    rolefit: Any, fill: Fill, tmp_path: Path
) -> None:
    entries = fill()
    file = tmp_path / "all.json"
    ran = rolefit("journal", "export", "--output", str(file))
    assert (ran.code, ran.out) == (0, "")
    whole = json.loads(file.read_text(encoding="utf-8"))
    assert (whole["format"], whole["format_version"]) == ("rolefit-journal", 2)
    assert [e["id"] for e in whole["entries"]] == [e.id for e in entries]
    assert rolefit("journal", "export").out == file.read_text(encoding="utf-8")
    assert rolefit("journal", "export", "--output", str(file)).code == 2
    for told in whole["entries"]:
        one = tmp_path / f"{told['id']}.json"
        one.write_text(json.dumps(told["responses"]), encoding="utf-8")
        scored = json.loads(rolefit("score", str(one), "--format", "json").out)
        assert scored["sentence"] == told["sentence"]
        assert scored["assessment"]["rubric_changed"] is False


def test_deleting_can_be_taken_back_and_a_slip_deletes_nothing(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    entries = fill(who="Zaphod-Beeblebrox")
    before = path.read_bytes()
    ran = rolefit("journal", "delete", "--yes", entries[0].id, "nonsense")
    assert (ran.code, "nonsense" in ran.err) == (2, True)
    assert path.read_bytes() == before
    with Store(path) as store:
        session = store.start(load(NAME))
    ran = rolefit("journal", "delete", "-y", *(e.id for e in entries), entries[0].id, session.id)
    assert ran.code == 0
    assert ran.err.count("deleted ") == 4
    assert "rolefit journal undo" in ran.err
    assert "No finished assessment is kept." in rolefit("journal", "list").out
    assert rolefit("journal", "export").out.count(NAME) == 0
    ran = rolefit("journal", "undo")
    assert (ran.code, ran.err.count("brought back")) == (0, 4)
    assert rolefit("journal", "list").out.count("2026-") == 4
    rolefit("journal", "delete", "-y", *(e.id for e in entries), session.id)
    assert b"Zaphod" in path.read_bytes()
    assert "4 deleted things" in rolefit("journal", "vacuum").err
    assert b"Zaphod" not in path.read_bytes()
    assert rolefit("journal", "undo").code == 1


def test_deleting_asks_first_and_without_a_person_does_nothing(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    (entry, *_) = fill()
    ran = rolefit("journal", "delete", entry.id)
    assert (ran.code, "add --yes" in ran.err) == (2, True)
    assert entry.id in rolefit("journal", "list").out


@pytest.mark.parametrize(("typed", "left"), [(b"yes\n", 2), (b"no\n", 3), (b"", 3)])
def test_what_is_to_be_deleted_is_told_and_only_a_yes_deletes(
    rolefit: Any, fill: Fill, monkeypatch: pytest.MonkeyPatch, typed: bytes, left: int
) -> None:
    (entry, *_) = fill()
    monkeypatch.setenv("ROLEFIT_ACCESSIBLE", "1")
    ran = rolefit("journal", "delete", entry.id, stdin=typed)
    assert entry.sentence in " ".join(ran.err.split())
    assert ran.code == (0 if left == 2 else 1)
    assert f"{left} assessments" in rolefit("journal", "list").out


def test_what_was_deleted_a_week_ago_is_gone_for_good(path: Path) -> None:
    rubric = load(NAME)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    given = Responses.model_validate({"rubric": NAME, "answers": {}})
    with Store(path, now=lambda: now) as store:
        entry = store.keep(given, rubric, sentence="s")
        store.delete(entry.id)
    for days, back in ((6, True), (8, False)):
        with Store(path, now=lambda days=days: now + timedelta(days=days)) as store:  # type: ignore[misc]
            assert bool(store.deleted_entries()) is back


def test_an_exported_journal_is_imported_as_it_was_and_doubles_are_recognised(
    rolefit: Any, fill: Fill, path: Path, tmp_path: Path
) -> None:
    entries = fill()
    with Store(path) as store:
        store.set_note(entries[1], "plan", {"done": ["a"]})
    file = tmp_path / "all.json"
    rolefit("journal", "export", "--output", str(file))
    ran = rolefit("journal", "import", str(file))
    assert (ran.code, ran.err) == (0, "added 0 assessments; 3 assessments here already\n")
    path.unlink()
    assert "added 3 assessments" in rolefit("journal", "import", str(file)).err
    with Store(path) as store:
        assert store.entries() == entries
        assert store.note(entries[1], "plan") == {"done": ["a"]}
        assert store.edition(entries[0]) is not None
    again = tmp_path / "again.json"
    rolefit("journal", "export", "--output", str(again))
    assert again.read_bytes() == file.read_bytes()
    rolefit("journal", "delete", "-y", entries[0].id)
    assert "added 1 assessment;" in rolefit("journal", "import", str(file)).err
    assert rolefit("journal", "undo").code == 1  # it came back by the import


SPOILT: dict[str, Callable[[dict[str, Any]], Any]] = {
    "not ours": lambda whole: {"format": "other"},
    "a later format": lambda whole: {**whole, "format_version": 99},
    "an unknown key": lambda whole: {**whole, "verdict": 1},
    "entries are no list": lambda whole: {**whole, "entries": {"a": 1}},
    "an entry with a key more": lambda whole: {
        **whole,
        "entries": [*whole["entries"], {**whole["entries"][0], "weight": 1}],
    },
    "an entry with a key less": lambda whole: {**whole, "entries": [{"id": "ab"}]},
    "an entry of a wrong kind": lambda whole: {
        **whole,
        "entries": [{**whole["entries"][0], "quick": "yes"}],
    },
    "an entry without a time": lambda whole: {
        **whole,
        "entries": [{**whole["entries"][0], "at": "yesterday"}],
    },
    "answers to something else": lambda whole: {
        **whole,
        "entries": [{**whole["entries"][0], "rubric": "other"}],
    },
    "a hidden character": lambda whole: {
        **whole,
        "entries": [{**whole["entries"][0], "sentence": "a\u202eb"}],
    },
    "a note of no kind": lambda whole: {**whole, "notes": [{"entry": 1}]},
    "a rubric that is none": lambda whole: {**whole, "rubrics": {"sha256:x": []}},
}


def test_a_strangers_journal_is_refused_by_name_and_nothing_of_it_is_kept(
    rolefit: Any, fill: Fill, path: Path, tmp_path: Path
) -> None:
    fill()
    whole = json.loads(rolefit("journal", "export").out)
    path.unlink()
    for kind, spoil in SPOILT.items():
        (tmp_path / "bad.json").write_text(json.dumps(spoil(whole)), encoding="utf-8")
        ran = rolefit("journal", "import", str(tmp_path / "bad.json"))
        assert (ran.code, ran.out) == (2, ""), kind
        assert "bad.json: " in ran.err, kind
        assert not path.exists(), kind


@pytest.mark.parametrize("raw", ["[" * 100_000, '{"a": 1, "a": 2}', "[NaN]", "[1e999999]", "\x00"])
def test_a_strangers_json_ends_in_a_word(rolefit: Any, tmp_path: Path, raw: str) -> None:
    (tmp_path / "bad.json").write_text(raw, encoding="utf-8")
    ran = rolefit("journal", "import", str(tmp_path / "bad.json"))
    assert (ran.code, "bad.json: " in ran.err) == (2, True)


def test_files_of_answers_are_added_under_their_own_date_and_compared(
    rolefit: Any, path: Path, tmp_path: Path
) -> None:
    early, late = tmp_path / "early.yaml", tmp_path / "late.yaml"
    blank = rolefit("rubric", "blank", NAME).out
    early.write_text(blank.replace("date: ", "date: 2026-01-10 "), encoding="utf-8")
    late.write_text(blank.replace("date: ", "date: 2026-03-10 "), encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text("rubric: nothing\nanswers: {}\n", encoding="utf-8")
    assert rolefit("journal", "add", str(early), str(bad)).code == 2
    assert not path.exists()
    ran = rolefit("journal", "add", str(late), str(early))
    assert (ran.code, ran.err.count("added ")) == (0, 2)
    assert "2026-01-10" in rolefit("journal", "list").out
    of_files = rolefit("progress", str(late), str(early))
    assert of_files.code == 0
    assert "2026-01-10" in of_files.out
    late.write_text(blank, encoding="utf-8")
    ran = rolefit("progress", str(early), str(late))
    assert (ran.code, "has no date" in ran.err) == (2, True)


@pytest.mark.slow
def test_a_right_seal_around_a_wrong_content_stops_nothing_but_itself(
    rolefit: Any, fill: Fill, path: Path, tmp_path: Path
) -> None:
    entries = fill()
    wrong: list[dict[str, Any]] = [
        {"surprise": 1},
        {**entries[0]._asdict(), "more": 1},
        {k: v for k, v in entries[0]._asdict().items() if k not in ("id", "sentence")},
        {**{k: v for k, v in entries[0]._asdict().items() if k != "id"}, "responses": {"a": 1}},
        {**{k: v for k, v in entries[0]._asdict().items() if k != "id"}, "at": "noon"},
    ]
    with closing(sqlite3.connect(path)) as connection, connection:
        for k, content in enumerate(wrong):
            row = (f"bad{k}", *seal_row(f"bad{k}", content))
            connection.execute("INSERT INTO entries (id, content, sum) VALUES (?, ?, ?)", row)
    for command in (("list",), ("export", "-o", str(tmp_path / "x.json"))):
        ran = rolefit("journal", *command)
        assert ran.code == 3
        said = " ".join(ran.err.split())
        assert all(f"entry bad{k} is damaged and was left out" in said for k in range(len(wrong)))
    assert rolefit("journal", "show", entries[0].id).code == 0
    assert rolefit("progress", NAME).code == 0
    ran = rolefit("journal", "check")
    assert (ran.code, ran.out.count("is damaged\n")) == (1, len(wrong))
    assert rolefit("journal", "repair").code == 0
    assert rolefit("journal", "check").code == 0
    assert rolefit("journal", "list").out.count("2026-") == 3


def test_an_older_journal_is_carried_on(rolefit: Any, fill: Fill, path: Path) -> None:
    entries = fill()
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("gone", "notes", "rubrics"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version=1")
    assert rolefit("journal", "check").code == 0
    assert rolefit("journal", "delete", "-y", entries[0].id).code == 0
    assert rolefit("journal", "list").out.count("2026-") == 2
    assert rolefit("journal", "check").code == 0


def test_an_entry_is_shown_with_the_rubric_it_was_made_with(rolefit: Any, path: Path) -> None:
    rubric = load(NAME)
    given_parts = {key: getattr(rubric, key) for key in rubric.model_fields_set}
    own = Rubric.model_validate({**given_parts, "rubric": "own", "title": "Mine"})
    given = Responses.model_validate({"rubric": "own", "answers": {}})
    with Store(path) as store:
        entry = store.keep(given, own, sentence="s")
    ran = rolefit("journal", "show", entry.id)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Mine")


def test_what_was_chosen_last_is_remembered_and_told(rolefit: Any, fill: Fill, path: Path) -> None:
    assert "The journal is on." in rolefit("journal", "on").out
    fill()
    ran = rolefit("journal", "off")
    assert "The journal is off." in ran.out
    assert "3 from before are still there" in ran.err
    with Store(path) as store:
        assert store.wanted() is False


@pytest.mark.parametrize("table", ["sessions", "notes", "rubrics"])
def test_whatever_row_is_spoilt_is_told_by_name_wherever_the_whole_is_looked_at(
    rolefit: Any, fill: Fill, path: Path, table: str
) -> None:
    entries = fill()
    with Store(path) as store:
        store.save(store.start(load(NAME), quick=False), {})
        store.set_note(entries[0], "plan", {})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE {table} SET content = '{{}}'")
        (name, *_) = connection.execute(f"SELECT id FROM {table}").fetchone()
    for command in ("list", "export"):
        ran = rolefit("journal", command)
        assert ran.code == 3
        assert f"{name} is damaged and was left out" in " ".join(ran.err.split())
        assert all(entry.id in ran.out for entry in entries)


@pytest.mark.slow
def test_a_kept_rubric_that_is_not_what_it_was_is_told(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    entry = fill()[0]
    with closing(sqlite3.connect(path)) as connection, connection:
        (name, text) = connection.execute("SELECT id, content FROM rubrics").fetchone()
        content = {**from_line(text), "title": "Another"}
        connection.execute("UPDATE rubrics SET content = ?, sum = ?", seal_row(name, content))
    ran = rolefit("journal", "show", entry.id)
    assert ran.code == 0
    said = " ".join(ran.err.split())
    assert f"{entry.id}: the rubric kept with it is not what it was, and is left out" in said


def test_the_path_is_printed_as_it_is(rolefit: Any, path: Path) -> None:
    assert rolefit("journal", "path").out == f"{path}\n"


@pytest.mark.slow
def test_a_damaged_entry_is_told_and_the_others_are_shown(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    entries = fill()
    raw = path.read_bytes()
    spoilt = raw.replace(b'"engine"', b'"engima"', 1)
    assert spoilt != raw
    path.write_bytes(spoilt)
    for command in ("list", "export"):
        ran = rolefit("journal", command)
        assert ran.code == 3
        assert "is damaged and was left out" in " ".join(ran.err.split())
        assert sum(entry.id in ran.out for entry in entries) == 2
    assert path.read_bytes() == spoilt


@pytest.mark.parametrize("arguments", [one for one, _ in COMMANDS.values()], ids=COMMANDS)
def test_a_broken_store_is_told_in_two_lines_and_left_alone(
    rolefit: Any, path: Path, arguments: tuple[str, ...]
) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a store" * 500)
    ran = rolefit(*arguments)
    if arguments[-1] == "path":
        assert ran.code == 0
        return
    assert (ran.code, ran.out) == (3, "")
    assert "it was left as it is" in ran.err
    assert "put back a copy from a backup" in ran.err
    assert path.read_bytes() == b"not a store" * 500


def without_a_page(path: Path) -> bytes:
    """Blank the page that the first entry is on."""
    raw = bytearray(path.read_bytes())
    start = raw.index(b'"engine"') // 4096 * 4096
    raw[start : start + 4096] = bytes(4096)
    path.write_bytes(raw)
    return bytes(raw)


def test_a_check_says_that_all_is_well_or_what_is_wrong(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    fill(count=1)
    ran = rolefit("journal", "check")
    assert (ran.code, ran.err) == (0, "")
    assert "The journal is whole." in ran.out
    assert "1 finished assessment and 0 unfinished interviews can be read." in ran.out
    path.chmod(0o644)
    exposed = rolefit("journal", "check")
    assert (exposed.code, "chmod 600" in " ".join(exposed.out.split())) == (1, True)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"engine"', b'"engima"', 1))
    spoilt = rolefit("journal", "check", "--format", "markdown")
    assert (spoilt.code, spoilt.err) == (1, "")
    assert "The journal is damaged." in spoilt.out
    assert "is damaged" in spoilt.out.replace("The journal is damaged", "")
    path.write_bytes(b"")
    empty = rolefit("journal", "check")
    assert (empty.code, "The file is empty" in empty.out) == (1, True)
    assert path.read_bytes() == b""


@pytest.mark.slow
def test_what_can_be_read_of_a_damaged_journal_is_exported(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    entries = fill(count=6)
    spoilt = without_a_page(path)
    assert rolefit("journal", "list").code == 3
    ran = rolefit("journal", "export")
    found = [entry["id"] for entry in json.loads(ran.out)["entries"]]
    assert ran.code == 3
    assert 0 < len(found) < len(entries)
    assert f"{len(found)} assessments could be read" in ran.err
    for entry in entries:
        assert (f"entry {entry.id} is damaged" in " ".join(ran.err.split())) is (
            entry.id not in found
        )
    assert path.read_bytes() == spoilt


@pytest.mark.slow
def test_a_repair_brings_the_journal_back_and_tells_where_the_damaged_one_is(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    fill(count=6)
    spoilt = without_a_page(path)
    readable = json.loads(rolefit("journal", "export").out)["entries"]
    hint = rolefit("journal", "list").err
    assert "rolefit journal repair" in hint
    ran = rolefit("journal", "repair")
    assert (ran.code, ran.out) == (0, "")
    assert f"saved in a new file: {len(readable)} finished assessments" in ran.err
    (kept,) = path.parent.glob("rolefit-damaged-*.db")
    assert ran.err.splitlines()[-1] == str(kept)
    assert kept.read_bytes() == spoilt
    after = rolefit("journal", "export")
    assert (after.code, json.loads(after.out)["entries"]) == (0, readable)
    again = rolefit("journal", "repair")
    assert (again.code, again.err) == (0, "nothing is damaged; nothing was changed\n")
    assert len(list(path.parent.iterdir())) == 2


def test_neither_check_nor_repair_touches_the_journal_of_a_newer_rolefit(
    rolefit: Any, fill: Fill, path: Path
) -> None:
    fill(count=1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version=99")
    before = path.read_bytes()
    for command in ("check", "repair", "export"):
        ran = rolefit("journal", command)
        assert (ran.code, ran.out) == (3, "")
        assert "made by a newer rolefit" in ran.err
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 1


def test_a_store_that_others_can_read_is_remarked_on(rolefit: Any, fill: Fill, path: Path) -> None:
    fill(count=1)
    path.chmod(0o644)
    ran = rolefit("journal", "list")
    assert ran.code == 0
    assert "is open to others on this computer" in " ".join(ran.err.split())
    assert rolefit("progress", NAME, "--quiet").err == ""


@pytest.mark.slow
def test_progress_shows_what_changed_in_every_format(
    rolefit: Any, fill: Fill, tmp_path: Path
) -> None:
    entries = fill()
    ran = rolefit("progress", NAME)
    assert (ran.code, ran.err) == (0, "")
    assert "┃ Since 2026-01-10, " in ran.out
    assert "Change since 2026-01-10" in ran.out
    whole = rolefit("progress", NAME, "--full").out
    assert "Jacobson & Truax" in " ".join(whole.split())
    told = json.loads(rolefit("progress", NAME, "--format", "json").out)
    (series,) = told["progress"]["series"]
    assert [point["id"] for point in series["points"]] == [e.id for e in entries]
    file = tmp_path / "progress.md"
    assert rolefit("progress", NAME, "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8").startswith("# Progress: ")
    assert rolefit("progress", NAME, "-o", str(file)).code == 2
    assert rolefit("progress", "lead-or-manager").code == 2
    assert "did you mean" in rolefit("progress", "manager-redness").err


def test_where_nothing_is_kept_progress_says_how_to_begin(rolefit: Any, path: Path) -> None:
    assert "journal on" not in rolefit("progress", NAME).err
    rolefit("journal", "off")
    err = rolefit("progress", NAME).err
    assert f"first: rolefit journal on, then: rolefit take {NAME}" in err


@pytest.mark.slow
@pytest.mark.parametrize("width", ["30", "60", "120"])
def test_both_fit_every_width(
    rolefit: Any, fill: Fill, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    fill()
    monkeypatch.setenv("COLUMNS", width)
    for arguments in (("journal", "list"), ("progress", NAME, "--full")):
        ran = rolefit(*arguments)
        assert max(map(len, ran.out.splitlines()), default=0) <= int(width)
