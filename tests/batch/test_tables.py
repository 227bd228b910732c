"""A table of answers in, a table of results out: the same by every engine, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from batches import drawn
from cases import rubric
from every import every
from make import contrast, likert

from rolefit.batch import frames, tables
from rolefit.batch.tables import BadRows, BatchJob, BatchOptions, BatchResult, score_table
from rolefit.errors import Exit, RolefitError, StoreError
from rolefit.rubric.model import Rubric

NAME = "lead-or-manager"


def small() -> Rubric:
    """A rubric of four questions."""
    return contrast(*(likert(f"q{k}") for k in range(4)))


def job(of: Rubric, source: Path, target: str = "out.csv", **options: Any) -> BatchJob:
    """A job that writes beside its table."""
    return BatchJob(
        of, source, source.with_name(target), BatchOptions(**options), lambda done, whole: None
    )


def table(path: Path, lines: Sequence[Any]) -> Path:
    """A CSV file."""
    with path.open("w", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(lines)
    return path


def answers(path: Path, of: Rubric, number: int, *, skipped: float = 0.03) -> Path:
    """A CSV file of random answers."""
    chance = random.Random(number)
    lines: list[list[str]] = [["id", "name", *(item.id for item in of.items)]]
    for k in range(number):
        found = drawn(of, chance, skipped=skipped)
        cells = [f"p{k}", f"Name {k}"]
        for item in of.items:
            response = found.get(item.id)
            if response is None:
                cells.append("")
            elif response.answer is not None:
                cells.append(item.written(response.answer))
            else:
                cells.append(response.state)
        lines.append(cells)
    return table(path, lines)


def results(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of results."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def score(found: BatchJob) -> BatchResult:
    """Score a table of which every row can be read."""
    done = score_table(found)
    assert done.bad == 0
    return done


@pytest.mark.slow
def test_row_by_row_and_all_at_once_come_to_the_same_bytes(tmp_path: Path) -> None:
    of = rubric(NAME)
    source = answers(tmp_path / "in.csv", of, 15)
    score(job(of, source, "plain.csv", engine="plain"))
    score(job(of, source, "polars.csv", engine="polars"))
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "polars.csv").read_bytes()
    assert len(results(tmp_path / "plain.csv")) == 15


@pytest.mark.slow
def test_every_kind_of_file_comes_to_the_same_results(tmp_path: Path) -> None:
    of = small()
    source = answers(tmp_path / "in.csv", of, 12)
    frame = pl.read_csv(source)
    frame.write_parquet(tmp_path / "in.parquet")
    frame.write_ndjson(tmp_path / "in.jsonl")
    frame.write_excel(tmp_path / "in.xlsx")
    score(job(of, source, "csv.csv"))
    wanted = (tmp_path / "csv.csv").read_text()
    for ending in ("parquet", "jsonl", "xlsx"):
        score(job(of, tmp_path / f"in.{ending}", f"{ending}.csv"))
        assert (tmp_path / f"{ending}.csv").read_text() == wanted, ending
    score(job(of, tmp_path / "in.parquet", "out.parquet"))
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found["id"].to_list() == [row["id"] for row in results(tmp_path / "csv.csv")]
    assert found.schema["margin"] == pl.Float64


@pytest.mark.slow
def test_types_of_a_dataframe_are_read_like_texts(tmp_path: Path) -> None:
    of = small()
    frame = pl.DataFrame(
        {
            "q0": pl.Series([1, None, 5], dtype=pl.Int8),
            "q1": pl.Series([1.0, 2.0, None], dtype=pl.Float64),
            "q2": pl.Series(["none", " Much ", "4"]),
            "q3": pl.Series(["1", "2", "3"], dtype=pl.Categorical),
        }
    )
    frame.write_parquet(tmp_path / "in.parquet")
    table(
        tmp_path / "in.csv", [["q0", "q1", "q2", "q3"], [1, 1, 1, 1], ["", 2, 4, 2], [5, "", 4, 3]]
    )
    score(job(of, tmp_path / "in.parquet", "a.csv"))
    score(job(of, tmp_path / "in.csv", "b.csv"))
    first, second = results(tmp_path / "a.csv"), results(tmp_path / "b.csv")
    assert [row.pop("id") for row in first] == ["1", "2", "3"]
    assert [row.pop("id") for row in second] == ["2", "3", "4"]
    assert first == second


@pytest.mark.parametrize("engine", ["plain", "polars"])
def test_with_a_bad_row_nothing_is_written(tmp_path: Path, engine: str) -> None:
    lines = [["q0", "q1", "q2", "q3"], [1, 2, 3, 4], [9, 2, "x", 4], [1, 2], [5, 5, 5, 5]]
    source = table(tmp_path / "in.csv", lines)
    with pytest.raises(BadRows) as caught:
        score_table(job(small(), source, engine=engine))
    said = "\n".join(caught.value.lines())
    assert "2 rows of 4 cannot be read; nothing was written" in said
    assert "row 3, column `q0`:" in said
    assert "row 3, column `q2`:" in said
    assert "row 4: 2 cells; the header has 4" in said
    assert os.listdir(tmp_path) == ["in.csv"]


@pytest.mark.parametrize("engine", ["plain", "polars"])
def test_keep_going_writes_the_good_rows_and_the_bad_ones_apart(
    tmp_path: Path, engine: str
) -> None:
    lines = [["id", "q0", "q1", "q2", "q3"], ["a", 1, 2, 3, 4], ["=b", 9, 2, "x", 4]]
    source = table(tmp_path / "in.csv", lines)
    done = score_table(job(small(), source, engine=engine, keep_going=True))
    assert (done.rows, done.bad) == (2, 1)
    assert [row["id"] for row in results(tmp_path / "out.csv")] == ["a"]
    (bad,) = results(tmp_path / "out.bad.csv")
    assert (bad["row"], bad["id"], bad["q0"]) == ("3", "'=b", "9")
    assert bad["problem"].startswith("column `q0`: expected")
    assert "column `q2`:" in bad["problem"]


def test_names_are_no_formulas_unless_raw(tmp_path: Path) -> None:
    source = table(tmp_path / "in.csv", [["name", "q0", "q1"], ["=1+1", 1, 2], ["a\x1bb", 1, 2]])
    score(job(small(), source, "safe.csv"))
    assert [r["name"] for r in results(tmp_path / "safe.csv")] == ["'=1+1", "a\\u{001B}b"]
    score(job(small(), source, "raw.csv", raw=True, engine="plain"))
    assert results(tmp_path / "raw.csv")[0]["name"] == "=1+1"


def test_a_rubric_that_cannot_be_compiled_says_so_once_and_is_scored(tmp_path: Path) -> None:
    split = {"id": "s", "type": "allocation", "ask": "s?", "dimension": "d"}
    options = [{"id": f"o{k}", "text": f"{k}.", "favors": {"ab"[k]: 1}} for k in range(2)]
    of = contrast({**split, "options": tuple(options)}, likert("q1"))
    source = table(tmp_path / "in.csv", [["s", "q1"], ["o0:70,o1:30", 4], ["o0:100", 1]])
    done = score(job(of, source))
    assert "`s` splits a total" in done.row_by_row
    found = results(tmp_path / "out.csv")
    assert [row["score:a"] for row in found] == ["72.5", "50.0"]


@pytest.mark.slow
@pytest.mark.parametrize("target", ["out.csv", "out.parquet"])
def test_however_a_file_is_grouped_few_rows_are_worked_on_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr(frames, "_CHUNK", 100)
    monkeypatch.setattr(frames, "_GROUP", 1000)
    read, told = [], [0]
    stretches = frames._stretches

    def watched(frame: pl.LazyFrame) -> Iterator[pl.DataFrame]:
        for some in stretches(frame):
            read.append(some.height)
            yield some

    monkeypatch.setattr(frames, "_stretches", watched)
    given = pl.DataFrame({f"q{k}": [(n * (k + 1)) % 5 + 1 for n in range(3500)] for k in range(4)})
    given.write_parquet(tmp_path / "in.parquet", row_group_size=3500)
    found = job(small(), tmp_path / "in.parquet", target)
    score(found._replace(tell=lambda done, whole: told.append(done)))
    assert read == [100] * 35
    assert sorted(told) == [100 * k for k in range(36)]


@pytest.mark.slow
def test_files_of_a_folder_are_one_table_in_the_order_of_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "in[1] *"
    folder.mkdir()
    given = pl.DataFrame({f"q{k}": [(n * (k + 1)) % 5 + 1 for n in range(30)] for k in range(4)})
    given.write_parquet(tmp_path / "in[1].parquet")
    for name, start in (("b[1]", 10), ("a", 0), ("c", 20)):
        given.slice(start, 10).write_parquet(folder / f"{name}.parquet")
    given.clear().write_parquet(folder / "bb.parquet")
    score(job(small(), tmp_path / "in[1].parquet", "one.csv"))
    score(job(small(), folder, "many.csv"))
    assert (tmp_path / "many.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


def test_a_folder_without_parquet_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "in.csv").write_text("q0,q1\n1,2\n")
    with pytest.raises(RolefitError, match="no file in it is named"):
        score_table(job(small(), tmp_path / "in"))


@pytest.mark.parametrize("change", ["other type", "column missing", "column more"])
def test_a_file_that_is_unlike_the_others_of_its_folder_is_refused(
    tmp_path: Path, change: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    given = pl.DataFrame({f"q{k}": [1, 2] for k in range(4)})
    given.write_parquet(folder / "a.parquet")
    other = {
        "other type": given.cast({"q1": pl.String}),
        "column missing": given.drop("q1"),
        "column more": given.with_columns(x=1),
    }
    other[change].write_parquet(folder / "b.parquet")
    with pytest.raises(RolefitError, match="cannot be read as Parquet"):
        score_table(job(small(), folder))
    assert os.listdir(tmp_path) == ["in"]


# --- what must not happen ----------------------------------------------------------------------


def test_an_existing_file_is_only_replaced_when_asked(tmp_path: Path) -> None:
    source = table(tmp_path / "in.csv", [["q0", "q1"], [1, 2]])
    (tmp_path / "out.csv").write_text("mine")
    with pytest.raises(RolefitError, match="exists already"):
        score_table(job(small(), source))
    assert (tmp_path / "out.csv").read_text() == "mine"
    score(job(small(), source, force=True))
    assert len(results(tmp_path / "out.csv")) == 1


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file may become larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["plain", "polars"])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, engine: str) -> None:
    source = answers(tmp_path / "in.csv", small(), 300)
    found = job(small(), source, engine=engine)
    score(found)  # loads what it needs, and shows what would not fit
    assert found.target.stat().st_size > 20_000
    found.target.unlink()
    with full_disk(20_000), pytest.raises(StoreError) as caught:
        score_table(found)
    assert caught.value.exit_code == Exit.OUR_TROUBLE
    assert "nothing was written" in " ".join(caught.value.lines())
    assert os.listdir(tmp_path) == ["in.csv"]


def raw_small() -> dict[str, Any]:
    """The small rubric as a file gives it."""
    from make import HEAD, OUTCOMES  # noqa: PLC0415

    return {
        **HEAD,
        "model": "contrast",
        "outcomes": OUTCOMES,
        "dimensions": {"d": {"name": "d", "about": "d", "weight": 1}},
        "items": [likert(f"q{k}") for k in range(4)],
    }


@pytest.mark.slow
@pytest.mark.parametrize("bytes_flipped", [1, 40])
def test_broken_parquet_is_refused_by_name(tmp_path: Path, bytes_flipped: int) -> None:
    frame = pl.DataFrame({"q0": [1, 2] * 50, "q1": ["1", "2"] * 50})
    frame.write_parquet(tmp_path / "good.parquet")
    good = (tmp_path / "good.parquet").read_bytes()
    chance = random.Random(bytes_flipped)
    path = tmp_path / "bad.parquet"
    for k in range(15):
        content = bytearray(good)
        for _ in range(bytes_flipped):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content[: -1 - k] if k % 5 == 0 else content)
        with suppress(RolefitError):  # and nothing else
            score_table(job(small(), path, force=True, keep_going=True))


def test_a_date_that_no_calendar_has_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "late.parquet"
    late = pl.Series("q1", [20_000, 16_800_000]).cast(pl.Date)  # days since 1970
    pl.DataFrame({"q0": ["1", "2"], "q1": late}).write_parquet(path)
    with (
        pytest.raises(RolefitError, match=r"late\.parquet: cannot be read as Parquet: year"),
        tables.read_any_table(path) as table,
    ):
        list(table.rows)
    with suppress(RolefitError):  # and nothing else
        score_table(job(small(), path, force=True, keep_going=True))


@pytest.mark.slow
def test_a_parquet_bomb_stays_small(tmp_path: Path) -> None:
    rows = 1_000_000
    bomb = pl.DataFrame({"q0": pl.repeat("x" * 600, rows, eager=True)})
    bomb = bomb.with_columns(pl.repeat(3, rows, eager=True).alias("q1"))
    bomb.write_parquet(tmp_path / "bomb.parquet", row_group_size=rows)
    assert (tmp_path / "bomb.parquet").stat().st_size < 400_000
    code = (
        "import sys\nfrom pathlib import Path\nfrom rolefit.cli import main\n"
        "found = main(sys.argv[1:])\n"
        "peak = Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]\n"
        "print(peak)\nsys.exit(found)"
    )
    (tmp_path / "tiny.json").write_text(json.dumps(raw_small()))
    line = ["batch", str(tmp_path / "tiny.json"), str(tmp_path / "bomb.parquet")]
    run = [sys.executable, "-c", code, *line, "-o", str(tmp_path / "out.csv")]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in (1, 2), done.stderr
    assert int(done.stdout.split()[-1]) < 400_000, done.stdout
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("module", "line", "extra"),
    [
        ("polars", {"target": "out.parquet"}, "batch"),
        ("narwhals", {"engine": "polars"}, "batch"),
        ("python_calamine", {"source": "in.xlsx"}, "xlsx"),
        ("pyspark", {"engine": "spark"}, "spark"),
        ("pandas", {"engine": "spark"}, "spark"),
    ],
)
def test_without_an_extra_one_line_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, line: dict[str, Any], extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    source = table(tmp_path / line.pop("source", "in.csv"), [["q0", "q1"], [1, 2]])
    with pytest.raises(RolefitError) as caught:
        score_table(job(small(), source, **line))
    assert f"`{extra}`" in caught.value.message
    assert caught.value.hint == f"install it: pip install 'rolefit[{extra}]'"


def test_without_the_extra_a_small_csv_is_scored_and_a_large_one_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    lines: list[list[Any]] = [["q0", "q1"], *([1, 2] for _ in range(3))]
    score(job(small(), table(tmp_path / "in.csv", lines)))
    source = table(tmp_path / "more.csv", [*lines, [1, 2]])
    with pytest.raises(RolefitError, match="extra `batch`"):
        score_table(job(small(), source, "more.out.csv"))
    assert not (tmp_path / "more.out.csv").exists()


@pytest.mark.slow
@every("name", ["in", "in.csv", "in.parquet", "in.jsonl", "in.xlsx"])
def test_a_table_in_a_folder_that_may_not_be_entered_is_refused_by_name(
    tmp_path: Path, name: str
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(exist_ok=True)
    score(
        job(small(), table(tmp_path / "in.csv", [["q0", "q1"], [1, 2]]), force=True)
    )  # loads what it needs
    given = table(closed / name, [["q0", "q1"], [1, 2]])
    closed.chmod(0)
    root = os.geteuid() == 0
    if root:  # for whom every folder is open
        os.seteuid(65534)
    try:
        with pytest.raises(RolefitError) as caught:
            score_table(job(small(), given)._replace(target=tmp_path / "none.csv"))
    finally:
        if root:
            os.seteuid(0)
        closed.chmod(0o755)
    assert caught.value.lines()[0] == f"{given}: Permission denied"
