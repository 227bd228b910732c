"""What would make a match otherwise, where nobody covers a need."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.exact import ZERO
from rolefit.reports.pages.match.words import (
    Rubrics,
    answer_again,
    dimension,
    failing,
    may_cover,
    person,
    role,
    sheets_disagree,
    vague,
    vague_need,
)
from rolefit.reports.pages.score.sentences import figure, join_words
from rolefit.scoring.verdict import excluding
from rolefit.studies.matching import Match, RoleMatch
from rolefit.studies.matching.places import RankedCandidate

_HALF = 50
_MOST_NAMED = 5
"""Open questions that are named in a sentence."""
_TOO_MUCH = "Whatever the open answers are, too much is missing."


def otherwise_text(found: Match, role_match: RoleMatch, rubrics: Rubrics) -> list[str]:
    """What would make it otherwise, where nobody covers a need."""
    short = [row for row in role_match.people if row.held.state == "short"]
    said = [answer_again(role_match, rubrics)] if vague(role_match) else []
    said += [nearest(found, row, role_match, rubrics) for row in short[:1] if not said]
    said += [text for row in role_match.people for text in _second_look(found, row, role_match)]
    said += [
        _ruled_out_text(found, row, role_match, rubrics) for row in _failing_people(role_match)
    ]
    if not said:
        known = [row for row in role_match.people if row.held.leaves is not None]
        closest = min(known, key=lambda row: row.held.leaves or ZERO, default=None)
        said = [nearest(found, closest, role_match, rubrics) if closest else _TOO_MUCH]
    if len(found.holdings) > 1:
        return [f"As {role(rubrics, role_match.outcome)}: {text}" for text in said]
    return said


def _second_look(found: Match, row: RankedCandidate, role_match: RoleMatch) -> Iterator[str]:
    """What to find out about a person whom open answers or another sheet do not rule out."""
    name = person(found, row)
    if sheets_disagree(role_match, row):
        yield f"The forms about {name} disagree: discuss what each of you saw."
    if may_cover(role_match, row):
        asks = [item.item for item in row.held.open if item.why in ("condition", "dimension")]
        few = f": {join_words(asks)}" if 0 < len(asks) <= _MOST_NAMED else ""
        yield f"{name} could still cover it. Find out what is open{few}."


def _failing_people(role_match: RoleMatch) -> list[RankedCandidate]:
    """The people whom a condition of the role rules out."""
    return [row for row in role_match.people if row.held.state == "ruled_out"]


def _ruled_out_text(
    found: Match, row: RankedCandidate, role_match: RoleMatch, rubrics: Rubrics
) -> str:
    """What would make it otherwise for a person whom a condition rules out."""
    held, name = row.held, person(found, row)
    gates = join_words(failing(held, role_match))
    wanted = excluding(held.gates, role_match.outcome, "fail")
    fixes = dict.fromkeys(gate.fix for gate in held.gates if gate.id in wanted and gate.fix)
    look = " ".join((f"Look again at {gates}.", *fixes))
    match held.points:
        case "too_much" if held.speaks_for:
            other, wanted_role = role(rubrics, held.speaks_for), role(rubrics, role_match.outcome)
            return (
                f"{name} showed the profile of {other}, not of {wanted_role}: "
                "it would fit another need than this one."
            )
        case "too_much":
            return f"{name} misses too much, and a condition fails besides. {look}"
        case "enough":
            return f"{name} would cover it by the points. {look}"
        case "open":
            if role_match.loose and held.low:
                return f"Of {name} the points cannot tell: {vague_need(role_match)}. {look}"
            return f"{name} could cover it by the points. {look}"


def nearest(found: Match, row: RankedCandidate, role_match: RoleMatch, rubrics: Rubrics) -> str:
    """The nearest candidate, where most is missing, and which conditions must hold besides."""
    held, name = row.held, person(found, row)
    assert held.leaves is not None
    most = max(held.sides, key=lambda s: s.weight * (s.missing or ZERO))
    assert most.shown is not None
    where = dimension(rubrics, most.dimension)
    bought = (
        "What is missing there could be bought as well as the person, by the day or by the job."
    )
    if held.covered is not None and held.covered < _HALF:
        bought = "Less than half of the need is covered: buying the rest would be most of the role."
    part = most.weight * (most.missing or ZERO)
    share = "Most" if 2 * part > held.leaves else "The largest part"
    gates = failing(held, role_match, "unknown")
    must = f" {join_words(gates)} must hold too, which is not known yet." if gates else ""
    return (
        f"{name} is nearest and misses {figure(held.leaves)} of 100 points. {share} of it is in "
        f"“{where}”: {figure(most.needed)} needed, {figure(most.shown)} shown. {bought}{must}"
    )
