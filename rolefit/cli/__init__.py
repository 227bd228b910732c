"""The shell: the app, its commands, and the one gate that every error passes through."""

from __future__ import annotations

import os
import re
import signal
import sys
from contextlib import suppress
from importlib import import_module
from types import FrameType
from typing import Annotated, Any

import typer

from rolefit import __version__
from rolefit.cli import output
from rolefit.cli.options import LightCommand, LightGroup
from rolefit.errors import Exit, RolefitError, StoreError
from rolefit.storage.shipped import shipped_names

# The one base of typer's usage errors that it lets us name: it carries its own copy of click.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]

_WITH_DEFAULT = ("plan", "outcome")
"""Groups that do something where none of their commands is named."""

_COMMANDS = {
    "take": "take",
    "score": "score",
    "demo": "demo",
    "form": "form",
    "whatif": "whatif",
    "compare": "compare",
    "explain": "explain",
    "kit": "kit",
    "match": "match",
    "progress": "progress",
    "batch": "batch",
    "cohort": "cohort",
    "drafts": "journal",
    "migrate": "migrate",
}
"""The commands, and the module of this room where the function of that name stands."""

_GROUPS = {
    "panel": "panel",
    "outcome": "outcome",
    "plan": "plan",
    "import": "import_",
    "journal": "journal",
    "rubric": "rubric",
}
"""The groups of commands, and the module of this room where the `app` of each stands."""


def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version.")] = False,
) -> int:
    """Role-fit assessments that say what fits, why, and how sure that is."""
    if version:
        output.say(f"rolefit {__version__}\n")
    elif context.invoked_subcommand is None:
        from rolefit.cli.work.overview import overview

        overview()
    return Exit.DONE


def app_for(arguments: list[str]) -> typer.Typer:
    """The app with the one command that the first argument names; with all where it names none.

    To load them all and build their options would cost a short run more than a tenth of its time.
    """
    name = arguments[0] if arguments else ""
    single = name in _COMMANDS or name in _GROUPS
    app = typer.Typer(
        name="rolefit",
        cls=LightGroup,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Role-fit assessments that say what fits, why, and how sure that is.",
        epilog="Everything stays on this machine. Start with: rolefit demo",
    )
    app.callback(invoke_without_command=True)(root)
    for command, module in _COMMANDS.items():
        if command == name or not single:
            app.command(command, cls=LightCommand)(getattr(_module(module), command))
    for group, module in _GROUPS.items():
        if group == name or not single:
            app.add_typer(_module(module).app, name=group)
    return app


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")


class Terminated(BaseException):
    """The process was asked to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = Exit(128 + number)


def terminate(number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception, so that everything open is closed on the way out."""
    raise Terminated(number)


def _watch_signals() -> None:
    """Have what asks the process to end pass through `terminate`; what is ignored stays so."""
    with suppress(ValueError):  # not the main thread: whoever runs us there handles signals
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, terminate)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code. The only place where errors end."""
    _watch_signals()
    output.mend_columns()
    before = sys.stdout
    output.reconfigure(sys.stdout)
    output.reconfigure(sys.stderr)
    sys.stdout = output.Guarded(sys.stdout)
    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        # What was written must have left the process before all is said to be well.
        sys.stdout.flush()
        if code == Exit.INTERRUPTED:  # how some versions of typer pass on an interrupt
            code = _tell_stop(KeyboardInterrupt())
    except Exception as error:
        code = _tell_error(error)
    except (KeyboardInterrupt, Terminated) as signalled:
        code = _tell_stop(signalled)
    except SystemExit as leaving:  # how others do
        code = leaving.code if isinstance(leaving.code, int) else Exit.NO
        if code == Exit.INTERRUPTED:
            code = _tell_stop(KeyboardInterrupt())
    finally:
        sys.stdout = before
    return code


def _tell_error(error: Exception) -> int:
    """Tell an error; returns its exit code. What is no error of ours is a bug of ours."""
    if isinstance(error, typer.Abort):
        return _tell_stop(KeyboardInterrupt())
    if not isinstance(error, RolefitError):
        if os.environ.get("ROLEFIT_DEBUG"):
            raise error
        error = _our_fault(error)
    output.complain(error)
    if error.exit_code is not Exit.UNUSABLE:
        _silence()
    return error.exit_code


def _tell_stop(signalled: BaseException) -> int:
    """Tell that the run was ended from outside; returns the exit code."""
    code = signalled.exit_code if isinstance(signalled, Terminated) else Exit.INTERRUPTED
    word = "interrupted" if code is Exit.INTERRUPTED else "terminated"
    output.complain(RolefitError(word, "nothing was changed"))
    return code


def run(arguments: list[str]) -> int:
    """Run the app; wrong usage becomes an error of ours."""
    if arguments in [[group] for group in _GROUPS if group not in _WITH_DEFAULT]:
        # What typer makes of a group without a command differs from version to version.
        arguments = [*arguments, "--help"]
    command = typer.main.get_command(app_for(arguments))
    try:
        code = command.main(args=arguments, prog_name="rolefit", standalone_mode=False)
    except _UsageError as error:
        raise usage(error) from None
    return code if isinstance(code, int) else Exit.DONE


def usage(error: Exception) -> RolefitError:
    """A usage error in our own form."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "rolefit"
    message = error.format_message()  # type: ignore[attr-defined]
    hint = f"try: {path} --help"
    missing = re.match(_NO_COMMAND, message)
    if missing is None:
        return RolefitError(message, hint)
    return RolefitError(
        message if path != "rolefit" else missing[0], _nearest_command(missing[1]) or hint
    )


_NO_COMMAND = r"No such command '([^']*)'\."


def _nearest_command(word: str) -> str:
    """What was most likely meant by a word that is no command; nothing where nobody can tell."""
    if word.endswith((".yaml", ".yml", ".json")):
        return "to score a file: rolefit score FILE"
    if word == "help":
        return "to get help: rolefit --help, or rolefit COMMAND --help"
    if word in shipped_names():
        return f"to answer it: rolefit take {word}; to look at it: rolefit rubric show {word}"
    inside = [
        f"rolefit {group} {word}"
        for group, module in _GROUPS.items()
        for command in _module(module).app.registered_commands
        if command.name == word
    ]
    return f"perhaps: {', or '.join(inside)}" if inside else ""


def _silence() -> None:
    """Keep the interpreter from failing once more while it closes a broken stdout."""
    stream = sys.stdout
    if isinstance(stream, output.Guarded) and stream.stream is sys.__stdout__ is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _our_fault(error: Exception) -> RolefitError:
    """A bug in one line: its kind and place, never the values at hand."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = ""
    if place is not None:
        file = os.path.basename(place.tb_frame.f_code.co_filename)
        where = f" ({file}:{place.tb_lineno})"
    hint = "this is a bug; ROLEFIT_DEBUG=1 shows more to report it with"
    return StoreError(f"rolefit failed: {type(error).__name__}{where}", hint)
