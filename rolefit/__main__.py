"""`rolefit` and `python -m rolefit`: the way in."""

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
    from rolefit.cli import main  # noqa: PLC0415

    sys.exit(main())


if __name__ == "__main__":
    run()
