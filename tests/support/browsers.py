"""Real browsers for tests: found on the path, started with nothing of their own to say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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
