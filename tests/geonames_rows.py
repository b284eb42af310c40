"""Rows of GeoNames' dumps, in its columns."""

import zipfile
from pathlib import Path


def row(number: int | str, name: str, code: str = "P.PPL", **given: str) -> str:
    """A line of a dump: the 19 columns of GeoNames' readme."""
    group, _, feature = code.partition(".")
    lat, lon = given.get("lat", "36.5"), given.get("lon", "68.5")
    columns = [str(number), name, name, given.get("others", ""), lat, lon, group, feature, given.get("country", "AF")]
    columns += ["", given.get("admin1", "24"), "", "", "", given.get("population", "0"), "", "400", "Asia/Kabul"]
    return "\t".join([*columns, "2024-01-01"])


def name_row(number: int, name: str, language: str = "en") -> str:
    """A line of alternateNamesV2: 10 columns."""
    return "\t".join(["77", str(number), language, name, "1", "", "", "", "", ""])


def written(tmp_path: Path, *rows: str, name: str = "AF.txt") -> Path:
    path = tmp_path / name
    text = "".join(f"{each}\n" for each in rows)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "notes")
            archive.writestr(f"{path.stem}.txt", text)
    else:
        path.write_text(text, encoding="utf-8")
    return path
