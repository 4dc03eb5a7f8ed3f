from __future__ import annotations

import pytest

from nsdi_tui.digest.links import arxiv_id, doi_of, link_kind, normal_address, title_link
from nsdi_tui.digest.reading.document import parse


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("Paper", "https://www.usenix.org/conference/nsdi26/presentation/luo", "paper"),
        ("Paper", "https://doi.org/10.1145/1", "paper"),
        ("Paper", "https://arxiv.org/abs/2502.13965", "arxiv"),
        ("PDF", "https://arxiv.org/pdf/2502.13965v2.pdf", "arxiv"),
        ("arXiv", "https://example.org/a", "paper"),
        ("arXiv", "https://arxiv.org/", "paper"),
        ("PDF", "https://example.org/a", "pdf"),
        ("ACM", "https://dl.acm.org/doi/10.1145/1", "paper"),
        ("ACM", "https://doi.org/10.1145/1", "doi"),
        ("Code", "https://example.org/a", "code"),
        ("vLLM", "https://github.com/vllm-project/vllm", "code"),
        ("Personal Notes", "../notes/a.md", "notes"),
        ("Project Page", "https://example.org", "homepage"),
        ("Talk", "https://example.org/t", "video"),
        ("Recording", "https://www.youtube.com/watch?v=1", "video"),
        ("Slides (PDF)", "https://example.org/a.pdf", "slides"),
        ("Trace", "https://example.org/t", "data"),
        ("Blog", "https://example.org/b", "blog"),
        ("Paper list", "https://example.org/program", "other"),
        ("Something", "https://example.org/", "other"),
        ("论文", "notes.md", "paper"),
        ("Paper", "https://[broken", "paper"),
        ("Fake", "https://notgithub.com/x", "other"),
    ],
)
def test_kinds(label: str, url: str, kind: str) -> None:
    assert link_kind(label, url) == kind


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://arxiv.org/abs/2502.13965", "arXiv", "arxiv"),
        ("https://example.org/a.pdf", "PDF", "pdf"),
        ("https://github.com/a/b", "Code", "code"),
        ("https://www.usenix.org/conference/nsdi26/presentation/luo", "Paper", "paper"),
        ("https://example.org/", "Paper", "paper"),
    ],
)
def test_links_of_titles(url: str, label: str, kind: str) -> None:
    link = title_link(url)
    assert (link.label, link.kind) == (label, kind)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("https://arxiv.org/abs/2504.19925", "2504.19925"),
        ("https://arxiv.org/pdf/2504.19925v3.pdf", "2504.19925"),
        ("http://export.arxiv.org/abs/0704.0001", "0704.0001"),
        ("https://arxiv.org/abs/math.GT/0309136v1", "math.GT/0309136"),
        ("https://arxiv.org/abs/cs/0701001", "cs/0701001"),
        ("arXiv:2312.07104", "2312.07104"),
        ("https://arxiv.org/list/cs.DC/recent", None),
        ("2399.12345", None),
    ],
)
def test_arxiv_ids(text: str, identifier: str | None) -> None:
    assert arxiv_id(text) == identifier


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1145/3477132.3483568", "10.1145/3477132.3483568"),
        ("https://dl.acm.org/doi/pdf/10.1145/3477132.3483568", "10.1145/3477132.3483568"),
        ("https://dl.acm.org/doi/abs/10.5555/ABC?x=1#s", "10.5555/abc"),
        ("https://doi.org/10.1016%2Fj.x.2020.1", "10.1016/j.x.2020.1"),
        ("https://example.org/10.1145/1", None),
    ],
)
def test_dois(url: str, doi: str | None) -> None:
    assert doi_of(url) == doi


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.Example.org/A/b/", "example.org/A/b"),
        ("http://user@example.org:8080/a.html#part", "example.org/a"),
        ("https://example.org/a?utm_source=x&id=7", "example.org/a?id=7"),
        ("https://example.org/?id=7", "example.org?id=7"),
        ("https://example.org/", None),
        ("../a.md", None),
        ("javascript:alert(1)", None),
    ],
)
def test_normal_addresses(url: str, address: str | None) -> None:
    assert normal_address(url) == address


def test_an_ampersand_in_an_address_is_no_entity() -> None:
    digest = parse(
        "# D\n\n## Papers\n\n* One: A Paper \\[[Paper](https://e.org/?id=1&section=2&amp;x=3)]\n"
    )
    assert digest.papers[0].links[0].url == "https://e.org/?id=1&section=2&x=3"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_an_address_that_is_none_of_the_web_is_no_paper(url: str) -> None:
    assert link_kind("Paper", url) == "other"
    assert link_kind("arXiv", url) == "other"
