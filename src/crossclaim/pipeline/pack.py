"""Makes the packed tables that reading starts faster with: ``python -m crossclaim.pipeline.pack``."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from crossclaim.actors import pack_index
from crossclaim.geo.lexicon import load_lexicon

__all__ = ["main"]


def main() -> None:
    """Write the tables into the package, beside the lists that they are made from."""
    path = pack_index(Path(str(files("crossclaim.actors"))), demonyms=load_lexicon().demonym)
    sys.stderr.write(f"{path}: {path.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
