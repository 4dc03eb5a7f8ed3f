from __future__ import annotations

import pytest

from nsdi_tui.digest.titles import name_in_title, venue_and_year


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("SYMI: Efficient Training", "SYMI"),
        ("Di-PS: System-Algorithm Co-Design", "Di-PS"),
        ("vLLM: Serving", "vLLM"),
        ("λ-tune: Tuning with Models", None),
        ("Orca 2: Teaching", "Orca 2"),
        ("SparQ Attention: Bandwidth", "SparQ Attention"),
        ("C++20: A Language", "C++20"),
        ("Attack of the Bubbles: Straggler-Resilient", None),
        ("Checkpoint Lite, Recover Right: Efficient", None),
        ("LLM Training: A Study", None),
        ("Survey: What Is Known", None),
        ("2024: A Year", None),
        ("No Colon Here", None),
        (": Nothing before it", None),
        ("", None),
    ],
)
def test_names(title: str, name: str | None) -> None:
    assert name_in_title(title) == name


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("NSDI 2026", "NSDI", 2026),
        ("SC '21", "SC", 2021),
        ("SOSP’23", "SOSP", 2023),
        ("OSDI20", "OSDI", 2020),
        ("2023 NeurIPS", "NeurIPS", 2023),
        ("USENIX ATC 2021", "USENIX ATC", 2021),
        ("IEEE Transactions on Computers 2019", "IEEE Transactions on Computers", 2019),
        ("SC '21, Best Paper", "SC", 2021),
        ("arXiv 2312.07104", "arXiv", 2023),
        ("arXiv:cs/9901001", "arXiv", 1999),
        ("arXiv 2024", "arXiv", 2024),
        ("arXiv", "arXiv", None),
        ("HotOS", "HotOS", None),
        ("Extended Version", None, None),
        ("Part II", None, None),
        ("published in 2020", None, 2020),
        ("2020", None, 2020),
        ("", None, None),
    ],
)
def test_venues(text: str, venue: str | None, year: int | None) -> None:
    assert venue_and_year(text) == (venue, year)
