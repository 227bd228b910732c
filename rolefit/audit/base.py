"""The contract of an audit check: what it is called, what it looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from rolefit.rubric.model import Rubric

if TYPE_CHECKING:
    from rolefit.audit.simulation.coverage import Coverage
    from rolefit.audit.simulation.distribution import Distribution
    from rolefit.audit.simulation.mutants import Mutants
    from rolefit.audit.simulation.respondents import Labels, Straight

Severity = Literal["error", "warning", "info"]
Path = tuple[str | int, ...]
Progress = Callable[[str, int, int], None]
"""Told what is being worked out, how far it is, and out of how much."""

SEED = 20260101
"""Where random respondents start: the same for everybody, so that audits can be compared."""


class Finding(NamedTuple):
    """One thing that a check found."""

    path: Path
    """Where in the rubric: keys as text, places in a list as numbers."""
    message: str
    hint: str = ""
    severity: Severity | None = None
    """Where it differs from the severity of its check."""


class Check(Protocol):
    """One check: a module with these names in it."""

    CODE: str
    """RF001 and so on; never used again for something else."""
    NAME: str
    """What is wrong, in two or three words with hyphens."""
    SEVERITY: Severity
    ABOUT: str
    """What it looks at, and why that matters to whoever answers; plain sentences."""
    FIX: str
    """What to do about it."""
    BAD: str
    """A fragment of YAML which, laid over a sound rubric, makes the check find something."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Everything it finds in a rubric."""


class Subject:
    """A rubric under audit, with what several checks need worked out once."""

    def __init__(
        self, rubric: Rubric, *, seed: int = SEED, progress: Progress = lambda *_: None
    ) -> None:
        self.rubric = rubric
        self.seed = seed
        self.progress = progress

    @cached_property
    def distribution(self) -> Distribution:
        """Scores over all combinations of answers."""
        from rolefit.audit.simulation.distribution import distribution  # noqa: PLC0415

        return distribution(self.rubric, seed=self.seed, progress=self.progress)

    @cached_property
    def straight(self) -> tuple[Straight, ...]:
        """What respondents who answer by position get."""
        from rolefit.audit.simulation.respondents import straight_liners  # noqa: PLC0415

        return straight_liners(self.rubric)

    @cached_property
    def labels(self) -> Labels:
        """Verdict labels of random respondents."""
        from rolefit.audit.simulation.respondents import random_labels  # noqa: PLC0415

        return random_labels(self.rubric, seed=self.seed, progress=self.progress)

    @cached_property
    def coverage(self) -> Coverage:
        """What the rubric's own cases reach."""
        from rolefit.audit.simulation.coverage import coverage  # noqa: PLC0415

        return coverage(self.rubric)

    @cached_property
    def mutants(self) -> Mutants:
        """Which small faults the rubric's own cases notice."""
        from rolefit.audit.simulation.mutants import mutants  # noqa: PLC0415

        return mutants(self.rubric, progress=self.progress)
