"""Text from strangers made safe to print: the last step before a terminal or a page."""

import re
import unicodedata

# Format characters, controls, surrogates, private line separators: all that a terminal or a
# browser might act upon instead of drawing.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co"})


def sanitize(text: str) -> str:
    """`text` on one line, each character that could act written as its code point, `u{XXXX}`.

    Covers control codes (ESC, C1, NUL), bidirectional and zero-width characters, tag characters,
    lone surrogates and line separators. A newline becomes the visible sign for one.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character if is_safe(character) else _visible_code(character) for character in text
    )


def is_safe(character: str) -> bool:
    """Whether a terminal only draws this character."""
    category = unicodedata.category(character)
    if category == "Cn":
        # Not assigned when this Python was made: most likely a newer sign, drawn like any other.
        code = ord(character)
        special = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or code >= 0xE0000
        return not special
    return category not in _UNSAFE


def unsafe(character: str) -> bool:
    """Whether a character has no place in a text: controls, bidirectional marks, tags ..."""
    if character in "\n\t":
        return False
    if character in "\u200c\u200d":  # joiners: parts of words in some scripts, and of emoji
        return False
    return not is_safe(character)


def _visible_code(character: str) -> str:
    """The visible stand-in of an unsafe character."""
    return "\N{RETURN SYMBOL}" if character == "\n" else f"\\u{{{ord(character):04X}}}"


def cells(text: str) -> int:
    """Columns that a text takes in a terminal: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    wide = sum(1 for character in text if unicodedata.east_asian_width(character) in "WF")
    return len(text) + wide - sum(1 for character in text if unicodedata.combining(character))


def shorten(text: str, most: int = 300) -> str:
    """A text whose middle is left out where it is longer than anybody reads."""
    return text if len(text) <= most else f"{text[: most * 2 // 3]}[...]{text[-most // 3 :]}"


_FORMULA = r"(?m)^[\s\u00a0\u200b-\u200f\u2060-\u2064\ufeff]*[=+\-@＝＋－＠]|^[\t\r]"
"""A line that a spreadsheet may run; LF needs no mention, the line after it is looked at itself."""


def table_text(text: str, *, raw: bool = False) -> str:
    """A text as a cell of a table: made safe line by line, and no formula unless it is `raw`."""
    safe = "\n".join(map(sanitize, text.split("\n")))
    return safe if raw or re.search(_FORMULA, text) is None else f"'{safe}"


def short_hash(text: str) -> str:
    """As much of a content hash as is shown: enough to tell two contents apart by eye."""
    return text[:19]
