"""A rubric to start from that tells two kinds of job apart."""

CONTRAST = """\
title: "Your job as it is now: a planner's or a maker's?"
audience: Anybody with a job, about the last four weeks of it.
purpose: role_design        # hiring, role_design or development
minutes: 3
evidence_status: advice_only # or several_sources, expert_reviewed, piloted, validated
limits:                     # what a result does not show; printed in every report
  - It rests on the advice of its author alone. There are no norms.
  - It looks at four weeks. A job may have another season.
sources:                    # the claims that the parts below cite: what was said, where, by whom
  XX-01:
    claim: What fills the weeks of a job tells more about it than its title.
    title: Notes on jobs
    author: The author of this rubric
scales:                     # label lists that likert items share, lowest first, 4 to 7 labels
  weeks: [In none of them, In one week, In two weeks, In three weeks, In all four weeks]

model: contrast             # which of these fits; the other model asks how far from a standard
outcomes:
  planner:
    name: a planner         # as used in a sentence
    summary: Most of your weeks go into plans that others work from.
    strengths: [Others know what comes next.]
    watch_outs: [A plan that is far from the work grows old.]
    pair_with: Somebody who makes things and tells you what a plan left out.
    first_90_days: ["Week 1: show your plan to those who work from it."]
    source: [XX-01]
  maker:
    name: a maker
    summary: Most of your weeks go into things that you make yourself.
    strengths: [There is something to show each week.]
    watch_outs: [What comes next is easily left open.]
    pair_with: Somebody who keeps the dates and says which thing comes first.
    first_90_days: ["Week 1: block two mornings for the thing that matters most."]
    source: [XX-01]
dimensions:
  time:
    name: Time
    about: Where the hours of a week go.
    weight: 1               # swing points: going from worst to best here, beside other dimensions
    source: [XX-01]
  results:
    name: Results
    about: What comes out of a week.
    weight: 1
    source: [XX-01]

items:                      # three or more in each dimension; ask what happened, and when
  - id: told                # the key of the answer in a responses file
    type: yes_no            # likert, bars, single, multi, numeric or yes_no
    ask: Did your boss say in the last three months what your job is for?
    topic: Told what the job is for            # what a report names before the answer
    why: It scores nothing. A job can only be weighed once its aim was said.
    source: [XX-01]
    allow_na: false         # whether "does not apply" is an answer; some questions fit everybody
  - id: week
    type: single
    dimension: time         # an item without a dimension scores nothing, like the one above
    ask: Last week, where did most of your hours go?
    topic: Where last week's hours went
    why: Hours show what a job is, whatever its title.
    source: [XX-01]
    allow_na: false
    options:                # what an answer is worth for each outcome, from 0 to 1
      - {id: plans, text: Into plans for others., favors: {planner: 1}}
      - {id: halves, text: "Half into plans, half into my own pieces.",
         favors: {planner: 0.5, maker: 0.5}}
      - {id: pieces, text: Into pieces I made myself., favors: {maker: 1}}
  - id: making
    type: numeric
    dimension: time
    ask: On how many of your last ten days at work did you make something for two hours on end?
    topic: Days with two hours of making on end
    why: A maker gets long hours for one thing.
    source: [XX-01]
    allow_na: false
    unit: days
    range: [0, 10]          # what is accepted
    breakpoints: [{at: 0, value: 0}, {at: 10, value: 1}] # what it is worth, straight in between
    toward: maker           # the high end speaks for this outcome, the low end for the other
  - id: planning
    type: likert
    dimension: time
    ask: In how many of the last four weeks did you set aside time for planning?
    topic: Time for planning in the last four weeks
    why: Planning that is in the calendar gets done.
    source: [XX-01]
    scale: weeks
    toward: planner
  - id: finished
    type: single
    dimension: results
    ask: What did you hand over last?
    topic: Handed over last
    why: What leaves your desk shows what the job is for.
    source: [XX-01]
    allow_na: false
    options:
      - {id: list, text: A list of who does what by when., favors: {planner: 1}}
      - {id: both, text: A sketch with a list of what is left to do.,
         favors: {planner: 0.5, maker: 0.5}}
      - {id: piece, text: A piece that is in use as it is., favors: {maker: 1}}
  - id: waiting
    type: likert
    dimension: results
    ask: In how many of the last four weeks did somebody wait for a piece of yours?
    topic: Somebody waiting in the last four weeks
    why: People wait for a maker's work. A planner's work lets them start.
    source: [XX-01]
    scale: weeks
    toward: maker
  - id: ahead
    type: bars              # levels that say what one would see, lowest first
    dimension: results
    ask: How far ahead is your work set out today?
    topic: How far ahead the work is set out
    why: Plans reach further than pieces do.
    source: [XX-01]
    allow_na: false
    toward: planner
    levels:
      - {anchor: To the end of this day.}
      - {anchor: To the end of this week.}
      - {anchor: To the end of this month.}
      - {anchor: To the end of next month or further.}

gates:                      # rules that no score makes up for
  - id: aim-known
    name: The aim of the job was said
    when: {item: told, is: "no"}   # the gate fails when this is true
    on_fail: exclude        # exclude, flag, or cap_band in a readiness rubric
    reason: As long as the aim is open, both kinds of week may be right.
    fix: Ask your boss for it in one sentence.
    source: [XX-01]
texts:
  too_close:
    summary: Your weeks hold some of both. That can be right for a small team.
    steps: [Note for two weeks where your hours go., Then answer again.]
  not_yet:
    summary: First find out what the job is for.
    steps: [Ask your boss what must be there in a year.]

cases:                      # people with the results they must get: one for each kind of result
  - name: A week of lists that others work from
    answers: {told: "yes", week: plans, making: 2, planning: 5, finished: list, waiting: 1,
              ahead: 3}
    expect: {outcome: planner, label: clear, gates: {aim-known: pass}}
  - name: Long mornings at one thing, day by day
    answers: {told: "yes", week: pieces, making: 9, planning: 1, finished: both, waiting: 3,
              ahead: 1}
    expect: {outcome: maker, label: clear, gates: {aim-known: pass}}
  - name: A little of both, with the next month set out
    answers: {told: "yes", week: halves, making: 4, planning: 5, finished: both, waiting: 3,
              ahead: 3}
    expect: {outcome: planner, label: leaning, gates: {aim-known: pass}}
  - name: Plans in the calendar, pieces on the desk
    answers: {told: "yes", week: halves, making: 2, planning: 4, finished: piece, waiting: 3,
              ahead: 1}
    expect: {label: too_close_to_call, gates: {aim-known: pass}}
  - name: As many signs for one as for the other
    answers: {told: "yes", week: pieces, making: 5, planning: 4, finished: piece, waiting: 2,
              ahead: 4}
    expect: {label: tie, gates: {aim-known: pass}}
  - name: A full calendar, and an aim that was kept quiet
    answers: {told: "no", week: plans, making: 0, planning: 5, finished: both, waiting: 2,
              ahead: 4}
    expect: {label: not_yet, gates: {aim-known: fail}}
  - name: Somebody new who is unsure what was said
    answers: {told: dont_know, week: pieces, making: 6, planning: 3, finished: both, waiting: 4,
              ahead: 2}
    expect: {outcome: maker, label: conditional, gates: {aim-known: unknown}}
  - name: Two answers before the phone rang
    answers: {told: "yes", week: plans}
    expect: {label: not_enough_answers, gates: {aim-known: pass}}
"""
