"""A rubric, and one respondent's responses to it: what is asked, and what was answered."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import permutations
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from rolefit.errors import Invalid, Problem
from rolefit.exact import ZERO, mean
from rolefit.rubric.conditions import (
    Answer,
    Id,
    Leaf,
    Line,
    Number,
    ScoreIs,
    Truth,
    Value,
    matches,
    truth,
)
from rolefit.rubric.fields import RubricFields, centroid
from rolefit.rubric.form_marks import FormMark, FormPurpose, mark_problems
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import MOST, Unreadable, fold_wording
from rolefit.rubric.proof import EVIDENCE, Proof, read_proof
from rolefit.rubric.raters import SELF, group_in_words, rater_view, raters_of
from rolefit.rubric.rules import rubric_problems
from rolefit.rubric.texts import (
    Case,
    ConsistencyPair,
    Dimension,
    EvidenceStatus,
    Expect,
    Flag,
    Gate,
    GateState,
    Hash,
    Height,
    Label,
    OnFail,
    Settings,
    Source,
    Status,
    TextBlock,
)
from rolefit.safe_text import unsafe

__all__ = [
    "OPEN",
    "REMARKS",
    "Case",
    "ConsistencyPair",
    "Dimension",
    "EvidenceStatus",
    "Expect",
    "Flag",
    "Gate",
    "GateState",
    "Hash",
    "Height",
    "Label",
    "OnFail",
    "Respondent",
    "Response",
    "ResponseSet",
    "Responses",
    "Rubric",
    "Settings",
    "Source",
    "State",
    "Status",
    "branch",
    "centroid",
    "changed_since",
    "compare_answer",
    "follow_branches",
    "not_applicable",
    "only_proved",
    "open_items",
    "prior_variance",
    "read",
    "read_answers",
    "read_response",
    "texts_for",
    "work_out_constants",
]


class Rubric(RubricFields):
    """A rubric that breaks none of the rules across its fields."""

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Hold the rubric against the rules that reach across its fields."""
        problems = tuple(rubric_problems(self))
        if problems:
            raise Invalid(problems)
        return self


def texts_for(rubric: Rubric, name: str) -> TextBlock:
    """What the rubric says about an outcome, a band, or a level as `scale:level`.

    Raises KeyError where there is none.
    """
    if rubric.demands.has_outcomes:
        return rubric.outcomes[name]
    scale, _, level = name.rpartition(":")
    levels = rubric.dimensions[scale].levels if scale else rubric.bands
    for one in levels:
        if one.id == level:
            return one
    raise KeyError(name)


# --- Constants of a rubric: what answers without information spread, worked out once --------------


VARIES = "varies"
"""Under this name a changed copy of a rubric is told what answers to its items vary by."""
_FEW = 4
"""Outcomes up to which every pair is worked out beforehand."""
_MANY = 256
"""Answers to an item up to which it is worked out beforehand what each is worth. Where they are no
more than the points of a scale, it is sooner worked out than read."""


def prior_variance(rubric: RubricFields, outcome: int, other: int | None = None) -> Fraction:
    """sigma2_0: variance of an answer without information, a constant of the rubric.

    The mean, over the scored items that can speak for an outcome, of the variance of its value when
    every answer is equally likely; with `other`, of the difference of two outcomes (value scale).
    """
    return rubric.remember(
        ("prior", outcome, other), lambda: _work_out(rubric, outcome=outcome, other=other)
    )


def _work_out(rubric: RubricFields, *, outcome: int, other: int | None) -> Fraction:
    """The variance, over all scored items that can speak for what is read."""
    says = rubric.speaking
    scored = [
        item
        for item in rubric.items
        if item.scores and says[item.id][outcome] and (other is None or says[item.id][other])
    ]
    return mean([variance_in(rubric, item, outcome, other) for item in scored])


def variance_in(
    rubric: RubricFields, item: Item, outcome: int, other: int | None = None
) -> Fraction:
    """The variance of an answer to one item, every answer being equally likely."""
    ids = rubric.outcome_ids

    def read(answer: Answer) -> Fraction:
        # Of few outcomes it is sooner worked out than kept what an answer is worth.
        values = rubric.worths(item)[answer] if len(ids) > _FEW else item.values(answer, ids)
        return values[outcome] - (ZERO if other is None else values[other])

    known: Fraction | None = rubric.memo.get((VARIES, item.id, outcome, other))
    return item.uniform_variance(read) if known is None else known


def work_out_constants(rubric: RubricFields) -> None:
    """Work out what every score of a rubric needs, so that it can be kept with it."""
    _ = rubric.content_hash, rubric.speaking, rubric.apart, rubric.items_by_id
    number = len(rubric.outcome_ids)
    for outcome in range(number):
        if any(says[outcome] for says in rubric.speaking.values()):
            prior_variance(rubric, outcome)
    if number <= _FEW:
        for first, second in permutations(range(number), 2):
            if any(says[first] and says[second] for says in rubric.speaking.values()):
                prior_variance(rubric, first, second)
    for item in rubric.items:
        if item.scores and MOST < len(item.candidates()) <= _MANY:
            rubric.worths(item)


# --- One respondent's responses: what was answered, in five states, held against a rubric ---------


State = Literal["answered", "not_applicable", "dont_know", "skipped", "not_presented"]
OPEN: tuple[State, ...] = ("skipped", "dont_know")
REMARKS = ("not_applicable", "dont_know", "skipped")


def _iso_date(raw: Any) -> Any:
    """A date must be a real day, written YYYY-MM-DD."""
    if isinstance(raw, str):
        try:
            date.fromisoformat(raw)
        except ValueError:
            raise ValueError("expected a date, like 2026-11-22") from None
    return raw


_Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), BeforeValidator(_iso_date)
]


def _plain_name(raw: str) -> str:
    """A name without characters that hide or act: no file that holds them could be read again."""
    if any(map(unsafe, raw)) or "\t" in raw:
        raise ValueError("the name holds a character that cannot be seen")
    return raw


class Respondent(Value):
    """Who answered."""

    name: Annotated[Line, AfterValidator(_plain_name)] | None = None
    """A name for the report: of the company, the position or the person."""
    group: Id = "self"
    """The role in which the respondent answers: self, founder, peer, interviewer ..."""
    about: Line | None = None
    """Whom the answers are about, where somebody else gives them: a boss, a peer ..."""
    sees_work: Literal["weekly", "monthly", "rarely"] | None = None
    """Of a rater: how often they see the person's work."""
    known_for: Literal["under_half_a_year", "under_two_years", "longer"] | None = None
    """Of a rater: how long they have known the person's work."""

    @property
    def subject(self) -> str | None:
        """Whom the answers are about: of a rater's the other person, otherwise who answered."""
        return self.about or self.name

    @property
    def in_words(self) -> str | None:
        """Whose answers these are: a name, or of a rater `about Dana, by a boss`."""
        if self.about is None:
            return self.name
        return f"about {self.about}, by {group_in_words(self.group)}"


class Responses(Value):
    """A responses file as it was written; answers are read against a rubric by `read`."""

    rubric: Id
    """Name of the rubric that was answered."""
    rubric_version: str | None = None
    """Version of the rubric that was answered."""
    rubric_hash: Hash | None = None
    """Content hash of the rubric that was answered."""
    respondent: Respondent = Respondent.model_construct()
    """Who answered."""
    day: _Day | None = Field(default=None, alias="date")
    """The day of the answers."""
    answers: dict[str, Any]
    """Answer of each item, by item id."""
    seconds: dict[Id, Number] = Field(default_factory=dict)
    """Seconds spent on each item, if that was timed."""
    form: FormMark | None = None
    """The offline form that saved the file, if one did."""


class Response(NamedTuple):
    """One item's response."""

    state: State
    answer: Answer | None = None
    remark: str | None = None
    """Why it does not apply, or what is missing to know it."""
    note: str | None = None
    """A comment by the respondent."""
    undecided: bool = False
    """A branch that is still open may lead past the item."""
    behind: "Response | None" = None
    """Of an item that a branch leads past: what was given; it counts once the item is asked."""
    evidence: Proof | None = None
    """What can be shown for the answer."""

    @property
    def hidden(self) -> bool:
        """Whether an answer was given, but a branch leads past the item."""
        return self.behind is not None and self.behind.state == "answered"


_SKIPPED = Response("skipped")
ResponseSet = Mapping[str, Response]


def read(rubric: Rubric, responses: Responses) -> dict[str, Response]:
    """The response to every item of the rubric, in its order, branches followed.

    Raises Invalid with a problem for each answer that cannot be read.
    """
    found, wrong = read_answers(rubric, responses.answers)
    problems = [
        *_origin_problems(rubric, responses),
        *(p._replace(path=("answers", *p.path)) for p in wrong),
    ]
    if problems:
        raise Invalid(tuple(problems))
    return follow_branches(rater_view(rubric, responses.respondent.about), found)


def _origin_problems(rubric: Rubric, responses: Responses) -> Iterator[Problem]:
    """What is wrong with what a file says of where it comes from: a rater, an offline form."""
    who = responses.respondent
    if who.about is not None:
        yield from _rater_problems(rubric, responses)
    if responses.form is not None:
        named = FormPurpose(responses.rubric_hash, who.group, who.about)
        yield from mark_problems(responses.form, named)


def _rater_problems(rubric: Rubric, responses: Responses) -> Iterator[Problem]:
    """What is wrong with answers about somebody else: who gives them, and to what."""
    group, known = responses.respondent.group, raters_of(rubric)
    if not known:
        message = f"`{rubric.rubric}` asks the person or company itself, and nobody else"
        yield Problem(("respondent", "about"), message, "drop about, or answer another rubric")
    elif group not in known:
        message = f"answers about somebody else come from {' or '.join(known)}, not from {group}"
        hint = "drop about, if the answers are about oneself" if group == SELF else ""
        yield Problem(("respondent", "group"), message, hint)
    for item in rubric.items:
        raw = responses.answers.get(item.id)
        if item.asked_of and raw not in (None, "skipped"):
            message = "only the person can know this; raters are not asked"
            yield Problem(("answers", item.id), message, "leave it out", "unknown-item")


def read_answers(
    rubric: Rubric, raw: Mapping[str, Any]
) -> tuple[dict[str, Response], list[Problem]]:
    """Responses by item id as far as they can be read, and what is wrong with the others."""
    known = {item.id: item for item in rubric.items}
    found: dict[str, Response] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        if name not in known:
            problems.append(_unknown_item(rubric, name))
            continue
        try:
            found[name] = read_response(known[name], value)
        except Unreadable as error:
            problems.append(Problem((name,), error.message, error.hint, "answer"))
    return found, problems


def only_proved(rubric: Rubric, responses: Responses) -> Responses:
    """The same responses with every answer left open for which nothing can be shown.

    What does not apply or is not known is no answer, and stays as it is.
    """
    found, _ = read_answers(rubric, responses.answers)
    words_only = {
        name for name, one in found.items() if one.state == "answered" and one.evidence is None
    }
    kept = {name: raw for name, raw in responses.answers.items() if name not in words_only}
    return responses.model_copy(update={"answers": kept})


def _unknown_item(rubric: Rubric, name: str) -> Problem:
    """A key that is no item's id; the wording of a question is told which id it has."""
    asked = (item.id for item in rubric.items if fold_wording(item.ask) == fold_wording(name))
    hint = "".join(f"answers are keyed by the id of the item: write `{one}`" for one in asked)
    known = tuple(item.id for item in rubric.items)
    return Problem((name,), "unknown item", hint, code="unknown-item", wanted=name, known=known)


def read_response(item: Item, raw: Any) -> Response:
    """One response from a file's value. Raises Unreadable."""
    match raw:
        case None | "skipped":
            return _SKIPPED
        case "dont_know":
            return Response("dont_know")
        case "not_applicable":
            return not_applicable(item, None)
        case dict() if not item.reads_mapping(raw):
            return _read_remark(item, raw)
        case _ if item.says_nothing(raw):
            return _SKIPPED
        case _:
            return _read_answer(item, raw)


_ALSO: dict[str, State] = {
    "n/a": "not_applicable",
    "na": "not_applicable",
    "not applicable": "not_applicable",
    "not_applicable": "not_applicable",
    "don't know": "dont_know",
    "dont know": "dont_know",
    "dont_know": "dont_know",
    "don’t know": "dont_know",
    "skip": "skipped",
    "skipped": "skipped",
}
"""Words that people write for a state, where an item does not read them as an answer."""


def _read_answer(item: Item, raw: Any) -> Response:
    """An answer, or a state in other words. Raises Unreadable."""
    coded = item.state_for(raw)
    if coded is not None:
        return _in_state(item, coded)
    try:
        return Response("answered", item.read(raw))
    except Unreadable:
        state = _ALSO.get(raw.strip().casefold()) if isinstance(raw, str) else None
        if state is None:
            raise
        return _in_state(item, state)


def _in_state(item: Item, state: State) -> Response:
    """A response without an answer or a remark. Raises Unreadable."""
    return not_applicable(item, None) if state == "not_applicable" else Response(state)


def _read_remark(item: Item, raw: dict[str, Any]) -> Response:
    """A response written as a mapping: a state with its reason, or an answer with remarks."""
    given = [key for key in raw if key in ("answer", *REMARKS)]
    other = [key for key in raw if key not in ("answer", "note", EVIDENCE, *REMARKS)]
    if other or len(given) != 1:
        raise Unreadable(
            "expected one of answer, not_applicable, dont_know, skipped, with or without a note",
            "like {answer: ..., note: ...} or {not_applicable: why}",
        )
    evidence = read_proof(raw.get(EVIDENCE))
    state, value = given[0], raw[given[0]]
    note = _text_or_none(raw.get("note"), "note")
    if state == "answer":
        inner = read_response(item, value)
        if evidence is not None and inner.state != "answered":
            raise Unreadable(
                "there is evidence, but no answer that it could show", "add the answer"
            )
        return inner._replace(note=note, evidence=evidence)
    if evidence is not None:
        raise Unreadable(
            "evidence stands beside an answer", "give the answer, or write the reason as a note"
        )
    remark = _text_or_none(value, state)
    if state == "not_applicable":
        return not_applicable(item, remark)._replace(note=note)
    return Response("dont_know" if state == "dont_know" else "skipped", None, remark, note)


def _text_or_none(raw: Any, name: str) -> str | None:
    """A remark is a text or left empty."""
    if raw is None or raw is True:
        return None
    if not isinstance(raw, str):
        raise Unreadable(f"`{name}` must be a text", "put it in quotes")
    return raw


def not_applicable(item: Item, reason: str | None) -> Response:
    """N/A, where the item allows it."""
    if not item.allow_na:
        raise Unreadable("this item always applies", "answer it, or write dont_know")
    return Response("not_applicable", None, reason)


def follow_branches(rubric: Rubric, found: ResponseSet) -> dict[str, Response]:
    """The response to every item in order; items that a branch leads past are not_presented.

    An item whose branch is still undecided keeps the state it has.
    """
    followed: dict[str, Response] = {}
    for item in rubric.items:
        response = found.get(item.id, _SKIPPED)
        if response.state == "not_presented" and item.ask_when is not None:
            response = response.behind or _SKIPPED
        asked = branch(item, followed)
        if asked is False:
            response = Response("not_presented", note=response.note, behind=response)
        elif response.undecided is not (asked is None):
            response = response._replace(undecided=asked is None)
        followed[item.id] = response
    return followed


def branch(item: Item, responses: ResponseSet) -> Truth:
    """Whether an item is asked; None while the answer it depends on is open."""
    if item.ask_when is None:
        return True
    return truth(item.ask_when, lambda leaf: compare_answer(leaf, responses))


def compare_answer(leaf: Leaf, responses: ResponseSet) -> Truth:
    """A comparison over the responses: unknown while open, false where the item does not apply."""
    if isinstance(leaf, ScoreIs):
        return None
    response = responses.get(leaf.item, _SKIPPED)
    match response.state:
        case "answered":
            assert response.answer is not None
            holds = matches(leaf, response.answer)
            # Should the item turn out not to be asked, the comparison is false.
            return None if holds and response.undecided else holds
        case "skipped" | "dont_know":
            return None
        case _:
            return False


def open_items(rubric: Rubric, responses: ResponseSet) -> Iterator[Item]:
    """The items that could still be answered, in order."""
    for item in rubric.items:
        if responses[item.id].state in OPEN:
            yield item


def changed_since(rubric_hash: str, responses: Responses) -> bool:
    """Whether the rubric's content differs from the one that was answered."""
    return responses.rubric_hash is not None and responses.rubric_hash != rubric_hash
