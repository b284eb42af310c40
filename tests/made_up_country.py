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
        city(5, "Bula", -1.0, 30.0, countrycode="CD", admin1code="11", population=800),
        city(6, "Kira", -2.0, 30.0, countrycode="CD", admin1code="12", population=700),
        city(7, "Kira Port", -2.1, 30.1, countrycode="CD", admin1code="12", population=600),
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
        {"lat": "-1.0", "lon": "30.0", "name": "Bula", "admin1": "Old Land", "admin2": "", "cc": "CD"},
        {"lat": "-2.0", "lon": "30.0", "name": "Kira", "admin1": "Old Land", "admin2": "Kirashire", "cc": "CD"},
        {"lat": "10.0", "lon": "10.0", "name": "Elsewhere", "admin1": "Bauchi", "admin2": "", "cc": "XX"},
    ],
    subdivisions=[
        {"code": "SY-QA", "name": "Kasra", "country": "SY", "parent": None},
        {"code": "SY-PA", "name": "Parwān", "country": "SY", "parent": None},
        {"code": "SY-ZZ", "name": "Zorzor", "country": "SY", "parent": None},
        {"code": "CD-SO", "name": "Sudland", "country": "CD", "parent": None},
        {"code": "CD-KI", "name": "Kirashire District", "country": "CD", "parent": "CD-SO"},
        {"code": "CD-KP", "name": "Kira Port", "country": "CD", "parent": None},
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
    seats=[
        {"country": "CD", "name": "Northland", "seat": "Bula", "aliases": []},
        {"country": "CD", "name": "Southland", "seat": "Kira", "aliases": ["Sudland"]},
        {"country": "CD", "name": "Nowhereland", "seat": "Nowhere", "aliases": []},
    ],
)
