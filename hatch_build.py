"""Builds the gazetteer and the packed list of actors into the wheel and into the source tree of an editable install.

The table (37 MB) is made from installable packages and is not committed. geo/build.py and what it imports need only the
standard library, so they are loaded as a package of their own: importing crossclaim would need pydantic, which the
build environment lacks.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GEO = Path("src", "crossclaim", "geo")


class GazetteerBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts src/crossclaim/geo/gazetteer.sqlite where the wheel's ``artifacts`` expect it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the table unless it is there; ``python -m crossclaim.geo.build`` renews it."""
        folder = Path(self.root) / GEO
        build = load_build(folder)
        table = folder / build.FILE_NAME
        if self.target_name == "wheel" and not table.is_file():
            build.build_gazetteer(table, self.app.display_info)
        if self.target_name == "wheel":
            self._pack_actors()

    def _pack_actors(self) -> None:
        """Write what is worked out from the list of actors; without it reading starts slower and is the same."""
        command = [sys.executable, "-m", "crossclaim.pipeline.pack"]
        done = subprocess.run(  # noqa: S603 - this interpreter and a module of this package
            command,
            env={**os.environ, "PYTHONPATH": str(Path(self.root) / "src")},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            self.app.display_warning(f"the list of actors is not packed:\n{done.stderr}")


def load_build(folder: Path) -> ModuleType:
    """The module build.py of ``folder``, without the package around it."""
    package = ModuleType("gazetteer_build")
    package.__path__ = [str(folder)]
    sys.modules[package.__name__] = package
    return importlib.import_module(f"{package.__name__}.build")
