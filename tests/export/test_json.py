"""JSON and JSON lines: the design's shape, and text that every reader takes."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Acronym, Bullet, Digest
from nsdi_tui.export import FORMATS
from nsdi_tui.export.formats import Annotation, Selection, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nsdi_tui.digest.model import Paper

PAPERS_PAGE = "https://www.usenix.org/conference/nsdi26/presentation"


def test_bundled_digest_has_the_shape_of_the_design(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    (digest,) = json.loads(written("json", nsdi26))
    papers = digest.pop("papers")
    assert digest == {
        "title": "NSDI 2026",
        "source": "digest.md",
        "meta": [
            {"label": "Homepage", "url": "https://www.usenix.org/conference/nsdi26"},
            {
                "label": "Paper list",
                "url": "https://www.usenix.org/conference/nsdi26/technical-sessions",
            },
        ],
        "acceptance": [
            {"label": "Spring", "rate": 24.2, "accepted": 50, "submitted": 207},
            {"label": "Fall", "rate": 22.1, "accepted": 100, "submitted": 452},
        ],
        "acronyms": {
            "KV": "Key-Value",
            "LLM": "Large Language Model",
            "MoE": "Mixture-of-Experts",
            "RL": "Reinforcement Learning",
            "SLO": "Service Level Objective",
        },
    }
    title = "Efficient Mixture-of-Experts Training via Model and Optimizer State Decoupling"
    assert papers[0] == {
        "key": "arxiv:2504.19925",
        "keys": [
            "arxiv:2504.19925",
            "url:usenix.org/conference/nsdi26/presentation/skiadopoulos",
            "title:symi efficient mixture of experts training via model and optimizer state"
            " decoupling",
        ],
        "title": f"SYMI: {title}",
        "name": "SYMI",
        "aliases": [],
        "kind": "paper",
        "authors": [],
        "venue": None,
        "year": 2026,
        "date": None,
        "tags": [],
        "topics": ["Large Language Models (LLMs)", "LLM Training", "MoE Training"],
        "organizations": ["Stanford", "NVIDIA", "OpenAI"],
        "badges": [],
        "summary": [
            "Propose SYMI, an adaptive MoE training system that decouples the placement of expert"
            " parameters from their large optimizer states.",
            "Statically partition optimizer states across training nodes while dynamically"
            " adjusting expert parameter placement using existing weight updates, avoiding"
            " frequent state migration overheads.",
            "Improve time-to-convergence by 30.5% over DeepSpeed and 25.9% over FlexMoE.",
        ],
        "links": [
            {"label": "Paper", "kind": "paper", "url": f"{PAPERS_PAGE}/skiadopoulos"},
            {"label": "arXiv", "kind": "arxiv", "url": "https://arxiv.org/abs/2504.19925"},
        ],
        "arxiv": "2504.19925",
        "line": 20,
        "also_in": [],
    }


def test_keys_stand_in_the_order_of_the_design(nsdi26: Digest, written: Callable[..., str]) -> None:
    (digest,) = json.loads(written("json", nsdi26))
    assert " ".join(digest) == "title source meta acceptance acronyms papers"
    assert " ".join(digest["papers"][0]) == (
        "key keys title name aliases kind authors venue year date tags topics organizations badges"
        " summary links arxiv line also_in"
    )


def test_lines_are_the_papers_of_the_array_with_their_digest(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    (digest,) = json.loads(written("json", nsdi26))
    lines = written("jsonl", nsdi26).splitlines()
    assert [json.loads(line) for line in lines] == [
        {"digest": "NSDI 2026"} | paper for paper in digest["papers"]
    ]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_an_array_holds_every_digest_even_those_without_papers(
    count: int, nsdi26: Digest, written: Callable[..., str]
) -> None:
    empty = replace(nsdi26, children=())
    digests = json.loads(written("json", *[empty] * count))
    assert [digest["papers"] for digest in digests] == [[]] * count


def test_marks_are_carried_where_they_are_given(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    def annotate(paper: Paper) -> Annotation | None:
        return Annotation(True, False, "Read ünd 读") if paper.name == "SYMI" else None

    marked, *others = map(json.loads, written("jsonl", nsdi26, annotate=annotate).splitlines())
    assert (marked["starred"], marked["read"], marked["note"]) == (True, False, "Read ünd 读")
    assert all((o["starred"], o["read"], o["note"]) == (False, False, "") for o in others)


def test_an_acronym_of_two_meanings_keeps_both(nsdi26: Digest, written: Callable[..., str]) -> None:
    twice = (Acronym("PP", "Pipeline Parallelism"), Acronym("PP", "Prompt Processing"))
    (digest,) = json.loads(written("json", replace(nsdi26, acronyms=twice)))
    assert digest["acronyms"] == {"PP": "Pipeline Parallelism; Prompt Processing"}


def test_text_is_not_escaped_but_for_what_cannot_be_encoded_or_would_end_the_line(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    odd = replace(paper("Größe 大"), summary=(Bullet("half \ud83d, line\u2028sep\x85"),))
    text = written("jsonl", Digest("D", "d.md", children=(odd,)))
    assert "Größe 大" in text
    assert len(text.encode().decode().splitlines()) == 1
    assert json.loads(text)["summary"] == ["half \ud83d, line\u2028sep\x85"]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_writes_half_a_surrogate_pair_to_a_strict_file(
    format: str, paper: Callable[..., Paper], tmp_path: Path
) -> None:
    digest = Digest(
        "D", "d\udcff.md", children=(paper("A \udcff Title", ("Paper", "https://x.org/\udcff")),)
    )
    file = tmp_path / "out"
    with file.open("w", encoding="utf-8", newline="") as out:
        write(format, [Selection(digest, digest.papers)], out)
    assert file.read_text(encoding="utf-8")


def test_an_unknown_format_is_named_with_those_there_are(nsdi26: Digest) -> None:
    with pytest.raises(ValueError, match=r"yaml.*json, jsonl, csv, bibtex, markdown, links"):
        write("yaml", [Selection(nsdi26, nsdi26.papers)], StringIO())
