"""Protected topics: what must not be asked, and the everyday words that only look like it."""

from __future__ import annotations

import pytest
from overlay import asking, found

from rolefit.audit.checks import protected_topic

CAUGHT = {
    "age": [
        "What is your age?",
        "How old are you?",
        "In which year were you born?",
        "What is your date of birth?",
        "Are you too old to learn it?",
        "When do you plan to retire?",
        "How much longer will you work before you retire?",
        "What year did you graduate?",
        "What is the candidate's age?",
        "How old is the person, and what is their age?",
    ],
    "family": [
        "Do you have children?",
        "Do you have a family?",
        "How many children live with you?",
        "Are you married?",
        "What is your marital status?",
        "Is the candidate pregnant?",
        "Does your family agree to the move?",
        "Do family duties keep you from travelling?",
        "Who looks after your kids while you work?",
        "When did you last take parental leave?",
    ],
    "health": [
        "How is your health?",
        "Do you have a disability?",
        "Were you often ill last year?",
        "How many sick days did you take?",
        "Do you have a medical condition?",
        "Are you in good health?",
        "Is there an illness we should know about?",
    ],
    "belief": [
        "What is your religion?",
        "Are you religious?",
        "Do you go to church?",
        "Are you a Christian?",
        "Does your faith keep you from working on Fridays?",
    ],
    "origin": [
        "What is your nationality?",
        "Where are you from?",
        "Where do you originally come from?",
        "What is your mother tongue?",
        "What is your ethnic background?",
        "What is your country of origin?",
        "What is your race?",
    ],
    "sex": [
        "What is your gender?",
        "What is your sexual orientation?",
        "Are you a man?",
        "Are you male or female?",
    ],
    "politics": [
        "Which political party is yours?",
        "What are your political views?",
        "Did you vote in the election?",
    ],
    "union membership": [
        "Are you in a trade union?",
        "Are you a union member?",
        "Have you ever joined a union?",
    ],
}


@pytest.mark.parametrize(
    ("topic", "ask"), [(topic, ask) for topic, listed in CAUGHT.items() for ask in listed]
)
def test_a_protected_topic_is_caught(topic: str, ask: str) -> None:
    messages = [one.message for one in found(protected_topic, asking(ask))]
    assert any(f"a protected topic, {topic}:" in message for message in messages)


@pytest.mark.parametrize(
    "ask",
    [
        "Who speaks the language of the market?",
        "How many products are in your family of products?",
        "Is yours a family business?",
        "Does your family business have a plan?",
        "Is there a healthy margin?",
        "How healthy is the pipeline?",
        "Who looks after the health of the brand?",
        "What is the age of the plan?",
        "How old is the plan you work from?",
        "Does your plan show its age?",
        "Which age group do you sell to?",
        "Who buys your children's books?",
        "Do your customers have a say in their birthday offer?",
        "Who won the race to market?",
        "Which party signs the contract?",
        "Who joined the campaign for the European Union market?",
        "How much of the politics in the office reaches your team?",
        "Did the team vote for the plan?",
        "Where do your best leads come from?",
        "Where do they come from?",
        "What is the market orientation of the plan?",
        "When was the idea born?",
        "What do you believe will sell best?",
        "How strong is your belief in the goal?",
        "Who has faith in the numbers?",
        "In which sector do you work, such as health or sport?",
        "Who tells your origin story?",
        "How old are they, the lists you mail to?",
        "Which tool was disabled last month?",
        "Which old page did you retire last month?",
        "Is a single page enough for the plan?",
        "Are you sick of the old logo?",
        "Who is the parent company?",
        "Does the plan start with a handicap?",
        "Who plans to retire the old logo?",
    ],
)
def test_everyday_uses_are_left_alone(ask: str) -> None:
    assert found(protected_topic, asking(ask)) == []


def test_options_and_labels_are_looked_at_and_reasons_are_not() -> None:
    options = (
        {"id": "pa", "text": "I stayed at home with my children.", "favors": {"a": 1}},
        {"id": "pb", "text": "I went on.", "favors": {"b": 1}},
    )
    rubric = asking("And then?", type="single", options=options, why="It says nothing of religion.")
    assert [one.path for one in found(protected_topic, rubric)] == [
        ("items", 2, "options", 0, "text")
    ]


def test_a_plural_means_customers_unless_a_person_was_named() -> None:
    assert found(protected_topic, asking("Do you know your readers and their age?")) == []
    assert len(found(protected_topic, asking("Do you know the candidate and their age?"))) == 1
