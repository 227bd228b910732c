"""Inputs that are nearly right: valid ones with bytes, keys and values changed by chance."""

from __future__ import annotations

import io
import json
import marshal
import random
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, -(2**63), 10**17, 10**40, 0.5, -0.0, 1e300, 1e-300),
    *("", " ", "0", "1/3", "1/0", "-1", "1e400", "nan", "null", "true", "no", "~", "<<", "*a"),
    *("$decimal", "$tuple", "dont_know", "not_applicable", "skipped", "2026-02-30", "\u0663"),
    *("\x1b[2J", "\u202e", "\u200b", "\ud800", "\x00", "e\u0301", "x" * 300, "\n", "a: b", "'\""),
    *([], {}, [[]], {"": ""}, {"answer": 1}, {"$decimal": "x"}, {"$tuple": []}, {"$fraction": ""}),
    *({"$decimal": "NaN"}, {"$decimal": "1E+999999"}, {"$fraction": "1/0"}, {"$mapping": [[1, 2]]}),
    *({"not_applicable": None}, {"answer": "x", "note": 1}, {"all": []}, {"item": "one", "is": []}),
)
TOKENS = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xfe\xff", b"\xc3", b"\xe2\x80\xae", b"\xed\xa0\x80"),
    *(b"{", b"}", b"[", b"]", b",", b":", b": ", b"- ", b"? ", b"| ", b"> ", b"#", b"&a ", b"*a"),
    *(b"!!set ", b"%TAG ! !\n", b"---\n", b"...\n", b"<<: ", b'"', b"'", b"\\", b'"\\u0000"'),
    *(b'"\\ud800"', b"\t", b"\r", b"\n", b"\xc2\x85", b"1e9", b"-", b"0x1F", b"1_0", b".inf"),
    *(b"[" * 40, b"{a: " * 40, b"9" * 60, b"null", b"true", b"=cmd", b"\x1b[2J", b";", b"/"),
)
ARCHIVE = b"PK\x03\x04"
DEEPEST = 16
"""Levels of a content that are changed: readers look no further than twice that."""
Way = tuple[str | int, ...]


def mutated(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A seed with one to four changes: of its content where it can be read, of its bytes elsewhere.

    Content comes out as JSON, which a YAML reader reads as well; a workbook as one that still
    unpacks.
    """
    if seed.startswith(ARCHIVE) and chance.random() < 0.8:
        with suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            return _of_other_parts(seed, others, chance)
    if chance.random() < 0.6:
        with suppress(ValueError, RecursionError):  # no JSON, or nested too deep to be copied
            return _of_other_content(seed, others, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        seed = _changed_bytes(seed, others, chance)
    return seed


def _of_other_parts(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """An archive with changes in the bytes of one of the texts in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(made, "w") as new:
        if not old.namelist():
            raise ValueError("no parts")
        changed = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            for _ in range(chance.choice((1, 1, 1, 2, 4)) if name == changed else 0):
                part = _changed_bytes(part, others, chance)
            new.writestr(name, part)
    return made.getvalue()


def _of_other_content(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A seed with one to four changes of its content. Raises ValueError where it has none."""
    read = _content(seed)
    if read is None:
        raise ValueError("no content")
    tree = _changed_tree(marshal.loads(read.tree), read.ways, others, chance)
    for _ in range(chance.choice((0, 0, 0, 1, 3))):
        tree = _changed_tree(tree, _ways(tree), others, chance)
    return written(tree, chance)


class Content(NamedTuple):
    """The content of a seed, which is read once however often it is changed."""

    tree: bytes
    """As marshal writes it: reading that is the fastest way to a copy."""
    ways: list[Way]


@lru_cache(maxsize=20_000)
def _content(seed: bytes) -> Content | None:
    """The content of JSON text and the paths of its parts; None where it has no parts."""
    tree = _tree(seed)
    return None if tree is None else Content(marshal.dumps(tree), _ways(tree))


def _copied(tree: Any) -> Any:
    """The same content, apart."""
    return marshal.loads(marshal.dumps(tree))  # a fifth of what deepcopy takes


def written(tree: Any, chance: random.Random) -> bytes:
    """Content as JSON of one of several looks."""
    indent = 1 if chance.random() < 0.02 else None  # with one, `json` takes ten times as long
    text = json.dumps(tree, ensure_ascii=chance.random() < 0.5, indent=indent)
    return text.encode("utf-8", "surrogatepass")


def _tree(raw: bytes) -> Any:
    """The content of JSON text; None where it is none, or only one value."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _ways(tree: Any) -> list[Way]:
    """The paths of all parts of a content but the whole of it, and what is nested too deep."""
    found: list[Way] = []
    todo: list[tuple[Way, Any]] = [((), tree)]
    while todo:
        way, part = todo.pop()
        inside = part.items() if isinstance(part, dict) else enumerate(part)
        for key, value in inside:
            found.append((*way, key))
            if isinstance(value, dict | list) and len(way) < DEEPEST:
                todo.append(((*way, key), value))
    return found


def _at(tree: Any, way: Way) -> Any:
    for step in way:
        tree = tree[step]
    return tree


def _changed_tree(
    tree: Any, ways: list[Way], others: Sequence[bytes], chance: random.Random
) -> Any:
    """A content with one part changed, in place."""
    if not ways:
        return {"x": chance.choice(STRANGE)}
    way = chance.choice(ways)
    parent, key = _at(tree, way[:-1]), way[-1]
    match chance.randrange(11):
        case 0:
            del parent[key]
        case 1 | 2:
            parent[key] = _copied(chance.choice(STRANGE))
        case 3:
            parent[key] = _copied(_at(tree, chance.choice(ways)))
        case 4:
            other = _content(chance.choice(others))
            parent[key] = _part(other, chance) if other and other.ways else {}
        case 5 if isinstance(parent, dict):
            names = [one[-1] for one in ways if isinstance(one[-1], str)]
            names += [one for one in STRANGE if isinstance(one, str)]
            parent[chance.choice(names)] = parent.pop(key)
        case 5 | 6:
            _repeat(parent, key, chance)
        case 7 | 9 | 10:
            parent[key] = chance.choice((_near, _near, _other_type))(parent[key], chance)
        case _:
            for _ in range(chance.choice((1, 1, 1, 2, 2, 2, 31, 33, 200))):
                parent[key] = [parent[key]] if chance.random() < 0.5 else {"all": [parent[key]]}
    return tree


def _part(content: Content, chance: random.Random) -> Any:
    """Any part of a content."""
    return _at(marshal.loads(content.tree), chance.choice(content.ways))


def _repeat(parent: Any, key: Any, chance: random.Random) -> None:
    """Give a part of a content once more, or many times."""
    many = chance.choice((1, 1, 1, 1, 2, 2, 2, 50))
    if isinstance(parent, list):
        parent[key:key] = [_copied(parent[key]) for _ in range(many)]
    else:
        parent.update({f"{key}{k or ''}x": _copied(parent[key]) for k in range(many)})


def _near(value: Any, chance: random.Random) -> Any:
    """A value that may well be as good: another number, another order, one part less or doubled."""
    match value:
        case bool() | None:
            return not value
        case int() | float():
            return value + chance.choice((-1, 1, 2, 0.5))
        case str():
            k = chance.randint(0, len(value))
            return value[:k] + chance.choice(("", "a", " ", "1", *"äß世")) + value[k + 1 :]
        case list() | tuple():
            return chance.sample(value, max(0, len(value) - chance.choice((0, 1))))
        case _:
            names = chance.sample([*value], max(0, len(value) - chance.choice((0, 1))))
            return {name: value[name] for name in names}


def _other_type(value: Any, chance: random.Random) -> Any:
    """A value of another type that says much the same."""
    ways = [str(value), [value], {"answer": value}, bool(value), len(str(value))]
    if isinstance(value, dict):
        ways += [list(value.items()), list(value)]
    if isinstance(value, list):
        ways += [{str(k): part for k, part in enumerate(value)}, value[::-1], value[:1] * 2]
    if isinstance(value, str):
        ways += [value.upper(), value + "\n", f" {value}", value[: len(value) // 2]]
        ways += [value * chance.choice((2, 2, 40))]
    if isinstance(value, int | float):
        ways += [-value, value * 10**6, value + 0.1, f"{value}/3"]
    return chance.choice(ways)


def _changed_bytes(raw: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Bytes with one place changed."""
    a = chance.randint(0, len(raw))
    b = min(len(raw), a + chance.choice((1, 1, 2, 4, 16, 64)))
    match chance.randrange(7):
        case 0 if a < len(raw):
            return raw[:a] + bytes([raw[a] ^ 1 << chance.randrange(8)]) + raw[a + 1 :]
        case 1:
            return raw[:a] + raw[b:]
        case 2:
            return raw[:a] + raw[a:b] * chance.choice((2, 3, 40)) + raw[b:]
        case 3:
            other = chance.choice(others)
            cut = chance.randint(0, len(other))
            return raw[:a] + other[cut : cut + 400] + raw[b:]
        case 4:
            lines = raw.split(b"\n")
            k, m = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[k], lines[m] = lines[m], lines[k]
            return b"\n".join(lines)
        case 5:
            return raw[:a]
        case _:
            return raw[:a] + chance.choice(TOKENS) + raw[b if chance.random() < 0.5 else a :]
