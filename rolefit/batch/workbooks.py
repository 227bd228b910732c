"""What a workbook comes to in memory, found out before anything opens it."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from lzma import LZMAError
from pathlib import Path
from typing import NamedTuple

from rolefit.errors import RolefitError

_MOST_UNPACKED = 64 << 20
"""Bytes that the parts of a workbook may unpack to."""
_MOST_CELLS = 5_000_000
"""Cells between the first and the last one of a sheet: each takes 40 bytes, filled or not."""
_MOST_TEXT = 200 << 20
"""Bytes of the texts of a sheet, those that many cells share counted for each of them."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
)
# Names of elements can have a prefix; the text is searched, and not read: whatever is not written
# as every program writes it is taken for the worst that it could be.
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{0,4})([0-9]{1,9})""")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v[\s/>]")
_PLAIN_VALUE = re.compile(rb"<(?:[\w.-]+:)?v>([^<]*)</")
_SHARED_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")
_SHARED = b"sharedstrings.xml"


class _SharedTexts(NamedTuple):
    """How long the texts are that cells share."""

    lengths: list[int]
    """By their numbers; empty where the numbers cannot be told."""
    longest: int


def check_workbook(path: Path) -> None:
    """Refuse a workbook that comes to more than fits, whatever it says of itself."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = list(_parts(path, archive))
    except _BROKEN as error:
        raise RolefitError(f"{path}: is no workbook: {error}", "save it as .xlsx") from None
    shared = [text for name, text in parts if name.lower().endswith(_SHARED.decode())]
    known = _shared_texts(shared)
    for _, text in parts:
        cells = _cells_spanned(text)
        if cells > _MOST_CELLS:
            message = f"{path}: a sheet of {cells} cells from the first to the last"
            hint = f"at most {_MOST_CELLS} are read: delete what stands apart, or save it as CSV"
            raise RolefitError(message, hint)
        if _text_in(text, known) > _MOST_TEXT:
            message = f"{path}: its texts come to more than {_MOST_TEXT >> 20} MB"
            raise RolefitError(message, "save it as CSV, or split it")


def _parts(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The parts of an archive by name. Raises RolefitError where they unpack to too much."""
    left = _MOST_UNPACKED
    for part in archive.infolist():
        blocks = []
        with archive.open(part) as stream:
            while block := stream.read(1 << 16):
                blocks.append(block)
                left -= len(block)
                if left < 0:
                    message = f"{path}: unpacks to more than {_MOST_UNPACKED >> 20} MB"
                    raise RolefitError(message, "save it as CSV, or split it")
        yield part.filename, b"".join(blocks)


def _cells_spanned(text: bytes) -> int:
    """At most how many cells a sheet has from its first to its last, empty ones included."""
    cells = len(_CELL.findall(text))
    if not cells:
        return 0
    places = _PLACE.findall(text)
    rows = {int(row) for row in {row for _, row in places}}
    columns = {_column_number(letters) for letters in {letters for letters, _ in places} if letters}
    unnamed = cells - sum(1 for letters, _ in places if letters)
    if unnamed > 0:  # they come next to the ones before
        rows |= {1, max(rows, default=1) + len(_ROW.findall(text))}
        columns |= {1, max(columns, default=1) + unnamed}
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


def _column_number(letters: bytes) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _shared_texts(parts: list[bytes]) -> _SharedTexts:
    """The lengths of the texts that cells share, markup included."""
    lengths = [len(piece) for text in parts for piece in _SHARED_END.split(text)[:-1]]
    longest = max(chain(lengths, map(len, parts) if _is_odd(parts) else ()), default=0)
    return _SharedTexts([] if _is_odd(parts) else lengths, longest)


def _is_odd(parts: list[bytes]) -> bool:
    """Whether texts cannot be numbered by where they end: a comment may hold ends of its own."""
    return len(parts) > 1 or any(b"<!" in text for text in parts)


def _text_in(text: bytes, shared: _SharedTexts) -> int:
    """At most how many bytes the texts of a sheet come to, each shared one for each cell."""
    values = len(_VALUE.findall(text))
    if len(text) + values * shared.longest <= _MOST_TEXT or not shared.longest:
        return len(text)
    known = dict(enumerate(shared.lengths))
    plain = [] if b"<!" in text else _PLAIN_VALUE.findall(text)
    if not known or len(plain) > values:
        return len(text) + values * shared.longest
    sure = sum(known.get(_index(value), 0) for value in plain)
    return len(text) + sure + (values - len(plain)) * shared.longest


def _index(value: bytes) -> int:
    """Which of the shared texts a value names; -1 for none."""
    digits = value.strip().removeprefix(b"+")
    return int(digits) if digits.isdigit() and len(digits) < 10 else -1
