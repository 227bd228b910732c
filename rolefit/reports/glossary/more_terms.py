"""More words that reports print, and what each of them means."""

from __future__ import annotations

from rolefit.reports.glossary.words import TERM, Topic

MORE: dict[str, Topic] = {
    "model": Topic(
        TERM,
        "How a rubric scores. A contrast rubric asks which of several outcomes fits; a readiness "
        "rubric asks how far somebody is from one standard.",
    ),
    "label": Topic(
        TERM,
        "How sure a verdict is, in a word: tie, too close to call, leaning or clear; or what keeps "
        "it from being given: not yet, conditional, not enough answers. Each is explained by its "
        "name.",
    ),
    "rubric": Topic(
        TERM,
        "One file that says what is asked, what each answer is worth and what is said about the "
        "result. To read one: rolefit rubric show NAME.",
    ),
    "outcome": Topic(
        TERM,
        "One of the things that a contrast rubric tells apart, such as a doer or a conductor. "
        "Each gets a score of its own, and the one with the highest score leads.",
    ),
    "runner_up": Topic(
        TERM, "The outcome with the second highest score. The margin is the distance to it."
    ),
    "standard": Topic(
        TERM,
        "What a readiness rubric measures against. It sets a target for each dimension; the fit "
        "tells how much of all that is met.",
    ),
    "dimension": Topic(
        TERM,
        "A part of what is measured, scored by its own items. It has a weight, and in a "
        "readiness rubric a target.",
    ),
    "item": Topic(
        TERM,
        "One question. Most score in a dimension; some score nothing, and only feed a condition "
        "or lead to other questions.",
    ),
    "score": Topic(
        TERM,
        "A number of points from 0 to 100. A dimension's score is the weighted mean of its "
        "answers, and an outcome's score the weighted mean of the dimensions. Scores are exact "
        "fractions and are rounded only where they are printed. See pomp.",
    ),
    "points": Topic(
        TERM,
        "The unit of scores, margins and contributions: hundredths of the whole scale. The "
        "points printed beside the answers add up to the score as printed.",
    ),
    "shortfall": Topic(
        TERM,
        "Readiness: how far a dimension stays below its target, in points, and 0 where the "
        "target is met. Shortfalls, weighted, are all that the fit loses; see fit. The report "
        "takes the dimensions with the most to gain first.",
    ),
    "worth": Topic(
        TERM,
        "What something moves, in points. Beside a dimension: what meeting its target would add "
        "to the fit. Beside a change: what that change alone would add. Beside a difference of "
        "two dimensions: what it makes in the whole score.",
    ),
    "cut_score": Topic(
        TERM,
        "The fit at which a level begins. The score itself belongs to the upper of the two "
        "levels. Whether a fit is far enough from it is judged by its standard error.",
    ),
    "open": Topic(
        TERM,
        "An open question applies and has no answer yet, because it was skipped or the answer "
        "was “don't know”. The report says how much each could move. See completeness and bounds.",
    ),
    "quick": Topic(
        TERM,
        "rolefit take --quick stops asking as soon as no answer that is left can change who "
        "leads, which level it is, or a condition. How clear the result is could still have "
        "changed. Rubrics for hiring do not offer it: everybody is asked the same there.",
        "deterministic curtailment: Finkelman 2008",
    ),
    "case": Topic(
        TERM,
        "A made-up respondent inside a rubric, with the result it must get. Cases show what a "
        "rubric means, and fail when a change breaks it. To run them: rolefit rubric test.",
    ),
    "hash": Topic(
        TERM,
        "A fingerprint of what a rubric asks, scores and says. Comments, the order of keys and "
        "the rubric's own cases do not count. Two rubrics with the same hash score alike. Where "
        "the hash in a file of answers is another one, the report says that the rubric has "
        "changed since.",
        "SHA-256: FIPS 180-4",
    ),
    "claim": Topic(
        TERM,
        "A sentence from a source, with an id like DC-07. Questions, texts and steps name the "
        "claims they rest on, in brackets. To read one: rolefit explain DC-07.",
    ),
    "evidence_status": Topic(
        TERM,
        "How well founded a rubric is: advice_only (written from published advice), "
        "several_sources (independent sources agree, nobody has tried it), "
        "expert_reviewed, piloted (tried out on people) or validated (shown to predict "
        "something). It is printed under every report.",
    ),
    "norms": Topic(
        TERM,
        "What other people score. The rubrics here have none, so a score can be compared with a "
        "target or with one's own earlier score. It cannot be called high or low among people.",
    ),
    "reliable_change": Topic(
        TERM,
        "A change between two dates, or a difference between two sheets, that is larger than "
        "1.96 times its standard error: the root of the sum of both squared errors. Of twenty "
        "scores that did not really change, about one is called reliable by chance. Smaller "
        "changes may be nothing but the error of the answers.",
        "reliable change index: Jacobson & Truax 1991",
    ),
    "what_if": Topic(
        TERM,
        "The same answers with some of them changed, scored again. Now is the result of the "
        "answers as they are in the file, then is the result with the changes. The points by "
        "which each change moves the result add up to the whole move.",
    ),
    "difference": Topic(
        TERM,
        "How far two scores are apart, in points. It counts as more than chance only where it is "
        "a reliable change.",
    ),
    "comparison": Topic(
        TERM,
        "Several files of answers to one rubric side by side: who comes to what, whose scores are "
        "told apart, and which answers make the difference. Results are the same where they name "
        "the same outcome or level; conditions without an answer yet are told beside them. To make "
        "one: rolefit compare FILE FILE.",
    ),
    "told_apart": Topic(
        TERM,
        "Two scores are told apart when they differ by more than 1.96 times the standard error of "
        "their difference. Others cannot be told apart: which of them is ahead may be chance. See "
        "reliable_change.",
    ),
    "match": Topic(
        TERM,
        "A company's answers about what it needs, held against a sheet about each candidate. In "
        "each dimension only what is missing counts; more than is needed gains nothing. To make "
        "one: rolefit match NEED CANDIDATE.",
    ),
    "covered": Topic(
        TERM,
        "In a match: how much of what is needed a sheet shows, as a percentage. Points of a need "
        "that it does not show are uncovered. A need is covered where no more of it is missing "
        "than its own error, and no condition of the role fails.",
    ),
    "place": Topic(
        TERM,
        "In a match: where a candidate stands in the order, by what stays uncovered. Equals share "
        "a place; where the errors allow several, all of them are named. Who fails a condition, or "
        "cannot be told yet, has none.",
    ),
    "ruled_out": Topic(
        TERM,
        "An outcome that a failed condition takes out of the recommendation, whatever its score, "
        "which stays visible. In a match: a candidate who fails a condition of the role. See gate.",
    ),
    "audit": Topic(
        TERM,
        "A check of how a rubric behaves before anybody answers it. Errors must be mended, "
        "warnings are worth a look, information may be left as it is. To run one: rolefit rubric "
        "audit.",
    ),
    "combination": Topic(
        TERM,
        "One way to answer every question of a rubric. An audit counts all of them where it can, "
        "and says “exact”; otherwise it draws some, and says “sampled” with the error that has.",
    ),
    "at_random": Topic(
        TERM,
        "What somebody gets who picks each answer with the same chance. No outcome should be "
        "favoured by that, and few such people should get a clear result.",
    ),
    "straight_lining": Topic(
        TERM,
        "Answering by position: the first choice each time, the last, the middle, or all agreed. "
        "An audit tries nine such people. None of them should get a clear result.",
    ),
    "small_mistake": Topic(
        TERM,
        "A rubric changed in one place, such as an item that counts the wrong way round. An "
        "audit makes many of them and counts how many the cases notice. One that no case notices "
        "could be made by accident, and nobody would see it.",
        "mutation testing: DeMillo, Lipton & Sayward 1978",
    ),
    "confidence_interval": Topic(
        TERM,
        "The range behind a share that was sampled. Of twenty such ranges about nineteen hold "
        "the true share.",
        "score interval: Wilson 1927",
    ),
}
"""Words beyond those of rolefit.reports.glossary.words."""
