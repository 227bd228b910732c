"""The traceability matrix: every claim, and where the rubrics carry it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.rubric.claims import ClaimRegister
from rolefit.studies.tracing import Carried

_HOW = "What a claim says: rolefit explain LM-01."


def claims_page(
    found: Sequence[Carried], register: ClaimRegister, *, rubrics: int, full: bool
) -> Page:
    """All claims by source; `full` names every place."""
    sections = [Section("", tuple(_summary_blocks(found)))]
    for name, source in register.sources.items():
        mine = [carried for carried in found if carried.claim.source == name]
        blocks = tuple(_place_blocks(mine) if full else [matrix(mine)])
        sections.append(Section(f"{source.title}, by {source.author}", blocks))
    sections.append(Section("", (Paragraph(_HOW, "quiet"),)))
    what = "rubric" if rubrics == 1 else "rubrics"
    return Page("Claims and where they are carried", f"{rubrics} {what}", tuple(sections))


def _summary_blocks(found: Sequence[Carried]) -> Iterator[Block]:
    """How many claims are carried, and which are not."""
    bare = [carried.id for carried in found if not carried.places]
    yield Paragraph(f"{len(found) - len(bare)} of {len(found)} claims are carried.", "verdict")
    if bare:
        yield Bullets("Carried nowhere", (", ".join(bare),))


def matrix(found: Sequence[Carried]) -> Table:
    """A row for each claim, with how often each rubric cites it."""
    rows = tuple((c.id, c.claim.kind, c.claim.topic, places_per_rubric(c)) for c in found)
    columns = ("Claim", "Kind", "Topic", "Carried by")
    return Table("", columns, (False, False, False, False), rows)


def places_per_rubric(carried: Carried) -> str:
    """Rubrics with the number of places in each."""
    listed = (f"{rubric} {len(places)}" for rubric, places in carried.places.items())
    return ", ".join(listed) or "nothing"


def _place_blocks(found: Sequence[Carried]) -> Iterator[Block]:
    """Every place of each claim."""
    for c in found:
        rows = tuple(f"{rubric}: {'; '.join(places)}" for rubric, places in c.places.items())
        yield Bullets(f"{c.id}, {c.claim.topic} ({c.claim.kind})", rows or ("carried nowhere",))


def claims_rows(found: Sequence[Carried]) -> list[dict[str, Any]]:
    """The matrix for programs."""
    return [
        {"claim": c.id, "kind": c.claim.kind, "topic": c.claim.topic, "carried_by": c.places}
        for c in found
    ]
