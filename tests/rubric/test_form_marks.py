"""The mark that a form leaves in its file: an altered or copied id is refused by name."""

from __future__ import annotations

import pytest
from make import contrast, single

from rolefit.errors import Invalid
from rolefit.rubric.form_marks import SEED, FormMark, FormPurpose, form_id, mark_problems
from rolefit.rubric.model import Responses, read

RUBRIC = contrast(single("a", ask_rater="{name}?"))
PURPOSE = FormPurpose(RUBRIC.content_hash, "boss", "Dana")
ID = form_id(bytes(range(SEED)), PURPOSE)


def from_form(**changes: object) -> Responses:
    raw: dict[str, object] = {
        "rubric": "tiny",
        "rubric_hash": RUBRIC.content_hash,
        "respondent": {"group": "boss", "about": "Dana"},
        "form": {"id": ID, "version": 1},
        "answers": {"a": "pa"},
    }
    return Responses.model_validate({**raw, **changes})


def refused(responses: Responses) -> str:
    with pytest.raises(Invalid) as caught:
        read(RUBRIC, responses)
    return str(caught.value)


def test_an_id_has_four_groups_without_letters_that_look_alike() -> None:
    for seed in (b"\0" * SEED, b"\xff" * SEED, bytes(range(SEED))):
        made = form_id(seed, PURPOSE)
        FormMark(id=made, version=1)
        assert not set(made) & set("l1o0")


def test_a_file_as_the_form_saved_it_is_read() -> None:
    assert read(RUBRIC, from_form())["a"].answer == "pa"


@pytest.mark.parametrize("at", [k for k, sign in enumerate(ID) if sign != "-"])
def test_an_id_with_another_letter_is_refused_by_name(at: int) -> None:
    other = "b" if ID[at] != "b" else "c"
    altered = ID[:at] + other + ID[at + 1 :]
    said = refused(from_form(form={"id": altered, "version": 1}))
    assert said.startswith("form.id: ")
    assert altered in said


@pytest.mark.parametrize(
    "changes",
    [
        {"respondent": {"group": "peer", "about": "Dana"}},
        {"respondent": {"group": "boss", "about": "Ben"}},
        {"rubric_hash": "sha256:" + "0" * 64},
        {"rubric_hash": None},
    ],
)
def test_an_id_fits_only_the_group_person_and_content_it_was_made_for(
    changes: dict[str, object],
) -> None:
    assert f"the form id {ID} does not fit" in refused(from_form(**changes))


def test_a_file_of_a_newer_form_says_so() -> None:
    assert "newer rolefit (version 7)" in refused(from_form(form={"id": ID, "version": 7}))


@pytest.mark.parametrize("text", ["../../etc/passwd", "ABCD-efgh-ijkm-nopq", "a", ID + "-aaaa"])
def test_what_is_no_id_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match=r"form\.id"):
        from_form(form={"id": text, "version": 1})


def test_a_rater_cannot_say_more_than_the_form_says() -> None:
    with pytest.raises(ValueError, match=r"form\.file"):
        from_form(form={"id": ID, "version": 1, "file": "/etc/passwd"})
    with pytest.raises(ValueError, match="weights"):
        from_form(weights={"a": 9})


def test_the_same_seed_gives_another_id_for_another_purpose() -> None:
    other = form_id(bytes(range(SEED)), PURPOSE._replace(about=None))
    assert other[:14] == ID[:14]
    assert other[15:] != ID[15:]
    assert not list(mark_problems(FormMark(id=ID, version=1), PURPOSE))
