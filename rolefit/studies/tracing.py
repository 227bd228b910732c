"""Which claim of the register is carried where, and which is carried nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolefit.rubric.citations import citations
from rolefit.rubric.claims import Claim, ClaimRegister
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric

Path = tuple[str | int, ...]


class Carried(NamedTuple):
    """One claim with the places that rest on it."""

    id: str
    claim: Claim
    places: dict[str, tuple[str, ...]]
    """Places in words, by rubric; rubrics that do not carry it are left out."""


def carried_claims(register: ClaimRegister, rubrics: Sequence[Rubric]) -> tuple[Carried, ...]:
    """Every claim of the register, in its order, with where the rubrics carry it."""
    found: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in register.claims}
    for rubric in rubrics:
        for path, cited in citations(rubric):
            for name in cited:
                if name in found:
                    before = found[name].get(rubric.rubric, ())
                    found[name][rubric.rubric] = (*before, place(rubric, path))
    return tuple(Carried(name, register.claims[name], places) for name, places in found.items())


def place(rubric: Rubric, path: Path) -> str:
    """A place that cites claims, as its author knows it: `item budget, option own`."""
    return ", ".join(_steps_of(rubric, path)) or "the rubric"


def _steps_of(rubric: Rubric, path: Path) -> Iterator[str]:
    """The parts of a place in words, outermost first."""
    match path:
        case ("items", int(k), *rest):
            yield from _item_steps(rubric.items[k], tuple(rest))
        case ("gates", int(k), *_):
            yield f"gate {rubric.gates[k].id}"
        case ("bands", int(k), *_):
            yield f"band {rubric.bands[k].id}"
        case ("dimensions", str(name), "steps", int(k), *_):
            yield f"step {k + 1} of {name}"
        case (("dimensions" | "outcomes" | "texts") as kind, str(name), *_):
            yield f"{kind.removesuffix('s')} {name}"
        case (str(name), *_):
            yield name
        case _:
            return


def _item_steps(item: Item, rest: Path) -> Iterator[str]:
    """A place in an item in words."""
    yield f"item {item.id}"
    match rest:
        case ("options", int(k), *_):
            yield f"option {item.options()[k][0]}"
        case ("levels", int(k), *_):
            yield f"level {k + 1}"
        case _:
            return
