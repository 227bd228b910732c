"""Rubrics to start from: small and whole, with comments, to be rewritten by their author."""

from __future__ import annotations

from rolefit.storage.library import id_text
from rolefit.storage.starters.contrast import CONTRAST
from rolefit.storage.starters.profile import PROFILE
from rolefit.storage.starters.readiness import READINESS

HEAD = """\
# yaml-language-server: $schema=./{schema}
# A rubric: what is asked, how answers count, what is said about the result.
# It works as it stands. Make it your own part by part, and after each part run
#   rolefit rubric check {name}.yaml     Is it a rubric at all?
#   rolefit rubric test {name}.yaml      Do its cases turn out as they should?
#   rolefit rubric audit {name}.yaml     What would a sceptic object to?
# A finding that is unclear is explained by its number: rolefit explain RF011
rubric: {id}
version: "1.0"              # in quotes; raise it when the content changes
"""
STARTERS = {"contrast": CONTRAST, "profile": PROFILE, "readiness": READINESS}
"""What follows the head, by model."""


def starter(name: str, model: str, schema: str) -> str:
    """A rubric of that name; `schema` is the file that editors check it with."""
    return HEAD.format(name=name, id=id_text(name), schema=schema) + STARTERS[model]
