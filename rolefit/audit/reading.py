"""How hard a text is to read: its words, sentences, syllables and school grade."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

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
