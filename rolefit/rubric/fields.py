"""The fields of a rubric, with what is looked up in them."""

import hashlib
import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from rolefit.exact import ZERO
from rolefit.rubric.decision import Decision
from rolefit.rubric.items import Item
from rolefit.rubric.items.parts import Labels
from rolefit.rubric.models import DEMANDS, STANDARD, Demands, Model
from rolefit.rubric.parts import (
    Case,
    ConsistencyPair,
    Dimension,
    EvidenceStatus,
    Gate,
    Migration,
    Settings,
    Source,
    Version,
)
from rolefit.rubric.scales import AnyScale, labels_of, with_shared_scales
from rolefit.rubric.texts import (
    Band,
    Outcome,
    Standard,
    Texts,
    Wording,
)
from rolefit.rubric.value import ClaimId, Id, Line, Prose, Value, content

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
