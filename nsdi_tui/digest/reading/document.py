"""Reading a digest: from the text of a Markdown document to frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.reading.accounting import with_account
from nsdi_tui.digest.reading.canonical import is_canonical, read_canonical
from nsdi_tui.digest.reading.joining import join
from nsdi_tui.digest.reading.pieces import outline_of, read_piece
from nsdi_tui.digest.reading.rules import RULES
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.reading.rules import Rules


def parse(
    text: str, source: str = "digest.md", path: str | None = None, rules: Rules = RULES
) -> Digest:
    """Read a digest from Markdown.

    `source` is the name that the user sees; its stem is the title of a document without one.
    Any text is a digest: what was not read is listed in `diagnostics`, by line.
    """
    text = normalized(text)
    if is_canonical(text):
        blocks = read_blocks(text).blocks
        return with_account(read_canonical(blocks, clean(source), path), blocks, text)
    outline, pieces = outline_of(text)
    read = [read_piece(piece, outline, rules) for piece in pieces]
    return join(read, outline, clean(source), path)


def normalized(text: str) -> str:
    """Return a text without a byte order mark, its lines ending in `\\n`."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
