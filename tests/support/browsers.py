"""Real browsers for tests: found on the path, started with nothing of their own to say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX = ("firefox", "firefox-esr")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable(names: tuple[str, ...] = CHROMIUM, *, required: bool = True) -> str:
    """A browser on the path; without one the tests are skipped, or fail where that is wanted."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        said = f"no browser on the path, looked for {', '.join(names)}"
        if required and os.environ.get("ROLEFIT_BROWSER_TESTS") == "required":
            pytest.fail(said)
        pytest.skip(said)
    return found


@contextmanager
def chromium(home: Path) -> Iterator[Browser]:
    """A running browser: while it runs, no other event loop can."""
    path = executable()
    surroundings: dict[str, str | float | bool] = {**os.environ, "HOME": str(home)}
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=list(QUIET), env=surroundings
        )
        yield started
        started.close()


@cache
def examiner() -> str:
    """The script that looks for what keeps somebody from reading a page."""
    return str(Axe().axe_script)


def barriers(tab: Page, scheme: Literal["light", "dark"] = "light") -> list[tuple[str, Any]]:
    """What keeps somebody from reading a page; by night the contrast alone, the rest is as by day.

    The page has to let scripts in.
    """
    rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(examiner())
    tab.emulate_media(color_scheme=scheme)
    options = {"resultTypes": ["violations"], **rules}
    found = tab.evaluate(
        "async (options) => (await axe.run(document, options)).violations", options
    )
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


class Visit:
    """A page in a window, with all that it said and asked for since it was opened."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.address = ""
        self.said: list[str] = []
        self.asked: list[str] = []
        tab.on("console", lambda message: self.said.append(message.text))
        tab.on("pageerror", lambda error: self.said.append(str(error)))
        tab.on("dialog", self.dismiss)
        tab.on("request", lambda request: self.asked.append(request.url))

    def dismiss(self, dialog: Dialog) -> None:
        """Note what a window that pops up says, and close it."""
        self.said.append(dialog.message)
        dialog.dismiss()

    def go(self, path: Path, size: ViewportSize) -> None:
        """Open a file by day, with a screen of this size, and on no medium in particular."""
        self.tab.set_viewport_size(size)
        self.tab.emulate_media(media="null", color_scheme="light")
        self.said.clear()
        self.asked.clear()
        self.address = path.as_uri()
        self.tab.goto(self.address)


Windows = Callable[..., Visit]
"""Gives the window with these options; each is opened once, for that takes longer than a test."""


def windows(browser: Browser) -> Windows:
    """The windows of a browser."""
    return cache(lambda **more: Visit(browser.new_context(**more).new_page()))
