"""What an audit found and what is wrong with a file, as lines of text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

from rolefit.audit import CheckFinding
from rolefit.audit.base import Path, Severity
from rolefit.audit.subject import Subject
from rolefit.errors import dotted_path
from rolefit.reports.formats.ink import Look, StyledLine, render_ansi, wrap
from rolefit.safe_text import cells, sanitize
from rolefit.storage.documents import Document, FileProblems
from rolefit.storage.documents.builder import Mark

# --- Problems of rubric files as text, JSON, or annotations on a pull request ---------------------


def render_problems(faulty: Sequence[FileProblems], format: str) -> str:
    """All problems of all files in one format; empty where there is nothing to say."""
    match format:
        case "json":
            found = [entry for problems in faulty for entry in entries(problems)]
            return json.dumps(found, indent=2, ensure_ascii=True) + "\n"
        case "github":
            return "".join(line for problems in faulty for line in notices(problems))
        case _:
            lines = (line for problems in faulty for line in problems.lines())
            return "".join(f"{sanitize(line)}\n" for line in lines)


def entries(problems: FileProblems) -> Iterator[dict[str, object]]:
    """The problems of one file as plain values."""
    for problem, mark in problems.found:
        yield {
            "file": problems.name,
            "line": mark.line + 1,
            "column": mark.column + 1,
            "path": dotted_path(problem.path),
            "code": problem.code,
            "message": problem.message,
            "hint": problem.advice,
        }


def notices(problems: FileProblems) -> Iterator[str]:
    """Workflow commands: an error at file and line, with % and line breaks escaped."""
    for problem, mark in problems.found:
        file = escape(sanitize(problems.name), more=":,")
        place = f"file={file},line={mark.line + 1},col={mark.column + 1}"
        hint = f" ({problem.advice})" if problem.advice else ""
        text = f"{dotted_path(problem.path)}: {problem.message}{hint}"
        yield f"::error {place},title={escape(problem.code, more=':,')}::{escape(sanitize(text))}\n"


def escape(text: str, more: str = "") -> str:
    """Text as workflow commands want it."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


_SEVERITIES: tuple[Severity, ...] = get_args(Severity)
COLOURS: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
_NOTICES: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_MAX_SHOWN = 50
_BEFORE = 40
"""Columns of a long line that are shown before its fault."""


class LocatedFinding(NamedTuple):
    """A finding with its place in the file."""

    code: str
    name: str
    severity: Severity
    message: str
    hint: str
    file: str
    path: Path
    mark: Mark

    @property
    def place(self) -> str:
        """File, line and column, both from 1."""
        return f"{self.file}:{self.mark.line + 1}:{self.mark.column + 1}"


class Audited(NamedTuple):
    """A rubric under audit with the file it came from and everything that the checks found."""

    document: Document
    subject: Subject
    findings: tuple[LocatedFinding, ...]
    """Errors first, then warnings, then the others, each in the order of their lines."""


def locate_findings(document: Document, subject: Subject, found: Iterable[CheckFinding]) -> Audited:
    """Findings with their places in a file, sorted."""
    placed = [
        LocatedFinding(
            one.check.CODE,
            one.check.NAME,
            one.severity,
            one.finding.message,
            one.finding.hint,
            document.name,
            one.finding.path,
            _place_of(document, one.finding.path),
        )
        for one in found
    ]
    placed.sort(key=lambda one: (_SEVERITIES.index(one.severity), one.mark, one.code))
    return Audited(document, subject, tuple(placed))


def _place_of(document: Document, path: Path) -> Mark:
    """Where the fault lies: at a text or a number itself, at the key of anything larger."""
    value: object = document.value
    for step in path:
        value = inside(value, step)
    return document.mark(path, at_key=isinstance(value, dict | tuple))


def inside(value: object, step: str | int) -> object:
    """What stands at a step of a path, None where nothing does."""
    if isinstance(value, dict):
        return value.get(str(step))
    if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def tally(findings: Sequence[LocatedFinding]) -> str:
    """How many findings there are: `1 error, 2 warnings, 3 for information`."""
    counts = Counter(one.severity for one in findings)
    grave = [f"{counts[s]} {s}{'' if counts[s] == 1 else 's'}" for s in _SEVERITIES[:-1]]
    return f"{', '.join(grave)}, {counts['info']} for information"


# --- as text ---------------------------------------------------------------------------------


def text(one: Audited, look: Look) -> str:
    """The findings, each with its line and a caret; empty where there are none."""
    if not one.findings:
        return ""
    lines: list[StyledLine] = []
    for finding in one.findings[:_MAX_SHOWN]:
        lines += [*_finding_text(finding, one.document, look), []]
    more = len(one.findings) - _MAX_SHOWN
    if more > 0:
        lines += [[(f"... and {more} more; --format json has them all", "")], []]
    return render_ansi(lines[:-1], look)


def _finding_text(finding: LocatedFinding, document: Document, look: Look) -> Iterator[StyledLine]:
    """One finding: place and name, what is wrong, the line, what to do."""
    width = max(30, min(look.width, 100))
    *above, last = wrap(f"{sanitize(finding.place)}:", width)
    yield from ([(part, "bold")] for part in above)
    name = f"{finding.severity} {finding.code} {finding.name}"
    colour = COLOURS[finding.severity]
    if cells(f"{last} {name}") <= width:
        yield [(f"{last} ", "bold"), (name, colour)]
    else:
        yield from ([(last, "bold")], [(f"  {name}", colour)])
    yield from ([(f"  {part}", "")] for part in wrap(sanitize(finding.message), width - 2))
    yield from excerpt(finding.mark, document, width)
    yield from ([(f"  {part}", "dim")] for part in wrap(sanitize(finding.hint), width - 2))


def excerpt(mark: Mark, document: Document, width: int) -> Iterator[StyledLine]:
    """The line of a fault, cut to fit, with a caret below it."""
    line, room = document.text.splitlines()[mark.line], width - 6
    start = max(0, mark.column - min(_BEFORE, room // 2))
    before = sanitize(line[start : mark.column])
    shown = before + sanitize(line[mark.column : start + room])
    yield [(f"      {_cut_text(shown, room)}", "dim")]
    yield [(f"      {' ' * cells(before)}^", "dim")]


def _cut_text(text: str, room: int) -> str:
    """As much of a safe text as fits into so many columns."""
    while cells(text) > room:
        text = text[:-1]
    return text


# --- as annotations --------------------------------------------------------------------------


def github(findings: Sequence[LocatedFinding]) -> str:
    """Workflow commands, one a finding, with % and line breaks escaped."""
    return "".join(f"{notice(one)}\n" for one in findings)


def notice(one: LocatedFinding) -> str:
    """An annotation at file and line."""
    file = escape(sanitize(one.file), more=":,")
    title = escape(f"{one.code} {one.name}", more=":,")
    hint = f" ({one.hint})" if one.hint else ""
    said = escape(sanitize(f"{one.message}{hint}"))
    place = f"file={file},line={one.mark.line + 1},col={one.mark.column + 1}"
    return f"::{_NOTICES[one.severity]} {place},title={title}::{said}"


def plain(one: LocatedFinding) -> dict[str, object]:
    """A finding as plain values."""
    return {
        "code": one.code,
        "name": one.name,
        "severity": one.severity,
        "file": one.file,
        "line": one.mark.line + 1,
        "column": one.mark.column + 1,
        "path": dotted_path(one.path),
        "message": one.message,
        "hint": one.hint,
    }
