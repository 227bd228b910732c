"""Markdown renders on a forge: tables, lists to tick, and nothing of a person's text that acts."""

from __future__ import annotations

import re
from fractions import Fraction

import cases
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rolefit.reports.blocks import (
    Action,
    Actions,
    Bar,
    BarChart,
    Block,
    Bullets,
    Checks,
    ConditionCheck,
    Fact,
    Facts,
    Page,
    Paragraph,
    Reason,
    Reasons,
    Section,
    Table,
)
from rolefit.reports.formats import markdown
from rolefit.safe_text import sanitize
from rolefit.storage.shipped import shipped_names

FORGE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# What forges look for in finished text. Sources: GitHub Docs, "Autolinked references and URLs" and
# "Basic writing and formatting syntax"; GitLab Docs, "GitLab-specific references".
ACTS = {
    "mention": re.compile(r"@\w"),
    "issue": re.compile(r"#\w"),
    "gh": re.compile(r"(?i)\bGH-\d"),
    "gitlab": re.compile(r"""[!~%&$^][\w"]"""),
    "emoji": re.compile(r":[\w+-]+:"),
    "address": re.compile(r"(?i)(https?|ftp)://|www\."),
    "mail": re.compile(r"\w@\w"),
    "formula": re.compile(r"(?<!\u200b)\$|\$(?!\u200b)"),
    "command": re.compile(r"(?m)^/\w"),
}
HOSTILE = (
    "@jane and a.b@example.org",
    "#123 owner/repo#4 \\#5 &#35;6",
    "GH-1 gh-22",
    '!1 ~label %2 &3 $4 ^alert#5 ~"two words" %"v 1"',
    "[^1] [^1]: note",
    "[a](javascript:x) ![b](c) [d]: e <https://f.g>",
    ":smile: :+1: :e-mail: :a_b:",
    "&amp; &copy; &#35; &#x40;jane",
    "$math$ $$display$$ costs 5$ or $6",
    "https://a.b _https://a.b_ (www.a.b) ftp://c HTTP://D",
    "<b>bold</b> <!-- gone --> <script>x</script>",
    "*a* **b** _c_ __d__ ~~e~~ `f` ``g``",
    "# Recommendation: hire",
    "===",
    "---",
    "***",
    "- [x] done",
    "+ more",
    "1. one",
    "1) one",
    "> quoted",
    "> [!WARNING]",
    "| a | b |",
    "|---|---|",
    "``` run",
    "~~~ run",
    "    indented",
    "/close",
    ": defined",
    "a\\",
    "a  ",
    "line\nforged: line",
    "\x1b[31m \u202e \ud800",
)


def everything(text: str) -> Page:
    """A page that has a text in each of its places."""
    half = Fraction(50)
    blocks: tuple[Block, ...] = (
        *(Paragraph(text, role) for role in ("verdict", "plain", "quiet", "warning")),
        BarChart((Bar(text, half, text, detail=text),), text),
        Reasons(text, (Reason("+1.0", text, text, text, text),), text),
        Checks((ConditionCheck("fail", text, text, (text,)), ConditionCheck("pass", text, "", ()))),
        Actions(text, (Action(text, (text,), (text,)),), (text,), todo=True),
        Actions(text, (Action(text, (text,)), Action(text, (text,))), todo=True),
        Actions(text, (Action(text, (text,)), Action(text, (text,)))),
        Actions(text, (Action(text, (text,)),)),
        Facts((Fact(text, "high", text),)),
        Bullets(text, (text, text)),
        Table(text, (text, text), (False, True), ((text, text), (text, text))),
    )
    return Page(text, text, (Section(text, blocks),))


def shape(source: str) -> list[tuple[str, str]]:
    """What a page is made of, without its words; text is one piece however it is escaped."""
    found: list[tuple[str, str]] = []
    for token in FORGE.parse(source):
        for one in (token, *(token.children or ())):
            if one.type != "text" or found[-1:] != [("text", "")]:
                found.append((one.type, one.tag))
    return found


def words(source: str) -> str:
    """The finished text, a line for each block of it."""
    inline = [token for token in FORGE.parse(source) if token.type == "inline"]
    return "\n".join("".join(c.content for c in token.children or ()) for token in inline)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_changes_what_a_page_is_made_of(text: str) -> None:
    assert shape(markdown.render(everything(text))) == shape(markdown.render(everything("word")))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_forge_finds_nothing_to_act_on_in_the_finished_text(text: str) -> None:
    source = markdown.render(everything(text))
    for name, pattern in ACTS.items():
        # Commands are looked for before anything is rendered.
        found = pattern.search(source if name == "command" else words(source))
        assert found is None, f"{name}: {found[0]}"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_reader_sees_every_character(text: str) -> None:
    wanted = sanitize(text.replace("\n", " ")).strip()
    assert words(markdown.plain(text)).replace("\u200b", "") == wanted


def test_what_is_copied_from_our_own_texts_stays_whole() -> None:
    for text in ("DC-13", "sha256:93acb29da682", "first-marketing-hire 1.0", "17 % to 72 %"):
        assert "&" not in markdown.plain(text)


def test_what_is_to_be_done_is_a_list_to_tick() -> None:
    rows = tuple(Action(f"Do {k}", ("why", "how"), ("DC-01",)) for k in range(1, 12))
    source = markdown.render(Page("t", "s", (Section("x", (Actions("List", rows, todo=True),)),)))
    tokens = FORGE.parse(source)
    firsts = [token.content for token in top_items(tokens, "ordered_list_open")]
    assert firsts == [f"[ ] Do {k} \\[DC-01\\]" for k in range(1, 12)]
    assert "\n10. [ ] Do 10" in source
    # Details belong to the item above them, also below those with two figures.
    assert [t.type for t in tokens].count("ordered_list_open") == 1
    assert [t.level for t in tokens if t.type == "bullet_list_open"] == [2] * 11


def test_a_single_thing_to_do_can_be_ticked_too() -> None:
    block = Actions("One", (Action("Do it", ("why",)),), todo=True)
    source = markdown.render(Page("t", "s", (Section("x", (block,)),)))
    assert "- [ ] Do it\n  - why\n" in source
    (first,) = top_items(FORGE.parse(source), "bullet_list_open")[:1]
    assert first.content == "[ ] Do it"


def test_what_is_only_told_has_no_box() -> None:
    rows = (Action("One", ("why",)), Action("Two"))
    for block in (Actions("T", rows), Actions("T", rows[:1])):
        assert "[ ]" not in markdown.render(Page("t", "s", (Section("x", (block,)),)))


def top_items(tokens: list[Token], kind: str) -> list[Token]:
    """The first paragraph of each item of the outermost lists of a kind."""
    level = next(token.level for token in tokens if token.type == kind)
    opened = [
        k for k, t in enumerate(tokens) if t.type == "list_item_open" and t.level == level + 1
    ]
    return [next(t for t in tokens[k:] if t.type == "inline") for k in opened]


def test_bars_are_a_table_under_their_title_with_their_targets() -> None:
    rows = (
        Bar("Fit", Fraction(14), "14.0", detail="± 5.2"),
        Bar("Reach", Fraction(6), "6.0", detail="± 7.6  target 75", target=Fraction(75)),
    )
    source = markdown.render(Page("t", "s", (Section("x", (BarChart(rows, "Over time"),)),)))
    assert "### Over time\n\n|  | Score | Details |\n| --- | ---: | --- |\n" in source
    assert "| Reach | 6.0 | ± 7.6, target 75 |" in source
    bare = markdown.render(Page("t", "s", (Section("x", (BarChart((Bar("A", None, "none"),)),)),)))
    assert "|  | Score |\n| --- | ---: |\n| A | none |" in bare


@pytest.mark.parametrize("name", shipped_names())
def test_every_list_and_table_of_a_report_renders_as_one(name: str) -> None:
    for k in range(6):
        one = cases.report(name, k, full=True)
        tokens = [token.type for token in FORGE.parse(markdown.render(one))]
        blocks = [block for section in one.sections for block in section.blocks]
        tables = sum(isinstance(block, BarChart | Table) for block in blocks)
        ordered = sum(isinstance(block, Actions) and len(block.rows) > 1 for block in blocks)
        assert tokens.count("table_open") == tables
        assert tokens.count("ordered_list_open") == ordered
        assert "code_block" not in tokens
        assert "html_block" not in tokens
