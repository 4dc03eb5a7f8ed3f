from __future__ import annotations

import pytest

from nsdi_tui.digest.identity import fold_title, keys_of
from nsdi_tui.digest.links import make_link


def test_all_keys_best_first() -> None:
    links = [
        make_link("Paper", "https://dl.acm.org/doi/10.1145/ABC.1"),
        make_link("Code", "https://github.com/a/b"),
        make_link("arXiv", "https://arxiv.org/abs/2504.19925v2"),
    ]
    assert keys_of("SYMI: A Title", links) == (
        "arxiv:2504.19925",
        "doi:10.1145/abc.1",
        "url:dl.acm.org/doi/10.1145/ABC.1",
        "title:symi a title",
    )


def test_only_pages_of_the_paper_recognise_it() -> None:
    links = [
        make_link("Homepage", "https://example.org/project"),
        make_link("SOSP 2023", "https://sosp2023.mpi-sws.org/program.html"),
        make_link("Paper", "https://example.org/"),
    ]
    assert keys_of("T", links) == ("title:t",)


def test_an_arxiv_id_in_the_venue() -> None:
    assert keys_of("T", [], "arXiv 2312.07104")[0] == "arxiv:2312.07104"


def test_a_hugging_face_page_about_an_arxiv_id_has_that_id() -> None:
    links = [make_link("HF", "https://huggingface.co/papers/2504.19925")]
    assert keys_of("T", links) == ("arxiv:2504.19925", "title:t")
    assert keys_of("T", [make_link("Data", "https://huggingface.co/datasets/2504.19925")]) == (
        "title:t",
    )


def test_the_page_and_the_pdf_at_openreview_are_one_address() -> None:
    forum = keys_of("T", [make_link("Paper", "https://openreview.net/forum?id=Ab1")])
    pdf = keys_of("T", [make_link("Paper", "https://openreview.net/pdf?id=Ab1")])
    assert forum == pdf == ("url:openreview.net/forum?id=Ab1", "title:t")


@pytest.mark.parametrize(
    "url",
    [
        "https://doi.org/10.1145/%1b]52;c;abcd%07",
        "https://doi.org/10.1145/%c2%9b31m%e2%80%aeevil",
        "https://doi.org/10.1145/a%0ab",
    ],
)
def test_a_key_holds_no_control_characters(url: str) -> None:
    for key in keys_of("T", [make_link("DOI", url)]):
        assert key.isprintable()


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("Di-PS: System–Algorithm  Co-Design", "di ps system algorithm co design"),
        ("Ångström Caches", "angstrom caches"),
        ("Straße and ﬁle", "strasse and file"),
        ("面向大规模 模型", "面向大规模 模型"),
        ("???", "???"),
        ("", "untitled"),
    ],
)
def test_folded_titles(title: str, folded: str) -> None:
    assert fold_title(title) == folded
