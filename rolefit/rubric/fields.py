"""The fields of a rubric, the scales that its items share, and what is looked up in them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from rolefit.errors import Problem
from rolefit.exact import ZERO
from rolefit.rubric.conditions import Answer, ClaimId, Id, Line, Prose, Value, Wording, content
from rolefit.rubric.decision import Decision
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import FEWEST, MOST, Code, CodeFor, ItemBase, Labels
from rolefit.rubric.models import DEMANDS, STANDARD, Demands, Model
from rolefit.rubric.texts import (
    Band,
    Case,
    ConsistencyPair,
    Dimension,
    EvidenceStatus,
    Gate,
    Migration,
    Outcome,
    Settings,
    Source,
    Standard,
    Texts,
    Version,
)

# --- Scales that likert items share: their labels, and the numbers printed on the form ------------


class Scale(Value):
    """A shared scale that says more than its labels; each field as in a likert item."""

    labels: Labels = ()
    """The labels, lowest first."""
    ends: tuple[Line, Line] | None = None
    """Labels of the lowest and the highest point, where those between have none; with `points`."""
    points: int | None = Field(default=None, ge=FEWEST, le=MOST)
    """Number of points of a scale that labels its `ends` only."""
    codes: tuple[Code, ...] = ()
    """The numbers printed on the form, one a point, lowest first: [0, 1, 2, 3, 4]."""
    start: Code | None = None
    """The number printed at the lowest point, where the others count on from it: 0, or -3."""
    code_for: CodeFor = Field(default_factory=dict)
    """Printed numbers that are no points of the scale: {9: not_applicable, 8: dont_know}."""


def _shape_of(raw: Any) -> str | None:
    """Which form a scale has in a file: a list of labels, or a mapping with more."""
    match raw:
        case dict() | Scale():
            return "a scale with codes"
        case list() | tuple():
            return "labels"
        case _:
            return None


AnyScale = Annotated[
    Annotated[Labels, Tag("labels")] | Annotated[Scale, Tag("a scale with codes")],
    Discriminator(
        _shape_of,
        custom_error_type="scale",
        custom_error_message="expected a list of labels, or {labels, codes}",
    ),
]
POINTS, CODES = ("labels", "ends", "points"), ("codes", "start")


def labels_of(scale: Labels | Scale) -> Labels:
    """The labels of a scale that are given in words."""
    return scale.labels or scale.ends or () if isinstance(scale, Scale) else scale


def with_shared_scales(raw: Any) -> Any:
    """A rubric's raw mapping, its likert items filled up from the scales that they name."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("scales"), Mapping):
        return raw
    items = raw.get("items")
    if not isinstance(items, Sequence) or isinstance(items, str):
        return raw
    return {**raw, "items": tuple(_with_scale(item, raw["scales"]) for item in items)}


def _with_scale(item: Any, scales: Mapping[str, Any]) -> Any:
    """An item's raw mapping with what the scale it names says; what the item says itself stays."""
    if not isinstance(item, Mapping) or not isinstance(item.get("scale"), str):
        return item
    match scales.get(item["scale"]):
        case None:
            return item
        case Mapping() as scale:
            return {**_taken_from_scale(item, scale), **item}
        case labels:
            return {"labels": labels, **item}


def _taken_from_scale(item: Mapping[str, Any], scale: Mapping[str, Any]) -> dict[str, Any]:
    """What an item takes from a scale: points and codes each as a whole, or not at all."""
    own = [group for group in (POINTS, CODES) if any(key in item for key in group)]
    said = {key for group in own for key in group}
    known = (*POINTS, *CODES, "code_for")
    return {key: scale[key] for key in known if key in scale and key not in said}


def undeclared_codes(items: Sequence[ItemBase]) -> Iterator[Problem]:
    """Scales whose labels print other numbers than their places: their codes must be declared."""
    found: dict[tuple[str | int, ...], str] = {}
    for k, item in enumerate(items):
        scale = getattr(item, "scale", None)
        hint = item.missing_codes or item.for_rater("").missing_codes
        if hint:
            found[("items", k) if scale is None else ("scales", scale)] = hint
    for path, hint in found.items():
        message = "labels with numbers that are not their places: an answer could mean either"
        yield Problem(path, message, hint)


_BESIDE = ("cases", "materials", "migrations")
"""Parts of a file by which no answer means another thing."""
_MOST_REMEMBERED = 50_000
"""Values that a rubric keeps of what was worked out, before it starts anew."""
Known = TypeVar("Known")


class RubricFields(Value):
    """Everything an assessment needs, as its author wrote it; not yet held against the rules."""

    rubric: Id
    """Name of the rubric."""
    version: Version
    """Version of the content, in quotes: "1.0"."""
    model: Model
    """`contrast`: which of these fits; `readiness`: how far from a standard; `profile`: several
    scales by themselves."""
    title: Line
    """The question the rubric answers."""
    audience: Prose
    """Who answers it, and about whom."""
    raters: tuple[Id, ...] = Field(default=(), max_length=12)
    """Who answers it about somebody else, where that is not boss, peer, report, mentor and
    interviewer; items then have `ask_rater`."""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    """Language of its texts, as a two-letter code: readability is counted for English only."""
    purpose: Literal["hiring", "role_design", "development"]
    """What the result is used for."""
    minutes: int = Field(ge=1, le=120)
    """Minutes it takes to answer."""
    evidence_status: EvidenceStatus
    """What is known about how well it measures."""
    limits: tuple[Wording, ...] = Field(min_length=1)
    """What this does not show."""
    settings: Settings = Settings.model_construct()
    """Constants of the scoring model."""
    scales: dict[Id, AnyScale] = Field(default_factory=dict)
    """Scales that likert items share: labels, lowest first, or {labels or ends, codes or start}."""
    outcomes: dict[Id, Outcome] = Field(default_factory=dict, max_length=32)
    """Contrast rubrics: what is told apart, at least two."""
    standard: Standard | None = None
    """Readiness rubrics: what is measured against."""
    bands: tuple[Band, ...] = Field(default=(), max_length=12)
    """Readiness rubrics: named levels of fit, lowest first, from 0 to 100 without a hole."""
    dimensions: dict[Id, Dimension] = Field(min_length=1, max_length=20)
    """What is measured."""
    items: tuple[Item, ...] = Field(min_length=1, max_length=100)
    """What is asked, in order."""
    gates: tuple[Gate, ...] = Field(default=(), max_length=100)
    """Rules that no score makes up for."""
    consistency_pairs: tuple[ConsistencyPair, ...] = Field(default=(), max_length=50)
    """Items whose answers can contradict each other."""
    texts: Texts
    """What is said when there is no plain winner."""
    decision: Decision | None = None
    """What a memo tells whoever must agree: options, cost and the way back."""
    sources: dict[ClaimId, Source] = Field(default_factory=dict)
    """Claims that only this rubric cites; shipped rubrics cite the shared register."""
    cases: tuple[Case, ...] = Field(default=(), max_length=500)
    """Respondents with the results they must get."""
    migrations: tuple[Migration, ...] = Field(default=(), max_length=20)
    """How answers to earlier editions are carried to this one."""
    materials: dict[str, Any] = Field(default_factory=dict)
    """What the hiring kit says; `rubric/materials` reads it, in the few runs that need it."""

    @model_validator(mode="before")
    @classmethod
    def spread_scales(cls, raw: Any) -> Any:
        """Give each likert item that names a scale the labels and codes of that scale."""
        return with_shared_scales(raw)

    @property
    def scale_labels(self) -> dict[str, Labels]:
        """The labels of each shared scale."""
        return {name: labels_of(scale) for name, scale in self.scales.items()}

    @property
    def outcome_ids(self) -> tuple[str, ...]:
        """The outcomes that items speak for, in the order of the file."""
        return tuple(self.outcomes) if self.demands.has_outcomes else (STANDARD,)

    @property
    def demands(self) -> Demands:
        """Which parts its model asks for."""
        return DEMANDS[self.model]

    @property
    def has_cuts(self) -> bool:
        """Whether levels are read from the fit; if not, least scores alone make a staircase."""
        return any({"from_", "to"} & band.model_fields_set for band in self.bands)

    @property
    def cuts(self) -> tuple[Fraction, ...]:
        """The fits at which levels begin, without the lowest; none of a staircase."""
        return tuple(band.from_ for band in self.bands[1:]) if self.has_cuts else ()

    @property
    def about_a_person(self) -> bool:
        """Whether an interviewer answers it about somebody: it says what to ask them."""
        return any(item.prompt for item in self.items)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of what is asked, scored and said; comments, key order and cases do not count.

        Nor do materials and migrations: no answer means another thing by them. A kit's seal fixes
        materials apart.
        """
        kept = {k: part for k, part in content(self).items() if k not in _BESIDE}
        text = json.dumps(kept, sort_keys=True, ensure_ascii=True)
        return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()

    @cached_property
    def speaking(self) -> dict[str, tuple[bool, ...]]:
        """Whether each scored item can speak for each outcome: some answer is worth something."""
        ids = self.outcome_ids
        return {i.id: tuple(i.can_favor(o, ids) for o in ids) for i in self.items if i.scores}

    @cached_property
    def apart(self) -> frozenset[str]:
        """The dimensions in which some item can speak for some of the outcomes only."""
        return frozenset(
            i.dimension for i in self.items if i.dimension and not all(self.speaking[i.id])
        )

    @cached_property
    def memo(self) -> dict[tuple[object, ...], Any]:
        """Constants of the rubric that were worked out once, by name."""
        return {}

    def remember(self, key: tuple[object, ...], make: Callable[[], Known]) -> Known:
        """What `make` gives, worked out once for each key; a full memory starts anew."""
        memo = self.memo
        if key in memo:
            found: Known = memo[key]
            return found
        if len(memo) >= _MOST_REMEMBERED:
            memo.clear()
        made = memo[key] = make()
        return made

    def worths(self, item: Item) -> Mapping[Answer, tuple[Fraction, ...]]:
        """What every possible answer to an item is worth for each outcome, worked out once."""
        return self.remember(
            ("worths", item.id),
            lambda: {one: item.values(one, self.outcome_ids) for one in item.candidates()},
        )

    @cached_property
    def items_by_id(self) -> dict[str, Item]:
        """The items by their ids; of two with one id, which the rules refuse, the first."""
        return {item.id: item for item in reversed(self.items)}

    def item(self, name: str) -> Item:
        """The item of that id. Raises KeyError where there is none."""
        return self.items_by_id[name]

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy in which nothing is remembered that a changed field would make untrue."""
        copied = super().model_copy(update=update, deep=deep)
        kept = {*type(self).model_fields, "content_hash"}
        for name in set(vars(copied)) - kept:
            del vars(copied)[name]
        return copied

    def band_number(self, name: str) -> int:
        """Place of a band among the bands, from 0 for the lowest. Raises KeyError for no band."""
        for k, band in enumerate(self.bands):
            if band.id == name:
                return k
        raise KeyError(name)

    def scored_items(self, dimension: str) -> tuple[Item, ...]:
        """The items that score in a dimension, in order."""
        return self.remember(
            ("scored items", dimension),
            lambda: tuple(i for i in self.items if i.scores and i.dimension == dimension),
        )

    def weights(self) -> dict[str, Fraction]:
        """Weight of each dimension: swing points as given, or centroids of the ranks."""
        return self.known_weights

    @cached_property
    def known_weights(self) -> dict[str, Fraction]:
        """The weights, worked out once."""
        n = len(self.dimensions)
        return {
            name: centroid(d.rank, n) if d.rank is not None else d.weight or Fraction(1)
            for name, d in self.dimensions.items()
        }


def centroid(rank: int, n: int) -> Fraction:
    """Rank-order-centroid weight of a rank among n: (1/n) * sum of 1/i for i = rank..n.

    Source: Edwards & Barron 1994.
    """
    return sum((Fraction(1, i) for i in range(rank, n + 1)), ZERO) / n
