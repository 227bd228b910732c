"""Print schemas, and write new rubrics with the schema that checks them."""

from __future__ import annotations

import os
import re
from typing import Any

from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import OutputOptions, deliver_text, output_options, write
from rolefit.errors import Exit, RolefitError
from rolefit.reports.contracts import CONTRACTS
from rolefit.reports.formats.json import dump, with_texts
from rolefit.rubric.models import MODEL_NAMES
from rolefit.storage.schemas import model_schema, report_schema, responses_schema, rubric_schema
from rolefit.storage.shipped import shipped_names
from rolefit.storage.writing import SCHEMA_FILE, copied_rubric, new_rubric

NAME = re.compile("[a-z][a-z0-9_-]{0,63}")
TITLES = {"score": "report"}
_AS_IT_IS = complete.PRINTED[0]
"""These texts are of one format, whatever the file is called."""


def plain_output(request: OutputRequest) -> OutputOptions:
    """The output of a text that has one form only."""
    return output_options(request._replace(format=_AS_IT_IS.name), _AS_IT_IS)


def print_schema(responses: str | None, kind: str | None, request: OutputRequest) -> int:
    """Print the schema of rubrics, of responses to one, or of what a command writes as JSON."""
    want = plain_output(request)
    if responses is not None and kind is not None:
        raise RolefitError("--responses excludes --report and --kind", "leave one of them out")
    if kind is not None:
        found = json_schema(output.choice(kind, tuple(CONTRACTS), "--kind"))
    elif responses is not None:
        found = responses_schema(want.inputs.rubric(responses))
    else:
        found = rubric_schema()
    deliver_text(dump(found), want)
    return Exit.DONE


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of what a command writes as JSON; of several files `score` writes a list."""
    one = model_schema(CONTRACTS[kind], f"rolefit {TITLES.get(kind, kind)}", output=True)
    one = with_texts(one)
    return report_schema(one) if kind == "score" else one


def write_rubric(name: str, model: str, request: OutputRequest) -> int:
    """Write a small rubric, and the schema beside it where there is none."""
    output.choice(model, MODEL_NAMES, "--model")
    _refuse_name(name)
    want = plain_output(request._replace(file=request.file or f"{name}.yaml"))
    return _write_new(new_rubric(name, model), want)


def copy_rubric(name: str, origin: str, model: str | None, request: OutputRequest) -> int:
    """Write a copy of a rubric under a name of its own, to be adapted."""
    if model is not None:
        message = "--model and --from exclude each other"
        raise RolefitError(message, "a copy keeps the model of its original")
    _refuse_name(name)
    want = plain_output(request._replace(file=request.file or f"{name}.yaml"))
    rubric = want.inputs.rubric(origin)
    text = copied_rubric(want.inputs.rubric_text(origin).decode("utf-8-sig"), rubric, name)
    if f"\nrubric: {name}\n" not in text and not text.startswith(f"rubric: {name}\n"):
        message = f"{origin}: is not written as YAML line by line, and cannot be copied"
        raise RolefitError(message, "begin with a shipped one: --from first-marketing-hire")
    return _write_new(text, want)


def _write_new(text: str, want: OutputOptions) -> int:
    """Write a new rubric, and the schema beside it where there is none."""
    if want.path is None:
        output.say(text)
        return Exit.DONE
    write(want.path, text, want)
    schema_path = want.path.parent / SCHEMA_FILE
    if not os.path.exists(schema_path):
        write(schema_path, dump(rubric_schema()), want)
        output.remark(f"wrote {schema_path}, with which editors check rubrics", quiet=want.quiet)
    path = want.path
    output.remark(f"wrote {path}; check it with: rolefit rubric check {path}", quiet=want.quiet)
    return Exit.DONE


def _refuse_name(name: str) -> None:
    """Raise RolefitError for what cannot be the name of a rubric of one's own."""
    if not NAME.fullmatch(name):
        hint = "at most 64 lower-case letters, digits, - and _, a letter first"
        raise RolefitError(f"`{name[:80]}` is no name for a rubric", hint)
    if name in shipped_names():
        hint = f"choose another name, like my-{name}; to read that one: rolefit rubric show {name}"
        raise RolefitError(f"`{name}` is the name of a shipped rubric", hint)
