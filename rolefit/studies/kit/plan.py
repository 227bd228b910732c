"""The plan of a kit: which role it is for, what it says, who reads what, and which forms it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from rolefit.errors import Exit, RolefitError
from rolefit.rubric.conditions import Value, sentences_of
from rolefit.rubric.materials import (
    BOTH,
    GuidePart,
    MaterialPage,
    Materials,
    MaterialSection,
    PracticeAnswer,
    RoleText,
    fill_in,
    materials_of,
)
from rolefit.rubric.model import Rubric
from rolefit.scoring.assess import fit_texts, fit_wordings
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.judging import role_of
from rolefit.studies.kit.people import Person

Reader = Literal["candidates", "team"]
_NAMELESS = "our company"
TEAM, FOR_CANDIDATES, FORMS, SEALED = "for-the-team", "for-candidates", "forms", "sealed"
"""The folders of a kit."""
NEED, SEAL, START, WHOLE = "need.yaml", "kit.yaml", "README.md", "kit.html"
"""The files at its top."""
_ORDER = (
    *("role-charter", "before-you-advertise", "question-owners", "interview-guide", "scorecard"),
    *("practice", "practice-key", "work-sample-key", "debrief"),
)
"""The team's pages in the order in which they are needed; others come after them."""
_MADE = ("role-charter", "question-owners", "interview-guide", "scorecard")


class NoRole(RolefitError):
    """The answers settle no role that a kit could be made for: the answer is no."""

    exit_code = Exit.NO


class KitRole(NamedTuple):
    """The role that a kit is for."""

    id: str
    """An outcome, or `both`."""
    name: str
    """As a sentence names it: `a doer`."""
    text: RoleText
    """What it is as a job, as far as it fits the answers."""
    summary: str
    first_90_days: tuple[str, ...]
    pair_with: tuple[str, ...]
    settled: bool
    """The answers name it; otherwise somebody chose it."""


class KitDocument(NamedTuple):
    """A document of a kit: who reads it, and where it lies, its ending left aside."""

    id: str
    reader: Reader
    path: str


class Kit(NamedTuple):
    """Everything that a kit says."""

    need: Assessment
    rubric: Rubric
    """That of the need, with the texts that fit the answers."""
    seen_with: Rubric
    role: KitRole
    results: tuple[str, ...]
    """The result wanted in twelve months; empty where none was named."""
    pages: tuple[MaterialPage, ...]
    guide: tuple[GuidePart, ...]
    practice: tuple[PracticeAnswer, ...]
    interviewers: tuple[Person, ...]
    candidates: tuple[Person, ...]

    @property
    def company(self) -> str:
        """Whose kit it is."""
        return self.need.respondent or _NAMELESS

    @property
    def documents(self) -> tuple[KitDocument, ...]:
        """Every document, the team's first."""
        return tuple(_documents(self))

    @property
    def forms(self) -> Iterator[tuple[str, Person, Person]]:
        """A form of each interviewer about each candidate: its path, by and about which one."""
        for interviewer in self.interviewers:
            for candidate in self.candidates:
                path = f"{FORMS}/{interviewer.file}/{candidate.file}.yaml"
                yield path, interviewer, candidate


# --- which role ----------------------------------------------------------------------------------


def open_roles(need: Assessment, rubric: Rubric) -> tuple[str, ...]:
    """The roles that may be chosen where the answers are too close to settle one."""
    free = tuple(outcome.id for outcome in need.outcomes if not outcome.excluded_by)
    both = (BOTH,) if len(free) > 1 and BOTH in materials_of(rubric).roles else ()
    return (*free, *both)


# --- what it says --------------------------------------------------------------------------------


def kit_for(
    need: tuple[Rubric, Assessment],
    seen_with: Rubric,
    role: str,
    people: tuple[tuple[Person, ...], tuple[Person, ...]],
) -> Kit:
    """The kit for a role; `people` are the interviewers and the candidates.

    `need` is the company's rubric with its result, `role` an outcome or `both`.
    """
    rubric, assessment = need
    ours, theirs = materials_of(rubric), materials_of(seen_with)
    chosen = _role(need, ours, role)
    results = fit_wordings(ours.results, assessment)
    given = {
        "company": assessment.respondent or _NAMELESS,
        "job_title": chosen.text.job_title,
        "role": chosen.name,
        "result": " ".join(results),
    }
    pages = (*ours.pages, *theirs.pages)
    return Kit(
        need=assessment,
        rubric=fit_texts(rubric, assessment),
        seen_with=seen_with,
        role=chosen,
        results=results,
        pages=tuple(_fitted_page(page, assessment, role, given) for page in pages),
        guide=theirs.guide,
        practice=theirs.practice,
        interviewers=people[0],
        candidates=people[1],
    )


def _role(need: tuple[Rubric, Assessment], materials: Materials, role: str) -> KitRole:
    """The role as a job, with the texts that fit the answers."""
    rubric, assessment = need
    fitted = fit_texts(rubric, assessment)
    text = _fitted_role(materials.roles[role], assessment)
    first, pair = sentences_of(text.first_90_days), sentences_of(text.pair_with)
    if role in fitted.outcomes:
        block = fitted.outcomes[role]
        first = first or sentences_of(block.first_90_days)
        pair = pair or sentences_of(block.pair_with)
        name, summary = block.name, " ".join(sentences_of(block.summary))
    else:
        both = fitted.texts.both
        assert both is not None
        name, summary = both.name or role, " ".join(sentences_of(both.summary))
    return KitRole(
        id=role,
        name=name.partition(":")[0],
        text=text,
        summary=summary,
        first_90_days=first,
        pair_with=pair,
        settled=role_of(assessment) == role,
    )


def _fitted_role(text: RoleText, need: Assessment) -> RoleText:
    """A role's texts as far as they fit."""
    kept = {name: value for name, value in text if isinstance(value, tuple) and name != "source"}
    return text.model_copy(update={k: fit_wordings(v, need) for k, v in kept.items()})


def _fitted_page(
    page: MaterialPage, need: Assessment, role: str, given: dict[str, str]
) -> MaterialPage:
    """A page for one role, with the texts that fit and what stands in braces filled in."""
    sections = tuple(
        _fitted_section(one, need) for one in page.sections if not one.roles or role in one.roles
    )
    found: MaterialPage = _with_filled(page.model_copy(update={"sections": sections}), given)
    return found


def _fitted_section(section: MaterialSection, need: Assessment) -> MaterialSection:
    """A section with the texts that fit."""
    listed = ("text", "points", "steps")
    return section.model_copy(
        update={name: fit_wordings(getattr(section, name), need) for name in listed}
    )


def _with_filled(value: Any, given: dict[str, str]) -> Any:
    """Every text at or below a value with what stands in braces filled in."""
    match value:
        case str():
            return fill_in(value, given)
        case Value():
            fields = type(value).model_fields
            update = {name: _with_filled(getattr(value, name), given) for name in fields}
            return value.model_copy(update=update)
        case tuple():
            return tuple(_with_filled(part, given) for part in value)
        case _:
            return value


# --- who reads what ------------------------------------------------------------------------------


def _documents(kit: Kit) -> Iterator[KitDocument]:
    """The team's documents in the order in which they are needed, then those for candidates."""
    practised = ("practice", "practice-key") if kit.practice else ()
    own = [page.id for page in kit.pages if page.reader == "team"]
    wanted = [*(_MADE if kit.guide else _MADE[:1]), *practised, *own]
    ordered = [name for name in _ORDER if name in wanted]
    ordered += [name for name in wanted if name not in _ORDER]
    for k, name in enumerate(ordered, start=1):
        yield KitDocument(name, "team", f"{TEAM}/{k}-{name}")
    for name in ("advertisement", *(p.id for p in kit.pages if p.reader == "candidates")):
        yield KitDocument(name, "candidates", f"{FOR_CANDIDATES}/{name}")
