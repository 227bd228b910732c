"""Bytecode is kept while tests run, also where the shell forbids it.

Otherwise each process that a test starts compiles the whole package and reads each rubric anew, and
each worker compiles every test in every run. Imported before all else that is ours; workers and
processes inherit it.
"""

from __future__ import annotations

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
