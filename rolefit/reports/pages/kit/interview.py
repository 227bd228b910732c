"""The interview on paper: who asks what, the guide, the scorecard, and answers to practice on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolefit.exact import readable
from rolefit.reports.blocks import (
    Action,
    Actions,
    Block,
    Bullets,
    Page,
    Paragraph,
    Section,
    Table,
    WriteIn,
)
from rolefit.reports.pages.kit.job import subtitle
from rolefit.reports.pages.score.sentences import in_words
from rolefit.rubric.conditions import sentences_of
from rolefit.rubric.items import Item
from rolefit.rubric.materials import GuidePart, MaterialPage, MaterialSection, SpokenQuestion
from rolefit.studies.kit.plan import Kit

_BOX = "☐"
_NOTE_LINES = 3
_LENIENT = 2
"""Marks too many, in all, from which a rater is told to be lenient."""


def _spoken_text(kit: Kit, one: SpokenQuestion) -> str:
    """What is said to the candidate; empty where nothing is."""
    return one.say or kit.seen_with.item(one.item).prompt or ""


# --- who asks what -------------------------------------------------------------------------------


def owners_page(kit: Kit) -> Page:
    """Each part of the interview with who asks it."""
    names = [one.name for one in kit.interviewers]
    asked = [part for part in kit.guide if part.spoken and part.questions]
    rows = []
    for part in kit.guide:
        who = part.owner
        if part in asked:
            who = names[asked.index(part) % len(names)] if names else "……………………"
        suits = part.owner if part in asked else ""
        rows.append((part.title, str(part.minutes), who, suits))
    minutes = sum(part.minutes for part in kit.guide if part.spoken)
    table = Table("", ("Part", "Minutes", "Asks", "Best asked by"), (False, True, False, False),
                  tuple(rows))  # fmt: skip
    blocks: list[Block] = [
        Paragraph(
            "One person asks a part, the same person for every candidate. Everybody in the room "
            f"listens and marks every question alone. The interview takes {minutes} minutes."
        ),
        table,
    ]
    if names:
        blocks.append(Paragraph("Swap names where another person suits a part better.", "quiet"))
    rules = Bullets(
        "",
        (
            "Two to four interviewers are enough. Choose people who see different things.",
            "The same questions in the same order for everybody, people from inside included.",
            "Every candidate is seen by the same interviewers. If one is missing, note it.",
            "Nobody speaks about a candidate before all forms are in, not even in the corridor.",
        ),
    )
    sections = (Section("", tuple(blocks)), Section("Rules for all", (rules,)))
    return Page("Who asks what", subtitle(kit), sections)


# --- the guide -----------------------------------------------------------------------------------


def guide_page(kit: Kit) -> Page:
    """The questions in order, with what can be marked and room for notes."""
    opening = (
        WriteIn("Candidate"),
        WriteIn("Interviewer and date"),
        Paragraph(
            "Read each question as it stands. You may repeat it and ask what stands below it, and "
            "nothing else. Write down what you hear in the candidate's words; mark afterward."
        ),
    )
    sections, number = [Section("", opening)], 0
    for part in kit.guide:
        sections.append(Section(_title_of(part), tuple(_part_blocks(kit, part, number))))
        number += len(part.questions)
    return Page("Interview guide", subtitle(kit), tuple(sections))


def _title_of(part: GuidePart) -> str:
    """A part with its length."""
    return f"{part.title} ({part.minutes} minutes)"


def _part_blocks(kit: Kit, part: GuidePart, before: int) -> Iterator[Block]:
    """One part; `before` questions were asked earlier."""
    for text in part.intro:
        yield Paragraph(text)
    for k, one in enumerate(part.questions, start=before + 1):
        item = kit.seen_with.item(one.item)
        said = _spoken_text(kit, one) if part.spoken else ""
        lines = [f"Then ask: “{text}”" for text in one.then]
        lines += [f"What to mark: {item.ask}"] if said else []
        lines += [item.help] if item.help and not said else []
        lines.append(f"In the form: {item.id}")
        yield Bullets(f"{k}. “{said}”" if said else f"{k}. {item.ask}", tuple(lines))
        yield _choices(item)
        yield WriteIn("Notes", _NOTE_LINES)


def _choices(item: Item, title: str = "") -> Table:
    """What can be marked, each with a box."""
    rows = tuple((_BOX, key, text) for key, text in item.options())
    return Table(title, ("", "Mark", "What you saw or heard"), (False,) * 3, rows)


# --- the scorecard -------------------------------------------------------------------------------


def scorecard_page(kit: Kit) -> Page:
    """Every question on a page or two, for marks on paper."""
    rules = (
        "Mark alone, straight after the interview, from your notes. Then hand the card in.",
        "Mark what was shown or told with details. What you would like to believe is no mark.",
        "Between two marks, read both again, and give the one that your notes can carry.",
        "If a question was not asked or not answered, write dont_know.",
        "Where a scale runs from doing to deciding, no mark is better than another.",
    )
    sections = [
        Section(
            "",
            (
                WriteIn("Candidate"),
                WriteIn("Interviewer and date"),
                Bullets("", rules),
            ),
        )
    ]
    asked = 0
    for part in kit.guide:
        if part.questions:
            rows = []
            for number, one in enumerate(part.questions, start=asked + 1):
                item = kit.seen_with.item(one.item)
                keys = " · ".join(key for key, _ in item.options())
                rows.append((str(number), item.ask, keys, "………"))
            columns = ("No.", "What to mark", "One of, or several", "Your mark")
            block = Table("", columns, (False,) * 4, tuple(rows))
            sections.append(Section(part.title, (block,)))
            asked += len(part.questions)
    end = (WriteIn("One strength, from your notes", 2), WriteIn("One doubt, from your notes", 2))
    sections.append(Section("In your own words", end))
    return Page("Scorecard", subtitle(kit), tuple(sections))


# --- practice ------------------------------------------------------------------------------------


def practice_page(kit: Kit) -> Page:
    """Worked answers without their marks."""
    opening = (
        Paragraph(
            "Mark these answers alone, before your first interview, as you would mark a candidate. "
            "Nobody said them; they were written to be marked. Then compare with the key, first "
            "alone, then together. Half an hour is enough."
        ),
        WriteIn("Interviewer and date"),
    )
    sections = [Section("", opening)]
    for k, one in enumerate(kit.practice, start=1):
        item = kit.seen_with.item(one.item)
        blocks = (
            Paragraph(f"They were asked: “{_question_asked(kit, one.item)}”", "quiet"),
            Paragraph(f"“{one.answer}”"),
            _choices(item, item.ask),
            WriteIn("Your mark, and the words that led you to it"),
        )
        sections.append(Section(f"Answer {k}", blocks))
    return Page("Practice answers", subtitle(kit), tuple(sections))


def _question_asked(kit: Kit, name: str) -> str:
    """What a candidate was asked."""
    for part in kit.guide:
        for one in part.questions:
            if one.item == name:
                return _spoken_text(kit, one) or kit.seen_with.item(name).ask
    return kit.seen_with.item(name).ask


def key_page(kit: Kit) -> Page:
    """The right marks, why, and what a difference says about the rater."""
    rows, whys = [], []
    for k, one in enumerate(kit.practice, start=1):
        item = kit.seen_with.item(one.item)
        graded = "yes" if item.high_end is None else "no"
        rows.append((str(k), item.ask, readable(one.mark), "……", "……", graded))
        whys.append(Action(f"Mark {readable(one.mark)}. {one.why}"))
    columns = ("Answer", "Question", "Right mark", "Yours", "Yours less right", "Counts")
    table = Table("", columns, (True, False, True, False, False, False), tuple(rows))
    sections = (
        Section("", (Paragraph("Read this after you have marked all of them.", "warning"), table)),
        Section("Why", (Actions("", tuple(whys)),)),
        Section("What your marks say", tuple(_leniency(kit))),
    )
    return Page("Key to the practice answers", subtitle(kit), sections)


def _leniency(kit: Kit) -> Iterator[Block]:
    """How to read the differences."""
    items = [kit.seen_with.item(one.item) for one in kit.practice]
    number = in_words(sum(item.high_end is None for item in items))
    apart = in_words(_LENIENT)
    steps = [
        f"Take the {number} answers that count. Add up “yours less right” over them.",
        (
            f"Plus {apart} or more: you are lenient. Before you give the higher of two marks, "
            "point to the words in your notes that carry it."
        ),
        (
            f"Minus {apart} or less: you are strict. Read the anchor again before you give the "
            "lower of two marks."
        ),
        "In between, and no single answer two apart: you mark as the key does.",
        (
            "If two of you are apart on an answer, each reads out the words that led to the mark. "
            "Agree on what counts before the first interview, and write it into the guide."
        ),
    ]
    yield Actions("", tuple(Action(one) for one in steps))
    ends = list(dict.fromkeys(item.ask for item in items if item.high_end is not None))
    for ask in ends:
        yield Paragraph(
            f"“{ask}” does not count there: its marks say what somebody does, and none is better. "
            "See only whether you were off by more than half a mark.",
            "quiet",
        )


# --- the rubric's own pages ----------------------------------------------------------------------


def material_page(page: MaterialPage, kit: Kit) -> Page:
    """A page that the rubric wrote; one for candidates says nothing of the job's code names."""
    sections = [Section("", (Paragraph(page.about),))]
    for section in page.sections:
        blocks = tuple(_section_blocks(section))
        if blocks:
            sections.append(Section(section.title or "", blocks))
    head = subtitle(kit) if page.reader == "team" else kit.need.respondent or ""
    return Page(page.title, head, tuple(sections))


def _section_blocks(section: MaterialSection) -> Iterator[Block]:
    """One section, in the order of its fields."""
    yield from _paragraphs(sentences_of(section.text))
    if section.steps:
        yield Actions("", tuple(Action(one) for one in sentences_of(section.steps)))
    if section.points:
        yield Bullets("", sentences_of(section.points))
    if section.table:
        columns = section.table.columns
        yield Table("", columns, (False,) * len(columns), section.table.rows)
    if section.picture:
        yield Paragraph(section.picture.rstrip("\n"), "picture")
    for label in section.fill_in:
        yield WriteIn(label)
    if section.lines:
        yield WriteIn("Room for your notes", section.lines)


def _paragraphs(texts: Sequence[str]) -> Iterator[Block]:
    """Running text."""
    for text in texts:
        yield Paragraph(text)
