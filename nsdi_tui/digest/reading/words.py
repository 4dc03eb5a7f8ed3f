"""Word lists: roles of sections, labels of fields, column headings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

SectionRole: TypeAlias = Literal[
    "front", "papers", "topic", "meta", "acceptance", "acronyms", "contents", "back"
]
FieldName: TypeAlias = Literal[
    "title",
    "name",
    "authors",
    "organizations",
    "venue",
    "date",
    "tags",
    "badges",
    "links",
    "summary",
    "ignore",
]

_SECTION_WORDS: dict[SectionRole, str] = {
    "papers": "papers|paper|paper list|papers list|list of papers|accepted papers|all papers"
    "|accepted paper list|reading list|论文|论文列表",
    "meta": "meta|meta info|meta information|metadata|info|information|conference info"
    "|basic info|general information",
    "acceptance": "acceptance rate|acceptance rates|acceptance|acceptance ratio|submissions",
    "acronyms": "acronym|acronyms|glossary|abbreviation|abbreviations|terminology|terms"
    "|list of acronyms|list of abbreviations|acronyms and abbreviations|nomenclature",
    "contents": "contents|content|table of contents|table of content|toc|catalog|catalogue"
    "|index|outline|目录",
    "back": "contributing|contribution|contributions|contribute|how to contribute|license"
    "|licence|acknowledgement|acknowledgements|acknowledgment|acknowledgments|citation"
    "|citations|citing|cite|contact|contact us|contributors|maintainers|authors|star history"
    "|changelog|changelogs|change log|news|updates|update log|update history|update records"
    "|version history|release notes|disclaimer|credits|todo"
    "|stargazers over time|stargazers|recent updates|latest updates|whats new|what s new"
    "|stars|贡献|许可证|引用|致谢|更新日志",
}
_SECTIONS = {name: role for role, names in _SECTION_WORDS.items() for name in names.split("|")}

# Words in a heading that announce links which are no papers.
_RESOURCE_WORDS = re.compile(
    r"\b(?:tools?|tool ?kits?|librar(?:y|ies)|frameworks?|software|repositor(?:y|ies)|repos"
    r"|projects?|courses?|lectures?|tutorials?|talks?|videos?|podcasts?|blogs?|blog posts?"
    r"|posts?|articles?|books?|leaderboards?|communit(?:y|ies)|conferences?|websites?|links?"
    r"|resources?|related lists?|other lists?|awesome|related repositor\w+|products?|companies"
    r"|startups?|people|labs?|groups|newsletters?|datasets?|demos?|implementations?|references)\b"
    r"|开源|工具|课程|博客|资源",
    re.I,
)

_FIELD_WORDS: dict[FieldName, str] = {
    "title": "title|paper title|paper|papers|article|publication title|work|标题|论文|论文标题|题目"
    "|title & authors|title and authors|title/authors|paper & code|paper name|论文名|paper (title)",
    "name": "name|model|method|methods|benchmark|dataset|datasets|abbreviation|abbr|abbr.|acronym"
    "|short name|system|alias|名字|名称|模型|keyword|model name|algorithm|approach",
    "authors": "authors|author|author(s)|first author|作者|researcher|researchers|by|written by",
    "organizations": "institution|institutions|institute|institutes|organization|organizations"
    "|organisation|organisations|affiliation|affiliations|affiliation(s)|institution(s)|team"
    "|company|companies|university|lab|labs|group|org|orgs|机构|单位|team/authors|from"
    "|author affiliations",
    "venue": "venue|venues|conference|conferences|journal|conf|conf.|conference/journal|publication"
    "|published|published in|published at|published on|publisher|pub|pub.|where|proceedings"
    "|accepted|accepted by|accepted at|pub. & date|venue & date|venue and year|venue & year"
    "|venue/year|conference & year|会议|期刊|发表|booktitle",
    "date": "date|year|time|month|day|publish date|published date|publication date|release date"
    "|released|release time|date of publication|date (arxiv)|年份|日期|时间|发布时间|年",
    "tags": "tags|tag|keywords|key words|key|keys|type|types|category|categories|topic|topics|task"
    "|tasks|modality|modalities|area|areas|field|domain|domains|env|environment|environments"
    "|platform|platforms|subject|subjects|标签|类别|类型|关键词",
    "badges": "award|awards|badge|badges|presentation",
    "links": "link|links|url|urls|code|codes|github|git|repo|repository|demo|demos|website|web"
    "|webpage|project|project page|page|homepage|home page|pdf|arxiv|video|videos|slides|data"
    "|resource|resources|official code|implementation|paper link|paper/code|code link|openreview"
    "|weights|checkpoint|checkpoints|huggingface|hugging face|blog|tweet|paper url|代码|链接|视频"
    "|论文链接|项目|源码|资源|paper link(s)|doc|docs|hf",
    "summary": "notes|note|summary|description|descriptions|introduction|abstract|tldr|tl;dr|tl dr"
    "|comment|comments|remark|remarks|problem|targeting problem|contribution|contributions|details"
    "|highlight|highlights|main idea|idea|overview|annotation|简介|备注|说明|介绍|摘要|描述|内容"
    "|takeaway|takeaways|key idea|motivation|insight|insights|review",
    "ignore": "star|stars|rating|recom|recom.|#|id|no|no.|num|index|citation|citations|cited|cover"
    "|picture|image|figure|序号|编号|封面|时长|引用|推荐|status|已录制|github stars|bibtex",
}
_FIELDS: dict[str, FieldName] = {
    word: name for name, words in _FIELD_WORDS.items() for word in words.split("|")
}

# What the summary of a `<details>` element says that names nothing.
_GENERIC_SUMMARY = re.compile(
    r"(?:click|tap|show|expand|unfold|collapse|see|view|open|details?|more|bibtex|abstract|toggle)\b"
    r"|点击|展开",
    re.I,
)


def is_generic_summary(text: str) -> bool:
    """Whether a `<details>` summary only says that there is more: `Click to expand`, `Abstract`."""
    return bool(_GENERIC_SUMMARY.match(text.strip()))


def section_role(title: str) -> SectionRole | None:
    """Return the role that a heading's words name, None for a topic."""
    folded = re.sub(r"[^\w ]+", " ", title.casefold())
    return _SECTIONS.get(" ".join(folded.split()))


@lru_cache(maxsize=1024)
def announces_resources(title: str) -> bool:
    """Whether a heading says that what follows are links of another kind than papers."""
    return bool(_RESOURCE_WORDS.search(title))


@lru_cache(maxsize=1024)
def field_of_label(label: str) -> FieldName | None:
    """Return the field that a column heading or a bullet's label names."""
    folded = re.sub(r"[^\w\s&/.#;()-]+", " ", label.casefold())
    folded = " ".join(folded.split()).strip(" .-_")
    return _FIELDS.get(folded) or _FIELDS.get(folded.rstrip("s"))


_FACT_LABEL = re.compile(
    r"[^\w\[(]*(?P<label>[^\W\d_][\w /&.-]{0,24}?)\W{0,2}\s*[:：][\s*_`]*(?=\S)"
)
_FACTS: tuple[FieldName, ...] = ("authors", "organizations", "venue", "date", "tags")


def fact_label(text: str) -> re.Match[str] | None:
    """Return the label with a colon that a line begins with, as the group `label`."""
    return _FACT_LABEL.match(text) if ":" in text or "：" in text else None


def has_fact_label(text: str) -> bool:
    """Whether a line begins with the label of a fact about an entry: `Institutions: …`."""
    match = fact_label(text)
    return match is not None and field_of_label(match["label"]) in _FACTS
