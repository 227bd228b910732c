"""Finds options that make no difference to anything."""

from __future__ import annotations

from collections.abc import Iterator

from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.simulation.meanings import Meaning, does_something, meaning
from rolefit.audit.subject import Subject
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Ticks
from rolefit.rubric.model import Rubric

CODE = "RF007"
NAME = "dead-option"
SEVERITY: Severity = "warning"
ABOUT = (
    "People weigh every option they read. Ticking an option of a list should change something: a "
    "score, a gate, a branch or a consistency pair. Options of a scored single choice that are "
    "worth the same for each outcome, and that no condition tells apart, are noted as info: that "
    "can be honest, since both may be likely answers."
)
FIX = (
    "Say what the option speaks for, let a condition read it, or drop it. Two options with the "
    "same worth can often become one."
)
BAD = """\
items:
  - id: seen
    type: multi
    dimension: work
    ask: What did you hand out last month?
    why: Trades that come up side by side need more hands.
    source: [AG-01]
    options:
      - {id: words, text: "Texts for the site.", favors: {freelancer: 1}}
      - {id: film, text: "A film with sound and cut.", favors: {agency: 1}}
      - {id: post, text: "A parcel to the post."}
"""


def check(subject: Subject) -> Iterator[Finding]:
    """Options of lists that do nothing, and options of single choices that do the same."""
    for k, item in enumerate(subject.rubric.items):
        if not does_something(subject.rubric, item):
            continue  # RF006 tells that none of its answers matters
        if isinstance(item.input_kind, Ticks):
            for place in idle(subject.rubric, item, item.input_kind):
                message = f"ticking `{item.named_options()[place].id}` changes nothing"
                yield Finding(("items", k, "options", place), message, "score it, or drop it")
        elif item.named_options() and item.scores:
            yield from alike(subject.rubric, item, ("items", k, "options"))


def idle(rubric: Rubric, item: Item, ticks: Ticks) -> Iterator[int]:
    """Places of the options that never change what a set means; nothing ticked is a set, too."""
    sets: dict[frozenset[str], Meaning] = {}
    for answer in item.candidates():
        sets[frozenset(item.choices_in(answer)) - {ticks.alone}] = meaning(rubric, item, answer)
    for place, option in enumerate(item.named_options()):
        pairs = [(s, s | {option.id}) for s in sets if option.id not in s]
        known = [(sets[without], sets[with_it]) for without, with_it in pairs if with_it in sets]
        if known and all(without == with_it for without, with_it in known):
            yield place


def alike(rubric: Rubric, item: Item, path: Path) -> Iterator[Finding]:
    """One remark for an item, if some of its options mean the same."""
    groups: dict[Meaning, list[str]] = {}
    for answer in item.candidates():
        names = " ".join(f"`{key}`" for key in item.choices_in(answer))
        groups.setdefault(meaning(rubric, item, answer), []).append(names)
    doubled = [" and ".join(names) for names in groups.values() if len(names) > 1]
    if doubled:
        message = f"no score or condition tells apart: {'; '.join(doubled)}"
        yield Finding(path, message, "make them one, if they say the same", "info")
