"""The parts of a rubric and its fields, with what is looked up in them."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from rolefit.exact import ZERO
from rolefit.rubric.conditions import Condition
from rolefit.rubric.items import Item
from rolefit.rubric.items.parts import Labels
from rolefit.rubric.models import DEMANDS, STANDARD, Demands, Model
from rolefit.rubric.scales import AnyScale, labels_of, with_shared_scales
from rolefit.rubric.texts import (
    Advice,
    Band,
    Outcome,
    Passage,
    ScaleLevel,
    Standard,
    Step,
    Texts,
    Wording,
)
from rolefit.rubric.value import ClaimId, Id, Line, Points, Prose, Share, Value, Weight, content

MOST_REMEMBERED = 50_000
"""Values that a rubric keeps of what was worked out, before it starts anew."""
Known = TypeVar("Known")
OnFail = Literal["exclude", "cap_band", "flag"]
GateState = Literal["pass", "fail", "unknown"]
Status = Literal["settled", "provisional", "not_enough_answers"]
Label = Literal[
    "tie",
    "too_close_to_call",
    "leaning",
    "clear",
    "not_yet",
    "conditional",
    "not_enough_answers",
    "scale_levels",
]
Height = Literal["both", "neither"]
Flag = Literal["long_string", "no_spread", "acquiescence", "contradiction", "too_fast"]
EvidenceStatus = Literal[
    "advice_only", "several_sources", "expert_reviewed", "piloted", "validated"
]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){0,3}$")]
Hash = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]


def one_or_more(raw: Any) -> Any:
    """A single text where a list is expected is a list of one."""
    return (raw,) if isinstance(raw, str) else raw


class Dimension(Value):
    """One thing that is measured by several items."""

    name: Line
    """Name shown in reports."""
    about: Prose
    """What it covers."""
    weight: Weight | None = None
    """Swing points: what going from worst to best here is worth beside the other dimensions."""
    rank: int | None = Field(default=None, ge=1)
    """Importance rank, 1 first, turned into rank-order-centroid weights (Edwards & Barron 1994)."""
    target: Points | None = None
    """Readiness rubrics: the score that meets the standard."""
    steps: tuple[Step, ...] = ()
    """Readiness rubrics: what to do about a shortfall, most useful first."""
    levels: tuple[ScaleLevel, ...] = ()
    """Profiles: named levels of the score, lowest first, from 0 to 100 without a hole."""
    source: tuple[ClaimId, ...] = ()
    """Claims this dimension rests on."""


class Gate(Value):
    """A conjunctive rule: no score makes up for it."""

    id: Id
    """Short name of the gate, for what must hold: `vision-shared`."""
    name: Line
    """What must hold, in words."""
    when: Condition
    """The gate fails when this is true."""
    on_fail: OnFail
    """`exclude`: not recommended; `cap_band`: band no higher than `cap`; `flag`: a named risk."""
    applies_to: tuple[Id, ...] = ()
    """Outcomes concerned; all of them where none is named."""
    cap: Id | None = None
    """For cap_band: the highest band that can be reached."""
    reason: Passage
    """Why it matters, said when it fails."""
    fix: Passage | None = None
    """What to do about it, said when it fails or is unknown."""
    verdict: Advice | None = None
    """What the result is called, and what is said, where this gate excludes or caps."""
    source: tuple[ClaimId, ...] = ()
    """Claims the gate rests on."""


class ConsistencyPair(Value):
    """Two items whose answers can contradict each other."""

    items: tuple[Id, Id]
    """The two items."""
    when: Condition
    """Their answers contradict when this is true."""
    say: Prose
    """What is odd about it, in a sentence."""


class Settings(Value):
    """Constants of the scoring model that a rubric may set."""

    indifference_threshold: Points = Fraction(5)
    """Margins below this many points are too close to call."""
    max_lost_weight: Share = Fraction(2, 5)
    """No verdict when more than this share of the dimension weight cannot be scored."""
    both_from: Points = Fraction(60)
    """Contrast: both fit where the lower of the two leading scores is this or more."""
    neither_below: Points = Fraction(40)
    """Contrast: neither fits where the higher score is below this."""
    prior_answers: int = Field(default=4, ge=1, le=100)
    """How many answers the error of answers without information counts for."""
    answer_noise: Share = Fraction(1, 8)
    """Chance that the same person would give a certain neighbouring answer on another day."""


class Source(Value):
    """One claim of a source."""

    claim: Prose
    """What the source says, in own words."""
    title: Line
    """Title of the source."""
    author: Line
    """Author of the source."""
    kind: Id = "claim"
    """What kind of claim it is."""


class Expect(Value):
    """What a case expects of its assessment; what is not named is not compared."""

    outcome: Id | None = None
    """The outcome recommended (contrast)."""
    band: Id | None = None
    """The band reached (readiness)."""
    levels: dict[Id, Id] = Field(default_factory=dict)
    """The level of each scale that is named (profile)."""
    label: Annotated[tuple[Label, ...], BeforeValidator(one_or_more)] = ()
    """Labels that are acceptable."""
    status: Status | None = None
    """Settled, provisional or not enough answers."""
    gates: dict[Id, GateState] = Field(default_factory=dict)
    """State of gates."""
    flags: tuple[Flag, ...] | None = None
    """Response-quality flags, exactly these."""
    verdict: str | None = None
    """`both`, `neither`, or the gate whose verdict names the result."""


class Case(Value):
    """A believable respondent and the result that a sceptic would accept."""

    name: Line
    """Who this is, in a line."""
    story: Prose | None = None
    """The situation in a few sentences."""
    answers: dict[str, Any]
    """Answers, as in a responses file."""
    expect: Expect
    """The expected result."""
    why: Prose | None = None
    """Why a practitioner would expect it."""


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
    outcomes: dict[Id, Outcome] = Field(default_factory=dict)
    """Contrast rubrics: what is told apart, at least two."""
    standard: Standard | None = None
    """Readiness rubrics: what is measured against."""
    bands: tuple[Band, ...] = ()
    """Readiness rubrics: named levels of fit, lowest first, from 0 to 100 without a hole."""
    dimensions: dict[Id, Dimension] = Field(min_length=1)
    """What is measured."""
    items: tuple[Item, ...] = Field(min_length=1, max_length=100)
    """What is asked, in order."""
    gates: tuple[Gate, ...] = Field(default=(), max_length=100)
    """Rules that no score makes up for."""
    consistency_pairs: tuple[ConsistencyPair, ...] = ()
    """Items whose answers can contradict each other."""
    texts: Texts
    """What is said when there is no plain winner."""
    sources: dict[ClaimId, Source] = Field(default_factory=dict)
    """Claims that only this rubric cites; shipped rubrics cite the shared register."""
    cases: tuple[Case, ...] = Field(default=(), max_length=500)
    """Respondents with the results they must get."""

    @model_validator(mode="before")
    @classmethod
    def spread_scales(cls, raw: Any) -> Any:
        """Give each likert item that names a scale the labels and codes of that scale."""
        return with_shared_scales(raw)

    @property
    def scale_labels(self) -> dict[str, Labels]:
        """The labels of each shared scale."""
        return {name: labels_of(scale) for name, scale in self.scales.items()}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields changed; what was worked out about the first is not carried over.

        Its content hash is: a copy that says less is still that rubric.
        """
        copied = super().model_copy(update=update, deep=deep)
        for name in ("speaking", "apart", "memo"):
            copied.__dict__.pop(name, None)
        return copied

    @property
    def outcome_ids(self) -> tuple[str, ...]:
        """The outcomes that items speak for, in the order of the file."""
        return tuple(self.outcomes) if self.demands.has_outcomes else (STANDARD,)

    @property
    def demands(self) -> Demands:
        """Which parts its model asks for."""
        return DEMANDS[self.model]

    @property
    def about_a_person(self) -> bool:
        """Whether an interviewer answers it about somebody: it says what to ask them."""
        return any(item.prompt for item in self.items)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of what is asked, scored and said; comments, key order and cases do not count."""
        kept = {key: part for key, part in content(self).items() if key != "cases"}
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
        if len(memo) >= MOST_REMEMBERED:
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
