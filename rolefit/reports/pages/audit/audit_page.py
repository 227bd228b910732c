"""How a rubric behaves, as a page: its findings, its simulation and its cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.audit.checks.attainable_range import reaches
from rolefit.audit.simulation.coverage import Count, Coverage
from rolefit.audit.simulation.distribution import Bin, Distribution
from rolefit.audit.simulation.frames import steering
from rolefit.audit.simulation.mutants import Mutants
from rolefit.audit.simulation.respondents import Labels, Straight
from rolefit.audit.subject import Subject
from rolefit.exact import HUNDRED, readable, rounded
from rolefit.reports.blocks import Bar, BarChart, Block, Bullets, Page, Paragraph, Section, Table
from rolefit.reports.pages.audit.findings import Audited, LocatedFinding, tally
from rolefit.reports.pages.rubric_page import NO_CASES
from rolefit.reports.pages.score.sentences import capital, figure, join_words
from rolefit.reports.words import LABELS
from rolefit.rubric.model import Rubric, texts_for
from rolefit.rubric.models import STANDARD
from rolefit.rubric.texts import Band
from rolefit.safe_text import short_hash
from rolefit.scoring.verdict import share_text

# --- What the cases of a rubric reach, and which small mistakes they would notice -----------------


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


SMALLEST = Fraction(1, 1000)
"""Shares below this are said to be less than a tenth of a percent."""
_MOST_DIGITS = 15
"""Digits up to which a number of combinations is written out."""


def audit_page(one: Audited, *, with_findings: bool) -> Page:
    """Everything about the behaviour of a rubric, with or without the findings before it."""
    subject = one.subject
    rubric = subject.rubric
    summary = Section("", (Paragraph(f"{capital(tally(one.findings))}.", "verdict"),))
    before = (Section("Findings", tuple(_finding_blocks(one))),) if with_findings else ()
    return Page(
        f"Audit of {rubric.rubric} {rubric.version}",
        f"{one.document.name} · {rubric.model} · {len(rubric.items)} items · "
        f"{short_hash(rubric.content_hash)}",
        (
            *before,
            summary,
            *_score_sections(subject),
            Section("What random answers are told", tuple(_label_blocks(subject.labels))),
            Section("What answering by position gets", tuple(_straight_blocks(one))),
            *_influence_sections(subject),
            Section("What the cases notice", tuple(case_blocks(subject))),
        ),
    )


def _score_sections(subject: Subject) -> Iterator[Section]:
    """How far scores reach, and over all combinations of answers which result they give."""
    rubric = subject.rubric
    if rubric.demands.has_levels:
        yield Section("How far the scores reach", (_scale_table(rubric),))
        return
    found = subject.distribution
    yield Section("How far the scores reach", tuple(_reach_blocks(rubric, found)))
    yield Section("All combinations of answers", tuple(_histogram_blocks(rubric, found)))
    yield Section(_leading_title(rubric), tuple(_leading_blocks(rubric, found)))


def _influence_sections(subject: Subject) -> Iterator[Section]:
    """How often each item decides, where there is one result to decide."""
    if not subject.rubric.demands.has_levels:
        blocks = _influence_blocks(subject.rubric, subject.distribution)
        yield Section("How often each item decides", tuple(blocks))


def _finding_blocks(one: Audited) -> Iterator[Block]:
    """The findings as a list."""
    if one.findings:
        yield Bullets("", tuple(map(_finding_line, one.findings)))
    else:
        yield Paragraph("None.")


def _finding_line(finding: LocatedFinding) -> str:
    """A finding in one line."""
    hint = f" ({finding.hint})" if finding.hint else ""
    name = f"{finding.severity} {finding.code} {finding.name}"
    return f"{finding.place}: {name}: {finding.message}{hint}"


# --- scores ----------------------------------------------------------------------------------


def _scale_table(rubric: Rubric) -> Table:
    """Least and greatest score of each scale of a profile."""
    rows = tuple(
        (rubric.dimensions[name].name, figure(reach.low), figure(reach.high))
        for name, reach in reaches(rubric).items()
    )
    return Table("", ("Score", "Least", "Greatest"), (False, True, True), rows)


def _reach_blocks(rubric: Rubric, found: Distribution) -> Iterator[Block]:
    """Least, greatest and expected score of each outcome, or of the fit."""
    rows = []
    for name, reach in reaches(rubric).items():
        expected = figure(found.expected.scores[name])
        label = "Fit" if name == STANDARD else capital(rubric.outcomes[name].name)
        rows.append((label, figure(reach.low), figure(reach.high), expected))
    columns = ("Score", "Least", "Greatest", "At random")
    yield Table("", columns, (False, True, True, True), tuple(rows))
    error = found.expected.error
    sampled = f"Least and greatest are exact, the others sampled: ± {figure(error)} (95 %)."
    yield Paragraph(sampled if error else _EXACT, "quiet")


_EXACT = "Exact, in points. At random means that each answer to an item is equally likely."


def _histogram_blocks(rubric: Rubric, found: Distribution) -> Iterator[Block]:
    """The histogram as bars, the longest of which takes all the room there is."""
    longest = max(b.share for b in found.histogram)
    yield Paragraph(_histogram_words(rubric))
    yield BarChart(tuple(_bin_bar(rubric, b, longest) for b in found.histogram))
    yield Paragraph(
        f"The longest bar stands for {share(longest)}. {edges(rubric, found)} "
        f"{basis(found)}{amounts(rubric)}",
        "quiet",
    )


def _histogram_words(rubric: Rubric) -> str:
    """What the histogram counts."""
    if rubric.demands.has_bands:
        return "The fit in points, and where the bands begin."
    names = [text.name for text in rubric.outcomes.values()]
    if len(names) > 2:
        return f"The lead of the best of {join_words(names)} over the second, in points."
    first, second = names
    return f"The score of {first} minus that of {second}, in points; above 0 {first} leads."


def edges(rubric: Rubric, found: Distribution) -> str:
    """Where a result on the edge of two bars is counted, and so where ties are."""
    text = "A bar holds its lower end, the last one both ends"
    if rubric.demands.has_bands:
        return f"{text}."
    level = next(one for one in found.histogram if one.low == 0)
    return f"{text}: ties stand in “{_bin_label(level)}”."


def amounts(rubric: Rubric) -> str:
    """That not every answer counts on its own, where there is no end of them."""
    scored = [item for item in rubric.items if item.scores]
    counted = {item.id: item for item in (*scored, *steering(rubric, scored))}
    said = dict.fromkeys(item.counted_at for item in counted.values() if item.counted_at)
    return "".join(f" {text}" for text in said)


def _bin_label(one: Bin) -> str:
    """One bin by its ends."""
    return f"{readable(one.low)} to {readable(one.high)}"


def _bin_bar(rubric: Rubric, one: Bin, longest: Fraction) -> Bar:
    """One bin as a bar."""
    begins = [band for band in _cut_bands(rubric) if one.low <= band.from_ < one.high]
    return Bar(
        _bin_label(one),
        HUNDRED * one.share / longest if one.share else None,
        share(one.share),
        detail=", ".join(f"{band.id} from {readable(band.from_)}" for band in begins),
    )


def _cut_bands(rubric: Rubric) -> tuple[Band, ...]:
    """The bands that begin at a cut score."""
    return rubric.bands[1:] if rubric.has_cuts else ()


def basis(found: Distribution) -> str:
    """Whether everything was counted, or how much was drawn."""
    number = f"{found.combinations:,}"
    if found.combinations >= 10**_MOST_DIGITS:
        number = f"about 10^{len(str(found.combinations)) - 1}"
    if found.exact:
        return f"Exact: all {number} combinations of answers are counted. Gates are left out."
    return (
        f"Sampled: {found.draws:,} of {number} combinations of answers, {within(found.error)}. "
        "Gates are left out."
    )


def _basis_too(found: Distribution) -> str:
    """The same in short, where it was said before."""
    if found.exact:
        return "Exact: counted over the same combinations."
    return f"Sampled: the same {found.draws:,} combinations, {within(found.error)}."


def within(error: Fraction) -> str:
    """How far a sampled share may be off."""
    return f"± {rounded(HUNDRED * error, 1)} percentage points at most (95 %)"


def share(part: Fraction) -> str:
    """A share as a percentage with one decimal; a tiny one is never said to be nothing."""
    if 0 < part < SMALLEST:
        return "< 0.1 %"
    return f"{rounded(HUNDRED * part, 1)} %"


def _leading_title(rubric: Rubric) -> str:
    """What is counted beside the histogram."""
    return "Which band is reached" if rubric.demands.has_bands else "Who leads"


def _leading_blocks(rubric: Rubric, found: Distribution) -> Iterator[Block]:
    """Share of the combinations by leader or band."""
    shares = list(found.leading.items())
    if rubric.demands.has_outcomes:
        shares = [(capital(rubric.outcomes[name].name), part) for name, part in shares]
        shares.append(("Tie", found.tied))
    yield BarChart(tuple(Bar(name, HUNDRED * part or None, share(part)) for name, part in shares))
    yield Paragraph(_basis_too(found), "quiet")


# --- respondents without content -------------------------------------------------------------


def _label_blocks(found: Labels) -> Iterator[Block]:
    """Labels of random respondents with their intervals."""
    rows = []
    for label, one in found.shares.items():
        if one.share or label == "clear":
            low, high = Fraction(one.low), Fraction(one.high)
            detail = f"{rounded(HUNDRED * low, 1)} to {rounded(HUNDRED * high, 1)}"
            ends = (HUNDRED * low, HUNDRED * high)
            rows.append(Bar(LABELS[label], HUNDRED * one.share, share(one.share), *ends, detail))
    yield BarChart(tuple(rows))
    yield Paragraph(
        f"Sampled: {found.draws:,} random respondents; next to each share its 95 % interval. "
        "Gates count.",
        "quiet",
    )


def _straight_blocks(one: Audited) -> Iterator[Block]:
    """What those get who answer by position."""
    rubric = one.subject.rubric
    rows = tuple(
        (capital(each.name), LABELS[each.verdict.label], result(rubric, each), margin(each))
        for each in one.subject.straight
    )
    columns = ("Somebody who ...", "Label", "Result", "Margin")
    yield Table("", columns, (False, False, False, True), rows)
    yield Paragraph("Exact: each of them is judged like any other respondent.", "quiet")


def result(rubric: Rubric, one: Straight) -> str:
    """What is recommended or reached."""
    verdict = one.verdict
    names = verdict.tied or ((verdict.outcome,) if verdict.outcome else ())
    return join_words([texts_for(rubric, name).name for name in names])


def margin(one: Straight) -> str:
    """By how many points."""
    return "" if one.verdict.margin is None else figure(one.verdict.margin)


# --- items -----------------------------------------------------------------------------------


def _influence_blocks(rubric: Rubric, found: Distribution) -> Iterator[Block]:
    """Items by how often one of them decides, the most influential first."""
    what = "the band" if rubric.demands.has_bands else "who leads"
    yield Paragraph(
        f"Share of the combinations in which another answer to this item alone changes {what}."
    )
    ordered = sorted(found.influence, key=lambda one: -one.share)
    yield BarChart(
        tuple(
            Bar(
                one.item,
                HUNDRED * one.share or None,
                share(one.share),
                detail="sampled" if one.error and found.exact else "",
            )
            for one in ordered
        )
    )
    said = _basis_too(found)
    if found.exact and found.draws:
        error = max(one.error for one in ordered)
        said += f" Items that steer branches: {found.draws:,} are sampled, {within(error)}."
    yield Paragraph(said, "quiet")
