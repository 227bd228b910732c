"""How outcomes compare, as parts of sentences."""

from __future__ import annotations

from collections.abc import Sequence

from rolefit.reports.pages.score.models.margins import (
    far_apart,
    height_advice,
    leading,
    places_of,
)
from rolefit.reports.pages.score.sentences import (
    figure_at,
    join_words,
)
from rolefit.rubric.model import Rubric
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.verdict import CLOSE


def tie_text(names: Sequence[str], rubric: Rubric) -> str:
    """Outcomes with exactly the same score."""
    if rubric.purpose != "development":
        return f"{join_words(names)} fit equally well"
    if len(names) == 2:
        return f"the answers show exactly as much of {join_words(names, 'as of')}"
    return f"the answers show {join_words(names)} to exactly the same degree"


def height_text(assessment: Assessment, rubric: Rubric) -> str:
    """That several outcomes fit, or none, with their scores, and what the rubric calls that."""
    names = [(o.name, figure_at(o.score, places_of(assessment))) for o in leading(assessment)]
    high = assessment.verdict.height == "both"
    advice = height_advice(assessment, rubric)
    level = all(shown == names[0][1] for _, shown in names)
    each = [f"{name} ({shown})" for name, shown in names]
    called = _name_of_result(advice.name) if advice is not None and advice.name else ""
    if len(names) > 2:
        word, some = ("all of them", "much") if high else ("none of them", "little")
        return f"{word}: {some} of {join_words(each)}, to exactly the same degree{called}"
    if level:
        word, some = ("both", "much") if high else ("neither", "little")
        return f"{word}: as {some} of {join_words(each, 'as of')}{called}"
    if high and assessment.verdict.strength in CLOSE:
        return f"both: about as much of {join_words(each, 'as of')}{called}"
    if high:
        return f"both: mostly {each[0]}, and much of {each[1]}{called}"
    return f"neither: little of {each[0]}, and less of {each[1]}{called}"


def _name_of_result(name: str) -> str:
    """What a rubric calls such a result, as a sentence behind another; `both: ` stands there."""
    if name.startswith(("both", "neither")):
        return f". In short: {name.removeprefix('both: ').removeprefix('neither: ')}"
    return f". That is {name}"


def comparison_text(
    assessment: Assessment, name: str, rivals: Sequence[str], *, describes: bool
) -> str:
    """How the leader compares with the next, in words that fit the label.

    What somebody does today is described (`describes`); only what is chosen can fit.
    """
    rival, of = join_words(rivals), join_words([f"of {one}" for one in rivals])
    match assessment.verdict.strength:
        case "clear" | "leaning" as strength:
            some = "somewhat " if strength == "leaning" else ""
            if describes:
                return f"the answers show {some}more of {name} than {of}"
            return f"{name} fits {some}better than {rival}"
        case _ if far_apart(assessment):
            return f"the answers are mixed, with no clear winner between {name} and {rival}"
        case _ if describes:
            return f"the answers show about as much of {name} as {of}"
        case _:
            return f"{name} and {rival} fit about equally well"
