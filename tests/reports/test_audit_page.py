"""What the page of an audit says, and how findings are told at their place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from make import OUTCOMES, contrast, likert, readiness, single
from rich.cells import cell_len

from rolefit.audit import CheckFinding
from rolefit.audit.base import Finding, Path, Severity
from rolefit.audit.checks import attainable_range
from rolefit.audit.simulation import respondents
from rolefit.audit.simulation.coverage import Count, Coverage
from rolefit.audit.simulation.mutants import Mutant, Mutants
from rolefit.audit.subject import Subject
from rolefit.reports.blocks import Bullets, Paragraph
from rolefit.reports.formats import terminal
from rolefit.reports.formats.ink import Look
from rolefit.reports.pages.audit import findings
from rolefit.reports.pages.audit.audit_page import audit_page, basis, coverage_table, mutant_blocks
from rolefit.reports.pages.audit.findings import Audited, locate_findings
from rolefit.rubric.model import Rubric
from rolefit.storage.documents import parse

FILE = parse("mine.yaml", b"title: A title\nitems:\n  - id: p\n    ask: What?\n  - id: q\n")


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(respondents, "DRAWS", 20)


def subject(rubric: Rubric, **changed: Any) -> Subject:
    """A rubric under audit, its distribution otherwise than it is."""
    one = Subject(rubric)
    one.__dict__["distribution"] = one.distribution._replace(**changed)
    return one


def page(one: Subject) -> str:
    return terminal.render(audit_page(Audited(FILE, one, ()), with_findings=False), Look(100))


def found(*paths: Path, severity: Severity | None = None, message: str = "It is so.") -> Audited:
    made = [
        CheckFinding(attainable_range, Finding(p, message, "Mend it.", severity)) for p in paths
    ]
    return locate_findings(FILE, Subject(contrast(single("p"))), made)


def words_of(mutants: Mutants) -> list[str]:
    """The text of each block about them."""
    found = []
    for block in mutant_blocks(mutants):
        assert isinstance(block, Bullets | Paragraph)
        found.append("\n".join(block.items) if isinstance(block, Bullets) else block.text)
    return found


# --- the page --------------------------------------------------------------------------------


def test_the_margin_is_named_by_its_two_outcomes() -> None:
    said = page(subject(contrast(single("p"), likert("q"))))
    assert "The score of an a minus that of a b, in points; above 0 an a leads." in said
    assert "-100 to -90 " in said
    assert "Tie " in said


def test_the_fit_is_shown_with_the_cuts_of_the_bands() -> None:
    said = page(subject(readiness(likert("q", toward=None))))
    assert "The fit in points, and where the bands begin." in said
    (line,) = [line for line in said.splitlines() if line.startswith("50 to 55")]
    assert line.endswith("0.0 %  high from 50")
    assert "Which band is reached" in said
    assert "alone changes the band" in said
    assert "Tie " not in said


def test_three_outcomes_are_shown_by_the_lead_of_the_best() -> None:
    outcomes = {**OUTCOMES, "c": {"name": "a c", "summary": "C."}}
    options = tuple({"id": f"p{o}", "text": f"For {o}.", "favors": {o: 1}} for o in ("a", "b", "c"))
    items = [single(name, options=options) for name in ("p", "q")]
    said = page(subject(contrast(*items, outcomes=outcomes)))
    assert "The lead of the best of an a, a b and a c over the second, in points." in said
    assert "-100" not in said


def test_a_share_that_is_tiny_is_never_said_to_be_nothing() -> None:
    rubric = contrast(single("p"))
    leading = {"a": Fraction(1, 10**6), "b": 1 - Fraction(1, 10**6)}
    said = page(subject(rubric, leading=leading, tied=Fraction(0)))
    lines = said[said.index("Who leads") :].splitlines()[1:4]
    shown = [line[line.index(" ", 60) :].strip() for line in lines]
    assert shown == ["< 0.1 %", "100.0 %", "0.0 %"]
    assert "┃" in lines[0]
    assert "┃" not in lines[2]


def test_what_is_sampled_says_so_with_its_error() -> None:
    rubric = contrast(single("p"))
    before = Subject(rubric).distribution
    said = page(
        subject(
            rubric,
            exact=False,
            draws=10_000,
            error=Fraction(98, 10_000),
            combinations=10**23 + 1,
            expected=before.expected._replace(error=Fraction(98, 100)),
            influence=tuple(i._replace(error=Fraction(98, 10_000)) for i in before.influence),
        )
    )
    flat = " ".join(said.split())
    assert "Sampled: 10,000 of about 10^23 combinations of answers, ± 1.0 percentage points" in flat
    assert flat.count("Sampled: the same 10,000 combinations, ± 1.0 percentage points") == 2
    assert "the others sampled: ± 1.0 (95 %)." in flat
    assert "Exact: all" not in flat


def test_a_number_of_combinations_is_written_out_as_long_as_it_can_be_read() -> None:
    one = Subject(contrast(single("p"))).distribution
    assert "all 3 combinations" in basis(one)
    assert "999,999,999,999,999 " in basis(one._replace(combinations=10**15 - 1))
    assert "about 10^15 " in basis(one._replace(combinations=10**15))


def test_the_bar_that_holds_ties_is_named() -> None:
    said = " ".join(page(subject(contrast(single("p"), likert("q")))).split())
    assert "A bar holds its lower end, the last one both ends: ties stand in “0 to 10”." in said
    said = " ".join(page(subject(readiness(likert("q", toward=None)))).split())
    assert "A bar holds its lower end, the last one both ends. Exact" in said


def test_numbers_are_said_to_count_only_where_their_worth_is_given() -> None:
    amount = {
        "id": "n",
        "type": "numeric",
        "dimension": "d",
        "ask": "n?",
        "unit": "days",
        "range": (0, 10),
        "toward": "a",
        "breakpoints": ({"at": 0, "value": 0}, {"at": 10, "value": 1}),
    }
    text = "A number counts at the ends of its range and where its worth is given or a branch"
    assert text in " ".join(page(subject(contrast(single("p"), amount))).split())
    free = {key: amount[key] for key in ("id", "type", "ask", "unit", "range")}
    for other in (contrast(single("p"), likert("q")), contrast(single("p"), free)):
        assert text not in " ".join(page(subject(other)).split())
    asked = single("q", ask_when={"item": "n", "at_least": 5})
    assert text in " ".join(page(subject(contrast(single("p"), free, asked))).split())


def test_no_findings_are_said_to_be_none_where_they_are_listed() -> None:
    one = Audited(FILE, subject(contrast(single("p"))), ())
    first = audit_page(one, with_findings=True).sections[0]
    (block,) = first.blocks
    assert isinstance(block, Paragraph)
    assert (first.title, block.text) == ("Findings", "None.")


# --- the cases -------------------------------------------------------------------------------


def test_what_no_case_reaches_is_named_up_to_a_point() -> None:
    counts = tuple(Count("q", str(k), (), 0) for k in range(10))
    reached = (Count("", "a", (), 2), Count("", "b", (), 0))
    table = coverage_table(Coverage(2, reached, (), (), (), (), counts))
    assert table.rows == (
        ("Results", "1 of 2", "b"),
        ("Options", "0 of 10", "q 0, q 1, q 2, q 3, q 4, q 5, q 6, q 7 and 2 more"),
    )


def test_mistakes_that_nobody_notices_are_all_named() -> None:
    mutants = (
        Mutant("one", (), weak=False, killed_by="a case"),
        Mutant("two", (), weak=False, killed_by=None),
        Mutant("slight", (), weak=True, killed_by=None),
    )
    warning, said, survivors = words_of(Mutants(mutants, ("A bakery", "A choir")))
    assert warning == "Left out, since they fail as they are: “A bakery” and “A choir”."
    assert "notice 1 of 2 small mistakes" in said
    assert said.endswith("50 %. All of them were tried. 1 slight ones do not count.")
    assert survivors == "two"


def test_nothing_to_try_is_said() -> None:
    (said,) = words_of(Mutants((), ()))
    assert said == "There is no mistake to try the cases on."


# --- findings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("title",), "mine.yaml:1:8"),
        (("items",), "mine.yaml:2:1"),
        (("items", 1), "mine.yaml:5:5"),
        (("items", 0, "ask"), "mine.yaml:4:10"),
        (("items", 0, "why"), "mine.yaml:3:5"),
        (("items", 7), "mine.yaml:2:1"),
        ((), "mine.yaml:1:1"),
    ],
)
def test_a_finding_stands_at_the_text_at_fault_or_at_the_key_of_anything_larger(
    path: Path, place: str
) -> None:
    (one,) = found(path).findings
    assert one.place == place


def test_findings_are_sorted_by_severity_then_by_line() -> None:
    grave = found(("items", 1), ("title",)).findings
    assert [one.mark.line for one in grave] == [0, 4]
    mixed = Audited(FILE, Subject(contrast(single("p"))), ())
    made = [
        CheckFinding(attainable_range, Finding(("title",), "It is so.", "", "info")),
        CheckFinding(attainable_range, Finding(("items", 1), "It is so.", "", "warning")),
        CheckFinding(attainable_range, Finding(("items", 1), "It is so.")),
    ]
    placed = locate_findings(FILE, mixed.subject, made).findings
    assert [one.severity for one in placed] == ["error", "warning", "info"]
    assert findings.tally(placed) == "1 error, 1 warning, 1 for information"


def test_at_most_fifty_findings_are_shown() -> None:
    one = found(*[("title",)] * 53)
    said = findings.text(one, Look(80))
    assert said.count("error RF001") == 50
    assert said.endswith("\n... and 3 more; --format json has them all\n")


def test_no_findings_are_no_text() -> None:
    assert findings.text(found(), Look(80)) == ""


@pytest.mark.parametrize("width", [40, 80])
def test_a_long_line_is_cut_around_its_fault(width: int) -> None:
    text = f"about: {{first: {'x' * 200}, ask: {'漢' * 100}}}\n"
    document = parse("mine.yaml", text.encode())
    made = [CheckFinding(attainable_range, Finding(("about", "ask"), "It is so."))]
    one = locate_findings(document, Subject(contrast(single("p"))), made)
    line, caret = findings.text(one, Look(width)).splitlines()[-2:]
    assert cell_len(line) in (width, width - 1)
    assert set(line[caret.index("^") :]) == {"漢"}
    assert line[: caret.index("^")].endswith("x, ask: ")


def test_a_long_place_gets_a_line_of_its_own() -> None:
    document = parse(f"{'a' * 60}.yaml", b"title: A title\n")
    made = [CheckFinding(attainable_range, Finding(("title",), "It is so."))]
    one = locate_findings(document, Subject(contrast(single("p"))), made)
    lines = findings.text(one, Look(72)).splitlines()
    assert lines[:2] == [f"{'a' * 60}.yaml:1:8:", "  error RF001 attainable-range"]


def test_text_from_outside_cannot_act() -> None:
    one = found(("title",), message="a \x1b[31mred\x1b[0m word")
    assert "\x1b" not in findings.text(one, Look(80))
    assert "\x1b" not in findings.github(one.findings)
