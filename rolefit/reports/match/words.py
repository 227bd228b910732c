"""The sentences of a match: who covers a need, and what each candidate leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolefit.exact import ZERO, rounded
from rolefit.matching import Holding, Match, Placed
from rolefit.matching.holding import Fit, Held
from rolefit.reports.changes import WORDS
from rolefit.reports.sentences import capital, figure, listed, plus_minus
from rolefit.rubric import Rubric
from rolefit.verdict import excluding

HALF = 50
MOST_NAMED = 5
"""Open questions that are named in a sentence."""
STATES: dict[Fit, str] = {
    "fits": "covers the need",
    "short": "leaves more open than the need's own error",
    "open": "cannot be told yet",
    "ruled_out": "a condition of this role fails",
}


class Rubrics(NamedTuple):
    """The rubric that the company answered, and the one that the candidates' sheets answer."""

    need: Rubric
    candidate: Rubric


def count(number: int) -> str:
    """A small number as a word."""
    return WORDS[number] if number < len(WORDS) else str(number)


def names_of(found: Match, rows: Sequence[Placed]) -> list[str]:
    """The names of candidates, in order of place."""
    return [found.candidates[row.held.candidate].name for row in rows]


def role(rubrics: Rubrics, outcome: str) -> str:
    """The name of a role, with its article."""
    return rubrics.need.outcomes[outcome].name


def dimension(rubrics: Rubrics, name: str) -> str:
    """A dimension as the sheet about a candidate names it."""
    return rubrics.candidate.dimensions[name].name


def result(found: Match, rubrics: Rubrics) -> str:
    """The whole match in a sentence or two."""
    if not found.holdings:
        if found.need.verdict.label == "not_yet":
            return "Nobody fits yet: a condition on the company's own side does not hold."
        return "Nobody fits yet: the company answered too little to tell what it needs."
    if len(found.holdings) == 1:
        return told(found, found.holdings[0], rubrics)
    roles = listed([role(rubrics, h.outcome) for h in found.holdings], "or")
    if not found.anybody:
        return f"Nobody fits yet. Whether {roles} is needed is undecided, and nobody covers either."
    roles = listed([role(rubrics, h.outcome) for h in found.holdings])
    return f"The need is undecided between {roles}. {either_way(found, rubrics)}"


def told(found: Match, holding: Holding, rubrics: Rubrics) -> str:
    """Who covers a need for one role."""
    need = f"the need for {role(rubrics, holding.outcome)}"
    whole, fitting = len(holding.entrants), names_of(found, holding.fitting)
    if not fitting:
        names = {1: "the one candidate does not cover", 2: "neither of the two covers"}
        text = f"{names.get(whole, f'none of the {count(whole)} covers')} {need}."
        alone = len(found.holdings) == 1
        return (f"Nobody fits yet: {text}" if alone else capital(text)) + undecided(holding)
    if whole == 1:
        return f"{fitting[0]} covers {need}."
    verb = "covers" if len(fitting) == 1 else "cover"
    of = f"{count(whole)} sheets" if repeated(found) else count(whole)
    who = capital(count(len(fitting)))
    return f"{who} of {of} {verb} {need}: {listed(fitting)}.{undecided(holding)}"


def repeated(found: Match) -> list[str]:
    """The people about whom there is more than one sheet."""
    counted = Counter(one.person for one in found.candidates if one.person is not None)
    return [name for name, number in counted.items() if number > 1]


def undecided(holding: Holding) -> str:
    """How many cannot be told yet and could still cover the need."""
    held = [row.held for row in holding.entrants]
    number = sum(1 for one in held if one.state == "open" and one.points != "too_much")
    if not number:
        return ""
    who = count(number) if len(held) > 1 else "it"
    return f" {capital(who)} still could, depending on answers that are open."


def either_way(found: Match, rubrics: Rubrics) -> str:
    """Who covers the need whichever role it turns out to be, and who only one of them."""
    sets = [{row.held.candidate for row in h.fitting} for h in found.holdings]
    always = set.intersection(*sets)
    parts = []
    if always:
        verb = "covers" if len(always) == 1 else "cover"
        names = [found.candidates[k].name for k in sorted(always)]
        parts.append(f"{listed(names)} {verb} it either way.")
    for holding, fitting in zip(found.holdings, sets, strict=True):
        only = [n for k, n in numbered(found, holding) if k in fitting - always]
        if only:
            verb = "covers" if len(only) == 1 else "cover"
            parts.append(
                f"As a need for {role(rubrics, holding.outcome)}, {listed(only)} {verb} it."
            )
        elif not fitting:
            parts.append(f"As a need for {role(rubrics, holding.outcome)}, nobody covers it yet.")
    return " ".join(parts)


def numbered(found: Match, holding: Holding) -> list[tuple[int, str]]:
    """Number and name of each candidate, in order of place."""
    rows = holding.entrants
    return [(row.held.candidate, found.candidates[row.held.candidate].name) for row in rows]


def left_open(held: Held) -> str:
    """What a candidate leaves open, in figures."""
    if held.leaves is not None and (held.state != "open" or held.low == held.high):
        return f"{figure(held.leaves)}{plus_minus(held.variance)}"
    return f"{figure(held.low)} to {figure(held.high)}"


def places(row: Placed) -> str:
    """A place, with the others that the errors leave possible; who may not count has none."""
    if row.held.state in ("open", "ruled_out"):
        return "-"
    return str(row.place) if row.best == row.worst else f"{row.best} to {row.worst}"


def standing_of(held: Held, holding: Holding, need: str) -> str:
    """Where a candidate stands, in words and figures; `need` says what is covered."""
    may = f"up to {figure(holding.tolerance)} may stay open"
    match held.state:
        case "fits" if not held.leaves:
            return f"Covers {need}: nothing of it is left open."
        case "fits":
            return f"Covers {need}: {left_open(held)} points of 100 are left open, and {may}."
        case "short":
            return f"Leaves {left_open(held)} points of 100 open; {may}{just(held, holding)}."
        case "open":
            return f"Cannot be told yet. {prospect(held, holding)}"
        case "ruled_out":
            return (
                f"A condition of this role fails: {listed(failing(held, holding))}. {alone(held)}"
            )


def just(held: Held, holding: Holding) -> str:
    """A word for what is printed alike and is not the same."""
    assert held.leaves is not None
    return ", just not so many" if rounded(held.leaves, 1) == rounded(holding.tolerance, 1) else ""


def failing(held: Held, holding: Holding, state: str = "fail") -> list[str]:
    """The names of the conditions that rule a candidate out, or that are not known."""
    wanted = excluding(held.gates, holding.outcome, state)
    return [f"“{gate.name}”" for gate in held.gates if gate.id in wanted]


def prospect(held: Held, holding: Holding) -> str:
    """What an open sheet can still come to."""
    may = f"up to {figure(holding.tolerance)} may"
    if held.low == held.high:
        ends = f"{left_open(held)} points of 100 stay open; {may}."
    else:
        ends = f"{figure(held.low)} to {figure(held.high)} points of 100 would stay open; {may}."
    gates = failing(held, holding, "unknown")
    if held.points == "too_much":
        return f"{ends} Whatever the open answers are, they can no longer cover the need."
    if gates and held.points == "enough":
        return f"{ends} The points are enough; it hangs on {listed(gates)}."
    both = f", and {listed(gates)} must hold" if gates else ""
    return f"{ends} Whether that covers the need hangs on the open answers{both}."


def alone(held: Held) -> str:
    """What the points alone would say of a candidate whom a condition rules out."""
    said = {
        "enough": "that would be enough",
        "open": "whether that is enough hangs on open answers",
        "too_much": "that would be too much as well",
    }[held.points]
    return f"By the points alone, {left_open(held)} would stay open; {said}."


def otherwise(found: Match, holding: Holding, rubrics: Rubrics) -> list[str]:
    """What would make it otherwise, where nobody covers a need."""
    rows = [row for row in holding.entrants if row.held.state == "short"][:1]
    said = [nearest(found, row, rubrics) for row in rows]
    said += [text for row in holding.entrants for text in second_look(found, row, holding)]
    if not said:
        known = [row for row in holding.entrants if row.held.leaves is not None]
        closest = min(known, key=lambda row: row.held.leaves or ZERO, default=None)
        said = [nearest(found, closest, rubrics)] if closest else ["Finish the sheets first."]
    if len(found.holdings) > 1:
        return [f"As {role(rubrics, holding.outcome)}: {text}" for text in said]
    return said


def second_look(found: Match, row: Placed, holding: Holding) -> Iterator[str]:
    """What to find out, or to look at again, about a candidate whom the points do not rule out."""
    held, name = row.held, found.candidates[row.held.candidate].name
    if held.state == "open" and held.points != "too_much":
        asks = [item.item for item in held.open if item.why != "score"]
        few = f": {listed(asks)}" if 0 < len(asks) <= MOST_NAMED else ""
        yield f"{name} could still cover it. Find out what is open{few}."
    if held.state == "ruled_out" and held.points != "too_much":
        gates = listed(failing(held, holding))
        verb = "would" if held.points == "enough" else "could"
        yield f"{name} {verb} cover it by the points. Look again at {gates}."


def nearest(found: Match, row: Placed, rubrics: Rubrics) -> str:
    """The nearest candidate, and where most is missing."""
    held, name = row.held, found.candidates[row.held.candidate].name
    assert held.leaves is not None
    most = max(held.sides, key=lambda s: s.weight * (s.missing or ZERO))
    assert most.shown is not None
    where = dimension(rubrics, most.dimension)
    bought = "What is missing there could be bought beside the person, by the day or by the job."
    if held.covered is not None and held.covered < HALF:
        bought = "Less than half of the need is covered: buying the rest would be most of the role."
    return (
        f"{name} is nearest and leaves {figure(held.leaves)} points open. Most of it is in "
        f"“{where}”: {figure(most.needed)} needed, {figure(most.shown)} shown. {bought}"
    )
