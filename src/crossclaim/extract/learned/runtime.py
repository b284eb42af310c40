"""The encoder in onnxruntime, from the files that are shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import onnxruntime

from crossclaim.errors import ResourceError
from crossclaim.extract.learned.encoder import Answers, Floats, Question, Read
from crossclaim.extract.learned.features import FEATURES, Matrix
from crossclaim.extract.learned.labels import ATTRIBUTIONS, KINDS, MODALITIES, SLOTS, TYPES, WHOSE
from crossclaim.extract.learned.pieces import Ints, load_tokenizer
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.extract.learned.settings import Settings

__all__ = ["KNOWN", "OnnxEncoder", "load_extractor", "model_digest"]

READ, ASK = "read.onnx", "ask.onnx"
TOKENIZER, SETTINGS = "tokenizer.json", "settings.json"
READ_INPUTS, READ_OUTPUTS = ("ids", "features"), Read._fields
ASK_INPUTS, ASK_OUTPUTS = ("low", "features", *Question._fields), Answers._fields


# What a model's numbers stand for; one that was trained with others would be misread.
KNOWN: Mapping[str, list[str]] = {
    "features": list(FEATURES),
    "slots": list(SLOTS),
    "types": list(TYPES),
    "kinds": [str(kind) for kind in KINDS],
    "whose": list(WHOSE),
    "attributions": list(ATTRIBUTIONS),
    "modalities": list(MODALITIES),
}


class OnnxEncoder:
    """See ``Encoder``. One window at a time, so that the same text gives the same scores in any company."""

    def __init__(self, read: bytes, ask: bytes, *, threads: int = 0) -> None:
        self._read = _session(read, threads)
        self._ask = _session(ask, threads)

    def read(self, ids: Ints, features: Matrix) -> Read:
        """See ``Encoder``."""
        return Read(*self._read.run(list(READ_OUTPUTS), dict(zip(READ_INPUTS, (ids, features), strict=True))))

    def ask(self, low: Floats, features: Matrix, question: Question) -> Answers:
        """See ``Encoder``."""
        given: Mapping[str, Any] = dict(zip(ASK_INPUTS, (low, features, *question), strict=True))
        return Answers(*self._ask.run(list(ASK_OUTPUTS), given))


def _session(graph: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def load_extractor(folder: Path | None = None, *, threads: int = 0) -> LearnedExtractor:
    """The extractor of the model in ``folder``, by default the one that comes with the package.

    ``threads`` is how many the encoder may use; 0 leaves it to onnxruntime, which takes every core.

    Raises:
        ResourceError: a file of the model is missing, damaged or made for other features than these.
    """
    source: Traversable = folder or files("crossclaim.extract.learned") / "model"
    try:
        table = json.loads((source / SETTINGS).read_text("utf-8"))
        tokenizer = load_tokenizer((source / TOKENIZER).read_text("utf-8"))
        encoder = OnnxEncoder((source / READ).read_bytes(), (source / ASK).read_bytes(), threads=threads)
        known, settings = {name: table[name] for name in KNOWN}, Settings(**table["settings"])
    except Exception as error:  # tokenizers raises nothing more particular, and onnxruntime classes of its own
        raise ResourceError(f"{source}: the model cannot be loaded: {error}") from error
    if known != KNOWN:
        raise ResourceError(f"{source}: the model was trained with other features or labels than this version has")
    return LearnedExtractor(tokenizer, encoder, settings)


def model_digest(folder: Path | None = None) -> str:
    """The sha256 over the files of the model in ``folder``, by default of the one that comes with the package.

    Raises:
        ResourceError: a file of it cannot be read.
    """
    source: Traversable = folder or files("crossclaim.extract.learned") / "model"
    digest = sha256()
    for name in (READ, ASK, TOKENIZER, SETTINGS):
        try:
            digest.update((source / name).read_bytes())
        except OSError as error:
            raise ResourceError(f"{source}: {name} cannot be read: {error.strerror}") from error
    return digest.hexdigest()
