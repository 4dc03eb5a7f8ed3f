"""Values of `is:` and `has:` in complete queries: unknown ones are refused."""

from __future__ import annotations

import pytest

from nsdi_tui.digest.reading.document import parse
from nsdi_tui.errors import QueryError
from nsdi_tui.finding.flags import parse_checked

BIRDS = parse("# Birds\n\n* Owls at Night \\[[Field Trip](https://x.example/owls)]\n")


@pytest.mark.parametrize(
    ("query", "value"), [("is:foo", "is:foo"), ("moe -is:red", "is:red"), ('is:"x"', "is:x")]
)
def test_an_unknown_state_lists_the_valid_ones(query: str, value: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse_checked(query, [BIRDS])
    assert str(raised.value).startswith(f"Unknown value in {value}; valid values: starred, ")


@pytest.mark.parametrize(
    ("query", "value"), [("has:foo", "has:foo"), ("-has:x1", "has:x1"), ("a|has:x2", "has:x2")]
)
def test_an_unknown_part_lists_links_and_fields(query: str, value: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse_checked(query, [BIRDS])
    message = str(raised.value)
    assert message.startswith(f"Unknown value in {value}; valid values: arxiv, ")
    assert message.endswith(", name, or the label of a link")


QUERIES = ["is:paper", "-is:resource", "is:starred,read", "has:arxiv,code", "-has:sum", "has:note"]


@pytest.mark.parametrize("query", [*QUERIES, "has:trip", 'has:"field trip"'])
def test_known_values_and_labels_of_links_are_valid(query: str) -> None:
    assert parse_checked(query, [BIRDS])


def test_labels_of_other_digests_are_unknown() -> None:
    with pytest.raises(QueryError, match="has:voyage"):
        parse_checked("has:voyage", [BIRDS])
