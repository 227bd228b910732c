"""A rubric and answers to it in which every text is hostile."""

from __future__ import annotations

import json

import pytest
from strangers import (
    FORGED,
    Write,
)

# Words that mean something to rich, to Markdown, to a forge, to a web page, to an emoji parser.
MARKUP = (
    "漢字 [bold red]B[/bold red] [advanced] [/] [link=http://x]L[/link] :smile: "
    "<b>H</b> <img src=x onerror=alert(1)> <!-- c --> &amp; [l](javascript:x) ![i](http://x/i.png) "
    "`code` *em* _em_ ~~s~~ # h | p | http://example.com www.example.com \\ "
    "かな한국어 \U0001f600"
)
NOTE = f"{MARKUP}\n# Recommendation: HIRE\n\n-{FORGED}\n{FORGED}\n=====\n" + "w" * 3_000
YAML_MARKUP = json.dumps(MARKUP, ensure_ascii=False)
HOSTILE_RUBRIC = f"""\
rubric: tiny
version: "1.0"
model: contrast
title: {json.dumps(MARKUP[:180], ensure_ascii=False)}
audience: {YAML_MARKUP}
purpose: development
minutes: 1
evidence_status: advice_only
limits: [{json.dumps(NOTE[:2000], ensure_ascii=False)}]
outcomes:
  a:
    name: {json.dumps(MARKUP[:180], ensure_ascii=False)}
    summary: {json.dumps(NOTE[:2000], ensure_ascii=False)}
    strengths: [{YAML_MARKUP}]
    watch_outs: [{YAML_MARKUP}]
    pair_with: {YAML_MARKUP}
    first_90_days: [{YAML_MARKUP}, {YAML_MARKUP}]
    ask_next: [{YAML_MARKUP}]
  b: {{name: {json.dumps(MARKUP[90:200], ensure_ascii=False)}, summary: {YAML_MARKUP}}}
dimensions:
  d: {{name: {json.dumps(MARKUP[:99], ensure_ascii=False)}, about: {YAML_MARKUP}, weight: 1}}
texts: {{too_close: {{summary: {YAML_MARKUP}}}, not_yet: {{summary: {YAML_MARKUP}}}}}
items:
  - id: one
    type: single
    dimension: d
    ask: {YAML_MARKUP}
    topic: {json.dumps(MARKUP[:34] + "<b>H</b> &amp;|*", ensure_ascii=False)}
    help: {YAML_MARKUP}
    why: {YAML_MARKUP}
    allow_na: false
    options:
      - {{id: x, text: {YAML_MARKUP}, favors: {{a: 1}}}}
      - {{id: y, text: {json.dumps(MARKUP[9:], ensure_ascii=False)}, favors: {{b: 1}}}}
  - {{id: two, type: numeric, ask: {YAML_MARKUP}, unit: "[bold]<b>h|", range: [0, 9]}}
gates:
  - id: g
    name: {json.dumps(MARKUP[:180], ensure_ascii=False)}
    when: {{item: one, is: x}}
    on_fail: flag
    reason: {YAML_MARKUP}
    fix: {YAML_MARKUP}
cases:
  - name: {json.dumps(MARKUP[:180], ensure_ascii=False)}
    story: {YAML_MARKUP}
    answers: {{one: x}}
    expect: {{outcome: b}}
"""
HOSTILE_ANSWERS = json.dumps(
    {
        "rubric": "tiny",
        "respondent": {"name": MARKUP[:190]},
        "answers": {
            "one": {
                "answer": "x",
                "note": NOTE,
                "evidence": {"quote": NOTE[:2000], "source": MARKUP[:190]},
            },
            "two": {"dont_know": NOTE},
        },
    },
    ensure_ascii=False,
)
PAGES = {
    "score": ("score", "answers.json", "--rubric", "rubric.yaml"),
    "score --full": ("score", "answers.json", "--rubric", "rubric.yaml", "--full"),
    "score --memo": ("score", "answers.json", "--rubric", "rubric.yaml", "--memo", "--proved"),
    "several": ("score", "answers.json", "other.json", "--rubric", "rubric.yaml"),
    "show": ("rubric", "show", "rubric.yaml"),
    "test": ("rubric", "test", "rubric.yaml"),
}


@pytest.fixture
def hostile(write: Write) -> None:
    """A rubric and answers to it in which every text is hostile."""
    write("rubric.yaml", HOSTILE_RUBRIC)
    write("answers.json", HOSTILE_ANSWERS)
    write("other.json", HOSTILE_ANSWERS)
