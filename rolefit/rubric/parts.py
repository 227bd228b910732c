"""The parts of a rubric: dimensions, conditions of success, settings, sources and cases."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from rolefit.rubric.conditions import Condition
from rolefit.rubric.texts import Advice, Passage, ScaleLevel, Step
from rolefit.rubric.value import ClaimId, Id, Line, Points, Prose, Share, Value, Weight

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


def _one_or_more(raw: Any) -> Any:
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
    label: Annotated[tuple[Label, ...], BeforeValidator(_one_or_more)] = ()
    """Labels that are acceptable."""
    status: Status | None = None
    """Settled, provisional or not enough answers."""
    gates: dict[Id, GateState] = Field(default_factory=dict)
    """State of gates."""
    flags: tuple[Flag, ...] | None = None
    """Response-quality flags, exactly these."""
    verdict: str | None = None
    """`both`, `neither`, or the gate whose verdict names the result."""


class MappedItem(Value):
    """Where the answer to a question of an earlier edition goes."""

    to: Id
    """The item that asks the same today."""
    answers: dict[str, Any] = Field(default_factory=dict)
    """What each answer of then is called today; one that is not named is asked anew. Without it
    answers are called what they were."""


class Migration(Value):
    """How answers to an earlier edition are carried to this one, where they mean the same."""

    from_: Version = Field(alias="from")
    """The edition that was answered."""
    hashes: tuple[Hash, ...] = Field(default=(), max_length=50)
    """Its content hashes; unfinished interviews are known by them alone."""
    keep: tuple[Id, ...] = Field(default=(), max_length=100)
    """Items whose question and answers mean today what they meant then."""
    map: dict[Id, MappedItem] = Field(default_factory=dict)
    """Items that go by another name today, or whose answers do."""
    drop: dict[Id, Line] = Field(default_factory=dict)
    """Items whose answers mean nothing here any more, each with the reason."""


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
