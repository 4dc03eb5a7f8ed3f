"""BibTeX, read back by pybtex, which has no part in writing it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from pybtex.database import parse_string

from nsdi_tui.digest.model import Digest
from nsdi_tui.export.citation import bibtex_entries
from nsdi_tui.export.formats import Selection, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from pybtex.database import BibliographyData

    from nsdi_tui.digest.model import Paper

COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
}


def read(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def as_typeset(value: str) -> str:
    """The text that LaTeX makes of a field; it fails on what LaTeX would stumble over."""
    assert not re.search(r"(?<!\\)[%&_#$~^]", value)
    value = re.sub(r"\\(text\w+)\{\}", lambda command: COMMANDS[command[1]], value)
    return re.sub(r"\\([%&_#$])", r"\1", value)


def title_of(fields: dict[str, str]) -> str:
    protected = re.fullmatch(r"\{(.*)\}", fields["title"])
    assert protected, "the title's capitals are not protected"
    return as_typeset(protected[1])


def test_bundled_digest_reads_back_with_every_field(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    entries = read(written("bibtex", nsdi26)).entries
    assert len(entries) == 26
    for entry, paper in zip(entries.values(), nsdi26.papers, strict=True):
        fields = dict(entry.fields)
        page = paper.link("paper")
        assert page is not None
        assert entry.type == "inproceedings"
        assert title_of(fields) == paper.title
        assert as_typeset(fields["annote"]) == " & ".join(paper.organizations)
        assert fields["booktitle"] == "NSDI"
        assert fields["year"] == "2026"
        assert fields["url"] == page.url
        assert fields.get("eprint") == paper.arxiv
        assert fields.get("archivePrefix") == ("arXiv" if paper.arxiv else None)


def test_no_author_is_invented_and_the_file_says_so(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    text = written("bibtex", nsdi26)
    assert not any(entry.persons for entry in read(text).entries.values())
    assert text.startswith("% The list does not name authors")


@pytest.mark.parametrize(
    "title",
    [
        "A {Title} with 100% of $5 & C_2 # ~tilde ^caret \\backslash",
        "Unbalanced }{ Braces } and { More {",
        "Less < More > Bars | and \"Quotes\" and 'Apostrophes'",
        "Größe, Ångström, naïve Łódź",
        "大模型训练系统",
        "@article{fake, title = {x}}",
        "Ends with a backslash \\",
        "\\input{/etc/passwd}",
        "%",
    ],
)
def test_titles_of_every_kind_read_back(
    title: str, paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    given = paper(title, ("Paper", "https://example.org/x"), organizations=("A {&} B",))
    after = paper("Another: The Entry That Follows")
    entries = read(written("bibtex", Digest("OSDI 2024", "d.md", children=(given, after)))).entries
    assert [title_of(dict(entry.fields)) for entry in entries.values()] == [title, after.title]
    assert as_typeset(next(iter(entries.values())).fields["annote"]) == "A {&} B"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a_b%20c~d#e&f=g$h^i",
        "https://dl.acm.org/doi/10.1145/3600006.3613165",
        "https://example.org/q?x=1&y=%7Bz%7D",
    ],
)
def test_addresses_stand_as_they_are(
    url: str, paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = Digest("OSDI 2024", "d.md", children=(paper("X: Y", ("Paper", url)),))
    (entry,) = read(written("bibtex", digest)).entries.values()
    assert entry.fields["url"] == url


def test_an_address_cannot_leave_its_braces(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    url = "https://example.org/}, author = {Nobody\\"
    digest = Digest("OSDI 2024", "d.md", children=(paper("X: Y", ("Paper", url)),))
    (entry,) = read(written("bibtex", digest)).entries.values()
    assert "author" not in entry.fields
    assert entry.fields["url"] == "https://example.org/%7D,%20author%20=%20%7BNobody%5C"


def test_only_web_addresses_are_urls(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    given = paper("X: Y", ("Personal Notes", "../notes/x.md"), ("Code", "https://example.org/c"))
    (entry,) = read(written("bibtex", Digest("D", "d.md", children=(given,)))).entries.values()
    assert entry.fields["url"] == "https://example.org/c"


def test_the_venue_decides_the_entrys_type(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    papers = (
        paper("A: In its own Venue", venue="SOSP '23"),
        paper("B: At arXiv", ("arXiv", "https://arxiv.org/abs/2312.07104v2")),
        paper("C: Nowhere", ("DOI", "https://doi.org/10.1145/3600006.3613165")),
    )
    data = read(written("bibtex", Digest("My Reading", "d.md", children=papers)))
    own, arxiv, nowhere = data.entries.values()
    assert (own.type, own.fields["booktitle"], own.fields["year"]) == (
        "inproceedings",
        "SOSP",
        "2023",
    )
    assert (arxiv.type, arxiv.fields["eprint"], arxiv.fields["year"]) == (
        "misc",
        "2312.07104",
        "2023",
    )
    assert "booktitle" not in arxiv.fields
    assert (nowhere.type, nowhere.fields["doi"]) == ("misc", "10.1145/3600006.3613165")
    assert "year" not in nowhere.fields


def keys_of(text: str) -> list[str]:
    return re.findall(r"^@\w+\{(.*),$", text, re.M)


@pytest.mark.parametrize(
    ("title", "name", "venue", "key"),
    [
        ("SYMI: Efficient Training", None, None, "nsdi26-symi"),
        ("Di-PS: Co-Design", None, None, "nsdi26-di-ps"),
        ("Orca 2: More of It", None, None, "nsdi26-orca-2"),
        ("Supercharging Simulation", "Wormhole", None, "nsdi26-wormhole"),
        ("Towards an Efficient Network", None, None, "nsdi26-efficient"),
        ("On the Of", None, None, "nsdi26-on"),
        ("Ångström: Small", None, "SOSP '23", "sosp23-angstrom"),
        ("FlexLLM: Serving", None, "USENIX ATC 2025", "usenixatc25-flexllm"),
        ("PyTorch: Tensors", None, "arXiv 2312.07104", "arxiv23-pytorch"),
    ],
)
def test_keys_are_readable(
    title: str, name: str | None, venue: str | None, key: str, paper: Callable[..., Paper]
) -> None:
    given = paper(title, name=name, venue=venue)
    digest = Digest("NSDI 2026", "d.md", children=(given,))
    assert keys_of(bibtex_entries([Selection(digest, [given])])) == [key]


def test_a_title_without_latin_letters_has_a_key_too(paper: Callable[..., Paper]) -> None:
    given = paper("大模型训练系统")
    digest = Digest("NSDI 2026", "d.md", children=(given,))
    (key,) = keys_of(bibtex_entries([Selection(digest, [given])]))
    assert re.fullmatch(r"nsdi26-[0-9a-f]{6}", key)


def same_first_words(paper: Callable[..., Paper]) -> Digest:
    papers = (
        paper("Scaling Large Models"),
        paper("Scaling Large Models", ("Paper", "https://example.org/other")),
        paper("Scaling Large Networks of Switches"),
        paper("Scaling Storage"),
        paper("Unique"),
    )
    return Digest("NSDI 2026", "d.md", children=papers)


def test_papers_of_one_key_are_distinguished_by_their_titles_then_by_digits(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    keys = keys_of(written("bibtex", same_first_words(paper)))
    assert len(set(keys)) == 5
    assert keys[2:] == ["nsdi26-scaling-large-networks", "nsdi26-scaling-storage", "nsdi26-unique"]
    assert all(re.fullmatch(r"nsdi26-scaling-[0-9a-f]{6}", key) for key in keys[:2])


def test_keys_do_not_depend_on_what_is_chosen_or_on_the_order(
    paper: Callable[..., Paper], written: Callable[..., str]
) -> None:
    digest = same_first_words(paper)
    keys = keys_of(written("bibtex", digest))
    turned = replace(digest, children=digest.children[::-1])
    assert keys_of(written("bibtex", turned)) == keys[::-1]
    for key, chosen in zip(keys, digest.papers, strict=True):
        out = StringIO()
        write("bibtex", [Selection(digest, [chosen])], out)
        shown = bibtex_entries([Selection(digest, [chosen])])
        assert keys_of(out.getvalue()) == keys_of(shown) == [key]


def test_a_paper_that_is_listed_twice_has_one_entry(
    nsdi26: Digest, written: Callable[..., str]
) -> None:
    first = nsdi26.papers[0]
    again = replace(first, topics=("Elsewhere",), line=first.line + 100)
    digest = replace(nsdi26, children=(first, again))
    assert keys_of(written("bibtex", digest, digest)) == ["nsdi26-symi"]
