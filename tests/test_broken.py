"""Every message about a faulty file, whole: where, what is wrong, what to write instead.

Each file under `broken/` has one fault (a few have several, to see them listed in order). The text
that the command line prints about it stands beside it, in a file of the same name that ends in
`.expected`. `pytest --update-golden` rewrites those: their diff is the review of a message.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from runs import Run

BROKEN = Path(__file__).parent / "broken"
EXPECTED = ".expected"
SOUND = "every-type.yaml"
MOST_LISTED = 50


def files(folder: str) -> list[str]:
    """The faulty files of a folder, relative to `broken`: messages are the same anywhere."""
    found = (p for p in (BROKEN / folder).iterdir() if p.suffix != EXPECTED)
    return sorted(path.relative_to(BROKEN).as_posix() for path in found)


RUBRICS, RESPONSES = files("rubrics"), files("responses")


@pytest.fixture(autouse=True)
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)


@pytest.fixture
def said(rolefit: Run) -> Callable[[str], str]:
    """What the command line says about a faulty file, which is all that it prints."""

    def run(name: str) -> str:
        if name.startswith("rubrics/"):
            ran = rolefit("rubric", "check", name, "--quiet")
            # A file that cannot be read at all is not "faulty" (1) but unusable (2).
            assert (ran.code, ran.err) == (1, "") or (ran.code, ran.out) == (2, "")
            return ran.out or ran.err
        ran = rolefit("score", name, "--rubric", SOUND)
        assert (ran.code, ran.out) == (2, "")
        return ran.err

    return run


@pytest.mark.parametrize("name", RUBRICS + RESPONSES)
def test_the_whole_message_is_as_it_was_read_and_approved(
    name: str, said: Callable[[str], str], request: pytest.FixtureRequest
) -> None:
    expected = BROKEN / (name + EXPECTED)
    text = said(name)
    if request.config.getoption("--update-golden"):
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert expected.exists(), f"{expected} is missing: run pytest --update-golden and read it"
    assert text == expected.read_text(encoding="utf-8")


def test_no_expected_message_has_lost_its_file() -> None:
    files_with_messages = {p.as_posix() for p in BROKEN.rglob(f"*{EXPECTED}")}
    assert files_with_messages == {
        f"{BROKEN.as_posix()}/{f}{EXPECTED}" for f in RUBRICS + RESPONSES
    }


def test_the_rubric_that_the_responses_answer_is_sound(rolefit: Run) -> None:
    assert rolefit("rubric", "check", SOUND, "--quiet") == (0, "", "")
