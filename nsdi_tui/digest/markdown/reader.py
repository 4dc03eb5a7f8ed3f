"""Reading Markdown into blocks with line numbers and clean text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from nsdi_tui.digest.markdown.blocks import (
    Block,
    Document,
    Heading,
    Item,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    Verbatim,
)
from nsdi_tui.digest.markdown.definitions import Definitions, find_definitions
from nsdi_tui.digest.markdown.gitbook import split_front_matter, strip_tags
from nsdi_tui.digest.markdown.html_blocks import HtmlReader
from nsdi_tui.digest.markdown.inline import LOST_LINK
from nsdi_tui.digest.markdown.runs import RunReader
from nsdi_tui.digest.markdown.tags import STRUCTURE
from nsdi_tui.digest.markdown.tokens import Token, TokenParser
from nsdi_tui.digest.styled import EMPTY, StyledText
from nsdi_tui.digest.text import clean_block

_TASK = re.compile(r"\[[ xX]\]\s+")
_HEADING_TAG = re.compile(r"</?h([1-6])\b[^<>]*>", re.I)
_BULLET = re.compile(r"^[ \t]*•[ \t]*", re.M)
NOTES_LIMIT = 20
# Deeper than any list that mistune reads as one. Each level of a list copies its lines.
INDENT_LIMIT = 200
_DEEP_INDENT = re.compile(rf"^( {{{INDENT_LIMIT}}})[ \t]+", re.M)


def read_blocks(text: str, first_line: int = 1, definitions: Definitions | None = None) -> Document:
    """Read a Markdown document, or a section of one, into blocks.

    Line ends may be of any kind. A section needs its first line and the definitions of the whole
    document; front matter is read only at the document's start. For a whole document, definitions
    that nothing refers to are reported at the end.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    matter: dict[str, str] = {}
    is_whole = definitions is None
    if definitions is None:
        definitions = find_definitions(text)
    if first_line == 1:
        matter, text, first_line = split_front_matter(text)
    if " " * INDENT_LIMIT in text:
        text = _DEEP_INDENT.sub(r"\1", text)
    reader = _Reader(definitions)
    blocks = reader.read(text, first_line)
    used = frozenset(reader.used)
    if is_whole:
        blocks.extend(definitions.unused(used))
    return Document(matter, blocks, used)


class _Reader:
    """Turns tokens into blocks."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._parser = TokenParser()
        self._runs = RunReader(definitions)
        self._open_hints = 0
        self._notes: dict[str, StyledText] = {}

    @property
    def used(self) -> set[str]:
        """The keys of the definitions that were referred to."""
        return self._runs.used_links | {f"^{key}" for key in self._notes}

    def read(self, text: str, first_line: int) -> list[Block]:
        """Read a text with `\\n` line ends."""
        env: dict[str, Any] = {"ref_links": {}}
        blocks = self._blocks(self._parser.parse(text, first_line, env), is_top=True)
        blocks.extend(self._runs.take_diagnostics())
        return blocks

    def read_text(self, source: str, line: int) -> list[Block]:
        """Read Markdown without HTML blocks, from between HTML tags."""
        env: dict[str, Any] = {"ref_links": {}}
        return self._blocks(self._parser.parse(source, line, env, html=False))

    def read_inline(self, source: str, line: int) -> StyledText:
        """Read inline Markdown."""
        return self._runs.read(source, line)

    def report_links(self, source: str, line: int) -> None:
        """Report the links of inline Markdown that is shown nowhere."""
        for link in self.read_inline(source, line).links:
            self._runs.report(line, LOST_LINK, link.url or "")

    def read_paragraph(self, source: str, line: int) -> list[Block]:
        """Read a paragraph without structural HTML in it."""
        out: list[Block] = []
        if "•" in source and _BULLET.search(source):
            self._bullets(source, line, out)
        else:
            self._text_block(source, line, out)
        return out

    def _blocks(self, tokens: list[Token], is_top: bool = False) -> list[Block]:
        out: list[Block] = []
        html: HtmlReader | None = None
        for token in tokens:
            kind = token["type"]
            line = token.get("line", 1)
            hinted = self._open_hints > 0
            target: list[Block] = []
            if kind in ("paragraph", "block_text"):
                raw = self._without_tags(token["text"])
                if "<" in raw and STRUCTURE.search(raw):
                    html = html or HtmlReader(self, out)
                    html.feed(raw, line, is_paragraph=True)
                else:
                    target.extend(self.read_paragraph(raw, line))
            elif kind == "heading":
                self._heading(token, line, target)
            elif kind == "list":
                self._list(token, target)
            elif kind == "block_quote":
                target.append(Quote(line, self._blocks(token["children"])))
            elif kind == "block_code":
                if code := clean_block(token["raw"]):
                    target.append(Verbatim(line, "code", code))
            elif kind == "block_html":
                html = html or HtmlReader(self, out)
                html.feed(token["raw"], line)
            elif kind == "table":
                self._table(token, line, target)
            elif kind == "definition":
                if token["key"] not in self._definitions.links and token["key"][0] != "^":
                    self._runs.report(line, "definition is not read", token["url"])
            elif kind == "thematic_break":
                target.append(Rule(line))
            if (hinted or self._open_hints) and target and is_top:
                target = [Quote(target[0].line, target)]
            if is_top:
                target.extend(self._runs.take_diagnostics())
            if html:
                html.add(target)
            else:
                out.extend(target)
        if html:
            html.close()
        return out

    def _heading(self, token: Token, line: int, out: list[Block]) -> None:
        raw = token["text"]
        level = token["attrs"]["level"]
        if "<" in raw and (match := _HEADING_TAG.search(raw)):
            level = int(match[1])
            raw = _HEADING_TAG.sub("", raw)
        rich = self._runs.read(raw, line)
        out.append(Heading(line, level, rich))
        self._add_notes(rich, line, out)

    def _list(self, token: Token, out: list[Block]) -> None:
        attributes = token["attrs"]
        number = attributes.get("start", 1) if attributes["ordered"] else None
        for child, line in zip(token["children"], token["lines"], strict=False):
            item = self._item(child["children"], line)
            if number is not None:
                item.number = number
                number += 1
            out.append(item)

    def _item(self, tokens: list[Token], line: int) -> Item:
        if tokens and tokens[0]["type"] == "blank_line":
            tokens = tokens[1:]
        first = tokens[0] if tokens else None
        if first and first["type"] in ("paragraph", "block_text"):
            line = first["line"]
            raw = first["text"]
            if raw[:1] == "[" and (task := _TASK.match(raw)):
                raw = raw[task.end() :]
            if not ("<" in raw and STRUCTURE.search(raw)):
                rich = self._runs.read(self._without_tags(raw), line)
                item = Item(line, rich, self._blocks(tokens[1:]) if len(tokens) > 1 else [])
                notes: list[Block] = []
                self._add_notes(rich, line, notes)
                item.blocks[:0] = notes
                return item
            first["text"] = raw
        blocks = self._blocks(tokens)
        if blocks and isinstance(blocks[0], Paragraph):
            return Item(blocks[0].line, blocks[0].rich, blocks[1:])
        return Item(line, EMPTY, blocks)

    def _text_block(self, raw: str, line: int, out: list[Block]) -> None:
        leading = len(raw) - len(raw.lstrip())
        line += raw.count("\n", 0, leading)
        rich = self._runs.read(raw, line)
        if rich.text or rich.images:
            out.append(Paragraph(line, rich))
            self._add_notes(rich, line, out)

    def _bullets(self, raw: str, line: int, out: list[Block]) -> None:
        """Read a paragraph with lines that begin with a bullet character."""
        starts = [match.start() for match in _BULLET.finditer(raw)]
        if raw[: starts[0]].strip():
            self._text_block(raw[: starts[0]], line, out)
        line += raw.count("\n", 0, starts[0])
        for start, end in pairwise([*starts, len(raw)]):
            rich = self._runs.read(_BULLET.sub("", raw[start:end], count=1), line)
            item = Item(line, rich)
            self._add_notes(rich, line, item.blocks)
            out.append(item)
            line += raw.count("\n", start, end)

    def _without_tags(self, raw: str) -> str:
        if "{%" not in raw:
            return raw
        raw, opened = strip_tags(raw)
        self._open_hints = max(self._open_hints + opened, 0)
        return raw

    def _table(self, token: Token, line: int, out: list[Block]) -> None:
        notes: list[Block] = []

        def read(cells: list[str], at: int) -> tuple[StyledText, ...]:
            row = tuple([self._runs.read(cell, at) if cell else EMPTY for cell in cells])
            for rich in row:
                self._add_notes(rich, at, notes)
            return row

        header = read(token["header"], line)
        # The sources of the rows are dropped as they are read.
        sources = token.pop("rows")[::-1]
        rows: list[Row] = []
        while sources:
            at, cells = sources.pop()
            rows.append(Row(at, read(cells, at)))
        has_header = any(cell.text or cell.images for cell in header)
        if has_header or rows:
            out.append(Table(line, header if has_header else None, rows))
        out.extend(notes)

    def _add_notes(self, rich: StyledText, line: int, out: list[Block]) -> None:
        """Add the footnotes that a text refers to, and those that they refer to."""
        if not rich.footnotes:
            return
        waiting = list(dict.fromkeys(rich.footnotes))
        for key, number in waiting:
            note = self._notes.get(key)
            if note is None:
                source = self._definitions.footnotes[key].text
                note = self._runs.read(f"\\[{number}\\] {source}", line)
                self._notes[key] = note
            out.append(Paragraph(line, note))
            waiting.extend(more for more in note.footnotes if more not in waiting)
            del waiting[NOTES_LIMIT:]
