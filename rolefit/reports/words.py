"""The few words of the glossary that every report prints, so that a report need not parse it."""

from rolefit.reports.blocks import Level, Mark
from rolefit.rubric.model import Label, State

LABELS: dict[Label, str] = {
    "tie": "Tie",
    "too_close_to_call": "Too close to call",
    "leaning": "Leaning",
    "clear": "Clear",
    "not_yet": "Not yet",
    "conditional": "Conditional",
    "not_enough_answers": "Not enough answers",
    "scale_levels": "Profile",
}
"""How sure a verdict is; a test holds these equal to the glossary."""
STATES: dict[State, str] = {
    "answered": "answered",
    "not_applicable": "not applicable",
    "dont_know": "don't know",
    "skipped": "skipped",
    "not_presented": "not asked",
}
"""What became of a question; a test holds these equal to the glossary."""
CONDITIONS: dict[Mark, str] = {
    "pass": "holds",
    "fail": "fails",
    "unknown": "unknown",
    "risk": "risk",
    "unasked": "not asked",
}
"""How a condition stands, in a word."""
LEVEL_WORDS: dict[Level, str] = {
    "high": "high",
    "moderate": "moderate",
    "low": "low",
    "none": "not known",
}
"""How sure one fact is."""


def label_words(label: Label) -> str:
    """A label as part of a sentence."""
    return LABELS[label].lower()
