"""Reading Markdown into blocks that know their lines and hold clean text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import mistune
from mistune.inline_parser import InlineParser
from mistune.util import unikey

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.markdown.blocks import Block, Heading, Item, Paragraph, Quote, Verbatim
from nsdi_tui.digest.markdown.gitbook import split_front_matter, strip_tags
from nsdi_tui.digest.markdown.inline import plain, rich_text
from nsdi_tui.digest.markdown.tokens import PLUGINS, Token, TokenParser
from nsdi_tui.digest.styled import EMPTY, StyledText
from nsdi_tui.digest.text import clean, clean_block

if TYPE_CHECKING:
    from collections.abc import Callable

# mistune's matching of emphasis is quadratic; what is larger than this is no prose.
RUN_LIMIT = 20_000
DELIMITER_LIMIT = 100

_SPECIAL = re.compile(r"[\\`*_\[\]!<~&\n]")
_RULES_BY_SIGN = (
    ("emphasis",),
    ("auto_link", "auto_email", "inline_html"),
    ("codespan",),
    ("strikethrough",),
    ("footnote",),
)
_TASK = re.compile(r"\[[ xX]\]\s+")
_DEFINITION = re.compile(r"^[ \t>*+\-\d.)]*\[[^\[\]\n]+\]:", re.M)
_FOOTNOTE = re.compile(r"[ \t>*+-]*\[\^([^\]]+)\]:")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LIST_LINE = re.compile(r"^[ \t]*(?:[*+-]|\d+[.)])[ \t].*\]\(", re.M)


def read_blocks(text):
    from nsdi_tui.digest.markdown.blocks import Document
    out=[]
    m=read_blocks_(text,out.append)
    return Document(m,out)


def read_blocks_(text: str, receive: Callable[[Block], None]) -> dict[str, str]:
    """Hand the top-level blocks of a document to `receive`, in order; return its front matter.

    Line ends may be of any kind. Lists are handed over item by item. The front matter's plain
    `key: value` lines are returned by their lower-case keys.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    matter, text, first_line = split_front_matter(text)
    _Reader(receive).read(text, first_line)
    return matter


class _Reader:
    """Turns tokens into blocks and hands them on."""

    def __init__(self, receive: Callable[[Block], None]) -> None:
        self._hand_on = receive
        self._parser = TokenParser()
        self._inline_parsers: dict[tuple[bool, ...], InlineParser] = {}
        self._env: Any = {"ref_links": {}}
        self._noted: set[str] = set()
        self._hints = 0
        self._troubles: list[Diagnostic] = []

    def read(self, text: str, first_line: int) -> None:
        if _DEFINITION.search(text):
            # Definitions may stand below their use, and blocks are handed over as they come.
            self._parser.parse(text, first_line, self._env, None)
        self._parser.parse(text, first_line, self._env, self._receive)
        self._leftover_footnotes(text, first_line)

    def _receive(self, tokens: list[Token]) -> None:
        for token in tokens:
            hinted = self._hints > 0
            blocks = self._blocks([token])
            if hinted and blocks:
                blocks = [Quote(blocks[0].line, blocks)]
            for block in blocks:
                self._hand_on(block)
            while self._troubles:
                self._hand_on(self._troubles.pop(0))

    def _blocks(self, tokens: list[Token]) -> list[Block]:
        out: list[Block] = []
        for token in tokens:
            kind = token["type"]
            line = token.get("line", 1)
            if kind in ("paragraph", "block_text"):
                self._paragraph(token["text"], line, out)
            elif kind == "heading":
                rich = self._inline(token["text"], line)
                out.append(Heading(line, token["attrs"]["level"], rich))
                self._footnotes(rich, line, out)
            elif kind == "list":
                for item, start in zip(token["children"], token["lines"], strict=False):
                    out.append(self._item(item["children"], start))
            elif kind == "block_quote":
                out.append(Quote(line, self._blocks(token["children"])))
            elif kind == "block_code":
                if code := clean_block(token["raw"]):
                    out.append(Verbatim(line, "code", code))
            elif kind == "block_html":
                self._html(token["raw"], line, out)
            elif kind == "table":
                self._table(token, line, out)
        return out

    def _item(self, tokens: list[Token], line: int) -> Item:
        rich = EMPTY
        if tokens and tokens[0]["type"] == "blank_line":
            tokens = tokens[1:]
        first = tokens[0] if tokens else None
        if first and first["type"] in ("paragraph", "block_text"):
            tokens = tokens[1:]
            line = first["line"]
            raw = first["text"]
            if raw[:1] == "[" and (task := _TASK.match(raw)):
                raw = raw[task.end() :]
            raw = self._without_tags(raw)
            rich = self._inline(raw, line)
        item = Item(line, rich, self._blocks(tokens) if tokens else [])
        if rich.footnotes:
            self._footnotes(rich, line, item.blocks)
        return item

    def _paragraph(self, raw: str, line: int, out: list[Block]) -> None:
        stripped = self._without_tags(raw)
        if stripped is not raw:
            leading = len(stripped) - len(stripped.lstrip())
            line += stripped.count("\n", 0, leading)
        rich = self._inline(stripped, line)
        if rich.text or rich.spans:
            out.append(Paragraph(line, rich))
            self._footnotes(rich, line, out)

    def _without_tags(self, raw: str) -> str:
        if "{%" not in raw:
            return raw
        raw, opened = strip_tags(raw)
        self._hints = max(self._hints + opened, 0)
        return raw

    def _inline(self, raw: str, line: int) -> StyledText:
        raw = raw.strip(" \r\n\t\f")
        if not _SPECIAL.search(raw):
            return plain(raw)
        if len(raw) > RUN_LIMIT or sum(map(raw.count, "*_~`")) > DELIMITER_LIMIT:
            reason = "too long, or too many emphasis marks: shown as it stands in the file"
            self._troubles.append(Diagnostic(line, reason, clean(raw, 200)))
            return plain(raw)
        return rich_text(self._inline_parser_for(raw)(raw, self._env))

    def _inline_parser_for(self, raw: str) -> InlineParser:
        """Return a parser without the rules that this text cannot need: the fewer, the faster."""
        needed = ("*" in raw or "_" in raw, "<" in raw, "`" in raw, "~~" in raw, "[^" in raw)
        parser = self._inline_parsers.get(needed)
        if parser is None:
            parser = InlineParser()
            mistune.Markdown(inline=parser, plugins=PLUGINS)
            unneeded = {
                rule
                for need, rules in zip(needed, _RULES_BY_SIGN, strict=True)
                for rule in rules
                if not need
            }
            parser.rules = [rule for rule in parser.rules if rule not in unneeded]
            self._inline_parsers[needed] = parser
        return parser

    def _footnotes(self, rich: StyledText, line: int, out: list[Block]) -> None:
        """Add the footnotes that a text refers to, and those that they refer to, once each."""
        waiting = list(rich.footnotes)
        for key, number in waiting:
            if key not in self._noted:
                self._noted.add(key)
                note = " ".join(self._env["ref_footnotes"][key].split())
                note_text = self._inline(f"\\[{number}\\] {note}", line)
                out.append(Paragraph(line, note_text))
                waiting.extend(note_text.footnotes)

    def _leftover_footnotes(self, text: str, first_line: int) -> None:
        left = {k: v for k, v in self._env.get("ref_footnotes", {}).items() if k not in self._noted}
        for line, source in enumerate(text.split("\n"), first_line) if left else ():
            match = _FOOTNOTE.match(source)
            note = left.pop(unikey(match[1]), None) if match else None
            if match and note is not None:
                shown = clean(f"[^{match[1]}]: {note}", 200)
                self._hand_on(Diagnostic(line, "a footnote that nothing refers to", shown))

    def _html(self, raw: str, line: int, out: list[Block]) -> None:
        shown = _COMMENT.sub("", raw)
        text = clean_block(_TAG.sub("", shown))
        if text:
            out.append(Verbatim(line, "text", text))
        if _LIST_LINE.search(shown):
            reason = "a list inside HTML is kept as text, not read as papers"
            self._troubles.append(Diagnostic(line, reason, clean(text, 200)))

    def _table(self, token: Token, line: int, out: list[Block]) -> None:
        rows: list[str] = []
        notes: list[Block] = []
        for part in token["children"]:
            for row in [part] if part["type"] == "table_head" else part["children"]:
                cells = [self._inline(cell["text"], line) for cell in row["children"]]
                rows.append(" | ".join(cell.text for cell in cells))
                for cell in cells:
                    self._footnotes(cell, line, notes)
        if text := clean_block("\n".join(rows)):
            out.append(Verbatim(line, "text", text))
        out.extend(notes)
