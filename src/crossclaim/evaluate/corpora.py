"""Where the corpora are that measuring and training use and that are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["shared_folder"]


def shared_folder() -> Path:
    """The folder that the variable CROSSCLAIM_SHARED names, else ``../shared``; it need not be there."""
    return Path(os.environ.get("CROSSCLAIM_SHARED") or "../shared")
