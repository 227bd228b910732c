"""Studies of shipped cases: small groups of people who are known to show something."""

from __future__ import annotations

from collections.abc import Sequence

import cases

from rolefit.rubric.model import Respondent, Responses
from rolefit.studies.comparison import Comparison, Entrant, compare
from rolefit.studies.matching import CandidateSheet as Candidate
from rolefit.studies.matching import Match, match
from rolefit.studies.progress import Taken

NEED, SEEN = "first-marketing-hire", "marketing-hire-candidate"
FITS, SHORT, OPEN, RULED_OUT, EITHER, CONDUCTOR = 1, 21, 8, 9, 3, 2
DOER_NEED, CONDUCTOR_NEED, UNDECIDED, NOT_YET, TOO_FEW = 1, 2, 4, 7, 10

COMPARED = {
    "first-marketing-hire": (("Ada", 0), ("Bo", 2)),
    "manager-readiness": (("Today", 13), ("With a team", 1), ("With a budget", 6)),
    "marketing-hire-candidate": (("Thandeka", 0), ("Rafael", 1), ("Davit", 2), ("Maryam", 7)),
}
MATCHED = {
    "doer": (DOER_NEED, (FITS, SHORT, OPEN, RULED_OUT)),
    "undecided": (UNDECIDED, (FITS, CONDUCTOR, EITHER)),
    "not-yet": (NOT_YET, (FITS, CONDUCTOR)),
    "nobody": (CONDUCTOR_NEED, (27, SHORT, 15, 12)),
}


def named(sheet: Responses, name: str | None) -> Responses:
    """The same answers by somebody else, or by nobody in particular."""
    return sheet.model_copy(update={"respondent": Respondent(name=name)})


def comparison(name: str) -> Comparison:
    """The comparison of a few cases of a rubric."""
    chosen = COMPARED[name]
    made = [Entrant(who, named(cases.responses(name, k), None)) for who, k in chosen]
    return compare(cases.rubric(name), made)


def matched(name: str) -> Match:
    """A need held against candidates."""
    need, candidates = MATCHED[name]
    company, seen = cases.rubric(NEED), cases.rubric(SEEN)
    entrants = [
        Candidate(seen.cases[k - 1].name.split(",")[0], cases.responses(SEEN, k - 1))
        for k in candidates
    ]
    return match((company, cases.responses(NEED, need - 1)), seen, entrants)


def taken(name: str, places: Sequence[int], who: Sequence[str | None] = (None,)) -> list[Taken]:
    """Cases of a rubric as assessments, a month apart, told by those named in turn."""
    return [
        Taken(
            id=f"{k:08x}",
            at=f"2026-{k:02}-10T09:30:00+00:00",
            rubric_hash=cases.rubric(name).content_hash,
            sentence="The verdict as it was told then.",
            quick=False,
            responses=named(cases.responses(name, place), who[k % len(who)]),
        )
        for k, place in enumerate(places, start=1)
    ]
