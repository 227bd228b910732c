"""Numbers as they are typed at a question, figure by figure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

FIGURES = re.compile(r"-?[0-9]{1,12}(\.[0-9]{0,6})?|-?", re.ASCII)
"""What may stand on the screen while a number is typed."""


def amount(typed: str) -> Any:
    """A typed amount as a responses file would hold it, or None where it is no number yet."""
    typed = typed.removesuffix(".")
    if not FIGURES.fullmatch(typed) or typed in ("", "-"):
        return None
    return Decimal(typed) if "." in typed else int(typed)
