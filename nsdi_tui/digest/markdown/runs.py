"""Runs of inline Markdown (the text of a paragraph, item, heading or cell) to styled text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import mistune
from mistune.inline_parser import InlineParser

from nsdi_tui.digest.diagnostics import Diagnostic
from nsdi_tui.digest.markdown.inline import LOST_LINK, Builder, plain, rich_text
from nsdi_tui.digest.markdown.repairs import close_strong, needs_repair, repair
from nsdi_tui.digest.markdown.simple import add_simple
from nsdi_tui.digest.markdown.tokens import PLUGINS
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.definitions import Definitions
    from nsdi_tui.digest.styled import StyledText

# mistune's matching of emphasis is quadratic, and what is larger than this is not prose.
RUN_LIMIT = 20_000
DELIMITER_LIMIT = 100

_SPECIAL = re.compile(r"[\\`*_\[\]!<~&\n]")
_RULES_BY_SIGN = (
    ("emphasis",),
    ("auto_link", "auto_email", "inline_html"),
    ("codespan",),
    ("strikethrough",),
    ("footnote",),
)


class RunReader:
    """Reads runs with the definitions of their document; keeps what it has to report."""

    def __init__(self, definitions: Definitions) -> None:
        self.used_links: set[str] = set()
        self._parsers: dict[tuple[bool, ...], InlineParser] = {}
        self._diagnostics: list[Diagnostic] = []
        links = _UsedLinks(definitions, self.used_links)
        notes = {key: note.text for key, note in definitions.footnotes.items()}
        indexes = {key: note.number - 1 for key, note in definitions.footnotes.items()}
        self.env: dict[str, Any] = {
            "ref_links": links,
            "ref_footnotes": notes,
            "footnotes": list(notes),
            "footnote_indexes": indexes,
        }

    def read(self, raw: str, line: int) -> StyledText:
        """Read the run that begins on a line."""
        raw = raw.strip(" \r\n\t\f")
        if not _SPECIAL.search(raw):
            return plain(raw)
        if len(raw) > DELIMITER_LIMIT and (
            len(raw) > RUN_LIMIT or sum(map(raw.count, "*_~`")) > DELIMITER_LIMIT
        ):
            reason = "too long, or too many emphasis marks: shown as it is in the file"
            self.report(line, reason, clean(raw, 200))
            return plain(raw)
        if needs_repair(raw):
            raw = repair(raw)
        lost: list[str] = []
        builder = Builder()
        if add_simple(builder, raw, bool(self.env["ref_links"])):
            rich = builder.finish(lost)
        else:
            rich = rich_text(self.parser_for(raw)(raw, self.env), lost)
        if "*" in rich.text and "\\*" not in raw:
            rich = close_strong(rich)
        for address in lost:
            self.report(line, LOST_LINK, address)
        return rich

    def report(self, line: int, reason: str, text: str) -> None:
        """Add a diagnostic."""
        self._diagnostics.append(Diagnostic(line, reason, clean(text)))

    def take_diagnostics(self) -> list[Diagnostic]:
        """Return what there is to report since the last call."""
        if not self._diagnostics:
            return []
        taken, self._diagnostics = self._diagnostics, []
        return taken

    def parser_for(self, raw: str) -> InlineParser:
        """Return a mistune parser without the rules that this text cannot need: it is faster."""
        needed = ("*" in raw or "_" in raw, "<" in raw, "`" in raw, "~~" in raw, "[^" in raw)
        parser = self._parsers.get(needed)
        if parser is None:
            parser = InlineParser()
            mistune.Markdown(inline=parser, plugins=PLUGINS)
            unneeded = {
                rule
                for need, rules in zip(needed, _RULES_BY_SIGN, strict=True)
                for rule in rules
                if not need
            }
            parser.rules = [rule for rule in parser.rules if rule not in unneeded]
            self._parsers[needed] = parser
        return parser


class _UsedLinks(dict[str, dict[str, str]]):
    """mistune's table of link definitions, which notes the ones that are looked up."""

    def __init__(self, definitions: Definitions, used: set[str]) -> None:
        super().__init__(
            (key, {"url": link.text, "label": key}) for key, link in definitions.links.items()
        )
        self._used = used

    def get(self, key: str, default: Any = None) -> Any:
        """Return a definition and note its use."""
        found = super().get(key, default)
        if found is not None:
            self._used.add(key)
        return found
