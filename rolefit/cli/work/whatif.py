"""Score responses with some answers changed."""

from __future__ import annotations

from typing import Any

from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest
from rolefit.cli.work import (
    Answered,
    OutputOptions,
    assess_file,
    deliver_page,
    deliver_study,
    output_options,
    read_one,
    tell_edition,
    unreadable,
)
from rolefit.errors import Exit, Invalid, RolefitError, nearest
from rolefit.reports.contracts import whatif_report
from rolefit.reports.pages.whatif_page import turns_page, whatif_page
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import Rubric, read_response
from rolefit.scoring.assessment import Assessment
from rolefit.studies.whatif import what_if


def change_answers(
    file: str, rubric: str | None, changes: list[str], request: OutputRequest
) -> int:
    """Report what moves, and why."""
    want = output_options(request, *complete.STUDY)
    one = read_one(file, rubric, want.inputs)
    found = one.rubric
    if not changes:
        return _show_turns(one, want)
    answers = _parse_changes(changes, found)
    try:
        result = what_if(found, one.responses, answers)
    except Invalid as invalid:
        raise unreadable(one, invalid) from None
    tell_edition(one, quiet=want.quiet)
    for name in items_led_past(result.after, answers):
        output.remark(f"{name} is not asked, given other answers; setting it does nothing")
    deliver_study(lambda: whatif_page(result, found), lambda: whatif_report(result, found), want)
    return Exit.DONE


def _parse_changes(changes: list[str], rubric: Rubric) -> dict[str, Any]:
    """The new answers by item. Raises RolefitError where an item is named twice."""
    given = [parse_change(change, rubric) for change in changes]
    for name in sorted({name for name, _ in given}):
        if sum(1 for other, _ in given if other == name) > 1:
            raise RolefitError(f"--set {name}: is given more than once", "keep one")
    return dict(given)


def items_led_past(after: Assessment, answers: dict[str, Any]) -> list[str]:
    """The items among those set that a branch leads past."""
    return [m.item for m in after.missing if m.state == "not_presented" and m.item in answers]


def _show_turns(one: Answered, want: OutputOptions) -> int:
    """Show what would turn the result, where no change is named."""
    assessment = assess_file(*one)
    if want.format.draws == "data":
        raise RolefitError("nothing to change", "add --set item=answer")
    tell_edition(one, quiet=want.quiet)
    deliver_page(turns_page(assessment, one.rubric), want)
    return Exit.DONE


def parse_change(change: str, rubric: Rubric) -> tuple[str, Any]:
    """One `item=answer`. Raises RolefitError where there is no such item or answer."""
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
