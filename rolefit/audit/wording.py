"""The wordings of a rubric as an audit reads them: word lists, and how hard a text is to read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from rolefit.audit.base import Path
from rolefit.rubric.conditions import ConditionalText, Value
from rolefit.rubric.materials import Materials, materials_of
from rolefit.rubric.model import Rubric

Kind = Literal["question", "prompt", "help", "why", "option", "label", "text", "posting"]

KINDS: dict[str, Kind] = {
    "ask": "question",
    "interview_question": "prompt",
    "help": "help",
    "why": "why",
    "text": "option",
    "anchor": "option",
    "labels": "label",
    "ends": "label",
    "scales": "label",
    "unit": "label",
    "topic": "label",
    "ask_rater": "question",
    "help_rater": "help",
    "label_rater": "option",
    **dict.fromkeys(
        [
            "title",
            "audience",
            "limits",
            "name",
            "about",
            "summary",
            "strengths",
            "watch_outs",
            "pair_with",
            "first_90_days",
            "ask_next",
            "do",
            "first",
            "evidence",
            "effort",
            "notice",
            "steps",
            "reason",
            "fix",
            "say",
            "definition",
            "question",
            "decides",
            "later",
            "cost",
            "undo",
            "drop",
        ],
        "text",
    ),
}
"""What a text of a rubric is, by the key it stands under."""
_FOR_CANDIDATES = (
    *("job_title", "work", "must_haves", "nice_to_haves", "not_for", "results"),
    *("title", "about", "text", "points", "steps", "columns", "rows", "picture", "fill_in"),
)
_MATERIALS: dict[str, Kind] = {
    **dict.fromkeys(_FOR_CANDIDATES, "posting"),
    **dict.fromkeys(["decides", "shared", "first_90_days", "pair_with", "before"], "text"),
    **dict.fromkeys(["owner", "intro", "answer", "why"], "text"),
    **dict.fromkeys(["say", "then"], "prompt"),
}
"""The same for what a kit says: what candidates read, what they are asked, and the rest."""
_UNSAID = ("cases", "sources")
"""Parts that no respondent reads as the author's own words."""


class _RubricText(NamedTuple):
    """A text of a rubric with its place."""

    path: Path
    kind: Kind
    text: str


def texts_to_see(rubric: Rubric) -> Iterator[_RubricText]:
    """Every text that a respondent or a reader of a report may see, cases left out."""
    for key, value in parts(rubric):
        if key not in _UNSAID:
            for found in _texts_in(value, (key,), KINDS.get(key)):
                if not _is_scale_label(rubric, found.path):
                    yield found
    if rubric.materials:
        materials = materials_of(rubric)
        for found in _texts_in(materials, ("materials",), None, _MATERIALS):
            yield found._replace(kind="text") if _for_the_team(materials, found) else found


def _for_the_team(materials: Materials, found: _RubricText) -> bool:
    """Whether a text stands on a page that no candidate reads."""
    match found.path:
        case ("materials", "pages", int() as k, *_):
            return materials.pages[k].reader == "team"
        case _:
            return False


def parts(value: Value) -> Iterator[tuple[str, object]]:
    """The fields of a value, by the keys they have in a file."""
    for name, field in type(value).model_fields.items():
        yield field.alias or name, getattr(value, name)


def _texts_in(
    value: object, path: Path, kind: Kind | None, kinds: Mapping[str, Kind] = KINDS
) -> Iterator[_RubricText]:
    """The texts at and below a value; without a kind, plain text is a name or a setting."""
    match value:
        case str() if kind is not None:
            yield _RubricText(path, kind, value)
        case ConditionalText():
            yield _RubricText((*path, "text"), kind or "text", value.text)
        case Value():
            for key, part in parts(value):
                yield from _texts_in(part, (*path, key), kinds.get(key), kinds)
        case dict():
            for key, part in value.items():
                yield from _texts_in(part, (*path, key), kind, kinds)
        case tuple():
            for k, part in enumerate(value):
                yield from _texts_in(part, (*path, k), kind, kinds)
        case _:
            return


def _is_scale_label(rubric: Rubric, path: Path) -> bool:
    """Whether a text is a label that its item has from a scale, which has a place of its own."""
    match path:
        case ("items", int() as k, "labels", *_):
            return not rubric.items[k].own_labels(rubric.scale_labels)
        case _:
            return False


def phrases(*listed: str) -> re.Pattern[str]:
    """A pattern that finds any of these words and phrases, whole words only."""
    joined = "|".join(one for part in listed for one in part.split(", "))
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.IGNORECASE)


def hits(
    rubric: Rubric, kinds: tuple[Kind, ...], pattern: re.Pattern[str]
) -> Iterator[tuple[_RubricText, str]]:
    """The texts of these kinds in which a pattern is found, with what was found, each once."""
    for one in texts_to_see(rubric):
        if one.kind in kinds:
            text = one.text.replace("\u2019", "'")
            for found in dict.fromkeys(m[0].casefold() for m in pattern.finditer(text)):
                yield one, found


# --- How hard a text is to read: its words, sentences, syllables and school grade -----------------


_WORD = re.compile(r"[0-9]+(?:[.,:][0-9]+)*|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
"""A number, or letters with the hyphens and apostrophes between them."""
_END = re.compile(r"[.!?:;\u2026]+[\"'\u201d\u2019)\]]*(?=\s|$)")
"""Ends of sentences; a full stop inside a number or a name (0.5, example.com) ends none."""

_ACCENTED = str.maketrans({"\u00e9": "a", "\u00eb": "-e", "\u00ef": "-i"})
"""Accents that say that a vowel is spoken: café, Zoë, naïve."""
_VOWELS = re.compile(r"[aeiouy]+")
_ODD = {
    "area": 3,
    "business": 2,
    "doer": 2,
    "evening": 2,
    "friend": 1,
    "friends": 1,
    "junior": 2,
    "people": 2,
    "senior": 2,
}
"""Everyday words that the rules below get wrong."""
_SILENT_E = (
    r"(?<=[^aeiouy])e(?=(?:ly|less|ness|ful|ments?|holders?|where)$)",  # safely, elsewhere
    r"(?<=som)e(?=[bhotw])|(?<=^for)e(?=[cs])|(?<=^wher)e(?=a)|(?<=^ther)e(?=[fi])",  # someone
    r"(?<=(?:lik|lif|wis|not|mil))e(?=[wtl])",  # likewise
    r"(?<=[^aeiouytd])e(?=d$)",  # asked
    r"(?<=[^aeiouysxzcgh])e(?=s$)|(?<=[^sc]h)e(?=s$)",  # sales, clothes
    r"(?<=[aeiouy].)e$|(?<=[aeiouy]..)e$|(?<=[aeiouy]...)e$",  # whole, change
)
_SPOKEN_APART = (
    r"i(?=[aou])|i(?=e[tnr])|u(?=[ao])|e(?=o|um)",  # quiet, actual, video
    r"(?<=cr)e(?=a)|(?<=id)e(?=a)|(?<=ar)e(?=as?$)|(?<=r)e(?=al[ist])",  # create, idea, reality
    r"o(?=a(?:ct|per)|ord|per)|(?<=^d)o(?=er)|(?<=[aeiouy])(?=ing)",  # coordinate, doing
)
_RULES = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"'s?$", ""),
        (r"^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])", "j"),  # young, buyer
        (r"(?<=q)u|(?<=g)u(?=[eiay])", ""),  # quick, guess
        (r"(?<=[^aeiouylr])l(?=e[sd]?$)", "el"),  # table, settled
        ("|".join(_SILENT_E), ""),
        (r"(?<=[cstgx])i(?=o|al|an|ou|en)|(?<=[nl])i(?=ons?$)", ""),  # nation, special, million
        ("|".join(_SPOKEN_APART), r"\g<0>-"),
        (r"sm$|(?<=[sd])n't$", "sem"),  # tourism, doesn't
    )
)


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they are written; a hyphenated word is one, and so is a number."""
    return tuple(_WORD.findall(text))


def sentences(text: str) -> int:
    """Number of sentences in a text; what has no full stop at its end is one too."""
    return sum(1 for part in _END.split(text) if _WORD.search(part))


@lru_cache(maxsize=10_000)
def syllables(word: str) -> int:
    """Syllables of an English word, by rules of spelling: right for about 99 words in 100.

    Capitals (CMO) are spelled out; a number counts as one; parts joined by a hyphen are added.
    """
    if not word[0].isalpha():
        return 1
    if word.isupper():
        return len(word)
    return sum(_syllables_of_part(part) for part in _plain_letters(word).split("-"))


def _plain_letters(word: str) -> str:
    """A word in small letters without accents."""
    small = unicodedata.normalize("NFC", word.casefold().replace("\u2019", "'"))
    apart = unicodedata.normalize("NFKD", small.translate(_ACCENTED))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _syllables_of_part(word: str) -> int:
    """Syllables of a word in small letters: groups of vowels, once the rules were followed."""
    if word in _ODD:
        return _ODD[word]
    for pattern, instead in _RULES:
        word = pattern.sub(instead, word)
    return max(1, len(_VOWELS.findall(word)))


def grade(texts: Sequence[str]) -> Fraction:
    """Flesch-Kincaid school grade of texts that are read together; 0 where there is no word.

    0.39 * words / sentences + 11.8 * syllables / words - 15.59. Source: Kincaid, Fishburne, Rogers
    & Chissom 1975. Colons and semicolons end a unit of thought there, and so a sentence here.
    """
    found = [word for text in texts for word in words(text)]
    if not found:
        return Fraction(0)
    length = Fraction(len(found), sum(sentences(text) for text in texts))
    weight = Fraction(sum(syllables(word) for word in found), len(found))
    return Fraction(39, 100) * length + Fraction(118, 10) * weight - Fraction(1559, 100)
