"""Reading a digest: from the text of a Markdown document to frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.markdown.short_lines import limit_short_lines
from nsdi_tui.digest.reading.accounting import with_account
from nsdi_tui.digest.reading.canonical import is_canonical, read_canonical
from nsdi_tui.digest.reading.joining import join
from nsdi_tui.digest.reading.pieces import outline_of, read_piece
from nsdi_tui.digest.reading.rules import RULES
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nsdi_tui.digest.model import Digest
    from nsdi_tui.digest.reading.context import Rules
    from nsdi_tui.digest.reading.pieces import Outline, Piece, ReadPiece


class Document:
    """A document that is read piece by piece, in any order and by any process.

    `outline` is what each piece needs from the rest. A document in this project's own form has
    no pieces: it is read as a whole.
    """

    def __init__(
        self, text: str, source: str = "digest.md", path: str | None = None, rules: Rules = RULES
    ) -> None:
        self._text = normalized(text)
        self._source = clean(source)
        self._path = path
        self._rules = rules
        self.outline: Outline | None = None
        self.pieces: list[Piece] = []
        if not is_canonical(self._text):
            self.outline, self.pieces = outline_of(self._text)

    def read(self, number: int) -> ReadPiece:
        """Read one of the pieces."""
        assert self.outline is not None
        return read_piece(self.pieces[number], self.outline, self._rules)

    def digest(self, read: Sequence[ReadPiece]) -> Digest:
        """Return the digest that the first pieces make, or all of them."""
        if self.outline is None:
            text, cut = limit_short_lines(self._text)
            blocks = read_blocks(text).blocks
            digest = read_canonical(blocks, self._source, self._path)
            return with_account(digest, blocks, self._text, cut)
        is_whole = len(read) == len(self.pieces)
        return join(read, self.outline, self._source, self._path, is_whole)


def parse(
    text: str, source: str = "digest.md", path: str | None = None, rules: Rules = RULES
) -> Digest:
    """Read a digest from Markdown.

    `source` is the name that the user sees; its stem is the title of a document without one.
    Any text is a digest: what was not read is listed in `diagnostics`, by line.
    """
    document = Document(text, source, path, rules)
    return document.digest([document.read(number) for number in range(len(document.pieces))])


def normalized(text: str) -> str:
    """Return a text without a byte order mark, its lines ending in `\\n`."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
