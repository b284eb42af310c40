"""A made-up world and the reports on it, day by day: as many claims as wanted, the same every time.

Names, sentences and places are put together from syllables by a seeded generator. What is skewed in the world is skewed
here:

- Places, parties, outlets, speakers and words follow Zipf's law (the n-th is named in proportion to 1/n): one claim in
  ten is on the "capital".
- Time comes in bursts: half of all occurrences fall into one of two hundred campaigns of 5 to 120 days, each fought
  over a few places by two parties.
- An occurrence is told by one voice most often, by three on average and by forty at most; most on the same day, some up
  to a week later, with other figures, sometimes without its place or its day.
- A document carries one to six claims, and one document in twelve is an agency's text under another outlet's name.
- Figures are log-normal.

Reports come in the order of their days, as they do where one watches the news; nothing of what is past is kept.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sized
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from crossclaim.model import (
    ActorKind,
    ActorReading,
    Attribution,
    AttributionKind,
    Claim,
    ClaimType,
    Document,
    DocumentResult,
    Figure,
    FigureKind,
    OffsetMap,
    Operator,
    Participant,
    Place,
    PlaceReading,
    Precision,
    PublishedDate,
    Quantity,
    Segment,
    SegmentKind,
    Span,
    Time,
    TimeReading,
    Whose,
)

__all__ = ["DAYS", "FIRST_DAY", "VERBS", "World", "Zipf"]

FIRST_DAY, DAYS = date(2014, 1, 1), 3650
SYLLABLES = ["ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "va", "zu", "sha", "kha", "dar", "gol", "min"]
VERBS = {
    ClaimType.ARMED_CLASH: "clashed with",
    ClaimType.SHELLING_ARTILLERY_MISSILE: "shelled positions of",
    ClaimType.AIR_DRONE_STRIKE: "bombed",
    ClaimType.ATTACK: "attacked",
    ClaimType.REMOTE_EXPLOSIVE_LANDMINE_IED: "set off a charge against",
    ClaimType.ARRESTS: "arrested members of",
}
TYPES = list(VERBS)
PARTIES, OUTLETS, SPEAKERS, WORDS, COUNTRIES = 2000, 1000, 5000, 8000, 50
MOST_TOLD = 40
SAMPLES = 500
CLAIMS_OF_OCCURRENCE = 2.1  # on average


class Zipf:
    """Numbers from 0, the n-th in proportion to 1 / (n + 1)."""

    def __init__(self, size: int) -> None:
        self._sums = list(accumulate(1 / (n + 1) for n in range(size)))

    def draw(self, chance: random.Random) -> int:
        return bisect(self._sums, chance.random() * self._sums[-1])


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened: day, place and parties by number, how many were killed."""

    day: date
    place: int
    side_a: int
    side_b: int
    type: ClaimType
    killed: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """Days in which two parties fight over some places."""

    first: int
    last: int
    places: tuple[int, ...]
    side_a: int
    side_b: int


class World:
    """Places, parties, sources and campaigns, and reports on them."""

    def __init__(self, claims: int, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.claims = claims
        self.days = DAYS  # that are told of so far
        self.samples: list[tuple[int, list[Occurrence]]] = []
        self._sampling = random.Random(seed + 1)
        names = self._names()
        self.places = [self._place(next(names)) for _ in range(max(200, claims // 100))]
        self.actors = [
            ActorReading(id=f"party-{n}", name=f"{next(names)} Front", kind=ActorKind.REBEL_GROUP)
            for n in range(PARTIES)
        ]
        self.outlets = [next(names) for _ in range(OUTLETS)]
        self.speakers = [f"{next(names)} {next(names)}" for _ in range(SPEAKERS)]
        self.words = [next(names).lower() for _ in range(WORDS)]
        sizes = {len(self.places), PARTIES, OUTLETS, SPEAKERS, WORDS}
        self.zipf = {size: Zipf(size) for size in sizes}
        self.campaigns = [self._campaign() for _ in range(200)]

    def draw(self, among: Sized) -> int:
        """The number of one of several, the first the most often."""
        return self.zipf[len(among)].draw(self.chance)

    def _names(self) -> Iterator[str]:
        seen = set()
        while True:
            name = "".join(self.chance.choice(SYLLABLES) for _ in range(4)).capitalize()
            if name not in seen:
                seen.add(name)
                yield name

    def _place(self, name: str) -> PlaceReading:
        country = Zipf(COUNTRIES).draw(self.chance)
        lat = (country * 37 % 110) - 40 + max(-12.0, min(12.0, self.chance.gauss(0, 3)))
        lon = (country * 71 % 340) - 170 + max(-9.0, min(9.0, self.chance.gauss(0, 3)))
        code = chr(65 + country // 10) + chr(65 + country % 10)
        admin1 = f"{code} Province {self.chance.randrange(20)}"
        return PlaceReading(
            name=name, precision=Precision.LOCALITY, country=code, admin1=admin1, lat=lat, lon=lon, radius_km=5
        )

    def _campaign(self) -> Campaign:
        first = self.chance.randrange(DAYS)
        places = tuple(self.draw(self.places) for _ in range(self.chance.randrange(2, 12)))
        side_a, side_b = self.draw(self.actors), self.draw(self.actors)
        return Campaign(first, first + self.chance.randrange(5, 120), places, side_a, side_b)

    def _occurrences(self, day: int) -> Iterator[Occurrence]:
        """Those of one day: about half of them in campaigns, as far as there are any on that day."""
        a_day = self.claims / DAYS / CLAIMS_OF_OCCURRENCE
        running = [each for each in self.campaigns if each.first <= day <= each.last]
        usual = sum(each.last - each.first + 1 for each in self.campaigns) / DAYS
        for _ in range(self._about(a_day / 2)):
            yield self._occurrence(day, None)
        for campaign in running:
            for _ in range(self._about(a_day / 2 / usual)):
                yield self._occurrence(day, campaign)

    def _about(self, number: float) -> int:
        """A whole number that is that large on average."""
        return int(number) + (self.chance.random() < number % 1)

    def _occurrence(self, day: int, campaign: Campaign | None) -> Occurrence:
        chance = self.chance
        type_ = TYPES[min(int(chance.expovariate(0.7)), len(TYPES) - 1)]
        place = chance.choice(campaign.places) if campaign else self.draw(self.places)
        side_a = campaign.side_a if campaign else self.draw(self.actors)
        side_b = campaign.side_b if campaign else self.draw(self.actors)
        killed = max(1, int(chance.lognormvariate(1.5, 1.2)))
        return Occurrence(FIRST_DAY + timedelta(days=day), place, side_a, side_b, type_, killed)

    def results(self) -> Iterator[tuple[str, DocumentResult]]:
        """Documents with what was read from them, each with its lineage, in the order of their days."""
        due: dict[int, list[Occurrence]] = defaultdict(list)
        made = number = day = 0
        self.days = 1
        while made < self.claims:
            for occurrence in self._occurrences(day % DAYS):
                for _ in range(self._voices()):
                    late = min(int(self.chance.expovariate(0.9)), 7)
                    due[day + late].append(self._retold(occurrence))
            told = due.pop(day, [])
            self.chance.shuffle(told)
            while told and made < self.claims:
                size = min(1 + int(self.chance.expovariate(0.33)), 6)
                together, told = told[:size], told[size:]
                self._sample(number, day, together)
                for result in self._documents(number, day, together):
                    made += len(result.claims)
                    number += 1
                    yield result.document.id, result
            day += 1
            self.days = min(day, DAYS)

    def one_more(self, number: int) -> tuple[str, DocumentResult]:
        """A document on what one of ``results`` so far told of, a day later and in other words."""
        day, told = self.chance.choice(self.samples)
        result = next(self._documents(10**9 + number, day + 1, [self._retold(each) for each in told]))
        return result.document.id, result

    def _sample(self, number: int, day: int, told: list[Occurrence]) -> None:
        """Keep some of all documents so far, each as likely as any other."""
        if len(self.samples) < SAMPLES:
            self.samples.append((day, told))
        elif (slot := self._sampling.randrange(number + 1)) < SAMPLES:
            self.samples[slot] = (day, told)

    def _voices(self) -> int:
        return min(1 + int(self.chance.paretovariate(1.8) - 0.3), MOST_TOLD)

    def _retold(self, occurrence: Occurrence) -> Occurrence:
        """The same as another voice tells it: seldom the same number."""
        if self.chance.random() < 0.4:
            return occurrence
        return replace(occurrence, killed=max(1, round(occurrence.killed * self.chance.lognormvariate(0, 0.4))))

    def _documents(self, number: int, day: int, told: list[Occurrence]) -> Iterator[DocumentResult]:
        text, spans = self._text(told)
        published = FIRST_DAY + timedelta(days=day)
        yield self._result(number, published, text, spans, told)
        if self.chance.random() < 1 / 12:
            yield self._result(number, published, text, spans, told, again=1)

    def _text(self, told: list[Occurrence]) -> tuple[str, list[tuple[int, int]]]:
        """A text, and where in it each claim's sentence stands."""
        text, spans = "", list[tuple[int, int]]()
        for each in told:
            text += self._filling(5, 25)
            by = f", {self.speakers[self.draw(self.speakers)]} said" if self.chance.random() < 0.6 else ""
            words = [self.words[self.draw(self.words)] for _ in range(6)]
            at = f" at {self.places[each.place].name} {words[0]}" if self.chance.random() < 0.95 else ""
            on = f" on {each.day}" if self.chance.random() < 0.9 else ""
            side_a, side_b = self.actors[each.side_a].name, self.actors[each.side_b].name
            sides = f"{side_a} {words[1]} {VERBS[each.type]} {words[2]} {side_b}"
            figures = f"killing at least {each.killed}" if self.chance.random() < 0.8 else "at night"
            sentence = f"{words[3].capitalize()} {sides}{at}{on} {words[4]}, {figures} {words[5]}{by}."
            spans.append((len(text), len(text) + len(sentence)))
            text += f"{sentence} "
        return text + self._filling(20, 120), spans

    def _filling(self, least: int, most: int) -> str:
        words = (self.words[self.draw(self.words)] for _ in range(self.chance.randrange(least, most)))
        return " ".join(words).capitalize() + ". "

    def _result(
        self,
        number: int,
        published: date,
        text: str,
        spans: list[tuple[int, int]],
        told: list[Occurrence],
        *,
        again: int = 0,
    ) -> DocumentResult:
        outlet = self.outlets[self.draw(self.outlets)]
        lineage = f"https://{outlet.lower()}.example/{number}-{again}"
        document = Document(
            id=lineage,
            text=text,
            segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text)),),
            offsets=OffsetMap.identity(len(text)),
            title=f"Report {number} from {self.places[told[0].place].name}",
            language="en",
            url=lineage,
            outlet=outlet,
            published=PublishedDate(date=published, method="metadata"),
        )
        claims = [self._claim(document, n, *span, each) for n, (span, each) in enumerate(zip(spans, told, strict=True))]
        return DocumentResult(document=document, claims=tuple(claims))

    def _claim(self, document: Document, number: int, start: int, end: int, told: Occurrence) -> Claim:
        quote = document.span(start, end)

        def span(words: str) -> Span | None:
            at = document.text.find(words, start, end)
            return document.span(at, at + len(words)) if at >= 0 else None

        def side(party: int) -> Participant | None:
            named = span(self.actors[party].name)
            return Participant(span=named, actor=self.actors[party]) if named else None

        where, when = span(self.places[told.place].name), span(str(told.day))
        reading = TimeReading(start_date=told.day, end_date=told.day, precision=Precision.DAY)
        counted = span(f"at least {told.killed}")
        quantity = Quantity(op=Operator.AT_LEAST, low=told.killed, high=None)
        return Claim(
            id=f"c{number + 1}",
            type=told.type,
            quote=quote,
            attribution=_attribution(document, quote),
            score=0.9,
            side_a=side(told.side_a),
            side_b=side(told.side_b),
            place=Place(span=where, reading=self.places[told.place]) if where else None,
            time=Time(span=when, reading=reading) if when else None,
            figures=(Figure(span=counted, kind=FigureKind.KILLED, of=None, whose=Whose.B, quantity=quantity),)
            if counted
            else (),
        )


def _attribution(document: Document, quote: Span) -> Attribution:
    """Whom the sentence ends on: "..., Someone said."."""
    if not quote.quote.endswith(" said."):
        return Attribution(kind=AttributionKind.NARRATOR)
    start, end = quote.start + quote.quote.rindex(", ") + 2, quote.end - len(" said.")
    named, cue = document.span(start, end), document.span(end + 1, quote.end - 1)
    return Attribution(kind=AttributionKind.NAMED, source=named, cue=cue)
