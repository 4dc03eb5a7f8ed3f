"""Digests of any size, made from a seed, in the grammar of the bundled one.

A paper's title and bullets come to about 500 characters on the average. Mixture-of-Experts,
training and Stanford are about as frequent as they are among systems papers, so that a query for
them narrows down as it would in earnest.
"""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


_AREAS = _listed(
    "Large Language Models (LLMs)|Distributed Training|Congestion Control|Data Center Networks"
    "|Programmable Switches|Remote Memory|Key-Value Stores|Wide-Area Networks|Serverless Computing"
    "|Network Verification|Video Streaming|Cellular Networks|Storage Systems|Resource Management"
    "|Measurement|Security and Privacy|Edge Computing|Consensus and Replication|Transport Protocols"
    "|Host Networking|Satellite Networks|Wireless Sensing|Observability|Databases"
)
_SUBJECTS = _listed(
    "Request Scheduling|KV Cache Management|Fault Tolerance|MoE Training|MoE Inference"
    "|Checkpointing|Collective Communication|Load Balancing|Flow Scheduling|Rate Control"
    "|In-Network Aggregation|Packet Scheduling|Buffer Management|Traffic Engineering"
    "|Failure Diagnosis|Telemetry|Performance Modeling and Simulation|Cold Starts|Multiplexing"
    "|Caching|Replication|Transactions|Tiering|Compression|Offloading|Isolation|Autoscaling"
    "|Configuration Synthesis|Model Checking|Bandwidth Estimation|Spectrum Sharing"
)
_ASPECTS = _listed(
    "Heterogeneous Clusters|Tail Latency|Multi-Tenancy|Fairness|Energy|Cost|Long Contexts"
    "|Stragglers|Incast|Elasticity|Locality|Consistency|Deployment|Workload Characterization"
    "|Hardware Offload|Partial Failures|Bursty Traffic|Small Messages|Large Scale|Cross-Region"
    "|Online Learning|Post-Training|Quantization|Prefetching"
)
_ADJECTIVES = _listed(
    "adaptive|elastic|fault-tolerant|low-latency|lossless|disaggregated|topology-aware"
    "|preemptive|work-conserving|application-aware|scalable|deterministic|incremental"
    "|contention-free|near-optimal|lightweight|verified|decentralized|SLO-aware|energy-aware"
)
_THINGS = _listed(
    "scheduler|transport|key-value store|runtime|control plane|packet scheduler|file system"
    "|serving system|congestion controller|telemetry pipeline|load balancer|cache|verifier"
    "|resource manager|network stack|replication protocol|simulator|memory allocator|switch"
    "|compiler|training framework|gateway"
)
_SETTINGS = _listed(
    "data center networks|GPU clusters|multi-tenant clouds|wide-area backbones|RDMA fabrics"
    "|serverless platforms|edge deployments|cellular networks|disaggregated memory"
    "|large model training|LLM serving|programmable switches|live video|heterogeneous accelerators"
    "|geo-replicated storage|Mixture-of-Experts models|satellite links|microservices"
)
_VERBS = _listed(
    "decouple|partition|reorder|overlap|migrate|compress|prefetch|synthesize|multiplex|predict"
    "|isolate|batch|memoize|replicate|shard|offload"
)
_OBJECTS = _listed(
    "optimizer states|short flows|page tables|gradient buckets|request queues|prefix caches"
    "|routing state|checkpoint traffic|packet headers|cold objects|expert parameters|log records"
    "|link probes|tail requests|storage replicas|control messages|forwarding rules|video segments"
)
_EVILS = _listed(
    "head-of-line blocking|incast|repeated state migration|idle accelerators|stale replicas"
    "|congestion collapse|cold starts|load imbalance|cascading failures|extra round trips"
    "|over-provisioning|lock contention"
)
_MEASURES = _listed(
    "throughput|tail latency|goodput|time-to-convergence|job completion time|memory use"
    "|training time|SLO attainment|CPU time|recovery time"
)
_ORGANIZATIONS = _listed(
    "MIT|CMU|UC Berkeley|UW|ETH Zurich|EPFL|THU|PKU|SJTU|HKUST|NUS|KAIST|UIUC|Princeton|Cornell"
    "|UMich|Duke|UCLA|UT Austin|Purdue|Harvard|Google|Microsoft|Meta|NVIDIA|Alibaba|Tencent"
    "|Huawei|ByteDance|IBM Research|VMware|Cisco Research|SIAT, CAS|Nanjing University|TUM"
    "|Stanford|Columbia|NYU|KTH|Inria"
)
_SYLLABLES = _listed(
    "ka|ri|sto|ve|lun|mar|tec|no|vi|qua|del|or|pha|syn|gra|bel|hy|dro|fle|xa|zi|lo|ber|tal|cor|nim"
)

FIRST_AREA = _AREAS[0]
"""The topic at the top of every digest."""


def digest(papers: int, seed: int = 2026, first: int = 1) -> str:
    """Return a digest of this many papers as Markdown, the same one for the same seed.

    `first` is the number of its first paper: papers of the same number are the same paper.
    Headings hold list items, which hold list items, which hold the papers; all four levels grow
    with the fourth root of the number of papers.
    """
    return "\n".join(_lines(papers, Random(seed), first))


def _lines(papers: int, random: Random, first: int) -> Iterator[str]:
    yield from (
        f"# Synthetic {papers}",
        "",
        "## Meta Info",
        "",
        "Homepage: <https://example.org/synthetic>",
        "",
        "### Acceptance Rate",
        "",
        "* Spring: 24.2% (= 50 / 207)",
        "",
        "## Papers",
    )
    fan = min(round(papers**0.25), len(_AREAS)) or 1
    leaves = fan**3
    numbers = iter(range(first, first + papers))
    titles: set[str] = set()
    for leaf in range(leaves):
        if leaf % fan**2 == 0:
            yield from ("", f"### {_AREAS[leaf // fan**2]}", "")
            subjects = random.sample(_SUBJECTS, fan)
        if leaf % fan == 0:
            yield f"* {subjects[leaf // fan % fan]}"
            aspects = random.sample(_ASPECTS, fan)
        yield f"  * {aspects[leaf % fan]}"
        share = papers * (leaf + 1) // leaves - papers * leaf // leaves
        for number in islice(numbers, share):
            yield from _paper(number, random, titles)
    yield from ("", "## Acronyms", "", "* KV: Key-Value", "* LLM: Large Language Model")
    yield from ("* MoE: Mixture-of-Experts", "* SLO: Service Level Objective", "")


def _paper(number: int, random: Random, titles: set[str]) -> Iterator[str]:
    """Yield the lines of a paper whose title none of `titles` is; they are in lower case."""
    pick = random.choice
    title = ""
    while not title or title.casefold() in titles:
        name = "".join(random.choices(_SYLLABLES, k=random.randint(2, 3)))
        name = name.upper() if random.random() < 0.2 else name.capitalize()
        adjective, thing, setting = pick(_ADJECTIVES), pick(_THINGS), pick(_SETTINGS)
        title = f"{name}: {_titled(adjective)} {_titled(thing)} for {_titled(setting)}"
    titles.add(title.casefold())
    links = f"\\[[Paper](https://example.org/p/{number})]"
    if random.random() < 0.8:
        month, serial = divmod(number, 90_000)
        links += f" \\[[arXiv](https://arxiv.org/abs/{2501 + month}.{serial + 10_000})]"
    if random.random() < 0.1:
        links += f" \\[[Code](https://example.org/c/{number})]"
    yield f"    * {title} {links}"
    yield f"      * {' & '.join(random.sample(_ORGANIZATIONS, random.randint(1, 3)))}"
    if random.random() < 0.1:
        return
    yield (
        f"      * Propose **{name}**, {_article(adjective)} {thing} for {pick(_SETTINGS)} to "
        f"{pick(_VERBS)} {pick(_OBJECTS)} without {pick(_EVILS)} or {pick(_EVILS)}."
    )
    yield (
        f"      * {pick(_VERBS).capitalize()} {pick(_OBJECTS)} and {pick(_VERBS)} "
        f"{pick(_OBJECTS)} in {_article(pick(_ADJECTIVES))} {pick(_THINGS)}, avoiding "
        f"{pick(_EVILS)} where {pick(_OBJECTS)} meet {pick(_SETTINGS)}."
    )
    yield (
        f"      * Improve {pick(_MEASURES)} by {random.randint(50, 900) / 10}% and "
        f"{pick(_MEASURES)} by {random.randint(11, 99) / 10}x over the best {pick(_THINGS)} "
        f"on {random.randint(1, 120) * 1000:,} nodes of {pick(_SETTINGS)}, and over "
        f"{random.randint(2, 24)} months of production in {pick(_SETTINGS)}."
    )


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiouS" else f"a {word}"


def _titled(words: str) -> str:
    return " ".join(word[0].upper() + word[1:] for word in words.split())
