"""A change of code is put under test in the functions that run, whatever became of them."""

from __future__ import annotations

import gc
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
