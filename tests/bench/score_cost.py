"""What `rolefit score FILE` costs, as CPU seconds (user and system) of whole processes.

Two ratios, each taken pair by pair in one run, of which the median counts:

- beside a bare process that imports typer, rich, pydantic and yaml and builds 20 model classes;
- beside a plain score, which leaves out all that would change the result: flip sets, the plan,
  weights, what to find out next.

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

from rolefit.storage.library import load

BARE = "import typer, rich, pydantic, yaml\n" + "\n".join(
    f"class Model{k}(pydantic.BaseModel):\n"
    "    name: str\n    weight: float = 1.0\n"
    "    labels: list[str] = []\n    note: str | None = None"
    for k in range(20)
)
PLAIN = """
import sys

from rolefit.scoring import assess, judging
from rolefit.scoring.flips import Flips

def nothing(*_):
    return None

def empty(*_):
    return ()

for place, name in ((assess, "sensitivity"), (judging, "one_answer_turns"), (assess, "plan")):
    assert hasattr(place, name)
    setattr(place, name, nothing)
assess.flips = lambda *_: Flips((), left_out=False)
for name in ("gate_flips", "evidence"):
    assert hasattr(assess, name)
    setattr(assess, name, empty)
sys.argv[0] = "rolefit"
from rolefit.__main__ import run
run()
"""
RUBRIC = "first-marketing-hire"
BARE_LIMIT, PLAIN_LIMIT = 1.15, 1.5


def cpu(command: list[str]) -> float:
    """CPU seconds of one finished process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Where no bytecode is written, imports take three times as long: not what users see.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def ratios(command: list[str], other: list[str], runs: int) -> list[float]:
    """Ratios of two commands, pair by pair."""
    cpu(command)
    cpu(other)
    found = []
    for _ in range(runs):
        second = cpu(other)
        found.append(cpu(command) / second)
    return found


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
        path = str(responses_file(Path(folder)))
        score = [sys.executable, "-m", "rolefit", "score", path]
        others = (
            ("a bare process", [sys.executable, "-c", BARE], BARE_LIMIT),
            ("a plain score", [sys.executable, "-c", PLAIN, "score", path], PLAIN_LIMIT),
        )
        for name, other, limit in others:
            found = ratios(score, other, runs)
            low, high = min(found), max(found)
            print(
                f"score costs {statistics.median(found):.3f} times {name} "
                f"(from {low:.3f} to {high:.3f} in {runs} pairs); at most {limit} wanted"
            )


if __name__ == "__main__":
    main()
