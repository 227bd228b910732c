"""Score responses with some answers changed."""

from __future__ import annotations

from typing import Any

from rolefit.cli import complete, output
from rolefit.cli.deliver import Draft, deliver, output_options
from rolefit.cli.options import OutputRequest
from rolefit.cli.read import read_one
from rolefit.errors import Exit, Invalid, RolefitError, nearest
from rolefit.reports.contracts import whatif_report
from rolefit.reports.pages.whatif_page import whatif_page
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import Responses, read_response
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.storage.documents import problems_at
from rolefit.studies.whatif import what_if


def change_answers(
    file: str, rubric: str | None, changes: list[str], request: OutputRequest
) -> int:
    """Report what moves, and why."""
    want = output_options(request, *complete.STUDY)
    document, responses, found = read_one(file, rubric, want.inputs)
    if not changes:
        raise RolefitError("nothing to change", _suggestion(found, responses))
    answers = _parse_changes(changes, found)
    try:
        result = what_if(found, responses, answers)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    for name in hidden(result.after, answers):
        output.remark(f"{name} is not asked, given other answers; setting it does nothing")
    draft: Draft = {
        "page": lambda: [whatif_page(result, found)],
        "data": lambda: [whatif_report(result, found)],
    }
    deliver(draft, want)
    return Exit.DONE


def _parse_changes(changes: list[str], rubric: Rubric) -> dict[str, Any]:
    """The new answers by item. Raises RolefitError where an item is named twice."""
    given = [parse_change(change, rubric) for change in changes]
    for name in sorted({name for name, _ in given}):
        if sum(1 for other, _ in given if other == name) > 1:
            raise RolefitError(f"--set {name}: is given more than once", "keep one")
    return dict(given)


def hidden(after: Assessment, answers: dict[str, Any]) -> list[str]:
    """The items among those set that a branch leads past."""
    return [m.item for m in after.missing if m.state == "not_presented" and m.item in answers]


def _suggestion(rubric: Rubric, responses: Responses) -> str:
    """What to type, with the very changes that would turn the result where there are any."""
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
