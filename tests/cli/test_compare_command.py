"""`rolefit compare`: several sheets on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from runs import Ran

from rolefit.rubric.conditions import content
from rolefit.storage.library import load

pytestmark = pytest.mark.usefixtures("assessed_once")

NAME = "first-marketing-hire"
OLD = "sha256:" + "0" * 64
Run = Callable[..., Ran]
Put = Callable[..., str]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write the answers of a shipped case to a file."""

    def write(file: str, k: int = 0, *, rubric: str = NAME, **more: Any) -> str:
        found = load(rubric)
        raw = {
            "rubric": rubric,
            "rubric_hash": found.content_hash,
            "answers": plain(found.cases[k].answers),
            **more,
        }
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        kept = {key: value for key, value in raw.items() if value is not None}
        path.write_text(json.dumps(kept), encoding="utf-8")
        return str(path)

    return write


def plain(value: Any) -> Any:
    """Answers as JSON takes them."""
    match content(value):
        case dict() as found:
            return {key: plain(part) for key, part in found.items()}
        case list() as found:
            return [plain(part) for part in found]
        case str() | int() | None as found:
            return found
        case found:
            return float(found)


def named(name: str) -> dict[str, str]:
    return {"name": name}


def test_two_founders_are_told_where_they_differ(rolefit: Run, put: Put) -> None:
    ada = put("ada.json", 0, respondent=named("Ada"))
    bo = put("bo.json", 2, respondent=named("Bo"))
    ran = rolefit("compare", ada, bo)
    assert (ran.code, ran.err) == (0, "")
    text = " ".join(ran.out.split())
    assert "The two come to different results: a doer for Ada; a conductor for Bo." in text
    assert "If Bo took these 5 answers of Ada, both would come to the same result (a doer):" in text
    assert "people who apply" not in text
    assert "--full shows all." in ran.out
    full = rolefit("compare", ada, bo, "--full")
    assert full.code == 0
    assert "--full shows all." not in full.out
    assert len(full.out) > len(ran.out)


def test_a_copy_under_another_name_is_no_difference(rolefit: Run, put: Put) -> None:
    ran = rolefit("compare", put("one.json"), put("two.json"))
    assert (ran.code, ran.err) == (0, "")
    assert "one and two give the same answer to every question that was answered" in ran.out
    assert "Answers that differ" not in ran.out
    assert "Where they differ most" not in ran.out


@pytest.mark.slow
def test_names_that_are_equal_are_told_apart_by_their_files(rolefit: Run, put: Put) -> None:
    who = named("Ada")
    files = [put("x/a.json", 0, respondent=who), put("y/a.json", 2, respondent=who)]
    files += [put("b.json", 10, respondent=who), put("c.json", 1)]
    ran = rolefit("compare", *files, "--format", "json")
    names = [one["name"] for one in json.loads(ran.out)["comparison"]["entries"]]
    assert names[2:] == ["Ada (b.json)", "c"]
    assert len(set(names)) == 4
    assert all(file in name for name, file in zip(names, files[:2], strict=False))


@pytest.mark.slow
def test_one_sheet_may_come_from_stdin(rolefit: Run, put: Put) -> None:
    stdin = Path(put("a.json", respondent=named("Ada"))).read_bytes()
    ran = rolefit("compare", "-", put("b.json", 2), stdin=stdin)
    assert (ran.code, ran.err) == (0, "")
    assert "a doer for Ada; a conductor for b" in ran.out
    unnamed = Path(put("c.json")).read_bytes()
    assert "a doer for stdin" in rolefit("compare", "-", put("b.json", 2), stdin=unnamed).out


def test_what_cannot_be_compared_is_refused(rolefit: Run, put: Put, tmp_path: Path) -> None:
    one = put("one.json")
    link = tmp_path / "link.json"
    link.symlink_to(one)
    for files, said in (
        ((one,), "one file alone cannot be compared"),
        ((one, one), "the same file is named twice"),
        ((one, str(link)), f"{link} is {one}: the same file is named twice"),
        (("-", "-"), "stdin (-) is named twice"),
    ):
        ran = rolefit("compare", *files)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


def test_sheets_of_different_rubrics_share_no_scale(rolefit: Run, put: Put) -> None:
    files = put("one.json"), put("two.json", rubric="manager-readiness")
    ran = rolefit("compare", *files)
    assert (ran.code, ran.out) == (2, "")
    assert "answer different questions, and scores of different rubrics share no scale" in ran.err
    for file, name in zip(files, (NAME, "manager-readiness"), strict=True):
        assert f"{file}: {name}" in ran.err


def test_a_need_and_candidates_are_sent_to_match(rolefit: Run, put: Put) -> None:
    seen = "marketing-hire-candidate"
    ana, need, ben = put("ana.json", rubric=seen), put("need.json"), put("ben.json", rubric=seen)
    ran = rolefit("compare", ana, need, ben)
    assert (ran.code, ran.out) == (2, "")
    assert f"rolefit match {need} {ana} {ben}" in ran.err
    two = rolefit("compare", ana, need, put("need2.json", 1))
    assert "rolefit match NEED CANDIDATE...: first the company's file" in two.err
    alike = put("other.json", rubric="manager-readiness")
    assert "rolefit match" not in rolefit("compare", need, alike).err
    assert "rolefit match" not in rolefit("compare", need, ana, alike).err


def test_sheets_of_another_content_are_refused_all_together(rolefit: Run, put: Put) -> None:
    old = put("old.json", rubric_hash=OLD)
    older = put("older.json", rubric_hash="sha256:" + "1" * 64)
    present = load(NAME).content_hash
    ran = rolefit("compare", old, put("new.json"), older)
    assert (ran.code, ran.out) == (2, "")
    for file, answered in ((old, OLD), (older, "sha256:" + "1" * 64)):
        assert f"{file}: answers another content of `{NAME}` ({answered[:19]})" in ran.err
    assert f"({present[:19]})" in ran.err
    assert "could be a difference between questions" in ran.err
    assert "--rubric FILE" in ran.err
    assert "new.json" not in ran.err
    both = rolefit("compare", old, put("same.json", rubric_hash=OLD))
    assert both.code == 2


@pytest.mark.slow
def test_the_content_that_all_of_them_answered_can_be_named(
    rolefit: Run, put: Put, tmp_path: Path
) -> None:
    text = Path(f"rubrics/{NAME}.yaml").read_text(encoding="utf-8")
    path = tmp_path / "before.yaml"
    path.write_text(text.replace('version: "2.0"', 'version: "0.9"', 1), encoding="utf-8")
    before = load(str(path)).content_hash
    assert before != load(NAME).content_hash
    files = put("a.json", 0, rubric_hash=before), put("b.json", 2, rubric_hash=before)
    assert rolefit("compare", *files).code == 2
    ran = rolefit("compare", *files, "--rubric", str(path))
    assert (ran.code, ran.err) == (0, "")
    assert f"{NAME} 0.9" in ran.out


@pytest.mark.slow
def test_a_sheet_without_a_hash_is_taken_with_a_remark(
    rolefit: Run, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bare = Path(put("bare.json", 2, rubric_hash=None)).name
    other = Path(put("other.json", 1, rubric_hash=None, rubric_version="0.9")).name
    ran = rolefit("compare", put("one.json"), bare, other)
    assert ran.code == 0
    err = " ".join(ran.err.split())
    assert "bare.json: names no rubric_hash" in err
    assert "other.json: names version 0.9, not 2.0" in err
    assert "one.json" not in err
    third = Path(put("third.json", 3, rubric_hash=None)).name
    err = " ".join(rolefit("compare", bare, third, put("one.json")).err.split())
    assert err.startswith("bare.json and 1 more: name no rubric_hash, so whether they answer")
    assert "third.json" not in err
    quiet = rolefit("compare", put("one.json"), bare, "--quiet")
    assert (quiet.code, quiet.err) == (0, "")


def test_faults_of_several_files_are_told_together(rolefit: Run, put: Put, tmp_path: Path) -> None:
    bad = put("bad.json", answers={"stuck": "nonsense"})
    gone = str(tmp_path / "gone.json")
    ran = rolefit("compare", put("one.json"), bad, gone)
    assert (ran.code, ran.out) == (2, "")
    assert f"{bad}:1:" in ran.err
    assert f"{gone}: No such file" in ran.err


@pytest.mark.slow
def test_it_is_written_to_a_file_in_the_format_of_its_ending(
    rolefit: Run, put: Put, tmp_path: Path
) -> None:
    files, path = (put("a.json", 0), put("b.json", 2)), tmp_path / "found.md"
    ran = rolefit("compare", *files, "-o", str(path))
    assert (ran.code, ran.out) == (0, "")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Comparison: ")
    again = rolefit("compare", *files, "-o", str(path))
    assert (again.code, "--force" in again.err) == (2, True)
    assert rolefit("compare", *files, "-o", str(path), "--force").code == 0
    over = rolefit("compare", *files, "-o", files[0], "--format", "json", "--force")
    assert over.code == 2
    assert "holds answers that this command reads" in over.err
    assert rolefit("compare", *files, "--format", "csv").code == 2


@pytest.mark.slow
def test_json_names_its_format(rolefit: Run, put: Put) -> None:
    ran = rolefit("compare", put("a.json", 0), put("b.json", 2), "--format", "json")
    found = json.loads(ran.out)
    assert (found["format"], found["format_version"]) == ("rolefit-comparison", 1)
    assert found["comparison"]["hash"] == load(NAME).content_hash
    assert ran.out.isascii()


def test_json_of_very_many_says_that_what_would_change_each_was_left_out(
    rolefit: Run, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolefit.cli.work.compare._MOST_WITH_WAYS", 3)
    files = [put("a.json", 0), put("b.json", 2)]
    found = json.loads(rolefit("compare", *files, "--format", "json").out)
    told = [one["assessment"]["left_out"] for one in found["comparison"]["entries"]]
    assert [parts[0] for parts in told] == ["what would change it"] * 2


@pytest.mark.parametrize("width", ["30", "60", "120"])
def test_it_fits_every_width_in_ascii_too(
    rolefit: Run, put: Put, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    files = [put(f"{k}.json", k, respondent=named("A long name " * 9 + str(k))) for k in range(4)]
    ran = rolefit("compare", *files, encoding="ascii")
    assert ran.out.isascii()
    assert max(map(len, ran.out.splitlines())) <= int(width)
