"""A match as a page: who covers the need, what each leaves uncovered, and what to buy beside."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from rolefit.exact import ZERO, rounded_root
from rolefit.reports.blocks import (
    Action,
    Actions,
    Block,
    Bullets,
    Checks,
    Page,
    Paragraph,
    Section,
    Table,
    filled_sections,
)
from rolefit.reports.pages import limits
from rolefit.reports.pages.limits import without_sources
from rolefit.reports.pages.match.people import about_sheet, people
from rolefit.reports.pages.match.words import (
    STATES,
    Rubrics,
    answer_again,
    dimension,
    gap_figures,
    known_to,
    otherwise_text,
    person,
    places,
    repeated_people,
    result,
    role,
    role_verdict,
)
from rolefit.reports.pages.score.advice import check, gate_actions, open_questions
from rolefit.reports.pages.score.grounds import flag_text
from rolefit.reports.pages.score.result import (
    figures,
    headline,
    naming_advice,
    standing_text,
    sure_text,
)
from rolefit.reports.pages.score.sentences import capital, figure, in_words, join_words
from rolefit.rubric.conditions import text_of
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import fit_texts
from rolefit.scoring.verdict import CAPPING_FLAGS
from rolefit.studies.matching import Match, RoleMatch
from rolefit.studies.matching.candidate_match import CandidateMatch
from rolefit.studies.matching.places import GroupSpread, RankedCandidate

_RULE = (
    "How it is worked out: in each dimension that both sides are asked about, what the candidate "
    "showed of the needed role is compared with what the company needs of it. Only what is missing "
    "counts; nothing is gained above the need. The weighted mean of it is what is missing, in "
    "points of 100. We accept 1.96 standard errors of the need's own score, or the need's "
    "threshold where that is larger, because the need is known no closer than that; where half of "
    "what is needed lies within it, nothing may be missing. ± is one standard error of the "
    "candidate's form; the need's own error is left out of it, since it is the same for all. "
    "Places are told apart where two figures differ by more than 1.96 times the root of the "
    "total of their two squared errors; else each has a range of places. Who cannot be told yet, "
    "or fails a condition, has no place. Conditions are asked for the role, whatever a form "
    "leans to."
)
_RULE_IN_SHORT = (
    "What a candidate showed is compared with what the company needs, in each dimension that both "
    "were asked about; only what is missing counts. Places are told apart where the difference is "
    "too large for chance. --full shows every dimension, and how it is worked out."
)
_ABREAST = 4
"""Candidates beside each other in a table of profiles."""


def match_page(found: Match, rubric: Rubric, candidate_rubric: Rubric, *, full: bool) -> Page:
    """The whole page; `rubric` is that of the need."""
    rubric = fit_texts(rubric, found.need)
    rubrics = Rubrics(rubric, candidate_rubric)
    sections = [
        Section("", tuple(_verdict_blocks(found, rubrics))),
        Section("What is needed", tuple(_need_blocks(found, rubric, full=full))),
    ]
    for role_match in found.holdings:
        title = "Who covers it"
        if len(found.holdings) > 1:
            title = f"As a need for {role(rubrics, role_match.outcome)}"
        sections.append(
            Section(title, tuple(_holding_blocks(found, role_match, rubrics, full=full)))
        )
    if found.holdings:
        sections += people(found, rubrics, full=full)
        sections.append(Section("As well as the person", tuple(_beside_blocks(found, rubric))))
    else:
        sections.append(Section("What to do first", tuple(_first_blocks(found, rubric))))
        sections.append(Section("What was shown", tuple(_profile_blocks(found, rubrics))))
    sections.append(Section(limits.TITLE, tuple(_limit_blocks(found, rubrics, full=full))))
    kept = filled_sections(sections)
    kept = kept if full else without_sources(kept)
    named = [found.need.respondent or "", found.need.date or ""]
    named += [f"{one.rubric} {one.version}" for one in (rubric, candidate_rubric)]
    return Page(f"Match: {rubric.title}", " · ".join(filter(None, named)), kept)


def _verdict_blocks(found: Match, rubrics: Rubrics) -> Iterator[Block]:
    """Who covers the need; where nobody does, what would make it otherwise."""
    yield Paragraph(result(found, rubrics), "verdict")
    if found.need.verdict.conditions:
        names = {gate.id: gate.name for gate in found.need.gates}
        open_ones = join_words([f"“{names[g]}”" for g in found.need.verdict.conditions])
        yield Paragraph(f"All of it only provided that this holds for the company: {open_ones}.")
    rows = [
        row for h in found.holdings if not h.fitting for row in otherwise_text(found, h, rubrics)
    ]
    if rows:
        yield Bullets("What would make it otherwise", tuple(dict.fromkeys(rows)))


def _need_blocks(found: Match, rubric: Rubric, *, full: bool) -> Iterator[Block]:
    """The company's side: its verdict, doubts about its answers, and its risks."""
    need = found.need
    yield Paragraph(headline(need, rubric))
    numbers = " ".join((figures(need, rubric), standing_text(need))).strip()
    numbers = numbers if full else sure_text(need, rubric)
    if numbers:
        yield Paragraph(numbers)
    if need.rubric_changed:
        yield Paragraph(
            "The rubric has changed since the company answered: its content differs from the one "
            "named in the file. The answers were scored against the present content.",
            "warning",
        )
    for flag in need.quality:
        where = f" ({', '.join(flag.items)})" if flag.flag == "contradiction" else ""
        yield Paragraph(f"About the company's answers: {flag_text(flag)}{where}", "warning")
    roles = [role_match.outcome for role_match in found.holdings]
    if len(roles) == 1:
        yield Paragraph(text_of(rubric.outcomes[roles[0]].summary))
    rows = tuple(
        check(gate, need, rubric)
        for gate in need.gates
        if gate.state != "pass" and (not gate.applies_to or set(gate.applies_to) & set(roles))
    )
    if rows:
        yield Checks(rows)


def _holding_blocks(
    found: Match, role_match: RoleMatch, rubrics: Rubrics, *, full: bool
) -> Iterator[Block]:
    """Every candidate in order, for one role."""
    if len(found.holdings) > 1:
        yield Paragraph(role_verdict(found, role_match, rubrics))
    rows = tuple(
        cells for row in role_match.entrants for cells in _row_cells(found, role_match, row)
    )
    columns = ("Candidate", "Place", "Missing", "Covered", "What that is")
    yield Table("", columns, (False, True, True, True, False), rows)
    most = f"We accept up to {figure(role_match.tolerance)} missing points"
    if role_match.loose:
        most = capital(known_to(role_match))
    yield Paragraph(f"{most}{_allowance(role_match, full=full)}.", "quiet")
    if role_match.loose:
        yield Paragraph(
            "That is wide: half of what is needed lies within it. So only who misses "
            "nothing is said to cover the need; places can still be told. "
            + answer_again(role_match, rubrics),
            "warning",
        )
    yield from _listed_blocks(found, role_match, rubrics)
    if role_match.left_out:
        names = join_words([rubrics.need.dimensions[name].name for name in role_match.left_out])
        yield Paragraph(f"Left out, because the company answered too little of it: {names}.")
    yield from _repeated_blocks(found, role_match, rubrics)


def _row_cells(
    found: Match, role_match: RoleMatch, row: RankedCandidate
) -> Iterator[tuple[str, ...]]:
    """A sheet in the table; the mean of several about a person stands in front of the first."""
    if row.whole is not None and row.first:
        mean = f"{person(found, row)}, mean of {in_words(len(role_match.sheets(row)))}"
        yield cells(mean, places(row.model_copy(update={"held": row.whole})), row.whole)
    name, place = found.candidates[row.held.candidate].name, "" if row.whole else places(row)
    yield (*cells(name, place, row.held)[:-1], state(row.held, found))


def cells(name: str, place: str, one: CandidateMatch) -> tuple[str, ...]:
    """The figures of a person or a sheet."""
    covered = "" if one.covered is None else f"{figure(one.covered)} %"
    return name, place, gap_figures(one), covered, STATES[one.state]


def _listed_blocks(found: Match, role_match: RoleMatch, rubrics: Rubrics) -> Iterator[Block]:
    """What one side is asked about and the other is not: listed, and never subtracted."""
    at = rubrics.need.outcome_ids.index(role_match.outcome)
    name = role(rubrics, role_match.outcome)
    sides = [("the company", rubrics.need, found.needs)]
    sides += [(one.name, rubrics.candidate, one.profile) for one in found.candidates]
    rows = tuple(
        f"{who}, {rubric.dimensions[one.dimension].name}: {points(one.scores, at)} for {name}"
        for who, rubric, profile in sides
        for one in profile
        if one.dimension in role_match.listed
    )
    if rows:
        title = "Not compared: there the two sides are asked about different things"
        yield Bullets(title, rows)


def state(held: CandidateMatch, found: Match) -> str:
    """Where a sheet stands, in a cell; with its doubts where they would cap a verdict."""
    doubts = len(found.candidates[held.candidate].quality)
    marked = f"; {doubts} doubts about the answers" if doubts >= CAPPING_FLAGS else ""
    return STATES[held.state] + marked


def _allowance(role_match: RoleMatch, *, full: bool) -> str:
    """Where the points that may stay uncovered come from; in full, to be worked out anew."""
    if not full:
        return "; the need itself is known no closer"
    if not role_match.from_error or role_match.variance is None:
        return ": the need's threshold"
    # Two decimals: 1.96 times a figure with one would often miss what is printed.
    return f": 1.96 times the need's error of {rounded_root(role_match.variance, 2)}"


def _repeated_blocks(found: Match, role_match: RoleMatch, rubrics: Rubrics) -> Iterator[Block]:
    """People about whom there is more than one sheet, and how to see where the sheets differ."""
    names = repeated_people(found)
    if not names:
        return
    yield Paragraph(
        f"There is more than one form about {join_words(names)}. A person's place goes by the mean "
        "of the forms; a condition fails where most of them say so. Discuss what each of you saw, "
        "first where the forms are far apart. `rolefit compare` shows them next to each other."
    )
    rows = tuple(
        f"{person(found, row)}: {_spread_text(one, rubrics)}"
        for row in role_match.people
        for one in row.spread
    )
    if rows:
        yield Bullets("Far apart", rows)
    for name in names:
        files = [one.file for one in found.candidates if one.person == name]
        known = [file for file in files if file is not None]
        if len(known) == len(files):
            yield Paragraph(f"rolefit compare {shlex.join(known)}", "code")


def _spread_text(one: GroupSpread, rubrics: Rubrics) -> str:
    """Where the forms about one person disagree."""
    if one.dimension is None:
        return f"“{one.gate}” holds by one form and fails by another"
    ends = f"{figure(one.low or ZERO)} by one form, {figure(one.high or ZERO)} by another"
    return f"“{dimension(rubrics, one.dimension)}” is {ends}"


def _beside_blocks(found: Match, rubric: Rubric) -> Iterator[Block]:
    """What the rubric says must stand beside each role."""
    for role_match in found.holdings:
        text = rubric.outcomes[role_match.outcome]
        if text.pair_with:
            title = capital(f"as well as {text.name}")
            yield Actions(title, (Action(text_of(text.pair_with)),), text.source)


def _first_blocks(found: Match, rubric: Rubric) -> Iterator[Block]:
    """What the company's own report asks for before any role is settled."""
    if found.need.verdict.label == "not_yet":
        said = naming_advice(found.need, rubric) or rubric.texts.not_yet
        yield Paragraph(text_of(said.summary))
    else:
        yield Actions("Answer these first", tuple(open_questions(found.need)))
    if any(gate.state == "fail" for gate in found.need.gates):
        yield from gate_actions(found.need, rubric)


def _profile_blocks(found: Match, rubrics: Rubrics) -> Iterator[Block]:
    """What was needed and shown in each dimension, while nothing can be said to fit.

    Dimensions are named as the sheets name them: "What is missing" would say of a candidate with
    100 points that everything is.
    """
    rubric = rubrics.need
    yield Paragraph("Points for each role. Nobody is compared with a need that is still open.")
    for candidate in found.candidates:
        yield from about_sheet(candidate)
    names = [one.name for one in found.candidates]
    for k, outcome in enumerate(rubric.outcome_ids):
        for start in range(0, len(names), _ABREAST):
            part = found.candidates[start : start + _ABREAST]
            profiles = [found.needs, *(one.profile for one in part)]
            sides = [{one.dimension: one.scores for one in side} for side in profiles]
            rows = tuple(
                (dimension(rubrics, name), *(points(side.get(name), k) for side in sides))
                for name in dict.fromkeys(name for side in sides for name in side)
            )
            title = capital(rubric.outcomes[outcome].name) if start == 0 else ""
            columns = ("", "Company", *(one.name for one in part))
            yield Table(title, columns, (False, *(True for _ in columns[1:])), rows)


def points(scores: tuple[object, ...] | None, k: int) -> str:
    """One outcome's points, or that there are none."""
    return "no score" if scores is None else figure(scores[k])  # type: ignore[arg-type]


def _limit_blocks(found: Match, rubrics: Rubrics, *, full: bool) -> Iterator[Block]:
    """What a match is for and what it does not show."""
    asked, seen = (f"{one.rubric} ({limits.BUILT[one.evidence_status]})" for one in rubrics)
    yield Paragraph(
        f"What the company needs was asked with {asked}, what candidates showed with {seen}. "
        "Nobody has shown that a match of the two predicts success."
    )
    yield Bullets("", limits.limits_of(limits.MATCH, *(rubrics if full else ())))
    if found.holdings:
        yield Paragraph(_RULE if full else _RULE_IN_SHORT, "quiet")
