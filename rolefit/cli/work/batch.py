"""Score a table of answers."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from rolefit.batch.tables import ENGINES, BatchJob, BatchOptions, BatchResult, score_table
from rolefit.cli import output
from rolefit.cli.output import Meter
from rolefit.cli.work import Inputs
from rolefit.cli.work.surveys import read_survey
from rolefit.errors import Exit, RolefitError
from rolefit.rubric.model import Rubric

_MOST_NAMED = 8


class BatchRequest(NamedTuple):
    """What was typed."""

    rubric: str
    table: str
    target: str
    engine: str
    keep_going: bool
    force: bool
    quiet: bool
    raw: bool
    map_file: str | None = None


def batch_table(request: BatchRequest) -> int:
    """Score a table; 1 where rows had to be left out."""
    output.choice(request.engine, ENGINES, "--engine")
    engine = next(one for one in ENGINES if one == request.engine)
    if "-" in (request.table, request.target):
        raise RolefitError("a table is read from a file and written to one", "name both")
    inputs = Inputs()
    rubric = inputs.rubric(request.rubric)
    source, target = Path(request.table), Path(request.target)
    inputs.note(source, "answers")
    survey = read_survey(request.map_file, inputs)
    inputs.refuse(target)
    options = BatchOptions(engine, request.keep_going, request.force, request.raw)
    with Meter(quiet=request.quiet) as meter, _ends() as ended:

        def tell(done: int, all_: int) -> None:
            if ended():
                raise _Ended
            meter("scoring", done, all_)

        job = BatchJob(rubric, source, target, options, tell, survey)
        if request.keep_going:
            inputs.refuse(job.side)
        done = score_table(job)
    _tell(done, job, rubric, quiet=request.quiet)
    return Exit.NO if done.bad else Exit.DONE


class _Ended(Exception):
    """The process was asked to end while a library was at work."""


@contextmanager
def _ends() -> Iterator[Callable[[], bool]]:
    """Whether the process was asked to end, to be asked from any thread.

    Python itself hears of a signal only where a library in another language is done.
    """
    reads, writes = os.pipe()
    os.set_blocking(reads, False)
    os.set_blocking(writes, False)
    ends = {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
    heard: set[int] = set()

    def ended() -> bool:
        with suppress(BlockingIOError):
            heard.update(os.read(reads, 1000))
        return not ends.isdisjoint(heard)

    before = -1
    try:
        with suppress(ValueError):  # not the main thread: whoever runs us there handles signals
            before = signal.set_wakeup_fd(writes, warn_on_full_buffer=False)
        yield ended
    finally:
        with suppress(ValueError):
            signal.set_wakeup_fd(before)
        os.close(reads)
        os.close(writes)


def _tell(done: BatchResult, job: BatchJob, rubric: Rubric, *, quiet: bool) -> None:
    """Say what came of it."""
    mapping = done.mapping
    for why, number in done.dropped.items():
        output.remark(f"left out, {why}: {number}", quiet=quiet)
    if mapping.left_out:
        output.remark(
            f"left out, no question of the rubric: {_named(mapping.left_out)}", quiet=quiet
        )
    unasked = tuple(item.id for item in rubric.items if item.id not in mapping.columns)
    if unasked:
        output.remark(f"without a column, counted as skipped: {_named(unasked)}", quiet=quiet)
    if done.row_by_row:
        output.remark(f"scored row by row: {done.row_by_row}", quiet=quiet)
    elif done.singles > done.bad:
        number = done.singles - done.bad
        few = "1 row was" if number == 1 else f"{number} rows were"
        output.remark(f"{few} scored one by one, to be exact", quiet=quiet)
    good = done.rows - done.bad
    output.remark(f"wrote {job.target}: {good} {'person' if good == 1 else 'people'}", quiet=quiet)
    if done.bad:
        which = "1 row" if done.bad == 1 else f"{done.bad} rows"
        output.remark(f"{which} cannot be read: see {job.side.name} beside it")


def _named(names: tuple[str, ...]) -> str:
    """Some names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
