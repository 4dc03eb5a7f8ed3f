"""When papers were added to their lists: by git, or by what copies of fetched lists had."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nsdi_tui.system.fetch_history import first_seen
from nsdi_tui.system.git_history import dates_added

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nsdi_tui.digest.model import Digest


class AdditionDates(NamedTuple):
    """ISO dates by the best keys of papers: see the fields of `Library` with these names."""

    added: Mapping[str, str]
    first_seen: Mapping[str, str]


def addition_dates(
    digests: Sequence[Digest], environ: Mapping[str, str] = os.environ
) -> AdditionDates:
    """Return when the papers of some digests were added, as far as that is known.

    May take seconds.
    """
    return AdditionDates(dates_added(digests, environ), first_seen(digests, environ))
