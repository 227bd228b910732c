"""What a match says of a kit's seal: nothing has changed, or what has, and what that did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section
from rolefit.reports.pages.score.sentences import answer_count, capital, in_words, join_words
from rolefit.rubric.model import Rubric
from rolefit.safe_text import short_hash
from rolefit.studies.kit.sealed import EarlierSeal, SealChange, SealCheck

_SIDES = {"need": "what the company needs", "candidates": "how candidates are seen"}
_PARTS = {
    "guide": "the interview guide",
    "practice": "the practice answers",
    "roles": "the texts about the job",
    "results": "the texts about the result",
    "before": "the note before the form",
    "seen_with": "the form for candidates",
    "source": "the sources",
}


class _Sides(NamedTuple):
    """Both rubrics as they are now."""

    need: Rubric
    candidates: Rubric

    def rubric(self, change: SealChange) -> Rubric:
        """That of a change's side."""
        return self.need if change.side == "need" else self.candidates


def with_seal(page: Page, check: SealCheck, need: Rubric, candidates: Rubric) -> Page:
    """A match's page that says what has changed since the seal, right below the result."""
    blocks = tuple(_seal_blocks(check, _Sides(need, candidates)))
    first, *others = page.sections
    section = Section("Since the kit was sealed", blocks)
    return page._replace(sections=(first, section, *others))


def _seal_blocks(check: SealCheck, sides: _Sides) -> Iterator[Block]:
    """Whether the seal holds, what has changed, and what the result was before."""
    if not check.intact:
        yield Paragraph(
            "The seal itself was edited after it was made, so nobody can tell what was fixed "
            "before the first candidate.",
            "warning",
        )
    for one in check.earlier:
        yield from _replaced_blocks(one, sides)
    if not check.complete:
        yield Paragraph(
            "The sealed questions are no longer in the kit, or were edited there. So only changed "
            "answers of the company can be told, and no change of weights or questions.",
            "warning",
        )
    if check.changes:
        rows = tuple(_all_said(check.changes, sides))
        number = len(rows)
        things = "One thing was" if number == 1 else f"{capital(in_words(number))} things were"
        yield Paragraph(f"{things} changed after the kit was sealed on {check.sealed}.", "warning")
        yield Bullets("", rows)
        yield from _consequence(check)
    elif check.complete:
        yield Paragraph(
            f"Nothing was changed after {check.sealed}: the need, the weights and the questions "
            f"are those of the seal {short_hash(check.digest)}."
        )
    else:
        yield Paragraph(f"The company's answers are those of {check.sealed}.")


def _replaced_blocks(one: EarlierSeal, sides: _Sides) -> Iterator[Block]:
    """That the kit was sealed anew, how many forms were in by then, and what the seal changed."""
    forms = "No form was" if not one.forms else f"{capital(answer_count(one.forms, 'form'))}"
    verb = "" if not one.forms else " was" if one.forms == 1 else " were"
    yield Paragraph(
        f"The kit was sealed anew: the seal of {one.sealed} ({short_hash(one.digest)}) was "
        f"replaced. {forms}{verb} filled in by then.",
        "warning",
    )
    if one.changes:
        yield Bullets("What the new seal changed", tuple(_all_said(one.changes, sides)))


def _consequence(check: SealCheck) -> Iterator[Block]:
    """What the changes did to the result."""
    if not check.rescored:
        yield Paragraph("None of it can move a score.")
        return
    yield Paragraph("Every candidate was scored again by what holds now.")
    if check.result_before is None:
        yield Paragraph("What the result was before can no longer be worked out.", "warning")
    else:
        yield Paragraph(f"By what was sealed, the result was: {check.result_before}")


def _all_said(changes: tuple[SealChange, ...], sides: _Sides) -> Iterator[str]:
    """Every change in a sentence; the weights of a side in one, since one moves all of them."""
    for one in changes:
        if one.kind != "weight":
            yield _change_text(one, sides)
    for side, where in _SIDES.items():
        moved = [one for one in changes if one.kind == "weight" and one.side == side]
        if moved:
            shares = [f"{_name_of(one, sides)} {one.after} (before {one.before})" for one in moved]
            yield f"The weights of {where}: {join_words(shares)}"


def _change_text(change: SealChange, sides: _Sides) -> str:
    """One change in a sentence."""
    was = f": before {change.before}, now {change.after}" if change.before else ""
    how = {"new": "is new", "gone": "is gone"}.get(change.after, "asks or counts otherwise")
    name, where = _name_of(change, sides), _SIDES[change.side]
    match change.kind:
        case "answer":
            said = f"The company's answer to “{name}”"
            return f"{said}: before “{change.before}”, now “{change.after}”"
        case "weight" | "weight of a question":
            said = f"The weight of “{name}” ({where}){was}"
        case "question":
            said = f"The question “{name}” {how} ({where})"
        case "condition":
            said = f"The condition “{name}” {how} ({where})"
        case "setting":
            said = f"The settings of the scoring ({where})"
        case "text":
            said = f"Texts of the report ({where})"
        case "material":
            parts = [_PARTS.get(name, f"the page “{name}”") for name in name.split(", ")]
            said = f"The kit's own texts: {', '.join(parts)}"
        case "role":
            said = f"The role that the kit is for{was}"
    return said


def _name_of(change: SealChange, sides: _Sides) -> str:
    """What people call the thing that changed."""
    rubric = sides.rubric(change)
    known = {item.id: item.ask for item in rubric.items}
    if change.kind == "condition":
        known = {gate.id: gate.name for gate in rubric.gates}
    elif change.kind == "weight":
        known = {name: one.name for name, one in rubric.dimensions.items()}
    return known.get(change.name, change.name)
