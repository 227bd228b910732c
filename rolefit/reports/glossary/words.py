"""The words of reports, rubrics and error messages, and what each of them means."""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """One thing that can be explained."""

    group: str
    text: str
    source: str = ""


LABEL, TERM, CODE, ITEM = "Labels", "Terms", "Error codes", "Item types"
TOPICS: dict[str, Topic] = {
    "tie": Topic(
        LABEL,
        "The leading outcomes have exactly the same score. Scores are exact "
        "fractions, so this is never an accident of rounding.",
    ),
    "too_close_to_call": Topic(
        LABEL,
        "The margin is below the indifference threshold (5 points "
        "unless the rubric says else) or below one standard error of the difference. In a "
        "readiness rubric: the fit is less than one standard error from a cut score. The "
        "report then gives the advice its author wrote for this case.",
    ),
    "leaning": Topic(
        LABEL,
        "The margin is larger than its standard error, but less than 1.96 times "
        "that: the direction is likely, not safe. Two or more doubts about the answers also hold a "
        "verdict here, and so does a gate that leaves a single outcome.",
    ),
    "clear": Topic(
        LABEL,
        "The margin is at least the indifference threshold and at least 1.96 "
        "standard errors, and the result is robust: it holds in at least 90 % of plausible "
        "weightings, and no weight is within 10 % of itself of a flip.",
    ),
    "not_yet": Topic(
        LABEL,
        "A gate that must hold does not, whatever the scores. The report says "
        "what to put right first. The scores stay visible.",
    ),
    "conditional": Topic(
        LABEL,
        "A gate that could rule the recommendation out, or lower the band, "
        "has no answer yet. An unknown gate never counts as passed.",
    ),
    "not_enough_answers": Topic(
        LABEL,
        "More of the dimension weight than the rubric allows (40 % "
        "unless it says else) has too few answers to be scored. There is no verdict. The report "
        "lists the questions that would mend it.",
    ),
    "settled": Topic(
        TERM,
        "Every completion of the open answers gives the same leading outcome or "
        "band and the same state of every gate. This is computed exactly, not estimated. How clear "
        "the lead is may still change.",
    ),
    "provisional": Topic(
        TERM,
        "Some completion of the open answers would give another result. "
        "Of a dimension: between 50 and 80 % of its weight was answered.",
    ),
    "coverage": Topic(
        TERM,
        "Answered weight divided by the weight that applies. Not applicable "
        "leaves both; don't know and skipped stay in the second.",
    ),
    "contrast": Topic(
        TERM, "A rubric that tells outcomes apart: which of these fits, by the margin between them."
    ),
    "readiness": Topic(
        TERM, "A rubric that measures how far somebody is from one standard: fit, levels, a plan."
    ),
    "pomp": Topic(
        TERM,
        "Percent of maximum possible: a dimension's score is 100 times the weighted "
        "mean of its item values, each between 0 and 1.",
        "Cohen, Cohen, Aiken & West 1999",
    ),
    "csem": Topic(
        TERM,
        "Conditional standard error of measurement: how far this one respondent's "
        "score could be off, from the spread of the answers plus what the steps of the scales "
        "leave open. 100 * sqrt(n/(n-1) * sum w^2 (v-m)^2 / (sum w)^2 + "
        "sum w^2 step^2/12 / (sum w)^2). A single answer has none.",
        "Brennan 1998",
    ),
    "sed": Topic(
        TERM,
        "Standard error of the difference of two outcomes, from the differences "
        "item by item. In a dimension with a single answer the pooled spread of the others stands "
        "in.",
        "Brennan 1998",
    ),
    "margin": Topic(
        TERM,
        "Score of the leading outcome minus the next. In a readiness rubric: "
        "distance of the fit from the nearest cut score.",
    ),
    "contribution": Topic(
        TERM,
        "What one answer adds: 100 times its effective weight times its "
        "value. Contributions sum to the score exactly, and as printed.",
        "additive (Shapley) attribution, Lundberg & Lee 2017",
    ),
    "preference": Topic(TERM, "First pole minus second pole, in points."),
    "elevation": Topic(
        TERM,
        "Mean of the two poles. High means both are asked for, low neither. "
        "Not reported where every item takes from one what it gives the other.",
    ),
    "fit": Topic(
        TERM,
        "Readiness: 100 * (1 - sum W g / sum W t), g being how far a dimension stays "
        "below its target t. Nothing is gained above a target.",
    ),
    "band": Topic(TERM, "A named level of fit. Cut scores belong to the upper band."),
    "gate": Topic(
        TERM,
        "A condition that no score makes up for. exclude takes an outcome out of "
        "the recommendation, cap_band limits the band, flag names a risk.",
        "Roy (ELECTRE), veto",
    ),
    "bounds": Topic(
        TERM,
        "Least and greatest score over every completion of what is open, "
        "not_applicable included where it is allowed.",
    ),
    "indifference_threshold": Topic(
        TERM, "Margins below this many points are too close to call.", "Roy; PROMETHEE"
    ),
    "max_lost_weight": Topic(
        TERM,
        "Share of the dimension weight that may be without a score before there is no verdict.",
    ),
    "swing": Topic(
        TERM,
        "Weight of a dimension: what going from worst to best there is worth beside the others.",
        "Edwards & Barron 1994",
    ),
    "rank": Topic(
        TERM,
        "Order of importance instead of weights, turned into rank-order centroids: "
        "(1/n) * sum of 1/i for i from the rank to n. In a comparison it is the place in the "
        "order, from the best to the worst that the error of the answers allows.",
        "Edwards & Barron 1994",
    ),
    "reverse": Topic(
        TERM, "Reverse-keyed: the high end of the scale speaks against what the item measures."
    ),
    "confidence": Topic(
        TERM,
        "Three facts: precision (margin beside its standard error), "
        "completeness (could open answers change the result), robustness (would other weights give "
        "another result). The word is the worst of those known. It is no chance of being right.",
    ),
    "precision": Topic(
        TERM, "How the margin compares with its standard error: the first fact of how sure it is."
    ),
    "completeness": Topic(TERM, "Whether open answers could change what is recommended."),
    "robustness": Topic(
        TERM,
        "Whether other plausible weights, and scores within their errors, give the same result. "
        "high: in at least 90 % of them, and no weight has to move by only 10 % of itself to "
        "change it; moderate: in at least 75 %; low: in fewer. See acceptability.",
    ),
    "acceptability": Topic(
        TERM,
        "Chance that the result holds when the weights vary around those of the rubric (Dirichlet "
        "with a total of 30: a weight of a fifth moves by about 7 points) and each dimension's "
        "score varies within its standard error. Worked out from the first three moments of the "
        "margin in closed form, without draws; a report says “about 94 % of plausible weightings”.",
        "SMAA, first-rank acceptability: Lahdelma, Hokkanen & Salminen 1998",
    ),
    "stability_interval": Topic(
        TERM,
        "How far the weight of one dimension can move, the others rescaled in proportion, before "
        "another result takes over. At its ends the two are exactly level.",
        "Mareschal 1988",
    ),
    "flip_set": Topic(
        TERM,
        "The fewest answers that would change the recommendation, and of those sets the one with "
        "the fewest scale steps. No part of it would do. Answers change only so far that "
        "conditions and branches stay as they are; what conditions would change is told apart. "
        "Where a flip set would change facts, the smallest one without facts is told too.",
        "counterfactual explanation, irreducible: Wachter, Mittelstadt & Russell 2018",
    ),
    "plan": Topic(
        TERM,
        "Readiness: the changes with the fewest scale steps that reach the next level and pass its "
        "conditions. Facts are left as they are. Scoring the changed answers gives the very fit "
        "that the plan names.",
    ),
    "leave_one_out": Topic(
        TERM,
        "The result is worked out again without each answer in turn. The report names the answers "
        "without which it would be another.",
    ),
    "scale_step": Topic(
        TERM,
        "One place further on an item's scale: the next label, level or amount of a value "
        "function, one option ticked or unticked, another option of a choice.",
    ),
    "standard_error": Topic(
        TERM,
        "How far a number could be off by chance, the ± behind it. About two in three such ranges "
        "hold the true value. See csem and sed.",
    ),
    "condition": Topic(TERM, "Something that must hold whatever the scores; see gate."),
    "risk": Topic(TERM, "A condition that warns and rules nothing out: a gate with on_fail: flag."),
    "target": Topic(TERM, "Readiness: the score at which a dimension meets the standard."),
    "weight": Topic(
        TERM,
        "How much a dimension, or an item within it, counts beside the others. N/A and unscored "
        "parts leave, and the others share their weight.",
    ),
    "not_applicable": Topic(
        TERM, "The question does not fit the situation. It counts neither way and is never a zero."
    ),
    "dont_know": Topic(
        TERM,
        "The question applies but the respondent cannot say. It lowers "
        "coverage and is never a zero.",
    ),
    "skipped": Topic(TERM, "Not answered yet. It lowers coverage and is never a zero."),
    "not_presented": Topic(
        TERM,
        "Hidden by a branch. An answer given to it earlier is kept in the file but does not count.",
    ),
    "long_string": Topic(
        TERM,
        "The same place was chosen at least 8 times in a row, and for at "
        "least half of the questions.",
    ),
    "no_spread": Topic(TERM, "Every choice stands at the same place of its scale."),
    "acquiescence": Topic(
        TERM, "Statements that point in opposite directions were all rated high, or all low."
    ),
    "contradiction": Topic(
        TERM, "Two answers that the rubric's author declared to contradict each other."
    ),
    "too_fast": Topic(TERM, "Timed answers took less than two seconds each on average."),
    "unknown-item": Topic(
        CODE,
        "The answers name an item that the rubric does not have. Item ids "
        "are listed by: rolefit rubric show RUBRIC.",
    ),
    "unknown-key": Topic(
        CODE,
        "A key that has no meaning at this place. It would be ignored "
        "elsewhere; here it is an error, because a misspelt weight changes scores silently.",
    ),
    "unknown-name": Topic(
        CODE,
        "Something names an item, outcome, dimension, band, scale, option, "
        "gate or claim that does not exist.",
    ),
    "duplicate-key": Topic(
        CODE,
        "A key stands twice in one mapping. YAML readers keep the last one "
        "silently; rolefit asks you to keep one.",
    ),
    "duplicate-id": Topic(CODE, "Two things of a kind have the same id."),
    "missing": Topic(CODE, "A key that must be there is not."),
    "answer": Topic(
        CODE, "An answer that its item cannot read. The message says what is expected."
    ),
    "value": Topic(CODE, "A value of the wrong kind or outside its range."),
    "text": Topic(
        CODE,
        "A text holds control, bidirectional or other invisible characters, or is "
        "longer than 10,000 characters.",
    ),
    "yaml": Topic(
        CODE,
        "The file is no YAML, or uses what rolefit refuses: anchors, aliases, merge "
        "keys, tags, several documents, nesting deeper than 32, more than 100,000 values. Only "
        "true, false, null and plain decimal numbers mean more than their text.",
    ),
}
