"""A group whose commands are named in a table and loaded on call, so that ``--help`` costs next to nothing."""

from collections.abc import Mapping
from typing import Any

import click

from docforge.core.lazy import resolve


class LazyGroup(click.Group):
    """``table``: by name the command as ``module:attribute`` and its summary, in the order of the help page."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._table:
            return None
        command: click.Command = resolve(self._table[cmd_name][0])
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in self._table.items()])
