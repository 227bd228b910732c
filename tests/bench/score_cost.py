"""What `rolefit score FILE` costs beside a bare process, both measured in turn in one run.

The bare process imports typer, rich, pydantic and yaml and builds 20 model classes. Figures are CPU
seconds of whole processes (user and system); of the ratios taken pair by pair the median counts.

    python tests/bench/score_cost.py [RUNS]
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from rolefit.library import load

BARE = "import typer, rich, pydantic, yaml\n" + "\n".join(
    f"class Model{k}(pydantic.BaseModel):\n"
    "    name: str\n    weight: float = 1.0\n"
    "    labels: list[str] = []\n    note: str | None = None"
    for k in range(20)
)
RUBRIC = "first-marketing-hire"


def cpu(command: list[str]) -> float:
    """CPU seconds of one finished process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Where no bytecode is written, imports take three times as long: not what users see.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def ratios(command: list[str], other: list[str], runs: int) -> tuple[list[float], float, float]:
    """Ratios pair by pair, and the medians of both."""
    cpu(command)
    cpu(other)
    first, second = [], []
    for _ in range(runs):
        second.append(cpu(other))
        first.append(cpu(command))
    pairs = [a / b for a, b in zip(first, second, strict=True)]
    return pairs, statistics.median(first), statistics.median(second)


def responses_file(folder: Path) -> Path:
    """The responses of a shipped case as a file."""
    rubric = load(RUBRIC)
    lines = [f"rubric: {rubric.rubric}", f"rubric_hash: {rubric.content_hash}", "answers:"]

    def plain(value: object) -> object:
        return float(value) if isinstance(value, Fraction) else str(value)

    for name, answer in rubric.cases[0].answers.items():
        lines.append(f"  {name}: {json.dumps(answer, default=plain, ensure_ascii=False)}")
    path = folder / "founder.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        path = responses_file(Path(folder))
        score = [sys.executable, "-m", "rolefit", "score", str(path)]
        pairs, mine, bare = ratios(score, [sys.executable, "-c", BARE], runs)
    low, high = min(pairs), max(pairs)
    print(f"score {mine:.3f} s, bare {bare:.3f} s (medians of {runs}, CPU of whole processes)")
    print(
        f"ratio {statistics.median(pairs):.3f} (from {low:.3f} to {high:.3f}); at most 1.15 wanted"
    )


if __name__ == "__main__":
    main()
