"""Commands that complete without loading what only running them needs."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup


def _as_given(_context: Any, value: Any) -> Any:
    """A parameter's value as it came."""
    return value


def light(context: Any, parameters: list[Any]) -> list[Any]:
    """The parameters of a command; while the shell asks for completions they take values as given.

    Nobody uses the values then, and converting them would load pydantic.
    """
    if context.resilient_parsing:
        for parameter in parameters:
            parameter.process_value = _as_given
    return parameters


class LightCommand(TyperCommand):
    """A command for which completion is cheap."""

    def get_params(self, ctx: Any) -> Any:
        """The command's parameters; see `light`."""
        return light(ctx, super().get_params(ctx))


class LightGroup(TyperGroup):
    """A group for which completion is cheap."""

    def get_params(self, ctx: Any) -> Any:
        """The group's parameters; see `light`."""
        return light(ctx, super().get_params(ctx))
