"""What would change a result: flip sets, plans and other weights, as parts of an assessment."""

from typing import Literal

from rolefit.rubric.value import Number, Value

Direction = Literal["other", "up", "down"]


class Change(Value):
    """One answer that would be another one."""

    item: str
    ask: str
    dimension: str | None
    from_: str | None
    """The answer given, as the report quotes it; None where there is none yet."""
    to: str
    """The other answer, as the report quotes it."""
    set_to: str
    """The other answer as `rolefit whatif --set item=...` takes it."""
    steps: int
    """Scale steps between the two."""
    points: Number
    """Flip sets: points that it takes from the margin, or moves the fit by. Plans: points of the
    fit that it adds, made in the order of the plan."""


class FlipSet(Value):
    """The fewest answers that would change the recommendation, and of those the fewest scale steps.

    No part of it would do. Source: counterfactual explanation, irreducible (Wachter 2018).
    """

    direction: Direction
    """`other`: another outcome; `up` and `down`: a band above or below."""
    to: tuple[str, ...]
    """What the result would then be: one outcome or band; several where they would be level; none
    where nothing could be recommended."""
    changes: tuple[Change, ...]
    steps: int
    """Scale steps in all."""
    needed: Number
    """Points to be made up: the margin, or the distance of the fit from the cut score."""
    changeable_only: bool
    """Uses only what can still be changed; facts are left as they are."""


class GateFlip(Value):
    """A gate that would change the recommendation if its state were another."""

    gate: str
    state: Literal["pass", "fail"]
    """The state it would have to be in."""
    to: tuple[str, ...]
    """What the result would then be; see FlipSet."""


class Plan(Value):
    """The cheapest set of changes that provably reaches a band and passes its gates."""

    band: str
    """The band that it reaches."""
    fit: Number
    """The fit after all of it, in points: what scoring the changed answers gives."""
    changes: tuple[Change, ...]
    """In order of priority: the dimension with the most weight times shortfall first."""
    steps: int
    """Scale steps in all; no set of changes to what can be changed needs fewer."""
    gates: tuple[str, ...]
    """Gates that hold back the band now and pass afterwards."""
    opens: tuple[str, ...]
    """Items that are asked only after these changes, and have no answer yet: the band then hangs
    on them."""


class WeightInterval(Value):
    """How far one weight can move, the others rescaled, before another result takes over."""

    dimension: str
    weight: Number
    """Its share of the scoreable weight, 0 to 1."""
    low: Number
    """Down to this share nothing changes; at it the two are level. 0 where nothing overtakes."""
    high: Number
    """Up to this share nothing changes. 1 where nothing overtakes."""
    below: str | None
    """Outcome or band that takes over below `low`."""
    above: str | None
    """Outcome or band that takes over above `high`."""


class Rival(Value):
    """How often the result holds against one other result, over plausible weights and scores."""

    id: str
    ahead: Number
    """Chance that the result stays ahead of it, 0 to 1."""


class Sensitivity(Value):
    """What the result owes to the weights, to single answers, and to what is missing."""

    acceptability: Number
    """Chance that the result holds over plausible weights, the scores being what they are, 0 to 1.
    With several rivals a lower bound. Source: first-rank acceptability (Lahdelma, Hokkanen &
    Salminen 1998)."""
    rivals: tuple[Rival, ...]
    intervals: tuple[WeightInterval, ...]
    nearest: str | None
    """Dimension whose weight is nearest to a flip, relative to itself."""
    nearest_change: Number | None
    """Part of its own weight by which that weight would have to move, such as 0.25."""
    items: int
    """Answers that score."""
    turned_by: tuple[str, ...]
    """Items without any one of which the result would be another."""
    robust: bool
    """Holds over enough plausible weights, and no weight is close to a flip."""


class Worst(Value):
    """The result if every open answer spoke against it as strongly as it could."""

    lead: Number
    """Least margin over the strongest rival, or least fit, in points."""
    to: str
    """The outcome or band that would lead then; the leader itself where it holds."""


class Evidence(Value):
    """One answer worth finding out, or worth looking at again."""

    item: str
    ask: str
    open: bool
    """Not answered yet; otherwise answered, and worth checking."""
    swing: Number
    """Points by which its answer can move the margin or the fit: of an open item from worst to
    best, of a given answer from what it is."""
    settles: bool
    """Some answer to it, alone, would end the doubt."""


class Alternatives(Value):
    """What would change a result, and how much it would take."""

    flips: tuple[FlipSet, ...]
    gates: tuple[GateFlip, ...]
    plan: Plan | None
    """Readiness: the way to the next band; None at the top, or where no changes reach it."""
    next_band: str | None
    """Readiness: the band that a plan is for; None at the top."""
    sensitivity: Sensitivity | None
    """None without scores or with a single result that can be recommended."""
    worst: Worst | None
    """None where nothing is open."""
    evidence: tuple[Evidence, ...]
    """Too close to call: what to find out next, most useful first."""
