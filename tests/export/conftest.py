from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.identity import keys_of
from nsdi_tui.digest.links import make_link
from nsdi_tui.digest.model import Digest, Paper
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.titles import name_in_title
from nsdi_tui.export.formats import Annotation, Selection, write
from nsdi_tui.resources import bundled_digest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def nsdi26() -> Digest:
    return parse(Path(bundled_digest()).read_text(encoding="utf-8"), "digest.md")


@pytest.fixture(scope="session")
def written() -> Callable[..., str]:
    """Everything that an export of whole digests writes."""

    def export(
        format: str,
        *digests: Digest,
        annotate: Callable[[Paper], Annotation | None] | None = None,
    ) -> str:
        out = io.StringIO(newline="")
        write(format, [Selection(digest, digest.papers) for digest in digests], out, annotate)
        return out.getvalue()

    return export


@pytest.fixture(scope="session")
def paper() -> Callable[..., Paper]:
    """A paper as the parser would make it, from a title and pairs of label and address."""

    def make(
        title: str,
        *links: tuple[str, str],
        name: str | None = None,
        venue: str | None = None,
        topics: tuple[str, ...] = (),
        organizations: tuple[str, ...] = (),
    ) -> Paper:
        made = tuple(make_link(label, url) for label, url in links)
        return Paper(
            title=title,
            name=name or name_in_title(title),
            aliases=(),
            venue=venue,
            topics=topics,
            organizations=organizations,
            badges=(),
            summary=(),
            links=made,
            keys=keys_of(title, made, venue),
            line=1,
        )

    return make
