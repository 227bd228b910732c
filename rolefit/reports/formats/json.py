"""A report as JSON: a versioned contract, described by `rolefit rubric schema --report`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from rolefit import __version__
from rolefit.reports.formats import Canvas
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


def document(values: Sequence[Any], _canvas: Canvas) -> str:
    """All values as one text."""
    return render(values)


def render(values: Sequence[Any]) -> str:
    """One value as an object, several as a list; ASCII, so that nothing in it can act."""
    dumped = [plain(one) for one in values]
    return dump(dumped[0] if len(dumped) == 1 else dumped)


def plain(one: Any) -> Any:
    """A value as JSON knows it; numbers are rounded to nine decimals."""
    return one.model_dump(mode="json", by_alias=True) if isinstance(one, Value) else one


def dump(content: Any) -> str:
    """Plain content as text."""
    return json.dumps(content, indent=2, ensure_ascii=True) + "\n"


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


def whatif_report(found: WhatIf) -> WhatIfReport:
    """A finished `whatif`."""
    return WhatIfReport.model_construct(
        format="rolefit-whatif", format_version=VERSION, engine=__version__, what_if=found
    )
