"""Years of a conference compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.digest.years import FEWEST_PAPERS, MOST_TRENDS, compare_years

if TYPE_CHECKING:
    from nsdi_tui.digest.model import Digest


def digest(title: str, topics: dict[str, int], *, before: str = "", org: str = "Pond") -> Digest:
    """A digest with so many papers below each topic."""
    lines = [f"# {title}", "", before, ""]
    for topic, number in topics.items():
        lines += [f"## {topic}", ""]
        for at in range(number):
            link = f"https://birds.example/{title.replace(' ', '-')}/{topic}/{at}"
            lines += [f"* {topic} {at}: A Study \\[[Paper]({link})]", f"  * {org} Institute"]
        lines.append("")
    return parse("\n".join(lines), "birds.md")


def test_papers_and_topics_by_year() -> None:
    (comparison,) = compare_years(
        [
            digest("NSDI 2026", {"Waders": 6, "Owls": 1, "Gulls": 3}),
            digest("NSDI 2024", {"Waders": 1, "Owls": 3}, org="Marsh"),
            digest("NSDI 2025", {"Waders": 2, "Owls": 2}),
        ]
    )
    assert comparison.venue == "NSDI"
    assert comparison.years == (2024, 2025, 2026)
    assert comparison.papers == (4, 4, 10)
    trends = [(trend.name, trend.counts) for trend in comparison.topics]
    assert trends == [("Waders", (1, 2, 6)), ("Gulls", (0, 0, 3)), ("Owls", (3, 2, 1))]
    assert comparison.topics[0].slope == pytest.approx((0.6 - 0.25) / 2)
    assert [(t.name, t.slope > 0) for t in comparison.institutions] == [
        ("Pond Institute", True),
        ("Marsh Institute", False),
    ]


def test_a_gap_between_the_years_is_measured_in_years() -> None:
    near, far = (
        compare_years([digest("NSDI 2020", {"Owls": 1, "Gulls": 3}), digest(later, {"Owls": 4})])
        for later in ("NSDI 2021", "NSDI 2025")
    )
    assert near[0].topics[0].slope == pytest.approx(5 * far[0].topics[0].slope)


def test_acceptance_rates() -> None:
    rates = {
        2022: "",
        2023: "* Spring: 20.5%",
        2024: "* Overall: 20.0% (= 20 / 100)",
        2025: "* Spring: 10% (= 10 / 100)\n* Fall: 30% (= 90 / 300)",
        2026: "* Spring: 10% (= 10 / 100)\n* Fall: 30%",
    }
    head = "## Meta Info\n\n### Acceptance Rate\n\n{}\n\n## Papers"
    (comparison,) = compare_years(
        digest(f"NSDI {year}", {"Owls": 3}, before=head.format(text))
        for year, text in rates.items()
    )
    assert comparison.rates == (None, 20.5, 20.0, 25.0, None)


def test_few_papers_are_no_trend_and_the_list_is_short() -> None:
    many = {f"Topic {number}": FEWEST_PAPERS for number in range(MOST_TRENDS + 2)}
    (comparison,) = compare_years(
        [
            digest("SOSP 2023", {"Owls": FEWEST_PAPERS - 1, **many}),
            digest("SOSP 2025", {"Gulls": 40}),
        ]
    )
    assert "Owls" not in {trend.name for trend in comparison.topics}
    assert len([trend for trend in comparison.topics if trend.slope < 0]) == MOST_TRENDS


def test_a_paper_below_a_topic_of_the_same_name_counts_once() -> None:
    nested = "# NSDI {}\n\n## Owls\n\n### Owls\n\n* A: B \\[[Paper](https://birds.example/{}/{})]\n"
    digests = [parse(nested.format(year, year, year) * 1, "birds.md") for year in (2024, 2025)]
    more = digest("NSDI 2023", {"Owls": 3})
    (comparison,) = compare_years([*digests, more])
    assert all(
        count <= papers
        for trend in comparison.topics
        for count, papers in zip(trend.counts, comparison.papers, strict=True)
    )


@pytest.mark.parametrize(
    "titles",
    [[], ["NSDI 2026"], ["NSDI 2026", "NSDI 2026"], ["Birds", "Bees"], ["NSDI 2026", "SOSP 2025"]],
)
def test_without_several_years_of_one_venue_there_is_nothing_to_compare(titles: list[str]) -> None:
    assert compare_years([digest(title, {"Owls": 3}) for title in titles]) == []


def test_each_venue_is_compared_with_itself() -> None:
    titles = ["SOSP 2023", "NSDI 2025", "SOSP 2025", "NSDI 2026", "Birds"]
    comparisons = compare_years([digest(title, {"Owls": 3}) for title in titles])
    assert [(c.venue, c.years) for c in comparisons] == [
        ("SOSP", (2023, 2025)),
        ("NSDI", (2025, 2026)),
    ]
