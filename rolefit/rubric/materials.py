"""The materials of a hiring kit: what a rubric says besides its questions, and the rules for it.

A rubric keeps them as a file holds them, since only a kit, a check and an audit read them: most
runs go without these models.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from rolefit.errors import Problem
from rolefit.rubric.conditions import ClaimId, Id, Line, Number, Prose, Value, Wording
from rolefit.rubric.items.base import Unreadable, unknown
from rolefit.rubric.model import Rubric
from rolefit.rubric.rules import condition_problems
from rolefit.rubric.texts import texts_below

_Path = tuple[str | int, ...]
_Reader = Literal["candidates", "team"]
_WIDEST = 72
"""Characters in a line of a picture: what a page of paper holds."""
_Cell = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\r\n]*$")]
BOTH = "both"
"""What a role is called that is more than one outcome."""
PLACEHOLDERS = ("company", "job_title", "role", "result")
"""What stands in braces in a text of a kit, and is filled in when the kit is made."""
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


class MaterialTable(Value):
    """Rows of short texts."""

    columns: tuple[_Cell, ...] = Field(min_length=1, max_length=6)
    """The heads of the columns."""
    rows: tuple[tuple[_Cell, ...], ...] = Field(min_length=1, max_length=40)
    """A text for each column."""


class MaterialSection(Value):
    """A part of a page, in the order of its fields."""

    title: Line | None = None
    """Its heading."""
    roles: tuple[Id, ...] = ()
    """The roles it is for; all of them where none is named."""
    text: tuple[Wording, ...] = ()
    """Paragraphs."""
    steps: tuple[Wording, ...] = ()
    """What to do, in order."""
    points: tuple[Wording, ...] = ()
    """A list of short texts."""
    table: MaterialTable | None = None
    """A table."""
    picture: Prose | None = None
    """A picture made of characters, at most 72 in a line."""
    fill_in: tuple[Line, ...] = ()
    """What is to be written in, each with a line to write on."""
    lines: int = Field(default=0, ge=0, le=30)
    """Empty lines to write on."""


class MaterialPage(Value):
    """A page of a kit."""

    id: Id
    """Short name; also that of its file."""
    title: Line
    """Its title."""
    reader: _Reader
    """`candidates`: it goes into a candidate's hand; `team`: never."""
    about: Line
    """What it is for, in a line that its own reader may see."""
    sections: tuple[MaterialSection, ...] = Field(min_length=1, max_length=20)
    """Its parts."""
    source: tuple[ClaimId, ...] = ()
    """Claims it rests on."""


class RoleText(Value):
    """What a role is, for its charter and its advertisement."""

    job_title: Line
    """What the job is called in an advertisement."""
    decides: tuple[Wording, ...] = Field(min_length=1, max_length=8)
    """What the person decides without asking."""
    shared: tuple[Wording, ...] = Field(min_length=1, max_length=8)
    """What others decide, after hearing the person."""
    work: tuple[Wording, ...] = Field(min_length=1, max_length=6)
    """What the person does, as an advertisement says it."""
    must_haves: tuple[Wording, ...] = Field(min_length=3, max_length=4)
    """What nobody can do the job without."""
    nice_to_haves: tuple[Wording, ...] = Field(min_length=2, max_length=4)
    """What helps and can be learned."""
    not_for: tuple[Wording, ...] = Field(min_length=2, max_length=4)
    """Whom it does not suit."""
    first_90_days: tuple[Wording, ...] = ()
    """What to do first, where no outcome says it."""
    pair_with: tuple[Wording, ...] = ()
    """What must stand next to the role, where no outcome says it."""
    source: tuple[ClaimId, ...] = ()
    """Claims it rests on."""


class SpokenQuestion(Value):
    """An item as an interviewer asks it."""

    item: Id
    """The item of the form that is marked by it."""
    say: Prose | None = None
    """What is said to the candidate; the item's own prompt where nothing is written here."""
    then: tuple[Prose, ...] = ()
    """What to ask after it, the same for every candidate."""


class GuidePart(Value):
    """A part of an interview."""

    title: Line
    """Its heading."""
    minutes: int = Field(ge=0, le=120)
    """How long it takes."""
    owner: Line
    """Who should ask it."""
    intro: tuple[Prose, ...] = ()
    """What to do or say first."""
    spoken: bool = True
    """Whether it is asked; what is marked afterward from notes or work is not."""
    questions: tuple[SpokenQuestion, ...] = ()
    """The questions, in order."""


class PracticeAnswer(Value):
    """A worked answer to practice marking on."""

    item: Id
    """The question it answers."""
    answer: Prose
    """What the made-up candidate says."""
    mark: Number
    """The right mark."""
    why: Prose
    """Why it is that one, and what leads to another."""


class Materials(Value):
    """What a hiring kit is made of, on the side of the need or on that of the candidates."""

    seen_with: Id | None = None
    """Of a need: the rubric by which candidates are seen."""
    before: Prose | None = None
    """Of a form about a person: what must be at hand before it is filled in."""
    results: tuple[Wording, ...] = ()
    """Of a need: the one result that makes the hire worth it, by the answers."""
    roles: dict[Id, RoleText] = Field(default_factory=dict)
    """Of a need: what each outcome is as a job, and `both`."""
    guide: tuple[GuidePart, ...] = ()
    """Of a form about a person: the interview, part by part."""
    practice: tuple[PracticeAnswer, ...] = ()
    """Of a form about a person: worked answers to practice on."""
    pages: tuple[MaterialPage, ...] = ()
    """All other pages, in order."""
    source: tuple[ClaimId, ...] = ()
    """Claims that the way of hiring rests on."""


class MaterialsFile(Value):
    """The part of a rubric file that holds the materials."""

    materials: Materials


def materials_of(rubric: Rubric) -> Materials:
    """The materials of a rubric; empty where it has none. Raises ValidationError for others."""
    return Materials.model_validate(rubric.materials)


def material_problems(rubric: Rubric, materials: Materials) -> Iterator[Problem]:
    """What a kit could not be made of, each at its place in the rubric's file."""
    for problem in _all_problems(rubric, materials):
        yield problem._replace(path=("materials", *problem.path))


def _all_problems(rubric: Rubric, materials: Materials) -> Iterator[Problem]:
    """The same, from the materials on."""
    ids = tuple(item.id for item in rubric.items)
    for path, text in texts_below(materials, ()):
        if text.when is not None and materials.seen_with is None:
            message = "a kit is made before anybody answers this: nothing can be compared"
            yield Problem((*path, "when"), message, "drop the condition, or use roles:")
        elif text.when is not None:
            yield from condition_problems(rubric, text.when, at=(*path, "when"), known=ids)
    yield from _role_problems(rubric, materials)
    yield from _guide_problems(rubric, materials)
    yield from _practice_problems(rubric, materials)
    yield from _page_problems(materials)
    for path, said in _texts(materials, ()):
        yield from _brace_problems(path, said)


def _role_problems(rubric: Rubric, materials: Materials) -> Iterator[Problem]:
    """Roles are outcomes, or `both` where the rubric has a text for it."""
    known = (*rubric.outcomes, *([BOTH] if rubric.texts.both else []))
    for name in materials.roles:
        if name not in known:
            yield unknown(("roles", name), name, kind="role", known=known)
    for k, page in enumerate(materials.pages):
        for m, section in enumerate(page.sections):
            for n, name in enumerate(section.roles):
                if name not in known:
                    at = ("pages", k, "sections", m, "roles", n)
                    yield unknown(at, name, kind="role", known=known)
    missing = [name for name in known if name not in materials.roles]
    if materials.roles and missing:
        yield Problem(("roles",), f"no text for the role `{missing[0]}`", f"add {missing[0]}: ...")
    if bool(materials.roles) != (materials.seen_with is not None):
        yield Problem((), "roles and seen_with belong together", "name both or neither")


def _guide_problems(rubric: Rubric, materials: Materials) -> Iterator[Problem]:
    """The guide asks every item once, and says what to say."""
    ids = tuple(item.id for item in rubric.items)
    counts: Counter[str] = Counter()
    for k, part in enumerate(materials.guide):
        for m, one in enumerate(part.questions):
            at: _Path = ("guide", k, "questions", m)
            counts[one.item] += 1
            if one.item not in ids:
                yield unknown((*at, "item"), one.item, kind="item", known=ids)
            elif counts[one.item] > 1:
                yield Problem((*at, "item"), f"`{one.item}` is asked twice", code="duplicate-id")
            elif part.spoken and one.say is None and rubric.item(one.item).prompt is None:
                message = f"nobody would know what to say for `{one.item}`"
                yield Problem(at, message, "add say: ..., or spoken: false to the part")
    missing = [name for name in ids if name not in counts]
    if materials.guide and missing:
        yield Problem(("guide",), f"the guide leaves out `{missing[0]}`", "add it to a part")


def _practice_problems(rubric: Rubric, materials: Materials) -> Iterator[Problem]:
    """Worked answers are to items that exist, with marks that can be given."""
    ids = tuple(item.id for item in rubric.items)
    for k, one in enumerate(materials.practice):
        if one.item not in ids:
            yield unknown(("practice", k, "item"), one.item, kind="item", known=ids)
            continue
        try:
            rubric.item(one.item).read(one.mark)
        except Unreadable as error:
            yield Problem(("practice", k, "mark"), error.message, error.hint)


def _page_problems(materials: Materials) -> Iterator[Problem]:
    """Pages have names of their own, and tables as many cells as columns."""
    counts = Counter(page.id for page in materials.pages)
    for k, page in enumerate(materials.pages):
        if counts[page.id] > 1:
            message = f"page `{page.id}` is listed {counts[page.id]} times"
            yield Problem(("pages", k, "id"), message, code="duplicate-id")
        for m, section in enumerate(page.sections):
            table = section.table
            widest = max(map(len, (section.picture or "").splitlines()), default=0)
            if widest > _WIDEST:
                message = f"a line of {widest} characters, where {_WIDEST} fit on paper"
                yield Problem(("pages", k, "sections", m, "picture"), message, "draw it narrower")
            for n, row in enumerate(table.rows if table else ()):
                if table and len(row) != len(table.columns):
                    at = ("pages", k, "sections", m, "table", "rows", n)
                    message = f"{len(row)} of {len(table.columns)} cells"
                    yield Problem(at, message, "a text for each column")


def _texts(value: object, path: _Path) -> Iterator[tuple[_Path, str]]:
    """Every text at or below a value, with its place."""
    match value:
        case str():
            yield path, value
        case Value():
            for name in type(value).model_fields:
                yield from _texts(getattr(value, name), (*path, name))
        case dict():
            for key, part in value.items():
                yield from _texts(part, (*path, key))
        case tuple():
            for k, part in enumerate(value):
                yield from _texts(part, (*path, k))
        case _:
            return


def _brace_problems(path: _Path, text: str) -> Iterator[Problem]:
    """What stands in braces is known."""
    for found in _BRACES.finditer(text):
        name = found[1]
        if name is None:
            yield Problem(path, "a brace without its other half", "write {company}, or no brace")
        elif name not in PLACEHOLDERS:
            yield unknown(path, name, kind="placeholder", known=PLACEHOLDERS)


def fill_in(text: str, given: dict[str, str]) -> str:
    """A text with what stands in braces filled in; what is filled in is not looked at again."""
    return _BRACES.sub(lambda found: given.get(found[1] or "", found[0]), text)
