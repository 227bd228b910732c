"""Feed every reader inputs that are nearly right, and see that it reads them or says why not.

    python tests/bench/fuzz.py N [SEED] [READER...] [--keep]

What may leave a reader is an error of ours, told in words, within a second and 400 MB. What a
reader takes must come out as a file that reads back as the same. Prints how many inputs were tried
and how fast; exits with 1 where anything else happened, and shows the input. Inputs that are taken
or bring an answer not seen before are changed further in the same run; `--keep` adds the latter,
and what failed, to the seeds that `tests/threats/test_fuzz.py` tries again each time.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
# A library that panics would look up where, which takes more memory than an input may.
os.environ["RUST_BACKTRACE"] = "0"

from make import answers as given
from mutated import mutated
from talk import RAW
from xlsxwriter import Workbook

from rolefit.batch.cells import mapping_by_id
from rolefit.batch.exports.draft import draft_map
from rolefit.batch.exports.layout import open_export
from rolefit.batch.exports.survey_map import map_text, open_mapped, read_map
from rolefit.batch.frames import read_parquet
from rolefit.batch.plain import cells_of, columns_of, score_row, shortened
from rolefit.batch.reading import kind_of, read_table
from rolefit.cli import main, rounds
from rolefit.cli.rounds import open_folder, read_raters, returned_forms, round_text
from rolefit.cli.work import Inputs
from rolefit.cli.work.sealed import seal_text
from rolefit.errors import Invalid, RolefitError
from rolefit.exact import MAX_DIGITS
from rolefit.rubric.conditions import content
from rolefit.rubric.form_marks import FormPurpose, form_id
from rolefit.rubric.model import Responses, Rubric, read
from rolefit.safe_text import sanitize
from rolefit.storage.documents import Document, parse, problems_at, read_responses, validate
from rolefit.storage.documents.builder import MAX_DEPTH, Mark, ValuePlace, text_problem
from rolefit.storage.journal.exchange import add_all, contents, exchange_text, read_exchange
from rolefit.storage.journal.records import (
    READERS,
    JournalEntry,
    Note,
    Session,
    file_content,
    from_line,
    seal_row,
    session_content,
    to_line,
)
from rolefit.storage.journal.store import Store
from rolefit.storage.journal.survey import repair, survey
from rolefit.storage.library import responses_text
from rolefit.studies import outcome, plan
from rolefit.studies.editions.carrying import carry_answers, is_of, way_from
from rolefit.studies.kit.plan import SEAL
from rolefit.studies.kit.sealed import Seal

HERE = Path(__file__).parent.parent
SEEDS = HERE / "threats" / "seeds"
SECONDS, MEGABYTES = 5, 400
PATIENCE = 60
"""Seconds after which an input is taken to keep a reader waiting for ever."""
LARGEST = 4_000
"""Bytes of an input that is changed further."""
MOST_GOOD = 200
"""Inputs of one reader that it took and that are changed further."""
LARGEST_FILE = 16_000
"""Bytes of what is kept for one reader."""
RUBRIC = validate(parse("tiny.json", json.dumps(RAW).encode()), Rubric)
AT = "2026-11-30T08:00:00+00:00"
SHORT = {**RAW, "items": [{**RAW["items"][0], "allow_na": False}], "consistency_pairs": []}
"""The rubric with one question."""
WAY = {
    "from": "1.0",
    "keep": ["tools", "chair", "often"],
    "map": {
        "team": {"to": "team", "answers": {"mine": "theirs", "ours": None}},
        "hours": {"to": "level", "answers": {}},
    },
    "drop": {"level": "It is asked in hours now."},
}
ANSWERS: dict[str, Any] = {
    "team": {"answer": "mine", "note": "Since May."},
    "tools": ("pen", "board"),
    "hours": Decimal("12.5"),
    "chair": "yes",
    "often": {"dont_know": "too new"},
    "level": Decimal("2.5"),
}
NOWHERE = ValuePlace(Mark(0, 0), Mark(0, 0), {})
CARRIED = validate(
    parse("carried.json", json.dumps({**RAW, "version": "2.0", "migrations": [WAY]}).encode()),
    Rubric,
)
EXPORT = b"Who,Team,Tools,Hours,Often\nAda,We,pen;board,12,often\nBo,They,pen,x,\n"
MARK = form_id(b"12345678", FormPurpose(RUBRIC.content_hash, "self", None))
Check = Callable[[bytes], None]


class Reader(NamedTuple):
    """What is tried: reading, and writing again what was read."""

    check: Check
    seeds: tuple[bytes, ...]
    share: float = 8
    """How many of the inputs it gets, beside the others: fewer where each of them takes long.
    So no reader takes most of the time, and the quick ones are tried most often."""


def plainly(content: Any) -> bytes:
    """Content as JSON."""
    return json.dumps(content, default=float).encode()


def folder() -> Path:
    """A folder of this process, in memory where there is such a place."""
    return _folder(os.getpid())


@cache
def _folder(process: int) -> Path:
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    return Path(tempfile.mkdtemp(prefix=f"fuzz-{process}-", dir=memory))


# --- the readers -----------------------------------------------------------------------------


def check_rubric(raw: bytes, name: str = "r.yaml") -> None:
    """A rubric comes out as the same rubric."""
    found = validate(parse(name, raw), Rubric)
    again = validate(parse("r.json", json.dumps(content(found, given=True)).encode()), Rubric)
    assert again.content_hash == found.content_hash


def read_answers(document: Document) -> Responses:
    """Answers to the small rubric, each of them read."""
    found = read_responses(document)
    try:
        read(RUBRIC, found)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    return found


def check_answers(raw: bytes, name: str = "a.yaml") -> None:
    """Answers come out as a file with the same answers."""
    found = read_answers(parse(name, raw))
    again = read_answers(parse("again.yaml", responses_text(found, RUBRIC).encode()))
    assert read(RUBRIC, again) == read(RUBRIC, found)
    assert (again.respondent, again.day, again.form) == (found.respondent, found.day, found.form)


def check_answers_content(raw: bytes) -> None:
    """Answers whose text has been read come out as the same content."""
    found = read_answers(as_document(raw))
    kept = from_line(to_line(file_content(found, RUBRIC)))
    again = validate(Document("again", "", kept, NOWHERE), Responses)
    assert read(RUBRIC, again) == read(RUBRIC, found)
    assert (again.respondent, again.day, again.form) == (found.respondent, found.day, found.form)


def row_check(table: str) -> Check:
    """The reader of the rows of one table."""
    return lambda raw: check_row(raw, table)


def check_rubric_content(raw: bytes) -> None:
    """A rubric whose text has been read comes out as the same rubric."""
    found = validate(as_document(raw), Rubric)
    again = validate(as_document(json.dumps(content(found, given=True)).encode()), Rubric)
    assert again.content_hash == found.content_hash


def _refuse(word: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{word} is no number")


def as_document(raw: bytes) -> Document:
    """Content as the readers of text hand it on, without what they say of its text."""
    try:
        found = json.loads(raw, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, ArithmeticError):
        raise RolefitError("no content") from None
    if not isinstance(found, dict):
        raise RolefitError("no mapping")
    return Document("content", "", {key: plain(value) for key, value in found.items()}, NOWHERE)


def plain(value: Any, depth: int = 2) -> Any:
    """A value within the limits of what is read of a file, and of its kinds."""
    if depth > MAX_DEPTH + 1:
        raise RolefitError("nested too deep")
    if isinstance(value, str):
        wrong = None if value.isascii() and value.isprintable() else text_problem(value)
        if wrong is not None:
            raise RolefitError(wrong)
    elif isinstance(value, list):
        return tuple(plain(part, depth + 1) for part in value)
    elif isinstance(value, dict):
        return {plain(key): plain(part, depth + 1) for key, part in value.items()}
    elif isinstance(value, int | Decimal):
        size = abs(value.adjusted()) if isinstance(value, Decimal) else 0
        return value if max(size, len(str(value))) <= MAX_DIGITS else str(value)
    return value


def check_migrate(raw: bytes) -> None:
    """Answers to the edition before come out as a file for the present one."""
    responses = validate(parse("then.yaml", raw), Responses)
    if is_of(CARRIED, responses):
        return
    way = way_from(CARRIED, version=responses.rubric_version, hash=responses.rubric_hash)
    if way is None:
        raise RolefitError("answers no edition that is known")
    found = carry_answers(CARRIED, way, responses.answers, about=responses.respondent.about)
    update = {"answers": found.answers, "rubric_version": None, "rubric_hash": None, "form": None}
    after = responses.model_copy(update=update)
    try:
        carried = read(CARRIED, after)
    except Invalid as invalid:
        raise problems_at(parse("then.yaml", raw), invalid) from None
    text = responses_text(after, CARRIED).encode()
    assert read(CARRIED, read_responses(parse("now.yaml", text))) == carried


def check_notes(raw: bytes) -> None:
    """What is kept beside an assessment: a plan, and what came of it."""
    try:
        found = from_line(raw.decode("utf-8", "replace"))
    except ValueError:
        raise RolefitError("no line of a journal") from None
    if not isinstance(found, dict):
        raise RolefitError("no mapping")
    steps = plan.from_data(found)
    if steps is not None:
        assert plan.from_data(plan.as_data(steps)) == steps
        plan.plan_from_day(steps, date(2026, 12, 1))
        json.dumps(plan.as_data(steps))
    record = outcome.from_data(found)
    if record is not None:
        assert outcome.from_data(outcome.as_data(record)) == record
        outcome.study([outcome.outcome_in_words("tiny", "1.0", record)])
        outcome.due_look(date(2026, 1, 1), date(2026, 12, 1), record)
    if steps is None and record is None:
        raise RolefitError("neither a plan nor an outcome")


def check_map(raw: bytes) -> None:
    """A map of an export comes out as the same map, and reads the export by it."""
    found = read_map("map.yaml", raw)
    again = read_map("again.yaml", map_text(found, RUBRIC, "a tool").encode())
    known = {name: one for name, one in found.items.items() if name in RUBRIC.items_by_id}
    assert again == found.model_copy(update={"items": known})
    with open_mapped(_export(os.getpid()), RUBRIC, found) as mapped:
        for row in mapped.table.rows:
            score_row(RUBRIC, mapped.mapping, row)


@cache
def _export(process: int) -> Path:
    path = folder() / f"export-{process}.csv"
    path.write_bytes(EXPORT)
    return path


def check_seal(raw: bytes) -> None:
    """The seal of a kit."""
    found = validate(parse("kit.yaml", raw), Seal)
    assert validate(parse("again.yaml", seal_text(found).encode()), Seal) == found


def check_raters(raw: bytes) -> None:
    """A table of raters."""
    rows = read_raters("raters.csv", "peer", Given(raw))
    assert rows
    assert all(sanitize(name) == name for name, _ in rows)


class Given(Inputs):
    """A file that is there already, whatever its name."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.raw = raw

    def responses(self, name: str) -> bytes:
        """The bytes of the file."""
        return self.raw


def check_round(raw: bytes) -> None:
    """The file of a round, and the answers in its folder."""
    place = _round_folder(os.getpid())
    first, _, second = raw.partition(b"\n===\n")
    (place / rounds.FILE).write_bytes(first)
    (place / rounds.ANSWERS / "one.json").write_bytes(second)
    found = open_folder(str(place))
    (place / rounds.FILE).write_text(round_text(found.round), encoding="utf-8")
    assert open_folder(str(place)).round == found.round
    returned_forms(found)


@cache
def _round_folder(process: int) -> Path:
    place = folder() / "round"
    (place / rounds.ANSWERS).mkdir(parents=True)
    (place / "tiny.json").write_bytes(plainly(RAW))
    return place


def check_table(raw: bytes, ending: str = "csv") -> None:
    """A table of many people's answers, each row read and scored."""
    path = folder() / f"table.{ending}"
    path.write_bytes(raw)
    with read_table(path, kind_of(path)) as table:
        mapping = mapping_by_id(RUBRIC, table.columns)
        columns = columns_of(RUBRIC, mapping)
        for row in table.rows:
            scored = score_row(RUBRIC, mapping, row)
            assert scored.faults or len(cells_of(scored, columns)) == len(columns)
            shortened(row)


def check_parquet(raw: bytes) -> None:
    """A Parquet file of many people's answers, each row read and scored."""
    path = folder() / "table.parquet"
    path.write_bytes(raw)
    with read_parquet(path) as table:
        mapping = mapping_by_id(RUBRIC, table.columns)
        for row in table.rows:
            score_row(RUBRIC, mapping, row)


def check_export(raw: bytes, ending: str = "csv") -> None:
    """An export of a survey tool: a map is drafted for it, reads back, and reads its rows."""
    path = folder() / f"survey.{ending}"
    path.write_bytes(raw)
    with open_export(path) as export:
        found = draft_map(RUBRIC, export)
    text = map_text(found.survey, RUBRIC, found.tool)
    assert read_map("map.yaml", text.encode()) == found.survey
    with open_mapped(path, RUBRIC, found.survey) as mapped:
        for row in mapped.table.rows:
            score_row(RUBRIC, mapped.mapping, row)


def check_exchange(raw: bytes) -> None:
    """An exported journal."""
    found = read_exchange("j.json", raw)
    text = exchange_text(found)
    assert exchange_text(read_exchange("again.json", text.encode())) == text


def check_import(raw: bytes) -> None:
    """An exported journal goes into a journal and comes out of it."""
    found = read_exchange("j.json", raw)
    path = folder() / "import" / "rolefit.db"
    path.unlink(missing_ok=True)
    with Store(path) as store:
        add_all(store, found)
        assert not store.damaged()
        exchange_text(contents(store))
    assert not survey(path).damage


def check_row(raw: bytes, table: str) -> None:
    """Content under its right seal, in one table."""
    text, reader = raw.decode("utf-8", "replace"), READERS[table]
    value = reader(("ab12", text, _seal("ab12", text), 1))
    if value is None:
        raise RolefitError("damaged")
    line, seal = seal_row("ab12", from_line(text))
    assert reader(("ab12", line, seal, 1)) == value
    if table != "rubrics":
        assert json.dumps(value._asdict(), default=str)


def _seal(name: str, text: str) -> str:
    return sha256(f"{name}\0{text}".encode("utf-8", "replace")).hexdigest()


def check_sealed_row(raw: bytes) -> None:
    """A row that was written from outside, in a journal that is listed, exported and surveyed."""
    path = folder() / "rows" / "rolefit.db"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(store_bytes())
    text = raw.decode("utf-8", "replace")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for table in ("entries", "sessions", "notes", "rubrics"):
            query = f"UPDATE {table} SET content = ?, sum = ? WHERE seq = 1"
            names = connection.execute(f"SELECT id FROM {table} WHERE seq = 1").fetchall()
            connection.execute(query, (text, _seal(names[0][0], text)))
    look_at(path)


def check_store(raw: bytes) -> None:
    """A journal with spoilt bytes."""
    path = folder() / "store" / "rolefit.db"
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(mode=0o700)
    path.write_bytes(raw)
    with suppress(RolefitError):
        survey(path)
    before = path.read_bytes()
    try:
        look_at(path)
    except RolefitError:
        assert path.read_bytes() == before, "a damaged store was changed"
        repair(path, now=datetime.now(UTC))
        look_at(path)


def look_at(path: Path) -> None:
    """Everything that the commands read of a journal."""
    survey(path)
    with Store(path) as store:
        exchange_text(contents(store))
        for entry in (*store.entries(), *store.deleted_entries()):
            store.edition(entry)
            Responses.model_validate(entry.responses)
        store.sessions()
        store.notes()
        store.damaged()
        store.ids()


@cache
def store_bytes() -> bytes:
    """A small journal."""
    path = folder() / "made" / "rolefit.db"
    with Store(path) as store:
        entry = store.keep(given(RUBRIC, **ANSWERS), RUBRIC, sentence="A doer fits.")
        store.set_note(entry, "plan", {"done": [1]})
        store.save(store.start(RUBRIC), {"team": "mine"})
        store.want(keep=True)
        store.delete(store.keep(given(RUBRIC, team="ours"), RUBRIC, sentence="B.").id)
    return path.read_bytes()


# --- what they begin with --------------------------------------------------------------------


def rows() -> dict[str, bytes]:
    """The content of one row of each table."""
    responses = file_content(given(RUBRIC, **ANSWERS), RUBRIC)
    entry = JournalEntry(
        "ab12", "tiny", "1.0", RUBRIC.content_hash, "1", AT, "Ada", responses, "A doer fits."
    )._asdict()
    del entry["id"]
    session = session_content(Session("ab12", "tiny", "0" * 64, ANSWERS, 3, AT, AT, quick=False))
    note = Note("ab12", "plan", AT, {"done": [1, 2], "start": "2026-12-01"})._asdict()
    edition = content(validate(as_document(plainly(SHORT)), Rubric), given=True)
    contents = {"entries": entry, "sessions": session, "notes": note, "rubrics": edition}
    return {table: seal_row("ab12", one)[0].encode() for table, one in contents.items()}


def table_seed() -> bytes:
    """A table of answers."""
    head = "id,name,date,team,tools,hours,chair,often,level\n"
    first = "1,Ada,2026-11-30,mine,pen;board,12.5,yes,3,2.5\n2,Bo,,theirs,pen,3,no,,1\n"
    return (head + first + '"3","C, D",,I do it myself.,"pen, phone",0,ja,dont_know,3\n').encode()


def export_seeds() -> tuple[bytes, ...]:
    """The same as tools export it: questions and options in full, one with a head of its own."""
    asked = [str(item["ask"]) for item in RAW["items"]]
    answered = ["I do it myself.", "A pen;A phone", "12", "Yes", "some", "In time."]
    plainest = [["Timestamp", *asked], ["2026-11-30", *answered], ["2026-12-01", *answered]]
    head = ["StartDate", "Status", *(f"Q{k}" for k in range(1, 7))]
    qualtrics = [head, [*head[:2], *asked], ["now", "0", *answered], ["now", "1", *answered]]
    return tuple(table_text(rows).encode() for rows in (plainest, qualtrics))


def table_text(rows: list[list[str]]) -> str:
    """Rows as CSV."""
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue()


def workbook(raw: bytes) -> bytes:
    """A table as a workbook."""
    rows = list(csv.reader(io.StringIO(raw.decode())))
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for k, cells in enumerate(rows):
            sheet.write_row(k, 0, cells)
    return made.getvalue()


def lines_seed() -> bytes:
    """The same as lines of JSON."""
    rows = ({"id": str(k), **ANSWERS, "tools": ["pen"]} for k in range(3))
    return b"\n".join(map(plainly, rows))


def exported() -> bytes:
    """A journal as it is taken along."""
    path = folder() / "made" / "rolefit.db"
    store_bytes()
    with Store(path) as store:
        return exchange_text(contents(store)).encode()


def round_seed() -> bytes:
    """The file of a round, and one form that came back."""
    mark = form_id(b"87654321", FormPurpose(RUBRIC.content_hash, "founder", None))
    asked = [
        {"form": MARK, "group": "self", "rater": "Ada"},
        {"form": mark, "group": "founder", "rater": "Bo"},
    ]
    whole = {
        "format": "rolefit-round",
        "version": 1,
        "rubric": "./tiny.json",
        "rubric_hash": RUBRIC.content_hash,
        "begun": "2026-11-30",
        "named": True,
        "forms": asked,
        "published": [{"measure": "d", "forms": [MARK]}],
        "second_looks": [{"form": MARK, "item": "team", "answer": "ours", "reason": "Seen."}],
    }
    return plainly(whole) + b"\n===\n" + plainly(saved())


def saved() -> dict[str, Any]:
    """What the page of a form saves."""
    return {
        "rubric": "tiny",
        "rubric_version": "1.0",
        "rubric_hash": RUBRIC.content_hash,
        "form": {"id": MARK, "version": 1, "shares_notes": True},
        "respondent": {"name": "Ada", "group": "self"},
        "date": "2026-11-30",
        "seconds": {"team": 4.5},
        "answers": ANSWERS,
    }


def then() -> bytes:
    """Answers to the edition before."""
    return plainly({**saved(), "form": None, "rubric_hash": RUBRIC.content_hash})


def notes() -> tuple[bytes, ...]:
    """A plan, and what came of an assessment, as they are kept."""
    step = {"text": "Week 1: ask Bo.", "due": "2026-12-08", "done": None, "note": "Soon."}
    look = {"months": 6, "day": "2026-11-30", "did": "as_told", "worked": "well", "now": "same"}
    steps = {"start": "2026-12-01", "steps": [step, {**step, "done": "2026-12-02"}]}
    told = {"label": "clear", "looks": [look, {**look, "months": 12}]}
    return plainly(steps), plainly(told)


def map_seed() -> bytes:
    """A map of the export."""
    items = {
        "team": {"column": "Team", "answers": {"We": "mine", "They": "theirs"}},
        "tools": {"column": "Tools"},
        "hours": {"column": "Hours", "answers": {"x": "dont_know"}},
        "often": {"column": "Often"},
    }
    head = {"format": "rolefit-map", "version": 1, "rubric": "tiny", "about": {"name": "Who"}}
    return plainly({**head, "items": items, "ignored": []})


def seal_seed() -> bytes:
    """The seal of a kit, as the text of a file."""
    place = folder() / "kit"
    main(["kit", str(HERE / "examples" / "northwind.yaml"), "-o", str(place), "--quiet"])
    return (place / SEAL).read_bytes()


@cache
def readers() -> dict[str, Reader]:
    """Every reader by name, with its seeds, those that were kept included."""
    examples = HERE / "examples"
    plain_answers = plainly({k: v for k, v in saved().items() if k not in ("form", "seconds")})
    yaml = responses_text(given(RUBRIC, **ANSWERS), RUBRIC).encode()
    rubrics = [path.read_bytes() for path in sorted((HERE / "broken" / "rubrics").glob("*.yaml"))]
    broken = [path.read_bytes() for path in sorted((HERE / "broken" / "responses").glob("*.[yj]*"))]
    small = (examples / "rubric.yaml").read_bytes()
    every = (examples / "every-way.yaml").read_bytes()
    row = rows()
    whole = {
        "rubric-yaml": Reader(check_rubric, (small, every, plainly(SHORT), *rubrics), 6),
        "rubric-json": Reader(
            lambda raw: check_rubric(raw, "r.json"), (plainly(RAW), plainly(SHORT)), 6
        ),
        "rubric-content": Reader(check_rubric_content, (plainly(RAW), plainly(SHORT)), 16),
        "answers-yaml": Reader(check_answers, (yaml, plain_answers, *broken), 24),
        "answers-json": Reader(lambda raw: check_answers(raw, "a.json"), (plain_answers,), 16),
        "answers-content": Reader(check_answers_content, (plain_answers, plainly(saved())), 40),
        "form": Reader(lambda raw: check_answers(raw, "form.json"), (plainly(saved()),), 12),
        "migrate": Reader(check_migrate, (then(), yaml), 12),
        "notes": Reader(check_notes, notes(), 40),
        "map": Reader(check_map, (map_seed(),), 12),
        "seal": Reader(check_seal, (seal_seed(),), 12),
        "raters": Reader(check_raters, ((examples / "raters.csv").read_bytes(),), 32),
        "round": Reader(check_round, (round_seed(),), 3),
        "csv": Reader(check_table, (table_seed(),), 6),
        "jsonl": Reader(lambda raw: check_table(raw, "jsonl"), (lines_seed(), plainly(ANSWERS)), 6),
        "xlsx": Reader(lambda raw: check_table(raw, "xlsx"), (workbook(table_seed()),), 1),
        "parquet": Reader(check_parquet, (), 1),  # whoever writes one starts threads
        "export": Reader(check_export, export_seeds(), 6),
        "export-xlsx": Reader(
            lambda raw: check_export(raw, "xlsx"), tuple(map(workbook, export_seeds())), 1
        ),
        "exchange": Reader(check_exchange, (exported(),), 8),
        "import": Reader(check_import, (exported(),), 3),
        **{f"row-{table}": Reader(row_check(table), (row[table],), 32) for table in READERS},
        "sealed-row": Reader(check_sealed_row, tuple(row.values()), 0.5),
        "store": Reader(check_store, (store_bytes(),), 0.1),
    }
    return {
        name: one._replace(seeds=(*one.seeds, *kept_seeds(name))) for name, one in whole.items()
    }


def kept_seeds(name: str) -> tuple[bytes, ...]:
    """The inputs that earlier runs kept for a reader."""
    path = SEEDS / f"{name}.txt"
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return tuple(json.loads(line).encode("latin-1") for line in lines)


def keep(name: str, found: list[bytes]) -> None:
    """Add inputs to the kept ones of a reader, each a line of ASCII."""
    every: list[bytes] = []
    for raw in (*kept_seeds(name), *sorted(found, key=len)):
        if sum(map(len, every)) + len(raw) <= LARGEST_FILE:
            every.append(raw)
    if not every:
        return
    SEEDS.mkdir(exist_ok=True)
    lines = [json.dumps(raw.decode("latin-1")) for raw in every]
    (SEEDS / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "ascii")


# --- trying ----------------------------------------------------------------------------------


class TooLong(BaseException):
    """A reader did not end."""


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


def answer(check: Check, raw: bytes) -> str:
    """What a reader says of an input, in kind: numbers and quoted names left out.

    Raises whatever is no answer: an error that is not ours, or no end.
    """
    try:
        check(raw)
    except RolefitError as error:
        said = sanitize("\n".join(error.lines()[:1]))
        return re.sub(r"`[^`]*`|\d+|\(.*?\)|^\S*: |[\w.-]+: ", "", said)[:60]
    return "read"


class Trial:
    """One run over readers, with what it found."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.tried: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.took: Counter[str] = Counter()
        self.failed: dict[str, tuple[str, bytes, str]] = {}
        self.seen: dict[str, set[str]] = {}
        self.pool = {name: list(one.seeds) for name, one in readers().items()}
        self.fresh: dict[str, list[bytes]] = {name: [] for name in readers()}
        self.good: dict[str, list[bytes]] = {name: [] for name in readers()}
        self.room: Counter[str] = Counter()
        self.now = "", b"", time.monotonic()
        """What is being tried, and since when."""

    def watch(self) -> None:
        """End the run where a library waits for what never comes: no signal is heard there."""
        while True:
            time.sleep(5)
            name, raw, since = self.now
            if time.monotonic() - since > PATIENCE:
                kept = Path(tempfile.gettempdir()) / f"hung-{name}-{os.getpid()}"
                kept.write_bytes(raw)
                total = sum(self.tried.values())
                print(f"FAILED {name}: waits for ever, see {kept}; {total} inputs before it")
                sys.stdout.flush()
                os._exit(1)

    def begin(self, name: str) -> None:
        """Try the seeds as they are: what they bring is not new."""
        check = readers()[name].check
        self.seen[name] = set()
        for raw in self.pool[name]:
            said = self.note(name, raw, lambda raw=raw: answer(check, raw))  # type: ignore[misc]
            if said == "read":
                self.good[name].append(raw)
                self.room[name] = max(self.room[name], len(raw) + 100)

    def once(self, name: str) -> None:
        """Try one input."""
        pool, good, check = self.pool[name], self.good[name], readers()[name].check
        begun = self.chance.choice(good if good and self.chance.random() < 0.6 else pool)
        raw = mutated(begun, pool, self.chance)
        said = self.note(name, raw, lambda: answer(check, raw))
        if said == "read" and len(raw) <= self.room[name]:
            self.keep_good(good, raw)
        if said is None:
            self.fresh[name].append(raw)
        elif said not in self.seen[name] and len(raw) <= LARGEST:
            self.seen[name].add(said)
            pool.append(raw)
            self.fresh[name].append(raw)

    def keep_good(self, good: list[bytes], raw: bytes) -> None:
        """Go on from what was read, too, as far as there is room: it leads to more of its kind."""
        if len(good) < MOST_GOOD:
            good.append(raw)
        elif self.chance.random() < 0.1:
            good[self.chance.randrange(MOST_GOOD // 2, MOST_GOOD)] = raw

    def note(
        self, name: str, raw: bytes, act: Callable[[], str], *, again: bool = False
    ) -> str | None:
        """Do it and note how it ended; returns the answer, None where there was none."""
        start = time.process_time()
        self.now = name, raw, time.monotonic()
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            said: str | None = act()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a panic of a library is no Exception
            said = None
            place = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} ({Path(place.filename).name}:{place.lineno})"
            self.failed.setdefault(f"{name}: {kind}", (name, raw, traceback.format_exc()[-1500:]))
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - start
        if took > 1 and not again:  # the machine, or garbage of others, may have had its share
            return self.note(name, raw, act, again=True)
        if took > 1:
            self.failed.setdefault(f"{name}: slow", (name, raw, f"{took:.1f} s"))
        self.took[name] += took  # type: ignore[assignment]
        self.tried[name] += 1
        self.read[name] += said == "read"
        if len(self.seen[name]) < 2 and said is not None:
            self.seen[name].add(said)
        return said


def limit_memory() -> None:
    """Let no input take more memory than a hostile file may, whatever the trial itself holds."""
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEGABYTES * 2**20, hard))


def run(number: int, seed: int, names: list[str], *, keeping: bool) -> int:
    """Try that many inputs, tell; returns the exit code."""
    every = readers()
    chosen = {name: every[name].share for name in names or every}
    signal.signal(signal.SIGVTALRM, _too_long)
    trial = Trial(random.Random(seed))
    start = time.monotonic()
    Thread(target=trial.watch, daemon=True).start()
    limit_memory()
    for name in chosen:
        trial.begin(name)
    gc.collect()
    gc.freeze()  # what was made until now stays, and is not looked through again and again
    with suppress(KeyboardInterrupt):  # what was tried until then is told all the same
        names = trial.chance.choices([*chosen], [*chosen.values()], k=number)
        for k, name in enumerate(names):
            if k % 100 == 0:
                limit_memory()
            trial.once(name)
    took = time.monotonic() - start
    for name in chosen:
        each = trial.took[name] / max(1, trial.tried[name])
        print(
            f"{name:13} {trial.tried[name]:8} tried, {trial.read[name]:7} of them read, "
            f"{1 / max(each, 1e-9):6.0f} a second, {len(trial.pool[name])} kinds of input"
        )
    for kind, (_, raw, told) in trial.failed.items():
        print(f"FAILED {kind}\n  {raw[:600]!r}\n  {told}")
    total = sum(trial.tried.values())
    print(f"{total} inputs in {took:.0f} s ({total / took:.0f} a second), ", end="")
    print(f"{len(trial.failed)} kinds of failure")
    if keeping:
        for name, found in trial.fresh.items():
            keep(name, found)
    shutil.rmtree(folder(), ignore_errors=True)
    return 1 if trial.failed else 0


if __name__ == "__main__":
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdecimal()]
    names = [word for word in words if word in readers()]
    first, second = [*numbers, *[10_000, 1][len(numbers) :]]
    sys.exit(run(first, second, names, keeping="--keep" in words))
