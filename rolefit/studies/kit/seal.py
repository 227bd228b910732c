"""The seal of a kit: what is fixed before the first candidate, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from rolefit import __version__
from rolefit.exact import HUNDRED, ZERO, rounded, total
from rolefit.rubric.conditions import content
from rolefit.rubric.items import Item
from rolefit.rubric.materials import materials_of
from rolefit.rubric.model import Response, Responses, Rubric, read
from rolefit.studies.kit.sealed import ChangeKind, EarlierSeal, Seal, SealChange, SealedRubric, Side

_SCORED = ("weight", "weight of a question", "answer", "question", "condition", "setting")
"""Kinds of change that can move a score or a place."""


class ReplacedSeal(NamedTuple):
    """A seal that is about to be replaced, if anything that it fixed is another now."""

    seal: Seal
    forms: int
    """How many forms are filled in."""
    changes: tuple[SealChange, ...]
    """What is another now."""


class SealedSide(NamedTuple):
    """A rubric of the kit as it was sealed, with the one that is used now."""

    before: Rubric
    after: Rubric


# --- made ----------------------------------------------------------------------------------------


def make_seal(
    need: tuple[Rubric, Responses],
    seen_with: Rubric,
    role: str,
    day: str,
    replaced: ReplacedSeal | None,
) -> Seal:
    """The seal over a need, both rubrics and the role; one from before stays if nothing changed.

    What it fixed otherwise is remembered in the new one.
    """
    rubric, responses = need
    seal = Seal(
        format="rolefit-kit",
        format_version=1,
        engine=__version__,
        sealed=day,
        role=role,
        need=sealed_rubric(rubric),
        candidates=sealed_rubric(seen_with),
        weights=_shares(rubric),
        answers={k: _bare(raw) for k, raw in responses.answers.items() if raw is not None},
        digest=f"sha256:{'0' * 64}",
    )
    if replaced is not None:
        before = replaced.seal
        if _sealed_content(before) == _sealed_content(seal):
            return before
        seal = seal.model_copy(update={"earlier": (*before.earlier, _earlier(replaced, role))})
    return seal.model_copy(update={"digest": digest_of(seal)})


def _earlier(replaced: ReplacedSeal, role: str) -> EarlierSeal:
    """What a later seal remembers of the one that it replaces."""
    before, found = replaced.seal, replaced.changes
    if before.role != role:
        found = (*found, _change("role", role, before.role, role))
    return EarlierSeal(
        sealed=before.sealed, digest=before.digest, forms=replaced.forms, changes=found
    )


def _bare(raw: Any) -> Any:
    """An answer as a file holds it, without the note that stands next to it."""
    if not isinstance(raw, dict) or "note" not in raw:
        return raw
    kept = {key: part for key, part in raw.items() if key != "note"}
    return kept["answer"] if set(kept) == {"answer"} else kept


def sealed_rubric(rubric: Rubric) -> SealedRubric:
    """A rubric as a seal names it."""
    return SealedRubric(
        rubric=rubric.rubric,
        version=rubric.version,
        hash=rubric.content_hash,
        materials=_hash_of(content(materials_of(rubric))),
    )


def _sealed_content(seal: Seal) -> dict[str, Any]:
    """What a seal is about: all but when and by what it was made."""
    left_out = {"sealed", "engine", "earlier", "digest"}
    return {key: part for key, part in _plain(seal).items() if key not in left_out}


def _plain(seal: Seal) -> dict[str, Any]:
    """A seal as plain data in one spelling."""
    found: dict[str, Any] = json.loads(_canonical(content(seal)))
    return found


def _canonical(value: Any) -> str:
    """Plain data as text in one spelling; a decimal of an answer is written out."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)


def _hash_of(value: Any) -> str:
    """SHA-256 of plain data."""
    return "sha256:" + hashlib.sha256(_canonical(value).encode("ascii")).hexdigest()


def digest_of(seal: Seal) -> str:
    """The digest over all that a seal says, its own digest left aside."""
    return _hash_of({key: part for key, part in content(seal).items() if key != "digest"})


# --- compared ------------------------------------------------------------------------------------


def changes(
    seal: Seal, need: SealedSide, seen_with: SealedSide, responses: Responses
) -> tuple[SealChange, ...]:
    """Everything that is no longer as it was sealed; `responses` are the need's present ones."""
    found = [*_answer_changes(seal, need, responses)]
    for side, rubrics in (("need", need), ("candidates", seen_with)):
        found += (one.model_copy(update={"side": side}) for one in _rubric_changes(rubrics))
    return tuple(found)


def moves_scores(found: Iterable[SealChange]) -> bool:
    """Whether one of the changes can move a score or a place."""
    return any(one.kind in _SCORED for one in found)


def questions_changed(found: Iterable[SealChange], side: Side) -> tuple[str, ...]:
    """The questions of a side that now ask for something else."""
    return tuple(one.name for one in found if one.kind == "question" and one.side == side)


def sealed_responses(seal: Seal) -> Responses:
    """The need's answers as they were sealed."""
    return Responses(rubric=seal.need.rubric, answers=seal.answers)


def _change(kind: ChangeKind, name: str, before: str = "", after: str = "") -> SealChange:
    """A change; whose side it is on is said later."""
    return SealChange(kind=kind, side="need", name=name, before=before, after=after)


def _answer_changes(seal: Seal, need: SealedSide, responses: Responses) -> Iterator[SealChange]:
    """Answers of the company that are other ones now, notes left aside."""
    before = read(need.before, sealed_responses(seal))
    after = read(need.after, responses)
    for name in dict.fromkeys((*before, *after)):
        was, now = _answer(need.before, before, name), _answer(need.after, after, name)
        if was != now:
            yield _change("answer", name, was, now)


def _answer(rubric: Rubric, given: Mapping[str, Response], name: str) -> str:
    """An answer in the words of its options."""
    response = given.get(name)
    if response is None:
        return "not asked"
    if response.answer is None:
        return response.state.replace("_", " ")
    return rubric.item(name).shown(response.answer)


def _rubric_changes(rubrics: SealedSide) -> Iterator[SealChange]:
    """What differs between two contents of one rubric."""
    before, after = rubrics
    if materials_of(before) != materials_of(after):
        yield _change("material", ", ".join(_materials_apart(before, after)))
    if before.content_hash == after.content_hash:
        return
    found = [
        *_weight_changes(before, after),
        *_item_changes(before, after),
        *_condition_changes(before, after),
    ]
    if before.settings != after.settings:
        found.append(_change("setting", "settings"))
    yield from found or [_change("text", after.rubric)]


def _shares(rubric: Rubric) -> dict[str, str]:
    """The share of each dimension, in percent."""
    weights = rubric.weights()
    whole = total(weights.values())
    return {name: f"{rounded(HUNDRED * one / whole, 1)} %" for name, one in weights.items()}


def _weight_changes(before: Rubric, after: Rubric) -> Iterator[SealChange]:
    """Dimensions whose share of the weight is another one."""
    ours, theirs = before.weights(), after.weights()
    whole, other = total(ours.values()), total(theirs.values())
    shown, now = _shares(before), _shares(after)
    for name in dict.fromkeys((*ours, *theirs)):
        if ours.get(name, ZERO) * other != theirs.get(name, ZERO) * whole:
            yield _change("weight", name, shown.get(name, "none"), now.get(name, "none"))


def _item_changes(before: Rubric, after: Rubric) -> Iterator[SealChange]:
    """Questions that ask or count otherwise, and those that only weigh otherwise."""
    ours, theirs = before.items_by_id, after.items_by_id
    for name in dict.fromkeys((*ours, *theirs)):
        if name not in ours or name not in theirs:
            yield _change("question", name, *(("", "new") if name in theirs else ("", "gone")))
        elif _asked_content(ours[name]) != _asked_content(theirs[name]):
            yield _change("question", name)
        elif ours[name].weight != theirs[name].weight:
            shown = (str(one.weight) for one in (ours[name], theirs[name]))
            yield _change("weight of a question", name, *shown)


def _asked_content(item: Item) -> dict[str, Any]:
    """What an item asks and counts; its weight, its grounds and its sources left aside."""
    return {key: part for key, part in item if key not in ("weight", "why", "source")}


def _condition_changes(before: Rubric, after: Rubric) -> Iterator[SealChange]:
    """Conditions that are new, gone or hold otherwise; their words are left aside."""
    ours, theirs = ({gate.id: gate for gate in one.gates} for one in (before, after))
    for name in dict.fromkeys((*ours, *theirs)):
        sides = [one[name] for one in (ours, theirs) if name in one]
        if len(sides) == 1:
            yield _change("condition", name, "", "new" if name in theirs else "gone")
        elif len({(one.on_fail, one.applies_to, repr(one.when)) for one in sides}) > 1:
            yield _change("condition", name)


def _materials_apart(before: Rubric, after: Rubric) -> Iterator[str]:
    """The parts of the materials that differ; of the pages those by name."""
    ours, theirs = materials_of(before), materials_of(after)
    for name in type(ours).model_fields:
        if name == "pages":
            pages = [{page.id: page for page in one.pages} for one in (ours, theirs)]
            for page in dict.fromkeys((*pages[0], *pages[1])):
                if pages[0].get(page) != pages[1].get(page):
                    yield page
        elif getattr(ours, name) != getattr(theirs, name):
            yield name


def intact(seal: Seal) -> bool:
    """Whether a seal still says what it said when it was made."""
    return seal.digest == digest_of(seal)
