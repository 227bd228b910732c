"""The contract of an audit check, and the rubric that checks look at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

from rolefit.audit.base import SEED, Finding, ProgressCallback, Severity
from rolefit.audit.simulation.coverage import Coverage, coverage
from rolefit.audit.simulation.distribution import Distribution, distribution
from rolefit.audit.simulation.mutants import Mutants, mutants
from rolefit.audit.simulation.respondents import Labels, Straight, random_labels, straight_liners
from rolefit.rubric.model import Rubric


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
        self, rubric: Rubric, *, seed: int = SEED, progress: ProgressCallback = lambda *_: None
    ) -> None:
        self.rubric = rubric
        self.seed = seed
        self.progress = progress

    @cached_property
    def distribution(self) -> Distribution:
        """Scores over all combinations of answers."""
        return distribution(self.rubric, seed=self.seed, progress=self.progress)

    @cached_property
    def straight(self) -> tuple[Straight, ...]:
        """What respondents who answer by position get."""
        return straight_liners(self.rubric)

    @cached_property
    def labels(self) -> Labels:
        """Verdict labels of random respondents."""
        return random_labels(self.rubric, seed=self.seed, progress=self.progress)

    @cached_property
    def coverage(self) -> Coverage:
        """What the rubric's own cases reach."""
        return coverage(self.rubric)

    @cached_property
    def mutants(self) -> Mutants:
        """Which small faults the rubric's own cases notice."""
        return mutants(self.rubric, progress=self.progress)
