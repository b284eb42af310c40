"""Claims read from annotated reports beside the annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from crossclaim.cli.reading import FAILED, guard, read_one, say
from crossclaim.errors import InputError
from crossclaim.evaluate.errors import compare, write_report
from crossclaim.evaluate.gate import score_table
from crossclaim.evaluate.score import score_claims
from crossclaim.export import to_json, to_output
from crossclaim.ingest import ReadOptions, Unread, open_sources
from crossclaim.model import Document
from crossclaim.pipeline import Resources

__all__ = ["evaluate_files"]

JsonObject = Mapping[str, Any]


def evaluate_files(
    documents: Path, gold: Path, read_claims: Path | None, load: Callable[[], Resources], *, report: bool
) -> int:
    """Print the score, or with ``report`` what goes wrong; the exit status.

    Raises:
        InputError: a file cannot be read or lacks what is compared.
    """
    texts, wanted = _objects(documents, {"doc": str, "text": str}), _objects(gold, {"doc": str, "claims": list})
    if twice := [doc for doc, number in Counter(entry["doc"] for entry in wanted).items() if number > 1]:
        raise InputError(str(gold), f"{twice[0]} is annotated twice")
    known = {entry["doc"] for entry in texts}
    if strange := [entry["doc"] for entry in wanted if entry["doc"] not in known]:
        raise InputError(str(gold), f"{len(strange)} documents that {documents} does not have, as {strange[0]}")
    if read_claims is None:
        outcomes = list(_read(documents, load))
    else:
        outcomes = [*_objects(read_claims, {"doc": str, "claims": list})]
    read = [outcome for outcome in outcomes if not isinstance(outcome, Unread)]
    score = score_claims(texts, wanted, read)
    say(f"{len(wanted)} of {len(texts)} documents are annotated")
    if score.documents_missing:
        say(f"{score.documents_missing} annotated documents were not read")
    if score.quotes_not_in_text:
        say(f"{score.quotes_not_in_text} quotes are not in their text")
    if report:
        typer.echo(write_report(compare(texts, wanted, read)), nl=False)
    else:
        typer.echo(score_table({documents.name.split(".")[0]: score}))
    return FAILED if len(read) < len(outcomes) or score.documents_missing or score.quotes_not_in_text else 0


def _read(documents: Path, load: Callable[[], Resources]) -> Iterator[JsonObject | Unread]:
    with load() as resources:
        for found in guard(str(documents), open_sources([str(documents)], ReadOptions())):
            outcome = read_one(found, resources) if isinstance(found, Document) else found
            if isinstance(outcome, Unread):
                say(f"{outcome.source}: {outcome.reason}")
                yield outcome
            else:
                yield json.loads(to_json(to_output(outcome)))


def _objects(path: Path, needs: Mapping[str, type]) -> Sequence[JsonObject]:
    """The objects of a file of JSON lines, each with the fields it needs and claims that can be compared."""
    found = []
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    found.append(_object(line, needs, path, number))
    except UnicodeDecodeError:
        raise InputError(str(path), "not UTF-8") from None
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from None
    return found


def _object(line: str, needs: Mapping[str, type], path: Path, number: int) -> JsonObject:
    try:
        entry = json.loads(line)
    except ValueError:
        raise InputError(str(path), f"line {number} is not JSON") from None
    lacking = [
        name for name, kind in needs.items() if not (isinstance(entry, dict) and isinstance(entry.get(name), kind))
    ]
    if lacking:
        raise InputError(str(path), f"line {number} lacks {' and '.join(lacking)}")
    for claim in entry.get("claims", ()) if "claims" in needs else ():
        if misshapen := next(_misshapen(claim), None):
            raise InputError(str(path), f"line {number}: {misshapen} of a claim is not as the annotation format has it")
    return entry  # type: ignore[no-any-return]


# Of each field of a claim that is compared: what it may be, and for an object what its fields may be. See measure.py.
_TEXT = (str, type(None))
_SHAPES: Mapping[str, tuple[type, ...]] = {
    "type": _TEXT,
    "modality": _TEXT,
    "quote": (str, dict, type(None)),
    "side_a": (str, dict, type(None)),
    "side_b": (str, dict, type(None)),
    "place": (str, dict, type(None)),
    "time": (str, dict, type(None)),
    "attribution": (dict, type(None)),
    "figures": (list, type(None)),
    "score": (int, float, type(None)),
    "occurrence": (int, str, type(None)),
}
_INNER: Mapping[str, tuple[type, ...]] = {
    "name": _TEXT,
    "text": _TEXT,
    "kind": _TEXT,
    "country": _TEXT,
    "quote": (str, dict, type(None)),
    "source": (str, dict, type(None)),
    "actor": (str, dict, type(None)),
    "low": (int, float, type(None)),
    "high": (int, float, type(None)),
    "whose": _TEXT,
}


def _misshapen(claim: object) -> Iterator[str]:
    """The names of fields that hold something other than they should."""
    if not isinstance(claim, dict):
        yield "the whole"
        return
    for name, kinds in _SHAPES.items():
        value = claim.get(name)
        if not isinstance(value, kinds):
            yield name
            continue
        for inner in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
            if not isinstance(inner, dict):
                yield name
                continue
            yield from (f"{name}.{part}" for part, fits in _INNER.items() if not isinstance(inner.get(part), fits))
