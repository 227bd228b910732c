"""The arguments and options of the commands, each said once, and cheap to complete."""

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from rolefit.cli import complete
from rolefit.reports.formats import Format, formats_for_help


class OutputRequest(NamedTuple):
    """What was typed about the output of a command."""

    format: str | None = None
    file: str | None = None
    full: bool = False
    force: bool = False
    quiet: bool = False
    pager: bool = False
    raw_csv: bool = False
    brief: bool = False
    memo: bool = False
    decider: str | None = None
    by: str | None = None


class TakeRequest(NamedTuple):
    """What was typed about an interview."""

    rubric: str | None
    accessible: bool
    quick: bool
    answers: str | None
    changes: tuple[str, ...]
    no_input: bool
    resume: bool | None
    no_save: bool
    name: str | None
    group: str | None
    about: str | None = None
    as_: str | None = None
    keep: bool = False
    """Keep the assessment in the journal without asking."""


class KitRequest(NamedTuple):
    """What was typed about a hiring kit."""

    folder: str | None
    interviewers: str | None = None
    candidates: str | None = None
    role: str | None = None
    format: str | None = None
    rubric: str | None = None
    candidate_rubric: str | None = None
    force: bool = False
    quiet: bool = False


class FormRequest(NamedTuple):
    """What was typed about an offline form."""

    rubric: str
    about: str | None
    as_: str | None
    rater: str | None
    asked_by: str | None
    collector: str | None
    reason: str | None
    zipped: bool
    to: str | None = None
    """For another tool: xlsform or text."""


class RoundRequest(NamedTuple):
    """What was typed about a new round."""

    rubric: str
    folder: str | None
    raters: str
    about: tuple[str, ...]
    collector: str | None
    reason: str | None
    named: bool


Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Responses files, YAML or JSON; - reads stdin."),
]
RubricOption = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        metavar="RUBRIC",
        help="Score against this rubric (name or file) instead of the one the responses name.",
        autocompletion=complete.rubrics,
    ),
]


MapOption = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="MAP",
        help="Read an export of a survey tool by this map; rolefit import draft writes one.",
    ),
]


def _format_option(known: tuple[Format, ...], offer: Callable[[str], list[str]]) -> Any:
    """The option that picks one of the formats."""
    text = f"{formats_for_help(known)}; by default the ending of --output decides."
    return typer.Option("--format", "-f", metavar="FORMAT", help=text, autocompletion=offer)


def _fixed_format(known: tuple[Format, ...]) -> Any:
    """The option that picks one of the formats where no file's ending could decide."""
    return typer.Option("--format", "-f", metavar="FORMAT", help=f"{formats_for_help(known)}.")


FormatOption = Annotated[str | None, _format_option(complete.REPORT, complete.report_formats)]
StudyFormat = Annotated[str | None, _format_option(complete.STUDY, complete.study_formats)]
AuditFormat = Annotated[str | None, _format_option(complete.AUDIT, complete.audit_formats)]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of stdout."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
FullOption = Annotated[bool, typer.Option("--full", help="Every answer, condition and number.")]
BriefOption = Annotated[
    bool, typer.Option("--brief", help="The verdict and how sure it is, in five lines.")
]
ProvedOption = Annotated[
    bool,
    typer.Option(
        "--proved",
        help="Also the result on the answers alone that have evidence; all others count as "
        "open. --require looks at the result of all answers.",
    ),
]
MemoOption = Annotated[
    bool,
    typer.Option(
        "--memo",
        help="One page for whoever must agree: the recommendation, the options, the case against, "
        "cost and way back.",
    ),
]
DeciderOption = Annotated[
    str | None,
    typer.Option("--decider", metavar="NAME", help="Who decides, for --memo."),
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="DATE", help="The last day for the decision, for --memo."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No remarks on stderr.")]
PagerOption = Annotated[
    bool,
    typer.Option("--pager", help="Show it in your pager (PAGER, or less); at a terminal only."),
]
RawOption = Annotated[
    bool,
    typer.Option(
        "--raw-csv",
        help="CSV for machines: no ' before texts that look like formulas, no byte order mark.",
    ),
]
RequireOption = Annotated[
    str | None,
    typer.Option(
        "--require",
        metavar="LABEL",
        help="Exit with 1 unless every verdict is leaning or clear, or clear, or settled.",
        autocompletion=complete.requirements,
    ),
]
KitFormat = Annotated[str | None, _fixed_format(complete.KIT)]
PageFormat = Annotated[str, _fixed_format(complete.PRINTED)]
CheckFormat = Annotated[str, _fixed_format(complete.CHECK)]
ClaimsFormat = Annotated[str, _fixed_format(complete.MATRIX)]
RubricName = Annotated[
    str,
    typer.Argument(
        metavar="RUBRIC", help="A shipped name or a file.", autocompletion=complete.rubrics
    ),
]
RubricNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[RUBRIC]...",
        help="Shipped names or files; all shipped ones where none is named.",
        autocompletion=complete.rubrics,
    ),
]
NeedOption = Annotated[
    str | None,
    typer.Option(
        "--need-rubric",
        metavar="RUBRIC",
        help="Read the company's file against this rubric (name or file).",
        autocompletion=complete.rubrics,
    ),
]
CandidateOption = Annotated[
    str | None,
    typer.Option(
        "--candidate-rubric",
        metavar="RUBRIC",
        help="Read the candidates' sheets against this rubric (name or file).",
        autocompletion=complete.rubrics,
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="ITEM=ANSWER",
        help="Another answer to an item; give it as often as you like. "
        "Also not_applicable, dont_know or skipped; a,b,c for several options, none for none "
        "of them.",
    ),
]
AboutOption = Annotated[
    str | None,
    typer.Option(
        "--about", metavar="NAME", help="Whom it is about, if somebody else answers; needs --as."
    ),
]
AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="GROUP",
        help="Who answers about them: boss, peer, report, mentor or interviewer.",
        autocompletion=complete.raters,
    ),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, help="Where random respondents start, 0 or above."),
]


# --- Commands that complete without loading what only running them needs --------------------------


def _as_given(_context: Any, value: Any) -> Any:
    """A parameter's value as it came."""
    return value


def light(context: Any, parameters: list[Any]) -> list[Any]:
    """The parameters of a command; while the shell asks for completions they take values as given.

    Nobody uses the values then, and converting them would load pydantic.
    """
    if context.resilient_parsing:
        for parameter in parameters:
            parameter.process_value = _as_given
    return parameters


class LightCommand(TyperCommand):
    """A command for which completion is cheap."""

    def get_params(self, ctx: Any) -> Any:
        """The command's parameters; see `light`."""
        return light(ctx, super().get_params(ctx))


class LightGroup(TyperGroup):
    """A group for which completion is cheap."""

    def get_params(self, ctx: Any) -> Any:
        """The group's parameters; see `light`."""
        return light(ctx, super().get_params(ctx))


class _Later:
    """A module that is loaded when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, part: str) -> Any:
        return getattr(import_module(self._name), part)


def later(name: str) -> Any:
    """A module that a command needs only when it runs; type checkers see the module itself."""
    return _Later(name)
