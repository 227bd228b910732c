"""What `rolefit explain` knows: labels, terms, item types, error codes, checks and claims."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from rolefit.errors import RolefitError, nearest
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.reports.glossary.more_terms import MORE
from rolefit.reports.glossary.synonyms import ALSO, plain
from rolefit.reports.glossary.words import CODE, ITEM, LABEL, TERM, TOPICS, Topic
from rolefit.rubric.items import ITEM_TYPES
from rolefit.storage.schemas import field_docs

if TYPE_CHECKING:
    from rolefit.audit.subject import Check


def item_topics() -> dict[str, Topic]:
    """A topic for each item type, from its own documentation."""
    found = {}
    for cls in ITEM_TYPES:
        name = str(cls.model_fields["type"].annotation.__args__[0])  # type: ignore[union-attr]
        found[name] = Topic(ITEM, inspect.getdoc(cls) or "")
    return found


def checks() -> tuple[Check, ...]:
    """The checks of the audit."""
    # The audit is a large part of rolefit, and few who ask for a word ask for a check.
    from rolefit.audit import CHECKS  # noqa: PLC0415

    return CHECKS


def topics() -> dict[str, Topic]:
    """Every topic but the checks and the claims."""
    return {**TOPICS, **MORE, **item_topics()}


def topics_page() -> Page:
    """Every topic, by group."""
    known = topics()
    sections = []
    for group in (LABEL, TERM, ITEM, CODE):
        names = ", ".join(sorted(name for name, topic in known.items() if topic.group == group))
        sections.append(Section(group, (Paragraph(names),)))
    coded = tuple(f"{check.CODE} {check.NAME}" for check in checks())
    sections.append(Section("Audit checks", (Bullets("", coded),)))
    sections.append(Section("Claims", (Paragraph("the id of a claim, like DC-01"),)))
    return Page("What can be explained", "rolefit explain TOPIC", tuple(sections))


def topic_page(name: str) -> Page:
    """One topic. Raises RolefitError where there is none of that name."""
    wanted = plain(name)
    known = topics()
    for candidate in (wanted, wanted.replace("_", "-"), ALSO.get(wanted, "")):
        if candidate in known:
            return entry_page(candidate, known[candidate])
    for check in checks():
        if wanted.replace("_", "-") in (check.CODE.casefold(), check.NAME):
            return check_page(check)
    claim = claim_page(name.strip().upper())
    if claim is not None:
        return claim
    listed = (*known, *ALSO, *(part for check in checks() for part in (check.CODE, check.NAME)))
    raise RolefitError(f"nothing is known about `{name[:80]}`", nearest(wanted[:80], listed))


def entry_page(name: str, topic: Topic) -> Page:
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


def check_page(check: Check) -> Page:
    """One check of the audit: what it looks at, what to do, and a rubric's part that it finds."""
    blocks: tuple[Block, ...] = (
        Paragraph(check.ABOUT),
        Paragraph(f"What to do: {check.FIX}"),
        Paragraph("For example, this is found:"),
        Paragraph(check.BAD, "code"),
    )
    title = f"{check.CODE}: {check.NAME}"
    subtitle = f"a check of the audit ({check.SEVERITY})"
    return Page(title, subtitle, (Section("", blocks),))


def claim_page(name: str) -> Page | None:
    """One claim of the shipped register, with its source and where it is cited."""
    # Reading the register and every rubric is worth it for a claim only.
    from rolefit.rubric.citations import citations  # noqa: PLC0415
    from rolefit.storage.library import load, register  # noqa: PLC0415
    from rolefit.storage.shipped import shipped  # noqa: PLC0415

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
