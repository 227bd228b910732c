"""Published forms as they are printed: read by their own numbers, or refused with what to write."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from runs import Ran
from talk import Terminal

import rolefit as package
from rolefit.storage.journal.store import Store, store_path

Run = Callable[..., Ran]
EXAMPLES = Path(__file__).parent.parent / "examples" / "codes"
DOWN, ENTER = "\x1b[B", "\r"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and files of each test in a folder of its own."""
    monkeypatch.setenv("ROLEFIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHONPATH", str(Path(package.__file__).parent.parent))
    monkeypatch.chdir(tmp_path)


def example(name: str) -> str:
    """The path of an example."""
    return str(EXAMPLES / name)


def changed(name: str, old: str, new: str) -> str:
    """An example with some of its text changed, as a file of the test's own."""
    text = Path(example(name)).read_text(encoding="utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new), encoding="utf-8")
    return name


def printed_codes() -> str:
    """The form of codes 0 to 4, 9 for not applicable, with its codes declared."""
    text = Path(example("codes.yaml")).read_text(encoding="utf-8")
    head, labels = text.split("  l:\n", 1)
    labels, rest = labels.split("standard:", 1)
    inside = "".join(f"    {line}\n" for line in labels.splitlines())
    scale = f"  l:\n    labels:\n{inside}    start: 0\n    code_for: {{9: not_applicable}}\n"
    Path("codes.yaml").write_text(f"{head}{scale}standard:{rest}", encoding="utf-8")
    return "codes.yaml"


def fit(rolefit: Run, answers: str, rubric: str) -> float:
    """The fit of answers."""
    ran = rolefit("score", answers, "--rubric", rubric, "--format", "json")
    assert ran.code == 0, ran.err
    return fit_in(ran)


def fit_in(ran: Ran) -> float:
    """The fit that a JSON report gives, with one decimal."""
    found: float = json.loads(ran.out)["assessment"]["fit"]
    return float(f"{found:.1f}")


def test_codes_from_0_to_4_give_ten_of_sixteen(rolefit: Run) -> None:
    assert fit(rolefit, example("codes-silent.yaml"), printed_codes()) == 62.5


def test_a_code_for_not_applicable_leaves_the_mean(rolefit: Run) -> None:
    assert fit(rolefit, example("codes-with-9.yaml"), printed_codes()) == 58.3


def test_codes_from_minus_3_to_3_are_read_as_printed(rolefit: Run) -> None:
    declared = changed("pm3.yaml", "  scale: l\n", "  scale: l\n  start: -3\n")
    assert fit(rolefit, example("pm3-silent.yaml"), declared) == 58.3
    assert fit(rolefit, example("pm3-ans.yaml"), declared) == 33.3
    assert rolefit("rubric", "check", declared).code == 0


def test_an_undeclared_number_that_is_a_label_too_is_refused(rolefit: Run) -> None:
    ran = rolefit("score", example("pm3-silent.yaml"), "--rubric", example("pm3.yaml"))
    assert ran.code == 2
    assert "2 could be the label `2` (place 6) or the place 2 (label `-2`)" in ran.err
    ran = rolefit("rubric", "check", example("pm3.yaml"))
    assert ran.code == 1
    assert "scales.l" in ran.out
    assert "declare the printed codes: start: -3" in ran.out


def test_levels_from_0_to_5_give_what_the_sheet_says(rolefit: Run) -> None:
    declared = changed("track.yaml", "  levels:\n", "  start: 0\n  levels:\n")
    assert fit(rolefit, example("ada-as-the-sheet-counts.yaml"), declared) == 51.0


@pytest.mark.parametrize("name", ["three.yaml", "tf.yaml"])
def test_three_points_and_reversed_true_or_false_are_sound(rolefit: Run, name: str) -> None:
    assert rolefit("rubric", "check", example(name)).code == 0


def test_eleven_levels_are_sound_once_their_codes_are_declared(rolefit: Run) -> None:
    assert "start: 0" in rolefit("rubric", "check", example("eleven-bars.yaml")).out
    declared = changed("eleven-bars.yaml", "  levels:\n", "  start: 0\n  levels:\n")
    assert rolefit("rubric", "check", declared).code == 0


def test_a_scale_labelled_at_its_ends_only_says_so(rolefit: Run) -> None:
    ran = rolefit("rubric", "check", example("nine.yaml"))
    assert "label the ends only: type: likert, ends: [...], points: 9" in ran.out
    text = Path(example("nine.yaml")).read_text(encoding="utf-8")
    head, rest = text.split("  type: bars\n")
    likert = "  type: likert\n  ends: [Poor, Excellent]\n  points: 9\ntexts:"
    Path("nine.yaml").write_text(head + likert + rest.split("texts:")[1], encoding="utf-8")
    assert rolefit("rubric", "check", "nine.yaml").code == 0
    Path("a.yaml").write_text("rubric: nine\nanswers: {q1: 7}\n", encoding="utf-8")
    assert fit(rolefit, "a.yaml", "nine.yaml") == 75.0


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("caps.yaml", "names are in lower case: write `q1`"),
        ("negative.yaml", "value = (points + 0.33) / 1.33, so 1, 0, and blank"),
    ],
)
def test_what_cannot_be_written_so_is_shown_as_it_can(rolefit: Run, name: str, hint: str) -> None:
    ran = rolefit("rubric", "check", example(name))
    assert ran.code == 1
    assert hint in ran.out


def test_negative_thirds_are_shifted_to_whole_values_and_a_quarter(rolefit: Run) -> None:
    thirds = changed("negative.yaml", "value: -0.33", "value: -1/3")
    ran = rolefit("rubric", "check", thirds)
    hint = "value = (points + 1/3) / (4/3), so 1, 0, and blank (0 points) 0.25"
    assert hint in ran.out


def test_sixths_can_be_written(rolefit: Run) -> None:
    assert rolefit("rubric", "check", example("sixth.yaml")).code == 0


def test_an_item_of_two_dimensions_is_told_that_it_has_one(rolefit: Run) -> None:
    several = changed("tf.yaml", "dimension: x", "dimension: [x, y]")
    assert "an item scores in one dimension" in rolefit("rubric", "check", several).out


@pytest.mark.parametrize("name", ["export.csv", "-"])
def test_a_table_is_told_what_to_do_instead(rolefit: Run, name: str) -> None:
    raw = (EXAMPLES / "export.csv").read_bytes()
    ran = rolefit("score", name if name == "-" else example(name), stdin=raw)
    assert ran.code == 2
    assert "a table (CSV)" in ran.err
    assert "rolefit import draft" in ran.err


def test_several_people_in_one_file_are_told_to_part(rolefit: Run) -> None:
    ran = rolefit("score", example("people.yaml"))
    assert ran.code == 2
    assert "write a file for each of them" in ran.err


def test_the_wording_of_a_question_is_told_the_id(rolefit: Run) -> None:
    answers = {"rubric": "tf", "answers": {"how far does item q1 hold?": True}}
    Path("web.json").write_text(json.dumps(answers), encoding="utf-8")
    ran = rolefit("score", "web.json", "--rubric", example("tf.yaml"))
    assert ran.code == 2
    assert "answers are keyed by the id of the item: write `q1`" in ran.err


def saved(rubric: str) -> dict[str, Any]:
    """The answers of the session saved last."""
    with Store(store_path()) as store:
        return dict(store.sessions(rubric)[0].answers)


@pytest.mark.slow
def test_the_screen_shows_the_codes_and_a_figure_is_a_code() -> None:
    with Terminal(printed_codes()) as t:
        t.see("0-4 answers")
        assert "▸ 0 Not at all" in t.glass.text
        assert "4 Very largely" in t.glass.text
        t.press("9", "This question always applies")
        t.press("5", "There is no 5; the answers are 0 to 4")
        t.press("0", "Question 2")
        t.press("9", "Question 3")
        t.press("4", "Question 4")
        assert saved("codes") == {"q1": 0, "q2": 9, "q3": 4}


@pytest.mark.slow
def test_numbers_of_several_figures_are_typed_and_confirmed() -> None:
    text = Path(example("pm3.yaml")).read_text(encoding="utf-8")
    Path("pm3.yaml").write_text(
        text.replace("  scale: l\n", "  scale: l\n  start: -3\n"), encoding="utf-8"
    )
    with Terminal("pm3.yaml") as t:
        t.see("points")
        t.press("-1" + ENTER, "type the number, then Enter")
        t.press("-2", "▸ -2 -2")
        t.press("2", "▸  2 2")
        t.press("-2", "▸ -2 -2")
        t.press(DOWN, "▸ -1 -1")
        t.press(ENTER, "That was the last question")
        assert saved("pm3") == {"q1": -1, "q2": -1}


def test_in_lines_the_codes_are_shown_and_typed(rolefit: Run) -> None:
    typed = b"5\n1\n2\n4\n9\n"
    ran = rolefit("take", printed_codes(), "--accessible", "--format", "json", stdin=typed)
    assert ran.code == 0, ran.err
    assert "0. Not at all" in ran.err
    assert "Type a number from 0 to 4" in ran.err
    assert "That is no answer here: the answers are 0 to 4." in ran.err
    assert "Noted: A little (1)" in ran.err
    assert fit_in(ran) == 58.3


def test_a_blank_form_lists_the_codes(rolefit: Run) -> None:
    blank = rolefit("rubric", "blank", printed_codes()).out
    assert "#   0  Not at all" in blank
    assert "#   9 stands for not_applicable" in blank
    schema = json.loads(rolefit("rubric", "schema", "--responses", printed_codes()).out)
    assert "enum" in schema["properties"]["answers"]["properties"]["q2"]["anyOf"][0]


def test_the_word_is_explained(rolefit: Run) -> None:
    flat = " ".join(rolefit("explain", "codes").out.split())
    assert "code_for: {9: not_applicable}" in flat


def test_rows_of_undeclared_numbers_are_typed_as_they_are_labelled(rolefit: Run) -> None:
    typed = b"-1\n2\n"
    rubric = example("pm3.yaml")
    ran = rolefit("take", rubric, "--accessible", "--format", "json", stdin=typed)
    assert ran.code == 0, ran.err
    assert "2. 2" in ran.err
    assert fit_in(ran) == 58.3


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("forms.XLSX", b"PK\x03\x04"),
        ("forms.tsv", "a\tb\n".encode("utf-16")),
        ("forms.csv", b"\xe9;b\n"),
        ("forms.parquet", b"PAR1"),
    ],
)
def test_a_table_of_any_make_says_what_to_do_with_it(
    rolefit: Run, tmp_path: Path, name: str, raw: bytes
) -> None:
    (tmp_path / name).write_bytes(raw)
    ran = rolefit("score", str(tmp_path / name))
    assert ran.code == 2
    assert "rolefit batch RUBRIC" in ran.err
    assert ("import draft" in ran.err) is not name.endswith("parquet")
