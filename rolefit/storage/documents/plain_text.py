"""Bytes of a file into text: UTF-8 only, of bounded size, without characters that hide or act."""

from __future__ import annotations

import unicodedata

from rolefit.errors import Problem, RolefitError
from rolefit.safe_text import unsafe
from rolefit.storage.documents.found import FileProblems, Located, Mark

MAX_BYTES = 1 << 20
MAX_TEXT = 10_000


_REPORT = "a report cannot be read back: name the file of answers that it was made from"


def decode(name: str, raw: bytes) -> str:
    """The text of a file. Raises RolefitError where it is too big or is not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise RolefitError(
            f"{name}: larger than 1 MiB", "a rubric or responses file is a few pages"
        )
    if raw.startswith(b"PK\x03\x04"):
        hint = "save it as plain text: an editor that shows nothing but the text will do"
        raise RolefitError(f"{name}: a document of an office program, not plain text", hint)
    start = raw[:200].lstrip().lower()
    if start.startswith(b"%pdf-"):
        raise RolefitError(f"{name}: a PDF, not a file of answers", _REPORT)
    if start.startswith((b"<!doctype html", b"<html")):
        raise RolefitError(f"{name}: a web page, not a file of answers", _REPORT)
    marks = ((b"\xff\xfe\0\0", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
    for mark, encoding in marks:
        if raw.startswith(mark):
            raise RolefitError(f"{name}: saved as {encoding}", "save it as UTF-8")
    if raw[:4].count(0) >= 2:
        raise RolefitError(f"{name}: saved as UTF-16 or UTF-32", "save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        message = f"{name}:{line}: byte 0x{byte:02X} is not UTF-8"
        raise RolefitError(message, "save the file as UTF-8") from None


def _unsafe_character(text: str) -> str | None:
    """The first unsafe character of a text, if there is one."""
    if text.isascii() and text.isprintable():
        return None
    return next((character for character in text if unsafe(character)), None)


KINDS = {"Cc": "a control character", "Cs": "half of a pair", "Cf": "an invisible character"}


def text_problem(text: str) -> str | None:
    """What is wrong with a text as such, if anything."""
    bad = _unsafe_character(text)
    if bad is not None:
        name = unicodedata.name(bad, KINDS.get(unicodedata.category(bad), "no character"))
        return f"the text holds U+{ord(bad):04X} ({name}), which is not allowed"
    if len(text) > MAX_TEXT:
        return f"a text of {len(text)} characters; at most {MAX_TEXT} are allowed"
    return None


def checked_text(name: str, raw: bytes) -> str:
    """The text of a file with plain line ends. Raises RolefitError or FileProblems."""
    text = decode(name, raw).replace("\r\n", "\n").replace("\r", "\n")
    at = _first_unsafe(text)
    if at is None:
        return text
    line = text.count("\n", 0, at)
    column = at - (text.rfind("\n", 0, at) + 1)
    message = text_problem(text[at]) or "an unsafe character"
    raise FileProblems(name, text, [Located(Problem((), message), Mark(line, column))])


def _first_unsafe(text: str) -> int | None:
    """Where raw text first holds a character that no editor shows."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return None
    return next((k for k, character in enumerate(text) if unsafe(character)), None)
