"""The glossary: each word that people meet, and what it means, read from `glossary.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from rolefit.rubric.value import Line, Prose, Value
from rolefit.storage.documents import parse, validate
from rolefit.storage.library import read_file

FILE = Path(__file__).parent.parent / "glossary.yaml"
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_-]*$")]
"""A word as files and JSON reports spell it."""


class GlossaryEntry(Value):
    """One word."""

    meaning: Prose
    """What it means, in a few sentences."""
    shown: Line | None = None
    """How reports print it, where that is not the word itself."""
    also: tuple[Line, ...] = ()
    """Other ways to say it: what reports print, and what people type."""
    see: tuple[Word, ...] = ()
    """Words that help to understand it."""
    source: Line | None = None
    """Where a measure comes from."""


class Glossary(Value):
    """All words, by what they are; a word stands in one of the groups only."""

    labels: dict[Word, GlossaryEntry]
    """How sure a verdict is, or what keeps it from being given."""
    terms: dict[Word, GlossaryEntry]
    """Words of reports and rubrics."""
    codes: dict[Word, GlossaryEntry] = Field(default_factory=dict)
    """What is wrong with a file."""

    def entries(self) -> Mapping[str, GlossaryEntry]:
        """Every entry by its word."""
        return {**self.labels, **self.terms, **self.codes}


@cache
def glossary() -> Glossary:
    """The shipped glossary."""
    return validate(parse(FILE.name, read_file(FILE)), Glossary)


@cache
def synonyms() -> Mapping[str, str]:
    """Each other way to say a word, as it is looked up by, and the word itself."""
    entries = glossary().entries()
    return {lookup_key(also): word for word, entry in entries.items() for also in entry.also}


def lookup_key(text: str) -> str:
    """A text as words are looked up by: small letters, `_` between its parts."""
    return "_".join(text.strip(" :?!.…").casefold().replace("-", " ").replace("_", " ").split())
