"""mistune's block tokens with their lines, handed over as they are completed.

mistune's tokens carry no lines and weigh many times their text. So the block parser here notes
where each block begins, and hands every top-level block, and every item of a top-level list, to
the caller as soon as it is complete: the tokens of one item are alive at a time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import mistune
from mistune.block_parser import BlockParser
from mistune.core import BlockState
from mistune.plugins.footnotes import footnotes
from mistune.plugins.formatting import strikethrough
from mistune.plugins.table import table, table_in_list, table_in_quote

if TYPE_CHECKING:
    from collections.abc import Callable

Token: TypeAlias = "dict[str, Any]"

# Any of white space: what mistune takes for an empty first line of an item.
_MARKER_ALONE = re.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)])[^\S\n]*(?:\n|\Z)")

PLUGINS = (strikethrough, table, table_in_list, table_in_quote, footnotes)


class TokenParser:
    """A block parser of mistune's with this project's plugins.

    Tables without outer bars are not read: they make the parser quadratic, and prose with bars
    in it a table.
    """

    def __init__(self) -> None:
        self._parser = _BlockParser()
        mistune.Markdown(block=self._parser, plugins=PLUGINS)
        for rules in (self._parser.rules, self._parser.list_rules, self._parser.block_quote_rules):
            rules[:] = [rule for rule in rules if rule != "nptable"]

    def parse(
        self,
        text: str,
        first_line: int,
        env: dict[str, Any],
        receive: Callable[[list[Token]], None] | None,
    ) -> None:
        """Parse text with `\\n` line ends and hand over its tokens, in order.

        Each token has its `line`; a list has the `lines` of its items instead, and a top-level
        list comes as lists of one item. Definitions of links and footnotes are gathered in `env`.
        """
        state = _State()
        state.env = env
        state.first_line = first_line
        state.receive = receive
        state.process(text if text.endswith("\n") else text + "\n")
        self._parser.parse(state)
        state.flush(len(state.tokens))


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
        self.receive: Callable[[list[Token]], None] | None = None
        # How many tokens before the current top-level list wait for its first item.
        self.pending = 0
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

    def append_token(self, token: Token) -> None:
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
            if _MARKER_ALONE.match(self.src, frame.start):
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
