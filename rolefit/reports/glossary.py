"""The words of reports and what each of them means, as `rolefit explain` tells it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field, StringConstraints

from rolefit.errors import RolefitError, nearest
from rolefit.exact import readable
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.reports.pages.score.sentences import capital, join_words
from rolefit.rubric.citations import citations
from rolefit.rubric.conditions import Line, Prose, Value, text_of
from rolefit.rubric.items import ITEM_TYPES
from rolefit.rubric.model import Rubric
from rolefit.storage.documents import parse, validate
from rolefit.storage.library import load, read_file, register
from rolefit.storage.own import own_rubrics
from rolefit.storage.schemas import field_docs
from rolefit.storage.shipped import shipped_names

if TYPE_CHECKING:
    from rolefit.audit.subject import Check


# --- The glossary: each word that people meet, and what it means, read from `glossary.yaml` -------


FILE = Path(__file__).parent / "glossary.yaml"
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_-]*$")]
"""A word as files and JSON reports spell it."""


class GlossaryEntry(Value):
    """One word."""

    meaning: Prose
    """What it means, in a few sentences."""
    shown: Line | None = None
    """How reports print it, where that is not the word itself."""
    also: tuple[Line, ...] = ()
    """Other ways to say it: what reports print, and what people type."""
    see: tuple[Word, ...] = ()
    """Words that help to understand it."""
    source: Line | None = None
    """Where a measure comes from."""


class Glossary(Value):
    """All words, by what they are; a word stands in one of the groups only."""

    labels: dict[Word, GlossaryEntry]
    """How sure a verdict is, or what keeps it from being given."""
    terms: dict[Word, GlossaryEntry]
    """Words of reports and rubrics."""
    codes: dict[Word, GlossaryEntry] = Field(default_factory=dict)
    """What is wrong with a file."""

    def entries(self) -> Mapping[str, GlossaryEntry]:
        """Every entry by its word."""
        return {**self.labels, **self.terms, **self.codes}


@cache
def glossary() -> Glossary:
    """The shipped glossary."""
    return validate(parse(FILE.name, read_file(FILE)), Glossary)


@cache
def synonyms() -> Mapping[str, str]:
    """Each other way to say a word, as it is looked up by, and the word itself."""
    entries = glossary().entries()
    return {lookup_key(also): word for word, entry in entries.items() for also in entry.also}


def lookup_key(text: str) -> str:
    """A text as words are looked up by: small letters, `_` between its parts."""
    return "_".join(text.strip(" :?!.…").casefold().replace("-", " ").replace("_", " ").split())


# --- The names that shipped rubrics give: outcomes, levels, dimensions and standards, explained


_ARTICLES = ("a_", "an_", "the_")


class _RubricWord(NamedTuple):
    """A name that a rubric gives to something."""

    rubric: str
    id: str
    """How its file calls it; nothing where it has no id."""
    name: str
    text: str
    """What the rubric says about it."""
    use: str
    """What it is in that rubric, in a sentence."""

    def names(self) -> set[str]:
        """What it is looked up by: its id, and its name with and without an article."""
        name = lookup_key(self.name)
        bare = next((name.removeprefix(a) for a in _ARTICLES if name.startswith(a)), name)
        return {lookup_key(self.id), name, bare} - {""}


def _words_of(rubric: Rubric) -> Iterator[_RubricWord]:
    """Every name that a rubric gives."""
    yield from _outcome_words(rubric)
    yield from _level_words(rubric)
    for key, one in rubric.dimensions.items():
        count = len(rubric.scored_items(key))
        asked = f"{count} question" if count == 1 else f"{count} questions"
        use = f"One of the {len(rubric.dimensions)} things it measures, by {asked}."
        yield _RubricWord(rubric.rubric, key, one.name, one.about, use)


def _outcome_words(rubric: Rubric) -> Iterator[_RubricWord]:
    """The results that a rubric tells apart."""
    for key, one in rubric.outcomes.items():
        others = join_words([o.name for k, o in rubric.outcomes.items() if k != key])
        use = f"One of the results it can have, told apart from {others}."
        yield _RubricWord(rubric.rubric, key, one.name, text_of(one.summary), use)


def _level_words(rubric: Rubric) -> Iterator[_RubricWord]:
    """The standard that a rubric measures against, and its levels."""
    if rubric.standard is None:
        return
    standard = rubric.standard
    use = "The standard that it measures against."
    yield _RubricWord(rubric.rubric, "", standard.name, standard.summary, use)
    for band in rubric.bands:
        cuts = f"{readable(band.from_)} to {readable(band.to)}"
        asked = f"{cuts} % of what is asked of {standard.name}"
        use = f"One of its levels: the answers meet from {asked}."
        yield _RubricWord(rubric.rubric, band.id, band.name, text_of(band.summary), use)


def rubric_words() -> tuple[_RubricWord, ...]:
    """Every name that a rubric gives which is found by its own name; faulty ones give none."""
    found = [word for name in shipped_names() for word in _words_of(load(name))]
    for name in own_rubrics():
        with suppress(RolefitError):
            found += _words_of(load(name))
    return tuple(found)


def found_words(wanted: str, words: Sequence[_RubricWord]) -> list[_RubricWord]:
    """What goes by a name, in every rubric that gives it."""
    return [word for word in words if wanted in word.names()]


def word_section(word: _RubricWord) -> Section:
    """What one rubric says about a name."""
    blocks: tuple[Block, ...] = (
        Paragraph(word.text),
        Paragraph(f"{word.use} To read all of it: rolefit rubric show {word.rubric}", "quiet"),
    )
    return Section(f"{capital(word.name)}, in {word.rubric}", blocks)


# --- What `rolefit explain` knows: words, item types, checks, claims and the names of rubrics -----


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
