"""What scoring many people costs, side by side: python tests/bench/batch.py [ROWS].

10^6 rows of 22 answers, Parquet to Parquet: an expression written by hand in polars for this one
rubric (1.0), ours, and the scores, margin and error alone (a part of the work) in duckdb, pandas
and plain Python, the last one worked out from fewer rows. By hand and ours run in turn, and what is
told is the middle of their ratios. Then time and memory of ours at a tenth of the rows and at ten
times as many, and what 10^8 rows would take. It prints seconds of wall clock and of processors; a
busy machine makes the first long. Memory is the most that the command had resident (VmHWM, with the
code that it loads), where the answers stand in groups of 100,000 rows, and where all are one group.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from math import pi, sqrt
from pathlib import Path
from typing import Any

import polars as pl

from rolefit.batch.tables import BatchJob, BatchOptions, score_table
from rolefit.rubric.model import Rubric
from rolefit.scoring.verdict import t95

SIZES, WEIGHTS = (6, 6, 5, 5), (3, 2, 2, 1)
LABELS = ("never", "seldom", "sometimes", "often", "always")
ITEMS = [(d, f"q{d}{k}") for d, size in enumerate(SIZES) for k in range(size)]
OUTCOMES = {o: {"name": o, "summary": "It fits."} for o in ("a", "b")}
SAID = {"too_close": {"summary": "Close."}, "not_yet": {"summary": "Not yet."}}
PRIOR, FREE = 0.5, 4
Times = tuple[float, float]
"""Seconds of wall clock and of processors."""


def toward_a(place: int) -> bool:
    """Whether the high end of an item speaks for the first outcome."""
    return place % 2 == 0


def document() -> dict[str, Any]:
    """Twenty-two five-point scales in four dimensions, with a gate."""
    items = tuple(
        {
            "id": name,
            "type": "likert",
            "ask": f"{name}?",
            "dimension": f"d{d}",
            "labels": LABELS,
            "allow_na": False,
            "toward": "a" if toward_a(k) else "b",
        }
        for k, (d, name) in enumerate(ITEMS)
    )
    dimensions = {
        f"d{d}": {"name": f"d{d}", "about": "x", "weight": w} for d, w in enumerate(WEIGHTS)
    }
    when = {"item": "q00", "at_most": 1}
    return {
        "rubric": "bench",
        "version": "1.0",
        "model": "contrast",
        "title": "Which fits?",
        "audience": "a bench",
        "purpose": "development",
        "minutes": 5,
        "evidence_status": "advice_only",
        "limits": ("made up",),
        "texts": SAID,
        "outcomes": OUTCOMES,
        "dimensions": dimensions,
        "items": items,
        "gates": ({"id": "g", "name": "g", "when": when, "on_fail": "flag", "reason": "r"},),
    }


def rubric() -> Rubric:
    """The same, read."""
    return Rubric.model_validate(document())


def table(path: Path, rows: int) -> None:
    """Random answers, three in a hundred of them missing."""
    frame = pl.select(pl.int_range(rows).cast(pl.String).alias("id"))
    for k, (_, name) in enumerate(ITEMS):
        drawn = pl.int_range(rows).shuffle(seed=k)
        place = pl.when(drawn % 100 < 3).then(None).otherwise(drawn % 5 + 1)
        frame = frame.with_columns(place.cast(pl.Int64).alias(name))
    frame.write_parquet(path, row_group_size=100_000)


# --- by hand -----------------------------------------------------------------------------------


def by_hand(source: Path, target: Path) -> None:
    """What a good analyst writes for this one rubric, with every column of ours."""
    frame = pl.scan_parquet(source)
    worth = {n: pl.col(n) - 1 if toward_a(k) else 5 - pl.col(n) for k, (_, n) in enumerate(ITEMS)}
    frame = frame.with_columns(v.cast(pl.Float64).alias(f"v{n}") for n, v in worth.items())
    own = {d: [n for at, n in ITEMS if at == d] for d in range(4)}
    values = {d: [pl.col(f"v{n}") for n in names] for d, names in own.items()}
    half = {d: [(v - 2) / 2 for v in values[d]] for d in own}
    frame = frame.with_columns(
        *(
            pl.sum_horizontal(v.is_not_null().cast(pl.Float64) for v in values[d]).alias(f"n{d}")
            for d in own
        ),
        *(pl.sum_horizontal(values[d]).alias(f"s{d}") for d in own),
        *(pl.sum_horizontal(half[d]).alias(f"h{d}") for d in own),
        *(pl.sum_horizontal(x * x for x in half[d]).alias(f"hh{d}") for d in own),
    )
    n = {d: pl.col(f"n{d}") for d in own}
    ok = {d: (n[d] >= 2) & (2 * n[d] >= SIZES[d]) for d in own}
    frame = frame.with_columns(
        *(pl.when(ok[d]).then(25 * pl.col(f"s{d}") / n[d]).alias(f"A{d}") for d in own),
        kept=pl.sum_horizontal(
            pl.when(ok[d]).then(float(w)).otherwise(0.0) for d, w in enumerate(WEIGHTS)
        ),
        free=FREE + pl.sum_horizontal(pl.when(ok[d]).then(n[d] - 1).otherwise(0.0) for d in own),
        squares=pl.sum_horizontal(
            pl.when(ok[d]).then(pl.col(f"hh{d}") - pl.col(f"h{d}") ** 2 / n[d]).otherwise(0.0)
            for d in own
        ),
    )
    share = {
        d: pl.when(ok[d]).then(w / pl.col("kept")).otherwise(0.0) for d, w in enumerate(WEIGHTS)
    }
    known = pl.col("kept") >= 0.6 * sum(WEIGHTS)
    frame = frame.with_columns(*(share[d].alias(f"w{d}") for d in own))
    w = {d: pl.col(f"w{d}") for d in own}
    one = (FREE * PRIOR + pl.col("squares")) / pl.col("free")
    frame = frame.with_columns(
        A=pl.when(known).then(pl.sum_horizontal(w[d] * pl.col(f"A{d}") for d in own)),
        variance=1e4 * pl.sum_horizontal(w[d] ** 2 * (one + 1 / 48) / n[d] for d in own),
        tt=pl.col("free")
        .cast(pl.Int64)
        .replace_strict({k: float(t95(k) ** 2) for k in range(1, 40)}),
    )
    lead = (2 * pl.col("A") - 100).alias("lead")
    frame = frame.with_columns(lead, sign=pl.when(lead >= 0).then(1.0).otherwise(-1.0))
    margin = pl.col("lead").abs()
    parts = {d: (2 * pl.col(f"A{d}") - 100) * pl.col("sign") for d in own}
    frame = frame.with_columns(margin=margin, **{f"p{d}": parts[d] for d in own})
    off = {d: pl.col(f"p{d}") - pl.col("margin") for d in own}
    frame = frame.with_columns(
        m2=pl.sum_horizontal(w[d] * off[d] ** 2 for d in own) / 31,
        m3=pl.sum_horizontal(w[d] * off[d] ** 3 for d in own) / (31 * 16),
        low=pl.min_horizontal(f"p{d}" for d in own),
        gain=pl.max_horizontal(
            100 * w[d] / n[d] * pl.max_horizontal(x * pl.col("sign") + 1 for x in half[d])
            for d in own
        ),
        near=pl.any_horizontal(near(w[d], pl.col(f"p{d}")) for d in own),
    )
    sigma = pl.col("m2").sqrt()
    z = pl.col("margin") / sigma
    frame = frame.with_columns(z=z, skew=pl.col("m3") / sigma**3)
    density = (-(pl.col("z") ** 2) / 2).exp() / sqrt(2 * pi)
    chance = tail(pl.col("z")) + pl.col("skew") / 6 * (pl.col("z") ** 2 - 1) * density
    frame = flags_by_hand(frame)
    robust = ((pl.col("low") >= 0) | (chance >= 0.9)) & ~pl.col("near")
    square = pl.col("margin") ** 2
    sure = (square >= pl.col("tt") * pl.col("variance")) & robust & (pl.col("flagged") < 2)
    clear = sure & (pl.col("gain") < pl.col("margin") - 1e-9)
    label = (
        pl.when(~known)
        .then(pl.lit("not_enough_answers"))
        .when(pl.col("margin") < 1e-9)
        .then(pl.lit("tie"))
        .when((pl.col("margin") < 5 - 1e-9) | (square < pl.col("variance")))
        .then(pl.lit("too_close_to_call"))
        .when(clear)
        .then(pl.lit("clear"))
        .otherwise(pl.lit("leaning"))
    )
    outcome = (
        pl.when(pl.col("margin") < 1e-9)
        .then(pl.lit("a;b"))
        .otherwise(pl.when(pl.col("lead") > 0).then(pl.lit("a")).otherwise(pl.lit("b")))
    )
    first = pl.col("q00")
    frame.select(
        "id",
        label=label,
        outcome=pl.when(known).then(outcome),
        margin=pl.when(known).then(pl.col("margin").round(9)),
        error=pl.when(known).then(pl.col("variance").sqrt().round(9)),
        **{"score:a": pl.col("A").round(9), "score:b": (100 - pl.col("A")).round(9)},
        **{f"score:d{d}:a": pl.col(f"A{d}").round(9) for d in own},
        **{f"score:d{d}:b": (100 - pl.col(f"A{d}")).round(9) for d in own},
        **{f"coverage:d{d}": (n[d] / SIZES[d]).round(9) for d in own},
        answered=pl.sum_horizontal(n[d].cast(pl.Int64) for d in own),
        applicable=pl.lit(22),
        failed=pl.when(first == 1).then(pl.lit("g")),
        unknown=pl.when(first.is_null()).then(pl.lit("g")),
        flags=pl.when(pl.col("flagged") > 0).then(pl.col("flags")),
    ).sink_parquet(target, row_group_size=100_000)


def near(weight: pl.Expr, part: pl.Expr) -> pl.Expr:
    """Whether a lead turns when one weight moves by a tenth of itself."""
    mean = pl.col("margin")
    down = mean * (1 - 0.9 * weight) - 0.1 * weight * part <= 0
    up = mean * (1 - 1.1 * weight) + 0.1 * weight * part <= 0
    turns = ((part > mean) & down) | ((part < mean) & (part < 0) & (up | (1.1 * weight >= 1)))
    return turns & (weight > 0) & (weight < 1)


def tail(z: pl.Expr) -> pl.Expr:
    """The normal distribution function above 0 (Abramowitz & Stegun 26.2.17)."""
    t = 1 / (1 + 0.2316419 * z)
    series = 1.781477937 + t * (-1.821255978 + t * 1.330274429)
    series = t * (0.319381530 + t * (-0.356563782 + t * series))
    return 1 - (-(z**2) / 2).exp() / sqrt(2 * pi) * series


def flags_by_hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Long strings, no spread and acquiescence."""
    names = [name for _, name in ITEMS]
    given = pl.sum_horizontal(pl.col(x).is_not_null().cast(pl.Int64) for x in names)
    frame = frame.with_columns(given=given, run=pl.lit(0), last=pl.lit(0), longest=pl.lit(0))
    for x in names:
        run = pl.when(pl.col(x) == pl.col("last")).then(pl.col("run") + 1).otherwise(1)
        run = pl.when(pl.col(x).is_null()).then(pl.col("run")).otherwise(run)
        frame = frame.with_columns(run=run, last=pl.coalesce(pl.col(x), "last"))
        frame = frame.with_columns(longest=pl.max_horizontal("longest", "run"))
    limit = pl.max_horizontal((pl.col("given") + 1) // 2, pl.lit(8))
    long = pl.col("longest") >= limit
    same = (pl.col("given") >= 6) & (pl.min_horizontal(names) == pl.max_horizontal(names))
    sides = [[x for k, x in enumerate(names) if toward_a(k) is way] for way in (True, False)]
    means = [pl.mean_horizontal(side) - 1 for side in sides]
    both = pl.all_horizontal(m >= 3 for m in means) | pl.all_horizontal(m <= 1 for m in means)
    found = [(long, "long_string"), (same, "no_spread"), (both, "acquiescence")]
    words = [pl.when(flag).then(pl.lit(word)) for flag, word in found]
    number = pl.sum_horizontal(flag.fill_null(False).cast(pl.Int64) for flag, _ in found)
    return frame.with_columns(
        flagged=number, flags=pl.concat_str(words, separator=";", ignore_nulls=True)
    )


# --- other ways, of a part of the work ---------------------------------------------------------


def in_duckdb(source: Path, target: Path) -> None:
    """Scores, margin and error in SQL."""
    import duckdb  # noqa: PLC0415

    value = {x: f"({x}-1)" if toward_a(k) else f"(5-{x})" for k, (_, x) in enumerate(ITEMS)}
    own = {d: [x for at, x in ITEMS if at == d] for d in range(4)}
    first = ", ".join(
        f"({'+'.join(f'({x} is not null)::int' for x in own[d])}) n{d}, "
        f"({'+'.join(f'coalesce({value[x]},0)' for x in own[d])})::double s{d}, "
        f"({'+'.join(f'coalesce((({value[x]}-2)/2.0)^2,0)' for x in own[d])}) hh{d}, "
        f"({'+'.join(f'coalesce(({value[x]}-2)/2.0,0)' for x in own[d])}) h{d}"
        for d in own
    )
    ok = {d: f"(n{d}>=2 and 2*n{d}>={SIZES[d]})" for d in own}
    kept = "+".join(f"case when {ok[d]} then {w}.0 else 0 end" for d, w in enumerate(WEIGHTS))
    free = "+".join(f"case when {ok[d]} then n{d}-1 else 0 end" for d in own)
    squares = "+".join(f"case when {ok[d]} then hh{d}-h{d}^2/n{d} else 0 end" for d in own)
    score = "+".join(
        f"case when {ok[d]} then {w}*25*s{d}/n{d} else 0 end" for d, w in enumerate(WEIGHTS)
    )
    error = "+".join(
        f"case when {ok[d]} then ({w}/kept)^2*((2+squares)/(4+free)+1/48)/n{d} else 0 end"
        for d, w in enumerate(WEIGHTS)
    )
    duckdb.sql(
        f"copy (with p as (select id, {first} from '{source}'), "
        f"q as (select *, {kept} kept, {free} free, {squares} squares from p), "
        f"r as (select *, ({score})/kept A, sqrt(1e4*({error})) error from q) "
        f"select id, A, 100-A B, abs(2*A-100) margin, error from r) to '{target}' (format parquet)"
    )


def in_pandas(source: Path, target: Path) -> None:
    """Scores, margin and error in pandas."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    frame = pd.read_parquet(source)
    kept = score = free = squares = 0.0
    number: dict[int, Any] = {}
    used: dict[int, Any] = {}
    for d, weight in enumerate(WEIGHTS):
        own = [(k, x) for k, (at, x) in enumerate(ITEMS) if at == d]
        values = pd.concat([frame[x] - 1 if toward_a(k) else 5 - frame[x] for k, x in own], axis=1)
        half = (values - 2) / 2
        n = number[d] = values.notna().sum(axis=1)
        ok = used[d] = (n >= 2) & (2 * n >= SIZES[d])
        kept = kept + ok * weight
        score = score + ok * weight * 25 * values.sum(axis=1) / n.clip(lower=1)
        free = free + ok * (n - 1)
        squares = squares + ok * ((half**2).sum(axis=1) - half.sum(axis=1) ** 2 / n.clip(lower=1))
    one = (FREE * PRIOR + squares) / (FREE + free)
    error: Any = 0.0
    for d, weight in enumerate(WEIGHTS):
        error = error + used[d] * (weight / kept) ** 2 * (one + 1 / 48) / number[d].clip(lower=1)
    a: Any = score / kept
    out = {"id": frame["id"], "A": a, "B": 100 - a, "margin": (2 * a - 100).abs()}
    pd.DataFrame({**out, "error": np.sqrt(1e4 * error)}).to_parquet(target)


def in_python(source: Path, target: Path) -> None:
    """Scores, margin and error in plain Python."""
    found = []
    for row in pl.read_parquet(source).iter_rows(named=True):
        kept = score = free = squares = 0.0
        used = []
        for d, weight in enumerate(WEIGHTS):
            own = [(k, row[x]) for k, (at, x) in enumerate(ITEMS) if at == d]
            values = [x - 1 if toward_a(k) else 5 - x for k, x in own if x is not None]
            n = len(values)
            if n < 2 or 2 * n < SIZES[d]:
                continue
            half = [(v - 2) / 2 for v in values]
            kept += weight
            score += weight * 25 * sum(values) / n
            free += n - 1
            squares += sum(x * x for x in half) - sum(half) ** 2 / n
            used.append((weight, n))
        one = (FREE * PRIOR + squares) / (FREE + free)
        error = (
            sqrt(1e4 * sum((w / kept) ** 2 * (one + 1 / 48) / n for w, n in used)) if kept else 0
        )
        a = score / kept if kept else 50.0
        found.append((row["id"], a, 100 - a, abs(2 * a - 100), error))
    pl.DataFrame(found, orient="row").write_parquet(target)


def ours(source: Path, target: Path) -> None:
    """The rubric, compiled."""
    options = BatchOptions(force=True)
    score_table(BatchJob(rubric(), source, target, options, lambda done, whole: None))


# --- measuring ---------------------------------------------------------------------------------


def measured(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of wall clock and of processors, the better of two runs."""
    return min(measured_once(work) for _ in range(2))


def measured_once(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of wall clock and of processors."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def in_turn(one: Callable[[], None], other: Callable[[], None], pairs: int = 3) -> list[Times]:
    """Seconds of two ways in turn, the pair in the middle by their ratio of processor time."""
    found = [(measured_once(one), measured_once(other)) for _ in range(pairs)]
    return list(sorted(found, key=lambda pair: pair[1][1] / pair[0][1])[pairs // 2])


def differing(one: Path, other: Path) -> int:
    """Rows in which the expression by hand and ours are not the same."""
    a, b = pl.read_parquet(one), pl.read_parquet(other)
    differs = pl.Series([False]).new_from_index(0, a.height)
    for name in b.columns:
        if b.schema[name] == pl.Float64:
            apart = (a[name] - b[name]).abs() > 1.5e-9
            differs = differs | apart.fill_null(False) | (a[name].is_null() != b[name].is_null())
        elif name != "applicable":
            differs = differs | a[name].ne_missing(b[name])
    return int(differs.sum())


def alone(source: Path, target: Path) -> tuple[float, float]:
    """Seconds of processors, and megabytes at the highest, of the command `rolefit batch`."""
    named = target.with_name("bench.json")
    named.write_text(json.dumps(document()))
    code = (
        "import sys, time; from rolefit.cli import main; found = main(sys.argv[1:]); "
        "most = open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]; "
        "print(time.process_time(), most); sys.exit(found)"
    )
    line = ["batch", str(named), str(source), "-o", str(target), "--force"]
    run = [sys.executable, "-c", code, *line]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    *_, seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def growth(source: Path, rows: int, folder: Path) -> None:
    """Print what ours takes at a tenth of the rows, at all, and at ten times as many."""
    fewer, more = folder / "fewer.parquet", folder / "more.parquet"
    pl.scan_parquet(source).head(rows // 10).sink_parquet(fewer, row_group_size=100_000)
    pl.scan_parquet([source] * 10).sink_parquet(more, row_group_size=100_000)
    found = []
    for path, number in ((fewer, rows // 10), (source, rows), (more, rows * 10)):
        seconds, most = alone(path, folder / "grown.parquet")
        found.append((number, seconds, most))
        each = seconds / number * 1e6
        print(
            f"{number:>10} rows: {seconds:7.2f} s of processors ({each:.2f} us each), {most:.0f} MB"
        )
    (_, first, small), (_, last, large) = found[1:]
    each = (last - first) / (9 * rows)
    size = (folder / "grown.parquet").stat().st_size * 1e8 / (10 * rows)
    print(f"memory of ten times the rows: {large / small:.2f} times")
    pl.read_parquet(source).write_parquet(fewer, row_group_size=rows)
    _, most = alone(fewer, folder / "one.parquet")
    print(f"memory where {rows} rows are one group of the file: {most:.0f} MB")
    print(
        f"10^8 rows would take {first + each * (1e8 - rows):.0f} s of processors, {large:.0f} MB "
        f"and {size / 1e9:.1f} GB on the disk: from {each * 1e6:.2f} us for each further row"
    )


def main() -> None:
    """Print the table."""
    rows = int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        source, small = Path(folder, "in.parquet"), Path(folder, "small.parquet")
        table(source, rows)
        table(small, max(1, rows // 50))
        out = {name: Path(folder, f"{name}.parquet") for name in ("hand", "ours", "rest")}
        base, own = in_turn(lambda: by_hand(source, out["hand"]), lambda: ours(source, out["ours"]))
        lines = [("polars by hand, all columns", *base), ("rolefit, all columns", *own)]
        part = "scores, margin and error only"
        lines.append((f"duckdb, {part}", *measured(lambda: in_duckdb(source, out["rest"]))))
        lines.append((f"pandas, {part}", *measured(lambda: in_pandas(source, out["rest"]))))
        wall, cpu = measured(lambda: in_python(small, out["rest"]))
        lines.append((f"plain Python, {part}, from a fiftieth", wall * 50, cpu * 50))
        print(f"{rows} rows x {len(ITEMS)} answers, Parquet to Parquet")
        for name, wall, cpu in lines:
            ratios = f"{wall / base[0]:8.2f} {cpu / base[1]:8.2f}"
            print(f"{ratios}  {wall:8.2f} s  {cpu:8.2f} s of processors  {name}")
        print(f"rows in which by hand and ours differ: {differing(out['hand'], out['ours'])}")
        growth(source, rows, Path(folder))


if __name__ == "__main__":
    main()
