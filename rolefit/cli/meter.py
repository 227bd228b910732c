"""A progress bar on stderr, for work that takes longer than a moment."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds of work before a bar is drawn."""


class Meter:
    """Told how far the work is; draws a bar once it takes long, if somebody looks at stderr."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.silent = quiet or sys.stderr is None or not sys.stderr.isatty()
        self.began = time.monotonic()
        self.bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how much of what is done."""
        if self.silent or (self.bar is None and time.monotonic() - self.began < PATIENCE):
            return
        bar = self.bar or self.render_bar()
        task = next((t.id for t in bar.tasks if t.description == what), None)
        if task is None:
            for before in bar.task_ids:
                bar.remove_task(before)
            task = bar.add_task(what)
        bar.update(task, completed=done, total=total)

    def render_bar(self) -> Progress:
        """A bar that leaves nothing behind."""
        from rich.console import Console
        from rich.progress import Progress

        self.bar = Progress(console=Console(stderr=True), transient=True)
        self.bar.start()
        return self.bar
