"""Counts by group: nobody is given away, proved by trying every table that could lie behind."""

from __future__ import annotations

import random

import pytest

from rolefit.studies.cohort.groups import LEAST, Counts, pooled_groups, safe_counts


@pytest.mark.parametrize(
    ("sizes", "pooled"),
    [
        ({"a": 9, "b": 8}, ()),
        ({"a": 9, "b": 8, "c": 4}, ("b", "c")),
        ({"a": 9, "b": 4, "c": 1}, ("b", "c")),
        ({"a": 9, "b": 8, "c": 2, "d": 1}, ("b", "c", "d")),
        ({"a": 3}, ("a",)),
        ({"a": 5, "b": 5}, ()),
    ],
)
def test_a_small_group_never_follows_from_the_others(
    sizes: dict[str, int], pooled: tuple[str, ...]
) -> None:
    assert pooled_groups(sizes) == pooled


def test_small_cells_are_withheld_and_what_they_would_follow_from() -> None:
    counts = {"n": {"x": 20, "y": 3, "z": 9}, "s": {"x": 15, "y": 8, "z": 7}}
    found = safe_counts(counts)
    assert found.sizes == {"n": 32, "s": 30}
    # y of n is 3; its column gives it away unless y of s is withheld, and so do both rows.
    assert found.cells["n"] == {"x": 20, "y": None, "z": None}
    assert found.cells["s"] == {"x": 15, "y": None, "z": None}


def test_large_cells_are_all_told() -> None:
    counts = {"n": {"x": 20, "y": 5}, "s": {"x": 15, "y": 8}}
    assert safe_counts(counts).cells == counts


def other_numbers(counts: Counts, most: int) -> dict[tuple[str, str], set[int]]:
    """The numbers of each withheld cell over tables with which the same things are told.

    By trying: until every cell has two numbers, or all tables, or `most` steps were made.
    """
    found = safe_counts(counts)
    rows, results = list(found.cells), list(next(iter(counts.values())))
    cells = [(g, r) for g in rows for r in results if found.cells[g][r] is None]
    row = {g: found.sizes[g] - sum(n or 0 for n in found.cells[g].values()) for g in rows}
    column = {
        r: sum(counts[g][r] for g in counts) - sum(found.cells[g][r] or 0 for g in rows)
        for r in results
    }
    pool = {r: sum(counts[g][r] for g in found.pooled) for r in results}
    small = [("", r) for r in results if found.pooled and found.cells and pool[r] < LEAST]
    values: dict[tuple[str, str], set[int]] = {cell: set() for cell in (*cells, *small)}
    steps = 0

    def fill(k: int, table: dict[tuple[str, str], int]) -> bool:
        nonlocal steps
        steps += 1
        if k == len(cells):
            # What is left of the columns is what the groups have of which nothing is told.
            if found.pooled or not any(column.values()):
                for cell, n in table.items():
                    values[cell].add(n)
                for cell in small:
                    values[cell].add(column[cell[1]])
            return all(len(some) > 1 for some in values.values()) or steps > most
        g, r = cells[k]
        last = k + 1 == len(cells) or cells[k + 1][0] != g
        for n in [row[g]] if last else range(min(row[g], column[r]) + 1):
            if n > column[r]:
                continue
            row[g] -= n
            column[r] -= n
            enough = fill(k + 1, {**table, (g, r): n})
            row[g] += n
            column[r] += n
            if enough:
                return True
        return False

    if cells:
        fill(0, {})
    return values if steps <= most else {}


KNOWN = [
    {
        "a": {"w": 20, "x": 8, "y": 8},
        "b": {"w": 6, "x": 0, "y": 8},
        "c": {"w": 5, "x": 20, "y": 0},
    },
    {"a": {"x": 6, "y": 3}, "b": {"x": 8, "y": 0}, "c": {"x": 6, "y": 0}, "d": {"x": 6, "y": 8}},
]
"""Tables in which sums alone give nothing away, and that no count is below nought does."""


@pytest.mark.parametrize("counts", KNOWN)
def test_that_no_count_is_below_nought_gives_nothing_away(counts: Counts) -> None:
    found = other_numbers(counts, 200_000)
    assert [cell for cell, some in found.items() if len(some) < 2] == []


@pytest.mark.parametrize("seed", range(60))
def test_no_withheld_number_can_be_worked_out(seed: int) -> None:
    chance = random.Random(seed)
    groups, results = "abcd"[: chance.randint(2, 4)], "xyz"[: chance.randint(2, 3)]
    counts = {g: {r: chance.choice([0, 1, 3, 5, 6, 8]) for r in results} for g in groups}
    counts["a"] = {r: max(1, n) for r, n in counts["a"].items()}  # each result has somebody
    found = other_numbers(counts, 20_000)
    assert [cell for cell, some in found.items() if len(some) < 2] == []


def test_that_nobody_of_small_groups_got_a_result_is_not_told() -> None:
    counts = {"a": {"x": 20, "y": 9}, "b": {"x": 9, "y": 20}, "c": {"x": 3, "y": 0}}
    counts["d"] = {"x": 4, "y": 0}
    found = safe_counts(counts)
    assert found.pooled == ("c", "d")
    assert [row for row in found.cells.values() if row["y"] is not None] == [counts["b"]]
    assert len(other_numbers(counts, 20_000)[("", "y")]) > 1


@pytest.mark.parametrize("seed", range(60))
def test_no_number_under_five_is_told(seed: int) -> None:
    chance = random.Random(seed)
    counts = {g: {r: chance.randint(0, 9) for r in "xyz"} for g in "abcde"}
    found = safe_counts(counts)
    told = [n for row in found.cells.values() for n in row.values() if n is not None]
    assert all(n >= LEAST for n in told)
    assert all(n >= LEAST for n in found.sizes.values())


def test_thirty_groups_take_no_time() -> None:
    chance = random.Random(1)
    counts = {f"g{k}": {r: chance.randint(0, 20) for r in "uvwxyz"} for k in range(30)}
    assert len(safe_counts(counts).cells) > 20
