"""Finds items that are never asked, and branches that never lead past anything."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Severity
from rolefit.audit.simulation.meanings import ways
from rolefit.audit.subject import Subject

CODE = "RF009"
NAME = "dead-branch"
SEVERITY: Severity = "error"
ABOUT = (
    "An item with `ask_when` is asked of some people and not of others. If no combination of "
    "earlier answers leads to it, nobody ever sees it. If all of them do, the condition is either "
    "needless or not the one that was meant."
)
FIX = "Mend the condition under `ask_when`, or drop it; drop an item that nobody can be asked."
BAD = """\
items:
  - id: mended
    type: single
    dimension: steering
    ask: Who put the last mistake right?
    why: It shows where the care for details sits today.
    source: [AG-02]
    ask_when: {all: [{item: bought, is: "yes"}, {item: bought, is: "no"}]}
    changeable: false
    options:
      - {id: maker, text: "The maker and I, in one call.", favors: {freelancer: 1}}
      - {id: contact, text: "Their team, once I had told our contact.", favors: {agency: 1}}
      - {id: myself, text: "I did, by myself."}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Branches that lead everybody to an item, or nobody."""
    for k, item in enumerate(subject.rubric.items):
        if item.ask_when is None:
            continue
        asked = ways(subject.rubric, item.ask_when)
        if asked == {False}:
            message = f"`{item.id}` is never asked, whatever is answered before it"
            yield Finding(("items", k, "ask_when"), message, "mend the condition")
        elif asked == {True}:
            message = f"`{item.id}` is always asked, whatever is answered before it"
            yield Finding(("items", k, "ask_when"), message, "mend the condition, or drop it")
