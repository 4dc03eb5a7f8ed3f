"""What GitBook adds to Markdown: front matter and `{% … %}` tags."""

from __future__ import annotations

import re

from nsdi_tui.digest.text import clean

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_KEY_LINE = re.compile(r"[\w.-]+[ \t]*:")
_TAG_NAME = re.compile(r"\s*(\w[\w-]*)")
_ATTRIBUTE = re.compile(r"\b(?:url|src|title)[ \t]*=[ \t]*\"([^\"]*)\"")


def split_front_matter(text: str) -> tuple[dict[str, str], str, int]:
    """Return the front matter, the text below it, and that text's first line.

    Only plain `key: value` lines are read, by their lower-case keys; a value may continue on the
    lines below. A text without front matter is returned as it is.
    """
    body = _front_matter_lines(text) if text.startswith("---") else None
    if body is None or not any(":" in line for line in body):
        return {}, text, 1
    matter: dict[str, list[str]] = {}
    value: list[str] = []
    length = 0
    for line in body:
        length += len(line) + 1
        name, colon, rest = line.partition(":")
        if colon and name[:1].strip() and name[:1] not in "#-":
            value = matter.setdefault(name.strip().lower(), [])
            line = rest.strip().strip("\"'")
        if line.strip() not in ("", ">", ">-", "|", "|-"):
            value.append(line.strip())
    end = text.find("\n") + 1 + length
    end = text.find("\n", end) + 1 or len(text)
    below = text[end:]
    return {key: clean(" ".join(lines)) for key, lines in matter.items()}, below, len(body) + 3


def _front_matter_lines(text: str) -> list[str] | None:
    """Return the lines between the two fences, or None if the text has no front matter."""
    end = text.find("\n")
    if end < 0 or text[3:end].strip(" \t"):
        return None
    lines: list[str] = []
    while end < len(text):
        start = end + 1
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        line = text[start:end]
        if _FENCE.match(line):
            return lines
        if line and line[0] not in " \t#-" and not _KEY_LINE.match(line):
            return None
        lines.append(line)
    return None


def strip_tags(raw: str) -> tuple[str, int]:
    """Remove `{% … %}` tags from a text; also return how many more hints it opens than closes.

    The addresses and titles in a tag stay, because the page shows them.
    """
    opened = 0
    first, *parts = raw.split("{%")
    out = [first]
    for part in parts:
        end = part.find("%}")
        name = _TAG_NAME.match(part)
        if end < 0 or not name or "\n" in part[:end]:
            out.append("{%" + part)
            continue
        opened += (name[1] == "hint") - (name[1] == "endhint")
        out.append(" ".join(_ATTRIBUTE.findall(part, name.end(), end)))
        out.append(part[end + 2 :])
    return "".join(out), opened
