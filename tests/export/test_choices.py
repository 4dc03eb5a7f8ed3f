"""What can be copied: each choice's text, for one paper and for several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Digest
from nsdi_tui.digest.reading.document import parse
from nsdi_tui.export.choices import choices
from nsdi_tui.export.citation import bibtex_entries, citation_line, markdown_item
from nsdi_tui.export.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper

PAGES = "https://www.usenix.org/conference/nsdi26/presentation"


def offered(*papers: Paper, digest: Digest) -> dict[str, str]:
    return {choice.label: choice.text for choice in choices([(paper, digest) for paper in papers])}


def test_one_paper_offers_its_links_its_id_and_its_texts(nsdi26: Digest) -> None:
    symi = nsdi26.papers[0]
    texts = offered(symi, digest=nsdi26)
    assert list(texts) == [
        "arXiv link",
        "PDF link",
        "Paper link",
        "arXiv id",
        "title",
        "citation line",
        "Markdown item",
        "BibTeX",
    ]
    assert texts["arXiv link"] == "https://arxiv.org/abs/2504.19925"
    assert texts["PDF link"] == "https://arxiv.org/pdf/2504.19925"
    assert texts["Paper link"] == f"{PAGES}/skiadopoulos"
    assert texts["arXiv id"] == "2504.19925"
    assert texts["title"] == symi.title
    assert texts["BibTeX"] == bibtex_entries([Selection(nsdi26, [symi])])
    assert "@inproceedings{nsdi26-symi," in texts["BibTeX"]


def test_several_papers_are_served_by_those_that_have_it(nsdi26: Digest) -> None:
    papers = nsdi26.papers[:4]
    by_label = {choice.label: choice for choice in choices([(p, nsdi26) for p in papers])}
    assert by_label["arXiv link"].text.split("\n") == [
        "https://arxiv.org/abs/2504.19925",
        "https://arxiv.org/abs/2504.19232",
    ]
    assert by_label["Paper link"].text.count("\n") == 3
    assert {label: choice.count for label, choice in by_label.items()} == {
        "arXiv link": 2,
        "PDF link": 2,
        "Paper link": 4,
        "arXiv id": 2,
        "title": 4,
        "citation line": 4,
        "Markdown item": 4,
        "BibTeX": 4,
    }
    assert by_label["BibTeX"].text.count("% The list does not name") == 1
    again = parse(f"# D\n\n## Papers\n\n{by_label['Markdown item'].text}\n")
    assert [paper.title for paper in again.papers] == [paper.title for paper in papers]


def test_papers_of_several_digests_keep_their_own_venue(
    nsdi26: Digest, paper: Callable[..., Paper]
) -> None:
    other = Digest("OSDI 2024", "o.md", children=(paper("SYMI: Another"),))
    by_label = {
        choice.label: choice.text
        for choice in choices([(nsdi26.papers[0], nsdi26), (other.papers[0], other)])
    }
    assert "{nsdi26-symi," in by_label["BibTeX"]
    assert "{osdi24-symi," in by_label["BibTeX"]


def test_other_links_are_offered_by_their_labels(paper: Callable[..., Paper]) -> None:
    given = paper(
        "A: B",
        ("Code", "https://example.org/code"),
        ("Slides", "https://example.org/slides"),
        ("Personal Notes", "../notes.md"),
        ("Code", "https://example.org/more-code"),
        ("PDF", "https://example.org/a.pdf"),
        ("slides", "https://example.org/other-slides"),
    )
    texts = offered(given, digest=Digest("D", "d.md", children=(given,)))
    assert {label: text for label, text in texts.items() if label.endswith(" link")} == {
        "PDF link": "https://example.org/a.pdf",
        "Code link": "https://example.org/code",
        "Slides link": "https://example.org/slides",
        "Personal Notes link": "../notes.md",
        "another Code link": "https://example.org/more-code",
    }


def test_every_choice_has_a_letter_of_its_own_until_they_run_out(
    paper: Callable[..., Paper],
) -> None:
    labels = [(f"Label {n}", f"https://example.org/{n}") for n in range(60)]
    given = paper("A: B", ("arXiv", "https://arxiv.org/abs/2504.19925"), *labels)
    digest = Digest("D", "d.md", children=(given,))
    keys = [choice.key for choice in choices([(given, digest)])]
    letters = [key for key in keys if key]
    assert len(keys) == 60 + 7
    assert len(set(letters)) == len(letters) > 25
    assert all(len(key) == 1 for key in letters)


def test_the_letters_of_what_every_paper_may_have_never_change(
    nsdi26: Digest, paper: Callable[..., Paper]
) -> None:
    bare = paper("A: B", ("Talk", "https://example.org/t"), ("Bib", "https://example.org/b"))
    few = {c.label: c.key for c in choices([(bare, Digest("D", "d.md", children=(bare,)))])}
    many = {c.label: c.key for c in choices([(paper, nsdi26) for paper in nsdi26.papers])}
    assert {label: many[label] for label in many.keys() & few.keys()} == {
        "title": "t",
        "citation line": "l",
        "Markdown item": "m",
        "BibTeX": "b",
    }
    assert few["Talk link"] not in many.values()
    assert few["Bib link"] not in many.values()


@pytest.mark.parametrize(
    ("given", "digest_title", "line"),
    [
        (
            {
                "title": "SYMI: Efficient Training",
                "organizations": ("Stanford", "NVIDIA", "OpenAI"),
            },
            "NSDI 2026",
            "SYMI: Efficient Training. Stanford, NVIDIA & OpenAI. NSDI 2026. https://example.org/p",
        ),
        (
            {"title": "Supercharging Simulation", "name": "Wormhole", "organizations": ("THU",)},
            "NSDI 2026",
            "Supercharging Simulation (Wormhole). THU. NSDI 2026. https://example.org/p",
        ),
        (
            {
                "title": "Why Not?",
                "venue": "SOSP '23",
                "organizations": ("SIAT, CAS", "CUHK", "HKU"),
            },
            "NSDI 2026",
            "Why Not? SIAT, CAS & CUHK & HKU. SOSP 2023. https://example.org/p",
        ),
        (
            {"title": "At Nobody's Venue"},
            "My Reading",
            "At Nobody's Venue. https://example.org/p",
        ),
    ],
)
def test_a_citation_line_says_what_is_known(
    given: dict[str, object], digest_title: str, line: str, paper: Callable[..., Paper]
) -> None:
    rest = {name: value for name, value in given.items() if name != "title"}
    made = paper(given["title"], ("Paper", "https://example.org/p"), **rest)
    assert citation_line(made, Digest(digest_title, "d.md", children=(made,))) == line


def test_a_markdown_item_is_the_papers_part_of_the_digest(nsdi26: Digest) -> None:
    lines = markdown_item(nsdi26.papers[2], nsdi26).split("\n")
    assert lines == [
        "* Di-PS: System-Algorithm Co-Design for Asynchronous and Heterogeneous Cross-Cluster LLM"
        f" Training at Scale \\[[Paper]({PAGES}/li-shengwei)]",
        "  * NUDT & Shanghai AI Lab & NTU",
    ]


def test_links_are_one_a_line_and_papers_without_any_are_left_out(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    papers = (
        paper(
            "A: B",
            ("Paper", "https://example.org/p"),
            ("arXiv", "https://arxiv.org/abs/2504.19925"),
        ),
        paper("C: D"),
        paper("E: F", venue="arXiv 2312.07104"),
        paper("G: H", ("Code", "https://example.org/c"), ("Paper", "https://example.org/q")),
        paper("I: J", ("Slides", "https://example.org/s")),
    )
    assert written("links", Digest("D", "d.md", children=papers)) == (
        "https://arxiv.org/abs/2504.19925\nhttps://arxiv.org/abs/2312.07104\n"
        "https://example.org/q\nhttps://example.org/s\n"
    )
