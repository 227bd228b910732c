"""What two people who came to different answers talk about, in which order, and how they end it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from rolefit.reports.blocks import Action, Actions, Block, Bullets, Paragraph
from rolefit.reports.pages.comparison.answers import answer_of, result_words
from rolefit.reports.pages.score.sentences import capital, in_words
from rolefit.rubric.model import Rubric
from rolefit.studies.comparison import Comparison, Dispute

TITLE = "Agenda for the two of you"
_MOST = 5
"""Facts and opinions that are listed of each, unless all are wanted."""
_TYPED = 4
"""Answers that the command to type names."""


def agenda_blocks(
    found: Comparison, rubric: Rubric, names: Sequence[str], *, file: str, full: bool
) -> Iterator[Block]:
    """Facts to check, opinions to discuss, what the result depends on, and the joint score.

    Of more than two people, or of two who agree on everything, there is none.
    """
    if len(names) != 2 or not found.disputes:
        return
    facts = [one for one in found.disputes if not rubric.item(one.item).view]
    views = [one for one in found.disputes if rubric.item(one.item).view]
    yield from _dispute_blocks(
        "Facts to check, before you discuss anything", facts, names, full=full
    )
    yield from _dispute_blocks("Opinions to discuss; each first says why", views, names, full=full)
    decisive = _decisive(found)
    yield from _decisive_blocks(found, decisive, rubric, names)
    yield from _joint_blocks(found, decisive, rubric, names, file=file)


def _dispute_blocks(
    title: str, those: Sequence[Dispute], names: Sequence[str], *, full: bool
) -> Iterator[Block]:
    """Questions with what each of the two said, those worth most first."""
    if not those:
        return
    shown = those if full else those[:_MOST]
    rows = tuple(Action(one.ask, tuple(_answer_lines(one, names))) for one in shown)
    yield Actions(title, rows, todo=True)
    left = len(those) - len(shown)
    if left:
        yield Paragraph(f"{capital(in_words(left))} more: --full lists all.", "quiet")


def _answer_lines(one: Dispute, names: Sequence[str]) -> Iterator[str]:
    """What each of the two said."""
    for k, name in enumerate(names):
        yield f"{name}: {answer_of(one, k)}"


def _decisive(found: Comparison) -> list[Dispute]:
    """The questions whose answer alone would give one of the two another result."""
    return [one for one in found.disputes if any(turn is True for turn in one.turns)]


def _decisive_blocks(
    found: Comparison, decisive: Sequence[Dispute], rubric: Rubric, names: Sequence[str]
) -> Iterator[Block]:
    """The answers on which the result depends."""
    title = "What the result depends on"
    if decisive:
        rows = tuple(f"{one.ask} {_turns_text(one, rubric, names)}" for one in decisive)
        yield Bullets(title, rows)
    elif found.same_result:
        yield Bullets(title, ("No single answer would change either result: you agree on it.",))
    elif found.agreements:
        number = len(min(found.agreements, key=lambda one: len(one.items)).items)
        said = f"No single answer: {in_words(number)} of them together bring you to one result."
        yield Bullets(title, (said,))


def _turns_text(one: Dispute, rubric: Rubric, names: Sequence[str]) -> str:
    """Whose result another answer changes, and to what."""
    parts = [
        f"With {names[1 - k]}'s answer, {names[k]} comes to: {result_words(result, rubric)}."
        for k, (turn, result) in enumerate(zip(one.turns, one.becomes, strict=True))
        if turn and result is not None
    ]
    return " ".join(parts)


def _joint_blocks(
    found: Comparison,
    decisive: Sequence[Dispute],
    rubric: Rubric,
    names: Sequence[str],
    *,
    file: str,
) -> Iterator[Block]:
    """How the two score what they agreed on."""
    shortest = min(found.agreements, key=lambda one: len(one.items), default=None)
    together = shortest.items if shortest is not None else ()
    wanted = dict.fromkeys(
        (*(one.item for one in decisive), *together, *(one.item for one in found.disputes))
    )
    typed = [name for name in wanted if rubric.item(name).scores][:_TYPED] or [*wanted][:_TYPED]
    yield Paragraph(
        f"Then score it together. Agree on one answer to each question above, and put those into "
        f"{names[0]}'s answers; the rest stays as it is. Begin with these {in_words(len(typed))}:"
    )
    parts = [f"rolefit whatif {shlex.quote(file)}", *(f"--set {name}=ANSWER" for name in typed)]
    yield Paragraph(" \\\n  ".join(parts), "code")
    by_item = {one.item: one for one in found.disputes}
    choices = tuple(_choice(name, found, rubric) for name in typed if name in by_item)
    yield Bullets("What ANSWER can be, to end on the one or the other's", choices)


def _choice(name: str, found: Comparison, rubric: Rubric) -> str:
    """The answers of the two to one question, as they are typed."""
    item, given = rubric.item(name), []
    for entry in found.entries:
        response = entry.assessment.answers[name]
        answer = response.answer
        given.append(item.written(answer) if answer is not None else response.state)
    return f"{name}: {' or '.join(dict.fromkeys(given))}"
