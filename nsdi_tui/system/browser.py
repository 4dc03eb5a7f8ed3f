"""Opening web addresses: only safe ones, only in a graphical browser, never in the terminal."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from nsdi_tui.digest.text import clean
from nsdi_tui.system.host import has_display, on_wsl, over_ssh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_ADDRESS = 2048

_SECONDS = 2.5
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"'`<>\\]")
_HOST_AND_PORT = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_TEXT_BROWSERS = frozenset(
    {
        "browsh",
        "carbonyl",
        "cha",
        "edbrowse",
        "elinks",
        "links",
        "links2",
        "lynx",
        "netrik",
        "retawq",
        "w3m",
        # These two fall back to a text browser.
        "www-browser",
        "sensible-browser",
    }
)
_GRAPHICAL_BROWSERS = (
    "x-www-browser",
    "firefox",
    "firefox-esr",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "brave-browser",
    "microsoft-edge",
    "vivaldi",
    "epiphany",
    "falkon",
)


@dataclass(frozen=True, slots=True)
class OpenResult:
    """Whether an address was opened; `reason` is the browser, or why it was not opened."""

    opened: bool
    reason: str


def check_address(url: str) -> str | None:
    """Return why this address may not be opened, None when it may.

    Only http and https, with a host and without user info, in ASCII, at most 2,048 characters,
    without spaces, control characters, quotes, angle brackets or backslashes. A host outside ASCII
    is named in punycode, because it may look like another.
    """
    if len(url) > LONGEST_ADDRESS:
        return f"it is longer than {LONGEST_ADDRESS:,} characters"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "it is not a valid address"
    if parts.scheme not in ("http", "https"):
        return "only http and https addresses can be opened"
    if not host:
        return "it has no host"
    if "@" in parts.netloc:
        return "it contains a user name"
    name = unquote(host)
    if not name.isascii():
        return f"its host is not ASCII: {_punycode(name)}"
    if not url.isascii():
        return "it contains characters outside ASCII"
    if _UNSAFE.search(url):
        return "it contains spaces, quotes or control characters"
    if not _HOST_AND_PORT.fullmatch(parts.netloc):
        return "its host is invalid"
    return None


def browser_commands(environ: Mapping[str, str] = os.environ) -> list[list[str]]:
    """Return the graphical commands that would be tried, best first, with `%s` for the address.

    `BROWSER` (its graphical entries), then the platform's opener, then browsers by
    name. Empty over SSH and without a display.
    """
    if over_ssh(environ) or not has_display(environ):
        return []
    return list(_commands(environ))


def open_address(
    url: str, environ: Mapping[str, str] = os.environ, *, command: str = ""
) -> OpenResult:
    """Open the address in a graphical browser; blocks for up to 3 seconds, never raises.

    `command` is the user's own, as in `BROWSER`: it is tried first, and also over SSH and without a
    display. To be called in a thread. A command that is still running after the limit counts as
    opened.
    """
    problem = check_address(url)
    if problem is not None:
        return OpenResult(False, problem)
    if command:
        result = _open_with(command, url, environ)
        if result.opened:
            return result
        if over_ssh(environ) or not has_display(environ):
            return result
    if over_ssh(environ):
        return OpenResult(False, "no browser over SSH")
    if not has_display(environ):
        return OpenResult(False, "no browser here")
    deadline = _deadline()
    failed = ""
    for words in _commands(environ):
        name = Path(words[0]).name
        if _run([word.replace("%s", url) for word in words], deadline, environ):
            return OpenResult(True, name)
        failed = f"{name} failed"
    return OpenResult(False, failed or "no graphical browser found")


def _open_with(command: str, url: str, environ: Mapping[str, str]) -> OpenResult:
    name = clean(command, 80)
    for words in _configured_browsers({**environ, "BROWSER": command}):
        opened = _run([word.replace("%s", url) for word in words], _deadline(), environ)
        return OpenResult(opened, Path(words[0]).name if opened else f"{name} failed")
    return OpenResult(False, f"{name} is not a graphical command on this machine")


def _deadline() -> float:
    return time.monotonic() + _SECONDS


def _commands(environ: Mapping[str, str]) -> Iterator[list[str]]:
    search = environ.get("PATH")
    yield from _configured_browsers(environ)
    openers = ["xdg-open"]
    if sys.platform == "darwin":
        openers = ["open"]
    elif on_wsl(environ):
        openers = ["wslview", "xdg-open"]
    for name in (*openers, *_GRAPHICAL_BROWSERS):
        path = shutil.which(name, path=search)
        if path is not None and not _is_text_browser(path):
            yield [path, "%s"]


def _configured_browsers(environ: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the graphical commands of `BROWSER`, a list like `PATH`; each may contain `%s`."""
    for entry in environ.get("BROWSER", "").split(os.pathsep):
        try:
            words = shlex.split(entry)
        except ValueError:
            continue
        if words and words[-1] == "&":
            words.pop()
        path = shutil.which(words[0], path=environ.get("PATH")) if words else None
        if path is None or _is_text_browser(path):
            continue
        place = [] if any("%s" in word for word in words[1:]) else ["%s"]
        yield [path, *words[1:], *place]


def _is_text_browser(path: str) -> bool:
    """Return whether the command, or the file it links to, is a browser for the terminal."""
    return Path(path).name in _TEXT_BROWSERS or Path(os.path.realpath(path)).name in _TEXT_BROWSERS


def _run(command: list[str], deadline: float, environ: Mapping[str, str]) -> bool:
    """Start the command without the terminal; return whether it succeeded or still runs."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_browser_environ(environ),
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(timeout=max(deadline - time.monotonic(), 0.1)) == 0
    except subprocess.TimeoutExpired:
        # Its exit status must be collected when the browser is closed.
        threading.Thread(target=process.wait, daemon=True).start()
        return True


def _browser_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without a terminal, and with only graphical browsers for xdg-open.

    By default, xdg-open falls back to text browsers, which succeed invisibly without a terminal.
    """
    search = environ.get("PATH")
    known = [name for name in _GRAPHICAL_BROWSERS if shutil.which(name, path=search)]
    kept = {name: value for name, value in environ.items() if name != "TERM"}
    return {**kept, "BROWSER": os.pathsep.join(known) or "x-www-browser"}


def _punycode(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return "one that cannot be written in ASCII"
