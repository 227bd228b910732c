"""What goes through many things in one test: it misses none, and tells of all that fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from every import call_all, every, every_case

from rolefit.storage.shipped import shipped_names


@every(("word", "length"), [("one", 3), ("three", 5)])
def test_each_thing_is_passed_and_fixtures_are_kept(word: str, length: int, tmp_path: Path) -> None:
    assert len(word) == length
    assert tmp_path.is_dir()


def test_all_that_fail_are_told_with_what_they_were_called_with() -> None:
    def fails(k: int) -> None:
        if k == 3:
            with pytest.raises(ValueError, match="never"):
                pass
        assert k % 2 == 0

    with pytest.raises(ExceptionGroup) as caught:
        call_all(fails, [{"k": k} for k in range(6)], {})
    assert [e.__notes__ for e in caught.value.exceptions] == [
        [f"with {{'k': {k}}}"] for k in (1, 3, 5)
    ]


def test_nothing_to_go_through_and_a_wrong_name_are_refused() -> None:
    with pytest.raises(AssertionError, match="nothing to test"):
        every("k", [])
    with pytest.raises(AssertionError, match="a name that the test lacks"):
        every("j", [1])(lambda k: None)


def test_every_case_is_gone_through() -> None:
    seen = []

    def see(name: str, k: int) -> None:
        seen.append((name, k))

    for name in shipped_names():
        every_case(step=9)(see)(name)
    assert {name for name, _ in seen} == set(shipped_names())
    assert all(k % 9 == 0 for _, k in seen)
    assert len(seen) >= 2 * len(shipped_names())
