"""assess(rubric, responses) -> Assessment: the one evaluator. Pure: no clock, disk or terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    Answer,
    ConditionalText,
    Leaf,
    Passage,
    ScoreIs,
    Truth,
    Wording,
    satisfies,
    text_of,
    truth,
)
from rolefit.rubric.items import Item
from rolefit.rubric.model import (
    OPEN,
    Gate,
    Response,
    Responses,
    ResponseSet,
    Rubric,
    changed_since,
    compare_answer,
    read,
)
from rolefit.rubric.raters import rater_view
from rolefit.rubric.texts import Advice, Step, TextBlock, Texts
from rolefit.rubric.topics import lowering
from rolefit.scoring import certainty
from rolefit.scoring.assessment import (
    Alternatives,
    Assessment,
    Evidence,
    GateResult,
    Missing,
    PartLeftOut,
    QualityFlag,
    RubricName,
    Sensitivity,
    Verdict,
)
from rolefit.scoring.bounds import fill_in
from rolefit.scoring.certainty import (
    answers_are_tried,
    confidence,
    missing,
    sensitivity,
    sensitivity_to_weights,
    worst,
)
from rolefit.scoring.evaluate import (
    contributions,
    dimension_score,
    elevation,
    evaluate,
    fit_variance,
    model_of,
    outcome_scores,
    preference,
    reevaluate,
    unscored_answers,
)
from rolefit.scoring.flips import Flips, flips, gate_flips
from rolefit.scoring.judging import held_at_leaning, hold_back_if_turned, judge, judge_scores
from rolefit.scoring.moves import TooManyWays, conditions_left_out
from rolefit.scoring.plans import plan
from rolefit.scoring.tally import OutcomeMeasure
from rolefit.scoring.verdict import CLOSE, Evaluation, nothing_open

# --- What to find out next when a result is too close to call -------------------------------------


_SHOWN = 3
_MOST_TRIED = 9
"""Answers to one item that are tried out, about; of more, evenly spread ones and both ends."""


def evidence(
    evaluation: Evaluation, verdict: Verdict, missing: Sequence[Missing]
) -> tuple[Evidence, ...]:
    """The open items, then the given answers, whose evidence moves a close result most."""
    if verdict.strength not in CLOSE or verdict.label == "not_yet" or not evaluation.leaders:
        return ()
    swings = [(m.item, m.swing) for m in missing if m.swing]
    waiting = sorted(swings, key=lambda pair: -pair[1])[:_SHOWN]
    found = [(name, swing, True) for name, swing in waiting]
    if len(found) < _SHOWN:
        given = sorted(_swings(evaluation, verdict), key=lambda pair: -pair[1])
        found += [(name, swing, False) for name, swing in given[: _SHOWN - len(found)]]
    measure = model_of(evaluation.rubric).speaking(evaluation, verdict)
    return tuple(
        Evidence.model_construct(
            item=name,
            ask=evaluation.rubric.item(name).ask,
            open=waits,
            swing=swing,
            settles=settles(evaluation, evaluation.rubric.item(name), measure),
        )
        for name, swing, waits in found
    )


def _swings(evaluation: Evaluation, verdict: Verdict) -> Iterator[tuple[str, Fraction]]:
    """How far another answer to each answered item can move the margin, or the fit."""
    model, ids = model_of(evaluation.rubric), evaluation.rubric.outcome_ids
    measure = model.speaking(evaluation, verdict)
    for d in evaluation.tallied.scoreable:
        for entry in d.answered:
            others = (entry.item.values(answer, ids) for answer in entry.item.candidates())
            changes = [
                tuple(after - now for after, now in zip(values, entry.values, strict=True))
                for values in others
            ]
            moved = [abs(model.shift(evaluation, d, entry, one, measure)) for one in changes]
            yield entry.item.id, max(moved)


def settles(evaluation: Evaluation, item: Item, measure: OutcomeMeasure) -> bool:
    """Whether some answer to one item, alone, would end the doubt."""
    return any(
        strength_with(evaluation, item, a) not in CLOSE
        for a in _answers_to_try(evaluation, item, measure)
    )


def _answers_to_try(
    evaluation: Evaluation, item: Item, measure: OutcomeMeasure
) -> Iterator[Answer]:
    """Answers from what says least for the leader to what says most, both of them, not too many."""
    answers = list(item.candidates())
    if item.scores:
        ids = evaluation.rubric.outcome_ids
        answers.sort(key=lambda answer: measure.of(item.values(answer, ids)))
    *most, last = answers
    yield from most[:: -(-len(answers) // _MOST_TRIED)]
    yield last


def strength_with(evaluation: Evaluation, item: Item, answer: Answer) -> str:
    """How strong the result would be with another answer to one item."""
    given = {item.id: Response("answered", answer)}
    responses = fill_in(evaluation.rubric, evaluation.responses, given)
    # Flags and weights can only hold back what is clear; here it matters what is not close.
    return judge(reevaluate(evaluation, responses, (item.id,)), (), None).strength


# --- The verdict on a set of answers, with nothing worked out that it does not hang on ------------


class QuickVerdict(NamedTuple):
    """What a case can expect of an assessment."""

    verdict: Verdict
    quality: tuple[QualityFlag, ...]
    gates: tuple[GateResult, ...]


def quick_verdict(rubric: Rubric, answers: ResponseSet) -> QuickVerdict:
    """The verdict on responses whose branches were followed, with flags and gates."""
    return verdict_on(evaluate(rubric, answers), certainty.flags(rubric, answers))


def verdict_on(evaluation: Evaluation, flags: tuple[QualityFlag, ...]) -> QuickVerdict:
    """The verdict on an evaluation: the same as in a whole assessment."""
    return settled_verdict(evaluation, verdict_before_tries(evaluation, flags))


def verdict_before_tries(evaluation: Evaluation, flags: tuple[QualityFlag, ...]) -> QuickVerdict:
    """The verdict as if no single answer could turn it: what is clear may yet turn out leaning."""
    verdict = judge_scores(evaluation, flags, None)
    if verdict.strength == "clear":
        verdict = judge_scores(evaluation, flags, sensitivity_to_weights(evaluation))
    return QuickVerdict(verdict, flags, evaluation.gates)


def settled_verdict(evaluation: Evaluation, found: QuickVerdict) -> QuickVerdict:
    """A verdict after single answers were tried, which costs most."""
    return found._replace(verdict=hold_back_if_turned(evaluation, found.verdict))


def verdict_if_turned(found: QuickVerdict) -> QuickVerdict:
    """What a verdict would be if a single answer turned it."""
    now = found.verdict
    held = held_at_leaning(now, "single_answer") if now.strength == "clear" else now
    return found._replace(verdict=held)


# --- The texts of a rubric that fit one respondent's answers --------------------------------------


_Said = Callable[[ConditionalText | Step], bool]
Block = TypeVar("Block", bound=TextBlock)


def fit_texts(rubric: Rubric, assessment: Assessment) -> Rubric:
    """A rubric that says only what fits an assessment.

    Texts stay whose conditions hold, and steps that help; what is unknown does not hold.
    Conditions and scores are left as they are.
    """
    said = _said_of(assessment)
    dimensions = {
        name: one.model_copy(update={"steps": tuple(s for s in one.steps if said(s))})
        for name, one in rubric.dimensions.items()
    }
    return rubric.model_copy(
        update={
            "outcomes": {name: _block_with(one, said) for name, one in rubric.outcomes.items()},
            "bands": tuple(_block_with(band, said) for band in rubric.bands),
            "dimensions": dimensions,
            "gates": tuple(_gate_with(gate, said) for gate in rubric.gates),
            "texts": _texts_with(rubric.texts, said),
            "limits": _listed_with(rubric.limits, said),
        }
    )


def fit_wordings(wordings: tuple[Wording, ...], assessment: Assessment) -> tuple[str, ...]:
    """Those of several texts that fit an assessment."""
    return _listed_with(wordings, _said_of(assessment))


def _said_of(assessment: Assessment) -> _Said:
    """Whether a text fits an assessment."""

    def said(text: ConditionalText | Step) -> bool:
        holds = text.when is None or truth(text.when, _compare_with(assessment)) is True
        return holds and helps(text.items, assessment)

    return said


def _compare_with(assessment: Assessment) -> Callable[[Leaf], Truth]:
    """How a comparison turns out: over the answers, or over the scores where they are known."""

    def compare(leaf: Leaf) -> Truth:
        if not isinstance(leaf, ScoreIs):
            return compare_answer(leaf, assessment.answers)
        score = score_read(leaf, assessment)
        return None if score is None else satisfies(leaf, score)

    return compare


def score_read(leaf: ScoreIs, assessment: Assessment) -> Fraction | None:
    """The score that a comparison reads; None where too little was answered."""
    if leaf.dimension is None:
        return next(o.score for o in assessment.outcomes if o.id == leaf.outcome)
    scores = next(d.scores for d in assessment.dimensions if d.id == leaf.dimension)
    if scores is None:
        return None
    names = [outcome.id for outcome in assessment.outcomes]
    return scores[names.index(leaf.outcome) if leaf.outcome is not None else 0]


def helps(items: tuple[str, ...], assessment: Assessment) -> bool:
    """Whether one of the items leaves something to gain: it is open, or its answer lost points.

    Without a standard (contrast) no answer is worth less than another: every item counts.
    """
    if not items or assessment.fit is None:
        return True
    lost = {c.item for c in assessment.contributions if c.lead < ZERO}
    open_ones = {one.item for one in assessment.missing if one.state in ("dont_know", "skipped")}
    return any(item in lost | open_ones for item in items)


def _wording_with(wording: Wording, said: _Said) -> tuple[str, ...]:
    """A text, where it is said."""
    if isinstance(wording, str):
        return (wording,)
    return (wording.text,) if said(wording) else ()


def _listed_with(wordings: tuple[Wording, ...], said: _Said) -> tuple[str, ...]:
    """Those of several texts that are said."""
    return tuple(text for one in wordings for text in _wording_with(one, said))


def _passage_with(passage: Passage | None, said: _Said) -> str | None:
    """A passage as far as it is said; None where nothing of it is."""
    if passage is None:
        return None
    parts = _listed_with(passage if isinstance(passage, tuple) else (passage,), said)
    return " ".join(parts) or None


def _block_with(block: Block, said: _Said) -> Block:
    """What is said about an outcome or a band."""
    lists = ("strengths", "watch_outs", "first_90_days", "ask_next")
    return block.model_copy(
        update={
            "summary": _passage_with(block.summary, said) or "",
            "pair_with": _passage_with(block.pair_with, said),
            **{name: _listed_with(getattr(block, name), said) for name in lists},
        }
    )


def _advice_with(advice: Advice | None, said: _Said) -> Advice | None:
    """What is said about a result without a winner."""
    if advice is None:
        return None
    summary = _passage_with(advice.summary, said) or ""
    return advice.model_copy(update={"summary": summary, "steps": _listed_with(advice.steps, said)})


def _texts_with(texts: Texts, said: _Said) -> Texts:
    """All advice on results without a winner."""
    fields = type(texts).model_fields
    return texts.model_copy(
        update={name: _advice_with(getattr(texts, name), said) for name in fields}
    )


def _gate_with(gate: Gate, said: _Said) -> Gate:
    """What is said about a condition."""
    return gate.model_copy(
        update={
            "reason": _passage_with(gate.reason, said) or "",
            "fix": _passage_with(gate.fix, said),
            "verdict": _advice_with(gate.verdict, said),
        }
    )


def assess(rubric: Rubric, responses: Responses, *, ways: bool = True) -> Assessment:
    """Weigh one respondent's answers.

    Without `ways` what would change the result is left out, but for what its label hangs on: the
    parts that were left out are named. Raises Invalid where an answer cannot be read; partial
    answers are welcome.
    """
    answers = read(rubric, responses)
    rubric = rater_view(rubric, responses.respondent.about)
    flags = certainty.flags(rubric, answers, responses.seconds)
    evaluation = evaluate(rubric, answers)
    sensitive = sensitivity(evaluation) if ways else sensitivity_to_weights(evaluation)
    turning = flips(evaluation)
    verdict = judge(evaluation, flags, sensitive, turning)
    lacking = tuple(missing(evaluation, verdict, tried=ways))
    name = _rubric_name(rubric)
    applicable = [i for i in rubric.items if answers[i.id].state in ("answered", *OPEN)]
    if ways:
        changes, left_out = alternatives(evaluation, verdict, sensitive, lacking, turning)
    else:
        changes, left_out = _label_alone(evaluation, sensitive, turning), _WAYS
    found = Assessment.model_construct(
        rubric=name,
        respondent=responses.respondent.name,
        group=responses.respondent.group,
        about=responses.respondent.about,
        date=responses.day,
        rubric_changed=changed_since(name.hash, responses),
        verdict=verdict,
        outcomes=outcome_scores(evaluation),
        preference=preference(evaluation),
        elevation=elevation(evaluation),
        fit=evaluation.fit.score if evaluation.fit else None,
        fit_variance=fit_variance(evaluation),
        dimensions=tuple(dimension_score(evaluation, d) for d in evaluation.tallied.dimensions),
        contributions=tuple(contributions(evaluation, verdict)),
        unscored=unscored_answers(evaluation),
        gates=evaluation.gates,
        missing=lacking,
        quality=flags,
        confidence=confidence(evaluation, verdict, sensitive),
        alternatives=changes,
        lost_weight=evaluation.tallied.lost,
        answered=sum(1 for item in applicable if answers[item.id].state == "answered"),
        applicable=len(applicable),
        evidenced=sum(1 for item in applicable if answers[item.id].evidence is not None),
        answers=answers,
        left_out=conditions_left_out(evaluation),
        parts_left_out=tuple(dict.fromkeys((*left_out, *_tries_left_out(evaluation)))),
    )
    return found.model_copy(update={"gates": _gates_in_words(rubric, found)})


def topic_and_answer(rubric: Rubric, found: Assessment, item: str) -> str | None:
    """What was answered, behind the topic of the question; None without a topic or an answer.

    Whatever gives an answer as a reason says it in these words, where it has them.
    """
    given = found.answers.get(item)
    if given is None or given.answer is None:
        return None
    asked = rater_view(rubric, found.about).item(item)
    return asked.told(given.answer, lowering(rubric.language, found.about))


def _gates_in_words(rubric: Rubric, found: Assessment) -> tuple[GateResult, ...]:
    """The gates with what of their texts fits the answers."""
    spoken = {gate.id: gate for gate in fit_texts(rubric, found).gates}
    return tuple(
        result.model_copy(
            update={
                "reason": text_of(spoken[result.id].reason),
                "fix": text_of(spoken[result.id].fix) or None,
            }
        )
        for result in found.gates
    )


def alternatives(
    evaluation: Evaluation,
    verdict: Verdict,
    sensitive: Sensitivity | None,
    lacking: tuple[Missing, ...],
    ways: Flips,
) -> tuple[Alternatives, tuple[PartLeftOut, ...]]:
    """What would change the result, how much it would take, and what of that was left out."""
    ways_out: tuple[PartLeftOut, ...] = ("changes",) if ways.left_out else ()
    plan_out: tuple[PartLeftOut, ...] = ()
    try:
        way_up = plan(evaluation)
    except TooManyWays:
        way_up, plan_out = None, ("plan",)
    found = Alternatives.model_construct(
        flips=ways.sets,
        gates=gate_flips(evaluation),
        plan=way_up,
        next_band=model_of(evaluation.rubric).next_band(evaluation),
        sensitivity=sensitive,
        worst=worst(evaluation),
        evidence=evidence(evaluation, verdict, lacking),
    )
    return found, (*ways_out, *plan_out)


_WAYS: tuple[PartLeftOut, ...] = ("changes", "plan", "open_answers")


def _label_alone(
    evaluation: Evaluation, sensitive: Sensitivity | None, turning: Flips
) -> Alternatives:
    """What a label hangs on, and nothing else of what would change the result."""
    return Alternatives.model_construct(
        flips=turning.sets,
        gates=(),
        plan=None,
        next_band=model_of(evaluation.rubric).next_band(evaluation),
        sensitivity=sensitive,
        worst=None,
        evidence=(),
    )


def _tries_left_out(evaluation: Evaluation) -> tuple[PartLeftOut, ...]:
    """Whether single open answers were not tried out."""
    tried = nothing_open(evaluation) or answers_are_tried(evaluation)
    return () if tried else ("open_answers",)


def _rubric_name(rubric: Rubric) -> RubricName:
    """Which rubric this is."""
    return RubricName.model_construct(
        name=rubric.rubric,
        version=rubric.version,
        hash=rubric.content_hash,
        title=rubric.title,
        model=rubric.model,
        evidence_status=rubric.evidence_status,
        indifference_threshold=rubric.settings.indifference_threshold,
        max_lost_weight=rubric.settings.max_lost_weight,
    )
