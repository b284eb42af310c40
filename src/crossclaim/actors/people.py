"""People who lead or speak for a party, read as that party at the time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from crossclaim.actors.index import ActorIndex, Person, Post
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.wording import head_nouns, pattern
from crossclaim.text.phrases import Match

__all__ = ["find_people"]

Range = tuple[int, int]
_RARE = 6  # letters of a surname that one person of the list bears, and few others
_ENGLISH = frozenset(["AU", "CA", "GB", "US"])  # where a surname of the list is many other people's too
_OFFICES = frozenset(["president", "minister", "premier", "chairman", "king", "spokesman"])
_FIRST_HALF = 6  # months
_NEAR = 40  # characters that a title before a name takes at most


def find_people(
    text: str, ranges: Sequence[Range], index: ActorIndex, *, countries: Sequence[str], day: date | None, said: set[str]
) -> list[ActorMention]:
    """The people of the list named in ``text``, each read as the party that was theirs on ``day``.

    A surname alone counts after a title, after the full name, or where party and text share a country; ``said`` are the
    ids of the parties that the text names.
    """
    found: list[ActorMention] = []
    known: set[str] = set()
    for match in (match for start, end in ranges for match in index.people.find(text, start, end)):
        posts = list(_likely(text, match, countries, said, known))
        if posts:
            known.update(post.person.name for post in posts)
            found.append(_mention(text, match, posts, countries, day, said))
    return found


def _likely(
    text: str, match: Match[Post], countries: Sequence[str], said: set[str], known: Collection[str]
) -> Iterator[Post]:
    titled = pattern("title_before").search(text, max(0, match.start - _NEAR), match.start) is not None
    first_name = pattern("name_before").search(text, max(0, match.start - _NEAR), match.start) is not None
    goes_on = pattern("name_after").match(text, match.end) is not None
    word = text[match.start : match.end]
    if " " not in word and (head_nouns().get(word) or goes_on):
        return  # "a brave Mujahid"
    alone = len({post.person.name.rpartition(" ")[0][:4] for post in match.values}) == 1
    for post in match.values:
        at_home = post.actor.country in countries or post.actor.id in said or not countries
        rare = alone and len(word) >= _RARE and post.actor.country not in _ENGLISH
        sure = post.whole or post.person.name in known or (titled and (at_home or alone))
        if sure or ((at_home or rare) and not first_name):
            yield post


def _mention(
    text: str, match: Match[Post], posts: Sequence[Post], countries: Sequence[str], day: date | None, said: set[str]
) -> ActorMention:
    title = text[max(0, match.start - _NEAR) : match.start].rstrip().rpartition(" ")[2].casefold()
    title = title if title in _OFFICES else ""
    early = day is not None and day.month <= _FIRST_HALF
    year = day.year if day else None

    def unlikely(post: Post) -> tuple[int, bool, bool, bool, bool, bool, int]:
        return (
            _years_off(post.person, year),
            not (title and title in post.person.role.casefold()),
            post.actor.id not in said,
            post.actor.country not in countries,
            early and post.person.first == year,  # the first half of a year of change is the old post's
            not any(word in post.person.role for word in ("leader", "president", "head", "chief", "founder")),
            -(post.person.first or 0),
        )

    ranked = sorted(posts, key=unlikely)
    readings = {post.actor.id: post.actor.reading(_because(post.person)) for post in reversed(ranked)}
    ordered = tuple(readings[id_] for id_ in dict.fromkeys(post.actor.id for post in ranked))
    return ActorMention(match.start, match.end, ordered, generic=False, person=True)


def _because(person: Person) -> str:
    one_year = person.first is not None and person.first == person.last
    years = f"{person.first}" if one_year else f"{person.first or ''}-{person.last or ''}"
    return f"{person.name}, {person.role} {years}".replace(" -", " until ").rstrip("-")


def _years_off(person: Person, year: int | None) -> int:
    if year is None:
        return 0
    return max((person.first or year) - year, year - (person.last or year), 0)
