"""From a standing to a verdict: which label, whether it is settled, and on what it hangs."""

from __future__ import annotations

from fractions import Fraction

from rolefit.rubric.items.base import STANDARD
from rolefit.rubric.model import Label, Rubric, Status
from rolefit.scoring import bounds
from rolefit.scoring.alternatives import Sensitivity
from rolefit.scoring.assessment import GateResult, QualityFlag, Verdict
from rolefit.scoring.evaluation import Standing, nothing_open, rivals
from rolefit.scoring.tally import Fit, difference, fit_variance
from rolefit.scoring.verdict import (
    Strength,
    ceiling,
    excluding,
    held_back,
    of_margin,
    of_place,
    place,
    share_text,
)


def judge(
    standing: Standing, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict, by margin, error, gates, flags and how sensitive the result is to weights."""
    rubric, gates = standing.rubric, standing.gates
    free = [o for o in rubric.outcome_ids if not excluding(gates, o, "fail")]
    if not free:
        names = " and ".join(g.name for g in gates if g.on_fail == "exclude" and g.state == "fail")
        status = status_of(standing, leader_settled=True)
        return no_verdict("not_yet", status, f"a condition of success does not hold: {names}")
    if standing.scores is None:
        reason = (
            f"{share_text(standing.tallied.lost)} of the weight cannot be scored; "
            f"at most {share_text(rubric.settings.max_lost_weight)} may be missing"
        )
        return no_verdict("not_enough_answers", "not_enough_answers", reason)
    if standing.fit is not None:
        return judge_readiness(standing, standing.fit, flags, sensitive)
    return judge_contrast(standing, standing.scores, flags, sensitive)


def no_verdict(label: Label, status: Status, reason: str) -> Verdict:
    """A verdict that recommends nothing."""
    return Verdict.model_construct(
        label=label,
        strength=label,
        status=status,
        leader_settled=label == "not_yet",
        outcome=None,
        tied=(),
        runner_up=None,
        margin=None,
        variance=None,
        conditions=(),
        capped_by=(),
        reason=reason,
    )


def judge_contrast(
    standing: Standing,
    scores: tuple[Fraction, ...],
    flags: tuple[QualityFlag, ...],
    sensitive: Sensitivity | None,
) -> Verdict:
    """The verdict between outcomes."""
    rubric, leaders = standing.rubric, standing.leaders
    ids = rubric.outcome_ids
    first = ids.index(leaders[0])
    second = rival(standing, first)
    margin = variance = None
    if second is None:
        strength = Strength("leaning", "it is the only outcome that no gate rules out")
    else:
        margin = scores[first] - scores[second]
        variance = standing.tallied.variance(difference(first, second), floors=2)
        strength = of_margin(margin, variance, rubric.settings.indifference_threshold)
    strength = held_back(strength, flags, sensitive)
    open_gates = tuple(
        dict.fromkeys(g for o in leaders for g in excluding(standing.gates, o, "unknown"))
    )
    leads = leader_settled(standing)
    return Verdict.model_construct(
        label="conditional" if open_gates else strength.label,
        strength=strength.label,
        status=status_of(standing, leader_settled=leads),
        leader_settled=leads and not open_gates,
        outcome=leaders[0] if len(leaders) == 1 else None,
        tied=leaders if len(leaders) > 1 else (),
        runner_up=ids[second] if second is not None and len(leaders) == 1 else None,
        margin=margin,
        variance=variance,
        conditions=open_gates,
        capped_by=(),
        reason=strength.reason,
    )


def rival(standing: Standing, first: int) -> int | None:
    """The best of the other outcomes; among equals the one whose margin is least certain."""
    scores, rest = standing.scores, rivals(standing)
    if scores is None or not rest:
        return None
    best = max(scores[k] for k in rest)
    level = [k for k in rest if scores[k] == best]
    variance = standing.tallied.variance

    def doubt(k: int) -> tuple[bool, Fraction, int]:
        error = variance(difference(first, k), floors=2)
        return error is None, error or Fraction(0), -k

    return max(level, key=doubt)


def status_of(standing: Standing, *, leader_settled: bool) -> Status:
    """Settled where every completion has the same leader and the same state of every gate."""
    gates_known = all(gate.state != "unknown" for gate in standing.gates)
    return "settled" if leader_settled and gates_known else "provisional"


def leader_settled(standing: Standing) -> bool:
    """Whether every completion has the leader, or the band, of now; gates as they stand."""
    if standing.fit is not None:
        return same_band_always(standing, ceiling(standing.rubric, standing.gates))
    return leads_always(standing)


def leads_always(standing: Standing) -> bool:
    """Whether the leaders of now, and they alone, lead in every completion."""
    rubric, ids = standing.rubric, standing.rubric.outcome_ids
    if nothing_open(standing):
        return True
    first = ids.index(standing.leaders[0])
    for k in rivals(standing):
        lead = bounds.margin_range(standing.outlook, rubric, (first, k))
        level = ids[k] in standing.leaders
        if (level and not lead.low == lead.high == 0) or (not level and lead.low <= 0):
            return False
    return True


def judge_readiness(
    standing: Standing,
    fit: Fit,
    flags: tuple[QualityFlag, ...],
    sensitive: Sensitivity | None,
) -> Verdict:
    """The verdict about how far a standard is met."""
    rubric, gates = standing.rubric, standing.gates
    highest = ceiling(rubric, gates)
    where = place(rubric, fit.score, highest)
    variance = fit_variance(standing.tallied, rubric)
    strength = held_back(of_place(where, variance), flags, sensitive)
    conditions = (
        *excluding(gates, STANDARD, "unknown"),
        *capping(rubric, gates, where.band.id, "unknown"),
    )
    same = leader_settled(standing)
    return Verdict.model_construct(
        label="conditional" if conditions else strength.label,
        strength=strength.label,
        status=status_of(standing, leader_settled=same),
        leader_settled=same and not conditions,
        outcome=where.band.id,
        tied=(),
        runner_up=where.neighbour.id if where.neighbour else None,
        margin=where.distance,
        variance=variance,
        conditions=conditions,
        capped_by=capped_by(rubric, gates, fit.score),
        reason=strength.reason,
    )


def capping(
    rubric: Rubric, gates: tuple[GateResult, ...], band: str, state: str
) -> tuple[str, ...]:
    """The gates of that state whose cap lies below a band."""
    here = rubric.band_number(band)
    return tuple(
        g.id
        for g in gates
        if g.cap is not None and g.state == state and rubric.band_number(g.cap) < here
    )


def capped_by(rubric: Rubric, gates: tuple[GateResult, ...], fit: Fraction) -> tuple[str, ...]:
    """The failed gates that hold the band below what the fit alone would reach."""
    return capping(rubric, gates, place(rubric, fit, len(rubric.bands) - 1).band.id, "fail")


def same_band_always(standing: Standing, highest: int) -> bool:
    """Whether every completion has the same band, as far as it hangs on scores."""
    if nothing_open(standing):
        return True
    reach = bounds.fit_range(standing.outlook, standing.rubric)
    low = place(standing.rubric, reach.low, highest).band.id
    high = place(standing.rubric, reach.high, highest).band.id
    return low == high == standing.leaders[0]
