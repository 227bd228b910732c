"""What the cases of a rubric reach, and which small mistakes they would notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolefit.audit.simulation.coverage import Count, Coverage
from rolefit.audit.simulation.mutants import Mutants
from rolefit.audit.subject import Subject
from rolefit.reports.blocks import Block, Bullets, Paragraph, Table
from rolefit.reports.pages.rubric_page import NO_CASES
from rolefit.reports.pages.score.sentences import join_words
from rolefit.scoring.verdict import share_text

_NAMED = 8
"""Things that no case reaches which are named; further ones are counted."""


def case_blocks(subject: Subject) -> Iterator[Block]:
    """Coverage and mutation score of the cases."""
    if not subject.rubric.cases:
        yield Paragraph(NO_CASES, "warning")
        return
    yield coverage_table(subject.coverage)
    yield from mutant_blocks(subject.mutants)


def coverage_table(found: Coverage) -> Table:
    """How much of each kind the cases reach, and what they leave out."""
    parts = (
        ("Results", found.results),
        ("Labels", found.labels),
        ("Gates, each way", found.gates),
        ("Named results", found.verdicts),
        ("Branches, both ways", found.branches),
        ("Options", found.options),
    )
    rows = tuple(row(name, counts) for name, counts in parts if counts)
    title = f"{found.cases} cases reach"
    return Table(title, ("Part", "Reached", "Left out"), (False, True, False), rows)


def row(name: str, counts: Sequence[Count]) -> tuple[str, str, str]:
    """One kind of thing."""
    left = [f"{one.of} {one.name}".strip() for one in counts if not one.cases]
    said = ", ".join(left[:_NAMED])
    if len(left) > _NAMED:
        said += f" and {len(left) - _NAMED} more"
    return (name, f"{len(counts) - len(left)} of {len(counts)}", said or "nothing")


def mutant_blocks(found: Mutants) -> Iterator[Block]:
    """The mutation score, and each mistake that no case notices."""
    if found.failing:
        names = join_words([f"“{name}”" for name in found.failing])
        yield Paragraph(f"Left out, since they fail as they are: {names}.", "warning")
    if found.score is None:
        yield Paragraph("There is no mistake to try the cases on.")
        return
    noticed = found.counted - len(found.survivors)
    slight = len(found.mutants) - found.counted
    beside = f" {slight} slight ones do not count." if slight else ""
    yield Paragraph(
        f"The cases notice {noticed} of {found.counted} small mistakes, put into the rubric one at "
        f"a time: {share_text(found.score)}. All of them were tried.{beside}"
    )
    if found.survivors:
        yield Bullets("Not noticed", tuple(mutant.what for mutant in found.survivors))
