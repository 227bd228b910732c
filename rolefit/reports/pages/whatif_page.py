"""What changed answers would do: the two results, and what moved between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import rounded, shares, total
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table, filled_sections
from rolefit.reports.pages.limits import WHAT_IF, limit_section
from rolefit.reports.pages.score.grounds import left_out_text
from rolefit.reports.pages.score.result import change_blocks, headline, page_of
from rolefit.reports.pages.score.sentences import capital, who
from rolefit.reports.words import STATES
from rolefit.rubric.model import Rubric, texts_for
from rolefit.scoring.assess import fit_texts
from rolefit.scoring.assessment import Assessment
from rolefit.studies.whatif import Moved, WhatIf

GATES = {"pass": "holds", "fail": "fails", "unknown": "is unknown"}


def whatif_page(found: WhatIf, rubric: Rubric) -> Page:
    """The whole page."""
    named = [f"{m.item}: {m.after or STATES[m.state_after]}" for m in _set_items(found)]
    sections = (
        Section("", tuple(_verdict_blocks(found, rubric))),
        Section("Scores", tuple(score_blocks(found))),
        Section("What moved, and why", tuple(_moved_blocks(found, rubric))),
        Section("Conditions", tuple(gate_blocks(found))),
        limit_section(WHAT_IF, rubric, full=False),
    )
    kept = filled_sections(sections)
    return Page(f"What if: {rubric.title}", " · ".join(named), kept)


def turns_page(assessment: Assessment, rubric: Rubric) -> Page:
    """What would turn a result, with the words to type to see it done."""
    rubric = fit_texts(rubric, assessment)
    blocks = tuple(change_blocks(assessment, rubric, full=False))
    flips = assessment.alternatives.flips
    how: tuple[Paragraph, ...] = ()
    if flips:
        words = " ".join(f"--set {c.item}={c.set_to}" for c in flips[0].changes)
        how = (Paragraph("To see the first of them done, add to the command:"),)
        how += (Paragraph(words, "picture"),)
    left_out = left_out_text(assessment, rubric)
    said = (Paragraph(left_out, "quiet"),) if left_out else ()
    sections = (
        Section("", (Paragraph(headline(assessment, rubric), "verdict"), *said)),
        Section("What would change it", blocks or (Paragraph("Nothing that was found would."),)),
        Section("", how),
        limit_section(WHAT_IF, rubric, full=False),
    )
    kept = filled_sections(sections)
    return Page(f"What if: {rubric.title}", who(assessment), kept)


def _set_items(found: WhatIf) -> list[Moved]:
    """The answers that were set."""
    return [m for m in found.moved if m.item in found.answers]


def _verdict_blocks(found: WhatIf, rubric: Rubric) -> Iterator[Block]:
    """The result as it is and as it would be."""
    now, then = headline(found.before, rubric), headline(found.after, rubric)
    if now == then:
        yield Paragraph(f"The result stays. {now}", "verdict")
        return
    yield Paragraph(f"Now: {now}")
    yield Paragraph(f"Then: {then}", "verdict")


def score_blocks(found: WhatIf) -> Iterator[Block]:
    """Scores and errors, side by side."""
    page = page_of(found.before)
    rows = [
        (name, now, then, change(a, b))
        for (name, now, a), (_, then, b) in zip(
            page.score_cells(found.before), page.score_cells(found.after), strict=True
        )
    ]
    columns = ("", "Now", "Then", "Change")
    yield Table("", columns, (False, True, True, True), tuple(rows))


def change(now: Fraction | None, then: Fraction | None) -> str:
    """A difference of printed figures."""
    if now is None or then is None:
        return ""
    return f"{rounded(then, 1) - rounded(now, 1):+}"


def _moved_blocks(found: WhatIf, rubric: Rubric) -> Iterator[Block]:
    """Every answer that moved, with its points; the columns add up to what they are part of."""
    if not found.moved:
        yield Paragraph("No answer moved.")
        return
    now, then = printed_columns(found.moved, found.total_before, found.total_after)
    named = [(m.item, _answers_of(m, found)) for m in found.moved]
    named += [("other answers", ""), ("all together", "")]
    rows = tuple(
        (*pair, f"{a:+}", f"{b:+}", f"{b - a:+}")
        for pair, a, b in zip(named, now, then, strict=True)
    )
    columns = ("Item", "Answer", "Now", "Then", "Change")
    yield Table(heading(found, rubric), columns, (False, False, True, True, True), rows)
    if any(m.item not in found.answers for m in found.moved):
        yield Paragraph(
            "Answers that were left alone can count for more or less where other answers join or "
            "leave; above a target further points count for nothing.",
            "quiet",
        )


def printed_columns(
    moved: Sequence[Moved], before: Fraction, after: Fraction
) -> tuple[list[Decimal], list[Decimal]]:
    """Points before and after as printed, with those of all other answers and the sums.

    Each column adds up, and what did not move is printed alike in both.
    """
    free = [m.points_before != m.points_after for m in moved]
    return (
        _printed_rows([m.points_before for m in moved], before, free),
        _printed_rows([m.points_after for m in moved], after, free),
    )


def _printed_rows(
    parts: Sequence[Fraction], whole: Fraction, free: Sequence[bool]
) -> list[Decimal]:
    """Points as printed, so that they add up; only those of `free` answers may give for that."""
    # All others are rounded by themselves: what did not move is printed alike before and after.
    fixed = [rounded(part, 1) for part in parts]
    others = rounded(whole - total(parts), 1)
    still = sum((one for one, may in zip(fixed, free, strict=True) if not may), others)
    given = iter(
        shares(
            [part for part, may in zip(parts, free, strict=True) if may],
            whole=rounded(whole, 1) - still,
        )
    )
    shown = [next(given) if may else one for one, may in zip(fixed, free, strict=True)]
    others = rounded(whole, 1) - sum(shown, Decimal(0))
    return [*shown, others, rounded(whole, 1)]


def _answers_of(m: Moved, found: WhatIf) -> str:
    """From which answer to which."""
    before = m.before or STATES[m.state_before]
    after = m.after or STATES[m.state_after]
    if m.item not in found.answers:
        return after
    return f"{after} (as it was)" if before == after else f"{before} → {after}"


def heading(found: WhatIf, rubric: Rubric) -> str:
    """What the points are points of."""
    if not found.measured:
        return page_of(found.before).point_columns(found.before)[0].name
    first, second = (texts_for(rubric, outcome).name for outcome in found.measured)
    return capital(f"points by which {first} leads {second}")


def gate_blocks(found: WhatIf) -> Iterator[Block]:
    """Conditions that would stand otherwise."""
    before = {gate.id: gate.state for gate in found.before.gates}
    rows = tuple(
        f"“{gate.name}” {GATES[before[gate.id]]} now and then {GATES[gate.state]}."
        for gate in found.after.gates
        if gate.state != before[gate.id]
    )
    if rows:
        yield Bullets("", rows)
