"""The libraries and outlines that the wheel carries."""

import json
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from crossclaim.web.build import FILES, VENDOR, is_built, outline_countries

WEB = VENDOR.parent


@pytest.fixture(scope="module")
def lock() -> dict[str, Any]:
    locked: dict[str, Any] = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    return locked


def test_every_library_is_locked_by_version_and_hash_and_no_host_is_named(lock: dict[str, Any]) -> None:
    asked = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    exact = asked["dependencies"] | asked["devDependencies"]
    assert {name: version for name, version in exact.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}
    packages = {name.rpartition("node_modules/")[2]: held for name, held in lock["packages"].items() if name}
    assert {name: packages[name]["version"] for name in exact} == exact
    assert [name for name, held in packages.items() if not held["integrity"].startswith("sha512-")] == []
    assert "://" not in json.dumps(lock)


def test_each_library_comes_with_its_licence() -> None:
    assert set(FILES) == set(json.loads((WEB / "package.json").read_text(encoding="utf-8"))["dependencies"])
    assert [package for package, files in FILES.items() if "LICENSE" not in {name for _, name in files}] == []


@pytest.fixture(scope="module")
def vendor() -> Path:
    if not (VENDOR / "manifest.json").is_file():
        pytest.skip("the libraries are not built: python -m crossclaim.web.build")
    return VENDOR


def test_what_is_built_is_what_is_locked_to_the_byte(vendor: Path) -> None:
    assert is_built(vendor)


@pytest.mark.parametrize("change", ["a byte more", "a file less", "no manifest"])
def test_what_was_changed_is_built_anew(change: str, vendor: Path, tmp_path: Path) -> None:
    copy = tmp_path / "vendor"
    for path in filter(Path.is_file, vendor.rglob("*")):
        target = copy / path.relative_to(vendor)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert is_built(copy)
    if change == "a byte more":
        library = copy / "htmx.org" / "htmx.js"
        library.write_bytes(library.read_bytes() + b" ")
    elif change == "a file less":
        (copy / "echarts" / "LICENSE").unlink()
    else:
        (copy / "manifest.json").unlink()
    assert not is_built(copy)


def test_the_wheel_takes_the_libraries_along(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    artifacts = project["tool"]["hatch"]["build"]["targets"]["wheel"]["artifacts"]
    wanted = "src/crossclaim/web/vendor/leaflet/leaflet.js"
    assert [pattern for pattern in artifacts if fnmatch(wanted, pattern)] != []


def coordinates(shape: Any) -> Iterator[tuple[float, float]]:
    for polygon in shape["coordinates"]:
        for ring in polygon:
            yield from ((x, y) for x, y in ring)


def test_the_outlines_hold_the_countries_where_they_are(vendor: Path) -> None:
    outlines = json.loads((vendor / "world-atlas" / "outlines.json").read_text(encoding="utf-8"))
    shapes = {each["properties"]["name"]: each["geometry"] for each in outlines["features"]}
    assert len(shapes) > 200
    west, east = (pick(x for x, _ in coordinates(shapes["Mongolia"])) for pick in (min, max))
    south, north = (pick(y for _, y in coordinates(shapes["Mongolia"])) for pick in (min, max))
    assert (87, 41) < (west, south) < (88, 42)
    assert (119, 52) < (east, north) < (120, 53)
    rings = [ring for shape in shapes.values() for polygon in shape["coordinates"] for ring in polygon]
    assert [ring for ring in rings if ring[0] != ring[-1] or len(ring) < 4] == []


def test_a_topology_is_unfolded_arc_by_arc() -> None:
    # Two squares that share an edge: the second runs it backwards.
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "West"}},
                    {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"name": "East"}},
                    {"type": None, "properties": {"name": "Nowhere"}},
                ]
            }
        },
    }
    west, east = outline_countries(topology)["features"]
    assert west["geometry"]["coordinates"] == [[[(11, 20), (11, 21), (10, 21), (10, 20), (11, 20)]]]
    assert east["geometry"]["coordinates"] == [[[(11, 20), (12, 20), (12, 21), (11, 21), (11, 20)]]]
