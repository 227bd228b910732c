"""The verdict in words: one sentence for each label, figures beside the words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from rolefit.exact import rounded, rounded_root
from rolefit.reports.words import LABELS
from rolefit.rubric.model import GateState, Rubric, texts_for
from rolefit.rubric.texts import Band
from rolefit.scoring.assessment import Assessment, OutcomeScore


def figure(value: Fraction) -> str:
    """Points as shown everywhere: one decimal."""
    return str(rounded(value, 1))


def percent(value: Fraction) -> str:
    """A share between 0 and 1 as a percentage."""
    return f"{rounded(value * 100)} %"


def plus_minus(variance: Fraction | None) -> str:
    """A standard error as shown beside a number, or nothing where there is none."""
    return f" ± {rounded_root(variance, 1)}" if variance else ""


def join_words(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def headline(assessment: Assessment, rubric: Rubric) -> str:
    """The verdict in one sentence, with its label."""
    verdict = assessment.verdict
    label = LABELS[verdict.label]
    match verdict.label:
        case "not_yet":
            failed = [
                g.name for g in assessment.gates if g.on_fail == "exclude" and g.state == "fail"
            ]
            does = "does" if len(failed) == 1 else "do"
            return (
                f"{label}. {join_words([f'“{name}”' for name in failed])} {does} not hold so far."
            )
        case "not_enough_answers":
            lost, most = percent(assessment.lost_weight), percent(assessment.rubric.max_lost_weight)
            return f"{label}. {lost} of the weight cannot be scored; at most {most} may be missing."
        case "conditional":
            gates = {gate.id: gate.name for gate in assessment.gates}
            names = join_words([f"“{gates[g]}”" for g in verdict.conditions])
            return f"{label}: {result(assessment, rubric)}, provided that this holds: {names}."
        case _:
            return f"{label}: {result(assessment, rubric)}."


def result(assessment: Assessment, rubric: Rubric) -> str:
    """What the numbers recommend, as part of a sentence."""
    if assessment.fit is not None:
        return band_result(assessment, rubric)
    verdict = assessment.verdict
    if verdict.tied:
        each = [texts_for(rubric, o).name for o in verdict.tied]
        if rubric.purpose == "development":
            return f"the answers show exactly as much of {join_words(each, 'as of')}"
        return f"{join_words(each)} fit equally well"
    assert verdict.outcome is not None
    name = texts_for(rubric, verdict.outcome).name
    if verdict.runner_up is None:
        return f"{name}, as the only one that no condition rules out"
    rival = texts_for(rubric, verdict.runner_up).name
    return comparison_text(assessment, name, rival, describes=rubric.purpose == "development")


def comparison_text(assessment: Assessment, name: str, rival: str, *, describes: bool) -> str:
    """How two outcomes compare, in words that fit the label.

    What somebody does today is described (`describes`); only what is chosen can fit.
    """
    match assessment.verdict.strength:
        case "clear" | "leaning" as strength:
            some = "somewhat " if strength == "leaning" else ""
            if describes:
                return f"the answers show {some}more of {name} than of {rival}"
            return f"{name} fits {some}better than {rival}"
        case _ if far_apart(assessment):
            return f"the answers are too mixed to tell {name} from {rival}"
        case _ if describes:
            return f"the answers show about as much of {name} as of {rival}"
        case _:
            return f"{name} and {rival} fit about equally well"


def far_apart(assessment: Assessment) -> bool:
    """Whether the margin is close to nothing only beside a large error."""
    margin = assessment.verdict.margin
    return margin is not None and margin >= assessment.rubric.indifference_threshold


def printed_lead(first: OutcomeScore, second: OutcomeScore) -> Decimal:
    """The margin between two printed scores, so that what is printed adds up."""
    assert first.score is not None
    assert second.score is not None
    return rounded(first.score, 1) - rounded(second.score, 1)


def band_result(assessment: Assessment, rubric: Rubric) -> str:
    """The band reached, and the other one near a cut score."""
    verdict = assessment.verdict
    assert verdict.outcome is not None
    here = texts_for(rubric, verdict.outcome).name
    if verdict.strength == "too_close_to_call" and verdict.runner_up is not None:
        other = texts_for(rubric, verdict.runner_up).name
        return f"the level is “{here}”, on the edge of “{other}”"
    return f"the level is “{here}”"


def figures(assessment: Assessment, rubric: Rubric) -> str:
    """The numbers behind the headline, as a sentence."""
    verdict = assessment.verdict
    if assessment.fit is not None:
        return fit_figures(assessment, rubric)
    scored = [o for o in assessment.outcomes if o.score is not None]
    if not scored:
        return ""
    said = join_words([f"{o.name} {score_text(o)}" for o in scored])
    text = f"{capital(said)} points of 100"
    if verdict.label == "not_yet":
        text += "; no score makes up for that"
    if verdict.outcome is not None and verdict.runner_up is not None:
        pair = assessment.outcome(verdict.outcome), assessment.outcome(verdict.runner_up)
        text += f"; the margin is {printed_lead(*pair)}{plus_minus(verdict.variance)}"
    return f"{text}."


def score_text(outcome: OutcomeScore) -> str:
    """An outcome's score in figures."""
    return figure(outcome.score) if outcome.score is not None else "no score"


def fit_figures(assessment: Assessment, rubric: Rubric) -> str:
    """The fit, its error and the nearest cut score, as a sentence."""
    verdict = assessment.verdict
    assert assessment.fit is not None
    assert rubric.standard is not None
    error = plus_minus(verdict.variance)
    text = f"{figure(assessment.fit)}{error} % of what is asked of {rubric.standard.name} is met"
    if verdict.outcome is not None and verdict.runner_up is not None:
        here, other = (texts_for(rubric, b) for b in (verdict.outcome, verdict.runner_up))
        assert isinstance(here, Band)
        assert isinstance(other, Band)
        reached = rounded(assessment.fit, 1)
        if other.from_ > here.from_:
            text += f"; “{other.name}” begins {points(rounded(other.from_, 1) - reached)} higher"
        else:
            text += f"; “{other.name}” ends {points(reached - rounded(here.from_, 1))} below"
    if verdict.capped_by:
        gates = {gate.id: gate.name for gate in assessment.gates}
        names = join_words([f"“{gates[g]}”" for g in verdict.capped_by])
        text += f". The level is held down, because this does not hold: {names}"
    return f"{text}."


def points(distance: Decimal) -> str:
    """A printed distance; one that rounds to nothing is told as such."""
    return f"{distance} points" if distance else "less than 0.1 points"


GATES: dict[GateState, str] = {
    "pass": "holds",
    "fail": "does not hold",
    "unknown": "is unknown",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def standing_text(assessment: Assessment) -> str:
    """Whether the result is settled, as a sentence."""
    verdict = assessment.verdict
    waiting = [m for m in assessment.missing if m.state in ("skipped", "dont_know")]
    match verdict.status:
        case "not_enough_answers":
            return ""
        case "settled" if not waiting:
            return "Settled: everything that applies was answered."
        case "provisional" if verdict.leader_settled:
            return (
                "Provisional: open answers cannot change what is recommended, but conditions hang "
                "on them."
            )
        case "settled":
            stays = "the level stays" if assessment.fit is not None else "the same one leads"
            return f"Settled: whatever the open answers turn out to be, {stays}."
        case _:
            return "Provisional: answers that are still open could change it."


def evidence_text(assessment: Assessment) -> str:
    """What is known about how well the rubric measures."""
    match assessment.rubric.evidence_status:
        case "advice_only":
            return (
                "Built from advice, not from data on results. It has no norms, and nobody has "
                "shown that it predicts success."
            )
        case "several_sources":
            return (
                "Several independent sources agree on its advice. Nobody has tried the questions, "
                "and nobody has shown that the result predicts success."
            )
        case "expert_reviewed":
            return "Reviewed by experts. It has no norms, and no proof that it predicts success."
        case "piloted":
            return "Tried out with respondents. There is no proof that it predicts success."
        case "validated":
            return "Held against an outside criterion; see the rubric's documentation."


def in_words(number: int) -> str:
    """A small number as a word: `no`, `one` to `ten`; larger ones in figures."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
