"""The studies as JSON: versioned contracts in one envelope, with published schemas.

`rolefit rubric schema --kind` prints the schema of each.
"""

from collections.abc import Mapping
from typing import Any, Literal

from rolefit import __version__
from rolefit.reports.formats.json import Envelope, Report
from rolefit.reports.pages import limits
from rolefit.reports.pages.cohort_page import LIMITS as COHORT_LIMITS
from rolefit.reports.pages.cohort_page import cohort_sentence
from rolefit.reports.pages.comparison.page import comparison_sentence
from rolefit.reports.pages.edition_page import LIMITS as EDITION_LIMITS
from rolefit.reports.pages.edition_page import difference_sentence
from rolefit.reports.pages.limits import limits_of
from rolefit.reports.pages.match.words import Rubrics, result
from rolefit.reports.pages.outcome_page import LIMITS as OUTCOME_LIMITS
from rolefit.reports.pages.outcome_page import outcome_sentence
from rolefit.reports.pages.panel_page import HIRING_LIMITS, LIMITS, hiring_sentence, panel_sentence
from rolefit.reports.pages.progress.page import progress_sentence
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.conditions import Value
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import RubricName, Verdict
from rolefit.studies.cohort import Cohort
from rolefit.studies.comparison import Comparison
from rolefit.studies.editions.differences import EditionDifference
from rolefit.studies.kit.sealed import SealCheck
from rolefit.studies.matching import Candidate, Match, ProfileScore, RoleMatch
from rolefit.studies.outcome import OutcomeStudy
from rolefit.studies.panel.hiring import HiringView
from rolefit.studies.panel.views import PanelView
from rolefit.studies.progress import Progress
from rolefit.studies.whatif import WhatIf


class WhatIfReport(Envelope):
    """What changed answers would do."""

    format: Literal["rolefit-whatif"]
    format_version: Literal[1]
    what_if: WhatIf


class ComparisonReport(Envelope):
    """Several sheets of one rubric, held against each other."""

    format: Literal["rolefit-comparison"]
    format_version: Literal[1]
    comparison: Comparison


class ProgressReport(Envelope):
    """What changed between finished assessments."""

    format: Literal["rolefit-progress"]
    format_version: Literal[1]
    progress: Progress


class MatchNeed(Value):
    """The need in short; `rolefit score` reports on it in full."""

    rubric: RubricName
    respondent: str | None
    verdict: Verdict
    sentence: str
    """What is needed, in words."""


class MatchReport(Envelope):
    """A company's need with the candidates for it."""

    format: Literal["rolefit-match"]
    format_version: Literal[1]
    need: MatchNeed
    needs: tuple[ProfileScore, ...]
    """What the company needs, in every dimension and for every outcome."""
    candidates: tuple[Candidate, ...]
    holdings: tuple[RoleMatch, ...]
    """One for each outcome that the company may need; none where no role is settled."""
    seal: SealCheck | None = None
    """Of a hiring kit: what has changed since it was sealed."""


class PanelReport(Envelope):
    """How several people see one, and nobody of them given away."""

    format: Literal["rolefit-panel"]
    format_version: Literal[1]
    panel: PanelView


class HiringReport(Envelope):
    """Every interviewer's form on every candidate, and their means."""

    format: Literal["rolefit-hiring-panel"]
    format_version: Literal[1]
    hiring: HiringView


class CohortReport(Envelope):
    """Many people together."""

    format: Literal["rolefit-cohort"]
    format_version: Literal[1]
    cohort: Cohort


class DifferenceReport(Envelope):
    """What differs between two editions of a rubric."""

    format: Literal["rolefit-rubric-diff"]
    format_version: Literal[1]
    difference: EditionDifference


class OutcomeReport(Envelope):
    """What came of assessments, and how well verdicts held: without names."""

    format: Literal["rolefit-outcome"]
    format_version: Literal[1]
    outcome: OutcomeStudy


CONTRACTS: Mapping[str, type[Envelope]] = {
    "score": Report,
    "match": MatchReport,
    "compare": ComparisonReport,
    "progress": ProgressReport,
    "panel": PanelReport,
    "hiring-panel": HiringReport,
    "outcome": OutcomeReport,
    "rubric-diff": DifferenceReport,
    "whatif": WhatIfReport,
    "cohort": CohortReport,
}
"""What each command writes as JSON."""


def cohort_report(found: Cohort, rubric: Rubric) -> CohortReport:
    """Finished results of many people."""
    told = limits_of(COHORT_LIMITS, rubric)
    head = envelope("cohort", cohort_sentence(found, rubric), told)
    return CohortReport.model_construct(**head, cohort=found)


def panel_report(found: PanelView, rubric: Rubric) -> PanelReport:
    """A finished round about one person."""
    told = limits_of(LIMITS, rubric)
    head = envelope("panel", panel_sentence(found), told)
    return PanelReport.model_construct(**head, panel=found)


def hiring_report(found: HiringView, rubric: Rubric) -> HiringReport:
    """A finished hiring panel."""
    told = limits_of(HIRING_LIMITS, rubric)
    head = envelope("hiring-panel", hiring_sentence(found), told)
    return HiringReport.model_construct(**head, hiring=found)


def difference_report(found: EditionDifference) -> DifferenceReport:
    """What differs between two editions."""
    head = envelope("rubric-diff", difference_sentence(found), EDITION_LIMITS)
    return DifferenceReport.model_construct(**head, difference=found)


def outcome_report(found: OutcomeStudy) -> OutcomeReport:
    """How well verdicts held so far."""
    head = envelope("outcome", outcome_sentence(found), OUTCOME_LIMITS)
    return OutcomeReport.model_construct(**head, outcome=found)


def whatif_report(found: WhatIf, rubric: Rubric) -> WhatIfReport:
    """A finished `whatif`."""
    told = limits_of(limits.WHAT_IF, rubric)
    head = envelope("whatif", headline(found.after, rubric), told)
    return WhatIfReport.model_construct(**head, what_if=found)


def comparison_report(found: Comparison, rubric: Rubric) -> ComparisonReport:
    """A finished `compare`."""
    told = limits_of(limits.COMPARISON, rubric)
    head = envelope("comparison", comparison_sentence(found, rubric), told)
    return ComparisonReport.model_construct(**head, comparison=found)


def progress_report(found: Progress, rubric: Rubric) -> ProgressReport:
    """A finished `progress`."""
    told = limits_of(limits.PROGRESS, rubric)
    head = envelope("progress", progress_sentence(found, rubric), told)
    return ProgressReport.model_construct(**head, progress=found)


def match_report(
    found: Match, rubric: Rubric, candidate_rubric: Rubric, seal: SealCheck | None = None
) -> MatchReport:
    """A finished `match`; `rubric` is that of the need."""
    need = found.need
    told = limits_of(limits.MATCH, rubric, candidate_rubric)
    short = MatchNeed.model_construct(
        rubric=need.rubric,
        respondent=need.respondent,
        verdict=need.verdict,
        sentence=headline(need, rubric),
    )
    return MatchReport.model_construct(
        **envelope("match", result(found, Rubrics(rubric, candidate_rubric)), told),
        need=short,
        needs=found.needs,
        candidates=found.candidates,
        holdings=found.holdings,
        seal=seal,
    )


def envelope(kind: str, sentence: str, told: tuple[str, ...]) -> dict[str, Any]:
    """What every contract begins with."""
    return {
        "format": f"rolefit-{kind}",
        "format_version": 1,
        "engine": __version__,
        "sentence": sentence,
        "limits": told,
    }
