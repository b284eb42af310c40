"""One event for people: its fields, its figures with who says which, and every voice with its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from string import ascii_lowercase
from typing import Any, NamedTuple

from rich.console import Console
from rich.text import Text

from crossclaim.cli.events_list import BOUNDS, bounds_of, counted, event_days, figure_name, place_words, side
from crossclaim.cli.page import compose_quote, quoted, wording, wrapped
from crossclaim.cli.plain import plain
from crossclaim.cli.voices import name_voice, tell_conflict
from crossclaim.engine import Unfollowed
from crossclaim.model import Event, EventFigure, FieldValue, SourcedClaim
from crossclaim.reconcile import FigureHistory, ToldFigure

__all__ = ["EventView", "event_object", "event_page"]

_LABEL = 11
_NUMBER = 5
_DAY = 14


class EventView(NamedTuple):
    """An event with its claims, every figure as each claim tells it, and what puts a rule into words.

    ``moved`` are the figures that were told on several days; some of them by ``earlier`` claims, of older versions of
    their pages. ``conflicts`` are judgements on its claims that are not followed.
    """

    event: Event
    claims: Sequence[SourcedClaim]
    told: Sequence[ToldFigure]
    explain: Callable[[str], str]
    moved: Sequence[FigureHistory] = ()
    earlier: Sequence[SourcedClaim] = ()
    conflicts: Sequence[Unfollowed] = ()


def event_object(view: EventView) -> dict[str, Any]:
    """The event as JSON has it, with its figures over time and the judgements on it that are not followed."""
    history = [figure.model_dump(mode="json") for figure in view.moved]
    conflicts = [conflict.model_dump(mode="json") for conflict in view.conflicts]
    return {**view.event.model_dump(mode="json"), "history": history, "conflicts": conflicts}


def event_page(view: EventView, console: Console) -> Iterator[Text]:
    """The lines of one event, none wider than the console."""
    event, numbers, rules = view.event, _numbered(view.claims), _lettered(view.event)
    yield Text("─" * console.width, style="dim")
    told = f"{counted(event.sources, 'independent source')} in {counted(event.articles, 'document')}"
    grade = f", graded {event.grade}" if event.grade else ""
    yield from wrapped(Text(f"{_title(event)}", style="bold"), console, indent=0)
    yield from wrapped(Text(f"{told}{grade}, reconciled as {event.profile} does"), console, indent=0)
    yield from wrapped(Text(f"event {event.id}", style="dim"), console, indent=0)
    yield Text("─" * console.width, style="dim")
    for name, field in event.fields.items():
        yield from _field(name, field, numbers, rules, console)
    yield Text()
    yield from _figures(view, numbers, rules, console)
    yield from _over_time(view, numbers, console)
    for claim in view.claims:
        yield Text()
        yield from _voice(claim, numbers[claim.id], console)
    yield from _contradictions(event, numbers, console)
    yield from _conflicts(view.conflicts, numbers, console)
    yield from _flags(event, console)
    yield from _rules(rules, view.explain, console)


def _numbered(claims: Sequence[SourcedClaim]) -> dict[str, str]:
    return {claim.id: f"[{number}]" for number, claim in enumerate(claims, start=1)}


def _lettered(event: Event) -> dict[str, str]:
    """A letter for each rule that chose something, in the order of the page."""
    names = dict.fromkeys([*(field.rule for field in event.fields.values()), *(one.rule for one in event.figures)])
    letters = (letter * times for times in count(1) for letter in ascii_lowercase)
    return dict(zip(names, letters, strict=False))


def _title(event: Event) -> str:
    place = event.fields["place"].value if "place" in event.fields else None
    total = " · TOTAL" if event.tally else ""
    return f"{event_days(event.start, event.end)}  {wording()['claim_type'][event.type]}  {place_words(place)}{total}"


def _those(claims: Sequence[str], numbers: Mapping[str, str]) -> str:
    return " ".join(numbers.get(claim, claim) for claim in claims)


def _field(
    name: str, field: FieldValue, numbers: Mapping[str, str], rules: Mapping[str, str], console: Console
) -> Iterator[Text]:
    if field.value is None and not field.dissent:
        return
    said = f"  {_those(field.support, numbers)}  rule {rules[field.rule]}"
    value = Text(_words(name, field.value), style="bold").append(said, style="not bold dim")
    yield from wrapped(value, console, indent=_LABEL, label=f"  {name.replace('_', ' ')}")
    for other, claims in field.dissent:
        against = Text(f"but {_words(name, other)}", style="yellow").append(f"  {_those(claims, numbers)}", style="dim")
        yield from wrapped(against, console, indent=_LABEL)


def _words(name: str, value: Any) -> str:
    if name == "place":
        return place_words(value)
    if value is None:
        return "not told"
    if name == "type":
        return wording()["claim_type"].get(str(value), plain(str(value)))
    if isinstance(value, Mapping) and "start" in value:
        first, last = value["start"], value["end"]
        return str(first) if first == last else f"{first or '?'} to {last or '?'}"
    return side(value)


def _figures(view: EventView, numbers: Mapping[str, str], rules: Mapping[str, str], console: Console) -> Iterator[Text]:
    if not view.event.figures:
        yield Text("  No figures.")
        return
    yield Text(f"{'low':>7} {'best':>7} {'high':>7}", style="bold")
    voices = {claim.id: name_voice(claim) for claim in view.claims}
    for figure in view.event.figures:
        name = Text(figure_name(figure), style="bold").append(f"  rule {rules[figure.rule]}", style="not bold dim")
        yield from wrapped(name, console, indent=BOUNDS + 1, label=bounds_of(figure), label_style="bold")
        for line in _said(figure, view.told, voices, numbers):
            yield from wrapped(line, console, indent=BOUNDS + 1)


def _said(
    figure: EventFigure, told: Sequence[ToldFigure], voices: Mapping[str, str], numbers: Mapping[str, str]
) -> Iterator[Text]:
    """Who says this figure in which words, and why some do not count."""
    reasons = dict(figure.left_out)
    words: dict[str, list[str]] = {claim: [] for claim in (*figure.claims, *reasons)}
    for one in told:
        if (one.kind, one.party, one.of) == (figure.kind, figure.party, figure.of) and one.words:
            words.setdefault(one.claim, []).append(f"“{quoted(one.words)}”")
    for claim in sorted(words, key=list(numbers).index):
        said = f"{numbers[claim]} {voices[claim]}: {', '.join(words[claim]) or 'no number of its own'}"
        line = Text(said)
        if claim in reasons:
            line.append(f" – left out: {_with_numbers(plain(reasons[claim]), numbers)}", style="yellow")
        yield line


def _over_time(view: EventView, numbers: Mapping[str, str], console: Console) -> Iterator[Text]:
    """Each figure that was told on several days: on which day, in which words, by whom, and what replaced it."""
    if view.moved:
        yield Text()
        yield Text("Over time, by day of publication", style="bold")
    voices = {claim.id: name_voice(claim) for claim in (*view.claims, *view.earlier)}
    for figure in view.moved:
        yield from wrapped(Text(figure_name(figure)), console, indent=2)
        day = ""
        for one in figure.told:
            told = "undated" if one.published is None else str(one.published)
            line = Text(f"“{quoted(one.words)}”  {_numbered_voice(one.claim, voices, numbers)}")
            if one.why:
                line.append(f" – {_with_numbers(plain(one.why), numbers)}", style="yellow")
            yield from wrapped(line, console, indent=_DAY, label="" if told == day else f"  {told}")
            day = told


def _numbered_voice(claim: str, voices: Mapping[str, str], numbers: Mapping[str, str]) -> str:
    return f"{numbers[claim]} {voices[claim]}" if claim in numbers else voices[claim]


def _with_numbers(words: str, numbers: Mapping[str, str]) -> str:
    """The words with the numbers of the page for the ids of its claims."""
    return " ".join(numbers.get(word, word) for word in words.split(" "))


def _voice(claim: SourcedClaim, number: str, console: Console) -> Iterator[Text]:
    head = Text(name_voice(claim), style="bold")
    head.append(f"  {claim.heading.published or 'undated'}  {claim.id}", style="not bold dim")
    for mark in (wording()["modality"][claim.claim.modality], "CUMULATIVE" if claim.claim.cumulative else ""):
        if mark:
            head.append(f"  {mark}", style="not bold yellow")
    yield from wrapped(head, console, indent=_NUMBER, label=number)
    yield from compose_quote(claim.claim.quote, console)


def _contradictions(event: Event, numbers: Mapping[str, str], console: Console) -> Iterator[Text]:
    if event.contradictions:
        yield Text()
        yield Text("Contradictions", style="bold")
    for one in event.contradictions:
        sides = f"{_those(one.first, numbers)} against {_those(one.second, numbers)}"
        yield from wrapped(Text(f"{one.kind}, {sides}: {plain(one.explanation)}"), console, indent=4, label="  -")


def _conflicts(conflicts: Sequence[Unfollowed], numbers: Mapping[str, str], console: Console) -> Iterator[Text]:
    if conflicts:
        yield Text()
        yield Text("Judgements that are not followed", style="bold")
    for conflict in conflicts:
        yield from wrapped(Text(tell_conflict(conflict, numbers), style="yellow"), console, indent=4, label="  -")


def _flags(event: Event, console: Console) -> Iterator[Text]:
    if event.flags:
        yield Text()
        yield Text("Warning signs", style="bold")
    for flag in event.flags:
        words = Text(f"{plain(flag.name).replace('_', ' ')}: {plain(flag.explanation)}", style="yellow")
        yield from wrapped(words, console, indent=4, label="  !")


def _rules(rules: Mapping[str, str], explain: Callable[[str], str], console: Console) -> Iterator[Text]:
    if rules:
        yield Text()
        yield Text("Rules", style="bold")
    for rule, letter in rules.items():
        yield from wrapped(Text(explain(rule)), console, indent=_NUMBER, label=f"  {letter}")
