"""Rules by stage, and what a rule is given beside its unit: the section and its siblings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nsdi_tui.digest.reading.dates import read_date
from nsdi_tui.digest.reading.legend import NONE, Legend
from nsdi_tui.digest.reading.tails import read_venue
from nsdi_tui.digest.reading.words import has_fact_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nsdi_tui.digest.reading.ballot import Claim, Vote
    from nsdi_tui.digest.reading.units import Unit
    from nsdi_tui.digest.reading.words import SectionRole

    ClaimRule: TypeAlias = Callable[[Unit, "Context"], Iterable[Claim]]
    VoteRule: TypeAlias = Callable[[Unit, "Context"], Iterable[Vote]]

SHARE = 0.5
SAMPLE = 400


@dataclass(slots=True)
class Shape:
    """What most units of a container are.

    `entries` is how many are surely entries; `named_rest` whether the title goes on behind linked
    names; `bar_organizations` whether the text behind the last bar is an institution;
    `bracket_venues` whether titles end with a venue in brackets, `linked_venues` whether they begin
    with a linked one; `code_roles` what the code spans behind the title are, by their position from
    the end; `labelled_bullets` whether facts are in bullets with labels; `title_authors` whether
    names follow plain titles between commas, `colon_authors` whether they come before a colon,
    `front_authors` whether they come before marked titles.
    """

    entries: int = 0
    papers: int = 0
    named_rest: bool = False
    bar_organizations: bool = False
    code_roles: tuple[tuple[str, ...], ...] = ()
    labelled_bullets: bool = False
    bracket_venues: bool = False
    linked_venues: bool = False
    title_authors: bool = False
    colon_authors: bool = False
    front_authors: bool = False

    @property
    def mostly_papers(self) -> bool:
        """Whether most entries have a link or a venue that only a paper has."""
        return self.entries > 0 and self.papers >= 0.6 * self.entries


UNKNOWN = Shape()


@dataclass(slots=True)
class SectionFacts:
    """A section as the rules see it. `expects_papers` is set below `Papers` and its topics.

    `path` holds the titles of the topics above its entries, outermost first, as far as they can be
    known before the document is put together.
    """

    role: SectionRole = "front"
    title: str = ""
    path: tuple[str, ...] = ()
    expects_papers: bool = False
    resources: bool = False
    venue: str | None = None
    year: int | None = None
    is_date: bool = False


@dataclass(slots=True)
class Siblings:
    """What the other units of a list are, as judged without their siblings.

    `expects` says that papers are expected here, so that titles without any link count too.
    """

    expects: bool = False
    entries: bool = False
    topics: bool = False
    mostly_titles: bool = False
    mostly_linked: bool = False
    mostly_entries: bool = False
    few_entries: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the whole document says that any entry may need.

    `page` is its own address (`https://host/owner/name`) where its contents name it, `legend` what
    its emoji mean.
    """

    page: str | None = None
    legend: Legend = NONE


NO_FACTS = DocumentFacts()


class Rules(NamedTuple):
    """The rules by stage: each stage sees what the earlier ones have claimed.

    `marks` are what a line marks by itself (links, brackets, code, pictures); `titles` find the
    title in what is left, `plain_titles` one without marks where nothing marked is, `leftovers`
    read what is left after that; `bullets` and `first_bullets`
    read what is below an entry; `votes` say what a unit is.
    """

    marks: tuple[ClaimRule, ...]
    titles: tuple[ClaimRule, ...]
    plain_titles: tuple[ClaimRule, ...]
    leftovers: tuple[ClaimRule, ...]
    bullets: tuple[ClaimRule, ...]
    first_bullets: tuple[ClaimRule, ...]
    votes: tuple[VoteRule, ...]


@dataclass(slots=True)
class Context:
    """What is known when a unit is read: nothing of its siblings in the first pass.

    `rules` are the rules that read the document.
    """

    section: SectionFacts
    rules: Rules
    shape: Shape = field(default_factory=lambda: UNKNOWN)
    siblings: Siblings = field(default_factory=Siblings)
    second: bool = False
    document: DocumentFacts = field(default_factory=lambda: NO_FACTS)

    def is_own_page(self, url: str) -> bool:
        """Whether an address leads to a part of the document itself."""
        return bool(self.document.page) and "#" in url and url.startswith(self.document.page or "")

    def code_roles(self, count: int, index: int) -> tuple[str, ...]:
        """Return what the code span at this position is among its siblings' spans."""
        from_end = count - index
        if len(self.shape.code_roles) >= from_end:
            return self.shape.code_roles[from_end - 1]
        return ()


def shape_of(units: Sequence[Unit]) -> Shape:
    """Return the prevailing shape of units that were read once."""
    shape = Shape()
    units = units[:SAMPLE]
    linked = brackets = named = rest = bars = venues = labelled = 0
    asked_titles = asked_colons = several = 0
    codes: list[Counter[str]] = []
    for unit in units:
        fields = unit.fields
        if unit.verdict == "entry":
            shape.entries += 1
            shape.papers += fields.is_scholarly
        head = unit.head
        text = head.masked
        if text[:1] == "\0" and (":" in text or "：" in text):
            named += 1
            rest += fields.title_rule == "named_link_title"
        if "|" in text:
            bars += 1
            tail = head.text.rsplit("|", 1)[1].strip()
            found = read_venue(tail)
            venues += bool(found and found.venue)
        if fields.venue:
            linked += text[:2] == "[\0"
            brackets += text.rstrip()[-1:] in ")）"
        if len(unit.blocks) > 1:
            labelled += sum(1 for item in unit.items[:8] if has_fact_label(item.rich.text)) >= 2
        if spans := head.styled("code"):
            codes = codes or [Counter(), Counter(), Counter()]
            behind = [s for s in spans if "\0" in text[: s.start] or s.start > 20]
            for position, span in enumerate(reversed(behind[-3:])):
                codes[position][_code_kind(head.of(span))] += 1
        if unit.asks:
            asked_titles += "title_authors" in unit.asks
            asked_colons += "colon_authors" in unit.asks
        several += fields.title_rule == "authors_colon"
    total = max(1, len(units))
    shape.named_rest = bool(named) and rest >= SHARE * named and named >= 2
    shape.bar_organizations = bars >= 3 and venues < bars
    shape.linked_venues = linked >= max(1, 0.25 * len(units))
    shape.title_authors = asked_titles >= max(3, SHARE * len(units))
    shape.colon_authors = several > 0 and asked_colons + several >= max(3, SHARE * len(units))
    in_front = sum(1 for unit in units if unit.fields.has_claim("authors_in_front"))
    shape.front_authors = in_front >= max(3, SHARE * len(units))
    shape.bracket_venues = brackets >= max(3, 0.4 * len(units))
    shape.labelled_bullets = labelled >= 0.2 * total and labelled >= 2
    shape.code_roles = tuple(_code_roles(counter, codes, total) for counter in codes)
    return shape


def _code_kind(text: str) -> str:
    return "year" if read_date(text) else text


def _code_roles(counter: Counter[str], codes: list[Counter[str]], total: int) -> tuple[str, ...]:
    """Return `org` for a slot beside one of years whose values rarely repeat, else `tag`."""
    values = [value for value in counter if value != "year"]
    count = sum(counter[value] for value in values)
    if not count:
        return ()
    years = any(other["year"] >= 0.3 * total for other in codes)
    named = sum(1 for value in values if value[:1].isupper())
    if years and named >= 0.8 * len(values):
        return ("org",)
    return ("tag",)
