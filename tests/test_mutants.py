"""A change of code is put under test in the functions that run, whatever became of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent / "bench"
SCRIPT = """
import gc, sys
from fractions import Fraction
from pathlib import Path
from mutants import Mutant, put
from rolefit import exact

def mutant(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    return Mutant(path, range(1), text.replace(before, after), "")

path = Path(exact.__file__)
mean = "return total(values) / len(values)", "return total(values) * len(values)"
print(int(exact.mean([Fraction(2), Fraction(2)])))
gc.freeze()  # as the tests do before they begin
put(mutant(path, *mean))
print(int(exact.mean([Fraction(2), Fraction(2)])))

assert "rolefit.storage.csv_text" not in sys.modules
put(mutant(path.parent / "storage" / "csv_text.py", "    return ", "    return not "))
module = sys.modules["rolefit.storage.csv_text"]
print(module.separator_of("a;b;c\\n") is False)
"""


@pytest.mark.slow
def test_a_change_is_put_into_frozen_functions_and_into_modules_not_loaded_yet() -> None:
    # In a process of its own: to look for functions among all that the tests hold takes long.
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(BENCH), *sys.path))},
    )
    assert done.stdout.split() == ["2", "8", "True"]
