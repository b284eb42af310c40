"""The accuracy gate: reads the shared corpus with the whole pipeline and compares what is reached with the floors.

``python -m crossclaim.evaluate.gate`` prints a table and ends with 1 where a floor is not met. Where the corpus is not
at hand it says so and ends with 0.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from crossclaim.evaluate.corpora import shared_folder
from crossclaim.evaluate.measure import JsonObject
from crossclaim.evaluate.score import MEASURES, Score, load_jsonl, score_claims
from crossclaim.export import to_json, to_output
from crossclaim.ingest import ReadOptions, open_sources
from crossclaim.model import Document
from crossclaim.pipeline import load_resources, read_document

__all__ = [
    "FLOORS",
    "find_shortfalls",
    "load_floors",
    "main",
    "raised_floors",
    "read_jsonl",
    "score_corpus",
    "score_table",
    "with_floors",
]

Floors = Mapping[str, Mapping[str, float]]
Reader = Callable[[Path], Iterable[JsonObject]]

FLOORS = Path(__file__).with_name("floors.toml")
# A floor is what was reached, rounded down to this many decimals.
DECIMALS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is reached beside the floors; 0 where every floor is met or the corpus is absent, else 1."""
    options = _parse(arguments)
    floors = load_floors(options.floors)
    corpus = options.shared / "corpus" / "claims"
    if not corpus.is_dir():
        _say(f"gate: no corpus at {corpus}, nothing measured (set CROSSCLAIM_SHARED)")
        return 0
    reached = score_corpus(corpus, floors, read_jsonl)
    _say(score_table(reached))
    if options.raise_floors:
        raised = with_floors(options.floors.read_text("utf-8"), raised_floors(floors, reached))
        options.floors.write_text(raised, "utf-8")
    shortfalls = find_shortfalls(floors, reached)
    _say("\n".join(shortfalls) or f"gate: every floor is met ({', '.join(reached)})")
    return 1 if shortfalls else 0


def load_floors(path: Path = FLOORS) -> dict[str, dict[str, float]]:
    """The floors by part of the corpus and measure."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def score_corpus(corpus: Path, parts: Iterable[str], read: Reader) -> dict[str, Score]:
    """The score of every part, its documents read by ``read`` and compared with its gold claims."""
    return {part: _score_part(corpus, part, read) for part in parts}


def find_shortfalls(floors: Floors, reached: Mapping[str, Score]) -> list[str]:
    """One line for each floor that is not met, and for each quote that is not in its text or document not read."""
    return [line for part, score in reached.items() for line in _shortfalls_of(part, floors[part], score)]


def raised_floors(floors: Floors, reached: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    """The floors lifted to what was reached, rounded down; none is lowered."""
    return {
        part: {name: max(floor, _round_down(reached[part].value(name) or 0.0)) for name, floor in wanted.items()}
        for part, wanted in floors.items()
    }


def read_jsonl(path: Path) -> list[JsonObject]:
    """What ``crossclaim read --format jsonl`` prints for a file of documents, one object for each."""
    with load_resources() as resources:
        documents = (found for found in open_sources([str(path)], ReadOptions()) if isinstance(found, Document))
        return [json.loads(to_json(to_output(read_document(document, resources)))) for document in documents]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crossclaim.evaluate.gate", description=__doc__)
    shared = shared_folder()
    parser.add_argument("--shared", type=Path, default=shared, help="folder that holds corpus/claims")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="file of floors to compare with")
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="lift floors to what is reached")
    return parser.parse_args(arguments)


def _score_part(corpus: Path, part: str, read: Reader) -> Score:
    documents = corpus / f"{part}.docs.jsonl"
    return score_claims(load_jsonl(documents), load_jsonl(corpus / f"{part}.gold.jsonl"), read(documents))


def _shortfalls_of(part: str, floors: Mapping[str, float], score: Score) -> Iterable[str]:
    for name, floor in floors.items():
        value = score.value(name)
        if value is None or value < floor:
            yield f"gate: {part}: {name} {_number(value, DECIMALS + 1)} is below its floor {_number(floor)}"
    if score.quotes_not_in_text:
        yield f"gate: {part}: {score.quotes_not_in_text} quotes are not in their text"
    if score.documents_missing:
        yield f"gate: {part}: {score.documents_missing} documents were not read"


def score_table(reached: Mapping[str, Score]) -> str:
    """Every measure of every part, a column each."""
    width = max(map(len, MEASURES))
    rows = [("", list(reached))]
    rows += [(name, [_number(score.value(name)) for score in reached.values()]) for name in (*MEASURES, "mean")]
    found = [score.tallies["detection"] for score in reached.values()]
    rows.append(("read/gold", [f"{tally.predicted}/{tally.gold}" for tally in found]))
    return "\n".join(f"{name:{width}}" + "".join(f"{cell:>16}" for cell in cells) for name, cells in rows)


def with_floors(text: str, floors: Floors) -> str:
    """The file of floors with new figures; its comments stay."""
    lines, part = [], ""
    for line in text.splitlines():
        part = line.strip("[]") if line.startswith("[") else part
        name = line.partition(" = ")[0]
        lines.append(f"{name} = {floors[part][name]}" if part and name in floors[part] else line)
    return "\n".join(lines) + "\n"


def _round_down(value: float) -> float:
    scale = pow(10.0, DECIMALS)
    return math.floor(value * scale) / scale


def _number(value: float | None, decimals: int = DECIMALS) -> str:
    return "-" if value is None else f"{value:.{decimals}f}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
