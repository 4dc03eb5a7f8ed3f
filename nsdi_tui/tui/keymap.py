"""The keys of commands as the settings change them: presets, and the user's own keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nsdi_tui.digest.text import clean
from nsdi_tui.tui.commands import COMMANDS, KEY_NAMES, key_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PRESETS: dict[str, dict[str, str]] = {
    "vim": {},
    # Letters only for commands, none for moving.
    "arrows": {
        "down": "down",
        "up": "up",
        "top": "home",
        "bottom": "end",
        "half_down": "ctrl+down",
        "half_up": "ctrl+up",
        "collapse": "left",
        "expand": "right",
    },
    # The keys of a read-only buffer in Emacs.
    "emacs": {
        "down": "ctrl+n,down",
        "up": "ctrl+p,up",
        "page_down": "ctrl+v,pagedown",
        "page_up": "alt+v,pageup",
        "top": "alt+less_than_sign,home",
        "bottom": "alt+greater_than_sign,end",
        "collapse": "ctrl+b,left",
        "expand": "ctrl+f,right",
        "filter": "ctrl+s,slash",
        "escape": "ctrl+g,escape",
        "palette": "alt+x",
        "next_paper": "n,alt+n",
        "previous_paper": "p,alt+p",
        "next_topic": "alt+right_curly_bracket,right_curly_bracket",
        "previous_topic": "alt+left_curly_bracket,left_curly_bracket",
        "copy": "alt+w,y",
    },
}
"""The keys that each preset gives to commands in place of the default ones."""

_NAMED = {name: key for key, name in KEY_NAMES.items()} | {",": "comma"}
_KEY = re.compile(r"(?:(?:ctrl|shift|alt|super|meta)\+)*(?:[a-z][a-z0-9_]*|\S)")


def check_keymap(
    keys: Mapping[str, Sequence[str]], preset: str = "vim"
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the key map of a preset and the user's keys, and each mistake: its command and a line.

    A command without keys is unbound. Textual ignores unknown commands, accepts any word as a key,
    and lets one of two commands with the same key win. Here each of these is reported, and a key
    that is remapped is taken from the command that has it by default, which may leave that command
    without keys.
    """
    defaults = {command.id: command.keys for command in COMMANDS}
    keymap: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for name, wanted in keys.items():
        wrong = [key for key in wanted if not (key in _NAMED or _KEY.fullmatch(key))]
        if name not in defaults:
            problems.append((name, f"no command named {clean(name)}; --print-config lists them"))
        elif wrong:
            problems.append((name, f"not a key: {clean(wrong[0]) or '(empty)'} (for {name})"))
        else:
            keymap[name] = ",".join(_NAMED.get(key, key) for key in wanted)
    chosen = list(keymap)
    base = defaults | PRESETS[preset]
    keymap = {**PRESETS[preset], **keymap}
    owners: dict[str, str] = {}
    for name in dict.fromkeys([*chosen, *PRESETS[preset], *defaults]):
        before = [key for key in keymap.get(name, base[name]).split(",") if key]
        left = [key for key in before if owners.setdefault(key, name) == name]
        if left != before:
            keymap[name] = ",".join(left)
        # What a preset takes is its design; what the user's key takes from another is news.
        problems += [
            (owners[key], f"{key_name(key)} is now {owners[key]} instead of {name}")
            for key in before
            if key not in left and owners[key] in chosen
        ]
    return keymap, problems
