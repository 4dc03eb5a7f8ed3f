"""Link and footnote definitions, which may be anywhere in a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mistune.util import escape_url, unikey

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.text import clean

DEFINITION_LIMIT = 20_000
NOTE_LIMIT = 5_000

_DEFINITION = re.compile(
    r"^[ \t>]*(?:(?:[*+-]|\d{1,9}[.)])[ \t]+)*\[(?P<label>(?:[^\\\[\]\n]|\\.){1,999})\]:[ \t]*"
    r"(?P<rest>[^\n]*)",
    re.M,
)
_TARGET = re.compile(r"(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s<]\S*))(?:[ \t]+[\"'(].*)?[ \t]*\Z")
_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})", re.M)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CONTINUED = re.compile(r"[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Definition:
    """The text of a footnote or the address of a link, and the line of its definition."""

    line: int
    text: str
    number: int = 0


@dataclass(slots=True)
class Definitions:
    """The link and footnote definitions of a document, by key, and those left out."""

    links: dict[str, Definition] = field(default_factory=dict)
    footnotes: dict[str, Definition] = field(default_factory=dict)
    ignored: list[Diagnostic] = field(default_factory=list)

    def unused(self, used: frozenset[str]) -> list[Diagnostic]:
        """Return a diagnostic for each definition that is not among the `used` of all sections."""
        found = list(self.ignored)
        for key, link in self.links.items():
            if key not in used and not link.text.startswith("#"):
                reason = "link definition is never used"
                found.append(Diagnostic(link.line, reason, clean(link.text)))
        for key, note in self.footnotes.items():
            if f"^{key}" not in used:
                shown = clean(f"[^{key.lower()}]: {note.text}")
                found.append(Diagnostic(note.line, "footnote is never used", shown))
        return sorted(found, key=lambda item: item.line)


def find_definitions(text: str) -> Definitions:
    """Find the link and footnote definitions of a whole document, outside code blocks.

    The first definition of a key counts. Definitions beyond `DEFINITION_LIMIT` are reported.
    """
    found = Definitions()
    if "]:" not in text:
        return found
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    code = _code_ranges(text)
    at = counted = skipped = skipped_line = 0
    line = 1
    for match in _DEFINITION.finditer(text):
        while at < len(code) and code[at][1] <= match.start():
            at += 1
        if at < len(code) and code[at][0] <= match.start():
            continue
        line += text.count("\n", counted, match.start())
        counted = match.start()
        if len(found.links) + len(found.footnotes) >= DEFINITION_LIMIT:
            skipped += 1
            skipped_line = skipped_line or line
        elif match["label"].startswith("^"):
            _add_footnote(found, match, text, line)
        else:
            _add_link(found, match, text, line)
    if skipped:
        reason = f"more than {DEFINITION_LIMIT:,} definitions: the rest is not read"
        found.ignored.append(Diagnostic(skipped_line, reason, f"{skipped:,} definitions"))
    return found


def _add_link(found: Definitions, match: re.Match[str], text: str, line: int) -> None:
    rest = match["rest"]
    if not rest.strip():
        # The address may be on the next line.
        end = text.find("\n", match.end() + 1)
        rest = text[match.end() + 1 : len(text) if end < 0 else end].strip()
    target = _TARGET.match(rest)
    key = unikey(match["label"])
    if not target or not key:
        return
    url = target["angle"] if target["bare"] is None else target["bare"]
    url = escape_url(_ESCAPE.sub(r"\1", url))
    first = found.links.setdefault(key, Definition(line, url))
    if first.text != url:
        reason = f"link is defined already on line {first.line}"
        found.ignored.append(Diagnostic(line, reason, clean(url)))


def _add_footnote(found: Definitions, match: re.Match[str], text: str, line: int) -> None:
    key = unikey(match["label"][1:])
    if not key or " " in match["label"]:
        return
    if first := found.footnotes.get(key):
        reason = f"footnote is defined already on line {first.line}"
        found.ignored.append(Diagnostic(line, reason, clean(match["rest"])))
        return
    lines = [match["rest"]]
    length = len(lines[0])
    at = match.end() + 1
    while length < NOTE_LIMIT and at < len(text) and _CONTINUED.match(text, at):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        lines.append(text[at:end])
        length += end - at
        at = end + 1
    note = " ".join(" ".join(lines).split())
    found.footnotes[key] = Definition(line, note, len(found.footnotes) + 1)


def _code_ranges(text: str) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in _FENCE.finditer(text):
        fence = match["fence"]
        if opened is None:
            opened = (match.start(), fence)
        elif fence[0] == opened[1][0] and len(fence) >= len(opened[1]):
            end = text.find("\n", match.end())
            if not text[match.end() : len(text) if end < 0 else end].strip():
                ranges.append((opened[0], match.end()))
                opened = None
    if opened is not None:
        ranges.append((opened[0], len(text)))
    return ranges
