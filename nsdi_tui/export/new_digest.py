"""The text of a new digest, as a beginning to fill in."""

from __future__ import annotations

from nsdi_tui.digest.text import clean
from nsdi_tui.export.markdown_text import heading

_TEXT = """\
# {title}

## Meta Info

Homepage: <https://example.org>

### Acceptance Rate

* Research: 20% (= 40 / 200)

## Papers

### First Topic

* Name: Title of the First Paper \\[[Paper](https://example.org/first)] \
\\[[Code](https://example.org/code)]
  * First Institution & Second Institution
  * Say in a sentence what the paper proposes, and **what it is called**.
  * Say in another one how much better that is: by 25%.

### Second Topic

* Name: Title of the Second Paper \\[[Paper](https://example.org/second)]
  * Third Institution

## Acronyms

* MoE: Mixture-of-Experts
"""


def new_digest(title: str) -> str:
    """Return a digest with this title and papers to be replaced; it reads without a diagnostic.

    Raises ValueError for a title without any letter or digit.
    """
    title = clean(title).strip()
    if not any(character.isalnum() for character in title):
        raise ValueError("a title has letters or digits")
    return _TEXT.format(title=heading(title))
