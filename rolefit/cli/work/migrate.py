"""Carry answers to the present edition of their rubric, and say what became of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from shlex import quote
from typing import NamedTuple

from rolefit.cli import complete, output
from rolefit.cli.interview import places
from rolefit.cli.options import OutputRequest, TakeRequest
from rolefit.cli.work import Answered, OutputOptions, deliver_text, output_options, read_one
from rolefit.cli.work.take import interview
from rolefit.errors import Exit, Invalid, RolefitError
from rolefit.rubric.model import Responses, read
from rolefit.safe_text import sanitize
from rolefit.storage.documents import problems_at
from rolefit.storage.library import option_for, responses_text
from rolefit.studies.editions.carrying import CarriedAnswers, carry_answers, is_of, no_way, way_from


class MigrateRequest(NamedTuple):
    """What was typed about answers to be carried."""

    file: str
    rubric: str | None = None
    since: str | None = None
    """The edition that was answered, where the file does not say it."""
    no_input: bool = False


def migrate_file(typed: MigrateRequest, request: OutputRequest) -> int:
    """Write a file for the present edition; at a terminal, go on with what is new."""
    kind = complete.PRINTED[0]
    want = output_options(request._replace(format=kind.name), kind)
    one = read_one(typed.file, typed.rubric, want.inputs)
    responses = _of_edition(one, typed.since)
    if is_of(one.rubric, responses):
        named = f"{one.rubric.rubric} {one.rubric.version}"
        output.remark(f"{one.document.name}: answers {named}, the present edition, already")
        return Exit.DONE
    way = way_from(one.rubric, version=responses.rubric_version, hash=responses.rubric_hash)
    if way is None:
        raise _refused(one, responses)
    found = carry_answers(one.rubric, way, responses.answers, about=responses.respondent.about)
    update = {"answers": found.answers, "rubric_version": None, "rubric_hash": None, "form": None}
    after = responses.model_copy(update=update)
    try:
        read(one.rubric, after)
    except Invalid as invalid:  # who answered about whom is no longer possible
        raise problems_at(one.document, invalid) from None
    deliver_text(responses_text(after, one.rubric), want)
    _tell(found, one, want)
    return _ask_rest(found, one, typed, want)


def _of_edition(one: Answered, since: str | None) -> Responses:
    """The answers with the edition that they were given to."""
    told = one.responses.rubric_version
    if since is None:
        if told is None and one.responses.rubric_hash is None:
            hint = "say which edition was answered: --from 1.0"
            raise RolefitError(f"{one.document.name}: names no edition of its rubric", hint)
        return one.responses
    if told not in (None, since):
        message = f"{one.document.name}: answers edition {told}, not {since}"
        raise RolefitError(message, "leave out --from")
    return one.responses.model_copy(update={"rubric_version": since})


def _refused(one: Answered, responses: Responses) -> RolefitError:
    """Why the answers of a file cannot be carried."""
    error = no_way(one.rubric, responses.rubric_version)
    return RolefitError(f"{one.document.name}: {error.message}", error.hint)


def _tell(found: CarriedAnswers, one: Answered, want: OutputOptions) -> None:
    """Say what became of each answer, and what is new."""
    for line in _lines(found, one):
        output.remark(line, quiet=want.quiet)


def _lines(found: CarriedAnswers, one: Answered) -> Iterator[str]:
    """What is said about it."""
    kept = len(found.items) - len(found.dropped)
    rubric = one.rubric
    yield (
        f"{rubric.rubric}: carried {kept} of {len(found.items)} answers from edition "
        f"{found.since} to {rubric.version}"
    )
    for item in found.items:
        if item.to not in (None, item.item):
            yield f"  {item.item} is now {item.to}"
    for item in found.dropped:
        yield f"  {item.item} was not carried: {item.why}"
    if found.open:
        verb = "question has" if len(found.open) == 1 else "questions have"
        yield f"{len(found.open)} {verb} no answer yet: {', '.join(found.open)}"


def _ask_rest(
    found: CarriedAnswers, one: Answered, typed: MigrateRequest, want: OutputOptions
) -> int:
    """Go on with what is new where somebody can be asked, or say how."""
    if not found.open:
        return Exit.DONE
    name = typed.rubric or one.rubric.rubric
    path = want.path
    at_terminal = places.terminal(sys.stdin) and not typed.no_input
    asker = places.asker(accessible=False) if at_terminal and path is not None else None
    if asker is not None and asker.confirm("Answer them now?", default=True):
        return interview(_take(name, str(path)), OutputRequest(quiet=want.quiet))
    if not want.quiet:
        file = quote(str(path)) if path else "NEW.yaml"
        output.to_stderr(sanitize(f"to answer them: rolefit take {quote(name)} --answers {file}"))
        if not path:
            again = f"rolefit migrate {quote(typed.file)}{option_for(name)} -o NEW.yaml"
            output.to_stderr(sanitize(f"to have it as a file: {again}"))
    return Exit.DONE


def _take(name: str, file: str) -> TakeRequest:
    """What asks only what a file leaves open."""
    return TakeRequest(
        rubric=name,
        accessible=False,
        quick=False,
        answers=file,
        changes=(),
        no_input=False,
        resume=None,
        no_save=False,
        name=None,
        group=None,
    )
