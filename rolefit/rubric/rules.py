"""The rules that reach across the fields of a rubric, each with an error that helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rolefit.errors import Problem
from rolefit.rubric.conditions import (
    MAX_NODES_IN_ALL,
    Condition,
    ItemIs,
    items_in,
    leaves,
    measure,
    shape_problems,
)
from rolefit.rubric.decision import RESULTS
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import unknown
from rolefit.rubric.migration_rules import migration_problems
from rolefit.rubric.models import STANDARD
from rolefit.rubric.raters import rater_problems
from rolefit.rubric.texts import conditional_texts

if TYPE_CHECKING:
    from rolefit.rubric.fields import RubricFields


# --- The rules about the levels of a rubric and their cut scores ----------------------------------


def band_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Bands cover 0 to 100 once: no hole, no overlap, rising, each with a name of its own."""
    for name, count in Counter(band.id for band in rubric.bands).items():
        if count > 1:
            yield Problem(("bands",), f"band `{name}` is listed twice", code="duplicate-id")
    for k in range(len(rubric.bands)):
        yield from _need_problems(rubric, k)
    yield from _cut_problems(rubric) if rubric.has_cuts else _stair_problems(rubric)


def _stair_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Without cut scores each level above the first asks for least scores."""
    for k, band in enumerate(rubric.bands[1:], start=1):
        if not band.needs and band.needs_each is None:
            message = f"band `{band.id}` asks for nothing"
            yield Problem(("bands", k), message, "add from and to, or needs")


def _cut_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Cut scores cover 0 to 100 once, and rise."""
    unstated = tuple(_unstated_cuts(rubric))
    if unstated:
        yield from unstated
        return
    yield from _seam_problems(rubric)
    for k, band in enumerate(rubric.bands):
        if band.from_ >= band.to:
            yield Problem(("bands", k, "to"), f"band `{band.id}` is empty: from must be below to")
    if rubric.bands[0].from_ != 0:
        yield Problem(("bands", 0, "from"), "the first band must begin at 0")
    if rubric.bands[-1].to != 100:
        yield Problem(("bands", len(rubric.bands) - 1, "to"), "the last band must end at 100")


def _unstated_cuts(rubric: RubricFields) -> Iterator[Problem]:
    """Where one band has cut scores, all have."""
    for k, band in enumerate(rubric.bands):
        for name, field in (("from", "from_"), ("to", "to")):
            if field not in band.model_fields_set:
                message = f"`{name}` is missing: other bands have cut scores"
                yield Problem(("bands", k), message, f"add {name}: 50")


def _seam_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Each band begins where the one before it ends."""
    for k, (lower, upper) in enumerate(pairwise(rubric.bands), start=1):
        if upper.from_ < lower.to:
            yield Problem(("bands", k, "from"), f"bands `{lower.id}` and `{upper.id}` overlap")
        if upper.from_ > lower.to:
            message = f"no band covers the fit between `{lower.id}` and `{upper.id}`"
            yield Problem(("bands", k, "from"), message, "begin where the last one ends")


def _need_problems(rubric: RubricFields, k: int) -> Iterator[Problem]:
    """Least scores of a band name dimensions that exist."""
    for name in rubric.bands[k].needs:
        if name not in rubric.dimensions:
            known = tuple(rubric.dimensions)
            yield unknown(("bands", k, "needs", name), name, kind="dimension", known=known)


# --- The rules about parts that one model of scoring has and another has not ----------------------


def model_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Each model has parts that the others must not have."""
    if rubric.demands.has_outcomes:
        if len(rubric.outcomes) < 2:
            yield Problem(("outcomes",), "a contrast rubric tells at least two outcomes apart")
        yield from _parts_too_many(rubric, ("bands", "standard"), "model: readiness?")
    elif rubric.demands.has_bands:
        yield from _standard_problems(rubric)
    else:
        yield from _parts_too_many(rubric, ("outcomes", "standard", "bands"), "drop it")


def _parts_too_many(rubric: RubricFields, names: Sequence[str], hint: str) -> Iterator[Problem]:
    """Parts that belong to other models."""
    for name in names:
        if getattr(rubric, name):
            yield Problem((name,), f"a {rubric.model} rubric has no {name}", hint)


def _standard_problems(rubric: RubricFields) -> Iterator[Problem]:
    """A rubric with a standard has bands for it, and no outcomes."""
    if rubric.outcomes:
        message = "a readiness rubric has one standard and no outcomes"
        yield Problem(("outcomes",), message, "model: contrast?")
    if rubric.standard is None:
        yield Problem((), "a readiness rubric needs a standard", "add standard: {name, summary}")
    if len(rubric.bands) < 2:
        yield Problem(("bands",), "a readiness rubric needs at least two bands")


def target_problems(rubric: RubricFields, name: str) -> Iterator[Problem]:
    """Targets belong to readiness rubrics, one for each dimension; one at least is above 0."""
    dimension = rubric.dimensions[name]
    at: Path = ("dimensions", name)
    if not rubric.demands.has_bands:
        for part, given in (("target", dimension.target), ("steps", dimension.steps)):
            if given:
                yield Problem(
                    (*at, part), f"a {rubric.model} rubric has no {part}", "model: readiness?"
                )
    elif dimension.target is None:
        yield Problem(at, f"dimension `{name}` needs a target", "add target: 70")
    elif name == next(iter(rubric.dimensions)) and _asks_for_nothing(rubric):
        yield Problem((*at, "target"), "nothing is asked for: every target is 0", "like target: 70")


def _asks_for_nothing(rubric: RubricFields) -> bool:
    """Whether every target is 0."""
    return not any(one.target is None or one.target for one in rubric.dimensions.values())


def level_problems(rubric: RubricFields, name: str) -> Iterator[Problem]:
    """Levels belong to profiles: two or more for each scale, from 0 to 100 without a hole."""
    levels = rubric.dimensions[name].levels
    at: Path = ("dimensions", name, "levels")
    if not rubric.demands.has_levels:
        if levels:
            yield Problem(at, f"a {rubric.model} rubric has no levels", "model: profile?")
        return
    if len(levels) < 2:
        yield Problem(at[:2], f"dimension `{name}` needs at least two levels", "add levels")
        return
    if len({level.id for level in levels}) < len(levels):
        yield Problem(at, f"a level of `{name}` is listed twice", code="duplicate-id")
    if levels[0].from_ != 0 or levels[-1].to != 100:
        yield Problem(at, f"the levels of `{name}` must go from 0 to 100")
    for k, level in enumerate(levels):
        if level.from_ >= level.to:
            yield Problem((*at, k, "to"), f"level `{level.id}` is empty: from must be below to")
        if k and level.from_ != levels[k - 1].to:
            yield Problem((*at, k, "from"), "a level begins where the one before it ends")


Path = tuple[str | int, ...]
_MOST_ANSWERS = 3000
"""Possible answers to all items together; a list of eight has 256, each set of them being one."""


def rubric_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Every cross-field rule that a rubric breaks."""
    yield from model_problems(rubric)
    yield from _outcome_problems(rubric)
    yield from _weight_problems(rubric)
    yield from _item_problems(rubric)
    yield from _dimension_problems(rubric)
    yield from _branch_problems(rubric)
    yield from _gate_problems(rubric)
    yield from band_problems(rubric)
    yield from _pair_problems(rubric)
    yield from rater_problems(rubric)
    yield from migration_problems(rubric)
    yield from _text_problems(rubric)
    yield from _decision_problems(rubric)
    yield from _size_problems(rubric)


def _decision_problems(rubric: RubricFields) -> Iterator[Problem]:
    """What a memo names is there: items, outcomes, bands, conditions."""
    if rubric.decision is None:
        return
    items = tuple(item.id for item in rubric.items)
    for k, name in enumerate(rubric.decision.cost_items):
        if name not in items:
            yield unknown(("decision", "cost_items", k), name, kind="item", known=items)
    deciding = (gate.id for gate in rubric.gates if gate.on_fail != "flag")
    known = (*rubric.outcomes, *(band.id for band in rubric.bands), *RESULTS, *deciding)
    for k, option in enumerate(rubric.decision.options):
        for n, name in enumerate(option.results):
            if name not in known:
                path = ("decision", "options", k, "results", n)
                yield unknown(path, name, kind="result", known=known)


def _size_problems(rubric: RubricFields) -> Iterator[Problem]:
    """All conditions together are bounded: each of them is held against many sets of answers."""
    parts = 0
    for path, condition in _conditions_of(rubric):
        parts += measure(condition)[0]
        if parts > MAX_NODES_IN_ALL:
            message = f"more than {MAX_NODES_IN_ALL} parts of conditions in all up to here"
            yield Problem(path, message, "ask for less in gates, branches and texts")
            break
    answers = 0
    for k, item in enumerate(rubric.items):
        answers += len(item.candidates())
        if answers > _MOST_ANSWERS:
            message = f"more than {_MOST_ANSWERS} possible answers to all items up to here"
            hint = "offer fewer options in lists, or lower max_selected"
            yield Problem(("items", k), message, hint)
            return


def _conditions_of(rubric: RubricFields) -> Iterator[tuple[Path, Condition]]:
    """Every condition of a rubric, with its place."""
    for k, item in enumerate(rubric.items):
        if item.ask_when is not None:
            yield ("items", k, "ask_when"), item.ask_when
    for k, gate in enumerate(rubric.gates):
        yield ("gates", k, "when"), gate.when
    for k, pair in enumerate(rubric.consistency_pairs):
        yield ("consistency_pairs", k, "when"), pair.when
    for path, text in conditional_texts(rubric):
        if text.when is not None:
            yield (*path, "when"), text.when


def _outcome_problems(rubric: RubricFields) -> Iterator[Problem]:
    """An outcome that no answer can speak for can never be recommended."""
    if STANDARD in rubric.outcomes:
        yield Problem(("outcomes", STANDARD), f"`{STANDARD}` names what readiness measures against")
    if not rubric.demands.has_outcomes or any(True for _ in _item_problems(rubric)):
        return
    for name in rubric.outcomes:
        if not any(i.scores and i.can_favor(name, rubric.outcome_ids) for i in rubric.items):
            yield Problem(("outcomes", name), f"no item can favour outcome `{name}`")


def _weight_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Dimensions are weighed by swing points or by ranks, never by both."""
    ranks = [d.rank for d in rubric.dimensions.values() if d.rank is not None]
    for name, dimension in rubric.dimensions.items():
        at: Path = ("dimensions", name)
        if dimension.weight is not None and ranks:
            yield Problem((*at, "weight"), "weights and ranks cannot be mixed", "use one of them")
        elif dimension.weight is None and dimension.rank is None and not rubric.demands.has_levels:
            yield Problem(at, f"dimension `{name}` has neither weight nor rank", "add weight: 1")
        yield from target_problems(rubric, name)
        yield from level_problems(rubric, name)
    if ranks and sorted(ranks) != list(range(1, len(rubric.dimensions) + 1)):
        hint = f"use each of 1 to {len(rubric.dimensions)} once"
        yield Problem(("dimensions",), "ranks must be 1, 2, 3 and so on, each once", hint)


def _topic_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Two questions of one topic: a report that quotes an answer would not say to which."""
    seen: dict[str, str] = {}
    for k, item in enumerate(rubric.items):
        if item.topic is None:
            continue
        topic = item.topic.casefold()
        if topic in seen:
            message = f"`{seen[topic]}` and `{item.id}` have the same topic"
            yield Problem(("items", k, "topic"), message, "tell them apart")
        seen.setdefault(topic, item.id)


def _item_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Ids are unique, dimensions exist, scales exist, and each item is sound by itself."""
    counts = Counter(item.id for item in rubric.items)
    yield from _topic_problems(rubric)
    for k, item in enumerate(rubric.items):
        at: Path = ("items", k)
        if counts[item.id] > 1:
            message = f"item `{item.id}` is listed {counts[item.id]} times"
            yield Problem((*at, "id"), message, code="duplicate-id")
        if item.dimension is not None and item.dimension not in rubric.dimensions:
            known = tuple(rubric.dimensions)
            yield unknown((*at, "dimension"), item.dimension, kind="dimension", known=known)
        scale = getattr(item, "scale", None)
        if scale is not None and scale not in rubric.scales:
            yield unknown((*at, "scale"), scale, kind="scale", known=tuple(rubric.scales))
            continue
        for problem in item.problems(rubric.outcome_ids):
            yield problem._replace(path=at + problem.path)


def _dimension_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Each dimension has an item that everybody can answer, so that it always has a score."""
    for name in rubric.dimensions:
        scored = rubric.scored_items(name)
        at: Path = ("dimensions", name)
        if not scored:
            yield Problem(at, f"no item scores in dimension `{name}`")
        elif not any(not item.allow_na and item.ask_when is None for item in scored):
            message = f"dimension `{name}` has no item that is always asked and always applies"
            yield Problem(at, message, "set allow_na: false on one of its items without ask_when")


def _branch_problems(rubric: RubricFields) -> Iterator[Problem]:
    """A branch looks back only, at items that exist, and at answers rather than scores."""
    earlier: list[str] = []
    for k, item in enumerate(rubric.items):
        if item.ask_when is not None:
            at: Path = ("items", k, "ask_when")
            yield from condition_problems(rubric, item.ask_when, at=at, known=tuple(earlier))
            for leaf in leaves(item.ask_when):
                if not isinstance(leaf, ItemIs):
                    yield Problem(at, "a branch cannot depend on a score", "compare an item")
                elif leaf.item in earlier and _is_scored_amount(rubric.item(leaf.item)):
                    message = f"`{leaf.item}` is an amount that scores; it cannot steer a branch"
                    yield Problem(at, message, "ask a yes_no item for the branch")
        earlier.append(item.id)


def _is_scored_amount(item: Item) -> bool:
    """A number that scores has no finite list of answers to walk through."""
    return item.continuous and item.scores


def _gate_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Gates look at things that exist and do things that their model can do."""
    ids = tuple(item.id for item in rubric.items)
    counts = Counter(gate.id for gate in rubric.gates)
    for k, gate in enumerate(rubric.gates):
        at: Path = ("gates", k)
        if counts[gate.id] > 1:
            yield Problem((*at, "id"), f"gate `{gate.id}` is listed twice", code="duplicate-id")
        yield from condition_problems(rubric, gate.when, at=(*at, "when"), known=ids)
        for name in gate.applies_to:
            if name not in rubric.outcomes:
                known = tuple(rubric.outcomes)
                yield unknown((*at, "applies_to"), name, kind="outcome", known=known)
        yield from _cap_problems(rubric, k)
        for name in items_in(gate.when):
            if name in ids and rubric.item(name).allow_na:
                message = f"the gate reads `{name}`, which may be answered not_applicable"
                yield Problem((*at, "when"), message, f"set allow_na: false on `{name}`")


def _cap_problems(rubric: RubricFields, k: int) -> Iterator[Problem]:
    """`cap_band` names a band, and nothing else has a cap."""
    gate = rubric.gates[k]
    at: Path = ("gates", k)
    if gate.on_fail == "exclude" and rubric.demands.has_levels:
        message = f"a {rubric.model} rubric recommends nothing that a gate could exclude"
        yield Problem((*at, "on_fail"), message, "on_fail: flag")
    if gate.on_fail != "cap_band":
        if gate.cap is not None:
            yield Problem((*at, "cap"), "only a gate with on_fail: cap_band has a cap")
        return
    if not rubric.demands.has_bands:
        yield Problem(
            (*at, "on_fail"), f"a {rubric.model} rubric has no bands to cap", "exclude or flag"
        )
    elif gate.cap is None:
        yield Problem(at, "a gate that caps the band must name it", "add cap: <band>")
    elif gate.cap not in {band.id for band in rubric.bands}:
        known = tuple(band.id for band in rubric.bands)
        yield unknown((*at, "cap"), gate.cap, kind="band", known=known)


def _pair_problems(rubric: RubricFields) -> Iterator[Problem]:
    """A consistency pair compares its own two items and nothing else."""
    ids = tuple(item.id for item in rubric.items)
    for k, pair in enumerate(rubric.consistency_pairs):
        at: Path = ("consistency_pairs", k)
        for m, name in enumerate(pair.items):
            if name not in ids:
                yield unknown((*at, "items", m), name, kind="item", known=ids)
        yield from condition_problems(rubric, pair.when, at=(*at, "when"), known=ids)
        if set(items_in(pair.when)) != set(pair.items):
            message = f"the condition must compare {pair.items[0]} and {pair.items[1]}, both"
            yield Problem((*at, "when"), message)


def _text_problems(rubric: RubricFields) -> Iterator[Problem]:
    """Texts with conditions read items that exist, and gates have a verdict where they decide."""
    ids = tuple(item.id for item in rubric.items)
    for path, text in conditional_texts(rubric):
        if text.when is not None:
            yield from condition_problems(rubric, text.when, at=(*path, "when"), known=ids)
        for k, name in enumerate(text.items):
            if name not in ids:
                yield unknown((*path, "items", k), name, kind="item", known=ids)
    for k, gate in enumerate(rubric.gates):
        if gate.verdict is not None and gate.on_fail == "flag":
            message = "a gate that only flags does not name the result"
            yield Problem(("gates", k, "verdict"), message, "on_fail: exclude or cap_band")


def condition_problems(
    rubric: RubricFields, condition: Condition, *, at: Path, known: tuple[str, ...]
) -> Iterator[Problem]:
    """What is wrong with a condition, in a place where only the `known` items may be read."""
    for problem in shape_problems(condition):
        yield problem._replace(path=at)
    for leaf in leaves(condition):
        if isinstance(leaf, ItemIs):
            yield from _leaf_problems(rubric, leaf, at=at, known=known)
            continue
        if leaf.dimension is not None and leaf.dimension not in rubric.dimensions:
            names = tuple(rubric.dimensions)
            yield unknown(at, leaf.dimension, kind="dimension", known=names)
        if leaf.outcome is not None and leaf.outcome not in rubric.outcomes:
            yield unknown(at, leaf.outcome, kind="outcome", known=tuple(rubric.outcomes))
        if leaf.outcome is None and rubric.demands.has_outcomes:
            message = "a contrast rubric scores a dimension for each outcome"
            yield Problem(at, message, "add outcome: <name>")


def _leaf_problems(
    rubric: RubricFields, leaf: ItemIs, *, at: Path, known: tuple[str, ...]
) -> Iterator[Problem]:
    """What is wrong with a comparison over an item."""
    if leaf.item not in known:
        if any(item.id == leaf.item for item in rubric.items):
            yield Problem(at, f"`{leaf.item}` is asked later", "look at earlier items only")
        else:
            yield unknown(at, leaf.item, kind="item", known=known)
        return
    for problem in rubric.item(leaf.item).comparison_problems(leaf):
        yield problem._replace(path=at)
