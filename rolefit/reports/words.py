"""The few words of the glossary that every report prints, so that a report need not parse it."""

from rolefit.rubric.model import Label
from rolefit.rubric.responses import State

LABELS: dict[Label, str] = {
    "tie": "Tie",
    "too_close_to_call": "Too close to call",
    "leaning": "Leaning",
    "clear": "Clear",
    "not_yet": "Not yet",
    "conditional": "Conditional",
    "not_enough_answers": "Not enough answers",
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
