"""Two editions of a rubric held against each other: what differs, and which verdicts that turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from rolefit.rubric.conditions import Value, content
from rolefit.rubric.model import Case, Responses, Rubric, follow_branches, read_answers
from rolefit.scoring.assess import quick_verdict
from rolefit.scoring.assessment import Verdict
from rolefit.studies.editions.attribution import way_between
from rolefit.studies.editions.carrying import back_to, carry_answers

Fate = Literal["added", "removed", "changed"]
Facet = Literal["weight", "target", "worth", "condition", "setting", "wording"]
_KEYED = ("id", "at")
"""What tells the parts of a list apart."""
_SKIPPED = ("cases", "migrations", "materials", "rubric", "version")
_PARTS = ("outcomes", "dimensions", "items", "gates", "bands")
"""What a rubric holds several of, by name."""
_WORTH: tuple[str, ...] = (
    "value",
    "favors",
    "values",
    "breakpoints",
    "toward",
    "mode",
    "codes",
    "start",
)
_WORTH += ("min_selected", "max_selected", "range", "per_step", "dimension", "type", "scale")
_CONDITION = ("when", "ask_when", "on_fail", "applies_to", "cap", "allow_na", "asked_of")
_SPOKEN: tuple[str, ...] = (
    "texts",
    "summary",
    "strengths",
    "watch_outs",
    "pair_with",
    "first_90_days",
    "steps",
)
_SPOKEN += ("reason", "fix", "verdict", "about", "limits", "why", "help", "topic", "questions")
"""Parts that are only said, whatever condition they are said under."""


class ChangedValue(Value):
    """One value that is another one."""

    path: str
    """Where it stands within its part, like `options.direct.favors.doer`."""
    facet: Facet
    before: str | None
    after: str | None


class ChangedPart(Value):
    """One part of a rubric that differs: an item, a dimension, a condition ..."""

    kind: str
    """Like `items`; `rubric` for what is no part of these."""
    id: str
    fate: Fate
    values: tuple[ChangedValue, ...]
    """What is another value; none of a part that was added or removed."""


class VerdictTurn(Value):
    """Answers that get another verdict."""

    source: Literal["case", "kept"]
    name: str
    before: str
    after: str
    unread: int
    """Answers that one of the two editions cannot read, and that count there as none."""


class EditionDifference(Value):
    """What differs between two editions."""

    old: str
    old_version: str
    new: str
    new_version: str
    same: bool
    """Nothing differs by which an answer would mean another thing."""
    parts: tuple[ChangedPart, ...]
    cases: int
    kept: int
    """Sets of answers that were held against both."""
    turns: tuple[VerdictTurn, ...]


class NamedAnswers(NamedTuple):
    """Answers to one of the two editions."""

    source: Literal["case", "kept"]
    name: str
    responses: Responses
    of_new: bool
    """They answer the newer edition."""


def difference(old: Rubric, new: Rubric, kept: Sequence[NamedAnswers] = ()) -> EditionDifference:
    """What differs between two editions, and which cases and kept answers get another verdict."""
    tried = [*_cases(old, new), *kept]
    return EditionDifference.model_construct(
        old=old.rubric,
        old_version=old.version,
        new=new.rubric,
        new_version=new.version,
        same=old.content_hash == new.content_hash,
        parts=tuple(changed_parts(old, new)),
        cases=sum(1 for one in tried if one.source == "case"),
        kept=len(kept),
        turns=tuple(t for one in tried if (t := turn(old, new, one)) is not None),
    )


def _cases(old: Rubric, new: Rubric) -> Iterator[NamedAnswers]:
    """The cases of both editions; one that both have counts once."""
    seen: list[Case] = []
    for rubric, of_new in ((old, False), (new, True)):
        for case in rubric.cases:
            if not any(case.name == s.name and case.answers == s.answers for s in seen):
                seen.append(case)
                responses = Responses.model_construct(rubric=rubric.rubric, answers=case.answers)
                yield NamedAnswers("case", case.name, responses, of_new)


def turn(old: Rubric, new: Rubric, one: NamedAnswers) -> VerdictTurn | None:
    """Answers that get another verdict; None where it is the same."""
    given = one.responses.answers
    then, now = given, given
    way = way_between(old, new)
    if way is not None and one.of_new:
        then = back_to(old, way, given)
    elif way is not None:
        now = carry_answers(new, way, given).answers
    (before, unread_then), (after, unread_now) = _verdict(old, then), _verdict(new, now)
    unread = max(unread_then, unread_now, abs(len(then) - len(now)))
    if _result_words(before) == _result_words(after):
        return None
    return VerdictTurn.model_construct(
        source=one.source,
        name=one.name,
        before=_result_words(before),
        after=_result_words(after),
        unread=unread,
    )


def _verdict(rubric: Rubric, answers: Mapping[str, Any]) -> tuple[Verdict, int]:
    """The verdict on what can be read of answers, and how many cannot."""
    found, wrong = read_answers(rubric, answers)
    return quick_verdict(rubric, follow_branches(rubric, found)).verdict, len(wrong)


def _result_words(verdict: Verdict) -> str:
    """What a verdict comes to: its label, and what leads."""
    levels = tuple(f"{scale}: {level}" for scale, level in verdict.levels.items())
    leads = verdict.tied or ((verdict.outcome,) if verdict.outcome else levels)
    named = verdict.height or verdict.named_by or ", ".join(leads)
    return f"{verdict.label}: {named}" if named else verdict.label


def changed_parts(old: Rubric, new: Rubric) -> Iterator[ChangedPart]:
    """Every part that differs, in the order of a file."""
    before, after = _content(old), _content(new)
    rest = tuple(key for key in {**before, **after} if key not in (*_PARTS, *_SKIPPED))
    top = tuple(_changes({k: before.get(k) for k in rest}, {k: after.get(k) for k in rest}))
    if top:
        yield ChangedPart.model_construct(kind="rubric", id="", fate="changed", values=top)
    for kind in _PARTS:
        was, is_ = _by_id(before.get(kind, {})), _by_id(after.get(kind, {}))
        for name in {**was, **is_}:
            if name not in is_ or name not in was:
                fate: Fate = "removed" if name in was else "added"
                yield ChangedPart.model_construct(kind=kind, id=name, fate=fate, values=())
                continue
            values = tuple(_changes(was[name], is_[name]))
            if values:
                yield ChangedPart.model_construct(kind=kind, id=name, fate="changed", values=values)


def _content(rubric: Rubric) -> dict[str, Any]:
    """A rubric as plain data."""
    found: dict[str, Any] = content(rubric)
    return found


def _by_id(parts: Any) -> dict[str, Any]:
    """Parts by their names, whether a file lists them or names them."""
    return dict(parts) if isinstance(parts, dict) else {part["id"]: part for part in parts}


def _changes(before: Any, after: Any) -> Iterator[ChangedValue]:
    """Every value that is another one, by its path."""
    was, is_ = dict(_leaves(before)), dict(_leaves(after))
    for path in {**was, **is_}:
        if was.get(path) != is_.get(path):
            yield ChangedValue.model_construct(
                path=".".join(path),
                facet=_facet(path),
                before=was.get(path),
                after=is_.get(path),
            )


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every single value below a value, by its path; parts of a list go by their ids."""
    match value:
        case dict():
            for key, part in value.items():
                yield from _leaves(part, (*path, str(key)))
        case list() | tuple():
            if not any(isinstance(part, dict | list | tuple) for part in value):
                yield path, ", ".join(map(str, value))
                return
            for k, part in enumerate(value, start=1):
                named = isinstance(part, dict)
                key = next((str(part[key]) for key in _KEYED if named and key in part), str(k))
                yield from _leaves(part, (*path, key))
        case None:
            return
        case _:
            yield path, str(value)


def _facet(path: tuple[str, ...]) -> Facet:
    """What kind of change it is: from what counts most to wording."""
    if any(key in _SPOKEN for key in path):
        return "wording"
    if any(key in _CONDITION for key in path):
        return "condition"
    if path[-1] in ("weight", "rank"):
        return "weight"
    if path[-1] in ("target", "from", "to") or "needs" in path:
        return "target"
    if "settings" in path:
        return "setting"
    return "worth" if any(key in _WORTH for key in path) else "wording"
