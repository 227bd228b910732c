"""The options of each command are built once per worker: that is 40 % of a short run in a test.

What a build does is not tested by running commands: `test_startup.py` starts interpreters for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import typer

from rolefit import cli


@pytest.fixture(autouse=True, scope="session")
def built_once() -> Iterator[None]:
    """Keep the app that each first word of a command line leads to, and what is built from it."""
    app_for, build = cli.app_for, cache(typer.main.get_command)

    @cache
    def app_of(name: str) -> typer.Typer:
        return app_for([name])

    def once(arguments: list[str]) -> typer.Typer:
        name = arguments[0] if arguments else ""
        return app_of(name if name in cli._COMMANDS or name in cli._GROUPS else "")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "app_for", once)
        patch.setattr(typer.main, "get_command", build)
        yield
