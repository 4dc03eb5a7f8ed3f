from __future__ import annotations

import pytest

from nsdi_tui.digest.titles import name_in_title


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
