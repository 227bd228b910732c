"""Text from strangers is made harmless at the last step before it is printed."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ci

from rolefit.safe_text import cells, sanitize

ACTIVE = ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain text", "plain text"),
        ("Zoë Müller, 東京", "Zoë Müller, 東京"),
        ("\x1b[2J", "\\u{001B}[2J"),
        ("\x9b31m", "\\u{009B}31m"),
        ("a\x00b", "a\\u{0000}b"),
        ("\u202egnp.exe", "\\u{202E}gnp.exe"),
        ("zero\u200bwidth", "zero\\u{200B}width"),
        ("tag\U000e0041", "tag\\u{E0041}"),
        ("half\ud800", "half\\u{D800}"),
        ("line\u2028end", "line\\u{2028}end"),
        ("two\nlines", "two\N{RETURN SYMBOL}lines"),
        ("tab\t", "tab\\u{0009}"),
        ("private\ue000", "private\\u{E000}"),
        ("none\ufffe", "none\\u{FFFE}"),
        ("none\U0001ffff", "none\\u{1FFFF}"),
        ("none\ufdd0", "none\\u{FDD0}"),
        ("plane\U000e1234", "plane\\u{E1234}"),
        # Not assigned yet in any Unicode: most likely a sign of tomorrow.
        ("new\u0378", "new\u0378"),
        ("", ""),
    ],
)
def test_a_character_that_could_act_is_written_as_its_code_point(text: str, printed: str) -> None:
    assert sanitize(text) == printed


@ci
@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_acts_is_left_and_everything_else_stays(text: str) -> None:
    shown = sanitize(text)
    assert not any(unicodedata.category(c) in ACTIVE for c in shown)
    assert sanitize(shown) == shown


@pytest.mark.slow
def test_every_active_character_of_unicode_is_caught() -> None:
    active = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) in ACTIVE]
    assert len(active) > 2000
    assert not any(c in sanitize(c) for c in active)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("plain", 5),
        ("Zoë", 3),
        ("Zoe\u0308", 3),
        ("東京", 4),
        ("Ｗide", 5),
        ("a東", 3),
    ],
)
def test_a_wide_character_takes_two_columns_and_a_combining_one_takes_none(
    text: str, columns: int
) -> None:
    assert cells(text) == columns
