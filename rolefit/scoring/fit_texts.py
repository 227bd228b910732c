"""The texts of a rubric that fit one respondent's answers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from rolefit.exact import ZERO
from rolefit.rubric.conditions import Leaf, ScoreIs, Truth, satisfies, truth
from rolefit.rubric.model import Gate, Rubric
from rolefit.rubric.responses import compare_answer
from rolefit.rubric.texts import (
    Advice,
    ConditionalText,
    Passage,
    Step,
    TextBlock,
    Texts,
    Wording,
)
from rolefit.scoring.assessment import Assessment

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
