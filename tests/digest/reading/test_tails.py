"""What stands behind a title: authors, venue, date, badges and the kind of text."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.reading.affiliations import split_organizations
from nsdi_tui.digest.reading.tails import Tail, read_tail, read_venue


def described(tail: Tail | None) -> str:
    """Return the fields of a tail in one line, without those that are empty."""
    if tail is None:
        return "nothing"
    fields = {
        "authors": "; ".join(tail.authors),
        "organizations": "; ".join(tail.organizations),
        "venue": tail.venue or "",
        "date": tail.date.iso if tail.date else "",
        "tags": "; ".join(tail.tags),
        "badges": "; ".join(tail.badges),
        "rest": " / ".join(tail.rest),
    }
    return " | ".join(f"{name} {value}" for name, value in fields.items() if value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SOSP 2023", "venue SOSP 2023 | date 2023"),
        ("SOSP' 24", "venue SOSP' 24 | date 2024"),
        ("ICLR 24", "venue ICLR 24 | date 2024"),
        ("(SC 2021)", "venue SC 2021 | date 2021"),
        ("2017 CVPR", "venue 2017 CVPR | date 2017"),
        ("ICML, 2025", "venue ICML | date 2025"),
        ("arXiv 2312.07104", "venue arXiv 2312.07104 | date 2023-12"),
        (
            "ML for Spans workshop @ NeurIPS'24",
            "venue ML for Spans workshop @ NeurIPS'24 | date 2024",
        ),
        ("VLDB 2021 from Ann Mason", "venue VLDB 2021 | date 2021"),
        ("ICLR 2026 (Poster)", "venue ICLR 2026 | date 2026 | badges Poster"),
        ("NeurIPS 2025 Highlight", "venue NeurIPS 2025 | date 2025 | badges Highlight"),
        ("SIGMOD 2021 Best Paper!", "venue SIGMOD 2021 | date 2021 | badges Best Paper"),
        ("JMLR", "venue JMLR"),
        ("Apr 2024", "date 2024-04"),
        ("2023/10", "date 2023-10"),
        ("Book, 2016", "date 2016 | tags Book"),
        ("Preprint'25", "date 2025 | tags Preprint"),
        ("Oral", "badges Oral"),
        ("Part 2", "nothing"),
        ("Part 24", "nothing"),
        ("Code", "nothing"),
        ("Ann Mason", "nothing"),
        ("Example Conf", "nothing"),
        ("", "nothing"),
    ],
)
def test_venue(text: str, expected: str) -> None:
    assert described(read_venue(text)) == expected


def test_venue_where_one_is_expected() -> None:
    assert described(read_venue("Example Conf", slot=True)) == "venue Example Conf"
    assert described(read_venue("Preprint", slot=True)) == "tags Preprint"
    assert read_venue("-", slot=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ann Mason, Bob Rigger. ICML 2024 Oral",
            "authors Ann Mason; Bob Rigger | venue ICML 2024 | date 2024 | badges Oral",
        ),
        (
            "Ann Mason, Bob Rigger, ICML 2024",
            "authors Ann Mason; Bob Rigger | venue ICML 2024 | date 2024",
        ),
        ("Ann Mason et al. arXiv", "authors Ann Mason et al. | venue arXiv"),
        (
            "by Ann Mason, Bob Rigger, et al. ICML 2020.",
            "authors Ann Mason; Bob Rigger et al. | venue ICML 2020 | date 2020",
        ),
        ("by Eva Porter, 2008.", "authors Eva Porter | date 2008"),
        (
            "Bob Rigger (Example University) et al. ICLR",
            "authors Bob Rigger et al. | organizations Example University | venue ICLR",
        ),
        ("Brewer and Cooper, 2017", "authors Brewer; Cooper | date 2017"),
        ("Ann Mason et al., arXiv 2026", "authors Ann Mason et al. | venue arXiv 2026 | date 2026"),
        ("in Proceedings of the IEEE 2021", "venue Proceedings of the IEEE 2021 | date 2021"),
        ("Accepted by CVPR 2021", "venue CVPR 2021 | date 2021"),
        ("May. 2023", "date 2023-05"),
        ("Book, 2016", "date 2016 | tags Book"),
        ("2024, under review", "date 2024 | tags under review"),
        ("2023-08, ASE 2023", "venue ASE 2023 | date 2023-08"),
        ("Says when a second span pays off.", "rest Says when a second span pays off"),
        ("", ""),
    ],
)
def test_tail(text: str, expected: str) -> None:
    assert described(read_tail(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eva Porter", "authors Eva Porter"),
        ("The Stone Team", "authors The Stone Team"),
        (
            "Fay Carver. Neural Example and Applications, 2023.",
            "authors Fay Carver | venue Neural Example and Applications | date 2023",
        ),
        ("a library for spans", "rest a library for spans"),
    ],
)
def test_tail_that_is_marked_as_authors(text: str, expected: str) -> None:
    assert described(read_tail(text, marked=True)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Span Lab + Example Works", "Span Lab; Example Works"),
        ("Span Lab & Example Works etc", "Span Lab; Example Works"),
        ("@Example University et al.", "Example University"),
        ("Span Lab / Pot Institute", "Span Lab; Pot Institute"),
        (
            "Example Works, Inc., Span Lab, and Pot Institute",
            "Example Works, Inc; Span Lab; Pot Institute",
        ),
        ("-", ""),
    ],
)
def test_organizations(text: str, expected: str) -> None:
    assert "; ".join(split_organizations(text)) == expected
