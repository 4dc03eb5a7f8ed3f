"""Every command of the app, once: what feeds the bindings, the footer, the help and the palette."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding

from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the reader can do: `keys` as Textual names them, separated by commas.

    `footer` is the short label under the panes, empty for commands that the footer leaves out.
    """

    id: str
    keys: str
    action: str
    title: str
    group: str
    footer: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("down", "j,down", "move(1)", "Move down", "Move"),
    Command("up", "k,up", "move(-1)", "Move up", "Move"),
    Command("top", "g,home", "top", "Go to the top", "Move"),
    Command("bottom", "G,end", "bottom", "Go to the bottom", "Move"),
    Command("page_down", "pagedown", "page(1)", "One page down", "Move"),
    Command("page_up", "pageup", "page(-1)", "One page up", "Move"),
    Command("half_down", "ctrl+d", "page(0.5)", "Half a page down", "Move"),
    Command("half_up", "ctrl+u", "page(-0.5)", "Half a page up", "Move"),
    Command("outward", "h,left", "outward", "Fold, or go to the parent", "Move"),
    Command("inward", "l,right", "inward", "Unfold, or go to the paper's text", "Move"),
    Command("next_paper", "n", "next_paper", "Next (matching) paper", "Move"),
    Command("previous_paper", "N", "previous_paper", "Previous (matching) paper", "Move"),
    Command("space", "space", "space", "Fold a topic; page a paper's text down", "Move"),
    Command("enter", "enter", "enter", "Fold a topic; go to a paper's text", "Move"),
    Command(
        "fold_all", "z", "fold_all", "Fold everything to the top topics, and back", "Move", "fold"
    ),
    Command("next_pane", "tab", "next_pane", "Next pane", "Move"),
    Command("previous_pane", "shift+tab", "previous_pane", "Previous pane", "Move"),
    Command("escape", "escape", "escape", "One step outward", "Move"),
    Command("filter", "slash", "filter", "Filter the papers", "Find", "filter"),
    Command("order", "s", "next_order", "Next order of the papers", "Find", "order"),
    Command("grouping", "t", "next_grouping", "Next grouping of the papers", "Find", "group"),
    Command("overview", "i", "overview", "Overview of the digest", "Find", "overview"),
    Command("star", "asterisk", "star", "Star, or unstar", "Mark", "star"),
    Command("read", "r", "read", "Mark as read, or unread", "Mark", "read"),
    Command("note", "a", "note", "Write a note", "Mark", "note"),
    Command("select", "v", "select", "Select, or no longer", "Mark"),
    Command("undo", "u", "undo", "Undo the last change of marks", "Mark"),
    Command("copy", "y", "copy", "Copy the arXiv link, else the Paper link", "Carry", "copy link"),
    Command("copy_other", "Y", "copy_other", "Choose what to copy", "Carry", "copy …"),
    Command("copy_again", "ctrl+y", "copy_again", "Copy the same thing as last time", "Carry"),
    Command("copy_command", "c", "copy_command", "Copy this view as a command", "Carry"),
    Command("export", "E", "export", "Write papers into a file", "Carry", "export"),
    Command("open", "o", "open", "Open the arXiv page, else the paper's", "Carry", "open"),
    Command("open_other", "O", "open_other", "Choose a link to open", "Carry"),
    *(
        Command(f"open_{n}", str(n), f"open_link({n})", f"Open link {n}", "Carry")
        for n in range(1, 10)
    ),
    Command("edit", "e", "edit", "Open the digest in $EDITOR at this line", "Carry"),
    Command("narrower", "left_square_bracket", "resize(-1)", "Make the tree narrower", "Look"),
    Command("wider", "right_square_bracket", "resize(1)", "Make the tree wider", "Look"),
    Command("theme", "T", "app.change_theme", "Choose a theme", "Look"),
    Command("help", "question_mark,f1", "help", "Help: keys and query language", "Look", "help"),
    Command("palette", "ctrl+p,colon", "app.command_palette", "Command palette", "Look"),
    Command("suspend", "ctrl+z", "app.suspend_process", "Suspend; `fg` brings it back", "Look"),
    Command("quit", "q,ctrl+q", "app.quit", "Quit", "Look", "quit"),
)

_FOOTER_ORDER = ("filter", "copy", "open", "star", "read", "note", "help", "quit")

_KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "esc",
    "pagedown": "page down",
    "pageup": "page up",
}
_NAMED = {name: key for key, name in _KEY_NAMES.items()} | {",": "comma"}
_KEY = re.compile(r"(?:(?:ctrl|shift|alt|super|meta)\+)*(?:[a-z][a-z0-9_]*|\S)")


def bindings() -> list[Binding]:
    """Return the bindings of the browse screen, each named so that a key map can move it."""
    return [
        Binding(command.keys, command.action, command.title, show=False, id=command.id)
        for command in COMMANDS
    ]


def actions_by_key(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return the action of each key, as Textual names it, under a reader's key map."""
    return {
        key.strip(): command.action
        for command in COMMANDS
        for key in keymap.get(command.id, command.keys).split(",")
        if key
    }


def keys_in_force(keymap: Mapping[str, str]) -> dict[str, list[str]]:
    """Return each command's keys as a reader writes them, under a user's key map."""
    return {
        command.id: [
            key_name(key) for key in keymap.get(command.id, command.keys).split(",") if key
        ]
        for command in COMMANDS
    }


def check_keymap(keys: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the part of a reader's key map that can be put in force, and a line per mistake.

    Textual ignores unknown commands, takes any word for a key, and lets one of two commands with
    the same key win. Here each is told, and a key goes to what the reader gave it to; a command
    that loses all its keys has none.
    """
    known = {command.id: command.keys for command in COMMANDS}
    good: dict[str, str] = {}
    problems: list[str] = []
    for name, value in keys.items():
        wanted = [key.strip() for key in value.split(",")] if value != "," else [","]
        wrong = [key for key in wanted if not _KEY.fullmatch(key)]
        if name not in known:
            problems.append(f"key map: there is no command {clean(name)}")
        elif wrong:
            problems.append(f"key map: {clean(wrong[0]) or 'nothing'} is not a key (for {name})")
        else:
            good[name] = ",".join(_NAMED.get(key, key) for key in wanted)
    owners: dict[str, str] = {}
    for name in [*good, *(name for name in known if name not in good)]:
        keys_left = []
        for key in good.get(name, known[name]).split(","):
            if owners.setdefault(key, name) == name:
                keys_left.append(key)
            else:
                problems.append(
                    f"key map: {key_name(key)} goes to {owners[key]}, no longer to {name}"
                )
        if len(keys_left) < len(good.get(name, known[name]).split(",")):
            good[name] = ",".join(keys_left)
    return good, problems


def footer(keys: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return key and label of the commands that the footer shows, the most important first."""
    shown = {command.id: command for command in COMMANDS if command.footer}
    order = [*(id for id in _FOOTER_ORDER if id in shown), *shown]
    return [(keys[id][0], shown[id].footer) for id in dict.fromkeys(order) if keys[id]]


def key_name(key: str) -> str:
    """Return a key's name as a reader knows it: `/` for `slash`."""
    return _KEY_NAMES.get(key.strip(), key.strip())
