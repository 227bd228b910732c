"""Problems of rubric files as text, JSON, or annotations on a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rolefit.errors import dotted_path
from rolefit.safe_text import sanitize
from rolefit.storage.documents import FileProblems


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
