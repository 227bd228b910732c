"""What a start of the command line loads."""

from __future__ import annotations

import os
import subprocess
import sys

PROBE = """
import os, sys
sys.argv = ["rolefit", *{arguments!r}]
from rolefit.__main__ import run
def leave(code):
    loaded = [m for m in {watched!r} if sys.modules.get(m) is not None]
    sys.stderr.write("LOADED " + ",".join(loaded))
    sys.stderr.flush()
    os_exit(code)
os_exit = os._exit
os._exit = leave
try:
    run()
except SystemExit as error:
    leave(error.code or 0)
leave(0)
"""


def loaded(*arguments: str, watched: tuple[str, ...], **environment: str) -> tuple[str, set[str]]:
    """What a run prints, and which of the watched modules it loaded."""
    code = PROBE.format(arguments=list(arguments), watched=watched)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    _, mark, names = done.stderr.rpartition("LOADED ")
    assert mark, done.stderr
    return done.stdout, set(filter(None, names.split(",")))
