"""Many people at once: who got which result, what fails most, what would help most people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rolefit.exact import HUNDRED, rounded
from rolefit.reports.blocks import (
    Action,
    Actions,
    Bar,
    BarChart,
    Block,
    Bullets,
    Page,
    Paragraph,
    Section,
    Table,
    filled_sections,
)
from rolefit.reports.pages.limits import TITLE, limits_of
from rolefit.reports.pages.score.sentences import capital, figure, join_words
from rolefit.rubric.model import Rubric
from rolefit.studies.cohort import NO_RESULT, Cohort, GroupCounts, MeasureSpread
from rolefit.studies.cohort.fair_use import GroupImpact, Impact
from rolefit.studies.cohort.groups import LEAST
from rolefit.studies.cohort.reliability import ENOUGH, Reliability

LIMITS = (
    "It tells of these people together. It says nothing about any one of them.",
    "Groups can differ for many reasons; a difference here is a question to look into, no answer.",
)
_MOST_CONDITIONS = 4
_BINS = ("0 to 20", "20 to 40", "40 to 60", "60 to 80", "80 to 100")
_WITHHELD = "-"
_LOW_ALPHA, _LOW_REST = 0.6, 0.2


def cohort_sentence(found: Cohort, rubric: Rubric) -> str:
    """The whole in one sentence."""
    told = [f"{_result_name(one.result, rubric)} {one.people}" for one in found.results]
    people = _people(found.people)
    return f"Of {people}: {', '.join(told)}." if told else f"{people}."


def cohort_page(found: Cohort, rubric: Rubric, *, full: bool) -> Page:
    """The results first; spreads and advice to the author behind them, with `full` on the page."""
    sections = [
        Section("Results", tuple(_results(found, rubric))),
        Section("Scores", tuple(_scores(found, rubric))),
        Section("What stands in the way", tuple(_in_the_way(found, rubric))),
    ]
    if found.group_column is not None:
        sections.append(Section(f"By {found.group_column}", tuple(_by_group(found, rubric))))
    if found.impact is not None:
        sections.append(Section("Fair use", tuple(_fair_use(found.impact, rubric))))
    limits = limits_of(LIMITS, rubric) if full else LIMITS
    limit = Section(TITLE, (Bullets("", limits),))
    more = (
        Section("How the scores are spread", tuple(_spreads(found, rubric))),
        Section("For the author of the questions", tuple(_for_author(found, rubric))),
    )
    shown = tuple(s for s in (*sections, *(more if full else ()), limit) if s.blocks)
    kept = () if full else filled_sections(more)
    about = f"{_people(found.people)} · {rubric.rubric} {rubric.version}"
    return Page(rubric.title, about, shown, kept)


def _results(found: Cohort, rubric: Rubric) -> Iterator[Block]:
    """How many got which result."""
    yield Paragraph(cohort_sentence(found, rubric), "verdict")
    rows = tuple(
        Bar(
            capital(_result_name(one.result, rubric)),
            _share(one.people, found.people),
            f"{one.people} ({rounded(_share(one.people, found.people))} %)",
        )
        for one in found.results
    )
    if rows:
        yield BarChart(rows, counts=True)


def _scores(found: Cohort, rubric: Rubric) -> Iterator[Block]:
    """How many people lie where on each scale."""
    rows = tuple(
        (_measure_name(one.measure, rubric), figure(one.mean), *map(str, one.bins))
        for one in found.measures
        if one.measure in rubric.dimensions or one.measure in _outer(rubric)
    )
    if rows:
        heads = ("", "Mean", *_BINS)
        yield Table("People by score", heads, (False, *[True] * 6), rows)


def _outer(rubric: Rubric) -> tuple[str, ...]:
    """What is scored over all dimensions."""
    return (*rubric.outcomes, "fit")


def _in_the_way(found: Cohort, rubric: Rubric) -> Iterator[Block]:
    """The conditions that fail most, and the steps that would help most people."""
    names = {gate.id: gate.name for gate in rubric.gates}
    rows = tuple(
        (names[one.gate], str(one.failed), str(one.unknown))
        for one in found.conditions[:_MOST_CONDITIONS]
    )
    if rows:
        heads = ("Condition", "Fails for", "Open for")
        yield Table("Conditions that fail most", heads, (False, True, True), rows)
    if found.steps:
        title = f"The steps that would help most of the {found.planned} who have a way up"
        steps = tuple(
            Action(
                rubric.item(one.item).ask,
                (f"A better answer is part of the shortest way up for {_people(one.people)}.",),
            )
            for one in found.steps
        )
        yield Actions(title, steps)


def _by_group(found: Cohort, rubric: Rubric) -> Iterator[Block]:
    """Results and means of each group, small numbers withheld."""
    if found.groups:
        results = list(found.groups[0].results)
        heads = ("", "People", *(capital(_result_name(r, rubric)) for r in results))
        rows = tuple(_group_row(group, results) for group in found.groups)
        yield Table("", heads, (False, *[True] * (len(heads) - 1)), rows)
        means = [
            name for name in found.groups[0].means if all(name in g.means for g in found.groups)
        ]
        if means:
            heads = ("Mean score", *(group.group for group in found.groups))
            told = tuple(
                (_measure_name(m, rubric), *(figure(g.means[m]) for g in found.groups))
                for m in means
            )
            yield Table("", heads, (False, *[True] * len(found.groups)), told)
    if found.groups_withheld or any(None in g.results.values() for g in found.groups):
        number = found.groups_withheld
        more = f" Groups left out: {number}." if number else ""
        yield Paragraph(
            f"A dash, or a group that is missing, stands for fewer than {LEAST} people, or for a "
            f"number from which such a number would follow.{more}",
            "quiet",
        )


def _group_row(group: GroupCounts, results: list[str]) -> tuple[str, ...]:
    """One group with its results."""
    cells = (group.results[one] for one in results)
    return (
        group.group,
        str(group.people),
        *(_WITHHELD if cell is None else str(cell) for cell in cells),
    )


# --- fair use ----------------------------------------------------------------------------------


def _fair_use(found: Impact, rubric: Rubric) -> Iterator[Block]:
    """Whether one group is selected less often than another."""
    wanted = join_words([_result_name(one, rubric) for one in found.selected], "or")
    yield Paragraph(f"Counted as selected: {wanted}. No score ever looks at the group.")
    untold = [one.group for one in found.groups if one.selected is None and not one.flagged]
    if untold:
        yield Paragraph(
            f"Withheld, and compared with nobody: {join_words(untold)}. Their numbers would give "
            "somebody away. Their rates can be higher or lower than any other; whoever may see "
            "the answers has to look.",
            "warning",
        )
    if found.comparator is None:
        yield Paragraph(
            "Nothing can be compared: fewer than two groups can be told of, or nobody is selected."
        )
        return
    yield Paragraph(_impact_sentence(found), "warning" if _flag_text(found) else "plain")
    heads = ("Group", "People", "Selected", "Rate", "Ratio", "95 % range", "By chance alone")
    rows = tuple(_impact_row(one, found) for one in found.groups)
    yield Table("", heads, (False, *[True] * 6), rows)
    yield Paragraph(
        "Ratio: the rate of a group over the highest that is told. Strictly below 0.8 "
        "(four fifths) it is a sign to look into how the questions were asked and marked, and no "
        "proof of unfairness; above it is no proof of fairness. By chance alone: in how many of "
        "100 batches chance would make a difference as large. With few people both say little.",
        "quiet",
    )


def _flag_text(found: Impact) -> list[str]:
    """The groups below four fifths."""
    return [one.group for one in found.groups if one.flagged]


def _impact_sentence(found: Impact) -> str:
    """Which groups are below four fifths, in a sentence."""
    flagged = _flag_text(found)
    if not flagged:
        which = "No group" if all(one.rate is not None for one in found.groups) else "No other one"
        return f"{which} is selected less than four fifths as often as {found.comparator}."
    verb = "is" if len(flagged) == 1 else "are"
    names = join_words(flagged)
    return f"{names} {verb} selected less than four fifths as often as {found.comparator}."


def _impact_row(one: GroupImpact, found: Impact) -> tuple[str, ...]:
    """One group in figures."""
    compared = one.group == found.comparator
    ratio = _WITHHELD if one.ratio is None else str(rounded(one.ratio, 2))
    if compared:
        ratio = "1, the highest"
    elif one.flagged:
        ratio = f"{ratio} below 4/5"
    span = _WITHHELD
    if one.low is not None and one.high is not None:
        span = f"{_decimal(one.low)} to {_decimal(one.high)}"
    chance = _WITHHELD if one.chance is None else _of_hundred(one.chance)
    return (
        one.group,
        str(one.people),
        _WITHHELD if one.selected is None else str(one.selected),
        _WITHHELD if one.rate is None else f"{rounded(one.rate * 100)} %",
        ratio,
        span,
        chance,
    )


def _of_hundred(chance: float) -> str:
    """A chance in words."""
    share = rounded(Fraction(chance) * 100)
    return "under 1 of 100" if share < 1 else f"{share} of 100"


# --- behind the page ---------------------------------------------------------------------------


def _spreads(found: Cohort, rubric: Rubric) -> Iterator[Block]:
    """A chart for each measure, and the quarters of a batch that is large enough."""
    for one in found.measures:
        rows = tuple(
            Bar(name, _share(number, one.people), str(number))
            for name, number in zip(_BINS, one.bins, strict=True)
        )
        yield BarChart(rows, _measure_name(one.measure, rubric), counts=True)
    rows_ = tuple(_quarter_row(one, rubric) for one in found.measures if one.quarters)
    if rows_:
        heads = ("In this batch", "A quarter below", "Half below", "Three quarters below")
        yield Table("", heads, (False, True, True, True), rows_)
    elif found.measures:
        yield Paragraph(f"Shares below a score are told from {ENOUGH} people on.", "quiet")


def _quarter_row(one: MeasureSpread, rubric: Rubric) -> tuple[str, ...]:
    """The quarters of one measure."""
    return (_measure_name(one.measure, rubric), *map(figure, one.quarters or ()))


def _for_author(found: Cohort, rubric: Rubric) -> Iterator[Block]:
    """What the answers say about the questions."""
    rows = tuple(_reliability_row(one, rubric) for one in found.reliability)
    if rows:
        heads = ("", "People", "Alpha", "Omega", "Questions that go their own way")
        yield Table("How well the questions hang together", heads, _HANGS, rows)
        yield Paragraph(
            "Alpha and omega run from 0 to 1: how much of the spread of a score its questions have "
            f"in common. Below {_LOW_ALPHA} they may ask about different things, which can be "
            "meant. A question goes its own way where its answers hardly rise with those to the "
            f"others (correlation under {_LOW_REST}); below 0 it may count the wrong way.",
            "quiet",
        )
    unused = tuple(
        f"{rubric.item(one.item).ask} {join_words(_quote(one.options, one.item, rubric))}"
        for one in found.unused
    )
    if unused:
        yield Bullets("Answers that nobody gave", unused)


_HANGS = (False, True, True, True, False)


def _quote(options: tuple[str, ...], item: str, rubric: Rubric) -> list[str]:
    """Options in quotes."""
    texts = dict(rubric.item(item).options())
    return [f"“{(texts.get(one) or one).rstrip('.')}”" for one in options]


def _reliability_row(one: Reliability, rubric: Rubric) -> tuple[str, ...]:
    """One scale in figures, with the questions that stand apart."""
    apart = [
        f"{part.item} ({_decimal(part.correlation)})"
        for part in one.items
        if part.correlation is not None and part.correlation < _LOW_REST
    ]
    key = one.dimension if one.outcome is None else f"{one.dimension}:{one.outcome}"
    return (
        _measure_name(key, rubric),
        str(one.people),
        _WITHHELD if one.alpha is None else _decimal(one.alpha),
        _WITHHELD if one.omega is None else _decimal(one.omega),
        ", ".join(apart),
    )


# --- words -------------------------------------------------------------------------------------


def _people(number: int) -> str:
    """So many people."""
    return "1 person" if number == 1 else f"{number} people"


def _share(part: int, whole: int) -> Fraction:
    """A share in points of a hundred."""
    return HUNDRED * part / whole if whole else Fraction(0)


def _decimal(value: float) -> str:
    """A figure with two decimals."""
    return str(rounded(Fraction(value), 2))


def _result_name(result: str, rubric: Rubric) -> str:
    """A result in the rubric's own words."""
    if result == NO_RESULT:
        return result
    names: Mapping[str, str] = {
        **{key: outcome.name for key, outcome in rubric.outcomes.items()},
        **{band.id: band.name for band in rubric.bands},
    }
    return join_words([names.get(one, one) for one in result.split(";")], "or")


def _measure_name(measure: str, rubric: Rubric) -> str:
    """A measure in the rubric's own words."""
    if measure == "fit":
        return "Fit"
    dimension, _, outcome = measure.partition(":")
    if dimension in rubric.outcomes:
        return capital(rubric.outcomes[dimension].name)
    named = rubric.dimensions[dimension].name
    return f"{named}: {rubric.outcomes[outcome].name}" if outcome else named
