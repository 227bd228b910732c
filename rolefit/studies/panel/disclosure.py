"""What published means give away: a proof by linear algebra, in exact fractions.

Every figure is a mean over a set of raters, and so a linear form of what they said. A rating, or a
mean that is withheld, can be worked out from what is published just where its form lies in the
space that the published forms span. Raters who are in the same published sets cannot be told apart
by them and count as one unknown, so that two hundred raters cost no more than a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from rolefit.exact import ONE, ZERO
from rolefit.studies.panel.round import FEWEST

RaterSet = frozenset[str]
"""The raters, by the ids of their forms, over whom one figure is a mean."""


class Ledger:
    """What was published of one dimension so far, and what that must not give away.

    Figures are told in blocks: raters whose mean was published at once. A block keeps its raters,
    so that the next report can tell nothing but whole blocks and what enough newcomers say: the
    difference of two figures is never what fewer of them said, nor is it what one of them said
    instead of another.

    A value in the making: figures are added one at a time, and one that would give something away
    is refused and leaves no trace.
    """

    def __init__(
        self,
        published: Iterable[RaterSet] = (),
        *,
        spent: Iterable[RaterSet] = (),
        fewest: int = FEWEST,
    ) -> None:
        """`spent` are published blocks that cannot be told again: their raters say otherwise."""
        self.published = list(dict.fromkeys(published))
        self.spent = list(dict.fromkeys(spent))
        self.fewest = fewest
        self.withheld: list[RaterSet] = []

    def withhold(self, raters: RaterSet) -> None:
        """Forbid that the mean of these raters can be worked out."""
        if raters:
            self.withheld.append(raters)

    def publish(self, raters: RaterSet) -> tuple[RaterSet, ...]:
        """The blocks that may be told of these raters, a new one among them where that is safe.

        Newcomers who are too few wait; nothing at all is told where somebody has left a block.
        """
        known = raters & frozenset().union(*self.published, *self.spent)
        whole = [block for block in self.published if block <= raters]
        if sum(map(len, whole)) != len(known) or not frozenset().union(*whole) >= known:
            return ()
        fresh = raters - known
        if len(fresh) >= self.fewest and self._is_safe(fresh):
            self.published.append(fresh)
            whole.append(fresh)
        return tuple(whole)

    def _is_safe(self, fresh: RaterSet) -> bool:
        """Whether no rating and nothing withheld follows from all that was and would be told.

        Blocks that share nobody give nothing away; what the file of a round says may be otherwise.
        """
        published = [*self.published, *self.spent, fresh]
        return not any(follows_from_published(one, published) for one in self._secrets(published))

    def _secrets(self, published: Sequence[RaterSet]) -> list[RaterSet]:
        """What must stay unknown: every rater, and what is withheld.

        Of raters who are in the same published sets one is as good as another.
        """
        kinds: dict[tuple[bool, ...], str] = {}
        for rater in sorted(frozenset().union(*published)):
            kinds.setdefault(tuple(rater in one for one in published), rater)
        return [*(frozenset({rater}) for rater in kinds.values()), *self.withheld]


def follows_from_published(secret: RaterSet, published: Sequence[RaterSet]) -> bool:
    """Whether the sum over `secret` follows from the sums over the published sets."""
    columns = _columns([*published, secret])
    rows = [[ONE if raters & column else ZERO for column in columns] for raters in published]
    wanted = [ONE if secret & column else ZERO for column in columns]
    return not any(_rest_of_row(wanted, _basis(rows)))


def _columns(sets: Sequence[RaterSet]) -> list[RaterSet]:
    """Raters in classes: within one, all are in the same of the sets."""
    classes: dict[tuple[bool, ...], set[str]] = {}
    for rater in frozenset().union(*sets):
        classes.setdefault(tuple(rater in one for one in sets), set()).add(rater)
    return [frozenset(members) for members in classes.values()]


def _basis(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """A basis of the row space by Gaussian elimination: each row with its leading column."""
    basis: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        left = _rest_of_row(row, basis)
        lead = next((k for k, value in enumerate(left) if value), None)
        if lead is not None:
            basis.append((lead, [value / left[lead] for value in left]))
    return basis


def _rest_of_row(
    row: Sequence[Fraction], basis: list[tuple[int, list[Fraction]]]
) -> list[Fraction]:
    """What is left of a row when the rows of a basis are taken out of it."""
    left = list(row)
    for lead, other in basis:
        factor = left[lead]
        if factor:
            left = [value - factor * own for value, own in zip(left, other, strict=True)]
    return left
