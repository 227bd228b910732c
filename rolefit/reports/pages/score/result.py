"""The result in words: the verdict, how sure it is, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolefit.reports.blocks import Action, Actions, Block, Bullets, Paragraph
from rolefit.reports.pages.score.grounds import in_100, remedies
from rolefit.reports.pages.score.models import PAGES
from rolefit.reports.pages.score.models.base import ModelPage
from rolefit.reports.pages.score.sentences import (
    answer_count,
    capital,
    figure,
    in_words,
    join_words,
    percent,
)
from rolefit.reports.words import LABELS
from rolefit.rubric.conditions import items_in, reads_scores
from rolefit.rubric.model import Gate, Label, Rubric, texts_for
from rolefit.rubric.texts import Advice
from rolefit.scoring.assessment import (
    Assessment,
    Change,
    Direction,
    FlipSet,
    GateResult,
    Level,
    Sensitivity,
)
from rolefit.scoring.certainty import ALMOST
from rolefit.scoring.verdict import CAPPING_FLAGS, CLOSE

# --- What differs by the model of the rubric ------------------------------------------------------


def page_of(assessment: Assessment) -> ModelPage:
    """What a report on an assessment says in its own way."""
    return PAGES[assessment.rubric.model]


# --- The verdict in words: one sentence for each label, and whether open answers could change it


def headline(assessment: Assessment, rubric: Rubric) -> str:
    """The verdict in one sentence, with its label; a condition that fails may name it."""
    verdict = assessment.verdict
    label, page = LABELS[verdict.label], page_of(assessment)
    match verdict.label:
        case "not_yet":
            return _failed_text(assessment, rubric)
        case "not_enough_answers":
            return f"{label}. {_lost_text(assessment, rubric)}"
        case "conditional":
            return _conditional_text(assessment, rubric)
        case _ if verdict.height is not None:
            return f"{capital(page.result(assessment, rubric))}."
        case _:
            named = naming_advice(assessment, rubric)
            beside = f" {capital(named.name)}." if named is not None and named.name else ""
            return f"{label}: {page.result(assessment, rubric)}.{beside}"


def _lost_text(assessment: Assessment, rubric: Rubric) -> str:
    """How much cannot be scored, and of what where other outcomes can be."""
    lost, most = percent(assessment.lost_weight), percent(assessment.rubric.max_lost_weight)
    names = [rubric.outcomes[o].name for o in assessment.verdict.basis.lost_for]
    whose = f" for {join_words(names)}" if names else ""
    much = "Up to " if len(names) > 1 else ""
    return f"{much}{lost} of what counts{whose} has no score yet; at most {most} may be missing."


def _failed_text(assessment: Assessment, rubric: Rubric) -> str:
    """What is so where conditions rule everything out: by its name, or by theirs."""
    named = naming_advice(assessment, rubric)
    if named is not None and named.name:
        return f"{capital(named.name)}."
    failed = [g.name for g in assessment.gates if g.on_fail == "exclude" and g.state == "fail"]
    names = join_words([f"“{name}”" for name in failed])
    fail = "condition fails" if len(failed) == 1 else "conditions fail"
    which = f"{capital(in_words(len(failed)))} {fail}"
    return f"{LABELS[assessment.verdict.label]}. {which}: {names}."


def _conditional_text(assessment: Assessment, rubric: Rubric) -> str:
    """A result that open answers may still take back, and what it depends on."""
    verdict, result = assessment.verdict, page_of(assessment).result(assessment, rubric)
    waits = join_words(list(_waiting_for(assessment, rubric)))
    # Nothing that is too close to call can be promised under a condition.
    label = verdict.strength if verdict.strength in CLOSE else verdict.label
    said = capital(result) if verdict.height else f"{LABELS[label]}: {result}"
    return f"{said}. It still depends on {waits}."


def _waiting_for(assessment: Assessment, rubric: Rubric) -> list[str]:
    """What a conditional result depends on: conditions, and least scores that are open."""
    verdict = assessment.verdict
    gates = {gate.id: gate.name for gate in assessment.gates}
    found = [f"“{gates[name]}”" for name in verdict.conditions]
    own = [name for name in verdict.needs_open if _asked_by_level(name, assessment, rubric)]
    above = [name for name in verdict.needs_open if name not in own]
    if own:
        found.append(f"the least score that it needs in {_areas(own, rubric)}")
    if above:
        band = texts_for(rubric, assessment.alternatives.next_band or "")
        found.append(f"the least score that “{band.name}” needs in {_areas(above, rubric)}")
    return found


def _areas(names: Sequence[str], rubric: Rubric) -> str:
    """Dimensions by their names, in a sentence."""
    return join_words([rubric.dimensions[name].name for name in names])


def _asked_by_level(name: str, assessment: Assessment, rubric: Rubric) -> bool:
    """Whether the level that was reached hangs on a dimension: otherwise the next one does."""
    here = rubric.band_number(assessment.verdict.outcome or "")
    asked = [
        rubric.bands[k].needs.get(name, rubric.bands[k].needs_each) for k in range(1, here + 1)
    ]
    (low,) = (d.bounds[0].low for d in assessment.dimensions if d.id == name)
    return any(least is not None and low < least for least in asked)


def naming_advice(assessment: Assessment, rubric: Rubric) -> Advice | None:
    """What is said where a failed condition names the result."""
    name = assessment.verdict.named_by
    return next((gate.verdict for gate in rubric.gates if gate.id == name), None)


def figures(assessment: Assessment, rubric: Rubric) -> str:
    """The numbers behind the headline, as a sentence; empty without scores."""
    return page_of(assessment).figures(assessment, rubric)


def standing_text(assessment: Assessment) -> str:
    """Whether open questions could change the result, as a sentence."""
    verdict = assessment.verdict
    waiting = [m for m in assessment.missing if m.state in ("skipped", "dont_know")]
    match verdict.status:
        case "not_enough_answers":
            return ""
        case "settled" if not waiting:
            return "Every question that applies was answered."
        case "settled":
            return "Open questions cannot change it."
        case "provisional" if verdict.leader_settled:
            what = page_of(assessment).WORDS.changes
            return f"Open questions cannot change {what}, but conditions depend on them."
        case _:
            return "Open questions could still change it."


# --- What would change a result: answers, conditions, weights -------------------------------------


_MOST_NAMED = 3
"""Results of so many names or more are not named in one line."""
_ONE_TURNS = ("single_answer", "untried_answers")
"""What holds a verdict back where the scores found such an answer, or may have missed it."""
_MOST_QUOTED = 2
"""Answers up to so many are named by their questions in one line."""
_LONGEST_QUOTED = 240
"""Letters that these questions may have."""
_MOST_LISTED = 5
"""Flip sets of more answers than this are counted, not listed, unless everything is shown."""


def change_blocks(assessment: Assessment, rubric: Rubric, *, full: bool) -> Iterator[Block]:
    """Flip sets, then conditions, then weights and single answers."""
    found = assessment.alternatives
    counts: set[tuple[str, int]] = set()
    for flip in found.flips:
        if _aims_at_facts(flip, rubric):
            continue
        # A long set is only counted: the same count twice says nothing more.
        long = len(flip.changes) > _MOST_LISTED and not full
        if not (long and (flip.direction, len(flip.changes)) in counts):
            yield from _flip_blocks(flip, assessment, rubric, full=full)
        counts.add((flip.direction, len(flip.changes)))
    yield from gate_blocks(assessment, rubric)
    if found.sensitivity is not None and assessment.verdict.label != "not_yet":
        lines = tuple(_sensitivity_lines(found.sensitivity, assessment, rubric))
        yield Bullets("Weights and single answers", lines)


def turn_text(assessment: Assessment, rubric: Rubric) -> str:
    """What would change a result, in one line; nothing where nothing known would."""
    if assessment.verdict.tied:
        return "whatever moves the scores apart, for they are level"
    ways: dict[Direction, FlipSet] = {}
    for flip in assessment.alternatives.flips:
        if _aims_at_facts(flip, rubric):
            continue
        if flip.direction not in ways or len(flip.changes) < len(ways[flip.direction].changes):
            ways[flip.direction] = flip
    said = [_turn_way(flip, assessment, rubric) for flip in ways.values()]
    said += [_gate_way(state, names) for state, names in _open_gates(assessment).items()]
    return join_words(said, "or")


def _aims_at_facts(flip: FlipSet, rubric: Rubric) -> bool:
    """Whether a way up rests on several answers that nobody can change; one alone is told."""
    return flip.direction == "up" and len(flip.changes) > 1 and _has_facts(flip, rubric)


def _has_facts(flip: FlipSet, rubric: Rubric) -> bool:
    """Whether a flip set has answers that nobody can change."""
    return any(not rubric.item(change.item).changeable for change in flip.changes)


def one_turns(assessment: Assessment) -> bool:
    """Whether one other answer alone gives another result."""
    if assessment.verdict.basis.held_by in _ONE_TURNS:
        return True
    return any(len(flip.changes) == 1 for flip in assessment.alternatives.flips)


def _turn_way(flip: FlipSet, assessment: Assessment, rubric: Rubric) -> str:
    """Which answers would have to be others, or how many, and what would come out."""
    named = page_of(assessment).WORDS.named
    names = [named.format(texts_for(rubric, name).name) for name in flip.to]
    to = f" (then {join_words(names)})" if 0 < len(names) < _MOST_NAMED else ""
    return f"{_other_answers(flip, rubric)}{to}"


def _other_answers(flip: FlipSet, rubric: Rubric) -> str:
    """The answers of a flip set: one or two by what was asked, more of them counted."""
    number = len(flip.changes)
    asks = [f"“{rubric.item(change.item).topic or change.ask}”" for change in flip.changes]
    if number > _MOST_QUOTED or sum(map(len, asks)) > _LONGEST_QUOTED:
        return f"{answer_count(number, 'other answer')}{' at once' if number > 1 else ''}"
    if number == 1:
        return f"another answer to {asks[0]}"
    return f"other answers to {join_words(asks, 'and to')} at once"


def _open_gates(assessment: Assessment) -> dict[str, list[str]]:
    """The open conditions that would change the result, by the state they would have to be in."""
    names = {gate.id: gate.name for gate in assessment.gates if gate.state == "unknown"}
    found: dict[str, list[str]] = {}
    for flip in assessment.alternatives.gates:
        if flip.gate in names:
            found.setdefault(flip.state, []).append(names[flip.gate])
    return found


def _gate_way(state: str, names: Sequence[str]) -> str:
    """The conditions that would change the result in that state."""
    which = f"“{names[0]}”" if len(names) == 1 else f"one of {in_words(len(names))} open conditions"
    return f"{which} if that condition {'holds' if state == 'pass' else 'fails'}"


def _flip_blocks(
    flip: FlipSet, assessment: Assessment, rubric: Rubric, *, full: bool
) -> Iterator[Block]:
    """One flip set: listed where it is short, counted where it is long."""
    number = len(flip.changes)
    becomes = page_of(assessment).becomes(flip, assessment, rubric)
    aside = ["open answers left aside"] if _open_text(assessment) else []
    aside += ["counting only what can still be changed"] if flip.changeable_only else []
    only = f"{', '.join(aside)}, " if aside else ""
    plan = assessment.alternatives.plan
    facts = _has_facts(flip, rubric)
    planned = plan is not None and (plan.fewest or flip.steps >= plan.steps)
    if flip.direction == "up" and plan is not None and planned and not facts:
        least = "takes the fewest steps" if plan.fewest else "is one way there"
        see = f"The plan below {least}."
        yield Paragraph(f"{capital(answer_count(number, 'answer'))} could {becomes}. {see}")
        return
    many = full or number <= _MOST_LISTED
    said = f"{answer_count(number, 'answer')} would {becomes}" if many else ""
    if not many:
        answers = len(assessment.contributions)
        said = f"{number} of the {answers} answers, given otherwise, would {becomes}"
        yield Paragraph(f"{capital(only + said)}.")
        return
    points = page_of(assessment).WORDS.points_add_up
    rows = tuple(_answer_change(change, points=points) for change in flip.changes)
    if facts:
        # Nobody can make such an answer another one: it is told, not proposed.
        others = answer_count(number, "answer")
        were = "was another one" if number == 1 else "were others"
        said = f"if {others} {were}, {result_words(flip.to, assessment, rubric)}"
    yield Actions(f"{capital(only + said)}:", rows)


def _answer_change(change: Change, *, points: bool) -> Action:
    """One changed answer: the question, from and to."""
    worth = f" ({figure(change.points)} points)" if points else ""
    details = (f"from: {change.from_}", f"to: {change.to}{worth}")
    return Action(f"{change.ask} ({change.item})", details)


# --- conditions --------------------------------------------------------------------------------


def gate_blocks(assessment: Assessment, rubric: Rubric) -> Iterator[Block]:
    """The conditions that would change the result if they stood otherwise."""
    names = {gate.id: gate.name for gate in assessment.gates}
    moving = {gate.id for gate in rubric.gates if _moves_scores(gate, rubric)}
    groups: dict[tuple[str, tuple[str, ...], bool], list[str]] = {}
    for flip in assessment.alternatives.gates:
        kind = (flip.state, flip.to, flip.gate in moving)
        groups.setdefault(kind, []).append(f"“{names[flip.gate]}”")
    rows = [
        f"{'If this' if len(gates) == 1 else 'If one of these'} "
        f"{'held' if state == 'pass' else 'failed'}{' by itself' if moves else ''}, "
        f"{result_words(to, assessment, rubric)}: {'; '.join(gates)}."
        for (state, to, moves), gates in groups.items()
    ]
    if any(moves for _, _, moves in groups):
        rows.append("What turns such a condition moves scores as well; that is left aside.")
    if rows:
        yield Bullets("Conditions", tuple(rows))


def _moves_scores(gate: Gate, rubric: Rubric) -> bool:
    """Whether what turns a condition moves scores as well."""
    scored = any(rubric.item(name).scores for name in items_in(gate.when))
    return scored or reads_scores(gate.when)


def result_words(to: Sequence[str], assessment: Assessment, rubric: Rubric) -> str:
    """What the result would be."""
    page = page_of(assessment)
    names = [texts_for(rubric, name).name for name in to]
    return page.would_be(names) if names else page.WORDS.no_result_then


# --- weights and single answers ------------------------------------------------------------------


def _sensitivity_lines(found: Sensitivity, assessment: Assessment, rubric: Rubric) -> Iterator[str]:
    """The nearest weight, the answers that carry the result, and the worst the open ones can do."""
    if assessment.verdict.tied:
        yield from _tie_lines(found, assessment, rubric)
        return
    yield _weight_line(found, assessment, rubric)
    if len(found.turned_by) > _MOST_LISTED:
        yield (
            f"Each of {len(found.turned_by)} answers out of {found.items} would change the result "
            "if it were left out."
        )
    elif found.turned_by:
        those = join_words([f"“{name}”" for name in found.turned_by], "or")
        yield (
            f"Without the answer to {those} it would be another result "
            f"({len(found.turned_by)} of {found.items} answers)."
        )
    elif not one_turns(assessment):
        yield f"Leave out any one of the {found.items} answers, and the result stays."
    yield from _worst_line(assessment, rubric)


def _tie_lines(found: Sensitivity, assessment: Assessment, rubric: Rubric) -> Iterator[str]:
    """What would tip a tie: other weights may, or may not."""
    tied = assessment.verdict.tied
    yield f"The {in_words(len(tied))} are level: whatever moves their scores apart would tip it."
    if all(rival.ahead == 1 for rival in found.rivals if rival.id in tied):
        if found.nearest is None:
            yield "However heavy any one dimension counted by itself, they would stay level."
        else:
            yield _weight_line(found, assessment, rubric)
    else:
        yield "Almost any other weights would tip it too."


def _weight_line(found: Sensitivity, assessment: Assessment, rubric: Rubric) -> str:
    """The weight that is nearest to a flip, and who takes over there."""
    if found.nearest is None:
        return "However light or heavy any one dimension counted by itself, the result would stay."
    name = next(d.name for d in assessment.dimensions if d.id == found.nearest)
    interval = next(i for i in found.intervals if i.dimension == found.nearest)
    end, others = interval.nearest_end
    rival = join_words([texts_for(rubric, other).name for other in others])
    takes = page_of(assessment).takes_over(rival)
    verb = "rise" if end > interval.weight else "fall"
    if percent(end) == percent(interval.weight):
        return f"The weight of “{name}” ({percent(end)}) stands right where {takes}."
    return (
        f"The weight nearest to a change is that of “{name}”: it would have to {verb} from "
        f"{percent(interval.weight)} to {percent(end)} before {takes}."
    )


def _worst_line(assessment: Assessment, rubric: Rubric) -> Iterator[str]:
    """What would come out if every open answer spoke against the result."""
    worst = assessment.alternatives.worst
    if worst is None or assessment.verdict.outcome is None:
        return
    said = "If every open answer spoke against it"
    if assessment.verdict.conditions:
        said += " and the open conditions held"
    yield page_of(assessment).worst_text(said, worst, assessment, rubric)


# --- How sure a result is, in a word and a few sentences with figures that mean something ---------


_LEVELS: tuple[Level, ...] = ("low", "moderate", "high")
_HIGHEST: dict[Label, Level] = {
    "tie": "low",
    "too_close_to_call": "low",
    "leaning": "moderate",
}
"""What a verdict that is not clear leaves of the three facts."""


def overall(assessment: Assessment) -> Level | None:
    """How sure the result is: the worst of the three facts, and no more than all else allows."""
    level = assessment.confidence.overall
    if level is None:
        return None
    most = (_HIGHEST.get(assessment.verdict.strength, "high"), answers_allow(assessment))
    return min(level, *most, key=_LEVELS.index)


def answers_allow(assessment: Assessment) -> Level:
    """How sure a result can be that one answer turns, or whose answers are to be given again."""
    if len(assessment.quality) >= CAPPING_FLAGS:
        return "low"
    return "moderate" if one_turns(assessment) else "high"


def sure_text(assessment: Assessment, rubric: Rubric) -> str:
    """How sure it is: the word, the distance, what open answers and other weights could do."""
    verdict = assessment.verdict
    if verdict.label == "not_enough_answers":
        asked = f"{assessment.answered} of {assessment.applicable} questions are answered"
        return f"How sure: nothing can be said yet; {asked}."
    if verdict.label == "not_yet":
        return f"How sure: {_failed_count(assessment)}; no score makes up for that."
    parts = [f"How sure: {overall(assessment) or 'not known'}."]
    parts.append(page_of(assessment).distance(assessment, rubric))
    parts += [*_open_text(assessment), *_weights_text(assessment)]
    return " ".join(filter(None, parts))


def _failed_count(assessment: Assessment) -> str:
    """How many conditions decide where they rule everything out."""
    failed = sum(g.on_fail == "exclude" and g.state == "fail" for g in assessment.gates)
    return f"it rests on {in_words(failed)} condition{'' if failed == 1 else 's'}"


def _open_text(assessment: Assessment) -> list[str]:
    """What open questions could do; nothing where none is open."""
    if any(m.state in ("skipped", "dont_know") for m in assessment.missing):
        return [standing_text(assessment)]
    return []


def _weights_text(assessment: Assessment) -> list[str]:
    """What other weights could do, where something could overtake."""
    found = assessment.alternatives.sensitivity
    if found is None or assessment.verdict.strength in CLOSE or one_turns(assessment):
        return []
    if found.acceptability >= ALMOST and found.robust:
        return [
            "Other weightings hardly ever do."
            if _open_text(assessment)
            else "Other weightings hardly ever change it."
        ]
    if found.acceptability >= ALMOST:
        return []
    return [f"It holds with {in_100(found)} other weightings."]


# --- Conditions that matter for the result --------------------------------------------------------


def fixes(assessment: Assessment, rubric: Rubric) -> list[GateResult]:
    """The remedies to be told: where a gate names the result, its steps say more than its fix."""
    named = naming_advice(assessment, rubric)
    told = assessment.verdict.named_by if named is not None and named.steps else None
    return [gate for gate in remedies(assessment) if gate.id != told]


def advice_for(assessment: Assessment, rubric: Rubric) -> Advice | None:
    """The text for results without a plain winner, and for those that a condition names."""
    verdict = assessment.verdict
    if verdict.label == "not_yet":
        return naming_advice(assessment, rubric) or rubric.texts.not_yet
    if verdict.height == "both" and rubric.texts.both:
        return rubric.texts.both
    if verdict.height == "neither" and rubric.texts.neither:
        return rubric.texts.neither
    return rubric.texts.too_close if verdict.strength in CLOSE else None
