"""The parts of a rubric that say things: outcomes, bands, dimensions, gates, settings and cases."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, StringConstraints

from rolefit.exact import readable
from rolefit.rubric.conditions import (
    All,
    AnyOf,
    AtLeastKOf,
    ClaimId,
    Condition,
    ConditionalText,
    Id,
    ItemIs,
    Leaf,
    Line,
    Not,
    Passage,
    Points,
    Prose,
    ScoreIs,
    Share,
    Value,
    Weight,
    Wording,
    comparisons,
)


class TextBlock(Value):
    """What is said about an outcome or a band."""

    name: Line
    """Name used in a sentence, with its article: `a doer`."""
    summary: Passage
    """What this result means, in two or three sentences."""
    strengths: tuple[Wording, ...] = ()
    """What one gains by it."""
    watch_outs: tuple[Wording, ...] = ()
    """What goes wrong with it."""
    pair_with: Passage | None = None
    """What must stand beside it."""
    first_90_days: tuple[Wording, ...] = ()
    """What to do first."""
    ask_next: tuple[Wording, ...] = ()
    """Questions to ask next."""
    source: tuple[ClaimId, ...] = ()
    """Claims this text rests on."""


class Outcome(TextBlock):
    """One of the things a contrast rubric tells apart."""

    definition: Prose | None = None
    """What it is, in one sentence, where the summary does not begin with it."""


class ScaleLevel(TextBlock):
    """A named level of one scale of a profile; cut scores are closed on the left."""

    id: Id
    """Short name of the level."""
    from_: Points = Field(alias="from")
    """Lowest score of the level."""
    to: Points
    """The score at which the next level begins; the last level ends at 100 and includes it."""


class Band(TextBlock):
    """A named level of a readiness rubric; cut scores are closed on the left."""

    id: Id
    """Short name of the band."""
    from_: Points = Field(default=Fraction(0), alias="from")
    """Lowest fit of the band, in points, or as a share of all: 22/30. Where no band names one,
    least scores alone make the levels."""
    to: Points = Fraction(100)
    """The fit at which the next band begins; the last band ends at 100 and includes it."""
    needs: dict[Id, Points] = Field(default_factory=dict)
    """Least scores of single dimensions: no average makes up for them."""
    needs_each: Points | None = None
    """The least score of every dimension that `needs` does not name."""


class Step(Value):
    """One thing to do, with how to tell that it was done and that it worked."""

    do: Prose
    """The action."""
    evidence: Prose
    """What one could show for it."""
    effort: Line
    """What it costs: hours, weeks, money."""
    first: Prose | None = None
    """The first move, to be made this week."""
    notice: Prose | None = None
    """How one would notice that it worked."""
    items: tuple[Id, ...] = ()
    """The items it helps with: it is said only where an answer to one of them lost points."""
    when: Condition | None = None
    """It is said only where this holds."""
    source: tuple[ClaimId, ...] = ()
    """Claims this step rests on."""


class Advice(Value):
    """What is said when there is no plain winner."""

    name: Line | None = None
    """What the result is called in a sentence."""
    summary: Passage
    """What it means."""
    steps: tuple[Wording, ...] = ()
    """What to do about it."""
    source: tuple[ClaimId, ...] = ()
    """Claims this advice rests on."""


class Texts(Value):
    """Texts for results that are not an outcome or a band."""

    too_close: Advice
    """Too close to call, and ties."""
    not_yet: Advice
    """Every outcome is excluded by a gate."""
    both: Advice | None = None
    """Both poles are high."""
    neither: Advice | None = None
    """Both poles are low."""


class Standard(Value):
    """What a readiness rubric measures against."""

    name: Line
    """Name used in a sentence: `a marketing manager`."""
    summary: Prose
    """What the standard asks."""
    source: tuple[ClaimId, ...] = ()
    """Claims the standard rests on."""


# --- The parts of a rubric: dimensions, conditions of success, settings, sources and cases --------


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
    group_weights: dict[Id, Weight] = Field(default_factory=dict)
    """How much a group of raters counts in what others see, like `{boss: 2}`; 1 where it is not
    named."""


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


# --- The rules for texts with conditions: what they read must exist -------------------------------


Path = tuple[str | int, ...]
_SPOKEN = ("outcomes", "bands", "dimensions", "gates", "texts", "limits")
"""The parts of a rubric in which texts stand."""


class _PlacedText(NamedTuple):
    """A text or step with a condition of its own, and where it stands in the file."""

    path: Path
    text: ConditionalText | Step


def conditional_texts(rubric: Value) -> Iterator[_PlacedText]:
    """Every text and step of a rubric that may be left unsaid."""
    for part in _SPOKEN:
        yield from texts_below(getattr(rubric, part), (part,))


def texts_below(value: object, path: Path) -> Iterator[_PlacedText]:
    """Every such text at or below a value."""
    match value:
        case ConditionalText() | Step():
            yield _PlacedText(path, value)
        case Value():
            for name, field in type(value).model_fields.items():
                if name != "when":
                    yield from texts_below(getattr(value, name), (*path, field.alias or name))
        case dict():
            for key, part in value.items():
                yield from texts_below(part, (*path, key))
        case tuple():
            for k, part in enumerate(value):
                yield from texts_below(part, (*path, k))
        case _:
            return


# --- Conditions as a person reads them ------------------------------------------------------------


def in_words(condition: Condition) -> str:
    """A condition as a person reads it."""
    match condition:
        case All(all=parts):
            return " and ".join(_in_group(part) for part in parts)
        case AnyOf(any=parts):
            return " or ".join(_in_group(part) for part in parts)
        case Not(not_=part):
            return f"not ({in_words(part)})"
        case AtLeastKOf(at_least=some):
            return f"at least {some.k} of: {'; '.join(_in_group(part) for part in some.of)}"
        case _:
            return _leaf_in_words(condition)


def in_answers(condition: Condition, places: Mapping[str, int]) -> str:
    """A condition on answers, as someone reads it who has the questions by their number."""
    match condition:
        case All(all=parts):
            return ", and ".join(in_answers(part, places) for part in parts)
        case AnyOf(any=parts):
            return ", or ".join(in_answers(part, places) for part in parts)
        case Not(not_=part):
            return f"it is not so that {in_answers(part, places)}"
        case AtLeastKOf(at_least=some):
            listed = "; ".join(in_answers(part, places) for part in some.of)
            return f"at least {some.k} of these hold: {listed}"
        case ItemIs():
            said = [_answer_in_words(name, value) for name, value in comparisons(condition).items()]
            return f"{places.get(condition.item, condition.item)} is answered {' and '.join(said)}"
        case _:
            return _leaf_in_words(condition)


def _answer_in_words(comparison: str, value: object) -> str:
    """What an answer has to be: `piece or page`, `3 or more`, `with piece`."""
    match comparison, value:
        case _, tuple():
            first, last = value[:-1], value[-1]
            return f"{', '.join(first)} or {last}" if first else str(last)
        case "at_least", Fraction():
            return f"{readable(value)} or more"
        case "at_most", Fraction():
            return f"{readable(value)} or less"
        case "includes", _:
            return f"with {value} among others"
        case _:
            return str(value)


def _score_in_words(leaf: ScoreIs) -> str:
    """The score that a comparison reads."""
    if leaf.dimension is not None and leaf.outcome is not None:
        return f"{leaf.dimension} for {leaf.outcome}"
    return leaf.dimension or leaf.outcome or "the score"


def _in_group(condition: Condition) -> str:
    """A condition inside a group: in brackets where it is a group itself."""
    words = in_words(condition)
    return f"({words})" if isinstance(condition, All | AnyOf | AtLeastKOf) else words


def _leaf_in_words(leaf: Leaf) -> str:
    """One comparison as a person reads it."""
    subject = leaf.item if isinstance(leaf, ItemIs) else _score_in_words(leaf)
    said = []
    for name, value in comparisons(leaf).items():
        match value:
            case Fraction():
                text = readable(value)
            case tuple():
                text = ", ".join(str(part) for part in value)
            case _:
                text = str(value)
        said.append(f"{name.replace('_', ' ')} {text}")
    return f"{subject} {' and '.join(said)}"
