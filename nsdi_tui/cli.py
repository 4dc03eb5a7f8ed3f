"""The nsdi-tui command: its arguments become a request, and the request is run.

Errors are one line on standard error and exit status 2. Without options, the usual call, no option
parser is imported.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.commands.request import Request

USAGE_STATUS = 2
INTERRUPT_STATUS = 130


def main() -> None:
    """Run the command line of this process and exit."""
    from nsdi_tui.system.streams import finish_errors

    status = run(sys.argv[1:])
    finish_errors()
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit status."""
    from nsdi_tui.errors import CommandError
    from nsdi_tui.system.streams import open_closed_streams, report_error

    open_closed_streams()
    try:
        from nsdi_tui import commands

        return commands.run(_request(arguments))
    except CommandError as error:
        report_error(str(error))
        return USAGE_STATUS
    except KeyboardInterrupt:
        return INTERRUPT_STATUS
    except BrokenPipeError:
        # The program that reads the pipe, such as `head`, has what it wanted.
        return 0


def _request(arguments: Sequence[str]) -> Request:
    from nsdi_tui.commands.request import COMPLETION_VARIABLE, Request

    is_completing = COMPLETION_VARIABLE in os.environ
    if is_completing or any(argument.startswith("-") and argument != "-" for argument in arguments):
        from nsdi_tui.options import parse

        return parse(arguments)
    return Request(digests=tuple(arguments))
