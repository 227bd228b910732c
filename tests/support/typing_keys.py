"""How somebody fills in `examples/every-way.yaml` with the keyboard alone, in any browser."""

from __future__ import annotations

from typing import Any, Protocol

ANSWERS: dict[str, Any] = {
    "owns": "no",
    "role": "planner",
    "tools": {"answer": ["pen", "clock"], "note": "On the desk."},
    "often": 2,
    "level": 2.5,
    "hours": 12.5,
    "split": {"making": 4, "planning": 6},
    "mood": "dont_know",
    "why": "likes",
}
"""What the file then says."""
TYPED = (
    *("2", "2", "e", "On the desk.", "1 3", "2", "2.5", "12.5", "4 6", "d", "2"),
    *("1", "3"),  # show the report, save nothing
)
"""The same answers as lines of `take --accessible`."""


class Typist(Protocol):
    """A window with a keyboard."""

    def press(self, key: str) -> None:
        """Press a key."""

    def write(self, text: str) -> None:
        """Type a text."""

    def at(self) -> str:
        """The section that is shown."""


def fill_in(window: Typist) -> None:
    """Answer everything, from the first page to the last; the focus stands where pages put it."""
    window.press("Tab")  # from the top of the page to the name
    window.write("Ann")
    start = window.at()
    window.press("Enter")
    assert window.at() != start  # otherwise all that follows is typed a page too early
    _pick(window, 1)  # owns
    _pick(window, 1)  # role
    _tabs(window, 1)  # tools
    window.press("Space")
    _tabs(window, 2)
    window.press("Space")
    _tabs(window, 4)  # past none of these, don't know and does not apply, to the note
    window.press("Enter")
    _tabs(window, 1)
    window.write("On the desk.")
    _tabs(window, 3)  # past clear and back
    window.press("Enter")
    _pick(window, 1)  # often
    _pick(window, 3)  # level: between the second and the third
    _tabs(window, 1)  # hours
    window.write("12.5")
    window.press("Enter")
    _tabs(window, 1)  # split
    window.write("4")
    _tabs(window, 1)
    window.write("6")
    window.press("Enter")
    _pick(window, 5)  # mood: past its five points
    _pick(window, 1)  # why
    assert window.at() == "review"


def _pick(window: Typist, row: int) -> None:
    """Pick a row of a list and go on."""
    window.press("Tab")
    window.press("Space")
    for _ in range(row):
        window.press("ArrowDown")
    window.press("Enter")


def _tabs(window: Typist, count: int) -> None:
    """Go on a few places."""
    for _ in range(count):
        window.press("Tab")
