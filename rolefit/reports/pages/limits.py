"""What a result is and what it is not: the part that every page about answers ends with."""

from __future__ import annotations

from rolefit.reports.blocks import Actions, Block, Bullets, Checks, Paragraph, Section
from rolefit.rubric.conditions import sentences_of
from rolefit.rubric.model import EvidenceStatus, Rubric

TITLE = "What this is, and what it is not"
BUILT: dict[EvidenceStatus, str] = {
    "advice_only": "built from published advice",
    "several_sources": "built from several sources that agree",
    "expert_reviewed": "reviewed by experts",
    "piloted": "tried out with respondents",
    "validated": "compared with an outside criterion",
}
MATCH = (
    "It must never be the sole ground for a decision about a person.",
    "It holds what was shown on one day against what a company said it needs. Both can be wrong.",
    (
        "It is fair only where every candidate got the same questions and the same sample, and "
        "each form was filled in alone, before anybody spoke about the candidate."
    ),
)
COMPARISON = (
    "It shows where answers differ, not whose answers are right.",
    "It must never be the sole ground for a decision about a person.",
)
PROGRESS = (
    (
        "It shows that answers changed, not why: someone who answers again can also see the same "
        "work in another light."
    ),
)
WHAT_IF = (
    (
        "It shows what other answers would do to the result. It does not show what it takes to "
        "make them true; an answer that is changed to please the score misleads only yourself."
    ),
)


def limits_of(own: tuple[str, ...], *rubrics: Rubric) -> tuple[str, ...]:
    """What a study does not show, then what its rubrics do not."""
    return (*own, *(text for one in rubrics for text in sentences_of(one.limits)))


def without_sources(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections that cite nothing: what a text rests on is told in full only."""
    return tuple(one._replace(blocks=tuple(map(_without_source, one.blocks))) for one in sections)


def _without_source(block: Block) -> Block:
    """A block that cites nothing."""
    match block:
        case Actions():
            rows = tuple(row._replace(source=()) for row in block.rows)
            return block._replace(rows=rows, source=())
        case Checks():
            return block._replace(rows=tuple(row._replace(source=()) for row in block.rows))
        case _:
            return block


def limit_section(own: tuple[str, ...], rubric: Rubric, *, full: bool) -> Section:
    """What a study does not show; `full` adds what its rubric does not."""
    built = f"The questions are {BUILT[rubric.evidence_status]}."
    limits = limits_of(own, rubric) if full else own
    return Section(TITLE, (Paragraph(built), Bullets("", limits)))
