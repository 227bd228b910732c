"""What differs between two editions of a rubric, and which verdicts that turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table, filled_sections
from rolefit.reports.pages.limits import TITLE
from rolefit.reports.pages.score.sentences import join_words
from rolefit.reports.words import LABELS
from rolefit.studies.editions.differences import (
    ChangedPart,
    ChangedValue,
    EditionDifference,
    Facet,
    Fate,
)

LIMITS = (
    "A verdict that stays is no proof that an answer still means what it meant.",
    (
        "Answers that one edition cannot read count there as none; a verdict may turn for that "
        "alone."
    ),
)
_KINDS = {
    "rubric": "Settings and texts of the whole",
    "outcomes": "Outcomes",
    "dimensions": "Dimensions",
    "items": "Questions",
    "gates": "Conditions",
    "bands": "Levels",
}
_FACETS: dict[Facet, str] = {
    "weight": "weight",
    "target": "target or limit",
    "worth": "what an answer is worth",
    "condition": "condition",
    "setting": "setting",
    "wording": "wording",
}
_ALWAYS: tuple[Facet, ...] = ("weight", "target", "worth", "condition", "setting")
_LONGEST = 60
_WORDINGS = 3
"""Wordings of a part that are shown unless all are wanted."""


def difference_sentence(found: EditionDifference) -> str:
    """What differs, in a sentence or two."""
    tried = found.cases + found.kept
    if found.same:
        return "Both ask, count and say the same."
    fates = Counter((part.kind, part.fate) for part in found.parts)
    said = [
        f"{count} {'question' if count == 1 else 'questions'} {fate}"
        for fate in ("added", "removed", "changed")
        if (count := fates["items", fate])
    ]
    others = sum(count for (kind, _), count in fates.items() if kind != "items")
    if others:
        said.append(f"{others} other parts differ" if others > 1 else "1 other part differs")
    turned = f"{len(found.turns)} of {tried} sets of answers get another verdict."
    return f"{join_words(said) or 'Nothing that counts differs'}; {turned}"


def edition_page(found: EditionDifference, *, full: bool = False) -> Page:
    """The whole page; `full` shows every wording that differs."""
    sections = [
        Section("", (Paragraph(difference_sentence(found), "verdict"),)),
        Section("Answers that get another verdict", tuple(_turn_blocks(found))),
    ]
    for kind, title in _KINDS.items():
        parts = [part for part in found.parts if part.kind == kind]
        sections.append(Section(title, tuple(_part_blocks(parts, full=full))))
    sections.append(Section(TITLE, (Bullets("", LIMITS),)))
    kept = filled_sections(sections)
    named = f"{found.old} {found.old_version} → {found.new} {found.new_version}"
    return Page("What differs between two editions", named, kept)


def _turn_blocks(found: EditionDifference) -> Iterator[Block]:
    """A row for each set of answers that gets another verdict."""
    rows = tuple(
        (
            f"{turn.name}{'' if turn.source == 'case' else ' (kept)'}",
            _verdict(turn.before),
            _verdict(turn.after),
            str(turn.unread or ""),
        )
        for turn in found.turns
    )
    if rows:
        columns = ("Case or kept answers", "Before", "After", "Unread")
        yield Table("", columns, (False, False, False, True), rows)
        yield Paragraph("Unread: answers that only one of the two editions can read.", "quiet")


def _verdict(told: str) -> str:
    """A verdict as reports name it."""
    label, colon, leads = told.partition(": ")
    words = next((text for key, text in LABELS.items() if key == label), label)
    return f"{words}{colon}{leads}"


def _part_blocks(parts: list[ChangedPart], *, full: bool) -> Iterator[Block]:
    """What was added and removed, and what is otherwise."""
    fates: tuple[tuple[Fate, str], ...] = (("added", "New"), ("removed", "Gone"))
    for fate, word in fates:
        names = [part.id for part in parts if part.fate == fate]
        if names:
            yield Paragraph(f"{word}: {', '.join(names)}")
    for part in parts:
        if part.fate == "changed":
            shown = [v for v in part.values if full or v.facet in _ALWAYS]
            wordings = [v for v in part.values if v.facet == "wording"]
            if not full:
                shown += wordings[:_WORDINGS]
            lines = [_line(value) for value in shown]
            left = 0 if full else len(wordings[_WORDINGS:])
            if left:
                lines.append(f"{left} more {'wording' if left == 1 else 'wordings'}; see --full")
            yield Bullets(part.id, tuple(lines))


def _line(value: ChangedValue) -> str:
    """One value that is another one."""
    where = f"{value.path} ({_FACETS[value.facet]})"
    if value.before is None:
        return f"{where}: new: {_short(value.after)}"
    if value.after is None:
        return f"{where}: gone: {_short(value.before)}"
    return f"{where}: {_short(value.before)} → {_short(value.after)}"


def _short(text: str | None) -> str:
    """A value on one line; whole numbers as such."""
    plain = " ".join((text or "").split()).removesuffix("/1")
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
