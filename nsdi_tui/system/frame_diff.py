"""Frames of terminal output reduced to the cells that differ from what the terminal shows.

Textual repaints whole regions, with the complete style before each piece of text and a reset after
it. Over a slow line that is what the user waits for: a cursor key writes some 20 KB where a few
hundred bytes change.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell: TypeAlias = "tuple[str, str, str]"
"""A character (empty in the second half of a wide one), its style and its hyperlink."""

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<style>[\d;]*)m"
    r"|\x1b\]8;[^;\x07\x1b]*;(?P<link>[^\x07\x1b]*)(?:\x1b\\|\x07)"
    r"|(?P<newline>\n)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)
# Characters of one cell in every terminal: rows with others are never patched, since a terminal
# may have drawn them wider or narrower than expected.
_CERTAIN = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u203a\u2190-\u21ff"
    r"\u2500-\u25ff★✎✓␣\ufffd]*"
)
_OTHER_SCREEN = re.compile(r"\x1b\[\?(?:1049|47)[hl]|\x1b\[[0-3]?J|\x1bc")
UPDATE_START, UPDATE_END = "\x1b[?2026h", "\x1b[?2026l"
"""What begins and ends an update that the terminal shows at once (synchronized output)."""
_PLAIN = (" ", "", "")
_LONGEST_GAP = 4
"""So many unchanged cells are written again rather than skipped: a move takes as much."""
_SHORTEST_ERASURE = 9
"""So many blanks are erased rather than written."""
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}


class FrameDiff:
    """Remembers what the terminal shows, and rewrites frames to what they change.

    With `erases`, runs of blanks are erased, which the terminal must do in the current background
    color (GNU Screen does not).
    """

    def __init__(self, *, erases: bool = True) -> None:
        self._erases = erases
        self._rows: dict[int, list[Cell | None]] = {}
        self._cursor = (-1, -1)
        self._is_outdated = False
        self._is_update_due = False

    def forget(self) -> None:
        """Take nothing as shown from the next frame on: after a change of size, for example.

        May be called from another thread and from a signal handler.
        """
        self._is_outdated = True

    def reduce(self, data: str) -> str:
        """Return output with the same effect as this one.

        What is not a frame (moves, styles, links and text only) is returned as it is. The start of
        an update is returned together with what it changes; when that is nothing, its end is not
        returned either.
        """
        if data == UPDATE_START:
            self._is_update_due = True
            return ""
        if data == UPDATE_END and self._is_update_due:
            self._is_update_due = False
            return ""
        reduced = self._reduce_output(data)
        if reduced and self._is_update_due:
            self._is_update_due = False
            return UPDATE_START + reduced
        return reduced

    def _reduce_output(self, data: str) -> str:
        tokens = []
        place = 0
        while match := _TOKEN.match(data, place):
            tokens.append(match)
            place = match.end()
        if place < len(data) or not tokens or tokens[0].lastgroup != "column":
            if _OTHER_SCREEN.search(data):
                self.forget()
            return data
        if self._is_outdated:
            self._is_outdated = False
            self._rows.clear()
            self._cursor = (-1, -1)
        return self._reduce_frame(tokens)

    def _reduce_frame(self, tokens: Sequence[re.Match[str]]) -> str:
        before: dict[int, list[Cell | None]] = {}
        row = column = 0
        style = link = ""
        for token in tokens:
            kind = token.lastgroup
            if kind == "text":
                if row not in before:
                    cells = self._rows.setdefault(row, [])
                    before[row] = cells.copy()
                column = _draw(self._rows[row], column, token["text"], style, link)
            elif kind == "style":
                style = token["style"]
                style = "" if style == "0" else style
            elif kind == "column":
                row, column = int(token["row"]) - 1, int(token["column"]) - 1
            elif kind == "link":
                link = token["link"]
            else:
                row, column = row + 1, 0
        writer = _Writer(erases=self._erases)
        for number, old in before.items():
            if (cells := self._rows[number]) != old:
                _write_changes(writer, number, old, cells)
        output = writer.finish()
        if not output and self._cursor == (row, column):
            return ""
        self._cursor = (row, column)
        return f"{output}\x1b[{row + 1};{column + 1}H"


def _draw(cells: list[Cell | None], column: int, text: str, style: str, link: str) -> int:
    """Put text into a row of cells; return the column after it."""
    if column > len(cells):
        cells.extend([None] * (column - len(cells)))
    if text.isascii():
        drawn: list[Cell | None] = [(character, style, link) for character in text]
    else:
        drawn = []
        for character in text:
            width = 1 if character.isascii() else cell_len(character)
            if width == 0 and drawn and (last := drawn[-1]) is not None:
                drawn[-1] = (last[0] + character, style, link)
            elif width:
                drawn.append((character, style, link))
                drawn.extend([("", style, link)] * (width - 1))
    end = column + len(drawn)
    # What is left of a wide character that is half overwritten depends on the terminal: a blank is
    # written there.
    if _is_second_half(cells, column):
        cells[column - 1] = _PLAIN
    if _is_second_half(cells, end):
        cells[end] = _PLAIN
    cells[column:end] = drawn
    return end


def _is_second_half(cells: Sequence[Cell | None], column: int) -> bool:
    cell = cells[column] if column < len(cells) else None
    return cell is not None and not cell[0]


def _write_changes(
    writer: _Writer, row: int, old: Sequence[Cell | None], new: Sequence[Cell | None]
) -> None:
    changed = [
        column for column, cell in enumerate(new) if column >= len(old) or cell != old[column]
    ]
    if not (_is_certain(old) and _is_certain(new)):
        changed = list(range(len(new)))
    changed = [column for column in changed if new[column] is not None]
    if not changed:
        return
    start = last = changed[0]
    for column in [*changed[1:], len(new) + _LONGEST_GAP + 2]:
        if column - last - 1 > _LONGEST_GAP or None in new[last:column]:
            writer.write(row, start, new[start : last + 1], len(new))
            start = column
        last = column


def _is_certain(cells: Sequence[Cell | None]) -> bool:
    text = "".join(cell[0] for cell in cells if cell is not None)
    return text.isascii() or bool(_CERTAIN.fullmatch(text))


class _Writer:
    """Builds output with the shortest way from each cell to the next."""

    def __init__(self, *, erases: bool) -> None:
        self._erases = erases
        self._parts: list[str] = []
        self._row = self._column = -1
        self._style = self._link = ""

    def write(self, row: int, column: int, cells: Sequence[Cell | None], width: int) -> None:
        """Write cells from a column on, of a row of this width."""
        append = self._parts.append
        for (character, style, link), run in groupby(cell or _PLAIN for cell in cells):
            length = len(list(run))
            self._move(row, column)
            if link != self._link:
                append(f"\x1b]8;;{link}\x1b\\")
                self._link = link
            if style != self._style and not (
                character == " " and _same_blank(self._style) == _same_blank(style)
            ):
                append(_transition(self._style, style))
                self._style = style
            column += length
            if (
                character == " "
                and length >= _SHORTEST_ERASURE
                # tmux does not count erased cells at the end of a row as a part of it.
                and column < width
                and self._erases
                and not link
                and _is_only_background(self._style)
            ):
                append(f"\x1b[{length}X")
            else:
                append(character * length)
                self._column = column

    def _move(self, row: int, column: int) -> None:
        distance = column - self._column
        if row != self._row or distance < 0:
            self._parts.append(f"\x1b[{row + 1};{column + 1}H")
        elif distance:
            self._parts.append(f"\x1b[{distance}C")
        self._row, self._column = row, column

    def finish(self) -> str:
        """Return the output, which ends in no style and no link."""
        if self._link:
            self._parts.append("\x1b]8;;\x1b\\")
        if self._style:
            self._parts.append("\x1b[0m")
        return "".join(self._parts)


@lru_cache(maxsize=1024)
def _parse(style: str) -> tuple[frozenset[str], str, str]:
    """Return the attributes, the foreground and the background of a style."""
    attributes = set()
    colors = {"3": "", "4": ""}
    codes = style.split(";") if style else []
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            length = 4 if codes[:1] == ["2"] else 2
            colors[code[0]] = ";".join([code, *codes[:length]])
            del codes[:length]
        elif len(code) > 1:
            is_foreground = code[0] in "39" and not code.startswith("10")
            colors["3" if is_foreground else "4"] = "" if code in ("39", "49") else code
        else:
            attributes.add(code)
    return frozenset(attributes), colors["3"], colors["4"]


@lru_cache(maxsize=1024)
def _is_only_background(style: str) -> bool:
    """Return whether a blank in this style shows nothing but the background."""
    return _parse(style)[0] <= {"1", "2", "3"}


def _same_blank(style: str) -> str:
    """Return what of a style a blank shows."""
    return _parse(style)[2] if _is_only_background(style) else style


@lru_cache(maxsize=4096)
def _transition(before: str, after: str) -> str:
    """Return the shortest sequence that changes one style to another."""
    old, new = _parse(before), _parse(after)
    removed = old[0] - new[0]
    off = {_OFF.get(attribute, "0") for attribute in removed}
    # 22 ends both bold and dim.
    kept = old[0] - {"1", "2"} if "22" in off else old[0]
    codes = [*sorted(off), *sorted(new[0] - kept)]
    for was, now, default in ((old[1], new[1], "39"), (old[2], new[2], "49")):
        if was != now:
            codes.append(now or default)
    whole = f"\x1b[0;{after}m" if after else "\x1b[0m"
    if not codes:
        return ""
    return whole if "0" in off else min(f"\x1b[{';'.join(codes)}m", whole, key=len)
