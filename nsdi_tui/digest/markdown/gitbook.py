"""What GitBook adds to Markdown: front matter and tags."""

from __future__ import annotations

import re

from nsdi_tui.digest.text import clean

_FRONT = re.compile(
    r"---[ \t]*\n((?:(?:[ \t#-].*|[\w.-]+[ \t]*:.*|)\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_TAG = re.compile(r"\{%\s*(\w[\w-]*)([^%\n]*)%\}")
_ATTRIBUTE = re.compile(r"(?:url|src|title)\s*=\s*\"([^\"]*)\"")


def split_front_matter(text: str) -> tuple[dict[str, str], str, int]:
    """Return the front matter, the text below it, and that text's first line.

    Only plain `key: value` lines are read, by their lower-case keys; a value may go on in the
    lines below. Without front matter the text comes back as it is.
    """
    match = _FRONT.match(text) if text.startswith("---") else None
    if not match or ":" not in match[1]:
        return {}, text, 1
    matter: dict[str, list[str]] = {}
    value: list[str] = []
    for line in match[1].split("\n"):
        name, colon, rest = line.partition(":")
        if colon and name[:1].strip() and name[:1] not in "#-":
            value = matter.setdefault(name.strip().lower(), [])
            line = rest.strip().strip("\"'")
        if line.strip() not in ("", ">", ">-", "|", "|-"):
            value.append(line.strip())
    below = text[match.end() :]
    first_line = 1 + match[0].count("\n")
    return {key: clean(" ".join(lines)) for key, lines in matter.items()}, below, first_line


def strip_tags(raw: str) -> tuple[str, int]:
    """Take `{% … %}` tags out of a text; say how many hints it opens, less those it closes.

    The addresses and titles in a tag stay: they are what the reader of the page sees.
    """
    opened = 0

    def replacement(match: re.Match[str]) -> str:
        nonlocal opened
        opened += (match[1] == "hint") - (match[1] == "endhint")
        return " ".join(_ATTRIBUTE.findall(match[2]))

    return _TAG.sub(replacement, raw), opened
