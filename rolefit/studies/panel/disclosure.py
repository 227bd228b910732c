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

RaterSet = frozenset[str]
"""The raters, by the ids of their forms, over whom one figure is a mean."""


class Ledger:
    """What was published of one dimension so far, and what that must not give away.

    A value in the making: figures are added one at a time, and one that would give something away
    is refused and leaves no trace.
    """

    def __init__(self, published: Iterable[RaterSet] = (), open_: Iterable[str] = ()) -> None:
        """`open_` are raters who know that they can be identified: the boss, oneself."""
        self.published = list(dict.fromkeys(published))
        self.open = frozenset(open_)
        self.withheld: list[RaterSet] = []

    def withhold(self, raters: RaterSet) -> None:
        """Forbid that the mean of these raters can be worked out."""
        if raters and not raters <= self.open:
            self.withheld.append(raters)

    def safe(self, raters: RaterSet) -> bool:
        """Whether the mean of these raters could be published beside all that was."""
        if raters in self.published:
            return True
        published = [*self.published, raters]
        secrets = self._secrets(published)
        return not any(follows_from_published(secret, published) for secret in secrets)

    def publish(self, raters: RaterSet) -> bool:
        """Publish the mean of these raters where that is safe; whether it was."""
        if not self.safe(raters):
            return False
        if raters not in self.published:
            self.published.append(raters)
        return True

    def _secrets(self, published: Sequence[RaterSet]) -> list[RaterSet]:
        """What must stay unknown: every rater who is not open, and what is withheld.

        Of raters who are in the same published sets one is as good as another.
        """
        everyone = frozenset().union(*published) - self.open
        kinds: dict[tuple[bool, ...], str] = {}
        for rater in sorted(everyone):
            kinds.setdefault(tuple(rater in one for one in published), rater)
        singles = [frozenset({rater}) for rater in kinds.values()]
        return [*singles, *(one for one in self.withheld if one not in published)]


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
