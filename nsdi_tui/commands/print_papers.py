"""Printing one paper per line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nsdi_tui.commands.output import standard_output
from nsdi_tui.commands.selecting import select
from nsdi_tui.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.commands.request import Request
    from nsdi_tui.export.selection import Annotate, Selection
    from nsdi_tui.export.template import Template


def print_papers(request: Request) -> int:
    """Print the papers that match the query by the template; return the exit status."""
    template = read_template(request)
    selections, annotate = select(request, with_marks=template.asks_for_marks)
    print_selections(template, selections, annotate)
    return 0


def read_template(request: Request) -> Template:
    """Return the template of a command line, else the default one. Raises CommandError."""
    from nsdi_tui.export.template import DEFAULT_TEMPLATE, Template

    try:
        return Template(request.template or DEFAULT_TEMPLATE)
    except ValueError as error:
        raise CommandError(f"Cannot use the template: {error}") from None


def print_selections(
    template: Template, selections: Iterable[Selection], annotate: Annotate | None
) -> None:
    """Print papers to standard output, in color if it is a terminal that has colors."""
    with standard_output() as stream:
        in_color = (
            stream.isatty()
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM", "dumb") != "dumb"
        )
        stream.writelines(template.lines(selections, annotate, in_color=in_color))
