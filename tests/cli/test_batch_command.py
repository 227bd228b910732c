"""`rolefit batch`: what a person at a terminal sees."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from effort import some

from rolefit.cli import main
from rolefit.storage.library import load

NAME = "lead-or-manager"


def sheet(path: Path, *, rows: int = 2, first: str = "") -> Path:
    """A table in which every question has its first answer."""
    items = load(NAME).items
    answers = [item.written(item.candidates()[0]) for item in items]
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "note", *(item.id for item in items)])
        for k in range(rows):
            cells = [first, *answers[1:]] if first and k == 0 else answers
            writer.writerow([f"p{k}", "x", *cells])
    return path


def test_one_row_a_person_comes_out_and_what_was_left_out_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.csv"
    assert main(["batch", NAME, str(sheet(tmp_path / "in.csv")), "-o", str(target)]) == 0
    out, said = capsys.readouterr()
    told = " ".join(said.split())  # where a line is folded hangs on the name of the folder
    assert out == ""
    assert "left out, no question of the rubric: note" in told
    assert "2 people" in told
    with target.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == ["p0", "p1"]
    assert {"label", "outcome", "margin", "error", "score:lead", "flags"} <= rows[0].keys()


@pytest.mark.slow
def test_quiet_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = sheet(tmp_path / "in.csv")
    assert main(["batch", NAME, str(source), "-o", str(tmp_path / "o.csv"), "-q"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.slow
def test_a_bad_row_ends_with_1_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = sheet(tmp_path / "in.csv", first="thrice")
    line = ["batch", NAME, str(source), "-o", str(tmp_path / "out.csv")]
    assert main(line) == 1
    told = capsys.readouterr().err
    assert "1 row of 2 cannot be read; nothing was written" in told
    assert "row 2, column `weeks_lived`" in told
    assert "--keep-going" in told
    assert not (tmp_path / "out.csv").exists()
    assert main([*line, "--keep-going"]) == 1
    assert (tmp_path / "out.csv").exists()
    assert "out.bad.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("in.csv", "out.txt", "results are CSV or Parquet"),
        ("in.doc", "out.csv", "no way to read `.doc` as a table"),
        ("none.csv", "out.csv", "No such file"),
        ("in.csv", "in.csv", "holds answers that this command reads"),
        ("-", "out.csv", "a table is read from a file"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    source: str,
    target: str,
    said: str,
) -> None:
    sheet(tmp_path / "in.csv")
    (tmp_path / "in.doc").write_text("x")
    table = source if source == "-" else str(tmp_path / source)
    assert main(["batch", NAME, table, "-o", str(tmp_path / target), "--force"]) == 2
    assert said in capsys.readouterr().err


def test_an_unknown_engine_is_told_with_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["batch", NAME, str(sheet(tmp_path / "in.csv")), "-o", str(tmp_path / "o.csv")]
    assert main([*line, "--engine", "polar"]) == 2
    assert "did you mean `polars`?" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_ended_in_the_middle_it_leaves_no_table(tmp_path: Path, number: signal.Signals) -> None:
    source = sheet(tmp_path / "in.csv", rows=3000)
    target = tmp_path / "out.csv"
    line = ["batch", NAME, str(source), "-o", str(target), "--engine", "plain"]
    code = "import sys; from rolefit.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, *line], stderr=subprocess.PIPE, text=True
    ) as run:
        until = time.monotonic() + 60
        while len(os.listdir(tmp_path)) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.3)  # in the middle of its work, and not between two steps of beginning it
        run.send_signal(number)
        run.wait(timeout=60)
    assert run.returncode in (143, -9)
    assert not target.exists()
    left = [name for name in os.listdir(tmp_path) if name != "in.csv"]
    assert left == [] or number == signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["plain", "polars"])
def test_an_interrupt_is_heard_while_a_file_keeps_it_waiting(tmp_path: Path, engine: str) -> None:
    source = tmp_path / "in.csv"
    os.mkfifo(source)
    line = ["batch", NAME, str(source), "-o", str(tmp_path / "out.csv"), "--engine", engine]
    with subprocess.Popen(
        [sys.executable, "-m", "rolefit", *line], stderr=subprocess.PIPE, text=True
    ) as run:
        writes = _open_once_read(source)  # and never writes
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        try:
            _, told = run.communicate(timeout=20)
        finally:
            run.kill()
            os.close(writes)
    assert (run.returncode, told.splitlines()[0]) == (130, "rolefit: interrupted")


def _open_once_read(pipe: Path) -> int:
    """A pipe, opened for writing as soon as somebody waits to read it."""
    until = time.monotonic() + 60
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < until, "nobody reads it"
            time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code"),
    some(
        [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
        usual=[(signal.SIGTERM, 143)],  # of interrupts more is said below
    ),
)
def test_a_signal_in_the_middle_of_many_rows_leaves_no_table(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    source = sheet(tmp_path / "in.csv", rows=150_000)
    line = ["batch", NAME, str(source), "-o", str(tmp_path / "out.csv"), "--engine", "polars"]
    with subprocess.Popen(
        [sys.executable, "-m", "rolefit", *line], stderr=subprocess.PIPE, text=True
    ) as run:
        until = time.monotonic() + 60
        while len(os.listdir(tmp_path)) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.5)  # polars is at work
        asked = time.monotonic()
        run.send_signal(number)
        _, told = run.communicate(timeout=60)
        took = time.monotonic() - asked
    assert run.returncode == code
    assert "nothing was changed" in told
    assert took < 5
    assert os.listdir(tmp_path) == ["in.csv"]


@pytest.mark.slow
def test_an_interrupt_that_is_ignored_is_not_heard_by_libraries_either(tmp_path: Path) -> None:
    source = sheet(tmp_path / "in.csv", rows=20_000)
    line = ["batch", NAME, str(source), "-o", str(tmp_path / "out.csv"), "--engine", "polars"]
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "
        "from rolefit.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    with subprocess.Popen([sys.executable, "-c", code, *line]) as run:
        until = time.monotonic() + 60
        while len(os.listdir(tmp_path)) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        while run.poll() is None and time.monotonic() < until:
            run.send_signal(signal.SIGINT)
            time.sleep(0.05)
    assert run.returncode == 0
