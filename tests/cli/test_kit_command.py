"""`rolefit kit`, and a kit in `rolefit match`: what is made, what is refused, the seal."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from cases import CASES, assessed, first, responses, rubric
from make import contrast, likert
from runs import Run

from rolefit.audit.checks import protected_topic
from rolefit.audit.subject import Subject
from rolefit.cli.options import KitRequest
from rolefit.cli.work.kit import make_kit
from rolefit.reports.pages.score.result import headline
from rolefit.rubric.conditions import sentences_of
from rolefit.rubric.materials import materials_of
from rolefit.scoring.assess import fit_texts
from rolefit.scoring.judging import role_of
from rolefit.storage.library import responses_text
from rolefit.studies.kit.plan import FORMS

# One worker makes the kits for all.
pytestmark = [pytest.mark.xdist_group("kits"), pytest.mark.usefixtures("assessed_once")]
NEED, SEEN = "first-marketing-hire", "marketing-hire-candidate"
EXAMPLES = Path(__file__).parent.parent / "examples"
NORTHWIND = str(EXAMPLES / "northwind.yaml")
PEOPLE = ("--interviewers", "Ann,Bo", "--candidates", "C1,C2")
NEVER = re.compile(
    r"\b(talks?|sums?|hands(?!-on)|mend(s|ed)?|h[au]ngs? on|held? (?:it |that )?against|beside"
    r"|sheets?|whom)\b",
    re.IGNORECASE,
)
"""Words that people do not use for these things at work."""
KEYS = re.compile(
    r"\b(doers?|conductors?|player-coach|planted|mistakes?|keys?|weights?|verdict|scores?|scored"
    r"|points?|marks?|marked|lenient|seal|sealed|leaning|sha256)\b",
    re.IGNORECASE,
)
"""What no candidate may read: a key, a weight, a verdict, or a name for one."""


@cache
def case_of(kind: str) -> int:
    """The first case of a kind: a role, or why there is none."""
    numbers = (k for name, k in CASES if name == NEED)
    return next(k for k in numbers if role_of(assessed(NEED, k)) == kind)


def need_file(folder: Path, number: int) -> str:
    """A case of the need as a file."""
    path = folder / "founder.yaml"
    path.write_text(responses_text(responses(NEED, number), rubric(NEED)), encoding="utf-8")
    return str(path)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def plain(text: str) -> str:
    """A page as it is read: no tags, no style, no escapes."""
    text = re.sub(
        r"<style>.*?</style>|<head>.*?</head>|<footer>.*?</footer>", "", text, flags=re.DOTALL
    )
    text = unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\s+", " ", text.replace("&#8203;", "").replace("\\", ""))


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A kit for each role, and one that somebody chose where the answers settle none."""
    made = {}
    for kind in ("doer", "conductor", "both", "close"):
        folder = tmp_path_factory.mktemp(kind)
        request = KitRequest(
            folder=str(folder / "kit"),
            interviewers="Ann,Bo",
            candidates="C1,C2",
            role="conductor" if kind == "close" else None,
            quiet=True,
        )
        assert make_kit(need_file(folder, case_of(kind)), request) == 0
        made[kind] = folder / "kit"
    return made


KINDS = pytest.mark.parametrize("kind", ["doer", "conductor", "both", "close"])


# --- what is made ----------------------------------------------------------------------------


def test_a_kit_has_a_page_for_each_of_its_purposes(kits: dict[str, Path]) -> None:
    team = [path.name for path in sorted((kits["doer"] / "for-the-team").iterdir())]
    assert team == [
        "1-role-charter.md",
        "2-before-you-advertise.md",
        "3-question-owners.md",
        "4-interview-guide.md",
        "5-scorecard.md",
        "6-practice.md",
        "7-practice-key.md",
        "8-work-sample-key.md",
        "9-debrief.md",
    ]
    given = {path.name for path in (kits["doer"] / "for-candidates").iterdir()}
    names = ("advertisement", "how-we-hire", "work-sample", "market-map", "sales-goal")
    assert given == {f"{name}.{ending}" for name in names for ending in ("md", "html")}
    forms = {path for path in files_in(kits["doer"]) if path.startswith("forms/")}
    assert forms == {f"forms/{who}/{c}.yaml" for who in ("ann", "bo") for c in ("c1", "c2")}


@KINDS
def test_a_candidate_is_handed_no_key_no_weight_and_no_verdict(
    kits: dict[str, Path], kind: str
) -> None:
    found = files_in(kits[kind] / "for-candidates")
    assert len(found) == 10
    for name, content in found.items():
        text = plain(content.decode())
        assert KEYS.findall(text) == [], name
        for secret in secrets(kind):
            assert secret not in text, (name, secret)


@KINDS
def test_a_candidate_is_told_and_asked_nothing_about_protected_topics(
    kits: dict[str, Path], kind: str
) -> None:
    for name, content in files_in(kits[kind] / "for-candidates").items():
        one = {"id": "p", "title": "P", "reader": "candidates", "about": "A."}
        texts = tuple(re.findall(r"[^.?!]{3,1900}[.?!]", plain(content.decode())))
        page = {**one, "sections": ({"text": texts},)}
        seen = Subject(contrast(likert("q"), materials={"pages": (page,)}))
        assert list(protected_topic.check(seen)) == [], name


def secrets(kind: str) -> Iterator[str]:
    """Every sentence that only the team may read."""
    seen = materials_of(rubric(SEEN))
    for page in (*materials_of(rubric(NEED)).pages, *seen.pages):
        if page.reader == "team":
            for section in page.sections:
                cells = [
                    cell for row in (section.table.rows if section.table else ()) for cell in row
                ]
                texts = (*sentences_of(section.text), *sentences_of(section.points))
                yield from (
                    t for t in (*texts, *sentences_of(section.steps), *cells) if len(t) > 20
                )
    for one in seen.practice:
        yield from (one.answer, one.why)
    for item in rubric(SEEN).items:
        yield from (text for _, text in item.options() if len(text) > 20)
    need = assessed(NEED, case_of(kind))
    yield headline(need, fit_texts(rubric(NEED), need))


@KINDS
def test_every_page_reads_as_people_speak(kits: dict[str, Path], kind: str) -> None:
    for name, content in files_in(kits[kind]).items():
        if name.endswith((".md", ".html")):
            text = re.sub(r"In the form: \w+", "", plain(content.decode()))
            assert NEVER.search(text) is None, name


@KINDS
def test_no_page_has_a_hole_in_it(kits: dict[str, Path], kind: str) -> None:
    for name, content in files_in(kits[kind]).items():
        if name.endswith(".md"):
            text = content.decode()
            assert not re.search(
                r"\{[a-z_]+\}|None\b(?! of)|^## .*\n+(?=## |\Z)", text, re.MULTILINE
            ), name


def test_roles_differ_where_they_should(kits: dict[str, Path]) -> None:
    ads = {k: (kits[k] / "for-candidates/advertisement.md").read_text() for k in kits}
    assert len({*ads.values()}) == len(ads)
    for kind, job in (("doer", "generalist"), ("conductor", "Senior"), ("both", "manager")):
        assert job in ads[kind].partition("\n")[0]


def test_a_role_that_somebody_chose_is_told_as_such(kits: dict[str, Path]) -> None:
    for page in ("README.md", "for-the-team/1-role-charter.md"):
        text = (kits["close"] / page).read_text()
        assert "do not settle the role" in text
        assert "do not settle the role" not in (kits["doer"] / page).read_text()
    assert "Decide first" in (kits["close"] / "for-the-team/1-role-charter.md").read_text()


@pytest.mark.slow
def test_a_condition_that_is_open_is_told_first(rolefit: Run, tmp_path: Path) -> None:
    file = need_file(tmp_path, first(NEED, "conditional"))
    assert rolefit("kit", file, "-o", str(tmp_path / "kit"), "--quiet").code == 0
    text = (tmp_path / "kit/README.md").read_text()
    assert "Find out before you advertise" in text


def test_the_guide_asks_every_question_once_and_in_order(kits: dict[str, Path]) -> None:
    text = (kits["doer"] / "for-the-team/4-interview-guide.md").read_text()
    asked = re.findall(r"In the form: (\S+)", text.replace("\\", ""))
    assert sorted(asked) == sorted(item.id for item in rubric(SEEN).items)
    numbers = [int(n) for n in re.findall(r"^### (\d+)", text, re.MULTILINE)]
    assert numbers == list(range(1, len(asked) + 1))


def test_practice_pages_do_not_hold_their_key(kits: dict[str, Path]) -> None:
    page = plain((kits["doer"] / "for-the-team/6-practice.md").read_text())
    key = plain((kits["doer"] / "for-the-team/7-practice-key.md").read_text())
    for one in materials_of(rubric(SEEN)).practice:
        assert plain(one.answer) in page
        assert plain(one.why) in key
        assert plain(one.why) not in page


def test_the_whole_kit_is_one_html_file_that_loads_nothing(kits: dict[str, Path]) -> None:
    text = (kits["doer"] / "kit.html").read_text()
    assert text.count("<article") == 15
    assert "<script" not in text
    assert not re.search(r'(src|href)="(?!#)', text)


def test_a_form_says_whose_it_is_and_can_be_scored_once_filled_in(
    rolefit: Run, kits: dict[str, Path]
) -> None:
    form = kits["doer"] / "forms/ann/c2.yaml"
    assert form.read_text().startswith("# Form of Ann about C2.")
    ran = rolefit("score", str(form))
    assert ran.code == 0
    assert "C2" in ran.out


@pytest.mark.slow
def test_word_documents_say_the_same(rolefit: Run, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    folder = str(tmp_path / "kit")
    assert rolefit("kit", NORTHWIND, "-o", folder, "--format", "docx", "--quiet").code == 0
    paper = docx.Document(str(tmp_path / "kit/for-candidates/work-sample.docx"))
    text = " ".join(one.text for one in paper.paragraphs)
    assert "It costs 79 euros." in text
    assert "Winter check from 89 euros" in text
    assert KEYS.findall(text) == []
    assert not list((tmp_path / "kit/for-candidates").glob("*.md"))


def test_without_names_there_is_a_form_to_copy(rolefit: Run, tmp_path: Path) -> None:
    ran = rolefit("kit", NORTHWIND, "-o", str(tmp_path / "kit"))
    assert ran.code == 0
    assert "--interviewers" in ran.err
    assert (tmp_path / "kit/forms/blank.yaml").read_text().startswith("# Copy this form for")


def test_one_interviewer_is_warned(rolefit: Run, tmp_path: Path) -> None:
    more = ("--interviewers", "Ann", "--candidates", "C1")
    assert rolefit("kit", NORTHWIND, "-o", str(tmp_path / "kit"), *more, "-q").code == 0
    assert "There is one interviewer." in (tmp_path / "kit/README.md").read_text()


def test_a_name_is_data_wherever_it_stands(rolefit: Run, tmp_path: Path) -> None:
    more = ("--interviewers", '"><script>x', "--candidates", 'a": [b], ../../c')
    assert rolefit("kit", NORTHWIND, "-o", str(tmp_path / "kit"), *more, "-q").code == 0
    assert "<script" not in (tmp_path / "kit/kit.html").read_text()
    assert {one.name for one in tmp_path.iterdir()} == {"kit"}
    for form in (tmp_path / "kit/forms").glob("*/*.yaml"):
        assert rolefit("score", str(form)).code == 0


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["not_yet", "neither", "not_enough_answers", "close"])
def test_where_no_role_is_settled_there_is_no_kit(rolefit: Run, tmp_path: Path, kind: str) -> None:
    file = need_file(tmp_path, case_of(kind))
    ran = rolefit("kit", file, "-o", str(tmp_path / "kit"))
    assert (ran.code, ran.out) == (1, "")
    assert "no kit yet" in ran.err
    assert "rolefit score" in ran.err
    assert ("--role doer" in ran.err) is (kind == "close")
    assert not (tmp_path / "kit").exists()


@pytest.mark.parametrize("kind", ["not_yet", "neither"])
def test_no_role_can_be_chosen_against_what_must_hold_first(
    rolefit: Run, tmp_path: Path, kind: str
) -> None:
    file = need_file(tmp_path, case_of(kind))
    assert rolefit("kit", file, "-o", str(tmp_path / "kit"), "--role", "doer").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((NORTHWIND,), "a kit is a folder"),
        ((NORTHWIND, "-o", "kit", "--role", "conductor"), "your answers say otherwise"),
        ((NORTHWIND, "-o", "kit", "--role", "boss"), "none of doer, conductor, both"),
        ((NORTHWIND, "-o", "kit", "--format", "pdf"), "none of markdown, docx"),
        ((NORTHWIND, "-o", "kit", "--interviewers", "Ann"), "--candidates is missing"),
        ((NORTHWIND, "-o", "kit", "--candidates", "C1"), "--interviewers is missing"),
        ((str(EXAMPLES / "ana.yaml"), "-o", "kit"), "a form about a candidate"),
        ((NORTHWIND, "-o", "kit", "--interviewers", "a,A", "--candidates", "C"), "called alike"),
        ((NORTHWIND, "-o", "no/kit"), "is no folder"),
    ],
)
def test_what_cannot_be_is_told(
    rolefit: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rolefit("kit", *arguments)
    assert ran.code in (2, 3)
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_full_folder_is_left_alone_without_force(rolefit: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = rolefit("kit", NORTHWIND, "-o", str(tmp_path))
    assert ran.code == 2
    assert "--force" in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_force_keeps_what_was_filled_in_and_what_is_not_of_the_kit(
    rolefit: Run, tmp_path: Path
) -> None:
    kit = made(rolefit, tmp_path)
    fill(kit, "ann", "c1", "ana")
    (kit / "mine.txt").write_text("mine")
    before = (kit / "forms/ann/c1.yaml").read_text()
    (kit / "for-the-team/9-debrief.md").write_text("scribbled over")
    ran = rolefit("kit", NORTHWIND, "-o", str(kit), *PEOPLE, "--force")
    assert ran.code == 0
    assert "1 form that is filled in stays" in ran.err
    assert (kit / "forms/ann/c1.yaml").read_text() == before
    assert (kit / "mine.txt").read_text() == "mine"
    assert "Agenda" in (kit / "for-the-team/9-debrief.md").read_text()


@pytest.mark.slow
def test_a_kit_is_never_written_over_what_it_reads(rolefit: Run, tmp_path: Path) -> None:
    kit = made(rolefit, tmp_path)
    need = kit / "for-the-team/9-debrief.md"
    need.write_bytes(Path(NORTHWIND).read_bytes())
    ran = rolefit("kit", str(need), "-o", str(kit), "--force")
    assert ran.code == 2
    assert "holds answers that this command reads" in ran.err


# --- the seal in a match -------------------------------------------------------------------------


def made(rolefit: Run, folder: Path) -> Path:
    """A kit for the example of the README."""
    assert rolefit("kit", NORTHWIND, "-o", str(folder / "kit"), *PEOPLE, "-q").code == 0
    return folder / "kit"


def fill(kit: Path, interviewer: str, candidate: str, example: str) -> None:
    """Fill in a form with the answers of an example."""
    form = kit / f"forms/{interviewer}/{candidate}.yaml"
    given = (EXAMPLES / f"{example}.yaml").read_text().split("answers:", 1)[1]
    text = form.read_text()
    for key, value in re.findall(r"^  ([a-z_]+): *(.+)$", given, re.MULTILINE):
        assert f"\n  {key}:\n" in text
        text = text.replace(f"\n  {key}:\n", f"\n  {key}: {value}\n")
    form.write_text(text)


@pytest.fixture
def kit(rolefit: Run, tmp_path: Path) -> Path:
    """A kit whose candidates were seen."""
    folder = made(rolefit, tmp_path)
    fill(folder, "ann", "c1", "ana")
    fill(folder, "bo", "c1", "ana")
    fill(folder, "ann", "c2", "ben")
    return folder


@pytest.mark.slow
def test_a_match_takes_the_forms_of_a_kit_and_says_that_nothing_changed(
    rolefit: Run, kit: Path
) -> None:
    ran = rolefit("match", str(kit))
    assert ran.code == 0
    assert "One of two covers the need for a doer: C1." in ran.out
    assert "Nothing was changed after" in ran.out
    assert "C1 (Ann)" in ran.out
    assert "1 form is not filled in yet" in ran.err
    assert "bo/c2.yaml" in re.sub(r"\s", "", ran.err)


@pytest.mark.parametrize("reason", [errno.EIO, errno.EACCES])
def test_forms_that_cannot_be_looked_for_are_not_taken_for_missing_ones(
    rolefit: Run, kit: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    listed = os.listdir

    def refuse(path: Any = ".") -> list[str]:
        if Path(path).parent == kit / FORMS:
            raise OSError(reason, os.strerror(reason), str(path))
        return listed(path)

    monkeypatch.setattr(os, "listdir", refuse)
    ran = rolefit("match", str(kit))
    assert ran.code == 3
    assert os.strerror(reason) in " ".join(ran.err.split())


@pytest.mark.slow
def test_the_seal_leads_to_the_kit_too(rolefit: Run, kit: Path) -> None:
    assert "Nothing was changed" in rolefit("match", str(kit / "kit.yaml")).out


def test_without_a_filled_form_there_is_nobody_to_match(rolefit: Run, tmp_path: Path) -> None:
    ran = rolefit("match", str(made(rolefit, tmp_path)))
    assert ran.code == 2
    assert "no form of this kit is filled in yet" in ran.err


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


@pytest.mark.slow
def test_a_need_that_was_changed_scores_everybody_again_and_says_so(
    rolefit: Run, kit: Path
) -> None:
    for before, after in (
        ("strategy_from: {answer: adviser", "strategy_from: {answer: new"),
        ("stuck: hours", "stuck: choice"),
        ("growth: repeat", "growth: faded"),
        ("first_months: weekly", "first_months: decide"),
        ("plan: 4", "plan: 1"),
        ("waiting: [emails, pages, posts]", "waiting: [buyers, message]"),
    ):
        edit(kit / "need.yaml", before, after)
    out = " ".join(rolefit("match", str(kit)).out.split())
    assert "Six things were changed after the kit was sealed" in out
    assert "before “Someone with the time to do it.”, now “Someone to decide" in out
    assert "Every candidate was scored again" in out
    assert "By what was sealed, the result was: One of two covers the need for a doer: C1." in out
    assert "need for a doer: C1" not in out.partition("Since the kit was sealed")[0]


def other_rubrics(kit: Path, change: tuple[str, str]) -> tuple[str, ...]:
    """Options that name rubrics which are not the sealed ones."""
    paths = []
    for name in (NEED, SEEN):
        path = kit.parent / f"{name}.yaml"
        path.write_bytes((kit / f"sealed/{name}.yaml").read_bytes())
        paths.append(path)
    for path in paths if change[0].startswith("    weight") else paths[1:]:
        edit(path, *change)
    return ("--need-rubric", str(paths[0]), "--candidate-rubric", str(paths[1]))


@pytest.mark.slow
def test_weights_that_were_changed_are_told_with_their_figures(rolefit: Run, kit: Path) -> None:
    more = other_rubrics(kit, ("    weight: 3\n", "    weight: 2\n"))
    out = " ".join(rolefit("match", str(kit), *more).out.split())
    assert "The weights of what the company needs: What is missing 20.0 % (before 27.3 %)" in out
    assert "By what was sealed, the result was:" in out


@pytest.mark.slow
def test_a_work_sample_that_was_changed_is_told(rolefit: Run, kit: Path) -> None:
    more = other_rubrics(kit, ("two shops", "three shops"))
    out = " ".join(rolefit("match", str(kit), *more).out.split())
    assert "The kit's own texts: the page “work-sample”" in out
    assert "None of it can move a score." in out


@pytest.mark.slow
def test_forms_to_sealed_questions_are_not_scored_by_others(rolefit: Run, kit: Path) -> None:
    more = other_rubrics(kit, ("ask: What filled their last full day", "ask: How was their day"))
    ran = rolefit("match", str(kit), *more)
    assert ran.code == 2
    assert "`last_day`" in ran.err
    assert "sealed/marketing-hire-candidate.yaml" in ran.err


@pytest.mark.slow
def test_a_seal_that_was_edited_is_told(rolefit: Run, kit: Path) -> None:
    edit(kit / "kit.yaml", 'budget: "junior_plus"', 'budget: "mid_plus"')
    out = " ".join(rolefit("match", str(kit)).out.split())
    assert "The seal itself was edited" in out
    edit(kit / "kit.yaml", "format_version: 1", "format_version: 2")
    assert rolefit("match", str(kit)).code == 2


@pytest.mark.slow
def test_sealed_questions_that_are_gone_are_told_once_they_would_be_needed(
    rolefit: Run, kit: Path
) -> None:
    more = other_rubrics(kit, ("two shops", "three shops"))
    (kit / f"sealed/{NEED}.yaml").unlink()
    assert "Nothing was changed after" in rolefit("match", str(kit)).out
    out = " ".join(rolefit("match", str(kit), *more).out.split())
    assert "The sealed questions are no longer in the kit" in out


@pytest.mark.slow
def test_a_kit_that_was_sealed_again_says_what_the_new_seal_changed(
    rolefit: Run, kit: Path
) -> None:
    edit(kit / "need.yaml", "plan: 4", "plan: 3")
    assert rolefit("kit", str(kit / "need.yaml"), "-o", str(kit), *PEOPLE, "--force").code == 0
    out = " ".join(rolefit("match", str(kit)).out.split())
    assert "The kit was sealed anew" in out
    assert "Three forms were filled in by then." in out
    assert "now “One page with goals for the quarter.”" in out


@pytest.mark.slow
def test_json_holds_the_seal(rolefit: Run, kit: Path) -> None:
    seal = json.loads(rolefit("match", str(kit), "--format", "json").out)["seal"]
    assert seal["intact"]
    assert seal["complete"]
    assert seal["changes"] == []
    assert seal["result_before"] is None


@pytest.mark.parametrize("content", [b"", b"format: x\n", b"\xff", b"[1]", b"a: [" * 200])
def test_a_seal_that_is_none_is_told_in_a_word(rolefit: Run, kit: Path, content: bytes) -> None:
    (kit / "kit.yaml").write_bytes(content)
    ran = rolefit("match", str(kit))
    assert ran.code == 2
    assert "kit.yaml" in ran.err


def test_a_folder_that_is_no_kit_is_told(rolefit: Run, tmp_path: Path) -> None:
    ran = rolefit("match", str(tmp_path))
    assert ran.code == 2
    assert "a folder without kit.yaml" in ran.err


# --- taking the form -----------------------------------------------------------------------------


def test_taking_the_form_says_first_what_it_needs(
    rolefit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEFIT_ACCESSIBLE", "1")
    ran = rolefit("take", SEEN, "--no-save", stdin=b"q\n")
    said = " ".join(ran.err.split())
    assert "You need your notes, both parts of their work sample" in said
    assert "rolefit kit" in said
    assert said.index("You need your notes") < said.index("Which part of the work sample")
