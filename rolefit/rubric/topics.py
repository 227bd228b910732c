"""How an answer reads behind the topic of its question: in one go, as part of a sentence."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import StringConstraints

LONGEST = 50
Topic = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^(?:[^\r\n]*[^\s.:;,!?…])$"),
]

Lower = Callable[[str], str]
"""A text in the middle of a sentence: with a small letter where its language has one there."""

_ENGLISH = "en"
_FIRST = r"(\d[\d.,]* )?([^\W\d_]+)(\S*)(?: (\S+))?"
"""An amount, if there is one; a word, what is joined to it, and the next word. Kept as a text: most
commands tell no answer and need not compile it."""
_SENTENCES = r"[.!?…][”\"')]* +(?=[^\W\d_a-z])"
"""Where one sentence ends and another begins."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_BEFORE_NAMES = (
    *("a", "an", "the", "this", "that", "my", "our", "your", "their", "his", "her", "its", "no"),
    *("in", "on", "at", "to", "from", "of", "by", "for", "with", "without", "as", "about", "than"),
    *("after", "before", "through", "until", "since", "and", "or", "only", "also", "both", "all"),
    *("mostly", "mainly", "partly", "when", "if", "what", "who", "which", "where", "how", "why"),
)
"""Words that are no part of the name behind them: `The Google page`, but `Google Ads`."""


def behind(topic: str, texts: Sequence[str], lower: Lower) -> str:
    """What was asked in a few words, and what was answered: one text, or several that were ticked.

    `Left waiting last month: updating our web pages; making posts, pictures or videos`
    """
    return f"{topic}: {'; '.join(lower(_as_part(text)) for text in texts)}"


def _as_part(text: str) -> str:
    """A text as a part of a sentence: in brackets what stands behind a colon, and no full stop.

    Where more sentences follow, the first is such a part, and the others keep their full stops.
    """
    said = " ".join(text.split())
    # Few answers have more than one, and the others need not have the pattern compiled.
    several = any(mark in said[:-1] for mark in ".!?…")
    found = re.search(_SENTENCES, said) if several else None
    if found is not None:
        return f"{_in_brackets(said[: found.start()])}{said[found.start() :]}"
    return _in_brackets(said[:-1] if said.endswith(".") and not said.endswith("..") else said)


def _in_brackets(said: str) -> str:
    """A sentence without a colon: another one stands before it already."""
    head, colon, rest = said.partition(": ")
    return f"{head} ({rest})" if colon and "(" not in said else said


def lowering(language: str, name: str | None = None) -> Lower:
    """How texts of a language go on in a sentence; `name` is the person that they are about.

    Only English is known well enough: where nouns have capitals, a small letter would be wrong.
    """
    if language != _ENGLISH:
        return str
    return lambda text: in_english(text, name)


def in_english(text: str, name: str | None = None) -> str:
    """An English text with a small letter, unless `I`, an acronym or a name stands first."""
    found = re.match(_FIRST, text)
    if found is None or _has_its_capital(found, text[found.start(2) :], name):
        return text
    at = found.start(2)
    return f"{text[:at]}{text[at].lower()}{text[at + 1 :]}"


def _has_its_capital(found: re.Match[str], said: str, name: str | None) -> bool:
    """Whether the first word has a capital anywhere, not only at the beginning."""
    word, joined, following = found[2], found[3], found[4] or ""
    if name is not None and name in (said[: len(name)], said.partition(" ")[2][: len(name)]):
        return said.startswith(name)
    if len(word) == 1 and word != "A":  # I, and what is called by a letter
        return True
    if any(sign.isupper() or sign.isdigit() for sign in f"{word}{joined}"[1:]):
        return True
    if joined or word.lower() in _BEFORE_NAMES:
        return False
    # Monday; Google Ads
    return (
        word in _DAYS or word in _MONTHS or (following[:1].isupper() and following[1:2].islower())
    )
