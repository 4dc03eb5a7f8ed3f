"""The one command. Without options, which is how it is called most, no option parser is loaded.

Errors are one line on standard error, exit status 2; Textual is imported only to browse.
"""

from __future__ import annotations

import os
import sys

USAGE_STATUS = 2


def main() -> None:
    """Run the command that the process was called with."""
    from nsdi_tui.errors import CommandError

    arguments = sys.argv[1:]
    try:
        if any(argument.startswith("-") and argument != "-" for argument in arguments):
            from nsdi_tui.options import run

            run(arguments)
        else:
            from nsdi_tui.tasks import Request, browse

            browse(Request(digests=tuple(arguments)))
    except CommandError as error:
        from nsdi_tui.system.terminal import tell

        tell(f"nsdi-tui: {error}")
        sys.exit(USAGE_STATUS)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has gone: nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
