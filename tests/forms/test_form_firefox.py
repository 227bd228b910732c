"""A form in a real Firefox over file://: what works in one browser may not in another.

Without Firefox these tests are skipped, whatever is required of others: few machines have both.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import FIREFOX, executable
from forms import form, invite
from marionette import Window, firefox
from runs import Run
from typing_keys import ANSWERS, fill_in

from rolefit.storage.library import load

pytestmark = pytest.mark.slow
EVERY = Path(__file__).parent.parent / "examples" / "every-way.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser saves files."""
    return tmp_path_factory.mktemp("firefox")


@pytest.fixture(scope="module")
def window(folder: Path) -> Iterator[Window]:
    """One browser for this module."""
    with firefox(executable(FIREFOX, required=False), folder) as started:
        yield started


def downloaded(path: Path) -> Path:
    """A file once it is there, whole."""
    until = time.monotonic() + 20
    while not path.exists() or not path.read_text("utf-8").endswith("}\n"):
        assert time.monotonic() < until, f"{path.name} was not saved"
        time.sleep(0.1)
    return path


def test_what_is_filled_in_by_keyboard_is_kept_saved_and_scored(
    window: Window, folder: Path, rolefit: Run
) -> None:
    rubric = load(EVERY)
    (folder / "form.html").write_text(form(rubric), encoding="ascii")
    address = (folder / "form.html").as_uri()
    window.open(address)
    fill_in(window)
    window.open(address)
    told = window.run("return document.getElementById('told').textContent")
    assert told == "Your answers so far are still here."
    window.run("document.getElementById('save').focus()")
    window.press("Enter")
    name = f"every-way-{invite(rubric).form_id}.json"
    path = downloaded(folder / name)
    raw = json.loads(path.read_text("utf-8"))
    assert raw["answers"] == ANSWERS
    assert raw["respondent"] == {"group": "self", "name": "Ann"}
    assert window.run("return Object.keys(localStorage).length") == 0
    ran = rolefit("score", str(path), "--rubric", str(EVERY), "--format", "json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["assessment"]["answered"] == 8


def test_the_policy_holds_in_firefox(window: Window, folder: Path) -> None:
    (folder / "other.html").write_text(form(load(EVERY), seed=b"other---"), encoding="ascii")
    window.open((folder / "other.html").as_uri())
    window.run(
        """
        window.blocked = [];
        addEventListener("securitypolicyviolation", (e) => blocked.push(e.violatedDirective));
        new Image().src = "http://127.0.0.1:9/x";
        fetch("http://127.0.0.1:9/x").catch(() => {});
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        """
    )
    time.sleep(0.5)
    blocked = window.run("return window.blocked")
    assert window.run("return window.ran === undefined")
    for directive in ("img-src", "connect-src", "script-src-elem"):
        assert directive in blocked
