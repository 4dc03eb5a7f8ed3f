"""What the fixture documents come to. Outlines show lines, `#` marks topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nsdi_tui.digest.model import Acceptance, Acronym, Digest
from nsdi_tui.digest.reading.document import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from nsdi_tui.digest.model import Paper

    DigestOf = Callable[[str], Digest]
    OutlineOf = Callable[[Digest], list[str]]


def by_name(digest: Digest) -> dict[str | None, Paper]:
    return {paper.name: paper for paper in digest.papers}


def links(paper: Paper) -> list[tuple[str, str]]:
    return [(link.label, link.kind) for link in paper.links]


def test_gitbook_page(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("gitbook")
    assert outline_of(digest) == [
        "29 # Storage",
        "  35 Kangaroo: Caching Billions of Tiny Objects on Flash",
        "  47 LineFS: Efficient SmartNIC Offload of a Distributed File System with Pipeline "
        "Parallelism",
    ]
    assert digest.title == "SOSP 2021"
    assert [link.label for link in digest.meta] == ["Homepage", "Paper list", "Program"]
    assert [note.text for note in digest.notes] == [
        "Papers of a systems conference, read in 2021.",
        "This page is a work in progress.",
        "This list inside a hint is not a paper.",
        "28th ACM Symposium on Operating Systems Principles",
    ]
    assert digest.acceptance == (Acceptance("Overall", 15.5, 54, 348),)
    assert [acronym.short for acronym in digest.acronyms] == ["SSD", "DRAM"]
    storage = digest.children[0]
    assert [note.text for note in storage.notes] == [
        "Read these two together.",
        "https://www.youtube.com/watch?v=xyz",
        "Track | Papers\nStorage | 2",
    ]


def test_what_stands_below_a_paper_keeps_its_kind_and_depth(digest_of: DigestOf) -> None:
    kangaroo = by_name(digest_of("gitbook"))["Kangaroo"]
    assert kangaroo.organizations == ("CMU", "Facebook")
    assert kangaroo.badges == ("Best Paper Award",)
    assert [(bullet.kind, bullet.depth, bullet.text) for bullet in kangaroo.summary] == [
        ("item", 0, "Cache tiny objects on flash with little DRAM."),
        ("text", 0, "A second paragraph of the same bullet."),
        ("text", 0, "A quoted remark on the evaluation."),
        ("code", 0, "* Not a paper: [code](https://example.org/code)"),
    ]


def test_titles_that_are_links_and_groups_without_papers(
    digest_of: DigestOf, outline_of: OutlineOf
) -> None:
    digest = digest_of("venue_titles_linked")
    assert outline_of(digest) == [
        "5 # Machine learning",
        "  6 AlpaServe: Statistical Multiplexing with Model Parallelism for Deep Learning Serving",
        "  9 Cocktailer: Analyzing and Optimizing Dynamic Control Flow in Deep Learning",
        "11 # Networking",
        "12 # Security",
    ]
    alpa, cocktailer = digest.papers
    assert links(alpa) == [("Paper", "paper"), ("arXiv", "arxiv"), ("Code", "code")]
    assert links(cocktailer) == [("PDF", "pdf")]
    assert cocktailer.organizations == ("THU", "Microsoft Research")


def test_titles_without_links(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("venue_titles_bare")
    assert outline_of(digest) == [
        "7 # GPU clusters",
        "  9 Characterization and Prediction of Deep Learning Workloads in Large-Scale GPU "
        "Datacenters",
        "  12 Chimera: Efficiently Training Large-Scale Neural Networks with Bidirectional "
        "Pipelines",
        "  14 Clairvoyant Prefetching for Distributed Machine Learning I/O",
        "16 # Quantum simulation",
        '  18 Closing the "Quantum Supremacy" Gap: Achieving Real-Time Simulation of a Random '
        "Quantum Circuit",
    ]
    traces, chimera, _, quantum = digest.papers
    assert traces.organizations == ("NTU", "SenseTime")
    assert chimera.organizations == ("ETH Zurich",)
    assert chimera.summary == ()
    assert quantum.organizations == quantum.badges == ()
    assert [bullet.text for bullet in quantum.summary] == [
        "Introduce a tensor-network simulator.",
        "Win the Gordon Bell Prize with it.",
    ]
    assert traces.keys == (
        "title:characterization and prediction of deep learning workloads in large scale gpu "
        "datacenters",
    )


def test_topic_page(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("topic_page")
    assert outline_of(digest) == [
        "3 # Survey",
        "  5 Serverless Computing: A Survey of Opportunities, Challenges, and Applications",
        "7 # Spot instances",
        "  9 SpotServe: Serving Generative Large Language Models on Preemptible Instances",
        "  13 Can't Be Late: Optimizing Spot Instance Savings under Deadlines",
        "17 # Efficient attention",
        "  19 SparQ Attention: Bandwidth-Efficient LLM Inference",
        "  20 Scaling Up without Words",
        "  21 Older work",
        "23 # Batch jobs",
    ]
    assert [paper.venue for paper in digest.papers] == [
        "CSUR 2022",
        "ASPLOS 2024",
        "NSDI 2024",
        "arXiv 2312.04985",
        "SC 2021",
        "arXiv 2201.00978",
    ]
    spotserve = by_name(digest)["SpotServe"]
    assert links(spotserve) == [
        ("ASPLOS 2024", "other"),
        ("Personal Notes", "notes"),
        ("arXiv", "arxiv"),
        ("Code", "code"),
    ]
    assert spotserve.link("notes").url == (
        "../../reading-notes/conference/asplos-2024/spotserve.md"
    )
    assert spotserve.badges == ("Distinguished Artifact Award",)
    assert spotserve.aliases == ()
    assert [paper.arxiv for paper in digest.papers] == [
        None,
        "2311.15566",
        None,
        "2312.04985",
        None,
        "2201.00978",
    ]


def test_lists_of_every_kind(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("loose_lists")
    assert outline_of(digest) == [
        "5 # Stars, loose",
        "  7 # Group with four spaces",
        "    9 Alpha: A System with Four Spaces of Indent",
        "15 # Dashes, tab",
        "  17 # Group with a tab",
        "    18 Beta: A System Indented by Tabs",
        "22 # Numbers",
        "  24 Gamma: The First of the Numbered Systems",
        "  27 Delta: The Second of the Numbered Systems",
        "29 # Plus, then star",
        "  31 Epsilon: Marked by a Plus Sign",
        "  32 Zeta: Marked by a Star Right After It",
        "34 # Tasks",
        "  36 Eta: Still to Be Read",
        "  37 Theta: Read Already",
        "39 # Marker alone",
        "  42 Iota: A Title Below Its Marker",
    ]
    papers = by_name(digest)
    assert papers["Alpha"].organizations == ("Institute A", "Institute B")
    assert [bullet.text for bullet in papers["Alpha"].summary] == ["Do one thing well."]
    assert papers["Beta"].organizations == ("Institute C",)
    assert [bullet.text for bullet in papers["Gamma"].summary] == ["Count from one."]
    assert papers["Iota"].organizations == ("Institute E",)


@pytest.mark.parametrize("name", ["loose_lists", "gitbook", "awesome", "deep_groups"])
def test_windows_line_ends(
    digest_of: DigestOf, fixture_text: Callable[[str], str], name: str
) -> None:
    assert parse(fixture_text(name).replace("\n", "\r\n"), f"{name}.md") == digest_of(name)


def test_nested_acceptance_rates(digest_of: DigestOf) -> None:
    digest = digest_of("acceptance_nested")
    assert digest.acceptance == (
        Acceptance("Spring / Full papers", 20.0, 10, 50),
        Acceptance("Spring / Short papers", 12.5, 5, 40),
        Acceptance("Fall", 22.1, 1000, 4525),
        Acceptance("Workshops", 31.0, None, None),
    )
    assert [note.text for note in digest.notes] == ["Overall: about one in five"]


def test_acronyms_under_other_names(digest_of: DigestOf) -> None:
    digest = digest_of("glossary")
    assert digest.acronyms == (
        Acronym("KV", "Key-Value"),
        Acronym("SLO", "Service Level Objective"),
        Acronym("TTFT", "Time To First Token"),
        Acronym("PD", "Prefill-Decode"),
        Acronym("RDMA", "Remote Direct Memory Access"),
        Acronym("NIC", "Network Interface Card"),
    )
    (problem,) = digest.diagnostics
    assert (problem.line, problem.text) == (15, "A line that explains nothing at all")


def test_groups_of_any_depth_and_titles_that_repeat(
    digest_of: DigestOf, outline_of: OutlineOf
) -> None:
    digest = digest_of("deep_groups")
    assert outline_of(digest) == [
        "5 # Level three",
        "  7 # Level four",
        "    9 # One",
        "      10 # Two",
        "        11 # Three",
        "          12 # Four",
        "            13 Nemo: A System at the Bottom of Everything",
        "          18 # An empty group",
        "        19 Nemo: A System at the Bottom of Everything",
        "21 # Empty heading",
        "23 # Another level three",
        "  25 Nautilus: A System That Mentions Nemo: A System at the Bottom of Everything",
        "  27 Nemo: A System at the Bottom of Everything",
    ]
    nemo = digest.papers[0]
    assert nemo.topics == ("Level three", "Level four", "One", "Two", "Three", "Four")
    assert [(bullet.depth, bullet.text) for bullet in nemo.summary] == [
        (0, "Dive."),
        (1, "Deeper."),
        (2, "Deepest."),
    ]


def test_chinese(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("chinese")
    assert outline_of(digest) == [
        "5 # 大模型训练",
        "  7 面向大规模模型训练的容错检查点系统",
        "  10 星辰（Xingchen）: 异构集群的调度",
    ]
    first, second = digest.papers
    assert first.organizations == ("清华大学", "阿里巴巴")
    assert [b.text for b in first.summary] == ["提出一种新的检查点方法，恢复时间缩短 30.5%。"]
    assert first.keys[-1] == "title:面向大规模模型训练的容错检查点系统"
    assert second.organizations == ("北京大学",)


def test_awesome_list(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("awesome")
    assert outline_of(digest) == [
        "11 # Serving systems",
        "  13 Efficient Memory Management for Large Language Model Serving with PagedAttention",
        "  14 Clipper: A Low-Latency Online Prediction Serving System",
        "  15 Clockwork: Serving DNNs Like Clockwork",
        "  16 INFaaS: Automated Model-less Inference Serving",
        "  18 # Schedulers",
        "    20 Orca: A Distributed Serving System for Transformer-Based Generative Models",
        "    21 Paella: Low-latency Model Serving with Software-defined GPU Scheduling",
        "    22 DistServe: Disaggregating Prefill and Decoding for Goodput-optimized Serving",
        "24 # Surveys",
        "  26 Towards Efficient Generative Large Language Model Serving: A Survey",
        "28 # Contributing",
        "32 # License",
    ]
    papers = by_name(digest)
    assert papers[None].link("arxiv").url == "https://arxiv.org/abs/2312.15234"
    assert [bullet.text for bullet in digest.papers[0].summary] == ["keeps the cache in pages."]
    assert papers["Clockwork"].venue == "OSDI 2020"
    assert links(papers["Clockwork"]) == [("pdf", "pdf"), ("code", "code")]
    assert papers["INFaaS"].venue == "ATC 2021"
    assert links(papers["INFaaS"]) == [("Paper", "paper"), ("Code", "code")]
    assert papers["Orca"].venue == "OSDI '22"
    assert papers["Paella"].venue == "SOSP'23"
    assert links(papers["DistServe"]) == [("paper", "arxiv")]


def test_lines_of_many_styles(digest_of: DigestOf) -> None:
    digest = digest_of("awesome_styles")
    read = {
        (paper.name or paper.title): (paper.venue, [link.kind for link in paper.links])
        for paper in digest.papers
    }
    assert read == {
        "Megatron-LM": (None, ["arxiv"]),
        "Reducing Activation Recomputation in Large Transformer Models": (None, ["arxiv"]),
        "Optimized Network Architectures for Large Language Model Training with Billions of "
        "Parameters": (None, []),
        "Alpa": ("OSDI' 22", ["arxiv", "paper"]),
        "ByteCheckpoint": (None, ["arxiv"]),
        "GPipe": ("NeurIPS 2019", ["arxiv", "code"]),
        "Ring Attention with Blockwise Transformers for Near-Infinite Context": (
            None,
            ["arxiv", "code"],
        ),
        "A Paper With Prefix in Plain Brackets Here": ("arxiv 2023.12", ["arxiv"]),
        "Parrot": ("OSDI'24", ["paper"]),
        "LoongServe": ("SOSP", ["arxiv"]),
        "MapReduce": ("OSDI 2004", ["pdf"]),
        "ORCA": ("OSDI 2022", ["paper"]),
        "The Datacenter as a Computer (3rd edition)": (None, []),
        "vLLM": (None, ["code"]),
        "SGLang": ("NeurIPS 2024", ["arxiv"]),
        "SGLang at the Back of Its Link": (None, ["arxiv"]),
        "FlexGen": (None, ["arxiv", "code"]),
        "Title with Nested (Parens (inside))": ("SOSP'23", ["other"]),
        "An HTML Linked Title of a Paper": (None, ["arxiv"]),
        "How We Did It": (None, ["blog"]),
    }
    beside = {paper.name: [bullet.text for bullet in paper.summary] for paper in digest.papers}
    assert by_name(digest)["ByteCheckpoint"].organizations == ("ByteDance",)
    assert beside["MapReduce"] == []
    assert by_name(digest)["MapReduce"].authors == ("Jeff Dean", "Sanjay Ghemawat")
    assert beside["SGLang"] == []


def test_papers_directly_below_the_title(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("one_level")
    assert digest.title == "Papers I like"
    assert outline_of(digest) == [
        "3 Amoeba: A System Directly Below the Title",
        "6 # Networks",
        "  8 Bistro: A System Below a Second Heading of the First Level",
    ]


def test_a_page_of_many_papers_recognises_none(digest_of: DigestOf) -> None:
    first, second, third = digest_of("one_proceedings_page").papers
    assert first.keys == ("title:first a paper of the workshop",)
    assert second.keys == ("title:second another paper of the workshop",)
    assert third.keys[0] == "url:example.org/workshop/third"


def test_badges_links_footnotes_and_html(digest_of: DigestOf, outline_of: OutlineOf) -> None:
    digest = digest_of("marks_and_extras")
    lyra, emphasised, html, hidden = digest.papers
    assert lyra.title == "Lyra: Elastic Scheduling for Deep Learning Clusters"
    assert lyra.badges == ("Best Paper Award", "Operational Systems Track")
    assert lyra.organizations == ("CUHK", "ByteDance")
    assert links(lyra) == [("Paper", "paper"), ("Slides", "slides"), ("Video", "video")]
    assert [(bullet.kind, bullet.text) for bullet in lyra.summary] == [
        ("item", "Loan idle inference servers to training.[1]"),
        ("text", "[1] Loaning was tried in production."),
        ("text", "Setting | Speedup\nLoaning | 1.53x"),
    ]
    assert emphasised.title == (
        'Emphasised and coded: A Title with & and "Quotes", Commas, and C++'
    )
    (bullet,) = emphasised.summary
    assert [bullet.text[span.start : span.end] for span in bullet.spans] == [
        "https://example.org/wiki/A_(b)",
        "https://example.org/wiki/C_(d)",
    ]
    assert html.title == "Html: Tags in a Title & Entities Too"
    assert hidden.title == "Hidden: A List inside HTML"
    assert digest.diagnostics == ()
    assert [note.text for note in digest.children[0].notes] == ["Quoted: A List inside a Quote"]


def test_reference_links_below_their_use(digest_of: DigestOf) -> None:
    (paper,) = digest_of("references").papers
    assert [(link.label, link.url) for link in paper.links] == [
        ("Paper", "https://example.org/ref.pdf"),
        ("arXiv", "https://arxiv.org/abs/2001.00002"),
    ]


def test_hostile_text_is_shown_and_harmless(digest_of: DigestOf) -> None:
    digest = digest_of("hostile")
    titles = [paper.title for paper in digest.papers]
    assert titles == [
        "[@click=app.quit]x[/]: A Title That Is Markup",
        "A [/] B: Brackets That Close Nothing",
        "Only a link",
    ]
    shown = [bullet.text for bullet in digest.papers[0].summary]
    assert shown == [
        "\ufffd]52;c;aGVsbG8=\ufffd & Corp",
        "Say gnorw things.",
        "A\u0300\u0301\u0302\u0303 tower of marks.",
    ]
    assert [(problem.line, problem.text) for problem in digest.diagnostics] == [
        (12, "[Paper]"),
        (15, "https://example.org/empty"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: From the Matter\n---\n\nText.\n", "From the Matter"),
        ("Text without a heading.\n", "notes"),
        ("Set\n===\n", "Set"),
        ("\n\n# *Styled* `title` #\n", "Styled title"),
        ("---\n\n# After a rule\n", "After a rule"),
    ],
)
def test_the_title_of_a_document(text: str, title: str) -> None:
    assert parse(text, "folder/notes.md").title == title


def test_a_readme_is_no_digest() -> None:
    digest = parse(
        "# Tool\n\n[![build](https://example.org/build.svg)](https://example.org/build)\n\n"
        "## Install\n\n* Use [pip](https://example.org/pip) or your system's packages.\n"
        "* [Docs](https://example.org/docs)\n\n## License\n\n* [MIT](LICENSE)\n"
    )
    assert digest.papers == ()
    assert [link.url for link in digest.meta] == ["https://example.org/build"]


def test_addresses_alone_are_about_the_digest() -> None:
    digest = parse(
        "# NSDI 2025\n\n## Meta Info\n\n### Paper List\n\n"
        "* Spring: <https://example.org/spring>\n* Fall: <https://example.org/fall>\n\n"
        "### Program committee\n\n* Nobody in particular\n\n## Papers\n\n"
        "* Title of a Paper \\[[Paper](https://example.org/a.pdf)]\n"
    )
    assert [link.label for link in digest.meta] == ["Spring", "Fall"]
    assert [note.text for note in digest.notes] == ["Nobody in particular"]
    assert len(digest.children) == len(digest.papers) == 1


def test_a_topic_may_have_links_and_a_description() -> None:
    digest = parse(
        "# T\n\n## Papers\n\n* [Scheduling](scheduling.md) - who runs when\n"
        "  * Title of a Paper \\[[Paper](https://example.org/a.pdf)]\n"
    )
    (topic,) = digest.children
    assert topic.title == "Scheduling"
    assert [link.url for link in topic.links] == ["scheduling.md"]
    assert [note.text for note in topic.notes] == ["who runs when"]
    assert digest.papers[0].topics == ("Scheduling",)


def test_long_lists_are_settled_alike_from_end_to_end() -> None:
    items = [f"* S{n}: A System \\[[Paper](https://example.org/{n})]\n" for n in range(200)]
    items += ["* Without a Link\n"]
    digest = parse("# T\n\n## Papers\n\n" + "".join(items))
    assert [paper.line for paper in digest.papers] == list(range(5, 206))
    assert digest.papers[-1].title == "Without a Link"


def test_latex_in_titles_is_shown_as_text() -> None:
    text = (
        "# L\n\n## Papers\n\n"
        "* [$O(n^2)$ Owls \\\\& Rock: \\textit{Fast} at $5](https://arxiv.org/abs/2401.00001)\n"
        "* [Kettles -- A $\\alpha$-Survey](https://arxiv.org/abs/2401.00002)\n"
    )
    digest = parse(text)
    assert [paper.title for paper in digest.papers] == [
        "O(n²) Owls & Rock: Fast at $5",
        "Kettles – A α-Survey",
    ]
    assert digest.diagnostics == ()
