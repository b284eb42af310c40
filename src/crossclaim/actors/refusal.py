"""Names that are no party's: streets, museums, teams, films and firms called after one."""

from __future__ import annotations

import re
from functools import cache

from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.wording import pattern, referring

__all__ = ["is_no_party"]

_AROUND = 300  # characters in which a report shows that it tells of a match or a zoo
_BEFORE = 40


def is_no_party(text: str, mention: ActorMention) -> bool:
    """Whether the words only look like a party's: "Army Street", "the film Red Army", "the Melbourne Rebels"."""
    if text[mention.start : mention.end].islower():
        return False
    return (
        _is_called_after(text, mention)
        or _is_thing(text, mention)
        or _is_team(text, mention)
        or _is_of_common_folk(text, mention)
        or _is_building(text, mention)
    )


def _is_called_after(text: str, mention: ActorMention) -> bool:
    """Whether the name goes on as a place's or a firm's does: "Army Museum", "Guerrilla marketing"."""
    if _never().search(text, max(0, mention.start - 20), mention.end + 20):
        return True
    words = re.findall(r"[\w.]+", text[mention.end : mention.end + _BEFORE])[:2]
    capital = text[mention.start : mention.end].removeprefix("the ")[:1].isupper()
    if not capital or not words or text[mention.end : mention.end + 1] != " ":
        return False
    first, both = words[0].casefold().rstrip("."), " ".join(words).casefold().rstrip(".")
    goes_on = words[0][:1].isupper() or first in referring("no_party_small")
    return goes_on and not referring("no_party").isdisjoint({first, both})


def _is_thing(text: str, mention: ActorMention) -> bool:
    if pattern("thing_behind").match(text, mention.end):
        return True
    before = text[max(0, mention.start - _BEFORE) : mention.start].casefold().rstrip(" \"“'‘")
    capital = text[mention.start].isupper()
    return capital and any(before.endswith(f" {word}") or before == word for word in referring("thing_before"))


def _is_team(text: str, mention: ActorMention) -> bool:
    """Whether a noun with a capital is a team's, or animals', in a report that tells of such."""
    word = text[mention.start : mention.end]
    if mention.person or not word[:1].isupper() or " " in word or word.isupper():
        return False
    near = text[max(0, mention.start - _AROUND) : mention.end + _AROUND].casefold()
    plays = _sport().search(near) is not None
    return plays and (mention.generic or any(reading.country is not None for reading in mention.readings))


def _is_of_common_folk(text: str, mention: ActorMention) -> bool:
    """Whether a name is lent to others: "a Northern Alliance of shopkeepers"."""
    before = text[max(0, mention.start - 3) : mention.start].casefold()
    behind = text[mention.end : mention.end + 5]
    lent = (
        (before.endswith((" a ", " an ")) or before in {"a ", "an "}) and behind[:4] == " of " and behind[4:5].islower()
    )
    return lent and not mention.generic and text[mention.start].isupper()


def _is_building(text: str, mention: ActorMention) -> bool:
    """Whether a building with a name of its own stands for nobody: "the Golden Mosque"."""
    last = text[mention.start : mention.end].rpartition(" ")[2]
    return mention.generic and last[:1].isupper() and last.casefold() in referring("buildings")


@cache
def _sport() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(referring('crowd_of_sport'))))})(?!\w)")


@cache
def _never() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(referring('never'))))})(?!\w)", re.IGNORECASE)
