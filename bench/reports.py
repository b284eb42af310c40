"""Invented reports on invented fighting in towns that the gazetteer knows: the same ones for the same seed.

Several reports tell of one occurrence, with figures of their own. Some copy another word for word under another name,
some are later texts of a page that was there before, some hold nothing but market prices. Four in ten are text files,
the others stand in files of JSON lines with addresses, outlets and dates.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

__all__ = ["write_reports"]

TOWNS = (
    "Kutum", "Mellit", "Zalingei", "Kabkabiya", "Tawila", "Buram", "Goz Beida", "Adre", "Tine", "Iriba", "Bria",
    "Birao", "Obo", "Zemio", "Gao", "Kidal", "Menaka", "Douentza", "Djibo", "Dori", "Kongoussi", "Diffa", "Bosso",
    "Maiduguri", "Gwoza", "Bama", "Mocimboa da Praia", "Palma", "Bunia", "Butembo", "Beni", "Goma", "Kismayo",
    "Baidoa", "Beledweyne",
)  # fmt: skip
PARTIES = (
    ("the army", "soldiers"),
    ("rebels", "rebels"),
    ("gunmen of the River Front", "fighters"),
    ("the Hill Militia", "militiamen"),
    ("police", "policemen"),
)
SPEAKERS = ("the defence ministry", "a rebel spokesman", "hospital sources", "residents", "the provincial governor")
OUTLETS = ("Hill Post", "Valley Voice", "Steppe News", "Lake Radio", "Morning Courier", "Desert Wire")
TOLD = (
    "{a} killed {n} {them} in clashes in {town} on {day}, {speaker} said. At least {m} people were injured and taken "
    "to the hospital, residents said.",
    "At least {n} people were killed when {a} attacked a market in {town} on {day}, {speaker} said. Houses were set "
    "on fire and {m} people were abducted.",
    "Warplanes bombed {town} on {day}, killing {n} civilians, {speaker} said. The army denied bombing the town.",
    "A mine went off on the road to {town} on {day} and killed {n} {them}, {speaker} said.",
    "{a} shelled {town} on {day}. {speaker} said that {n} people were dead and {m} were missing.",
)
# No ten words in a row without a name or number: reports that say the like are no copies of each other.
FILLING = (
    "The road from {town} to {near} has been closed for {n} days and a sack of millet is at {m}.",
    "Of the people of {near}, {n} families have gone to relatives in {other}, elders told {outlet}.",
    "A truce of {n} days over the harvest, agreed on in {near}, was broken by whom nobody in {other} can say.",
    "Aid workers who came by way of {other} on day {n} found the school of {near} damaged.",
)
QUIET = "Millet was sold at {n} a sack in {town} this week, traders said. Rain is expected from {day} on."
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "va", "zu", "sha", "dar", "gol")
FIRST_DAY = date(2016, 5, 2)


@dataclass(frozen=True)
class _Report:
    page: str
    text: str
    outlet: str
    published: date


@dataclass(frozen=True)
class _Occurrence:
    town: str
    day: date
    party: str
    them: str
    killed: int
    template: str


def write_reports(folder: Path, documents: int, seed: int) -> None:
    """Write so many documents below a folder, which is made."""
    chance = random.Random(seed)
    occurrences = [_occurrence(chance) for _ in range(max(1, documents // 4))]
    reports: list[_Report] = []
    for number in range(documents):
        reports.append(_report(number, reports, occurrences, chance))
    folder.mkdir(parents=True)
    single = documents * 4 // 10
    for number, report in enumerate(reports[:single]):
        (folder / f"a{number:04}.txt").write_text(f"{report.published:%d %B %Y}\n\n{report.text}\n", encoding="utf-8")
    for number, start in enumerate(range(single, documents, 6)):
        lines = [_line(report) for report in reports[start : min(start + 6, documents)]]
        (folder / f"b{number:04}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _occurrence(chance: random.Random) -> _Occurrence:
    party, _ = chance.choice(PARTIES)
    _, them = chance.choice([each for each in PARTIES if each[0] != party])
    day = FIRST_DAY + timedelta(days=chance.randrange(60))
    return _Occurrence(chance.choice(TOWNS), day, party, them, chance.randrange(2, 60), chance.choice(TOLD))


def _report(number: int, earlier: list[_Report], occurrences: list[_Occurrence], chance: random.Random) -> _Report:
    kind, outlet = chance.random(), chance.choice(OUTLETS)
    page = f"https://{outlet.replace(' ', '').lower()}.example/{number}"
    if earlier and kind < 0.1:
        copied = chance.choice(earlier)
        return _Report(page, copied.text, outlet, copied.published + timedelta(days=1))
    if earlier and kind < 0.2:
        before = chance.choice(earlier)
        words = f"{before.text} The figure rose to {chance.randrange(60, 90)} dead, officials said."
        return _Report(before.page, words, before.outlet, before.published)
    occurrence = chance.choice(occurrences)
    published = occurrence.day + timedelta(days=chance.randrange(1, 4))
    return _Report(page, _text(occurrence, QUIET if kind > 0.95 else occurrence.template, chance), outlet, published)


def _text(occurrence: _Occurrence, template: str, chance: random.Random) -> str:
    told = template.format(
        a=occurrence.party,
        them=occurrence.them,
        n=max(1, occurrence.killed + chance.randrange(-2, 3)),
        m=chance.randrange(3, 30),
        town=occurrence.town,
        day=f"{occurrence.day:%A}",
        speaker=chance.choice(SPEAKERS),
    )
    more = [_filled(each, occurrence, chance) for each in chance.sample(FILLING, chance.randrange(1, 4))]
    return " ".join([told[0].upper() + told[1:], *more])


def _filled(sentence: str, occurrence: _Occurrence, chance: random.Random) -> str:
    near, other = ("".join(chance.sample(SYLLABLES, 3)).capitalize() for _ in range(2))
    numbers = {"n": chance.randrange(2, 90), "m": chance.randrange(100, 900)}
    return sentence.format(town=occurrence.town, near=near, other=other, outlet=chance.choice(OUTLETS), **numbers)


def _line(report: _Report) -> str:
    values = {"url": report.page, "outlet": report.outlet, "published": report.published.isoformat()}
    return json.dumps({**values, "text": report.text})
