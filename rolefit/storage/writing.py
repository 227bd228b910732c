"""Files that rolefit writes for people to fill in: blank responses and a rubric to start from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric
from rolefit.safe_text import sanitize
from rolefit.storage.responses_file import id_text
from rolefit.storage.starters import starter

_WIDTH = 96


def blank_responses(rubric: Rubric, *, own: str = "") -> str:
    """A responses file with every question and its possible answers as comments.

    `own` is what names a rubric of one's own on a command line.
    """
    lines = [
        f"# {rubric.title}",
        *comment(rubric.audience),
        f"# About {rubric.minutes} minutes. Write your answer behind each colon, after a blank.",
        "# Leave it empty to skip it, or write dont_know. Where it is offered, not_applicable",
        "# counts neither way.",
        *examples(rubric),
        f"# Then: rolefit score FILE{sanitize(own)}",
        f"rubric: {id_text(rubric.rubric)}",
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
    plain = next((item for item in rubric.items if item.shows_evidence), None)
    if plain is not None:
        key, _ = plain.options()[0]
        yield f'# To add a note:    {plain.id}: {{answer: {id_text(key)}, note: "what happened"}}'
        proof = "{quote: what it says, source: where it stands, date: 2026-06-01}"
        yield "# To add evidence, which others can look up (--proved counts such answers alone):"
        yield f"#   {plain.id}: {{answer: {id_text(key)}, evidence: {proof}}}"
    loose = next((item for item in rubric.items if item.allow_na), None)
    if loose is not None:
        yield f'# To give a reason: {loose.id}: {{not_applicable: "why it does not apply"}}'


def question(k: int, item: Item) -> Iterator[str]:
    """One item: the question and what can be answered as comments, then the empty answer."""
    yield from comment(f"{k}. {item.ask}", indent=2)
    if item.prompt:
        yield from comment(f"Ask: {item.prompt}", indent=2)
    if item.help:
        yield from comment(item.help, indent=2)
    options = [(id_text(key), text) for key, text in item.options()]
    width = max(len(key) for key, _ in options)
    for key, text in options:
        yield from comment(f"{key:<{width}}  {text}", indent=2, hang=width + 5)
    if item.file_hint:
        yield f"  #   {item.file_hint}"
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
        _WIDTH,
        initial_indent=edge,
        subsequent_indent=edge + " " * max(0, hang - 3),
        drop_whitespace=True,
        break_long_words=False,
    )


SCHEMA_FILE = "rolefit-rubric.schema.json"


def new_rubric(name: str, model: str) -> str:
    """A small sound rubric with comments, to be rewritten by its author."""
    return starter(name, model, SCHEMA_FILE)
