"""JSON read with the same limits and the same positions as YAML."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from rolefit.exact import MAX_DIGITS
from rolefit.storage.documents.builder import MAX_DEPTH, Builder, Document, Mark, Plain

_TOKEN = re.compile(
    r"""[ \t\n]*(?:(?P<punctuation>[{}\[\],:])|(?P<string>"(?:[^"\\\n]|\\.)*")"""
    r"""|(?P<word>[^\s{}\[\],:"]+)|(?P<unended>")|(?P<other>.))"""
)
_WORD = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null")
WORDS = {"true": True, "false": False, "null": None}


def read_json(name: str, text: str) -> Document:
    """The content of JSON text. Raises FileProblems."""
    reader = Tokens(name, text)
    reader.check_depth()
    try:
        json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        mark = Mark(error.lineno - 1, error.colno - 1)
        raise reader.builder.stop(f"not valid JSON: {error.msg}", mark) from None
    reader.build()
    return reader.builder.document()


class Tokens:
    """Feeds a builder from the tokens of JSON text that was found to be well formed."""

    def __init__(self, name: str, text: str) -> None:
        self.builder = Builder(name, text)
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def tokens(self) -> Iterator[tuple[str, str, int]]:
        """Kind, text and place of each token."""
        for found in _TOKEN.finditer(self.text.rstrip(" \t\n")):
            kind = str(found.lastgroup)
            if kind == "unended":
                # Looking for its end again from every later quote would take for ever.
                message = "not valid JSON: a text that does not end on its line"
                raise self.builder.stop(message, self.mark(found.start(kind)))
            yield kind, found[kind], found.start(kind)

    def mark(self, offset: int) -> Mark:
        """Line and column of a place in the text."""
        line = bisect_right(self.starts, offset) - 1
        return Mark(line, offset - self.starts[line])

    def check_depth(self) -> None:
        """Stop at deep nesting before anything recursive sees the text.

        And at a comma before an end, of which each Python says something else.
        """
        depth = 0
        comma: int | None = None
        for kind, text, offset in self.tokens():
            if comma is not None and kind == "punctuation" and text in "}]":
                message = "not valid JSON: a comma before the end of a mapping or a list"
                raise self.builder.stop(message, self.mark(comma), "remove the comma")
            comma = offset if kind == "punctuation" and text == "," else None
            if kind == "word" and not _WORD.fullmatch(text):
                message = (
                    f"not valid JSON: `{text[:40]}` is neither a number nor true, false or null"
                )
                raise self.builder.stop(message, self.mark(offset))
            if kind == "punctuation":
                depth += (text in "{[") - (text in "}]")
                if depth > MAX_DEPTH:
                    message = f"nested more than {MAX_DEPTH} deep"
                    raise self.builder.stop(message, self.mark(offset), "flatten it")

    def build(self) -> None:
        """Hand every token to the builder."""
        for kind, text, offset in self.tokens():
            if kind == "punctuation":
                self.punctuation(text, offset)
            elif self.builder.wants_key():
                self.builder.name_key(_string_value(text), self.mark(offset))
            elif kind == "string":
                self.builder.scalar(_string_value(text), self.mark(offset))
            else:
                self.builder.scalar(_word_value(text), self.mark(offset))

    def punctuation(self, text: str, offset: int) -> None:
        """Brackets open and close; commas and colons say nothing more."""
        if text in "{[":
            self.builder.open(self.mark(offset), mapping=text == "{")
        elif text in "}]":
            self.builder.close()


def _string_value(text: str) -> str:
    """What a JSON text says, its quotes included; most of them escape nothing."""
    return str(json.loads(text)) if "\\" in text else text[1:-1]


def _word_value(text: str) -> Plain:
    """A JSON literal or number; a number out of all bounds stays text, and so is no number."""
    if text in WORDS:
        return WORDS[text]
    if len(text) > 2 * MAX_DIGITS:
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if abs(value.adjusted()) > MAX_DIGITS:
        return text
    return int(value) if "." not in text and value == value.to_integral_value() else value
