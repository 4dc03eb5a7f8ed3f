"""Several years of a conference next to each other: papers, acceptance, topics, institutions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nsdi_tui.digest.venues import venue_in_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nsdi_tui.digest.model import Acceptance, Digest, Paper

FEWEST_PAPERS = 3
"""With fewer papers in all years together, a rise or fall is chance."""
MOST_TRENDS = 6


@dataclass(frozen=True, slots=True)
class Trend:
    """How many papers of each year have something in common: a topic, an institution.

    `slope` is the change of their share of a year's papers, per year, by a line fitted to the
    shares (least squares).
    """

    name: str
    counts: tuple[int, ...]
    slope: float


@dataclass(frozen=True, slots=True)
class YearComparison:
    """The digests of one venue by year, oldest first. The rates are in per cent, None if unknown.

    Topics and institutions are those that rise most and then those that fall most.
    """

    venue: str
    years: tuple[int, ...]
    papers: tuple[int, ...]
    rates: tuple[float | None, ...]
    topics: tuple[Trend, ...]
    institutions: tuple[Trend, ...]


def compare_years(digests: Iterable[Digest]) -> list[YearComparison]:
    """Return a comparison for each venue with digests of several years, in the digests' order.

    A digest belongs to a venue if its title names one with a year. Several digests of a year, such
    as one for each deadline, are taken together.
    """
    by_venue: dict[str, dict[int, list[Digest]]] = {}
    for digest in digests:
        venue = venue_in_title(digest.title)
        if venue.name and venue.year:
            by_venue.setdefault(venue.name, {}).setdefault(venue.year, []).append(digest)
    return [_compare(name, years) for name, years in by_venue.items() if len(years) > 1]


def _compare(venue: str, by_year: dict[int, list[Digest]]) -> YearComparison:
    years = tuple(sorted(by_year))
    papers = [[paper for digest in by_year[year] for paper in digest.papers] for year in years]
    rates = [[rate for digest in by_year[year] for rate in digest.acceptance] for year in years]
    return YearComparison(
        venue,
        years,
        tuple(map(len, papers)),
        tuple(map(_rate, rates)),
        _trends(years, papers, lambda paper: paper.topics),
        _trends(years, papers, lambda paper: paper.organizations),
    )


def _rate(rates: Sequence[Acceptance]) -> float | None:
    """Return the rate of a year, in per cent: of all deadlines together where their counts say."""
    counted = [(rate.accepted, rate.submitted) for rate in rates]
    accepted = sum(number or 0 for number, _ in counted)
    submitted = sum(number or 0 for _, number in counted)
    if submitted and all(a is not None and s is not None for a, s in counted):
        return 100 * accepted / submitted
    known = [rate.rate for rate in rates if rate.rate is not None]
    return known[0] if len(known) == 1 else None


def _trends(
    years: Sequence[int],
    papers: Sequence[Sequence[Paper]],
    names_of: Callable[[Paper], Sequence[str]],
) -> tuple[Trend, ...]:
    counts = [Counter(name for paper in each for name in set(names_of(paper))) for each in papers]
    total = sum(counts, Counter[str]())
    trends = []
    for name in sorted(name for name, number in total.items() if number >= FEWEST_PAPERS):
        numbers = tuple(count[name] for count in counts)
        shares = [number / max(1, len(each)) for number, each in zip(numbers, papers, strict=True)]
        trends.append(Trend(name, numbers, _slope(years, shares)))
    rising = sorted((t for t in trends if t.slope > 0), key=lambda t: -t.slope)
    falling = sorted((t for t in trends if t.slope < 0), key=lambda t: t.slope)
    return (*rising[:MOST_TRENDS], *falling[:MOST_TRENDS])


def _slope(years: Sequence[int], shares: Sequence[float]) -> float:
    middle = sum(years) / len(years)
    weights = [year - middle for year in years]
    products = (weight * share for weight, share in zip(weights, shares, strict=True))
    return sum(products) / sum(weight * weight for weight in weights)
