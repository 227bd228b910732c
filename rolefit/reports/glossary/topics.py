"""What `rolefit explain` knows: words, item types, checks, claims and the names of rubrics."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, NamedTuple

from rolefit.errors import RolefitError, nearest
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.reports.glossary.entries import GlossaryEntry, glossary, lookup_key, synonyms
from rolefit.reports.glossary.rubric_words import found_words, rubric_words, word_section
from rolefit.rubric.citations import citations
from rolefit.rubric.items import ITEM_TYPES
from rolefit.storage.library import load, register
from rolefit.storage.schemas import field_docs
from rolefit.storage.shipped import shipped_names

if TYPE_CHECKING:
    from rolefit.audit.subject import Check

LABEL, TERM, CODE, ITEM = "Labels", "Terms", "Error codes", "Item types"


class Topic(NamedTuple):
    """One thing that can be explained."""

    group: str
    text: str
    source: str = ""
    see: tuple[str, ...] = ()


def _topic_of(group: str, entry: GlossaryEntry) -> Topic:
    """A word of the glossary as a topic."""
    return Topic(group, entry.meaning, entry.source or "", entry.see)


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
    """Every topic but the checks, the claims and the names that rubrics give."""
    words = glossary()
    groups = ((LABEL, words.labels), (TERM, words.terms), (CODE, words.codes))
    known = {word: _topic_of(group, e) for group, part in groups for word, e in part.items()}
    return {**known, **item_topics()}


def topics_page() -> Page:
    """Every topic, by group."""
    known = topics()
    sections = []
    for group in (LABEL, TERM, ITEM, CODE):
        names = ", ".join(sorted(name for name, topic in known.items() if topic.group == group))
        sections.append(Section(group, (Paragraph(names),)))
    coded = tuple(f"{check.CODE} {check.NAME}" for check in checks())
    sections.append(Section("Audit checks", (Bullets("", coded),)))
    named = sorted({word.id or word.name for word in rubric_words()})
    sections.append(Section("Names in the rubrics", (Paragraph(", ".join(named)),)))
    sections.append(Section("Claims", (Paragraph("the id of a claim, like DC-01"),)))
    return Page("What can be explained", "rolefit explain TOPIC", tuple(sections))


def topic_page(name: str) -> Page:
    """One topic. Raises RolefitError where there is none of that name."""
    wanted = lookup_key(name)
    page = _word_page(wanted) or _named_check_page(wanted)
    if page is not None:
        return page
    claim = _claim_page(name.strip().upper())
    if claim is not None:
        return claim
    raise RolefitError(
        f"nothing is known about `{name[:80]}`", nearest(wanted[:80], _known_names())
    )


def _word_page(wanted: str) -> Page | None:
    """A word of ours, with what rubrics call so as well; else what rubrics call so."""
    known = topics()
    named = tuple(word_section(word) for word in found_words(wanted, rubric_words()))
    for candidate in (wanted, wanted.replace("_", "-"), synonyms().get(wanted, "")):
        if candidate in known:
            page = _entry_page(candidate, known[candidate])
            return page._replace(sections=(*page.sections, *named))
    if named:
        return Page(wanted.replace("_", " "), "Names in the rubrics", named)
    return None


def _named_check_page(wanted: str) -> Page | None:
    """A check by its code or its name."""
    for check in checks():
        if wanted.replace("_", "-") in (check.CODE.casefold(), check.NAME):
            return check_page(check)
    return None


def _known_names() -> tuple[str, ...]:
    """Everything that can be asked for, claims left out."""
    coded = [part for check in checks() for part in (check.CODE, check.NAME)]
    named = sorted({key for word in rubric_words() for key in word.names()})
    return (*topics(), *synonyms(), *coded, *named)


def _entry_page(name: str, topic: Topic) -> Page:
    """The page of one topic."""
    blocks: list[Block] = [Paragraph(topic.text)]
    if topic.see:
        blocks.append(Paragraph(f"See also: {', '.join(topic.see)}", "quiet"))
    if topic.source:
        blocks.append(Paragraph(f"Source: {topic.source}", "quiet"))
    if topic.group == ITEM:
        blocks.append(_key_table(name))
    return Page(name, topic.group, (Section("", tuple(blocks)),))


def _key_table(name: str) -> Table:
    """The keys of an item type in a rubric."""
    cls = next(c for c in ITEM_TYPES if name in str(c.model_fields["type"].annotation))
    docs = field_docs(cls)
    rows = tuple((field.alias or key, docs.get(key, "")) for key, field in cls.model_fields.items())
    return Table("In a rubric", ("Key", "Meaning"), (False, False), rows)


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


def _claim_page(name: str) -> Page | None:
    """One claim of the shipped register, with its source and where it is cited."""
    known = register()
    claim = known.claims.get(name)
    if claim is None:
        return None
    source = known.sources[claim.source]
    carried = []
    for rubric in shipped_names():
        places = sum(1 for _, cited in citations(load(rubric)) if name in cited)
        if places:
            carried.append(f"{rubric}: {places} place{'s' if places > 1 else ''}")
    blocks: list[Block] = [Paragraph(claim.words())]
    blocks.append(Paragraph(f"Source: {source.title}, by {source.author}. {source.note or ''}"))
    if carried:
        blocks.append(Bullets("Carried by", tuple(carried)))
    return Page(f"{name}: {claim.topic}", f"a claim ({claim.kind})", (Section("", tuple(blocks)),))
