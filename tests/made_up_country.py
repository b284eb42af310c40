"""A made-up country to build gazetteers of."""

from typing import Any

from crossclaim.geo.build import Sources


def city(number: int, name: str, lat: float, lon: float, **fields: Any) -> dict[str, Any]:
    return {
        "geonameid": number,
        "name": name,
        "latitude": lat,
        "longitude": lon,
        "countrycode": "SY",
        "admin1code": "01",
        "population": 1000,
        "alternatenames": [],
        **fields,
    }


SOURCES = Sources(
    cities=[
        city(1, "Qasra", 35.0, 38.0, population=90_000, alternatenames=["Kasra", "قصرا", "QSR", "qsra", "Касра"]),
        city(2, "Tall Nur", 35.5, 38.5, population=10_000, alternatenames=["Tel Noor", "تل نور"]),
        city(3, "Wadin", 36.5, 40.0, admin1code="02", population=3000),
        city(4, "Wadin", 10.0, 10.0, countrycode="NG", population=500),
    ],
    countries=[
        {"iso": "SY", "geonameid": 90, "name": "Syria", "capital": "Qasra", "population": 17_000_000},
        {"iso": "NG", "geonameid": 91, "name": "The Nigeria", "capital": "Abuja", "population": 200_000_000},
    ],
    admin_rows=[
        {
            "lat": "35.001",
            "lon": "38.001",
            "name": "Qasra",
            "admin1": "Muhafazat Qasra",
            "admin2": "Nahiya",
            "cc": "SY",
        },
        {"lat": "36.5", "lon": "40.0", "name": "Wadin", "admin1": "Parvan", "admin2": "", "cc": "SY"},
        {"lat": "10.0", "lon": "10.0", "name": "Elsewhere", "admin1": "Bauchi", "admin2": "", "cc": "XX"},
    ],
    subdivisions=[
        {"code": "SY-QA", "name": "Kasra", "country": "SY", "parent": None},
        {"code": "SY-PA", "name": "Parwān", "country": "SY", "parent": None},
        {"code": "SY-ZZ", "name": "Zorzor", "country": "SY", "parent": None},
    ],
    regions=[
        {
            "name": "Qasra",
            "kind": "admin1",
            "country": "SY",
            "lat": 35.0,
            "lon": 38.0,
            "aliases": ["Qasra Countryside"],
        },
        {"name": "Tell Nour", "kind": "populated", "country": "SY", "lat": 35.5, "lon": 38.5, "aliases": ["Tel Noor"]},
        {"name": "Nur Valley", "kind": "valley", "country": "SY", "admin1": "Qasra", "lat": 35.4, "lon": 38.4},
        {"name": "Syrian Land", "kind": "country", "country": "SY", "lat": 35.0, "lon": 38.0, "aliases": ["SL"]},
    ],
    points=[
        {"country": "SY", "lat": 35.0, "lon": 38.5, "radius_km": 340},
        {"country": "SY", "name": "Kasra", "aliases": ["Middle Land"], "lat": 35.2, "lon": 38.2, "radius_km": 80},
        {
            "country": "SY",
            "name": "Parwan",
            "aliases": [],
            "lat": 10.0,
            "lon": 10.0,
            "radius_km": 80,
        },  # far from its towns
    ],
    versions={"made-up": "1"},
)
