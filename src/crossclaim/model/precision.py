"""How fine a place is, in the codes of ACLED and UCDP."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossclaim.model.claim import PlaceReading
from crossclaim.model.vocabulary import Precision

__all__ = ["PrecisionCodes", "precision_codes"]


class PrecisionCodes(NamedTuple):
    """ACLED's ``geo_precision`` (1 to 3) and UCDP's ``where_prec`` (1 to 7), None where the dataset has no code for it.

    ``rule`` names the rule that gave them, ``reason`` says why.
    """

    geo_precision: int | None
    where_prec: int | None
    rule: str
    reason: str


class _Rule(NamedTuple):
    codes: PrecisionCodes
    precision: frozenset[Precision] | None
    kind: frozenset[str] | None
    point: bool | None
    admin1: bool | None
    country: bool | None
    off: bool | None
    off_at_most: float | None
    radius_at_most: float | None

    def holds(self, reading: PlaceReading) -> bool:
        facts = (
            (self.point, reading.lat is not None and reading.lon is not None),
            (self.admin1, reading.admin1 is not None),
            (self.country, reading.country is not None),
            (self.off, reading.off_km is not None),
        )
        return (
            all(wanted is None or wanted == given for wanted, given in facts)
            and (self.precision is None or reading.precision in self.precision)
            and (self.kind is None or reading.kind in self.kind)
            and _at_most(reading.off_km, self.off_at_most)
            and _at_most(reading.radius_km, self.radius_at_most)
        )


def precision_codes(reading: PlaceReading) -> PrecisionCodes:
    """The codes of a place as it was read.

    >>> precision_codes(PlaceReading(name="Kunduz", precision=Precision.LOCALITY, lat=36.7, lon=68.9))[:3]
    (1, 1, 'place')
    """
    return next(rule.codes for rule in _rules() if rule.holds(reading))


def _at_most(value: float | None, limit: float | None) -> bool:
    return limit is None or (value is not None and value <= limit)


@cache
def _rules() -> tuple[_Rule, ...]:
    table = tomllib.loads((files(__package__) / "precision_codes.toml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            codes=PrecisionCodes(each.get("geo_precision"), each.get("where_prec"), each["name"], each["reason"]),
            precision=frozenset(map(Precision, each["precision"])) if "precision" in each else None,
            kind=frozenset(each["kind"]) if "kind" in each else None,
            point=each.get("point"),
            admin1=each.get("admin1"),
            country=each.get("country"),
            off=each.get("off"),
            off_at_most=each.get("off_at_most"),
            radius_at_most=each.get("radius_at_most"),
        )
        for each in table["rule"]
    )
