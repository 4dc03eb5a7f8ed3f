"""A mark belongs to the paper: a digest is edited between two openings, the marks stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.identity import same_paper
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.marks.model import NO_MARK, READ, STAR, UNSTAR, Mark, SetNote

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Digest, Paper
    from nsdi_tui.marks.marks import Marks

USENIX = "https://www.usenix.org/conference/nsdi26/presentation/skiadopoulos"
BEFORE = f"""# NSDI 2026

## Papers

### Training

* SYMI: Efficient Mixture-of-Experts Training \\[[Paper]({USENIX})]
  * Stanford & NVIDIA
  * Propose **SYMI**.
* Flare: Anomaly Diagnostics \\[[Paper](https://www.usenix.org/conference/nsdi26/presentation/cui)]
  * SJTU

### Networks

* Supercharging Packet-Level Simulation
  * THU
"""
SYMI_LINE = f"* SYMI: Efficient Mixture-of-Experts Training \\[[Paper]({USENIX})]"
ARXIV = " \\[[arXiv](https://arxiv.org/abs/2504.19925v2)]"
BLOCK = BEFORE[BEFORE.index("* SYMI") : BEFORE.index("* Flare")]

EDITS = {
    "gains an arXiv link": BEFORE.replace(SYMI_LINE, SYMI_LINE + ARXIV),
    "changes its title": BEFORE.replace("SYMI: Efficient", "SYMI, or: Most Efficient"),
    "loses its link": BEFORE.replace(SYMI_LINE, SYMI_LINE.split(" \\[")[0]),
    "has its address written otherwise": BEFORE.replace(
        USENIX, USENIX.replace("https://www.", "http://") + "/"
    ),
    "moves to another topic": BEFORE.replace(BLOCK, "") + BLOCK,
    "has lines added before it": BEFORE.replace("## Papers", "Some words.\n\n## Papers"),
    "has its summary rewritten": BEFORE.replace("Propose **SYMI**.", "Decouple experts."),
    "appears in a second digest": f"# MoE papers\n\n## Papers\n\n{SYMI_LINE} ([NSDI 2026](x.md))\n",
}


def titled(text: str, start: str) -> Any:
    return next(paper for paper in parse(text).papers if paper.title.startswith(start))


@pytest.mark.parametrize("edited", EDITS.values(), ids=EDITS)
def test_the_marks_are_in_place_after(edited: Any, open_marks: Callable[..., Marks]) -> None:
    marks = open_marks()
    marks.apply(STAR, [titled(BEFORE, "SYMI")])
    marks.apply(SetNote("ask"), [titled(BEFORE, "SYMI")])
    marks.close()
    marks = open_marks()
    marks.opened(parse(edited))
    assert marks.get(titled(edited, "SYMI")) == Mark(starred=True, note="ask")
    others = [paper for paper in parse(edited).papers if not paper.title.startswith("SYMI")]
    assert [marks.get(paper) for paper in others] == [NO_MARK] * len(others)


def test_the_marks_follow_from_edit_to_edit(open_marks: Callable[..., Marks]) -> None:
    """First an arXiv link, then another title, then the old link goes: no two keys stay."""
    linked = BEFORE.replace(SYMI_LINE, SYMI_LINE + ARXIV)
    retitled = linked.replace("SYMI: Efficient", "SYMI, or: Most Efficient")
    moved = retitled.replace(f" \\[[Paper]({USENIX})]", "")
    marks = open_marks()
    marks.apply(STAR, [titled(BEFORE, "SYMI")])
    for edited in (linked, retitled, moved):
        marks = open_marks()
        marks.opened(parse(edited))
        assert marks.get(titled(edited, "SYMI")).starred


def test_two_entries_that_prove_to_be_one_paper_become_one(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper], digest: Callable[..., Digest]
) -> None:
    by_address = paper("Attack of the Bubbles", paper=USENIX)
    by_arxiv = paper("Straggler-Resilient Pipelines", arxiv="https://arxiv.org/abs/2504.19232")
    both = paper("Attack of the Bubbles", paper=USENIX, arxiv="https://arxiv.org/abs/2504.19232")
    marks = open_marks()
    marks.apply(STAR, [by_address])
    marks.apply(UNSTAR, [by_arxiv])
    marks.apply(READ, [by_address])
    marks.apply(SetNote("one"), [by_address])
    marks.apply(SetNote("two"), [by_arxiv])
    merged = Mark(starred=True, read=True, note="one\n\ntwo")
    assert marks.get(both) == merged
    marks.opened(digest(both))
    for one in (by_address, by_arxiv, both):
        assert open_marks().get(one) == merged
    assert len(list(marks.export_lines())) == 1


def test_papers_that_cite_one_page_are_not_one_paper(open_marks: Callable[..., Marks]) -> None:
    page = "https://www.usenix.org/conference/nsdi26/technical-sessions"
    alone = f"# NSDI\n\n## Papers\n\n* Cache Me Twice \\[[Paper]({page})]\n  * MIT\n"
    two = alone + f"* Route Me Twice \\[[Paper]({page})]\n  * MIT\n"
    marks = open_marks()
    marks.apply(STAR, [titled(alone, "Cache")])
    marks.opened(parse(two))
    assert marks.get(titled(two, "Cache")).starred
    assert not marks.get(titled(two, "Route")).starred


def test_papers_of_one_title_and_two_arxiv_ids_are_not_one_paper(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper]
) -> None:
    old = paper("Attention for Everyone", arxiv="https://arxiv.org/abs/1701.00001")
    new = paper("Attention for Everyone", arxiv="https://arxiv.org/abs/2501.00002")
    marks = open_marks()
    marks.apply(STAR, [old])
    assert not marks.get(new).starred
    marks.apply(SetNote("the new one"), [new])
    again = open_marks()
    assert again.get(old) == Mark(starred=True)
    assert again.get(new) == Mark(note="the new one")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("title:a long title", "title:a long title", True),
        ("title:a long title|url:a.org/1", "title:a long title|url:b.org/2", True),
        ("title:panel|url:a.org/1", "title:panel|url:b.org/2", False),
        ("title:panel", "title:panel|url:b.org/2", True),
        ("arxiv:1|title:a|url:x", "arxiv:1|title:b|url:y", True),
        ("arxiv:1|title:a|url:x", "arxiv:2|title:b|url:x", False),
        ("arxiv:1|title:a|url:x", "arxiv:2|title:a|url:x", True),
        ("doi:10.1/a|arxiv:1", "doi:10.1/a|arxiv:2", True),
        ("title:a", "title:b", False),
    ],
)
def test_same_paper(one: Any, other: Any, same: Any) -> None:
    assert same_paper(one.split("|"), other.split("|")) is same
    assert same_paper(other.split("|"), one.split("|")) is same


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            {"title": "Migration Routes of Artic Terns"},
            {"title": "Migration Routes of Arctic Terns"},
            id="a title without links is corrected",
        ),
        pytest.param(
            {"title": "Owls", "arxiv": "https://arxiv.org/abs/2504.00001"},
            {"title": "Owls", "arxiv": "https://arxiv.org/abs/2504.00010"},
            id="an arXiv id is corrected",
        ),
        pytest.param(
            {"title": "Owls", "paper": "https://openreview.net/forum?id=Ab1"},
            {"title": "Owls", "paper": "https://openreview.net/pdf?id=Ab1"},
            id="an OpenReview link goes to the PDF",
        ),
        pytest.param(
            {"title": "Owls", "arxiv": "https://arxiv.org/abs/2504.00001"},
            {"title": "Owls", "paper": "https://huggingface.co/papers/2504.00001"},
            id="an arXiv link goes to Hugging Face papers",
        ),
    ],
)
def test_marks_follow_a_correction_in_the_same_digest(
    before: Any,
    after: Any,
    open_marks: Callable[..., Marks],
    paper: Callable[..., Paper],
    digest: Callable[..., Digest],
) -> None:
    others = [paper("Herons of the North"), paper("Swifts and Swallows")]
    marks = open_marks()
    marks.opened(digest(paper(**before), *others))
    marks.apply(STAR, [paper(**before)])
    marks.apply(SetNote("count again"), [paper(**before)])
    marks.close()
    for _ in range(2):
        marks = open_marks()
        marks.opened(digest(paper(**after), *others))
        assert marks.get(paper(**after)) == Mark(starred=True, note="count again")
        assert marks.freshness(paper(**after)) in ("changed", None)
        assert marks.notice is None
    assert len(list(marks.export_lines())) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Birds of the Coast, Part 1", ["Birds of the Coast, Part 2"], id="a number"),
        pytest.param(
            "Migration Routes of Artic Terns",
            ["Migration Routes of Arctic Terns", "Migration Routes of Antic Terns"],
            id="two candidates",
        ),
        pytest.param("Owls", ["Owl"], id="a short title"),
    ],
)
def test_marks_do_not_follow_by_guesswork(
    old: Any,
    new: Any,
    open_marks: Callable[..., Marks],
    paper: Callable[..., Paper],
    digest: Callable[..., Digest],
) -> None:
    marks = open_marks()
    marks.opened(digest(paper(old), paper("Herons of the North")))
    marks.apply(STAR, [paper(old)])
    marks = open_marks()
    edited = [paper(title) for title in new]
    marks.opened(digest(*edited, paper("Herons of the North")))
    assert [marks.get(one).starred for one in edited] == [False] * len(edited)
    assert marks.notice == (f"1 marked paper is no longer in nsdi26.md (marks kept): {old}")


def test_a_marked_paper_that_left_is_kept_and_reported_once(
    open_marks: Callable[..., Marks], paper: Callable[..., Paper], digest: Callable[..., Digest]
) -> None:
    owls, herons = paper("Owls at Night"), paper("Herons of the North")
    marks = open_marks()
    marks.opened(digest(owls, herons))
    marks.apply(STAR, [owls])
    marks = open_marks()
    marks.opened(digest(herons))
    assert marks.notice == "1 marked paper is no longer in nsdi26.md (marks kept): Owls at Night"
    marks = open_marks()
    marks.opened(digest(herons))
    assert marks.notice is None
    marks.opened(digest(owls, herons))
    assert marks.get(owls).starred
    assert marks.freshness(owls) is None
