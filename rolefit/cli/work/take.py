"""Ask the questions of a rubric, and report."""

from __future__ import annotations

from rolefit.cli import complete
from rolefit.cli.interview import places
from rolefit.cli.interview.asking import Asker, TakeOptions
from rolefit.cli.interview.sessions import keep_unasked, report, sitting
from rolefit.cli.options import OutputRequest, TakeRequest
from rolefit.cli.output import remark
from rolefit.cli.raters import Rater, rater_of, view_for
from rolefit.cli.work import Inputs, output_options, read_document
from rolefit.cli.work.own import known_rubrics
from rolefit.cli.work.rubric import print_blank
from rolefit.cli.work.whatif import parse_change
from rolefit.errors import Exit, Invalid, RolefitError
from rolefit.interview.machine import Interview, answer_given, begin, responses, visible
from rolefit.rubric.model import Respondent, Responses, Rubric, read
from rolefit.rubric.raters import raters_of
from rolefit.storage.documents import problems_at, read_responses
from rolefit.storage.library import register_path
from rolefit.storage.own import own_rubrics
from rolefit.storage.shipped import offered_names

_KIT = "To make one: rolefit kit YOUR-NEED.yaml -o kit"
_OTHER_WAYS = (
    "other ways: --answers FILE and --set item=value give answers beforehand; --blank prints a "
    "file to fill in; --accessible reads typed lines from a pipe"
)


def interview(request: TakeRequest, output: OutputRequest) -> int:
    """Ask what is still open, then report; 1 where the person left before the end."""
    want = output_options(output, *complete.REPORT)
    if request.keep and request.no_save:
        raise RolefitError("--keep and --no-save exclude each other", "leave one of them out")
    asks = not request.no_input and request.answers != "-"
    asker = places.asker(accessible=request.accessible) if asks else None
    typed = request.rubric or which(asker, want.inputs)
    found = want.inputs.rubric(typed)
    want.inputs.note(register_path(), "the register of claims")  # read for those who ask why
    _say_what_it_needs(found, asker)
    told = beforehand(found, request, want.inputs)
    who = told.respondent
    rater = _rater(found, request, who)
    _say_how_raters_are_asked(found, request, rater)
    options = TakeOptions(
        rubric=typed,
        quick=request.quick,
        resume=request.resume,
        no_save=request.no_save,
        name=who.name if request.name is None else request.name,
        group=rater.group if rater else request.group or who.group,
        about=rater.about if rater else None,
        want=want,
        # What is asked here is answered today, whatever the date of the answers it began with.
        day=told.day if asker is None else None,
    )
    begun = begin(view_for(found, rater), told.answers, quick=request.quick)
    # a name that cannot stand
    responses(begun, name=options.name, group=options.group, about=options.about)
    if asker is not None:
        return sitting(begun, asker, options)
    if begun.at is not None:
        raise missing(begun, asked=request.no_input or bool(told.answers))
    done = report(begun, options)
    if request.keep:
        keep_unasked(done, options)
    return Exit.DONE


def _say_how_raters_are_asked(rubric: Rubric, request: TakeRequest, rater: Rater | None) -> None:
    """Say which options ask a boss or peer about somebody: these questions say `you`."""
    worded = any(item.ask_rater is not None for item in rubric.items)
    if rater is None and worded and request.group in raters_of(rubric):
        group = f"--about NAME --as {request.group}"
        told = f"These questions speak to the person. To answer about somebody: {group}"
        remark(told)


def _say_what_it_needs(rubric: Rubric, asker: Asker | None) -> None:
    """Say what must be at hand for a form about a person, and where it comes from."""
    before = rubric.materials.get("before")
    if before and asker is not None:
        asker.tell(f"{' '.join(before.split())} {_KIT}")


def _rater(rubric: Rubric, request: TakeRequest, before: Respondent) -> Rater | None:
    """Who answers about whom, by the options or else by the file of --answers."""
    if request.as_ is not None and request.group is not None:
        raise RolefitError("--as and --group both say who answers", "leave out --group")
    if request.about is None and request.as_ is None and before.about is not None:
        return rater_of(rubric, before.about, before.group)
    return rater_of(rubric, request.about, request.as_)


def print_form(
    rubric: str | None, rater: tuple[str | None, str | None], request: OutputRequest
) -> int:
    """Print a responses file to fill in; `rater` is what --about and --as say."""
    return print_blank(rubric or which(None, Inputs()), rater, request)


def which(asker: Asker | None, inputs: Inputs) -> str:
    """The rubric that is wanted. Raises RolefitError where nobody can be asked."""
    if asker is None:
        names = ", ".join((*offered_names(), *own_rubrics()))
        raise RolefitError("which rubric?", f"rolefit take RUBRIC; there are {names}")
    rubrics = [one.rubric for one in known_rubrics(inputs)]
    rows = [f"{r.title} ({r.rubric}, {r.minutes} minutes)" for r in rubrics]
    chosen = asker.pick("What would you like to assess?", rows, default=None)
    if chosen is None:
        raise RolefitError("no rubric was chosen", "rolefit take RUBRIC")
    return rubrics[chosen].rubric


def beforehand(rubric: Rubric, request: TakeRequest, inputs: Inputs) -> Responses:
    """What is known before the first question. Raises RolefitError for what cannot be read."""
    told = Responses(rubric=rubric.rubric, answers={})
    if request.answers is not None:
        told = _from_file(request.answers, rubric, inputs)
    given = {item: raw for item, raw in told.answers.items() if raw is not None}
    given.update(parse_change(change, rubric) for change in request.changes)
    return told.model_copy(update={"answers": given})


def _from_file(name: str, rubric: Rubric, inputs: Inputs) -> Responses:
    """A responses file; what it leaves empty is still to be asked."""
    document = read_document(name, inputs)
    found = read_responses(document)
    if found.rubric != rubric.rubric:
        hint = f"rolefit take {found.rubric} --answers {document.name}"
        message = f"{document.name}: answers to `{found.rubric}`, not to `{rubric.rubric}`"
        raise RolefitError(message, hint)
    try:
        read(rubric, found)
    except Invalid as invalid:
        raise problems_at(document, invalid) from None
    return found


def missing(interview: Interview, *, asked: bool) -> RolefitError:
    """Why nothing can be asked here, or which answers are missing."""
    if not asked:
        return RolefitError("there is no terminal to ask questions at", _OTHER_WAYS)
    items = visible(interview)
    open_ = [item.id for item in items if answer_given(interview, item.id) is None]
    verb = "questions has" if len(open_) == 1 else "questions have"
    message = f"{len(open_)} of {len(items)} {verb} no answer: {', '.join(open_)}"
    return RolefitError(message, "give them with --set item=value or in the file of --answers")
