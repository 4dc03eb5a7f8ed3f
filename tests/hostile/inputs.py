"""Hostile inputs: what a stranger may put into a document, by place and by spelling.

A document is made for each place and each spelling. It has one paper, `Heron N`, which must be
read, whatever surrounds it; N is the number of the document.
"""

from __future__ import annotations

from urllib.parse import quote

# Each acts on a terminal, or hides text in it, when its characters arrive there.
ACTS = {
    "CSI, moves the cursor": "\x1b[77;77H",
    "CSI, clears the screen": "\x1b[2J",
    # Two brackets are open: closed here, they leave a link's label whole.
    "OSC 52, sets the clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "OSC 2, sets the title": "\x1b]2;PWNED\x1b\\",
    "DCS": "\x1bP77q\x1b\\",
    "APC": "\x1b_PWNED\x1b\\",
    "ESC c, resets": "\x1bc",
    "C1 CSI": "\x9b77m",
    "C1 OSC": "\x9d52;c;UFdORUQ=\x9c",
    "bidi override": "\u202eabc",
    "bidi isolate": "\u2066abc\u2069",
    "zero width": "a\u200bb\u2060c\ufeffd\u00ad",
    "NUL, BEL, BS, DEL": "\0\x07\x08\x7f",
    "stacked marks": "z" + "\u0301" * 30,
}
PAYLOAD = " ".join(ACTS.values())
RAW_CSI = "[77;77H"
"""Text of a payload that must not follow an escape character."""


def _entities(text: str) -> str:
    return "".join(f"&#x{ord(c):x};" if not 32 < ord(c) < 127 and c != " " else c for c in text)


def _decimal(text: str) -> str:
    return "".join(f"&#{ord(c)};" if not 32 < ord(c) < 127 and c != " " else c for c in text)


def _percent(text: str) -> str:
    return quote(text, safe="[];=,:")


SPELLINGS = {
    # A file with more control characters than these is no text, and is refused.
    "raw": PAYLOAD.replace(ACTS["NUL, BEL, BS, DEL"], "\x7f"),
    "percent": _percent(PAYLOAD),
    "percent twice": _percent(PAYLOAD).replace("%", "%25"),
    "entities": _entities(PAYLOAD),
    "entities twice": _decimal(PAYLOAD).replace("&", "&amp;"),
    "markup": "[@click=app.quit]x[/] [/] [bold red]y [link='https://e.example']z $x {y}",
}

# `@` stands for the hostile text, `#N` for the number of the document.
_PAPER = "* Heron #N: Wading at Dawn \\[[Paper](https://birds.example/#N)]"
PLACES = {
    "title": "# Birds\n\n* Heron #N: Wading @ Dawn \\[[Paper](https://birds.example/#N)]\n",
    "linked title": "# Birds\n\n* [Heron #N: Wading @ Dawn](https://birds.example/#N)\n",
    "digest title": f"# Birds @ of May\n\n{_PAPER}\n",
    "topic": f"# Birds\n\n## Waders @ of May\n\n{_PAPER}\n",
    "group": "# Birds\n\n* Waders @ May\n  * Heron #N: Wading \\[[Paper](https://b.example/#N)]\n",
    "organization": f"# Birds\n\n{_PAPER}\n  * Fen @ Institute & Cliff College\n",
    "badge": f"# Birds\n\n{_PAPER} **Best @ Paper**\n  * Fen Institute\n",
    "summary": f"# Birds\n\n{_PAPER}\n  * Fen Institute\n  * Describe how @ wades.\n",
    "bold summary": f"# Birds\n\n{_PAPER}\n  * Fen Institute\n  * Describe **Pond @** well.\n",
    "code span": f"# Birds\n\n{_PAPER}\n  * Fen Institute\n  * Describe `pond @` well.\n",
    "code block": f"# Birds\n\n{_PAPER}\n  * Fen Institute\n\n    ```\n    pond @ end\n    ```\n",
    "quote": f"# Birds\n\n{_PAPER}\n  * Fen Institute\n\n    > pond @ end\n",
    "link label": f"# Birds\n\n{_PAPER} \\[[Slides @ here](https://birds.example/s)]\n",
    "address": f"# Birds\n\n{_PAPER} \\[[Slides](<https://birds.example/s@>)]\n",
    "bare address": f"# Birds\n\n{_PAPER} https://birds.example/s@\n  * Fen Institute\n",
    "autolink": f"# Birds\n\nSee <https://birds.example/s@>.\n\n{_PAPER}\n",
    "local address": f"# Birds\n\n{_PAPER} \\[[Notes](<notes@.md>)]\n",
    "DOI": f"# Birds\n\n{_PAPER} \\[[DOI](<https://doi.org/10.1145/#N.@>)]\n",
    "definition": f'# Birds\n\n{_PAPER} \\[[Slides][s]]\n\n[s]: <https://b.example/@> "@"\n',
    "image": f"# Birds\n\n{_PAPER} ![bird @ up](<https://birds.example/@.png>)\n",
    "anchor": f"# Birds\n\n* [Part](<#part-@>)\n\n## Part @ one\n\n{_PAPER}\n",
    "table": (
        "# Birds\n\n| Title | Venue | Link |\n|---|---|---|\n"
        "| Heron #N: Wading @ Dawn | Fen @ 2024 | [pdf](<https://birds.example/@.pdf>) |\n"
    ),
    "HTML attribute": f"# Birds\n\n{_PAPER} <a href=\"https://b.example/@\" title='@'>Code</a>\n",
    "HTML text": f"# Birds\n\n<details><summary>Waders @</summary>\n\n{_PAPER}\n\n</details>\n",
    "HTML comment": f"# Birds\n\n<!-- @ -->\n\n{_PAPER}\n",
    "front matter": f"---\ntitle: Birds @\ndescription: '@'\n---\n\n{_PAPER}\n",
    "acronym": f"# Birds\n\n## Papers\n\n{_PAPER}\n\n## Acronyms\n\n* KV: Key @ Value\n* K@: K\n",
    "footnote": f"# Birds\n\n{_PAPER}[^1]\n\n[^1]: Fen @ Institute\n",
    "venue": "# Birds\n\n* Heron #N: Wading (SOSP @ 2023) \\[[Paper](https://birds.example/#N)]\n",
    "authors": f"# Birds\n\n{_PAPER}\n  * Authors: Ann @ Heron, Bo Finch\n  * Tags: wet @, cold\n",
}


def documents() -> dict[str, str]:
    """Return all documents by the names of their files."""
    made: dict[str, str] = {}
    for place, document in PLACES.items():
        for spelling, text in SPELLINGS.items():
            number = len(made) + 1
            name = f"{number:03} {place}, {spelling}.md"
            made[name] = document.replace("#N", str(number)).replace("@", text)
    return made


# Names of files that must be shown, and what they are shown as.
FILE_NAMES = {
    "escape": b"a\x1b]52;c;UFdORUQ=\x07.md",
    "line break": b"b\nforged  entries 99.md",
    "C1": "c\x9b77m.md".encode(),
    "bidi": "d\u202egnp.md".encode(),
    "zero width": "e\u200b\u2060.md".encode(),
    "not UTF-8": b"f\xff\xfe.md",
    "markup": b"[@click=app.quit]g[bold].md",
    "an option": b"--help.md",
    "percent": b"h%1b%5d.md",
    "long": b"i" * 240 + b".md",
}

# Titles and counts that a file of the cache may be given by another program, as JSON.
CACHED = {
    "control characters": PAYLOAD,
    "lone surrogate": "\ud800",
    "another type": {"a": 1},
    "deep nesting": b"[" * 100_000 + b"]" * 100_000,
    "a huge count": b"[[],[],99999999999]",
    "a huge length": None,
}

# Documents that once took too long or too much memory, or may.
BIG = {
    "front matter, exponential": "---\n" + "-a: b\n" * 60 + "x\n",
    "front matter that never ends": "---\n" + "a: b\n" * 20_000,
    "a tag that never ends": "{%" + "a" * 40_000,
    "open brackets": "* " + "[" * 40_000,
    "open links": "* " + "[a](" * 10_000,
    "matched emphasis": "* " + "*a `` " * 6_000 + " b*``" * 6_000,
    "stars": "* " + "**a *b " * 6_000,
    "backticks": "".join("`" * n + "a" for n in range(1, 300)),
    "deep quotes": ">" * 20_000 + " a",
    "deep lists": "".join("  " * depth + "* a\n" for depth in range(300)),
    "deep HTML": "<div>" * 10_000 + "a",
    "open comment": "<!-- " + "* a [b](c)\n" * 5_000,
    "items": "* item\n" * 6_000,
    "headings": "# h\n\n" * 5_000,
    "paragraphs": "a\n\n" * 10_000,
    "300,000 paragraphs": "a\n\n" * 300_000,
    "300,000 items": "* a\n" * 300_000,
    "a million blank lines": "a" + "\n" * 1_000_000 + "b",
    "200,000 headings": "".join(f"# h{n}\n" for n in range(200_000)),
    "200,000 headings of signs": "# !\n" * 200_000,
    "papers": "".join(
        f"* Bird {n}: A Song \\[[Paper](https://b.example/{n})]\n" for n in range(1000)
    ),
    "definitions": "".join(f"[d{n}]: https://b.example/{n}\n" for n in range(3_000)),
    "definitions that are used": "".join(f"[d{n}]: https://b.example/{n}\n" for n in range(3000))
    + "* Heron "
    + "".join(f"[d{n}] " for n in range(3000)),
    "footnotes": "".join(f"[^{n}]: [^{n + 1}]\n" for n in range(3_000)),
    "links in one paper": "* Heron: Wading "
    + "".join(f"[[l{n}](https://b.example/{n})] " for n in range(3_000)),
    "wide table": "|a" * 150 + "|\n" + "|-" * 150 + "|\n" + ("|b" * 150 + "|\n") * 300,
    "HTML table": "<table>" + ("<tr>" + "<td>b</td>" * 150 + "</tr>\n") * 300 + "</table>",
    "entities": "* " + "&#x1b;" * 20_000,
    "percent signs": "* <https://b.example/" + "%25" * 20_000 + ">",
    "combining marks": "* " + "e" + "\u0301" * 100_000,
    "one line": "word " * 40_000,
    "venues": "* Title " + "(SC 2021) " * 4_000,
    "line breaks": "\r\n\u2028\x85\x0b\x0c" * 20_000,
}
