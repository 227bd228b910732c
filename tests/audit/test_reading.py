"""Reading grades: words, sentences and syllables, held against counts made by hand."""

from __future__ import annotations

from fractions import Fraction

from every import every

from rolefit.audit.wording import grade, sentences, syllables, words


@every(
    ("text", "count"),
    [
        ("One word.", 2),
        ("A well-known brand's CEO", 4),
        ("They didn't. They don’t.", 4),
        ("From 12 to 1,000 at 0.5 %", 6),
        ("Zoë's naïve café", 3),
        ("? ! …", 0),
        ("snake_case 24h", 4),
    ],
)
def test_words_are_letters_and_numbers_with_what_joins_them(text: str, count: int) -> None:
    assert len(words(text)) == count


@every(
    ("text", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("Is it so?!", 1),
        ("At 0.5 of it, see example.com for more", 1),
        ("Week 1: write it down; then wait.", 3),
        ("“Quite so.” They left.", 2),
        ("And then …", 1),
        ("...", 0),
    ],
)
def test_sentences_end_where_a_thought_does(text: str, count: int) -> None:
    assert sentences(text) == count


SPOKEN = {
    1: "you asked sales whole change friend quick guess laughed years once two don't weeks clothes",
    2: "people business table settled nation quiet doing wanted boxes places someone doesn't "
    "create special buyer elsewhere safely single million",
    3: "area idea ideas media manager marketing tourism video however beginning animals actual",
    4: "priorities coordinate reality category operations automatic",
    5: "communication organization opportunity university",
    6: "responsibility",
}


@every(("count", "word"), [(n, word) for n, listed in SPOKEN.items() for word in listed.split()])
def test_syllables_are_counted_as_they_are_spoken(count: int, word: str) -> None:
    assert syllables(word) == count


@every(
    ("word", "count"),
    [("CMO", 3), ("I", 1), ("2026", 1), ("long-term", 2), ("Café", 2), ("naïve", 2), ("tsk", 1)],
)
def test_capitals_are_spelled_out_and_parts_are_added(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_grade_is_that_of_the_published_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert grade(["The cat sat on the mat."]) == Fraction("-1.45")
    # 12 words, 2 sentences, 14 + 15 syllables: 0.39 * 6 + 11.8 * 29/12 - 15.59.
    text = (
        "The marketing manager presented a strategy. Several departments immediately agreed on it."
    )
    assert grade([text]) == Fraction("2.34") + Fraction("11.8") * Fraction(29, 12) - Fraction(
        "15.59"
    )
    # Lincoln at Gettysburg, the first sentence: 30 words 48 syllables by hand.
    text = (
        "Four score and seven years ago our fathers brought forth on this continent, a new nation, "
        "conceived in liberty, and dedicated to the proposition that all men are created equal."
    )
    by_hand = Fraction("0.39") * 30 + Fraction("11.8") * Fraction(48, 30) - Fraction("15.59")
    assert grade([text]) == by_hand


def test_texts_that_are_read_together_have_one_grade() -> None:
    assert grade(["The cat sat", "on the mat"]) == grade(["The cat sat. On the mat."])


def test_a_text_without_words_has_grade_nought() -> None:
    assert grade(["...", "?"]) == 0


def test_longer_sentences_and_longer_words_are_harder() -> None:
    short = grade(["We talk. We plan. We go."])
    assert grade(["We talk and we plan and then we go."]) > short
    assert grade(["We communicate. We coordinate. We go."]) > short
