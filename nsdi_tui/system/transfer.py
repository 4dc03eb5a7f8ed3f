"""Getting one file over HTTPS, within limits of time and size.

The request is made in a thread: nothing else can end a host name that never resolves, or an answer
that arrives a byte at a time. Redirects are followed here, not by urllib, which reads what comes
with them without a limit.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import urllib.request
import zlib
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit

from nsdi_tui import __version__
from nsdi_tui.digest.sources.addresses import is_loopback, url_problem
from nsdi_tui.digest.text import clean
from nsdi_tui.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MARKDOWN = "text/markdown, text/plain;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one transfer: seconds, bytes after decompression, redirects."""

    connect: float = 10.0
    stall: float = 20.0
    total: float = 120.0
    size: int = 32 * 1024 * 1024
    redirects: int = 5


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with an answer, to ask later whether it has changed since."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The content of an address; `data` is None if it has not changed."""

    data: bytes | None
    validators: Validators


@dataclass(slots=True)
class _Transfer:
    """A transfer as both threads see it."""

    received: int = 0
    expected: int | None = None
    is_cancelled: bool = False
    answer: Answer | None = None
    error: FetchError | None = None
    sockets: list[socket.socket] = field(default_factory=list)

    def cancel(self) -> None:
        self.is_cancelled = True
        for connected in self.sockets:
            try:
                connected.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


def get(
    url: str,
    validators: Validators = Validators(),
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Answer:
    """Return the content of an address, or that it has not changed.

    `on_progress` is called ten times a second with the bytes received and, if the server announced
    it, their number in the end. Raises FetchError.
    """
    transfer = _Transfer()
    thread = threading.Thread(
        target=_run, args=(transfer, url, validators, limits), daemon=True, name="transfer"
    )
    deadline = time.monotonic() + limits.total
    thread.start()
    try:
        while thread.is_alive() and time.monotonic() < deadline:
            thread.join(0.1)
            if on_progress is not None:
                on_progress(transfer.received, transfer.expected)
        # Taken before cancelling, which ends the transfer with an error.
        error, answer = transfer.error, transfer.answer
    finally:
        transfer.cancel()
    if error is not None:
        raise error
    if answer is None:
        raise FetchError(f"{_shown_host(url)} took longer than {limits.total:g} seconds to answer")
    return answer


def _run(transfer: _Transfer, url: str, validators: Validators, limits: Limits) -> None:
    try:
        transfer.answer = _get(transfer, url, validators, limits)
    except FetchError as error:
        transfer.error = error
    # Whatever a server sends, the user gets one line about it.
    except Exception as error:
        transfer.error = FetchError(_reason(error, url))


def _get(transfer: _Transfer, url: str, validators: Validators, limits: Limits) -> Answer:
    headers = {
        "User-Agent": f"nsdi-tui/{__version__}",
        "Accept": _MARKDOWN,
        "Accept-Encoding": "gzip",
    }
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.modified:
        headers["If-Modified-Since"] = validators.modified
    for _ in range(limits.redirects + 1):
        if problem := url_problem(url):
            raise FetchError(problem)
        request = urllib.request.Request(url, headers=headers)
        opener = _opener(url, transfer, limits)
        try:
            response = opener.open(request, timeout=limits.connect)
        except HTTPError as error:
            with error:
                if error.code == 304 and validators != Validators():
                    return Answer(None, validators)
                if error.code in _REDIRECTS:
                    url = _redirected(url, error.headers.get("Location"))
                    continue
                raise _refused(url, error) from None
        except Exception as error:
            raise FetchError(_reason(error, url)) from error
        with response:
            try:
                return _read(transfer, response, url, limits)
            except (OSError, http.client.HTTPException, zlib.error) as error:
                raise FetchError(_reason(error, url)) from error
    raise FetchError(f"more than {limits.redirects} redirects")


def _read(transfer: _Transfer, response: Any, url: str, limits: Limits) -> Answer:
    headers = response.headers
    host = _shown_host(url)
    encoding = (headers.get("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise FetchError(f"{host} sent an unknown encoding: {clean(encoding, 40)}")
    unpacker = None if encoding == "identity" else zlib.decompressobj(wbits=31)
    transfer.expected = response.length
    if unpacker is None and (response.length or 0) > limits.size:
        raise _too_large(limits)
    chunks: list[bytes] = []
    size = 0
    while not transfer.is_cancelled:
        packed = response.read1(_CHUNK)
        if not packed:
            break
        transfer.received += len(packed)
        chunk = unpacker.decompress(packed, limits.size + 1 - size) if unpacker else packed
        size += len(chunk)
        if size > limits.size:
            raise _too_large(limits)
        chunks.append(chunk)
    if response.length or (unpacker is not None and not unpacker.eof):
        raise FetchError(f"{host} closed the connection before the end of the file")
    data = b"".join(chunks)
    kind = (headers.get_content_type() or "").lower()
    if kind in ("text/html", "application/xhtml+xml") or _is_web_page(data):
        raise FetchError("it is a web page, not a Markdown file; name the address of the raw file")
    return Answer(data, _validators(headers))


def _is_web_page(data: bytes) -> bool:
    start = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _validators(headers: Any) -> Validators:
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    try:
        modified and parsedate_to_datetime(modified)
    except ValueError:
        modified = None
    return Validators(safe_header(etag), safe_header(modified))


def safe_header(value: object) -> str | None:
    """Return the value of a header if it is a text that can be sent back, else None."""
    if isinstance(value, str) and 0 < len(value) <= 500 and value.isascii() and value.isprintable():
        return value
    return None


def _redirected(url: str, location: str | None) -> str:
    """Return where an answer redirects to. Raises FetchError if that must not be followed."""
    if not location:
        raise FetchError(f"{_shown_host(url)} redirects to nowhere")
    target = urljoin(url, location)
    if problem := url_problem(target):
        raise FetchError(f"it redirects to {clean(target, 100)}: {problem}")
    here, there = urlsplit(url), urlsplit(target)
    if here.scheme == "https" and there.scheme != "https":
        raise FetchError("it redirects from https to http")
    if is_loopback(there.hostname) and not is_loopback(here.hostname):
        raise FetchError(f"it redirects to this machine ({clean(target, 100)})")
    return target


def _refused(url: str, error: HTTPError) -> FetchError:
    host = _shown_host(url)
    if error.code in (404, 410):
        return FetchError(f"{host} has no such file ({error.code})", is_missing=True)
    if error.code in (401, 403):
        return FetchError(f"{host} does not allow it ({error.code})")
    if error.code == 429:
        return FetchError(f"{host} asks to try again later (429)")
    return FetchError(f"{host} answered with status {error.code}")


def _too_large(limits: Limits) -> FetchError:
    return FetchError(f"it is larger than {limits.size / (1024 * 1024):g} MB")


def _reason(error: Exception, url: str) -> str:
    """Return what went wrong in a few words."""
    host = _shown_host(url)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, socket.gaierror):
        return f"cannot find the host {host}; are you offline?"
    if isinstance(cause, TimeoutError):
        return f"{host} does not answer"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not valid: {clean(cause.verify_message, 100)}"
    if isinstance(cause, ssl.SSLError):
        return f"no secure connection to {host}: {clean(cause.reason or str(cause), 100)}"
    if isinstance(cause, http.client.IncompleteRead):
        return f"{host} closed the connection before the end of the file"
    if isinstance(cause, (http.client.HTTPException, zlib.error)):
        return f"{host} sent an invalid answer"
    if isinstance(cause, OSError):
        return f"no connection to {host}: {clean(cause.strerror or str(cause), 100).lower()}"
    return f"no connection to {host}: {clean(str(cause), 100)}"


def _shown_host(url: str) -> str:
    return clean(urlsplit(url).hostname or "the server", 100)


# urllib without redirects, files, FTP and cookies


def _opener(url: str, transfer: _Transfer, limits: Limits) -> urllib.request.OpenerDirector:
    # A proxy is not asked for what is on this machine.
    proxies: dict[str, str] | None = {} if is_loopback(urlsplit(url).hostname) else None
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(proxies),
        _Handler(transfer, limits),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _Handler(urllib.request.AbstractHTTPHandler):
    """Opens http and https addresses, with a limit for connecting and one for each wait after."""

    def __init__(self, transfer: _Transfer, limits: Limits) -> None:
        super().__init__()
        self._transfer = transfer
        self._limits = limits

    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_

    def http_open(self, request: urllib.request.Request) -> Any:
        """Open an http address."""
        return self.do_open(self._class(http.client.HTTPConnection), request)

    def https_open(self, request: urllib.request.Request) -> Any:
        """Open an https address."""
        context = ssl.create_default_context()
        kind = self._class(http.client.HTTPSConnection)
        return self.do_open(kind, request, context=context)

    def _class(self, base: type[http.client.HTTPConnection]) -> Any:
        transfer, stall = self._transfer, self._limits.stall

        class Connection(base):  # type: ignore[misc, valid-type]
            def connect(self) -> None:
                super().connect()
                self.sock.settimeout(stall)
                transfer.sockets.append(self.sock)
                if transfer.is_cancelled:
                    transfer.cancel()

        return Connection
