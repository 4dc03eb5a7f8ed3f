"""mistune's block tokens with the lines on which they begin.

mistune's tokens carry no line numbers, so the block parser here notes where each block begins.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import mistune
from mistune.block_parser import BlockParser
from mistune.core import BlockState
from mistune.helpers import BLOCK_TAGS, PRE_TAGS
from mistune.plugins.footnotes import footnotes
from mistune.plugins.formatting import strikethrough

from nsdi_tui.digest.markdown.lists import regular_items
from nsdi_tui.digest.markdown.tables import TABLE_START, read_table

Token: TypeAlias = "dict[str, Any]"

# An item whose first line is only its marker, up to white space of any kind.
_MARKER_ALONE = re.compile(r"[ \t]*(?:[*+-]|\d{1,9}[.)])[^\S\n]*(?:\n|\Z)")

# Lines none of which begins as a block of another kind does: each is a paragraph's.
_PLAIN_LINES = re.compile(
    r"(?:(?:[^\s#>*+\-_~`<|=\d\[]|\*{1,3}(?=[^\s*])|_{1,3}(?=[^\s_])|`{1,2}(?!`)"
    r"|\d{1,9}[^\s\d.)]|\[(?![^\n]*\]:))[^\n]*(?:\n|\Z))+"
)

# mistune's own pattern repeats a group, which takes a kilobyte for each line of a long gap.
_BLANK_LINES = re.compile(r"^[ \t\v\f]*\n(?:[ \t\v\f\n]*\n)?", re.M)

PLUGINS = (strikethrough, footnotes)

BLOCK_HTML = (
    rf"^ {{0,3}}(?:(?:</?(?:{'|'.join(BLOCK_TAGS)})|<(?:{'|'.join(PRE_TAGS)}))(?=[ \t/>\n]|$)"
    r"|<!--|<\?|<![A-Z]|<!\[CDATA\[)"
)
"""HTML that ends a list or quote. mistune's own pattern knows tags with attributes only."""


class TokenParser:
    """mistune's block parser with tolerant tables and this project's plugins."""

    def __init__(self) -> None:
        self._parser = _BlockParser()
        mistune.Markdown(block=self._parser, plugins=PLUGINS)
        for rules in (self._parser.rules, self._parser.list_rules, self._parser.block_quote_rules):
            rules.insert(rules.index("ref_link"), "table")
        self._text_rules = [rule for rule in self._parser.rules if rule != "raw_html"]

    def parse(
        self, text: str, first_line: int, env: dict[str, Any], html: bool = True
    ) -> list[Token]:
        """Parse text with `\\n` line ends into block tokens.

        Each token has its `line`; a list has the `lines` of its items instead. A table has a
        `header` and `rows`, which are pairs of a line and the sources of the cells. Definitions of
        links and footnotes are added to `env`. Without `html`, top-level HTML blocks are read as
        paragraphs.
        """
        state = _State()
        state.env = env
        state.first_line = first_line
        state.process(text if text.endswith("\n") else text + "\n")
        self._parser.parse(state, None if html else self._text_rules)
        return state.tokens


class _Frame:
    """A list or quote that is being parsed: where its current part begins, and its items."""

    def __init__(self, start: int, is_list: bool) -> None:
        self.start = start
        self.is_list = is_list
        self.lines: list[int] = []


class _State(BlockState):
    """A parser state that knows the document line on which its source begins."""

    def __init__(self, parent: _State | None = None) -> None:
        super().__init__(parent)
        self.first_line = 1
        self.frames: list[_Frame] = []
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
        count = len(self.tokens)
        super().add_paragraph(text)
        if len(self.tokens) > count:
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
                # The item's source begins on the next line.
                child.first_line += 1
            frame.lines.append(line)
            # If another item follows, the cursor is after that item's first line.
            frame.start = self.src.rfind("\n", 0, max(self.cursor - 1, 0)) + 1
        return child


class _BlockParser(BlockParser):
    """mistune's block parser, noting where lists, quotes, tables and HTML begin."""

    state_cls = _State
    BLANK_LINE = _BLANK_LINES

    def __init__(self) -> None:
        super().__init__()
        self.specification["block_html"] = BLOCK_HTML
        self.specification["blank_line"] = _BLANK_LINES.pattern
        self.specification["table"] = TABLE_START
        self._methods["table"] = self.parse_table

    def parse(self, state: BlockState, rules: list[str] | None = None) -> None:
        """Parse a state's source; one that is only text is not searched for blocks."""
        if state.cursor == 0 and _PLAIN_LINES.fullmatch(state.src):
            state.add_paragraph(state.src)
            state.cursor = state.cursor_max
        else:
            super().parse(state, rules)

    def parse_list(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, _State)
        if self._parse_regular_list(m, state):
            return state.cursor
        frame = _Frame(m.start(), True)
        state.frames.append(frame)
        end = super().parse_list(m, state)
        state.frames.pop()
        if frame.lines:
            made = next(
                token
                for token in reversed(state.tokens)
                if token["type"] == "list" and "lines" not in token
            )
            made["lines"] = frame.lines
        return end

    def _parse_regular_list(self, m: re.Match[str], state: _State) -> bool:
        """Parse a list that is regular; return False if it is not, or not certain to be a list."""
        depth = state.depth()
        if state.frames or depth >= self.max_nested_level - 1:
            return False
        marker = m["list_2"]
        number = int(marker[:-1]) if len(marker) > 1 else None
        last = state.last_token()
        if number not in (None, 1) and last and last["type"] == "paragraph":
            return False
        regular = regular_items(state.src, m.start())
        if regular is None:
            return False
        items, end = regular
        children: list[Token] = []
        lines: list[int] = []
        for item in items:
            child = state.child_state(item.source)
            child.first_line = state.line_at(item.start)
            self.parse(child, self.list_rules)
            children.append({"type": "list_item", "children": child.tokens})
            lines.append(child.first_line)
        attributes: dict[str, Any] = {"depth": depth, "ordered": number is not None}
        if number not in (None, 1):
            attributes["start"] = number
        state.cursor = end
        # Whether a list is tight makes no difference to what is read from it.
        token = {"type": "list", "tight": False, "bullet": marker[-1], "attrs": attributes}
        state.append_token(token | {"children": children, "lines": lines})
        return True

    def parse_block_quote(self, m: re.Match[str], state: BlockState) -> int:
        assert isinstance(state, _State)
        line, count = state.line_at(m.start()), len(state.tokens)
        state.frames.append(_Frame(m.start(), False))
        end = super().parse_block_quote(m, state)
        state.frames.pop()
        # mistune can put the quote before the paragraph above it or after the list below it,
        # and a quote below that list is parsed within this call: it has its place already.
        index = next(
            index
            for index in (*range(count, len(state.tokens)), count - 1)
            if state.tokens[index]["type"] == "block_quote" and "placed" not in state.tokens[index]
        )
        quote = state.tokens.pop(index)
        quote |= {"line": line, "placed": True}
        state.tokens.insert(count, quote)
        return end

    def parse_raw_html(self, m: re.Match[str], state: BlockState) -> int | None:
        assert isinstance(state, _State)
        line = state.line_at(state.cursor)
        count = len(state.tokens)
        end = super().parse_raw_html(m, state)
        if len(state.tokens) > count:
            state.tokens[-1]["line"] = line
        return end

    def parse_ref_link(self, m: re.Match[str], state: BlockState) -> int | None:
        assert isinstance(state, _State)
        links = state.env["ref_links"]
        line, count = state.line_at(m.start()), len(links)
        end = super().parse_ref_link(m, state)
        if len(links) > count:
            key, link = next(reversed(links.items()))
            state.append_token({"type": "definition", "key": key, "url": link["url"]})
            state.tokens[-1]["line"] = line
        return end

    def parse_table(self, m: re.Match[str], state: BlockState) -> int:
        """Parse a pipe table."""
        assert isinstance(state, _State)
        header, source_rows, end = read_table(state.src, m.start())
        rows = [(state.line_at(at), cells) for at, cells in source_rows]
        state.append_token({"type": "table", "header": header, "rows": rows})
        return end
