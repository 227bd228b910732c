"""What a report says, in its order, before any format draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolefit.reports.blocks import Actions, Block, Bullets, Fact, Facts, Page, Paragraph, Section
from rolefit.reports.pages.limits import TITLE, limits_of
from rolefit.reports.pages.score.advice import LATER, advice_for, blocked, gate_blocks, next_blocks
from rolefit.reports.pages.score.changes import change_blocks
from rolefit.reports.pages.score.grounds import (
    PARTS,
    basis_text,
    completeness_text,
    precision_text,
    robustness_text,
)
from rolefit.reports.pages.score.headline import (
    figures,
    headline,
    naming_advice,
    standing_text,
)
from rolefit.reports.pages.score.missing import missing_blocks
from rolefit.reports.pages.score.models import page_of
from rolefit.reports.pages.score.numbers import full_blocks
from rolefit.reports.pages.score.opening import subtitle, warnings
from rolefit.reports.pages.score.proof import proof_blocks
from rolefit.reports.pages.score.sentences import (
    evidence_text,
    figure,
    percent,
)
from rolefit.reports.pages.score.short import BELOW, brief_page, short_page
from rolefit.reports.pages.score.sure import overall
from rolefit.reports.words import label_words
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.texts import text_of
from rolefit.safe_text import short_hash
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.fit_texts import fit_texts


def page(
    assessment: Assessment,
    rubric: Rubric,
    *,
    full: bool = False,
    proved: Assessment | None = None,
) -> Page:
    """The report on one assessment: on one screen, or in `full` with every answer and number.

    `proved` is the result on the answers that can be shown, where that is wanted as well.
    """
    rubric = fit_texts(rubric, assessment)
    if not full:
        return short_page(assessment, rubric, proved=proved)
    return Page(rubric.title, subtitle(assessment), _full_sections(assessment, rubric, proved))


def brief(assessment: Assessment, rubric: Rubric, *, proved: Assessment | None = None) -> Page:
    """The verdict and how sure it is."""
    return brief_page(assessment, fit_texts(rubric, assessment), proved)


def whole(assessment: Assessment, rubric: Rubric, *, proved: Assessment | None = None) -> Page:
    """The short report with all of the long one behind it, for formats that are read at leisure."""
    rubric = fit_texts(rubric, assessment)
    first = short_page(assessment, rubric, BELOW, proved=proved)
    return first._replace(more=_full_sections(assessment, rubric, proved))


def _full_sections(
    assessment: Assessment, rubric: Rubric, proved: Assessment | None
) -> tuple[Section, ...]:
    """Everything that is known, in order."""
    columns = page_of(assessment).point_columns(assessment)
    why = tuple(page_of(assessment).reason_blocks(assessment, rubric))
    sections = [
        Section("", tuple(_verdict_blocks(assessment, rubric))),
        Section("Scores", tuple(page_of(assessment).score_blocks(assessment, rubric))),
        Section(
            LATER if blocked(assessment) else "Why",
            why,
        ),
        Section("Conditions", tuple(gate_blocks(assessment, rubric))),
        Section("What would change it", tuple(change_blocks(assessment, rubric, full=True))),
        Section("Open questions", tuple(missing_blocks(assessment))),
        Section("What to do next", tuple(map(_to_do, next_blocks(assessment, rubric)))),
        Section("How sure this is", tuple(_sure_blocks(assessment, rubric))),
        Section("What can be shown", tuple(proof_blocks(assessment, rubric, proved))),
        Section("Every number", tuple(full_blocks(assessment, rubric, columns))),
        Section(TITLE, tuple(_limit_blocks(assessment, rubric))),
    ]
    return tuple(section for section in sections if section.blocks)


def _to_do(block: Block) -> Block:
    """A block whose actions are to be ticked off."""
    return block._replace(todo=True) if isinstance(block, Actions) else block


def summary(reports: Sequence[tuple[str, Assessment, Rubric]]) -> Page:
    """A line for each of several reports."""
    rows = tuple(f"{name}: {headline(assessment, rubric)}" for name, assessment, rubric in reports)
    return Page("Summary", f"{len(rows)} responses files", (Section("", (Bullets("", rows),)),))


def _claims_remark(assessment: Assessment, rubric: Rubric) -> str:
    """How to look a claim up, if the report cites any."""
    sources = [s for gate in assessment.gates for s in gate.source]
    sources += [s for c in assessment.contributions for s in c.source]
    if not sources:
        return ""
    shipped = next((s for s in sources if s not in rubric.sources), None)
    if shipped is None:
        return f" Sources in brackets: the rubric's own file lists {sources[0]} under `sources`."
    return f" Sources in brackets: rolefit explain {shipped} tells what {shipped} says."


def _verdict_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The verdict, its figures, and what it means."""
    yield Paragraph(headline(assessment, rubric), "verdict")
    numbers = " ".join((figures(assessment, rubric), standing_text(assessment))).strip()
    if numbers:
        yield Paragraph(numbers)
    left = [_name_of(one, rubric) for one in assessment.left_out]
    left += [PARTS[part] for part in assessment.parts_left_out]
    if left:
        named = "; ".join(left)
        yield Paragraph(f"Not worked out: too many combinations. This is about: {named}.", "quiet")
    yield from warnings(assessment)
    text = meaning(assessment, rubric)
    if text:
        yield Paragraph(text)
    yield from page_of(assessment).meaning_blocks(assessment, rubric)


def _name_of(name: str, rubric: Rubric) -> str:
    """A condition that was left out, by its name."""
    return f"the condition “{next(gate.name for gate in rubric.gates if gate.id == name)}”"


def meaning(assessment: Assessment, rubric: Rubric) -> str:
    """What the rubric's author says about such a result."""
    advice = advice_for(assessment, rubric)
    if advice is not None:
        return text_of(advice.summary)
    verdict, named = assessment.verdict, naming_advice(assessment, rubric)
    own = text_of(texts_for(rubric, verdict.outcome).summary) if verdict.outcome else ""
    return f"{text_of(named.summary)} {own}" if named is not None else own


def _sure_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """Three facts and their worst."""
    sure = assessment.confidence
    rows = []
    level = overall(assessment)
    if level is not None:
        rows.append(Fact("Overall", level, _overall_text(assessment)))
    for name, level, text in (
        ("Precision", sure.precision, precision_text(assessment)),
        ("Completeness", sure.completeness, completeness_text(assessment)),
        ("Robustness", sure.robustness, robustness_text(assessment)),
    ):
        rows.append(Fact(name, level or "none", text))
    yield Facts(tuple(rows))
    verdict = assessment.verdict
    named = naming_advice(assessment, rubric) if blocked(assessment) else None
    word = named.name if named is not None and named.name else label_words(verdict.strength)
    why = f"“{word}”: {basis_text(verdict)}."
    if verdict.label == "conditional":
        word = label_words(verdict.label)
        why = f"“{word}”: a condition is still open. By the numbers alone it would be {why}"
    yield Paragraph(f"Why {why}", "quiet")


def _overall_text(assessment: Assessment) -> str:
    """Where the overall word comes from."""
    if overall(assessment) == assessment.confidence.overall:
        return "the lowest of those below"
    return f"no more than “{label_words(assessment.verdict.strength)}” allows"


def _limit_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """What the result is for and what it does not show."""
    yield Paragraph(evidence_text(assessment))
    yield Bullets("", limits_of((), rubric))
    used = assessment.rubric
    yield Paragraph(
        f"Settings used: too close below {figure(used.indifference_threshold)} points; "
        f"no verdict when more than {percent(used.max_lost_weight)} of the weight is missing."
        f"{_claims_remark(assessment, rubric)} "
        f"Content: {short_hash(used.hash)}.",
        "quiet",
    )
