"""Printing every setting with its default."""

from __future__ import annotations

from nsdi_tui.commands.output import print_lines


def print_config() -> int:
    """Print a settings file that changes nothing; return the exit status."""
    from nsdi_tui.system.settings import default_config
    from nsdi_tui.tui.commands import COMMANDS, keys_by_command

    keys = {name: ",".join(names) for name, names in keys_by_command({}).items()}
    print_lines(default_config(keys, {command.id: command.title for command in COMMANDS}))
    return 0
