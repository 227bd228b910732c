"""What follows from each case of a rubric, one case a row: a change of one word moves none."""

from __future__ import annotations

from collections.abc import Iterable

import cases

from rolefit.exact import rounded
from rolefit.scoring.assessment import Assessment, Confidence

COLUMNS = {
    "case": 4,
    "verdict": 20,
    "label": 18,
    "by numbers": 18,
    "status": 18,
    "confidence": 33,
    "scores": 10,
    "margin": 6,
}


def verdict_table(name: str) -> str:
    """The table of a rubric."""
    head = row(COLUMNS, {"conditions and flags": ""})
    places = (k for of, k in cases.CASES if of == name)
    return "\n".join([head, *(case_row(name, k) for k in places)]) + "\n"


def case_row(name: str, k: int) -> str:
    """One case, with its name at the end."""
    found = cases.assessed(name, k)
    verdict = found.verdict
    cells = (
        str(k + 1),
        verdict.outcome or "/".join(verdict.tied) or "-",
        verdict.label,
        verdict.strength,
        f"{verdict.status}{'' if verdict.leader_settled else ', open'}",
        sureness(found.confidence),
        scores(found),
        "-" if verdict.margin is None else str(rounded(verdict.margin, 1)),
    )
    return row(cells, lists(found))


def row(cells: Iterable[str], more: dict[str, str]) -> str:
    """Cells in columns, then the lists that are not empty."""
    columns = [cell.ljust(width) for cell, width in zip(cells, COLUMNS.values(), strict=True)]
    said = [f"{title} {names}".rstrip() for title, names in more.items()]
    return "  ".join([*columns, "; ".join(said)]).rstrip()


def sureness(confidence: Confidence) -> str:
    """The level and the three it is the worst of."""
    parts = (confidence.precision, confidence.completeness, confidence.robustness)
    return f"{confidence.overall or '-'} ({', '.join(part or '-' for part in parts)})"


def scores(found: Assessment) -> str:
    """The score of each outcome, or the fit."""
    values = [outcome.score for outcome in found.outcomes] if found.fit is None else [found.fit]
    return "/".join("-" if value is None else str(rounded(value, 1)) for value in values)


def lists(found: Assessment) -> dict[str, str]:
    """Conditions by their state, what limits the level, and signs of haste."""
    named: dict[str, list[str]] = {
        "failed": [gate.id for gate in found.gates if gate.state == "fail"],
        "unknown": [gate.id for gate in found.gates if gate.state == "unknown"],
        "capped by": list(found.verdict.capped_by),
        "flags": [flag.flag for flag in found.quality],
    }
    return {title: " ".join(names) for title, names in named.items() if names}
