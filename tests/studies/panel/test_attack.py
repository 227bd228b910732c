"""An attacker lists every sheet of ratings that fits all that was told: none must be fixed.

The oracle knows nothing of how a report is made: it makes the report of every sheet that there can
be, puts together those that cannot be told apart, and looks for a rating that is the same in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import pytest
from make import LABELS, answers, likert, readiness, single

from rolefit.rubric.model import Rubric, read
from rolefit.scoring.evaluate import evaluate
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.panel.round import Published, Round
from rolefit.studies.panel.views import RaterSheet, panel_view

P, R = "peer", "report"
ASPECT = {"d": {"name": "D", "about": "About D.", "weight": 1, "target": 75}}


class Try(NamedTuple):
    """Who rates, and who is in at each report: raters by their places in `groups`."""

    groups: str
    reports: Sequence[Sequence[int]]
    own: int | None = None
    boss: int | None = None


class Scale:
    """A dimension of one question, or of some, and the forms that rate it."""

    def __init__(self, *items: dict[str, Any]) -> None:
        self.rubric: Rubric = readiness(*items, dimensions=ASPECT)
        choices = [item.candidates() for item in self.rubric.items]
        self.known: dict[tuple[Any, ...], Evaluation] = {
            given: self._evaluated(given) for given in product(*choices)
        }
        self.levels = tuple(self.known)

    def _evaluated(self, given: tuple[Any, ...]) -> Evaluation:
        written = {
            item.id: item.parse_typed(item.written(answer))
            for item, answer in zip(self.rubric.items, given, strict=True)
        }
        return evaluate(self.rubric, read(self.rubric, answers(self.rubric, **written)))

    def form(self, rater: int, group: str, level: int) -> RaterSheet:
        mark = f"aaaa-bbbb-cccc-ddd{'abcdefghij'[rater]}"
        return RaterSheet(mark, group, self.known[self.levels[level]])

    def told(self, tried: Try, sheet: Sequence[int]) -> tuple[str, ...]:
        """All reports, one after the other, as the person reads them."""
        published: tuple[Published, ...] = ()
        texts = []
        for here in tried.reports:
            round_ = Round(
                format="rolefit-round",
                version=1,
                rubric=self.rubric.rubric,
                rubric_hash=self.rubric.content_hash,
                begun="2026-11-30",
                published=published,
            )
            forms = [self.form(k, P if tried.groups[k] == "p" else R, sheet[k]) for k in here]
            if tried.own is not None:
                forms.append(self.form(8, "self", tried.own))
            if tried.boss is not None:
                forms.append(self.form(9, "boss", tried.boss))
            view, published = panel_view(round_, self.rubric, forms, "Dana")
            texts.append(view.model_dump_json())
        return tuple(texts)

    def given_away(self, tried: Try) -> Iterator[tuple[tuple[int, ...], int]]:
        """Sheets and raters of whom the reports fix what they said."""
        alike: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
        texts: dict[tuple[int, ...], tuple[str, ...]] = {}
        for sheet in product(range(len(self.levels)), repeat=len(tried.groups)):
            ordered = _ordered(tried, sheet)
            if ordered not in texts:
                texts[ordered] = self.told(tried, ordered)
            alike[texts[ordered]].append(sheet)
        for sheets in alike.values():
            for rater in range(len(tried.groups)):
                if len({sheet[rater] for sheet in sheets}) == 1:
                    yield sheets[0], rater


def _ordered(tried: Try, sheet: Sequence[int]) -> tuple[int, ...]:
    """A sheet in which raters of one group and the same reports are put in order.

    A report says nothing of who is who: the next test makes sure of it.
    """
    kinds = [
        (group, tuple(k in here for here in tried.reports)) for k, group in enumerate(tried.groups)
    ]
    places = sorted(range(len(sheet)), key=lambda k: (kinds[k], k))
    values = sorted(range(len(sheet)), key=lambda k: (kinds[k], sheet[k]))
    found = dict(zip(places, (sheet[k] for k in values), strict=True))
    return tuple(found[k] for k in range(len(sheet)))


def points(count: int) -> Scale:
    """One question from 1 to `count`."""
    return Scale(likert("q", toward=None, labels=LABELS[:count]))


FIVE, THREE = points(5), points(3)
TWO_ITEMS = Scale(*(likert(f"q{k}", toward=None, labels=LABELS[:3]) for k in range(2)))
WORTHS = (0, Fraction(1, 4), 1)
"""Of three raters who mean a quarter all said a quarter: 0 and 1 do not make it up."""
UNEVEN = Scale(
    single(
        "q", options=tuple({"id": f"o{int(4 * v)}", "text": f"{v}.", "value": v} for v in WORTHS)
    )
)
TRIES = {
    "three peers": Try("ppp", [range(3)], own=4),
    "four peers and a boss": Try("pppp", [range(4)], boss=3),
    "four peers beside a boss at the end": Try("pppp", [range(4)], own=0, boss=4),
    "five peers, so that agreement is told": Try("ppppp", [range(5)], own=2),
    "one more after a report": Try("pppp", [range(3), range(4)]),
    "two more after a report": Try("ppppp", [range(3), range(5)]),
    "one who left": Try("pppp", [range(4), range(3)]),
    "one who came for another": Try("ppppp", [range(4), (0, 1, 2, 4)]),
    "small groups together, then one more": Try("pprrp", [range(4), range(5)]),
}


LONG = [name for name, tried in TRIES.items() if len(tried.groups) + len(tried.reports) > 6]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in TRIES if name not in LONG])
def test_no_rating_of_one_to_five_is_fixed_by_all_that_is_told(name: str) -> None:
    assert list(FIVE.given_away(TRIES[name])) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_no_rating_of_one_to_three_is_fixed_by_several_reports(name: str) -> None:
    assert list(THREE.given_away(TRIES[name])) == []


@pytest.mark.slow
def test_no_rating_of_one_to_five_is_fixed_by_several_reports() -> None:
    assert list(FIVE.given_away(TRIES["small groups together, then one more"])) == []


MORE, TWO_GROUPS = Try("pppppp", [range(3), range(6)]), Try("ppprrr", [range(6)], own=1, boss=1)
FOUR_AND_BOSS = Try("pppp", [range(4)], boss=1)


@pytest.mark.parametrize(
    ("scale", "tried"),
    [
        pytest.param(points(2), MORE, id="two, three and three more"),
        pytest.param(points(2), TWO_GROUPS, id="two, two groups and a boss"),
        pytest.param(UNEVEN, TWO_GROUPS, id="uneven, two groups and a boss"),
        pytest.param(UNEVEN, FOUR_AND_BOSS, id="uneven, four and a boss"),
        pytest.param(THREE, FOUR_AND_BOSS, id="three, four and a boss"),
        pytest.param(THREE, MORE, id="three, three and three more"),
    ],
)
def test_no_rating_on_other_scales_is_fixed_either(scale: Scale, tried: Try) -> None:
    assert list(scale.given_away(tried)) == []


@pytest.mark.slow
def test_no_score_of_two_questions_is_fixed_by_all_that_is_told() -> None:
    assert list(TWO_ITEMS.given_away(Try("ppp", [range(3)], own=4, boss=8))) == []


def test_reports_do_not_say_who_is_who() -> None:
    tried = Try("pprrp", [range(4), range(5)], own=2, boss=3)
    for sheet in ((0, 3, 1, 4, 2), (3, 0, 4, 1, 2)):
        assert FIVE.told(tried, sheet) == FIVE.told(tried, _ordered(tried, sheet))


def test_the_attacker_finds_what_plain_means_and_words_would_give_away() -> None:
    class OnlyMeans(Scale):
        def told(self, tried: Try, sheet: Sequence[int]) -> tuple[str, ...]:
            return (str(sum(sheet)),)

    class MeansAndWords(Scale):
        def told(self, tried: Try, sheet: Sequence[int]) -> tuple[str, ...]:
            return (str(sum(sheet)), "agree" if max(sheet) == min(sheet) else "differ")

    tried = Try("pppp", [range(4)])
    means = {sheet for sheet, _ in OnlyMeans(likert("q", toward=None)).given_away(tried)}
    words = {sheet for sheet, _ in MeansAndWords(likert("q", toward=None)).given_away(tried)}
    assert means == {(0,) * 4, (4,) * 4}
    assert words >= {(k,) * 4 for k in range(5)}
