"""Trace claims to the places that carry them."""

from __future__ import annotations

from rolefit.cli import complete
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import deliver_study, output_options
from rolefit.errors import Exit
from rolefit.reports.pages.claims_page import claims_page, claims_rows
from rolefit.storage.shipped import shipped_names
from rolefit.studies.tracing import carried_claims


def trace_claims(names: list[str], request: OutputRequest) -> int:
    """Report every claim; 1 where all shipped rubrics are asked for and leave some out."""
    want = output_options(request, *complete.MATRIX)
    rubrics = [want.inputs.rubric(name) for name in names or shipped_names()]
    known = want.inputs.claims()
    found = carried_claims(known, rubrics)
    deliver_study(
        lambda: claims_page(found, known, rubrics=len(rubrics), full=want.full),
        lambda: claims_rows(found),
        want,
    )
    return Exit.NO if not names and any(not c.places for c in found) else Exit.DONE
