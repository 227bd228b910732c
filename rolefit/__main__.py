"""`rolefit` and `python -m rolefit`: the way in."""

import contextlib
import gc
import os
import sys


def run() -> None:
    """Run the command line and exit with its code."""
    # `python -m` puts the current folder first: a stranger's yaml.py there would be imported.
    sys.path[:] = [entry for entry in sys.path if entry not in ("", ".")]
    if sys.argv[1:] in (["--version"], ["-V"]):
        # The one answer that scripts ask for often costs no more than Python itself.
        from rolefit import __version__  # noqa: PLC0415

        print(f"rolefit {__version__}")
        return
    if "_ROLEFIT_COMPLETE" in os.environ:
        # Completions are plain words: typer works without rich where it finds none.
        os.environ["TYPER_USE_RICH"] = "0"
        sys.modules["rich"] = None  # type: ignore[assignment]
    # A run is short and makes few cycles: collecting them is most of what the collector would do.
    gc.set_threshold(100_000, 50, 50)
    # No plug-in of the environment gets to see answers; looking for them costs time besides.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from rolefit.cli import main  # noqa: PLC0415

    code = main()
    # Taking the interpreter down in order costs a tenth of a run, and there is nothing left to do:
    # main() has flushed what was written, and closed what was open.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
