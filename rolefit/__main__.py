"""`rolefit` and `python -m rolefit`: the way in."""

import sys

if __name__ == "__main__":
    # `python -m` puts the current folder first: a stranger's yaml.py there would be imported.
    # Nothing may be imported before this but what the interpreter itself has loaded.
    import os

    sys.path[:] = [entry for entry in sys.path if entry not in ("", ".", os.getcwd())]

import contextlib
import errno
import gc
import os


def run() -> None:
    """Run the command line and exit with its code."""
    if "_ROLEFIT_COMPLETE" in os.environ:
        # Completions are plain words: typer works without rich where it finds none.
        os.environ["TYPER_USE_RICH"] = "0"
        sys.modules["rich"] = None  # type: ignore[assignment]
    # A run is short and makes few cycles: collecting them is most of what the collector would do.
    gc.set_threshold(100_000, 50, 50)
    # No plug-in of the environment gets to see answers; looking for them costs time besides.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # The one answer that scripts ask for often costs no more than Python itself.
    code = version() if sys.argv[1:] in (["--version"], ["-V"]) else command()
    # Taking the interpreter down in order costs a tenth of a run, and there is nothing left to do:
    # what was written has been flushed, and what was open is closed.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def version() -> int:
    """Print the version; returns the exit code."""
    from rolefit import __version__  # noqa: PLC0415

    try:
        os.write(1, f"rolefit {__version__}\n".encode())
    except BrokenPipeError:
        return 141
    except OSError as error:
        closed = error.errno == errno.EBADF
        tell("stdout is closed" if closed else f"the output could not be written: {error.strerror}")
        return 3
    return 0


def tell(message: str) -> None:
    """Say something on stderr, if it is open."""
    with contextlib.suppress(OSError):
        os.write(2, f"rolefit: {message}\n".encode())


def command() -> int:
    """Run any other command; returns the exit code."""
    try:
        from rolefit.cli import main  # noqa: PLC0415

        return main()
    except KeyboardInterrupt:  # while still loading
        tell("interrupted; nothing was changed")
        return 130


if __name__ == "__main__":
    run()
