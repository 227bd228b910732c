"""The shell: the app, its commands, and the one gate that every error passes through."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import Annotated

import typer

from rolefit import __version__
from rolefit.cli import demo, explain, output, rubric, score
from rolefit.cli.light import LightCommand, LightGroup
from rolefit.cli.overview import overview
from rolefit.errors import Exit, RolefitError

# The one base of typer's usage errors that it lets us name: it carries its own copy of click.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    name="rolefit",
    cls=LightGroup,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Role-fit assessments that say what fits, why, and how sure that is.",
    epilog="Everything stays on this machine. Start with: rolefit demo",
)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version.")] = False,
) -> int:
    """Role-fit assessments that say what fits, why, and how sure that is."""
    if version:
        output.say(f"rolefit {__version__}\n")
    elif context.invoked_subcommand is None:
        overview()
    return Exit.DONE


app.command("score", cls=LightCommand)(score.score)
app.command("demo", cls=LightCommand)(demo.demo)
app.command("explain", cls=LightCommand)(explain.explain)
app.add_typer(rubric.app, name="rubric")


class Terminated(BaseException):
    """The process was asked to end."""


def terminate(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception, so that everything open is closed on the way out."""
    raise Terminated


def main(arguments: list[str] | None = None) -> int:  # noqa: PLR0911 - one exit a kind of error
    """Run one command; returns the exit code. The only place where errors end."""
    prepare()
    try:
        return finish(run(sys.argv[1:] if arguments is None else arguments))
    except RolefitError as error:
        output.complain(error.message, error.hint)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        output.complain("interrupted", "nothing was changed")
        return Exit.INTERRUPTED
    except Terminated:
        output.complain("terminated", "nothing was changed")
        return Exit.TERMINATED
    except BrokenPipeError:
        # Whoever read our output has seen enough; let the interpreter close a harmless stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.PIPE_CLOSED
    except OSError as error:
        output.complain(f"the output could not be written: {error.strerror}", "")
        silence()
        return Exit.OUR_TROUBLE
    except Exception as error:
        if os.environ.get("ROLEFIT_DEBUG"):
            raise
        output.complain(*our_fault(error))
        return Exit.OUR_TROUBLE


def prepare() -> None:
    """Make signals end the run in order, and no character a reason to end it."""
    with suppress(ValueError):  # not the main thread: whoever runs us there handles signals
        signal.signal(signal.SIGTERM, terminate)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            output.reconfigure(stream)


def run(arguments: list[str]) -> int:
    """Run the app; wrong usage becomes an error of ours."""
    command = typer.main.get_command(app)
    try:
        code = command.main(args=arguments, prog_name="rolefit", standalone_mode=False)
    except UsageError as error:
        raise usage(error) from None
    return code if isinstance(code, int) else Exit.DONE


def usage(error: Exception) -> RolefitError:
    """A usage error in our own form."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "rolefit"
    message = error.format_message()  # type: ignore[attr-defined]
    return RolefitError(message, f"try: {path} --help")


def finish(code: int) -> int:
    """Make sure that what was written has left the process before saying that all is well."""
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def silence() -> None:
    """Keep the interpreter from failing once more while it closes a broken stdout."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError:
        return


def our_fault(error: Exception) -> tuple[str, str]:
    """A bug in one line: its kind and place, never the values at hand."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = ""
    if place is not None:
        file = os.path.basename(place.tb_frame.f_code.co_filename)
        where = f" ({file}:{place.tb_lineno})"
    hint = "this is a bug; ROLEFIT_DEBUG=1 shows more to report it with"
    return f"rolefit failed: {type(error).__name__}{where}", hint
