"""A failing world ends a run in order: closed outputs, full disks, signals, odd terminals."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from forked import forked
from hostile_rubric import PAGES
from runs import Run
from strangers import (
    COLOURS,
    ENVIRONMENT,
    MODULE,
    Write,
    acting,
    columns,
    ended,
    process,
    shell,
    text_of,
)

RESULTS = ["demo --quiet", "", "--version", "--help"]


def forked_run(words: str, out: int) -> tuple[int, str]:
    """Exit code and stderr of a run with that stdout."""
    with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as err:
        pid = forked(tuple(words.split()), ENVIRONMENT, nothing.fileno(), out, err.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        return code, text_of(err)


@pytest.mark.parametrize("command", RESULTS)
def test_a_closed_output_is_an_error_and_not_a_lost_result(command: str) -> None:
    code, err = forked_run(command, -1)
    assert code == 3
    assert "stdout is closed" in err


@pytest.mark.parametrize("command", RESULTS)
def test_a_full_output_is_an_error_and_not_a_lost_result(command: str) -> None:
    with open("/dev/full", "wb") as full:
        code, err = forked_run(command, full.fileno())
    assert code == 3
    assert "No space left on device" in err
    assert err.count("\n") <= 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "said"), [(">&-", "stdout is closed"), (">/dev/full", "No space left on device")]
)
def test_an_interpreter_that_starts_with_such_an_output_says_so_too(where: str, said: str) -> None:
    ran = shell(f"$rolefit demo --quiet {where}")
    assert ran.code == 3
    assert said in ran.err


@pytest.mark.parametrize("command", ["demo --full --quiet", "--help", "--version"])
def test_a_reader_that_has_gone_ends_the_run_quietly(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    found = forked_run(command, writer)
    os.close(writer)
    assert found == (141, "")


@pytest.mark.slow
def test_the_first_line_may_be_all_that_is_read() -> None:
    ran = shell("$rolefit demo --full --quiet | head -1")
    assert ran.code == 0
    assert ran.out.count("\n") == 1
    assert ran.err == ""


@pytest.mark.slow
@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", ">&- 2>&- <&-"])
def test_an_error_that_cannot_be_told_still_gives_its_code(where: str) -> None:
    assert shell(f"$rolefit score none.yaml {where}").code == 2


@pytest.mark.slow
def test_without_an_input_a_pipe_is_not_waited_for() -> None:
    ran = shell("$rolefit score - <&-")
    assert ran.code == 2
    assert "nothing is piped in" in ran.err


PLACES = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "C": {"LANG": "C"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "unknown locale": {"LC_ALL": "xx_YY.UTF-8"},
}


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_report_is_written_whatever_the_place_can_show(place: str) -> None:
    full = place in ("ascii", "unknown locale")
    depth, figure = (("--full",), r"\d\d\.\d") if full else ((), r"points; under \d\d ")
    ran = process("demo", "--quiet", *depth, environment=PLACES[place])
    assert (ran.code, ran.err) == (0, "")
    assert re.search(figure, ran.out)
    assert "\x1b" not in ran.out
    if place in ("ascii", "latin-1", "POSIX"):
        assert ran.out.isascii()
        assert re.search(r"(?m)^A doer +#+=*\|", ran.out)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_colour_unless_it_is_dumb_or_asked_not_to(
    environment: dict[str, str], coloured: bool
) -> None:
    ours, theirs = os.openpty()
    with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as err:
        streams = nothing.fileno(), theirs, err.fileno()
        pid = forked(("demo",), {**ENVIRONMENT, **environment}, *streams)
        os.close(theirs)
        parts = []
        with suppress(OSError):  # how a terminal says that nobody writes to it any more
            while part := os.read(ours, 65_536):
                parts.append(part)
        os.close(ours)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert (code, "\x1b" in text_of(err)) == (0, False)
    text = b"".join(parts).decode().replace("\r\n", "\n")
    assert ("\x1b" in text) == coloured
    assert not acting(COLOURS.sub("", text))


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_an_encoding_lacks_is_spelled_out_and_ends_nothing(
    encoding: str, hostile: None, rolefit: Run
) -> None:
    for turn, kind in enumerate(PAGES.values(), encoding == "ascii"):
        ran = rolefit(*kind, "--format", ("terminal", "markdown")[turn % 2], encoding=encoding)
        assert ran.code in (0, 1)
        assert "\\u6f22" in ran.out
    ran = rolefit("score", "漢字.yaml", encoding=encoding)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("\\u6f22\\u5b57.yaml: No such file")


@pytest.mark.slow
def test_help_is_readable_in_ascii() -> None:
    ran = process("score", "--help", environment=PLACES["ascii"])
    assert (ran.code, ran.err) == (0, "")
    assert "--require" in ran.out
    assert "\\u" not in ran.out


@pytest.mark.slow
def test_a_name_that_is_no_text_in_this_place_is_still_told(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    with open(folder + b"/caf\xe9.yaml", "wb") as stream:
        stream.write(b"a: [")
    name = os.fsdecode(b"caf\xe9.yaml")
    ran = process("score", name, folder=tmp_path, environment=PLACES["POSIX"])
    assert ran.code == 2
    assert ran.err.startswith("caf\\u{DCE9}.yaml:")


@pytest.mark.parametrize("width", ["20", "40", "1", "x", "9" * 30])
def test_figures_are_never_cut_however_narrow_the_terminal(
    width: str, rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = json.loads(rolefit("demo", "--format", "json").out)["assessment"]
    figures = [f"{outcome['score']:.1f}" for outcome in report["outcomes"]]
    figures.append(f"{report['verdict']['margin']:.1f}")
    with monkeypatch.context() as environment:  # pytest itself would fill a line of that width
        environment.setenv("COLUMNS", width)
        ran = rolefit("demo", "--full", "--quiet")
    assert ran.code == 0
    for figure in figures:
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", ran.out)


@pytest.mark.parametrize(
    ("width", "depth"), [(20, ()), (29, ()), (20, ("--full",)), (30, ("--full",))]
)
def test_where_no_bars_fit_scores_are_a_plain_list(
    width: int, depth: tuple[str, ...], rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = rolefit("demo", "--quiet", *depth).out
    assert not set(out) & set("█▒")
    assert re.search(r"(?m)^A doer:? +\d", out)
    assert max(map(columns, out.splitlines())) <= width


@pytest.mark.parametrize(
    "case",
    ["٣", "１", "0", "-1", "1.0", "1e0", "", " 1", "x", "9999", "1" * 5_000, "0001" + "1" * 5_000],
)
def test_the_number_of_a_case_is_written_in_ascii_digits_and_in_range(
    case: str, rolefit: Run
) -> None:
    ran = rolefit("demo", "--case", case)
    assert (ran.code, ran.out) == (2, "")
    assert "is none of 1 to" in ran.err
    assert len(ran.err) < 300


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_reading_ends_the_run_in_order(
    number: int, code: int, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [*MODULE, "score", "pipe.yaml"], stderr=err, cwd=tmp_path, env=ENVIRONMENT
        )
        # Opening the other end waits until the program has opened its own, and so is running.
        with (tmp_path / "pipe.yaml").open("wb"):
            child.send_signal(number)
            found = ended(child)
        told = text_of(err)
    assert found == code
    assert "nothing was changed" in told
    assert "Traceback" not in told


def test_an_interrupt_while_the_program_is_still_loading_leaves_no_traceback() -> None:
    loading = (
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "sys.argv = ['rolefit', 'demo']\n"
        "from rolefit.__main__ import run\n"
        "run()\n"
    )
    ran = process("-c", loading, command=(sys.executable,))
    assert ran.code == 130


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_interrupt_while_writing_leaves_the_old_report(
    step: str, report: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.md").write_text("mine")

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, interrupt)
    ran = report("report.md", "--force")
    monkeypatch.undo()
    assert (ran.code, ran.out) == (130, "")
    assert (tmp_path / "report.md").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_run_needs_no_network(score: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    assert score().code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo", "--quiet", "--output", f"{'x' * 300}.html"),
        ("score", "x" * 300),
        ("score", "here.yaml", "--output", f"{'x' * 300}.md"),
        ("compare", "x" * 300, "here.yaml"),
        ("match", "here.yaml", "x" * 300),
    ],
)
def test_a_name_that_no_file_can_have_is_told_and_is_no_bug(
    arguments: tuple[str, ...], rolefit: Run, write: Write
) -> None:
    write("here.yaml", "rubric: first-marketing-hire\nanswers: {stuck: hours}\n")
    ran = rolefit(*arguments)
    assert ran.code in (2, 3)
    assert "File name too long" in ran.err
    assert "bug" not in ran.err
    assert os.listdir() == ["here.yaml"]
