"""`rolefit whatif`: the same responses with some answers changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolefit.cli import output
from rolefit.cli.options import (
    ForceOption,
    FormatOption,
    OutputOption,
    PagerOption,
    QuietOption,
    RubricOption,
    SetOption,
)
from rolefit.errors import Exit, RolefitError, nearest

if TYPE_CHECKING:
    from rolefit.rubric.model import Rubric
    from rolefit.rubric.responses import Responses
    from rolefit.scoring.assessment import Assessment


def whatif(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A responses file, YAML or JSON; - reads stdin.")
    ],
    changes: SetOption = None,
    rubric: RubricOption = None,
    format: FormatOption = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    quiet: QuietOption = False,
    pager: PagerOption = False,
) -> int:
    """Score responses with some answers changed; shows what moved, and why. Changes no file."""
    from rolefit.cli.deliver import deliver_pages, deliver_text, output_options
    from rolefit.cli.read import read_one
    from rolefit.errors import Invalid
    from rolefit.storage.documents import problems_at
    from rolefit.studies.whatif import what_if

    want = output_options(format, output_file, full=False, force=force, quiet=quiet, pager=pager)
    document, responses, found = read_one(file, rubric)
    if not changes:
        raise RolefitError("nothing to change", suggestion(found, responses))
    given = [parse_change(change, found) for change in changes]
    for name in sorted({name for name, _ in given}):
        if sum(1 for other, _ in given if other == name) > 1:
            raise RolefitError(f"--set {name}: is given more than once", "keep one")
    answers = dict(given)
    try:
        result = what_if(found, responses, answers)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    for name in hidden(result.after, answers):
        output.remark(f"{name} is not asked, given other answers; setting it does nothing")
    if want.format == "json":
        from rolefit.reports.formats.json import whatif_text

        deliver_text(whatif_text(result), want)
    else:
        from rolefit.reports.pages.whatif_page import whatif_page

        deliver_pages([whatif_page(result, found)], want)
    return Exit.DONE


def hidden(after: Assessment, answers: dict[str, Any]) -> list[str]:
    """The items among those set that a branch leads past."""
    return [m.item for m in after.missing if m.state == "not_presented" and m.item in answers]


def suggestion(rubric: Rubric, responses: Responses) -> str:
    """What to type, with the very changes that would turn the result where there are any."""
    from rolefit.errors import Invalid
    from rolefit.scoring.assess import assess

    try:
        flips = assess(rubric, responses).alternatives.flips
    except Invalid:
        return "add --set item=answer"
    if not flips:
        return f"add --set item=answer, like --set {rubric.items[0].id}=skipped"
    words = " ".join(f"--set {c.item}={c.set_to}" for c in flips[0].changes)
    return f"add --set item=answer, like {words}"


def parse_change(change: str, rubric: Rubric) -> tuple[str, Any]:
    """One `item=answer`. Raises RolefitError where there is no such item or answer."""
    from rolefit.rubric.items.base import Unreadable
    from rolefit.rubric.responses import read_response

    name, equals, text = change.partition("=")
    ids = tuple(item.id for item in rubric.items)
    if not equals:
        raise RolefitError(f"--set {change[:80]}: expected item=answer", "like --set budget=4")
    if name not in ids:
        raise RolefitError(f"--set {change[:80]}: unknown item", nearest(name, ids))
    item = rubric.item(name)
    try:
        value = item.parse_typed(text)
        read_response(item, value)
    except Unreadable as error:
        raise RolefitError(f"--set {change[:80]}: {error.message}", error.hint) from None
    return name, value
