"""What came of assessments: what is due to be told, and how well verdicts held so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rolefit.exact import HUNDRED, rounded
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table, filled_sections
from rolefit.reports.pages.limits import TITLE
from rolefit.reports.words import LABELS
from rolefit.studies.outcome import FEWEST, Held, LabelRecord, OutcomeStudy, Purpose, questions

LIMITS = (
    (
        "A verdict counts as borne out where it was followed and that worked out well, or where it "
        "was not followed and that worked out badly. Other ways can work out well too: so some "
        "verdicts count as not borne out that were not wrong."
    ),
    "Only assessments of which it was told what came are counted. Told successes may be more.",
    "What came of it has many reasons; the verdict is one of them at most.",
)
HELD: dict[Held, str] = {
    "held": "borne out",
    "partly": "partly",
    "not_held": "not borne out",
    "untold": "cannot tell yet",
}


def due_page(rows: Sequence[tuple[str, str, str, str]]) -> Page:
    """Of which assessments it is time to tell what came, and how."""
    if not rows:
        text = "No assessment that was kept is six months old and waits to be told what came of it."
        return Page("What came of it", "", (Section("", (Paragraph(text),)),))
    table = Table("", ("Id", "Date", "Rubric", "Ask after"), (False,) * 4, tuple(rows))
    how = Paragraph(f"To tell what came of the first: rolefit outcome {rows[0][0]}", "quiet")
    return Page("What came of it", f"{len(rows)} to be told", (Section("", (table, how)),))


def outcome_sentence(found: OutcomeStudy) -> str:
    """How well verdicts held so far, in a sentence or two."""
    tested = sum(one.tested for one in found.labels)
    if tested < FEWEST:
        return (
            f"Too few to say: {tested} of {len(found.outcomes)} outcomes can be compared with a "
            f"verdict; {FEWEST} of one label are needed."
        )
    total = sum(one.held for one in found.labels)
    first = f"{total} of {tested} verdicts were borne out by what came."
    sure = {one.label: one for one in found.labels}
    clear, leaning = sure.get("clear"), sure.get("leaning")
    return " ".join(filter(None, (first, _difference(clear, leaning))))


def _difference(clear: LabelRecord | None, leaning: LabelRecord | None) -> str:
    """Whether clear verdicts held more often than leaning ones."""
    if clear is None or leaning is None or clear.low is None or leaning.low is None:
        return "Whether clear verdicts hold more often than leaning ones cannot be said yet."
    assert clear.high is not None
    assert leaning.high is not None
    if clear.low > leaning.high:
        return "Clear verdicts held more often than leaning ones, as they should."
    if clear.high < leaning.low:
        return "Clear verdicts held less often than leaning ones: do not rely on these labels."
    return "No difference between clear and leaning verdicts can be told from so few."


def outcome_page(found: OutcomeStudy) -> Page:
    """The whole page."""
    sections = (
        Section("", (Paragraph(outcome_sentence(found), "verdict"),)),
        Section("How often each label was borne out", tuple(_label_blocks(found))),
        Section("What came of each", tuple(_outcome_blocks(found))),
        Section(TITLE, (Bullets("", LIMITS),)),
    )
    kept = filled_sections(sections)
    return Page("What came of it", f"{len(found.outcomes)} told", kept)


def _label_blocks(found: OutcomeStudy) -> Iterator[Block]:
    """A row for each label."""
    if not found.labels:
        return
    rows = tuple(
        (
            LABELS[one.label],
            str(one.told),
            f"{one.held} of {one.tested}",
            str(one.partly),
            _share(one),
        )
        for one in found.labels
    )
    columns = ("Label", "Told", "Borne out", "Partly", "Share, and where it may lie")
    yield Table("", columns, (False, True, True, True, False), rows)
    yield Paragraph(
        "Where the share may lie: with more cases it would settle inside that range 95 times of "
        "100.",
        "quiet",
    )


def _share(one: LabelRecord) -> str:
    """A share with its interval."""
    if one.share is None or one.low is None or one.high is None:
        return "too few to say"
    share, low, high = (rounded(HUNDRED * part) for part in (one.share, one.low, one.high))
    return f"{share} % ({low} to {high})"


def _outcome_blocks(found: OutcomeStudy) -> Iterator[Block]:
    """A row for each outcome, without a name."""
    words = {key: text for one in questions("hiring") for key, text in one.options}
    rows = tuple(
        (
            f"{one.rubric} {one.version}",
            LABELS[one.label],
            f"{one.months} months",
            "as told" if one.did == "as_told" else "another way" if one.did == "otherwise" else "-",
            words[one.worked].lower() if one.did != "nothing" else "-",
            HELD[one.held],
        )
        for one in found.outcomes
    )
    if rows:
        columns = ("Rubric", "Label", "After", "Done", "Worked out", "The verdict")
        yield Table("", columns, (False,) * 6, rows)


def question_lines(purpose: Purpose) -> str:
    """The three questions with the keys of their answers, for those who cannot be asked."""
    return "; ".join(
        f"--set {one.id}={'|'.join(key for key, _ in one.options)}" for one in questions(purpose)
    )


def asked_about(rubric: str, day: date, sentence: str) -> str:
    """What the questions are about, before they are asked."""
    return f"On {day.isoformat()} the report on {rubric} said: {sentence}"
