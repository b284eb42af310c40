"""One document's claims with what each part of them rests on, as plain lines to be read or piped."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from crossclaim.cli.page import GUTTER, claim_heading, compose_head, compose_quote, quoted, wording, wrapped
from crossclaim.cli.plain import plain
from crossclaim.export import DateShownOutput, SlotExplanation, explain_claim, explain_dates
from crossclaim.model import Claim, DocumentResult, Mention

__all__ = ["compose_explanation"]

LABEL = 12
SHOWN_RUNNERS_UP = 5
SHOWN_DATES = 12


def compose_explanation(result: DocumentResult, console: Console) -> Iterator[Text]:
    """The lines of one document's explanation, none wider than the console."""
    yield from compose_head(result.document, console)
    yield from _dates(explain_dates(result), console)
    for number, claim in enumerate(result.claims, start=1):
        yield Text()
        yield from _claim(number, claim, result.mentions, console)
    if not result.claims:
        yield Text()
        yield from wrapped(Text("No claim found."), console, indent=GUTTER)


def _dates(dates: list[DateShownOutput], console: Console) -> Iterator[Text]:
    if dates:
        yield from wrapped(Text("Days that may be the document's own:"), console, indent=0)
    for shown in dates[:SHOWN_DATES]:
        other = f" or {shown.other}" if shown.other else ""
        mark = ", followed" if shown.followed else ""
        yield from _item(f"{shown.date}{other}: {shown.why}{mark}", console, indent=GUTTER)
    if len(dates) > SHOWN_DATES:
        yield from _item(f"and {len(dates) - SHOWN_DATES} more", console, indent=GUTTER)


def _claim(number: int, claim: Claim, mentions: tuple[Mention, ...], console: Console) -> Iterator[Text]:
    yield from wrapped(claim_heading(claim), console, indent=GUTTER, label=f"{number:>2}  ", label_style="bold")
    yield from compose_quote(claim.quote, console)
    for part in explain_claim(claim, mentions):
        yield from _part(part, console)


def _part(part: SlotExplanation, console: Console) -> Iterator[Text]:
    label = f"{'':{GUTTER}}{wording()['slot'][part.slot]}"
    words = quoted(part.text) if part.text else ""
    reading = plain(part.reading) if part.reading else "not resolved" if words else "not said"
    value = Text(f"{words} → ").append(reading, style="cyan") if words else Text(reading, style="cyan")
    yield from wrapped(value, console, indent=GUTTER + LABEL, label=label)
    for phrase in part.evidence:
        yield from _item(phrase, console, indent=GUTTER + LABEL)
    for other in part.runners_up[:SHOWN_RUNNERS_UP]:
        yield from _item(f"runner-up: {other}", console, indent=GUTTER + LABEL)
    if len(part.runners_up) > SHOWN_RUNNERS_UP:
        yield from _item(
            f"and {len(part.runners_up) - SHOWN_RUNNERS_UP} more runners-up", console, indent=GUTTER + LABEL
        )


def _item(phrase: str, console: Console, *, indent: int) -> Iterator[Text]:
    yield from wrapped(Text(quoted(phrase), style="dim"), console, indent=indent + 2, label=f"{'':{indent}}- ")
