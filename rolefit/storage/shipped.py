"""Where the shipped rubrics lie and how they are called; light enough for shell completion."""

from pathlib import Path

CLAIMS = "claims"


def shipped_folder() -> Path:
    """The folder of the shipped rubrics: inside the package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "rubrics"
    return inside if inside.is_dir() else package.parent / "rubrics"


FIRST = "first-marketing-hire"
"""What most people come for; it stands first wherever rubrics are listed for a person."""


def offered_names() -> tuple[str, ...]:
    """Names of the shipped rubrics in the order in which people are offered them."""
    return tuple(sorted(shipped_names(), key=lambda name: (name != FIRST, name)))


def shipped_names() -> tuple[str, ...]:
    """Names of the shipped rubrics, sorted."""
    return tuple(sorted(p.stem for p in shipped_folder().glob("*.yaml") if p.stem != CLAIMS))
