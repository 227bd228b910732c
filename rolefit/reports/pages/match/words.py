"""The sentences of a matching: who fits which role, how sure that is, and what else was near."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO, rounded_root
from rolefit.reports.pages.score.sentences import (
    apart,
    capital,
    figure,
    figure_at,
    in_words,
    join_words,
)
from rolefit.rubric.model import Rubric
from rolefit.scoring.verdict import excluding
from rolefit.studies.matching import Match, RoleMatch
from rolefit.studies.matching.candidate_match import CandidateMatch, Fit
from rolefit.studies.matching.places import RankedCandidate

STATES: dict[Fit, str] = {
    "fits": "covers the need",
    "short": "too much is missing",
    "vague": "the need is too vague to tell",
    "open": "cannot be told yet",
    "ruled_out": "a condition of this role fails",
}


class Rubrics(NamedTuple):
    """The rubric that the company answered, and the one that the candidates' sheets answer."""

    need: Rubric
    candidate: Rubric


def person(found: Match, row: RankedCandidate) -> str:
    """The name of the person whom a row is about, whichever sheet it is."""
    one = found.candidates[row.held.candidate]
    return (
        one.person if one.person is not None and one.person in repeated_people(found) else one.name
    )


def names_of(found: Match, rows: Sequence[RankedCandidate]) -> list[str]:
    """The names of people, in order of place."""
    return [person(found, row) for row in rows]


def role(rubrics: Rubrics, outcome: str) -> str:
    """The name of a role, with its article."""
    return rubrics.need.outcomes[outcome].name


def dimension(rubrics: Rubrics, name: str) -> str:
    """A dimension as the sheet about a candidate names it."""
    known = rubrics.candidate.dimensions.get(name) or rubrics.need.dimensions[name]
    return known.name


def result(found: Match, rubrics: Rubrics) -> str:
    """The whole match in a sentence or two."""
    if not found.holdings:
        if found.need.verdict.label == "not_yet":
            return "Nobody fits yet: a condition on the company's own side does not hold."
        return "Nobody fits yet: the company answered too little to tell what it needs."
    if len(found.holdings) == 1:
        return role_verdict(found, found.holdings[0], rubrics)
    roles = join_words([role(rubrics, h.outcome) for h in found.holdings], "or")
    if not found.anybody:
        which = "either" if len(found.holdings) == 2 else "any of them"
        first = next((h for h in found.holdings if vague(h)), None)
        sure = "is sure to cover" if first else "covers"
        text = f"Nobody fits yet. Whether {roles} is needed is undecided, and nobody {sure} {which}"
        return text + (f": {vague_need(first)}." if first else ".")
    roles = join_words([role(rubrics, h.outcome) for h in found.holdings])
    return f"The need is undecided between {roles}. {_either_way(found, rubrics)}"


def role_verdict(found: Match, role_match: RoleMatch, rubrics: Rubrics) -> str:
    """Who covers a need for one role."""
    need = f"the need for {role(rubrics, role_match.outcome)}"
    whole, fitting = len(role_match.people), names_of(found, role_match.fitting)
    rest = _disagreeing(found, role_match) + _open_count(role_match)
    alone = len(found.holdings) == 1
    if vague(role_match):
        rest += _too_vague(role_match)
    if not fitting and vague(role_match):
        text = f"nobody is sure to cover {need}."
        return (f"Nobody fits yet: {text}" if alone else capital(text)) + rest
    if not fitting:
        names = {1: "the one candidate does not cover", 2: "neither of the two covers"}
        text = f"{names.get(whole, f'none of the {in_words(whole)} covers')} {need}."
        return (f"Nobody fits yet: {text}" if alone else capital(text)) + rest
    if whole == 1:
        return f"{fitting[0]} covers {need}."
    verb = "covers" if len(fitting) == 1 else "cover"
    who = capital(in_words(len(fitting)))
    return f"{who} of {in_words(whole)} {verb} {need}: {join_words(fitting)}.{rest}"


def vague(role_match: RoleMatch) -> list[RankedCandidate]:
    """The people of whom it cannot be told because the need is hardly known."""
    return [row for row in role_match.people if row.held.state == "vague"]


def _too_vague(role_match: RoleMatch) -> str:
    """Why it cannot be told of some people."""
    who = in_words(len(vague(role_match)))
    return f" Of {who} it cannot be told: {vague_need(role_match)}."


def vague_need(role_match: RoleMatch) -> str:
    """What is wrong with a need that is hardly known."""
    if role_match.from_error:
        return "the company's own answers are too far apart"
    return "the company's own answers ask for hardly anything of this role"


def answer_again(role_match: RoleMatch, rubrics: Rubrics) -> str:
    """Which questions the company should answer again."""
    if role_match.widest is None or not role_match.from_error:
        return "Answer the company's questions again."
    where = rubrics.need.dimensions[role_match.widest].name
    return f"Answer the company's questions again, those of “{where}” first."


def repeated_people(found: Match) -> list[str]:
    """The people about whom there is more than one sheet."""
    counted = Counter(one.person for one in found.candidates if one.person is not None)
    return [name for name, number in counted.items() if number > 1]


def sheets_disagree(role_match: RoleMatch, row: RankedCandidate) -> bool:
    """Whether some sheets about a person cover the need and others do not."""
    return len({one.held.state == "fits" for one in role_match.sheets(row)}) > 1


def _disagreeing(found: Match, role_match: RoleMatch) -> str:
    """The people of whom only some of the sheets cover the need."""
    said = ""
    for row in role_match.people:
        if sheets_disagree(role_match, row):
            sheets, name = role_match.sheets(row), person(found, row)
            number = sum(one.held.state == "fits" for one in sheets)
            verb = "covers" if number == 1 else "cover"
            only = f"{in_words(number)} of {in_words(len(sheets))} {verb} it"
            said += f" The forms about {name} disagree ({only}); their mean decides."
    return said


def may_cover(role_match: RoleMatch, row: RankedCandidate) -> bool:
    """Whether a person could still cover the need, by what is still open."""
    return row.held.state == "open" and _can_be_met(row.held, role_match)


def _can_be_met(held: CandidateMatch, role_match: RoleMatch) -> bool:
    """Whether answers of the sheet alone could make it cover the need by the points."""
    return not held.low if role_match.loose else held.points != "too_much"


def _open_count(role_match: RoleMatch) -> str:
    """How many people cannot be told yet and could still cover the need."""
    number = sum(may_cover(role_match, row) for row in role_match.people)
    if not number:
        return ""
    who = in_words(number) if len(role_match.people) > 1 else "they"
    return f" {capital(who)} still could, depending on answers that are open."


def _either_way(found: Match, rubrics: Rubrics) -> str:
    """Who covers the need whichever role it turns out to be, and who only one of them."""
    sets = [{row.person for row in h.fitting} for h in found.holdings]
    always = set.intersection(*sets)
    named = {row.person: person(found, row) for row in found.holdings[0].people}
    parts = []
    if always:
        verb = "covers" if len(always) == 1 else "cover"
        names = [named[k] for k in sorted(always)]
        way = "either way" if len(sets) == 2 else "whichever it is"
        parts.append(f"{join_words(names)} {verb} it {way}.")
    for role_match, fitting in zip(found.holdings, sets, strict=True):
        only = [named[row.person] for row in role_match.fitting if row.person not in always]
        if only:
            verb = "covers" if len(only) == 1 else "cover"
            parts.append(
                f"As a need for {role(rubrics, role_match.outcome)}, {join_words(only)} {verb} it."
            )
        elif not fitting:
            sure = "is sure to cover" if vague(role_match) else "covers"
            name = role(rubrics, role_match.outcome)
            parts.append(f"As a need for {name}, nobody {sure} it yet.")
    return " ".join(parts)


def gap_figures(held: CandidateMatch) -> str:
    """What a sheet leaves uncovered, in figures, with the error that places are told apart by."""
    if held.leaves is not None and (held.state != "open" or held.low == held.high):
        return f"{figure(held.leaves)} ± {error(held.own_variance)}"
    return f"{figure(held.low)} to {figure(held.high)}"


def error(variance: Fraction | None) -> str:
    """A standard error in figures; a nought is shown, since places are told apart by it."""
    return "?" if variance is None else str(rounded_root(variance, 1))


def places(row: RankedCandidate) -> str:
    """A place, with the others that the errors leave possible; who may not count has none."""
    if row.held.state in ("open", "ruled_out"):
        return "-"
    return str(row.place) if row.best == row.worst else f"{row.best} to {row.worst}"


def standing_of(held: CandidateMatch, role_match: RoleMatch, need: str) -> str:
    """Where a candidate stands, in words and figures; `need` says what is covered."""
    missing, most = _told_apart(held, role_match)
    may = known_to(role_match) if role_match.loose else f"we accept up to {most}"
    match held.state:
        case "fits" if not held.leaves:
            return f"Covers {need}: nothing of it is missing."
        case "fits":
            return f"Covers {need}: {missing} of 100 points are missing, and {may}."
        case "short":
            return f"Missing {missing} of 100 points of {need}; {may}{just(held, role_match)}."
        case "vague":
            return (
                f"Cannot be told: {missing} of 100 points are missing; {may}. "
                f"{capital(vague_need(role_match))}."
            )
        case "open":
            return f"Cannot be told yet. {_prospect(held, role_match)}"
        case "ruled_out":
            return (
                f"A condition of this role fails: {join_words(failing(held, role_match))}. "
                f"{alone(held, role_match)}"
            )


def _told_apart(held: CandidateMatch, role_match: RoleMatch) -> tuple[str, str]:
    """What is missing and what is accepted, in as few decimals as tell the two apart."""
    if held.leaves is None or (held.state == "open" and held.low != held.high):
        return gap_figures(held), figure_at(role_match.tolerance, 0)
    places_ = apart(held.leaves, role_match.tolerance, 0)
    return figure_at(held.leaves, places_), figure_at(role_match.tolerance, places_)


def known_to(role_match: RoleMatch) -> str:
    """How closely a need is known that is hardly known."""
    return f"the need is known to {figure(role_match.tolerance)} points only"


def just(held: CandidateMatch, role_match: RoleMatch) -> str:
    """A word for what is printed alike and is not the same."""
    assert held.leaves is not None
    missing, most = _told_apart(held, role_match)
    return ", just not so many" if missing == most else ""


def failing(held: CandidateMatch, role_match: RoleMatch, state: str = "fail") -> list[str]:
    """The names of the conditions that rule a candidate out, or that are not known."""
    wanted = excluding(held.gates, role_match.outcome, state)
    return [f"“{gate.name}”" for gate in held.gates if gate.id in wanted]


def _prospect(held: CandidateMatch, role_match: RoleMatch) -> str:
    """What an open sheet can still come to."""
    missing, most = _told_apart(held, role_match)
    may = known_to(role_match) if role_match.loose else f"we accept up to {most}"
    if held.low == held.high:
        ends = f"{missing} of 100 points are missing; {may}."
    else:
        ends = f"{_range(held)} of 100 points would be missing; {may}."
    gates = failing(held, role_match, "unknown")
    if held.points == "too_much":
        return f"{ends} Whatever the open answers are, they can no longer cover the need."
    if gates and held.points == "enough":
        return f"{ends} The points are enough; it depends on {join_words(gates)}."
    both = f", and {join_words(gates)} must hold" if gates else ""
    if role_match.loose:
        only = f"Only who misses nothing is said to cover the need{both}"
        return f"{ends} {only}: {vague_need(role_match)}."
    return f"{ends} Whether that covers the need depends on the open answers{both}."


def alone(held: CandidateMatch, role_match: RoleMatch) -> str:
    """What the points alone would say of a candidate whom a condition rules out."""
    waits = "the company's own answers" if role_match.loose else "open answers"
    said = {
        "enough": "that would be enough",
        "open": f"whether that is enough depends on {waits}",
        "too_much": "that would be too much as well",
    }[held.points]
    missing = _told_apart(held, role_match)[0] if held.low == held.high else _range(held)
    return f"By the points alone, {missing} of 100 would be missing; {said}."


def _range(held: CandidateMatch) -> str:
    """How much can be missing, in whole points where the two ends differ in those."""
    places_ = apart(held.low, held.high, 0)
    return f"{figure_at(held.low, places_)} to {figure_at(held.high, places_)}"


# --- What would make a match otherwise, where nobody covers a need --------------------------------


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
