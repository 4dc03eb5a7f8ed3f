"""Which arguments are addresses, and what is fetched for them."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.sources.addresses import Hosts, parse_address
from nsdi_tui.errors import DigestError

RAW = "https://raw.githubusercontent.com"


@pytest.mark.parametrize(
    ("argument", "name", "first"),
    [
        ("heron/birds", "github:heron/birds", f"{RAW}/heron/birds/HEAD/README.md"),
        ("github:heron/birds", "github:heron/birds", f"{RAW}/heron/birds/HEAD/README.md"),
        ("github:heron/birds@v2", "github:heron/birds@v2", f"{RAW}/heron/birds/v2/README.md"),
        (
            "github:heron/birds/lists/new owls.md",
            "github:heron/birds/lists/new owls.md",
            f"{RAW}/heron/birds/HEAD/lists/new%20owls.md",
        ),
        (
            "https://github.com/heron/birds",
            "github:heron/birds",
            f"{RAW}/heron/birds/HEAD/README.md",
        ),
        (
            "https://github.com/heron/birds.git",
            "github:heron/birds",
            f"{RAW}/heron/birds/HEAD/README.md",
        ),
        (
            "https://github.com/heron/birds/#wading?tab=readme",
            "github:heron/birds",
            f"{RAW}/heron/birds/HEAD/README.md",
        ),
        (
            "https://github.com/heron/birds/blob/main/a/b.md?plain=1",
            "github:heron/birds/a/b.md@main",
            f"{RAW}/heron/birds/main/a/b.md",
        ),
        (
            "https://github.com/heron/birds/tree/main/docs",
            "github:heron/birds/docs@main",
            f"{RAW}/heron/birds/main/docs/README.md",
        ),
        (
            "gitlab:marsh/reeds/birds",
            "gitlab:marsh/reeds/birds",
            "https://gitlab.com/marsh/reeds/birds/-/raw/HEAD/README.md",
        ),
        (
            "https://gitlab.com/marsh/reeds/birds/-/blob/main/owls.md",
            "gitlab:marsh/reeds/birds/owls.md@main",
            "https://gitlab.com/marsh/reeds/birds/-/raw/main/owls.md",
        ),
        (
            "https://gist.github.com/heron/0123456789abcdef",
            "gist:heron/0123456789abcdef",
            "https://gist.github.com/heron/0123456789abcdef/raw",
        ),
        ("gist:0123456789abcdef", "gist:0123456789abcdef", None),
        ("https://example.org/a/list.md#top", "https://example.org/a/list.md", None),
        ("https://example.org/grün.md?x=1", "https://example.org/gr%C3%BCn.md?x=1", None),
        ("HTTPS://Example.org:8443/x", "https://example.org:8443/x", None),
        ("http://127.0.0.1:8000/x.md", "http://127.0.0.1:8000/x.md", None),
        ("http://[::1]:8000/x.md", "http://[::1]:8000/x.md", None),
    ],
)
def test_addresses(argument: str, name: str, first: str | None) -> None:
    address = parse_address(argument)
    assert address is not None
    assert address.name == name
    if first is not None:
        assert address.urls[0] == first


@pytest.mark.parametrize(
    "name",
    [
        "github:heron/birds",
        "github:heron/birds/lists/owls.md@main",
        "github:heron/birds/lists@feature/new",
        "gitlab:marsh/reeds/birds",
        "gist:heron/0123456789abcdef@0123456789abcdef",
        "https://example.org/gr%C3%BCn.md?x=1",
    ],
)
def test_the_name_of_an_address_is_the_same_address(name: str) -> None:
    address = parse_address(name)
    assert address is not None
    assert address.name == name
    assert parse_address(address.name) == address


@pytest.mark.parametrize(
    "argument",
    ["nsdi.md", "lists/nsdi.md", "lists", "./lists", "../lists/nsdi", "/lists/nsdi", "a/b/c", "-",
     "owls/..", "a:b", "C:\\lists\\nsdi", "über/liste"],
)  # fmt: skip
def test_paths_are_no_addresses(argument: str) -> None:
    assert parse_address(argument) is None


@pytest.mark.parametrize(
    ("argument", "reason"),
    [
        ("http://example.org/list.md", "only https addresses are fetched"),
        ("ftp://example.org/list.md", "only https addresses are fetched"),
        ("file:///etc/passwd", "only https addresses are fetched"),
        ("https:///list.md", "the address has no host"),
        ("https://user:secret@example.org/list.md", "a user name or a password"),
        ("https://example.org/a b.md", "spaces or control characters"),
        ("https://example.org/\x1b]0;x\x07.md", "spaces or control characters"),
        ("https://[::1/list.md", "not a valid address"),
        ("https://example.org:99999/list.md", "not a valid address"),
        (f"https://{'x' * 70}.example/list.md", "not a valid address"),
        ("https://example.org/" + "x" * 2_048, "more than 2,048 characters"),
        ("github:heron", "expected github:OWNER/NAME"),
        ("github:heron/birds/../../x/y", "not a valid address"),
        ("github:heron/birds@../x", "the part after @ is not a branch, tag or commit"),
        ("gitlab:marsh", "expected gitlab:GROUP/NAME"),
        ("gist:heron", "expected gist:USER/ID or gist:ID"),
        ("https://github.com/heron", "no repository and no Markdown file"),
        ("https://github.com/heron/birds/issues/7", "no repository and no Markdown file"),
        ("https://github.com/heron/birds/blob/main/paper.pdf", "no Markdown file"),
        ("https://github.com/heron/birds/blob/main/%2e%2e/x.md", "not a valid address"),
    ],
)
def test_what_is_never_fetched_is_reported(argument: str, reason: str) -> None:
    with pytest.raises(DigestError) as caught:
        parse_address(argument)
    message = str(caught.value)
    assert reason in message
    assert message.startswith("Cannot open ")
    assert message.isprintable()
    assert len(message) < 500


def test_mirrors_take_the_place_of_the_services() -> None:
    hosts = Hosts("https://git.example.org/raw", "https://lab.example.org", "https://g.example.org")
    arguments = ["heron/birds", "gitlab:marsh/birds", "gist:0123456789abcdef"]
    found = [parse_address(argument, hosts) for argument in arguments]
    assert [address.urls[0] for address in found if address is not None] == [
        "https://git.example.org/raw/heron/birds/HEAD/README.md",
        "https://lab.example.org/marsh/birds/-/raw/HEAD/README.md",
        "https://g.example.org/0123456789abcdef/raw",
    ]
