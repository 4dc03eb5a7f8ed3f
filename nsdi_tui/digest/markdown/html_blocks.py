"""HTML with structure, read into the same blocks as Markdown.

An HTML block ends at a blank line, so an element may span several. Text between tags is Markdown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.markdown.blocks import (
    Block,
    DetailsEnd,
    DetailsStart,
    Heading,
    Item,
    Paragraph,
    Quote,
    Rule,
    Verbatim,
)
from nsdi_tui.digest.markdown.html_tables import TableBuilder, end_of_cells, without_cell_tags
from nsdi_tui.digest.markdown.tags import (
    BLOCK_TAGS,
    HEADING_TAGS,
    TABLE_TAGS,
    TAG,
    VERBATIM_ENDS,
    Tag,
    code_ranges,
    dedent,
    preformatted,
    tag_of,
)
from nsdi_tui.digest.styled import EMPTY

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.text_reader import MarkdownReader
    from nsdi_tui.digest.styled import StyledText

NESTING_LIMIT = 20

_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![A-Za-z\[].*?(?:>|\Z)", re.S)
_MARKDOWN_LINE = re.compile(r"^[ \t]*(?:[*+-][ \t]|\d+[.)][ \t]|#|>|```|~~~|•)|\|", re.M)
_OPEN_ANCHOR = re.compile(r"<a\s[^<>]*>\s*\Z", re.I)


class HtmlReader:
    """Reads the HTML blocks of one container and the Markdown blocks between them.

    Finished blocks are appended to `out`.
    """

    def __init__(self, reader: MarkdownReader, out: list[Block]) -> None:
        self._reader = reader
        self._sinks = [out]
        self._open: list[str] = []
        self._items: list[Item] = []
        self._numbers: list[int | None] = []
        self._tables: list[TableBuilder] = []
        # A heading or summary whose text follows: its level (0 for a summary) and line.
        self._title: tuple[int, int] | None = None
        self._details_line: int | None = None
        # The tag of a link whose text is in what follows, and its line.
        self._anchor, self._anchor_line = "", 1
        self._raw = ""
        self._first_line = 1
        self._counted = (0, 0)

    def add(self, blocks: list[Block]) -> None:
        """Add Markdown blocks: to the element that is open, else to the output."""
        if not self._open and self._title is None and self._details_line is None:
            self._sinks[0].extend(blocks)
            return
        for block in blocks:
            if isinstance(block, Diagnostic):
                self._sinks[0].append(block)
            elif isinstance(block, Heading | Paragraph) and self._title is not None:
                self._end_title(block.rich)
            elif isinstance(block, Heading):
                self.close()
                self._sinks[0].append(block)
            elif cell := self._open_cell:
                cell.add_block(block)
            else:
                self._emit(block)

    def feed(self, raw: str, line: int, is_paragraph: bool = False) -> None:
        """Read an HTML block, or a paragraph with structural tags in it."""
        depth = len(self._open)
        self._raw = _HIDDEN.sub(lambda match: "\n" * match[0].count("\n"), raw)
        self._first_line = line
        self._counted = (0, 0)
        code = code_ranges(self._raw) if "`" in self._raw else []
        at = position = code_index = 0
        while match := TAG.search(self._raw, position):
            position = match.end()
            while code_index < len(code) and code[code_index][1] <= match.start():
                code_index += 1
            if code_index < len(code) and code[code_index][0] < match.start():
                position = code[code_index][1]
                continue
            tag = tag_of(match)
            if not self._is_block_tag(tag):
                continue
            self._text(at, match.start(), is_paragraph)
            if tag.name in VERBATIM_ENDS and not tag.closes:
                position = self._verbatim(tag.name, match.end())
            else:
                self._tag(tag, self._line_at(match.start()))
            at = position
            if self._tables and self._tables[-1].takes_all_cells:
                position = end_of_cells(self._raw, at)
        self._text(at, len(self._raw), is_paragraph)
        if self._title is not None and is_paragraph:
            self._end_title(EMPTY)
        # What a paragraph opens ends with it, and so does a `<li>` without a list.
        while len(self._open) > depth and (
            is_paragraph or (self._open[-1] == "item" and "list" not in self._open)
        ):
            self._pop()

    def close(self) -> None:
        """End all open elements, at the end of their container or section."""
        if self._anchor:
            self._reader.report_links(self._anchor, self._anchor_line)
            self._anchor = ""
        if self._title is not None:
            self._end_title(EMPTY)
        self._start_details(EMPTY)
        while self._open:
            self._pop()

    @property
    def _open_cell(self) -> TableBuilder | None:
        return self._tables[-1] if self._tables and self._tables[-1].in_cell else None

    def _is_block_tag(self, tag: Tag) -> bool:
        name = tag.name
        ends = tag.closes or tag.rest.endswith("/")
        if name not in BLOCK_TAGS or (name in HEADING_TAGS and ends and self._title is None):
            return False
        if self._open_cell:
            return name in TABLE_TAGS or name in VERBATIM_ENDS
        if self._title is not None and self._title[0] == 0:
            return name not in HEADING_TAGS and name not in ("p", "div", "center", "li")
        return bool(self._tables) or name not in TABLE_TAGS or name == "table"

    def _line_at(self, position: int) -> int:
        offset, lines = self._counted
        lines += self._raw.count("\n", offset, position)
        self._counted = (position, lines)
        return self._first_line + lines

    def _text(self, start: int, end: int, is_paragraph: bool) -> None:
        run = self._raw[start:end]
        if not run.strip():
            if self._open_cell and self._anchor:
                anchor, self._anchor = self._anchor, ""
                self._run(anchor, self._anchor_line)
            return
        start += len(run) - len(run.lstrip())
        if self._tables and self._tables[-1].takes_all_cells:
            run = without_cell_tags(run)
        run = run.strip()
        if self._anchor:
            run, self._anchor = self._anchor + run, ""
        if match := _OPEN_ANCHOR.search(run[-2_000:]):
            # The link's content is inside the block that follows.
            self._anchor, self._anchor_line = match[0], self._line_at(start)
            run = run[: len(run) - len(self._anchor)].rstrip()
            if not run:
                return
        line = self._line_at(start)
        is_inline = self._title is not None or self._open_cell is not None
        if is_paragraph or is_inline or not _MARKDOWN_LINE.search(run):
            self._run(run, line)
        else:
            before = self._raw[self._raw.rfind("\n", 0, start) + 1 : start]
            indent = "" if before.strip() else before
            for block in self._reader.read_text(dedent(indent + run), line):
                self._emit(block)

    def _run(self, run: str, line: int) -> None:
        if cell := self._open_cell:
            cell.add_text(self._reader.read_inline(run, line))
        elif self._title is not None:
            self._end_title(self._reader.read_inline(run, line))
        else:
            for block in self._reader.read_paragraph(run, line):
                self._emit(block)

    def _verbatim(self, name: str, start: int) -> int:
        match = VERBATIM_ENDS[name].search(self._raw, start)
        end, after = match.span() if match else (len(self._raw), len(self._raw))
        if name in ("pre", "textarea"):
            kind, text = preformatted(self._raw[start:end])
            if text:
                self.add([Verbatim(self._line_at(start), kind, text)])
        return after

    def _tag(self, tag: Tag, line: int) -> None:
        name = tag.name
        if name in TABLE_TAGS:
            self._table_tag(tag, line)
            return
        if self._title is not None:
            self._end_title(EMPTY)
        if name in HEADING_TAGS:
            if not (tag.closes or tag.rest.endswith("/")):
                self._title = (HEADING_TAGS[name], line)
        elif name == "details":
            self._start_details(EMPTY)
            if tag.closes:
                self._emit(DetailsEnd(line))
            else:
                self._details_line = line
        elif name == "summary":
            if not tag.closes:
                self._title = (0, line)
        elif name in ("ul", "ol"):
            self._list_tag(tag)
        elif name in ("li", "dt", "dd"):
            self._pop_to("item", "list")
            if not tag.closes:
                self._push_item(line)
        elif name == "blockquote":
            if tag.closes:
                self._pop_to("quote", "")
            elif len(self._open) < NESTING_LIMIT:
                quote = Quote(line, [])
                self._emit(quote)
                self._push("quote", quote.blocks)
        elif name == "hr":
            self._emit(Rule(line))

    def _list_tag(self, tag: Tag) -> None:
        if tag.closes:
            self._pop_to("list", "")
        elif len(self._open) < NESTING_LIMIT:
            self._numbers.append(tag.first_number)
            self._push("list", self._sinks[-1])

    def _push_item(self, line: int) -> None:
        if len(self._open) >= NESTING_LIMIT:
            return
        item = Item(line, EMPTY)
        number = self._numbers[-1] if self._numbers else None
        if number is not None:
            item.number = number
            self._numbers[-1] = number + 1
        self._emit(item)
        self._items.append(item)
        self._push("item", item.blocks)

    def _push(self, kind: str, sink: list[Block]) -> None:
        self._open.append(kind)
        self._sinks.append(sink)

    def _pop(self) -> None:
        kind = self._open.pop()
        self._sinks.pop()
        if kind == "list":
            self._numbers.pop()
        elif kind == "item":
            self._items.pop()
        elif kind == "table" and (table := self._tables.pop().finish()):
            self._sinks[-1].append(table)

    def _pop_to(self, kind: str, barrier: str) -> None:
        """End the innermost element of a kind, and those inside it, unless a barrier is nearer."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] in (barrier, "table") and kind != "table":
                return
            if self._open[index] == kind:
                while len(self._open) > index:
                    self._pop()
                return

    def _table_tag(self, tag: Tag, line: int) -> None:
        if tag.name != "table":
            if self._tables:
                self._tables[-1].tag(tag, line)
        elif self._open_cell and not tag.closes:
            self._tables[-1].nested += 1
        elif tag.closes:
            if self._tables and self._tables[-1].nested:
                self._tables[-1].nested -= 1
            else:
                self._pop_to("table", "")
        elif len(self._open) < NESTING_LIMIT:
            self._start_details(EMPTY)
            self._tables.append(TableBuilder(line))
            self._push("table", self._sinks[-1])

    def _end_title(self, rich: StyledText) -> None:
        assert self._title is not None
        (level, line), self._title = self._title, None
        if level == 0:
            self._details_line = line if self._details_line is None else self._details_line
            self._start_details(rich)
        elif rich.text or rich.images:
            # A section's heading ends the lists and tables above it.
            self.close()
            self._emit(Heading(line, level, rich))

    def _start_details(self, rich: StyledText) -> None:
        if self._details_line is not None:
            line, self._details_line = self._details_line, None
            self._sinks[-1].append(DetailsStart(line, rich))

    def _emit(self, block: Block) -> None:
        self._start_details(EMPTY)
        item = self._items[-1] if self._open and self._open[-1] == "item" else None
        if item and isinstance(block, Paragraph) and item.rich is EMPTY and not item.blocks:
            item.line, item.rich = block.line, block.rich
        else:
            self._sinks[-1].append(block)
