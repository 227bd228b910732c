"""One candidate beside a need: what was shown, what is missing, conditions, what to find out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rolefit.exact import ZERO
from rolefit.reports.blocks import (
    Action,
    Actions,
    BarChart,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Mark,
    Paragraph,
    Section,
)
from rolefit.reports.pages.match.words import Rubrics, dimension, role, standing_of
from rolefit.reports.pages.score.grounds import flag_text
from rolefit.reports.pages.score.sentences import bar, capital, figure, join_words
from rolefit.scoring.assessment import GateResult
from rolefit.studies.matching import Candidate, Match, RoleMatch
from rolefit.studies.matching.candidate_match import CandidateMatch, DimensionGap, OpenItem, Why

_TO_FIND_OUT: dict[Why, str] = {
    "condition": "What to find out, because a condition depends on it",
    "dimension": "What to find out, because a dimension has too few answers",
    "score": "What to find out, because the points depend on it",
}
_SHORT_FROM = 4
"""Candidates from which on each gets a few lines only, unless everything is asked for."""


def people(found: Match, rubrics: Rubrics, *, full: bool) -> Iterator[Section]:
    """A section for each candidate, in the order of the first role."""
    brief = len(found.candidates) >= _SHORT_FROM and not full
    for row in found.holdings[0].entrants:
        number = row.held.candidate
        every = [
            (r.held, role_match)
            for role_match in found.holdings
            for r in role_match.entrants
            if r.held.candidate == number
        ]
        blocks: list[Block] = list(about_sheet(found.candidates[number]))
        for held, role_match in every:
            blocks.append(
                Paragraph(standing_text(held, role_match, rubrics, alone=len(every) == 1))
            )
            blocks += _role_blocks(held, role_match, rubrics, brief=brief)
        blocks += _shared_blocks([held for held, _ in every], full=full)
        yield Section(found.candidates[number].name, tuple(blocks))


def standing_text(
    held: CandidateMatch, role_match: RoleMatch, rubrics: Rubrics, *, alone: bool
) -> str:
    """Where a candidate stands; beside another role, with the one that is meant in front."""
    name = role(rubrics, role_match.outcome)
    if alone:
        return standing_of(held, role_match, "what you need")
    text = standing_of(held, role_match, "what you need of it")
    return f"As {name}: {text[:1].lower()}{text[1:]}"


def about_sheet(candidate: Candidate) -> Iterator[Block]:
    """Doubts about a sheet."""
    if candidate.rubric_changed:
        yield Paragraph(
            "The rubric has changed since this form was filled in: its content differs from the "
            "one named in the file. It was scored against the present content.",
            "warning",
        )
    for flag in candidate.quality:
        where = f" ({', '.join(flag.items)})" if flag.flag == "contradiction" else ""
        yield Paragraph(f"About the answers: {flag_text(flag)}{where}", "warning")


def _role_blocks(
    held: CandidateMatch, role_match: RoleMatch, rubrics: Rubrics, *, brief: bool
) -> Iterator[Block]:
    """One candidate beside the need for one role, and the conditions that could rule it out."""
    if brief:
        yield from _in_brief(held, rubrics)
    else:
        yield from _profile_blocks(held, role_match, rubrics)
    told = held.state in ("fits", "short", "vague")
    if told and held.points == "open" and held.low != held.high:
        ends = f"{figure(held.low)} and {figure(held.high)}"
        yield Paragraph(f"Answers that are open could still take that to between {ends} points.")
    gates = [g for g in held.gates if g.on_fail != "flag" and g.state == "fail"]
    if gates:
        name = role(rubrics, role_match.outcome)
        yield Checks(tuple(check(gate, held, name) for gate in gates))


def _shared_blocks(every: Sequence[CandidateMatch], *, full: bool) -> Iterator[Block]:
    """What is the same for every role: risks, conditions that hold, and what to do."""
    gates = {gate.id: (gate, held) for held in every for gate in held.gates}
    risks = [g for g, _ in gates.values() if g.on_fail == "flag" and g.state == "fail"]
    if risks:
        yield Checks(tuple(check(g, gates[g.id][1], "this role") for g in risks))
    yield from _not_known([gate for held in every for gate in held.gates])
    passed = tuple(
        ConditionCheck("pass", g.name, "", ()) for g, _ in gates.values() if g.state == "pass"
    )
    if full and passed:
        yield Checks(passed)
    yield from _to_do(every)


def _not_known(gates: Sequence[GateResult]) -> Iterator[Block]:
    """The conditions that hang on open answers, in one line: those that rule out first."""
    waiting = {gate.name: gate.on_fail == "flag" for gate in gates if gate.state == "unknown"}
    parts = [
        f"{what} {join_words([f'“{name}”' for name, risk in waiting.items() if risk is flags])}"
        for what, flags in (("conditions that rule out:", False), ("risks:", True))
        if flags in waiting.values()
    ]
    if parts:
        yield Paragraph(f"Not known while answers are open; {'; '.join(parts)}.")


def _in_brief(held: CandidateMatch, rubrics: Rubrics) -> Iterator[Block]:
    """What is missing, by name and points alone."""
    rows = sorted((s for s in held.sides if s.counts), key=lambda s: -(s.missing or ZERO))
    parts = [
        f"“{dimension(rubrics, s.dimension)}” ({figure(s.missing or ZERO)} points)" for s in rows
    ]
    if parts:
        yield Paragraph(f"Short of the need in {join_words(parts)}.")
    unscored = [f"“{dimension(rubrics, s.dimension)}”" for s in held.sides if s.shown is None]
    if len(unscored) == len(held.sides):
        yield Paragraph("Too few answers to score any dimension.")
    elif unscored:
        yield Paragraph(f"Too few answers to score {join_words(unscored)}.")
    for outcome, group in groupby(held.beside, key=lambda b: b.outcome):
        names = [f"“{dimension(rubrics, b.dimension)}”" for b in group]
        what = "all of it" if len(names) == len(held.sides) else join_words(names)
        yield Paragraph(
            f"What you would still have to buy in, of {role(rubrics, outcome)}: {what}."
        )


def _profile_blocks(
    held: CandidateMatch, role_match: RoleMatch, rubrics: Rubrics
) -> Iterator[Block]:
    """What was shown beside what is needed, and what has to come from elsewhere."""
    yield BarChart(
        tuple(
            bar(
                dimension(rubrics, s.dimension),
                s.shown,
                s.own_variance,
                extra=f"needed {figure(s.needed)}",
                target=s.needed,
            )
            for s in held.sides
        ),
        title=capital(f"shown of {role(rubrics, role_match.outcome)}, and what is needed"),
    )
    rows = sorted(
        (s for s in held.sides if s.counts), key=lambda s: -s.weight * (s.missing or ZERO)
    )
    missing = tuple(_missing_text(s, rubrics) for s in rows)
    if missing:
        yield Bullets("Short of the need", missing)
    elif any(s.missing for s in held.sides):
        yield Paragraph("No shortfall is large enough to be more than chance.", "quiet")
    yield from _pairing_text(held, rubrics)


def _missing_text(side: DimensionGap, rubrics: Rubrics) -> str:
    """What is missing in a dimension, and what that is on the company's side."""
    wanted = rubrics.need.dimensions[side.dimension]
    name = dimension(rubrics, side.dimension)
    theirs = "" if wanted.name == name else f" For the company this is “{wanted.name}”."
    missing = side.missing or ZERO
    return (
        f"{name}: {figure(missing)} points short, which makes {figure(side.weight * missing)} of "
        f"the points missing in all.{theirs} {wanted.about}"
    )


def _pairing_text(held: CandidateMatch, rubrics: Rubrics) -> Iterator[Block]:
    """What the company needs of other roles and the candidate did not show."""
    rows = []
    for outcome, group in groupby(held.beside, key=lambda b: b.outcome):
        parts = [
            f"“{dimension(rubrics, b.dimension)}” (needed {figure(b.needed)}, shown "
            f"{figure(b.shown)})"
            for b in group
        ]
        rows.append(f"Of {role(rubrics, outcome)}: {join_words(parts)}.")
    if rows:
        yield Bullets("What you would still have to buy in", tuple(rows))


def check(gate: GateResult, held: CandidateMatch, name: str) -> ConditionCheck:
    """A condition of the role that fails; `name` is that of the role."""
    mark: Mark = "risk" if gate.on_fail == "flag" else "fail"
    if gate.id not in held.for_role:
        return ConditionCheck(mark, gate.name, gate.reason, gate.source)
    # The author's reason is about a sheet that speaks for the role; this one does not.
    text = f"Asked of everybody compared with a need for {name}."
    if gate.items:  # a condition may compare scores alone
        text += f" It depends on the answers to {join_words(gate.items)}."
    return ConditionCheck(mark, gate.name, text, gate.source)


def _to_do(every: Sequence[CandidateMatch]) -> Iterator[Block]:
    """What to find out, and what to look at again; the same for every role is said once."""
    asks = open_items(every)
    for why, title in _TO_FIND_OUT.items():
        rows = [Action(f"{item.ask} ({item.item})") for item in asks if item.why == why]
        if rows:
            yield Actions(title, tuple(rows))
    rest = [item.item for item in asks if item.why == "nothing"]
    if rest:
        many = (
            "1 more open question changes"
            if len(rest) == 1
            else f"{len(rest)} more open questions change"
        )
        yield Paragraph(f"{many} nothing about this match: {join_words(rest)}.", "quiet")
    gates = {g.id: g for held in every for g in held.gates if g.state == "fail" and g.fix}
    decisive = [g for g in gates.values() if g.on_fail != "flag"]
    risks = [g for g in gates.values() if g.on_fail == "flag"]
    for title, group in (("What to look at again", decisive), ("Meet the risks", risks)):
        if group:
            yield Actions(title, tuple(Action(g.fix or "", (), g.source) for g in group))


def open_items(every: Sequence[CandidateMatch]) -> list[OpenItem]:
    """Each open question once, with the most that hangs on it in any role."""
    order = (*_TO_FIND_OUT, "nothing")
    sides = zip(*(held.open for held in every), strict=True)
    return [min(same, key=lambda item: order.index(item.why)) for same in sides]
