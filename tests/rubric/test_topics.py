"""Answers behind the topic of their question: each reads as one phrase, whatever was answered."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import cases
import pytest
from make import answers, contrast, single
from pydantic import ValidationError

from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Item
from rolefit.rubric.raters import rater_view
from rolefit.rubric.topics import behind, lowering
from rolefit.scoring.assess import assess, topic_and_answer
from rolefit.storage.shipped import shipped_names

BESIDE_POINTS = 73
"""What a report of 80 columns leaves beside the points of an answer."""
RATED = "Dana Example"
MOST_TRIED = 12


def alone(item: Item) -> list[Answer]:
    """Every answer that is one text: each option by itself, each point, the ends of an amount."""
    found: list[Answer] = [
        one for one in item.candidates() if not isinstance(one, tuple) or len(one) == 1
    ]
    return found if len(found) <= MOST_TRIED else [found[0], found[1], found[-1]]


def phrases(name: str) -> Iterator[str]:
    """Every answer to a shipped rubric by itself, as the person says it and as a rater does."""
    rubric = cases.rubric(name)
    for one, lower in (
        (rubric, lowering("en")),
        (rater_view(rubric, RATED), lowering("en", RATED)),
    ):
        for item in one.items:
            for answer in alone(item):
                told = item.told(answer, lower)
                assert told is not None, item.id
                yield told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Someone with time.", "someone with time"),
        ("I did, in between.", "I did, in between"),
        ("I'll see.", "I'll see"),
        ("A list of ideas", "a list of ideas"),
        ("None of these.", "none of these"),
        ("Yes", "yes"),
        ("Nobody; it waited.", "nobody; it waited"),
        ("HR or my boss.", "HR or my boss"),
        ("HubSpot or Mailchimp.", "HubSpot or Mailchimp"),
        ("A/B tests.", "A/B tests"),
        ("B.", "B"),
        ("Google Ads only.", "Google Ads only"),
        ("The Google page.", "the Google page"),
        ("Monday.", "Monday"),
        ("Dana Example did.", "Dana Example did"),
        ("From Dana Example, in a note.", "from Dana Example, in a note"),
        ("Whether Dana Example came.", "whether Dana Example came"),
        ("Capacity: nobody had time.", "capacity (nobody had time)"),
        ("Pilots (a few): not paid.", "pilots (a few): not paid"),
        ("Nobody. It has not mattered.", "nobody. It has not mattered."),
        ("Plans: goals. Others made it.", "plans (goals). Others made it."),
        ("Tools, e.g. a list.", "tools, e.g. a list"),
        ("Not yet ...", "not yet ..."),
        ("Every week!", "every week!"),
        ("3 hours a week", "3 hours a week"),
        ("60 Writing texts.", "60 writing texts"),
        ("2.5: between two levels", "2.5 (between two levels)"),
        ("4 (1 never, 5 always)", "4 (1 never, 5 always)"),
        ("Two\nlines.", "two lines"),
        ("État des lieux", "état des lieux"),
        ("「はい」", "「はい」"),
    ],
)
def test_an_answer_goes_on_behind_the_colon(text: str, told: str) -> None:
    assert behind("Asked", [text], lowering("en", RATED)) == f"Asked: {told}"


def test_several_answers_are_told_apart_by_semicolons() -> None:
    told = behind("Left waiting", ["Web pages.", "CRM", "Posts, videos"], lowering("en"))
    assert told == "Left waiting: web pages; CRM; posts, videos"


def test_another_language_keeps_its_capitals() -> None:
    """Where nouns have capitals, a small letter would be a mistake."""
    assert behind("Wer", ["Freiberufler."], lowering("de")) == "Wer: Freiberufler"


@pytest.mark.parametrize("name", shipped_names())
def test_every_question_has_a_topic_that_is_true_of_whoever_is_asked(name: str) -> None:
    for item in cases.rubric(name).items:
        assert item.topic, item.id
        assert not re.search(r"\b(?:you|your|I|my|me|we|us|our)\b", item.topic), item.topic
        assert item.topic[0].isupper(), item.topic


@pytest.mark.parametrize("name", shipped_names())
def test_every_answer_reads_as_one_phrase(name: str) -> None:
    for told in phrases(name):
        said = told.partition(": ")[2]
        assert said, told
        assert not re.search(r"[.,:;!?] *[.,:;!?]|\(\)|  ", told), told
        first, *more = re.split(r"(?<=[.!?]) (?=[A-Z])", said)
        assert ": " not in first, told
        assert said.endswith(".") is bool(more), told
        word = re.split(r"[\s,;.'’]", said)[0]
        small = word[0].islower() or word[0].isdigit()
        assert small or word == "I" or word.isupper() or said.startswith(RATED), told


@pytest.mark.parametrize("name", shipped_names())
def test_every_answer_takes_two_lines_at_most_beside_its_points(name: str) -> None:
    for told in phrases(name):
        assert len(textwrap.wrap(told, BESIDE_POINTS)) <= 2, told


def test_a_question_without_a_topic_is_told_in_no_phrase() -> None:
    rubric = contrast(single("x", topic="Picked last"), single("y"))
    found = assess(rubric, answers(rubric, x="pa", y="pb"))
    assert topic_and_answer(rubric, found, "x") == "Picked last: for a"
    assert topic_and_answer(rubric, found, "y") is None


def test_a_question_without_an_answer_is_told_in_no_phrase() -> None:
    rubric = contrast(single("x", topic="Picked last"), single("y"))
    found = assess(rubric, answers(rubric, y="pb"))
    assert topic_and_answer(rubric, found, "x") is None


def test_a_rater_is_told_in_the_words_for_raters() -> None:
    options = (
        {"id": "self", "text": "I did.", "label_rater": "{name} did.", "favors": {"a": 1}},
        {"id": "boss", "text": "My boss.", "label_rater": "The boss.", "favors": {"b": 1}},
    )
    item = single("x", topic="Who decided", ask_rater="Who decided, {name}?", options=options)
    rubric = contrast(item)
    given = answers(rubric, x="self")
    about = given.respondent.model_copy(update={"about": "Dana", "group": "boss"})
    found = assess(rubric, given.model_copy(update={"respondent": about}))
    assert topic_and_answer(rubric, found, "x") == "Who decided: Dana did"


def test_a_split_is_told_with_what_went_to_each() -> None:
    split = {
        **single("x", topic="Where the week went"),
        "type": "allocation",
        "total": 40,
        "unit": "hours",
    }
    rubric = contrast(split)
    found = assess(rubric, answers(rubric, x={"pa": 25, "pb": 15}))
    assert topic_and_answer(rubric, found, "x") == "Where the week went: 25 for a; 15 for b"


def test_two_questions_of_one_topic_are_refused() -> None:
    contrast(single("x", topic="Plans"), single("y", topic="Goals"), single("z"))
    with pytest.raises(ValidationError, match=r"items\.1\.topic: `x` and `y` have the same topic"):
        contrast(single("x", topic="Plans"), single("y", topic="plans"))


@pytest.mark.parametrize("topic", ["Held up by:", "Ready?", "Done.", "x" * 51, "", "two\nlines"])
def test_a_topic_that_no_answer_can_follow_is_refused(topic: str) -> None:
    with pytest.raises(ValidationError):
        contrast(single("x", topic=topic))


def test_a_topic_changes_what_a_rubric_says() -> None:
    """It counts as content: answers know under which words they were given."""
    without, other = contrast(single("x")), contrast(single("x", topic="Picked"))
    assert without.content_hash != other.content_hash
