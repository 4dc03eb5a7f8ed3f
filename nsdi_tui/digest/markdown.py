"""Reading Markdown with mistune into blocks that know their lines.

mistune's tokens carry no lines and weigh many times their text. So the block parser here notes
where each block begins, and hands every top-level block and every item of a top-level list to the
caller as soon as it is complete, so that the tokens of one item are alive at a time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import mistune
from mistune.block_parser import BlockParser
from mistune.core import BlockState
from mistune.inline_parser import InlineParser
from mistune.plugins.footnotes import footnotes
from mistune.plugins.formatting import strikethrough
from mistune.plugins.table import table, table_in_list, table_in_quote
from mistune.util import unikey

from nsdi_tui.digest.blocks import Block, Heading, Item, Paragraph, Quote, Trouble, Verbatim
from nsdi_tui.digest.inline import plain, rich_text
from nsdi_tui.digest.rich import EMPTY, RichText
from nsdi_tui.digest.text import clean, clean_block

if TYPE_CHECKING:
    from collections.abc import Callable

PLUGINS = (strikethrough, table, table_in_list, table_in_quote, footnotes)
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
_FRONT = re.compile(
    r"---[ \t]*\n((?:[ \t]*\n|[ \t#-].*\n|[\w.-]+[ \t]*:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_GITBOOK = re.compile(r"\{%\s*(\w[\w-]*)([^%\n]*)%\}")
_ATTRIBUTE = re.compile(r"(?:url|src|title)\s*=\s*\"([^\"]*)\"")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LIST_LINE = re.compile(r"^[ \t]*(?:[*+-]|\d+[.)])[ \t].*\]\(", re.M)


def read_blocks(text: str, receive: Callable[[Block], None]) -> dict[str, str]:
    """Hand the top-level blocks of a document to `receive`, in order; return its front matter.

    Line ends may be of any kind. Lists are handed over item by item. The front matter's plain
    `key: value` lines are returned by their lower-case keys.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    matter, text, first_line = _split_front_matter(text)
    _Reader(receive).read(text, first_line)
    return matter


def _split_front_matter(text: str) -> tuple[dict[str, str], str, int]:
    match = _FRONT.match(text) if text.startswith("---") else None
    if not match or ":" not in match[1]:
        return {}, text, 1
    matter: dict[str, str] = {}
    key = None
    for line in match[1].split("\n"):
        name, colon, value = line.partition(":")
        if colon and name[:1].strip() and name[:1] not in "#-":
            key = name.strip().lower()
            value = value.strip()
            matter[key] = "" if value in (">", ">-", "|", "|-") else clean(value.strip("\"'"))
        elif key and line.strip():
            matter[key] = clean(f"{matter[key]} {line.strip()}")
    return matter, text[match.end() :], 1 + match[0].count("\n")


class _Frame:
    """A list or quote that is being parsed: where its next child begins, and its items' lines."""

    __slots__ = ("child", "is_list", "lines", "start", "streams")

    def __init__(self, start: int, is_list: bool, streams: bool) -> None:
        self.start = start
        self.is_list = is_list
        self.streams = streams
        self.lines: list[int] = []
        self.child: _State | None = None


class _State(BlockState):
    """A parser's state that knows the line at which its source begins."""

    def __init__(self, parent: _State | None = None) -> None:
        super().__init__(parent)
        self.first_line = 1
        self.frames: list[_Frame] = []
        self.receive: Callable[[list[dict[str, Any]]], None] | None = None
        self._position = 0
        self._lines = 0

    def line_at(self, position: int) -> int:
        """Return the document's line at this offset into the state's source."""
        if position >= self._position:
            self._lines += self.src.count("\n", self._position, position)
        else:
            self._lines -= self.src.count("\n", position, self._position)
        self._position = position
        return self.first_line + self._lines

    def append_token(self, token: dict[str, Any]) -> None:
        token["line"] = self.line_at(self.cursor)
        super().append_token(token)

    def add_paragraph(self, text: str) -> None:
        known = len(self.tokens)
        super().add_paragraph(text)
        if len(self.tokens) > known:
            leading = text.count("\n", 0, len(text) - len(text.lstrip()))
            self.tokens[-1]["line"] = self.line_at(self.cursor) + leading

    def child_state(self, src: str, *args: Any, **kwargs: Any) -> _State:
        child = super().child_state(src, *args, **kwargs)
        assert isinstance(child, _State)
        frame = self.frames[-1] if self.frames else None
        if frame is None:
            return child
        line = self.line_at(frame.start)
        child.first_line = line
        if frame.is_list:
            end = self.src.find("\n", frame.start)
            marker = self.src[frame.start : end if end >= 0 else None].split(maxsplit=1)
            if len(marker) < 2:
                # An item whose first line is only its marker: its source begins below.
                child.first_line += 1
            if frame.streams:
                self.flush_item(frame)
            frame.lines.append(line)
            frame.child = child
            # Where another item follows, the cursor stands behind that item's first line.
            frame.start = self.src.rfind("\n", 0, max(self.cursor - 1, 0)) + 1
        return child

    def flush_item(self, frame: _Frame) -> None:
        """Hand over what was complete before this item, then the item before it."""
        if frame.child is None:
            self.flush(self.pending)
            return
        if self.receive:
            item = {"type": "list_item", "children": frame.child.tokens, "line": frame.lines[-1]}
            self.receive([{"type": "list", "children": [item], "lines": frame.lines[-1:]}])
        frame.child.tokens.clear()
        frame.lines.clear()

    pending = 0

    def flush(self, count: int) -> None:
        """Hand over the first tokens; lists without lines have been handed over by item."""
        ready = [t for t in self.tokens[:count] if t["type"] != "list" or "lines" in t]
        del self.tokens[:count]
        if ready and self.receive:
            self.receive(ready)


class _BlockParser(BlockParser):
    """mistune's block parser, noting where lists, quotes and HTML begin."""

    state_cls = _State

    def parse_list(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, _State)
        streams = state.parent is None and not state.frames
        if streams:
            last = state.last_token()
            open_paragraph = bool(last) and last["type"] == "paragraph"
            state.flush(len(state.tokens) - open_paragraph)
            state.pending = len(state.tokens)
        frame = _Frame(m.start(), True, streams)
        state.frames.append(frame)
        end = super().parse_list(m, state)
        state.frames.pop()
        if frame.child is not None:
            made = next(
                token
                for token in reversed(state.tokens)
                if token["type"] == "list" and "lines" not in token
            )
            if streams:
                state.flush_item(frame)
                last = state.last_token()
                state.flush(len(state.tokens) - (last["type"] == "paragraph"))
            else:
                made["lines"] = frame.lines
        return end

    def parse_block_quote(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, _State)
        line = state.line_at(m.start())
        state.frames.append(_Frame(m.start(), False, False))
        end = super().parse_block_quote(m, state)
        state.frames.pop()
        for token in reversed(state.tokens):
            if token["type"] == "block_quote":
                token["line"] = line
                break
        return end

    def parse_raw_html(self, m: re.Match[str], state: BlockState) -> int | None:
        assert isinstance(state, _State)
        line = state.line_at(state.cursor)
        known = len(state.tokens)
        end = super().parse_raw_html(m, state)
        if len(state.tokens) > known:
            state.tokens[-1]["line"] = line
        return end

    def parse_atx_heading(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, _State)
        if state.parent is None and not state.frames:
            state.flush(len(state.tokens))
        return super().parse_atx_heading(m, state)


class _Reader:
    """Turns tokens into blocks and hands them on."""

    def __init__(self, receive: Callable[[Block], None]) -> None:
        self._hand_on = receive
        self._block = _BlockParser()
        mistune.Markdown(block=self._block, plugins=PLUGINS)
        # Tables without outer bars make the parser quadratic, and read prose with bars as tables.
        for rules in (self._block.rules, self._block.list_rules, self._block.block_quote_rules):
            rules[:] = [rule for rule in rules if rule != "nptable"]
        self._inline_parsers: dict[tuple[bool, ...], InlineParser] = {}
        self._env: Any = {"ref_links": {}}
        self._noted: set[str] = set()
        self._hints = 0
        self._troubles: list[Trouble] = []

    def read(self, text: str, first_line: int) -> None:
        if not text.endswith("\n"):
            text += "\n"
        if _DEFINITION.search(text):
            # Definitions may stand below their use, and blocks are handed over as they come.
            self._parse(text, first_line, None)
        self._parse(text, first_line, self._receive)
        self._leftover_footnotes(text, first_line)

    def _parse(
        self, text: str, first_line: int, receive: Callable[[list[dict[str, Any]]], None] | None
    ) -> None:
        state = _State()
        state.env = self._env
        state.first_line = first_line
        state.receive = receive
        state.process(text)
        self._block.parse(state)
        state.flush(len(state.tokens))

    def _receive(self, tokens: list[dict[str, Any]]) -> None:
        for token in tokens:
            hinted = self._hints > 0
            blocks = self._blocks([token])
            if hinted and blocks:
                blocks = [Quote(blocks[0].line, blocks)]
            for block in blocks:
                self._hand_on(block)
            while self._troubles:
                self._hand_on(self._troubles.pop(0))

    def _blocks(self, tokens: list[dict[str, Any]]) -> list[Block]:
        out: list[Block] = []
        for token in tokens:
            kind = token["type"]
            line = token.get("line", 1)
            if kind in ("paragraph", "block_text"):
                self._paragraph(token["text"], line, out)
            elif kind == "heading":
                out.append(
                    Heading(line, token["attrs"]["level"], self._inline(token["text"], line))
                )
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
            elif kind == "table" and (cells := self._table(token, line)):
                out.append(Verbatim(line, "text", cells))
        return out

    def _item(self, tokens: list[dict[str, Any]], line: int) -> Item:
        rich = EMPTY
        first = next((token for token in tokens if token["type"] != "blank_line"), None)
        if first and first["type"] in ("paragraph", "block_text"):
            tokens = [token for token in tokens if token is not first]
            line = first["line"]
            raw = first["text"]
            if raw[:1] == "[" and (task := _TASK.match(raw)):
                raw = raw[task.end() :]
            raw = self._gitbook(raw)
            rich = self._inline(raw, line)
        item = Item(line, rich, self._blocks(tokens))
        self._footnotes(rich, line, item.blocks)
        return item

    def _paragraph(self, raw: str, line: int, out: list[Block]) -> None:
        stripped = self._gitbook(raw)
        if stripped is not raw:
            leading = len(stripped) - len(stripped.lstrip())
            line += stripped.count("\n", 0, leading)
        rich = self._inline(stripped, line)
        if rich.text or rich.spans:
            out.append(Paragraph(line, rich))
            self._footnotes(rich, line, out)

    def _gitbook(self, raw: str) -> str:
        """Take GitBook's tags out of a text, keep the addresses and titles in them."""
        if "{%" not in raw:
            return raw

        def replacement(match: re.Match[str]) -> str:
            if match[1] == "hint":
                self._hints += 1
            elif match[1] == "endhint":
                self._hints = max(self._hints - 1, 0)
            return " ".join(_ATTRIBUTE.findall(match[2]))

        return _GITBOOK.sub(replacement, raw)

    def _inline(self, raw: str, line: int) -> RichText:
        raw = raw.strip(" \r\n\t\f")
        if not _SPECIAL.search(raw):
            return plain(raw)
        if len(raw) > RUN_LIMIT or sum(map(raw.count, "*_~`")) > DELIMITER_LIMIT:
            reason = "too long, or too many emphasis marks: shown as it stands in the file"
            self._troubles.append(Trouble(line, reason, clean(raw, 200)))
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

    def _footnotes(self, rich: RichText, line: int, out: list[Block]) -> None:
        for key in rich.footnotes:
            if key not in self._noted:
                self._noted.add(key)
                number = len(self._noted)
                note = " ".join(self._env["ref_footnotes"][key].split())
                out.append(Paragraph(line, self._inline(f"\\[{number}\\] {note}", line)))

    def _leftover_footnotes(self, text: str, first_line: int) -> None:
        left = {k: v for k, v in self._env.get("ref_footnotes", {}).items() if k not in self._noted}
        for line, source in enumerate(text.split("\n"), first_line) if left else ():
            match = _FOOTNOTE.match(source)
            note = left.pop(unikey(match[1]), None) if match else None
            if match and note is not None:
                shown = clean(f"[^{match[1]}]: {note}", 200)
                self._hand_on(Trouble(line, "a footnote that nothing refers to", shown))

    def _html(self, raw: str, line: int, out: list[Block]) -> None:
        shown = _COMMENT.sub("", raw)
        text = clean_block(_TAG.sub("", shown))
        if text:
            out.append(Verbatim(line, "text", text))
        if _LIST_LINE.search(shown):
            reason = "a list inside HTML is kept as text, not read as papers"
            self._troubles.append(Trouble(line, reason, clean(text, 200)))

    def _table(self, token: dict[str, Any], line: int) -> str:
        rows = []
        for part in token["children"]:
            for row in [part] if part["type"] == "table_head" else part["children"]:
                cells = [self._inline(cell["text"], line).text for cell in row["children"]]
                rows.append(" | ".join(cells))
        return clean_block("\n".join(rows))
