"""Files that rolefit writes for people to fill in: blank responses and a rubric to start from."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping

from rolefit.rubric.items import Item
from rolefit.rubric.model import Respondent, Rubric
from rolefit.rubric.raters import is_never
from rolefit.rubric.texts import in_answers
from rolefit.safe_text import sanitize
from rolefit.storage.library import id_text, value_text
from rolefit.storage.starters import starter

_WIDTH = 96
_SELF = Respondent.model_construct()
_SOMEBODY = Respondent.model_construct(group="interviewer")
"""An interviewer, about a candidate who is not named yet."""
_ABOUT = (
    "These questions are about {}. Answer from what you have seen yourself; dont_know is a good "
    "answer where you have not."
)


def blank_form(rubric: Rubric, who: Respondent | None) -> str:
    """A form of a hiring kit, to be filled in by an interviewer about a candidate.

    Where neither is known yet, it is to be copied.
    """
    whose = "Copy this form for each interviewer and candidate."
    if who is not None:
        whose = f"Form of {sanitize(who.name or '')} about {sanitize(who.about or '')}."
    before = str(rubric.materials.get("before", ""))
    head = [*comment(f"{whose} {before}"), "#"]
    return "\n".join([*head, blank_responses(rubric, who or _SOMEBODY)])


def blank_responses(rubric: Rubric, who: Respondent = _SELF, *, own: str = "") -> str:
    """A responses file with every question and its possible answers as comments.

    A rubric as raters read it goes with who they are. `own` is what names a rubric of one's own
    on a command line.
    """
    lines = [
        f"# {rubric.title}",
        *(comment(rubric.audience) if who.about is None else comment(_ABOUT.format(who.about))),
        f"# About {rubric.minutes} minutes. Write your answer behind each colon, after a blank.",
        "# Leave it empty to skip it, or write dont_know. Where it is offered, not_applicable",
        "# counts neither way.",
        *examples(rubric),
        f"# Then: rolefit score FILE{sanitize(own)}",
        f"rubric: {id_text(rubric.rubric)}",
        f'rubric_version: "{rubric.version}"',
        f"rubric_hash: {rubric.content_hash}",
        "respondent:",
        *_respondent_lines(who),
        "date:                # like 2026-11-22",
        "answers:",
    ]
    asked = [item for item in rubric.items if not is_never(item.ask_when)]
    places = {item.id: k for k, item in enumerate(asked, start=1)}
    for item in asked:
        lines += ["", *question(item, places)]
    return "\n".join(lines) + "\n"


def _respondent_lines(who: Respondent) -> Iterator[str]:
    """Who answers; of a rater the group and the person are given."""
    if who == _SOMEBODY:
        yield "  name:              # of the interviewer"
        yield "  group: interviewer"
        yield "  about:             # the candidate"
        return
    if who.about is None:
        yield "  name:              # of the company, position or person, for the report"
        yield "  group: self        # who answers: self, founder, peer, mentor, interviewer ..."
        return
    named = value_text(who.name) if who.name else "             # your name, if you like"
    yield f"  name: {named}"
    yield f"  group: {id_text(who.group)}"
    yield f"  about: {json.dumps(who.about, ensure_ascii=False)}"


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


def question(item: Item, places: Mapping[str, int]) -> Iterator[str]:
    """One item: the question and what can be answered as comments, then the empty answer."""
    yield from comment(f"{places[item.id]}. {item.ask}", "  # ")
    if item.ask_when is not None:
        only = in_answers(item.ask_when, places)
        yield from comment(f"(Only if {only}. Otherwise leave it empty.)", "  # ")
    if item.prompt:
        yield from comment(f"Ask: {item.prompt}", "  # ")
    if item.help:
        yield from comment(item.help, "  # ")
    options = [(id_text(key), text) for key, text in item.options()]
    width = max(len(key) for key, _ in options)
    for key, text in options:
        yield from comment(f"{key:<{width}}  {text}", "  #   ", hang=width + 2)
    if item.file_hint:
        yield f"  #   {item.file_hint}"
    if item.allow_na:
        yield "  #   not_applicable is possible"
    yield f"  {item.id}:"


def comment(text: str, edge: str = "# ", *, hang: int = 0) -> Iterator[str]:
    """A text as comment lines; those after the first hang by so many places."""
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=edge,
        subsequent_indent=edge + " " * hang,
        break_long_words=False,
    )


SCHEMA_FILE = "rolefit-rubric.schema.json"


def new_rubric(name: str, model: str) -> str:
    """A small sound rubric with comments, to be rewritten by its author."""
    return starter(name, model, SCHEMA_FILE)


def copied_rubric(text: str, rubric: Rubric, name: str) -> str:
    """The text of a rubric as the first edition of another one, to be adapted.

    Its comments stay; how answers to its own earlier editions are carried does not.
    """
    head = [
        f"# yaml-language-server: $schema=./{SCHEMA_FILE}",
        "#",
        *comment(f"Begun as a copy of {rubric.rubric} {rubric.version}; adapt what is yours."),
    ]
    kept = list(_without_block("migrations", text.splitlines()))
    while kept and (kept[0].startswith("# yaml-language-server") or kept[0].strip() in ("", "#")):
        kept.pop(0)
    changed = {"rubric": id_text(name), "version": '"1.0"'}
    lines = []
    for line in kept:
        key = line.partition(":")[0]
        lines.append(f"{key}: {changed.pop(key)}" if key in changed else line)
    return "\n".join([*head, *(["#"] if kept and kept[0].startswith("#") else []), *lines]) + "\n"


def _without_block(key: str, lines: list[str]) -> Iterator[str]:
    """Lines without what stands under a key at the top."""
    inside = False
    for line in lines:
        if line and not line[0].isspace() and not line.startswith(("#", "- ")):
            inside = line.startswith(f"{key}:")
        if not inside:
            yield line
