"""The journal: what it says was kept is kept, whatever the world does; what it deletes is gone."""

from __future__ import annotations

import os
import random
import resource
import select
import signal
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from effort import share, tried
from hypothesis import given
from hypothesis import strategies as st
from make import answers, contrast, likert, single

from rolefit.errors import Exit, RolefitError, StoreError
from rolefit.rubric.model import Respondent, Responses
from rolefit.storage.journal import database as store
from rolefit.storage.journal import store as journal
from rolefit.storage.journal.records import export_value, from_line, to_line
from rolefit.storage.journal.store import Conflict, Store, store_path

RUBRIC = contrast(single("q1"), likert("q2"))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KILLS = share(15)
# Newer Pythons warn of a fork beside threads, which other tests may have left behind.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "rolefit.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Store]:
    with Store(path) as found:
        yield found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def in_child(work: Callable[[], None]) -> int:
    """Do something in a process of its own; returns its pid."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def went_well(pid: int) -> bool:
    return os.waitpid(pid, 0)[1] == 0


def keep(found: Store, sentence: str, **given: Any) -> journal.JournalEntry:
    return found.keep(answers(RUBRIC, **given), RUBRIC, sentence=sentence)


# ---- values

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.fractions(),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.one_of(st.text(), st.just("$decimal"), st.just("$tuple")), inner),
    ),
    max_leaves=12,
)


def shape(value: Any) -> Any:
    """A value with its kinds, so that 1, True, Decimal(1) and 1.0 differ."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return (type(value), [shape(part) for part in value])
    return (type(value), str(value))


@pytest.mark.slow
@tried()
@given(VALUES)
def test_what_is_written_reads_back_as_exactly_the_same(value: Any) -> None:
    text = to_line(value)
    assert text.isascii()
    assert "\n" not in text
    assert shape(from_line(text)) == shape(value)


def test_what_no_answers_file_can_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be kept"):
        to_line({"a": object()})


def test_exported_numbers_keep_their_digits() -> None:
    value = {
        "a": Decimal("0.123456789012345678"),
        "b": (1, Fraction(5, 2)),
        "c": {},
        "d": "\u2028",
    }
    assert export_value(value) == (
        '{\n  "a": 0.123456789012345678,\n  "b": [\n    1,\n    2.5\n  ],\n  "c": {},\n'
        '  "d": "\\u2028"\n}'
    )
    assert export_value(Decimal("1E+3")) == "1000"
    assert export_value(Fraction(1, 3)).startswith("0.333")


# ---- sessions


def test_a_saved_answer_is_there_for_the_next_process(path: Path) -> None:
    said = {"q1": {"answer": "pa", "note": "\ud800 é"}, "q2": Decimal("3.50"), "m": ("a", "b")}
    with Store(path) as found:
        session = found.save(found.start(RUBRIC, quick=True), said)
    with Store(path) as found:
        assert found.sessions() == (session,)
        assert found.sessions("tiny") == (session,)
        assert found.sessions("other") == ()
    assert shape(session.answers) == shape(said)
    assert (session.rubric_hash, session.quick) == (RUBRIC.content_hash, True)


def test_the_session_saved_last_comes_first_even_when_the_clock_goes_back(path: Path) -> None:
    times = iter([datetime(2026, 10, 25, 1, 30 - k, tzinfo=UTC) for k in range(20)])
    with Store(path, now=lambda: next(times)) as found:
        first, second = found.start(RUBRIC), found.start(RUBRIC)
        assert [s.id for s in found.sessions()] == [second.id, first.id]
        first = found.save(first, {"q1": "pa"})
        assert found.sessions() == (first, second)
        assert first.updated < second.updated
        kept = [keep(found, str(k)) for k in range(3)]
        assert [e.sentence for e in found.entries()] == ["0", "1", "2"]
        assert [e.at for e in kept] == sorted((e.at for e in kept), reverse=True)


def test_times_are_kept_in_utc_with_their_offset(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    summer = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    with Store(path, now=lambda: summer) as found:
        assert found.start(RUBRIC).started == "2026-06-30T23:30:00+00:00"
    monkeypatch.undo()
    time.tzset()


def test_a_second_window_is_told_instead_of_overwritten(path: Path) -> None:
    with Store(path) as one, Store(path) as two:
        here = one.start(RUBRIC)
        (there,) = two.sessions()
        here = one.save(here, {"q1": "pa"})
        with pytest.raises(Conflict) as told:
            two.save(there, {"q1": "pb"})
        assert "another window" in told.value.message
        assert "rolefit take FILE --resume" in told.value.hint
        assert told.value.exit_code is Exit.OUR_TROUBLE
        with pytest.raises(Conflict):
            two.drop(there)
        assert one.sessions() == two.sessions() == (here,)
        one.drop(here)
        with pytest.raises(Conflict, match="finished or deleted"):
            two.save(here, {"q1": "pb"})
        two.drop(here)
        assert two.sessions() == ()


# ---- entries


def test_an_entry_holds_all_that_is_needed_to_tell_it_again(opened: Store) -> None:
    raw = {
        "rubric": "tiny",
        "respondent": {"name": "Ada", "group": "peer"},
        "date": "2026-11-22",
        "answers": {"q1": None, "q2": {"answer": 4, "note": "n"}},
        "seconds": {"q2": Decimal("2.5")},
    }
    responses = Responses.model_validate(raw)
    entry = opened.keep(responses, RUBRIC, sentence="Clear.", quick=True)
    assert opened.entry(entry.id) == entry
    assert (entry.name, entry.sentence, entry.quick) == ("Ada", "Clear.", True)
    again = Responses.model_validate(opened.entries()[0].responses)
    assert again.model_copy(update={"rubric_hash": None, "rubric_version": None}) == responses
    assert again.rubric_hash == entry.rubric_hash == RUBRIC.content_hash
    assert again.rubric_version == entry.rubric_version == "1.0"


def test_an_entry_is_found_by_the_beginning_of_its_id(
    opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(["abcd0001", "abcd0001", "abcd0002", "12345678"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(ids))
    for k in range(3):
        keep(opened, str(k))
    assert opened.entry("1").sentence == "2"
    assert opened.entry("abcd0002").sentence == "1"
    with pytest.raises(RolefitError, match="2 entries begin with `abcd`") as told:
        opened.entry("abcd")
    assert told.value.hint == "write more of it: abcd0001, abcd0002"
    with pytest.raises(RolefitError, match="nothing in the journal") as told:
        opened.entry("abcd0003")
    assert "did you mean `abcd000" in told.value.hint
    with pytest.raises(RolefitError):
        opened.entry("")
    with pytest.raises(RolefitError):
        opened.delete("abcd")
    assert len(opened.entries()) == 3


def test_what_is_kept_beside_an_entry_is_replaced_by_what_comes_later(opened: Store) -> None:
    one, two = keep(opened, "one"), keep(opened, "two")
    assert opened.note(one, "plan") is None
    opened.set_note(one, "plan", {"done": [1]})
    opened.set_note(one, "plan", {"done": [2]})
    opened.set_note(one, "outcome", {"hired": True})
    assert opened.note(one, "plan") == {"done": [2]}
    assert opened.note(one, "outcome") == {"hired": True}
    assert opened.note(two, "plan") is None
    assert [note.value for note in opened.notes()] == [{"done": [2]}, {"hired": True}]
    opened.delete(one.id)
    assert opened.notes() == ()


def test_the_last_deletion_is_taken_back_and_then_the_one_before(path: Path) -> None:
    times = iter([NOON + timedelta(seconds=k) for k in range(99)])
    with Store(path, now=lambda: next(times)) as found:
        one, two, three = (keep(found, name) for name in ("one", "two", "three"))
        session = found.start(RUBRIC)
        assert found.delete(one.id, one.id[:7]) == (one.id,)
        assert found.delete(session.id, two.id) == (session.id, two.id)
        assert found.entries() == (three,)
        assert found.sessions() == ()
        assert found.undo() == tuple(sorted((two.id, session.id)))
        assert found.entries() == (two, three)
        assert found.sessions() == (session,)
        assert found.undo() == (one.id,)
        assert found.undo() == ()


@pytest.mark.parametrize(("after", "left"), [(7 * 86_400, 1), (7 * 86_400 + 1, 0)])
def test_what_was_deleted_is_removed_for_good_after_a_week(
    path: Path, after: int, left: int
) -> None:
    with Store(path, now=lambda: NOON) as found:
        entry, stays = keep(found, SECRET), keep(found, "stays")
        found.delete(entry.id)
    with Store(path, now=lambda: NOON + timedelta(seconds=after)) as found:
        assert len(found.deleted_entries()) == left
        assert found.entries() == (stays,)
    assert (SECRET.encode() in path.read_bytes()) is bool(left)


def test_only_what_was_deleted_is_purged_and_counted(opened: Store) -> None:
    assert opened.purge() == 0
    one, stays = keep(opened, "one"), keep(opened, "stays")
    opened.set_note(one, "plan", {})
    opened.set_note(stays, "plan", {})
    opened.delete(one.id, opened.start(RUBRIC).id)
    assert opened.purge() == 2
    assert opened.file.rows("SELECT id FROM notes") == [(f"{stays.id}.plan",)]
    assert opened.undo() == ()


def test_a_draft_says_of_whom_and_about_whom_it_is(opened: Store) -> None:
    who = Respondent(name="Bo", group="peer", about="Dana")
    opened.start(RUBRIC, who=who)
    (session,) = opened.sessions()
    assert (session.name, session.group, session.about) == ("Bo", "peer", "Dana")


def test_a_store_that_cannot_be_cleared_up_is_closed_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Store] = []

    def fail(_: Store) -> None:
        raise KeyboardInterrupt

    def remember(found: Store) -> None:
        closed.append(found)

    monkeypatch.setattr(Store, "forget_old", fail)
    monkeypatch.setattr(Store, "close", remember)
    with pytest.raises(KeyboardInterrupt):
        Store(path)
    (found,) = closed
    found.file.close()


def test_an_older_store_that_may_not_be_written_is_read_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(path) as found:
        entry = keep(found, "Clear.")
    with closing(sqlite3.connect(path)) as connection:
        for table in ("gone", "notes", "rubrics"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version=1")
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Store(path) as found:
        assert found.entries() == (entry,)
        assert (found.note(entry, "plan"), found.edition(entry), found.gone()) == (
            None,
            None,
            set(),
        )
    assert path.read_bytes() == before


def test_a_fault_that_nobody_knows_is_told_in_the_words_of_the_store(path: Path) -> None:
    for error, said in (
        (sqlite3.OperationalError("odd"), "the store failed: odd"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
    ):
        with pytest.raises(StoreError, match=said), store.name_faults(path):
            raise error


def test_an_account_without_a_home_is_told_how_to_name_a_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_: Any, **__: Any) -> Path:
        raise RuntimeError

    monkeypatch.delenv("ROLEFIT_DATA_DIR", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", none)
    with pytest.raises(StoreError, match="no home folder to keep a journal in"):
        store_path()


def test_whether_to_keep_is_asked_once_and_remembered(path: Path) -> None:
    for expected, then in ((None, True), (True, False), (False, True)):
        with Store(path) as found:
            assert found.wanted() is expected
            found.want(then)


# ---- F1 kill -9


def state(rev: int) -> dict[str, Any]:
    """The answers that a session has at a revision."""
    return {f"q{k % 40}": {"answer": k, "note": "x" * (k % 90)} for k in range(rev)}


def answer_for_ever(path: Path, out: int) -> None:
    """Save answer after answer, and say so after each; now and then finish an assessment."""
    with Store(path) as found:
        (session,) = found.sessions()
        for n in count():
            session = found.save(session, state(session.rev + 1))
            os.write(out, b"s%d\n" % session.rev)
            if n % 5 == 4:
                entry = keep(found, "done", q1="pa")
                os.write(out, b"e%s\n" % entry.id.encode())


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(path: Path) -> None:
    with Store(path) as found:
        found.start(RUBRIC)
    chance = random.Random(1)
    last, kept, told, torn = 0, set(), 0, 0
    for k in range(KILLS):
        back, out = os.pipe()
        pid = in_child(partial(answer_for_ever, path, out))
        os.close(out)
        if k % 2:  # every other one is hit at work, however slow the machine is
            select.select([back], [], [], 10)
        time.sleep(chance.uniform(0.0, 0.06))
        os.kill(pid, signal.SIGKILL)
        assert os.waitpid(pid, 0)[1] == signal.SIGKILL
        with os.fdopen(back, "rb") as stream:
            words = stream.read().decode().split("\n")[:-1]
        last = max([last, *(int(word[1:]) for word in words if word[0] == "s")])
        kept |= {word[1:] for word in words if word[0] == "e"}
        told += len(words)
        torn += path.with_name("rolefit.db-journal").exists()
        with Store(path) as found:
            assert sorted(p.name for p in path.parent.iterdir()) == ["rolefit.db"]  # F11
            (session,) = found.sessions()
            assert last <= session.rev <= last + 1
            assert session.answers == state(session.rev)
            last = session.rev
            assert kept <= set(found.ids())
    assert told >= KILLS // 2
    assert torn > 0  # some were hit in the middle of a write


def test_what_a_kill_left_beside_the_store_is_swept_at_the_next_start(path: Path) -> None:
    with Store(path) as found:
        entry = keep(found, "Clear.")
    beside = path.with_name("rolefit.db-journal")
    for left in (b"", bytes(512) + b"old answers", b"torn" * 300):
        beside.write_bytes(left)
        with Store(path) as found:
            assert not beside.exists()
            assert found.entries() == (entry,)


def opened_and_closed(path: Path) -> None:
    """Open a store, which makes it, and close it."""
    Store(path).close()


@pytest.mark.slow
def test_a_kill_while_the_store_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    chance = random.Random(2)
    for k in range(share(12)):
        path = tmp_path / str(k) / "rolefit.db"
        pid = in_child(partial(opened_and_closed, path))
        time.sleep(chance.uniform(0.0, 0.02))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with Store(path) as found:
            assert found.entries() == ()


def test_an_interrupt_in_the_middle_of_a_write_leaves_the_old_content(opened: Store) -> None:
    session = opened.save(opened.start(RUBRIC), {"q1": "pa"})

    def change() -> None:
        with opened.file.changing():
            opened.file.change("DELETE FROM sessions")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change()
    assert opened.sessions() == (session,)
    assert opened.save(session, {}).rev == 2


# ---- F2 disk full


def test_a_full_disk_keeps_what_was_saved_and_says_so(opened: Store, path: Path) -> None:
    session = opened.save(opened.start(RUBRIC), {"q1": "pa"})
    # SQLite itself refuses to grow the file: the very code of a full disk, SQLITE_FULL.
    limit = opened.file.pragma("page_count")
    opened.file.pragma(f"max_page_count={limit}")
    with pytest.raises(StoreError, match=r"rolefit\.db: the disk is full \(\d+ KB free\)") as told:
        opened.save(session, {"q1": "x" * 50_000})
    assert told.value.exit_code is Exit.OUR_TROUBLE
    assert "--no-save" in told.value.hint
    assert opened.sessions() == (session,)
    opened.file.pragma("max_page_count=100000")
    bigger = opened.save(session, {"q1": "x" * 50_000})
    with Store(path) as found:
        assert found.sessions() == (bigger,)


def test_a_write_that_the_system_cuts_short_keeps_what_was_saved(path: Path) -> None:
    with Store(path) as found:
        session = found.save(found.start(RUBRIC), {"q1": "pa"})

    def write_beyond_the_limit() -> None:
        # Real writes fail here, with EFBIG instead of ENOSPC: Python ignores SIGXFSZ.
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size,) * 2)
        with Store(path) as found:
            with pytest.raises(StoreError, match="the disk") as told:
                found.save(session, {"q1": "x" * 50_000})
            assert "what was saved before is safe" in told.value.hint
            assert found.sessions() == (session,)

    assert went_well(in_child(write_beyond_the_limit))
    with Store(path) as found:
        assert found.sessions() == (session,)
        assert found.save(session, {"q1": "x" * 50_000}).rev == 2


def test_a_disk_too_full_for_a_new_store_is_told(path: Path) -> None:
    def make() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(StoreError, match="the disk"):
            Store(path)

    assert went_well(in_child(make))
    with Store(path) as found:
        assert found.entries() == ()


# ---- F3 read-only folder


def as_nobody(work: Callable[[], None]) -> bool:
    """Do something without the powers of root, for whom no folder is read-only."""

    def fallen() -> None:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        work()

    return went_well(in_child(fallen))


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that nobody's processes can reach too, where these tests run as root.

    It shares no closed folder with other tests, whose workers would open and close it meanwhile.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        if os.getuid() == 0:
            folder.chmod(0o755)
            if any(mode(parent) & 0o001 == 0 for parent in folder.parents):
                pytest.skip("the folder for temporary files is closed to others")
        yield folder


@pytest.mark.parametrize("allowed", [0o555, 0o444, 0])
def test_a_folder_that_may_not_be_written_or_entered_is_told_plainly(
    public: Path, allowed: int
) -> None:
    closed = public / "closed"
    closed.mkdir()
    closed.chmod(allowed)

    def make() -> None:
        for path in (closed / "rolefit.db", closed / "inner" / "rolefit.db"):
            with pytest.raises(StoreError, match="Permission denied") as told:
                Store(path)
            assert "--no-save" in told.value.hint
            assert told.value.exit_code is Exit.OUR_TROUBLE

    assert as_nobody(make)
    assert list(closed.iterdir()) == []


def test_a_read_only_store_can_still_be_read(public: Path) -> None:
    path = public / "closed" / "rolefit.db"
    with Store(path) as found:
        entry = keep(found, "Clear.")
    path.chmod(0o444)
    path.parent.chmod(0o555)
    before = path.read_bytes()

    def look() -> None:
        with Store(path) as found:
            assert found.entries() == (entry,)
            with pytest.raises(StoreError, match="cannot be written") as told:
                keep(found, "More.")
            assert "--no-save" in told.value.hint
            with pytest.raises(StoreError, match="cannot be written"):
                found.delete(entry.id)

    assert as_nobody(look)
    assert path.read_bytes() == before


# ---- F4 many at once


@pytest.mark.slow
def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    def write(k: int) -> None:
        with Store(path) as found:
            session = found.start(RUBRIC)
            for n in range(1, 26):
                session = found.save(session, {"who": k, "n": n})
                if n % 5 == 0:
                    keep(found, f"{k} {n}")

    # None of them finds a store: they race to make it as well.
    pids = [in_child(partial(write, k)) for k in range(8)]
    assert [went_well(pid) for pid in pids] == [True] * len(pids)
    with Store(path) as found:
        assert sorted(s.answers["who"] for s in found.sessions()) == list(range(8))
        assert {(s.answers["n"], s.rev) for s in found.sessions()} == {(25, 25)}
        sentences = [entry.sentence for entry in found.entries()]
    assert sorted(sentences) == sorted(f"{k} {n}" for k in range(8) for n in range(5, 26, 5))


@pytest.mark.slow
def test_two_windows_on_one_session_lose_nothing_that_was_acknowledged(path: Path) -> None:
    with Store(path) as found:
        found.start(RUBRIC)

    def add(k: int) -> None:
        with Store(path) as found:
            for n in range(25):
                while True:
                    (session,) = found.sessions()
                    try:
                        found.save(session, {**session.answers, f"{k}-{n}": n})
                    except Conflict:
                        continue
                    break

    pids = [in_child(partial(add, k)) for k in range(4)]
    assert [went_well(pid) for pid in pids] == [True] * len(pids)
    with Store(path) as found:
        assert len(found.sessions()[0].answers) == 100


def test_a_store_that_stays_busy_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    with Store(path) as one, Store(path) as two:
        with one.file.changing(), pytest.raises(StoreError, match="another rolefit") as told:
            keep(two, "late")
        assert "try again" in told.value.hint
        keep(two, "in time")


# ---- F6 stores that are no stores


def filled_store(path: Path) -> None:
    with Store(path) as found:
        for k in range(6):
            keep(found, f"entry {k}", q1="pa", q2={"answer": k % 5 + 1, "note": "n" * 700})


def overwrite(change: str) -> Callable[[Path], None]:
    def work(path: Path) -> None:
        filled_store(path)
        connection = sqlite3.connect(path)
        connection.executescript(change)
        connection.close()

    return work


def cut(size: int) -> Callable[[Path], None]:
    def work(path: Path) -> None:
        filled_store(path)
        os.truncate(path, size)

    return work


def zeros(start: int) -> Callable[[Path], None]:
    def work(path: Path) -> None:
        filled_store(path)
        with path.open("r+b") as stream:
            stream.seek(start)
            assert any(stream.read(4096))
            stream.seek(start)
            stream.write(bytes(4096))

    return work


def put(content: bytes) -> Callable[[Path], None]:
    def work(path: Path) -> None:
        path.parent.mkdir()
        path.write_bytes(content)

    return work


DAMAGED = "the file is damaged or no rolefit store"
BROKEN = {
    "a text file": (put(b"these are my notes\n" * 200), DAMAGED),
    "a short text": (put(b"x"), DAMAGED),
    "zeros": (put(bytes(8192)), DAMAGED),
    "cut to 99 bytes": (cut(99), DAMAGED),
    "cut in page one": (cut(3000), DAMAGED),
    "cut at a page": (cut(4096 * 2), DAMAGED),
    "cut by a byte": (cut(4096 * 3 - 1), DAMAGED),
    "a page of zeros": (zeros(4096 * 2), DAMAGED),
    "newer": (overwrite(f"PRAGMA user_version={store.VERSION + 1}"), "made by a newer rolefit"),
    "of no version": (
        overwrite("PRAGMA user_version=0"),
        "the file is damaged or no rolefit store",
    ),
    "another program's": (overwrite("PRAGMA application_id=7"), "belongs to another program"),
    "tables of another": (overwrite("PRAGMA application_id=0"), "belongs to another program"),
}


@pytest.mark.parametrize(("make", "said"), BROKEN.values(), ids=BROKEN)
def test_a_store_that_cannot_be_used_is_told_and_left_alone(
    path: Path, make: Callable[[Path], None], said: str
) -> None:
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreError) as told:
        Store(path)
    assert told.value.message.startswith(f"{path}: {said}")
    assert told.value.message.endswith("it was left as it is")
    assert told.value.hint
    assert told.value.exit_code is Exit.OUR_TROUBLE
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["rolefit.db"]


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_no_store(path: Path, kind: str) -> None:
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    with pytest.raises(StoreError, match="is no plain file"):
        Store(path)


def test_a_link_that_leads_nowhere_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(path.parent / "gone" / "rolefit.db")
    with pytest.raises(StoreError, match="No such file"):
        Store(path)


def test_a_spoilt_row_is_told_and_the_others_are_read(path: Path) -> None:
    filled_store(path)
    raw = path.read_bytes()
    assert raw.count(b"entry 3") == 1
    path.write_bytes(raw.replace(b"entry 3", b"entry\xff3"))
    with Store(path) as found:
        left = [entry.sentence for entry in found.entries()]
        (bad,) = found.damaged()
        assert left == [f"entry {k}" for k in (0, 1, 2, 4, 5)]
        assert found.remarks == (f"{path}: entry {bad} is damaged and was left out",)
        assert bad in found.ids()
        found.delete(bad)
        assert found.damaged() == ()


@pytest.mark.slow
def test_no_flipped_byte_gets_past_us_or_makes_things_worse(path: Path) -> None:
    filled_store(path)
    sound = path.read_bytes()
    with Store(path) as found:
        expected = found.entries()
    chance = random.Random(3)
    outcomes = set()
    for _ in range(share(200)):
        spoilt = bytearray(sound)
        spoilt[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        try:
            with Store(path) as found:
                read = found.entries()
                assert all(entry in expected for entry in read)
                outcomes.add("whole" if read == expected else "part")
                # A row may vanish from sight only where something says so.
                lost = [id for id in found.damaged() if id in found.ids()]
                assert len(read) + len(lost) == len(expected)
        except StoreError:
            outcomes.add("refused")
        assert path.read_bytes() == bytes(spoilt)
    assert outcomes == {"whole", "part", "refused"}


def test_a_file_that_is_taken_away_while_it_is_open_is_told(path: Path) -> None:
    with Store(path) as found:
        session = found.save(found.start(RUBRIC), {"q1": "pa"})
        aside = path.rename(path.with_name("aside.db"))
        with pytest.raises(StoreError, match="moved or deleted while it was open"):
            found.save(session, {"q1": "pb"})
        aside.rename(path)
        assert found.save(session, {"q1": "both"}).rev == 2
    with Store(path) as found:
        assert found.sessions()[0].answers == {"q1": "both"}


# ---- F12 deletion


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.iterdir()))


SECRET = "Zaphod-Beeblebrox"


def test_nothing_of_a_deleted_entry_is_left(opened: Store, path: Path) -> None:
    kept = [
        keep(opened, f"{SECRET} {k}", q1={"answer": "pa", "note": SECRET * k}) for k in range(9)
    ]
    stay = keep(opened, "stays")
    assert bytes_of(path.parent).count(SECRET.encode()) > 9
    opened.delete(*(entry.id for entry in kept[::2]))
    assert bytes_of(path.parent).count(SECRET.encode()) > 9  # it can still be brought back
    opened.purge()
    text = bytes_of(path.parent)
    for k, entry in enumerate(kept):
        assert (entry.id.encode() in text) is (k % 2 == 1)
        assert (f"{SECRET} {k}".encode() in text) is (k % 2 == 1)
    for entry in kept[1::2]:
        opened.delete(entry.id[:6])
    opened.purge()
    assert SECRET.encode() not in bytes_of(path.parent)
    assert opened.entries() == (stay,)
    assert opened.remarks == ()
    assert [p.name for p in path.parent.iterdir()] == ["rolefit.db"]


def test_nothing_of_a_dropped_session_is_left(opened: Store, path: Path) -> None:
    for way in ("drop", "delete"):
        session = opened.start(RUBRIC)
        for k in range(40):  # it grows and shrinks: pages are split, freed and used again
            session = opened.save(session, {"q1": f"{SECRET} {k} " * (97 * k % 700)})
        keep(opened, "between")
        assert SECRET.encode() in bytes_of(path.parent)
        if way == "drop":
            opened.drop(session)
        else:
            opened.delete(session.id)
            opened.purge()
        assert SECRET.encode() not in bytes_of(path.parent)
        assert session.id.encode() not in bytes_of(path.parent)


def test_a_rewrite_that_was_cut_off_is_made_up_for_at_the_next_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    with Store(path) as found, Store(path) as other:
        entry, *rest = [keep(found, SECRET), keep(found, "one"), keep(found, "two")]
        reading = other.file.connection.execute("SELECT id FROM entries")
        reading.fetchone()  # another window is reading: the file cannot be written anew
        with monkeypatch.context() as patch:
            patch.setattr(found.file, "rewrite", lambda: None)
            with pytest.raises(StoreError, match="another rolefit"):
                found.delete(entry.id)
        reading.close()
        assert found.entries() == (entry, *rest)
        found.delete(entry.id)
        with monkeypatch.context() as patch:
            patch.setattr(found.file, "rewrite", lambda: None)  # killed just after the deletion
            found.purge()
        assert found.file.setting(store.OWED) is not None
    with Store(path) as found:
        assert found.file.setting(store.OWED) is None
        assert found.remarks == ()
    assert SECRET.encode() not in bytes_of(path.parent)


def test_a_rewrite_that_fails_is_told(opened: Store) -> None:
    entry = keep(opened, SECRET)
    with opened.file.changing():
        opened.file.erase("DELETE FROM entries WHERE id = ?", entry.id)
        opened.file.rewrite()  # VACUUM refuses inside a transaction, as it would on a full disk
    assert "traces of it may still be in the file" in opened.remarks[0]


class Failing:
    """A connection under which the disk fails while the file is written anew."""

    def __init__(self, whole: sqlite3.Connection, fault: type[sqlite3.Error]) -> None:
        self.whole, self.fault = whole, fault

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Do anything but that."""
        if statement == "VACUUM":
            raise self.fault("disk I/O error")
        return self.whole.execute(statement, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)


@pytest.mark.parametrize("fault", [sqlite3.OperationalError, sqlite3.DatabaseError])
def test_a_rewrite_during_which_the_disk_fails_is_made_up_for_at_the_next_start(
    path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[sqlite3.Error]
) -> None:
    with Store(path) as found:
        found.delete(keep(found, SECRET).id)
        with monkeypatch.context() as patch:
            patch.setattr(found.file, "connection", Failing(found.file.connection, fault))
            assert found.purge() == 1
        assert "traces of it may still be in the file" in found.remarks[0]
    with Store(path) as found:
        assert found.file.setting(store.OWED) is None
        assert found.remarks == ()
    assert SECRET.encode() not in bytes_of(path.parent)


def test_no_copy_is_left_among_the_temporary_files(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(path) as found:
        assert found.file.pragma("temp_store") == 2  # in memory
        assert found.file.pragma("secure_delete") == 1
        assert found.file.pragma("journal_mode") == "delete"
        assert found.file.pragma("synchronous") == 3  # EXTRA


# ---- O9 permissions


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_folder_and_files_are_for_their_owner_alone_whatever_the_umask(
    path: Path, mask: int
) -> None:
    before = os.umask(mask)
    try:
        with Store(path) as found:
            entry = keep(found, "Clear.")
            with found.file.changing():
                found.file.change("UPDATE entries SET id = 'x'")
                names = {p.name: mode(p) for p in path.parent.iterdir()}
                assert names == {"rolefit.db": 0o600, "rolefit.db-journal": 0o600}
                found.file.change("UPDATE entries SET id = ?", entry.id)
            found.delete(entry.id)
    finally:
        os.umask(before)
    assert (mode(path.parent), mode(path)) == (0o700, 0o600)


def test_a_store_that_others_can_read_is_remarked_on(path: Path) -> None:
    Store(path).close()
    path.chmod(0o640)
    path.parent.chmod(0o770)
    with Store(path) as found:
        first, second = found.remarks
        assert first.endswith(f"chmod 600 '{path}'")
        assert second.endswith(f"chmod 700 '{path.parent}'")
    assert (mode(path.parent), mode(path)) == (0o770, 0o640)


# ---- where it is


def test_the_store_lies_where_it_is_told_or_in_the_folder_for_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("ROLEFIT_DATA_DIR", raising=False)
    assert store_path() == tmp_path / "xdg" / "rolefit" / "rolefit.db"
    monkeypatch.setenv("ROLEFIT_DATA_DIR", "")
    assert store_path() == tmp_path / "xdg" / "rolefit" / "rolefit.db"
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "mine"))
    assert store_path() == tmp_path / "mine" / "rolefit.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROLEFIT_DATA_DIR", "here")
    assert store_path() == tmp_path / "here" / "rolefit.db"
