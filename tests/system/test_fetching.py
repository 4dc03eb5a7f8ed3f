"""Fetching lists from a server on this machine, and opening the copies without it."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from nsdi_tui.digest.opening import open_digests
from nsdi_tui.errors import DigestError
from nsdi_tui.system import fetched_copies, fetching
from nsdi_tui.system.transfer import Limits
from tests.system import list_server
from tests.system.list_server import LIST, ListServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUICK = Limits(connect=5, stall=0.3, total=1.0, size=4 * 1024 * 1024, redirects=3)
UNHURRIED = Limits(connect=30, stall=30, total=60, size=4 * 1024 * 1024, redirects=3)


@pytest.fixture
def server() -> Iterator[ListServer]:
    opened = ListServer()
    yield opened
    opened.close()


def refusal(url: str, limits: Limits = UNHURRIED) -> str:
    with pytest.raises(DigestError) as caught:
        fetching.fetch(url, limits=limits)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    return message


def test_a_list_is_fetched_and_opens(server: ListServer) -> None:
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    opened = open_digests([url], fetch=fetching.fetch)
    (digest,) = opened.digests
    assert [paper.name for paper in digest.papers] == ["Heron", "Wren"]
    assert (digest.title, digest.source, digest.address, digest.path) == ("Birds", url, url, None)
    assert opened.notices == ()


def test_the_same_address_twice_is_one_digest(server: ListServer) -> None:
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    assert len(open_digests([url, f"{url}#owls"], fetch=fetching.fetch).digests) == 1


BAD: dict[str, tuple[Callable[[Any], None], str]] = {
    "too-large": (list_server.fifty_megabytes, "it is larger than 4 MB"),
    "announced-too-large": (list_server.announced_gigabyte, "it is larger than 4 MB"),
    "gzip-bomb": (list_server.gzip_bomb, "it is larger than 4 MB"),
    "broken-gzip": (list_server.broken_gzip, "127.0.0.1 sent an invalid answer"),
    "cut-gzip": (list_server.cut_gzip, "127.0.0.1 closed the connection before the end"),
    "brotli": (list_server.brotli, "127.0.0.1 sent an unknown encoding: br"),
    "cut-short": (list_server.announce_more, "127.0.0.1 closed the connection before the end"),
    "cut-chunks": (list_server.cut_chunks, "127.0.0.1 closed the connection before the end"),
    "no-http": (list_server.not_http, "127.0.0.1 sent an invalid answer"),
    "headers": (list_server.many_headers, "127.0.0.1 sent an invalid answer"),
    "html": (list_server.web_page, "it is a web page, not a Markdown file"),
    "html-as-text": (list_server.web_page_as_text, "it is a web page, not a Markdown file"),
    "401": (list_server.status(401), "127.0.0.1 does not allow it (401)"),
    "404": (list_server.status(404), "127.0.0.1 has no such file (404)"),
    "429": (list_server.status(429), "127.0.0.1 asks to try again later (429)"),
    "500": (list_server.status(500), "127.0.0.1 answered with status 500"),
    "unasked-304": (list_server.status(304), "127.0.0.1 answered with status 304"),
    "redirect-to-http": (
        list_server.redirect_to("http://birds.example.org/list.md"),
        "it redirects to http://birds.example.org/list.md: only https addresses are fetched",
    ),
    "redirect-to-file": (
        list_server.redirect_to("file:///etc/passwd"),
        "it redirects to file:///etc/passwd: the address has no host",
    ),
    "redirect-with-password": (
        list_server.redirect_to("https://a:b@birds.example.org/"),
        "the address has a user name or a password",
    ),
    "redirect-to-itself": (list_server.redirect_to("/redirect-to-itself"), "more than 3 redirects"),
    "redirect-to-nowhere": (list_server.redirect_to(""), "127.0.0.1 redirects to nowhere"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_one_line(server: ListServer, name: str) -> None:
    answer, reason = BAD[name]
    server.answers[f"/{name}"] = answer
    message = refusal(f"{server.base}/{name}")
    assert message.startswith(f"Cannot fetch {server.base}/{name}: ")
    assert reason in message


def test_a_picture_is_not_a_list(server: ListServer) -> None:
    server.answers["/birds.png"] = list_server.picture
    url = f"{server.base}/birds.png"
    assert refusal(url) == f"Cannot read {url}: it is not a text file"


def test_a_server_that_stalls_is_given_up(server: ListServer) -> None:
    server.answers["/silent"] = server.stall
    server.answers["/half"] = server.stall_in_the_middle
    for path in ("/silent", "/half"):
        assert refusal(f"{server.base}{path}", QUICK).endswith(": 127.0.0.1 does not answer")


def test_an_answer_that_never_ends_is_given_up(server: ListServer) -> None:
    server.answers["/drip"] = server.drip
    message = refusal(f"{server.base}/drip", QUICK)
    assert message.endswith(": 127.0.0.1 took longer than 1 seconds to answer")


def test_a_server_that_is_gone(server: ListServer) -> None:
    server.close()
    assert "no connection to 127.0.0.1: connection refused" in refusal(f"{server.base}/birds.md")


def test_a_host_that_does_not_exist() -> None:
    message = refusal("https://birds.invalid/list.md")
    assert "birds.invalid" in message
    assert "are you offline?" in message


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server: ListServer, code: int) -> None:
    server.answers["/old.md"] = list_server.redirect_to("/new.md", code)
    server.answers["/new.md"] = list_server.gzipped
    fetched = fetching.fetch(f"{server.base}/old.md")
    assert fetched is not None
    assert fetched.data == LIST.encode()


def test_an_unchanged_list_is_not_sent_again(server: ListServer) -> None:
    server.answers["/birds.md"] = list_server.unchanged
    url = f"{server.base}/birds.md"
    fetched = [fetching.fetch(url), fetching.fetch(url)]
    assert [list_ and (list_.data, list_.notices) for list_ in fetched] == [
        (LIST.encode(), ()),
        (LIST.encode(), ()),
    ]
    assert "if-none-match" not in server.requests[0][1]
    assert server.requests[1][1]["if-none-match"] == '"v1"'


def test_without_a_network_the_copy_opens_with_a_notice(server: ListServer) -> None:
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    fetching.fetch(url)
    copy = fetched_copies.load(url)
    assert copy is not None
    server.close()
    opened = open_digests([url], fetch=fetching.fetch)
    assert [paper.name for paper in opened.digests[0].papers] == ["Heron", "Wren"]
    (notice,) = opened.notices
    assert notice.startswith(f"Cannot fetch {url}: no connection to 127.0.0.1")
    day = copy.fetched.astimezone().date().isoformat()
    assert notice.endswith(f"; opened the offline copy from {day}")


def test_a_bad_answer_does_not_replace_a_copy(server: ListServer) -> None:
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    fetching.fetch(url)
    for answer in (list_server.picture, list_server.web_page, list_server.gzip_bomb):
        server.answers["/birds.md"] = answer
        fetched = fetching.fetch(url, limits=UNHURRIED)
        assert fetched is not None
        assert fetched.data == LIST.encode()
        assert "opened the offline copy from" in fetched.notices[0]


def test_a_changed_list_replaces_its_copy(server: ListServer, tmp_path: Path) -> None:
    environ = {"NSDI_TUI_CACHE": str(tmp_path)}
    url = f"{server.base}/birds.md"
    for text in (LIST, LIST + "* Owl: Night Shifts \\[[Paper](https://birds.example.org/owl)]\n"):
        server.answers["/birds.md"] = text
        fetching.fetch(url, environ)
    copy = fetched_copies.load(url, environ)
    assert copy is not None
    assert b"Owl" in copy.data
    assert len(list((tmp_path / "fetched").glob("*.md"))) == 1
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "fetched").iterdir()} == {0o600}


@pytest.mark.parametrize(
    "change",
    [
        {"fetched": "yesterday"},
        {"fetched": 7},
        {"content": "../../../../etc/passwd"},
        {"content": None},
        {"name": "https://other.example.org/"},
        {"url": None, "modified": {}, "content": ""},
    ],
)
def test_a_damaged_copy_counts_as_missing(
    server: ListServer, tmp_path: Path, change: dict[str, Any]
) -> None:
    environ = {"NSDI_TUI_CACHE": str(tmp_path)}
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    fetching.fetch(url, environ)
    (facts,) = (tmp_path / "fetched").glob("*.json")
    facts.write_text(json.dumps(json.loads(facts.read_text()) | change))
    assert fetched_copies.load(url, environ) is None


@pytest.mark.parametrize("etag", ['"x"\r\nX-Planted: yes', "x" * 501, ["x"], 7])
def test_a_planted_header_is_not_sent(server: ListServer, tmp_path: Path, etag: object) -> None:
    environ = {"NSDI_TUI_CACHE": str(tmp_path)}
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    fetching.fetch(url, environ)
    (facts,) = (tmp_path / "fetched").glob("*.json")
    planted = json.loads(facts.read_text()) | {"etag": etag}
    facts.write_text(json.dumps(planted))
    fetching.fetch(url, environ)
    assert "if-none-match" not in server.requests[1][1]


def test_a_copy_that_was_edited_counts_as_missing(server: ListServer, tmp_path: Path) -> None:
    environ = {"NSDI_TUI_CACHE": str(tmp_path)}
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    fetched = fetching.fetch(url, environ)
    assert fetched is not None
    assert fetched.path is not None
    fetched.path.write_text("# Other\n")
    assert fetched_copies.load(url, environ) is None


def test_old_copies_are_removed_and_nothing_else(
    server: ListServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetched_copies, "MOST_LISTS", 2)
    environ = {"NSDI_TUI_CACHE": str(tmp_path)}
    for number in range(4):
        server.answers[f"/{number}.md"] = LIST + f"\n<!-- {number} -->\n"
        fetching.fetch(f"{server.base}/{number}.md", environ)
        if not number:
            (tmp_path / "fetched" / "mine.md").write_text("mine")
        for path in (tmp_path / "fetched").iterdir():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**10))
    kept = [
        number
        for number in range(4)
        if fetched_copies.load(f"{server.base}/{number}.md", environ) is not None
    ]
    assert kept == [2, 3]
    assert (tmp_path / "fetched" / "mine.md").read_text() == "mine"


def test_without_a_cache_folder_lists_open_all_the_same(server: ListServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    server.answers["/birds.md"] = LIST
    url = f"{server.base}/birds.md"
    fetched = fetching.fetch(url, {"NSDI_TUI_CACHE": str(tmp_path / "file")})
    assert fetched is not None
    assert (fetched.data, fetched.path) == (LIST.encode(), None)


def test_a_mirror_takes_the_place_of_the_service(server: ListServer) -> None:
    server.answers["/raw/heron/birds/HEAD/readme.md"] = LIST
    environ = {"NSDI_TUI_GITHUB_RAW": f"{server.base}/raw/"}
    fetched = fetching.fetch("heron/birds", environ)
    assert fetched is not None
    assert fetched.name == "github:heron/birds"
    assert [path.rpartition("/")[2] for path, _ in server.requests] == ["README.md", "readme.md"]
    # The next time, the file that was found comes first.
    fetching.fetch("heron/birds", environ)
    assert server.requests[-1][0].endswith("/readme.md")
    assert server.requests[-1][1]["if-none-match"] == '"v1"'


def test_a_repository_without_a_readme(server: ListServer) -> None:
    environ = {"NSDI_TUI_GITHUB_RAW": server.base}
    with pytest.raises(DigestError, match=r"github:heron/birds: .*no README.md found"):
        fetching.fetch("heron/birds", environ)


def test_a_mirror_must_be_https() -> None:
    with pytest.raises(DigestError, match=r"NSDI_TUI_GITLAB=http://lab.example.org: only https"):
        fetching.fetch("gitlab:a/b", {"NSDI_TUI_GITLAB": "http://lab.example.org"})


def test_a_file_is_never_fetched() -> None:
    assert fetching.fetch("birds.md") is None


@pytest.fixture
def certificate(tmp_path: Path, needs: Callable[..., None]) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed, with its key."""
    needs("openssl")
    path = tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=birds", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(tmp_path / "key.pem"), "-out", str(path)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    path.write_text(path.read_text() + (tmp_path / "key.pem").read_text())
    return path


@pytest.fixture
def secure_server(certificate: Path) -> Iterator[ListServer]:
    opened = ListServer(certificate)
    yield opened
    opened.close()


def test_a_certificate_that_nobody_signed_is_refused(secure_server: ListServer) -> None:
    secure_server.answers["/birds.md"] = LIST
    message = refusal(f"{secure_server.base}/birds.md")
    assert "the certificate of 127.0.0.1 is not valid: self" in message
    assert secure_server.requests == []


def test_a_trusted_certificate_for_another_host_is_refused(
    secure_server: ListServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure_server.answers["/birds.md"] = LIST
    assert fetching.fetch(f"{secure_server.base}/birds.md") is not None
    other = secure_server.base.replace("127.0.0.1", "localhost")
    message = refusal(f"{other}/birds.md")
    assert "the certificate of localhost is not valid: Hostname mismatch" in message


def test_https_never_redirects_to_http(
    secure_server: ListServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure_server.answers["/birds.md"] = list_server.redirect_to("http://birds.example.org/x.md")
    assert "only https addresses are fetched" in refusal(f"{secure_server.base}/birds.md")
    secure_server.answers["/birds.md"] = list_server.redirect_to("http://127.0.0.1:9/x.md")
    assert "it redirects from https to http" in refusal(f"{secure_server.base}/birds.md")


def test_a_server_without_encryption_behind_an_https_address(server: ListServer) -> None:
    url = server.base.replace("http:", "https:") + "/birds.md"
    assert "no secure connection to 127.0.0.1" in refusal(url)
