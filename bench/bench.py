"""Speed and memory: documents a second of the whole way, each stage's share, and one short file in its own process.

``python bench/bench.py [--documents N]``. The documents are made from the bundled examples: each is one of them under
another day of publication, so that no two are the same.
"""

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from importlib.resources import files
from itertools import islice
from pathlib import Path
from types import FrameType

from crossclaim.export import to_json, to_output
from crossclaim.extract.learned.features import feature_matrix
from crossclaim.extract.learned.pieces import cut_pieces
from crossclaim.extract.learned.reader import seen_ranges, window_inputs
from crossclaim.extract.learned.windows import cut_windows
from crossclaim.ingest import ReadOptions, open_sources
from crossclaim.model import Document
from crossclaim.pipeline import Resources, find_evidence, load_resources, read_document

FIRST_DAY = date(2024, 10, 9)
SAMPLE_EVERY = 0.001  # seconds of processor time
RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder) / "short.txt"
        short.write_text(min(example_texts(), key=len), encoding="utf-8")
        report_one_file(short)  # first: a child is charged with the memory of the process it is forked from
        path = write_documents(Path(folder) / "documents.jsonl", example_texts(), options.documents)
        report_speed(path, options.documents)
        report_encoder(path)


def example_texts() -> list[str]:
    """The bundled examples that are plain text."""
    folder = files("crossclaim") / "examples"
    return [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".txt")]


def write_documents(path: Path, texts: list[str], number: int) -> Path:
    lines = (
        {"doc": str(i), "published": str(FIRST_DAY + timedelta(days=i)), "text": texts[i % len(texts)]}
        for i in range(number)
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def report_speed(path: Path, number: int) -> None:
    """Print documents a second and each package's share of the processor time, tables loaded beforehand."""
    started = time.perf_counter()
    with load_resources() as resources:
        read_all(path, resources, limit=1)
        print(f"tables and first document   {time.perf_counter() - started:8.2f} s")
        started = time.perf_counter()
        characters, claims = read_all(path, resources)
        seconds = time.perf_counter() - started
        shares = sample_packages(path, resources)
    each = f"{characters // number} characters and {claims / number:.1f} claims each"
    print(f"documents                   {number:8d}   of {each}")
    print(f"documents a second          {number / seconds:8.1f}")
    print(f"characters a second         {characters / seconds:8.0f}")
    for package, share in shares:
        print(f"  {package:26}{share:8.1%}")


def report_encoder(path: Path) -> None:
    """Print sentences a second of the bare encoder, of encoder and questions, and of the whole way, in one run."""
    with load_resources() as resources:
        extractor = resources.extractor
        found = [d for d in open_sources([str(path)], ReadOptions()) if isinstance(d, Document)]
        ready = [find_evidence(document, resources) for document in found]
        sentences = sum(len(evidence.sentences) for _, evidence in ready)
        inputs = []
        for document, evidence in ready:
            pieces = cut_pieces(extractor.tokenizer, document.text, seen_ranges(document))
            features = feature_matrix(document, evidence, pieces)
            inputs += [window_inputs(pieces, features, window) for window in cut_windows(pieces, evidence.sentences)]
        bare = seconds_of(lambda: [extractor.encoder.read(*each) for each in inputs])
        asked = seconds_of(lambda: [extractor(document, evidence) for document, evidence in ready])
        whole = seconds_of(lambda: read_all(path, resources))
    print(f"sentences a second          {sentences / bare:8.1f}   encoder alone")
    print(f"                            {sentences / asked:8.1f}   and its questions, {bare / asked:.0%}")
    print(f"                            {sentences / whole:8.1f}   the whole way, {bare / whole:.0%}")


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def read_all(path: Path, resources: Resources, *, limit: int | None = None) -> tuple[int, int]:
    """Read documents the whole way to JSON; how many characters and claims they had."""
    documents = (found for found in open_sources([str(path)], ReadOptions()) if isinstance(found, Document))
    characters = claims = 0
    for document in islice(documents, limit):
        result = read_document(document, resources)
        to_json(to_output(result))
        characters, claims = characters + len(document.text), claims + len(result.claims)
    return characters, claims


def sample_packages(path: Path, resources: Resources) -> list[tuple[str, float]]:
    """The share of processor time under each package of crossclaim, by looking where it is once a millisecond."""
    samples: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        samples[innermost_package(frame)] += 1

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, SAMPLE_EVERY, SAMPLE_EVERY)
    read_all(path, resources)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return [(package, count / samples.total()) for package, count in samples.most_common()]


def innermost_package(frame: FrameType | None) -> str:
    while frame is not None:
        name = str(frame.f_globals.get("__name__"))
        if name.startswith("crossclaim."):
            return name.split(".")[1]
        frame = frame.f_back
    return "other"


def report_one_file(path: Path) -> None:
    """Print wall time (best of several) and peak memory of reading one short file in a process of its own."""
    command = [sys.executable, "-m", "crossclaim", "read", str(path), "--format", "jsonl"]
    best = min(timed(command) for _ in range(RUNS))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    mebibytes = peak / 2**20 if sys.platform == "darwin" else peak / 2**10
    print(f"one file of {path.stat().st_size} bytes      {best:8.2f} s")
    print(f"peak memory                 {mebibytes:8.0f} MiB")


def timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
