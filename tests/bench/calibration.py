"""How far the labels can be trusted, on simulated respondents: do they keep their leader?

Contrast rubrics, three figures each:

- Retests. A person leans to one pole by an amount drawn anew (normal, mean 0). Each answer is drawn
  with odds that rise with the lean and with what the answer says for a pole; two sittings of one
  person are drawn independently. Of all first sittings with a label: how many have the same leader
  the second time. `clear` should keep it in 96 % or more, `leaning` in 75 to 90 %.
- Random respondents, five for each pair, who take every answer by chance: `clear` in at most 3 %.
- Straight-liners, who answer by position: never `clear`.

All rubrics: two sittings in which every answer slips to a neighbouring one as often as the setting
`answer_noise` says, without any real change; a change is called in 3 to 7 % of the figures that
could move. Exit code 1 where a figure is out of its range.

    python tests/bench/calibration.py [PAIRS] [RUBRIC...]
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter

from rolefit.audit.simulation.respondents import straight_liners
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Item
from rolefit.rubric.model import Response, ResponseSet, Rubric, branch
from rolefit.scoring.assess import quick_verdict
from rolefit.scoring.evaluate import evaluate
from rolefit.storage.library import load
from rolefit.storage.shipped import shipped_names
from rolefit.studies.reliable_change import change, measures_of, score

PAIRS = 2000
RANDOM = 5
"""Random respondents for each pair: the 3 % that they may reach is told to 0.2 points then."""
SEED = 2026
LEAN = 1.0
"""Standard deviation of how far people lean."""
STRENGTH = 2.0
"""How much an answer that speaks wholly for one pole gains in odds, for each unit of lean."""


def drawn(rubric: Rubric, dice: random.Random, lean: float) -> dict[str, Response]:
    """A complete sitting of somebody who leans to the first pole by so much."""
    found: dict[str, Response] = {}
    for item in rubric.items:
        if branch(item, found) is False:
            found[item.id] = Response("not_presented")
        else:
            found[item.id] = Response("answered", one_answer(item, rubric, dice, lean))
    return found


def one_answer(item: Item, rubric: Rubric, dice: random.Random, lean: float) -> Answer:
    """One answer, with odds that rise with what it says for the pole that is leaned to."""
    answers = item.candidates()
    if not item.scores or not lean:
        return dice.choice(answers)
    says = [item.values(answer, rubric.outcome_ids) for answer in answers]
    odds = [math.exp(STRENGTH * lean * float(v[0] - v[1])) for v in says]
    return dice.choices(answers, odds)[0]


def retests(rubric: Rubric, pairs: int) -> dict[str, tuple[int, int]]:
    """By label of the first sitting: how many had the same leader again, of how many."""
    dice = random.Random(SEED)
    same: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for _ in range(pairs):
        lean = dice.gauss(0, LEAN)
        first, second = (evaluate(rubric, drawn(rubric, dice, lean)) for _ in range(2))
        if first.scores is None or second.scores is None:
            continue
        label = quick_verdict(rubric, first.responses).verdict.strength
        every[label] += 1
        same[label] += leader(first.scores) == leader(second.scores)
    return {label: (same[label], every[label]) for label in every}


def leader(scores: tuple[object, ...]) -> int:
    """The pole that scores higher, whatever the conditions say."""
    first, second = scores
    assert first is not None
    assert second is not None
    return int(first > second)  # type: ignore[operator]


def clear_by_chance(rubric: Rubric, number: int) -> float:
    """Share of random respondents who get a clear verdict, conditions included."""
    dice = random.Random(SEED + 1)
    verdicts = (quick_verdict(rubric, drawn(rubric, dice, 0.0)).verdict for _ in range(number))
    return sum(verdict.label == "clear" for verdict in verdicts) / number


def slipped(rubric: Rubric, given: ResponseSet, dice: random.Random) -> dict[str, Response]:
    """The same person on another day: each answer may be a neighbouring one."""
    noise = float(rubric.settings.answer_noise)
    found = dict(given)
    for name, response in given.items():
        if response.answer is None:
            continue
        for other, chance in rubric.item(name).slips(response.answer):
            if dice.random() < noise * float(chance):
                found[name] = Response("answered", other)
    return found


def called_changed(rubric: Rubric, pairs: int) -> tuple[int, int]:
    """Of the figures that could move between two such sittings, how many are called changed."""
    dice = random.Random(SEED + 2)
    changed = every = 0
    for _ in range(pairs):
        lean = dice.gauss(0, LEAN)
        before = drawn(rubric, dice, lean if rubric.outcomes else 0.0)
        sittings = [evaluate(rubric, slipped(rubric, before, dice)) for _ in range(2)]
        for measure in measures_of(rubric, sittings):
            found = change(*(score(one, measure) for one in sittings))
            if found.reliable is not None and found.variance:
                every += 1
                changed += found.reliable
    return changed, every


def main() -> int:
    """Print a table; 1 where a figure is out of its range."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    names = sys.argv[2:] or shipped_names()
    wrong = 0
    for name in names:
        whole = load(name)
        rubric = whole.model_copy(update={"gates": ()})  # what the numbers alone say
        line = [f"{name}:"]
        if len(rubric.outcomes) == 2:
            for label, (same, every) in sorted(retests(rubric, pairs).items()):
                kept = same / every
                line.append(f"{label} keeps its leader in {kept:.1%} of {every},")
                wrong += label == "clear" and kept < 0.96
                wrong += label == "leaning" and not 0.75 <= kept <= 0.9
            chance = clear_by_chance(whole, RANDOM * pairs)
            lines = sum(one.verdict.strength == "clear" for one in straight_liners(rubric))
            line.append(f"random answers clear in {chance:.1%}, straight-liners {lines};")
            wrong += chance > 0.03 or lines > 0
        changed, every = called_changed(rubric, pairs // 4)
        line.append(f"unchanged people called changed in {changed / every:.1%} of {every} figures")
        wrong += not 0.03 <= changed / every <= 0.07
        print(" ".join(line), flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
