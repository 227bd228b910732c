"""Who is asked by a form, about whom and by whom, and how the form introduces itself."""

from collections.abc import Iterator

from rolefit.rubric.conditions import Id, Line, Prose, Value
from rolefit.rubric.form_marks import FormId, FormPurpose
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import SELF, group_in_words

_WHY = {
    "development": "It helps {name} to see what others see: what is there, and what to work on.",
    "role_design": "It helps to see how things work today from more than one side.",
    "hiring": "It is one of several views on {name}, and never the sole ground for a decision.",
}
_WHY_SELF = {
    "development": "It shows what is there, and what to work on next.",
    "role_design": "It helps to see how things work today.",
    "hiring": "It helps to find out which kind of person is needed.",
}
_STAYS = (
    "Your answers stay in this browser until you save them as a file. This page sends nothing to "
    "anyone, and it works out no result."
)


class Invitation(Value):
    """What a form is made for, and what whoever fills it in is told."""

    form_id: FormId
    """Made by `form_id` for this rubric, group and person."""
    group: Id = SELF
    """Who answers."""
    about: Line | None = None
    """Whom the answers are about, where somebody else gives them."""
    rater: Line | None = None
    """For whom the form is; shown on the page, never saved with the answers."""
    asked_by: Line | None = None
    """Who asks."""
    collector: Line | None = None
    """Who gets the saved file."""
    reason: Prose | None = None
    """Why it is asked, where something else than the usual is to be said."""
    handling: Prose | None = None
    """Who will see the answers and in which form, where that is settled."""

    def purpose(self, rubric: Rubric) -> FormPurpose:
        """What the id of the form must fit."""
        return FormPurpose(rubric.content_hash, self.group, self.about)

    @property
    def knows_by_working(self) -> bool:
        """Whether it makes sense to ask how the rater knows the person."""
        return self.about is not None and self.group != "interviewer"


def heading(invitation: Invitation, rubric: Rubric) -> str:
    """What the page is called."""
    return f"Your view of {invitation.about}" if invitation.about else rubric.title


def introduction(invitation: Invitation, rubric: Rubric, count: int) -> Iterator[str]:
    """Who asks, why, how long it takes and what happens with the answers, a paragraph each."""
    yield " ".join((_who_asks(invitation), *_why(invitation, rubric)))
    yield from _how(invitation, rubric, count)
    yield " ".join((_STAYS, _afterwards(invitation)))


def _who_asks(invitation: Invitation) -> str:
    """Who asks whom about whom."""
    asker, name = invitation.asked_by, invitation.about
    greeting = f"This form is for {invitation.rater}. " if invitation.rater else ""
    if name is None:
        return greeting + (f"{asker} asks you to answer these questions." if asker else "")
    asks = f"{asker} asks" if asker else "You are asked"
    return (
        f"{greeting}{asks} for your view, {_as_whom(invitation)}. The questions are about {name}."
    )


def _as_whom(invitation: Invitation) -> str:
    """In which role somebody answers: `as Dana's boss`."""
    if invitation.knows_by_working:
        return f"as {invitation.about}'s {invitation.group.replace('_', ' ').replace('-', ' ')}"
    return f"as {group_in_words(invitation.group)}"


def _why(invitation: Invitation, rubric: Rubric) -> Iterator[str]:
    """Why it is asked."""
    if invitation.reason is not None:
        yield invitation.reason
    elif invitation.about is not None:
        yield _WHY[rubric.purpose].replace("{name}", invitation.about)
    else:
        yield _WHY_SELF[rubric.purpose]


def _how(invitation: Invitation, rubric: Rubric, count: int) -> Iterator[str]:
    """How long it takes, who it is for, and how to go about it."""
    long = f"There are up to {count} questions; they take about {rubric.minutes} minutes."
    if invitation.about is None or rubric.about_a_person:
        yield long
        yield f"Who it is for: {rubric.audience}"
        return
    yield (
        f"{long} Answer from what you have seen yourself. Where you have not, say that you cannot "
        "tell: that is a good answer, and it counts neither way."
    )


def _afterwards(invitation: Invitation) -> str:
    """Where the file goes, and who reads it."""
    to = invitation.collector
    sent = f"Then send the file to {to}." if to else "Then send it to whoever gave you this form."
    if invitation.handling is not None:
        return f"{sent} {invitation.handling}"
    return f"{sent} {to or 'Whoever gets the file'} can read your answers as you gave them."
