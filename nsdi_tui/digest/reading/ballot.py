"""Votes and claims, and how they are counted.

A `Vote` says what a unit is; a `Claim` assigns a range of one of its parts to fields. Claims are
settled stage by stage: within a stage the one with more weight wins where two overlap, and a field
with one value keeps the first it gets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nsdi_tui.digest.model import Bullet, Link
    from nsdi_tui.digest.reading.dates import Date
    from nsdi_tui.digest.reading.parts import Part

Kind: TypeAlias = Literal["entry", "topic", "contents", "prose", "other"]
MARGIN = 1


@dataclass(slots=True)
class Vote:
    """A rule's opinion on what a unit is, with a weight."""

    kind: Kind
    weight: float
    rule: str = ""


@dataclass(slots=True)
class Claim:
    """A range `[start, end)` of a part, read as these fields; a weight decides between claims."""

    part: Part
    start: int
    end: int
    weight: float = 10
    title: str | None = None
    title_at: int = 0
    name: str | None = None
    venue: str | None = None
    date: Date | None = None
    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    first_links: tuple[Link, ...] = ()
    remark: Bullet | None = None
    evidence: int = 0
    rule: str = ""


@dataclass(slots=True)
class Fields:
    """The fields of a unit, as its claims fill them.

    `evidence` says how surely this is a paper: 3 for links in brackets or a venue, 2 for a title
    that links to a paper's page, 1 for one that links anywhere else, 0 for plain text.
    """

    title: str = ""
    title_part: Part | None = None
    title_at: int = 0
    title_rule: str = ""
    name: str | None = None
    venue: str | None = None
    venue_year: int | None = None
    date: Date | None = None
    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    tags: list[str] = field(default_factory=list)
    badges: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    summary: list[Bullet] = field(default_factory=list)
    evidence: int = 0
    claims: list[Claim] = field(default_factory=list)

    @property
    def has_paper_link(self) -> bool:
        """Whether a link leads to a paper, by its address or its label."""
        return any(link.kind in ("arxiv", "paper", "pdf", "doi") for link in self.links)

    @property
    def is_scholarly(self) -> bool:
        """Whether a link or the venue can only belong to a paper."""
        return bool(self.venue) or self.has_paper_link

    def has_claim(self, rule: str) -> bool:
        """Whether a claim of this rule was accepted."""
        return any(claim.rule == rule for claim in self.claims)

    def settle(self, claims: Iterable[Claim]) -> None:
        """Take the claims of one stage, the heaviest first, and drop what overlaps."""
        ordered = list(claims)
        if len(ordered) > 1:
            ordered.sort(key=lambda claim: -claim.weight)
        for claim in ordered:
            if claim.end > claim.start and not claim.part.is_free(claim.start, claim.end):
                continue
            if claim.title is not None and self.title:
                if not claim.links:
                    continue
                claim.title = None
            if claim.venue and self.venue:
                # A second venue is no second field: its text stays for the summary.
                if not claim.links:
                    continue
                claim.venue = None
            self._accept(claim)

    def _accept(self, claim: Claim) -> None:
        if claim.end > claim.start:
            claim.part.take(claim.start, claim.end)
        if claim.title is not None:
            self.title = claim.title
            self.title_part = claim.part
            self.title_at = claim.title_at
            self.title_rule = claim.rule
        self.name = self.name or claim.name
        self.venue = self.venue or claim.venue
        if claim.date:
            if claim.venue:
                self.venue_year = claim.date.year
            if self.date is None or len(claim.date.iso) > len(self.date.iso):
                self.date = claim.date
        self.authors = self.authors or claim.authors
        self.organizations = self.organizations or claim.organizations
        self.tags += claim.tags
        self.badges += claim.badges
        if claim.first_links:
            self.links[:0] = claim.first_links
        self.links += claim.links
        if claim.remark:
            self.summary.append(claim.remark)
        if claim.evidence > self.evidence:
            self.evidence = claim.evidence
        self.claims.append(claim)

    def links_in_order(self) -> list[Link]:
        """Return the links as the entry has them: the title's first, then by their place."""
        links = [link for claim in self.claims for link in claim.first_links]
        ordered = [claim for claim in self.claims if claim.links]
        if len(ordered) > 1:
            ordered.sort(key=lambda claim: (claim.part.order, claim.start))
        links += [link for claim in ordered for link in claim.links]
        return list(dict.fromkeys(links)) if len(links) > 1 else links


def tally(votes: Iterable[Vote]) -> Kind | None:
    """Return the kind with the most weight, None where two are close."""
    sums: dict[Kind, float] = {}
    for vote in votes:
        sums[vote.kind] = sums.get(vote.kind, 0) + vote.weight
    if len(sums) < 2:
        return next((kind for kind, weight in sums.items() if weight >= MARGIN), None)
    ranked = sorted(sums.items(), key=lambda item: -item[1])
    margin = ranked[0][1] - ranked[1][1]
    if ranked[0][1] <= 0 or margin < MARGIN:
        return None
    return ranked[0][0]


def described(votes: Iterable[Vote]) -> str:
    """Return votes as text: `entry: linked_line 30; topic: group_of_entries 30`."""
    by_kind: dict[Kind, list[str]] = {}
    for vote in votes:
        by_kind.setdefault(vote.kind, []).append(f"{vote.rule} {vote.weight:g}")
    return "; ".join(f"{kind}: {', '.join(rules)}" for kind, rules in by_kind.items())
