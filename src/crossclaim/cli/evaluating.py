"""Claims read from annotated reports beside the annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from crossclaim.cli.reading import FAILED, say
from crossclaim.errors import InputError
from crossclaim.evaluate.errors import compare, write_report
from crossclaim.evaluate.gate import score_table
from crossclaim.evaluate.score import score_claims
from crossclaim.export import to_json, to_output
from crossclaim.ingest import ReadOptions, Unread, open_sources
from crossclaim.pipeline import Resources, read_document

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
    known = {entry["doc"] for entry in texts}
    if strange := [entry["doc"] for entry in wanted if entry["doc"] not in known]:
        raise InputError(str(gold), f"{len(strange)} documents that {documents} does not have, as {strange[0]}")
    if read_claims is None:
        outcomes = list(_read(documents, load))
    else:
        outcomes = [*_objects(read_claims, {"doc": str, "claims": list})]
    read = [outcome for outcome in outcomes if not isinstance(outcome, Unread)]
    if report:
        typer.echo(write_report(compare(texts, wanted, read)), nl=False)
    else:
        typer.echo(score_table({documents.name.split(".")[0]: score_claims(texts, wanted, read)}))
    return FAILED if len(read) < len(outcomes) else 0


def _read(documents: Path, load: Callable[[], Resources]) -> Iterator[JsonObject | Unread]:
    with load() as resources:
        for found in open_sources([str(documents)], ReadOptions()):
            if isinstance(found, Unread):
                say(f"{found.source}: {found.reason}")
                yield found
            else:
                yield json.loads(to_json(to_output(read_document(found, resources))))


def _objects(path: Path, needs: Mapping[str, type]) -> Sequence[JsonObject]:
    """The objects of a file of JSON lines, each with the fields it needs."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise InputError(str(path), "not UTF-8") from None
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            raise InputError(str(path), f"line {number} is not JSON") from None
        lacking = [name for name, kind in needs.items() if not isinstance(entry, dict) or not _has(entry, name, kind)]
        if lacking:
            raise InputError(str(path), f"line {number} lacks {' and '.join(lacking)}")
        found.append(entry)
    return found


def _has(entry: JsonObject, name: str, kind: type) -> bool:
    value = entry.get(name)
    return isinstance(value, kind) and (not isinstance(value, list) or all(isinstance(one, dict) for one in value))
