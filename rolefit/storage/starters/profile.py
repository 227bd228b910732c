"""A rubric to start from that describes a way of working on scales of its own, without a winner."""

PROFILE = """\
title: "How you work: with others, and ahead of time?"
audience: Anybody with a job, about the last four weeks of it.
purpose: development        # hiring, role_design or development
minutes: 3
evidence_status: advice_only # or several_sources, expert_reviewed, piloted, validated
limits:                     # what a result does not show; printed in every report
  - It rests on the advice of its author alone. There are no norms.
  - It looks at four weeks. A job may have another season.
sources:                    # the claims that the parts below cite: what was said, where, by whom
  XX-01:
    claim: It helps to know how much of a week is shared, and how much of it is set out ahead.
    title: Notes on weeks
    author: The author of this rubric
scales:                     # label lists that likert items share, lowest first, 4 to 7 labels
  weeks: [In none of them, In one week, In two weeks, In three weeks, In all four weeks]

model: profile              # scales by themselves; the other models: contrast, readiness
dimensions:                 # each is a scale with levels of its own; no scale wins
  company:
    name: With others
    about: How much of the week is spent with other people.
    source: [XX-01]
    levels:                 # named levels of the score, closed on the left, 0 to 100
      - {id: alone, from: 0, to: 40, name: mostly alone, source: [XX-01],
         summary: Most hours are your own. Others see the work when it is done.}
      - {id: shared, from: 40, to: 70, name: in turn, source: [XX-01],
         summary: Hours with others and hours alone take turns.}
      - {id: together, from: 70, to: 100, name: mostly together, source: [XX-01],
         summary: Most hours are shared. Others see the work while it grows.}
  ahead:
    name: Ahead of time
    about: How much of the week is set out before it begins.
    source: [XX-01]
    levels:
      - {id: open, from: 0, to: 50, name: day by day, source: [XX-01],
         summary: The day decides what is done.}
      - {id: set, from: 50, to: 100, name: set out ahead, source: [XX-01],
         summary: Most of the week is known before it begins.}

items:                      # three or more in each dimension; ask what happened, and when
  - id: told                # the key of the answer in a responses file
    type: yes_no            # likert, bars, single, multi, numeric or yes_no
    ask: Did your boss say in the last three months what your job is for?
    topic: Told what the job is for            # what a report names before the answer
    why: It scores nothing. A way of working fits an aim or it does not.
    source: [XX-01]
    allow_na: false         # whether "does not apply" is an answer; some questions fit everybody
  - id: hours
    type: single
    dimension: company      # the scale that it scores for; without one it scores nothing
    ask: Yesterday, how much of your work was done with somebody else?
    topic: Work done with somebody else yesterday
    why: One day is easy to recall.
    source: [XX-01]
    allow_na: false
    options:                # what an answer is worth on its scale, from 0 to 1
      - {id: none, text: None of it., value: 0}
      - {id: half, text: About half of it., value: 0.5}
      - {id: most, text: Most of it., value: 1}
  - id: meetings
    type: likert
    dimension: company
    ask: In how many of the last four weeks did you work at one desk with somebody?
    topic: At one desk with others in the last four weeks
    why: Work at one desk is shared work.
    source: [XX-01]
    scale: weeks
  - id: closed
    type: likert
    dimension: company
    ask: In how many of the last four weeks did you shut the door for a whole morning?
    topic: A closed door in the last four weeks
    why: A shut door keeps hours for yourself.
    source: [XX-01]
    scale: weeks
    reverse: true           # the high end of the scale counts against
  - id: monday
    type: single
    dimension: ahead
    ask: Last Monday, how much of your week was already set?
    topic: Set for the week by last Monday
    why: Monday shows what was known ahead.
    source: [XX-01]
    allow_na: false
    options:
      - {id: most, text: Most of it., value: 1}
      - {id: half, text: About half of it., value: 0.5}
      - {id: little, text: Little of it., value: 0}
  - id: surprised
    type: likert
    dimension: ahead
    ask: In how many of the last four weeks did a task come as a surprise?
    topic: Surprise tasks in the last four weeks
    why: Surprises take the place of what was planned.
    source: [XX-01]
    scale: weeks
    reverse: true
  - id: reach
    type: bars              # levels that say what one would see, lowest first
    dimension: ahead
    ask: How far ahead is your work set out today?
    topic: How far ahead the work is set out
    why: The reach of a plan shows how much is set.
    source: [XX-01]
    allow_na: false
    levels:
      - {anchor: To the end of this day.}
      - {anchor: To the end of this week.}
      - {anchor: To the end of this month.}

gates:                      # rules that no score makes up for
  - id: aim-known
    name: The aim of the job was said
    when: {item: told, is: "no"}   # the gate fails when this is true
    on_fail: flag           # in a profile a gate can only raise a risk
    reason: As long as the aim is open, any way of working may miss it.
    fix: Ask your boss this week what the job is for.
    source: [XX-01]
texts:                      # said without a plain winner; a profile never needs them
  too_close: {summary: The scales are told one by one.}
  not_yet: {summary: Say first what the job is for.}

cases:                      # believable people with the result that a sceptic would accept
  - name: A translator who plans her month and sees nobody
    answers: {told: "yes", hours: none, meetings: 1, closed: 5, monday: most, surprised: 1,
              reach: 3}
    expect: {label: scale_levels, status: settled, gates: {aim-known: pass},
             levels: {company: alone, ahead: set}}
  - name: A nurse on a busy ward
    answers: {told: "yes", hours: most, meetings: 5, closed: 1, monday: little, surprised: 5,
              reach: 1}
    expect: {label: scale_levels, status: settled, levels: {company: together, ahead: open}}
  - name: A teacher who shares half of the week
    answers: {told: "no", hours: half, meetings: 3, closed: 3, monday: most, surprised: 4,
              reach: 2}
    expect: {label: scale_levels, gates: {aim-known: fail}, levels: {company: shared, ahead: set}}
  - name: A clerk who is just short of half a plan
    answers: {told: "yes", hours: none, meetings: 3, closed: 2, monday: half, surprised: 4,
              reach: 2}
    expect: {label: scale_levels, levels: {company: shared, ahead: open}}
  - name: A cook who works alone but is often called
    answers: {told: "yes", hours: half, meetings: 2, closed: 4, monday: little, surprised: 3,
              reach: 3}
    expect: {label: scale_levels, levels: {company: alone, ahead: set}}
  - name: A planner who sits with her team
    answers: {told: "yes", hours: most, meetings: 4, closed: 3, monday: most, surprised: 4,
              reach: 1}
    expect: {label: scale_levels, levels: {company: together, ahead: open}}
  - name: A builder who has shared each hour so far and leaves two questions open
    answers: {told: dont_know, hours: most, meetings: 5, monday: most, surprised: 2, reach: 3}
    expect: {label: scale_levels, status: provisional, gates: {aim-known: unknown},
             levels: {company: together, ahead: set}}
  - name: A driver who stops after two questions
    answers: {told: "yes", hours: none}
    expect: {label: not_enough_answers, status: not_enough_answers}
"""
