"""The names that shipped rubrics give: outcomes, levels, dimensions and standards, explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from rolefit.errors import RolefitError
from rolefit.exact import plain
from rolefit.reports.blocks import Block, Paragraph, Section
from rolefit.reports.glossary.entries import lookup_key
from rolefit.reports.pages.score.sentences import capital, join_words
from rolefit.rubric.model import Rubric
from rolefit.rubric.texts import text_of
from rolefit.storage.library import load
from rolefit.storage.own import own_rubrics
from rolefit.storage.shipped import shipped_names

_ARTICLES = ("a_", "an_", "the_")


class _RubricWord(NamedTuple):
    """A name that a rubric gives to something."""

    rubric: str
    id: str
    """How its file calls it; nothing where it has no id."""
    name: str
    text: str
    """What the rubric says about it."""
    use: str
    """What it is in that rubric, in a sentence."""

    def names(self) -> set[str]:
        """What it is looked up by: its id, and its name with and without an article."""
        name = lookup_key(self.name)
        bare = next((name.removeprefix(a) for a in _ARTICLES if name.startswith(a)), name)
        return {lookup_key(self.id), name, bare} - {""}


def _words_of(rubric: Rubric) -> Iterator[_RubricWord]:
    """Every name that a rubric gives."""
    yield from _outcome_words(rubric)
    yield from _level_words(rubric)
    for key, one in rubric.dimensions.items():
        count = len(rubric.scored_items(key))
        asked = f"{count} question" if count == 1 else f"{count} questions"
        use = f"One of the {len(rubric.dimensions)} things it measures, by {asked}."
        yield _RubricWord(rubric.rubric, key, one.name, one.about, use)


def _outcome_words(rubric: Rubric) -> Iterator[_RubricWord]:
    """The results that a rubric tells apart."""
    for key, one in rubric.outcomes.items():
        others = join_words([o.name for k, o in rubric.outcomes.items() if k != key])
        use = f"One of the results it can have, told apart from {others}."
        yield _RubricWord(rubric.rubric, key, one.name, text_of(one.summary), use)


def _level_words(rubric: Rubric) -> Iterator[_RubricWord]:
    """The standard that a rubric measures against, and its levels."""
    if rubric.standard is None:
        return
    standard = rubric.standard
    use = "The standard that it measures against."
    yield _RubricWord(rubric.rubric, "", standard.name, standard.summary, use)
    for band in rubric.bands:
        use = (
            f"One of its levels: the answers meet from {plain(band.from_)} to {plain(band.to)} % "
            f"of what is asked of {standard.name}."
        )
        yield _RubricWord(rubric.rubric, band.id, band.name, text_of(band.summary), use)


def rubric_words() -> tuple[_RubricWord, ...]:
    """Every name that a rubric gives which is found by its own name; faulty ones give none."""
    found = [word for name in shipped_names() for word in _words_of(load(name))]
    for name in own_rubrics():
        with suppress(RolefitError):
            found += _words_of(load(name))
    return tuple(found)


def found_words(wanted: str, words: Sequence[_RubricWord]) -> list[_RubricWord]:
    """What goes by a name, in every rubric that gives it."""
    return [word for word in words if wanted in word.names()]


def word_section(word: _RubricWord) -> Section:
    """What one rubric says about a name."""
    blocks: tuple[Block, ...] = (
        Paragraph(word.text),
        Paragraph(f"{word.use} To read all of it: rolefit rubric show {word.rubric}", "quiet"),
    )
    return Section(f"{capital(word.name)}, in {word.rubric}", blocks)
