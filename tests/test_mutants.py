"""A change of code is put under test in the functions that run, whatever became of them."""

from __future__ import annotations

import gc
import sys
from fractions import Fraction
from pathlib import Path

from mutants import Mutant, in_child, put

from rolefit import exact

BEFORE, AFTER = "return total(values) / len(values)", "return total(values) * len(values)"


def test_a_change_is_put_into_functions_that_were_frozen() -> None:
    path = Path(exact.__file__)
    text = path.read_text("utf-8")
    assert text.count(BEFORE) == 1
    mutant = Mutant(path, range(1), text.replace(BEFORE, AFTER), "")

    def mean_of_twos() -> int:
        gc.freeze()  # as the tests do before they begin
        put(mutant)
        return int(exact.mean([Fraction(2), Fraction(2)]))

    assert in_child(mean_of_twos) == 8
    assert exact.mean([Fraction(2), Fraction(2)]) == 2


def test_a_change_is_put_into_a_module_that_nobody_has_loaded_yet() -> None:
    path = Path(exact.__file__).parent / "storage" / "csv_text.py"
    text = path.read_text("utf-8")
    before = "    return "
    assert before in text
    mutant = Mutant(path, range(1), text.replace(before, "    return not "), "")

    def loaded_and_changed() -> int:
        sys.modules.pop("rolefit.storage.csv_text", None)
        put(mutant)
        module = sys.modules["rolefit.storage.csv_text"]
        return int(module.separator_of("a;b;c\n") is False)

    assert in_child(loaded_and_changed) == 1
