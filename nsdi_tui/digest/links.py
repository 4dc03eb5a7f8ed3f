"""Links: what kind a link is, and the identifiers that its address holds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import get_args
from urllib.parse import parse_qsl, unquote, urlencode

from nsdi_tui.digest.model import Link, LinkKind
from nsdi_tui.digest.text import clean

ADDRESS_LIMIT = 4_096
LABEL_LIMIT = 200
LINK_KINDS: dict[str, LinkKind] = {kind: kind for kind in get_args(LinkKind)}
# The label of a link that has none.
_UNNAMED = "Link"

_LABELS: dict[LinkKind, str] = {
    "paper": "paper|papers|full paper|preprint|publication|manuscript|proceedings|paper link|论文",
    "pdf": "pdf|full text|camera-ready",
    "arxiv": "arxiv",
    "doi": "doi",
    "code": "code|codes|code link|github link|git|pytorch|tensorflow|jax|github|gitlab|gitee|repo"
    "|repository|source|source code|implementation|artifact|artifacts|official code|codebase"
    "|software",
    "homepage": "homepage|home|website|web site|web|site|project|project page|page|webpage"
    "|home page|official website|demo",
    "notes": "notes|note|personal notes|reading notes|paper notes|my notes|personal note",
    "slides": "slides|slide|ppt|pptx|deck|poster",
    "video": "video|videos|talk|recording|youtube|bilibili|watch",
    "blog": "tweet|twitter|thread|blog|blog post|post|article|medium|blogpost",
    "other": "abs|html|acm|ieee|openreview|link|links|here|url|address|download|book|thesis|doc"
    "|docs|documentation|colab|bibtex|bib|cite|appendix|supp|supplement|supplementary|materials"
    "|tool|app|api|reproduction|tutorial",
    "data": "data|dataset|datasets|trace|traces|benchmark|model|models|weights|huggingface"
    "|hugging face",
}
_KINDS_BY_LABEL = {word: kind for kind, words in _LABELS.items() for word in words.split("|")}
# Labels that are part of a name where they have other words beside them.
_WHOLE_LABELS: dict[str, LinkKind] = {"journal": "paper"}
# Words next to a label without making it a title.
_MODIFIER_WORDS = """
    official unofficial our the project source link links here version full extended long short my
    personal more and in of for on to by with v1 v2 v3 supplementary supplemental appendix author
    authors author's public open original preprint online conference journal train training
    inference caffe torch pytorch tensorflow tf keras jax matlab python c cpp c++ lua mxnet paddle
    chainer english chinese zh en hf repo stars star badge static course courses lecture lectures
    playlist reading
"""
_MODIFIERS = frozenset(_MODIFIER_WORDS.split())
_TITLE_LABELS: dict[LinkKind, str] = {
    "arxiv": "arXiv",
    "pdf": "PDF",
    "code": "Code",
    "doi": "DOI",
    "blog": "Blog",
    "video": "Video",
    "data": "Data",
    "slides": "Slides",
}
_LISTS = re.compile(r"\b(?:list|lists|program|programme|accepted|sessions?)\b")
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "gitee.com", "codeberg.org")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com")
_BLOG_HOSTS = ("medium.com", "substack.com", "zhihu.com")
_DATA_HOSTS = ("huggingface.co", "zenodo.org", "kaggle.com")
_ARXIV_HOSTS = ("arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org")
_DOI_HOSTS = ("doi.org", "dx.doi.org")
_PAPER_PLACES = re.compile(
    r"usenix\.org/(?:conference/[^/]+/presentation/|legacy/|system/files/)"
    r"|dl\.acm\.org/|ieeexplore\.ieee\.org/|computer\.org/csdl|openreview\.net/|aclanthology\.org/"
    r"|proceedings\.|papers\.nips\.cc|neurips\.cc/paper|vldb\.org/pvldb|link\.springer\.com/"
    r"|sciencedirect\.com/|semanticscholar\.org/|onlinelibrary\.wiley\.com/|jmlr\.org/"
    r"|openaccess\.thecvf\.com/|papers\.ssrn\.com/|hal\.science/|biorxiv\.org/|mlr\.press/"
    r"|cidrdb\.org/|ndss-symposium\.org/|nature\.com/articles/|eprint\.iacr\.org/"
    r"|research\.google/pubs/|microsoft\.com/en-us/research/(?:publication|uploads)/"
)
_HOST = re.compile(r"https?://(?:[^/?#@\s]*@)?(?:www\.)?([^/?#@:\s\[\]]+)", re.I)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ARXIV_ID = re.compile(
    r"(\d(?<![\d.].)\d(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d+)?(?!\d)"
    r"|([a-z](?<![\w-].)[a-z-]{1,12}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?!\d)"
)
_DOI = re.compile(r"10\.\d{4,9}/[^\s?#\"<>]+")
_INDEX = re.compile(r"(?:/|/index\.html?|\.html?)$")
_TRACKING = re.compile(r"utm_\w+|ref|source|fbclid|gclid|spm|share\w*|from", re.I)


def make_link(label: str, url: str, default: LinkKind | None = None) -> Link:
    """Return a link whose kind is derived from its label as written and its address.

    `default` is its kind where neither says anything: what its column says, for example.
    """
    label = clean(label, LABEL_LIMIT) or _UNNAMED
    kind = link_kind(label, url)
    return Link(label, default if default and kind == "other" else kind, url)


def link_by_address(url: str, label: str) -> Link:
    """Return a link named by its address: `Code`, `PDF`, `arXiv`; else by this label."""
    kind = _kind_by_address(url)
    return make_link(_TITLE_LABELS.get(kind) or ("Paper" if kind == "paper" else label), url)


def title_link(url: str) -> Link:
    """Return the link of a title that is itself a link: its label says what the address is."""
    kind = _kind_by_address(url)
    label = _TITLE_LABELS.get(kind)
    return Link(label, kind, url) if label else make_link("Paper", url)


def link_kind(label: str, url: str) -> LinkKind:
    """Return the kind of a link.

    An arXiv address is `arxiv` whatever its label; else the label decides where it is a known
    word (so `Paper` at doi.org is `paper`); else the address. A label `arXiv` on an address
    elsewhere is a `paper`. An address of another scheme than http is `other`, whatever it says.
    """
    if _has_other_scheme(url):
        return "other"
    by_address = _kind_by_address(url)
    if by_address == "arxiv":
        return "arxiv"
    by_label = kind_by_label(label)
    if by_label == "arxiv":
        return "paper"
    return by_label if by_label and by_label != "other" else by_address


@lru_cache(maxsize=1024)
def kind_by_label(label: str) -> LinkKind | None:
    """Return the kind that a label names, None when it names none."""
    folded = label.casefold().strip(" .:()[]")
    kind = _KINDS_BY_LABEL.get(folded) or _WHOLE_LABELS.get(folded)
    if kind or len(folded) > 40 or _LISTS.search(folded):
        return kind
    words = re.findall(r"[a-z]+", folded)
    if len(words) > 3:
        return None
    for word in words:
        if word in _KINDS_BY_LABEL:
            return _KINDS_BY_LABEL[word]
    return None


def bare_label(text: str) -> str:
    """Return a link's text without the brackets, code marks and stars around it."""
    text = text.strip(" `*")
    while text[:1] in "[(`" and text[-1:] in ")]`" and len(text) > 2:
        text = text[1:-1].strip(" `*")
    for opening, closing in ("[]", "()"):
        if text[:1] == opening and closing not in text:
            text = text[1:].strip()
        if text[-1:] == closing and opening not in text:
            text = text[:-1].strip()
    return text


@lru_cache(maxsize=1024)
def is_label(text: str) -> bool:
    """Whether a link's text only says what kind of link it is (`pdf`, `official code`)."""
    folded = text.casefold().strip(" .:()[]`")
    if folded in _KINDS_BY_LABEL or folded in _WHOLE_LABELS:
        return True
    words = re.findall(r"[\w+]+", folded)
    if not 0 < len(words) <= 5 or len(folded) > 40:
        return False
    named = [word for word in words if word in _KINDS_BY_LABEL]
    return bool(named) and all(
        word in _KINDS_BY_LABEL or word in _MODIFIERS or word.isdigit() for word in words
    )


def is_scholarly(url: str) -> bool:
    """Whether the address alone says that it leads to a paper."""
    return _kind_by_address(url) in ("arxiv", "doi", "pdf", "paper")


def is_web(url: str) -> bool:
    """Whether this is an http or https address."""
    return url[:8].lower().startswith(("http://", "https://"))


@lru_cache(maxsize=1024)
def host_of(url: str) -> str:
    """Return the lower-case host without `www.`; empty for what has none."""
    match = _HOST.match(url)
    return match[1].lower() if match else ""


@lru_cache(maxsize=1024)
def arxiv_id(text: str) -> str | None:
    """Return the first arXiv id in an address or text, without its version."""
    match = _ARXIV_ID.search(text)
    return (match[1] or match[2]) if match else None


def doi_of(url: str) -> str | None:
    """Return the DOI that an address holds, lower-cased: at doi.org or at a publisher's."""
    host = host_of(url)
    if host not in _DOI_HOSTS and "/doi/" not in url:
        return None
    match = _DOI.search(unquote(url) if "%" in url else url)
    return match[0].rstrip("/.,;)").lower() if match else None


def normal_address(url: str) -> str | None:
    """Return the address in the form that recognises a page; None where it names no page.

    Scheme, `www.`, port, user, fragment, tracking parameters, a closing slash or `.html` go, and
    the host is lower-cased. An address without a path or query is a site, not a page.
    """
    match = _HOST.match(url)
    if not match:
        return None
    host = match[1].lower()
    address, _, query = url[match.end() :].partition("#")[0].partition("?")
    _, slash, path = address.partition("/")
    path = _INDEX.sub("", slash + path)
    pairs = [pair for pair in _pairs(query) if not _TRACKING.fullmatch(pair[0])] if query else []
    if not path and not pairs:
        return None
    return host + path + ("?" + urlencode(pairs) if pairs else "")


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, max_num_fields=100)
    except ValueError:
        return []


def _has_other_scheme(url: str) -> bool:
    scheme = None if is_web(url) else _SCHEME.match(url)
    return scheme is not None and scheme[1].lower() not in ("http", "https")


@lru_cache(maxsize=1024)
def _kind_by_address(url: str) -> LinkKind:
    if _has_other_scheme(url):
        return "other"
    host = host_of(url)
    path = url.partition("?")[0].partition("#")[0].lower()
    kind: LinkKind = "other"
    if host in _ARXIV_HOSTS and arxiv_id(url):
        kind = "arxiv"
    elif host in _DOI_HOSTS:
        kind = "doi"
    elif _is_at(host, _VIDEO_HOSTS):
        kind = "video"
    elif path.endswith(".pdf"):
        kind = "pdf"
    elif path.endswith((".ppt", ".pptx", ".key")):
        kind = "slides"
    elif _is_at(host, _CODE_HOSTS):
        kind = "code"
    elif host and _PAPER_PLACES.search(url):
        kind = "paper"
    elif _is_at(host, _BLOG_HOSTS):
        kind = "blog"
    elif _is_at(host, _DATA_HOSTS):
        kind = "data"
    return kind


def _is_at(host: str, hosts: tuple[str, ...]) -> bool:
    return host.endswith(hosts) and any(host == name or host.endswith("." + name) for name in hosts)
