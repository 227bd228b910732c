"""What `rolefit explain` knows: labels, terms, item types, error codes and claims."""

from __future__ import annotations

import inspect

from rolefit.errors import RolefitError, nearest
from rolefit.items import ITEM_TYPES
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.reports.words import CODE, ITEM, LABEL, TERM, TOPICS, Topic
from rolefit.schemas import field_docs


def item_topics() -> dict[str, Topic]:
    """A topic for each item type, from its own documentation."""
    found = {}
    for cls in ITEM_TYPES:
        name = str(cls.model_fields["type"].annotation.__args__[0])  # type: ignore[union-attr]
        found[name] = Topic(ITEM, inspect.getdoc(cls) or "")
    return found


def topics_page() -> Page:
    """Every topic, by group."""
    known = {**TOPICS, **item_topics()}
    sections = []
    for group in (LABEL, TERM, ITEM, CODE):
        names = ", ".join(sorted(name for name, topic in known.items() if topic.group == group))
        sections.append(Section(group, (Paragraph(names),)))
    claims = Paragraph("the id of a claim, like DC-01")
    return Page(
        "What can be explained", "rolefit explain TOPIC", (*sections, Section("Claims", (claims,)))
    )


def topic_page(name: str) -> Page:
    """One topic. Raises RolefitError where there is none of that name."""
    wanted = name.strip().replace(" ", "_").casefold()
    known = {**TOPICS, **item_topics()}
    for candidate in (wanted, wanted.replace("_", "-")):
        if candidate in known:
            return described(candidate, known[candidate])
    claim = claim_page(name.strip().upper())
    if claim is not None:
        return claim
    raise RolefitError(f"nothing is known about `{name[:80]}`", nearest(wanted[:80], tuple(known)))


def described(name: str, topic: Topic) -> Page:
    """The page of one topic."""
    blocks: list[Block] = [Paragraph(topic.text)]
    if topic.source:
        blocks.append(Paragraph(f"Source: {topic.source}", "quiet"))
    if topic.group == ITEM:
        cls = next(c for c in ITEM_TYPES if name in str(c.model_fields["type"].annotation))
        docs = field_docs(cls)
        rows = tuple(
            (field.alias or key, docs.get(key, "")) for key, field in cls.model_fields.items()
        )
        blocks.append(Table("In a rubric", ("Key", "Meaning"), (False, False), rows))
    return Page(name, topic.group, (Section("", tuple(blocks)),))


def claim_page(name: str) -> Page | None:
    """One claim of the shipped register, with its source and where it is cited."""
    # Reading the register and every rubric is worth it for a claim only.
    from rolefit.citations import citations  # noqa: PLC0415
    from rolefit.library import load, register  # noqa: PLC0415
    from rolefit.shelf import shipped  # noqa: PLC0415

    known = register()
    claim = known.claims.get(name)
    if claim is None:
        return None
    source = known.sources[claim.source]
    carried = []
    for rubric in shipped():
        places = sum(1 for _, cited in citations(load(rubric)) if name in cited)
        if places:
            carried.append(f"{rubric}: {places} place{'s' if places > 1 else ''}")
    blocks: list[Block] = [Paragraph(claim.words())]
    blocks.append(Paragraph(f"Source: {source.title}, by {source.author}. {source.note or ''}"))
    if carried:
        blocks.append(Bullets("Carried by", tuple(carried)))
    return Page(f"{name}: {claim.topic}", f"a claim ({claim.kind})", (Section("", tuple(blocks)),))
