"""Builds gazetteer, desk libraries and packed actors into the wheel and the source tree of an editable install.

The table (37 MB) is made from installable packages, the libraries are fetched by npm; neither is committed.
geo/build.py, web/build.py and what they import need only the standard library, so they are loaded as packages of their
own: importing crossclaim would need more than the build environment has.
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
WEB = Path("src", "crossclaim", "web")


class TableBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts geo/gazetteer.sqlite and web/vendor/ of src/crossclaim where the wheel's ``artifacts`` expect them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build what is not there; ``python -m crossclaim.geo.build`` and ``crossclaim.web.build`` renew it."""
        if self.target_name != "wheel":
            return
        self._build_gazetteer()
        self._fetch_libraries()
        self._pack_actors()

    def _build_gazetteer(self) -> None:
        folder = Path(self.root) / GEO
        build = load_build(folder)
        table = folder / build.FILE_NAME
        if not table.is_file():
            build.build_gazetteer(table, self.app.display_info)

    def _fetch_libraries(self) -> None:
        """Fetch the desk's libraries, where those that are there are not the ones locked."""
        folder = Path(self.root) / WEB
        build = load_build(folder)
        if not build.is_built(folder / "vendor"):
            build.build_vendor(folder / "vendor", self.app.display_info)

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
    package = ModuleType(f"{folder.name}_build")
    package.__path__ = [str(folder)]
    sys.modules[package.__name__] = package
    return importlib.import_module(f"{package.__name__}.build")
