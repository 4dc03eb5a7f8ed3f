"""Reading a digest: from the text of a Markdown document to frozen values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nsdi_tui.digest.identity import shared_addresses, without_keys
from nsdi_tui.digest.markdown.reader import read_blocks
from nsdi_tui.digest.model import Bullet, Digest, Paper
from nsdi_tui.digest.reading.assembly import Assembler
from nsdi_tui.digest.reading.sections import SectionBuilder, own_page
from nsdi_tui.digest.text import clean

if TYPE_CHECKING:
    from nsdi_tui.digest.markdown.blocks import Document
    from nsdi_tui.digest.model import Topic


def parse(text: str, source: str = "digest.md", path: str | None = None) -> Digest:
    """Read a digest from Markdown.

    `source` is the name that the user sees; its stem is the title of a document without one.
    Any text is a digest: what was not read is listed in `diagnostics`, by line.
    """
    return _read(read_blocks(text), clean(source), path)


def _read(document: Document, source: str, path: str | None) -> Digest:
    builder = SectionBuilder()
    builder.add(document.blocks)
    assembler = Assembler(own_page(document.blocks))
    assembler.preamble.meta.extend(builder.title_links)
    notes: list[Bullet] = []
    if description := document.matter.get("description"):
        notes.append(Bullet(description, 0, (), "text"))
    children = tuple(assembler.assemble(builder.root, notes))
    papers = (paper for child in children for paper in _papers(child))
    if dropped := shared_addresses(papers):
        children = without_keys(children, dropped)
    stem = source.rpartition("/")[2].rpartition(".")[0] or source
    return Digest(
        title=builder.title or document.matter.get("title") or stem or "Untitled",
        source=source,
        meta=tuple(dict.fromkeys(assembler.preamble.meta)),
        notes=tuple(notes),
        acceptance=tuple(assembler.preamble.acceptance),
        acronyms=tuple(assembler.preamble.acronyms),
        children=children,
        diagnostics=tuple(sorted(assembler.diagnostics, key=lambda item: item.line)),
        path=path,
    )


def _papers(child: Topic | Paper) -> tuple[Paper, ...]:
    return (child,) if isinstance(child, Paper) else tuple(child.papers)
