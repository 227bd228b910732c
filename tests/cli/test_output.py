"""What leaves the process: through a pager where that is wanted, and no wider than it may be."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pexpect
import pytest
from forked import at_terminal
from rich.cells import cell_len

from rolefit.cli import output, pager
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.cases import case_responses
from rolefit.scoring.assess import assess
from rolefit.storage.journal.store import Store
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names

pytestmark = pytest.mark.usefixtures("assessed_once")

ROOT = Path(__file__).parent.parent.parent
DEMO = ("demo", "cmo-readiness", "--full", "--pager", "--quiet")
START, END = "How close am I to the CMO standard", "What this is, and what it is not"
needs_less = pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")


def environment(**more: str) -> dict[str, str]:
    """An environment without the habits of whoever runs the tests."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": "/nonexistent/home"}
    return {**kept, "TERM": "xterm-256color", "COLUMNS": "80", "LANG": "C.UTF-8", **more}


def terminal(*arguments: str, **more: str) -> pexpect.spawn[str]:
    """A run in a terminal of 24 lines."""
    return at_terminal(arguments, environment(**more), (24, 80), 20)


def process(*arguments: str, **more: str) -> pexpect.spawn[str]:
    """The same by an interpreter of its own."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "rolefit", *arguments],
        env=environment(**more),
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=20,
    )


def whole(run: pexpect.spawn[str]) -> tuple[int | None, str]:
    """Exit code and everything that came, once a run has ended by itself."""
    run.expect(pexpect.EOF)
    text = run.before
    run.close()
    assert isinstance(text, str)
    return run.exitstatus, text


def program(folder: Path, text: str) -> str:
    """A pager that is a small Python program."""
    path = folder / "pager.py"
    path.write_text(text, encoding="utf-8")
    return f"{sys.executable} {path}"


# ---- the pager


@pytest.mark.slow
def test_the_chosen_pager_shows_everything_in_colour() -> None:
    code, text = whole(process(*DEMO, PAGER="cat"))
    assert code == 0
    assert "\x1b[1m" in text
    assert START in text
    assert END in text


def test_a_pager_gets_its_arguments(tmp_path: Path) -> None:
    told = program(tmp_path, "import sys; sys.stdin.read(); print(sys.argv[1:])")
    code, text = whole(terminal(*DEMO, PAGER=f"{told} -a 'two words'"))
    assert (code, text.strip()) == (0, "['-a', 'two words']")


def quit_less(run: pexpect.spawn[str]) -> str:
    """Type q until it is heard: an interrupt takes with it what was typed just then."""
    seen = ""
    for _ in range(10):
        run.send("q")
        ended = run.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=2) == 0
        seen += run.before or ""
        if ended:
            break
    run.close()
    return seen


@pytest.mark.slow
@needs_less
@pytest.mark.parametrize("named", [{"PAGER": "less -R"}, {}, {"PAGER": " "}])
def test_less_stops_at_a_screenful_and_ends_quietly(named: dict[str, str]) -> None:
    run = terminal(*DEMO, **named)
    run.expect(START)
    with pytest.raises(pexpect.TIMEOUT):
        run.expect(END, timeout=1)
    assert "\x1b[1m" in (run.before or "")
    run.send("\x03")  # what an interrupt does is the pager's affair
    seen = quit_less(run)
    assert run.exitstatus == 0
    assert "Traceback" not in seen
    assert "interrupted" not in seen


@pytest.mark.slow
def test_an_interrupt_that_ends_the_pager_ends_the_run_too() -> None:
    run = terminal(*DEMO, PAGER="sleep 60")
    with pytest.raises(pexpect.TIMEOUT):
        run.expect(pexpect.EOF, timeout=2)
    run.send("\x03")
    code, text = whole(run)
    assert code == 130
    assert "Traceback" not in text
    assert "interrupted" in text


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("no-such-pager", "PAGER: `no-such-pager`: No such file or directory; without it:"),
        ("/", "PAGER: `/`: Permission denied; without it:"),
        ("false", "PAGER: `false` ended with exit code 1; without it:"),
        ("sh -c 'kill -9 $$'", "PAGER: `sh` ended with signal 9; without it:"),
        ("less '", "PAGER: `less '` is not closed with a quotation mark; without it:"),
    ],
)
def test_a_pager_that_cannot_be_run_costs_no_line(named: str, said: str) -> None:
    code, text = whole(terminal(*DEMO, PAGER=named))
    assert code == 0
    assert said in " ".join(text.split())
    assert START in text
    assert END in text
    assert "Traceback" not in text


@pytest.mark.slow
def test_a_pager_that_ends_early_is_no_fault() -> None:
    code, text = whole(terminal(*DEMO, PAGER="head -n 1"))
    assert code == 0
    assert START in text
    assert END not in text
    assert "Traceback" not in text


def test_a_pager_that_ends_before_a_long_text_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAGER", "head -n 1")
    pager.page("a line\n" * 200_000)
    assert capfd.readouterr().out == "a line\n"


@pytest.mark.parametrize("more", [{"TERM": "dumb"}, {"TERM": ""}])
def test_a_terminal_that_cannot_page_gets_plain_text(tmp_path: Path, more: dict[str, str]) -> None:
    code, text = whole(terminal(*DEMO, PAGER=program(tmp_path, "print('PAGED')"), **more))
    assert code == 0
    assert "PAGED" not in text
    assert "\x1b" not in text
    assert END in text


def test_a_pipe_gets_plain_text(
    rolefit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", program(tmp_path, "print('PAGED')"))
    ran = rolefit(*DEMO)
    assert (ran.code, ran.err, "PAGED" in ran.out, "\x1b" in ran.out) == (0, "", False, False)
    assert END in ran.out


@pytest.mark.slow
def test_nothing_is_paged_unless_that_was_asked_for(tmp_path: Path) -> None:
    named = program(tmp_path, "print('PAGED')")
    arguments = [one for one in DEMO if one != "--pager"]
    assert "PAGED" not in whole(terminal(*arguments, PAGER=named))[1]
    assert "PAGED" in whole(terminal(*DEMO, PAGER=named))[1]


def test_a_pager_gets_what_the_terminal_can_show(tmp_path: Path) -> None:
    named = program(tmp_path, "import sys; print(len(sys.stdin.buffer.read().decode('ascii')))")
    code, text = whole(terminal(*DEMO, PAGER=named, PYTHONIOENCODING="ascii"))
    assert code == 0
    assert int(text) > 1000


# ---- the width of what is drawn

NAMES = shipped_names()
HELPED = (
    (),
    *(("take",), ("score",), ("demo",), ("whatif",), ("explain",), ("progress",)),
    *(("journal",), ("journal", "list"), ("journal", "show"), ("journal", "delete")),
    *(("journal", "export"), ("journal", "on"), ("journal", "path")),
    *(("rubric",), ("rubric", "list"), ("rubric", "show"), ("rubric", "check")),
    *(("rubric", "test"), ("rubric", "audit"), ("rubric", "claims"), ("rubric", "blank")),
)
EXAMPLES = Path(__file__).parent.parent / "examples"
OF_A_KIND = tuple({load(name).model: name for name in NAMES}.values())
"""One rubric of each model."""
PAGES = (
    (),
    *(("demo", name, "--quiet") for name in OF_A_KIND),
    ("demo", NAMES[0], "--full", "--quiet"),
    *(("rubric", "show", name) for name in OF_A_KIND),
    ("rubric", "test", NAMES[0]),
    *(("rubric", "list"), ("rubric", "claims"), ("rubric", "check")),
    *(("explain",), ("explain", "DC-01"), ("explain", "likert"), ("explain", "margin")),
    *(("journal", "list"), ("journal", "show", "ID"), ("journal", "path"), ("journal", "check")),
    *(("progress", NAMES[0]), ("progress", NAMES[0], "--full"), ("progress", NAMES[2])),
    *(("score", "FILE", "FILE2"), ("score", "FILE", "--full")),
    ("whatif", "FILE", "--set", "growth=skipped"),
    *(("compare", "ANA", "BEN"), ("compare", "ANA", "BEN", "--full")),
    *(("match", "NEED", "ANA", "BEN"), ("match", "NEED", "ANA", "BEN", "--full")),
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A journal with assessments in it, and files to score: what words in PAGES stand for."""
    folder = tmp_path_factory.mktemp("looks")
    found = {"FOLDER": str(folder)}
    times = (datetime(2026, 1, 10, tzinfo=UTC) + timedelta(days=31 * k) for k in range(99))
    with Store(folder / "rolefit.db", now=lambda: next(times)) as store:
        for name in (NAMES[0], NAMES[2]):
            rubric = load(name)
            for case in rubric.cases[:6]:
                responses = case_responses(rubric, case)
                sentence = headline(assess(rubric, responses), rubric)
                found["ID"] = store.keep(responses, rubric, sentence=sentence).id
    for word, name in (("NEED", "northwind"), ("ANA", "ana"), ("BEN", "ben")):
        found[word] = str(EXAMPLES / f"{name}.yaml")
    for word, name in (("FILE", NAMES[2]), ("FILE2", NAMES[0])):
        rubric = load(name)
        path = folder / f"{name}.json"
        responses = case_responses(rubric, rubric.cases[0])
        path.write_text(responses.model_dump_json(by_alias=True, exclude_defaults=True), "utf-8")
        found[word] = str(path)
    return found


@pytest.fixture
def at_home(kept: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The journal of `kept` as the journal of this computer."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", kept["FOLDER"])
    return kept


@pytest.mark.slow
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_no_line_is_wider_than_the_terminal_and_no_pipe_gets_colour(
    rolefit: Any,
    at_home: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    words = [at_home.get(word, word) for word in arguments]
    # Pages of 80 columns are golden files.
    monkeypatch.setenv("COLUMNS", "60")
    ran = rolefit(*words, encoding=("ascii", "utf-8")[PAGES.index(arguments) % 2])
    assert ran.code == 0
    assert (ran.out + ran.err).strip()
    assert "\x1b" not in ran.out + ran.err
    lines = f"{ran.out}\n{ran.err}".split("\n")
    assert [line for line in lines if cell_len(line) > 60] == []


@pytest.mark.parametrize("arguments", HELPED, ids=" ".join)
def test_help_fits_the_terminal(
    rolefit: Any, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    for width in (60,) if arguments else (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        ran = rolefit(*arguments, "--help")
        assert (ran.code, ran.err, "\x1b" in ran.out) == (0, "", False)
        assert max(map(cell_len, ran.out.split("\n"))) <= width


@pytest.mark.slow
@pytest.mark.parametrize("name", ["team-profile", "week"])
def test_an_audit_fits_the_terminal(
    rolefit: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = rolefit("rubric", "audit", str(EXAMPLES / f"{name}.yaml"))
    assert ran.code in (0, 1)
    assert max(map(cell_len, ran.out.split("\n"))) <= 60


@pytest.mark.slow
def test_colour_is_for_those_who_see_or_ask_for_it() -> None:
    plain = [one for one in DEMO if one != "--pager"]
    assert "\x1b[1m" in whole(terminal(*plain))[1]
    assert "\x1b" not in whole(terminal(*plain, NO_COLOR="1"))[1]
    assert "\x1b[1m" in whole(terminal(*plain, FORCE_COLOR="1", TERM="dumb"))[1]


# ---- errors


def test_an_error_is_folded_for_a_person_and_left_whole_for_programs(
    rolefit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("score", "a.yaml", "--format", "nonsense-that-is-like-nothing-known")
    code, text = whole(terminal(*arguments, COLUMNS="50"))
    assert code == 2
    lines = text.replace("\r", "").rstrip("\n").split("\n")
    assert max(map(len, lines)) <= 50
    monkeypatch.setenv("COLUMNS", "50")
    ran = rolefit(*arguments)
    assert ran.err.split() == text.split()
    assert max(map(len, ran.err.split("\n"))) > 50


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["one two three"], ["one two", "    three"]),
        (["    known: a, b, c"], ["    known:", "    a, b,", "    c"]),
        (["a_very_long_path.yaml:1:2: no"], ["a_very_long_path.yaml:1:2:", "    no"]),
        (["f:1:2: x", "    key: a long value", "    ^"], ["f:1:2: x", "    key: a", "    ^"]),
        (["    key: a long value", "            ^"], ["    key: a long value", "            ^"]),
        (["    日本語日本語", "    ^"], ["    日本語", "    ^"]),
    ],
)
def test_paths_stay_whole_and_carets_below_their_place(lines: list[str], shown: list[str]) -> None:
    assert list(output.fit_lines(lines, 10)) == shown
