"""Frames reduced to what they change show the same on a terminal."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from nsdi_tui.system.frame_diff import UPDATE_END, UPDATE_START, FrameDiff

WIDTH, HEIGHT = 40, 6
RED, BOLD, ON_BLUE = "31", "1;38;2;9;9;9;48;2;0;0;80", "38;2;200;200;200;48;2;0;0;80"
STYLES = ["", RED, BOLD, ON_BLUE, "4;32", "7", "2;3;38;5;9;48;5;17", "9;91;101"]
OFF = {"22": ("1", "2"), "23": ("3",), "24": ("4",), "27": ("7",), "29": ("9",)}


class Emulator:
    """A terminal: a grid of (character, attributes, foreground, background, link)."""

    def __init__(self) -> None:
        self.cells = [[(" ", frozenset[str](), "", "", "")] * WIDTH for _ in range(HEIGHT)]
        self.row = self.column = 0
        self.attributes: frozenset[str] = frozenset()
        self.foreground = self.background = self.link = ""

    def feed(self, data: str) -> None:
        pattern = r"\x1b\[([\d;]*)([A-Za-z])|\x1b\]8;;([^\x1b]*)\x1b\\|(\n)|(.)"
        for parameters, final, link, newline, text in re.findall(pattern, data):
            if final == "H":
                row, column = parameters.split(";")
                self.row, self.column = int(row) - 1, int(column) - 1
            elif final == "C":
                self.column += int(parameters)
            elif final == "X":
                blank = (" ", frozenset[str](), "", self.background, "")
                self.put([blank] * int(parameters))
            elif final == "m":
                self.restyle(parameters.split(";"))
            elif newline:
                self.row, self.column = self.row + 1, 0
            elif text:
                self.draw(text)
            else:
                self.link = link

    def draw(self, text: str) -> None:
        style = (self.attributes, self.foreground, self.background, self.link)
        parts = (text, *[""] * (cell_len(text) - 1))
        self.put([(part, *style) for part in parts])
        self.column += len(parts)

    def put(self, drawn: list[tuple[str, frozenset[str], str, str, str]]) -> None:
        """Replace cells; a wide character that is half overwritten goes."""
        cells, start, end = self.cells[self.row], self.column, self.column + len(drawn)
        gone = (" ", frozenset[str](), "", "", "")
        if not cells[start][0]:
            cells[start - 1] = gone
        if end < WIDTH and not cells[end][0]:
            cells[end] = gone
        cells[start:end] = drawn

    def restyle(self, codes: list[str]) -> None:
        while codes:
            code = codes.pop(0)
            if code in ("0", ""):
                self.attributes, self.foreground, self.background = frozenset(), "", ""
            elif code in ("38", "48"):
                count = 4 if codes[0] == "2" else 2
                color, codes[:count] = ";".join(codes[:count]), []
                if code == "38":
                    self.foreground = color
                else:
                    self.background = color
            elif code in OFF:
                self.attributes -= frozenset(OFF[code])
            elif code in ("39", "49") or len(code) > 1:
                color = "" if code in ("39", "49") else code
                if code[0] in "39":
                    self.foreground = color
                else:
                    self.background = color
            else:
                self.attributes |= {code}

    @property
    def shown(self) -> list[list[object]]:
        """What can be seen: of a plain blank only its background."""
        return [
            [
                cell if cell[0] != " " or cell[1] - {"1", "2", "3"} else (" ", cell[3])
                for cell in row
            ]
            for row in self.cells
        ]


def piece(text: str, style: str = "", link: str = "") -> str:
    """A piece of text as Textual writes it."""
    drawn = f"\x1b[{style}m{text}\x1b[0m" if style else text
    return f"\x1b]8;id=1;{link}\x1b\\{drawn}\x1b]8;;\x1b\\" if link else drawn


def frame(row: int, *pieces: str) -> str:
    return f"\x1b[{row + 1};1H{''.join(pieces)}\x1b[1;1H"


texts = st.lists(st.text("ab  é…│世", max_size=12) | st.just(" " * 12), min_size=1, max_size=3).map(
    lambda parts: [part for part in parts if part]
)
pieces = st.tuples(texts, st.sampled_from(STYLES), st.sampled_from(["", "https://e.org"]))
lines = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, 4), st.lists(pieces, max_size=3))


def drawn(row: int, column: int, parts: list[tuple[list[str], str, str]]) -> str:
    text, room = "", WIDTH - column
    for words, style, link in parts:
        for word in words:
            if cell_len(word) <= room:
                room -= cell_len(word)
                text += piece(word, style, link)
    return f"\x1b[{row + 1};{column + 1}H{text}"


HALF_OVERWRITTEN = [
    [(0, 0, [([" " * 12], ON_BLUE, "")])],
    [(0, 1, [(["世世"], "", "")]), (0, 0, [(["aaaa"], "", "")])],
]


@example(HALF_OVERWRITTEN, False)
@given(st.lists(st.lists(lines, min_size=1, max_size=4), max_size=8), st.booleans())
def test_the_terminal_shows_the_same(
    frames: list[list[tuple[int, int, list[tuple[list[str], str, str]]]]], erases: bool
) -> None:
    diff = FrameDiff(erases=erases)
    expected, reduced = Emulator(), Emulator()
    blank = "\n".join(f"\x1b[{row + 1};1H{' ' * WIDTH}" for row in range(HEIGHT))
    for data in (blank, *("\n".join(drawn(*line) for line in group) for group in frames)):
        expected.feed(data.replace("id=1", ""))
        reduced.feed(diff.reduce(data))
        assert reduced.shown == expected.shown


def test_a_frame_that_changes_nothing_writes_nothing() -> None:
    diff = FrameDiff()
    whole = frame(2, piece("Papers", BOLD), piece("   26", ON_BLUE))
    assert diff.reduce(whole)
    assert diff.reduce(whole) == ""


def test_an_update_that_changes_nothing_writes_nothing() -> None:
    frames = FrameDiff()
    output = [frames.reduce(data) for data in (UPDATE_START, frame(2, piece("owl")), UPDATE_END)]
    assert output[0] == ""
    assert output[1].startswith(UPDATE_START)
    assert output[2] == UPDATE_END
    again = [frames.reduce(data) for data in (UPDATE_START, frame(2, piece("owl")), UPDATE_END)]
    assert again == ["", "", ""]
    assert frames.reduce(UPDATE_END) == UPDATE_END


def test_only_changed_cells_are_written() -> None:
    diff = FrameDiff()
    diff.reduce(frame(0, piece("12 papers read", ON_BLUE)))
    written = diff.reduce(frame(0, piece("13 papers read", ON_BLUE)))
    assert "3" in written
    assert "papers" not in written


def test_everything_is_written_again_after_forget() -> None:
    diff = FrameDiff()
    whole = frame(0, piece("Papers"))
    diff.reduce(whole)
    diff.forget()
    assert "Papers" in diff.reduce(whole)


def test_other_sequences_pass_unchanged_and_leaving_the_screen_forgets_it() -> None:
    diff = FrameDiff()
    whole = frame(0, piece("Papers"))
    diff.reduce(whole)
    for sequence in ("\x1b[?25h", "\x1b]52;c;QQ==\x07", "\x1b[?1049h"):
        assert diff.reduce(sequence) == sequence
    assert "Papers" in diff.reduce(whole)


def test_a_row_with_a_character_of_uncertain_width_is_written_whole() -> None:
    diff = FrameDiff()
    diff.reduce(frame(0, piece("👩‍🔬 12 papers")))
    assert "papers" in diff.reduce(frame(0, piece("👩‍🔬 13 papers")))
