"""A report as JSON: a versioned contract, described by `rolefit rubric schema --report`."""

from __future__ import annotations

import json
from typing import Literal

from rolefit import __version__
from rolefit.reports.pages.score.sentences import headline
from rolefit.rubric.model import Rubric
from rolefit.rubric.value import Value
from rolefit.scoring.assessment import Assessment
from rolefit.studies.whatif import WhatIf

VERSION: Literal[1] = 1


class Report(Value):
    """What a JSON report holds. Numbers are rounded to nine decimals."""

    format: Literal["rolefit-report"]
    format_version: Literal[1]
    """Rises when a field changes its meaning or goes away; new fields do not raise it."""
    engine: str
    """Version of rolefit."""
    sentence: str
    """The verdict in words."""
    assessment: Assessment


def report(assessment: Assessment, rubric: Rubric) -> Report:
    """The report on one assessment."""
    return Report.model_construct(
        format="rolefit-report",
        format_version=VERSION,
        engine=__version__,
        sentence=headline(assessment, rubric),
        assessment=assessment,
    )


class WhatIfReport(Value):
    """What changed answers would do, as JSON."""

    format: Literal["rolefit-whatif"]
    format_version: Literal[1]
    engine: str
    """Version of rolefit."""
    what_if: WhatIf


def whatif_text(found: WhatIf) -> str:
    """A finished `whatif` as JSON."""
    one = WhatIfReport.model_construct(
        format="rolefit-whatif", format_version=VERSION, engine=__version__, what_if=found
    )
    dumped = one.model_dump(mode="json", by_alias=True)
    return json.dumps(dumped, indent=2, ensure_ascii=True) + "\n"


def render(reports: list[Report]) -> str:
    """One report as an object, several as a list; ASCII, so that nothing in it can act."""
    dumped = [one.model_dump(mode="json", by_alias=True) for one in reports]
    return json.dumps(dumped[0] if len(dumped) == 1 else dumped, indent=2, ensure_ascii=True) + "\n"
