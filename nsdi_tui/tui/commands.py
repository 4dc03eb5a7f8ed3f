"""All commands of the app: the source of key bindings, footer, help and palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its default `keys` as Textual names them, separated by commas.

    `app_action` is the app's action, empty for commands that the browse screen carries out.
    """

    id: str
    keys: str
    title: str
    group: str
    app_action: str = ""

    @property
    def action(self) -> str:
        """The action that carries out the command."""
        return f"app.{self.app_action}" if self.app_action else f"screen.command({self.id!r})"


COMMANDS: tuple[Command, ...] = (
    Command("down", "j,down", "Move down", "Move"),
    Command("up", "k,up", "Move up", "Move"),
    Command("top", "g,home", "Go to the top", "Move"),
    Command("bottom", "G,end", "Go to the bottom", "Move"),
    Command("page_down", "pagedown", "Page down", "Move"),
    Command("page_up", "pageup", "Page up", "Move"),
    Command("half_down", "ctrl+d", "Half a page down", "Move"),
    Command("half_up", "ctrl+u", "Half a page up", "Move"),
    Command("collapse", "h,left", "Collapse topic / go to parent", "Move"),
    Command("expand", "l,right", "Expand topic / go to paper text", "Move"),
    Command("next_paper", "n", "Next matching paper / next match in the page", "Move"),
    Command("previous_paper", "N", "Previous matching paper / match in the page", "Move"),
    Command("space", "space", "Toggle topic / page down", "Move"),
    Command("enter", "enter", "Toggle topic / zoom paper / follow link", "Move"),
    Command("next_link", "f", "Next link on the page", "Move"),
    Command("previous_link", "F", "Previous link on the page", "Move"),
    Command("next_topic", "right_curly_bracket", "Next topic", "Move"),
    Command("previous_topic", "left_curly_bracket", "Previous topic", "Move"),
    Command("jump_back", "less_than_sign", "Jump back to where you were", "Move"),
    Command("jump_forward", "greater_than_sign", "Jump forward again", "Move"),
    Command("collapse_all", "z", "Collapse all / restore", "Move"),
    Command("next_pane", "tab", "Next pane", "Move"),
    Command("previous_pane", "shift+tab", "Previous pane", "Move"),
    Command("escape", "escape", "Back", "Move"),
    Command("filter", "slash", "Filter papers / search in the page", "Find"),
    Command("order", "s", "Sort papers", "Find"),
    Command("grouping", "t", "Group papers", "Find"),
    Command("new", "w", "Show new and changed papers / all", "Find"),
    Command("unread", "U", "Show unread papers / all", "Find"),
    Command("starred", "S", "Show starred papers / all", "Find"),
    Command("overview", "i", "Show digest overview", "Find"),
    Command("star", "asterisk", "Toggle star", "Mark"),
    Command("read", "r", "Toggle read", "Mark"),
    Command("note", "a", "Edit note", "Mark"),
    Command("select", "v", "Select / deselect", "Mark"),
    Command("undo", "u", "Undo last star, read mark or note", "Mark"),
    Command("copy", "y", "Copy arXiv link (or paper link)", "Copy, open, export"),
    Command("copy_other", "Y", "Choose what to copy", "Copy, open, export"),
    Command("copy_again", "ctrl+y", "Copy the same field again", "Copy, open, export"),
    Command("copy_command", "c", "Copy this view as a command", "Copy, open, export"),
    Command("export", "E", "Export papers to a file", "Copy, open, export"),
    Command("open", "o", "Open on arXiv (or paper page)", "Copy, open, export"),
    Command("open_other", "O", "Choose a link to open", "Copy, open, export"),
    *(Command(f"open_{n}", str(n), f"Open link {n}", "Copy, open, export") for n in range(1, 10)),
    Command("edit", "e", "Edit the digest in $EDITOR at this line", "Copy, open, export"),
    Command("open_list", "ctrl+o", "Open another list", "View", "open_list"),
    Command("reload", "ctrl+r", "Reload the digest / read on", "View"),
    Command("narrower", "left_square_bracket", "Make the tree narrower", "View"),
    Command("wider", "right_square_bracket", "Make the tree wider", "View"),
    Command("theme", "T", "Choose a theme", "View", "change_theme"),
    Command("redraw", "ctrl+l", "Redraw the screen", "View", "redraw"),
    Command("help", "question_mark,f1", "Show keys and filter syntax", "View"),
    Command("palette", "ctrl+p,colon", "Open command palette", "View", "command_palette"),
    Command("suspend", "ctrl+z", "Suspend (resume with fg)", "View", "suspend_process"),
    Command("quit", "q,ctrl+q", "Quit", "View", "quit"),
)

FooterContext: TypeAlias = Literal[
    "paper", "topic", "page", "zoomed", "link", "found", "filter", "search"
]

_MARKS = (("star", "star"), ("read", "read"), ("note", "note"))
_FOOTERS: dict[FooterContext, tuple[tuple[str, str], ...]] = {
    "paper": (
        ("filter", "filter"),
        ("copy", "copy link"),
        ("open", "open"),
        *_MARKS,
        ("enter", "zoom"),
        ("select", "select"),
        ("quit", "quit"),
        ("export", "export"),
        ("jump_back", "jump back"),
    ),
    "topic": (
        ("filter", "filter"),
        ("enter", "fold"),
        ("next_paper", "next paper"),
        ("collapse_all", "collapse all"),
        ("order", "sort"),
        ("grouping", "group"),
        ("overview", "overview"),
        ("quit", "quit"),
        ("export", "export"),
        ("jump_back", "jump back"),
    ),
    "page": (
        ("escape", "list"),
        ("enter", "zoom"),
        ("next_paper", "next"),
        ("next_link", "next link"),
        ("copy", "copy link"),
        ("open", "open"),
        *_MARKS,
    ),
    "zoomed": (
        ("escape", "back"),
        ("next_paper", "next"),
        ("previous_paper", "previous"),
        ("copy", "copy link"),
        ("open", "open"),
        *_MARKS,
    ),
    "link": (
        ("enter", "follow link"),
        ("next_link", "next link"),
        ("previous_link", "previous link"),
        ("escape", "list"),
        ("filter", "search"),
    ),
    "found": (
        ("escape", "end search"),
        ("next_paper", "next match"),
        ("previous_paper", "previous match"),
        ("filter", "search"),
    ),
    "search": (("escape", "end search"), ("down", "scroll")),
    "filter": (("escape", "clear"), ("down", "move"), ("help", "help")),
}
_BOX_KEYS = {
    "filter": (("enter", "list"), ("tab", "complete")),
    "search": (("enter", "page"),),
}

KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "escape": "esc",
    "pagedown": "page down",
    "pageup": "page up",
}


def bindings() -> list[Binding]:
    """Return the bindings of the browse screen, each with an id that a key map can refer to."""
    return [
        Binding(command.keys, command.action, command.title, show=False, id=command.id)
        for command in COMMANDS
    ]


def actions_by_key(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return the action of each key, as Textual names it, with a key map applied."""
    return {key: command.action for command in COMMANDS for key in _keys_of(command, keymap)}


def keys_by_command(keymap: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the keys of each command, as people write them, with a key map applied."""
    return {
        command.id: [key_name(key) for key in _keys_of(command, keymap)] for command in COMMANDS
    }


def _keys_of(command: Command, keymap: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in keymap.get(command.id, command.keys).split(",") if key]


def footer(keys: Mapping[str, Sequence[str]], context: FooterContext) -> list[tuple[str, str]]:
    """Return key and label of what works in a context, the most important first."""
    shown = [(keys[id][0], label) for id, label in _FOOTERS[context] if keys[id]]
    if context not in _BOX_KEYS:
        return shown
    # While one types, letters are text.
    return [*_BOX_KEYS[context], *(pair for pair in shown if len(pair[0]) > 1)]


def key_name(key: str) -> str:
    """Return a key's name as people write it: `/` for `slash`."""
    return KEY_NAMES.get(key.strip(), key.strip())
