"""A rubric to start from that measures how far somebody is from a standard."""

READINESS = """\
title: "Planning the work of a team: how far are you?"
audience: Anybody who plans for a team, about the last four weeks.
purpose: development        # hiring, role_design or development
minutes: 3
evidence_status: advice_only # or several_sources, expert_reviewed, piloted, validated
limits:                     # what a result does not show; printed in every report
  - It rests on the advice of its author alone. There are no norms.
  - It looks at four weeks. A job may have another season.
sources:                    # the claims that the parts below cite: what was said, where, by whom
  XX-01:
    claim: A plan helps when those who work from it can see it and trust its dates.
    title: Notes on plans
    author: The author of this rubric
scales:                     # label lists that likert items share, lowest first, 4 to 7 labels
  weeks: [In none of them, In one week, In two weeks, In three weeks, In all four weeks]

model: readiness            # how far from a standard; the other model asks which of these fits
standard:
  name: somebody who plans for a team # as used in a sentence
  summary: A plan that the team can see, with dates that are kept.
  source: [XX-01]
bands:                      # named levels of fit, closed on the left, 0 to 100 without a hole
  - id: beginning
    from: 0
    to: 45
    name: at the start
    summary: The team works from day to day. A plan for one week is a good first step.
    strengths: [Small steps will show at once.]
    watch_outs: [A new tool seldom helps before dates are kept.]
    pair_with: Somebody whose plans have worked for a while.
    first_90_days: ["Week 1: write down what each of you does this week."]
    source: [XX-01]
  - id: growing
    from: 45
    to: 80
    name: on the way
    summary: Parts of a plan are there. The team can lean on some of its dates.
    strengths: [The team knows what a plan is good for.]
    watch_outs: [One date that slips in silence costs much trust.]
    pair_with: Somebody who asks on Monday what is due.
    first_90_days: ["Week 1: put the plan where the team can open it."]
    source: [XX-01]
  - id: ready
    from: 80
    to: 100
    name: ready
    summary: The team can see the plan and lean on its dates.
    strengths: [Others can plan around you.]
    watch_outs: [Keep some hours free for what comes up.]
    pair_with: Somebody who asks what the plan is for.
    first_90_days: ["Week 1: ask the team which date worries them."]
    source: [XX-01]
dimensions:
  time:
    name: Time
    about: Whether planning gets its hours.
    weight: 1               # swing points: going from worst to best here, beside other dimensions
    target: 85              # the score that meets the standard
    source: [XX-01]
    steps:                  # what to do about a shortfall, most useful first
      - do: Put two hours a week for planning into the calendar.
        evidence: Four weeks of calendar.
        effort: Two hours a week
        notice: Mondays bring fewer surprises.
        source: [XX-01]
  trust:
    name: Trust
    about: Whether the team can see the plan and lean on its dates.
    weight: 1
    target: 85
    source: [XX-01]
    steps:
      - do: Put the plan where the team can open it.
        evidence: A list with names and dates.
        effort: One hour
        notice: You are asked less often what comes next.
        source: [XX-01]

items:                      # three or more in each dimension; ask what happened, and when
  - id: told                # the key of the answer in a responses file
    type: yes_no            # likert, bars, single, multi, numeric or yes_no
    ask: Did your boss say in the last three months what the team's work is for?
    topic: Told what the team's work is for  # what a report names before the answer
    why: It scores nothing. A plan needs an aim.
    source: [XX-01]
    allow_na: false         # whether "does not apply" is an answer; some questions fit everybody
  - id: week
    type: single
    dimension: time         # an item without a dimension scores nothing, like the one above
    ask: Last week, when did you look at the plan of the week?
    topic: When the week's plan was looked at
    why: A plan lives from being looked at.
    source: [XX-01]
    allow_na: false
    options:                # what an answer is worth, from 0 to 1
      - {id: friday, text: "On Friday, to see what was done.", value: 0}
      - {id: monday, text: "On Monday, to begin with.", value: 0.5}
      - {id: daily, text: "On most days, for a few minutes.", value: 1}
  - id: planning
    type: likert
    dimension: time
    ask: In how many of the last four weeks did you set aside time for planning?
    topic: Time for planning in the last four weeks
    why: Planning that is in the calendar gets done.
    source: [XX-01]
    scale: weeks
  - id: surprised
    type: likert
    dimension: time
    ask: In how many of the last four weeks did a task come as a surprise?
    topic: Surprise tasks in the last four weeks
    why: Some surprises are chance. One each week means that somebody should look ahead.
    source: [XX-01]
    scale: weeks
    reverse: true           # the high end of the scale counts against
  - id: moved
    type: single
    dimension: trust
    ask: How did the team hear of the last date that moved?
    topic: How the team heard of the last date that moved
    why: A date that moves in good time still helps.
    source: [XX-01]
    options:
      - {id: same_day, text: "From me, on the same day.", value: 1}
      - {id: passed, text: "From the calendar, when it had passed.", value: 0}
      - {id: meeting, text: "From me, in the next meeting.", value: 0.5}
  - id: kept
    type: numeric
    dimension: trust
    ask: How many of your last ten dates did the team keep?
    topic: Dates kept, of the last ten
    why: Dates that are kept make others trust a plan.
    source: [XX-01]
    allow_na: false
    unit: dates
    range: [0, 10]          # what is accepted
    breakpoints: [{at: 0, value: 0}, {at: 10, value: 1}] # what it is worth, straight in between
  - id: seen
    type: bars              # levels that say what one would see, lowest first
    dimension: trust
    ask: Where does the team find this week's plan today?
    topic: How the team finds this week's plan
    why: A plan helps those who can see it.
    source: [XX-01]
    allow_na: false
    levels:
      - {anchor: They ask me each time.}
      - {anchor: I read it out in a meeting.}
      - {anchor: I send it around when asked.}
      - {anchor: They open a list that I keep up to date.}

gates:                      # rules that no score makes up for
  - id: aim-known
    name: The aim of the work was said
    when: {item: told, is: "no"}   # the gate fails when this is true
    on_fail: cap_band       # cap_band, exclude or flag
    cap: growing
    reason: A plan without an aim can be kept and still lead nowhere.
    fix: Ask your boss for the aim in one sentence.
    source: [XX-01]
texts:
  too_close:
    summary: You stand close to the line between the two levels.
    steps: [Take the first step below., Answer again after four weeks.]
  not_yet:
    summary: Something must be in place before a level means much.
    steps: [Ask your boss what the work is for.]

cases:                      # people with the results they must get: one for each kind of result
  - name: A list that the team opens each morning
    answers: {told: "yes", week: daily, planning: 4, surprised: 1, moved: same_day, kept: 10,
              seen: 4}
    expect: {band: ready, label: clear, gates: {aim-known: pass}}
  - name: From one day to the next
    answers: {told: "yes", week: friday, planning: 1, surprised: 5, moved: passed, kept: 0,
              seen: 2}
    expect: {band: beginning, label: clear, gates: {aim-known: pass}}
  - name: A good plan for work whose aim was kept quiet
    answers: {told: "no", week: daily, planning: 5, surprised: 1, moved: meeting, kept: 9,
              seen: 3}
    expect: {band: growing, label: clear, gates: {aim-known: fail}}
  - name: Dates that hold every other time
    answers: {told: "yes", week: daily, planning: 3, surprised: 3, moved: meeting, kept: 5,
              seen: 2}
    expect: {band: growing, label: leaning, gates: {aim-known: pass}}
  - name: Dates that hold, and a move that was told late
    answers: {told: "yes", week: monday, planning: 5, surprised: 1, moved: meeting, kept: 10,
              seen: 4}
    expect: {band: ready, label: leaning, gates: {aim-known: pass}}
  - name: Close to the line
    answers: {told: "yes", week: daily, planning: 3, surprised: 1, moved: meeting, kept: 6,
              seen: 3}
    expect: {band: ready, label: too_close_to_call, gates: {aim-known: pass}}
  - name: Somebody new who is unsure what was said
    answers: {told: dont_know, week: monday, planning: 5, surprised: 1, moved: meeting, kept: 5,
              seen: 3}
    expect: {band: ready, label: conditional, gates: {aim-known: unknown}}
  - name: Two answers before the phone rang
    answers: {told: "yes", week: daily}
    expect: {label: not_enough_answers, gates: {aim-known: pass}}
"""
