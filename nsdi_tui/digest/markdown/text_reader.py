"""What reads the Markdown between HTML tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Block
    from nsdi_tui.digest.styled import StyledText


class MarkdownReader(Protocol):
    """What `HtmlReader` needs to read the text between tags."""

    def read_text(self, source: str, line: int) -> list[Block]:
        """Read Markdown that contains no HTML blocks."""

    def read_inline(self, source: str, line: int) -> StyledText:
        """Read inline Markdown."""

    def read_paragraph(self, source: str, line: int) -> list[Block]:
        """Read a paragraph."""

    def report_links(self, source: str, line: int) -> None:
        """Report the links of inline Markdown that is shown nowhere."""
