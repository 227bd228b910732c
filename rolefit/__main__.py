"""`rolefit` and `python -m rolefit`: the way in, and what is done here for a quick start.

Each shortcut says what it was measured to save, in percent of the time of `rolefit score FILE`.
Those that must stand elsewhere:

- `cli.app_for` builds the options of the one command that runs; `cli.options` converts none of them
  while the shell asks for completions
- `cli.work` and `reports.formats` hold what is loaded only when a command runs or a format is drawn
- `storage.library` keeps the shipped rubrics as they were validated, which saves 16 %; like
  bytecode it is switched off by PYTHONDONTWRITEBYTECODE
- `storage.documents.quick_yaml` has patterns of `yaml` compiled when they are used, which saves 5 %
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # `python -m` puts the current folder first: a stranger's yaml.py there would be imported.
    # Nothing may be imported before this but what the interpreter itself has loaded.
    import os

    sys.path[:] = [entry for entry in sys.path if entry not in ("", ".", os.getcwd())]

import contextlib
import errno
import gc
import importlib
import os
from types import FunctionType, ModuleType

TYPE_CHECKING = False  # what `typing` says as well, which takes longer to load than `--version`
if TYPE_CHECKING:
    from typing import Any

_PLUGINS = "pydantic.plugin._loader"
"""Where pydantic looks for plug-ins of the environment."""


def run() -> None:
    """Run the command line and exit with its code."""
    try:
        if "_ROLEFIT_COMPLETE" in os.environ:
            hide_rich()
        # Saves 6.2 %: a run is short and leaves few circles of objects for the collector to find.
        gc.set_threshold(100_000, 50, 50)
        look_for_no_plugins()
        # The one answer that scripts ask for often takes no longer than Python itself.
        code = version() if sys.argv[1:] in (["--version"], ["-V"]) else command()
    except KeyboardInterrupt:  # while still loading
        tell("interrupted; nothing was changed")
        code = 130
    leave(code)


def end_with_a_word() -> None:
    """While modules are still loading, a signal to end is answered here; later by the command."""
    import signal  # noqa: PLC0415 - the version is told sooner without it

    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup stays nohup
            signal.signal(number, end_loading)


def end_loading(number: int, _frame: object) -> None:
    """End at once: nothing was begun yet."""
    tell("terminated; nothing was changed")
    os._exit(128 + number)


def hide_rich() -> None:
    """Completions are plain words: typer works without rich where it finds none."""
    os.environ["TYPER_USE_RICH"] = "0"
    sys.modules["rich"] = None  # type: ignore[assignment]


def look_for_no_plugins() -> None:
    """Have pydantic find no plug-ins: none of them may see answers.

    Saves 3.7 %: it would load what reads the metadata of packages, with all of `email`, to learn
    that it must not look. A module that knows of none stands in for the one that looks; whatever
    else it is asked for, that one has.
    """
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # for versions that look elsewhere
    stand_in = ModuleType(_PLUGINS)

    def from_real_module(name: str) -> object:
        if name.startswith("__"):  # what the import itself asks for
            raise AttributeError(name)
        del sys.modules[_PLUGINS]
        return getattr(importlib.import_module(_PLUGINS), name)

    vars(stand_in).update(get_plugins=tuple, __getattr__=from_real_module)
    sys.modules[_PLUGINS] = stand_in


def make_tuples_quickly() -> None:
    """Have the classes of named tuples made without compiling anything for each of them.

    Saves 4.7 %: Python compiles what makes a tuple, and each annotation that is a text, for every
    class anew, and changes classes when they are made already. Here the first class with so many
    fields lends its parts to those that follow. What is unusual is made as ever.
    """
    if sys.version_info >= (3, 14):  # which look at no annotation before they are asked
        return
    collections, typing = map(importlib.import_module, ("collections", "typing"))
    usual, reserved = typing.NamedTupleMeta.__new__, vars(typing)["_prohibited"]
    known: dict[int, Any] = {}

    def replace(self: Any, /, **changes: Any) -> Any:
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def told(self: Any) -> str:
        values = map("{}={!r}".format, self._fields, self)
        return f"{type(self).__name__}({', '.join(values)})"

    def make(kind: Any, name: str, bases: tuple[Any, ...], body: dict[str, Any]) -> Any:
        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body.pop(field) for field in fields if field in body}
        count = len(fields)
        in_order = fields[count - len(defaults) :] == tuple(defaults)
        odd = reserved & body.keys() or any(field.startswith("_") for field in fields)
        if len(bases) > 1 or odd or not in_order:
            return usual(kind, name, bases, {**body, **defaults})
        if count not in known:
            known[count] = collections.namedtuple(name, [f"field{k}" for k in range(count)])
        lent, model = vars(known[count]), known[count].__new__
        body["__new__"] = new = FunctionType(
            model.__code__.replace(co_varnames=("_cls", *fields)),
            model.__globals__,
            "__new__",
            tuple(defaults.values()) or None,
        )
        new.__qualname__ = f"{name}.__new__"
        new.__annotations__ = body.get("__annotations__", {})
        for k, field in enumerate(fields):
            body[field] = lent[f"field{k}"]
        body["_fields"] = body["__match_args__"] = fields
        body["_field_defaults"] = defaults
        body["__slots__"] = ()
        body.setdefault("__repr__", told)
        body.setdefault("__doc__", f"{name}({', '.join(fields)})")
        body["_replace"] = replace
        for part in ("_make", "_asdict", "__getnewargs__"):
            body[part] = lent[part]
        return type(name, (tuple,), body)

    typing.NamedTupleMeta.__new__ = make


def leave(code: int) -> None:
    """Exit at once, which saves 24.5 %: the interpreter does not take down module after module.

    Nothing is left for it to do: what was written is flushed here, and files are closed already.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def version() -> int:
    """Print the version; returns the exit code."""
    from rolefit import __version__  # noqa: PLC0415

    try:
        os.write(1, f"rolefit {__version__}\n".encode())
    except BrokenPipeError:
        return 141
    except OSError as error:
        closed = error.errno == errno.EBADF
        tell("stdout is closed" if closed else f"the output could not be written: {error.strerror}")
        return 3
    return 0


def tell(message: str) -> None:
    """Say something on stderr, if it is open."""
    with contextlib.suppress(OSError):
        os.write(2, f"rolefit: {message}\n".encode())


def command() -> int:
    """Run any other command; returns the exit code."""
    end_with_a_word()
    make_tuples_quickly()
    from rolefit.cli import main  # noqa: PLC0415

    return main()


if __name__ == "__main__":
    run()
