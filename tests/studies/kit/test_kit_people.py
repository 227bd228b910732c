"""Names of people in a kit: told apart on any disk, harmless as paths."""

from __future__ import annotations

import pytest

from rolefit.errors import RolefitError
from rolefit.studies.kit.people import MOST, file_name, people_named


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ann", "ann"),
        ("C1", "c1"),
        ("Zoë van der Berg", "zoe-van-der-berg"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", ""),
        ("C:\\Windows", "c-windows"),
        ("CON", "con-1"),
        ("lpt1", "lpt1-1"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("a\\b/c|d*e?", "a-b-c-d-e"),
        ("李雷", "李雷"),
        ("ﬁna", "fina"),
        ("x" * 70, "x" * 40),
    ],
)
def test_a_file_name_leads_nowhere(name: str, file: str) -> None:
    assert file_name(name) == file


def test_names_are_cleaned_of_blanks_and_kept_in_order() -> None:
    found = people_named("  Bo ,Ann  Lee", "interviewers")
    assert [one.name for one in found] == ["Bo", "Ann Lee"]


@pytest.mark.parametrize(
    "text",
    ["Ann,ann", "José,Jose", "A b,a-b", "Ann, ANN ", "ﬁna,fina", "Straße,STRASSE"],
)
def test_names_that_a_disk_could_take_for_one_are_refused(text: str) -> None:
    with pytest.raises(RolefitError, match="called alike"):
        people_named(text, "candidates")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a name is empty"),
        ("Ann,,Bo", "a name is empty"),
        ("Ann,", "a name is empty"),
        ("..", "no file can be named"),
        ("!!!", "no file can be named"),
        ("An\u202en", r"U\+202E"),
        ("An\u200bn", r"U\+200B"),
        ("An\x1b[31mn", r"U\+001B"),
        ("x" * 81, "81 characters"),
    ],
)
def test_hostile_names_are_refused(text: str, said: str) -> None:
    with pytest.raises(RolefitError, match=said):
        people_named(text, "interviewers")


@pytest.mark.parametrize("kind", MOST)
def test_a_kit_is_made_for_so_many_people_at_most(kind: str) -> None:
    names = [f"p{k}" for k in range(MOST[kind] + 1)]
    assert len(people_named(",".join(names[:-1]), kind)) == MOST[kind]
    with pytest.raises(RolefitError, match="at most"):
        people_named(",".join(names), kind)
