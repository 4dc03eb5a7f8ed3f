"""Writing papers to a file."""

from __future__ import annotations

import asyncio
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING

from nsdi_tui.tui.messages import ExportResult

if TYPE_CHECKING:
    from nsdi_tui.system.choices import RememberedChoices
    from nsdi_tui.tui.messages import ExportRequested


async def export(request: ExportRequested, remembered: RememberedChoices | None) -> None:
    """Write the papers of a request in a thread, and report the result."""
    result = await asyncio.to_thread(_write, request)
    request.report(result)
    if result.error is None and remembered is not None:
        await asyncio.to_thread(partial(remembered.remember, **request.choices))


def _write(request: ExportRequested) -> ExportResult:
    from nsdi_tui.errors import FileTakenError, WriteError
    from nsdi_tui.export.formats import write
    from nsdi_tui.system.files import write_whole

    text = StringIO(newline="")
    write(request.format, request.selections, text, request.annotate)
    try:
        write_whole(request.path, text.getvalue(), overwrite=request.overwrite)
    except FileTakenError as error:
        return ExportResult(request.path, str(error), exists=True)
    except WriteError as error:
        return ExportResult(request.path, str(error))
    return ExportResult(request.path)
