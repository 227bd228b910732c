"""Every command that writes, in a folder that is ready for it, and what may be there afterwards."""

from __future__ import annotations

import io
import json
import os
import random
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from earlier import answers_file
from rounds import fill_round
from talk import RAW

from rolefit.cli import main
from rolefit.storage.journal.store import Store
from rolefit.storage.journal.survey import survey
from rolefit.storage.library import load

EXAMPLES = Path(__file__).parent.parent / "examples"
RATERS = "name,group\nDana,self\nBo,boss\nP1,peer\nP2,peer\nP3,peer\n"
TINY = ("--rubric", "@/tiny.json")
ANSWERS = {"team": "mine", "tools": ["pen"], "hours": 12, "chair": "no", "level": 2}
OTHERS = {**ANSWERS, "team": "theirs", "hours": 3}

WRITERS: dict[str, tuple[str, ...]] = {
    "score a page": ("score", "@/ada.json", *TINY, "-o", "@/report.html", "--force"),
    "score a new page": ("score", "@/ada.json", *TINY, "-o", "@/new.md"),
    "score a table": ("score", "@/ada.json", "@/bo.json", *TINY, "-o", "@/all.csv", "--force"),
    "form": ("form", "@/tiny.json", "-o", "@/form.html", "--force"),
    "blank": ("rubric", "blank", "@/tiny.json", "-o", "@/blank.yaml", "--force"),
    "new rubric": ("rubric", "new", "mine", "-o", "@/mine.yaml"),
    "kit": ("kit", "@/need.yaml", "-o", "@/kit", "--interviewers", "Ann", "--candidates", "C1"),
    "kit again": ("kit", "@/need.yaml", "-o", "@/made", "--force"),
    "round": (
        *("panel", "start", "manager-readiness", "--raters", "@/raters.csv", "-o", "@/begun"),
        *("--about", "Dana", "--collector", "Kim"),
    ),
    "round grows": ("panel", "add", "@/round", "--rater", "P4", "--as", "peer"),
    "round report": ("panel", "report", "@/round", "-o", "@/panel.json", "--force"),
    "calendar": ("plan", "@/need.yaml", "--ics", "@/plan.ics", "--force"),
    "plan done": ("plan", "done", "1"),
    "plan note": ("plan", "note", "2", "Asked Bo."),
    "plan due": ("plan", "due", "2", "2027-01-05"),
    "plan start": ("plan", "start", "2026-12-01"),
    "outcome": (
        *("outcome", "tell", "#", "--after", "6", "--no-input"),
        *("--set", "did=as_told", "--set", "worked=well", "--set", "now=same"),
    ),
    "migrate": (
        "migrate",
        "@/first-marketing-hire-0.yaml",
        "-o",
        "@/carried.yaml",
        "--no-input",
        "--force",
    ),
    "draft": ("import", "draft", "@/all-answers.csv", "@/tiny.json", "-o", "@/map.yaml", "--force"),
    "journal import": ("journal", "import", "@/journal.json"),
    "journal add": ("journal", "add", "@/bo.json", *TINY),
    "journal export": ("journal", "export", "-o", "@/export.json", "--force"),
    "journal delete": ("journal", "delete", "--yes", "#"),
    "journal undo": ("journal", "undo"),
    "journal vacuum": ("journal", "vacuum"),
    "journal off": ("journal", "off"),
    "rubric add": ("rubric", "add", "@/tiny.json"),
    "rubric remove": ("rubric", "remove", "every-way", "--yes"),
    "batch": ("batch", "@/tiny.json", "@/all-answers.csv", "-o", "@/scored.csv", "--force"),
    "batch keeps going": (
        *("batch", "@/tiny.json", "@/with-faults.csv", "-o", "@/new.csv", "--keep-going"),
    ),
    "take": ("take", "@/tiny.json", "--accessible", "--fresh", "--name", "Cy"),
}
"""The arguments of each; `@` is the folder, `#` the first id in the journal."""
ENDS = {"batch keeps going": 1}
"""The exit code of those that do not end with 0 where nothing fails."""
THREADS = ("batch", "batch keeps going")
"""Those whose libraries start threads: a child has none of them, and would wait for ever."""
TYPED = b"1\n" * 40
"""What is typed where a command asks."""
DONE = re.compile(r"(?im)^(wrote|added|kept|deleted|removed|step \d)")
"""What a command says once it is done."""
_NOTED = re.compile(r"(?m)^Noted: .")
HIDDEN = re.compile(r"(^|/)\.|-journal$|__pycache__")


class State(NamedTuple):
    """What is in a folder."""

    files: dict[str, bytes]
    journal: Any
    """What the journal holds, numbers and ids included; what is wrong with it, as a text."""
    answers: int
    """Answers of unfinished interviews and of kept ones."""
    left: int
    """Files that nobody asked for."""


def run(name: str, place: Path, out: int | None = None) -> int:
    """Run a command in a folder, its ids drawn from a seed; where it writes to is redirected."""
    os.environ.update(ROLEFIT_DATA_DIR=str(place / "data"), ROLEFIT_CONFIG_DIR=str(place / "own"))
    arguments = [word.replace("@", str(place)) for word in WRITERS[name]]
    if "#" in arguments:
        arguments = [_first_id(place) if word == "#" else word for word in arguments]
    chance = random.Random(1)
    old = secrets.token_bytes, secrets.token_hex
    secrets.token_bytes = lambda nbytes=None: chance.randbytes(nbytes or 8)
    secrets.token_hex = lambda nbytes=None: chance.randbytes(nbytes or 8).hex()
    try:
        # A name typed for what could not be kept makes a file where the run stands.
        with chdir(place.parent), _streams(out):
            return main(arguments)
    finally:
        secrets.token_bytes, secrets.token_hex = old


def warm(name: str, place: Path) -> None:
    """Let this process load what a command needs, so that each of its children begins at once."""
    if name not in THREADS:
        run(name, place)


@cache
def _first_id(place: Path) -> str:
    """The first id of a journal, looked up before anything is made to fail."""
    with Store(place / "data" / "rolefit.db") as store:
        return store.ids()[0]


@contextmanager
def _streams(out: int | None) -> Iterator[None]:
    """Answers on stdin; what is said goes to a descriptor, or nowhere."""
    kept = sys.stdin, sys.stdout, sys.stderr
    with open(os.devnull if out is None else out, "w", encoding="utf-8", buffering=1) as said:
        sys.stdin = io.TextIOWrapper(io.BytesIO(TYPED), encoding="utf-8")
        sys.stdout = sys.stderr = said
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = kept


def prepare(place: Path) -> Path:
    """A folder in which every command can run, over something old wherever that is possible."""
    place.mkdir()
    os.environ.update(ROLEFIT_DATA_DIR=str(place / "data"), ROLEFIT_CONFIG_DIR=str(place / "own"))
    (place / "tiny.json").write_text(json.dumps(RAW))
    for name, answers in (("ada", ANSWERS), ("bo", OTHERS), ("gone", OTHERS)):
        one = {"rubric": "tiny", "respondent": {"name": name.title()}, "answers": answers}
        (place / f"{name}.json").write_text(json.dumps(one))
    shutil.copy(EXAMPLES / "northwind.yaml", place / "need.yaml")
    (place / "raters.csv").write_text(RATERS)
    row = "mine,pen,12,no,,2\n"
    head = "id,team,tools,hours,chair,often,level\n"
    rows = [f"{k},{row}" for k in range(200)] + ["x,nobody's,pen,12,no,,2\n"]
    (place / "all-answers.csv").write_text(head + "".join(rows[:-1]))
    (place / "with-faults.csv").write_text(head + "".join(rows))
    answers_file(place, "first-marketing-hire")
    for old in (
        "scored.csv",
        "report.html",
        "all.csv",
        "form.html",
        "blank.yaml",
        "plan.ics",
        "export.json",
        "carried.yaml",
        "map.yaml",
    ):
        (place / old).write_text("an older one\n" * 500)
    with _streams(None):
        for line in (
            ("journal", "add", str(place / "ada.json"), "--rubric", str(place / "tiny.json")),
            ("journal", "export", "-o", str(place / "journal.json")),
            ("kit", str(place / "need.yaml"), "-o", str(place / "made")),
            ("rubric", "add", str(EXAMPLES / "every-way.yaml")),
            tuple(
                word.replace("@/begun", f"{place}/round").replace("@", str(place))
                for word in WRITERS["round"]
            ),
        ):
            assert main([*line]) == 0, line
    fill_round(place / "round", load("manager-readiness"))
    whole = json.loads((place / "journal.json").read_text())
    entry = whole["entries"][0]
    more = [{**entry, "id": f"{k:08x}", "sentence": f"Entry {k}."} for k in range(30)]
    (place / "journal.json").write_text(json.dumps({**whole, "entries": more}))
    with _streams(None):
        for name in ("need.yaml", "gone.json"):
            options = () if name == "need.yaml" else ("--rubric", str(place / "tiny.json"))
            assert main(["journal", "add", str(place / name), *options]) == 0
    with Store(place / "data" / "rolefit.db") as store:
        store.delete(next(one.id for one in store.entries() if one.name == "Gone"))
    return place


def state(place: Path) -> State:
    """What is in a folder now."""
    every = [path for path in place.rglob("*") if path.is_file()]
    names = {path.relative_to(place).as_posix(): path for path in every}
    data = "data/rolefit.db"
    files = {n: p.read_bytes() for n, p in names.items() if n != data and not HIDDEN.search(n)}
    left = sum(bool(HIDDEN.search(name)) for name in names)
    path = place / data
    found = survey(path)
    if found.damage or found.empty:
        return State(files, f"damaged: {found.damage or 'empty'}", 0, left)
    with Store(path) as store:
        sessions = store.sessions()
        entries = store.entries()
        kept = (
            [exchange_text_of(entry) for entry in entries],
            sorted(note.kind + str(note.value) for note in store.notes()),
            sorted(store.gone()),
            store.wanted(),
            [session.answers for session in sessions],
        )
        count = sum(len(one.answers) for one in sessions)
        count += sum(len(one.responses["answers"]) for one in entries if one.name == "Cy")
    return State(files, kept, count, left)


def exchange_text_of(entry: Any) -> str:
    """An entry without the moment at which it was kept."""
    return str(entry._replace(at=""))


def faults(name: str, before: State, clean: State, after: State) -> Iterator[str]:
    """What may not be there: half of a file or folder, a journal that is neither old nor new."""
    for path in before.files:
        if path not in after.files and path in clean.files:
            yield f"{path} is gone"
    for path, content in after.files.items():
        if content not in (before.files.get(path), clean.files.get(path)):
            yield f"{path} is neither old nor new"
    for folder in ("kit/", "begun/"):
        here = {path for path in after.files if path.startswith(folder)}
        if here and here != {path for path in clean.files if path.startswith(folder)}:
            yield f"{folder} is there in part"
    if name != "take" and after.journal not in (before.journal, clean.journal):
        yield f"the journal is neither old nor new: {str(after.journal)[:300]}"
    if isinstance(after.journal, str):
        yield after.journal


def lost(said: str, clean: State, after: State) -> Iterator[str]:
    """Answers that an interview noted and that are not there, unless it came to its end."""
    noted = len(_NOTED.findall(said))
    if noted > after.answers and after.journal != clean.journal:
        yield f"{noted} answers noted, {after.answers} on disk"


def is_new(clean: State, after: State) -> bool:
    """Whether all is as the command leaves it."""
    return after.files == clean.files and after.journal == clean.journal
