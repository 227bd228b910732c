"""What the shell completes: names that are known without loading anything heavy."""

import re
from pathlib import Path

from rolefit.reports.formats import Format, drawing, formats_named
from rolefit.rubric.models import MODEL_NAMES
from rolefit.storage.shipped import CLAIMS, shipped_folder, shipped_names

_GLOSSARY = Path(__file__).parent.parent / "reports" / "glossary.yaml"
_KEYED = r"(?m)^  ([A-Za-z][\w-]*):"
_LISTED = r"(?m)^  - id: ([\w-]+)$"
_NAMING = r"(?m)^(?:outcomes|dimensions|bands):\n((?:(?: .*)?\n)+)"
"""The parts of a rubric file that give names which can be explained."""

REPORT = drawing("page", "rows", "data")
"""What reports on responses are drawn as."""
STUDY = drawing("page", "data")
"""What studies over several responses are drawn as."""
PRINTED = formats_named("terminal", "markdown")
"""What pages without a file of their own are drawn as."""
KIT = formats_named("markdown", "docx")
"""What the documents of a hiring kit are drawn as; all of them in one HTML file besides."""
MATRIX = formats_named("terminal", "markdown", "json")
CHECK = formats_named("text", "json", "github")
AUDIT = formats_named("text", "json", "sarif", "markdown", "github")


def rubrics(incomplete: str) -> list[str]:
    """Rubrics that are found by their names."""
    from rolefit.storage.own import own_rubrics

    return [name for name in (*shipped_names(), *own_rubrics()) if name.startswith(incomplete)]


def own_rubrics(incomplete: str) -> list[str]:
    """Rubrics that the person added."""
    from rolefit.storage.own import own_rubrics as every

    known = (one.name for one in every().values() if one.added)
    return [name for name in known if name.startswith(incomplete)]


def requirements(incomplete: str) -> list[str]:
    """What --require takes."""
    return [name for name in ("leaning", "clear", "settled") if name.startswith(incomplete)]


def raters(incomplete: str) -> list[str]:
    """Who answers about somebody else."""
    known = ("boss", "peer", "report", "mentor", "interviewer")
    return [name for name in known if name.startswith(incomplete)]


def models(incomplete: str) -> list[str]:
    """The models of a rubric."""
    return [name for name in MODEL_NAMES if name.startswith(incomplete)]


def beginning(known: tuple[Format, ...], incomplete: str) -> list[str]:
    """Names of formats."""
    return [one.name for one in known if one.name.startswith(incomplete)]


def report_formats(incomplete: str) -> list[str]:
    """Formats of reports on responses."""
    return beginning(REPORT, incomplete)


def study_formats(incomplete: str) -> list[str]:
    """Formats of studies."""
    return beginning(STUDY, incomplete)


def audit_formats(incomplete: str) -> list[str]:
    """Formats of an audit."""
    return beginning(AUDIT, incomplete)


def topics(incomplete: str) -> list[str]:
    """What can be explained, read off the lines of our own files: a parser would take too long."""
    known = set(re.findall(_KEYED, _GLOSSARY.read_text("utf-8")))
    for name in (*shipped_names(), CLAIMS):
        text = (shipped_folder() / f"{name}.yaml").read_text("utf-8")
        known |= _claims_in(text) if name == CLAIMS else _names_in(text)
    return sorted(name for name in known if name.casefold().startswith(incomplete.casefold()))


def _names_in(text: str) -> set[str]:
    """The ids of outcomes, dimensions and levels in the text of a rubric."""
    parts = re.findall(_NAMING, text)
    return {
        name for part in parts for name in (*re.findall(_KEYED, part), *re.findall(_LISTED, part))
    }


def _claims_in(text: str) -> set[str]:
    """The ids of claims in the text of the register."""
    return {name for name in re.findall(_KEYED, text) if name.isupper()}


def kinds(incomplete: str) -> list[str]:
    """Commands whose JSON has a schema."""
    known = ("score", "match", "compare", "progress", "whatif", "outcome", "rubric-diff", "cohort")
    return [name for name in known if name.startswith(incomplete)]
