"""What the shell completes: names that are known without loading anything heavy."""

from rolefit.rubric.models import MODEL_NAMES
from rolefit.storage.shipped import shipped


def rubrics(incomplete: str) -> list[str]:
    """Shipped rubrics."""
    return [name for name in shipped() if name.startswith(incomplete)]


def requirements(incomplete: str) -> list[str]:
    """What --require takes."""
    return [name for name in ("leaning", "clear", "settled") if name.startswith(incomplete)]


def models(incomplete: str) -> list[str]:
    """The models of a rubric."""
    return [name for name in MODEL_NAMES if name.startswith(incomplete)]


def formats(incomplete: str) -> list[str]:
    """Report formats."""
    known = ("terminal", "markdown", "html", "pdf", "csv", "json")
    return [name for name in known if name.startswith(incomplete)]


def audit_formats(incomplete: str) -> list[str]:
    """Formats of an audit."""
    known = ("text", "json", "sarif", "markdown", "github")
    return [name for name in known if name.startswith(incomplete)]
