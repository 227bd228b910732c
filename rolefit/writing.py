"""Files that rolefit writes for people to fill in: blank responses and a rubric to start from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rolefit.items import Item
from rolefit.rubric import Rubric

WIDTH = 96


def blank_responses(rubric: Rubric) -> str:
    """A responses file with every question and its possible answers as comments."""
    lines = [
        f"# {rubric.title}",
        *comment(rubric.audience),
        f"# About {rubric.minutes} minutes. Write your answer behind each colon, after a blank.",
        "# Leave it empty to skip it, or write dont_know. Where it is offered, not_applicable",
        "# counts neither way.",
        *examples(rubric),
        "# Then: rolefit score FILE",
        f"rubric: {rubric.rubric}",
        f'rubric_version: "{rubric.version}"',
        f"rubric_hash: {rubric.content_hash}",
        "respondent:",
        "  name:              # of the company, position or person, for the report",
        "  group: self        # who answers: self, founder, peer, mentor, interviewer ...",
        "date:                # like 2026-11-22",
        "answers:",
    ]
    for k, item in enumerate(rubric.items, start=1):
        lines += ["", *question(k, item)]
    return "\n".join(lines) + "\n"


def examples(rubric: Rubric) -> Iterator[str]:
    """How to add evidence and reasons, shown on items of this very rubric."""
    plain = next((item for item in rubric.items if item.type in ("single", "likert")), None)
    if plain is not None:
        key, _ = plain.options()[0]
        yield f'# To add evidence:  {plain.id}: {{answer: {key}, note: "what happened"}}'
    loose = next((item for item in rubric.items if item.allow_na), None)
    if loose is not None:
        yield f'# To give a reason: {loose.id}: {{not_applicable: "why it does not apply"}}'


def question(k: int, item: Item) -> Iterator[str]:
    """One item: the question and what can be answered as comments, then the empty answer."""
    yield from comment(f"{k}. {item.ask}", indent=2)
    if item.type == "bars" and item.interview_question:
        yield from comment(f"Ask: {item.interview_question}", indent=2)
    if item.help:
        yield from comment(item.help, indent=2)
    width = max(len(key) for key, _ in item.options())
    for key, text in item.options():
        yield from comment(f"{key:<{width}}  {text}", indent=2, hang=width + 5)
    if item.type == "multi":
        yield "  #   (a list: [one, another])"
    if item.allow_na:
        yield "  #   not_applicable is possible"
    if item.ask_when is not None:
        yield "  #   (asked only after certain answers above; leave it empty if it does not apply)"
    yield f"  {item.id}:"


def comment(text: str, *, indent: int = 0, hang: int = 0) -> Iterator[str]:
    """A text as comment lines."""
    edge = " " * indent + "# "
    if hang:
        edge += "  "
    yield from textwrap.wrap(
        " ".join(text.split("\n")) if not hang else text,
        WIDTH,
        initial_indent=edge,
        subsequent_indent=edge + " " * max(0, hang - 3),
        drop_whitespace=True,
        break_long_words=False,
    )


SCHEMA_FILE = "rolefit-rubric.schema.json"


def new_rubric(name: str, model: str) -> str:
    """A small valid rubric with comments, to be rewritten by its author."""
    return HEAD.format(name=name, schema=SCHEMA_FILE) + (
        CONTRAST if model == "contrast" else READINESS
    )


HEAD = """\
# yaml-language-server: $schema=./{schema}
# A rubric: what is asked, how answers count, what is said about the result.
# Check it with: rolefit rubric check {name}.yaml      Try it with: rolefit rubric test {name}.yaml
rubric: {name}
version: "1.0"              # in quotes; raise it when the content changes
title: "What does the rubric answer?"
audience: Who answers it, and about whom.
purpose: development        # hiring, role_design or development
minutes: 5
evidence_status: advice_only # advice_only, expert_reviewed, piloted or validated
limits:                     # what a result does not show; printed in every report
  - It rests on the advice of its author alone.
sources:                    # the claims that items cite; one entry each
  XX-01:
    claim: What the source says, in your own words.
    title: Title of the source
    author: Its author
scales:                     # label lists that likert items share, lowest first, 4 to 7 labels
  weeks: [In none, In one, In two, In three, In all four]
"""
CONTRAST = """\
model: contrast             # which of these fits
outcomes:
  planner:
    name: a planner         # as used in a sentence
    summary: What it means when this fits best.
    strengths: [What one gains by it.]
    watch_outs: [What goes wrong with it.]
    pair_with: What must stand beside it.
    first_90_days: [What to do first.]
    source: [XX-01]
  maker:
    name: a maker
    summary: What it means when this fits best.
    strengths: [What one gains by it.]
    watch_outs: [What goes wrong with it.]
    pair_with: What must stand beside it.
    first_90_days: [What to do first.]
    source: [XX-01]
dimensions:
  time:
    name: Time
    about: Where the hours of a week go.
    source: [XX-01]
    weight: 1               # swing points: going from worst to best here, beside other dimensions
items:
  - id: week                # the key of the answer in a responses file
    type: single            # likert, bars, single, multi, numeric or yes_no
    dimension: time
    ask: Last week, where did most of your hours go?
    why: Hours show what a job is, whatever its title.
    source: [XX-01]
    allow_na: false         # every dimension needs one item that always applies
    options:
      - {id: plans, text: Into plans and talks with other teams., favors: {planner: 1}}
      - {id: pieces, text: Into pieces I made myself., favors: {maker: 1}}
  - id: planning
    type: likert
    dimension: time
    ask: In how many of the last four weeks did you set aside time for planning?
    why: Planning that is not in the calendar seldom happens.
    source: [XX-01]
    scale: weeks
    toward: planner         # the high end speaks for this outcome, the low end for the other
  - id: told
    type: yes_no            # no dimension: it scores nothing and feeds the gate below
    ask: Did your boss say this year what the job is for?
    why: A job whose purpose was said can be judged by it.
    source: [XX-01]
    allow_na: false
gates:                      # rules that no score makes up for
  - id: purpose-known
    name: The purpose of the job was said
    when: {item: told, is: "no"}   # the gate fails when this is true
    on_fail: flag           # exclude, flag, or cap_band in a readiness rubric
    reason: Without a purpose neither kind of week can be judged.
    fix: Ask for it in one sentence.
    source: [XX-01]
texts:
  too_close:
    summary: What it means when neither is ahead.
    steps: [What to find out next.]
  not_yet:
    summary: What it means when a gate excludes every outcome.
    steps: [What to put right first.]
cases:                      # respondents with the results they must get
  - name: A week full of plans
    answers: {week: plans, planning: 5, told: "yes"}
    expect: {outcome: planner, label: [leaning, clear], gates: {purpose-known: pass}}
  - name: A week full of pieces
    answers: {week: pieces, planning: 1, told: "no"}
    expect: {outcome: maker, label: [leaning, clear], gates: {purpose-known: fail}}
"""
READINESS = """\
model: readiness            # how far from a standard
standard:
  name: a planner           # as used in a sentence
  summary: What the standard asks.
  source: [XX-01]
bands:                      # named levels of fit, closed on the left, 0 to 100 without a hole
  - id: beginning
    from: 0
    to: 70
    name: beginning
    summary: What it means to be here.
    first_90_days: [What to do first.]
    source: [XX-01]
  - id: ready
    from: 70
    to: 100
    name: ready
    summary: What it means to be here.
    first_90_days: [What to do first.]
    source: [XX-01]
dimensions:
  time:
    name: Time
    about: Where the hours of a week go.
    source: [XX-01]
    weight: 1               # swing points: going from worst to best here, beside other dimensions
    target: 75              # the score that meets the standard
    steps:                  # what to do about a shortfall, most useful first
      - do: Put two hours a week for planning into the calendar.
        evidence: Four weeks of calendar.
        effort: two hours a week
        notice: Fewer surprises on Mondays.
        source: [XX-01]
items:
  - id: week                # the key of the answer in a responses file
    type: single            # likert, bars, single, multi, numeric or yes_no
    dimension: time
    ask: Last week, where did most of your hours go?
    why: Hours show what a job is, whatever its title.
    source: [XX-01]
    allow_na: false         # every dimension needs one item that always applies
    options:
      - {id: plans, text: Into plans and talks with other teams., value: 1}
      - {id: pieces, text: Into pieces I made myself., value: 0}
  - id: planning
    type: likert
    dimension: time
    ask: In how many of the last four weeks did you set aside time for planning?
    why: Planning that is not in the calendar seldom happens.
    source: [XX-01]
    scale: weeks
texts:
  too_close:
    summary: What it means to be near a cut score.
    steps: [What to find out next.]
  not_yet:
    summary: What it means when a gate excludes every level.
    steps: [What to put right first.]
cases:                      # respondents with the results they must get
  - name: A week full of plans
    answers: {week: plans, planning: 5}
    expect: {band: ready, label: [leaning, clear]}
  - name: A week full of pieces
    answers: {week: pieces, planning: 1}
    expect: {band: beginning, label: [leaning, clear]}
"""
