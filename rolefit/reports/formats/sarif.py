"""Findings and problems in the form that code scanners exchange: SARIF 2.1.0 (OASIS 2020)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from rolefit import __version__
from rolefit.audit import CHECKS
from rolefit.audit.base import Path, Severity
from rolefit.audit.subject import Check
from rolefit.reports.formats import Canvas
from rolefit.reports.pages.audit.findings import Audited, LocatedFinding, inside
from rolefit.safe_text import sanitize
from rolefit.storage.documents import Document, FileProblems
from rolefit.storage.documents.builder import Mark

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

Plain = dict[str, Any]


def document(ones: Sequence[Audited], _canvas: Canvas) -> str:
    """All findings as one log."""
    return findings(ones)


def findings(ones: Sequence[Audited]) -> str:
    """The findings on some rubrics."""
    rules = [rule(check) for check in CHECKS]
    numbers = {check.CODE: k for k, check in enumerate(CHECKS)}
    results = []
    for one in ones:
        marks = _fingerprints(one)
        for placed, mark in zip(one.findings, marks, strict=True):
            results.append({**result(placed, numbers[placed.code]), **mark})
    return _log(rules, results)


def problems(faulty: Sequence[FileProblems]) -> str:
    """What keeps some files from being rubrics at all."""
    codes = sorted({problem.code for one in faulty for problem, _ in one.found})
    rules: list[Plain] = [{"id": code} for code in codes]
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": codes.index(problem.code),
            "level": "error",
            "message": {"text": sentence(problem.message, problem.advice)},
            "locations": [location(one.name, mark)],
        }
        for one in faulty
        for problem, mark in one.found
    ]
    return _log(rules, results)


def _log(rules: list[Plain], results: list[Plain]) -> str:
    """A log of one run; ASCII, so that nothing in it can act."""
    driver = {"name": "rolefit", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    whole = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, indent=2, ensure_ascii=True) + "\n"


def rule(check: Check) -> Plain:
    """A check as the rule that its findings name."""
    return {
        "id": check.CODE,
        "name": "".join(word.capitalize() for word in check.NAME.split("-")),
        "shortDescription": {"text": check.__doc__ or check.NAME},
        "fullDescription": {"text": check.ABOUT},
        "help": {"text": f"{check.FIX}\n\nMore: rolefit explain {check.CODE}"},
        "defaultConfiguration": {"level": _LEVELS[check.SEVERITY]},
    }


def result(one: LocatedFinding, number: int) -> Plain:
    """A finding."""
    return {
        "ruleId": one.code,
        "ruleIndex": number,
        "level": _LEVELS[one.severity],
        "message": {"text": sentence(one.message, one.hint)},
        "locations": [location(one.file, one.mark)],
    }


def sentence(message: str, hint: str) -> str:
    """What is wrong, and what to do about it."""
    said = f"{message} ({hint})" if hint else message
    # [words](target) would be a link.
    return sanitize(said).replace("](", "] (")


def location(file: str, mark: Mark) -> Plain:
    """A place in a file, line and column from 1."""
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": address(file)},
            "region": {"startLine": mark.line + 1, "startColumn": mark.column + 1},
        }
    }


def address(file: str) -> str:
    """A path as a URI, relative where the path is."""
    path = quote(file.replace("\\", "/"), safe="/")
    return f"file://{path}" if path.startswith("/") else path


def _fingerprints(one: Audited) -> Iterator[Plain]:
    """What each finding is known by, whatever happens to the lines above it: code and place.

    Places in a list go by the id of what stands there. Findings of one code at one place are
    numbered.
    """
    seen: Counter[str] = Counter()
    for placed in one.findings:
        said = "\0".join((placed.code, *steps(one.document, placed.path)))
        seen[said] += 1
        digest = sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        yield {"partialFingerprints": {"codeAndPath/v1": f"{digest[:32]}:{seen[said]}"}}


def steps(document: Document, path: Path) -> Iterable[str]:
    """A path whose places in lists are the ids (or names) of what stands there."""
    value: object = document.value
    for step in path:
        value = inside(value, step)
        name = (value.get("id") or value.get("name")) if isinstance(value, dict) else None
        yield str(name) if isinstance(step, int) and name else str(step)
