"""What `rolefit explain` knows: labels, terms, item types, error codes and claims."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from rolefit.errors import RolefitError, nearest
from rolefit.items import ITEM_TYPES
from rolefit.reports.blocks import Block, Bullets, Page, Paragraph, Section, Table
from rolefit.schemas import field_docs


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
        "standard errors. It speaks about these answers and these weights. It says nothing about "
        "weights that were not tried.",
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
        "band and the same state of every gate. This is computed exactly, not estimated.",
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
        "(1/n) * sum of 1/i for i from the rank to n.",
        "Edwards & Barron 1994",
    ),
    "reverse": Topic(
        TERM, "Reverse-keyed: the high end of the scale speaks against what the item measures."
    ),
    "confidence": Topic(
        TERM,
        "Three facts: precision (margin beside its standard error), "
        "completeness (could open answers change the result), robustness (weights; not varied in "
        "this version). The word is the worst of those known. It is no chance of being right.",
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


def item_topics() -> dict[str, Topic]:
    """A topic for each item type, from its own documentation."""
    found = {}
    for cls in ITEM_TYPES:
        name = str(cls.model_fields["type"].annotation.__args__[0])  # type: ignore[union-attr]
        found[name] = Topic(ITEM, inspect.getdoc(cls) or "")
    return found


def topics_page() -> Page:
    """Every topic, by group."""
    known = {**TOPICS, **item_topics()}
    sections = []
    for group in (LABEL, TERM, ITEM, CODE):
        names = ", ".join(sorted(name for name, topic in known.items() if topic.group == group))
        sections.append(Section(group, (Paragraph(names),)))
    claims = Paragraph("the id of a claim, like DC-01")
    return Page(
        "What can be explained", "rolefit explain TOPIC", (*sections, Section("Claims", (claims,)))
    )


def topic_page(name: str) -> Page:
    """One topic. Raises RolefitError where there is none of that name."""
    wanted = name.strip().replace(" ", "_").casefold()
    known = {**TOPICS, **item_topics()}
    for candidate in (wanted, wanted.replace("_", "-")):
        if candidate in known:
            return described(candidate, known[candidate])
    claim = claim_page(name.strip().upper())
    if claim is not None:
        return claim
    raise RolefitError(f"nothing is known about `{name[:80]}`", nearest(wanted[:80], tuple(known)))


def described(name: str, topic: Topic) -> Page:
    """The page of one topic."""
    blocks: list[Block] = [Paragraph(topic.text)]
    if topic.source:
        blocks.append(Paragraph(f"Source: {topic.source}", "quiet"))
    if topic.group == ITEM:
        cls = next(c for c in ITEM_TYPES if name in str(c.model_fields["type"].annotation))
        docs = field_docs(cls)
        rows = tuple(
            (field.alias or key, docs.get(key, "")) for key, field in cls.model_fields.items()
        )
        blocks.append(Table("In a rubric", ("Key", "Meaning"), (False, False), rows))
    return Page(name, topic.group, (Section("", tuple(blocks)),))


def claim_page(name: str) -> Page | None:
    """One claim of the shipped register, with its source and where it is cited."""
    # Reading the register and every rubric is worth it for a claim only.
    from rolefit.citations import citations  # noqa: PLC0415
    from rolefit.library import load, register  # noqa: PLC0415
    from rolefit.shelf import shipped  # noqa: PLC0415

    known = register()
    claim = known.claims.get(name)
    if claim is None:
        return None
    source = known.sources[claim.source]
    carried = []
    for rubric in shipped():
        places = sum(1 for _, cited in citations(load(rubric)) if name in cited)
        if places:
            carried.append(f"{rubric}: {places} place{'s' if places > 1 else ''}")
    blocks: list[Block] = [Paragraph(claim.words())]
    blocks.append(Paragraph(f"Source: {source.title}, by {source.author}. {source.note or ''}"))
    if carried:
        blocks.append(Bullets("Carried by", tuple(carried)))
    return Page(f"{name}: {claim.topic}", f"a claim ({claim.kind})", (Section("", tuple(blocks)),))
