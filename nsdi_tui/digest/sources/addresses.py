"""Addresses of lists: which argument is one, and where its Markdown can be fetched.

    https://github.com/OWNER/NAME       the README of a repository; also with /blob/REF/FILE.md
    github:OWNER/NAME                   the same; also github:OWNER/NAME/FILE.md and …@REF
    OWNER/NAME                          the same, if no file has this name
    https://gitlab.com/GROUP/NAME       the README of a project; also gitlab:GROUP/NAME
    https://gist.github.com/USER/ID     the first file of a gist; also gist:USER/ID
    https://example.org/list.md         a Markdown file anywhere

Nothing is fetched here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from nsdi_tui.digest.text import clean
from nsdi_tui.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from urllib.parse import SplitResult

README_NAMES = ("README.md", "readme.md", "Readme.md", "README.markdown", "docs/README.md")
"""Where a repository may have its README, the most common first."""

ADDRESS_LIMIT = 2048
"""The most characters of an address."""

_SUFFIXES = (".md", ".markdown")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_PART = re.compile(r"(?!\.+$)[A-Za-z0-9_.+-]+")
_REF = re.compile(r"(?!.*\.\.)[A-Za-z0-9_./+-]+")
_GIST = re.compile(r"[0-9a-fA-F]{5,64}")


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where the hosting services are, without a slash at the end: a mirror may replace each."""

    github: str = "https://raw.githubusercontent.com"
    gitlab: str = "https://gitlab.com"
    gist: str = "https://gist.github.com"


@dataclass(frozen=True, slots=True)
class Address:
    """A list on the network: its name as shown, which is an address again, and where it may be.

    Of the `urls`, the first that exists is the list.
    """

    name: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchedList:
    """The bytes of a list that was fetched, and the file that keeps a copy, if one could be kept.

    `name` is that of its address.
    """

    name: str
    data: bytes
    path: Path | None
    notices: tuple[str, ...] = ()


def parse_address(argument: str, hosts: Hosts = Hosts()) -> Address | None:
    """Return the address that an argument of the command line is; None if it can only be a file.

    `OWNER/NAME` is an address: whether there is such a file must be checked before. Raises
    DigestError for an address that is not complete or that is never fetched.
    """
    scheme = _SCHEME.match(argument)
    if scheme is None:
        owner, _, name = argument.partition("/")
        if not _OWNER.fullmatch(owner) or not _PART.fullmatch(name) or _is_markdown(name):
            return None
        return _github([owner, name], "", hosts)
    kind, rest = scheme[1].lower(), argument[scheme.end() :]
    if kind in ("http", "https"):
        return _web(argument, hosts)
    if kind in ("github", "gitlab", "gist"):
        path, _, ref = rest.partition("@")
        parts = [part for part in path.split("/") if part]
        _check(argument, parts)
        if ref and not _REF.fullmatch(ref):
            raise _invalid(argument, "the part after @ is not a branch, tag or commit")
        make = {"github": _github, "gitlab": _gitlab_short, "gist": _gist}[kind]
        address = make(parts, ref, hosts)
        if address is None:
            raise _invalid(argument, f"expected {_EXPECTED[kind]}")
        return address
    if rest.startswith("//"):
        raise _invalid(argument, "only https addresses are fetched")
    return None


_EXPECTED = {
    "github": "github:OWNER/NAME",
    "gitlab": "gitlab:GROUP/NAME",
    "gist": "gist:USER/ID or gist:ID",
}


def url_problem(url: str) -> str | None:
    """Return why an address must not be fetched; None if it may be.

    Only https is fetched, and http from this machine itself.
    """
    if len(url) > ADDRESS_LIMIT:
        return f"the address has more than {ADDRESS_LIMIT:,} characters"
    if any(character.isspace() or not character.isprintable() for character in url):
        return "the address has spaces or control characters"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        if host:
            host.encode("idna")
    except (ValueError, UnicodeError):
        return "not a valid address"
    if not host:
        return "the address has no host"
    if parts.username is not None or parts.password is not None:
        return "the address has a user name or a password"
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return None
    return "only https addresses are fetched"


def is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine itself."""
    if host is None or host.lower() == "localhost":
        return host is not None
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _web(url: str, hosts: Hosts) -> Address:
    if problem := url_problem(url):
        raise _invalid(url, problem)
    split = urlsplit(url)
    host = (split.hostname or "").lower()
    parts = [unquote(part) for part in split.path.split("/") if part]
    service = {
        "github.com": _github_page,
        "www.github.com": _github_page,
        "gitlab.com": _gitlab_page,
        "gist.github.com": _gist_page,
    }.get(host)
    if service is not None and split.port in (None, 443):
        _check(url, parts)
        address = service(parts, hosts)
        if address is None:
            raise _invalid(url, "the address names no repository and no Markdown file")
        return address
    return Address(_name_of(split), (_requested(split),))


def _github_page(parts: Sequence[str], hosts: Hosts) -> Address | None:
    """Return the address for the path of a page on GitHub."""
    if len(parts) > 3 and parts[2] in ("blob", "tree", "raw", "blame", "edit"):
        return _github([*parts[:2], *parts[4:]], parts[3], hosts)
    return _github(parts, "", hosts) if len(parts) == 2 else None


def _github(parts: Sequence[str], ref: str, hosts: Hosts) -> Address | None:
    if len(parts) < 2 or not _OWNER.fullmatch(parts[0]) or not _PART.fullmatch(parts[1]):
        return None
    owner, name = parts[0], parts[1].removesuffix(".git")
    base = f"{hosts.github}/{owner}/{name}/{ref or 'HEAD'}"
    return _file_or_readme(f"github:{owner}/{name}", base, parts[2:], ref)


def _gitlab_page(parts: Sequence[str], hosts: Hosts) -> Address | None:
    if "-" not in parts:
        return _gitlab(parts, [], "", hosts)
    split = parts.index("-")
    project, rest = parts[:split], parts[split + 1 :]
    if len(rest) < 2 or rest[0] not in ("blob", "tree", "raw", "blame", "edit"):
        return None
    return _gitlab(project, rest[2:], rest[1], hosts)


def _gitlab_short(parts: Sequence[str], ref: str, hosts: Hosts) -> Address | None:
    # Groups nest to any depth: only a Markdown file can be distinguished from a project.
    if parts and _is_markdown(parts[-1]):
        return _gitlab(parts[:2], parts[2:], ref, hosts)
    return _gitlab(parts, [], ref, hosts)


def _gitlab(project: Sequence[str], path: Sequence[str], ref: str, hosts: Hosts) -> Address | None:
    if len(project) < 2 or not all(map(_PART.fullmatch, project)):
        return None
    name = "/".join(project).removesuffix(".git")
    base = f"{hosts.gitlab}/{name}/-/raw/{ref or 'HEAD'}"
    return _file_or_readme(f"gitlab:{name}", base, path, ref)


def _gist_page(parts: Sequence[str], hosts: Hosts) -> Address | None:
    return _gist(parts[:2], "", hosts)


def _gist(parts: Sequence[str], ref: str, hosts: Hosts) -> Address | None:
    if len(parts) not in (1, 2) or not _GIST.fullmatch(parts[-1]):
        return None
    if not all(map(_OWNER.fullmatch, parts)):
        return None
    path = "/".join(parts)
    url = f"{hosts.gist}/{path}/raw"
    return (
        Address(f"gist:{path}@{ref}", (f"{url}/{ref}",)) if ref else Address(f"gist:{path}", (url,))
    )


def _file_or_readme(project: str, base: str, path: Sequence[str], ref: str) -> Address | None:
    """Return the address of a file of a repository, or of the README of one of its folders."""
    if ref and not _REF.fullmatch(ref):
        return None
    below = "/".join(path)
    name = "/".join([project, *path]) + (f"@{ref}" if ref else "")
    if path and _is_markdown(path[-1]):
        files = [below]
    elif path and "." in path[-1][1:]:
        return None
    else:
        files = [f"{below}/{file}".lstrip("/") for file in README_NAMES]
    return Address(clean(name, 300), tuple(f"{base}/{quote(file)}" for file in files))


def _requested(split: SplitResult) -> str:
    """Return an address as it is requested: without its fragment, its path in ASCII."""
    path = quote(split.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(split.query, safe="/%:@!$&'()*+,;=~-._?")
    port = f":{split.port}" if split.port else ""
    host = split.hostname or ""
    host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    return f"{split.scheme}://{host}{port}{path}" + (f"?{query}" if query else "")


def _name_of(split: SplitResult) -> str:
    return clean(_requested(split), ADDRESS_LIMIT)


def _is_markdown(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _check(argument: str, parts: Iterable[str]) -> None:
    """Refuse parts that would lead out of a repository or its address."""
    for part in parts:
        if part in (".", "..") or "/" in part or not part.isprintable():
            raise _invalid(argument, "not a valid address")


def _invalid(argument: str, reason: str) -> DigestError:
    return DigestError(f"Cannot open {clean(argument, 300)}: {reason}")
