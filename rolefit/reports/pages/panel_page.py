"""What several people see, as a page: oneself beside others, and a hiring panel before totals."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import readable
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table, filled_sections
from rolefit.reports.pages.limits import TITLE
from rolefit.reports.pages.score.sentences import capital, figure, join_words
from rolefit.rubric.model import Rubric
from rolefit.studies.panel.attainable import Bound
from rolefit.studies.panel.hiring import HiringView, ItemView
from rolefit.studies.panel.views import (
    Category,
    GroupFigure,
    GroupOf,
    MeasureView,
    PanelView,
    Withheld,
)

LIMITS = (
    (
        "It shows how somebody is seen, not how they are. Where several people see the same, it is "
        "worth a conversation."
    ),
    "It must never be the sole ground for a decision about a person.",
)
HIRING_LIMITS = (
    "It must never be the sole ground for a decision about a person.",
    (
        "It is fair only where every candidate got the same questions and the same sample, and "
        "each form was filled in alone, before anybody spoke about the candidate."
    ),
)
_CATEGORIES: dict[Category, str] = {
    "agreed_strength": "Strengths that all see",
    "agreed_need": "To work on, as all see it",
    "blind_spot": "Blind spots: others see less than the person does",
    "hidden_strength": "Hidden strengths: others see more than the person does",
    "alike": "Seen alike",
    "apart": "Seen differently",
}
_ORDER: tuple[Category, ...] = (
    "blind_spot",
    "hidden_strength",
    "agreed_need",
    "agreed_strength",
    "apart",
    "alike",
)
_WITHHELD: dict[Withheld, str] = {
    "few": "too few",
    "derivable": "not told",
}
_BOUNDS: dict[Bound, str] = {"at_least": "from ", "at_most": "to ", "about": "about "}
_PLURALS = {"boss": "boss", "others": "others"}


def panel_page(found: PanelView, rubric: Rubric) -> Page:
    """Oneself beside others, dimension by dimension on one scale."""
    who = found.about or "all of you"
    sections = (
        Section("", tuple(_opening(found))),
        Section("How each group sees it", tuple(_table_blocks(found, rubric))),
        Section("Own view and others", tuple(_category_blocks(found))),
        Section("What to discuss", tuple(_talk_blocks(found))),
        Section("In their own words", tuple(_note_blocks(found))),
        Section(TITLE, (Bullets("", LIMITS),)),
    )
    kept = filled_sections(sections)
    return Page(f"How {who} is seen: {rubric.title}", f"{found.rubric} {found.version}", kept)


def _opening(found: PanelView) -> Iterator[Block]:
    """Who is in, and which groups are told."""
    yield Paragraph(panel_sentence(found), "verdict")
    if found.withheld:
        names = join_words([_plural(name) for name in found.withheld], "and")
        yield Paragraph(
            f"Nothing is told of {names}: so few answered that it would show who said what.",
            "warning",
        )
    for group in found.groups:
        if group.waiting:
            yield Paragraph(_waiting_text(group), "quiet")
    few = [_plural(group.name) for group in found.groups if group.indication]
    if few:
        yield Paragraph(f"Fewer than six {join_words(few)}: take it as an indication.", "quiet")


def panel_sentence(found: PanelView) -> str:
    """Who is in."""
    groups = [_group_text(group) for group in found.groups]
    told = join_words([*(["the person's own"] if found.own else []), *groups])
    return f"{found.returned} of {found.asked} forms are in: {told or 'none that can be told'}."


def _group_text(group: GroupOf) -> str:
    """A group with its number."""
    if group.name == "boss" and group.raters == 1:
        return "the boss"
    made = ""
    if group.name == "others":
        made = f" ({join_words([_plural(name) for name in group.made_of])} together)"
    return f"{group.raters} {_plural(group.name)}{made}"


def _waiting_text(group: GroupOf) -> str:
    """That some of a group are left out so far."""
    one = group.waiting == 1
    return (
        f"Of {_plural(group.name)}, {group.waiting} answered after an earlier report and "
        f"{'is' if one else 'are'} left out until enough have: the difference would show what "
        f"{'that one' if one else 'they'} said."
    )


def _plural(name: str) -> str:
    """A group as several of it."""
    words = name.replace("-", " ").replace("_", " ")
    return _PLURALS.get(name, f"{words}s")


def _table_blocks(found: PanelView, rubric: Rubric) -> Iterator[Block]:
    """A row for each measure: oneself, then each group."""
    if not found.measures:
        return
    names = [capital(_plural(group.name)) for group in found.groups]
    own = ("Own view",) if found.own else ()
    columns = ("", *own, *names)
    rows = tuple(
        (
            _measure_name(view),
            *((_points(view.own),) if found.own else ()),
            *(_figure_text(one) for one in view.groups),
        )
        for view in found.measures
    )
    yield Table("", columns, (False, *([True] * (len(columns) - 1))), rows)
    hidden = {one.withheld for view in found.measures for one in view.groups} - {None}
    if "derivable" in hidden:
        yield Paragraph(
            "“not told”: this figure, with others told before, would show what somebody said.",
            "quiet",
        )
    if any(one.bound for view in found.measures for one in view.groups):
        yield Paragraph(
            "“from 95” is 95 or more, “to 5” is 5 or less: here the mean itself would show what "
            "each of them said, at the ends of the scale above all.",
            "quiet",
        )
    yield Paragraph(f"{_scale_text(found, rubric)}; of a group, the mean.", "quiet")
    yield from _weight_blocks(found)


def _scale_text(found: PanelView, rubric: Rubric) -> str:
    """The scale that all figures are on."""
    ids, outcomes = tuple(rubric.outcomes), {view.measure.outcome for view in found.measures}
    if len(ids) != len(outcomes) + 1 or outcomes != {ids[0]}:
        return "Points from 0 to 100"
    first, second = (rubric.outcomes[name].name for name in ids)
    return f"Points from 0 ({second}) over 50 (half of each) to 100 ({first})"


def _weight_blocks(found: PanelView) -> Iterator[Block]:
    """How much each group counts in what others see."""
    if len(found.groups) < 2:
        return
    if len({group.weight for group in found.groups}) == 1:
        yield Paragraph("In what others see each group counts the same.", "quiet")
        return
    parts = [f"{_plural(group.name)} {readable(group.weight)}" for group in found.groups]
    yield Paragraph(f"In what others see the groups count: {', '.join(parts)}.", "quiet")


def _measure_name(view: MeasureView) -> str:
    """A measure with what is wanted of it."""
    wanted = f" (needed: {figure(view.target)})" if view.target is not None else ""
    return f"{capital(view.measure.name)}{wanted}"


def _points(score: Fraction | None) -> str:
    """Points, or that nobody could tell."""
    return figure(score) if score is not None else "–"


def _figure_text(one: GroupFigure) -> str:
    """What a group says of a measure, or why that is not told."""
    if one.withheld is not None:
        return _WITHHELD[one.withheld]
    return f"{_BOUNDS[one.bound]}{_points(one.score)}" if one.bound else _points(one.score)


def _category_blocks(found: PanelView) -> Iterator[Block]:
    """Where oneself and others agree and where they do not; how far raters agree."""
    for category in _ORDER:
        rows = tuple(_beside(view) for view in found.measures if view.category == category)
        if rows:
            yield Bullets(_CATEGORIES[category], rows)
    apart = [view.measure.name for view in found.measures if view.agreement == "differ"]
    alike = [view.measure.name for view in found.measures if view.agreement == "agree"]
    if alike:
        yield Paragraph(f"Those who answered see much the same in: {join_words(alike)}.")
    if apart:
        yield Paragraph(
            f"They see quite different things in: {join_words(apart)}. Ask for situations."
        )


def _beside(view: MeasureView) -> str:
    """A measure as oneself and others see it."""
    return f"{view.measure.name}: own view {_points(view.own)}, others {_points(view.others)}"


def _talk_blocks(found: PanelView) -> Iterator[Block]:
    """What to talk about with the boss, and what to work on by what others see."""
    if found.boss_first:
        yield Bullets("With the boss first: here your two views differ most", found.boss_first)
    if found.work_first:
        yield Bullets("To work on first, by what others see", found.work_first)
    if found.measures:
        yield Paragraph(
            "Ask each group for one situation in which they saw it, before you explain anything."
        )


def _note_blocks(found: PanelView) -> Iterator[Block]:
    """What raters chose to let the person read."""
    if found.notes:
        yield Bullets("", found.notes)


def hiring_page(found: HiringView, rubric: Rubric) -> Page:
    """Question by question across candidates first; means and what to look at again."""
    sections = (
        Section("", tuple(_hiring_opening(found))),
        Section("Look at these again first", tuple(_again_blocks(found))),
        Section("Question by question", tuple(_item_blocks(found))),
        Section("Each candidate, as the mean of the forms", tuple(_score_blocks(found))),
        Section(TITLE, (Bullets("", HIRING_LIMITS),)),
    )
    kept = filled_sections(sections)
    return Page(f"Hiring panel: {rubric.title}", f"{found.rubric} {found.version}", kept)


def _hiring_opening(found: HiringView) -> Iterator[Block]:
    """Who is in."""
    yield Paragraph(hiring_sentence(found), "verdict")
    if found.missing:
        rows = tuple(f"{interviewer} on {candidate}" for interviewer, candidate in found.missing)
        yield Paragraph(
            "Not all forms are in. Whoever reads this now is swayed by what others wrote.",
            "warning",
        )
        yield Bullets("Still missing", rows)


def hiring_sentence(found: HiringView) -> str:
    """How many candidates were seen, and by whom."""
    count = len(found.candidates)
    people = join_words(list(found.interviewers)) or "nobody"
    return f"{count} {'candidate' if count == 1 else 'candidates'}, seen by {people}."


def _again_blocks(found: HiringView) -> Iterator[Block]:
    """Where interviewers are two anchors or more apart."""
    rows = tuple(
        f"{view.candidate}, {view.item}: {view.ask} "
        f"({', '.join(one.interviewer for one in view.answers)})"
        for view in found.items
        if view.look_again
    )
    if rows:
        yield Paragraph(
            "Here you are two levels apart or more. Each looks at their own notes alone and says "
            "whether the answer stands, and why. Both answers are kept. To note one (rolefit panel "
            "status shows the id of each form):"
        )
        yield Paragraph("rolefit panel again FOLDER FORM ITEM=ANSWER --reason TEXT", "picture")
        yield Bullets("", rows)


def _item_blocks(found: HiringView) -> Iterator[Block]:
    """A table for each question, candidates one after the other."""
    for item in dict.fromkeys(view.item for view in found.items):
        views = [view for view in found.items if view.item == item]
        rows = tuple(row for view in views for row in _answer_rows(view))
        yield Table(views[0].ask, ("Candidate", "Seen by", "Answer"), (False,) * 3, rows)


def _answer_rows(view: ItemView) -> Iterator[tuple[str, str, str]]:
    """What each interviewer noted about one candidate."""
    for one in view.answers:
        note = f" “{one.note}”" if one.note else ""
        again = f" On a second look: {one.again} ({one.reason})" if one.again else ""
        yield view.candidate, one.interviewer, f"{one.answer}{note}{again}"


def _score_blocks(found: HiringView) -> Iterator[Block]:
    """Means with their spread."""
    rows = tuple(
        (
            one.candidate,
            capital(one.measure.name),
            _points(one.mean),
            f"{_points(one.low)} to {_points(one.high)}" if one.sheets > 1 else "–",
        )
        for one in found.scores
    )
    if rows:
        numeric = (False, False, True, False)
        yield Table("", ("Candidate", "What is shown", "Mean", "From to"), numeric, rows)
    for name, icc in found.reliability:
        yield Paragraph(
            f"{capital(name)}: one form tells {_share(icc.single)} of what differs between "
            f"candidates, all together {_share(icc.mean)}.",
            "quiet",
        )


def _share(value: Fraction) -> str:
    """A share of 1 in percent, never below nothing."""
    return f"{figure(max(value, Fraction(0)) * 100)} %"
