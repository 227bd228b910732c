"""Counts by group that give nobody away: small cells withheld, and what they follow from.

Cells under five are withheld. So is every further cell without which a withheld one could be worked
out from the totals. That no count is below zero gives more away than sums alone, so the proof of a
round of raters (`panel.disclosure`) would not do here: for each withheld cell there must be another
table of whole numbers with which everything told is the same (network flows: Gusfield 1988). The
same holds for small numbers of all groups together of which nothing is told: that none of them got
a result would be told of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

LEAST = 5
"""Fewest people in a cell that is told."""
Counts = Mapping[str, Mapping[str, int]]
"""People by group, then by result; every group has every result."""


class SafeCounts(NamedTuple):
    """What may be told of counts by group."""

    cells: dict[str, dict[str, int | None]]
    """By group and result, groups that may not be told left out; None is withheld."""
    sizes: dict[str, int]
    """People of each group that is told."""
    pooled: tuple[str, ...]
    """Groups of which nothing is told."""


def safe_counts(counts: Counts) -> SafeCounts:
    """Counts without those that would give somebody away; totals by result are known to all."""
    pooled = pooled_groups({group: sum(row.values()) for group, row in counts.items()})
    told = [group for group in counts if group not in pooled]
    hidden = {(g, r) for g in told for r, number in counts[g].items() if number < LEAST}
    lines = _lines(counts, pooled)
    while (weak := _weak_cells(lines, counts, hidden, pooled)) is not None:
        hidden.add(min(weak, key=lambda c: (counts[c[0]][c[1]], c)))
    cells = {
        g: {r: None if (g, r) in hidden else number for r, number in counts[g].items()}
        for g in told
    }
    return SafeCounts(cells, {g: sum(counts[g].values()) for g in told}, pooled)


def pooled_groups(sizes: Mapping[str, int]) -> tuple[str, ...]:
    """The groups of which nothing is told: small ones, and others until the pool is none itself.

    One withheld group would follow from the total, and so would a pool of fewer than five.
    """
    small = [group for group, size in sizes.items() if size < LEAST]
    rest = sorted((g for g in sizes if g not in small), key=lambda g: (sizes[g], g))
    while small and rest and (len(small) < 2 or sum(sizes[g] for g in small) < LEAST):
        small.append(rest.pop(0))
    return tuple(group for group in sizes if group in small)


_Cell = tuple[str, str]


def _lines(counts: Counts, pooled: Sequence[str]) -> list[list[_Cell]]:
    """What adds up to a total that is known: a told group, and a result over all groups."""
    groups = [[(g, r) for r in counts[g]] for g in counts if g not in pooled]
    results = next(iter(counts.values()), {})
    return [*groups, *([(g, r) for g in counts] for r in results)]


def _weak_cells(
    lines: Sequence[Sequence[_Cell]], counts: Counts, hidden: set[_Cell], pooled: Sequence[str]
) -> list[_Cell] | None:
    """Cells of which one has to be withheld, too; None where nothing gives anybody away."""

    def still_told(line: Sequence[_Cell]) -> list[_Cell]:
        return [c for c in line if c not in hidden and c[0] not in pooled]

    secret = [[c for c in line if c in hidden or c[0] in pooled] for line in lines]
    for line, withheld in zip(lines, secret, strict=True):
        few = len(withheld) == 1 or sum(counts[g][r] for g, r in withheld) < LEAST
        if few and withheld and still_told(line):
            return still_told(line)
    fixed = _fixed_cells(counts, hidden, pooled)
    if fixed is None:
        return None
    found = {(g, fixed[1]) for g in pooled} if fixed[0] == _POOL else {fixed}
    through = (still_told(line) for line in lines if found & {*line})
    everywhere = [c for line in lines for c in still_told(line)]
    return next(filter(None, through), everywhere) or None


def _fixed_cells(counts: Counts, hidden: set[_Cell], pooled: Sequence[str]) -> _Cell | None:
    """A withheld cell that can hold no other number while all that is told stays the same.

    Another number is possible just where a round of withheld cells leads through the cell, in turns
    one up and one down and none below nought; groups of which nothing is told are one row of it.
    """
    rows = {g: dict(row) for g, row in counts.items() if g not in pooled}
    rows[_POOL] = {r: sum(counts[g][r] for g in pooled) for r in next(iter(counts.values()))}
    free = {*hidden, *((_POOL, r) for r in (rows[_POOL] if pooled else ()))}
    small = {(g, r) for g, r in free if g == _POOL and rows[_POOL][r] < LEAST}
    for group, result in sorted(hidden | small):
        others = free - {(group, result)}
        up = _leads((1, result), (0, group), others, rows)
        down = rows[group][result] > 0 and _leads((0, group), (1, result), others, rows)
        if not up and not down:
            return group, result
    return None


_POOL = "\0"
_Node = tuple[int, str]
"""A group (0) or a result (1) by name."""


def _leads(start: _Node, goal: _Node, free: set[_Cell], rows: Counts) -> bool:
    """Whether cells lead from start to goal: from a group up to a result, from there down."""
    seen, todo = {start}, [start]
    while todo:
        kind, name = todo.pop()
        if (kind, name) == goal:
            return True
        if kind == 0:
            steps = {(1, r) for g, r in free if g == name}
        else:
            steps = {(0, g) for g, r in free if r == name and rows[g][r] > 0}
        todo += steps - seen
        seen |= steps
    return False
