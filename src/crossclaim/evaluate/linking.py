"""How well claims are put together by occurrence.

``python -m crossclaim.evaluate.linking [--gold|--extracted] PART...``

The claims of a whole part of the shared corpus are one pool, as in a store. "event" of the annotations is the identity
to be found. With ``--gold`` (the default) the annotated claims are linked, with ``--extracted`` those that are read
from the texts and answer an annotated one. B-cubed after Bagga and Baldwin (1998).
"""

from __future__ import annotations

import argparse
import random
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from crossclaim.evaluate.corpora import shared_folder
from crossclaim.evaluate.sourced import Pool, documents_of, gold_pool, read_pool
from crossclaim.link import (
    LEAST_LINK,
    Traits,
    are_far,
    block_keys,
    cluster,
    compare,
    compare_documents,
    fingerprint,
    likelihood,
    traits_of,
)
from crossclaim.model import Document, Link
from crossclaim.pipeline import ExtractorName, Resources, load_resources

__all__ = [
    "FLOORS",
    "PARTS",
    "LinkedPool",
    "candidate_pairs",
    "find_shortfalls",
    "link_pool",
    "main",
    "measure_partition",
    "prepare_pool",
    "resampled",
]

PARTS = ("train", "dev", "authored_train", "authored_dev")
FLOORS = Path(__file__).with_name("linking_floors.toml")
SAMPLES = 200
SEED = 7
Clusters = Iterable[Sequence[str]]


@dataclass(frozen=True)
class LinkedPool:
    """The claims of a pool as they are compared, with the occurrence and the group of each."""

    traits: Mapping[str, Traits]
    events: Mapping[str, str]
    groups: Mapping[str, str]
    copies: Mapping[frozenset[str], float]

    def copied(self, one: Traits, other: Traits) -> float:
        """The part of one's document that stands in the other's, 0 to 1."""
        return self.copies.get(frozenset((one.document, other.document)), 0.0)


def prepare_pool(pool: Pool, resources: Resources, documents: Sequence[Document] = ()) -> LinkedPool:
    """The traits of a pool's claims, and which of its documents copy each other."""
    families = {actor.id: actor.parent for actor in resources.actors.by_id.values() if actor.parent}
    traits = {sourced.id: traits_of(sourced, families) for sourced in pool.claims}
    return LinkedPool(traits, pool.events, pool.groups, _copies(documents))


def _copies(documents: Sequence[Document]) -> dict[frozenset[str], float]:
    """For documents that share their words, the part of the one's that stands in the other's, the larger of the two."""
    texts = {document.id: document for document in documents}
    sharing = _sharing({document.id: fingerprint(document) for document in documents})
    found = (compare_documents(texts[one], texts[other]) for one, other in sorted(sharing))
    return {frozenset((copy.first, copy.second)): max(copy.shared_first, copy.shared_second) for copy in found if copy}


def candidate_pairs(pool: LinkedPool) -> set[tuple[str, str]]:
    """The pairs of claims that share a key, the first id before the second."""
    return _sharing({name: block_keys(traits) for name, traits in pool.traits.items()})


def _sharing(keys: Mapping[str, Iterable[int]]) -> set[tuple[str, str]]:
    blocks: dict[int, list[str]] = defaultdict(list)
    for name in sorted(keys):
        for key in keys[name]:
            blocks[key].append(name)
    return {pair for block in blocks.values() for pair in combinations(block, 2)}


def link_pool(pool: LinkedPool) -> list[Link]:
    """The links worth keeping between the claims of a pool."""
    pairs = ((pool.traits[first], pool.traits[second]) for first, second in sorted(candidate_pairs(pool)))
    return [
        compare(one, other, copied=pool.copied(one, other))
        for one, other in pairs
        if not are_far(one, other) and likelihood(one, other, copied=pool.copied(one, other)) >= LEAST_LINK
    ]


def measure_partition(clusters: Clusters, events: Mapping[str, str]) -> dict[str, float]:
    """B-cubed and pairwise precision, recall and F1, and how many clusters there are against gold."""
    groups = [group for group in ([name for name in several if name in events] for several in clusters) if group]
    sizes = Counter(events[name] for group in groups for name in group)
    precision = recall = total = 0.0
    right = 0
    for group in groups:
        for event, count in Counter(events[name] for name in group).items():
            precision += count * count / len(group)
            recall += count * count / sizes[event]
            right += count * (count - 1) // 2
        total += len(group)
    precision, recall = precision / max(total, 1), recall / max(total, 1)
    linked = sum(len(group) * (len(group) - 1) // 2 for group in groups)
    wanted = sum(size * (size - 1) // 2 for size in sizes.values())
    return {
        "bcubed_precision": precision,
        "bcubed_recall": recall,
        "bcubed_f1": _f1(precision, recall),
        "pairwise_precision": right / linked if linked else 1.0,
        "pairwise_recall": right / wanted if wanted else 1.0,
        "pairwise_f1": 2 * right / (linked + wanted) if linked + wanted else 1.0,
        "clusters": float(len(groups)),
        "gold": float(len(sizes)),
    }


def resampled(clusters: Clusters, pool: LinkedPool, name: str) -> tuple[float, float]:
    """The 95% interval of a measure when groups of documents are drawn anew with replacement, by quantiles."""
    by_group: dict[str, list[str]] = defaultdict(list)
    for claim, group in pool.groups.items():
        by_group[group].append(claim)
    of = {claim: number for number, several in enumerate(clusters) for claim in several}
    chance, names, values = random.Random(SEED), sorted(by_group), []  # noqa: S311 - a sample, no secret
    for _ in range(SAMPLES):
        drawn = [(turn, group) for turn, group in enumerate(chance.choices(names, k=len(names)))]
        values.append(_measure_drawn(drawn, by_group, of, pool.events)[name])
    values.sort()
    return values[int(0.025 * SAMPLES)], values[int(0.975 * SAMPLES) - 1]


def _measure_drawn(
    drawn: Iterable[tuple[int, str]],
    by_group: Mapping[str, Sequence[str]],
    of: Mapping[str, int],
    events: Mapping[str, str],
) -> dict[str, float]:
    """A group drawn twice counts as two groups; what was linked across groups falls apart by turn."""
    clusters: dict[tuple[int, int], list[str]] = defaultdict(list)
    renamed: dict[str, str] = {}
    for turn, group in drawn:
        for claim in by_group[group]:
            name = f"{turn} {claim}"
            renamed[name] = f"{turn} {events[claim]}"
            clusters[turn, of[claim]].append(name)
    return measure_partition(clusters.values(), renamed)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measures of each part beside its baselines; 1 where the shared corpus is absent."""
    parser = argparse.ArgumentParser(prog="python -m crossclaim.evaluate.linking", description=__doc__)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--gold", action="store_true", help="link the annotated claims (the default)")
    source.add_argument("--extracted", action="store_true", help="link the claims that are read from the texts")
    source.add_argument("--gate", action="store_true", help="end with 1 where annotated claims miss a floor")
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART", help=f"of {', '.join(PARTS)}")
    options = parser.parse_args(arguments)
    folder = shared_folder() / "corpus" / "claims"
    if options.gate:
        return _gate(folder)
    absent = [part for part in options.parts if not (folder / f"{part}.gold.jsonl").is_file()]
    if absent:
        sys.stderr.write(f"not measured: {folder / absent[0]}.gold.jsonl is absent\n")
        return 1
    extractor = ExtractorName.LEARNED if options.extracted else ExtractorName.RULES
    with load_resources(extractor=extractor) as resources:
        for part in options.parts:
            sys.stdout.write(_report(part, folder / part, resources, extracted=options.extracted))
    return 0


def find_shortfalls(floors: Mapping[str, float], reached: Mapping[str, float]) -> list[str]:
    """One phrase for each measure below its floor."""
    short = {name: floor for name, floor in floors.items() if reached[name] < floor}
    return [f"{name} {reached[name]:.4f} is below its floor {floor}" for name, floor in short.items()]


def _gate(folder: Path) -> int:
    """Compare with the floors; 0 where all are met or the corpus is absent, else 1."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    if not folder.is_dir():
        sys.stdout.write(f"linking: no corpus at {folder}, nothing measured (set CROSSCLAIM_SHARED)\n")
        return 0
    lines = []
    with load_resources(extractor=ExtractorName.RULES) as resources:
        for part, wanted in floors.items():
            path = folder / part
            pool = prepare_pool(gold_pool(path, resources), resources, documents_of(Path(f"{path}.docs.jsonl")))
            reached = measure_partition(cluster(pool.traits, link_pool(pool), ()).clusters, pool.events)
            lines += [f"linking: {part}: {line}" for line in find_shortfalls(wanted, reached)]
    sys.stdout.write("\n".join(lines or [f"linking: every floor is met ({', '.join(floors)})"]) + "\n")
    return 1 if lines else 0


def _report(part: str, path: Path, resources: Resources, *, extracted: bool) -> str:
    pool = read_pool(path, resources) if extracted else gold_pool(path, resources)
    prepared = prepare_pool(pool, resources, documents_of(Path(f"{path}.docs.jsonl")))
    linked = cluster(prepared.traits, link_pool(prepared), ()).clusters
    lines = [f"{part}: {len(prepared.traits)} claims"]
    if extracted:
        lines[0] += f", {pool.unpaired} more read that no annotated claim answers, {pool.missed} annotated not read"
    partitions = {
        "linked": linked,
        "each alone": [[name] for name in prepared.traits],
        "as the reading": _by_occurrence(prepared.traits.values()),
    }
    for name, clusters in partitions.items():
        if name != "as the reading" or extracted:
            lines.append(_row(name, measure_partition(clusters, prepared.events)))
    for measure in ("bcubed_f1", "pairwise_precision"):
        low, high = resampled(linked, prepared, measure)
        lines.append(f"  {measure} 95% interval {low:.3f} to {high:.3f}")
    return "\n".join(lines) + "\n"


def _by_occurrence(traits: Iterable[Traits]) -> list[list[str]]:
    """The claims of a document that its reading holds for one occurrence."""
    groups: dict[tuple[str, int | str], list[str]] = defaultdict(list)
    for each in traits:
        groups[each.document, each.id if each.occurrence is None else each.occurrence].append(each.id)
    return list(groups.values())


def _row(name: str, values: Mapping[str, float]) -> str:
    shown = "  ".join(
        f"{kind} {values[f'{measure}_precision']:.3f} {values[f'{measure}_recall']:.3f} {values[f'{measure}_f1']:.3f}"
        for kind, measure in (("B-cubed P R F1", "bcubed"), ("pairs P R F1", "pairwise"))
    )
    return f"  {name:15}{shown}  clusters {values['clusters']:.0f} of {values['gold']:.0f}"


if __name__ == "__main__":
    sys.exit(main())
