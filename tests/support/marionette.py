"""Firefox by its own remote protocol, Marionette: a few commands over a socket, nothing to install.

Messages are JSON with their length before them: `[0, id, command, parameters]` and the answer
`[1, id, error, result]`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PATIENCE = 60.0
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "ArrowDown": "\ue015"}
_PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.helperApps.neverAsk.saveToDisk": "application/json",
    "browser.download.alwaysOpenPanel": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
}


class Window:
    """A window of a running Firefox, with its keyboard."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.count = 0
        self.left = b""
        self.receive()  # its greeting
        self.send("WebDriver:NewSession", {"capabilities": {}})

    def receive(self) -> Any:
        """The next message."""
        while b":" not in self.left:
            self.left += self.connection.recv(65536)
        size, _, rest = self.left.partition(b":")
        while len(rest) < int(size):
            rest += self.connection.recv(65536)
        self.left = rest[int(size) :]
        return json.loads(rest[: int(size)])

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        """Give a command; returns its result."""
        self.count += 1
        message = json.dumps([0, self.count, command, parameters]).encode()
        self.connection.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self.receive()
        assert error is None, error
        return result

    def open(self, address: str) -> None:
        """Open a page."""
        self.send("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        """What a script of one `return` gives."""
        return self.send("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def write(self, text: str) -> None:
        """Type a text."""
        actions = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.send("WebDriver:PerformActions", {"actions": [keyboard]})

    def press(self, key: str) -> None:
        """Press a key."""
        self.write(_KEYS[key])

    def at(self) -> str:
        """The section that is shown."""
        return str(self.run("return document.querySelector('.now').id"))


@contextmanager
def firefox(path: str, folder: Path) -> Iterator[Window]:
    """A running Firefox that saves files in `folder`, with a profile of its own there."""
    profile = folder / "profile"
    profile.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    chosen = {**_PREFERENCES, "browser.download.dir": str(folder), "marionette.port": port}
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in chosen.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [path, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    surroundings = {**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
    process = subprocess.Popen(
        command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with _connect(port) as connection:
            yield Window(connection)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _connect(port: int) -> socket.socket:
    """A connection, once somebody listens."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
