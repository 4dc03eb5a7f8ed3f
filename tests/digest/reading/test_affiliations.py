from __future__ import annotations

import pytest

from nsdi_tui.digest.reading.affiliations import badges_in, organizations_in


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        ("PKU", ("PKU",)),
        ("Alibaba", ("Alibaba",)),
        ("UT Austin & UW-Madison", ("UT Austin", "UW-Madison")),
        ("Northeastern University & SIAT, CAS", ("Northeastern University", "SIAT, CAS")),
        ("University of Illinois at Urbana-Champaign", None),
        ("Scale AI & eBay & xAI", ("Scale AI", "eBay", "xAI")),
        ("INRIA & École Polytechnique Fédérale de Lausanne", None),
        ("Amazon.com, Inc.", ("Amazon.com, Inc.",)),
        ("Qihoo 360 & 4Paradigm", ("Qihoo 360", "4Paradigm")),
        ("清华大学", ("清华大学",)),
        ("清华大学 & 字节跳动", ("清华大学", "字节跳动")),
        ("Affiliations: MIT & Google", ("MIT", "Google")),
    ],
)
def test_affiliations(text: str, organizations: tuple[str, ...] | None) -> None:
    expected = tuple(text.split(" & ")) if organizations is None else organizations
    assert organizations_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Propose a new scheduler",
        "Propose SYMI",
        "Present **X**: a system",
        "Improve throughput by 3x & reduce cost",
        "An analysis of failures",
        "Fast & simple to deploy",
        "Reduce latency by 20%.",
        "Stanford presents a system.",
        "提出一种新的调度器",
        "TBD",
        "",
        "—",
        "Why Do Jobs Fail?",
        "A & " * 200,
    ],
)
def test_what_is_no_affiliation(text: str) -> None:
    assert organizations_in(text) == ()


@pytest.mark.parametrize(
    ("text", "badges"),
    [
        ("Best Paper Award", ("Best Paper Award",)),
        ("🏆 Best Paper Award!", ("Best Paper Award",)),
        ("Outstanding Paper", ("Outstanding Paper",)),
        ("Industry Paper", ("Industry Paper",)),
        ("Operational Systems Track", ("Operational Systems Track",)),
        ("Distinguished Artifact Award", ("Distinguished Artifact Award",)),
        ("Community Award", ("Community Award",)),
        ("Test of Time Award", ("Test of Time Award",)),
        ("Jay Lepreau Best Paper Award", ("Jay Lepreau Best Paper Award",)),
        ("Short Paper", ("Short Paper",)),
        ("Poster", ("Poster",)),
        ("Best Paper Award & Industry Paper", ("Best Paper Award", "Industry Paper")),
        ("Best Paper, Artifacts Available", ("Best Paper", "Artifacts Available")),
    ],
)
def test_badges(text: str, badges: tuple[str, ...]) -> None:
    assert badges_in(text) == badges


@pytest.mark.parametrize(
    "text",
    [
        "Win the Gordon Bell Prize with it.",
        "This work received the best paper award",
        "The best systems are simple.",
        "Systems",
        "UC Berkeley",
        "Short-lived functions",
        "",
    ],
)
def test_what_is_no_badge(text: str) -> None:
    assert badges_in(text) == ()
