"""Texts that act in a page if they are taken for anything but text, in every kind of block."""

from __future__ import annotations

from fractions import Fraction

from rolefit.reports.blocks import (
    Action,
    Actions,
    Bar,
    BarChart,
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

TEXTS = (
    "<script>window.acted = 1</script>",
    "<img src=x onerror=window.acted=2>",
    '"><svg onload="window.acted=3">',
    "' autofocus onfocus='window.acted=4' x='",
    "</title></style></p><h1>Result: HIRE</h1>",
    "javascript:window.acted=5",
    "https://example.com/collect?all",
    "{{7*7}} {% raw %} {# gone #} ${8*8}",
    "&lt;b&gt; &amp; &#60;i&#62; <!--<script>",
    "right\u202eto\u2066left\u2069 zero\u200bwidth",
    "nul\x00 escape\x1b[2J half\ud800",
    "one line\nTotal 100",
    "</code></pre></textarea><style>*{display:none}</style>",
    "W" * 300,
)


def page(title: str = "", texts: tuple[str, ...] = TEXTS) -> Page:
    """A page that says nothing but hostile things."""
    return Page(
        title or " ".join(TEXTS[:-1]),
        TEXTS[4],
        (
            Section("", tuple(block for text in texts for block in verdicts(text))),
            *(Section(text, blocks(text)) for text in texts),
        ),
    )


def verdicts(text: str) -> tuple[Paragraph, ...]:
    """A text in every role of a paragraph."""
    return (
        Paragraph(text, "verdict"),
        Paragraph(text),
        Paragraph(text, "quiet"),
        Paragraph(text, "warning"),
        Paragraph(text, "code"),
    )


def blocks(
    text: str,
) -> tuple[BarChart | Reasons | Checks | Actions | Facts | Bullets | Table, ...]:
    """A text in every place of every other kind of block."""
    half, source = Fraction(50), (text, text)
    return (
        BarChart(
            (
                Bar(text, half, "50.0", Fraction(40), Fraction(60), text, Fraction(80)),
                Bar(text, None, text, detail=text, target=half),
            ),
            text,
            (Fraction(20), Fraction(22), half),
        ),
        Reasons(
            text, (Reason("+1.0", text, text, text, text), Reason(text, "", "", "", None)), text
        ),
        Checks(
            (
                ConditionCheck("pass", text, "", ()),
                ConditionCheck("fail", text, text, source),
                ConditionCheck("unknown", text, text, source),
                ConditionCheck("risk", text, text, source),
            )
        ),
        Actions(text, (Action(text, (text, f"Effort: {text}"), source),) * 2, source, todo=True),
        Actions("", (Action(text, (), ()),)),
        Facts((Fact(text, "high", text), Fact(text, "none", text))),
        Bullets(text, (text,)),
        Table(text, (text, "", text), (False, True, False), ((text, text, text),)),
    )
