"""A web server on this machine that answers well or badly, as a test asks."""

from __future__ import annotations

import gzip
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIST = """\
# Birds

* Heron: Wading at Scale \\[[Paper](https://birds.example.org/heron.pdf)]
* Wren: Songs in Small Spaces \\[[Paper](https://birds.example.org/wren.pdf)]
"""


@dataclass
class ListServer:
    """Answers each path as `answers` says, and lists the requests; `close` ends it.

    An answer is a text, or a function that is given the handler of the request. `waiting` is set
    when the server closes: a handler that stalls waits for it.
    """

    certificate: Path | None = None
    answers: dict[str, str | Callable[[Any], None]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        outer = self
        self.waiting = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                answer = outer.answers.get(self.path)
                if answer is None:
                    self.close_connection = True
                    send(self, b"no such list", status=404)
                elif isinstance(answer, str):
                    send(self, answer.encode(), ETag='"v1"')
                else:
                    self.close_connection = True
                    answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                """A client that gave up is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        scheme = "http"
        if self.certificate is not None:
            scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            # In the thread of the request: a handshake that fails must not end the server.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.base = f"{scheme}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        """End the server: its address then refuses connections."""
        self.waiting.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    # Bad answers

    def stall(self, handler: Any) -> None:
        """Send nothing."""
        self.waiting.wait(60)
        del handler

    def stall_in_the_middle(self, handler: Any) -> None:
        """Announce a file, send the beginning, and then nothing."""
        send(handler, b"# Birds\n", length=1_000)
        self.waiting.wait(60)

    def drip(self, handler: Any) -> None:
        """Send a byte now and then."""
        start(handler, length=1_000_000)
        while not self.waiting.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()


def start(handler: Any, status: int = 200, length: int | None = None, **headers: str) -> None:
    """Send the status and headers, in which `_` is written for `-`."""
    handler.send_response(status)
    if length is not None:
        handler.send_header("Content-Length", str(length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def send(
    handler: Any, data: bytes, status: int = 200, length: int | None = None, **headers: str
) -> None:
    """Send an answer; `length` is the length announced, by default the true one."""
    headers.setdefault("Content_Type", "text/plain; charset=utf-8")
    start(handler, status, len(data) if length is None else length, **headers)
    handler.wfile.write(data)
    handler.wfile.flush()


def redirect_to(location: str, status: int = 302) -> Callable[[Any], None]:
    """Return an answer that redirects."""
    return lambda handler: send(handler, b"moved", status, Location=location)


def announce_more(handler: Any) -> None:
    """Announce more than is sent."""
    send(handler, LIST.encode(), length=100_000)


def cut_chunks(handler: Any) -> None:
    """Send chunks of which the last is missing."""
    start(handler, Transfer_Encoding="chunked", Content_Type="text/plain")
    handler.wfile.write(b"8\r\n# Birds\n\r\n100\r\n* He")


def not_http(handler: Any) -> None:
    """Send what is no HTTP."""
    handler.wfile.write(b"\x00\x1b]0;x\x07 hello\r\n\r\n")


def many_headers(handler: Any) -> None:
    """Send more headers than any client takes."""
    headers: dict[str, Any] = {f"X-{number}": "x" for number in range(500)}
    start(handler, **headers)


def fifty_megabytes(handler: Any) -> None:
    """Send 50 MB without announcing it."""
    start(handler, Content_Type="text/plain", Connection="close")
    for _ in range(50):
        handler.wfile.write(b"* x\n" * 262_144)


def announced_gigabyte(handler: Any) -> None:
    """Announce a gigabyte."""
    send(handler, b"# Birds\n", length=1 << 30)


def gzip_bomb(handler: Any) -> None:
    """Send a small file that unpacks to 64 MB."""
    send(handler, gzip.compress(b"*" * (64 << 20)), Content_Encoding="gzip")


def broken_gzip(handler: Any) -> None:
    """Send what is no gzip but claims to be."""
    send(handler, LIST.encode(), Content_Encoding="gzip")


def cut_gzip(handler: Any) -> None:
    """Send a gzip file without its end."""
    send(handler, gzip.compress(LIST.encode())[:-12], Content_Encoding="gzip")


def gzipped(handler: Any) -> None:
    """Send the list, compressed."""
    send(handler, gzip.compress(LIST.encode()), Content_Encoding="gzip")


def brotli(handler: Any) -> None:
    """Send an encoding that was not asked for."""
    send(handler, b"\x0b\x02\x80", Content_Encoding="br")


def web_page(handler: Any) -> None:
    """Send HTML."""
    send(handler, b"<html><body>Birds</body></html>", Content_Type="text/html; charset=utf-8")


def web_page_as_text(handler: Any) -> None:
    """Send HTML as plain text."""
    send(handler, b"\n<!DOCTYPE html>\n<html><body>Birds</body></html>")


def picture(handler: Any) -> None:
    """Send a picture."""
    send(handler, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Content_Type="image/png")


def status(code: int) -> Callable[[Any], None]:
    """Return an answer with this status."""
    return lambda handler: send(handler, b"no", code)


def unchanged(handler: Any) -> None:
    """Send the list with its ETag, and 304 to who has it."""
    if handler.headers.get("If-None-Match") == '"v1"':
        start(handler, 304)
    else:
        send(handler, LIST.encode(), ETag='"v1"')
