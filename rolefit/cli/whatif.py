"""`rolefit whatif`: the same responses with some answers changed."""

from __future__ import annotations

import re
from decimal import Decimal
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
    from rolefit.rubric.items import Item, Multi
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
        value = parse_typed(text, item)
        read_response(item, value)
    except Unreadable as error:
        raise RolefitError(f"--set {change[:80]}: {error.message}", error.hint) from None
    return name, value


NONE = ("none", "none of these", "none_of_these")
"""What means that no option of a list holds."""


def parse_typed(text: str, item: Item) -> Any:
    """An answer as a responses file would hold it. Raises Unreadable."""
    if item.type == "multi":
        return several(text, item)
    if re.fullmatch(r"-?[0-9]{1,18}", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"-?[0-9]{1,18}\.[0-9]{1,17}", text, re.ASCII):
        return Decimal(text)
    return text


def several(text: str, item: Multi) -> Any:
    """A list of options, `none_of_these`, or a state. Raises Unreadable for a none of no use."""
    from rolefit.rubric.items.base import Unreadable, folded
    from rolefit.rubric.items.multi import NONE_OF_THESE

    ids = [option.id for option in item.choices]
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    none = [part for part in parts if folded(part) in NONE and part not in ids]
    if none and not item.none_of_these:
        states = "skipped, dont_know or not_applicable" if item.allow_na else "skipped or dont_know"
        hint = f"choose from {', '.join(ids)}; or write {states}"
        raise Unreadable(
            f"`{none[0][:20]}` is no answer here: at least one option is asked for", hint
        )
    if len(parts) == 1:  # a state is a word of its own, not a list
        return NONE_OF_THESE if none else parts[0]
    return tuple(NONE_OF_THESE if part in none else part for part in parts)
