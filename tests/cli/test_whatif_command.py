"""`rolefit whatif`: changed answers on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from make import contrast, single
from runs import Run

from rolefit.cli.work.whatif import parse_change
from rolefit.errors import RolefitError
from rolefit.storage.library import load

FILE = "tests/examples/northwind.yaml"


def test_it_tells_both_results_and_what_moved(rolefit: Any) -> None:
    ran = rolefit("whatif", FILE, "--set", "stuck=choice", "--set", "producers=staff")
    assert (ran.code, ran.err) == (0, "")
    assert "Now: Clear: a doer fits better than a conductor." in ran.out
    assert "Then: Leaning: a doer fits somewhat better than a conductor." in ran.out
    assert "Someone with the time to do it. →" in ran.out
    rows = {line.split()[0]: line.split()[-3:] for line in ran.out.splitlines() if line.strip()}
    moved = [rows["stuck"], rows["producers"], rows["other"]]
    for column, whole in enumerate(rows["all"]):
        assert round(sum(float(row[column]) for row in moved), 1) == float(whole)


def test_it_changes_no_file(rolefit: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(Path(FILE).read_bytes())
    rolefit("whatif", str(path), "--set", "stuck=choice")
    assert path.read_bytes() == Path(FILE).read_bytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("stuck", "expected item=answer"),
        ("stick=hours", "did you mean `stuck`?"),
        ("stuck=hour", "did you mean `hours`?"),
        ("steering=many", "expected a number of hours a week"),
        ("steering=999999", "expected 0 to"),
        ("vision=not_applicable", "this item always applies"),
    ],
)
def test_a_slip_is_told_with_what_to_write(rolefit: Any, change: str, said: str) -> None:
    ran = rolefit("whatif", FILE, "--set", change)
    assert (ran.code, ran.out) == (2, "")
    assert f"--set {change}" in ran.err
    assert said in ran.err


@pytest.mark.parametrize("state", ["skipped", "dont_know", "not_applicable"])
def test_an_answer_can_be_taken_back(rolefit: Any, state: str) -> None:
    ran = rolefit("whatif", FILE, "--set", f"network={state}")
    words = {"skipped": "skipped", "dont_know": "don't know", "not_applicable": "not applicable"}
    assert ran.code == (2 if "always applies" in ran.err else 0)
    assert ran.code or words[state] in ran.out


def test_several_options_are_written_with_commas(rolefit: Any) -> None:
    ran = rolefit("whatif", FILE, "--set", "waiting=emails, pages", "--format", "json")
    moved = json.loads(ran.out)["what_if"]["moved"]
    assert next(m["item"] for m in moved) == "waiting"


@pytest.mark.parametrize(
    "word", ["none", "none_of_these", "None of these.", "NONE", "none,", " none "]
)
def test_none_means_that_no_option_of_a_list_holds(rolefit: Any, word: str) -> None:
    ran = rolefit("whatif", FILE, "--set", f"waiting={word}")
    assert (ran.code, ran.err) == (0, "")
    assert "waiting: None of these\n" in ran.out


def test_none_beside_an_option_is_no_guess(rolefit: Any) -> None:
    ran = rolefit("whatif", FILE, "--set", "waiting=none,pages")
    assert (ran.code, ran.out) == (2, "")
    assert "none_of_these cannot stand beside an option" in ran.err


@pytest.mark.parametrize("word", ["na", "don't know", "skip", "dont_know"])
def test_a_list_can_be_taken_back_in_the_words_for_other_questions(rolefit: Any, word: str) -> None:
    ran = rolefit("whatif", FILE, "--set", f"waiting={word}")
    if word == "na":
        assert (ran.code, "this item always applies" in ran.err) == (2, True)
        return
    assert (ran.code, "unknown option" in ran.err) == (0, False)


def listed(first: str = "pen", **more: Any) -> dict[str, Any]:
    """An item with a list of two options."""
    options = (
        {"id": first, "text": "A pen", "favors": {"a": 1}},
        {"id": "phone", "text": "A phone", "favors": {"b": 1}},
    )
    return {"id": "m", "type": "multi", "dimension": "d", "ask": "m?", "options": options, **more}


@pytest.mark.parametrize("allow_na", [True, False])
def test_none_where_an_option_is_asked_for_is_told_with_the_options(*, allow_na: bool) -> None:
    item = listed(none_of_these=False, allow_na=allow_na)
    with pytest.raises(RolefitError) as told:
        parse_change("m=none", contrast(single("q"), item))
    assert told.value.message.endswith("`none` is no answer here: at least one option is asked for")
    assert told.value.hint.startswith("choose from pen, phone; or write skipped")
    assert ("not_applicable" in told.value.hint) is allow_na


def test_an_option_of_that_name_comes_first() -> None:
    rubric = contrast(single("q"), listed("none", none_of_these=False))
    assert parse_change("m=none", rubric) == ("m", "none")


@pytest.mark.slow
def test_json_holds_both_assessments_and_keeps_to_its_schema(rolefit: Any) -> None:
    ran = rolefit("whatif", FILE, "--set", "stuck=choice", "--format", "json")
    found = json.loads(ran.out)
    assert (found["format"], found["format_version"]) == ("rolefit-whatif", 1)
    assert found["what_if"]["answers"] == ["stuck"]
    schema = json.loads(rolefit("rubric", "schema", "--report").out)
    assessment = {**schema["$defs"]["Assessment"], "$defs": schema["$defs"]}
    for key in ("before", "after"):
        jsonschema.validate(found["what_if"][key], assessment)


def test_it_reads_stdin_and_writes_markdown_to_a_file(rolefit: Any, tmp_path: Path) -> None:
    path = tmp_path / "what.md"
    stdin = Path(FILE).read_bytes()
    ran = rolefit("whatif", "-", "--set", "stuck=choice", "-o", str(path), stdin=stdin)
    assert (ran.code, ran.out) == (0, "")
    assert path.read_text(encoding="utf-8").startswith("# What if")
    again = rolefit("whatif", "-", "--set", "stuck=choice", "-o", str(path), stdin=stdin)
    assert (again.code, "--force" in again.err) == (2, True)


@pytest.mark.parametrize("width", ["30", "60", "120"])
def test_it_fits_every_width(rolefit: Any, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    ran = rolefit("whatif", FILE, "--set", "stuck=choice")
    assert max(map(len, ran.out.splitlines())) <= int(width)


def test_an_answer_that_is_set_twice_is_no_guess(rolefit: Any) -> None:
    ran = rolefit("whatif", FILE, "--set", "stuck=choice", "--set", "stuck=hours")
    assert (ran.code, ran.out) == (2, "")
    assert "given more than once" in ran.err


def test_what_did_not_move_is_printed_alike_before_and_after(rolefit: Any) -> None:
    ran = rolefit("whatif", FILE, "--set", "stuck=choice")
    (line,) = [line for line in ran.out.splitlines() if line.startswith("other answers")]
    *_, now, then, change = line.split()
    assert (now, change) == (then, "+0.0")


@pytest.mark.slow
def test_without_a_change_it_shows_what_would_turn_the_result(rolefit: Run) -> None:
    file = str(Path(__file__).parent.parent / "examples" / "northwind.yaml")
    ran = rolefit("whatif", file)
    assert (ran.code, ran.err) == (0, "")
    assert "What would change it" in ran.out
    words = next(line for line in ran.out.splitlines() if line.lstrip().startswith("--set "))
    turned = rolefit("whatif", file, *words.split())
    assert turned.code == 0
    assert "The result stays" not in turned.out
    assert rolefit("whatif", file, "--format", "json").code == 2


@pytest.mark.slow
def test_options_can_be_named_by_the_digits_of_their_question(rolefit: Run) -> None:
    file = str(Path(__file__).parent.parent / "examples" / "northwind.yaml")
    by_id = rolefit("whatif", file, "--set", "stuck=choice", "--format", "json")
    ids = [option.id for option in load("first-marketing-hire").item("stuck").named_options()]
    number = ids.index("choice") + 1
    assert rolefit("whatif", file, "--set", f"stuck={number}", "--format", "json").out == by_id.out
    assert rolefit("whatif", file, "--set", "stuck=99").code == 2
