"""Writing to standard output, whatever it is connected to."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import CommandError
from nsdi_tui.system.streams import discard_rest, use_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO


@contextlib.contextmanager
def standard_output() -> Iterator[TextIO]:
    """Give standard output as UTF-8, whatever the locale, and flush it at the end.

    Raises BrokenPipeError when the program that reads a pipe is gone, and CommandError when
    standard output is closed or cannot be written for another reason.
    """
    stream = sys.stdout
    if stream is None:
        raise CommandError("Cannot write to standard output: it is closed")
    use_utf8(stream)
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        discard_rest(stream)
        raise
    except OSError as error:
        discard_rest(stream)
        reason = clean(error.strerror or str(error))
        raise CommandError(f"Cannot write to standard output: {reason}") from error


def print_lines(lines: Iterable[str]) -> None:
    """Print lines to standard output."""
    with standard_output() as stream:
        stream.writelines(line + "\n" for line in lines)
