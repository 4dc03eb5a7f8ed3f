"""The formats by name, and the one way to write any of them."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, cast

from nsdi_tui.export.selection import Annotation, Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    from nsdi_tui.export.selection import Annotate

__all__ = ["Annotation", "Selection", "write"]

# Imported when asked for: one export needs one of them.
_CHUNKS = {
    "json": ("json", "json_chunks"),
    "jsonl": ("json", "jsonl_chunks"),
    "csv": ("csv", "csv_chunks"),
    "bibtex": ("bibtex", "bibtex_chunks"),
    "markdown": ("markdown", "markdown_chunks"),
    "links": ("links", "links_chunks"),
}
_SURROGATES = re.compile("[\ud800-\udfff]")


def write(
    format: str,
    selections: Iterable[Selection],
    out: TextIO,
    annotate: Annotate | None = None,
) -> None:
    """Write the papers to `out`, bit by bit, in one of `FORMATS`.

    With `annotate`, all formats but bibtex and links carry what it says of each paper: starred,
    read, and the note. Lines end in "\\n" (in csv, by its standard, in "\\r\\n": a file is opened
    with `newline=""`). Raises ValueError for a format that there is not.
    """
    if format not in _CHUNKS:
        raise ValueError(f"No format named {format}; available: {', '.join(_CHUNKS)}")
    module, name = _CHUNKS[format]
    chunks = cast(
        "Callable[[Iterable[Selection], Annotate | None], Iterator[str]]",
        getattr(import_module(f"nsdi_tui.export.formats.{module}"), name),
    )
    for chunk in chunks(selections, annotate):
        # Half of a surrogate pair, from a file's name, is no text that could be encoded.
        out.write(chunk if chunk.isascii() else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", chunk))
